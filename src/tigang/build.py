"""Labels and units → the records of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tigang.document import Matter, Node, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.fold import Fold
    from tigang.inner import Unit
    from tigang.lines import Line
    from tigang.matter import Roles
    from tigang.outline import Label, Stretch

__all__ = ["build_matter", "build_nodes", "build_paragraphs", "make_title", "solid"]

_EDGE = " \0\t\n\r*#_\u3000\xa0\u2002\u2003\ufeff\u200b"
_CLOSING = "。．.：:；;，,、！!？?"


def solid(text: str, view: str, start: int, end: int) -> str:
    """Return the text's own characters of a span, without masks and line breaks."""
    words = text[start:end]
    if view.find("\0", start, end) >= 0:
        words = "".join(c for c, v in zip(words, view[start:end], strict=True) if v != "\0")
    return words.replace("\n", "").replace("\r", "") if "\n" in words or "\r" in words else words


def _clean(text: str, view: str, start: int, end: int) -> str:
    """Return words without noise, Markdown marks and closing mark."""
    return solid(text, view, start, end).strip(_EDGE).rstrip(_CLOSING).lstrip("，,、：:").strip().strip(_EDGE)


def build_nodes(
    text: str,
    view: str,
    labels: Sequence[Label],
    stretches: Sequence[Stretch],
    units: Sequence[Unit],
    end: int,
    fold: Fold,
) -> tuple[list[Node], list[Held]]:
    """Return the nodes in text order and the sentences, each with its node.

    A sentence belongs to the node that was opened last before it: what follows an item belongs to the item
    until the next node opens. ``end`` is where the last section ends: the back matter's start, or the text's.
    The sentences are in offsets of the folded text, the nodes in those of the original.
    """
    raw: list[_Raw] = []
    depths: list[int] = []
    sentences: list[Held] = []
    of_heading: list[int] = []
    h = 0
    first = _start_of(labels, 0)
    topic: int | None = None
    topic_line = item_line = -1
    topic_in_item = False
    item: list[int] = []
    owner: int | None = None
    for a, stop, kind, stretch, m, level in units:
        b = stop
        while view[b - 1] in _BLANK and b > a:
            b -= 1
        if first < a:
            while first < a:
                of_heading.append(len(raw))
                raw.append(_heading(text, view, labels[h], of_heading))
                depths.append(labels[h].heading.depth)
                h += 1
                first = _start_of(labels, h)
            topic, topic_in_item, item = None, False, []
        if kind == "body" and topic is None:
            sentences.append((a, b, len(raw) - 1 if raw else None))
            continue
        _, _, heading, line = stretches[stretch]
        base = None if heading is None else of_heading[heading]
        if topic is not None and line != topic_line:
            topic, topic_in_item = None, False
        if kind == "topic":
            # a topic behind an item of its own line details the item
            inside = bool(item) and item_line == line and (topic is None or topic_in_item)
            parent = item[-1] if inside else base
            topic, topic_line, topic_in_item = len(raw), line, inside
            if not inside:
                item = []
            depths.append((depths[parent] if parent is not None else 0) + 1)
            raw.append(("topic", parent, None, None, None, _clean(text, view, a, b), a, b))
        elif m is not None:
            item_line = line
            if topic_in_item:
                topic, topic_in_item = None, False
            if owner != (topic if topic is not None else base):
                item = []
            owner = topic if topic is not None else base
            del item[level:]
            parent = item[-1] if item else owner
            item.append(len(raw))
            # the label is the whole sentence (the guidelines' rule), the title what is counted, without a lead-in
            depths.append((depths[parent] if parent is not None else 0) + 1)
            raw.append(
                (
                    "item", parent, m.style, solid(text, view, m.start, m.end).strip(_EDGE),
                    None if m.number == 99 else m.number, _clean(text, view, m.end, b), a, b,
                )
            )  # fmt: skip
        sentences.append((a, b, len(raw) - 1 if raw else None))
    for label in labels[h:]:
        of_heading.append(len(raw))
        raw.append(_heading(text, view, label, of_heading))
        depths.append(label.heading.depth)
    return _close(view, raw, depths, end, fold), sentences


