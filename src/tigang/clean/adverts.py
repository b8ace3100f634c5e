"""Adverts and watermarks: text → noise spans of reason ``advert`` and ``mark``.

Terms
-----
trigger : a cheap sign that a line may hold an advert: an odd symbol between Chinese characters, a word of
    the trade, single characters drawn apart. Lines without one are never looked at.
window : the stretch around the triggers of a line that is looked at; a short line is one window.
group : a stretch from an opening bracket to its closing one, of whatever kind each of them is.
piece : a part of a window between sentence ends, blanks, runs of decoration and groups.

Post-conditions
---------------
1. Spans lie within one line, do not overlap and stand in text order.
2. The work is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from tigang.clean.words import CJK, ODD, Weight, bare, first_sign, weigh
from tigang.document import Noise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["find_adverts", "find_marks"]

_SURE = 4.0
"""Score from which a group or line is an advert; see `tigang.clean.words.weigh` for the scale."""
_PROSE = 5.0
"""The same for an undisguised piece of running text."""

_TRIGGERS = (
    re.compile(rf"[{ODD}](?<=[{CJK}\w'\"”」』】）》].)[{ODD} ]{{0,3}}[{CJK}]"),
    re.compile(
        rf"[-－—·•・.．/／+＋_。、\s](?<=[{CJK}].)[{CJK}]"
        rf"(?:[-－—·•・.．/／+＋_。][{CJK}]|[、\s][{CJK}][、\s][{CJK}][、\s][{CJK}])(?![{CJK}])"
    ),
    re.compile(r"[*＊×]{2}(?:\.|[a-z])"),
    re.compile(
        "公众号|公众平台|众号|客服|素材|范文|代笔|代写|加群|进群|群已满|群满|资料群|VX|Vx|vx|V信|v信|Ｖ信|加V|加v|抠抠|扣扣|薇|私信|网盘"
        "|倒卖|盗用|完整版|免费领|免费下|文库|每日更新|每天更新|谨防|笔杆|文秘|必究|侵删|尽在|写材料|点赞"
    ),
)
"""Signs that are enough to look at a line."""
_FAINT_TRIGGER = re.compile(
    "微信|会员|文稿|代发|入群(?![体众])|QQ|qq|扫码|付费|转载|免费看|下载|模板|星球|小程序|更多|仅供|原创|文案|侵权|领取|同名|VIP|vip|公文|秘书|关注"
)
"""Words of which a line must hold two different ones."""
_PAYWALL = re.compile(
    r"[【\[［〔〖「『(（{｛<＜]{1,2}\s*(?:(?:以[下上]为?|此处|本部分)?(?:是|为)?(?:付费|收费|试读|隐藏|会员|VIP|登录可见|回复可见)"
    r"(?:专享|专属|可见|阅读|查看)?(?:内容|部分|区域?|章节|文章|文字)?(?:从此|到此|由此)?(?:开始|结束|起|止|完|始|终|完毕)?"
    r"(?:处|了)?|(?:下转|上接|紧接)第?[\d一二三四五六七八九十]{1,3}版[^）)】\r\n]{0,12})\s*[】\]］〕〗」』)）}｝>＞]{1,2}"
)
_TEMPLATES = (
    ("##", re.compile(r"##[A-Za-z][\w-]{1,30}##")),
    ("{{", re.compile(r"\{\{[^{}\r\n]{1,60}\}\}")),
    ("[", re.compile(r"\[/?(?:hide|reply|pay|vip|color|size|img|url|b|quote)(?:=[^\]\r\n]{0,60})?\]")),
    ("版", re.compile(r"(?:下转|上接)\s?第?[\d一二三四五六七八九十]{1,3}版(?=\s|\Z)")),
)
_PAIRS = dict(zip("【[［〔〖「『(（{｛<＜〈《〘⟨≪", "】]］〕〗」』)）}｝>＞〉》〙⟩≫", strict=True))
_OPEN, _CLOSE = frozenset(_PAIRS), frozenset(_PAIRS.values())
_BRACKET = re.compile("[" + "".join(re.escape(c) for c in (*_PAIRS, *_PAIRS.values())) + "]")
_SIGN = 0.7
"""Score of the weakest sign; a run of pieces goes on as long as each has one."""
_LONGEST_GROUP = 240
_REACH_OF_WINDOW = 320
_DECOR = rf"[{ODD}]{{2,}}[\s{ODD}]*"
_DECOR_START, _DECOR_END = re.compile(rf"[{ODD}]"), re.compile(rf"[{ODD}]\s*\Z")
_CUT = re.compile(rf"[。！？；!?;～]+[”’」』）)】\]]*|(?<=\S\S)\s+(?=\S\S)|\s\s+|{_DECOR}")
_HEADED = re.compile(
    r"\s*(?:[#>*\s]*)(?:第[一二三四五六七八九十百\d]+[章节条部分]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]是|附件)"
)
_EDGE_BEFORE = re.compile(rf"[{ODD}·\-—/|｜_+=~～→←　 ]{{1,20}}\Z")
_EDGE_AFTER = re.compile(rf"[{ODD}·\-—/|｜_+=~～→←　 。！!]{{1,20}}")

def find_marks(text: str) -> list[Noise]:
    """Return pay-wall marks, template marks and a newspaper's jumps from page to page."""
    found = [Noise(m.start(), m.end(), "mark") for m in _PAYWALL.finditer(text)]
    for needle, pattern in _TEMPLATES:
        if needle in text:
            found += [Noise(m.start(), m.end(), "mark") for m in pattern.finditer(text)]
    return found


