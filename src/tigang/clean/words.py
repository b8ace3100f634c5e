"""The vocabulary of adverts, and how a disguised text is read.

Terms
-----
odd symbol : a character that nobody writes between two Chinese characters of a document (``@ # ❤ ★ ｜``).
joiner : one that documents use too, though not between single characters (``- / · . +``).
canonical text : a text of the same length with every odd symbol a ``★``, so that the patterns are short.
drawn-out run : three or more single Chinese characters with symbols in between, 公*众*号.
bare text : a text without odd symbols, joiners and blanks, in lower case, digits and Latin letters in
    their plain form.

Post-conditions
---------------
1. ``canonical`` keeps every offset.
2. ``weigh`` is linear in the length of its argument; an empty or blank text weighs 0.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tigang.patterns import lazy

if TYPE_CHECKING:
    import re

__all__ = ["HAN", "ODD", "Weight", "bare", "canonical", "first_sign", "weigh"]

HAN = r"[^\W\x00-\xff\uff00-\uffef]"
"""A word character beyond Latin and the full-width forms: a Chinese character. Written so, for a range of all Chinese
characters costs the compiler of regular expressions over a millisecond each time it stands in a pattern."""
ODD = (
    "@＠#＃^＾&＆*＊~❤♥♡★☆◆◇▲△▼▽▶▷◀◁►◄▸◂◎◢◣◤◥∷‖↑↓↗↘↙↖⇒♪♣♠♧♤∮※¤§¦|｜┃│\\\\$＄`¥￥⊙◈ノ丶﹏﹢"
    "\u2600-\u2604\u2606-\u2610\u2614-\u27bf\u2b50\u2b55\ufe0f\U0001f000-\U0001faff"
)
_JOINERS = "-－–—‐·•・.．/／+＋_＿=＝～→←%％'\"′丨"

_ODD_SYMBOL = lazy(f"[{ODD}]")
_ARROWS = lazy("[→←][→←]+")
_BOLD = lazy(r"\*\*([^*\r\n]{1,200})\*\*")
_MAIL = lazy(r"@[A-Za-z\d-]{1,30}\.[A-Za-z.]{2,12}")
_HEART = lazy("[❤♥♡💗💕🧡](?<=[vVｖＶⅤ微薇溦徽威].)")
"""A heart stands for the second character of 微信."""

_BETWEEN = lazy(rf"(?<={HAN})[★%％][★%％ ]*(?={HAN})")
_DRAWN = lazy(rf"(?<!{HAN}){HAN}(?!{HAN})(?:[^\w\r\n]{{1,3}}{HAN}(?!{HAN})){{2,}}")
_NUMBERED_NAME = lazy("[A-Za-z][A-Za-z·]{1,9}[①-⑳⓪❶-❿]|[①-⑳⓪❶-❿][A-Za-z]{2}")
"""An account whose figures stand in circles, abc①de⑧."""
_HYBRID = lazy(
    rf"[bpmfdtnlgkhjqxrzcsyw](?<={HAN}.)h?(?:[aeo]ng|i[aeo]ng?|ing|uang?|iao|ian|[ae][ino]|ou|[iu]n)(?={HAN})"
)
"""A Chinese syllable in letters between characters."""
_SPELT = lazy(r"(?<![A-Za-z\d])[A-Za-z](?:[^\w\s]{1,2}[A-Za-z\d](?![A-Za-z])){3,}")
"""An account spelt out, a·b·c·d."""
_MASKED = lazy(
    r"[A-Za-z\d-]?[★×]{1,4}[\w-]{0,30}\.(?:cn|com|net|org)|[A-Za-z\d][★×]{2,}|\b(?:www\.|https?://)"
)
"""An account or address with characters masked; the bounds keep the search linear."""
_DROPPED = lazy(rf"[{_JOINERS}★\s\u200b\ufeff]+")
_PLAIN = frozenset("、，。；：.,;:()（）《》“” 　")
_ACCOUNT = lazy(r"[a-z][a-z\d]{3,}|\d{6,}")
_COUNTING = "〇一二三四五六七八九"
_SPOKEN = "零壹贰叁肆伍陆柒捌玖洞幺拐❶-❿"
_LONGEST_ACCOUNT = 24
_FIGURES = lazy(rf"[\d{_COUNTING}{_SPOKEN}]{{5,}}(?![年月日元])")
_MIXED = lazy(
    rf"\d[{_COUNTING}]*[{_SPOKEN}]|[{_SPOKEN}][{_COUNTING}]*\d|[洞幺拐❶-❿]|[{_COUNTING}]\d{{1,4}}[{_COUNTING}]|\d[{_COUNTING}]{{1,4}}\d"
)
"""Digits of several scripts in one account, or read out as on the telephone."""

_SURE = lazy(
    r"(?<!违法)必究|侵删|侵权.{0,4}(?:联系|删)|谨防假冒|唯一(?:客服|平台|微信|店铺|官方)|(?:代写|代笔|润笔)(?!签)|打赏|星标|点关注|不迷路"
    r"|点赞.{0,3}(?:在看|转发|收藏|关注)|点个?在看|无水印|关注(?:后|公众号|我们?).{0,8}(?:回复|发送|领|获取)|回复.{1,8}(?:领取|获取|即可|索取)"
    r"|(?:本站|本号|本店|本公众号)(?:资料|文章|内容|所有|原创|专注|承接)|版权归.{0,8}所有|(?:会员|用户|网友)上传|广告:|(?:进|入)群(?:领|即|备注|送|享|免|交流|学习|请)|扫码[进入]群|加群"
    r"|群已?满|接单|(?:加|进)(?:微|v|薇|徽)群|付费(?:文档|资料|阅读|下载|可见)"
    r"|(?:下载|领取|获取)(?:全文|原文|电子版|word|完整)|(?:全文|原文|电子版|word版|完整版).{0,3}(?:领取|获取|加|私|请)"
    r"|(?:仅需|低至|特价|打包价|一口价|只要|原价)\d|来自(?:小红书|抖音|快手|知乎|b站)|未经(?:许可|授权|允许)"
    r"|绿泡泡|付费专栏|欲知下文|(?:余下|剩余)(?:内容|部分|章节)|试读|全网同名"
    r"|公[重种仲中粽纵]号|公[a-z]{1,4}[号浩昊]|(?:企鹅|鹅|扣|资料|交流|学习|进|入)裙|裙号|加扣|扣[扣q](?:群|裙|号)|[薇溦徽]芯|掏宝|[写急]稿(?:代劳|加急)|详咨|勿扰"
    r"|[a-z]{3}点[a-z]{2}"
)
"""What no document says of itself."""
_CHANNEL = lazy(
    r"公[众重种仲中粽㑹]?[号昊浩](?:同名|搜)|公[众重种仲粽][号昊浩]|公[a-z]{1,4}号|公众平台|[:薇徽溦vq]:[a-z\d]|:[薇徽溦v](?!章)|(?<![a-z\d])(?:vx|wx|qq):"
    r"|gzh|[薇溦徽]言|[薇溦徽v]亻|亻言|[薇溦][a-z\d]|(?<!安)徽[a-z]|小[呈橙]序|[微薇溦徽威维v][信芯]号?(?:搜|同名|群|公|加|:|联系)|[薇溦徽v][信芯]|微信|信公号"
    r"|(?<![a-z])(?:vx|wx|v号|v同名|[加嘉佳]v(?!r)|[+加添]威(?!力|胁)|[加添十][微薇溦维徽](?!小|型|生|观|量|妙|机|创|弱))"
    r"|抠抠|扣扣|抠群|企鹅[群号]|(?<![a-z])[qv]{1,2}群|qq|(?:会员|资料|资源|网盘|文友|材料|写作|交流|学习|vip)群|加群|[薇溦徽][x信]"
    r"|群(?:已|将)?满|群友|群主|\d群|客服|(?:知识|材料|文稿)星球|私[信聊]|云盘|网盘|提取码|panbaidu|本号|(?:长按|扫描?|识别)(?:下[图方])?(?:二维)?码"
)
"""Ways to be reached; the disguises swap characters of the same sound or look, 公众号 → 公重号."""
_REACH = lazy(
    r"小程序|同名|暗号|备注|点我|头像|主页|二维码|扫[码玛]|svip|vip|搜(?!救|寻|集|查|捕)|回复|百度|淘宝|闲鱼|小红书|进圈|星球|阅读原文|关注我"
    r"|商业用途|小店|店铺|移步|戳|公号|验证|置顶|小编|后台(?:留言|回复|私信)|评论区|粉丝|抖音|快手|b站|知乎|小助[理手]|朋友圈|橱窗|右侧码"
)
"""What only hints at one."""
_WARE = lazy(
    r"素材|范文|文稿|公文|代笔|代写|润笔|润色|写材料|材料[网库铺]|笔杆|文秘|文库|文案|模板|摸板|写手|公文包|题库|投稿|稿酬|约稿"
    r"|(?:精品|原创|更多|海量|最新|完整|机关|内部|免费拿|定制)(?:材料|资料|稿件|文章|文档|文件)|(?:材料|资料|文章|稿件)(?:合集|大全|下载|群)|写作|网文"
)
"""What is sold."""
_WARE_WEAK = lazy(
    r"材料|资料|稿件|稿子|稿源|秘书|文章|原文|文档|ppt|word|讲话|心得|述职|原创|全文|本文|此稿|此文|本稿|课件|机关|专栏"
)
_LURE = lazy(
    r"免费|尽在|领取|每[日天晚周][^,。]{0,4}(?:更新|上新|分享|推送|一[份篇])|天天(?:有|更)|持续更新|积分|年费|包月|月卡|接单|一条龙|好评|假冒|倒卖|盗用|盗版"
    r"|必究|转卖|谨防|独家|限时|限额|抢位|名额有限|扩容|点个?赞|仅供[^,。]{0,6}(?:参考|学习|交流)|侵权|侵删"
    r"|(?:禁止|严禁|请勿|谢绝|勿)[^,。]{0,6}(?:转|传|商用|售)|转载|完整[版稿]|全套|海量|认准|唯一平台|收费|付款|付费|优惠|打赏|\d块\d|先到先得|包过|代发|终身"
    r"|代劳|退款|加急|秒回|转存|搬自|勿外传|升职|体制内|立减|整[套库包](?!设备|机组)|高端定制|大?礼包|会员专区|承接各类|外泄|求稿|入会"
    r"|彩蛋|会员日|续费|拼单|秒取|金句|仿写|立享|未授权|付费定制|勿转售|合订本|二次(?:售卖|转卖|贩卖)|开通?会员|非会员|翻印|笔友|同好|包邮"
    r"|试看|半价|折后|限免|福利"
    r"|长按|首发|商业用途|阅读原文|阅读全文|关注我|打包|抄袭|正版|往期|同款|一键|秒发|秒下|解锁|干货|好文|断更|追更|宝子|授权发布|全网"
    r"|更多(?:精[品彩]|好|优|范|原|公|内|干|材料|资料|文|同类)"
)
"""What lures, warns or claims."""
_LURE_WEAK = lazy(
    r"更多|最新|热点|关注|加入|下载|获取|领取|全文|联系|精品|整理|来源于|源自|来自|转自|自取|索取|搜索|会员|同步|优质|独享|欢迎|添加|点击|出品|出自|即可"
    r"|订阅|需要|价格"
)
_CLASSES = (
    (_SURE, 2.5, 5.0),
    (_CHANNEL, 2.0, 3.5),
    (_REACH, 0.8, 1.6),
    (_WARE, 1.5, 2.5),
    (_WARE_WEAK, 0.7, 1.4),
    (_LURE, 1.5, 3.0),
    (_LURE_WEAK, 0.7, 1.4),
)
"""Pattern, weight of each different word, most that the class can give."""
_OFFICE = lazy(
    r"开通|推送|运营|利用|依托|通过|举报|监督|办理|服务|群众|企业|干部|宣传|建设|平台|机制|制度|管理|培训|组织|市民|居民|政策|工作|开展|建立|完善|推进|各级|部门"
    r"|单位|学校|学生|投诉|热线|缴费|查询|协会|注册|人员|系统|媒体|发挥|活动|展示|节目|开放|上报|编印|报送|采用|信息|实现|严查|处理|请各|及时|确认"
)
"""What an office does with the same words: such a clause is its own, unless it is disguised."""
_CONTACT = lazy(r"联系人|(?:联系|咨询|监督|举报)?电话|传真|邮编|邮箱|地址|网址|微信同号")


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a text sounds like an advert."""

    words: float
    """The part that comes from vocabulary."""
    disguise: float
    """The part that comes from symbols between Chinese characters."""
    score: float
    """Both, less what speaks for an office's own sentence."""
    reachable: bool
    """Whether it names a way to be reached."""

    @property
    def signs(self) -> float:
        """What speaks for an advert alone."""
        return self.words + self.disguise


