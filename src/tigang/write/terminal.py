"""Columns, cuts and colours of a terminal.

Post-conditions
---------------
1. `columns` counts East Asian wide and full-width characters as two and marks that combine as none;
   ambiguous ones are one, as terminals draw them outside legacy code pages.
2. What `visible` returns moves no cursor: control characters, direction marks and lone surrogates are
   escapes.
"""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

__all__ = ["BOLD", "COLORS", "DIM", "OWN", "UNTAGGED", "columns", "cut", "paint", "visible"]

BOLD = "1"
DIM = "2"
COLORS = {"target": "32", "initiative": "36", "problem": "31", "plan": "33", "other": "2"}
"""SGR codes of the tags of the package."""
OWN = "35"
"""The SGR code of tags that a model brings."""
UNTAGGED = "34"
"""The SGR code of what is untagged."""

_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class _Widths(dict[str, int]):
    def __missing__(self, char: str) -> int:
        combines = category(char) in ("Mn", "Me", "Cf")
        self[char] = 0 if combines else 2 if east_asian_width(char) in "WF" else 1
        return self[char]


_WIDTHS = _Widths()


def columns(words: str) -> int:
    """Return how many columns of a terminal words take.

    >>> columns("一、A区")
    7
    """
    return len(words) if words.isascii() else sum(map(_WIDTHS.__getitem__, words))


def cut(words: str, room: int, mark: str) -> str:
    """Return words cut to ``room`` columns, the cut shown by a mark.

    >>> cut("加快建设步伐", 9, "…")
    '加快建设…'
    """
    head = words[: room + 1]  # a character without width more or less does not matter here
    if columns(head) <= room and len(head) == len(words):
        return words
    left = room - columns(mark)
    for i, char in enumerate(head):
        left -= _WIDTHS[char]
        if left < 0:
            return head[:i] + mark
    return head + mark


def visible(words: str) -> str:
    r"""Return words with an escape for each character that a terminal would obey.

    >>> visible("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return _HIDDEN.sub(lambda m: m[0].encode("unicode_escape").decode("ascii"), words)


def paint(words: str, code: str) -> str:
    """Return words in a colour; blank ones as they are."""
    return f"\x1b[{code}m{words}\x1b[0m" if words.strip() else words
