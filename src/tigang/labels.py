"""Where a heading's own words end.

Terms
-----
piece : what stands between the marker and its first closing mark (。 ： ； or a wide blank), or the line's end.
title piece : a piece that names something, so that the label reaches to its end; otherwise the marker alone
    is the label and the piece is body (第三条　本办法所称…).

A piece is judged by a logistic model over what can be seen of it (`FEATURES`), and sisters are judged
together: the mean of the log odds of the headings that stand under one parent counts for each of them.
The weights are fitted on the labelled documents by scripts/fit_structure.py. Of 4000 pieces some 90 are decided
against the labels out of fold; a second model over the sisters' odds (means, extremes, shares, the same style
elsewhere in the document) and boosted trees in the place of the first gave 87 to 105: readers differ there.

A piece with a colon inside (存在问题：设备老化。) and one that ends at a blank are believed where most sisters have
one, a piece that body has run into (工作进展今年以来…) is cut behind the words that name a section.
"""

from __future__ import annotations

import re
from operator import mul
from typing import NamedTuple

from tigang.clean.words import HAN
from tigang.patterns import lazy
from tigang.weights import BIAS, SISTERS, WEIGHTS

__all__ = ["FEATURES", "LONGEST", "Piece", "cut_at_blank", "cut_piece", "cut_two_part", "decide", "features", "is_clause", "leads_list", "runs_on"]


_RUN_ON = lazy(
    r"(?:[^，。；：、\d]{1,10}?(?:目标|任务|情况|工作|要求|建设|措施|问题|管理|方面|进展|成效|做法|打算|计划|安排|不足|短板|困难|地方|指标)|"
    r"(?:工作|整改|落实)(?:进展|回顾|成效)|(?:主要|存在)(?:做法|成效|问题|困难)|下(?:一)?步(?:打算|工作|安排|计划))"
    r"(?=同志们，|各位[^，。]{1,4}，|到?\d{4}年|截[至止]|今年|去年|全年|年[初内底]|上半年|本周?[年月季]|我[局县市区镇校院们委]|疫情|对照|围绕|针对|按照|根据|通过|经过|由于)"
)


LONGEST = 400
"""Characters that are searched for a closing mark; a longer piece is no title."""


class Piece(NamedTuple):
    """The words behind a marker up to a place where the label may end."""

    start: int
    end: int
    """End of the words, closing mark included."""
    closing: str
    """``。`` ``：`` ``；`` ``blank`` or ``end`` (of the line or before the next heading)."""
    rest: int
    """Characters of the line behind it."""
    text: str


_STOP = lazy(
    rf"(?:[。！？；;：:]|[!?](?!\d)|\.(?<={HAN}{{2}}\.)(?=[ \0]?{HAN}))+[”’」』）)】\]\0]*|(?<=[^ \0\d]) {2,}(?=[^ \0])|(?<=[^ \0\d]) +(?=[①②]|[（(][1１一][）)]|一是|首先，)"
)
_BODY = lazy(r"[。；，：]")
_PHRASES = lazy(r"[^，。；：、！？\d \0]{2,10}，[^，。；：、！？\d \0]{2,10}$")
_OPEN = {"“": "”", "《": "》", "（": "）", "(": ")", "‘": "’", "「": "」"}
_OPENING = lazy("[“《（(‘「]")
_PROBLEM = lazy(r"关于[^，。；：]{2,40}?(?:的问题|问题)(?=[^，。；：、和及等的与])")


def _is_open(words: str) -> bool:
    """Whether quotes or brackets are open at the end of ``words``."""
    return _OPENING.search(words) is not None and any(words.count(a) > words.count(b) for a, b in _OPEN.items())


def cut_piece(view: str, start: int, limit: int) -> Piece:
    """Return the piece that begins behind a marker at ``start`` and stays before ``limit``."""
    while start < limit and view[start] in " \0\t*：:":
        start += 1
    end = limit
    while end > start and view[end - 1] in " \0\t":
        end -= 1
    at = start
    while True:
        m = _STOP.search(view, at, min(end, start + LONGEST))
        if m is None:
            return Piece(start, end, "end", 0, view[start : min(end, start + LONGEST)].strip("*#"))
        inside = view[start : m.start()]
        c = m.group()[0]
        # a closing mark inside quotes or brackets does not close the heading
        if m.end() - start < 80 and _is_open(inside):
            at = m.end()
            continue
        if c in "：:" and 0 < end - m.end() <= 20 and not _BODY.search(view, m.end(), end):
            # 账本：一年的数 is one title
            at = m.end()
            continue
        if c in "：:" and end - start <= 24 and _PHRASES.match(view, m.end(), end):
            # 加法：人不够，数据凑
            at = m.end()
            continue
        if (c == " " and len(inside.strip(" \0")) < 2) or (c in "：:" and inside.strip(" \0") in ("问", "答")):
            # 总　　则, 1.问：…
            at = m.end()
            continue
        if c in "：:" and re.search(r"\d$", inside) and view[m.end() : m.end() + 1].isdigit():
            at = m.end()
            continue
        stop = m.end()
        while stop > m.start() and view[stop - 1] == "\0":
            stop -= 1
        if c == " ":
            stop = m.start()
        rest = end - m.end()
        closing = "：" if c in "：:" else "blank" if c == " " else "；" if c in "；;" else "。"
        return Piece(start, stop, closing, rest, view[start:stop].strip("*#"))


