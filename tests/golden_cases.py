"""The format of golden cases: readable text files of title, input and expected outline.

A file begins with a line ``shows: KIND…`` that says what its cases compare, then a blank line. A case is ::

    title of the case
    .
    the input, as it stands
    .
    the expected lines
    .....

Its parts end with a line of one dot, the case with a line of five. In front of the title,
``[known wrong: REASON]`` marks a case that is expected to fail, and fails the tests once it does not.

What can be shown, in text order:

``title``
    ``title | WORDS``, the document's title.
``nodes``
    ``KIND DEPTH | MARKER | TITLE``, indented by depth; nothing between the bars without a marker.
``labels``
    as ``nodes``, with the words of the label in the place of marker and title.
``sentences``
    ``- WORDS``, one step deeper than the node that holds it.
``tags``
    ``- TAG | WORDS`` in its place.
``paragraphs``
    ``= WORDS`` likewise.
``matter``
    ``front ROLE | WORDS`` and ``back ROLE | WORDS``.
``noise``
    ``noise REASON | WORDS``.
``notes``
    ``note CODE | WORDS``.

Line breaks within words are shown as ⏎.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tigang import Document

KINDS = frozenset({"title", "nodes", "labels", "sentences", "tags", "paragraphs", "matter", "noise", "notes"})
_KNOWN_WRONG = re.compile(r"\[known wrong: ([^\]]+)\] *(.+)")


@dataclass(frozen=True, slots=True)
class Case:
    """A golden case."""

    file: str
    line: int
    """Number of its title's line."""
    title: str
    shows: frozenset[str]
    text: str
    expected: tuple[str, ...]
    known_wrong: str | None


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a file.

    Raises
    ------
    ValueError
        If the file does not hold to the format; the message names file and line.
    """
    lines = path.read_text("utf-8").split("\n")
    head, _, kinds = lines[0].partition(":")
    shows = frozenset(kinds.split())
    if head != "shows" or not shows or not shows <= KINDS:
        want = " ".join(sorted(KINDS))
        raise ValueError(f"{path.name}:1: {lines[0]!r} is no line 'shows: KIND…' of {want}")
    cases: list[Case] = []
    at = 1
    while any(line.strip() for line in lines[at:]):
        while not lines[at].strip():
            at += 1
        first = at
        parts: list[list[str]] = []
        for mark in (".", ".", "....."):
            if mark not in lines[at:]:
                raise ValueError(f"{path.name}:{at + 1}: no line {mark!r} ends this part of a case")
            end = lines.index(mark, at)
            parts.append(lines[at:end])
            at = end + 1
        title, text, expected = parts
        if len(title) != 1:
            raise ValueError(f"{path.name}:{first + 1}: a case's title has one line, this has {len(title)}")
        wrong = _KNOWN_WRONG.fullmatch(title[0])
        cases.append(
            Case(
                path.name,
                first + 1,
                wrong[2] if wrong else title[0],
                shows,
                "\n".join(text),
                tuple(expected),
                wrong[1] if wrong else None,
            )
        )
    if not cases:
        raise ValueError(f"{path.name}: holds no case")
    return cases


def show(document: Document, shows: frozenset[str]) -> tuple[str, ...]:
    """Return the lines that show some kinds of what was found, in text order."""
    text = document.text
    rows: list[tuple[int, int, str]] = []  # start, order among those that start alike, line

    def depth_of(node: int | None) -> int:
        return 0 if node is None else document.nodes[node].depth

    def add(start: int, order: int, depth: int, line: str) -> None:
        rows.append((start, order, "  " * depth + re.sub(r"\s*\n\s*", "⏎", line).strip()))

    if "title" in shows and document.title is not None:
        add(-1, 0, 0, f"title | {document.title}")
    if "matter" in shows:
        for side, matters in (("front", document.front), ("back", document.back)):
            for m in matters:
                add(m.start, 1, 0, f"{side} {m.role} | {text[m.span]}")
    if "noise" in shows:
        for n in document.noise:
            add(n.start, 0, 0, f"noise {n.reason} | {text[n.span]}")
    if "notes" in shows:
        for note in document.notes:
            add(note.start, 5, 0, f"note {note.code} | {text[note.span]}")
    for node in document.nodes if shows & {"nodes", "labels"} else ():
        words = text[node.label] if "labels" in shows else f"{node.marker or ''} | {node.title}"
        add(node.label.start, 2, node.depth - 1, f"{node.kind} {node.depth} | {words}")
    if "paragraphs" in shows:
        for p in document.paragraphs:
            add(p.start, 3, depth_of(p.node), f"= {text[p.span]}")
    if shows & {"sentences", "tags"}:
        for s in document.sentences:
            tag = f"{s.tag} | " if "tags" in shows else ""
            add(s.start, 4, depth_of(s.node), f"- {tag}{text[s.span]}")
    return tuple(line for *_, line in sorted(rows, key=lambda row: row[:2]))