def find_adverts(text: str, lines: Sequence[tuple[int, int]], taken: Collection[int] = ()) -> list[Noise]:
    """Return adverts and watermarks, the repetitions of their names included.

    Parameters
    ----------
    text
        The decoded source.
    lines
        Start and end of every line that is not blank, white space around it left out.
    taken
        Positions in ``lines`` of those that are noise for another reason; they are not looked at.
    """
    starts = [a for a, _ in lines]
    hits: dict[int, list[int]] = {}
    for trigger in _TRIGGERS:
        for m in trigger.finditer(text):
            i = bisect_right(starts, m.start()) - 1
            if i >= 0 and i not in taken:
                hits.setdefault(i, []).append(m.start())
    faint: dict[int, dict[str, int]] = {}
    for m in _FAINT_TRIGGER.finditer(text):
        i = bisect_right(starts, m.start()) - 1
        if i in hits or i not in taken:
            faint.setdefault(i, {})[m[0]] = m.start()
    for i, words in faint.items():
        if len(words) > 1:
            hits.setdefault(i, []).extend(words.values())
    found: list[Noise] = []
    for i in sorted(hits):
        for a, b in _windows(text, *lines[i], sorted(hits[i])):
            found.extend(_read_window(text, a, b, a == lines[i][0], b == lines[i][1]))
    found.extend(_repeated(text, lines, starts, found))
    found.sort(key=lambda n: n.start)
    return found


