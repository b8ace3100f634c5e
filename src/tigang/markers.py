"""The table of numbering styles, and the candidates that they give.

Terms
-----
marker : a number with the words or marks around it, such as 一、 （二） 3. 第四章.
style : the form of a marker; two markers of one style can count the same list.
candidate : a place where a marker stands. Whether it opens a heading or an item, or is no more than a
    cross-reference, a quantity or a quotation, is decided in `tigang.nesting`.

`STYLES` is ordered: where two patterns match at one place the earlier wins; rows that share what stands before
the numeral stand together, and are matched as one. A style's ``rank`` is its usual place in the order of
layers, lower above higher: 编 篇 章 节 条 款 项, and 一、 （一） 1. （1） as reports number them. The order is
convention; a rank is a hint for the nesting, never a depth.

To add a style, add a row here and a golden case in tests/golden.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from tigang.numerals import CHINESE, ENCLOSED, read_numeral

__all__ = ["BOLD", "ITEM_STYLES", "STYLES", "Marker", "Style", "find_markers", "match_counting", "match_start", "style_of"]


class Style(NamedTuple):
    """A numbering style: a numeral with what stands before and after it, as regular expressions."""

    name: str
    before: str
    numeral: str
    after: str
    rank: int
    """Usual place in the order of layers: 1 编 … 20 enclosed; 0 where custom says nothing."""
    kind: str
    """What it opens: ``heading`` or ``item`` (一是 首先 ——)."""


_B = r"[ \0]*"
# blanks stand inside 十 二 where a converter put them; one class, not two: each costs at start-up
_C = f"[{CHINESE} ]{{1,9}}"
_E = f"{_C}|\\d{{1,4}}"
_DATE_OR_NO_DIGIT = rf"(?:(?!{_B}\d)|(?=\d{{1,2}}月|\d{{4}}年))"
_WORDS = ("任务", "举措", "措施", "行动", "工程", "专题", "问题", "步骤", "要点", "重点", "目标", "建议")

STYLES: tuple[Style, ...] = (
    Style("编", f"第{_B}", _E, f"{_B}编(?![制写排纂])", 1, "heading"),
    Style("部分", f"第{_B}", _E, f"{_B}(?:部分|篇章|篇|卷|单元|板块)", 2, "heading"),
    Style("章", f"第{_B}", _E, f"{_B}章", 3, "heading"),
    Style("节", f"第{_B}", _E, f"{_B}节(?!是)", 4, "heading"),
    Style("条", f"第{_B}", _E, f"{_B}条(?:之{_C})?", 5, "heading"),
    Style("款", f"第{_B}", _E, f"{_B}[款项](?=[ \\0：:])", 7, "heading"),
    Style("批", f"第{_B}", _E, f"{_B}(?:批|步|阶段|类|方面|个问题)(?=[：:])", 0, "heading"),
    Style("第一，", f"第{_B}", _E, f"{_B}(?:[步层块件点把桩道种项节仗笔处样宗关招]|阶段)?(?:[，,、：:]|(?=是)|个?(?:问题|方面|要讲的|要说的)(?=[是，要出说]))", 29, "item"),
    Style("第一，", "头", "一", "[步层块件点把桩道种项节仗笔处样宗关招个](?:[，,、：:]|是)", 29, "item"),
    Style("附件", f"附{_B}[件表录]{_B}", _E, r"(?=[ \0：:.．]|$)", 1, "heading"),
    Style("附：", f"附{_B}[件表录]?{_B}", "", "[：:]", 1, "heading"),
    Style("专栏", f"【?{_B}专{_B}栏{_B}", _E, r"(?!\d)[：:]?", 0, "heading"),
    *(Style(f"{w}一", f"{w[0]}{_B}{w[1]}{_B}", _E, rf"{_B}(?:[：:、.．]|—+|(?=[ \0]))", 0, "heading") for w in _WORDS),
    Style("其一", f"其{_B}", _C, "(?![他它余])[，,、]?", 30, "item"),
    Style("首先", "", "首先|其次|再次|再者|然后|最后", "[，,、]?", 30, "item"),
    Style("一方面", "", "一方面|另一方面|再一方面", "(?=[，,、是要])", 31, "item"),
    Style("一是", "", _C, f"{_B}是(?![否非])", 30, "item"),
    Style("一要", "", _C, f"{_B}(?:要(?![素点件求害闻])|请(?![求假示客教]))", 30, "item"),
    Style("一则", "", _C, "则(?![为是])", 30, "item"),
    Style("一、", "", _C, rf"(?:{_B}[、．.]|[ \0]+[，,：:]|，(?=[^，。；]{{2,20}}[。\n]))", 10, "heading"),
    Style("一）", "", _C, "[）)][、.．]?", 11, "heading"),
    Style("一 ", "", _C, r"[ \0]{1,3}(?=[^ \0，。、；])", 10, "heading"),
    Style("㈠", "", "[㈠-㈩]", "[、.．]?", 11, "heading"),
    Style("（一）", rf"[（(〔［]{_B}(?:[-—－]{_B})?", f"{_C}|[-—－]", f"{_B}[）)〕］][、.．，]?", 11, "heading"),
    Style("1.1.1.1", r"(?:\d{1,2}[.．]){3}", r"\d{1,2}", r"(?![\d.．%％])[.．、]?", 15, "heading"),
    Style("1.1.1", r"(?:\d{1,2}[.．]){2}", r"\d{1,2}", r"(?![\d.．%％])[.．、]?", 14, "heading"),
    Style("1.1", r"\d{1,2}[.．]", r"\d{1,2}", r"(?![\d.．%％月年])(?:、|(?=[ \0]|[^\d\s]))", 13, "heading"),
    Style("一是", "", r"\d{1,3}", f"{_B}是(?![否非])", 30, "item"),
    Style("一要", "", r"\d{1,3}", f"{_B}要(?![素点件求害闻])", 30, "item"),
    Style("1.", "", r"\d{1,3}", rf"{_B}[.．]{_DATE_OR_NO_DIGIT}", 12, "heading"),
    Style("1、", "", r"\d{1,3}", rf"{_B}、{_DATE_OR_NO_DIGIT}", 12, "heading"),
    Style("1）", "", r"\d{1,3}", f"{_B}[）)][、.．]?", 14, "heading"),
    Style("1 ", "", r"\d{1,3}", r"[ \0]+(?=\d{4}年|[^\d\s\0%％.．、，。）)—\-~～])", 12, "heading"),
    Style("（1）", rf"[（(〔［]{_B}[?？]?", r"\d{1,3}", f"{_B}[）)〕］][、.．，]?", 13, "heading"),
    Style("⑴", "", "[⑴-⒇]", "[、.．]?", 13, "heading"),
    Style("1.", "", "[⒈-⒛]", "[、.．]?", 12, "heading"),
    Style("①", "", f"[{ENCLOSED}]", "[、.．]?", 15, "heading"),
    Style("甲、", "", "[甲乙丙丁戊己庚辛壬癸]", f"{_B}[、.．]", 9, "heading"),
    Style("Ⅰ.", "", "[Ⅰ-Ⅻ]|[IVX]{1,5}", r"(?:[.．、]|(?=[ \0]))", 8, "heading"),
    Style("A.", "", "[A-Za-z]", "[.．、）)](?![A-Za-z.])", 16, "heading"),
    Style("——", "(?:—{2,3}|－{2,3}|─{2,3}|--)", "", r"(?=[^—\-─])", 31, "item"),
    Style("-", "[-*+]", "", r"[ ]+(?=[^ \-\d*])", 31, "item"),
    Style("•", "[•●◆■▪◇▲★·➢✓]", "", r"(?=[ \0]*[^ \0•●◆■▪◇▲★·])", 31, "item"),
)  # fmt: skip
"""Every numbering style, in order of precedence."""

ITEM_STYLES = frozenset(s.name for s in STYLES if s.kind == "item")
_BY_NAME = {s.name: s for s in STYLES}
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟貳參叄陸")
"""Numerals that also end words."""
_INNER = frozenset(
    ("编", "部分", "章", "节", "条", "第一，", "任务一", "举措一", "措施一", "行动一", "问题一", "其一", "首先", "一方面", "一是", "一要", "一则",
     "一、", "㈠", "（一）", "1.1.1", "1.1", "1.", "1、", "1）", "（1）", "⑴", "①")
)  # fmt: skip
"""The styles looked for inside a line as well; the rest would be noise there."""


def _join(styles: list[Style]) -> tuple[str, list[tuple[str, int]]]:
    """Return one pattern for the rows, and for each of its groups the style it stands for.

    Rows with the same ``before`` and ``numeral`` become one alternative with their ``after`` parts inside, so
    that the character classes of the numerals are built once a group and not once a style. Each row has one
    group, its ``after``; the group before those of its alternative is the numeral. The list gives, for every
    group number, the style's name and the numeral's group, or ("", 0).
    """
    groups: list[tuple[str, int]] = [("", 0)]
    parts = []
    rows = [(s.before, s.numeral, s) for s in styles]
    words = {f"{w[0]}{_B}{w[1]}{_B}" for w in _WORDS}
    rows = [(f"(?:{'|'.join(_B.join(w) for w in _WORDS)}){_B}" if b in words else b, n, s) for b, n, s in rows]
    for (before, numeral), same in groupby(rows, key=lambda r: r[:2]):
        members = [s for _, _, s in same]
        at = len(groups)
        groups.append(("", 0))
        if len(members) > 1 and len({s.after for s in members}) == 1:
            members = members[:1]
        afters = []
        for s in members:
            groups.append((s.name, at))
            afters.append(f"({s.after})")
        parts.append(f"{before}({numeral})(?:{'|'.join(afters)})")
    return "|".join(parts), groups


_HASHES = re.compile(r"(?:#{1,6}[ \0]*)?(?:\*{1,3}|_{2})?[ \0]*")
_PATTERN, _GROUPS = _join(list(STYLES))
_MARKER = re.compile(_PATTERN)
# A sieve for the inner styles; what it lets through is matched by the table. It begins with one class, so that
# the matcher skips all other characters without trying a branch.
_SIEVE = re.compile(
    f"[{CHINESE}\\d第（(〔［{ENCLOSED}任举措行问其首再然最另头](?:"
    f"(?<=[{CHINESE}])[{CHINESE}]{{0,6}}[ \\0]*[、．.是要请则）)，,：:]|(?<=头)一|(?<=\\d)\\d{{0,2}}[ \\0]*[.．、）)是要]"
    f"|(?<=第)[ \\0]*[{CHINESE}\\d]|(?<=[（(〔［])[ \\0]*[-—－?？{CHINESE}\\d]|(?<=[{ENCLOSED}])"
    f"|(?<=[任举措行问])[务措施动题][ \\0]*[{CHINESE}\\d]|(?<=其)[ \\0]*[一二三四五六七八九十次]"
    "|(?<=首)先|(?<=再)[次者]|(?<=[然最])后|(?<=一)方面|(?<=另)一方面)"
)


BOLD = 7
"""What bold marks count for among Markdown levels."""


class Marker(NamedTuple):
    """A candidate."""

    start: int
    """Where the marker's own characters begin (Markdown marks left out)."""
    end: int
    style: str
    number: int | None
    line: int
    """Position of its line."""
    place: str
    """``line`` at a line's start, ``sentence`` after a sentence's end, ``blank`` after blanks, ``clause``
    elsewhere."""
    hashes: int
    """How many # stand before it; 0 without, `BOLD` for bold marks."""


