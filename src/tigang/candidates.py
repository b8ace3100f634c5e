"""Lines and markers → candidates for headings, each with its own log odds.

What is scored here is what can be seen at the place itself: the style, where the marker stands (line start,
after a sentence's end, after blanks, inside a clause) and what follows it (a title, a unit, a reference).
"""

from __future__ import annotations

import re
from operator import mul
from typing import TYPE_CHECKING

from tigang.clean.words import HAN
from tigang.markers import ITEM_STYLES, Marker, match_counting, match_start
from tigang.patterns import lazy
from tigang.weights import BARE_BIAS, BARE_WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.lines import Line

__all__ = [
    "BARE_FEATURES",
    "bare_features",
    "find_boxed",
    "find_glued",
    "find_parted",
    "find_questions",
    "is_lone",
    "recount",
    "score_bare",
    "score_marker",
    "score_opener",
]

_AT_LINE = {
    "编": 3.0, "部分": 3.0, "章": 3.5, "节": 3.0, "条": 3.0, "款": 1.0, "批": 0.5, "附件": 1.5, "附：": 2.0, "专栏": 2.0,
    "一、": 3.0, "㈠": 2.5, "（一）": 3.0, "一）": 1.5, "1.1.1.1": 2.0, "1.1.1": 2.0, "1.1": 0.3,
    "1.": 2.5, "1、": 2.5, "（1）": 2.5, "1）": 1.8, "①": 1.8, "⑴": 2.5, "甲、": 1.5, "A.": 0.5, "Ⅰ.": 1.0, "1 ": 0.0,
    "一 ": 0.0,
}  # fmt: skip
_INSIDE = {"编": -0.5, "部分": -1.0, "章": 0.5, "节": 0.3, "条": 0.5, "一、": 0.3, "㈠": 0.3, "（一）": 0.3,
           "1.": -0.3, "1、": -0.3, "1.1": -2.5, "1.1.1": -1.0,
           "任务一": -0.5, "举措一": -0.5, "措施一": -0.5, "行动一": -0.5, "问题一": -0.5}  # fmt: skip
_GLUED = 2.0
"""What a count of three and more inside a line is worth where the line breaks are lost; set on the benchmark's
texts with their newlines removed."""
_SMALL = ("（1）", "1）", "⑴", "①")
_PLACE = {"sentence": 0.0, "blank": -0.3, "clause": -3.8}

_UNIT = lazy(
    r"[ \0]*(?:[%％‰℃°]|公里|千米|万|亿|个百分点|平方|立方|公顷|小时|分钟|公斤|千瓦|兆|"
    r"[个年月日时元人户家项条次件名份亩倍天岁度成折届级号位座辆台套所处类种批期轮场支只头株升克斤米吨]"
    r"(?=[ \0]*(?:$|[，。、；：（）()的以左多内后前来至到]|\d)))"
)
_REFERENCE = lazy(
    r"[ \0]*(?:项|款|目|条)(?:规定|所列|之|的|、|，|中|第|情形|至)|[ \0]*(?:至|和|、|或)?[（(][一二三四五六七八九十\d]+[）)][ \0]*项"
)
_REFERRING = lazy(r"(?:第|按照?|依照|本条|前款|上述|见|照|及|和|至|、|与|或|的|在|从|礼拜|星期|周)[ \0]*$")
_SERIES = lazy(r"[ \0]*(?:礼拜|星期|周)?[一二三四五六七八九十]+(?:、|[线级类产次期季月等年个]|[ \0]*[（(])")
_SAID = lazy(r"[ \0]*“[^“”]{2,80}[。！？]”")
"""A quotation that is a whole sentence."""
_STOP = lazy(r"[。！？；!?;：:]")
_LEADER = lazy(r"(?:…{2,}|[.．…·⋯]{3,}|-{4,}|_{4,}|[ \0]{4,})[ \0]*\d{1,3}$")


