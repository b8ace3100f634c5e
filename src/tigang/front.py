"""The head of a document: title, subtitle, number, date, author, addressee and table of contents.

Terms
-----
front matter : the lines before the running text, each with a role.

Post-conditions
---------------
1. Roles are given to lines from the head's first on without a gap but for blank ones; a line with a role is no heading.
2. At most forty lines of a head have roles, but for a table of contents; `_FAR` lines below it are looked through.
"""

from __future__ import annotations

import re

from tigang.carried import plain
from tigang.clean.words import HAN
from tigang.markers import match_start
from tigang.patterns import lazy

__all__ = ["ASIDE", "ATTACHMENT_LINE", "CN_DATE", "DATE", "GLOSSARY", "ORGAN_END", "TITLE_WORD", "find_front"]
__all__ += ["is_numbered", "is_title"]

CN_DATE = "[〇○零ＯO0０一二三四五六七八九十]"
DATE = lazy(
    rf"^[（(]?[ \0]*(?:\d{{4}}|[x×X＊*]{{2,4}}|\d{{2}}[x×X]{{2}}|{CN_DATE}{{4}})[ \0]*[年./-][ \0]*(?:\d{{1,2}}|[x×X]{{1,2}}|{CN_DATE}{{1,3}})"
    rf"[ \0]*(?:[月./-][ \0]*(?:(?:\d{{1,2}}|[x×X]{{1,2}}|{CN_DATE}{{1,3}})[ \0]*[日曰]?)?)?[ \0]*[)）]?$"
    rf"|^[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年{HAN}{{2,8}}$"
)
_NUMBER = lazy(
    r"^(?!.*(?:通知|报告|意见|方案|决定|办法)[ \0])[（(]?(?:[^，。；！？]{0,24}|[^，。；！？ \0]{4,24}[ \0]{3,}[^，。；！？ \0]{1,12})[〔\[（(【［][ \0]*\d{4}[ \0]*[〕\]）)】］][ \0]*第?[ \0]*[\d×xX]{1,4}[ \0]*号[ \0]*[)）]?(?:[ \0]+签发人?[：:].{0,14})?$|^第?[ \0]*\d{1,4}[ \0]*号$"
)
_ISSUER = lazy(r"^[^，。；！？：]{4,40}(?:文件|令|公告)$")
_MASTHEAD = lazy(r"^[^，。；！？：]{0,16}(?:简报|专报|快报|动态|通讯|信息)$")
_COPIES = lazy(r"^(?:主送|抄送|抄报)[ \0]*[：:]")
_ISSUE = lazy(
    r"^[（(]?(?:总)?第[ \0]*[\d一二三四五六七八九十百]{1,4}[ \0]*期[ \0]*(?:[（(]总第[ \0]*[\d一二三四五六七八九十百]{1,4}[ \0]*期[)）])?[)）]?$"
)
_ISSUE_DATE = lazy(
    r"^(?=.{8,60}$)(?!.*(?:会议|大会|会上|发布|公布|通过|施行))[^，。；！？：:]{0,36}\d{4}年\d{1,2}月\d{1,2}日[ \0]*[^，。；！？：:]{0,30}(?:编印?|主办|印发|办公室|秘书处|综合科)?$"
)
_OCCASION = lazy(
    r"^(?:[—－─-]{1,3})?[（(]?[ \0]*(?:\d{4}|[x×X]{2,4}|二[〇○零Ｏ])[^。；！？]{0,80}(?:会议?上?|代表大会|会上|通过|讲话|整理|起草|印发|讨论|审议)[^。；！？]{0,40}[)）]?$"
)
_PROMULGATED = lazy(r"^[（(]?\d{4}年\d{1,2}月\d{1,2}日.{0,120}(?:发布|公布|通过|施行|会议上|修订)[)）]?$")
_NAME = lazy(rf"^{HAN}[ \0]*(?:{HAN}|[×xX＊*])[ \0]*(?:{HAN}|[×xX＊*])?$")
ASIDE = lazy(r"^[（(][^（）()]{2,60}[)）]$")
_ADDRESSEE = lazy(r"^[^。！？；\t]{1,400}[：:]$")
_ADDRESSED = lazy(
    r"(?:各位|同志|代表|委员|领导|评委|老师|同学|朋友|先生|女士|主任|书记|局|厅|委|办|部|会|院|府|处|室|组|站|所|司|署|行|社|厂|公司|单位|部门|机构|"
    r"省|市|县|区|旗|盟|州|乡|镇|街道|村|校|团|队|中心|主席|院长|大家|你们|贵)(?:[）)][ \0]*)?[！：:]?$"
)
_NOT_ADDRESSED = lazy(
    r"如下|以下|下列|包括|(?:情况|问题|工作|措施|目标|要求|做法|方面|原则|责任单位)[：:]$|^主要"
)
_SALUTE = lazy(
    r"^(?:尊敬的)?(?:各位[^，。！；：]{1,12}|[^，。！；：]{0,8}同志们|老师们|同学们|朋友们|乡亲们|女士们|先生们)(?:[、，,][^。；：]{1,20})*[！：:，]?$"
)
_AUTHOR = lazy(r"^[^，。；！？：:\d《》“”]{2,32}$")
_ROLE_WORDS = lazy(
    r"书记|主任|局长|厅长|省长|市长|县长|区长|乡长|镇长|校长|院长|主席|总理|部长|检察长|经理|所长|站长|队长|科长|处长|行长|董事长|委员|代表|园长|馆长|会长|村长|场长|矿长|厂长|秘书长|法官|调研组|课题组|办公室|工作组|专班|党组|党委|支部|局|委员会|政府|公司|中心|医院|学校"
)
TITLE_WORD = lazy(
    r"(?:报告|汇报|总结|方案|通知|意见|规划|计划|要点|办法|细则|条例|规定|决定|公告|通告|通报|请示|批复|函|纪要|提纲|讲话|发言|致辞|"
    r"讲稿|述职|简报|措施|制度|规程|章程|预案|清单|安排|打算|思路|情况|材料|分析|体会|建议|倡议书|公报|指南|标准|要求|白皮书|须知|谋划|想法|小结|答复)"
    r"(?:[（(〔][^）)〕]{1,14}[）)〕])?$"
)
ORGAN_END = lazy(
    r"(?:局|厅|委|办|部|会|院|府|处|室|组|站|所|司|署|行|社|厂|公司|中心|学校|大学|学院|中学|小学|幼儿园|党组|支部|总支|街道|镇|乡|村|办公厅|集团|银行|医院|馆|队|园|基地|法院|联合会|党委|班子|[场库矿])(?:[ \0]*[（(](?:盖章|公章|代章|章)[)）])?$"
)
ATTACHMENT_LINE = lazy(
    r"^[ \0#*]*(?:附[ \0]*[件录表][ \0]*(?:[一二三四五六七八九十\d]{1,2})?[ \0]*[：:]?|附[：:])[ \0*]*$"
)
GLOSSARY = lazy(r"(?:名词|术语|用语|指标)(?:解释|注释|说明)[ \0：:]*$")
"""The heading of a list of explained terms."""
_CONTENTS = lazy(r"^[#* \0]*目[ \0]*[录錄次][ \0*]*$")
_LEADER = lazy(r"(?:…{2,}|[.．…·⋯]{3,}|-{4,}|_{4,}|\t+|[ \0]{3,})[ \0]*[（(]?[ \0]*\d{1,3}[ \0]*[)）]?$")
_NO_HEADING = ("一 ", "A.", "Ⅰ.", "附：", "附件", "——", "•", "-")
_SENTENCE = lazy(r"[。；！？](?=[^”’」』）)])|[。；]$")
_DASHED = lazy(r"^[—－─-]{1,3}[ \0]*[^ \0—－]")


