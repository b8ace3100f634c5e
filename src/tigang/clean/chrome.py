"""What a web page, a crawler or a text library puts around a document.

Terms
-----
chrome : navigation, tool bars, publication lines and footers of a web page.
sure line : a line whose form alone tells that it is chrome.
loose line : one that is chrome only beside a sure one (打印, a bare date, a single bracket).
head, foot : the first and last 30 lines that are not blank.

Post-conditions
---------------
1. Every span is a whole line, white space around it left out, or a comment or tag of a markup language.
2. Lines longer than 200 characters are never chrome, save a comment or a licence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tigang.document import Noise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["find_chrome"]

_LONGEST = 200
_EDGE = 30
_DATE = r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
_CLOCK = r"\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{1,2}秒?|分)?"

# Words of a tool bar; a line made of nothing else is chrome.
_TOOL = (
    r"打\s?印(?:本页|此页|本文|文章|文档|页面|该页|正文)?|关\s?闭(?:窗口|本页|此页|页面|本窗口)?|(?:加入|添加)?收\s?藏(?:本页|此页|本站|此文|本文|夹)?"
    r"|返回(?:顶部|首页|上页|列表|上一页|目录)?|下载(?:全文|正文|本文|文章)?|全屏|分享(?:到|至)?|(?:内容|我要)?纠错|复制(?:网址|链接)|发给朋友"
    r"|发表评论|[增减]大?小?字号|设为首页|无障碍(?:浏览|阅读)?|适老版|长者(?:模式|助手|版)|繁[體体](?:中文|版)?|简体(?:中文|版)?"
    r"|English|ENGLISH|RSS(?:信息)?(?:订阅)?|登\s?录|注\s?册|手机版|移动版|电脑版|网站地图|站点地图|联系我们|关于我们|网站声明|网站介绍"
    r"|使用帮助|隐私(?:声明|政策|保护)|版权(?:保护|声明)|法律声明|免责声明|网站帮助|网站导航|关注(?:微信|微博)|语音播报|朗读|点赞|阅读模式"
    r"|E-?mail推荐|推荐给好友|我要评论|默认|微信|微博|QQ空间|QQ好友|新浪微博|腾讯微博|人人网|百度一下|字[体号]|加大|还原|减小|缩小|放大|正常|超大|[大中小]"
)
_TOOLBAR = re.compile(rf"(?:[\s【】\[\]〖〗（）()|｜/·:：>]*(?:{_TOOL}))+[\s【】\[\]〖〗（）()|｜/·:：>]*")
_SURE_TOOL = re.compile(
    r"打\s?印.+关\s?闭|【\s*(?:打印|关闭|收藏|纠错)|[\[〖（(]\s*(?:打\s?印|关\s?闭)|(?:打印|关闭|收藏)(?:本页|此页|本文|窗口|页面|文章|本站)"
    r"|字[体号]|设为首页|网站地图|站点地图|返回(?:顶部|首页)|简体|繁体|分享到"
)
_KEY = (
    r"(?:发[布表]|更新|录入|上传|刊发|上网|撰写)(?:时间|日期|时刻)|[浏阅]览?(?:次数|量|数|人次)|阅读(?:次数|量|数|人次)?|点击(?:数|量|次数|率)?"
    r"|访问(?:量|次数|人数)|(?:信息|文章|稿件|内容|新闻|资料)?来源|稿源|责任编辑|责编|编辑(?:录入)?|信息录入|审核|校对|审签|发布(?:人|者|机构|单位)"
    r"|字[体号](?:大小)?|作者|供稿|撰稿|时间|日期|保护视力色|背景色|分享|浏览|点击|信息分类|网站编辑"
)
_KEYED = re.compile(rf"[【\[（(〖]?\s*(?:{_KEY})\s*[:：]")
_KEYS = re.compile(rf"(?:{_KEY})\s*[:：]")
_SURE_KEY = re.compile(
    r"(?:发[布表]|更新|录入|上传|上网)(?:时间|日期)|[浏阅]览?(?:次数|量)|阅读(?:次数|量)|点击(?:数|量|次数|率)|访问(?:量|次数)|(?:信息|文章|稿件|新闻)来源"
    r"|稿源|责任编辑|责编|编辑录入|信息录入|保护视力色|网站编辑|字[体号]"
)
_PLACE = re.compile(
    r"[【\[]?(?:[您你]?(?:的|当前|现在|目前)*(?:所在)?(?:的)?位置|(?:当前|所在)(?:栏目|页面))(?:是)?\s*[:：].{0,150}"
)
_CRUMBS = re.compile(r"(?:网站|本站)?(?:首\s?页|主\s?页)(?:网站首页)?\s*(?:[>＞»›→]|-{1,2}>|/|\\)+.{1,120}")
_MENU = re.compile(r"(?:[^\s|｜。，；]{1,14}\s*[|｜]\s*){3,}[^\s|｜。，；]{0,14}\s*[|｜]?")
_NAV_WORD = re.compile(r"首\s?页|登录|注册|简体|繁体|无障碍|设为首页|加入收藏|English|网站地图|联系我们|互动交流|信息公开|政务公开|办事")
_NEIGHBOUR = re.compile(r"[【\[]?\s*(?:上|下|前|后)一(?:篇|条|页|则|个)(?:文章|新闻|信息)?\s*(?:[:：].{0,120}|[】\]]?)|没有了|已经是最[前后]一[篇条]")
_RELATED = re.compile(
    r"[【\[■◆●·]*\s*(?:相关|推荐|延伸|热门|最新|更多|关联)(?:报道|文章|链接|阅读|新闻|文档|稿件|专题|解读|信息|推荐|资讯|内容|政策|文件)\s*[】\]]?\s*[:：>＞》]*"
    r"|(?:相关|文档)附件\s*(?:[:：]|[>＞]{1,2})|【?原文下载】?[:：]?|更多\s*[>＞》]{1,2}|[》>]+点击.{2,20}[《<]*"
)
_FOOTER = re.compile(
    r".*[ＩI]CP[备证].*|.*公网安备.*|.*网站标识码.*|.*版权所有.*|.*(?i:copyright|all rights? reserved).*|.*©.*"
    r"|(?:主办|主管|承办|协办|维护)(?:单位|方)?[:：].*(?:承办|协办|技术支持|维护|制作|版权|备案|标识码).*|(?:网站|技术)(?:支持|维护|制作)[:：].*"
    r"|.*(?:建议(?:使用|您).*(?:浏览器|分辨率)|最佳(?:分辨率|浏览)|IE\d.*浏览器).*|您是第.{0,12}(?:位|个)?访.*|扫一扫.{0,20}|.{0,6}微信二维码|.*转[载摘]请注明.*"
    r"|网站管理员邮箱.*|.*隐私声明.*网站.*|备案序号[:：].*|分享(?:到|至)\s*[:：]?\s*.{0,20}|》》.{2,30}《《|本站原创"
)
_STAMP = re.compile(rf"{_DATE}\s+{_CLOCK}(?:\s*(?:来源|字号|点击).*)?")
_SITE_STAMP = re.compile(rf".{{0,40}}www\.[\w.-]+.{{0,60}}(?:{_DATE}|来源).{{0,60}}")
_LOOSE = re.compile(
    rf"{_DATE}(?:\s+{_CLOCK})?|时间[:：]\s*{_DATE}.{{0,12}}|[【】\[\]|｜>＞»×:：/]+|首\s?页|正文|[\u4e00-\u9fff]{{2,8}}(?:日报|晚报|晨报|新闻网|客户端|政府网|新华社|新华网|日报社)"
    r"|[0-9a-f]{24,40}[:：]?|[\d.]{1,8}|今天是[:：]?.{0,30}"
)
_SOURCE = re.compile(
    r"(?:来源|出处)\s*[:：]\s*(?P<who>[^。；\n]{0,30})|[（(【]\s*(?:来源|信息来源|文章来源|稿件来源)\s*[:：][^。\n]{0,30}[)）】]"
)
_NEWS_HOUSE = re.compile(r".{1,16}(?:报|网|台|社|端|站|办|厅|局|委|府|刊|中心|新闻)")
_CREDIT = re.compile(r"[（(\[【]?\s*(?:责任编辑|责编|编辑|编辑录入|网站编辑|初审|终审)\s*[:：].{1,40}[)）\]】]?")

# Crawlers.
_FIELD = re.compile(r"(?:[-*]\s+)?\*\*[^*：:\s]{2,8}\s*(?:\*\*\s*[:：]|[:：]\s*\*\*)(?P<value>.*)")
_CRAWLER = re.compile(
    r"发布(?:日期|时间|机构)|发文(?:日期|机关)|原文(?:链接|地址|网址)|检索|更新时间|抓取|采集|来源|链接|网址|URL|分类|标签|关键词|栏目", re.IGNORECASE
)
_RECORD = re.compile(
    r"(?:原文(?:链接|地址|网址)|网页链接|文章链接|本文链接|(?:文章|信息|内容)?(?:来源)?(?:链接|网址|URL)|来源)\s*[:：]\s*<?\[?https?://\S+"
    r"|<?https?://[^\s\u4e00-\u9fff]+>?|\[https?://[^\]\s]+\]\(\S+\)"
    r"|[【\[](?:法宝引证码|法规标题|时效性|效力级别|发布部门|法规类别|唯一标志|全文有效|引证码)[】\]].{0,60}|CLI\.\d[\d.]+"
    r"|(?:抓取|采集|检索|爬取)(?:时间|日期|关键词)\s*[:：].*"
)
_BODY_MARK = re.compile(r"#{0,4}\s*(?:政策|文件|公告|通知|法规|文章|正文|原文)?(?:全文|正文|正文内容|原文)(?:内容|如下)?\s*[:：]?")
_LINK = re.compile(r"(?:[-*+]\s+|\d+[.、]\s*)?!?\[[^\]]{0,120}\]\([^)]*\)(?:\s*[(（]\w{2,5}[)）])?")

_CAPTION = re.compile(
    r"(?:图为|图①|上图|下图|图片|资料图|▲)?.{0,90}(?:(?:记者|通讯员|摄影(?:报道)?|特约)[\s:：]*[\u4e00-\u9fff·、\s]{2,24}\s*摄|[\s　／/（(][\u4e00-\u9fff]{2,4}\s?摄|供图)\s*[)）]?[。]?"
    r"|[（(]?(?:图片来源|摄影|图片提供|供图|资料图片)\s*[:：].{1,30}[)）]?|[（(](?:资料图片|资料图)[)）]"
)
_PAPER_PAGE = re.compile(r"[A-Z]\d{1,3}\s*\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2}|第?\s*[A-Z]?\d{1,2}\s*版\s*[:：]?\s*\S{0,8}")
_LICENCE = re.compile(
    r"(?:本作品|本文件|本文|本条目|此作品|这部作品).{0,12}(?:是|来自|属于|采用|以).{0,60}|This (?:work|file) is .*|(?:除另有|如无特别)(?:声明|说明|注明).*(?:协议|许可).*"
)
_LICENCE_WORD = re.compile(r"公有领域|知识共享|[Pp]ublic [Dd]omain|CC[ -]BY|Creative Commons|不适用于(?:该法|著作权法)|著作权法保护")
_TAG = re.compile(
    r"</?(?:p|br|div|span|font|strong|b|i|u|em|table|tbody|thead|tr|td|th|img|a|ul|ol|li|h[1-6]|center|script|style|sup|sub|hr|section|article)"
    r"(?:\s[^<>\r\n]{0,300})?/?>|&(?:nbsp|lt|gt|amp|quot|ldquo|rdquo|mdash|middot|emsp|ensp);",
    re.IGNORECASE,
)


def find_chrome(text: str, lines: Sequence[tuple[int, int]]) -> list[Noise]:
    """Return the chrome, crawler fields, captions, licences, comments and tags of a text.

    Parameters
    ----------
    text
        The decoded source.
    lines
        Start and end of every line that is not blank, white space around it left out.
    """
    found = [*_comments(text), *_tags(text), *_licence(text, lines)]
    reasons = _judge(text, lines)
    _spread(text, lines, reasons)
    found += [Noise(*lines[i], reason) for i, reason in reasons.items()]
    return found


def _comments(text: str) -> Iterator[Noise]:
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            return
        yield Noise(at, end + 3, "web")
        at = text.find("<!--", end + 3)


def _tags(text: str) -> Iterator[Noise]:
    if "<" in text or "&" in text:
        for m in _TAG.finditer(text):
            yield Noise(m.start(), m.end(), "web")


def _licence(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[Noise]:
    """Yield the licence that ends a text library's page, from its first line to the end of the text."""
    for i in range(max(0, len(lines) - 80), len(lines)):
        a, b = lines[i]
        if _LICENCE.fullmatch(text, a, min(b, a + 400)) and _LICENCE_WORD.search(text, a, min(len(text), a + 1500)):
            yield from (Noise(x, y, "licence") for x, y in lines[i:])
            return


