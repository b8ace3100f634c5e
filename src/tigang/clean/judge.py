"""Tell an advert's words from the document's within one window of a line.

Terms
-----
group : a bracket with what it holds, see `tigang.clean.brackets`.
piece : a part of a window between sentence ends, blanks, runs of decoration and groups.
run : pieces next to each other that each bear a sign of an advert.
decoration : two or more odd symbols together, ★☆ or ▲▲, or one at the very end of a line or piece.

Post-conditions
---------------
1. Spans lie within the window, stand in text order and do not overlap.
2. A heading's own words before an advert are left out.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tigang.clean.brackets import groups, widen
from tigang.clean.words import HAN, Weight, first_sign, weigh
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SIGN", "find_in_window"]

_SURE = 4.0
"""Score from which a group or line is an advert; see `tigang.clean.words.weigh` for the scale."""
_PROSE = 5.0
"""The same for an undisguised piece of running text."""
_SENTENCE = 5.5
"""The same for an undisguised line that is a sentence with its full stop."""
SIGN = 0.7
"""Score of the weakest sign; a run goes on as long as each piece has one."""

_BONUS = {"《": 0.0, "〈": 0.5, "<": 0.5, "＜": 0.5, "（": 1.0, "(": 1.0, "「": 1.0, "【": 1.5}
_RARE_BONUS = 2.0
"""What a bracket adds to the score of what it holds; the rest are seldom put around a document's own phrases."""
_DECOR = r"[★～]{2,}[\s★～]*"
_DECORATED = lazy(r"[★～]{2}.*[★～]{2}", re.DOTALL)
_DECORATED_TAIL = lazy(r"[★～]{2,8}[^★～\r\n]{2,20}(?:[★～]{1,4}[^★～\r\n]{1,20}){0,8}[★～]{2,8}\Z")
_CUT = lazy(rf"{_DECOR}|[。！？；!?;～]+[”’」』）)】\]]*|(?<=\S\S)\s+(?=\S\S)|\s\s+")
_ENDED = lazy(r"\w[。；]")
_STOP = lazy(r"[。；！？：]|[一二三四五六七八九十]、")
_BOUNDARY = "。；！？;!? \t\u3000】）)]〕"
_HEADED = lazy(
    r"[\s#>★]*(?:第[一二三四五六七八九十百\d]+[章节条部分]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]是|附件)"
)
_ALL_DRAWN = lazy(rf"[^\w]*{HAN}(?:[^\w、\s]{{1,3}}{HAN}){{3,}}[^\w]*")