def is_numbered(s: str) -> bool:
    """Whether a line begins with the marker of a heading."""
    marker = match_start(s, 0, len(s), 0)
    return marker is not None and marker.style not in _NO_HEADING


def is_title(s: str) -> bool:
    """Whether a line can be a title by its length and marks."""
    return len(s) <= 90 and not _SENTENCE.search(s) and "\t" not in s


def _bare(text: list[str], i: int) -> str:
    """Return line ``i`` without masks, Markdown's marks and blanks at its ends; nothing behind the last line."""
    return text[i].replace("\0", "").strip("#*_> ") if i < len(text) else ""


def find_front(text: list[str], at: int, front: dict[int, str], *, last: int) -> int:
    """Give roles to the lines of a head and return the first line after it.

    Parameters
    ----------
    text
        The document's lines.
    at
        The head's first line.
    front
        Line → role; what is found is put in.
    last
        The line before which the head ends.
    """
    titled = False
    i = at
    limit = min(last, at + 40)
    while i < limit:
        s = _bare(text, i)
        nxt = _bare(text, i + 1)
        if not s:
            i += 1
            continue
        if GLOSSARY.search(s) and len(s) <= 16:
            break
        if at == 0 and not titled and ATTACHMENT_LINE.match(s):
            # the file is an attachment by itself
            front[i] = "attachment"
            i += 1
            continue
        if titled and text[i].lstrip(" \0").startswith("##"):
            # a Markdown heading below the title's level
            break
        if _CONTENTS.match(text[i]):
            i = _contents(text, i, front)
            continue
        if _LEADER.search(s) and is_numbered(s):
            after = _contents(text, i - 1, front)
            if after > i:
                i = after
                continue
            break
        if DATE.match(s) or _ISSUE_DATE.match(s):
            front[i] = "date"
        elif _ISSUE.match(s) or _NUMBER.match(s):
            front[i] = "number"
        elif (_SALUTE.match(s) and (s[-1] in "：:！，" or titled) and len(s) <= 60) or (
            _ADDRESSEE.match(s) and _ADDRESSED.search(s[:-1]) and not _NOT_ADDRESSED.search(s) and not is_numbered(s)
        ):
            front[i] = "addressee"
        elif (_OCCASION.match(s) and (titled or s[0] in "（(—") and len(s) <= 120) or _PROMULGATED.match(s):
            front[i] = "occasion"
        elif is_numbered(s) or _SENTENCE.search(s) or len(s) > 100:
            break
        elif ASIDE.match(s) and titled:
            front[i] = "subtitle" if _subtitle_aside(s) else "note"
        elif not titled and (
            (_ISSUER.match(s) and (_NUMBER.match(nxt) or "关于" in nxt))
            or (_MASTHEAD.search(s) and _ISSUE.match(nxt) and _titled_below(text, i + 2))
        ):
            front[i] = "issuer"
        elif not titled and _COPIES.match(s):
            front[i] = "addressee"
        elif not titled and front.get(i - 1) == "occasion" and re.search(r"[ \0]", s) and _ROLE_WORDS.search(s):
            front[i] = "author"
        elif not titled and is_title(s) and s[-1] not in "：:，,、！":
            front[i] = "title"
            titled = True
        elif titled and _DASHED.match(s) and _dashed_below(text, i):
            break
        elif titled and _DASHED.match(s) and is_title(s) and len(s) <= 60:
            front[i] = "subtitle"
        elif titled and front.get(i - 1) == "title" and _title_goes_on(text, i, s, _title_above(text, i, front)):
            front[i] = "title"
        elif titled and _AUTHOR.match(s) and len(s) <= 32 and _is_author(text, i, s, front):
            front[i] = "author"
        else:
            break
        i += 1
    return i