def score_marker(
    view: str, m: Marker, line: Line, *, counted_inside: bool = False, glued: bool = False, tabbed: bool = False
) -> float | None:
    """Return the log odds of a marker for opening a heading, or None where it cannot.

    Parameters
    ----------
    counted_inside
        Whether the line counts this style from 1 in its running text, so that the marker is an item's.
    glued
        Whether the document has lost its line breaks and the line counts this style: then headings stand
        inside lines, and neither their place nor what runs on behind them says much.
    tabbed
        Whether a tab stands in the line: a row of a flattened table.
    """
    after = m.end
    if m.style == "第一，" and m.place == "line":
        # 第一，… alone on its line and without a closing mark is a heading; else it counts a clause
        text = view[after : line.end]
        if len(text.rstrip("。")) < 2 or re.search(r"[。；：！？].", text):
            return None
        if text[-1] not in "。；：！？":
            return 2.0
        return 0.3 if text[-1] == "。" and len(text) <= 24 and "，" not in text else None
    if m.style in ITEM_STYLES:
        return None
    if m.place == "line":
        score = _AT_LINE.get(m.style, 0.8)
        if m.hashes:
            score += 1.5
        if m.style == "附：" and line.end - after > 40:
            return None
    else:
        if m.style == "一、" and view[after - 1] == "，":
            return None  # 原因之一，…
        score = _INSIDE.get(m.style, -9.0)
        if m.style in _SMALL:
            if not glued and (counted_inside or m.place != "sentence" or (m.number or 0) < 2):
                return None
            score = -0.5
        if score <= -9.0:
            return None
        score += _GLUED + max(_PLACE[m.place], -1.0) if glued else _PLACE[m.place]
        if m.place == "clause" and _REFERRING.search(view, max(line.start, m.start - 4), m.start):
            return None
    if m.number is not None and m.style in ("1.", "1、", "1 ", "1）", "（1）", "1.1") and m.number > 60:
        score -= 4.0
    if m.style in ("1.1", "1.", "1 ") and _UNIT.match(view, after, line.end):
        score -= 4.0 if m.style != "1." else 1.0
    if m.style in ("（一）", "（1）", "款", "条") and _REFERENCE.match(view, after, line.end):
        score -= 4.0
    if m.style == "一、" and _SERIES.match(view, after, line.end):
        score -= 5.0
    if tabbed and not glued:
        score -= 3.0
    # what is longer is no title; the bound keeps a long line without marks linear
    far = min(line.end, after + 200)
    stop = _STOP.search(view, after, far)
    until = stop.start() if stop else far
    size = until - after
    first = view[after:until]
    if ("”" in first and "“" not in first) or _SAID.match(view, after, far):
        score -= 4.0
    if m.place != "line":
        if size > 45:
            score -= 0.0 if glued else 1.2
        elif size < 2:
            score -= 2.0
        else:
            score += 0.5
        if stop and view[until] in "；;" and m.style in ("一、", "1.", "1、"):
            score -= 1.0
    elif size == 0 and m.style in ("1 ", "一 ", "A.", "1.1"):
        score -= 2.0
    if m.style in ("1 ", "一 ") and size > 30:
        score -= 2.0
    if (
        line.end - line.start <= 100
        and m.place == "line"
        and view[line.end - 1] in "0123456789"
        and _LEADER.search(view, after, line.end)
    ):
        score -= 6.0
    return score


_BARE_SENTENCE = lazy(r"^[^。；：！？，,\d]{4,30}。$|^[^。；：！？\d]{4,16}，[^。；：！？\d]{4,22}。$")
_STATEMENT = lazy(r"^要|[^但可凡]是(?!否)|[也都还已]")
"""What a sentence says that states or demands something; one that stands for a heading names what is done."""
_BARE_STOP = lazy(r"[。；：:;，,、？?！!…]$")
_CELL = lazy(r"\d{1,4}$|[\d.,%％]+[ \0]*$")
_NOT_BARE = lazy(
    r"[\t《》|]|^[>”’」）)，。、；：】》的和与及]|^(?:各位|同志们|尊敬|谢谢|特此|以上|此致|敬礼|注[:：]|图\d|表\d|附注|单位[:：])"
    r"|[〔\[（(]\d{4}[〕\])）]第?\d{1,4}号$|[部委局署厅办]、[^，。]{2,40}[部委局署厅办]$"
    rf"|^[（(].*[）)]$|^\W*$|^[\d.,%％\-—~/年月日:：年 ]+$|^【.*】$|^\d+{HAN}{{1,2}}$"
)
_AMOUNT = lazy(r"\d[\d.,]*(?:[个万亿元人户家项条件名份亩台套所处座只头株吨%％]|公里|平方米)(?=[，。、；])")
_TELLING = lazy(
    r"总结|回顾|完成情况|开展情况|进展|成效|做法|问题|不足|困难|差距|短板|打算|计划|安排|思路|目标|任务|要求|措施|建议|对策|"
    r"结束语|前言|引言|背景|概况|基本情况|下一步|名词解释|附则|总则|保障|思考|体会|经验|启示|重点|工作$"
)