def find_in_window(text: str, start: int, end: int, *, at_start: bool, at_end: bool) -> list[tuple[int, int]]:
    """Return the spans of the adverts between ``start`` and ``end``.

    Parameters
    ----------
    text
        The canonical text.
    start, end
        The window.
    at_start, at_end
        Whether the window begins and ends with its line.
    """
    found: list[tuple[int, int]] = []
    for a, b, _ in groups(text, start, end):
        if found and a < found[-1][1]:
            continue
        if _is_group(text, a, b, alone=a == start and at_start and b == end and at_end):
            found.append((a, b))
    found = [widen(text, a, b, start, end) for a, b in found]
    rest: list[tuple[int, int]] = []
    at = start
    for a, b in [*found, (end, end)]:
        if a > at:
            rest.append((at, a))
        at = max(at, b)
    edges = {x for span in found for x in span}
    for a, b in rest:
        touches = a in edges or b in edges
        first, last = at_start and a == start, at_end and b == end
        found.extend(_pieces(text, a, b, at_start=first, at_end=last, touches=touches))
    found.sort()
    return _joined(text, found)


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join adverts that a few characters of theirs part."""
    out: list[tuple[int, int]] = []
    for a, b in spans:
        gap = text[out[-1][1] : a] if out else ""
        if out and (not gap.strip() or (len(gap) <= 12 and not _STOP.search(gap))):
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _is_group(text: str, a: int, b: int, *, alone: bool) -> bool:
    inner = text[a + 1 : b - 1]
    if len(inner) < 3:
        return False
    w = weigh(inner)
    # book titles and names in 《》 are seldom adverts, a line that is nothing but a bracket often
    bonus = _BONUS.get(text[a], _RARE_BONUS) + (0.5 if alone else 0.0)
    if w.disguise >= 2 and _ALL_DRAWN.fullmatch(inner):
        bonus += 2.0 if text[a] == "《" else 1.0
    return w.score > 0 and w.score + bonus >= _SURE


def _pieces(
    text: str, start: int, end: int, *, at_start: bool, at_end: bool, touches: bool
) -> Iterator[tuple[int, int]]:
    """Yield the adverts of a stretch that stands in no bracket."""
    if at_start and at_end and _is_line(text, start, end):
        yield start, end
        return
    tail = _DECORATED_TAIL.search(text, start, end) if at_end else None
    if tail and weigh(tail[0]).signs >= SIGN:
        yield from _pieces(text, start, tail.start(), at_start=at_start, at_end=False, touches=True)
        yield tail.start(), end
        return
    cuts = {start, end}
    for m in _CUT.finditer(text, start, end):
        # decoration opens a piece, all else closes one
        cuts.add(m.start() if m[0][0] in "★～" and len(m[0]) > 1 else m.end())
    order = sorted(cuts)
    spans = [(a, b) for a, b in pairwise(order) if text[a:b].strip()]
    signs = [weigh(text[a:b]).signs for a, b in spans]
    i = 0
    while i < len(spans):
        k = i
        while k < len(spans) and signs[k] >= SIGN:
            k += 1
        if k > i:
            a, b = spans[i][0], spans[k - 1][1]
            first, last = at_start and i == 0, at_end and k == len(spans)
            w = weigh(text[a:b])
            if _is_run(text[a:b].strip(), w, whole=first and last, tail=last, touches=touches):
                x, b = _trimmed(text, a, b, at_line_start=first)
                # undisguised, within a clause: the document speaks of such things
                if x == a or w.disguise or text[x - 1] in _BOUNDARY:
                    # what an advert leaves of its line is its own: an account's figures, a last decoration
                    if at_end and end - b <= 30 and text[end - 1] not in "。；":
                        b, k = end, len(spans)
                    if at_start and not any(c.isalnum() for c in text[start:x]):
                        x = start
                    yield x, b
        i = k + 1


def _is_line(text: str, a: int, b: int) -> bool:
    """Return whether a whole line is an advert; the longer it is, the more signs it must bear."""
    if b - a > 300 or _HEADED.match(text, a, b):
        return False
    line = text[a:b]
    w = weigh(line)
    decor = _decoration(line)
    if b - a > 10 and _ALL_DRAWN.fullmatch(line):
        decor += 2.0
    if w.score + decor + 0.5 < max(_SURE, (b - a) / 20):
        return False
    if line[-1] == "。" and not w.disguise and w.score < _SENTENCE:
        return False
    first = first_sign(line)
    # a sentence that ends before the first sign is the document's own
    return (decor > 0 or _has_maker(w)) and first <= 10 and not _ENDED.search(line, 0, first)


def _is_run(run: str, w: Weight, *, whole: bool, tail: bool, touches: bool) -> bool:
    decor = _decoration(run)
    if len(run) > 400 and w.disguise < 2:
        return False
    if touches and (decor or len(run) <= 15):
        return w.score + decor >= _SURE / 2 or (w.signs > 0 and len(run) <= 12)
    if not _has_maker(w):
        return False
    score = w.score + decor + (0.5 if whole or touches else 0.25 if tail else 0.0)
    if w.disguise >= 0.9:
        enough = _SURE
    elif run[-1] == "。":
        enough = _SENTENCE
    else:
        enough = _SURE if whole or touches else _PROSE
    return w.score > 0 and score >= enough


def _decoration(text: str) -> float:
    """Return what decoration at the ends of a line or piece adds to its score."""
    if _DECORATED.fullmatch(text):
        return 3.5
    return 2.0 if text[0] == text[-1] == "★" else 0.75 * ((text[0] == "★") + (text[-1] == "★"))


def _has_maker(w: Weight) -> bool:
    """Return whether somebody stands behind it; a plain sentence on books or rights leads to nobody."""
    return w.reachable or w.disguise > 0 or w.score >= 6


def _trimmed(text: str, a: int, b: int, *, at_line_start: bool) -> tuple[int, int]:
    """Leave a heading's own words, which stand before the first sign, out of a run."""
    if at_line_start:
        first = first_sign(text[a:b])
        if first > 10 or (first > 0 and _HEADED.match(text, a, b)):
            a += first
            while text[a - 1] in "【[（(〔★～":
                a -= 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b
