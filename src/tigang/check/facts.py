"""What the checks share: lists of sisters, counts, and what stands around a place.

Terms
-----
sisters : the numbered headings of one family under one parent, in text order.
family : styles that a careless writer mixes in one list (1. and 1、); see `FAMILIES`.
count : a list as its numbers tell it: sisters cut where they begin at 1 again, and joined with the list
    that they run on from (1.-26. through eight chapters).

Post-conditions
---------------
1. Every numbered heading lies in exactly one sisters' list and one count.
2. All is computed once for a document, in linear time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tigang.check.marks import Form, form_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.document import Document, Node

__all__ = [
    "FAMILIES",
    "HIDDEN",
    "MANY",
    "MARKS",
    "ODD",
    "Facts",
    "Finding",
    "Sisters",
    "marker_span",
    "numeral_of",
    "written_like",
]

FAMILIES = {
    "1.": "1", "1、": "1", "1 ": "1", "1）": "（1）", "（1）": "（1）", "一、": "一", "一 ": "一",
    "（一）": "（一）", "一）": "（一）", "㈠": "（一）", "一是": "一是", "一要": "一是",
}  # fmt: skip
"""Family of each style that shares one; any other style is its own."""
_RUNNING = frozenset(("条", "节", "章", "专栏"))
"""Families that often run on from one chapter to the next."""
_FAR = 5
"""Highest step from one number to the next of a list."""
_UNCOUNTED = frozenset(("首先", "一方面"))
"""Counters that skip steps by custom: 首先 最后."""
_GOES_ON = frozenset("，,、")
_BLANKS = " \t\u3000\xa0\u2002\u2003\u200b\ufeff"
HIDDEN = re.compile("[\0\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
"""Characters that show nothing."""
ODD = re.compile(f"{HIDDEN.pattern[:-1]}\u2e80-\u2fdf\uf900-\ufaff\ufffd\ue000-\uf8ff]")
"""Those, radicals and compatibility forms, and what a wrong conversion leaves."""
MARKS = frozenset("。．.：:；;，,、！!？?")
"""Marks that a heading's label may end with."""
MANY = 10
"""With more findings of a kind in a document they are told in one note."""
_WINDOW = 64
"""Longest stretch of blanks or marks that is skipped beside a heading, so that hostile text costs no more."""


class Finding(NamedTuple):
    """What a check found; the table of rules gives it its code."""

    start: int
    end: int
    message: str


class Sisters(NamedTuple):
    """Numbered headings of one family under one parent."""

    nodes: tuple[Node, ...]
    forms: list[Form]
    """The form of each one's marker."""
    closings: list[str]
    """The last character of each one's label, Markdown marks left out."""
    family: str


