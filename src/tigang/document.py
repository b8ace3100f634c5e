"""The records of an analysed document and what can be asked of them.

Terms
-----
span : half-open ``[start, end)`` range of character offsets in the decoded text, newlines as they stand.
node : a heading, topic or item of the outline; its *label* is its own words, its *span* reaches to the
    end of its subtree.
section : a node of kind heading.
tag : what a sentence does: target, initiative, problem, plan or other; None where the analysis was asked to
    be surer than it is (*untagged*, 未定).

Post-conditions of a `Document`
-------------------------------
1. Every character of the text that is neither blank nor noise lies in exactly one heading label,
   sentence or piece of matter (front or back).
2. Nodes stand in text order, a parent before its children; a child's span lies in its parent's, siblings
   do not overlap.
3. Every sentence lies in one paragraph, every paragraph under one node (or none).
4. ``Document.from_json(document.to_json()) == document``.

Past 400 lines, for the records' fields are documented where they stand; the forms lie in `tigang.schema`,
`tigang.write`, `tigang.graph` and `tigang.jupyter`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, SupportsIndex

from tigang.tagset import STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx as nx

    from tigang.tagset import Tagset

__all__ = [
    "SCHEMA",
    "TAGS",
    "TAG_NAMES_ZH",
    "Document",
    "Evidence",
    "Matter",
    "Node",
    "Noise",
    "Note",
    "Paragraph",
    "Sentence",
    "Source",
    "Span",
    "Text",
]

SCHEMA = "tigang/1"
TAGS = STANDARD.names
"""The tags of the package, in the order of every score tuple; a model may bring others (see `Document.tagset`)."""
TAG_NAMES_ZH = dict(zip(TAGS, STANDARD.names_zh, strict=True))


class Span(NamedTuple):
    """A half-open range of characters.

    >>> Text("一、总体要求")[Span(2, 6)]
    '总体要求'
    """

    start: int
    end: int


class Text(str):
    """A string that a `Span` can index."""

    __slots__ = ()

    def __getitem__(self, key: SupportsIndex | slice | tuple[int, int]) -> str:
        """Return the characters at an index, a slice or a span."""
        return str.__getitem__(self, slice(*key) if isinstance(key, tuple) else key)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text came from."""

    name: str = "<text>"
    """File name, or ``<text>``."""
    format: str = "text"
    """Name of the reader that made the text."""
    encoding: str = "utf-8"
    """Encoding that the bytes were decoded from."""
    sha256: str = ""
    """Hexadecimal digest of the bytes (of the UTF-8 form for a text given as a string)."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Characters that are no part of the document."""

    start: int
    end: int
    reason: str
    """``advert``, ``mark``, ``page number``, ``running header``, ``web``, ``caption`` …"""

    @property
    def span(self) -> Span:
        """Return the range of characters."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Matter:
    """Front or back matter: a stretch that belongs to the document but to no section."""

    start: int
    end: int
    role: str
    """``title``, ``subtitle``, ``number``, ``date``, ``author``, ``addressee``, ``contents``, ``signature``,
    ``attachment``, ``copy-to``, ``contact`` …"""

    @property
    def span(self) -> Span:
        """Return the range of characters."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Note:
    """What the analyzer doubts or found wrong in the document's structure."""

    code: str
    start: int
    end: int
    message: str

    @property
    def span(self) -> Span:
        """Return the range of characters."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What spoke for a sentence's tag: a phrase of it, the heading above it or a neighbour."""

    start: int
    end: int
    tag: str
    """The sentence's most probable tag."""
    weight: float
    """Contribution to the tag's score, in units of the tagger's log score; below 0 for a heading that spoke
    against it."""
    kind: str = "phrase"
    """``phrase``, ``heading``, ``before`` or ``after`` (the sentence before or after)."""
    role: str | None = None
    """What a heading announces: a tag, ``mixed``, or None where its words say nothing about it."""

    @property
    def span(self) -> Span:
        """Return the range of characters."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Node:
    """A heading, topic or item of the outline."""

    id: int
    """Position in `Document.nodes`."""
    parent: int | None
    """Position of the parent, or None at the top."""
    kind: str
    """``heading``, ``topic`` or ``item``."""
    depth: int
    """1 at the top."""
    style: str | None
    """Name of the numbering style (see `tigang.markers`), None without a marker."""
    marker: str | None
    """The marker as it stands in the text."""
    number: int | None
    """The value of the marker."""
    title: str
    """The label without marker, closing mark and noise."""
    label: Span
    span: Span
    tag: str | None = None
    """The tag that most characters of its span's sentences bear (see `tag_of`); None before tagging, without
    sentences or where untagged ones could turn it."""
    shares: tuple[float, ...] = ()
    """Shares of the tags in the characters of its span's sentences, in the order of `TAGS`; what they lack to 1
    is untagged; empty before tagging or without sentences."""

    def __repr__(self) -> str:
        tag = f" {self.tag}" if self.tag else ""
        return f"<{self.kind} {self.depth} {(self.marker or '') + self.title!r}{tag}>"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the running text; it ends at 。！？； or with its paragraph."""

    start: int
    end: int
    node: int | None
    """Position of the node that holds it; a topic's or an item's own words belong to that node."""
    tag: str | None = "other"
    """The most probable one; None where that is less probable than the analysis was asked for."""
    scores: tuple[float, ...] = ()
    """Probabilities in the order of `TAGS`; empty before tagging."""
    evidence: tuple[Evidence, ...] = ()

    @property
    def span(self) -> Span:
        """Return the range of characters."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The text of one source paragraph under one node."""

    start: int
    end: int
    node: int | None
    tag: str | None = "other"
    """The tag that most characters of its sentences bear (see `tag_of`)."""
    scores: tuple[float, ...] = ()
    """Means of its sentences' scores, weighted by their characters."""

    @property
    def span(self) -> Span:
        """Return the range of characters."""
        return Span(self.start, self.end)


