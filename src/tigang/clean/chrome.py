"""What a web page puts around a document: navigation, tool bars, publication lines, footers.

Terms
-----
sure line : a line whose form alone tells that it is no part of the document.
loose line : one that is chrome only beside a sure one (打印, a bare date, a single bracket).
head, foot : the first and the last `_EDGE` lines that are not blank.

Post-conditions
---------------
1. Every span is a whole line, white space around it left out.
2. A line of more than 200 characters is never chrome.
3. A line outside head and foot is looked at only if it holds a cue.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tigang.clean.words import HAN
from tigang.document import Noise
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["find_chrome"]

_LONGEST = 200
_EDGE = 30
_FEW_PARTS = 2
_DATE = r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?"
_CLOCK = r"\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{1,2}秒?|分)?"

_CUE = lazy(
    r"位置[:：]|位置是|首\s?页\s*[>＞»›→|｜]|打印|关闭窗口|关闭本页|收藏本|上一[篇条页]|下一[篇条页]|前一篇|后一篇|发布时间|发布日期|发表时间"
    r"|更新时间|浏览|阅读[次量]|点击[次数量率]|来源[:：]|字号|字体|ICP|公网安备|版权所有|责任编辑|责编|编辑[:：]|相关报道|相关链接|相关文[章档]"
    r"|相关阅读|推荐阅读|延伸阅读|热门文章|原文下载|分享到|扫一扫|返回顶部|设为首页|繁体|Copyright|无障碍"
)
"""What makes a line in the middle of a text worth a look: several pages may stand in one file."""

# A line of nothing but such words is a tool bar.
_TOOL = (
    r"我要打印|扫码分享|扫一扫[^。，；|｜]{0,14}|打\s?印(?:本页|此页|本文|全文|文章|文档|页面|该页|正文)?|关\s?闭(?:窗口|本页|此页|页面|本窗口)?|(?:加入|添加)?收\s?藏(?:本页|此页|本站|此文|本文|夹)?"
    r"|返回(?:顶部|首页|上页|列表|上一页|目录)?|下载(?:全文|正文|本文|文章)?|全屏|分享(?:到|至)?|(?:内容|我要)?纠错|复制(?:网址|链接)|发给朋友"
    r"|发表评论|(?:增大|减小)字号|设为首页|无障碍(?:浏览|阅读)?|适老版|长者(?:模式|助手|版)|繁[體体](?:中文|版)?|简体(?:中文|版)?"
    r"|[Ee]nglish|ENGLISH|RSS(?:信息)?(?:订阅)?|登\s?录|注\s?册|手机版|移动版|电脑版|网站地图|站点地图|联系我们|关于我们|网站声明|网站介绍"
    r"|使用帮助|隐私(?:声明|政策|保护)|版权(?:保护|声明)|法律声明|免责声明|网站帮助|网站导航|关注(?:微信|微博)|语音播报|朗读|阅读模式"
    r"|E-?mail推荐|推荐给好友|我要评论|默认|微信|微博|QQ空间|QQ好友|新浪微博|腾讯微博|人人网|百度一下|字\s?[体号]|加大|还原|减小|缩小|放大|正常|超大|[大中小]"
)
_TOOLBAR = lazy(
    rf"[\s【】\[\]〖〗（）()|｜/·:：>+-]*+(?:(?>{_TOOL})[\s【】\[\]〖〗（）()|｜/·:：>+-]*+)++"
)
"""Possessive: 减小字号 is one word or two, and a line may hold many of them."""
_SURE_TOOL = lazy(
    r"打\s?印.+关\s?闭|[【\[〖（(]\s*(?:打\s?印|关\s?闭|收\s?藏|纠错|E-?mail)|(?:打印|关闭|收藏)(?:本页|此页|本文|全文|窗口|页面|文章|本站)"
    r"|字\s?[体号]|设为首页|网站地图|站点地图|返回(?:顶部|首页)|简体|繁体|分享到|复制网址|发表评论|我要打印|扫码分享"
)
_PUBLISHED = (
    r"(?:发[布表]|更新|录入|上传|上网|信息)(?:时间|日期)|(?:浏览|阅览|阅读|点击|访问)(?:次数|量|数|率|人次)?|(?:信息|文章|稿件|新闻)来源"
    r"|稿源|责任编辑|责编|编辑录入|信息录入|网站编辑|保护视力色|字\s?[体号](?:大小)?"
)
_KEY = (
    rf"{_PUBLISHED}|来源|编辑|审核|校对|审签|发布(?:人|者|机构|单位)|作者|供稿|撰稿"
    r"|时间|日期|背景色|分享|信息分类|文\s*号|索\s*引\s*号|主题分类"
    r"|成文日期|生成日期|公开方式|有\s*效\s*性"
)
_KEYS = lazy(rf"(?<!{HAN})(?:{_KEY})\s*[:：]")
_PUBLICATION = lazy(rf"[【\[（(〖]?\s*(?:{_PUBLISHED})\s*[:：].{{0,150}}")
_FONT = lazy(r"[【\[（(〖]?\s*字\s?[体号][\s:：大中小默认特加还原减]*[】\])）〗]?")
_PLACE = lazy(
    r"[【\[]?(?:[您你]?(?:的|当前|现在|目前)*(?:所在)?(?:的)?位置|(?:当前|所在)(?:栏目|页面))(?:是)?\s*[:：].{0,150}"
)
_CRUMBS = lazy(
    r"(?:网站|本站)?(?:首\s?页|主\s?页)\s*(?:[>＞»›→]|-{1,2}>)+.{1,120}|[^\s>＞»›]{2,12}(?:\s*[>＞»›]+\s*[^\s>＞»›]{2,16}){2,}"
)
_HOME = lazy(r"(?:网站)?首\s?页")
_ARROW = lazy(r"[>＞»›]{1,3}")
_MENU = lazy(r"(?:[^|｜。，；\r\n]{1,20}[|｜]){3,}[^|｜。，；\r\n]{0,30}")
_NAV_WORD = lazy(
    r"首\s?页|登录|注册|简体|繁体|无障碍|收藏|[Ee]nglish|网站地图|联系我们|互动|信息公开|政务|办事|声明|市[委政]"
)
_NEIGHBOUR = lazy(
    r"[【\[]?\s*(?:[上下]一|前一|后一)(?:篇|条|页|则)(?:文章|新闻|信息)?\s*(?:[:：].{0,120}|[】\]](?:\s*[:：]?.{0,120})?)?"
)
_RELATED = lazy(
    r"[【\[■◆●·]*\s*(?:相关|推荐|延伸|热门|关联)(?:报道|文章|链接|阅读|新闻|文档|稿件|专题|解读|信息|资讯|内容|政策)\s*[】\]]?\s*[:：>＞》]*"
    r"|(?:相关|文档)附件\s*(?:[:：]|[>＞]{1,2})|【?原文下载】?[:：]?|更多\s*[>＞》]{1,2}|热点关注[:：]"
)
_FOOTER = lazy(
    r".*[ＩI]CP[备证].*|.*公网安备.*|.*网站标识码.*|.*版权所有.*|.*©.*"
    r"|.*(?i:copyright|all\srights?\sreserved).*"
    r"|(?:主办|主管|承办|协办|维护)(?:单位|方)?[:：].*(?:承办|协办|技术支持|维护|制作|版权|备案|标识码).*|(?:网站|技术)(?:支持|维护|制作)[:：].*"
    r"|.*(?:建议(?:使用|您).*(?:浏览器|分辨率)|最佳(?:分辨率|浏览)|IE\d.*浏览器).*|您是第.{0,12}(?:位|个)?访.*|扫一扫.{0,20}|.{0,6}微信二维码|[^。]{0,20}转[载摘]请注明[^。]{0,40}"
    r"|网站管理员邮箱.*|备案序号[:：].*|分享(?:到|至)\s*[:：]?\s*.{0,20}|[》>＞→▶]{0,3}\s*点击(?:图片|此处|这里|链接|标题|查看|进入|下载|阅读|观看).{0,20}"
    rf"|(?:第?\s*[A-Z]?\d{{1,3}}\s*版|[A-Z]\d{{1,3}})\s*{_DATE}|{_DATE}\s*第?\s*(?:[A-Z]?\d{{1,3}}\s*版|[A-Z]\d{{1,3}})"
)
_STAMP = lazy(
    rf"{_DATE}\s+{_CLOCK}(?:\s*(?:来源|字号|点击).*)?|.{{0,40}}www\.[\w.-]+.{{0,60}}(?:{_DATE}|来源).{{0,60}}"
)
_SOURCE = lazy(r"[（(【]?\s*(?:来源|信息来源|文章来源|稿件来源)\s*[:：]\s*[^。；，]{0,16}[)）】]?")
_CREDIT = lazy(
    r"[（(\[【]?\s*(?:责任编辑|责编|编辑|编辑录入|网站编辑|初审|终审)\s*[:：].{1,40}[)）\]】]?"
)
_STARTS = lazy(_DATE)
_LOOSE = lazy(
    rf"{_DATE}\s+{_CLOCK}|(?:时间|日期)[:：]\s*{_DATE}.{{0,12}}|[【】\[\]|｜>＞»×:：/]+|首\s?页|[0-9a-f]{{24,40}}[:：]?|今天是[:：].{{0,30}}"
)
_BARE_DATE = lazy(r"\d{4}-\d{1,2}-\d{1,2}")
_OPEN_KEY = lazy(rf"(?:{_KEY})\s*[:：]")
_VALUE = lazy(
    rf".{{1,16}}(?:报|网|台|社|端|站|办|厅|局|委|府|刊|中心|新闻)|{_DATE}.{{0,10}}|{HAN}{{2,4}}|\d{{1,7}}次?"
)
_LINK = lazy(r"(?:[-*+]\s+|\d+[.、]\s*)?!?\[[^\]]{0,200}\]\([^)]*\)(?:\s*[(（]\w{2,5}[)）])?")
_SENTENCE = lazy(r".{25,200}[。；]")
_NUMBERED = lazy(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百]+[章节条]|附件)"
)


def find_chrome(text: str, lines: Sequence[tuple[int, int]], taken: Collection[int] = ()) -> list[Noise]:
    """Return the chrome of the web pages in a text.

    Parameters
    ----------
    text
        The decoded source.
    lines
        Start and end of every line that is not blank, white space around it left out.
    taken
        Positions in ``lines`` of those that are noise for another reason.
    """
    starts = [a for a, _ in lines]
    last = len(lines) - 1
    look = {bisect_right(starts, m.start()) - 1 for m in _CUE.finditer(text)}
    look.update(range(min(_EDGE, last + 1)), range(max(0, last + 1 - _EDGE), last + 1))
    found = {
        i
        for i in range(min(_EDGE, last))
        if _HOME.fullmatch(text, *lines[i]) and text[lines[i + 1][0]] in ">＞»›"
    }
    for i in sorted(look.difference(taken, (-1,))):
        a, b = lines[i]
        if b - a <= _LONGEST and _is_sure(text[a:b], head=i < _EDGE, foot=last - i < _EDGE):
            found.add(i)
    _add_neighbours(text, lines, found)
    _add_navigation(text, lines, found)
    _add_foot(text, lines, found, set(taken))
    return [Noise(*lines[i], "web") for i in sorted(found)]


def _is_sure(line: str, *, head: bool, foot: bool) -> bool:
    if len(line) > 40 and line[-1] in "。；：":
        return False
    edge = head or foot
    if _TOOLBAR.fullmatch(line):
        return bool(_SURE_TOOL.search(line))
    return bool(
        _PLACE.fullmatch(line)
        or _CRUMBS.fullmatch(line)
        or _NEIGHBOUR.fullmatch(line)
        or _RELATED.fullmatch(line)
        or _PUBLICATION.fullmatch(line)
        or _FONT.fullmatch(line)
        or (_MENU.fullmatch(line) and line[0] not in "|｜" and (head or _NAV_WORD.search(line)))
        or (edge and (_STAMP.fullmatch(line) or _SOURCE.fullmatch(line) or _CREDIT.fullmatch(line)))
        or (edge and _FOOTER.fullmatch(line))
        or (edge and _KEYS.match(line) and len({m[0] for m in _KEYS.finditer(line)}) > 1)
        or (edge and line[-1] not in "。；" and _parts(line) > _FEW_PARTS)
    )


def _parts(line: str) -> int:
    """Count the different keys of a line, with a date at its start and its tools, two at most."""
    tools = sum(1 for _ in _SURE_TOOL.finditer(line))
    return len({m[0] for m in _KEYS.finditer(line)}) + bool(_STARTS.match(line)) + min(_FEW_PARTS, tools)


def _add_neighbours(text: str, lines: Sequence[tuple[int, int]], found: set[int]) -> None:
    """Add loose lines beside sure ones, values below their keys, crumbs below their opener."""

    def line(i: int) -> str:
        a, b = lines[i]
        return text[a : min(b, a + _LONGEST)]

    for i in sorted(found):
        for step in (1, -1):
            k = i + step
            while (
                0 <= k < len(lines)
                and k not in found
                and (
                    _TOOLBAR.fullmatch(line(k))
                    or _LOOSE.fullmatch(line(k))
                    # below the text a bare date is the document's own
                    or (k < _EDGE and 2 * k < len(lines) and _BARE_DATE.fullmatch(line(k)))
                )
            ):
                found.add(k)
                k += step
        if i + 1 >= len(lines):
            continue
        if (_PLACE.fullmatch(line(i)) and line(i)[-1] in ":：") or _HOME.fullmatch(line(i)):
            k = i
            while k + 1 < len(lines) and (
                _ARROW.fullmatch(line(k + 1))
                or _HOME.fullmatch(line(k + 1))
                or (line(k)[-1] in ">＞»›" and len(line(k + 1)) <= 12)
            ):
                k += 1
                found.add(k)
            # the page's section stands once more above the text
            if k + 1 < len(lines) and k > i and line(k + 1) == line(k):
                found.add(k + 1)
        elif _OPEN_KEY.fullmatch(line(i)) and _VALUE.fullmatch(line(i + 1)):
            found.add(i + 1)
        if _RELATED.fullmatch(line(i)):
            k = i + 1
            while k < len(lines) and _LINK.fullmatch(line(k)):
                found.add(k)
                k += 1


def _add_navigation(text: str, lines: Sequence[tuple[int, int]], found: set[int]) -> None:
    """Add the menus above the line that says where in the site the page stands."""
    crumbs = next((i for i in sorted(found) if i < 300 and _is_place(text, lines[i])), None)
    if crumbs is None:
        return
    above = range(crumbs)
    if any(text[lines[i][0]] == "#" or _NUMBERED.match(text, *lines[i]) for i in above):
        return
    if sum(bool(_SENTENCE.match(text, *lines[i])) for i in above) <= crumbs / 8:
        found.update(above)


def _is_place(text: str, line: tuple[int, int]) -> bool:
    return bool(_PLACE.fullmatch(text, *line) or _CRUMBS.fullmatch(text, *line))


def _add_foot(text: str, lines: Sequence[tuple[int, int]], found: set[int], taken: set[int]) -> None:
    """Add what stands between and behind the lines that close a page."""
    size = len(lines)
    first = size
    for i in range(size - 1, max(size // 2, size - 2 * _EDGE) - 1, -1):
        a, b = lines[i]
        if i in found:
            first = i
        elif i == size - 1 and {size - 2, size - 3} & found:
            continue  # what the page shows as its summary
        elif i not in taken and (b - a > 100 or _SENTENCE.match(text, a, b) or _NUMBERED.match(text, a, b)):
            break
    closing = first < size and (
        _RELATED.fullmatch(text, *lines[first])
        or _NEIGHBOUR.fullmatch(text, *lines[first])
        or _TOOLBAR.fullmatch(text, *lines[first])
        or _FOOTER.fullmatch(text, *lines[first])
    )
    if closing:
        found.update(i for i in range(first, size) if i not in taken)