_BLANK_OR_MASK = re.compile(r"[ \0]+")
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 4, "然后": 3, "最后": 99, "一方面": 1, "另一方面": 2, "再一方面": 3}


def _read(m: re.Match[str]) -> tuple[str, int | None]:
    """Return the style and the number of a match, ("", None) for blanks."""
    name, at = _GROUPS[m.lastindex or 0]
    numeral = m.group(at)
    if name == "任务一":
        name = f"{_BLANK_OR_MASK.sub('', m.group())[:2]}一"
    if not numeral:
        return name, None
    if not numeral.strip(" \0"):
        return "", None
    return name, _ORDER.get(numeral) or read_numeral(numeral.replace("\0", ""))


def match_start(view: str, start: int, end: int, line: int) -> Marker | None:
    """Return the marker at a line's start, or None."""
    hashes = _HASHES.match(view, start, end)
    at = hashes.end() if hashes is not None else start
    m = _MARKER.match(view, at, end)
    if m is None:
        return None
    name, number = _read(m)
    if not name:
        return None
    marks = view[start:at].strip(" \0")
    level = marks.count("#") or (BOLD if marks else 0)
    return Marker(at, m.end(), name, number, line, "line", level)


_COUNTING = re.compile(
    rf"(\d{{1,2}}){_B}[.．](?={_B}\d{{1,4}}[ \0]*[多余]?(?:[个年月项条名人户家台件所处次种类位座辆套批期轮场支只头株级亩吨元档天]|公里|平方))"
)