_BLANK = lazy(r"[^ \0。，；：！？、\d]{2,16}(?=[ \0]+[^ \0])")


def cut_at_blank(view: str, start: int, limit: int) -> Piece | None:
    """Return the piece that ends at a single blank with running text behind it, or None.

    One blank alone says little; it is believed where most sisters have one.
    """
    while start < limit and view[start] in " \0\t*：:":
        start += 1
    m = _BLANK.match(view, start, limit)
    if m is None:
        return None
    gap = m.end()
    while gap < limit and view[gap] in " \0":
        gap += 1
    rest = view[gap:limit]
    if len(rest) <= 24 and not _BODY.search(rest):
        return None
    return Piece(start, m.end(), "blank", limit - gap, m.group())


_TWO_PART = lazy(r"[ \0]*[^，。；：！？\0]{2,16}[。！？](?=[ \0]*[^ \0])")


def cut_two_part(view: str, piece: Piece, limit: int) -> Piece | None:
    """Return the piece that goes on behind a colon to a short sentence's end (存在问题：设备老化。…), or None.

    One such piece may be a label with its first sentence; it is believed where most sisters have one.
    """
    if piece.closing != "：" or piece.rest < 24:
        return None
    m = _TWO_PART.match(view, piece.end, limit)
    if m is None:
        return None
    return Piece(piece.start, m.end(), "。", limit - m.end(), view[piece.start : m.end()])


_CLAUSE = lazy(
    r"应当|应该|应在|不得|不能|可以|必须|予以|的，|负责|^由|^经|^自|^对|^凡|^如|^在|^因|^[本其该各我]|依法|按规定|是指|所称|适用|"
    r"，(?:并|且|但|不|应|可|由|经|其)"
)
_PREDICATE = lazy(
    r"实行|签订|具有|须|不(?![断足少良]|动产)|会议|说，|属|凭|填写|提交|审核|解释|登记|发生|符合|已经|已[^有]|将|要(?!求|素|点)|列入|"
    r"[^实对监政]有(?![关效限序力])|为[^民主]|是(?!否)"
)
_NAMING = frozenset((
    "情况", "问题", "工作", "措施", "目标", "任务", "要求", "原则", "思想", "建设", "机制", "体系", "制度", "保障", "管理", "服务",
    "产业", "发展", "组织", "领导", "范围", "内容", "方式", "程序", "条件", "标准", "职责", "步骤", "安排", "计划", "概况", "监督",
    "附则", "总则", "影响", "关系", "评估", "意见", "对策", "方向", "布局", "确定", "调控", "落实", "状况", "面积", "期限",
    "证明", "材料", "年限", "清单", "名单", "阶段", "规模", "结构", "方面", "行动", "工程", "项目", "责任", "办法", "效果", "分析",
    "理由", "说明", "进展", "打算", "做法", "成效", "体会", "经验", "困难", "不足", "差距", "思路", "重点", "关键", "优势", "短板",
    "成绩", "亮点", "特点", "现状", "背景", "意义",
))  # fmt: skip
"""Words that names of sections end with."""


def _is_naming(words: str) -> bool:
    return words[-2:] in _NAMING or words[-1:] == "性"


_ASIDE = lazy(r"[（(][^（）()]*[）)]")
_FIGURE = lazy(r"\d")
_QUANTITY = lazy(
    r"\d(?:\.\d+)?[ ]?(?:%|％|个|万|亿|元|人|户|家|项|次|件|名|亩|公里|吨|平方|口|座|盏|所|场|宗|处|套|台|辆|间|条|份|批|期|年|天|级|类|张)|百分之"
)
_COUNT = lazy("[一二三四五六七八九十两几][个项次件人户条张家天成]")
_DATED = lazy(r"[一二三四五六七八九十\d](?:月|日前)|[年月]底")
_SPEAKER = lazy("[我你他她咱]")
_DEMANDS = frozenset("请应要须各凡由每")

FEATURES = (
    "size", "over12", "over20", "over30", "over45", "commas", "pauses", "figure", "quantity", "clause", "naming",
    "closing。", "closing：", "closing；", "closing end", "closing blank", "alone", "rest", "short rest",
    "style 条", "style （1）", "style ①", "style 1", "style 一", "style （一）", "next is sister", "quoted", "de",
    "alone。short", "colon short", "list below", "predicate", "ends 的", "alone predicate", "alone quantity", "alone commas",
    "alone naming", "plain", "alone colon", "条 short", "条 alone",
    "； naming", "body below", "counted", "dated", "speaker", "demand", "short before long",
)  # fmt: skip


