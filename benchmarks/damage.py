"""Kinds of damage to labelled texts; gold is transformed along.

The same text, gold and random state give the same damage. What holds for gold is said in `labelled`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from adverts import make_advert
from labelled import (
    LINE,
    Edit,
    Labelled,
    apply,
    end_of_line,
    marker_of,
    numbered,
    numbered_lists,
    running,
    translate,
)
from tigang.gold import NODES, TAGGED
from tigang.traditional import TRADITIONAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tigang.gold import Piece

__all__ = ["KINDS", "Kind"]


class Kind(NamedTuple):
    """A kind of damage."""

    damage: Callable[[Labelled, Random], Labelled]
    judged: str = "heading"
    """The figure that it must not lower: ``tree`` where the headings' ends are lost."""


def join_lines(labelled: Labelled, _: Random) -> Labelled:
    """Take all line breaks out."""
    return apply(labelled, (Edit(*m.span()) for m in re.finditer(r"[\r\n]+", labelled.text)))


def join_numbered(labelled: Labelled, random: Random) -> Labelled:
    """Take all line breaks out, and the headings without a number out of gold: only their line showed them.

    What stood under such a heading moves up to where it stood itself.
    """
    gold = []
    gone: list[int] = []  # depths of the headings taken out that the next node stands under
    for p in labelled.gold:
        if p.kind in NODES:
            while gone and gone[-1] >= p.depth:
                gone.pop()
            up = len(gone)
            if p.kind == "heading" and marker_of(labelled.text, p) is None:
                gone.append(p.depth)
                gold.append(replace(p, kind="body", depth=0, tag="other"))
                continue
            gold.append(replace(p, depth=p.depth - up))
        else:
            gold.append(p)
    return join_lines(Labelled(labelled.text, tuple(gold)), random)


def wrap(labelled: Labelled, random: Random, *, width: int) -> Labelled:
    """Break lines after ``width`` characters; in half of the texts closing marks hang at the line before."""
    text = labelled.text
    hanging = random.random() < 0.5
    edits = []
    for m in LINE.finditer(text):
        at = m.start() + width
        while at < m.end():
            while hanging and at < m.end() and text[at] in "，。、；：！？）”》":
                at += 1
            if at < m.end():
                edits.append(Edit(at, at, "\n"))
            at += width
    return apply(labelled, edits)


def indent(labelled: Labelled, _: Random) -> Labelled:
    """Put two wide blanks before every line that has none, title lines left out."""
    titles = {p.start for p in labelled.gold if p.kind == "title"}
    return apply(
        labelled,
        (
            Edit(m.start(), m.start(), "　　")
            for m in LINE.finditer(labelled.text)
            if m.start() not in titles and not m[0][0].isspace()
        ),
    )


_HALF = dict(zip("（），；：！？．％“”０１２３４５６７８９", '(),;:!?.%""0123456789', strict=True))


def narrow(labelled: Labelled, _: Random) -> Labelled:
    """Change marks and digits for their ASCII forms; 。 and 、 have none."""
    return translate(labelled, _HALF)


def space_markers(labelled: Labelled, random: Random) -> Labelled:
    """Put a blank between the characters of every marker, digits of one number left together."""
    text = labelled.text
    blank = random.choice((" ", " ", "　"))
    return apply(
        labelled,
        (
            Edit(i, i, blank)
            for _, m in numbered(labelled)
            for i in range(m.start + 1, m.end)
            if not re.fullmatch(r"[\d.．]\d|\d[.．]\d|[\s].|.[\s]", text[i - 1 : i + 1])
            and not re.match(r"[.．]\d", text[i : i + 2])
        ),
    )


