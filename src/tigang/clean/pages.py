"""What the page gives a text: page numbers, running headers, rules, stray symbols, second copies.

Terms
-----
numbered line : a line that is a page number by its form (- 3 -, 第3页 共8页).
bare number : a line of digits only; a page number where such lines count up a page apart.
neighbour : the line before or behind a page number.

Post-conditions
---------------
1. Every span is a whole line, white space around it left out, or stray symbols at a line's start.
2. The first copy of a text is never noise.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from tigang.clean.words import HAN
from tigang.document import Noise
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["find_pages", "find_title_copies"]

_NUMBERED = lazy(
    r"[-—–－―─~～·•]+\s*\d{1,4}\s*(?:[/／]\s*\d{1,4}\s*)?[-—–－―─~～·•]+|[-—–－]+\s*[IVXivx]{1,6}\s*[-—–－]+"
    r"|(?:第\s*[\d一二三四五六七八九十百]{1,5}\s*页)(?:\s*[,，/／（(—-]?\s*共\s*[\d一二三四五六七八九十百]{1,5}\s*页\s*[)）]?)?"
    r"|共\s*\d{1,4}\s*页[\s,，/／]*第\s*\d{1,4}\s*页|页码\s*[:：]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?|[Pp](?:age|AGE)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)
_FRACTION = lazy(r"(\d{1,3})\s*[/／]\s*(\d{1,3})")
_BARE = lazy(r"\d{1,3}")
_WITH_HEADER = lazy(
    r"\S[^\t。；]{1,50}?\s+(?:第\s*\d{1,4}\s*页.{0,12}|[-—–－] ?\d{1,4} ?[-—–－])"
    r"|(?:第\s*\d{1,4}\s*页(?:\s*共\s*\d{1,4}\s*页)?|[-—–－] ?\d{1,4} ?[-—–－])(?:\s{2,}|\u3000)\S[^\t。；]{1,50}"
    r"|\S[^\t。；]{1,50}?\s{3,}[（(]共\s*\d{1,3}\s*页[)）]"
)
_PAGE_PART = lazy(r"[第共]\s*\d{1,4}\s*页|[-—–－] ?\d{1,4} ?[-—–－]")
_COUNTED = lazy(
    r"(?P<header>[^\s\d][^\t]{3,50}?)[\s　]+(?P<dash>[-—–－]?)\s?(?P<page>\d{1,3})\s?(?P=dash)"
)
_COUNTED_END = "0123456789-—–－"
_CONFIDENTIAL = lazy(
    r"(?:\S.{0,40}?\s{3,})?[（(【]?(?:内部(?:资料|文件|材料|参考|使用)|注意保存|会后收回|妥善保管|会议(?:材料|文件)(?:之[一二三四五六七八九十]+)?|机密|秘密|绝密)[)）】]?(?:[★\s]*.{0,6})?(?:\s{3,}\S.{0,40})?"
)
_RULE = lazy(
    r"(?![-—–－=+~～.…\s]{1,2}$)(?!…+$)[-=_*~+#?？·•.—―─━┄┅═～^◆◇■●★☆▲△※|/\\<>＞＜–－＊＝＿＋﹏…\u200b\ufeff\s]+"
)
"""A dash, a plus or an ellipsis alone may be a cell of a table."""
_STRAY = lazy(rf"[?？+][?？]{{0,3}}(?=[（(]|\d|{HAN})")
_NO_HEADER = lazy(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、]|第.{1,3}[章节条]|.{0,40}序号|[\d.,%]+$|附件"
)
_DATE = lazy(r"(?:\d{4}|二[〇○零0].{2})\s?年.{1,4}月.{1,4}日")
_SENTENCE_END = "。；！？：，、"
_OPENING = 6
"""Lines at the start of a text that may hold its title; no running header is looked for there."""
_GLUED = 300
"""Characters that a glued copy must share with what stands above."""
_MIN_PAGE = 250
"""Characters that a page holds at least in the middle of a chain of bare numbers."""


def find_pages(text: str, lines: Sequence[tuple[int, int]]) -> list[Noise]:
    """Return page numbers, running headers, rules, stray symbols and second copies.

    Parameters
    ----------
    text
        The decoded source.
    lines
        Start and end of every line that is not blank, white space around it left out.
    """
    numbers: set[int] = set()
    bare: list[int] = []
    fractions: list[int] = []
    counted: list[int] = []
    found = list(_strays(text))
    for i, (a, b) in enumerate(lines):
        size = b - a
        c = text[a]
        if size > 110:
            continue
        if size <= 3 and c.isdigit() and _BARE.fullmatch(text, a, b):
            bare.append(i)
        elif size <= 9 and c.isdigit() and _FRACTION.fullmatch(text, a, b):
            fractions.append(i)
        elif size <= 24 and c in "-—–－―─~～·•第共页pP" and _NUMBERED.fullmatch(text, a, b):
            numbers.add(i)
        elif c == "页" and text.startswith(("页眉：", "页眉:", "页脚：", "页脚:"), a):
            found.append(Noise(a, b, "running header"))
        elif not c.isalnum() and _RULE.fullmatch(text, a, b):
            found.append(Noise(a, b, "rule"))
        elif size <= 60 and text[b - 1] in "0123456789" and _COUNTED.fullmatch(text, a, b):
            counted.append(i)
        elif "  " in text[a:b] or "\u3000" in text[a:b] or text[b - 1] in "-—–页":
            if _WITH_HEADER.fullmatch(text, a, b):
                part = _PAGE_PART.search(text, a, b)
                if i <= 2 and part is not None and part.start() > a:
                    # the title itself, with a number behind it
                    found.append(Noise(part.start(), b, "page number"))
                else:
                    numbers.add(i)
            elif i > 4 and _CONFIDENTIAL.fullmatch(text, a, b):
                found.append(Noise(a, b, "running header"))
    numbers |= _fractions(text, lines, fractions)
    numbers |= _bare_numbers(lines, text, bare)
    numbers |= _numbered_headers(text, lines, counted)
    found += [Noise(*lines[i], "page number") for i in sorted(numbers)]
    headers = set(_headers(text, lines, numbers)) - numbers
    found += [Noise(*lines[i], "running header") for i in sorted(headers)]
    found += [Noise(*lines[i], "copy") for i in _copies(text, lines) if i not in headers]
    return found


def _strays(text: str) -> Iterator[Noise]:
    """Yield the ?? and + that a bad reading put before a line's or a sentence's first character."""
    for m in _STRAY.finditer(text) if "?" in text or "？" in text or "+" in text else ():
        before = text[m.start() - 1] if m.start() else "\n"
        signed = m[0] == "+" and text[m.end()].isdigit()
        if (before in "\r\n" and not signed) or (before in "。；" and m.end() - m.start() > 1):
            yield Noise(m.start(), m.end(), "rule")


def _fractions(text: str, lines: Sequence[tuple[int, int]], at: list[int]) -> set[int]:
    """Return the lines that read page/pages: one total for all of them, or the only one."""
    pairs = [(int(a), int(b)) for a, b in (re.split(r"\s*[/／]\s*", text[slice(*lines[i])]) for i in at)]
    totals = {b for _, b in pairs}
    counts = [a for a, _ in pairs]
    if len(totals) == 1 and counts == sorted(set(counts)) and counts[-1:] <= [*totals] and 0 not in counts:
        return set(at)
    return set()


def _numbered_headers(text: str, lines: Sequence[tuple[int, int]], at: list[int]) -> set[int]:
    """Return the lines of a running header and its page number: the same words, numbers that rise."""
    pages: dict[str, list[tuple[int, int]]] = {}
    for i in at:
        if m := _COUNTED.fullmatch(text, *lines[i]):
            pages.setdefault(m["header"], []).append((int(m["page"]), i))
    out: set[int] = set()
    for header, run in pages.items():
        values = [page for page, _ in run]
        title = any(header in text[slice(*line)] for line in lines[:3])
        if values == sorted(set(values)) and len(run) >= (2 if title else 4):
            out.update(i for _, i in run)
    return out


def _bare_numbers(lines: Sequence[tuple[int, int]], text: str, at: list[int]) -> set[int]:
    """Return the bare numbers that count up by one (two where one is lost) a page apart.

    Cells of a table count up too, but a few characters apart.
    """
    out: set[int] = set()
    chain: list[int] = []
    value = 0
    for i in [*at, -1]:
        n = int(text[slice(*lines[i])]) if i >= 0 else 0
        if i >= 0 and chain and value < n <= value + 2 and lines[i][0] - lines[chain[-1]][1] >= 60:
            chain.append(i)
        elif i < 0 or not chain or n != value:
            if _is_paging(lines, chain):
                out.update(chain)
            chain = [i]
        value = n
    return out


def _is_paging(lines: Sequence[tuple[int, int]], chain: list[int]) -> bool:
    if len(chain) < 2:
        return False
    gaps = sorted(lines[b][0] - lines[a][1] for a, b in pairwise(chain))
    size = [b - a for a, b in lines[max(0, chain[0] - 1) : chain[-1] + 2]]
    prose = sum(_size(lines, i - 1) >= 14 or _size(lines, i + 1) >= 14 for i in chain)
    if len(chain) > 2 and gaps[len(gaps) // 2] >= _MIN_PAGE and prose >= 0.6 * len(chain):
        return True
    # short pages or only two: then the lines around must be running text, not a table's cells
    text = sum(_size(lines, i - 1) >= 20 for i in chain)
    return gaps[0] >= 100 and text == len(chain) and sorted(size)[len(size) // 2] >= 20


def _size(lines: Sequence[tuple[int, int]], i: int) -> int:
    return lines[i][1] - lines[i][0] if 0 <= i < len(lines) else 0


_HEAD = 3
"""The title may stand in the first lines of a text and is no running header there."""


def _headers(text: str, lines: Sequence[tuple[int, int]], numbers: set[int]) -> Iterator[int]:
    """Yield the lines that the page repeats: beside page numbers and form feeds, or the title itself."""
    starts = [a for a, _ in lines]
    breaks = {(i - 1, i + 1) for i in numbers}
    breaks |= {(i - 1, i) for i in (bisect_left(starts, m.start()) for m in re.finditer("\f", text)) if i}
    seen: dict[str, list[int]] = {}
    for pair in breaks:
        for k in pair:
            if _OPENING <= k < len(lines) and k not in numbers and lines[k][1] - lines[k][0] <= 60:
                line = "".join(text[slice(*lines[k])].split())
                if len(line) >= 4 and line[-1] not in _SENTENCE_END and not _NO_HEADER.match(line):
                    seen.setdefault(line, []).append(k)
    opening = ["".join(text[a:b].split()).lstrip("#*") for a, b in lines[:_OPENING] if b - a <= 80]
    everywhere: dict[str, list[int]] = {}
    if seen:
        for k in range(_HEAD, len(lines)):
            if lines[k][1] - lines[k][0] <= 60:
                line = "".join(text[slice(*lines[k])].split())
                # above a date it is a signature
                if line in seen and not (k + 1 < len(lines) and _DATE.fullmatch(text, *lines[k + 1])):
                    everywhere.setdefault(line, []).append(k)
    for line, at in seen.items():
        # what stands beside a page number once and is said again elsewhere, word for word, is the page's
        all_of_it = everywhere.get(line, [])
        if len(set(all_of_it)) >= max(2, 0.4 * len(breaks)):
            yield from all_of_it
        elif len(line) >= 6 and any(k.startswith(line) for k in opening):
            # the title of an attached text stands behind a signature, a running header amid the text
            yield from (k for k in at if _is_amid(text, lines, k, numbers))
    for a, b in lines[:3]:
        title = text[a:b]
        if 8 <= b - a <= 60 and title[-1] not in _SENTENCE_END and text.count(title) > 2:
            again = [i for i in range(_OPENING, len(lines)) if text[slice(*lines[i])] == title]
            yield from again if len(again) > 1 else ()


def _is_amid(text: str, lines: Sequence[tuple[int, int]], k: int, numbers: set[int]) -> bool:
    before = next((i for i in range(k - 1, 0, -1) if i not in numbers), 0)
    return lines[before][1] - lines[before][0] >= 20 or text[lines[before][1] - 1] in "。；，、"


def _copies(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield the lines of a stretch of text that stands above already."""
    first: dict[int, int] = {}
    run: list[int] = []
    after = -1
    for i, (a, b) in enumerate(lines):
        if b - a < 20:
            continue
        k = first.setdefault(hash(text[a:b]), i)
        if k == i and not run:
            continue
        if k < i and after < k <= after + 12:
            run.append(i)
            after = k
        else:
            if _is_copy(text, lines, run):
                yield from range(run[0], run[-1] + 1)
            run, after = ([i], k) if k < i else ([], -1)
    if _is_copy(text, lines, run):
        yield from range(run[0], run[-1] + 1)
    for i in range(max(1, len(lines) - 3), len(lines)):
        if lines[i][1] - lines[i][0] >= _GLUED and _is_glued_copy(text, lines, i):
            yield i