def features(p: Piece, style: str, *, before_sister: bool, list_below: bool) -> tuple[float, ...]:
    """Return what is seen of a piece, in the order of `FEATURES`.

    Parameters
    ----------
    style
        The heading's numbering style.
    before_sister
        Whether the next line opens a sister, so that nothing can detail this heading but its own line.
    list_below
        Whether a deeper marker follows at once.
    """
    t = p.text[:200]  # what is longer is no title, whatever follows
    if "（" in t or "(" in t:
        t = _ASIDE.sub("", t)
    size = len(t.rstrip("。：:；;"))
    commas = t.count("，") + t.count(",")
    alone = p.rest == 0
    predicate = bool(_PREDICATE.search(t))
    naming = _is_naming(t.rstrip("。：:；;"))
    quantity = bool(_QUANTITY.search(t))
    clause = bool(_CLAUSE.search(t))
    return (
        min(size, 60) / 10, (size > 12), (size > 20), (size > 30), (size > 45),
        min(commas, 4), min(t.count("、"), 4), (bool(_FIGURE.search(t))), (quantity),
        (clause), (naming),
        (p.closing == "。"), (p.closing == "："), (p.closing == "；"), (p.closing == "end"),
        (p.closing == "blank"), (alone), min(p.rest, 300) / 100, (0 < p.rest < 20),
        (style in ("条", "款")), (style in ("（1）", "1）", "⑴")), (style == "①"),
        (style in ("1.", "1、", "1 ", "1.1", "1.1.1")), (style in ("一、", "一 ")),
        (style in ("（一）", "㈠", "一）")), (before_sister), ("“" in t), ("的" in t),
        (alone and p.closing == "。" and size <= 25), (p.closing == "：" and size <= 12),
        (list_below), (predicate), (t.endswith(("的", "的。", "的；", "的;"))), (alone and predicate),
        (alone and quantity), (alone and commas > 0), (alone and naming),
        (size <= 10 and not predicate and not commas and not quantity),
        (alone and p.closing == "：" and list_below),
        (style == "条" and size <= 20 and not alone and not clause),
        (style == "条" and alone and before_sister),
        (naming and p.closing == "；"), (alone and not before_sister and not list_below),
        (bool(_COUNT.search(t))), (bool(_DATED.search(t))), (bool(_SPEAKER.search(t))), (t[:1] in _DEMANDS),
        (size <= 16 and p.rest > 60),
    )  # fmt: skip


_OF_ITSELF = lazy(r"本[^，。的]{1,6}(?:自|由|适用|未|所)")
"""What a rule says of its own text (本办法自…起施行)."""


def is_clause(p: Piece, style: str) -> bool:
    """Whether a piece says something of its own text, or fills an article's line and says rather than names it."""
    words = p.text.rstrip("。：:；;")
    if words.startswith(("问：", "问:")):
        return False
    if style != "条" or p.rest:
        return bool(_OF_ITSELF.match(words))
    if p.closing == "：" and p.rest == 0:
        return True
    return p.closing in "。；" and not _is_naming(words) and (len(words) > 8 or bool(_PREDICATE.search(words)))


def leads_list(p: Piece, below: bool) -> bool:
    """Whether a piece leads in the list that stands below it: then it is the heading, however long."""
    return below and p.rest == 0 and p.closing == "："


def decide(rows: list[tuple[float, ...]], groups: list[int]) -> list[bool]:
    """Return, for each heading's features, whether its piece is a title; sisters share a group number.

    Sisters that all fill their lines are decided as one: nothing but their words could tell them apart.
    """
    odds = [BIAS + sum(map(mul, WEIGHTS, row)) for row in rows]
    sums: dict[int, tuple[float, int]] = {}
    for g, o in zip(groups, odds, strict=True):
        total, n = sums.get(g, (0.0, 0))
        sums[g] = (total + max(-4.0, min(4.0, o)), n + 1)
    alone: dict[int, bool] = {}
    at = FEATURES.index("alone")
    for g, row in zip(groups, rows, strict=True):
        alone[g] = alone.get(g, True) and bool(row[at])
    return [
        (0.0 if alone[g] else o) + SISTERS * (sums[g][0] / sums[g][1]) > 0
        for g, o in zip(groups, odds, strict=True)
    ]


def cut_problem(view: str, start: int, limit: int) -> int | None:
    """Return the end of a title at ``start`` (关于…的问题) where the body runs on without a mark, or None."""
    m = _PROBLEM.match(view, start, limit) or _RUN_ON.match(view, start, limit)
    return m.end() if m else None


def runs_on(p: Piece) -> bool:
    """Whether a piece is so long a sentence that body may have run into its title."""
    size = len(p.text)
    return (p.closing == "。" and (size > 30 or (size > 20 and "，" in p.text))) or (p.closing == "：" and size > 12)