def match_counting(view: str, start: int, end: int) -> Marker | None:
    """Return the marker at a line's start where its title begins with a quantity (4.8所学校), or None.

    Read by itself it is a decimal or a second layer: the list around it must decide.
    """
    m = _COUNTING.match(view, start, end)
    return None if m is None else Marker(m.start(), m.end(), "1.", int(m[1]), 0, "line", 0)


def find_markers(view: str, start: int, end: int, line: int) -> list[Marker]:
    """Return the candidates of a line of the view, in order."""
    out: list[Marker] = []
    at = start
    first = match_start(view, start, end, line)
    if first is not None:
        out.append(first)
        at = first.end
    for hit in _SIEVE.finditer(view, at, end):
        if hit.start() < at:
            continue
        m = _MARKER.match(view, hit.start(), end)
        if m is None:
            continue
        name, number = _read(m)
        if name not in _INNER:
            continue
        at = m.end()
        before = m.start() - 1
        blank = False
        while before >= start and view[before] in " \0*":
            blank = True
            before -= 1
        if before < start:
            continue
        c = view[before]
        if c in "。！？；!?;：:" or (c in "”’」』）)" and before > start and view[before - 1] in "。！？；"):
            place = "sentence"
        elif blank:
            place = "blank"
        else:
            place = "clause"
            if c in "第按0123456789.．" and name not in ITEM_STYLES:
                continue
            # 队伍、经费 and 小（1）型水库 count nothing
            if view[m.start()] in _FORMAL or (c == "小" and view.startswith("型", m.end())):
                continue
        out.append(Marker(m.start(), m.end(), name, number, line, place, 0))
    return out


def style_of(name: str) -> Style:
    """Return a row of the table by its name."""
    return _BY_NAME[name]
