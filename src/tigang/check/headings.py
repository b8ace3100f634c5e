"""Checks of headings: empty, unlike their sisters, run on, glued, broken, doubled."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tigang.check.facts import MANY, MARKS, Finding
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tigang.check.facts import Facts
    from tigang.document import Node

__all__ = [
    "find_broken", "find_closings", "find_doubled", "find_empty", "find_glued", "find_run_on", "find_unlike",
    "find_unpaired", "find_untitled",
]  # fmt: skip

_CLOSING = {"．": "。", ".": "。", ":": "：", ";": "；", ",": "，", "、": "，", "!": "！", "？": "！", "?": "！"}
_CLOSED = "。：；，！"
_MARKED = frozenset("。．，,、；;")
_PAIRS = (("“", "”"), ("《", "》"), ("（(", "）)"))
_PAIRED = lazy("[“”《》（）()]")
_NEAR = 60
"""Characters behind a heading's label in which the partner of a bracket may yet come."""
_SHORT, _LONG = 25, 35
"""Longest title, in characters, that is surely no sentence of the text, and longest that may be none."""


def _label(node: Node, message: str) -> Finding:
    return Finding(*node.label, message)


def _tail(node: Node, message: str) -> Finding:
    return Finding(node.label.end - 1, node.label.end, message)


def _closing(facts: Facts, node: Node) -> str:
    """Return the class of a label's closing mark, empty without one."""
    words = facts.text[node.label.start : node.label.end].rstrip("*_# \t\u3000")
    mark = _CLOSING.get(words[-1:], words[-1:])
    return mark if mark in _CLOSED and mark else ""


def find_empty(facts: Facts) -> Iterator[Finding]:
    """Yield headings with nothing below them among sisters that have text.

    The next heading must be the next sister or stand higher: what follows otherwise may have been meant to
    stand below.
    """
    nodes = facts.document.nodes
    filled = facts.filled
    for s in facts.sisters:
        empty = [n for n in s.nodes if n.id not in filled]
        if not empty or len(empty) * 3 > len(s.nodes):
            continue
        for n in empty:
            after = nodes[n.id + 1] if n.id + 1 < len(nodes) else None
            sister = after is not None and after.parent == n.parent and after.number == (n.number or 0) + 1
            if not (after is None or sister or (after.depth < n.depth and after.marker)):
                continue
            if len(n.title) <= _SHORT and _closing(facts, n) in ("", "：") and not _rest(facts, n):
                yield _label(n, f"标题“{n.title or n.marker}”之下没有内容")


def _rest(facts: Facts, node: Node) -> str:
    """Return what stands between a heading's label and its end: noise, or a table that was read as such."""
    return facts.text[node.label.end : node.span.end].strip()


def _cut_mark(facts: Facts, node: Node) -> int | None:
    """Return where a mark closes a heading's line whose label goes on to the next line's full stop.

    What follows such a mark (一、修渠和打井、⏎修渠两条。) is read as the rest of the heading, and is its text.
    """
    at = facts.text.find("\n", *node.label)
    cut = at > 0 and facts.text[at - 1] in "，、," and _closing(facts, node) == "。"
    return at - 1 if cut else None


def find_closings(facts: Facts) -> Iterator[Finding]:
    """Yield headings that end with a mark which does not belong there."""
    for n in facts.broken:
        at = _cut_mark(facts, n)
        if at is not None and not facts.wrapped:
            yield Finding(at, at + 1, f"标题以“{facts.text[at]}”结尾")
    for s in facts.unevenly_closed:
        if not _MARKED.intersection(s.closings):
            continue
        nodes = [n for n in s.nodes if n.title]
        marks = [_closing(facts, n) for n in nodes]
        # a list ；；；。 counts clauses, and its last one may be followed by more of the paragraph
        listed = "；" in marks or 2 * marks.count("") <= len(marks) or marks.count("") < 2
        for n, mark in zip(nodes, marks, strict=True):
            if len(n.title) > _SHORT or not facts.stands_alone(n):
                continue
            if mark == "，" and not facts.wrapped:
                yield _tail(n, f"标题以“{facts.text[n.label.end - 1]}”结尾")
            elif mark == "。" and not listed and n.id in facts.filled:
                yield _tail(n, "标题独立成行，末尾用了“。”，同级标题大多不用")


def find_unlike(facts: Facts) -> Iterator[Finding]:
    """Yield the one heading that is closed otherwise than all its sisters."""
    for s in facts.unevenly_closed:
        if len(s.nodes) < 4:
            continue
        if any(not n.title for n in s.nodes):
            continue
        marks = [_closing(facts, n) for n in s.nodes]
        kinds = Counter(marks).most_common()
        if len(kinds) != 2 or kinds[1][1] != 1 or kinds[0][0] != "。" or kinds[1][0]:
            continue
        n = s.nodes[marks.index(kinds[1][0])]
        if n.id in facts.filled and facts.stands_alone(n) and "\n" not in facts.text[n.label.start : n.label.end]:
            yield _label(n, f"标题“{n.title}”末尾没有“。”，同级标题都有")