@dataclass(frozen=True)
class Document:
    """An analysed document: the text and what was found in it, all in text order."""

    source: Source
    text: Text
    title: str | None = None
    """The title's lines joined, without noise and marks; None where the document has none."""
    nodes: tuple[Node, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    front: tuple[Matter, ...] = ()
    back: tuple[Matter, ...] = ()
    noise: tuple[Noise, ...] = ()
    notes: tuple[Note, ...] = ()
    tagged: bool = field(default=True)
    """Whether the tags were asked for."""
    tagset: Tagset = field(default=STANDARD)
    """The tags that sentences are told apart by, in the order of every score tuple."""

    def __post_init__(self) -> None:
        if not isinstance(self.text, Text):
            object.__setattr__(self, "text", Text(self.text))

    def __repr__(self) -> str:
        title = self.title if self.title is not None else self.source.name
        return (
            f"<Document {title!r}: {len(self.sections)} sections, {len(self.paragraphs)} paragraphs,"
            f" {len(self.sentences)} sentences>"
        )

    def _repr_html_(self) -> str:
        from tigang.jupyter import html

        return html(self)

    # -- asking -----------------------------------------------------------------------------------------

    @cached_property
    def sections(self) -> tuple[Node, ...]:
        """The headings."""
        return tuple(n for n in self.nodes if n.kind == "heading")

    @cached_property
    def _children(self) -> dict[int | None, list[Node]]:
        out: dict[int | None, list[Node]] = {}
        for n in self.nodes:
            out.setdefault(n.parent, []).append(n)
        return out

    @cached_property
    def _by_node(self) -> tuple[dict[int | None, list[Paragraph]], dict[int | None, list[Sentence]]]:
        paragraphs: dict[int | None, list[Paragraph]] = {}
        sentences: dict[int | None, list[Sentence]] = {}
        for p in self.paragraphs:
            paragraphs.setdefault(p.node, []).append(p)
        for s in self.sentences:
            sentences.setdefault(s.node, []).append(s)
        return paragraphs, sentences

    def children(self, node: Node | None = None) -> tuple[Node, ...]:
        """Return a node's children, or the top nodes for None."""
        return tuple(self._children.get(None if node is None else node.id, ()))

    def path(self, node: Node) -> tuple[Node, ...]:
        """Return the nodes from the top down to ``node``, itself included."""
        up: list[Node] = [node]
        while up[-1].parent is not None:
            up.append(self.nodes[up[-1].parent])
        return tuple(reversed(up))

    def subtree(self, node: Node) -> Iterator[Node]:
        """Yield ``node`` and all below it in text order."""
        end = node.span.end
        yield node
        for n in self.nodes[node.id + 1 :]:
            if n.depth <= node.depth or n.label.start >= end:
                return
            yield n

    def paragraphs_of(self, node: Node | None) -> tuple[Paragraph, ...]:
        """Return the paragraphs directly under a node (under none for None)."""
        return tuple(self._by_node[0].get(None if node is None else node.id, ()))

    def sentences_of(self, node: Node | None) -> tuple[Sentence, ...]:
        """Return the sentences directly under a node (under none for None)."""
        return tuple(self._by_node[1].get(None if node is None else node.id, ()))

    def find(
        self, *, tag: str | None = None, depth: int | None = None, kind: str | None = None, text: str | None = None
    ) -> tuple[Node, ...]:
        """Return the nodes that meet every condition given.

        Parameters
        ----------
        tag
            The node's own tag, by its name or its Chinese name.
        depth
            Its depth, 1 at the top.
        kind
            ``heading``, ``topic`` or ``item``.
        text
            Words that its title holds.

        Raises
        ------
        ValueError
            If ``tag`` or ``kind`` is unknown.
        """
        tag = tag and self.tagset.find(tag)
        if kind is not None and kind not in ("heading", "topic", "item"):
            raise ValueError(f"kind {kind!r} is unknown; want heading, topic or item")
        return tuple(
            n
            for n in self.nodes
            if (tag is None or n.tag == tag)
            and (depth is None or n.depth == depth)
            and (kind is None or n.kind == kind)
            and (text is None or text in n.title)
        )

    def find_sentences(self, *, tag: str | None = None, node: Node | None = None) -> tuple[Sentence, ...]:
        """Return the sentences with a tag, within a node's whole subtree where one is given.

        Raises
        ------
        ValueError
            If ``tag`` is unknown.
        """
        tag = tag and self.tagset.find(tag)
        return tuple(
            s
            for s in self.sentences
            if (tag is None or s.tag == tag) and (node is None or node.span.start <= s.start < node.span.end)
        )

    # -- other forms ------------------------------------------------------------------------------------

    def outline(self, *, depth: int | None = None, tags: bool = True) -> str:
        """Return the text view of the tree, without colour; see `tigang.write.text`."""
        from tigang.write.text import write_text

        return write_text(self, depth=depth, tags=tags)

    def graph(self) -> nx.DiGraph[int | str]:
        """Return the tree as a networkx arborescence; see `tigang.graph.graph`."""
        from tigang.graph import graph

        return graph(self)

    def to_dict(self, *, text: bool = True) -> dict[str, Any]:
        """Return the JSON form (schema ``tigang/1``); without ``text`` it cannot be read back."""
        from tigang.schema import to_dict

        return to_dict(self, text=text)

    def to_json(self, *, text: bool = True, indent: int | None = None) -> str:
        """Return `to_dict` as JSON; lone surrogates are written as escapes so that any text can be stored."""
        from tigang.schema import to_json

        return to_json(self, text=text, indent=indent)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Document:
        """Read the JSON form back.

        Raises
        ------
        FormatError
            If the schema is unknown, the text is missing or a key or value is wrong.
        """
        from tigang.schema import read_fields

        return cls(**read_fields(data))

    @classmethod
    def from_json(cls, data: str | bytes) -> Document:
        """Read `to_json` back; see `from_dict` for what is refused."""
        from tigang.schema import read_json

        return cls.from_dict(read_json(data))
