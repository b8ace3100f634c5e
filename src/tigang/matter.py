"""Lines → title, front matter, back matter and the borders of embedded documents.

Terms
-----
front matter : what stands before the first section without being part of the argument: date and place lines,
    author, issuing body, document number, addressee and salutation, a table of contents.
back matter : signature, closing date, contacts, copy-to lines, the list of attachments.
border : a line at which a new document begins inside the file: the text that a 印发 notice carries.

The forms of the lines follow convention and what the annotation guidelines list; 发文字号 is a place, a year in
brackets and a running number, 主送机关 ends in a colon.

Post-conditions
---------------
1. A line has at most one role; lines without one are left to the nesting.
2. Roles are given from the edges inward: a line with text on both sides keeps none, but around a border.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tigang.carried import carried_names, named_at, plain
from tigang.clean.words import HAN
from tigang.markers import match_start
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.lines import Line

__all__ = ["GLOSSARY", "Roles", "find_matter"]


class Roles(NamedTuple):
    """What the matter of a document is."""

    front: dict[int, str]
    """Line → role, for title and front lines."""
    back: dict[int, str]
    """Line → role."""
    borders: tuple[int, ...]
    """First lines of embedded documents."""


_CN_DATE = "[〇○零ＯO0０一二三四五六七八九十]"
_DATE = lazy(
    rf"^[（(]?[ \0]*(?:\d{{4}}|[x×X＊*]{{2,4}}|\d{{2}}[x×X]{{2}}|{_CN_DATE}{{4}})[ \0]*[年./-][ \0]*(?:\d{{1,2}}|[x×X]{{1,2}}|{_CN_DATE}{{1,3}})"
    rf"[ \0]*(?:[月./-][ \0]*(?:(?:\d{{1,2}}|[x×X]{{1,2}}|{_CN_DATE}{{1,3}})[ \0]*[日曰]?)?)?[ \0]*[)）]?$"
    rf"|^[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年{HAN}{{2,8}}$"
)
_NUMBER = lazy(
    r"^[（(]?[^，。；！？]{0,24}[〔\[（(【［][ \0]*\d{4}[ \0]*[〕\]）)】］][ \0]*第?[ \0]*[\d×xX]{1,4}[ \0]*号[ \0]*[)）]?(?:[ \0]+签发人[：:].{0,14})?$|^第?[ \0]*\d{1,4}[ \0]*号$"
)
_ISSUER = lazy(r"^[^，。；！？：]{4,40}(?:文件|令|公告)$")
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
_SIGNED = lazy(r"^[^，。；！？：:]{4,30}[ \0]*(?:\d{4}年\d{1,2}月\d{1,2}日|二[〇○0零]\S{2}年\S{1,2}月\S{1,3}日)$")
_DATED_AT = lazy(rf"^(?:\d{{4}}|{_CN_DATE}{{4}})年[^，。；！？：:]{{1,5}}月[^，。；！？：:]{{1,3}}日[ \0]*[写作]?[于在][^，。；！？：:]{{2,14}}$")
_PROMULGATED = lazy(r"^[（(]?\d{4}年\d{1,2}月\d{1,2}日.{0,120}(?:发布|公布|通过|施行|会议上|修订)[)）]?$")
_NAME = lazy(rf"^{HAN}[ \0]*(?:{HAN}|[×xX＊*])[ \0]*(?:{HAN}|[×xX＊*])?$")
_ASIDE = lazy(r"^[（(][^（）()]{2,60}[)）]$")
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
_TITLE_WORD = lazy(
    r"(?:报告|汇报|总结|方案|通知|意见|规划|计划|要点|办法|细则|条例|规定|决定|公告|通告|通报|请示|批复|函|纪要|提纲|讲话|发言|致辞|"
    r"讲稿|述职|简报|措施|制度|规程|章程|预案|清单|安排|打算|思路|情况|材料|分析|体会|建议|倡议书|公报|指南|标准|要求|白皮书|须知|谋划|想法|小结|答复)"
    r"(?:[（(〔][^）)〕]{1,14}[）)〕])?$"
)
_ORGAN = lazy(r"^[^，。；！？：:]{3,60}$")
_ORGAN_END = lazy(
    r"(?:局|厅|委|办|部|会|院|府|处|室|组|站|所|司|署|行|社|厂|公司|中心|学校|大学|学院|中学|小学|幼儿园|党组|支部|总支|街道|镇|乡|村|办公厅|集团|银行|医院|馆|队|园|基地|法院|联合会|党委|班子|[场库矿])(?:[ \0]*[（(](?:盖章|公章|代章|章)[)）])?$"
)
_BACK = lazy(
    r"^[（(]?(?:联系人|联系电话|联系方式|电话|邮编|地址|邮寄地址|电子邮箱|邮箱|传真|抄送|抄报|主送|分送|发送|报送|印发|主题词|签发|拟稿|核稿|校对|附注|执笔|审核|撰稿|记录|记录人|总结人|报告人|述职人|汇报人|填报人|出席|列席|请假|缺席|报|送|发)[ \0]*[：:及]"
    r"|^[（(](?:此件|本文|公开|信息公开|依申请|主动公开|联系)[^）)]{0,40}[)）]$|(?:办公室|办公厅|秘书处|综合科)[ \0]*.{0,16}印发$|^共印[ \0]*\d+[ \0]*份"
    r"|^[【\[]?相关附件[】\]]?$|^-? ?\[[^\]]+\.\w{2,4}\]\(|\d[ \0]*日[ \0]*印发$|^[^。]{0,60}请[^。]{0,40}(?:反映|反馈|提出|联系)[。，：；:;]?.{0,12}(?:电话|邮箱|信箱|地址|联系人|联系方式)"
)
_ATTACHED = lazy(
    r"^[ \0]*附[ \0]*(?:件|表|录|图)?[ \0]*(?:[一二三四五六七八九十\d]{1,2}[ \0]*[：:.、．]|[：:])[ \0]*[^ \0]"
)
_ANNEX = lazy(
    r"^[ \0]*附[ \0]*[件表录][ \0]*[一二三四五六七八九十\d]{1,2}[ \0]*[：: ][ \0]*[^\d\0 ][^。；]{1,40}$"
)
_FIRST = lazy(r"^[ \0]*(?:1[ \0]*[.．、]|[一][ \0]*[、.．]|[（(]一[）)])")
_HEADED_LIST = lazy(
    r"^[ \0]*附[ \0]*(?:件|表|录)?[ \0]*[：:][ \0]*(?!\d{1,2}[ \0]*[.．、]|[一二三四五六七八九十]{1,2}、)[^ \0]"
)
_ATTACHMENT_LINE = lazy(
    r"^[ \0#*]*(?:附[ \0]*[件录表][ \0]*(?:[一二三四五六七八九十\d]{1,2})?[ \0]*[：:]?|附[：:])[ \0*]*$"
)
_COUNTED = lazy(r"^[ \0]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})[ \0]*[.．、)）]?[ \0]*[^。；！]{2,60}$")
GLOSSARY = lazy(r"(?:名词|术语|用语|指标)(?:解释|注释|说明)[ \0：:]*$")
"""The heading of a list of explained terms."""
_CONTENTS = lazy(r"^[#* \0]*目[ \0]*[录錄次][ \0*]*$")
_LEADER = lazy(r"(?:…{2,}|[.．…·⋯]{3,}|-{4,}|_{4,}|\t+|[ \0]{3,})[ \0]*[（(]?[ \0]*\d{1,3}[ \0]*[)）]?$")
_NO_HEADING = ("一 ", "A.", "Ⅰ.", "附：", "附件", "——", "•", "-")
_SENTENCE = lazy(r"[。；！？](?=[^”’」』）)])|[。；]$")
_DASHED = lazy(r"^[—－─-]{1,3}[ \0]*[^ \0—－]")


def find_matter(view: str, lines: Sequence[Line]) -> Roles:
    """Return the roles of the lines at the edges of the document and of what it carries inside."""
    text = [view[x.start : x.end] for x in lines]
    front: dict[int, str] = {}
    back: dict[int, str] = {}
    borders: list[int] = []
    at = _front(text, 0, front, last=len(text))
    last = _back(text, len(lines), at, back)
    carried = carried_names("".join(text[i] for i, role in front.items() if role == "title"), text[at : at + 6])
    # borders: a sign-off in the middle with text after it, or the title that the cover's title names
    i = at
    while i < last:
        name = named_at(text, i, carried) if carried and i > at else ""
        if name:
            borders.append(i)
            carried = carried - {name}
            i = max(_front(text, i, front, last=last), i + 1)
            continue
        if _is_signed(text, i, at, last):
            first = i
            while first > at and first > i - 8 and _before_date(text[first - 1]):
                first -= 1
            while first > at and _is_attachment_list(text, first - 1, at):
                first -= 1
            for k in range(first, i):
                back[k] = "attachment" if _ATTACHED.match(text[k]) or _COUNTED.match(text[k]) else "signature"
            back[i] = "date"
            k = i + 1
            while k < last and (_BACK.search(text[k]) or _ASIDE.match(text[k])):
                back[k] = "contact"
                k += 1
            if k < last:
                borders.append(k)
                if _HEADED_LIST.match(text[k]) or _ANNEX.match(text[k]) or _heads_list(text, k, last):
                    i = k + 1
                    continue
                if _ATTACHMENT_LINE.match(text[k]):
                    k += 1
                i = _front(text, k, front, last=last)
                continue
        elif _ANNEX.match(text[i]) and i + 1 < last and not _is_attachment_list(text, i, at):
            borders.append(i)
        elif _ATTACHMENT_LINE.match(text[i]) and i + 1 < last:
            borders.append(i)
            i = _front(text, i + 1, front, last=last)
            continue
        i += 1
    return Roles(front, back, tuple(borders))


def _numbered(s: str) -> bool:
    """Whether a line begins with the marker of a heading."""
    marker = match_start(s, 0, len(s), 0)
    return marker is not None and marker.style not in _NO_HEADING


def _is_title(s: str) -> bool:
    return len(s) <= 90 and not _SENTENCE.search(s) and "\t" not in s


def _front(text: list[str], at: int, front: dict[int, str], *, last: int) -> int:
    """Give roles to the lines of the head that begins at ``at``; return the first line after it."""
    titled = False
    i = at
    limit = min(last, at + 40)
    while i < limit:
        s = text[i].replace("\0", "").strip("#*_> ")
        nxt = text[i + 1].replace("\0", "").strip("#*_> ") if i + 1 < len(text) else ""
        if not s:
            i += 1
            continue
        if GLOSSARY.search(s) and len(s) <= 16:
            break
        if at == 0 and not titled and _ATTACHMENT_LINE.match(s):
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
        if _LEADER.search(s) and _numbered(s):
            after = _contents(text, i - 1, front)
            if after > i:
                i = after
                continue
            break
        if _DATE.match(s) or _ISSUE_DATE.match(s):
            front[i] = "date"
        elif _ISSUE.match(s) or _NUMBER.match(s):
            front[i] = "number"
        elif (_SALUTE.match(s) and (s[-1] in "：:！，" or titled) and len(s) <= 60) or (
            _ADDRESSEE.match(s) and _ADDRESSED.search(s[:-1]) and not _NOT_ADDRESSED.search(s) and not _numbered(s)
        ):
            front[i] = "addressee"
        elif (_OCCASION.match(s) and (titled or s[0] in "（(—") and len(s) <= 120) or _PROMULGATED.match(s):
            front[i] = "occasion"
        elif _numbered(s) or _SENTENCE.search(s) or len(s) > 100:
            break
        elif _ASIDE.match(s) and titled:
            front[i] = "subtitle" if _subtitle_aside(s) else "note"
        elif not titled and _ISSUER.match(s) and (_NUMBER.match(nxt) or "关于" in nxt):
            front[i] = "issuer"
        elif not titled and _COPIES.match(s):
            front[i] = "addressee"
        elif not titled and front.get(i - 1) == "occasion" and re.search(r"[ \0]", s) and _ROLE_WORDS.search(s):
            front[i] = "author"
        elif not titled and _is_title(s) and s[-1] not in "：:，,、！":
            front[i] = "title"
            titled = True
        elif titled and _DASHED.match(s) and _dashed_below(text, i):
            break
        elif titled and _DASHED.match(s) and _is_title(s) and len(s) <= 60:
            front[i] = "subtitle"
        elif titled and front.get(i - 1) == "title" and _title_goes_on(text, i, s):
            front[i] = "title"
        elif titled and _AUTHOR.match(s) and len(s) <= 32 and _is_author(text, i, s, front):
            front[i] = "author"
        else:
            break
        i += 1
    return i


_FAR = 400
"""Lines that are looked through for a subtitle's like."""