def canonical(text: str) -> str:
    """Return the canonical text; bold marks of Markdown and the hearts of 薇❤ are no odd symbols.

    >>> canonical("公#众@号 V❤同名")
    '公★众★号 V信同名'
    """
    if "**" in text:
        text = _BOLD.sub(r"  \1  ", text)
    if "@" in text:
        text = _MAIL.sub(lambda m: "," * len(m[0]), text)
    if "→→" in text or "←←" in text:
        text = _ARROWS.sub(lambda m: "★" * len(m[0]), text)
    return _ODD_SYMBOL.sub("★", _HEART.sub("信", text))


def _folded(text: str) -> str:
    """Return a canonical text in plain form, its length kept, blanks between the parts of drawn-out runs."""
    text = _DRAWN.sub(_closed_up, text)
    plain = unicodedata.normalize("NFKC", text).lower()
    if len(plain) != len(text):
        forms = ((unicodedata.normalize("NFKC", c).lower(), c) for c in text)
        plain = "".join(next((d for d in form if d.isalnum()), c) for form, c in forms)
    return plain


def _closed_up(m: re.Match[str]) -> str:
    """Blank out what parts a drawn-out run; a mark that stands in it but once parts clauses."""
    run = m[0]
    return "".join(c if c.isalnum() or (c in "，：" and run.count(c) == 1) else " " for c in run)


