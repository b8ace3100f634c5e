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

from tigang.clean.brackets import groups, widen
from tigang.clean.names import find_names
from tigang.clean.words import CJK, ODD, Weight, first_sign, weigh
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
        rf"[-－—·•・.．/／+＋=＝~_。、\s](?<=[{CJK}].)[{CJK}]"
        rf"(?:[-－—·•・.．/／+＋=＝~_。][{CJK}]|[、\s][{CJK}][、\s][{CJK}][、\s][{CJK}])(?![{CJK}])"
    ),
    re.compile(r"[*＊×][*＊×](?:\.|[a-z])"),
    re.compile(r"[★☆◆◇▲△▶◀►◄※∷◎⭐♥❤@＠＃↓↑][★☆◆◇▲△▶◀►◄※∷◎⭐♥❤@＠＃↓↑]"),
    re.compile(rf"[】\])）〕］][【\[(（〔［][{CJK}][】\])）〕］]"),
    re.compile(r"[:：](?<=[信QqXx薇徽溦VvＶＱ].)\s?[A-Za-z\d*＊]"),
    re.compile(
        "公众号|公众平台|众号|客服|素材|范文|代笔|代写|加群|进群(?!众)|群已满|群满|资料群|VX|Vx|vx|V信|v信|Ｖ信|加V|加v|抠抠|扣扣|薇|私信|网盘"
        "|盗用|完整版|免费领|免费下|每日更新|每天更新|谨防|笔杆|文秘|侵删|尽在|写材料|点赞|提取码|pan\\.baidu|长按|阅读原文|关注我|代笔|润笔|打赏|星标|点关注|不迷路|在看|群主|会员群|交流群|本站|本号|广告[:：]|转卖|接单|徽信"
    ),
)
"""Signs that are enough to look at a line."""
_FAINT_TRIGGER = re.compile(
    "微信|会员|文库|倒卖|必究|文稿|代发|入群(?![体众])|QQ|qq|扫码|付费|转载|免费看|下载|模板|星球|小程序|更多|仅供|原创|文案|侵权|领取|同名|VIP|vip|公文|秘书|关注|商业用途|本资料|本材料|写作|www\\.|投稿|稿酬|整理|首发|独家|认准|正版|回复|获取|上传|版权|年费|终身|每天|好文|往期"
)
"""Words of which a line must hold two different ones."""
_PAYWALL = re.compile(
    r"[【\[［〔〖「『(（{｛<＜]{1,2}\s*(?:(?:以[下上]为?|此处|本部分)?(?:是|为)?(?:付费|收费|试读|隐藏|会员|VIP|登录可见|回复可见)"
    r"(?:专享|专属|可见|阅读|查看)?(?:内容|部分|区域?|章节|文章|文字)?(?:从此|到此|由此)?(?:开始|结束|起|止|完|始|终|完毕)?"
    r"(?:处|了)?|(?:下转|上接|紧接)第?[\d一二三四五六七八九十]{1,3}版[^）)】\r\n]{0,12})\s*[】\]］〕〗」』)）}｝>＞]{1,2}"
)
_TEMPLATES = (
    ("付费", re.compile(r"(?<![^\s])以[上下](?:内容|部分|文字)?(?:为|是)?(?:付费|收费)\S{0,8}(?![^\r\n])")),
    ("##", re.compile(r"##[A-Za-z][\w-]{1,30}##")),
    ("{{", re.compile(r"\{\{[^{}\r\n]{1,60}\}\}")),
    ("[", re.compile(r"\[/?(?:hide|reply|pay|vip|color|size|img|url|b|quote)(?:=[^\]\r\n]{0,60})?\]")),
    ("版", re.compile(r"(?:下转|上接)\s?第?[\d一二三四五六七八九十]{1,3}版(?=\s|\Z)")),
)
_SIGN = 0.7
"""Score of the weakest sign; a run of pieces goes on as long as each has one."""
_TAIL = 12
"""Lines at the end of a text in which an advert may run on."""
_OWN = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、]|附[件：:]|抄[送报]|主送|联系人|联系电话|咨询电话|电话)"
    r"|.{0,30}(?:\d{4}|二[〇○０零]..)\s?年.{1,4}月.{1,4}日|.{2,40}(?:局|府|委|办|室|厅|部|院|会|中心|处|站|所|公司|党组|支部|领导小组)$|.*[。；]$",
    re.MULTILINE,
)
"""What a document itself ends with: lists, signature, date, contacts, a paragraph."""
_ALL_DRAWN = re.compile(rf"\W*[{CJK}](?:[^{CJK}\w、\s]{{1,2}}[{CJK}]){{3,}}\W*")
_REACH_OF_WINDOW = 320
_DECOR = rf"[{ODD}]{{2,}}[\s{ODD}]*"
_DECORATED = re.compile(rf"[{ODD}～]{{2}}.*[{ODD}～]{{2}}", re.DOTALL)
_DECORATED_TAIL = re.compile(rf"[{ODD}～]{{2,8}}[^{ODD}～\r\n]{{2,20}}(?:[{ODD}～]{{1,4}}[^{ODD}～\r\n]{{1,20}}){{0,8}}[{ODD}～]{{2,8}}\Z")
_DECOR_START, _DECOR_END = re.compile(rf"[{ODD}]"), re.compile(rf"[{ODD}]\s*\Z")
_CUT = re.compile(rf"[。！？；!?;～]+[”’」』）)】\]]*|(?<=\S\S)\s+(?=\S\S)|\s\s+|{_DECOR}")
_STOP = re.compile(r"[。；！？：]|[一二三四五六七八九十]、")
_BOUNDARY = "。；！？;!? \t\u3000】）)]〕"
_HEADED = re.compile(
    r"\s*(?:[#>*\s]*)(?:第[一二三四五六七八九十百\d]+[章节条部分]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]是|附件)"
)
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
    found.extend(find_names(text, lines, found))
    found.sort(key=lambda n: n.start)
    found.extend(_between(text, lines, found, taken))
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