def _dashed_below(text: list[str], i: int) -> bool:
    """Whether several short lines below line ``i`` begin with a dash as well: then it is a heading."""
    below = text[i + 1 : i + _FAR]
    return sum(s.startswith("——") and len(s) <= 18 and s[-1] not in "。；，、" for s in below) > 1


def _subtitle_aside(s: str) -> bool:
    return bool(re.match(r"^[（(](?:试行|征求意见稿|草案|讨论稿|送审稿|暂行|修订稿?|摘要|节选)[)）]$", s))


def _title_goes_on(text: list[str], i: int, s: str) -> bool:
    """Whether line ``i`` continues a title: the title is unfinished, or this line ends as titles do."""
    before = text[i - 1].replace("\0", "").strip("#*_> ")
    if s[-1] in "：:，,！" or len(s) > 70:
        return False
    whole = (
        before.count("《") != before.count("》")
        or before.count("（") != before.count("）")
        or before.count("“") != before.count("”")
    )
    if whole or before.endswith("的") or (_ORGAN_END.search(before) and s.startswith("关于")):
        return True
    if _TITLE_WORD.search(before) and not _TITLE_WORD.search(s):
        return False
    return _TITLE_WORD.search(s) is not None


def _is_author(text: list[str], i: int, s: str, front: dict[int, str]) -> bool:
    """Whether a short line under the title names an author or an office."""
    nxt = text[i + 1].replace("\0", "").strip("#*_> ") if i + 1 < len(text) else ""
    if front.get(i - 1) in ("date", "occasion", "author", "number") and re.search(r"[ \0]", s):
        return True
    if _NAME.match(s) and (front.get(i - 1) == "author" or _ADDRESSEE.match(nxt)):
        return True
    if _ROLE_WORDS.search(s) and _NAME.match(nxt):
        return True
    if re.search(r"[ \0]{1,}", s) and _ROLE_WORDS.search(s):
        return True
    if _ROLE_WORDS.search(s) and (_ADDRESSEE.match(nxt) or _DATE.match(nxt) or _SALUTE.match(nxt) or _ASIDE.match(nxt)):
        return True
    return bool(_ORGAN_END.search(s) and len(s) >= 5 and len(nxt) > 40)


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
            or (front.get(i - 1) == "contents" and not _numbered(s) and not _again(text, i, s))
        ):
            break
        front[i] = "contents"
        i += 1
    return i