def bare(text: str) -> str:
    """Return the bare text of a canonical text.

    Punctuation stays where it parts clauses and goes where it parts the characters of a drawn-out run.

    >>> bare(canonical("公*众-号：笔。墨。纸"))
    '公众号:笔墨纸'
    """
    return _DROPPED.sub("", _folded(text))


def weigh(text: str) -> Weight:
    """Return how much a canonical text sounds like an advert.

    The scale is set so that 4 is a sure advert: a channel, a ware and a lure together, or a channel with
    one of them in disguise. Set on the labelled development documents; higher values lose plain adverts
    in brackets, lower ones touch sentences about an office's own channels.
    """
    disguise = _disguise(text)
    clean = bare(text)
    found = [len(set(pattern.findall(clean))) for pattern, _, _ in _CLASSES]
    words = sum(min(most, each * n) for n, (_, each, most) in zip(found, _CLASSES, strict=True))
    mixed = any(len(m[0]) <= _LONGEST_ACCOUNT and _MIXED.search(m[0]) for m in _FIGURES.finditer(clean))
    account = bool(mixed or _MASKED.search(text) or (words >= 2 and _ACCOUNT.search(clean)))
    words += account + 1.5 * mixed
    score = words + disguise
    if words and disguise < 1.5:
        score -= min(3.0, 0.8 * len(set(_OFFICE.findall(clean)))) + 3.0 * bool(_CONTACT.search(clean))
    return Weight(words, disguise, score, account or any(found[:3]))