def _windows(text: str, start: int, end: int, hits: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a line to look at, cut where sentences end."""
    if end - start <= 2 * _REACH_OF_WINDOW:
        yield start, end
        return
    a = b = -1
    for h in hits:
        if h < b:
            continue
        x = max(start, h - _REACH_OF_WINDOW, b)
        if x > start and x != b:
            cut = text.find("。", x, h)
            x = cut + 1 if cut >= 0 else x
        y = min(end, h + _REACH_OF_WINDOW)
        if x <= b:
            b = y
            continue
        if a >= 0:
            yield a, b
        a, b = x, y
    if a >= 0:
        yield a, b


def _groups(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
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
            k = next((k for k in range(len(stack) - 1, -1, -1) if _PAIRS[text[stack[k]]] == c), len(stack) - 1)
            if at + 1 - stack[k] <= _LONGEST_GROUP:
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


def _read_window(text: str, start: int, end: int, at_start: bool, at_end: bool) -> list[Noise]:
    found: list[tuple[int, int]] = []
    for a, b, _ in _groups(text, start, end):
        if found and a < found[-1][1]:
            continue
        if _group_is_advert(text, a, b, alone=(a == start and at_start and b == end and at_end)):
            found.append((a, b))
    found = [_widen(text, a, b, start, end) for a, b in found]
    rest: list[tuple[int, int]] = []
    at = start
    for a, b in [*found, (end, end)]:
        if a > at:
            rest.append((at, a))
        at = max(at, b)
    for a, b in rest:
        touches = any(b == x or a == y for x, y in found)
        found.extend(_pieces(text, a, b, at_start and a == start, at_end and b == end, touches))
    found.sort()
    return [Noise(a, b, "advert") for a, b in _joined(text, found)]


def _widen(text: str, a: int, b: int, start: int, end: int) -> tuple[int, int]:
    """Take in the symbols that a disguise left just outside the brackets."""
    before = _EDGE_BEFORE.search(text[max(start, a - 20) : a])
    after = _EDGE_AFTER.match(text[b : min(end, b + 20)])
    if before and any(c in "@#%^*~&❤★☆◆◇▲" for c in before[0]):
        a -= len(before[0].lstrip())
    if after and any(c in "@#%^*~&❤★☆◆◇▲" for c in after[0]):
        b += len(after[0].rstrip(" \u3000。！!"))
    return a, b


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for a, b in spans:
        if out and not text[out[-1][1] : a].strip():
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _group_is_advert(text: str, a: int, b: int, *, alone: bool) -> bool:
    inner = text[a + 1 : b - 1]
    if len(inner) < 3:
        return False
    w = weigh(inner)
    # book titles and names in 《》 are seldom adverts, a line that is nothing but a bracket often
    bonus = (0.0 if text[a] in "《〈<＜" else 1.0) + (0.5 if alone else 0.0)
    return w.score > 0 and w.score + bonus >= _SURE


def _pieces(
    text: str, start: int, end: int, at_start: bool, at_end: bool, touches: bool
) -> Iterator[tuple[int, int]]:
    """Yield the adverts of a stretch that stands in no bracket."""
    if at_start and at_end and _line_is_advert(text, start, end):
        yield start, end
        return
    cuts = {start, end}
    for m in _CUT.finditer(text, start, end):
        # decoration opens a piece, all else closes one
        cuts.add(m.end() if m[0][0] in "。！？；!?;～" or m[0].isspace() else m.start())
    order = sorted(cuts)
    spans = [(a, b) for a, b in zip(order, order[1:], strict=False) if text[a:b].strip()]
    signs = [weigh(text[a:b]).signs for a, b in spans]
    i = 0
    while i < len(spans):
        if signs[i] < _SIGN:
            i += 1
            continue
        k = i
        while k + 1 < len(spans) and signs[k + 1] >= _SIGN:
            k += 1
        a, b = spans[i][0], spans[k][1]
        first, last = at_start and i == 0, at_end and k == len(spans) - 1
        w = weigh(text[a:b])
        if _run_is_advert(text, a, b, w, whole=first and last, tail=last, touches=touches):
            a, b = _trimmed_run(text, a, b, at_line_start=first)
            # what an advert leaves of its line is its own: figures of an account, a last decoration
            if at_end and end - b <= 30 and text[end - 1] not in "。；":
                b = end
                k = len(spans)
            yield a, b
        i = k + 1


def _line_is_advert(text: str, a: int, b: int) -> bool:
    if b - a > 300 or _HEADED.match(text, a, b):
        return False
    line = text[a:b]
    decor = 0.75 * (bool(_DECOR_START.match(line)) + bool(_DECOR_END.search(line)))
    # the longer a line, the more signs it must bear
    return weigh(line).score + decor + 0.5 >= max(_SURE, (b - a) / 20) and first_sign(line) <= 10


def _run_is_advert(text: str, a: int, b: int, w: Weight, *, whole: bool, tail: bool, touches: bool) -> bool:
    run = text[a:b].strip()
    decor = bool(_DECOR_START.match(run)) + bool(_DECOR_END.search(run))
    if len(run) > 400 and w.disguise < 2:
        return False
    if touches and (decor or len(run) <= 15):
        return w.score + decor >= _SURE / 2
    score = w.score + 0.75 * decor + (0.5 if whole or touches else 0.25 if tail else 0.0)
    return w.score > 0 and score >= (_SURE if w.disguise >= 0.9 or whole or touches else _PROSE)


def _trimmed_run(text: str, a: int, b: int, *, at_line_start: bool) -> tuple[int, int]:
    """Leave a heading's own words, which stand before the first sign, out of the run."""
    if at_line_start:
        first = first_sign(text[a:b])
        if first > 10 or (first > 0 and _HEADED.match(text, a, b)):
            a += first
            while text[a - 1] in "【[（(〔" or _DECOR_START.match(text[a - 1]):
                a -= 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b


# -- names ------------------------------------------------------------------------------------------------

_NAME_AFTER = re.compile(rf"(?:公众号|号|微信|同名|搜|关注|群|自|源)[：:]?([{CJK}]{{3,8}})(?![{CJK}])")
_COMMON = re.compile(r"材料|资料|更多|免费|会员|公众|微信|客服|领取|下载|更新|原创|参考|扫码|回复|关注|全文|模板|必究|请|加")


def _names(text: str, found: list[Noise]) -> set[str]:
    """Return the bare names that the adverts give to their makers."""
    names: set[str] = set()
    for n in found:
        raw = text[n.start : n.end]
        clean = bare(raw).strip("【】[]（）()「」『』“”")
        candidates = [m[1] for m in _NAME_AFTER.finditer(clean)]
        if 3 <= len(clean) <= 10:
            candidates.append(clean)
        names.update(c for c in candidates if re.fullmatch(f"[{CJK}]{{3,10}}", c) and not _COMMON.search(c))
    return names


def _repeated(
    text: str, lines: Sequence[tuple[int, int]], starts: list[int], found: list[Noise]
) -> Iterator[Noise]:
    """Yield the other places where a name that the adverts gave stands apart from the text."""
    names = sorted(_names(text, found), key=len, reverse=True)[:12]
    if not names:
        return
    covered = sorted((n.start, n.end) for n in found)
    begins = [a for a, _ in covered]
    gap = rf"[{ODD}\-－—·•・.．/／+＋_\s。、]{{0,2}}"
    pattern = re.compile("|".join(gap.join(map(re.escape, n)) for n in names))
    end = -1
    for m in pattern.finditer(text):
        k = bisect_right(begins, m.start()) - 1
        if m.start() < end or (k >= 0 and m.start() < covered[k][1]):
            continue
        i = bisect_right(starts, m.start()) - 1
        a, b = lines[i]
        if b - a <= 40 and not _HEADED.match(text, a, b) and text[b - 1] not in "。；，、：":
            x, y = a, b
        else:
            near = max(a, m.start() - 60), min(b, m.end() + 60)
            around = [(g, h) for g, h, _ in _groups(text, *near) if g < m.start() and m.end() < h]
            if around:
                x, y = around[0]
            elif m.end() - m.start() >= 2 * len(bare(m[0])) - 1:
                x, y = _widen(text, m.start(), m.end(), a, b)
            else:
                continue
        end = y
        yield Noise(x, y, "advert")