def _again(text: list[str], i: int, s: str) -> bool:
    return any(plain(x) == plain(s) for x in text[i + 1 : i + 200])


def _before_date(s: str) -> bool:
    """Whether a line above a closing date can be part of the signature."""
    return bool(_ORGAN.match(s)) and not _numbered(s) and not _TITLE_WORD.search(s)


def _is_signed(text: list[str], i: int, at: int, last: int) -> bool:
    """Whether line ``i`` closes a cover document: a date under an office's name, and text after it."""
    if text[i].endswith("印发") and i > at and i + 2 < last and re.search(r"日[ \0]*印发$", text[i]):
        return True
    if not _DATE.match(text[i]) or text[i][0] in "（(" or i <= at or i + 2 >= last:
        return False
    above = text[i - 1]
    if (
        re.search(r"[。；]$", above)
        and text[i][0] in "二１1２2"
        and _TITLE_WORD.search(text[i + 1])
        and _is_title(text[i + 1])
    ):
        return True
    return _before_date(above) and bool(_ORGAN_END.search(above.strip(" \0")) or len(above) <= 24)


def _is_attachment_list(text: list[str], i: int, at: int) -> bool:
    """Whether line ``i`` belongs to a list 附件：1.… 2.… that begins at or above it."""
    if _ATTACHED.match(text[i]):
        if (
            _ANNEX.match(text[i])
            and i + 1 < len(text)
            and not text[i + 1].lstrip().startswith("附")
            and (_FIRST.match(text[i + 1]) or len(text[i + 1]) > 60)
        ):
            return False
        # 附：…清单 with its entries below it is a section, not a list of attachments
        return not (_HEADED_LIST.match(text[i]) and i + 1 < len(text) and _numbered(text[i + 1]))
    k = i
    while k > at and k > i - 15 and _COUNTED.match(text[k]) and len(text[k]) < 80:
        k -= 1
        if _ATTACHED.match(text[k]):
            return not _HEADED_LIST.match(text[k])
    return False


