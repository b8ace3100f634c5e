"""Labels and units → the records of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tigang.document import Matter, Node, Note, Paragraph, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.inner import Unit
    from tigang.lines import Line
    from tigang.matter import Roles
    from tigang.outline import Label, Stretch

__all__ = ["build_matter", "build_nodes", "build_notes", "build_paragraphs", "make_title"]

_EDGE = " \0\t\n\r*#_"
_CLOSING = "。．.：:；;，,、！!？?"


def _clean(view: str, start: int, end: int) -> str:
    """Return words without masks, Markdown marks, closing mark and the breaks of wrapped lines."""
    words = view[start:end].replace("\0", "").replace("\n", "").replace("\r", "")
    return words.strip(_EDGE).rstrip(_CLOSING).strip(_EDGE)


def _trim(view: str, start: int, end: int) -> Span:
    while end > start and view[end - 1] in " \0\t\n\r":
        end -= 1
    return Span(start, end)


def build_nodes(
    view: str, labels: Sequence[Label], stretches: Sequence[Stretch], units: Sequence[Unit], end: int
) -> tuple[list[Node], list[Sentence]]:
    """Return the nodes in text order and the sentences, each with its node.

    ``end`` is where the last section ends: the back matter's start, or the text's end.
    """
    raw: list[tuple[str, int | None, int, str | None, str | None, int | None, str, Span]] = []
    sentences: list[Sentence] = []
    of_heading: list[int] = []
    h = 0

    def open_heading(k: int) -> None:
        label = labels[k]
        c = label.heading.candidate
        parent = None if label.heading.parent is None else of_heading[label.heading.parent]
        bare = c.style.startswith("bare")
        marker = None if bare else view[c.start : c.end].replace("\0", "").strip(_EDGE)
        title = _clean(view, *label.words)
        of_heading.append(len(raw))
        raw.append(
            (
                "heading", parent, label.heading.depth, None if bare else c.style, marker, c.number, title,
                _trim(view, c.start, max(label.end, c.end if not bare else label.end)),
            )
        )  # fmt: skip

    topic: int | None = None
    topic_heading: int | None = -1
    topic_stretch = -1
    item: list[int] = []
    item_key: tuple[int | None, int | None] = (-1, -1)
    for u in units:
        s = stretches[u.stretch]
        while h < len(labels) and labels[h].heading.candidate.start < u.start:
            open_heading(h)
            h += 1
        base = None if s.heading is None else of_heading[s.heading]
        if s.heading != topic_heading or (u.stretch != topic_stretch and _closes_topic(stretches, topic_stretch, u)):
            topic, topic_heading = None, s.heading
        if item_key != (base, topic) or (u.stretch != _stretch_of(item_key, u) and False):
            item, item_key = [], (base, topic)
        if u.kind == "topic":
            topic, topic_stretch, topic_heading = len(raw), u.stretch, s.heading
            item, item_key = [], (base, topic)
            depth = (raw[base][2] if base is not None else 0) + 1
            raw.append(("topic", base, depth, None, None, None, _clean(view, u.start, u.end), _trim(view, u.start, u.end)))
        elif u.kind == "item" and u.marker is not None:
            owner = topic if topic is not None else base
            del item[u.level :]
            parent = item[-1] if item else owner
            depth = (raw[parent][2] if parent is not None else 0) + 1
            words = (u.marker.end if u.marker.start <= u.start + 1 else u.start, u.end)
            item.append(len(raw))
            raw.append(
                (
                    "item", parent, depth, u.marker.style, view[u.marker.start : u.marker.end].strip(_EDGE),
                    None if u.marker.number == 99 else u.marker.number, _clean(view, *words), _trim(view, u.start, u.end),
                )
            )  # fmt: skip
        node = item[-1] if item else topic if topic is not None else base
        sentences.append(Sentence(*_trim(view, u.start, u.end), node))
    while h < len(labels):
        open_heading(h)
        h += 1
    return _close(view, raw, end), sentences


def _closes_topic(stretches: Sequence[Stretch], before: int, unit: Unit) -> bool:
    """Whether a new line ends the topic: it does, unless the topic's line held nothing but its label."""
    return before < 0 or stretches[unit.stretch].line != stretches[before].line


def _stretch_of(key: tuple[int | None, int | None], unit: Unit) -> int:
    return unit.stretch if key else -1


def _close(
    view: str,
    raw: Sequence[tuple[str, int | None, int, str | None, str | None, int | None, str, Span]],
    end: int,
) -> list[Node]:
    """Give the nodes their spans: to the next node that is not below them."""
    ends = [end] * len(raw)
    stack: list[int] = []
    for i, r in enumerate(raw):
        while stack and raw[stack[-1]][2] >= r[2]:
            ends[stack.pop()] = r[7].start
        stack.append(i)
    return [
        Node(i, r[1], r[0], r[2], r[3], r[4], r[5], r[6], r[7], _trim(view, r[7].start, max(ends[i], r[7].end)))
        for i, r in enumerate(raw)
    ]


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


def make_title(view: str, lines: Sequence[Line], roles: Roles) -> str | None:
    """Return the first run of title lines joined, subtitle lines left out; None without a title."""
    parts: list[str] = []
    last = -1
    for i in sorted(roles.front):
        if parts and i != last + 1:
            break
        last = i
        if roles.front[i] == "title":
            parts.append(view[lines[i].start : lines[i].end].replace("\0", "").strip(_EDGE))
        elif parts:
            break
    return "".join(parts) or None


def build_notes(labels: Sequence[Label]) -> list[Note]:
    """Return notes on numbers that are skipped or stand twice."""
    out: list[Note] = []
    for x in labels:
        c = x.heading.candidate
        if x.heading.doubt == "twice":
            out.append(Note("number-twice", c.start, c.end, f"number {c.number} stands twice in its list"))
        elif x.heading.doubt == "skipped":
            out.append(Note("number-skipped", c.start, c.end, f"number {c.number} does not follow the one before it"))
    return out
