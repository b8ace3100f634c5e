"""A stretch of the view → its sentences.

A sentence ends at 。！？； (half-width forms too, where they close Chinese text) with the closing quotes and
brackets behind it, or with the stretch.

Post-conditions
---------------
1. Sentences are in order, do not overlap, and hold every character of the stretch but blanks and masks
   between them.
2. No sentence is blank or all mask.
"""

from __future__ import annotations

import re

__all__ = ["END", "split_sentences"]

END = re.compile(r"(?:[。！？!；;]|\?(?!\d))[。！？!?；;]*[”’」』）)】\]\0]*")
_SOLID = re.compile(r"[^ \t\0\n\r]")


def split_sentences(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of ``view[start:end]``, trimmed of blanks and masks.

    >>> split_sentences("一是抓早。 二是抓小；三是抓实", 0, 15)
    [(0, 5), (6, 11), (11, 15)]
    """
    out = []
    at = start
    for m in END.finditer(view, start, end):
        stop = m.end()
        while stop > at and view[stop - 1] == "\0":
            stop -= 1
        first = _SOLID.search(view, at, stop)
        if first is not None:
            out.append((first.start(), stop))
        at = m.end()
    if at < end:
        first = _SOLID.search(view, at, end)
        if first is not None:
            stop = end
            while view[stop - 1] in " \t\0\n\r":
                stop -= 1
            out.append((first.start(), stop))
    return out
