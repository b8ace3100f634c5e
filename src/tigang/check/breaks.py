"""Check of lines that end within a sentence.

Terms
-----
break : a line's end within a sentence. It is *sure* where the words before it or behind it cannot stand there
    (……控制在⏎480万元), and *likely* where a sentence merely has no closing mark at its line's end. A likely one
    counts only where a text has many of them, as one that a conversion from PDF has wrapped.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tigang.check.facts import MANY, Finding
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tigang.check.facts import Facts

__all__ = ["find_breaks", "find_broken_lines"]

_CLOSED = frozenset("。！？；：…”’」』）)】》!?;:.|")
_OPEN = frozenset("，、《“（")
"""Marks that a line cannot end with."""
_LEADS_ON = frozenset("的有在和与及对把将被为是至到从由以于比达约近超每各其该本这那并而或但若如因使让给向往按照经就")
"""Words that no sentence ends with."""
_GOES_ON = lazy(r"[的了和与及等，。、；：）》”%％‰]|\d[\d.]*[万亿个人名户项次元件%％台吨公亩条]")
"""What no sentence begins with."""
_SENTENCE = lazy("[，。；：]")
_SAMPLE = 100
"""Paragraphs that are looked at to tell whether lines were joined."""
_LEAST, _LONG = 10, 20
"""Shortest line, in characters, that surely and that likely is a sentence cut in two."""


def find_breaks(facts: Facts) -> Iterator[Finding]:
    """Yield the places where a line ends within a sentence, those that the analyzer has joined included."""
    text = facts.text
    out: list[Finding] = []
    likely: list[Finding] = []
    paragraphs = facts.document.paragraphs
    # the analyzer joins the lines of a text that is wrapped throughout, and of no other
    joined = any(text.find("\n", p.start, p.end) >= 0 for p in paragraphs[:_SAMPLE])
    for p in paragraphs if joined else ():
        at = text.find("\n", p.start, p.end)
        while at >= 0:
            out.append(Finding(max(at - 1, 0), at, _MESSAGE))
            at = text.find("\n", at + 1, p.end)
    for p, q in pairwise(paragraphs):
        last = text[p.end - 1]
        if last in _CLOSED or p.node != q.node:
            continue
        between = text[p.end : q.start]
        if between.strip() or "\n" not in between or text[q.start] in "（(" or _is_row(text, p.start, q.end):
            continue
        found = Finding(p.end - 1, p.end, _MESSAGE)
        if last in _OPEN:
            out.append(found)
        elif p.end - p.start >= _LEAST and between.count("\n") == 1 and not between.endswith((" ", "\u3000", "\t")):
            if not _SENTENCE.search(text, p.start, p.end) or last.isascii():
                continue
            if last in _LEADS_ON or _GOES_ON.match(text, q.start):
                out.append(found)
            elif p.end - p.start >= _LONG and text[q.end - 1] in "。；":
                likely.append(found)
    if len(likely) > max(MANY, len(paragraphs) // 5):
        out += likely
    yield from sorted(out)


_MESSAGE = "句子在行末断开，一段应为一行"


def _is_row(text: str, start: int, end: int) -> bool:
    return text.find("\t", start, end) >= 0 or text.find("|", start, end) >= 0


def find_broken_lines(facts: Facts) -> Iterator[Finding]:
    """Yield where a line ends within a sentence; once for a text that is wrapped throughout."""
    if facts.wrapped:
        first = facts.breaks[0]
        yield first._replace(message=f"{_MESSAGE}（全文共{len(facts.breaks)}处）")
    else:
        yield from facts.breaks
