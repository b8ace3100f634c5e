"""The document as pandas frames: one row a node, one row a sentence.

Terms
-----
top : the node at depth 1 that a record lies under.
section : the nearest heading that a record lies under, itself included.

Post-conditions
---------------
1. Rows stand in text order; the index is the record's position in `Document.nodes` or
   `Document.sentences`: ``document.nodes[i]`` is the record of row ``i``.
2. A document without nodes or sentences gives no rows, but the same columns of the same types.
3. What a record does not have (a parent, a number, a tag) is missing; what a node's shares lack to 1 is
   untagged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tigang.write.words import Cleaner, Sizes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from tigang.document import Document

__all__ = ["nodes_frame", "sentences_frame"]


def nodes_frame(document: Document) -> pd.DataFrame:
    r"""Return the nodes, one a row.

    Columns: ``parent``, ``kind``, ``depth``, ``style``, ``marker``, ``number``, ``title``, ``top`` (the top's
    title), ``tag``, one for each of its tags (its share, 0 to 1), ``paragraphs`` and ``chars`` (how many its
    span holds, all below it included), ``start`` and ``end`` (of its span).

    Examples
    --------
    >>> from tigang import analyze
    >>> frame = nodes_frame(analyze("一、成效\n（一）建站\n新建3个。\n二、问题\n人手不足。"))
    >>> frame[["title", "top", "chars"]].values.tolist()
    [['成效', '成效', 5], ['建站', '成效', 5], ['问题', '问题', 5]]
    """
    import pandas as pd

    nodes = document.nodes
    tops, _ = _tops_and_sections(document)
    count = Sizes(document)
    sizes = [count(*n.span) for n in nodes]
    columns: dict[str, Any] = {
        "parent": pd.array([n.parent for n in nodes], dtype="Int64"),
        "kind": pd.array([n.kind for n in nodes], dtype="string"),
        "depth": pd.array([n.depth for n in nodes], dtype="int64"),
        "style": pd.array([n.style for n in nodes], dtype="string"),
        "marker": pd.array([n.marker for n in nodes], dtype="string"),
        "number": pd.array([n.number for n in nodes], dtype="Int64"),
        "title": pd.array([n.title for n in nodes], dtype="string"),
        "top": pd.array([nodes[i].title for i in tops], dtype="string"),
        "tag": pd.Categorical([n.tag for n in nodes], categories=document.tagset.names),
        **_by_tag((n.shares for n in nodes), document.tagset.names),
        "paragraphs": pd.array([p for p, _ in sizes], dtype="int64"),
        "chars": pd.array([c for _, c in sizes], dtype="int64"),
        "start": pd.array([n.span.start for n in nodes], dtype="int64"),
        "end": pd.array([n.span.end for n in nodes], dtype="int64"),
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(nodes), name="node"))


def sentences_frame(document: Document) -> pd.DataFrame:
    r"""Return the sentences, one a row.

    Columns: ``node`` (its index), ``section`` and ``top`` (their titles), ``tag``, one for each of its tags
    (its probability, 0 to 1), ``text`` (on one line, without noise), ``chars``, ``start`` and ``end``.

    Examples
    --------
    >>> from tigang import analyze
    >>> frame = sentences_frame(analyze("一、成效\n已建成站点3个，服务群众2万人。\n二、问题\n人手仍然不足，设备老化。"))
    >>> frame[["section", "tag", "chars"]].values.tolist()
    [['成效', 'initiative', 16], ['问题', 'problem', 12]]
    """
    import pandas as pd

    sentences, nodes = document.sentences, document.nodes
    tops, sections = _tops_and_sections(document)
    clean = Cleaner(document)
    tags = document.tagset.names
    section = [None if s.node is None else sections[s.node] for s in sentences]
    top = [None if s.node is None else tops[s.node] for s in sentences]
    columns: dict[str, Any] = {
        "node": pd.array([s.node for s in sentences], dtype="Int64"),
        "section": pd.array([None if i is None else nodes[i].title for i in section], dtype="string"),
        "top": pd.array([None if i is None else nodes[i].title for i in top], dtype="string"),
        "tag": pd.Categorical([s.tag if document.tagged else None for s in sentences], categories=tags),
        **_by_tag((s.scores for s in sentences), tags),
        "text": pd.array([clean(s.start, s.end) for s in sentences], dtype="string"),
        "chars": pd.array([s.end - s.start for s in sentences], dtype="int64"),
        "start": pd.array([s.start for s in sentences], dtype="int64"),
        "end": pd.array([s.end for s in sentences], dtype="int64"),
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(len(sentences), name="sentence"))


def _tops_and_sections(document: Document) -> tuple[list[int], list[int | None]]:
    """Return each node's top and its section, as positions."""
    tops: list[int] = []
    sections: list[int | None] = []
    for n in document.nodes:  # a parent stands before its children
        tops.append(n.id if n.parent is None else tops[n.parent])
        above = None if n.parent is None else sections[n.parent]
        sections.append(n.id if n.kind == "heading" else above)
    return tops, sections


def _by_tag(rows: Iterable[tuple[float, ...]], tags: tuple[str, ...]) -> dict[str, Any]:
    """Return a column of values for each tag; rows without values are missing."""
    import pandas as pd

    filled = [row or (float("nan"),) * len(tags) for row in rows]
    return {tag: pd.array([row[i] for row in filled], dtype="float64") for i, tag in enumerate(tags)}
