"""The names that adverts give to their makers, found again elsewhere in the text.

Terms
-----
name : three to ten Chinese characters of an advert that are no word of the trade.
apart : alone in a bracket, alone in a line, or drawn out by symbols.

Post-conditions
---------------
1. Only stretches that stand apart are returned: a sentence that holds the same characters is left alone.
2. The work is linear in the length of the text; at most `_MOST` names are looked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from tigang.clean.brackets import groups, widen
from tigang.clean.words import bare, canonical, weigh
from tigang.document import Noise
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["find_names"]

_MOST = 16
_LONGEST = 1000
"""Characters of the longest line that may be nothing but a name."""
_AROUND = 40
"""Characters around a span that may change how it is read (bold marks, addresses)."""
_TRADE = lazy(
    r"公[众重种仲中粽]?[号昊浩]|公众平台|微信|薇信|徽信|同名|搜索|搜|关注|回复|扫码|客服|群|会员|更多|最新|免费|领取|下载|更新|原创|首发|出品|整理|提供"
    r"|制作|分享|发布|转载|必究|请|加|本文|本稿|此稿|来自|来源|源自|转自|自|获取|全文|原文|完整版|模板|参考|每日|每天|每晚|全套|海量|精品|尽在|认准|唯一"
    r"|材料|资料|素材|范文|文章|联系|欢迎|专注|永久|限时|独家|期待|备注"
)
_PARTED = lazy(r"[\W\x00-\xff\uff00-\uffef]+")
"""What is no Chinese character, see `HAN`, parts names."""
_GAP = r"[^\w\r\n]{0,2}"
_TRIM = "【】[]［］（）()「」『』“”〔〕｛｝{}《》〈〉<>＜＞"


def find_names(text: str, lines: Sequence[tuple[int, int]], found: Sequence[Noise]) -> list[Noise]:
    """Return the places, not in ``found``, where a name of an advert in ``found`` stands apart.

    Parameters
    ----------
    text
        The decoded source.
    lines
        Start and end of every line that is not blank, white space around it left out.
    found
        The adverts found so far, in any order.
    """
    names = _names(text, lines, found)
    return list(_apart(text, lines, found, names)) if names else []


def _names(text: str, lines: Sequence[tuple[int, int]], found: Sequence[Noise]) -> list[str]:
    names: dict[str, None] = {}
    for n in found:
        if len(names) < 4 * _MOST and n.end - n.start <= 400:
            start, stop = lines[bisect_right(lines, (n.start, len(text))) - 1]
            a, b = max(start, n.start - _AROUND), min(stop, n.end + _AROUND)
            clean = bare(canonical(text[a:b])[n.start - a : n.end - a])
            parts = [
                p for p in _PARTED.split(clean) if len(p) > 3 and len(_TRADE.sub("", p)) > 1
            ]
            parts += [p for p in _PARTED.split(_TRADE.sub(" ", clean)) if len(p) > 2]
            names.update(dict.fromkeys(p for p in parts if len(p) <= 10))
    return sorted(names, key=len, reverse=True)[:_MOST]


def _apart(text: str, lines: Sequence[tuple[int, int]], found: Sequence[Noise], names: list[str]) -> Iterator[Noise]:
    covered = sorted((n.start, n.end) for n in found)
    pattern = re.compile("|".join(_GAP.join(map(re.escape, n)) for n in names))
    end = at = -1
    start = stop = 0
    line = ""
    for m in pattern.finditer(text):
        k = bisect_right(covered, (m.start(), len(text))) - 1
        if m.start() < end or (k >= 0 and m.start() < covered[k][1]):
            continue
        i = bisect_right(lines, (m.start(), len(text))) - 1
        if i != at:
            at, (start, stop) = i, lines[i]
            line = canonical(text[start:stop])
        span = _stretch(line, m.start() - start, m.end() - start, opening=start == 0)
        if span:
            end = start + span[1]
            yield Noise(start + span[0], end, "advert")


def _stretch(text: str, a: int, b: int, *, opening: bool) -> tuple[int, int] | None:
    """Return what stands apart around the name at ``a`` to ``b`` of a canonical line.

    ``opening`` says whether the line is the text's first.
    """
    start, stop = 0, len(text)
    size = len(bare(text[a:b]))
    drawn = b - a >= 2 * size - 1
    for g, h, _ in groups(text, max(start, a - 60), min(stop, b + 60)):
        if g < a and b < h:
            inner = text[g + 1 : h - 1]
            if len(bare(inner).strip(_TRIM)) <= size + 2 or (drawn and weigh(inner).signs > 0):
                return widen(text, g, h, start, stop)
    if drawn:
        # what follows a drawn-out name at the end of a line goes with it, and so do dashes before it
        b = stop if stop - b <= 12 and text[stop - 1] not in "。；" else b
        while a > start and text[a - 1] in "—-－~～|｜ ":
            a -= 1
        return widen(text, a, b, start, stop)
    if stop > _LONGEST:
        return None
    words = bare(text).strip(_TRIM)
    # a line of the name and hardly more; the first line may be a title that begins with the same words
    alone = len(words) <= size + 4 or (len(words) <= size + 12 and weigh(text[start:stop]).signs >= 1)
    return (start, stop) if not opening and alone and text[stop - 1] not in "。；，、：" else None