def _judge(text: str, lines: Sequence[tuple[int, int]]) -> dict[int, str]:
    """Return the reasons of the sure lines by line."""
    out: dict[int, str] = {}
    last = len(lines) - 1
    for i, (a, b) in enumerate(lines):
        if b - a > _LONGEST:
            continue
        reason = _sure(text, a, b, i < _EDGE, last - i < _EDGE)
        if reason:
            out[i] = reason
    return out


_FIRST = re.compile(
    r"[【\[（(〖*#<■◆●·»》>|｜▲-]|https?:|CLI|RSS|IE\d|English|E-?mail|Copyright|copyright|COPYRIGHT|©|[A-Z]\d"
    r"|打|关|加入|添加|收|返|下|全|分|纠|内容纠|我要|复|发|增|减|设|无障|适老|长者|繁|简|登|注册|手机版|移动版|电脑版|网站|站点|联系我们|隐私|版|法律声明"
    r"|免责|使用帮助|语音|朗读|点|默认|微|新浪|腾讯|人人网|百度|字|更|录入|上|刊发|撰|浏|阅|访|信息|文章|文档|稿|资料|责|编|审|校|作者|供稿|时间|日期"
    r"|保护|背景|来|出处|您|你|当前|现在|所在|目前|首|主|本站|前一|后一|没有了|已经是|相关|推|延|热|最新|关联|原文|原|网页|链接|URL|抓取|采集|检索"
    r"|政策全|文件全|公告|通知全|法规全|正文|全文|维护|协办|承办|技术|建议|最佳|扫|备案|工信|转|图|摄|\d{4}|第"
)
_SECOND = re.compile(
    r"[ＩI]CP[备证]|公网安备|网站标识码|版权所有|All [Rr]ights|©|www\.|[|｜].*[|｜].*[|｜]|摄\s*[)）]?。?$|供图|[>＞»]|浏览器|二维码|请注明"
)


