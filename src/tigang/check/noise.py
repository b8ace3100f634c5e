"""Checks of what does not belong into the text: adverts, page furniture, hidden and damaged characters."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tigang.check.facts import HIDDEN, Finding
from tigang.patterns import lazy

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from tigang.check.facts import Facts

__all__ = ["find_adverts", "find_chrome", "find_damaged", "find_hidden", "find_pages", "find_radicals"]

_RADICAL = lazy("[\u2e80-\u2fdf\uf900-\ufaff]")
_DAMAGED = lazy("[\ufffd\ue000-\uf8ff]")
_CUT = 20


def _shown(words: str) -> str:
    solid = " ".join(words.split())
    return solid if len(solid) <= _CUT else f"{solid[:_CUT]}…"


def _noise(facts: Facts, reasons: tuple[str, ...], message: str) -> Iterator[Finding]:
    """Yield the noise of some reasons, what only blanks part as one."""
    text = facts.text
    merged: list[tuple[int, int]] = []
    for n in facts.document.noise:
        if n.reason not in reasons:
            continue
        if merged and not text[merged[-1][1] : n.start].strip():
            merged[-1] = (merged[-1][0], n.end)
        else:
            merged.append((n.start, n.end))
    for start, end in merged:
        yield Finding(start, end, message.format(_shown(text[start:end])))


def find_adverts(facts: Facts) -> Iterator[Finding]:
    """Yield adverts, watermarks and pay-wall marks."""
    yield from _noise(facts, ("advert", "mark"), "文中夹有广告或水印“{}”")


def find_pages(facts: Facts) -> Iterator[Finding]:
    """Yield page numbers and running headers."""
    yield from _noise(facts, ("page number", "running header"), "文中夹有页码或页眉“{}”")


def find_chrome(facts: Facts) -> Iterator[Finding]:
    """Yield what a web page or a crawler left."""
    yield from _noise(facts, ("web", "metadata", "licence", "copy"), "文中夹有网页残留内容“{}”")


def _odd(facts: Facts, kind: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield the first odd character of a kind in each line."""
    text = facts.text
    line_end = -1
    for at in facts.odd:
        if at > line_end and kind.match(text, at):
            yield at, text[at]
            line_end = text.find("\n", at)
            if line_end < 0:
                return


def find_hidden(facts: Facts) -> Iterator[Finding]:
    """Yield, once a line, characters that show nothing."""
    for at, c in _odd(facts, HIDDEN):
        if at:  # a byte order mark may open the text
            yield Finding(at, at + 1, f"有不可见字符 U+{ord(c):04X}")


def find_radicals(facts: Facts) -> Iterator[Finding]:
    """Yield, once a line, radicals and compatibility forms that stand for a character."""
    for at, c in _odd(facts, _RADICAL):
        plain = unicodedata.normalize("NFKC", c)
        if plain != c:
            yield Finding(at, at + 1, f"“{c}”（U+{ord(c):04X}）是形近的部首或兼容字，应为“{plain}”")


def find_damaged(facts: Facts) -> Iterator[Finding]:
    """Yield, once a line, characters that a wrong conversion left."""
    for at, c in _odd(facts, _DAMAGED):
        yield Finding(at, at + 1, f"有无法识别的字符 U+{ord(c):04X}，文字可能已经损坏")