def _is_glued_copy(text: str, lines: Sequence[tuple[int, int]], i: int) -> bool:
    """Return whether line ``i`` holds lines above it, glued together."""
    a, b = lines[i]
    line = "".join(text[a : min(b, a + 2 * _GLUED)].split())[:_GLUED]
    for k in range(i):
        x, y = lines[k]
        if 4 <= y - x < _GLUED and text.startswith(text[x:y], a):
            above = "".join(text[x : min(lines[i - 1][1], x + 3 * _GLUED)].split())
            if above.startswith(line):
                return True
    return False


def _is_copy(text: str, lines: Sequence[tuple[int, int]], run: list[int]) -> bool:
    # the rows of tables and forms come again, paragraphs do not
    sizes = [lines[i][1] - lines[i][0] for i in run]
    prose = sum(size >= 40 or text[lines[i][1] - 1] in "。；：" for i, size in zip(run, sizes, strict=True))
    return prose >= 5 and prose >= 0.6 * len(run) and sum(sizes) >= 250


def find_title_copies(text: str, lines: Sequence[tuple[int, int]], taken: Collection[int]) -> list[Noise]:
    """Return the lines that give the title once more, with nothing but noise in between.

    Parameters
    ----------
    text, lines
        As for `find_pages`.
    taken
        Positions in ``lines`` of those that are noise.
    """
    out: list[Noise] = []
    last = ""
    for i, (a, b) in enumerate(lines[:40]):
        if i in taken:
            continue
        line = "".join(unicodedata.normalize("NFKC", text[a : min(b, a + 300)]).split()).strip("#*")
        if len(line) >= 8 and line == last and line[-1] not in _SENTENCE_END:
            out.append(Noise(a, b, "copy"))
        else:
            last = line
        if b - a > 120:
            break
    return out
