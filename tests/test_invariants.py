"""What holds for every analysis, whatever the text: the post-conditions of `tigang.document`."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import tigang
from corpora import corpus_texts, shared_texts
from strategies import any_text, documents
from tigang.tagset import tag_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tigang import Document, Span


ROUNDING = 5e-4
"""Scores are rounded to four places; five of them may add up to that much off."""


def marked(spans: Iterable[tuple[int, int]], size: int) -> list[int]:
    """Return how many spans each character lies in."""
    change = [0] * (size + 1)
    for start, end in spans:
        change[start] += 1
        change[end] -= 1
    depth, out = 0, []
    for c in change[:-1]:
        depth += c
        out.append(depth)
    return out


def spans_tile_the_text(d: Document) -> None:
    """Every character neither blank nor noise lies in exactly one heading label, sentence or matter."""
    noise = marked((n.span for n in d.noise), len(d.text))
    held = marked(
        [n.label for n in d.sections] + [s.span for s in d.sentences] + [m.span for m in (*d.front, *d.back)],
        len(d.text),
    )
    wrong = [i for i, c in enumerate(d.text) if held[i] != 1 and not noise[i] and not c.isspace()]
    assert not wrong, (wrong[:5], [held[i] for i in wrong[:5]], d.text[wrong[0] : wrong[0] + 20])
    assert max(held, default=0) <= 1, "spans overlap on blanks or noise"


def spans_are_solid_and_in_order(d: Document) -> None:
    """Every span lies in the text, holds something, and records of a kind stand in text order apart."""
    for records in (d.sentences, d.paragraphs, d.front, d.back, d.noise):
        assert all(0 <= r.start < r.end <= len(d.text) for r in records)
        assert all(a.end <= b.start for a, b in pairwise(records))
    for n in d.nodes:
        assert 0 <= n.span.start <= n.label.start < n.label.end <= n.span.end <= len(d.text)
    assert all(0 <= n.start <= n.end <= len(d.text) for n in d.notes)
    for records in (d.sentences, d.paragraphs):
        assert all(d.text[r.span].strip() == d.text[r.span] for r in records), "blank edges"


def nodes_make_a_tree(d: Document) -> None:
    """Nodes stand in text order, a parent before its children, inside it and one less deep."""
    assert [n.id for n in d.nodes] == list(range(len(d.nodes)))
    assert all(a.label.start < b.label.start for a, b in pairwise(d.nodes))
    for n in d.nodes:
        if n.parent is None:
            assert n.depth == 1
        else:
            up = d.nodes[n.parent]
            assert up.id < n.id
            assert n.depth == up.depth + 1
            assert up.span.start <= n.span.start
            assert n.span.end <= up.span.end
    for siblings in ([n for n in d.nodes if n.parent is None], *map(d.children, d.nodes)):
        assert all(a.span.end <= b.span.start for a, b in pairwise(siblings)), "siblings overlap"


def sentences_lie_in_one_paragraph_and_node(d: Document) -> None:
    """Each sentence has one paragraph with its node, which is the innermost that spans its start."""
    paragraphs = marked((p.span for p in d.paragraphs), len(d.text))
    assert max(paragraphs, default=0) <= 1
    open_nodes: list[int] = []
    coming, at = 0, 0
    for s in d.sentences:
        while d.paragraphs[at].end < s.end:
            at += 1
        p = d.paragraphs[at]
        assert p.start <= s.start, f"{d.text[s.span]!r} lies in no paragraph"
        assert p.node == s.node
        while coming < len(d.nodes) and d.nodes[coming].span.start <= s.start:
            open_nodes.append(coming)
            coming += 1
        while open_nodes and d.nodes[open_nodes[-1]].span.end <= s.start:
            open_nodes.pop()
        assert s.node == (open_nodes[-1] if open_nodes else None), d.text[s.span]
    held = marked((s.span for s in d.sentences), len(d.text))
    assert all(any(held[p.start : p.end]) for p in d.paragraphs), "a paragraph without a sentence"


def words_are_those_of_the_text(d: Document) -> None:
    """Marker and title hold characters of the label in their order (hidden ones and noise are left out)."""
    for n in d.nodes:
        label = d.text[n.label]
        characters = iter(label)
        assert n.marker is None or all(c in characters for c in n.marker), (n.marker, label)
        assert n.title == n.title.strip()
        characters = iter(label)
        assert all(c.isspace() or c in characters for c in n.title), (n.title, label)
        assert n.kind in ("heading", "topic", "item")


def tags_and_scores_are_distributions(d: Document) -> None:
    """Tags are known; scores and shares are probabilities in the order of the tags."""
    starts = [s.start for s in d.sentences]

    def held(span: Span) -> list[tuple[str | None, int]]:
        inside = d.sentences[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        return [(s.tag, s.end - s.start) for s in inside]

    for s in d.sentences:
        assert s.tag in (None, tigang.TAGS[s.scores.index(max(s.scores))])
    for p in d.paragraphs:
        assert p.tag == tag_of(held(p.span))[0]
    for r in (*d.sentences, *d.paragraphs):
        assert len(r.scores) == len(tigang.TAGS)
        assert sum(r.scores) == pytest.approx(1, abs=ROUNDING)
        assert min(r.scores) >= 0
    for n in d.nodes:
        assert (n.tag, n.shares) == (tag_of(held(n.span)) if held(n.span) else (None, ()))
        assert sum(n.shares) <= 1 + ROUNDING
    for s in d.sentences:
        for e in s.evidence:
            assert 0 <= e.start < e.end <= len(d.text)
            assert e.tag == tigang.TAGS[s.scores.index(max(s.scores))]
            assert (s.start <= e.start < e.end <= s.end) == (e.kind == "phrase")


def json_gives_it_back(d: Document) -> None:
    assert tigang.Document.from_json(d.to_json()) == d


def graph_is_an_arborescence(d: Document) -> None:
    """A tree in text order that holds every node."""
    import networkx as nx

    graph = d.graph()
    assert nx.is_arborescence(graph)
    order = [n for n in graph if isinstance(n, int)]
    assert order == [n.id for n in d.nodes]
    assert {(u, v) for u, v in graph.edges if isinstance(u, int)} == {
        (n.parent, n.id) for n in d.nodes if n.parent is not None
    }


INVARIANTS: list[Callable[[Document], None]] = [
    spans_tile_the_text,
    spans_are_solid_and_in_order,
    nodes_make_a_tree,
    sentences_lie_in_one_paragraph_and_node,
    words_are_those_of_the_text,
    tags_and_scores_are_distributions,
    json_gives_it_back,
    graph_is_an_arborescence,
]
each_invariant = pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda f: f.__name__)


@pytest.fixture(scope="module")
def analyzed() -> dict[Path, Document]:
    """Analyses that the tests of this module share."""
    return {}


def analysis(cache: dict[Path, Document], path: Path) -> Document:
    if path not in cache:
        cache[path] = tigang.analyze(path)
    return cache[path]


@each_invariant
@pytest.mark.parametrize("path", corpus_texts(), ids=lambda p: p.stem)
def test_corpus_documents(
    path: Path, invariant: Callable[[Document], None], analyzed: dict[Path, Document]
) -> None:
    invariant(analysis(analyzed, path))


@pytest.mark.shared
@each_invariant
def test_shared_documents(invariant: Callable[[Document], None], analyzed: dict[Path, Document]) -> None:
    """All labelled documents and every eighth unlabelled one."""
    for path in [*shared_texts("seed", "dev"), *shared_texts("raw")[::8]]:
        try:
            invariant(analysis(analyzed, path))
        except AssertionError as e:
            e.add_note(path.name)
            raise


@each_invariant
@given(text=documents)
def test_generated_documents(invariant: Callable[[Document], None], text: str) -> None:
    invariant(tigang.analyze(text))


@given(text=any_text)
@example(text="")
@example(text="\n")
@example(text="\x00" * 50)
@example(text="\ud800一、\udfff")
@example(text="一、" * 200)
@example(text="（一）" * 200)
@example(text="\n" * 5000)
@example(text="[【" * 300)
@example(text="“" * 300)
@example(text="1." * 300)
@example(text="#" * 300)
def test_arbitrary_text_raises_nothing_and_all_invariants_hold(text: str) -> None:
    document = tigang.analyze(text)
    assert document.text == text
    for invariant in INVARIANTS:
        invariant(document)
    assert isinstance(document.outline(), str)
    assert "\n" not in repr(document)


@given(text=documents, least=st.floats(0, 1))
def test_all_invariants_hold_where_reasons_and_sureness_are_asked_for(text: str, least: float) -> None:
    """What is less sure is untagged, all else is as without; reasons change nothing."""
    document, bare = tigang.analyze(text, explain=True, min_confidence=least), tigang.analyze(text)
    for invariant in INVARIANTS:
        invariant(document)
    for s, t in zip(document.sentences, bare.sentences, strict=True):
        assert (s.span, s.node, s.scores) == (t.span, t.node, t.scores)
        assert s.tag == (t.tag if max(s.scores) >= least else None)
    for r, t in zip((*document.paragraphs, *document.nodes), (*bare.paragraphs, *bare.nodes), strict=True):
        assert r.tag in (None, t.tag)
    assert document.outline().count("\n") == bare.outline().count("\n") or not document.sections


@given(text=documents)
def test_the_same_text_gives_the_same_analysis(text: str) -> None:
    assert tigang.analyze(text) == tigang.analyze(text)


@given(text=documents)
def test_untagged_analyses_have_the_same_structure(text: str) -> None:
    """Leaving the tags out changes no span, node or note."""
    tagged, bare = tigang.analyze(text), tigang.analyze(text, tags=False)
    assert not bare.tagged
    for key in ("title", "front", "back", "noise"):
        assert getattr(tagged, key) == getattr(bare, key)
    assert [(n.kind, n.parent, n.label, n.span, n.title) for n in tagged.nodes] == [
        (n.kind, n.parent, n.label, n.span, n.title) for n in bare.nodes
    ]
    assert [(s.span, s.node) for s in tagged.sentences] == [(s.span, s.node) for s in bare.sentences]


def test_ten_thousand_levels_do_not_crash() -> None:
    """Nothing on the way recurses: analysis, outline, JSON and graph."""
    text = "\n".join(f"{'.'.join(['1'] * (n % 4 + 1))} 层\n（{n}）层\n第{n}条 层" for n in range(1, 10_001))
    document = tigang.analyze(text)
    nodes_make_a_tree(document)
    assert document.outline()
    json_gives_it_back(document)


def test_a_chain_of_ten_thousand_nodes_can_be_asked_and_written() -> None:
    from tigang import Document, Node, Source, Span, Text

    depth = 10_000
    text = "层" * depth
    nodes = tuple(
        Node(n, up, "heading", n + 1, None, None, None, "层", Span(n, n + 1), Span(n, depth))
        for n, up in enumerate([None, *range(depth - 1)])
    )
    document = Document(Source(), Text(text), nodes=nodes, tagged=False)
    assert len(document.path(nodes[-1])) == depth
    assert len(list(document.subtree(nodes[0]))) == depth
    assert document.outline(tags=False).count("层") >= 1
    json_gives_it_back(document)
    graph_is_an_arborescence(document)
