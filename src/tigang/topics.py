"""Topic sentences: which sentences name what the next ones of their paragraph spell out.

Terms
-----
topic : a short whole sentence without figures, or a short label with a colon, that names what the next
    sentences of the same paragraph detail, and has a sister of its form in the same section.
row : a sentence or label that may be a topic, with what is seen of it.
cousins : the rows of the sections that stand under the same parent.

Two logistic models decide. The first judges a row by itself (`OWN_FEATURES`). The second sees the first's
log odds of the row, its sisters and its cousins (`KIN_FEATURES`): in a report whose chapters are written
with topics, all of them are. Fitted on the labelled documents by scripts/fit_structure.py. Tried, F1 out of
fold by document on the development corpus and ours: the first model alone .74, sisters' mean odds alone
.785, with cousins, forms and places as below .83. Distances between topics, the paragraph's own topics, shared
first words, one-hot first and last characters: no gain beyond the spread between foldings (.01).

Post-conditions
---------------
1. Every topic is a row; a topic stands directly before what details it, never before another topic.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from operator import add, mul
from typing import TYPE_CHECKING, NamedTuple

from tigang.patterns import lazy
from tigang.weights import TOPIC_BIAS, TOPIC_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tigang.outline import Stretch

__all__ = ["KIN_FEATURES", "OWN_FEATURES", "Row", "collect_rows", "find_topics", "kin_features", "own_odds"]


class Row(NamedTuple):
    """What may be a topic."""

    start: int
    end: int
    stretch: int
    section: int
    group: int
    """Sections under one parent share it."""
    at: int
    """Position among the sentences of the stretch."""
    colon: bool
    form: str
    """``begins`` with a verb of action, ``ends`` with one, or ``""``."""
    seen: tuple[float, ...]
    """In the order of `OWN_FEATURES`."""


OWN_FEATURES = (
    "colon", "size", "first in stretch", "over16", "over25", "next size", "next short", "commas", "pauses", "trend",
    "not topic", "quoted", "stretch size", "label twice", "last pair", "second last", "de", "question", "next figure",
    "alone in stretch", "count", "begins", "ends", "figure at once", "spoken",
    "sisters", "no sister", "same head", "same tail", "first sisters", "one stretch",
)  # fmt: skip
KIN_FEATURES = (
    "own odds", "colon", "first in stretch", "mean of sisters", "sure sisters", "no sure sister", "odds of first",
    "mean of cousins", "sure cousins", "same form", "behind a sure one", "before a sure one", "size apart",
    "sure share", "next size", "question",
    "best sister", "best of form",
)  # fmt: skip

_BEGINS = OWN_FEATURES.index("begins")

COLON = re.compile(r"[“《]?[^，。；：！？,;\d\0]{1,15}[：:](?=[^\n]{10})|（[^（），。；：\d一二三四五六七八九十]{2,8}）(?=[^，。；：、\n][^\n]{9})")
"""A label: with a colon, or in brackets before its text."""
_NO_LABEL = re.compile(
    r"[说讲道称为是问答有]：?$|^(?:时间|地点|会期|主持|参加|出席|列席|缺席|记录|合计|总计)[人员者]*$|如下|以下|包括|例如|比如|分别|其中|代表|同志|各位|一个|原因|认为|指出|强调|表示|要求|决定|建议|http"
)
_LABEL = lazy(r"[^，。；：\0]{0,4}(?:目标|情况|问题|措施|结果|进展|成效|打算|反馈)[：:]")
"""A label at a line's start that names a topic wherever it stands: all of its kind do in the labelled documents."""
_SPOKEN = re.compile("[我你他她咱俺这那哪啥也还都就得着呢嘛吧]|说(?!明)|怎么|什么|有[个件样]|先[讲说]")
_DIGITS = re.compile(r"\d|百分之")
_FIGURE = re.compile(
    r"\d|百分之|(?:[二两三四五六七八九十百千][一二三四五六七八九十百千]*|一[十百千])[多余几]?"
    r"(?:个(?![方层])|项|家|人次|户|次|件|名|处|所|台|条|场|种|亩|座|天|年|元|万|亿|倍|成[，。]|级|公里|小时)"
)
# Words of two characters; looked up as such, an alternation of so many would cost more than all else here.
_ACTIONS = frozenset(
    [
        "持续",
        "不断",
        "进一",
        "稳步",
        "扎实",
        "有力",
        "有效",
        "全面",
        "深入",
        "更加",
        "日益",
        "明显",
        "显著",
        "大力",
        "积极",
        "切实",
        "加快",
        "着力",
        "逐步",
        "平稳",
        "有序",
        "坚持",
        "强化",
        "加强",
        "推进",
        "提升",
        "优化",
        "深化",
        "夯实",
        "完善",
        "健全",
        "构建",
        "打造",
        "推动",
        "促进",
        "做优",
        "做强",
        "做实",
        "做好",
        "做大",
        "做细",
        "做精",
        "抓好",
        "抓实",
        "抓牢",
        "抓紧",
        "抓细",
        "落实",
        "建设",
        "保障",
        "提高",
        "增强",
        "巩固",
        "改善",
        "拓展",
        "发展",
        "增长",
        "突破",
    ]
)
_OPENING = _ACTIONS | frozenset(
    [
        "聚焦",
        "培育",
        "发挥",
        "支持",
        "激发",
        "扩大",
        "壮大",
        "筑牢",
        "守住",
        "用好",
        "办好",
        "管好",
        "统筹",
        "严格",
        "维护",
        "优先",
        "协同",
        "放大",
        "丰富",
        "毫不",
    ]
)
_CLOSING = _ACTIONS | frozenset(
    [
        "成效",
        "新高",
        "台阶",
        "步伐",
        "到位",
        "见效",
        "向好",
        "改观",
        "不足",
        "薄弱",
        "突出",
        "不够",
        "不高",
        "不强",
        "困难",
        "差距",
    ]
)
_NOT_TOPIC = re.compile(
    r"^(?:同时|此外|另外|目前|但|因此|为此|其中|我们|特别|一是|二是|这|截至|上半年|今年|去年|当前|下一步|经过|由于)|[了过]。$|吗|呢|吧"
)