_DIGIT = lazy(r"\d")
_YEAR = lazy(r"\d{4}")
BARE_FEATURES = (
    "numbered", "hashes", "next long", "next first", "next other", "after closed", "after matter", "after open",
    "short around", "telling", "commas", "figures", "gap before", "gap after", "size", "tiny", "last", "title like",
)  # fmt: skip


def bare_features(
    view: str, lines: Sequence[Line], i: int, *, hashes: int, numbered: bool, opened: Sequence[int]
) -> tuple[float, ...] | None:
    """Return what is seen of an unmarked line, in the order of `BARE_FEATURES`; None where it is no heading.

    Parameters
    ----------
    hashes
        Its Markdown level, 7 for bold, 0 without.
    numbered
        Whether the document has numbered headings.
    opened
        For each line, the number of the marker it begins with (0 for a marker without), -1 without a
        heading's marker, -2 for front and back matter.
    """
    line = lines[i]
    text = view[line.start : line.end].strip(" \0*#_")
    size = len(text)
    if not (1 if hashes else 2) <= size <= 32 or (_BARE_STOP.search(text) and not hashes) or _NOT_BARE.search(text):
        return None
    last = i + 1 >= len(lines)
    if (i and view[lines[i - 1].end - 1] in "《“（") or (not last and view[lines[i + 1].start] in "》”）"):
        return None
    if not last and not hashes and _AMOUNT.match(view, lines[i + 1].start, lines[i + 1].end):
        return None  # a sentence broken before its figure
    if any(_CELL.match(view, x.start, x.end) for x in lines[max(0, i - 2) : i + 3]):
        return None
    if any(view.startswith("序号", x.start) for x in lines[max(0, i - 5) : i + 1]):
        return None  # the head of a flattened table
    next_size = 0 if last else lines[i + 1].end - lines[i + 1].start
    next_opened = -2 if last else opened[i + 1]
    before = 0 if not i else lines[i - 1].end - lines[i - 1].start
    before_opened = -2 if not i else opened[i - 1]
    closed = (
        bool(i) and _CLOSED.search(view, max(lines[i - 1].start, lines[i - 1].end - 8), lines[i - 1].end) is not None
    )
    short_around = sum(
        1
        for k in range(max(0, i - 3), min(len(lines), i + 4))
        if k != i and opened[k] == -1 and lines[k].end - lines[k].start < 25
    )
    return (
        (numbered), (hashes > 0), (next_opened == -1 and next_size >= max(40, 2 * size)),
        (next_opened == 1), (next_opened != 1 and next_opened >= 0), (closed and before_opened != -2),
        (before_opened == -2), (before >= 30 and not closed and before_opened == -1), float(short_around),
        (bool(_TELLING.search(text))), float(text.count("，") + text.count("、")),
        (bool(_DIGIT.search(text)) and not _YEAR.search(text)), (line.gap > 0),
        (not last and lines[i + 1].gap > 0), size / 10, (size <= 6), (last),
        (text[-1] in "局厅委办会部署"),
    )  # fmt: skip


def score_bare(
    view: str, lines: Sequence[Line], i: int, *, hashes: int, numbered: bool, opened: Sequence[int], sentences: int
) -> float | None:
    """Return the log odds of an unmarked line for being a heading, or None where it cannot.

    ``sentences`` counts the lines of the document that are one short sentence between longer lines; for the
    rest see `bare_features`.
    """
    if not hashes and i + 1 < len(lines) and is_lone(view, lines, i):
        # 加强农业的基础地位。 on its own line: a heading only among several of its like
        if sentences < 4 or opened[i + 1] != -1:
            return None
        return -2.2 + 0.5 * min(sentences, 8)
    row = bare_features(view, lines, i, hashes=hashes, numbered=numbered, opened=opened)
    if row is None:
        return None
    return float(BARE_BIAS + sum(map(mul, BARE_WEIGHTS, row)))


_CLOSED = lazy(r"[。！？；：:”）)][ \0]*$")


def is_lone(view: str, lines: Sequence[Line], i: int) -> bool:
    """Whether line ``i`` is one short sentence without figures between longer lines."""
    line = lines[i]
    if not 5 <= line.end - line.start <= 40 or i + 1 >= len(lines) or view[line.end - 1] not in "。*_#":
        return False
    text = view[line.start : line.end].strip(" \0*#_")
    if not _BARE_SENTENCE.search(text) or _STATEMENT.search(text):
        return False
    return lines[i + 1].end - lines[i + 1].start >= 40 and (
        i == 0 or lines[i - 1].end - lines[i - 1].start >= 20 or _opens(view, lines[i - 1])
    )


