"""Running text → sentences, and the topics and items among them.

Terms
-----
item : a counted clause in the running text (一是 首先 第一， ① ——). A count is believed where it runs on within
    its section; a lone 一是 is body.
topic : a sentence or a label with a colon that names what follows it; see `tigang.topics`.
unit : a sentence, cut where an item or a topic's label begins inside it.

Post-conditions
---------------
1. Units tile the stretches but for blanks and masks.
2. An item or a topic begins at a unit's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tigang.markers import ITEM_STYLES, Marker
from tigang.patterns import lazy
from tigang.sentences import split_sentences
from tigang.topics import collect_rows, find_topics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tigang.outline import Label, Stretch

__all__ = ["Unit", "all_counted", "find_units", "groups", "item_markers", "sections"]


class Unit(NamedTuple):
    """A sentence or a part of one."""

    start: int
    end: int
    kind: str
    """``body``, ``topic`` or ``item``."""
    stretch: int
    """Position of its stretch."""
    marker: Marker | None
    """An item's counter."""
    level: int
    """How deep an item stands among the open items of its section, from 0."""


_INNER_LISTED = frozenset(("（1）", "1）", "⑴", "①", "1.", "1、", "㈠", "（一）"))
_BULLETS = ("——", "•", "-")
_LABEL = lazy(r"[^，。；：！？\d \0]{0,4}(?:目标|情况|问题|措施|进展|成效|做法|原因)：[ \0]*")
"""A label before a counted clause is no part of it (整改情况：一是…)."""
_BEFORE = "，,；;：:、。！？（(“ \0"


def sections(stretches: Sequence[Stretch]) -> Iterator[range]:
    """Yield the runs of stretches under one heading."""
    first = 0
    for i in range(1, len(stretches) + 1):
        if i == len(stretches) or stretches[i].heading != stretches[first].heading:
            yield range(first, i)
            first = i


def item_markers(
    view: str, stretches: Sequence[Stretch], section: range, markers: Sequence[Sequence[Marker]]
) -> list[tuple[int, Marker]]:
    """Return the counters of a section that are believed, with the position of their stretch."""
    seen: list[tuple[int, Marker]] = []
    for i in section:
        s = stretches[i]
        for m in markers[s.line]:
            if not s.start <= m.start < s.end:
                continue
            inner = m.style in _INNER_LISTED and (m.place != "line" or m.style in ("①", "⑴"))
            if m.style not in ITEM_STYLES and not inner:
                continue
            loose = m.style in _BULLETS or view[m.start - 1] not in _BEFORE
            enclosed = m.style in ("①", "⑴", "（1）") and not view[m.start - 1].isdigit()
            if m.place == "clause" and loose and not enclosed and m.start > s.start:
                continue
            if m.style in _BULLETS and m.start > s.start + 1:
                continue
            if m.style == "首先" and m.place in ("blank", "clause") and view[m.start - 1] not in "，,：:；;":
                continue
            seen.append((i, m))
    kept: list[tuple[int, Marker]] = []
    runs: dict[str, list[tuple[int, Marker]]] = {}
    for i, m in seen:
        run = runs.get(m.style)
        if m.number is None:
            runs.setdefault(m.style, []).append((i, m))
        elif run and run[-1][1].number is not None and _follows(run[-1][1], m):
            run.append((i, m))
        else:
            if run and len(run) > 1:
                kept += run
            runs[m.style] = [(i, m)] if m.number == 1 else []
    for run in runs.values():
        if len(run) > 1:
            kept += run
    kept.sort(key=lambda x: x[1].start)
    return kept


def _follows(before: Marker, after: Marker) -> bool:
    if before.number is None or after.number is None:
        return False
    step = after.number - before.number
    return 1 <= step <= 2 or (after.number == 99 and before.number < 99)


