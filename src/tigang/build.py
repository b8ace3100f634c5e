"""Labels and units → the records of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tigang.document import Matter, Node, Paragraph, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    return words.replace("\n", "").replace("\r", "")


def _clean(text: str, view: str, start: int, end: int) -> str:
    """Return words without noise, Markdown marks and closing mark."""
    return solid(text, view, start, end).strip(_EDGE).rstrip(_CLOSING).lstrip("，,、：:").strip().strip(_EDGE)


def _trim(view: str, start: int, end: int) -> Span:
    while end > start and view[end - 1] in " \0\t\n\r":
        end -= 1
    return Span(start, end)


def build_nodes(
    text: str,
    view: str,
    labels: Sequence[Label],
    stretches: Sequence[Stretch],
    units: Sequence[Unit],
    end: int,
) -> tuple[list[Node], list[Sentence]]:
    """Return the nodes in text order and the sentences, each with its node.

    A sentence belongs to the node that was opened last before it: what follows an item belongs to the item
    until the next node opens. ``end`` is where the last section ends: the back matter's start, or the text's.
    """

    def whole(start: int, stop: int) -> Span:
        while stop > start and view[stop - 1] in " \0\t\n\r":
            stop -= 1
        return Span(start, stop)

    raw: list[_Raw] = []
    sentences: list[Sentence] = []
    of_heading: list[int] = []
    h = 0

    def open_heading(k: int) -> None:
        label = labels[k]
        c = label.heading.candidate
        parent = None if label.heading.parent is None else of_heading[label.heading.parent]
        bare = c.style.startswith("bare")
        marker = None if bare else solid(text, view, c.start, c.end).strip(_EDGE)
        of_heading.append(len(raw))
        raw.append(
            _Raw(
                "heading", parent, label.heading.depth, None if bare else c.style, marker, c.number,
                _clean(text, view, *label.words), whole(c.start, label.end if bare else max(label.end, c.end)),
            )
        )  # fmt: skip

    topic: int | None = None
    topic_line = item_line = -1
    topic_in_item = False
    item: list[int] = []
    owner: int | None = None
    for u in units:
        s = stretches[u.stretch]
        while h < len(labels) and labels[h].heading.candidate.start < u.start:
            open_heading(h)
            h += 1
            topic, topic_in_item, item = None, False, []
        base = None if s.heading is None else of_heading[s.heading]
        if topic is not None and s.line != topic_line:
            topic, topic_in_item = None, False
        if u.kind == "topic":
            # a topic behind an item of its own line details the item
            inside = bool(item) and item_line == s.line and (topic is None or topic_in_item)
            parent = item[-1] if inside else base
            depth = (raw[parent].depth if parent is not None else 0) + 1
            topic, topic_line, topic_in_item = len(raw), s.line, inside
            if not inside:
                item = []
            title = _clean(text, view, u.start, u.end)
            raw.append(_Raw("topic", parent, depth, None, None, None, title, whole(u.start, u.end)))
        elif u.kind == "item" and u.marker is not None:
            m = u.marker
            item_line = s.line
            if topic_in_item:
                topic, topic_in_item = None, False
            if owner != (topic if topic is not None else base):
                item = []
            owner = topic if topic is not None else base
            del item[u.level :]
            parent = item[-1] if item else owner
            depth = (raw[parent].depth if parent is not None else 0) + 1
            # the label is the whole sentence (the guidelines' rule), the title what is counted, without a lead-in
            words = (m.end, u.end)
            item.append(len(raw))
            raw.append(
                _Raw(
                    "item", parent, depth, m.style, solid(text, view, m.start, m.end).strip(_EDGE),
                    None if m.number == 99 else m.number, _clean(text, view, *words), whole(u.start, u.end),
                )
            )  # fmt: skip
        sentences.append(Sentence(*whole(u.start, u.end), len(raw) - 1 if raw else None))
    while h < len(labels):
        open_heading(h)
        h += 1
    return _close(view, raw, end), sentences


class _Raw(NamedTuple):
    """A node before its span is known."""

    kind: str
    parent: int | None
    depth: int
    style: str | None
    marker: str | None
    number: int | None
    title: str
    label: Span


def _close(view: str, raw: Sequence[_Raw], end: int) -> list[Node]:
    """Give the nodes their spans: to the next node that is not below them."""
    ends = [end] * len(raw)
    stack: list[int] = []
    for i, r in enumerate(raw):
        while stack and raw[stack[-1]].depth >= r.depth:
            ends[stack.pop()] = r.label.start
        stack.append(i)
    return [
        Node(i, *_kept(r), r.label, Span(r.label.start, max(_trim(view, r.label.start, ends[i]).end, r.label.end)))
        for i, r in enumerate(raw)
    ]


def _kept(r: _Raw) -> tuple[int | None, str, int, str | None, str | None, int | None, str]:
    return r.parent, r.kind, r.depth, r.style, r.marker, r.number, r.title


def build_paragraphs(sentences: Sequence[Sentence], lines: Sequence[Line]) -> list[Paragraph]:
    """Return the paragraphs: the sentences of one line under one node."""
    out: list[Paragraph] = []
    k = 0
    last_line = -1
    for s in sentences:
        while k + 1 < len(lines) and lines[k + 1].start <= s.start:
            k += 1
        if out and out[-1].node == s.node and last_line == k:
            out[-1] = Paragraph(out[-1].start, s.end, s.node)
        else:
            out.append(Paragraph(s.start, s.end, s.node))
        last_line = k
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
