"""Text → a view of the same length, and its lines.

Terms
-----
view : the text with noise and zero-width characters masked as NUL, blanks as spaces, and characters that
    stand for another (full-width digits, Kangxi radicals) replaced by it. One character for one, so that an
    offset into the view is an offset into the text.
line : a stretch between line breaks, trimmed of blanks and masks; blank ones are left out. A *wrapped* text
    (from a PDF or a mail) has its paragraphs cut at a fixed width: there a line is the whole paragraph, and
    the line breaks inside it are masked in the view.

Post-conditions
---------------
1. ``len(view) == len(text)``.
2. Lines are in order, do not overlap and hold every character of the view that is no blank, break or mask.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tigang.markers import match_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.document import Noise

__all__ = ["Line", "find_hidden", "make_view", "split_lines"]


class Line(NamedTuple):
    """A line; ``indent`` counts the blanks before it, ``gap`` the blank lines."""

    start: int
    end: int
    indent: int
    gap: int


_BLANKS = "\t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_HIDDEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
# Kangxi radicals that are numerals or stand in markers, and look-alikes (Unicode's own decompositions)
_ALIKE = str.maketrans(
    "⼀⼆⼋⼗⼟⼝⼤⼩⽇⽉⽊⽔⽕⽬⽴⾔⻓⻔⺠⺟⼯⼒⼈⼊⼼⽅⽣⾏⾯⽂⽤⽐⼦⼥⽥⽩⽯⽰⽶⽻⾃⾄⾐⾜⾝⾞⾢⾥⾦⾷⾸⾼０１２３４５６７８９（）．，：；",
    "一二八十土口大小日月木水火目立言长门民母工力人入心方生行面文用比子女田白石示米羽自至衣足身车邑里金食首高0123456789（）．，：；",
)
_ODD = re.compile(f"[{_BLANKS}{_HIDDEN}\u2e80-\u2fdf\uf900-\ufaff０-９\0]")


def _plain(c: str) -> str:
    """Return what stands for an odd character in the view."""
    if re.match(f"[{_HIDDEN}\0]", c):
        return "\0"
    if c == "\t":
        return "\t"
    if re.match(f"[{_BLANKS}]", c):
        return " "
    import unicodedata

    alike = c.translate(_ALIKE)
    if alike == c:
        alike = unicodedata.normalize("NFKC", c)
    return alike if len(alike) == 1 else c


_HIDDEN_RUN = re.compile(f"[{_HIDDEN}\0]+")


def find_hidden(text: str, noise: Sequence[Noise] = ()) -> frozenset[int]:
    """Return where characters stand that show nothing (zero-width, direction marks, NUL), noise left out."""
    found = {i for m in _HIDDEN_RUN.finditer(text) for i in range(*m.span())}
    if found:
        for n in noise:
            found.difference_update(range(n.start, n.end))
    return frozenset(found)


def make_view(text: str, noise: Sequence[Noise] = ()) -> str:
    r"""Return the view of ``text``: as long as it, noise and hidden characters masked, forms unified.

    >>> make_view("１．\\u200b总体\\u3000目标")
    '1．\\x00总体 目标'
    """
    view = text
    for c in set(_ODD.findall(text)):
        plain = _plain(c)
        if plain != c:
            view = view.replace(c, plain)
    if noise:
        pieces, at = [], 0
        for n in noise:
            # line breaks inside noise stay: what stands behind it must not join what stands before it
            masked = re.sub(r"[^\n\r]", "\0", text[n.start : n.end])
            pieces += [view[at : n.start], masked]
            at = n.end
        pieces.append(view[at:])
        view = "".join(pieces)
    return view


# str.splitlines also breaks at these; the text's lines end at \n and \r alone
_FEEDS = re.compile("[\v\f\x1c-\x1e\x85\u2028\u2029]")
_BREAKS = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_EDGE = " \t\0\r\n\u2028\u2029"
_STOP = re.compile(r"[。！？；：!?;:”’」』）)》】…][ \0]*$")
# a run of ideographic or other blanks between sentences parts paragraphs where line breaks were lost
_PARTING = re.compile(r"(?<=[。！？；：”）])[ \0]{2,}(?=[^ \0])")


_TITLED = re.compile(
    r"[^ \0。，；：！？]{6,60}?(?:报告|汇报|总结|方案|通知|意见|规划|计划|要点|办法|细则|决定|公告|通报|请示|批复|纪要|提纲|讲话|发言|简报|材料|情况)(?=[ \0])"
)


def split_lines(view: str) -> tuple[str, list[Line]]:
    """Return the view with wrapped lines' breaks masked, and its lines."""
    lines: list[Line] = []
    gap = 0
    at = 0
    for raw in view.splitlines(keepends=True) if _FEEDS.search(view) is None else _BREAKS.split(view):
        body = raw.strip(_EDGE)
        if body:
            start = at + raw.find(body[0])
            end = start + len(body)
            line = Line(start, end, start - at, gap if lines else 0)
            if len(body) > 200 and ("  " in body or not lines):
                lines += _part(view, line, first=not lines)
            else:
                lines.append(line)
            gap = 0
        elif "\0" not in raw:
            gap += 1
        at += len(raw)
    width = _wrap_width(view, lines)
    if width:
        return _join(view, lines, width)
    return view, lines