def advertise(labelled: Labelled, random: Random) -> Labelled:
    """Put adverts inside headings, at line ends and between lines, about one for seven lines."""
    text, gold = labelled.text, labelled.gold
    edits: list[Edit] = []
    noisy = {p.line for p in gold if p.kind in ("noise", "back")}
    for p in gold:
        marker = marker_of(text, p)
        first = marker.end if marker else p.start
        if p.kind in ("heading", "title") and p.end - first >= 6 and random.random() < 0.1:
            i = random.randrange(first + 2, p.end - 2)
            edits.append(Edit(i, i, make_advert(random, bracketed=True), noise=True))
    for n, m in enumerate(LINE.finditer(text)):
        line = text.count("\n", 0, m.start()) + 1
        if n == 0 or line in noisy or "\t" in m[0] or not m[0].strip():
            continue
        draw = random.random()
        i = m.start()
        if draw < 0.05:
            i += len(m[0].rstrip())
            edits.append(Edit(i, i, make_advert(random), noise=True))
        elif draw < 0.1:
            edits += [Edit(i, i, make_advert(random), noise=True), Edit(i, i, "\n")]
    return apply(labelled, edits)


_REFERENCES = (
    "按照第（{c}）项规定，",
    "依据前款第（{c}）项，",
    "对照第{c}条第{d}款，",
    "参照上述第{d}点，",
    "根据本方案第{c}部分要求，",
    "按第（{d}）、（{e}）项标准，",
    "结合一、二、三产业实际，",
    "落实第{c}章第{d}节的部署，",
    "参见附件{d}第{e}.{d}款，",
    "围绕（{c}）中所列事项，",
    "比照前文{d}.{e}节的做法，",
    "对第{c}、{f}项所述情形，",
)


def refer(labelled: Labelled, random: Random) -> Labelled:
    """Put cross-references into a third of the sentences, at their beginning or behind a comma."""
    text = labelled.text
    edits = []
    for p in running(labelled):
        if p.end - p.start < 20 or random.random() > 1 / 3:
            continue
        places = [i for i in range(p.start + 4, p.end - 4) if text[i - 1] == "，"]
        if p.kind == "body" and random.random() < 0.5:
            places = [p.start]
        if places:
            i = random.choice(places)
            c = random.randrange(6)
            words = random.choice(_REFERENCES).format(
                c="一二三四五六"[c], f="二三四五六七"[c], d=random.randrange(1, 6), e=random.randrange(1, 6)
            )
            edits.append(Edit(i, i + 1, words + text[i]))  # as part of the sentence, be it at its beginning
    return apply(labelled, edits)


_RADICALS = dict(
    zip(
        "一二八十大小工力人入口土心方日月木水火生用目行面高长民",
        "⼀⼆⼋⼗⼤⼩⼯⼒⼈⼊⼝⼟⼼⽅⽇⽉⽊⽔⽕⽣⽤⽬⾏⾯⾼⻓⺠",
        strict=True,
    )
)


def radicals(labelled: Labelled, _: Random) -> Labelled:
    """Change numerals and some words for the radicals that look like them, as text taken out of a PDF has."""
    return translate(labelled, _RADICALS)


_HAN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_HIDDEN = "\u200b\u200c\u200d\ufeff\u2060\u200e\u200f\u202a\u202c"


def hide(labelled: Labelled, random: Random) -> Labelled:
    """Put characters that show nothing into markers and, one place in twelve, between others."""
    text = labelled.text
    places = {i for _, m in numbered(labelled) for i in range(m.start + 1, m.end) if random.random() < 0.7}
    edges = {i for p in labelled.gold for i in (p.start, p.end)}
    places |= {m.start() for m in _HAN.finditer(text) if random.random() < 1 / 12} - edges
    return apply(labelled, (Edit(i, i, random.choice(_HIDDEN)) for i in sorted(places)))


def convert(labelled: Labelled, _: Random) -> Labelled:
    """Write traditional characters, one for one."""
    return translate(labelled, TRADITIONAL)


_NUMBERS = ("- {n} -", "— {n} —", "第{n}页 共{of}页", "第 {n} 页", "{n}", "{n} / {of}", "－{n}－")


