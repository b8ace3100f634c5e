"""Leave out what shows nothing or is no part of a line, and find the way back.

Terms
-----
hidden character : one that shows nothing: zero-width, direction marks, soft hyphens, NUL.
inline noise : a noise span with other text in its line.
folded text : a text without hidden characters and inline noise. All structural stages see only that, so that
    一\u200b、 is a marker and a heading with an advert inside is one heading.

Post-conditions
---------------
1. ``text[unfold(i)] == folded[i]`` for every offset of the folded text.
2. Lines are the same in both: no line break is left out.
3. Where there is nothing to leave out, the folded text is the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tigang.document import Matter, Noise, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["HIDDEN", "Fold", "fold_text"]

HIDDEN = "\0\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
"""Regular expression ranges of the hidden characters."""
_RUN = re.compile(f"[{HIDDEN}]+")


@dataclass(frozen=True, slots=True)
class Fold:
    """A folded text and the way back to the original."""

    text: str
    """The folded text."""
    noise: tuple[Noise, ...]
    """The noise that is left in it (whole lines), in its offsets."""
    starts: tuple[int, ...]
    """Where the kept stretches begin in the folded text."""
    shifts: tuple[int, ...]
    """What to add to an offset in each stretch."""
    hidden: frozenset[int]
    """Original offsets of hidden characters outside noise."""
    original: str

    @property
    def is_identity(self) -> bool:
        """Whether nothing was left out."""
        return len(self.starts) == 1 and self.shifts[0] == 0

    def unfold(self, at: int) -> int:
        """Return the original offset of a character of the folded text."""
        return at + self.shifts[bisect_right(self.starts, at) - 1]

    def span(self, start: int, end: int) -> Span:
        """Return the original span; it also holds the hidden characters before it, and those behind at a line's end."""
        if end <= start:
            at = self.unfold(start) if start < len(self.text) else len(self.original)
            return Span(at, at)
        a, b = self.unfold(start), self.unfold(end - 1) + 1
        while a - 1 in self.hidden:
            a -= 1
        after = b
        while after in self.hidden:
            after += 1
        if after == len(self.original) or self.original[after].isspace():
            b = after
        return Span(a, b)

    def moved(self, spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
        """Return the original spans of spans that are not empty and stand in order of their starts."""
        if self.is_identity:
            return spans
        if self.hidden:
            return [self.span(a, b) for a, b in spans]
        starts, shifts = self.starts, self.shifts
        out = []
        k, last = 0, len(starts) - 1
        for a, b in spans:
            while k < last and starts[k + 1] <= a:
                k += 1
            end = b - 1
            j = k if k == last or end < starts[k + 1] else bisect_right(starts, end) - 1
            out.append((a + shifts[k], b + shifts[j]))
        return out

    def matter(self, matter: Sequence[Matter]) -> list[Matter]:
        """Return matter with its original offsets."""
        if self.is_identity:
            return list(matter)
        return [Matter(*self.span(m.start, m.end), m.role) for m in matter]

    def unheld(self, held: Sequence[Span]) -> list[Noise]:
        """Return the hidden characters that no span holds, as noise."""
        left = set(self.hidden)
        for start, end in held if left else ():
            left.difference_update(range(start, end))
        out: list[Noise] = []
        for i in sorted(left):
            if out and out[-1].end == i:
                out[-1] = Noise(out[-1].start, i + 1, "hidden")
            else:
                out.append(Noise(i, i + 1, "hidden"))
        return out


def fold_text(text: str, noise: Sequence[Noise]) -> Fold:
    """Return the folded text.

    >>> fold = fold_text("一\u200b、总体\u200b要求", ())
    >>> fold.text, fold.unfold(1), fold.span(0, 6)
    ('一、总体要求', 2, Span(start=0, end=8))
    """
    gone: list[tuple[int, int]] = []
    kept: list[Noise] = []
    for n in noise:
        if _is_inline(text, n):
            gone.append((n.start, n.end))
        else:
            kept.append(n)
    hidden: set[int] = set()
    if _RUN.search(text) is not None:
        inside = [(n.start, n.end) for n in noise]
        at = 0
        for m in _RUN.finditer(text):
            while at < len(inside) and inside[at][1] <= m.start():
                at += 1
            if at < len(inside) and inside[at][0] < m.end():
                continue
            gone.append(m.span())
            hidden.update(range(*m.span()))
    if not gone:
        return Fold(text, tuple(kept), (0,), (0,), frozenset(), text)
    gone.sort()
    pieces: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    at = size = 0
    for a, b in [*gone, (len(text), len(text))]:
        if a > at or not starts:
            starts.append(size)
            shifts.append(at - size)
            pieces.append(text[at:a])
            size += a - at
        at = max(at, b)
    fold = Fold("".join(pieces), (), tuple(starts), tuple(shifts), frozenset(hidden), text)
    moved: list[Noise] = []
    lost = k = 0
    for n in kept:
        while k < len(gone) and gone[k][1] <= n.start:
            lost += gone[k][1] - gone[k][0]
            k += 1
        within, j = 0, k
        while j < len(gone) and gone[j][0] < n.end:
            within += gone[j][1] - gone[j][0]
            j += 1
        if n.end - n.start > within:
            moved.append(Noise(n.start - lost, n.end - lost - within, n.reason))
    return replace(fold, noise=tuple(moved))


def _is_inline(text: str, n: Noise) -> bool:
    """Whether other text stands in the lines of a noise span, so that leaving it out loses no line."""
    if "\n" in text[n.start : n.end] or "\r" in text[n.start : n.end]:
        return False
    a, b = n.start, n.end
    while a > 0 and text[a - 1] in " \t\u3000":
        a -= 1
    while b < len(text) and text[b] in " \t\u3000":
        b += 1
    return not ((a == 0 or text[a - 1] in "\r\n") and (b == len(text) or text[b] in "\r\n"))