class Facts:
    """A document as the checks see it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = str(document.text)
        """The text as a plain string, which is indexed faster."""

    @cached_property
    def headings(self) -> tuple[Node, ...]:
        """The numbered headings, but for those inside a clause (礼拜五、礼拜六), where nothing is sure."""
        text = self.text
        return tuple(
            [
                n
                for n in self.document.nodes
                if n.number is not None
                and n.kind == "heading"
                and not (n.label[0] and ((c := text[n.label[0] - 1]).isalnum() or c in _GOES_ON))
            ]
        )

    @cached_property
    def sisters(self) -> tuple[Sisters, ...]:
        """The lists of numbered headings, in the order of their first one."""
        groups: dict[tuple[int | None, str], list[Node]] = {}
        family_of = FAMILIES.get
        for n in self.headings:
            style = n.style or ""
            key = (n.parent, family_of(style, style))
            if key in groups:
                groups[key].append(n)
            else:
                groups[key] = [n]
        text = self.text
        return tuple(
            [
                Sisters(
                    tuple(nodes),
                    [form_of(n.marker or "") for n in nodes],
                    [text[n.label[1] - 1] for n in nodes],
                    family,
                )
                for (_, family), nodes in groups.items()
            ]
        )

    @cached_property
    def flawed(self) -> tuple[tuple[Node, Form], ...]:
        """The headings whose markers have a flaw, with their form."""
        return tuple((n, f) for s in self.sisters for n, f in zip(s.nodes, s.forms, strict=True) if f.flaw)

    @cached_property
    def mixed(self) -> tuple[Sisters, ...]:
        """The lists whose markers have more than one form."""
        return tuple([s for s in self.sisters if s.forms.count(s.forms[0]) != len(s.forms)])

    @cached_property
    def unevenly_closed(self) -> tuple[Sisters, ...]:
        """The lists whose headings do not all end with the same character, marks among them."""
        return tuple([s for s in self.sisters if len(ends := set(s.closings)) > 1 and ends & MARKS])

    @cached_property
    def counts(self) -> tuple[tuple[Node, ...], ...]:
        """The counts: sisters cut where they begin again, joined where they run on."""
        out: list[list[Node]] = []
        last: dict[str, list[Node]] = {}
        for s in self.sisters:
            numbers = [n.number or 0 for n in s.nodes]
            if numbers[0] == 1 and numbers == list(range(1, len(numbers) + 1)):
                out.append(list(s.nodes))
                last[s.family] = out[-1]
                continue
            begin = 0
            for i in range(1, len(numbers) + 1):
                if i < len(numbers) and not _begins_again(numbers, i):
                    continue
                piece = s.nodes[begin:i]
                before = last.get(s.family)
                if before is not None and begin == 0 and _runs_on(before, numbers[0], s.family):
                    before.extend(piece)
                else:
                    out.append(list(piece))
                    last[s.family] = out[-1]
                begin = i
        return tuple([tuple(x) for x in out])

    @cached_property
    def neighbours(self) -> dict[int, tuple[int, int]]:
        """For each numbered heading, where the sister before it begins, or its parent, and where the next one does.

        These stretches hardly overlap, so that a search in each of them stays linear in all.
        """
        nodes = self.document.nodes
        out = {}
        for s in self.sisters:
            first = s.nodes[0]
            above = None if first.parent is None else nodes[first.parent]
            before = 0 if above is None else above.label.start
            end = len(self.text) if above is None else above.span.end
            starts = [before, *(n.label.start for n in s.nodes), end]
            out.update({n.id: (starts[i], starts[i + 2]) for i, n in enumerate(s.nodes)})
        return out

    @cached_property
    def item_counts(self) -> tuple[tuple[Node, ...], ...]:
        """The counts of items: a parent's items of one style, cut where they begin again."""
        groups: dict[tuple[int | None, str | None], list[list[Node]]] = {}
        for n in self.document.nodes:
            if n.kind != "item" or n.number is None or n.style in _UNCOUNTED:
                continue
            runs = groups.setdefault((n.parent, n.style), [])
            if runs and n.number != 1 and 0 <= n.number - (runs[-1][-1].number or 0) <= _FAR:
                runs[-1].append(n)
            else:
                runs.append([n])
        return tuple(tuple(run) for runs in groups.values() for run in runs)

    @cached_property
    def odd_counts(self) -> tuple[tuple[Node, ...], ...]:
        """The counts that do not run from their first number to their last, each one higher."""
        return tuple(
            [
                x
                for x in (*self.counts, *self.item_counts)
                if [n.number for n in x] != list(range(x[0].number or 0, (x[0].number or 0) + len(x)))
            ]
        )

    @cached_property
    def filled(self) -> frozenset[int]:
        """The nodes that have text or children of their own."""
        held = {p.node for p in self.document.paragraphs}
        held.update([n.parent for n in self.document.nodes])
        held.discard(None)
        return frozenset(held)  # type: ignore[arg-type]

    @cached_property
    def broken(self) -> tuple[Node, ...]:
        """The headings whose labels hold a line break."""
        find = self.text.find
        return tuple([n for n in self.headings if find("\n", *n.label) >= 0])

    @cached_property
    def _odd_places(self) -> list[int]:
        return [m.start() for m in ODD.finditer(self.text)]

    @cached_property
    def odd_markers(self) -> tuple[tuple[int, int, str], ...]:
        """Where the markers stand that hold a character of `ODD`, and what they are without hidden ones."""
        if not self._odd_places:
            return ()
        starts = [n.label.start for n in self.headings]
        found = sorted({bisect_right(starts, at) - 1 for at in self._odd_places} - {-1})
        spans = [(*marker_span(self.text, self.headings[k]), self.headings[k].marker or "") for k in found]
        return tuple(s for s in spans if ODD.search(self.text, s[0], s[1]))

    @cached_property
    def odd(self) -> tuple[int, ...]:
        """Where the characters of `ODD` stand, those in markers left out."""
        inside = {i for start, end, _ in self.odd_markers for i in range(start, end)}
        return tuple([at for at in self._odd_places if at not in inside])

    @cached_property
    def breaks(self) -> tuple[Finding, ...]:
        """The places where a line ends within a sentence; see `tigang.check.breaks`."""
        from tigang.check.breaks import find_breaks

        return tuple(find_breaks(self))

    @property
    def wrapped(self) -> bool:
        """Whether lines end within sentences throughout the text, as a conversion from PDF leaves them."""
        return len(self.breaks) > MANY

    @cached_property
    def _noise_from(self) -> dict[int, int]:
        return {n.start: n.end for n in self.document.noise}

    @cached_property
    def _noise_to(self) -> dict[int, int]:
        return {n.end: n.start for n in self.document.noise}

    def after(self, at: int) -> str:
        """Return the first character behind ``at`` that is no blank, mark or noise, a line break at a line's end."""
        text, size = self.text, len(self.text)
        for _ in range(_WINDOW):
            if at >= size or text[at] in "\n\r":
                return "\n"
            if at in self._noise_from:
                at = self._noise_from[at]
            elif text[at] in _BLANKS or text[at] in "*_#":
                at += 1
            else:
                return text[at]
        return " "

    def before(self, at: int) -> str:
        """Return the last character before ``at`` that is no blank, mark or noise, a line break at a line's start."""
        text = self.text
        for _ in range(_WINDOW):
            if at <= 0 or text[at - 1] in "\n\r":
                return "\n"
            if at in self._noise_to:
                at = self._noise_to[at]
            elif text[at - 1] in _BLANKS or text[at - 1] in "*_#>":
                at -= 1
            else:
                return text[at - 1]
        return " "

    def at_marker(self, node: Node, message: str) -> Finding:
        """Return a finding at a heading's marker."""
        return Finding(*marker_span(self.text, node), message)

    def stands_alone(self, node: Node) -> bool:
        """Return whether a heading ends with its line."""
        return self.after(node.label.end) == "\n"


