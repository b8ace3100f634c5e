"""Adverts and watermarks: text → noise spans of reason ``advert``.

Terms
-----
trigger : a cheap sign that a line may hold an advert: an odd symbol between Chinese characters, a word of
    the trade, single characters drawn apart. Lines without one are never looked at.
window : the stretch around the triggers of a line that is looked at; a short line is one window.
block : the lines at the end of a text in which an advert runs on.

Post-conditions
---------------
1. Spans lie within one line and do not overlap.
2. The work is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from tigang.clean.judge import SIGN, find_in_window
from tigang.clean.names import find_names
from tigang.clean.words import HAN, ODD, canonical, weigh
from tigang.document import Noise

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["find_adverts"]

_SEPARATOR = "[-－—·•・.．/／+＋=＝~_。%％]"
_DOUBLED = "[★☆◆◇▲△▶◀►◄※∷◎⭐♥❤@＠＃~↓↑→←]"
_SPELT = r"[^\w\r\n]{0,2}[ZzＺ][^\w\r\n]{0,2}[HhＨ]"
"""G·Z·H, what is left of 公众号."""
_CLOSES = r"】\])）〕］"
_TRIGGERS = (
    # signs whose first character is rare, in one pass
    re.compile(
        rf"[{ODD}★☆◆◇▲△▶◀►◄※∷◎⭐♥❤@＠＃~↓↑→←{_CLOSES}:：*＊×](?:"
        rf"(?<=[{ODD}])(?<=[\w'\"”」』】）》].)(?=[{ODD} ]{{0,3}}{HAN})"
        rf"|(?<={_DOUBLED})(?={_DOUBLED})"
        rf"|(?<=[{_CLOSES}])(?=[【\[(（〔［]{HAN}[{_CLOSES}])"
        r"|(?<=[:：])(?<=[信微QqXx薇徽溦VvＶＱ].)(?=\s?[A-Za-z\d*＊])"
        r"|(?<=[*＊×])(?=[*＊×](?:\.|[a-z]))"
        r"|(?<=[❤♥])(?<=[VvＶⅤ微薇].))"
    ),
    re.compile(
        rf"[-－—·•・.．/／+＋=＝~_。%％、\s](?<={HAN}.){HAN}"
        rf"(?:{_SEPARATOR}{HAN}|[、\s]{HAN}[、\s]{HAN}[、\s]{HAN})(?!{HAN})"
    ),
    # every alternative begins with a character and not with a class: so the matcher looks for the first ones alone
    re.compile(
        r"公众号|公众平台|众号|客服|素材|范文|代写|代笔|润笔|加群|进群(?!众)|群已满|群满|群主|资料群|资源群|会员群|交流群|VX|Vx|vx|V信|v信|Ｖ信"
        r"|加V|加v|嘉V|嘉v|佳V|佳v|亻言|小[呈橙]序|抠抠|扣扣|薇|徽信|私信|私聊|网盘|完整版|免费领|免费下|免费拿|每日更新|每天更新|谨防|笔杆|文秘|侵删|尽在|写材料|点赞|提取码|pan\.baidu"
        r"|长按|阅读原文|阅读全文|关注我|打赏|星标|点关注|不迷路|在看|本站|本号|广告[:：]|转卖|接单|ＱＱ|小红书"
        r"|公重号|公种号|公仲号|公粽号|公纵号|公[A-Za-z]{1,4}[号浩昊]|鹅裙|扣裙|资料裙|交流裙|进裙|入裙|裙号|加扣|掏宝|写稿|急稿|详咨|勿扰|私："
        r"|点[a-z]{2}(?<=[a-z]点..)|绿泡泡|欲知|余下内容|剩余部分|试读|求稿|彩蛋|会员日|续费|拼单|秒取|金句|仿写|小编|立享|未授权"
        rf"|G{_SPELT}|g{_SPELT}|Ｇ{_SPELT}"
        r"|笔友|粉丝群|限免|朋友圈|橱窗|转售"
    ),
    # digits of several scripts in one account
    re.compile(
        r"[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖洞幺拐❶-❿](?:(?<=\d.)(?=\d)|(?<=\d[零壹贰叁肆伍陆柒捌玖洞幺❶-❿])"
        r"|(?=\d\d?[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖])|(?<=[洞幺拐].))"
    ),
    re.compile(r"[①-⑳⓪❶-❿](?:(?<=[A-Za-z].)|(?=[A-Za-z][A-Za-z]))"),
)
"""Signs that are enough to look at a line."""
_FAINT = re.compile(
    r"微信|会员|文库|倒卖|必究|文稿|代发|入群(?![体众])|QQ|qq|扫码|付费|付款|转载|免费看|下载|模板|星球|小程序|更多|仅供|原创|文案|侵权|领取|同名|VIP|vip|公文"
    r"|秘书|关注|商业用途|本资料|本材料|写作|www\.|投稿|稿酬|整理|首发|独家|认准|正版|回复|获取|上传|版权|年费|终身|每天|好文|往期|二维码|扫描|仅需|低至|断更|稿源|未经|全网|入会|订阅|半价"
)
"""Words of which a line must hold two different ones, `_NEAR` each other."""
_NEAR = 60
_REACH = 320
"""Characters around a trigger that are looked at."""
_TAIL = 12
"""Lines at the end of a text that a block may have."""
_OWN = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、]|附[件：:]|抄[送报]|主送|联系人|(?:联系|咨询)?电话)"
    r"|.{0,30}(?:\d{4}|二[〇○０零]..)\s?年.{1,4}月.{1,4}日|.{2,40}(?:局|府|委|办|室|厅|部|院|会|中心|处|站|所|公司|党组|支部|领导小组)$"
    r"|.*[。；]$",
    re.MULTILINE,
)
"""What a document itself ends with: lists, signature, date, contacts, a paragraph."""


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
    found: list[Noise] = []
    hits = _hits(text, lines, taken)
    for i in sorted(hits):
        start, end = lines[i]
        line = canonical(text[start:end])
        for a, b in _windows(line, sorted(h - start for h in hits[i])):
            spans = find_in_window(line, a, b, at_start=a == 0, at_end=b == end - start)
            found.extend(Noise(start + x, start + y, "advert") for x, y in spans)
    if found:
        found.extend(find_names(text, lines, found))
        found.extend(_block(text, lines, found, taken))
    return found


def _hits(text: str, lines: Sequence[tuple[int, int]], taken: Collection[int]) -> dict[int, list[int]]:
    """Return the offsets of the triggers by the position of their line."""
    starts = [a for a, _ in lines]
    hits: dict[int, list[int]] = {}
    for trigger in _TRIGGERS:
        for m in trigger.finditer(text):
            i = bisect_right(starts, m.start()) - 1
            if i >= 0 and i not in taken:
                hits.setdefault(i, []).append(m.start())
    last_word, last_at = "", -_NEAR
    for m in _FAINT.finditer(text):
        word, at = m[0], m.start()
        if at - last_at < _NEAR and word != last_word:
            i = bisect_right(starts, at) - 1
            if i not in taken and starts[i] <= last_at:
                hits.setdefault(i, []).extend((last_at, at))
        last_word, last_at = word, at
    return hits


def _windows(line: str, hits: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a line to look at, cut where sentences end."""
    if len(line) <= 2 * _REACH:
        yield 0, len(line)
        return
    a = b = 0
    for h in hits:
        if h < b:
            continue
        x = max(h - _REACH, b)
        if x > b:
            x = line.find("。", x, h) + 1 or x
        if x > b:
            if b > a:
                yield a, b
            a = x
        b = min(len(line), h + _REACH)
    yield a, b


def _block(
    text: str, lines: Sequence[tuple[int, int]], found: list[Noise], taken: Collection[int]
) -> Iterator[Noise]:
    """Yield the lines of the block at the end that bear no sure sign themselves."""
    whole = {(n.start, n.end) for n in found}
    block: list[int] = []
    for i in range(len(lines) - 1, max(0, len(lines) - _TAIL) - 1, -1):
        a, b = lines[i]
        if (a, b) in whole:
            yield from (Noise(*lines[k], "advert") for k in block)
            block = []
        elif i not in taken:
            if b - a > 200 or _OWN.match(text, a, b):
                return
            if b - a > 30 and weigh(canonical(text[a:b])).signs < 2 * SIGN:
                return
            block.append(i)