def collect_rows(
    view: str,
    stretches: Sequence[Stretch],
    sections: Sequence[range],
    groups: Sequence[int],
    pieces: Mapping[int, Sequence[tuple[int, int]]],
    counted: set[int],
) -> list[Row]:
    """Return the rows of a document in text order.

    Parameters
    ----------
    sections
        The runs of stretches under one heading.
    groups
        For each section, a number that the sections under one parent share.
    pieces
        The sentences of every stretch.
    counted
        Where sentences begin that an item opens, and where the items' counters stand.
    """
    labelled: Counter[str] = Counter()
    for s in stretches:
        m = COLON.match(view, s.start, s.end)
        if m:
            labelled[m.group()] += 1
    out: list[Row] = []
    for number, section in enumerate(sections):
        rows: list[Row] = []
        for i in section:
            parts = pieces[i]
            for k, (a, b) in enumerate(parts):
                near = min(b, a + 17)
                has_colon = view[a] == "（" or view.find("：", a, near) >= 0 or view.find(":", a, near) >= 0
                if not has_colon and (b - a > 36 or view[b - 1] not in "。？"):
                    continue
                colon = COLON.match(view, a, stretches[i].end) if has_colon else None
                if view[a] == "答" or (a in counted and not (colon and colon.end() in counted)):
                    continue
                if colon and not _NO_LABEL.search(colon.group()[:-1]):
                    end = colon.end()
                    seen = _look(view[a:end], view[end:b], k, parts, labelled[colon.group()], colon=True)
                elif (
                    k + 1 < len(parts) and 3 <= b - a <= 36 and view[b - 1] in "。？" and not _DIGITS.search(view, a, b)
                ):
                    end = b
                    seen = _look(view[a:b], view[slice(*parts[k + 1])], k, parts, 0, colon=False)
                else:
                    continue
                form = "begins" if seen[_BEGINS] else "ends" if seen[_BEGINS + 1] else ""
                rows.append(Row(a, end, i, number, groups[number], k, bool(seen[0]), form, tuple(seen)))
        out += _with_sisters(view, rows, len(section))
    return out


def _look(text: str, after: str, k: int, parts: Sequence[tuple[int, int]], twice: int, *, colon: bool) -> list[float]:
    size = len(text)
    return [
        (colon), min(size, 40) / 10, (k == 0), (size > 16), (size > 25),
        min(len(after), 150) / 50, (len(after) < size), float(text.count("，")), float(min(text.count("、"), 3)),
        (not _ACTIONS.isdisjoint(map(add, text, text[1:]))), (bool(_NOT_TOPIC.search(text))), ("“" in text or "《" in text),
        float(min(len(parts), 12)) / 4, (twice > 1), (k + 2 == len(parts)), (k + 3 == len(parts)),
        ("的" in text), float(text.endswith("？")), (bool(_FIGURE.search(after))), (len(parts) == 2),
        (bool(_FIGURE.search(text))),
        (text[:2] in _OPENING), (text.rstrip("。？：:")[-2:] in _CLOSING),
        (colon and after[:1].isdigit()), (bool(_SPOKEN.search(text))),
    ]  # fmt: skip