def find_untitled(facts: Facts) -> Iterator[Finding]:
    """Yield the one number before a whole sentence among sisters whose titles stand before their text in one line."""
    for s in facts.sisters:
        if len(s.nodes) < 4 or s.family == "条":
            continue
        long = [n for n in s.nodes if not n.title or len(n.title) > _SHORT]
        if len(long) != 1:
            continue
        n = long[0]
        # a whole sentence that fills its line is read as a title, though it is none
        if n.title and not (len(n.title) > _LONG and "，" in n.title and facts.stands_alone(n)):
            continue
        titled = [x for x in s.nodes if x is not n]
        if 2 * sum("，" in x.title for x in titled) > len(titled):
            continue
        if not any(facts.stands_alone(x) for x in titled):
            yield facts.at_marker(n, f"“{n.marker}”之后没有标题，同级序号都有标题")


_PROBLEM = lazy(r"关于[^，。；：]{2,40}?的问题(?=[^，。；：、和及等的与])")


def find_run_on(facts: Facts) -> Iterator[Finding]:
    """Yield headings that the text goes on from without a mark."""
    text = facts.text
    size = len(text)
    for n in facts.headings:
        end = n.label[1]
        title = n.title
        boxed = n.style == "条" and text[end - 1] in "）)"  # 第一条（适用范围）本办法…
        if end < size and text[end].isalnum() and title and text[end - 1] not in MARKS and not boxed:
            yield _label(n, f"标题“{title}”与正文连写，中间没有标点")
        elif len(title) > _SHORT and title[:2] == "关于" and (m := _PROBLEM.match(title)):
            yield _label(n, f"标题“{m[0]}”与正文连写，中间没有标点")


def find_glued(facts: Facts) -> Iterator[Finding]:
    """Yield headings in the middle of a line; once for a text that is glued throughout."""
    text = facts.text
    inside = [n for n in facts.headings if n.label[0] and text[n.label[0] - 1] not in "\n\r"]
    glued = [n for n in inside if _is_glued(facts, n)]
    if len(glued) > MANY:
        yield _label(glued[0], f"标题“{glued[0].marker}{glued[0].title}”没有另起一行（全文共{len(glued)}处）")
        return
    for n in glued:
        yield _label(n, f"标题“{n.marker}{n.title}”没有另起一行")


def _is_glued(facts: Facts, node: Node) -> bool:
    """Whether a heading stands behind a sentence, as no clause of a list counted within a paragraph does."""
    if not node.title or len(node.title) > _SHORT or node.style in ("①", "⑴") or _closing(facts, node) == "；":
        return False
    return facts.before(node.label.start) not in ("\n", "：", ":", "；", ";")


def find_broken(facts: Facts) -> Iterator[Finding]:
    """Yield headings that are broken over two lines; once for a text that is broken throughout."""
    if facts.wrapped:
        return
    broken = [n for n in facts.broken if not _unpaired(n.title) and _cut_mark(facts, n) is None]
    if len(broken) > MANY:
        yield _label(broken[0], f"标题“{broken[0].title}”断成两行（全文共{len(broken)}处）")
        return
    for n in broken:
        yield _label(n, f"标题“{n.title}”断成两行")


def find_doubled(facts: Facts) -> Iterator[Finding]:
    """Yield headings that bear the same title as one before in their count."""
    for nodes in facts.counts:
        if len({n.title for n in nodes}) == len(nodes) or nodes[0].style == "条":
            continue
        seen: dict[tuple[str, int | None], Node] = {}
        for n in nodes:
            # labels with a colon (完成情况：) may come again
            if len(n.title) < 4 or not (_closing(facts, n) == "。" or facts.stands_alone(n)):
                continue
            first = seen.setdefault((n.title, n.parent), n)
            if first is not n:
                yield _label(n, f"标题“{n.title}”与“{first.marker}”的标题相同")


def find_unpaired(facts: Facts) -> Iterator[Finding]:
    """Yield headings in which a quotation mark or bracket has no partner."""
    for n in facts.headings:
        pair = _unpaired(n.title)
        # a partner just behind it: its end was read wrongly
        if pair and not any(c in facts.text[n.label.end : n.label.end + _NEAR] for c in pair[1]):
            yield _label(n, f"标题“{n.title}”中的“{pair[0][0]}”与“{pair[1][0]}”不成对")


def _unpaired(title: str) -> tuple[str, str] | None:
    """Return the first pair of marks that a title does not hold equally often."""
    if not _PAIRED.search(title):
        return None
    return next((p for p in _PAIRS if sum(map(title.count, p[0])) != sum(map(title.count, p[1]))), None)