def _heads_list(text: list[str], k: int, last: int) -> bool:
    """Whether what a sign-off leaves is one short list under its name at line ``k``: a section, not a document."""
    return last - k > 2 and len(text[k]) <= 16 and all(_COUNTED.match(text[i].rstrip("。；")) for i in range(k + 1, last))


def _is_date(s: str) -> bool:
    return bool(_DATE.match(s) or _SIGNED.match(s) or _DATED_AT.match(s))


def _back(text: list[str], end: int, at: int, back: dict[int, str]) -> int:
    """Give roles to the lines of the tail; return the first of them."""
    i = end
    while i > at + 1 and end - i < 30:
        s = text[i - 1].strip(" \0*")
        if _BACK.search(s):
            role = "contact"
        elif _is_date(s):
            role = "date"
        elif _is_attachment_list(text, i - 1, at):
            role = "attachment"
        elif _before_date(s) and (
            back.get(i) in ("date", "signature")
            or (_ORGAN_END.search(s) and (back.get(i) == "contact" or (i == end and "的" not in s and len(s) >= 4)))
        ):
            role = "signature"
        elif _ASIDE.match(s) and (back.get(i) == "contact" or (i == end and i > at + 2 and _is_date(text[i - 2]))):
            role = "contact"
        else:
            break
        back[i - 1] = role
        i -= 1
    return i
