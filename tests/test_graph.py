"""The graph: an arborescence in text order that GraphML takes."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from documents import deep, letter, report
from tigang.graph import ROOT

if TYPE_CHECKING:
    from tigang.document import Document


@pytest.mark.parametrize("document", [report(), report(tagged=False), letter(), deep(10_000)])
def test_arborescence(document: Document) -> None:
    """One root, one node for each node of the tree, one way to each."""
    g = document.graph()
    assert nx.is_arborescence(g)
    assert list(g) == [ROOT, *range(len(document.nodes))]
    assert [d for d, degree in g.in_degree() if degree == 0] == [ROOT]


def test_text_order() -> None:
    """A walk in the order of the successors meets the nodes in text order."""
    document = report()
    assert list(nx.dfs_preorder_nodes(document.graph(), ROOT)) == [ROOT, *range(len(document.nodes))]
    for node in document.nodes:
        assert list(document.graph().successors(node.id)) == [n.id for n in document.children(node)]


def test_attributes() -> None:
    g = report().graph()
    assert g.nodes[ROOT]["title"] == "临溪县2024年河湖治理工作报告"
    assert g.nodes[0]["kind"] == "heading"
    assert (g.nodes[0]["marker"], g.nodes[0]["title"], g.nodes[0]["tag"]) == (
        "一、",
        "工作开展情况",
        "initiative",
    )
    assert g.nodes[0]["share_target"] == pytest.approx(11 / 29)
    assert "marker" not in g.nodes[5]


def test_graphml_round_trip() -> None:
    """All attributes survive GraphML, whatever characters the title holds."""
    document = report()
    odd = replace(document.nodes[0], title="控制\x00\x1b\ud800字符")
    g = replace(document, nodes=(odd, *document.nodes[1:]), title="a\x0bb").graph()
    out = io.BytesIO()
    nx.write_graphml(g, out)
    back = nx.read_graphml(io.BytesIO(out.getvalue()))
    assert {str(n): d for n, d in g.nodes(data=True)} == dict(back.nodes(data=True))
    assert [(str(a), str(b)) for a, b in g.edges] == list(back.edges)
    assert back.nodes["0"]["title"] == "控制\ufffd\ufffd\ufffd字符"