def _sure(text: str, a: int, b: int, head: bool, foot: bool) -> str | None:
    if not _FIRST.match(text, a, b) and not _SECOND.search(text, a, b):
        return None
    line = text[a:b]
    if _RECORD.fullmatch(line):
        return "metadata"
    if _PLACE.fullmatch(line) or _CRUMBS.fullmatch(line) or _NEIGHBOUR.fullmatch(line) or _STAMPED(line, head):
        return "web"
    if _TOOLBAR.fullmatch(line):
        return "web" if _SURE_TOOL.search(line) else None
    if _KEYED.match(line) and len(line) <= 150:
        keys = {m[0] for m in _KEYS.finditer(line)}
        if _SURE_KEY.match(line.lstrip("【[（(〖 ")) or (len(keys) > 1 and (head or foot)):
            return "web"
        if (head or foot) and _CREDIT.fullmatch(line):
            return "web"
    if head and (m := _SOURCE.fullmatch(line)) and (m["who"] is None or not m["who"] or len(m["who"]) <= 16):
        return "web"
    if foot and _CREDIT.fullmatch(line):
        return "web"
    if _MENU.fullmatch(line) and not line.startswith("|") and (_NAV_WORD.search(line) or head):
        return "web"
    if _RELATED.fullmatch(line) or ((head or foot) and _FOOTER.fullmatch(line)):
        return "web"
    if _CAPTION.fullmatch(line) and not re.search(r"[拍航]摄$", line):
        return "caption"
    if (head or foot) and _PAPER_PAGE.fullmatch(line):
        return "web"
    return None


def _STAMPED(line: str, head: bool) -> bool:
    return head and bool(_STAMP.fullmatch(line) or _SITE_STAMP.fullmatch(line))
