"""What crawlers, newspapers and text libraries add: fields, captions, licences, marks, comments, tags.

Post-conditions
---------------
1. Spans are whole lines, white space around them left out, or a mark, comment or tag.
2. A licence reaches from its first line to the end of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tigang.clean.words import HAN
from tigang.document import Noise
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["find_records"]

_FIELD = lazy(r"(?:[-*]\s+)?\*\*[^*：:\s]{2,8}\s*(?:\*\*\s*[:：]|[:：]\s*\*\*).*")
_CRAWLER = lazy(
    r"\*\*(?:发布(?:日期|时间)|原文(?:链接|地址|网址)|(?:检索|抓取|采集|更新|爬取)\S{2,3}"
    r"|来源|链接|网址|url)\s*(?:\*\*)?\s*[:：]",
    re.IGNORECASE,
)
_RECORD = lazy(
    r"(?:(?:原文|网页|文章|本文|信息|内容|来源)?(?:链接|地址|网址|URL)|来源|原文)\s*[:：]\s*[<\[]?https?://\S+"
    r"|<?https?://[!-~]+>?|\[https?://[^\]\s]+\]\(\S+\)"
    r"|[【\[](?:法宝引证码|法规标题|时效性|效力级别|发布部门|法规类别|唯一标志|引证码)[】\]].{0,60}|CLI\.\d[\d.]+"
    r"|(?:抓取|采集|检索|爬取)(?:时间|日期|关键词)\s*[:：].{0,80}"
)
_CARD = lazy(
    r"(?:索\s*引\s*号|主题分类|信息分类|发文机关|发布机构|成文日期|生成日期|发布日期|标\s*题|名\s*称|发文字号|文\s*号|主\s*题\s*词|关\s*键\s*词"
    r"|公文种类|文件类型|公开方式|公开范围|有\s*效\s*性|统一编号|实施日期|失效日期|废止日期)\s*[:：].{0,150}"
)
"""A row of the card that a government site puts above a document."""
_INDEX = lazy(r"索\s*引\s*号|统一编号")
_RECORD_FIRST = frozenset("原网文本信内来链地Uh<[【C抓采检爬")
_BODY_MARK = lazy(r"#{1,4}\s*(?:政策|文件|公告|通知|法规|文章)?(?:全文|正文|原文)(?:内容)?\s*[:：]?")
_LINK = lazy(r"(?:[-*+]\s+|\d+[.、]\s*)?!?\[[^\]]{0,200}\]\([^)]*\)(?:\s*[(（]\w{2,5}[)）])?")
_CAPTION = lazy(
    rf"[^\r\n]{{0,90}}(?:(?:记者|通讯员|摄影(?:报道)?)[\s:：]*(?:{HAN}|[·、\s]){{2,24}}|[\s／/（(。]{HAN}{{2,4}}\s?)(?<![拍航])摄\s*[)）]?。?"
    rf"|[（(]?(?:图片来源|摄影|图片提供|供图|资料图片)\s*[:：][^。\r\n]{{1,30}}[)）]?|[（(](?:资料图片?|新华社发|{HAN}{{2,4}}供图)[)）]"
    r"|[（(]?(?:图为|[配题插附]图\s*[:：]|图片说明\s*[:：]|图\s?[\d一二三四五六七八九十]{1,2}\s?[:：]|【图\s?[\d一二三四五六七八九十]{1,2}】)[^\r\n]{4,90}"
    r"|[［\[〔【]\s?[配题插附]?图[^\r\n\]］〕】]{4,90}[］\]〕】]"
    r"|[（(]\s?[配题插附]?图\s?\d{0,2}[\s　：:][^\r\n（()）]{4,90}[)）]"
    r"|[▲△▼↑←→][^\r\n。；]{4,90}[\s　（(/／](?:供图|摄影?|图)(?:\s*[:：][^\r\n。]{1,20})?[)）]?"
    r"|图[:：][^\r\n]{4,80}[)）]|图\s?\d{1,2}\s[^\r\n。]{4,60}\s来源[:：][^\r\n。]{2,20}"
)
_LICENCE = lazy(
    r"(?:本作品|本文件|本文|本条目|此作品|这部作品).{0,12}(?:是|来自|属于|采用|以)|This\s(?:work|file)\sis\s|(?:除另有|如无特别)(?:声明|说明|注明)"
)
_LICENCE_WORD = lazy(
    r"公有领域|知识共享|[Pp]ublic [Dd]omain|CC[ -]BY|Creative Commons|不适用于(?:该法|著作权法)|著作权法保护"
)
_CARD_LINES = 30
_LICENCE_LINES, _LICENCE_CHARS = 80, 1500
_TAG = lazy(
    r"</?(?:p|br|div|span|font|strong|b|i|u|em|table|tbody|thead|tr|td|th|img|a|ul|ol|li|h[1-6]|center|script|style|sup|sub|hr|section)"
    r"(?:\s[^<>\r\n]{0,300})?/?>|&(?:nbsp|emsp|ensp);",
    re.IGNORECASE,
)


_PAYWALL = lazy(
    r"[【\[［〔〖「『(（{｛<＜][【\[［〔〖「『(（{｛<＜]?\s*(?:(?:以[下上]为?|此处|本部分)?(?:是|为)?(?:付费|收费|试读|隐藏|会员|VIP|登录可见|回复可见)"
    r"(?:专享|专属|可见|阅读|查看)?(?:内容|部分|区域?|章节|文章|文字)?(?:从此|到此|由此)?(?:开始|结束|起|止|完|始|终|完毕)?"
    r"(?:处|了)?|(?:下转|上接|紧接)第?[\d一二三四五六七八九十]{1,3}版[^）)】\r\n]{0,12})\s*[】\]］〕〗」』)）}｝>＞]{1,2}"
)
_TEMPLATES = (
    ("付费", lazy(r"以(?<!\S以)[上下](?:内容|部分|文字)?(?:为|是)?(?:付费|收费)\S{0,8}(?![^\r\n])")),
    ("##", lazy(r"##[A-Za-z][\w-]{1,30}##")),
    ("{{", lazy(r"\{\{[^{}\r\n]{1,60}\}\}")),
    ("[", lazy(r"\[/?(?:hide|reply|pay|vip|color|size|img|url|b|quote)(?:=[^\]\r\n]{0,60})?\]")),
    ("版", lazy(r"(?:下转|上接)\s?第?[\d一二三四五六七八九十]{1,3}版(?=\s|\Z)")),
)


def find_records(text: str, lines: Sequence[tuple[int, int]]) -> list[Noise]:
    """Return crawler fields, captions, the licence, marks, comments and tags.

    Parameters
    ----------
    text
        The decoded source.
    lines
        Start and end of every line that is not blank, white space around it left out.
    """
    return [
        *_comments(text),
        *_marks(text),
        *_tags(text),
        *_captions(text, lines),
        *_fields(text, lines),
        *_card(text, lines),
        *_licence(text, lines),
    ]


def _comments(text: str) -> Iterator[Noise]:
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            return
        yield Noise(at, end + 3, "web")
        at = text.find("<!--", end + 3)


def _marks(text: str) -> Iterator[Noise]:
    """Yield pay-wall marks, template marks and a newspaper's jumps from page to page."""
    yield from (Noise(m.start(), m.end(), "mark") for m in _PAYWALL.finditer(text))
    for needle, pattern in _TEMPLATES:
        if needle in text:
            yield from (Noise(m.start(), m.end(), "mark") for m in pattern.finditer(text))