def _disguise(text: str) -> float:
    score = 0.9 * len(_BETWEEN.findall(text)) + 1.2 * bool(_SPELT.search(text)) + 0.9 * bool(_HYBRID.search(text))
    score = min(3.0, score + 2.0 * bool(_NUMBERED_NAME.search(text)))
    for m in _DRAWN.finditer(text):
        marks = {c for c in m[0] if not c.isalnum()}
        if "、" in marks and marks <= _PLAIN:
            continue  # 水、电、气、路 is a list
        # 政 府 工 作 报 告 is spaced for looks
        spaced = all(c.isspace() or c in _PLAIN for c in marks) and any(c.isspace() for c in marks)
        return min(4.0, score + (0.8 if spaced else 2.0 if len(m[0]) > 6 else 1.2))
    return score


def first_sign(text: str) -> int:
    """Return the offset of the first sign of an advert in a canonical text, its length without any."""
    at = [m.start() for m in (p.search(text) for p in (_BETWEEN, _DRAWN, _MASKED)) if m]
    folded = _folded(text)
    kept = [i for i, c in enumerate(folded) if not _DROPPED.match(c)]
    clean = _DROPPED.sub("", folded)
    at += [kept[m.start()] for m in (pattern.search(clean) for pattern, _, _ in _CLASSES) if m]
    return min(at, default=len(text))
