"""Checks of the markers' forms: widths and styles mixed in one list, blanks, look-alikes, brackets, marks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tigang.check.facts import HIDDEN, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tigang.check.facts import Facts
    from tigang.document import Node

__all__ = ["find_alike", "find_blanks", "find_brackets", "find_marks", "find_styles", "find_widths"]


_NAMED = frozenset(("附件", "附："))
"""Families whose markers may differ in their words: 附件1, 附表2."""


def _usual(shapes: tuple[str, ...]) -> str:
    """Return the shape that most markers have; on a tie, the first one."""
    return Counter(shapes).most_common(1)[0][0]


def find_widths(facts: Facts) -> Iterator[Finding]:
    """Yield the markers whose width differs from most of their sisters'."""
    for s in facts.mixed:
        like: dict[str, tuple[str, Node]] = {}
        for plain in {f.plain for f in s.forms}:
            usual = _usual(tuple(f.shape for f in s.forms if f.plain == plain))
            like[plain] = usual, next(n for n, f in zip(s.nodes, s.forms, strict=True) if f.shape == usual)
        for n, f in zip(s.nodes, s.forms, strict=True):
            usual, model = like[f.plain]
            if f.shape != usual and f.flaw != "bracket":
                yield facts.at_marker(n, f"序号“{n.marker}”与同级“{model.marker}”全角半角不一")


def find_styles(facts: Facts) -> Iterator[Finding]:
    """Yield the markers whose style differs from most of their sisters'."""
    for s in facts.mixed:
        if s.family in _NAMED or len({f.plain for f in s.forms}) == 1:
            continue
        sound = tuple(f.plain for f in s.forms if f.flaw not in ("bracket", "mark"))
        if not sound:
            continue
        usual = _usual(sound)
        like = next(m for m, g in zip(s.nodes, s.forms, strict=True) if g.plain == usual)
        for n, f in zip(s.nodes, s.forms, strict=True):
            if f.plain != usual and f.flaw not in ("bracket", "mark"):
                yield facts.at_marker(n, f"序号“{n.marker}”与同级“{like.marker}”形式不一")


def _flawed(facts: Facts, flaw: str) -> Iterator[Node]:
    for n, f in facts.flawed:
        if f.flaw == flaw:
            yield n


def find_blanks(facts: Facts) -> Iterator[Finding]:
    """Yield the markers with a blank inside."""
    for n in _flawed(facts, "blank"):
        yield facts.at_marker(n, f"序号“{n.marker}”中有空格")


def find_alike(facts: Facts) -> Iterator[Finding]:
    """Yield the markers that hold a character which stands for another, or a hidden one."""
    for n in _flawed(facts, "alike"):
        yield facts.at_marker(n, f"序号“{n.marker}”中有形近字符")
    for start, end, marker in facts.odd_markers:
        if HIDDEN.search(facts.text, start, end):
            yield Finding(start, end, f"序号“{marker}”中夹有不可见字符")


def find_brackets(facts: Facts) -> Iterator[Finding]:
    """Yield the markers whose brackets do not match."""
    for n in _flawed(facts, "bracket"):
        yield facts.at_marker(n, f"序号“{n.marker}”前后括号不配")


def find_marks(facts: Facts) -> Iterator[Finding]:
    """Yield the markers with a mark behind that does not belong."""
    for n in _flawed(facts, "mark"):
        yield facts.at_marker(n, f"序号“{n.marker}”后的标点不当")
