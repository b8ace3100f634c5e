"""Labelled texts that can be edited: gold moves along.

Terms
-----
labelled : a text with its gold.
edit : a stretch of the text and what takes its place; noise where that is no part of the document.
sisters : headings under one parent, next to each other in text order.

Post-conditions of `apply`
--------------------------
1. Gold's pieces keep kind, depth, tag and order; their spans move with the characters they hold. Only what is
   put in as noise makes new pieces, and only a piece all of whose characters are gone is gone.
2. A piece's text, line and unit are those of the edited text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from tigang.gold import TAGGED, Piece, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "LINE", "Edit", "Labelled", "Marker", "apply", "end_of_line", "marker_of", "numbered", "numbered_lists",
    "running", "translate",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its gold."""

    text: str
    gold: tuple[Piece, ...]


class Edit(NamedTuple):
    """The characters ``[start, end)`` give way to ``new``."""

    start: int
    end: int
    new: str = ""
    noise: bool = False
    """Whether ``new`` is no part of the document."""


# -- editing ------------------------------------------------------------------------------------------------


def apply(labelled: Labelled, edits: Iterable[Edit]) -> Labelled:
    """Return the edited text with its gold.

    Edits must not overlap. What is put in where a piece begins or ends stands outside of it; what takes the
    place of a piece's first or last characters belongs to it.
    """
    text = labelled.text
    todo = sorted(edits, key=lambda e: (e.start, e.end))
    out: list[str] = []
    starts, ends, shifts = [], [], [0]
    noise: list[tuple[int, int]] = []
    at = size = 0
    for e in todo:
        if e.start < at:
            raise ValueError(f"edit {e} overlaps the one before it")
        out += [text[at : e.start], e.new]
        size += e.start - at
        if e.noise:
            noise.append((size, size + len(e.new)))
        size += len(e.new)
        at = e.end
        starts.append(e.start)
        ends.append(e.end)
        shifts.append(size - at)
    out.append(text[at:])
    new = "".join(out)

    def moved(p: int, *, end: bool) -> int:
        # edits wholly before p; those put in at p itself stand before what begins there
        k = bisect_left(starts, p) if end else bisect_right(starts, p)
        if not end and k and starts[k - 1] == p < ends[k - 1]:
            k -= 1
        if k and ends[k - 1] > p:
            e = todo[k - 1]
            return e.start + shifts[k - 1] + min(p - e.start, len(e.new))
        return p + shifts[k]

    spans = [(moved(p.start, end=False), moved(p.end, end=True), p) for p in labelled.gold]
    spans += [(a, b, Piece("", 0, "noise", 0, None, a, b, "")) for a, b in noise]
    spans = [(a, b, p) for a, b, p in spans if a < b]
    spans.sort(key=lambda s: (s[0], -s[1]))
    cut = list(units(new))
    heads = [u.start for u in cut]
    gold = []
    for a, b, p in spans:
        u = cut[max(0, bisect_right(heads, a) - 1)]
        gold.append(replace(p, unit=u.id, line=u.line, start=a, end=b, text=new[a:b]))
    return Labelled(new, tuple(gold))


def translate(labelled: Labelled, table: Mapping[str, str]) -> Labelled:
    """Return the text with characters changed one for one."""
    text = labelled.text.translate(str.maketrans(dict[str, str | int | None](table)))
    return Labelled(text, tuple(replace(p, text=text[p.start : p.end]) for p in labelled.gold))


# -- looking ------------------------------------------------------------------------------------------------

LINE = re.compile(r"[^\r\n]+")
_MARKER = re.compile(
    r"[#*\s]*(?P<marker>(?P<before>第\s*|[（(〔［]\s*|(?:任务|举措|措施|行动|工程|问题|步骤|专栏|附[件表录])\s*)?"
    r"(?P<number>[一二三四五六七八九十百〇零壹贰叁肆伍陆柒捌玖拾]+|\d+(?:[.．]\d+)*|[①-⑳⑴-⒇㈠-㈩])"
    r"(?P<after>\s*(?:编|部分|篇|章|节|条|项|批|[）)〕］][、.．]?|[、．.：:])|(?<=[①-⑳⑴-⒇㈠-㈩\d])|(?<=[一二三四五六七八九十])(?=\s)))"
)


class Marker(NamedTuple):
    """The number that a heading begins with."""

    start: int
    end: int
    form: str
    """The marker with N for its number."""


def marker_of(text: str, piece: Piece) -> Marker | None:
    """Return the number that a piece begins with, with its marks; None without one."""
    m = _MARKER.match(text, piece.start, piece.end)
    if m is None:
        return None
    if m["before"] is None and not m["after"] and m["number"].isdecimal():
        return None  # 2023年 or 12个
    return Marker(*m.span("marker"), f"{(m['before'] or '').strip()}N{m['after'].strip()}")


def numbered(labelled: Labelled) -> Iterator[tuple[Piece, Marker]]:
    """Yield the numbered headings."""
    for p in labelled.gold:
        if p.kind == "heading":
            m = marker_of(labelled.text, p)
            if m is not None:
                yield p, m


def numbered_lists(labelled: Labelled) -> list[list[tuple[Piece, Marker]]]:
    """Return the numbered headings as lists of sisters whose markers have one form."""
    out: list[list[tuple[Piece, Marker]]] = []
    open_lists: dict[int, list[tuple[Piece, Marker]]] = {}
    markers = {p.start: m for p, m in numbered(labelled)}
    for p in labelled.gold:
        if p.kind != "heading":
            continue
        open_lists = {depth: run for depth, run in open_lists.items() if depth <= p.depth}
        m = markers.get(p.start)
        if m is None:
            open_lists.pop(p.depth, None)
        elif p.depth in open_lists and open_lists[p.depth][-1][1].form == m.form:
            open_lists[p.depth].append((p, m))
        else:
            open_lists[p.depth] = [(p, m)]
            out.append(open_lists[p.depth])
    return out


def end_of_line(text: str, at: int) -> int:
    """Return where the line that holds an offset ends."""
    m = LINE.match(text, at)
    return m.end() if m else at


def running(labelled: Labelled) -> Iterator[Piece]:
    """Yield the running text, table rows left out."""
    return (p for p in labelled.gold if p.kind in TAGGED and "\t" not in p.text)