def _begins_again(numbers: Sequence[int], i: int) -> bool:
    """Whether a list begins anew at position ``i``: at 1, or at a number far off, which is of another list."""
    before, here = numbers[i - 1], numbers[i]
    if here == 1 and before > 1:
        # a 1 among others (三、一、五、) is a slip
        return i + 1 == len(numbers) or numbers[i + 1] in (1, 2)
    return not -3 <= here - before <= _FAR


def _runs_on(before: Sequence[Node], number: int, family: str) -> bool:
    """Whether a list that begins with ``number`` goes on from the list before."""
    if number == 1:
        return False
    step = number - (before[-1].number or 0)
    return step == 1 or (1 <= step <= 3 and (family in _RUNNING or _ran_on(before)))


def _ran_on(nodes: Sequence[Node]) -> bool:
    return any(n.parent != nodes[0].parent for n in nodes)


_FIGURES = "〇一二三四五六七八九"


@lru_cache(maxsize=1024)
def numeral_of(number: int) -> str:
    """Return a number below 1000 in Chinese numerals.

    >>> [numeral_of(n) for n in (3, 10, 12, 20, 105)]
    ['三', '十', '十二', '二十', '一百〇五']
    """
    if number >= 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    out = f"{_FIGURES[hundreds]}百" if hundreds else ""
    if tens:
        out += ("" if tens == 1 and not hundreds else _FIGURES[tens]) + "十"
    elif hundreds and ones:
        out += "〇"
    return out + (_FIGURES[ones] if ones else "")


_HIGH = str.maketrans("0123456789", "０１２３４５６７８９")


def written_like(node: Node, number: int) -> str:
    """Return the marker that a sister of ``node`` with another number would bear."""
    marker = "".join((node.marker or "").split())
    digits = re.search(r"\d+(?=\D*$)", marker)
    if digits is not None:
        wide = not digits[0].isascii()
        return f"{marker[: digits.start()]}{str(number).translate(_HIGH) if wide else number}{marker[digits.end() :]}"
    if len(marker) == 1 and not "\u4e00" <= marker <= "\u9fff":  # ① ㈠ ⑴: numbered on in Unicode
        return chr(ord(marker) + number - (node.number or 0))
    return re.sub(r"[〇零○一二三四五六七八九十百千\-—－]+", numeral_of(number), marker, count=1)


def marker_span(text: str, node: Node) -> tuple[int, int]:
    """Return where a heading's marker stands in its label: behind Markdown marks, hidden characters included."""
    start = node.label.start
    while start < node.label.end and text[start] in "#*_ \t":
        start += 1
    marker = node.marker or ""
    at, end = start, min(node.label.end, start + len(marker) + _WINDOW)
    for c in marker:
        while at < end and text[at] != c:
            at += 1
        at += 1
    return (start, at) if at <= end else (start, start + max(1, len(marker)))
