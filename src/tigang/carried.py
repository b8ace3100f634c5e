"""The texts that a notice carries, by the names that it gives them.

Terms
-----
cover : the notice itself, before the texts it carries.

Such a text begins at a line that is its name, alone or broken over two lines. The name stands in the cover's
title (关于印发《…》的通知, 关于印发…和…的通知) or in its first lines (《…》已经…同意，现予印发).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["carried_names", "named_at", "plain"]

_SENDING = ("印发", "转发")
_NAME = lazy(r"《([^《》]{4,60})》|[印转]发([^《》]{4,80}?)的通知")
_NAME_END = lazy(
    r"(?:办法|规定|意见|方案|计划|规划|政策|细则|措施|制度|预案|要点|清单|纲要|条例|标准|指南)(?:[（(][^（）()]{1,14}[）)])?$"
)
_MARKS = lazy(r"[\s\0.．。、：:（）()—–－-]")


def plain(s: str) -> str:
    """Return words without blanks and the marks that copies of a name differ in."""
    return _MARKS.sub("", s)


def carried_names(title: str, cover: Sequence[str]) -> frozenset[str]:
    """Return the plain names of the texts that a notice with this title and these first lines carries.

    >>> sorted(carried_names("某市关于印发消防规定和防汛预案的通知", ()))
    ['消防规定', '消防规定和防汛预案', '防汛预案']
    """
    names = [
        m.group(1) or m.group(2)
        for words in (title, *cover)
        if any(s in words for s in _SENDING)
        for m in _NAME.finditer(words)
    ]
    names += [part for n in names for part in re.split("[和及、]", n) if _NAME_END.search(part) and len(part) > 3]
    return frozenset(plain(n) for n in names)


def named_at(text: Sequence[str], i: int, names: frozenset[str]) -> str:
    """Return which of the plain names begins at line ``i``, alone or broken over two lines; "" for none."""
    line = plain(text[i].strip("#*_ \0")) if len(text[i]) <= 90 else ""
    if not line or line in names:
        return line
    both = line + plain(text[i + 1].strip("#*_ \0")) if i + 1 < len(text) and len(text[i + 1]) <= 60 else ""
    return both if both in names else ""
