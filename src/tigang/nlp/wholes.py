r"""What no segmenter may cut: numbers, dates, quantities, titles, names, and what surrounds them.

Terms
-----
whole : a stretch of a text that is one word whatever the segmenter: a number with its unit of measure, a date,
    a time, a percentage or fraction, an ordinal, Latin letters with their digits, an address of mail or web,
    a 《title》 with its marks, a name in quotation marks (without these), a run of dashes or dots.
piece : what stands between two wholes; the only thing that a segmenter sees.
unit of measure : money, time, length, area, volume, weight, power, temperature, shares. Words that count
    things (个, 项, 家, 名, 次) are words of their own.

Post-conditions
---------------
1. The stretches that `split_wholes` gives tile the text.
2. No stretch ends between two digits, nor within a number, date or percentage written in Arabic figures, nor
   within a Chinese number of two and more characters.
3. Time grows with the length of the text, whatever it holds: what could repeat is bounded or possessive.

>>> [text for text, whole in split_wholes("2024年3月5日完成投资3.5亿元，同比增长12.5%") if whole]
['2024年3月5日', '3.5亿元', '12.5%']
>>> [text for text, whole in split_wholes("印发《节水条例》，落实“一窗通办”，第十二条占百分之三十五") if whole]
['《节水条例》', '一窗通办', '第十二条', '百分之三十五']
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["split_wholes"]

_D = "[0-9０-９]"
_ARABIC = rf"{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?!{_D})(?:[.．]{_D}+)?|{_D}+(?:[.．]{_D}+)*"
_ONE = "一二三四五六七八九"
_BELOW_TEN_THOUSAND = (
    rf"(?:[{_ONE}两][千百](?:零?[{_ONE}][百十]?|零?十[{_ONE}]?)*+|[{_ONE}]十[{_ONE}]?|十[{_ONE}])"
)
_CHINESE = (
    rf"{_BELOW_TEN_THOUSAND}(?:[万亿](?:零?{_BELOW_TEN_THOUSAND})?)*+|[{_ONE}两](?:万|亿)[零{_ONE}十百千]*+"
    rf"|[{_ONE}〇○零]{{3,}}"
)
"""Of two characters at least: a single one is as often part of a word (一些, 统一)."""
_DECIMAL = rf"(?:{_CHINESE}|[零{_ONE}])点(?:{_CHINESE}|[零{_ONE}〇]+)(?![是要线刻方])"
_FRACTION = rf"(?:[百千万]|{_CHINESE}|[{_ONE}])分之(?:{_CHINESE}|[零{_ONE}百]|{_ARABIC})(?:点[{_ONE}零〇]+)?"
_MANY = "(?:[余多来几]?[十百千万亿]{1,3})?[余多]?"
_UNIT = (
    "个?百分点|[美欧日港]?元(?![旦素宵件])|人民币|"
    "平方(?:公里|千米|米|厘米)|立方米|公里|千米|厘米|毫米|纳米|微米|海里|米|里(?=[，。；、）长]|$)|公顷|亩|"
    "吨(?:标准煤)?|公斤|千克|毫克|微克|克|斤|毫升|升(?![级学高值旗])|兆瓦时?|千瓦时?|万千瓦|瓦|度(?![假过量])|℃|°C?|摄氏度|"
    "周岁|岁|个月|小时|分钟|秒钟?|天(?![然气津空地])|年(?![轻级龄鉴货])|日(?![常益报前照])|周年|"
    "[A-Za-z]{1,4}[²³]?(?![A-Za-z0-9])"
)
_YEAR = f"(?:{_D}{{4}}|{_D}{{2}}|[{_ONE}〇○零]{{4}}|[{_ONE}〇○零]{{2}})年"
_MONTH = rf"(?:{_D}{{1,2}}|十[一二]?|[{_ONE}])月"
_DAY = rf"(?:{_D}{{1,2}}|[二三]?十[{_ONE}]?|[{_ONE}])[日号]"
_PART = "份|底|初|末|[上中下]旬"
_DATE = (
    rf"{_YEAR}(?:{_MONTH}(?:{_DAY}|{_PART})?|度(?![假过])|底|末|初(?![步级中次])|[上下]半年)?"
    rf"|{_MONTH}(?:{_DAY}|{_PART})|(?:{_D}{{1,2}}|十[一二]?)月"
    rf"|{_D}{{4}}([-/.]){_D}{{1,2}}\1{_D}{{1,2}}(?!{_D})"
)
_TIME = rf"{_D}{{1,2}}[:：]{_D}{{2}}(?:[:：]{_D}{{2}})?(?!{_D})|{_D}{{1,2}}[点时](?:{_D}{{1,2}}分|整)?(?![点位])"
_QUANTITY = rf"(?:{_ARABIC})(?:[%％‰]|{_MANY}(?:{_UNIT})?)|(?:{_DECIMAL}|{_CHINESE})[万亿]*[余多]?(?:{_UNIT})?"
_RATIO = rf"{_D}+/{_D}+(?!{_D})"
_ORDINAL = rf"第(?:{_CHINESE}|[{_ONE}两]|{_ARABIC})(?:部分|[编部篇章节条款届卷期批轮次季](?![件例目度约])|季度)?"
_PLAN_YEARS = rf"十[{_ONE}]五(?=规划|时期|期间|以来|末|[”\"])"
_LATIN = (
    # letters that a scanner takes for figures: 1l8%
    r"(?<![A-Za-z0-9])[0-9lIO]+(?:\.[0-9lIO]+)?[%％‰]"
    r"|https?://[!-~]+|www\.[!-~]+|[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
    r"|[0-9]*[A-Za-z][A-Za-z0-9]*(?:[.\-_&+/][A-Za-z0-9]+)*(?:\+\+)?"
)
_TITLE = "《[^《》。！？\n]{1,60}(?:《[^《》\n]{1,40}》[^《》。！？\n]{0,40}){0,2}》"
_NAME = r"(?<=“)[^\s“”，。；、：！？,;:!?]{2,8}(?=”)|(?<=\")[^\s“”\"，。；、：！？,;:!?]{2,8}(?=\")"
_RUN = "—{2,}|…{2,}|-{2,}|={2,}|\\.{3,}|·{2,}|_{2,}|\\*{2,}|#{2,}"
_WHOLE = re.compile(
    rf"{_TITLE}|{_NAME}|(?a:{_LATIN})(?![A-Za-z0-9])"
    rf"|{_ORDINAL}|{_FRACTION}|{_PLAN_YEARS}"
    rf"|(?!(?<=[统唯同单逐专划万])一)(?:{_DATE}|{_TIME}|{_RATIO}|{_QUANTITY})|{_RUN}"
)


def split_wholes(text: str) -> Iterator[tuple[str, bool]]:
    """Cut a text without blanks into wholes and pieces; yield each with whether it is a whole."""
    at = 0
    for m in _WHOLE.finditer(text):
        start, end = m.span()
        if start > at:
            yield text[at:start], False
        yield m[0], True
        at = end
    if at < len(text):
        yield text[at:], False