def _read_window(text: str, start: int, end: int, at_start: bool, at_end: bool) -> list[Noise]:
    found: list[tuple[int, int]] = []
    for a, b, _ in groups(text, start, end):
        if found and a < found[-1][1]:
            continue
        if _group_is_advert(text, a, b, alone=(a == start and at_start and b == end and at_end)):
            found.append((a, b))
    found = [widen(text, a, b, start, end) for a, b in found]
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


def _group_is_advert(text: str, a: int, b: int, *, alone: bool) -> bool:
    inner = text[a + 1 : b - 1]
    if len(inner) < 3:
        return False
    w = weigh(inner)
    # book titles and names in 《》 are seldom adverts, a line that is nothing but a bracket often
    bonus = (0.0 if text[a] == "《" else 0.5 if text[a] in "〈<＜" else 1.0) + (0.5 if alone else 0.0)
    if w.disguise >= 2 and _ALL_DRAWN.fullmatch(inner):
        bonus += 1.0
    return w.score > 0 and w.score + bonus >= _SURE


def _pieces(
    text: str, start: int, end: int, at_start: bool, at_end: bool, touches: bool
) -> Iterator[tuple[int, int]]:
    """Yield the adverts of a stretch that stands in no bracket."""
    if at_start and at_end and _line_is_advert(text, start, end):
        yield start, end
        return
    tail = _DECORATED_TAIL.search(text, start, end) if at_end else None
    if tail and weigh(tail[0]).signs >= _SIGN:
        yield from _pieces(text, start, tail.start(), at_start, at_end=False, touches=True)
        yield tail.start(), end
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
            if a > spans[i][0] and not w.disguise and text[a - 1] not in _BOUNDARY:
                i = k + 1  # a clause of the document that speaks of such things
                continue
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
    decor = _decoration(line)
    w = weigh(line)
    # the longer a line, the more signs it must bear
    enough = w.score + decor + 0.5 >= max(_SURE, (b - a) / 20)
    return enough and (decor > 0 or _has_maker(w)) and first_sign(line) <= 10


def _decoration(text: str) -> float:
    """Return what decoration at the ends of a line or piece adds to its score."""
    if _DECORATED.fullmatch(text):
        return 3.5
    return 0.75 * (bool(_DECOR_START.match(text)) + bool(_DECOR_END.search(text)))


def _has_maker(w: Weight) -> bool:
    """Return whether somebody stands behind it; a plain sentence on books or rights leads to nobody."""
    return w.reachable or w.disguise > 0 or w.score >= 6


def _run_is_advert(text: str, a: int, b: int, w: Weight, *, whole: bool, tail: bool, touches: bool) -> bool:
    run = text[a:b].strip()
    decor = _decoration(run)
    if len(run) > 400 and w.disguise < 2:
        return False
    if touches and (decor or len(run) <= 15):
        return w.score + decor >= _SURE / 2 or (w.signs > 0 and len(run) <= 12)
    if not _has_maker(w):
        return False
    score = w.score + decor + (0.5 if whole or touches else 0.25 if tail else 0.0)
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


def _between(
    text: str, lines: Sequence[tuple[int, int]], found: list[Noise], taken: Collection[int]
) -> Iterator[Noise]:
    """Yield the lines of an advert's block at the end of the text that bear no sure sign themselves."""
    whole = {n.span for n in found}
    tail = range(max(0, len(lines) - _TAIL), len(lines))
    block: list[int] = []
    for i in reversed(tail):
        a, b = lines[i]
        if lines[i] in whole:
            yield from (Noise(*lines[k], "advert") for k in block)
            block = []
        elif i not in taken:
            if _OWN.match(text, a, b) or b - a > 200 or (b - a > 30 and weigh(text[a:b]).signs < 1.4):
                return
            block.append(i)
