"""Text → a view of the same length, and its lines.

Terms
-----
view : the text with noise masked as NUL, blanks as spaces, and characters that stand for another (full-width
    digits, Kangxi radicals, traditional characters, half-width marks behind Chinese ones) replaced by it. One character for one, so that an
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

from tigang.clean.words import HAN
from tigang.markers import match_start
from tigang.traditional import SIMPLIFIED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tigang.document import Noise

__all__ = ["Line", "make_view", "split_lines"]


class Line(NamedTuple):
    """A line; ``indent`` counts the blanks before it, ``gap`` the blank lines."""

    start: int
    end: int
    indent: int
    gap: int


_BLANKS = "\t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000-\u200a\u202f\u205f\u2028\u2029\u3000"
# Kangxi radicals that are numerals or stand in markers, and look-alikes (Unicode's own decompositions)
_ALIKE = str.maketrans(
    "⼀⼆⼋⼗⼟⼝⼤⼩⽇⽉⽊⽔⽕⽬⽴⾔⻓⻔⺠⺟⼯⼒⼈⼊⼼⽅⽣⾏⾯⽂⽤⽐⼦⼥⽥⽩⽯⽰⽶⽻⾃⾄⾐⾜⾝⾞⾢⾥⾦⾷⾸⾼０１２３４５６７８９（）．，：；",
    "一二八十土口大小日月木水火目立言长门民母工力人入心方生行面文用比子女田白石示米羽自至衣足身车邑里金食首高0123456789（）．，：；",
)
_ODD = re.compile(f"[{_BLANKS}\u2e80-\u2fdf\uf900-\ufaff０-９{''.join(SIMPLIFIED)}]")
_HALF = re.compile(rf"[,;:!?](?:(?<={HAN}.)|(?<=[”）》].))")
_FULL = dict(zip(",;:!?", "，；：！？", strict=True))


def _plain(c: str) -> str:
    """Return what stands for an odd character in the view."""
    if c in SIMPLIFIED:
        return SIMPLIFIED[c]
    if c == "\t":
        return "\t"
    if re.match(f"[{_BLANKS}]", c):
        return " "
    import unicodedata

    alike = c.translate(_ALIKE)
    if alike == c:
        alike = unicodedata.normalize("NFKC", c)
    return alike if len(alike) == 1 else c


MANY = 24
"""Different odd characters from which one pass with a table is faster than a pass for each."""


def make_view(text: str, noise: Sequence[Noise] = ()) -> str:
    r"""Return the view of ``text``: as long as it, noise masked, forms unified.

    >>> make_view("１．總體\u3000目標")
    '1．总体 目标'
    """
    plain = {c: _plain(c) for c in set(_ODD.findall(text))}
    if len(plain) > MANY:
        view = _ODD.sub(lambda m: plain[m.group()], text)
    else:
        view = text
        for c, p in plain.items():
            view = view.replace(c, p)
    if _HALF.search(view) is not None:
        # half-width marks behind Chinese characters are Chinese marks
        view = _HALF.sub(lambda m: _FULL[m.group()], view)
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


# where they stand for all breaks: also behind a bare heading, but not inside 总　　则
_WIDE = re.compile(rf"(?<=[^ \0]{{2}})[ \0]{{2,}}(?=[^ \0]{{2}}|[①-⑳⑴-⒇㈠-㈩])|{_PARTING.pattern}")
_TITLED = re.compile(
    r"[^ \0。，；：！？]{6,60}?(?:报告|汇报|总结|方案|通知|意见|规划|计划|要点|办法|细则|决定|公告|通报|请示|批复|纪要|提纲|讲话|发言|简报|材料|情况|分析|预案|打算|安排)(?=[ \0]|[（(][^（()）]{4,40}[)）][ \0])"
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
    wrap = _find_wrap(view, lines)
    if wrap is not None:
        return _join(view, lines, wrap)
    return view, lines


def _part(view: str, line: Line, *, first: bool) -> list[Line]:
    """Cut a long line at runs of blanks that stand for lost paragraph breaks, the first also behind its title."""
    cuts = list(_PARTING.finditer(view, line.start, line.end))
    if len(cuts) >= 3:
        # blanks stand for all the paragraph breaks that were lost, those behind bare headings too
        cuts = list(_WIDE.finditer(view, line.start, line.end))
    if first:
        m = _TITLED.match(view, line.start, line.end)
        if m is not None and (not cuts or m.end() < cuts[0].start()):
            gap = re.compile(r"[ \0]*").match(view, m.end(), line.end)
            aside = re.compile(r"(?<=[)）])[ \0]+").search(view, m.end(), line.end)
            if gap is not None and gap.end() > gap.start():
                cuts = [gap, *cuts]
            elif gap is not None and aside is not None:
                cuts = [gap, aside, *(c for c in cuts if c.start() > aside.start())]
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


SHARE = 0.3
"""Least share of the open-ended lines that are full, where all full lines have one width."""


class _Wrap(NamedTuple):
    """How a text was wrapped."""

    measure: Callable[[str], int]
    """Width of a line: its characters, or its half-width cells."""
    full: int
    """Width from which a line is full."""


def _find_wrap(view: str, lines: list[Line]) -> _Wrap | None:
    """Return how the text was wrapped; None if it was not.

    A text is held to be wrapped where most lines that do not end a sentence are about as long as its
    longest usual line, and that is short. A printer counts cells, a program characters; with figures in the
    text only one of the two gives lines of one width.
    """
    if len(lines) < 6:
        return None
    sample = lines[:2000]
    if sum(x.gap > 0 for x in sample) > 0.6 * len(sample):
        return None  # blank lines part every paragraph
    is_open = [not _STOP.search(view, max(x.start, x.end - 6), x.end) for x in sample]
    best: tuple[float, _Wrap] | None = None
    for measure, least, most, slack in ((len, 20, 62, 2), (_cells, 36, 124, 6)):
        sizes = [measure(view[x.start : x.end]) + x.indent for x in sample]
        ranked = sorted(sizes)
        top = ranked[int(len(ranked) * 0.97)]
        if not least <= top <= most or ranked[-1] > top * 1.3 + 8:
            continue
        unfinished = [s for s, o in zip(sizes, is_open, strict=True) if o]
        full = [s for s in unfinished if s >= top - slack]
        if len(full) < 4 or len(full) < SHARE * len(unfinished):
            continue
        exact = measure is len and max(full) - min(full) <= 3
        if not exact and (sum(s >= top - slack for s in sizes) < 0.3 * len(sizes) or len(full) < 0.5 * len(unfinished)):
            continue
        share = len(full) / len(unfinished)
        if best is None or share > best[0]:
            best = share, _Wrap(measure, top - slack)
    return best[1] if best else None

def _join(view: str, lines: list[Line], wrap: _Wrap) -> tuple[str, list[Line]]:
    """Join the lines of a wrapped text to paragraphs."""
    counts = Counter(min(x.indent, 4) for x in lines)
    indented = sum(v for k, v in counts.items() if k >= 2) >= 0.05 * len(lines) and counts[0] > 0.3 * len(lines)
    gaps = sum(x.gap > 0 for x in lines)
    parted = 2 <= gaps <= 0.6 * len(lines)
    groups: list[list[Line]] = []
    full = False
    for x in lines:
        marker = match_start(view, x.start, x.end, 0)
        head = marker is not None and marker.style not in ("1 ", "一 ")
        if head and marker is not None and marker.style == "1.1" and groups and full:
            # 2.16万亩 at the start of a wrapped line is a quantity, unless the line before ended its sentence
            before = groups[-1][-1]
            head = bool(_STOP.search(view, max(before.start, before.end - 6), before.end))
        goes_on = bool(groups) and full and not head
        if goes_on and parted and x.gap > 0:
            goes_on = False
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
        full = wrap.measure(view[x.start : x.end]) + x.indent >= wrap.full
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
