"""Read the numerals that official documents count with.

A numeral here is the digits alone, without the words and marks around them. Read are Chinese numerals up
to 九千九百九十九 in plain, financial (壹贰叁) and traditional forms, with 〇 零 ○, 廿 and 卅, digit by digit
(二〇二三) or by place (一百〇一); Arabic digits of half and full width; enclosed forms (① ⑴ ⒈ ㈠ ㊀ ❶);
Roman numerals up to 39; the ten heavenly stems (甲乙丙); and Latin letters.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["CHINESE", "ENCLOSED", "read_numeral"]

_DIGITS = {
    c: i
    for i, cs in enumerate(
        ("〇零○ＯO", "一壹弌—-－", "二贰貳弍两兩", "三叁參叄弎", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for c in cs
}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_ROMAN = {"I": 1, "V": 5, "X": 10}
_STEMS = "甲乙丙丁戊己庚辛壬癸"

CHINESE = "〇零○一二三四五六七八九十百千廿卅两壹贰叁肆伍陆柒捌玖拾佰仟貳兩參叄陸"
"""Every character that a Chinese numeral may hold (dashes mistaken for 一 are read but not listed)."""
ENCLOSED = "①-⑳㉑-㉟㊱-㊿❶-❿➀-➉➊-➓⑴-⒇⒈-⒛㈠-㈩㊀-㊉"
"""Regular expression ranges of the enclosed numerals."""


@lru_cache(maxsize=4096)
def read_numeral(text: str) -> int | None:
    """Return the value of a numeral, or None where ``text`` is none.

    >>> [read_numeral(s) for s in ("一百〇一", "一千二百三十四", "廿三", "１２", "③", "貳", "十", "IV", "丙", "b")]
    [101, 1234, 23, 12, 3, 2, 10, 4, 3, 2]
    >>> read_numeral("二〇二三"), read_numeral("几")
    (2023, None)
    """
    text = "".join(text.split())
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    if len(text) == 1:
        if text in _DIGITS:
            return _DIGITS[text]
        if text in _STEMS:
            return _STEMS.index(text) + 1
        if "Ⅰ" <= text <= "Ⅻ":
            return ord(text) - ord("Ⅰ") + 1
        if text.isascii() and text.isalpha() and text not in _ROMAN:
            return ord(text.lower()) - ord("a") + 1
        if "㈠" <= text <= "㈩":
            return ord(text) - ord("㈠") + 1
        if "㊀" <= text <= "㊉":
            return ord(text) - ord("㊀") + 1
        if text not in _PLACES and text not in _TENS and not text.isalpha():
            value = unicodedata.numeric(text, None)
            return int(value) if value is not None else None
    if all(c in _ROMAN for c in text):
        return _roman(text)
    return _chinese(text)


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _chinese(text: str) -> int | None:
    total, digit, digits = 0, 0, 0
    plain = True
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c] if not digits or not plain else digit * 10 + _DIGITS[c]
            digits += 1
            if _DIGITS[c] == 0 and not plain:
                digits = 0
        elif c in _PLACES:
            total += (digit if digits else 1) * _PLACES[c]
            digit, digits, plain = 0, 0, False
        elif c in _TENS:
            total += _TENS[c]
            digit, digits, plain = 0, 0, False
        else:
            return None
    return total + digit