_Raw = tuple[str, "int | None", "str | None", "str | None", "int | None", str, int, int]
"""A node before its span is known: kind, parent, style, marker, number, title, start and end of its label."""
Held = tuple[int, int, "int | None"]
"""Start and end of a sentence or a paragraph, and the node that holds it."""
_BLANK = " \0\t\n\r"


def _start_of(labels: Sequence[Label], h: int) -> float:
    """Return where heading ``h`` begins, infinity behind the last."""
    return labels[h].heading.candidate.start if h < len(labels) else float("inf")


def _heading(text: str, view: str, label: Label, of_heading: Sequence[int]) -> _Raw:
    c, above, _ = label.heading
    parent = None if above is None else of_heading[above]
    start, stop, style = c.start, label.end, c.style
    title = _clean(text, view, *label.words)
    if style[:4] == "bare":
        marker = number = style_ = None
    else:
        marker = solid(text, view, start, c.end).strip(_EDGE)
        stop = max(stop, c.end)
        style_, number = style, c.number
    while stop > start and view[stop - 1] in _BLANK:
        stop -= 1
    return "heading", parent, style_, marker, number, title, start, stop


def _close(view: str, raw: Sequence[_Raw], depths: Sequence[int], end: int, fold: Fold) -> list[Node]:
    """Return the nodes, in original offsets; their spans reach to the next node that is not below them."""
    ends = [end] * len(raw)
    stack: list[int] = []
    for i, (r, depth) in enumerate(zip(raw, depths, strict=True)):
        while stack and depths[stack[-1]] >= depth:
            ends[stack.pop()] = r[6]
        stack.append(i)
    for i, r in enumerate(raw):
        stop = ends[i]
        while stop > r[7] and view[stop - 1] in _BLANK:
            stop -= 1
        ends[i] = max(stop, r[7])
    spans = fold.moved([r[6:] for r in raw])
    if not fold.is_identity:
        whole = fold.moved([(r[6], stop) for r, stop in zip(raw, ends, strict=True)])
        ends = [max(w[1], s[1]) for w, s in zip(whole, spans, strict=True)]
        for i in range(len(raw) - 1, -1, -1):
            # a parent reaches as far as its children
            parent = raw[i][1]
            if parent is not None and ends[parent] < ends[i]:
                ends[parent] = ends[i]
    return [
        Node(i, parent, kind, depth, style, marker, number, title, Span(a, b), Span(a, stop))
        for i, ((kind, parent, style, marker, number, title, _, _), depth, (a, b), stop) in enumerate(
            zip(raw, depths, spans, ends, strict=True)
        )
    ]


def build_paragraphs(sentences: Sequence[Held], lines: Sequence[Line]) -> list[Held]:
    """Return the paragraphs: the sentences of one line under one node."""
    out: list[Held] = []
    starts = [x.start for x in lines]
    last = len(lines) - 1
    k = 0
    first = stop = line = -1
    node: int | None = None
    for a, b, held in sentences:
        while k < last and starts[k + 1] <= a:
            k += 1
        if k != line or held != node:
            if line >= 0:
                out.append((first, stop, node))
            first, node, line = a, held, k
        stop = b
    if line >= 0:
        out.append((first, stop, node))
    return out


def build_matter(lines: Sequence[Line], roles: Roles) -> tuple[list[Matter], list[Matter]]:
    """Return the front and the back matter."""
    front = [Matter(lines[i].start, lines[i].end, role) for i, role in sorted(roles.front.items())]
    back = [Matter(lines[i].start, lines[i].end, role) for i, role in sorted(roles.back.items())]
    return front, back


def make_title(text: str, view: str, lines: Sequence[Line], roles: Roles) -> str | None:
    """Return the first run of title lines joined, subtitle lines left out; None without a title."""
    parts: list[str] = []
    last = -1
    for i in sorted(roles.front):
        if parts and i != last + 1:
            break
        last = i
        if roles.front[i] == "title":
            parts.append(solid(text, view, lines[i].start, lines[i].end).strip(_EDGE))
        elif parts:
            break
    return "".join(parts) or None
