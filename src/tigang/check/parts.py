"""Checks of a document's parts: title, signature, date, attachments, table of contents."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from tigang.check.facts import Finding
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tigang.check.facts import Facts
    from tigang.document import Matter

__all__ = ["find_attachments", "find_contents", "find_no_title", "find_undated"]

_LINE = lazy(r"\S[^\n\r]*")
_LIKE_TITLE = lazy(r"[^。；！？：:，]{4,90}$")

_TITLED = lazy(r"#|[^\s。；！？：:，]{6,60}[ \u3000\xa0]")
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


_ENTRY = lazy(r"(?:附\s*[件表录]?\s*[：:]?\s*)?(\d{1,2})\s*[.．、]")


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
    for (a, _, _), (b, start, end) in pairwise(listed):
        if b not in (a + 1, 1):
            yield Finding(start, end, f"附件说明的序号由“{a}”到“{b}”，不连续")
    carried = {n.number for n in d.nodes if n.style == "附件"}
    # with most of them missing, the file holds the cover only
    if len(listed) <= 2 * len(carried) and carried <= {x for x, _, _ in listed}:
        for k, start, end in listed:
            if k not in carried:
                yield Finding(start, end, f"附件说明列有附件{k}，文中没有附件{k}")


_NEAR = 100
"""Characters between two entries of one table of contents, at most."""
_REACH = 300_000
"""Characters behind the contents in which its entries are looked for, at most: a longer text is no one document."""
_MISSING = 30
"""With more entries missing, what was read as the contents is none."""


def find_contents(facts: Facts) -> Iterator[Finding]:
    """Yield the entries of a table of contents that stand nowhere in the text."""
    d = facts.document
    entries: list[Matter] = []
    for m in d.front:
        # an embedded document has contents of its own
        if m.role == "contents" and (not entries or m.start - entries[-1].end < _NEAR):
            entries.append(m)
    if len(entries) < 3:
        return
    end = entries[-1].end
    missing = []
    for m in entries:
        words = _LEADER.sub("", facts.text[m.start : m.end].strip())
        plain = _plain(words)
        if len(plain) >= 4 and facts.text.find(words, end) < 0:
            missing.append((m, plain))
    if not missing or len(missing) > _MISSING or len(facts.text) - end > _REACH:
        return
    # it may stand there with other blanks or marks
    body = _plain(facts.text[end:])
    for m, words in missing:
        if words not in body:
            yield Finding(m.start, m.end, f"目录中的“{words}”在正文中找不到")


_LEADER = lazy(r"(?:[.．…·⋯\-_\s]{2,}|\t+)\s*[（(]?\s*\d{1,3}\s*[)）]?$")


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", re.sub(r"[\s*#]+", "", words))
