"""Brackets of any kind, the mismatched ones of adverts included.

Terms
-----
group : a stretch from an opening bracket to its closing one, both included.

Post-conditions
---------------
1. Groups come in text order, outer ones before inner ones, at most three deep.
2. The work is linear in the length of the stretch.
"""

from __future__ import annotations

import re

from tigang.patterns import lazy

__all__ = ["groups", "widen"]

_PAIRS = dict(zip("【[［〔〖「『(（{｛<＜〈《〘⟨≪﹛﹝", "】]］〕〗」』)）}｝>＞〉》〙⟩≫﹜﹞", strict=True))
_OPEN, _CLOSE = frozenset(_PAIRS), frozenset(_PAIRS.values())
_BRACKET = lazy("[" + "".join(re.escape(c) for c in (*_PAIRS, *_PAIRS.values())) + "]")
_LONGEST = 240
"""Characters of the longest group; adverts in brackets are short."""
_EDGE_BEFORE = lazy(r"[★·\-—/_+=~～→←　 ]{1,20}\Z")
_EDGE_AFTER = lazy(r"[★·\-—/_+=~～→←　 。！!]{1,20}")


def groups(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    """Return start, end and depth of every bracket group; a closing bracket closes any kind that is open."""
    stack: list[int] = []
    out: list[tuple[int, int]] = []
    for m in _BRACKET.finditer(text, start, end):
        c, at = m[0], m.start()
        if c in _OPEN:
            stack.append(at)
            if len(stack) > 8:
                del stack[0]
        elif stack:
            top = len(stack) - 1
            k = next((k for k in range(top, -1, -1) if _PAIRS[text[stack[k]]] == c), top)
            if at + 1 - stack[k] <= _LONGEST:
                out.append((stack[k], at + 1))
            del stack[k:]
    out.sort(key=lambda g: (g[0], -g[1]))
    deep: list[tuple[int, int, int]] = []
    open_: list[int] = []
    for a, b in out:
        while open_ and open_[-1] <= a:
            open_.pop()
        deep.append((a, b, len(open_)))
        open_.append(b)
    return [g for g in deep if g[2] < 3]


def widen(text: str, a: int, b: int, start: int, end: int) -> tuple[int, int]:
    """Take in the odd symbols of a canonical text that stand just outside the brackets."""
    before = _EDGE_BEFORE.search(text[max(start, a - 20) : a])
    after = _EDGE_AFTER.match(text[b : min(end, b + 20)])
    if before and "★" in before[0]:
        a -= len(before[0].lstrip())
    if after and "★" in after[0]:
        b += len(after[0].rstrip(" \u3000。！!"))
    return a, b
