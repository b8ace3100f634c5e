"""Lines and markers → candidates for headings, each with its own log odds.

What is scored here is what can be seen at the place itself: the style, where the marker stands (line start,
after a sentence's end, after blanks, inside a clause) and what follows it (a title, a unit, a reference).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tigang.markers import ITEM_STYLES, Marker
from tigang.nesting import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.lines import Line

__all__ = ["score_bare", "score_marker"]

_AT_LINE = {
    "编": 3.0, "部分": 3.0, "章": 3.5, "节": 3.0, "条": 3.0, "款": 1.0, "批": 0.5, "附件": 1.5, "专栏": 2.0,
    "任务": 0.8, "一、": 3.0, "㈠": 2.5, "（一）": 3.0, "一）": 1.5, "1.1.1.1": 2.0, "1.1.1": 2.0, "1.1": 0.3,
    "1.": 2.5, "1、": 2.5, "（1）": 2.5, "1）": 1.8, "①": 1.8, "甲、": 1.5, "A.": 0.5, "Ⅰ.": 1.0, "1 ": 0.0,
    "一 ": 0.0,
}  # fmt: skip
_INSIDE = {"编": -0.5, "部分": -1.0, "章": 0.5, "节": 0.3, "条": 0.5, "一、": 0.3, "㈠": 0.3, "（一）": 0.3,
           "1.": -0.3, "1、": -0.3, "1.1": -2.5, "1.1.1": -1.0}  # fmt: skip
_PLACE = {"sentence": 0.0, "blank": -0.3, "clause": -3.8}

_UNIT = re.compile(
    r"[ \0]*(?:[%％‰℃°]|个|年|月|日|时|万|亿|元|公里|千米|米|吨|人|户|家|项|条|次|件|名|份|亩|公顷|平方|立方|倍|天|"
    r"小时|分钟|岁|度|成|折|届|级|号|位|座|辆|台|套|所|处|类|种|批|期|轮|场|支|只|头|株|升|克|公斤|斤|兆|千|百)"
)
_REFERENCE = re.compile(r"[ \0]*(?:项|款|目|条)(?:规定|所列|之|的|、|，|中|第|情形|至)|[ \0]*(?:至|和|、|或)?[（(][一二三四五六七八九十\d]+[）)][ \0]*项")
_REFERRING = re.compile(r"(?:第|按照?|依照|本条|前款|上述|见|照|及|和|至|、|与|或|的|在|从)[ \0]*$")
_SERIES = re.compile(r"[ \0]*[一二三四五六七八九十]+(?:、|[线级类产次期]|[ \0]*[（(])")
_STOP = re.compile(r"[。！？；!?;：:]")
_LEADER = re.compile(r"(?:[.．…·⋯]{3,}|-{4,}|_{4,}|[ \0]{4,})[ \0]*\d{1,3}$")


def score_marker(view: str, m: Marker, line: Line) -> float | None:
    """Return the log odds of a marker for opening a heading, or None where it cannot."""
    if m.style in ITEM_STYLES:
        return None
    after = m.end
    if m.place == "line":
        score = _AT_LINE[m.style]
        if m.hashes:
            score += 1.5
    else:
        if m.style not in _INSIDE:
            return None
        score = _INSIDE[m.style] + _PLACE[m.place]
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
    if "\t" in view[after : line.end]:
        score -= 3.0
    stop = _STOP.search(view, after, line.end)
    until = stop.start() if stop else line.end
    size = until - after
    first = view[after:until]
    if "”" in first and "“" not in first:
        score -= 4.0
    if m.place != "line":
        if size > 45:
            score -= 1.2
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
    if _LEADER.search(view, after, line.end):
        score -= 6.0
    return score


_BARE_STOP = re.compile(r"[。；：:;，,、？?！!…]$")
_NOT_BARE = re.compile(
    r"[\t《》|]|^[”’」）)，。、；：】》的和与及]|^(?:各位|同志们|尊敬|谢谢|特此|以上|此致|敬礼|注[:：]|图\d|表\d|附注|单位[:：])"
    r"|^[（(].*[）)]$|^\W*$|^[\d.,%％\-—~/年月日:：年 ]+$|^【.*】$"
)
_TELLING = re.compile(
    r"总结|回顾|完成情况|开展情况|进展|成效|做法|问题|不足|困难|差距|短板|打算|计划|安排|思路|目标|任务|要求|措施|建议|对策|"
    r"结束语|前言|引言|背景|概况|基本情况|下一步|名词解释|附则|总则|保障|思考|体会|经验|启示|重点|工作$"
)


def score_bare(view: str, lines: Sequence[Line], i: int, *, hashes: int, numbered: bool) -> float | None:
    """Return the log odds of an unmarked line for being a heading, or None where it cannot.

    Parameters
    ----------
    hashes
        Its Markdown level, 7 for bold, 0 without.
    numbered
        Whether the document has numbered headings.
    """
    line = lines[i]
    text = view[line.start : line.end].strip(" \0*#_")
    size = len(text)
    if not 2 <= size <= 32 or (_BARE_STOP.search(text) and not hashes) or _NOT_BARE.search(text):
        return None
    score = -1.6 if numbered else -0.2
    if hashes:
        score += 4.0
    if i + 1 >= len(lines):
        return None
    after = lines[i + 1]
    next_size = after.end - after.start
    before_size = lines[i - 1].end - lines[i - 1].start if i else 0
    long_after = next_size >= max(40, 2 * size)
    short_around = sum(
        1 for k in range(max(0, i - 3), min(len(lines), i + 4))
        if k != i and lines[k].end - lines[k].start < 25
        and not view[lines[k].start : lines[k].end].startswith(("一、", "（一）", "(一)", "1.", "1、"))
    )
    if long_after:
        score += 1.5
    if before_size >= 40 or i == 0:
        score += 0.5
    if i and not re.search(r"[。！？；”）)]$", view[lines[i - 1].start : lines[i - 1].end]) and before_size >= 40:
        score -= 2.0
    score -= 0.8 * short_around
    if _TELLING.search(text):
        score += 1.5
    if re.search(r"[，、]", text):
        score -= 0.6
    if re.search(r"\d", text) and not re.search(r"\d{4}年?", text):
        score -= 1.0
    if after.gap or line.gap:
        score += 0.4
    return score
