"""The words of a sentence or heading in the form that the tagger's weights know.

Terms
-----
plain form : half-width, without blanks, every number reduced to a class: ``0`` for one or two digits, ``9`` for
    longer ones, ``Y`` for the year that the document is about, ``X`` for an earlier one, ``Z`` for a later one,
    ``P`` for a month that lies behind the document's date, ``F`` for one that lies ahead.
clause : a stretch of the plain form up to and with its closing ，；：。！？ and closing quotes.

Post-conditions
---------------
1. No digit but 0 and 9 stands in a plain form, so no long number, date or telephone can get into the weights.
2. The clauses of a plain form joined give it back.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

__all__ = ["Now", "clauses_of", "now_of", "plain", "plain_pieces"]

_FULL = str.maketrans("０１２３４５６７８９％,;:()!?．", "0123456789%，；：（）！？.")
_WIDE = re.compile(f"[{re.escape(''.join(map(chr, _FULL)))}]")
_NUMBER = re.compile(
    r"(?=[\d〇零一二三四五六七八九十百千万亿两\s\0])(?:"  # most positions fail here, at the first character
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?=年|[—－至-])|(?<![\d年个])(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])(?=月(?!均|度|报|刊))"
    r"|\d+(?:\.\d+)?|[〇零一二三四五六七八九十百千万亿两]{3,}|(?P<blank>[\s\0]+))"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年|[—－-])")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年\s*(\d\d?)\s*月\s*\d\d?\s*日")
_UNTIL = re.compile(r"(?:截至|截止|到)(?:目前|(?:19|20)\d\d年)?(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月")
_MONTHS = {m: i for i, m in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_CLAUSE = re.compile(r"[^，；：。！？]*[，；：。！？”’」）]+|[^，；：。！？]+")
_HEAD = 600  # characters in which a document without a year in its title usually names the year


class Now(NamedTuple):
    """When a document speaks."""

    year: int | None
    month: int | None


NEVER = Now(None, None)
"""Of words without a document."""


def now_of(text: str, title: str | None) -> Now:
    """Return the year that a document is about and the month up to which it reports, as far as it tells.

    The year is the first in the title or opening, else the commonest. The month is that of its date, of a
    截至…月 or of 上半年 in the title; December where the date lies in a later year.

    >>> now_of("截至6月底，全部开工。", "某镇2021年上半年工作总结")
    Now(year=2021, month=6)
    """
    words = _half(title or "")
    opening, ending = _half(text[:_HEAD]), _half(text[-_HEAD:])
    found = _YEAR.search(words) or _YEAR.search(opening)
    year: int | None
    if found:
        year = int(found[1])
    else:
        seen = Counter(_YEAR.findall(_half(text[: 100 * _HEAD])))
        year = int(seen.most_common(1)[0][0]) if seen else None
    dates = _DATE.findall(opening) + _DATE.findall(ending)
    if dates and year is not None:
        date_year, month = map(int, dates[-1])
        if date_year > year:
            return Now(year, 12)
        if date_year == year and 1 <= month <= 12:
            return Now(year, month)
    until = [_month(m) for m in _UNTIL.findall(_half(text[: 100 * _HEAD]))]
    if until:
        return Now(year, max(until))
    return Now(year, 6 if "上半年" in words else None)


def _half(words: str) -> str:
    # as translate, which is slow where most characters stay as they are
    return _WIDE.sub(lambda m: m[0].translate(_FULL), words)


def _month(words: str) -> int:
    return _MONTHS.get(words) or int(words)


def _class(m: re.Match[str], now: Now) -> str:
    if m["blank"]:
        return ""
    if m["year"]:
        value = int(m["year"])
        return "Y" if now.year is None or value == now.year else "Z" if value > now.year else "X"
    if m["month"] and now.month is not None:
        return "F" if _month(m["month"]) > now.month else "P"
    return "0" if m.end() - m.start() < 3 else "9"


def plain(words: str, now: Now = NEVER) -> str:
    """Return the plain form.

    >>> plain("到 2030年，新建 12 处，增长15.5％；9月完工", Now(2025, 6))
    '到Z年，新建0处，增长9%；F月完工'
    """
    return _NUMBER.sub(lambda m: _class(m, now), _half(words))


def plain_pieces(words: str, now: Now = NEVER) -> tuple[str, list[int]]:
    """Return the plain form and for each of its characters, and its end, the offset in ``words``.

    >>> plain_pieces("共 12处")
    ('共0处', [0, 2, 4, 5])
    """
    out: list[str] = []
    at: list[int] = []
    pos = 0
    half = _half(words)
    for m in _NUMBER.finditer(half):
        out.append(half[pos : m.start()])
        at.extend(range(pos, m.start()))
        mark = _class(m, now)
        if mark:
            out.append(mark)
            at.append(m.start())
        pos = m.end()
    out.append(half[pos:])
    at.extend(range(pos, len(half)))
    at.append(len(words))
    return "".join(out), at


def clauses_of(form: str) -> list[str]:
    """Return the clauses of a plain form.

    >>> clauses_of("虽有进展，但人手不足。")
    ['虽有进展，', '但人手不足。']
    """
    return _CLAUSE.findall(form)
