"""What the writers say about a document: words without noise, tags in Chinese, sizes.

Post-conditions
---------------
1. Words come on one line: line breaks vanish between Chinese characters and are a blank elsewhere.
2. All functions are linear in what they read; `Sizes` answers in logarithmic time.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from tigang.tagset import OTHER, STANDARD, Tagset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tigang.document import Document, Node, Sentence

__all__ = ["Cleaner", "Sizes", "one_line", "runs", "shares_zh", "words_of"]

SHOWN = 0.15
"""A tag with a smaller share of a section's characters is not shown beside the first: under one sentence in
six it is a remark, not a part."""


def one_line(words: str) -> str:
    r"""Return words on one line, white space collapsed.

    >>> one_line("　　加快\n建设 A\r\nB  区")
    '加快建设 A B 区'
    """
    out = ""
    for line in words.splitlines():
        part = " ".join(line.split())
        if part:
            joint = "" if not out or (out[-1] > "\u2000" and part[0] > "\u2000") else " "
            out = f"{out}{joint}{part}" if out else part
    return out


def words_of(document: Document, node: Node) -> str:
    """Return a node's own words: marker and title, apart where the text has them apart."""
    marker = one_line(node.marker or "")
    if not marker or not node.title:
        return marker or one_line(node.title)
    behind = document.text.find(node.marker or "", *node.label) + len(node.marker or "")
    apart = document.text[behind : behind + 1].isspace()
    return f"{marker}{' ' * apart}{one_line(node.title)}"


class Cleaner:
    """Cuts words out of a document, its noise left out."""

    def __init__(self, document: Document) -> None:
        self.text = str(document.text)
        self.noise = sorted((n.start, n.end) for n in document.noise)
        self.starts = [a for a, _ in self.noise]

    def __call__(self, start: int, end: int) -> str:
        """Return the characters from ``start`` to ``end`` on one line."""
        at = max(bisect_left(self.starts, start) - 1, 0)
        out = []
        while at < len(self.noise) and self.noise[at][0] < end:
            a, b = self.noise[at]
            if a > start:
                out.append(self.text[start:a])
            start = max(start, b)
            at += 1
        out.append(self.text[start:end])
        return one_line("".join(out))


class Sizes:
    """How much of a document lies in a stretch of it."""

    def __init__(self, document: Document) -> None:
        text = document.text
        self.paragraphs = [p.start for p in document.paragraphs]
        # a source paragraph that holds several nodes' text is one paragraph to a reader
        self.joined = [
            a.end <= b.start and "\n" not in (gap := text[a.end : b.start]) and "\r" not in gap
            for a, b in zip(document.paragraphs, document.paragraphs[1:], strict=False)
        ]
        self.new = list(accumulate((not j for j in self.joined), initial=0))
        self.sentences = [s.start for s in document.sentences]
        self.chars = list(accumulate((s.end - s.start for s in document.sentences), initial=0))

    def __call__(self, start: int, end: int) -> tuple[int, int]:
        """Return the numbers of paragraphs and of characters of running text."""
        a, b = bisect_left(self.paragraphs, start), bisect_left(self.paragraphs, end)
        c, d = bisect_left(self.sentences, start), bisect_left(self.sentences, end)
        return (1 + self.new[b - 1] - self.new[a] if b > a else 0), self.chars[d] - self.chars[c]


def shares_zh(
    tag: str | None, shares: tuple[float, ...], keep: tuple[str, ...] = (), tagset: Tagset = STANDARD
) -> tuple[tuple[str | None, str], ...]:
    """Return (tag, its Chinese words) for a node: its tag alone, or all shares where it is mixed or unsure.

    Parameters
    ----------
    tag, shares
        As in `Node`.
    keep
        Tags that are shown however small their share is.
    tagset
        The tags in the order of ``shares``.

    Examples
    --------
    >>> shares_zh("initiative", (0.0, 0.7, 0.3, 0.0, 0.0))
    (('initiative', '举措70%'), ('problem', '问题30%'))
    >>> shares_zh("plan", (0.05, 0.0, 0.0, 0.85, 0.1))
    (('plan', '计划'),)
    >>> shares_zh(None, (0.0, 0.4, 0.0, 0.0, 0.0))
    ((None, '未定60%'), ('initiative', '举措40%'))
    """
    if tag is None and not shares:
        return ()
    found: list[tuple[float, str | None]] = [
        (share, t)
        for t, share in zip(tagset.names, shares, strict=False)
        if share > 0 and (t == tag or t in keep or (share >= SHOWN and t != OTHER))
    ]
    unsure = round(1 - sum(shares), 6)
    if shares and unsure > 0 and (tag is None or unsure >= SHOWN):
        found.append((unsure, None))
    if len(found) < 2:
        return ((tag, tagset.zh(tag)),)
    found.sort(key=lambda f: -f[0])
    return tuple((t, f"{tagset.zh(t)}{max(share, 0.01):.0%}") for share, t in found)


def runs(document: Document, sentences: tuple[Sentence, ...]) -> Iterator[tuple[str | None, int, int]]:
    """Yield (tag, start, end) of neighbouring sentences of one paragraph and one tag."""
    text = document.text
    run: tuple[str | None, int, int] | None = None
    for s in sentences:
        if run is not None and run[0] == s.tag and not _parted(text[run[2] : s.start]):
            run = (s.tag, run[1], s.end)
            continue
        if run is not None:
            yield run
        run = (s.tag, s.start, s.end)
    if run is not None:
        yield run


def _parted(gap: str) -> bool:
    return "\n" in gap or "\r" in gap