def _counted(section: range, pieces: dict[int, list[tuple[int, int]]], items: Sequence[tuple[int, Marker]]) -> set[int]:
    """Return the starts of a section's sentences that an item opens."""
    starts = [m.start for _, m in items]
    out: set[int] = set()
    k = 0
    for i in section:
        for a, b in pieces[i]:
            while k < len(starts) and starts[k] < a:
                k += 1
            if k < len(starts) and starts[k] < b and starts[k] - a < 12:
                out.add(a)
                # where a label with a colon stands before the counter, it may still be a topic
                out.add(starts[k])
    return out


def find_units(
    view: str, labels: Sequence[Label], stretches: Sequence[Stretch], markers: Sequence[Sequence[Marker]]
) -> list[Unit]:
    """Return the units of the running text, in order."""
    pieces = {i: split_sentences(view, s.start, s.end) for i, s in enumerate(stretches)}
    runs = list(sections(stretches))
    items = [item_markers(view, stretches, section, markers) for section in runs]
    counted = all_counted(runs, pieces, items)
    rows = collect_rows(view, stretches, runs, groups(labels, stretches, runs), pieces, counted)
    topics = find_topics(view, rows)
    out: list[Unit] = []
    for section, counters in zip(runs, items, strict=True):
        levels = _levels(counters, stretches)
        k = 0
        for i in section:
            for a, b in pieces[i]:
                if a not in topics and (k == len(counters) or counters[k][1].start >= b):
                    out.append(Unit(a, b, "body", i, None, 0))
                    continue
                inside: list[tuple[Marker, int]] = []
                while k < len(counters) and counters[k][1].start < b:
                    inside.append((counters[k][1], levels[k]))
                    k += 1
                out += _cut(view, i, a, b, inside, topics)
    return out


def groups(labels: Sequence[Label], stretches: Sequence[Stretch], runs: Sequence[range]) -> list[int]:
    """Return for each section a number that the sections under one parent share."""
    out = []
    for section in runs:
        heading = stretches[section[0]].heading
        parent = None if heading is None else labels[heading].heading.parent
        out.append(-1 if parent is None else parent)
    return out


def all_counted(
    runs: Sequence[range],
    pieces: dict[int, list[tuple[int, int]]],
    items: Sequence[Sequence[tuple[int, Marker]]],
) -> set[int]:
    """Return where sentences begin that an item opens, and where the items' counters stand."""
    out: set[int] = set()
    for section, counters in zip(runs, items, strict=True):
        if counters:
            out |= _counted(section, pieces, counters)
    return out


def _levels(items: Sequence[tuple[int, Marker]], stretches: Sequence[Stretch]) -> list[int]:
    """Return how deep each item stands: below an open item of another style in the same line."""
    out = []
    open_styles: list[str] = []
    line = -1
    for i, m in items:
        here = stretches[i].line
        if m.style in open_styles:
            del open_styles[open_styles.index(m.style) + 1 :]
        elif open_styles and here == line:
            open_styles.append(m.style)
        else:
            open_styles = [m.style]
        line = here
        out.append(len(open_styles) - 1)
    return out


def _cut(
    view: str, stretch: int, a: int, b: int, inside: Sequence[tuple[Marker, int]], topics: dict[int, int]
) -> list[Unit]:
    """Cut a sentence at its items and behind its topic's label."""
    out: list[Unit] = []
    if a in topics:
        end = topics[a]
        out.append(Unit(a, end, "topic", stretch, None, 0))
        if end >= b:
            return out
        a = end
        while a < b and view[a] in " \0":
            a += 1
        inside = [x for x in inside if x[0].start >= a]
    if not inside:
        if a < b:
            out.append(Unit(a, b, "body", stretch, None, 0))
        return out
    first = inside[0][0].start
    if len(inside) == 1 and not out and not _LABEL.fullmatch(view, a, first):
        # with one counted clause the whole sentence is the item (the guidelines' rule)
        m, level = inside[0]
        out.append(Unit(a, b, "item", stretch, m, level))
        return out
    if view[a:first].strip(" \0"):
        out.append(Unit(a, first, "body", stretch, None, 0))
    for j, (m, level) in enumerate(inside):
        end = inside[j + 1][0].start if j + 1 < len(inside) else b
        out.append(Unit(m.start, end, "item", stretch, m, level))
    return out
