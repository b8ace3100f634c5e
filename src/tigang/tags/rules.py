"""First tags from the role of the heading path and the cues in the sentence.

Terms
-----
cue : a pattern that speaks for a tag with a weight in units of log score.

Post-conditions
---------------
1. Every sentence comes back with a tag of `TAGS` and five scores that sum to 1.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from tigang.document import TAGS, Evidence, Sentence
from tigang.tags.roles import genre_of, roles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.document import Node

__all__ = ["CUES", "tag_by_rules"]

CUES: tuple[tuple[str, float, str], ...] = (
    ("target", 3.5, r"完成(?:年度|全年|年初|目标|上级|省|市|县|下达)?[^，。；]{0,14}(?:任务|目标|计划)(?:数|指标)?的?\s*[0-9０-９]|完成(?:率|比例)|(?:占|为)(?:年度|全年|预算|目标)[^，。；]{0,6}的"),
    ("target", 2.5, r"(?:超额|提前|未能?|没有)(?:完成|达到)|超(?:目标|任务|序时|计划)|序时进度|目标任务|任务数|目标值?[为是]|(?:高于|低于|好于|超过)[^，。；]{0,6}(?:目标|预期|要求|计划)|达标|预期目标"),
    ("target", 2.2, r"(?:力争|争取|确保|计划|预计|到20\d\d年|年底前|年内)[^。；]{0,40}(?:达到|达|实现|突破|控制在|不低于|不少于|增长|提高到|降到|完成|新增|建成)[^。；]{0,12}[0-9０-９%％]|清零|全覆盖|零增长|[0-9０-９%％]左右"),
    ("initiative", 1.2, r"已(?!经?不)|[建完]成了|了[^，。；]{1,30}|截至|上半年|今年以来|一年来|累计|共[^同享]|先后|全年共|圆满|新增|同比"),
    ("problem", 2.6, r"不够|不足|不到位|不高|不强|不平衡|不健全|不完善|不深|不严|不实|不畅|不清|滞后|缺乏|缺少|短缺|薄弱|偏[低少弱慢大高]|较[弱差慢难]|困难|仍有|仍然|仍存在|尚未|尚|难以|难度|没有|未能|短板|差距|矛盾|压力|问题(?:突出|较|仍|依然)|流于形式|落空|堵|拖"),
    ("plan", 2.0, r"将(?!.{0,12}(?:作为|纳入|列为))|下一步|拟|要(?!求|素|点|闻|件)|进一步|继续|下半年|明年|今后|力争|计划|打算|着力|建议|恳请|必须|务必|应当?"),
    ("other", 2.0, r"为(?:了|贯彻|进一步|深入|加快|切实)[^。]{0,60}(?:制定|印发|通知|提出)|指导思想|本(?:办法|方案|条例|规定)所称|^同志们|谢谢|现将?[^。]{0,30}(?:汇报|报告|通知)如下|以习近平|坚持以"),
)
"""Tag, weight and pattern."""
_CUES = tuple((TAGS.index(tag), weight, re.compile(pattern)) for tag, weight, pattern in CUES)
_ROLE_WEIGHT = 3.0  # a heading that names its role outweighs one cue of the clause, not two
_LEVEL = re.compile(r"[0-9０-９][^。；]{0,8}(?:以上|以内|%|％|个百分点|全覆盖)|率[^，。；]{0,6}[0-9]|[0-9０-９]+[^，。；]{0,3}(?:家|个|人|亩|公里|万元|户)")


def tag_by_rules(
    text: str, nodes: Sequence[Node], sentences: Sequence[Sentence], *, title: str | None = None, explain: bool = False
) -> list[Sentence]:
    """Return the sentences with tags, scores and, if asked for, the phrases that weighed."""
    genre = genre_of(title)
    roles = roles_of(nodes)
    out = []
    for s in sentences:
        role = roles[s.node] if s.node is not None else None
        words = text[s.start : s.end]
        weights = [0.0, 0.4, 0.0, 0.2, 0.0]
        if genre == "rule":
            weights[4] += 6.0
        if genre == "plan":
            weights[3] += 2.0 if role != "other" else 0.5
        if genre == "report" and role is None:
            weights[1] += 1.0
        if role in TAGS:
            weights[TAGS.index(role)] += _ROLE_WEIGHT
        if role == "plan" and genre != "plan" and _LEVEL.search(words):
            weights[0] += 1.8
        if s.node is None and genre != "rule":
            weights[4] += 3.0
        evidence = []
        for tag, weight, pattern in _CUES:
            m = pattern.search(words)
            if m:
                if role == "plan" and tag == 1 and role != "initiative":
                    weight /= 2
                if role == "initiative" and tag == 3:
                    weight /= 4
                weights[tag] += weight
                if explain:
                    evidence.append(Evidence(s.start + m.start(), s.start + m.end(), TAGS[tag], weight))
        top = max(weights)
        odds = [math.exp(w - top) for w in weights]
        total = sum(odds)
        scores = tuple(round(o / total, 4) for o in odds)
        out.append(Sentence(s.start, s.end, s.node, TAGS[weights.index(top)], scores, tuple(evidence)))
    return out