def _with_sisters(view: str, rows: Sequence[Row], stretches: int) -> list[Row]:
    """Complete the rows of a section with what is seen of their sisters."""
    if not rows:
        return []
    heads = Counter(view[r.start : r.start + 2] for r in rows if not r.colon)
    tails = Counter(view[r.end - 3 : r.end - 1] for r in rows if not r.colon)
    firsts = sum(r.at == 0 and not r.colon for r in rows)
    colons = sum(r.colon for r in rows)
    out = []
    for r in rows:
        sisters = (colons if r.colon else len(rows) - colons) - 1
        more = (
            float(min(sisters, 6)), (sisters == 0), (heads[view[r.start : r.start + 2]] > 1),
            (tails[view[r.end - 3 : r.end - 1]] > 1), float(min(firsts, 5)), (stretches == 1),
        )  # fmt: skip
        out.append(r._replace(seen=(*r.seen, *more)))
    return out


def own_odds(rows: Sequence[Row]) -> list[float]:
    """Return the first model's log odds of each row."""
    w, b = TOPIC_WEIGHTS[0], TOPIC_BIAS[0]
    return [b + sum(map(mul, w, r.seen)) for r in rows]


def kin_features(rows: Sequence[Row], odds: Sequence[float]) -> list[tuple[float, ...]]:
    """Return what the second model sees, in the order of `KIN_FEATURES`."""
    cut = [max(-4.0, min(4.0, o)) for o in odds]
    by_section: dict[int, list[int]] = defaultdict(list)
    best: dict[int, float] = {}
    of_group: dict[int, set[int]] = defaultdict(set)
    for j, r in enumerate(rows):
        by_section[r.section].append(j)
        best[r.section] = max(best.get(r.section, -4.0), cut[j])
        of_group[r.group].add(r.section)
    group_sum = {g: sum(best[s] for s in ss) for g, ss in of_group.items()}
    group_sure = {g: sum(best[s] > 0 for s in ss) for g, ss in of_group.items()}
    out: list[tuple[float, ...]] = []
    for number, js in by_section.items():
        total = sum(cut[j] for j in js)
        sure = [j for j in js if cut[j] > 0]
        sizes = [rows[j].end - rows[j].start for j in sure]
        mean_size = sum(sizes) / len(sizes) if sizes else 0.0
        forms = Counter(rows[j].form for j in sure)
        first = {rows[j].stretch: cut[j] for j in js if rows[j].at == 0}
        group = rows[js[0]].group
        cousins = len(of_group[group]) - 1
        mean_cousins = (group_sum[group] - best[number]) / cousins if cousins else -1.0
        sure_cousins = group_sure[group] - (best[number] > 0)
        top: dict[bool | str, tuple[float, float]] = {}
        for j in js:
            for key in (rows[j].colon, rows[j].form):
                best_two = top.get(key, (-4.0, -4.0))
                top[key] = max((cut[j], best_two[0]), best_two, (best_two[0], cut[j]))
        for place, j in enumerate(js):
            r = rows[j]
            mine = cut[j] > 0
            others = (total - cut[j]) / (len(js) - 1) if len(js) > 1 else -4.0
            sure_others = len(sure) - mine
            before = js[place - 1] if place else -1
            after = js[place + 1] if place + 1 < len(js) else -1
            out.append(
                (
                    cut[j], (r.colon), (r.at == 0), others, float(min(sure_others, 4)), (sure_others == 0),
                    first.get(r.stretch, -4.0) if r.at else 0.0, mean_cousins, float(min(sure_cousins, 4)),
                    (forms[r.form] - mine > 0),
                    max(0.0, cut[before]) if before >= 0 and rows[before].stretch == r.stretch and rows[before].at + 1 == r.at else 0.0,
                    max(0.0, cut[after]) if after >= 0 and rows[after].stretch == r.stretch and rows[after].at == r.at + 1 else 0.0,
                    min(abs(r.end - r.start - mean_size), 20) / 10 if sizes else 0.0,
                    len(sure) / len(js), r.seen[5], r.seen[17], _best_other(top[r.colon], cut[j]), _best_other(top[r.form], cut[j]),
                )
            )  # fmt: skip
    return out


def _best_other(top: tuple[float, float], mine: float) -> float:
    """Return the best of the others, given the two best of all."""
    return top[1] if mine >= top[0] else top[0]


def find_topics(view: str, rows: Sequence[Row]) -> dict[int, int]:
    """Return start → end of the topics among the rows of a document."""
    w, b = TOPIC_WEIGHTS[1], TOPIC_BIAS[1]
    out: dict[int, int] = {}
    before: Row | None = None
    for r, kin in zip(rows, kin_features(rows, own_odds(rows)), strict=True):
        if b + sum(map(mul, w, kin)) <= 0 and not (r.colon and r.at == 0 and _LABEL.fullmatch(view, r.start, r.end)):
            continue
        if before is not None and before.stretch == r.stretch and not view[before.end : r.start].strip(" \0"):
            before = None
            continue
        out[r.start] = r.end
        before = r
    return out
