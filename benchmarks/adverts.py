"""Adverts of many wordings, obfuscated as those in circulating documents are; nothing in them is real.

Terms
-----
wording : a row of `_WORDINGS`; its braces are filled with words drawn at random.
mark : a character put between those of an advert to hide it from filters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

__all__ = ["make_advert"]

_WORDINGS = (
    "{more}{goods}请{follow}{channel}：{name}",
    "{follow}{channel}“{name}”，{get}{goods}",
    "{goods}{get}就来{name}",
    "本文由{name}整理，{more}{goods}{see}{channel}",
    "搜{channel}{name}{get}全文",
    "{see}{channel}{name}，{count}篇{goods}任你选",
    "{name}—{slogan}",
    "加{wechat}{code}{get}{goods}",
    "{wechat}：{code}",
    "{more}{goods}：{site}",
    "{site}{name}",
    "来源{channel}：{name}，转载请注明",
    "{name}会员{count}套{goods}打包{get}",
    "长按识别二维码{follow}{name}",
)
_WORDS = {
    "more": ("更多", "海量", "全套", "最新", "同类"),
    "goods": ("公文材料", "汇报材料", "写作素材", "讲话稿", "总结模板", "优质文稿", "机关范文"),
    "follow": ("关注", "搜索关注", "点击关注", "添加"),
    "channel": ("公众号", "公号", "微信公众号", "知识星球", "小程序"),
    "get": ("免费领取", "下载", "获取", "随时下载", "一键获取"),
    "see": ("尽在", "详见", "请到", "都在"),
    "slogan": ("让写材料不再难", "体制内写作好帮手", "写材料就上这里", "您身边的文稿管家"),
    "wechat": ("微信", "V信", "薇信", "VX", "微信号"),
}
_FIRST = ("小笔", "墨香", "晨光", "文山", "青竹", "拾贝", "砚台", "灯下", "半亩", "老秘")
_SECOND = ("文库", "公文", "材料网", "写作社", "笔记", "资料站", "文稿铺", "范文馆")
_MARKS = "@&*#%^~+-_|·/\\★●◆。,;:!?$=^`"
_ALIKE = {"公": "工", "众": "Z", "微": "薇", "信": "亻言", "号": "hao", "加": "+", "群": "qun", "载": "zai"}
_BRACKETS = ("【】", "[]", "［］", "（）", "()", "〔〕", "<>", "{}", "〖〗", "『』")
_LETTERS = "abcdefghjkmnpqrstuvwxyz0123456789"
_HOLE = re.compile(r"\{(\w+)\}")


def make_advert(random: Random, *, bracketed: bool | None = None) -> str:
    """Return an advert without line breaks or blank edges.

    Parameters
    ----------
    bracketed
        Whether it stands in brackets; drawn at random by default. One without is obfuscated the more.
    """
    if bracketed is None:
        bracketed = random.random() < 0.7
    words = _HOLE.sub(lambda m: _fill(m[1], random), random.choice(_WORDINGS))
    words = _obfuscate(words, random, random.choice((0, 0.2, 0.4)) if bracketed else 0.4)
    if bracketed:
        pair = random.choice(_BRACKETS)
        return f"{pair[0]}{words}{pair[1]}"
    return words


def _fill(hole: str, random: Random) -> str:
    if hole == "name":
        return random.choice(_FIRST) + random.choice(_SECOND)
    if hole == "count":
        return str(random.randrange(2, 90) * 100)
    if hole == "code":
        return "".join(random.choice(_LETTERS) for _ in range(random.randrange(6, 11)))
    if hole == "site":
        return f"www.{_fill('code', random)}.{random.choice(('com', 'cn', 'net'))}"
    return random.choice(_WORDS[hole])


def _obfuscate(words: str, random: Random, share: float) -> str:
    """Put marks between some characters and change others for what looks or sounds alike."""
    out = []
    for n, c in enumerate(words):
        if n and random.random() < share:
            out.append(random.choice(_MARKS))
        out.append(_ALIKE.get(c, c) if random.random() < share / 2 else c)
    return "".join(out)
