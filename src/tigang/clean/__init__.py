"""Find what is no part of the document: text → noise spans; nothing is cut out.

Terms
-----
noise : adverts and watermarks, page numbers and running headers, a web page's navigation and footers,
    a crawler's fields, captions, licences, rules, second copies.
line : a stretch without line breaks, white space around it left out; blank ones do not count.

Post-conditions
---------------
1. Spans stand in text order, do not overlap, hold more than white space and neither begin nor end with it.
2. Every span has one of `REASONS`.
3. The work is linear in the length of the text, whatever it holds.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from tigang.clean.adverts import find_adverts
from tigang.clean.chrome import find_chrome
from tigang.clean.pages import find_pages, find_title_copies
from tigang.clean.records import find_records
from tigang.document import Noise

__all__ = ["REASONS", "find_noise"]

REASONS = (
    "advert",
    "mark",
    "page number",
    "running header",
    "web",
    "metadata",
    "caption",
    "licence",
    "copy",
    "rule",
)
_LINE = re.compile(r"\S(?:[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*\S)?")


def find_noise(text: str) -> tuple[Noise, ...]:
    r"""Return the spans of a text that are no part of the document.

    >>> text = "2023年工作总结【更多材料关注公众号：某某文库】\n- 3 -"
    >>> [(text[n.start:n.end], n.reason) for n in find_noise(text)]
    [('【更多材料关注公众号：某某文库】', 'advert'), ('- 3 -', 'page number')]
    """
    lines = [m.span() for m in _LINE.finditer(text)]
    found = [*find_pages(text, lines), *find_records(text, lines)]
    whole = _whole_lines(lines, found)
    found += find_chrome(text, lines, whole)
    found += find_title_copies(text, lines, _whole_lines(lines, found))
    found += find_adverts(text, lines, _whole_lines(lines, found))
    return _settle(text, found)


def _whole_lines(lines: list[tuple[int, int]], found: list[Noise]) -> set[int]:
    """Return the positions of the lines that are noise from end to end."""
    spans = ((n.start, n.end) for n in found)
    at = ((bisect_left(lines, span), span) for span in spans)
    return {i for i, span in at if i < len(lines) and lines[i] == span}


def _settle(text: str, found: list[Noise]) -> tuple[Noise, ...]:
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
