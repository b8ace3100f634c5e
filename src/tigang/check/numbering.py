"""Checks of numbering: numbers that skip, stand twice or go back; lists of one; the order of layers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tigang.check.facts import FAMILIES, numeral_of, written_like

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tigang.check.facts import Facts, Finding
    from tigang.document import Node

__all__ = ["find_deep", "find_late_starts", "find_lone", "find_misplaced", "find_order", "find_skipped", "find_twice"]

_LADDER = {
    "编": 1, "部分": 2, "章": 3, "节": 4, "一、": 10, "一 ": 10, "一）": 11, "㈠": 11, "（一）": 11, "1.": 12,
    "1、": 12, "（1）": 13, "1）": 13, "①": 14, "⑴": 13,
}  # fmt: skip
"""Styles with a usual place above or below one another, by convention; small numbers stand above."""
_LAYERS = 4
"""Layers that convention provides for: 一、 （一） 1. （1）."""
_PAIRED = frozenset(("一", "（一）", "1", "（1）", "①"))
"""Families of which a first one calls for a second."""

_SERIES = frozenset("一二三四五六七八九十")
"""What follows a marker that is none: 二、三季度."""


def find_flaws(numbers: Sequence[int]) -> list[tuple[int, str, int]]:
    """Return what is wrong in a count: position, ``skipped``, ``twice`` or ``misplaced``, and the number due there.

    >>> find_flaws([1, 2, 4, 5]), find_flaws([1, 2, 2, 3]), find_flaws([1, 2, 2, 4])
    ([(2, 'skipped', 3)], [(2, 'twice', 3)], [(2, 'twice', 3)])
    >>> find_flaws([1, 2, 5, 4, 5]), find_flaws([1, 2, 4, 4, 5])
    ([(2, 'misplaced', 3)], [(2, 'twice', 3)])
    """
    out = []
    last = numbers[0]
    for i in range(1, len(numbers)):
        k, due = numbers[i], last + 1
        follower = numbers[i + 1] if i + 1 < len(numbers) else 0
        if k == due:
            last = k
        elif k == last:
            out.append((i, "twice", due))
            last = due if follower == due + 1 else k
        elif k > due and follower == k:
            out.append((i, "twice", due))
            last = due
        elif follower == due + 1 or (k < last and follower != k + 1):
            out.append((i, "misplaced", due))
            last = due
        else:
            out.append((i, "skipped" if k > due else "misplaced", due))
            last = k
    return out


def _flaws(facts: Facts, kind: str) -> Iterator[tuple[Node, Node, int]]:
    """Yield each heading whose number is wrong in the given way, the one before it, and the number due."""
    for nodes in facts.odd_counts:
        for i, found, due in find_flaws([n.number or 0 for n in nodes]):
            if found == kind and "之" not in (nodes[i].marker or ""):
                yield nodes[i - 1], nodes[i], due


def find_skipped(facts: Facts) -> Iterator[Finding]:
    """Yield the numbers that do not follow the one before."""
    for before, node, due in _flaws(facts, "skipped"):
        number = node.number or 0
        if any(_stands(facts, node, k, before.label.start + 1, node.label.start) for k in range(due, number)):
            continue
        missing = written_like(node, due)
        if number - due > 1:
            missing += f"至{written_like(node, number - 1)}"
        yield facts.at_marker(node, f"序号由“{before.marker}”跳到“{node.marker}”，缺“{missing}”")


def find_twice(facts: Facts) -> Iterator[Finding]:
    """Yield the numbers that stand twice in their list."""
    for before, node, due in _flaws(facts, "twice"):
        if node.title[:1] in _SERIES:
            continue
        again = "又" if before.number == node.number else "先后两次"
        yield facts.at_marker(node, f"序号“{node.marker}”{again}出现，此处应为“{written_like(node, due)}”")


def find_misplaced(facts: Facts) -> Iterator[Finding]:
    """Yield the numbers that go back, or forth for one heading only."""
    for before, node, due in _flaws(facts, "misplaced"):
        number = node.number or 0
        # a list of its own whose beginning was not read as a heading
        if number > 1 and _stands(facts, node, number - 1, before.label.start + 1, node.label.start, loose=True):
            continue
        yield facts.at_marker(
            node, f"序号“{node.marker}”排在“{before.marker}”之后，此处应为“{written_like(node, due)}”"
        )


_BROAD = dict(zip("0123456789", "０１２３４５６７８９", strict=True))
_NARROW = {ord(wide): narrow for narrow, wide in _BROAD.items()}
_WIDE = {"（": "(", "(": "（", "）": ")", ")": "）", ".": "．、", "．": ".、", "、": ".．"}


def _stands(facts: Facts, node: Node, number: int, start: int, end: int, *, loose: bool = False) -> bool:
    """Whether a marker that counts as missing stands between two places, unread: then nothing is sure.

    It stands where a heading may begin, or anywhere if ``loose``.
    """
    marker = written_like(node, number)
    numeral = str(number) if re.search(r"\d", marker) else numeral_of(number)
    before, numeral, behind = marker.translate(_NARROW).rpartition(numeral)
    if numeral:
        around = [r"\s*".join(f"[{re.escape(c)}{_WIDE.get(c, '')}]" for c in x) for x in (before, behind)]
        digits = "".join(f"[{c}{_BROAD.get(c, '')}]" for c in numeral)
        pattern = rf"{around[0]}\s*{digits}\s*{around[1]}"
    else:
        pattern = re.escape(marker)
    place = "" if loose else r"(?:^|[。！？；\s])[\s*#]*"
    return re.compile(place + pattern, re.MULTILINE).search(facts.text, start, end) is not None


def find_late_starts(facts: Facts) -> Iterator[Finding]:
    """Yield the lists that do not begin with one."""
    for count in facts.counts:
        first = count[0]
        number = first.number or 0
        if number < 2 or len(count) < 2 or first.style == "条":  # 条 are quoted
            continue
        if not _stands(facts, first, number - 1, facts.neighbours[first.id][0], first.label.start, loose=True):
            yield facts.at_marker(first, f"同级序号从“{first.marker}”开始，缺“{written_like(first, 1)}”")


def find_lone(facts: Facts) -> Iterator[Finding]:
    """Yield the first numbers that no second one follows."""
    for count in facts.counts:
        n = count[0]
        if len(count) > 1 or n.number != 1 or FAMILIES.get(n.style or "", n.style) not in _PAIRED:
            continue
        if n.title.startswith("“"):  # a quotation
            continue
        if not _stands(facts, n, 2, n.label.end, facts.neighbours[n.id][1]):
            yield facts.at_marker(n, f"只有“{n.marker}”而没有“{written_like(n, 2)}”；只有一项时不必编号")


def find_order(facts: Facts) -> Iterator[Finding]:
    """Yield, once for each pair of styles, a usually lower style above a usually higher one."""
    seen: set[tuple[str, str]] = set()
    nodes = facts.document.nodes
    for s in facts.sisters:
        n = s.nodes[0]
        if n.parent is None or n.number != 1:
            continue
        above = nodes[n.parent]
        pair = (above.style or "", n.style or "")
        if pair in seen:
            continue
        seen.add(pair)
        if _LADDER.get(pair[0], 0) > _LADDER.get(pair[1], 99):
            yield facts.at_marker(n, f"“{n.marker}”用在“{above.marker}”之下，层次序数通常相反")


def find_deep(facts: Facts) -> Iterator[Finding]:
    """Yield the first heading that stands deeper than four numbered layers."""
    for s in facts.sisters:
        n = s.nodes[0]
        if n.depth <= _LAYERS:
            continue
        layers = sum(_LADDER.get(x.style or "", 0) >= 10 for x in facts.document.path(n))
        if layers > _LAYERS:
            yield facts.at_marker(n, f"层次超过四层（第{layers}层）；层次序数一般不超过“一、”“（一）”“1.”“（1）”四层")
            return