def _opens(view: str, line: Line) -> bool:
    """Whether a line is a numbered heading."""
    m = match_start(view, line.start, line.end, 0)
    return m is not None and m.style not in ITEM_STYLES and _CLOSED.search(view, line.end - 2, line.end) is None


_OPENER = lazy(r"([^，。；：！？“”、\d《》]{2,12})[：:](?=[^\n]{30,})")


def score_opener(view: str, line: Line) -> tuple[int, float] | None:
    """Return the end and the log odds of a run-in opener with a colon (总体要求：…), or None."""
    m = _OPENER.match(view, line.start, line.end)
    if m is None or re.search(r"^[先再现]|如下|代表|同志|位|领导|来源|作者|时间|记者|单位", m.group(1)):
        return None
    return m.end(), 1.2 if _TELLING.search(m.group(1)) else -0.3


_NAMED_BY_BLANK = lazy(rf"{HAN}{{2,16}}(?= {HAN}[^ \0]{{2}})")


def find_parted(view: str, lines: Sequence[Line], opened: Sequence[int]) -> dict[int, int]:
    """Return where words end that one blank parts from the paragraph they name, where several lines have it."""
    found = {
        i: m.end()
        for i in range(1, len(lines))
        if opened[i] == -1 and lines[i].end - lines[i].start > 40
        and (lines[i].gap or _CLOSED.search(view, lines[i - 1].end - 2, lines[i - 1].end))
        and (m := _NAMED_BY_BLANK.match(view, lines[i].start, lines[i].end)) is not None
        and _CLOSED.search(view, lines[i].end - 2, lines[i].end)
    }  # fmt: skip
    return found if len(found) > 1 else {}


def find_questions(view: str, lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines that ask what the next line answers (问：… 答：…), where several do."""
    asked = [
        i
        for i in range(len(lines) - 1)
        if view[lines[i].start] == "问" and view.startswith(("：", ":"), lines[i].start + 1)
        and lines[i].end - lines[i].start <= 60 and view[lines[i + 1].start] == "答"
    ]  # fmt: skip
    return frozenset(asked if len(asked) > 1 else ())


_BOX = lazy(r"【[^【】，。；：、\0]{2,16}】")


def find_boxed(view: str, lines: Sequence[Line]) -> frozenset[int]:
    """Return the short lines in lenticular brackets (【存在问题】), where several stand so."""
    found = [i for i, x in enumerate(lines) if view[x.start] == "【" and _BOX.fullmatch(view, x.start, x.end)]
    return frozenset(found if len(found) > 1 else ())


_TAIL = lazy(r"[。；！？](?=[^。；：！？“”《》（）()\d\t\0]{2,16}$)(?=[^，]{2,}(?:，[^，]{2,})?$)")
"""Short words behind a paragraph's last sentence."""


def find_glued(view: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return lines at whose end the next section's bare heading has been glued, with its start, where several are."""
    unclosed = [
        i for i, x in enumerate(lines[:-1]) if x.end - x.start > 40 and view[x.end - 1] not in "。；：！？”）…，、"
    ]
    found = [
        (i, m.end())
        for i in unclosed
        if lines[i + 1].gap and (m := _TAIL.search(view, lines[i].end - 18, lines[i].end)) is not None
    ]
    if not 1 < len(found) == len(unclosed):
        return []  # a writer who leaves out full stops leaves them out elsewhere too
    return [(i, at) for i, at in found if match_start(view, at, lines[i].end, i) is None]


_SECOND = lazy(r"2[ \0]*[.．]")


def recount(
    view: str, lines: Sequence[Line], before: Sequence[Sequence[Marker]], found: list[Marker], number: int
) -> list[Marker]:
    """Return a line's markers where its first counts on in the list above and a quantity follows it.

    ``before`` are the markers of the lines above, ``number`` is what the list leaves to expect.
    """
    i = len(before)
    m = match_counting(view, lines[i].start, lines[i].end)
    if m is None:
        return found
    if m.number == 1:
        expected = i + 1 < len(lines) and _SECOND.match(view, lines[i + 1].start, lines[i + 1].end) is not None
    else:
        expected = m.number == number
    if not expected or not i:
        return found
    above = lines[i - 1]
    below_heading = bool(before[-1]) and before[-1][0].place == "line" and above.end - above.start <= 40
    if not below_heading and _CLOSED.search(view, above.end - 2, above.end) is None:
        return found  # a sentence broken before its figure
    return [m._replace(line=i), *(x for x in found if x.start > m.end + 2)]
