"""The part of a document that a view keeps.

Terms
-----
branch : a node with all below it; one that hangs on no node is a paragraph under none.
holds : a branch holds a tag if a sentence in it bears the tag.

Post-conditions
---------------
1. An ancestor of a kept node is kept.
2. In a pruned document what stood under a node too deep stands under its nearest kept ancestor, what stood
   in a branch left out is gone; ids are positions again; offsets are those of the whole text.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

    from tigang.document import Document, Node, Paragraph, Sentence

__all__ = ["prune", "select_loose", "select_nodes"]


def select_nodes(
    document: Document, *, depth: int | None = None, keep: tuple[str, ...] = ()
) -> tuple[Node, ...]:
    """Return the nodes of a view in text order."""
    holds = _holding(document, keep) if keep else None
    return tuple(
        n for n in document.nodes if (depth is None or n.depth <= depth) and (holds is None or holds[n.id])
    )


def select_loose(document: Document, *, keep: tuple[str, ...] = ()) -> tuple[Paragraph, ...]:
    """Return the paragraphs under no node that hold a tag to keep."""
    loose = document.paragraphs_of(None)
    if not keep:
        return loose
    starts = sorted(s.start for s in document.sentences_of(None) if s.tag in keep)
    out = []
    at = 0
    for p in loose:
        while at < len(starts) and starts[at] < p.start:
            at += 1
        if at < len(starts) and starts[at] < p.end:
            out.append(p)
    return tuple(out)


def prune(document: Document, *, depth: int | None = None, keep: tuple[str, ...] = ()) -> Document:
    """Return the document of a view: the same source and text, fewer nodes, paragraphs and sentences."""
    if depth is None and not keep:
        return document
    kept = select_nodes(document, depth=depth, keep=keep)
    new = {n.id: i for i, n in enumerate(kept)}
    holds = _holding(document, keep) if keep else None
    home: dict[int, int | None] = {}  # the new id of where a node's text goes; None for nowhere at all
    for n in document.nodes:
        if n.id in new:
            home[n.id] = new[n.id]
        elif n.parent is not None and (holds is None or holds[n.id]):
            home[n.id] = home[n.parent]
        else:
            home[n.id] = None
    loose = {p.start for p in select_loose(document, keep=keep)}
    return replace(
        document,
        nodes=tuple(
            replace(n, id=i, parent=None if n.parent is None else new[n.parent]) for i, n in enumerate(kept)
        ),
        paragraphs=tuple(
            p if p.node is None else replace(p, node=home[p.node])
            for p in document.paragraphs
            if (p.start in loose if p.node is None else home[p.node] is not None)
        ),
        sentences=_sentences(document, home, loose),
    )


def _sentences(
    document: Document, home: dict[int, int | None], loose: Container[int]
) -> tuple[Sentence, ...]:
    out = []
    paragraphs = iter(document.paragraphs_of(None))
    paragraph = next(paragraphs, None)
    for s in document.sentences:
        if s.node is not None:
            if home[s.node] is not None:
                out.append(replace(s, node=home[s.node]))
            continue
        while paragraph is not None and paragraph.end <= s.start:
            paragraph = next(paragraphs, None)
        if paragraph is not None and paragraph.start in loose:
            out.append(s)
    return tuple(out)


def _holding(document: Document, keep: tuple[str, ...]) -> bytearray:
    """Return for each node whether its branch holds one of the tags."""
    holds = bytearray(len(document.nodes))
    for s in document.sentences:
        if s.node is not None and s.tag in keep:
            holds[s.node] = 1
    for n in reversed(document.nodes):
        if n.parent is not None and holds[n.id]:
            holds[n.parent] = 1
    return holds