def _part(view: str, line: Line, *, first: bool) -> list[Line]:
    """Cut a long line at runs of blanks that stand for lost paragraph breaks, the first also behind its title."""
    cuts = list(_PARTING.finditer(view, line.start, line.end))
    if first:
        m = _TITLED.match(view, line.start, line.end)
        if m is not None and (not cuts or m.end() < cuts[0].start()):
            gap = re.compile(r"[ \0]+").match(view, m.end(), line.end)
            cuts = [gap, *cuts] if gap is not None else cuts
    out: list[Line] = []
    at = line.start
    for m in cuts:
        out.append(Line(at, m.start(), line.indent if at == line.start else 2, line.gap if not out else 0))
        at = m.end()
    out.append(Line(at, line.end, line.indent if not out else 2, line.gap if not out else 0))
    return out


def _cells(text: str) -> int:
    """Return the width of a line in half-width cells."""
    return sum(2 if c > "\u2e7f" else 1 for c in text)


def _wrap_width(view: str, lines: list[Line]) -> int:
    """Return the width, in half-width cells, at which the text was wrapped, or 0.

    A text is held to be wrapped where most lines that do not end a sentence are nearly as long as the
    longest usual line, and that is short (30 to 120 cells, set on the benchmark's own damaged texts).
    """
    if len(lines) < 6:
        return 0
    sample = lines[:2000]
    sizes = [_cells(view[x.start : x.end]) + x.indent for x in sample]
    ranked = sorted(sizes)
    top = ranked[int(len(ranked) * 0.97)]
    if not 24 <= top <= 124 or ranked[-1] > top * 1.3 + 8:
        return 0
    open_ended = [
        s for s, x in zip(sizes, sample, strict=True) if not _STOP.search(view, max(x.start, x.end - 6), x.end)
    ]
    full = [s for s in sizes if s >= top - 6]
    if len(open_ended) < 4 or len(full) < 0.3 * len(sizes):
        return 0
    unfinished = [s for s in open_ended if s >= top - 6]
    return top if len(unfinished) >= 0.5 * len(open_ended) else 0


def _join(view: str, lines: list[Line], width: int) -> tuple[str, list[Line]]:
    """Join the lines of a wrapped text to paragraphs."""
    counts = Counter(min(x.indent, 4) for x in lines)
    indented = sum(v for k, v in counts.items() if k >= 2) >= 0.05 * len(lines) and counts[0] > 0.3 * len(lines)
    groups: list[list[Line]] = []
    full = False
    for x in lines:
        marker = match_start(view, x.start, x.end, 0)
        head = marker is not None and marker.style not in ("1 ", "一 ")
        goes_on = bool(groups) and full and not head
        if goes_on and indented and x.indent >= 2:
            goes_on = False
        if goes_on and not indented:
            before = groups[-1][-1]
            ended = bool(_STOP.search(view, max(before.start, before.end - 6), before.end))
            goes_on = not (ended and x.gap > 0)
        if goes_on:
            groups[-1].append(x)
        else:
            groups.append([x])
        full = _cells(view[x.start : x.end]) + x.indent >= width - 5
    out: list[Line] = []
    pieces: list[str] = []
    at = 0
    for g in groups:
        for a, b in itertools.pairwise(g):
            pieces += [view[at : a.end], "\0" * (b.start - a.end)]
            at = b.start
        out.append(Line(g[0].start, g[-1].end, g[0].indent, g[0].gap))
    pieces.append(view[at:])
    return "".join(pieces), out
