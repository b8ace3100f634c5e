"""What a heading says about the sentences under it.

Terms
-----
role : the tag that a heading announces, or ``mixed`` where it announces several, or None where its words
    say nothing about it (a field of work, a metaphor).
genre : what kind of document the title announces: ``report`` (what was done), ``plan`` (what readers are
    to do), ``rule`` (standing rules) or None.

Post-conditions
---------------
1. `role_of` looks at the words of one heading only.
2. By `inherit` a node without a definite role of its own has the nearest ancestor's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.document import Node

__all__ = ["ROLE_WORDS", "genre_of", "inherit", "role_of"]

ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "problem": (
        r"问题(?!整改|的?整改|线索|导向|反映|清单|解决)",
        r"不足|困难|短板|短处|差距|薄弱|软肋|困境|难题|难点|堵点|痛点|症结|毛病|欠账|认账|弱项|瓶颈|教训|制约|挑战",
        r"隐患(?!排查|整治|治理)|风险(?!防|化解|处置)|成因|原因分析|检视",
    ),
    "plan": (
        r"下一?步|下一?阶段|下半年|后段|后续|打算|今后|往后|明年|来年|新一年|盘算|谋划|思路|怎么[干办走抓]|抓什么|安排",
        r"计划(?!完成|执行|落实)|建议|对策|努力方向|改进|请求|恳请|支持的?事项|帮的?忙|要求(?!完成)|组织(?:保障|领导|实施)",
        r"保障措施|实施步骤|方法步骤|任务分工|设想|部署|应对|巩固深化|展望|规划",
        r"(?:重点|主要|工作|总体|目标)任务(?!.{0,4}(?:完成|推进|进展|落实))",
    ),
    "target": (
        r"目标|指标(?!体系)|(?:任务|计划|预算)[^，。]{0,4}(?:完成|执行|进展)|完成率|账本|一年的数|底数",
    ),
    "initiative": (
        r"(?:开展|完成|进展|落实|推进|整改|履职|运行|执行|工作|实施)(?:的?总体)?(?:情况|成效)",
        r"成效|成绩|成就|成果|回顾|做法|举措|总结|经验|亮点|历程|做了|干了|所做|取得|主要工作|总体进展|组织推进|整改落实",
    ),
    "other": (
        r"指导思想|基本原则|总体要求|工作原则|意义|背景|概况|基本情况|形势|总则|附则|定义|适用|名词解释|术语|释义",
        r"罚则|法律责任|结束语|参考文献|编制依据",
    ),
}
"""Role and the words that announce it, set on the headings of public and county reports; adding a word
moves the role of every heading that holds it. A heading may announce several roles."""

_ROLES = tuple((role, re.compile("|".join(words))) for role, words in ROLE_WORDS.items())
_YEAR = r"[0-9０-９〇零一二两三四五六七八九]{2,4}年(?:度)?(?:政府|主要|重点|各项|的)*"
_PAST = re.compile(rf"上半年|去年|过去|回顾|总结|已经|{_YEAR}工作(?:情况|完成|开展)")
_FUTURE_YEAR = re.compile(rf"{_YEAR}(?:工作|任务)(?:任务|重点)?(?:总体)?(?:$|安排|重点|任务)")
_END = r"(?:（[^）]*）|\([^)]*\))?》?(?:的通知)?$"
_PLAN_END = r"(?:（[^）]*）|\([^)]*\))?》?$"
_GENRES = (
    ("rule", re.compile(rf"(?:办法|条例|规定|细则|规则|准则|章程|制度|规范|导则|标准){_END}")),
    (
        "plan",
        re.compile(rf"(?:方案|通知|规划|要点|意见|计划|措施|纲要|批复|复函|决定|倡议书){_PLAN_END}"),
    ),
    ("report", re.compile(r"报告|总结|汇报|小结|通报|述职|讲话|发言|情况|简报|纪要|回顾|调研")),
)


def role_of(title: str) -> str | None:
    """Return the role that a heading's words announce.

    >>> role_of("下一步工作打算")
    'plan'
    >>> role_of("存在的困难和下步打算")
    'mixed'
    >>> role_of("园林绿化") is None
    True
    """
    found = [role for role, words in _ROLES if words.search(title)]
    if not found:
        return "plan" if _FUTURE_YEAR.search(title) else None
    if len(found) == 1:
        if found[0] == "initiative" and _FUTURE_YEAR.search(title) and not _PAST.search(title):
            return "plan"
        return found[0]
    pair = set(found)
    if pair == {"target", "initiative"}:
        return "target" if re.search(r"指标|目标|预算|计划", title) else "initiative"
    if pair == {"plan", "initiative"}:
        return "initiative" if _PAST.search(title) or title.endswith(("情况", "成效")) else "plan"
    if pair == {"plan", "target"}:
        return "target" if re.search(r"目标|指标", title) and "任务" not in title else "plan"
    if pair == {"problem", "initiative"} and re.search(r"整改|(?:情况|成效|回顾|工作)$", title):
        return "initiative"
    if pair == {"plan", "other"}:
        return "other"
    return "mixed"


def genre_of(title: str | None) -> str | None:
    """Return the kind of document that a title announces.

    >>> genre_of("关于印发《河道采砂管理办法》的通知")
    'rule'
    """
    words = re.sub(r"\s|[#*]", "", title or "")
    return next((genre for genre, pattern in _GENRES if pattern.search(words)), None)


def inherit(nodes: Sequence[Node], own: Sequence[str | None]) -> list[str | None]:
    """Return for each node its own role or, where that says nothing definite, the nearest ancestor's."""
    out: list[str | None] = []
    for n, role in zip(nodes, own, strict=True):
        above = out[n.parent] if n.parent is not None else None
        out.append(role if role not in (None, "mixed") or above is None else above)
    return out
