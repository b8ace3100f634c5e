"""Find what is no part of the document: text → noise spans; nothing is cut out."""

from __future__ import annotations

import re

from tigang.clean.adverts import find_adverts, find_marks
from tigang.document import Noise

__all__ = ["find_noise"]

_LINE = re.compile(r"[^\s\u200b\ufeff](?:[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*[^\s\u200b\ufeff])?")


def find_noise(text: str) -> tuple[Noise, ...]:
    """Return spans."""
    lines = [m.span() for m in _LINE.finditer(text)]
    found = find_marks(text)
    found += find_adverts(text, lines, found)
    return _settled(text, found)


def _settled(text: str, found: list[Noise]) -> tuple[Noise, ...]:
    """Sort, trim and part the spans; where two overlap, the one that begins first keeps its characters."""
    out: list[Noise] = []
    end = 0
    for n in sorted(found, key=lambda n: (n.start, -n.end)):
        a, b = max(n.start, end), n.end
        raw = text[a:b]
        a, b = a + len(raw) - len(raw.lstrip()), b - len(raw) + len(raw.rstrip())
        if a < b:
            out.append(Noise(a, b, n.reason))
            end = b
    return tuple(out)
