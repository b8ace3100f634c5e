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

from tigang.carried import carried_names, named_at
from tigang.front import ASIDE, ATTACHMENT_LINE, CN_DATE, DATE, ORGAN_END, TITLE_WORD, find_front, is_numbered, is_title
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.lines import Line

__all__ = ["Roles", "find_matter"]


class Roles(NamedTuple):
    """What the matter of a document is."""

    front: dict[int, str]
    """Line → role, for title and front lines."""
    back: dict[int, str]
    """Line → role."""
    borders: tuple[int, ...]
    """First lines of embedded documents."""


_SIGNED = lazy(r"^[^，。；！？：:]{4,30}[ \0]*(?:\d{4}年\d{1,2}月\d{1,2}日|二[〇○0零]\S{2}年\S{1,2}月\S{1,3}日)$")
_DATED_AT = lazy(rf"^(?:\d{{4}}|{CN_DATE}{{4}})年[^，。；！？：:]{{1,5}}月[^，。；！？：:]{{1,3}}日[ \0]*[写作]?[于在][^，。；！？：:]{{2,14}}$")
_ORGAN = lazy(r"^[^，。；！？：:]{3,60}$")
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
_COUNTED = lazy(r"^[ \0]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})[ \0]*[.．、)）]?[ \0]*[^。；！]{2,60}$")
def find_matter(view: str, lines: Sequence[Line]) -> Roles:
    """Return the roles of the lines at the edges of the document and of what it carries inside."""
    text = [view[x.start : x.end] for x in lines]
    front: dict[int, str] = {}
    back: dict[int, str] = {}
    borders: list[int] = []
    at = find_front(text, 0, front, last=len(text))
    last = _back(text, len(lines), at, back)
    carried = carried_names("".join(text[i] for i, role in front.items() if role == "title"), text[at : at + 6])
    # borders: a sign-off in the middle with text after it, or the title that the cover's title names
    i = at
    while i < last:
        name = named_at(text, i, carried) if carried and i > at else ""
        if name:
            borders.append(i)
            carried = carried - {name}
            i = max(find_front(text, i, front, last=last), i + 1)
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
            while k < last and (_BACK.search(text[k]) or ASIDE.match(text[k])):
                back[k] = "contact"
                k += 1
            if k < last:
                borders.append(k)
                if _HEADED_LIST.match(text[k]) or _ANNEX.match(text[k]) or _heads_list(text, k, last):
                    i = k + 1
                    continue
                if ATTACHMENT_LINE.match(text[k]):
                    k += 1
                i = find_front(text, k, front, last=last)
                continue
        elif _ANNEX.match(text[i]) and i + 1 < last and not _is_attachment_list(text, i, at):
            borders.append(i)
        elif ATTACHMENT_LINE.match(text[i]) and i + 1 < last:
            borders.append(i)
            i = find_front(text, i + 1, front, last=last)
            continue
        i += 1
    return Roles(front, back, tuple(borders))


def _before_date(s: str) -> bool:
    """Whether a line above a closing date can be part of the signature."""
    return bool(_ORGAN.match(s)) and not is_numbered(s) and not TITLE_WORD.search(s)


def _is_signed(text: list[str], i: int, at: int, last: int) -> bool:
    """Whether line ``i`` closes a cover document: a date under an office's name, and text after it."""
    if text[i].endswith("印发") and i > at and i + 2 < last and re.search(r"日[ \0]*印发$", text[i]):
        return True
    if not DATE.match(text[i]) or text[i][0] in "（(" or i <= at or i + 2 >= last:
        return False
    above = text[i - 1]
    if (
        re.search(r"[。；]$", above)
        and text[i][0] in "二１1２2"
        and TITLE_WORD.search(text[i + 1])
        and is_title(text[i + 1])
    ):
        return True
    return _before_date(above) and bool(ORGAN_END.search(above.strip(" \0")) or len(above) <= 24)


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
        return not (_HEADED_LIST.match(text[i]) and i + 1 < len(text) and is_numbered(text[i + 1]))
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
    return bool(DATE.match(s) or _SIGNED.match(s) or _DATED_AT.match(s))


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
            or (ORGAN_END.search(s) and (back.get(i) == "contact" or (i == end and "的" not in s and len(s) >= 4)))
        ):
            role = "signature"
        elif ASIDE.match(s) and (back.get(i) == "contact" or (i == end and i > at + 2 and _is_date(text[i - 2]))):
            role = "contact"
        else:
            break
        back[i - 1] = role
        i -= 1
    return i