def _titled_below(text: list[str], i: int) -> bool:
    """Whether a title stands below the masthead and the number of a paper, at most a date between them."""
    below = (_bare(text, i), _bare(text, i + 1))
    s = next((x for x in below if not (DATE.match(x) or _ISSUE_DATE.match(x))), "")
    return 6 <= len(s) <= 60 and s[-1] not in "。；：:，！" and not is_numbered(s) and not _SENTENCE.search(s)


_FAR = 400
"""Lines that are looked through for a subtitle's like, or for a second heading."""
_FIRST_BARE = lazy(r"[一壹1](?=[ \0])")
_SECONDS = {"一": ("二 ",), "壹": ("贰 ", "貳 "), "1": ("2 ",)}
"""How a list goes on whose marker is a numeral and a blank."""


def _dashed_below(text: list[str], i: int) -> bool:
    """Whether several short lines below line ``i`` begin with a dash as well: then it is a heading."""
    below = text[i + 1 : i + _FAR]
    return sum(s.startswith("——") and len(s) <= 18 and s[-1] not in "。；，、" for s in below) > 1


def _subtitle_aside(s: str) -> bool:
    return bool(re.match(r"^[（(](?:试行|征求意见稿|草案|讨论稿|送审稿|暂行|修订稿?|摘要|节选)[)）]$", s))


