"""The table of numbering styles, and the candidates that they give.

Terms
-----
marker : a number with the words or marks around it, such as 一、 （二） 3. 第四章.
style : the form of a marker; two markers of one style can count the same list.
candidate : a place where a marker stands. Whether it opens a heading or an item, or is no more than a
    cross-reference, a quantity or a quotation, is decided in `tigang.nesting`.

`STYLES` is ordered: where two patterns match at one place the earlier wins. A style's ``rank`` is its usual
place in the order of layers, lower above higher. For 一、 （一） 1. （1） the order is that of the official
document format (结构层次序数依次可以用“一、”“（一）”“1.”“（1）”标注); for the others it is convention. A rank is a
hint for the nesting, never a depth.

To add a style, add a row here and a golden case in tests/golden/markers.txt.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tigang.numerals import CHINESE, ENCLOSED, read_numeral

__all__ = ["ITEM_STYLES", "STARTS_WITH_MARKER", "STYLES", "Marker", "Style", "find_markers"]


class Style(NamedTuple):
    """A numbering style."""

    name: str
    pattern: str
    """Regular expression of a marker; its first group is the numeral."""
    rank: int
    """Usual place in the order of layers: 1 编 … 20 enclosed; 0 where custom says nothing."""
    kind: str
    """What it opens: ``heading`` or ``item`` (一是 首先 ——)."""


_C = f"[{CHINESE}]{{1,7}}"
_B = r"[ \0]*"
_NOT_DIGIT = r"(?![ \0]*\d)"
_ITEM_ORDER = "首先|其次|再次|再者|然后|最后"

STYLES: tuple[Style, ...] = (
    Style("编", f"第{_B}({_C}|\\d{{1,3}}){_B}[编編](?![制写排纂])", 1, "heading"),
    Style("部分", f"第{_B}({_C}|\\d{{1,3}}){_B}(?:部分|篇章|篇|卷|单元|板块)", 2, "heading"),
    Style("章", f"第{_B}({_C}|\\d{{1,3}}){_B}章", 3, "heading"),
    Style("节", f"第{_B}({_C}|\\d{{1,3}}){_B}[节節]", 4, "heading"),
    Style("条", f"第{_B}({_C}|\\d{{1,4}}){_B}[条條](?:之{_C})?", 5, "heading"),
    Style("款", f"第{_B}({_C}|\\d{{1,3}}){_B}[款项項](?=[ \0：:])", 7, "heading"),
    Style("批", f"第{_B}({_C}|\\d{{1,3}}){_B}(?:批|步|阶段|类|方面|个问题)(?=[：:])", 0, "heading"),
    Style("附件", f"附{_B}[件表录錄]{_B}({_C}|\\d{{1,2}})(?=[ \0：:.．]|$)", 1, "heading"),
    Style("附：", f"附{_B}[件表录錄]?{_B}[：:]", 1, "heading"),
    Style("专栏", f"[专專][栏欄]{_B}({_C}|\\d{{1,3}})(?!\\d)[：:]?", 0, "heading"),
    *(
        Style(f"{word}一", f"{word}{_B}({_C}|\\d{{1,2}}){_B}(?:[：:、.．]|—+|(?=[ \\0]))", 0, "heading")
        for word in ("任务", "举措", "措施", "行动", "工程", "专题", "问题", "步骤", "要点", "重点", "目标", "建议")
    ),
    Style("一是", f"({_C}|\\d{{1,2}}){_B}是(?![否非])", 30, "item"),
    Style("一要", f"({_C}|\\d{{1,2}}){_B}要(?![素点件求害闻])", 30, "item"),
    Style("其一", f"其{_B}({_C})(?![他它余])", 30, "item"),
    Style("第一，", f"第{_B}({_C}|\\d{{1,2}}){_B}(?:[，,、：:]|(?=是))", 29, "item"),
    Style("首先", f"({_ITEM_ORDER})(?=[，,、：:]|[是要对在就把从抓做加着强推])", 30, "item"),
    Style("一方面", "(一方面|另一方面|再一方面)(?=[，,、是要])", 31, "item"),
    Style("一、", f"({_C}|[⼀—])(?:{_B}[、．.]|[ \0]+[，,：:]|，(?=[^，。；]{{2,20}}[。\n]))", 10, "heading"),
    Style("㈠", "([㈠-㈩])[、.．]?", 11, "heading"),
    Style("（一）", f"[（(〔［]{_B}(?:[-—－]{_B})?({_C}|[-—－]){_B}[）)〕］][、.．，]?", 11, "heading"),
    Style("一）", f"({_C})[）)][、.．]?", 11, "heading"),
    Style("1.1.1.1", r"(?:\d{1,2}[.．]){3}(\d{1,2})(?![\d.．%％])[.．、]?", 15, "heading"),
    Style("1.1.1", r"(?:\d{1,2}[.．]){2}(\d{1,2})(?![\d.．%％])[.．、]?", 14, "heading"),
    Style("1.1", r"\d{1,2}[.．](\d{1,2})(?![\d.．%％月年])(?:[、]|(?=[ \0]|[^\d\s]))", 13, "heading"),
    Style("1.", rf"(\d{{1,3}}){_B}[.．](?:{_NOT_DIGIT}|(?=\d{{1,2}}月|\d{{4}}年))", 12, "heading"),
    Style("1、", rf"(\d{{1,3}}){_B}、(?:{_NOT_DIGIT}|(?=\d{{1,2}}月|\d{{4}}年))", 12, "heading"),
    Style("（1）", rf"[（(〔［]{_B}[?？]?(\d{{1,3}}){_B}[）)〕］][、.．，]?", 13, "heading"),
    Style("1）", r"(\d{1,3})[）)][、.．]?", 14, "heading"),
    Style("①", f"([{ENCLOSED}])[、.．]?", 15, "heading"),
    Style("甲、", "([甲乙丙丁戊己庚辛壬癸])[、.．]", 9, "heading"),
    Style("A.", "([A-Za-z])[.．、）)](?![A-Za-z.])", 16, "heading"),
    Style("Ⅰ.", "([Ⅰ-Ⅻ]|[IVX]{1,5})(?:[.．、]|(?=[ \0]))", 8, "heading"),
    Style("1 ", r"(\d{1,2})[ \0]+(?=[^\d\s\0%％.．、，。）)—\-~～年月日时个万亿元人家户项条次件名份])", 12, "heading"),
    Style("一 ", f"({_C})[ \0]{{1,3}}(?=[^ \0，。、；])", 10, "heading"),
    Style("——", r"(?:—{2}|－{2}|─{2}|--|——)(?=[^—\-─])", 31, "item"),
    Style("•", r"[•●◆■▪◇▲★·➢✓](?=[ \0]*[^ \0•●◆■▪◇▲★·])", 31, "item"),
)
"""Every numbering style, in order of precedence."""

ITEM_STYLES = frozenset(s.name for s in STYLES if s.kind == "item")
_BY_NAME = {s.name: s for s in STYLES}


def _named(styles: tuple[Style, ...]) -> tuple[str, list[Style | None]]:
    parts: list[str] = []
    index: list[Style | None] = [None]
    for s in styles:
        groups = re.compile(s.pattern).groups
        parts.append(f"({s.pattern})")
        index += [s] + [None] * groups
    return "|".join(parts), index


_HASHES = r"(?:#{1,6}[ \0]*)?(?:\*{1,3}|_{2})?[ \0]*"
_ALL, _INDEX = _named(STYLES)
_START = re.compile(f"({_HASHES})(?:{_ALL})")
_START_INDEX = [None, *_INDEX]
STARTS_WITH_MARKER = re.compile(f"{_HASHES}(?:{'|'.join(s.pattern for s in STYLES if s.name not in ('1 ', '一 '))})")
"""Matches a line that begins with a marker of any style but the bare numbers."""

# Inside a line only marks that stand out are looked for; the rest would be noise.
_INNER = tuple(
    s for s in STYLES
    if s.name in ("编", "部分", "章", "节", "条", "一是", "一要", "其一", "第一，", "首先", "一方面", "一、", "㈠",
                  "（一）", "1.1.1", "1.1", "1.", "1、", "（1）", "1）", "①")
)  # fmt: skip
_INNER_ALL, _INNER_INDEX = _named(_INNER)
_INSIDE = re.compile(_INNER_ALL)
# a cheap sieve: a line without any of these holds no inner marker
_SIEVE = re.compile(
    f"[（(〔［][ \0]*[{CHINESE}\\d?—-]|[{CHINESE}][ \0]*[、．.是要]|第[ \0]*[{CHINESE}\\d]|\\d[ \0]*[.．、）)是要]|[{ENCLOSED}]|首先|其[次一二三]|最后|再次|一方面|另一方面"
)


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
    """How many # stand before it; 0 without, 7 for bold marks."""


_ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 4, "然后": 3, "最后": 99, "一方面": 1, "另一方面": 2, "再一方面": 3}


def _number(style: str, numeral: str | None) -> int | None:
    if numeral is None:
        return None
    if numeral in _ORDER:
        return _ORDER[numeral]
    return read_numeral(numeral)


def match_start(view: str, start: int, end: int, line: int) -> Marker | None:
    """Return the marker at a line's start, or None."""
    m = _START.match(view, start, end)
    if m is None:
        return None
    at = m.start() + len(m.group(1))
    group = m.lastindex or 0
    # lastindex is the outermost group that closed last: the style's own
    while group and _START_INDEX[group] is None:
        group -= 1
    style = _START_INDEX[group]
    assert style is not None  # noqa: S101 - the pattern is an alternation of the table's rows
    groups = m.groups()
    numeral = groups[group] if re.compile(style.pattern).groups else None
    hashes = m.group(1).strip(" \0")
    level = hashes.count("#") or (7 if hashes else 0)
    return Marker(at, m.end(), style.name, _number(style.name, numeral), line, "line", level)


def find_markers(view: str, start: int, end: int, line: int) -> list[Marker]:
    """Return the candidates of a line of the view, in order."""
    out: list[Marker] = []
    at = start
    first = match_start(view, start, end, line)
    if first is not None:
        out.append(first)
        at = first.end
    if _SIEVE.search(view, at, end) is None:
        return out
    for m in _INSIDE.finditer(view, at, end):
        group = m.lastindex or 0
        while group and _INNER_INDEX[group] is None:
            group -= 1
        style = _INNER_INDEX[group]
        assert style is not None  # noqa: S101 - as above
        numeral = m.group(group + 1)
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
        if place == "clause" and c in "第按0123456789.．" and style.kind == "heading":
            continue
        out.append(Marker(m.start(), m.end(), style.name, _number(style.name, numeral), line, place, 0))
    return out


def style_of(name: str) -> Style:
    """Return a row of the table by its name."""
    return _BY_NAME[name]
