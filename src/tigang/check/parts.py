"""Checks of a document's parts: title, signature, date, attachments, table of contents."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tigang.check.facts import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tigang.check.facts import Facts

__all__ = ["find_attachments", "find_contents", "find_no_title", "find_undated"]

_LINE = re.compile(r"\S[^\n\r]*")
_LIKE_TITLE = re.compile(r"[^。；！？：:，]{4,90}$")

_TITLED = re.compile(r"#|[^\s。；！？：:，]{6,60}[ \u3000\xa0]")
"""A title in one line with the text."""


def find_no_title(facts: Facts) -> Iterator[Finding]:
    """Yield the start of a document that begins with its text or a numbered heading."""
    d = facts.document
    if d.title is not None or any(m.role == "title" for m in d.front):
        return
    starts = [n.label.start for n in d.nodes[:1]] + [s.start for s in d.sentences[:1]]
    if not starts:
        return
    at = min(starts)
    line = _LINE.match(facts.text, at)
    numbered = bool(d.nodes) and d.nodes[0].label.start == at and d.nodes[0].marker is not None
    if line is None or (not numbered and (_LIKE_TITLE.match(line[0].rstrip()) or _TITLED.match(line[0]))):
        return
    yield Finding(at, min(line.end(), at + 20), "没有标题，开头就是正文")


def find_undated(facts: Facts) -> Iterator[Finding]:
    """Yield a signature in a document that bears no date at all.

    The opposite, a date without a signature, is not reported: a seal may stand for it.
    """
    d = facts.document
    if any(m.role == "date" for m in (*d.front, *d.back)):
        return
    for m in d.back:
        if m.role == "signature":
            yield Finding(m.start, m.end, "落款只有署名，没有成文日期")
            return


_ENTRY = re.compile(r"(?:附\s*[件表录]?\s*[：:]?\s*)?(\d{1,2})\s*[.．、]")


def find_attachments(facts: Facts) -> Iterator[Finding]:
    """Yield gaps in the numbers of a list of attachments, and listed attachments that are missing."""
    d = facts.document
    listed: list[tuple[int, int, int]] = []
    for m in d.back:
        if m.role != "attachment":
            continue
        entry = _ENTRY.match(facts.text, m.start, m.end)
        if entry:
            listed.append((int(entry[1]), m.start, m.end))
    if not listed:
        return
    for (a, _, _), (b, start, end) in zip(listed, listed[1:], strict=False):
        if b not in (a + 1, 1):
            yield Finding(start, end, f"附件说明的序号由“{a}”到“{b}”，不连续")
    carried = {n.number for n in d.nodes if n.style == "附件"}
    # with most of them missing, the file holds the cover only
    if len(listed) <= 2 * len(carried) and carried <= {x for x, _, _ in listed}:
        for k, start, end in listed:
            if k not in carried:
                yield Finding(start, end, f"附件说明列有附件{k}，文中没有附件{k}")


_MISSING = 30
"""With more entries missing, what was read as the contents is none."""


def find_contents(facts: Facts) -> Iterator[Finding]:
    """Yield the entries of a table of contents that stand nowhere in the text."""
    d = facts.document
    entries = [m for m in d.front if m.role == "contents"]
    if len(entries) < 3:
        return
    titles = {_plain(n.title) for n in d.nodes}
    missing = []
    for m in entries:
        words = _solid(facts.text[m.start : m.end])
        if len(words) >= 4 and words not in titles and _MARKER.sub("", words, count=1) not in titles:
            missing.append((m, words))
    if not missing or len(missing) > _MISSING:
        return
    # what was not read as a heading may yet stand there
    body = _plain(facts.text[entries[-1].end :])
    for m, words in missing:
        if words not in body:
            yield Finding(m.start, m.end, f"目录中的“{words}”在正文中找不到")


_MARKER = re.compile(r"^(?:第[^章节条部篇]{1,4}(?:章|节|条|部分|篇)|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、])")


def _solid(entry: str) -> str:
    words = re.sub(r"(?:[.．…·⋯\-_\s]{2,}|\t+)\s*[（(]?\s*\d{1,3}\s*[)）]?$", "", entry.strip())
    return _plain(words)


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", re.sub(r"[\s*#]+", "", words))