def _tags(text: str) -> Iterator[Noise]:
    if "<" in text or "&" in text:
        yield from (Noise(m.start(), m.end(), "web") for m in _TAG.finditer(text))


def _captions(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[Noise]:
    if not any(w in text for w in ("摄", "图", "新华社发")):
        return
    for a, b in lines:
        cue = b - a <= 120 and ("摄" in text[b - 3 : b] or text[a] in "（(图摄供资配题插附【［[〔▲△▼↑←→")
        if cue and _CAPTION.fullmatch(text, a, b):
            yield Noise(a, b, "caption")


def _fields(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[Noise]:
    """Yield blocks of ``**key**: value`` lines and addresses that a crawler wrote."""
    i = 0
    after = -1
    while i < len(lines):
        a, b = lines[i]
        c = text[a]
        if c in "*-" and _FIELD.fullmatch(text, a, b):
            k = i
            while k < len(lines) and (
                _FIELD.fullmatch(text, *lines[k]) or (k > i and _LINK.fullmatch(text, *lines[k]))
            ):
                k += 1
            if any(_CRAWLER.search(text, *line) for line in lines[i:k]):
                yield from (Noise(x, y, "metadata") for x, y in lines[i:k])
                after = k
            i = k
            continue
        titled = c == "#" and i - 2 <= after >= 0 and _BODY_MARK.fullmatch(text, a, b)
        if titled or (c in _RECORD_FIRST and b - a <= 400 and _RECORD.fullmatch(text, a, b)):
            yield Noise(a, b, "metadata")
        i += 1


def _card(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[Noise]:
    rows = [i for i, line in enumerate(lines[:_CARD_LINES]) if _CARD.fullmatch(text, *line)]
    if len(rows) > 2 and any(_INDEX.match(text, *lines[i]) for i in rows):
        yield from (Noise(*lines[i], "metadata") for i in rows)


def _licence(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[Noise]:
    for i in range(max(0, len(lines) - _LICENCE_LINES), len(lines)):
        a, b = lines[i]
        if _LICENCE.match(text, a, b) and _LICENCE_WORD.search(text, a, min(len(text), a + _LICENCE_CHARS)):
            yield from (Noise(x, y, "licence") for x, y in lines[i:])
            return
