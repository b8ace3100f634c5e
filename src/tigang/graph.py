"""The tree as a networkx graph.

Terms
-----
root : the node ``"root"``, the document itself; all others are the ids of `Document.nodes`.

Post-conditions of `graph`
--------------------------
1. The graph is an arborescence; nodes and the successors of each node stand in text order.
2. Every attribute is a str, int, float or bool, and strings hold only characters that XML allows, so that
   GraphML takes them; what a node does not have (a marker, a number, a tag) is no attribute of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

    from tigang.document import Document, Node

__all__ = ["ROOT", "graph"]

ROOT = "root"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def graph(document: Document) -> nx.DiGraph[int | str]:
    """Return the tree with one graph node for each node and one for the document.

    Attributes: ``kind`` (``document`` for the root), ``depth`` (0 for the root), ``title``, ``start`` and
    ``end`` (characters of the span), ``label_start`` and ``label_end``, ``style``, ``marker``, ``number``,
    ``tag``, and ``share_TAG`` for each tag. The root has ``name``, the source's. Edges have none.

    Examples
    --------
    >>> from tigang.document import Document, Source, Text
    >>> list(graph(Document(Source(), Text("……"))).nodes(data="kind"))
    [('root', 'document')]
    """
    import networkx as nx

    out: nx.DiGraph[int | str] = nx.DiGraph()
    out.add_node(
        ROOT,
        kind="document",
        depth=0,
        title=_xml(document.title or ""),
        name=_xml(document.source.name),
        start=0,
        end=len(document.text),
    )
    for node in document.nodes:
        out.add_node(node.id, **_attributes(node, document.tagset.names))
        out.add_edge(ROOT if node.parent is None else node.parent, node.id)
    return out


def _attributes(node: Node, tags: tuple[str, ...]) -> dict[str, str | int | float]:
    out: dict[str, str | int | float] = {
        "kind": node.kind,
        "depth": node.depth,
        "title": _xml(node.title),
        "start": node.span.start,
        "end": node.span.end,
        "label_start": node.label.start,
        "label_end": node.label.end,
    }
    if node.style is not None:
        out["style"] = node.style
    if node.marker is not None:
        out["marker"] = _xml(node.marker)
    if node.number is not None:
        out["number"] = node.number
    if node.tag is not None:
        out["tag"] = node.tag
    # a share of 1 may have come back from JSON as an int; GraphML wants one type for a key
    return out | {f"share_{t}": float(s) for t, s in zip(tags, node.shares, strict=False)}


def _xml(words: str) -> str:
    return _NOT_XML.sub("\ufffd", words)
