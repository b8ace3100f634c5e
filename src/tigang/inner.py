"""Running text → sentences, and the topics and items among them.

Terms
-----
item : a counted clause in the running text (一是 首先 第一， ① ——). A count is believed where it runs on within
    its section; a lone 一是 is body.
topic : a short whole sentence, or a short label with a colon, that names what the next sentences of its
    paragraph spell out, and has a sister of its form in the same section.
unit : a sentence, cut where an item or a topic's label begins inside it.

Topics are told from body by two logistic models: the first judges a sentence by itself, the second adds what
the first says of its sisters (`TOPIC_FEATURES`). The weights were fitted on the development corpus by
scripts/fit_topics.py, cross-validated by document.

Post-conditions
---------------
1. Units tile the stretches but for blanks and masks.
2. An item or a topic begins at a unit's start.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tigang.label_weights import TOPIC_BIAS, TOPIC_WEIGHTS
from tigang.markers import ITEM_STYLES, Marker
from tigang.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tigang.outline import Stretch

__all__ = ["TOPIC_FEATURES", "Unit", "find_units", "topic_rows"]


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


_INNER_LISTED = frozenset(("（1）", "1）", "①", "1.", "1、", "㈠", "（一）"))
_BULLETS = ("——", "•", "-")
_BEFORE = "，,；;：:、。！？（(“ \0"


def _sections(stretches: Sequence[Stretch]) -> Iterator[range]:
    """Yield the runs of stretches under one heading."""
    first = 0
    for i in range(1, len(stretches) + 1):
        if i == len(stretches) or stretches[i].heading != stretches[first].heading:
            yield range(first, i)
            first = i


def _item_markers(
    view: str, stretches: Sequence[Stretch], section: range, markers: Sequence[Sequence[Marker]]
) -> list[tuple[int, Marker]]:
    """Return the counters of a section that are believed, with the position of their stretch."""
    seen: list[tuple[int, Marker]] = []
    for i in section:
        s = stretches[i]
        for m in markers[s.line]:
            if not s.start <= m.start < s.end:
                continue
            inner = m.style in _INNER_LISTED and (m.place != "line" or m.style == "①")
            if m.style not in ITEM_STYLES and not inner:
                continue
            if m.place == "clause" and (m.style in _BULLETS or view[m.start - 1] not in _BEFORE):
                if not (m.style in ("①", "（1）") and not view[m.start - 1].isdigit()):
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


_COLON = re.compile(r"[“《]?[^，。；：！？,;\d\0]{1,15}[：:](?=[^\n]{10})")
_NO_LABEL = re.compile(r"[说讲道称为是问答有]：?$|如下|以下|包括|例如|比如|分别|其中|代表|同志|各位|一个|原因|认为|指出|强调|表示|要求|决定|建议|http")


def topic_rows(
    view: str,
    stretches: Sequence[Stretch],
    section: range,
    pieces: dict[int, list[tuple[int, int]]],
    labelled: Counter[str],
    counted: set[int],
) -> list[tuple[int, int, int, tuple[float, ...]]]:
    """Return the sentences that may be topics: stretch, start, end and features in the order of `TOPIC_FEATURES`.

    Parameters
    ----------
    pieces
        The sentences of every stretch of the section.
    labelled
        How often each label with a colon begins a line of the document.
    counted
        Where sentences begin that hold an item's counter; they are no topics.
    """
    rows: list[tuple[int, int, int, list[float]]] = []
    for i in section:
        parts = pieces[i]
        for k, (a, b) in enumerate(parts):
            text = view[a:b]
            colon = _COLON.match(text)
            if a in counted and not (colon and a + colon.end() in counted):
                continue
            if colon and not _NO_LABEL.search(colon.group()[:-1]):
                label = colon.group()
                rows.append((i, a, a + len(label), _look(label, text[len(label) :], k, parts, labelled[label], colon=True)))
                continue
            if k + 1 >= len(parts) or not 4 <= len(text) <= 40 or text[-1] not in "。？" or _FIGURE.search(text):
                continue
            after = parts[k + 1]
            rows.append((i, a, b, _look(text, view[after[0] : after[1]], k, parts, 0, colon=False)))
    heads = Counter(view[a : a + 2] for _, a, _, r in rows if not r[0])
    tails = Counter(view[b - 3 : b - 1] for _, _, b, r in rows if not r[0])
    firsts = sum(1 for _, _, _, r in rows if r[2] and not r[0])
    colons = sum(1 for _, _, _, r in rows if r[0])
    out = []
    for i, a, b, r in rows:
        sisters = (colons - 1) if r[0] else (len(rows) - colons - 1)
        r += [
            float(min(sisters, 6)), float(sisters == 0), float(heads[view[a : a + 2]] > 1), float(tails[view[b - 3 : b - 1]] > 1),
            float(min(firsts, 5)), float(len(section) == 1),
        ]  # fmt: skip
        out.append((i, a, b, tuple(r)))
    return out


_FIGURE = re.compile(r"\d|百分之")
_TREND = re.compile(r"持续|不断|进一步|稳步|扎实|有力|有效|全面|深入|更加|日益|明显|显著|大力|积极|切实|加快|着力|逐步|平稳|有序|坚持|强化|加强|推进|提升|优化|深化|夯实|完善|健全|构建|打造|做[优强实好]|抓[好实牢]")
_NOT_TOPIC = re.compile(r"^(?:同时|此外|另外|目前|但|因此|为此|其中|我们|特别|一是|二是|这|截至|上半年|今年|去年|当前|下一步|经过|由于)|[了过]。$|吗|呢|吧")

TOPIC_FEATURES = (
    "colon", "size", "first in stretch", "over16", "over25", "next size", "next short", "commas", "pauses", "trend",
    "not topic", "quoted", "stretch size", "label twice", "last pair", "second last", "de", "semicolon", "question",
    "sisters", "no sister", "same head", "same tail", "first sisters", "one stretch",
    "odds of sisters", "sure sisters",
)  # fmt: skip


def _look(
    text: str, after: str, k: int, parts: Sequence[tuple[int, int]], twice: int, *, colon: bool
) -> list[float]:
    size = len(text)
    return [
        float(colon), min(size, 40) / 10, float(k == 0), float(size > 16), float(size > 25),
        min(len(after), 150) / 50, float(len(after) < size), float(text.count("，")), float(min(text.count("、"), 3)),
        float(bool(_TREND.search(text))), float(bool(_NOT_TOPIC.search(text))), float("“" in text or "《" in text),
        float(min(len(parts), 12)) / 4, float(twice > 1), float(k + 2 == len(parts)), float(k + 3 == len(parts)),
        float("的" in text), float(text.endswith("；")), float(text.endswith("？")),
    ]  # fmt: skip


def _counted(
    section: range, pieces: dict[int, list[tuple[int, int]]], items: Sequence[tuple[int, Marker]]
) -> set[int]:
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


def _topics(
    view: str,
    stretches: Sequence[Stretch],
    section: range,
    pieces: dict[int, list[tuple[int, int]]],
    labelled: Counter[str],
    counted: set[int],
) -> dict[int, int]:
    """Return start → end of the topics of a section."""
    rows = topic_rows(view, stretches, section, pieces, labelled, counted)
    if not rows:
        return {}
    chosen = judge(rows)
    out: dict[int, int] = {}
    before: tuple[int, int] | None = None
    for (i, a, b, _), yes in zip(rows, chosen, strict=True):
        if not yes:
            continue
        # a topic right behind a topic details nothing: the later one is body
        if before is not None and before[0] == i and not view[before[1] : a].strip(" \0"):
            before = None
            continue
        out[a] = b
        before = (i, b)
    return out


def judge(rows: Sequence[tuple[int, int, int, tuple[float, ...]]]) -> list[bool]:
    """Return for each row of `topic_rows` whether it is a topic."""
    n = len(TOPIC_FEATURES)
    own = [
        TOPIC_BIAS[0] + sum(w * x for w, x in zip(TOPIC_WEIGHTS[0], r, strict=True)) for _, _, _, r in rows
    ]
    clipped = [max(-4.0, min(4.0, o)) for o in own]
    total, sure = sum(clipped), sum(o > 0 for o in own)
    out = []
    for (_, _, _, r), o, c in zip(rows, own, clipped, strict=True):
        others = (total - c) / (len(rows) - 1) if len(rows) > 1 else -4.0
        more = (*r, others, float(min(sure - (o > 0), 4)))
        assert len(more) == n  # noqa: S101 - the table of features names every column
        out.append(TOPIC_BIAS[1] + sum(w * x for w, x in zip(TOPIC_WEIGHTS[1], more, strict=True)) > 0)
    return out


def find_units(view: str, stretches: Sequence[Stretch], markers: Sequence[Sequence[Marker]]) -> list[Unit]:
    """Return the units of the running text, in order."""
    pieces = {i: split_sentences(view, s.start, s.end) for i, s in enumerate(stretches)}
    labelled: Counter[str] = Counter()
    for s in stretches:
        m = _COLON.match(view, s.start, s.end)
        if m:
            labelled[m.group()] += 1
    out: list[Unit] = []
    for section in _sections(stretches):
        items = _item_markers(view, stretches, section, markers)
        topics = _topics(view, stretches, section, pieces, labelled, _counted(section, pieces, items))
        levels = _levels(items, stretches)
        k = 0
        for i in section:
            for a, b in pieces[i]:
                inside: list[tuple[Marker, int]] = []
                while k < len(items) and items[k][1].start < b:
                    inside.append((items[k][1], levels[k]))
                    k += 1
                out += _cut(view, i, a, b, inside, topics)
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
    if len(inside) == 1 and not out:
        # with one counted clause the whole sentence is the item (the guidelines' rule)
        m, level = inside[0]
        out.append(Unit(a, b, "item", stretch, m, level))
        return out
    first = inside[0][0].start
    if view[a:first].strip(" \0"):
        out.append(Unit(a, first, "body", stretch, None, 0))
    for j, (m, level) in enumerate(inside):
        end = inside[j + 1][0].start if j + 1 < len(inside) else b
        out.append(Unit(m.start, end, "item", stretch, m, level))
    return out