def _title_above(text: list[str], i: int, front: dict[int, str]) -> str:
    """Return the title's lines above line ``i`` as one."""
    first = i
    while front.get(first - 1) == "title":
        first -= 1
    return "".join(_bare(text, k) for k in range(first, i))


def _title_goes_on(text: list[str], i: int, s: str, before: str) -> bool:
    """Whether line ``i`` continues the title ``before``: it is unfinished, or this line ends as titles do."""
    if s[-1] in "：:，,！" or len(s) > 70:
        return False
    if (first := _FIRST_BARE.match(s)) and any(x.startswith(_SECONDS[first[0]]) for x in text[i + 1 : i + _FAR]):
        return False
    parted = any(before.count(a) != before.count(b) for a, b in ("《》", "（）", "“”"))
    if parted or before.endswith("的") or (ORGAN_END.search(before) and s.startswith("关于")):
        return True
    if TITLE_WORD.search(s):
        return True
    if TITLE_WORD.search(before) or "关于" not in before:
        return False
    # 某局关于做好 / 园区提质 / 工作的通知
    nxt = _bare(text, i + 1)
    return len(nxt) <= 40 and TITLE_WORD.search(nxt) is not None and not is_numbered(nxt) and not is_numbered(s)


def _is_author(text: list[str], i: int, s: str, front: dict[int, str]) -> bool:
    """Whether a short line under the title names an author or an office."""
    nxt = _bare(text, i + 1)
    if front.get(i - 1) in ("date", "occasion", "author", "number") and re.search(r"[ \0]", s):
        return True
    if _NAME.match(s) and (front.get(i - 1) == "author" or _ADDRESSEE.match(nxt)):
        return True
    if _ROLE_WORDS.search(s) and _NAME.match(nxt):
        return True
    if re.search(r"[ \0]{1,}", s) and _ROLE_WORDS.search(s):
        return True
    if _ROLE_WORDS.search(s) and (_ADDRESSEE.match(nxt) or DATE.match(nxt) or _SALUTE.match(nxt) or ASIDE.match(nxt)):
        return True
    return bool(ORGAN_END.search(s) and len(s) >= 5 and len(nxt) > 40)


def _contents(text: list[str], at: int, front: dict[int, str]) -> int:
    """Give the table of contents its role; it ends where its first entry comes again."""
    if at >= 0 and _CONTENTS.match(text[at]):
        front[at] = "contents"
    i = at + 1
    first: str | None = None
    while i < len(text) and len(text[i]) <= 80:
        s = _LEADER.sub("", text[i]).strip(" \0.…·#*")
        leader = bool(_LEADER.search(text[i]))
        if first is None:
            first = s
        elif not leader and plain(s) == plain(first):
            break
        if not leader and (
            _SENTENCE.search(text[i])
            or (front.get(i - 1) == "contents" and not is_numbered(s) and not _again(text, i, s))
        ):
            break
        front[i] = "contents"
        i += 1
    return i


def _again(text: list[str], i: int, s: str) -> bool:
    return any(plain(x) == plain(s) for x in text[i + 1 : i + 200])