def paginate(labelled: Labelled, random: Random, *, lines: int = 25, size: int = 700) -> Labelled:
    """Put a page number and a running header in after every 25 lines, or lines of 700 characters."""
    text = labelled.text
    number = random.choice(_NUMBERS)
    titles = (p.text.strip() for p in labelled.gold if p.kind == "title" and "\n" not in p.text)
    header = next(titles, "情况汇报")
    breaks: list[int] = []
    count, begin = 0, 0
    for m in LINE.finditer(text):
        if count >= lines or m.start() - begin >= size:
            breaks.append(m.start())
            count, begin = 0, m.start()
        count += 1
    edits: list[Edit] = []
    for n, at in enumerate(breaks, 1):
        edits.append(Edit(at, at, number.format(n=n, of=len(breaks) + 1), noise=True))
        edits.append(Edit(at, at, "\n"))
        edits.append(Edit(at, at, header, noise=True))
        edits.append(Edit(at, at, "\n"))
    return apply(labelled, edits)


def print_pages(labelled: Labelled, random: Random) -> Labelled:
    """Wrap at 36 characters and cut into pages of 25 lines, in the middle of paragraphs too."""
    return paginate(wrap(labelled, random, width=36), random, size=10**9)


def drop_number(labelled: Labelled, random: Random) -> Labelled:
    """Take the marker of one heading away, neither the first nor the last of its list."""
    text = labelled.text
    inner = [pair for run in numbered_lists(labelled) for pair in run[1:-1]]
    inner = [(p, m) for p, m in inner if len(text[m.end : p.end].strip()) > 2]
    if not inner:
        return labelled
    _, m = random.choice(inner)
    return apply(labelled, [Edit(m.start, len(text) - len(text[m.end :].lstrip()))])


def double_number(labelled: Labelled, random: Random) -> Labelled:
    """Give one heading the number of the sister before it."""
    pairs = [(run[n - 1][1], run[n][1]) for run in numbered_lists(labelled) for n in range(1, len(run))]
    if not pairs:
        return labelled
    before, m = random.choice(pairs)
    return apply(labelled, [Edit(m.start, m.end, labelled.text[before.start : before.end])])


def glue(labelled: Labelled, random: Random) -> Labelled:
    """Put a third of the numbered headings behind the end of the paragraph before them, one at least."""
    text = labelled.text
    before: dict[int, Piece] = {}
    last: Piece | None = None
    for p in labelled.gold:
        if p.kind == "heading" and last is not None:
            before[p.start] = last
        last = p
    places = [
        Edit(before[p.start].end, p.start)
        for p, _ in numbered(labelled)
        if p.start in before
        and before[p.start].kind in TAGGED
        and text[before[p.start].end - 1] in "。；！？”"
        and "\n" in text[before[p.start].end : p.start]
    ]
    taken = [e for e in places if random.random() < 1 / 3]
    return apply(labelled, taken or random.sample(places, min(1, len(places))))


def unclose(labelled: Labelled, _: Random) -> Labelled:
    """Take the closing marks behind run-in headings away."""
    text = labelled.text
    headings = (p for p in labelled.gold if p.kind == "heading" and p.end - p.start > 4)
    closed = (p for p in headings if text[p.end - 1] in "。：:")
    return apply(
        labelled,
        (Edit(p.end - 1, p.end) for p in closed if text[p.end : end_of_line(text, p.end)].strip()),
    )


def _wrapped(width: int) -> Kind:
    return Kind(lambda labelled, random: wrap(labelled, random, width=width))


KINDS: dict[str, Kind] = {
    "newlines removed": Kind(join_lines, "tree"),
    "newlines removed, numbered": Kind(join_numbered, "tree"),
    "wrapped at 28": _wrapped(28),
    "wrapped at 36": _wrapped(36),
    "wrapped at 40": _wrapped(40),
    "indents": Kind(indent),
    "half width": Kind(narrow),
    "blanks in markers": Kind(space_markers),
    "adverts": Kind(advertise),
    "cross-references": Kind(refer),
    "Kangxi radicals": Kind(radicals),
    "zero-width marks": Kind(hide),
    "traditional": Kind(convert),
    "page furniture": Kind(paginate),
    "printed pages": Kind(print_pages),
    "number dropped": Kind(drop_number),
    "number doubled": Kind(double_number),
    "headings glued": Kind(glue),
    "closing marks dropped": Kind(unclose, "tree"),
}
"""Every kind of damage by its name. ``printed pages`` joins two of the others; where line breaks are lost, the
headings without a number count in the first row and not in the second."""
