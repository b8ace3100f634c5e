"""The extension attributes of Doc, Span and Token; `tigang.nlp` documents them."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Span, Token

from tigang.document import Node, Paragraph, Sentence
from tigang.nlp.spans import find_record, find_span
from tigang.nlp.store import read
from tigang.tagset import tag_of

if TYPE_CHECKING:
    from tigang.document import Document
    from tigang.nlp.spans import Record

__all__ = ["register"]


def get_document(doc: Doc) -> Document | None:
    """Return the document of a Doc."""
    reading = read(doc)
    return None if reading is None else reading.document


def get_outline(doc: Doc) -> str | None:
    """Return the tree of a Doc as text."""
    document = get_document(doc)
    return None if document is None else document.outline()


def span_of(doc: Doc, record: Record) -> Span | None:
    """Return the span that stands for a record; of a node its own words.

    Raises
    ------
    ValueError
        If the Doc holds no document or the record is none of it.
    """
    document = get_document(doc)
    if document is None:
        raise ValueError("the Doc holds no document; run a pipeline with tigang_sections on it")
    return find_span(doc, document, record)


def get_record(span: Span) -> Record | None:
    """Return the record that a span of our groups stands for."""
    document = get_document(span.doc)
    return None if document is None else find_record(document, span)


def get_node(part: Span | Token) -> Node | None:
    """Return the node that a span or token stands in."""
    reading = read(part.doc)
    return None if reading is None else reading.node_at(_position(part))


def get_section(part: Span | Token) -> Node | None:
    """Return the section that a span or token stands in."""
    document = get_document(part.doc)
    node = get_node(part)
    while document is not None and node is not None and node.kind != "heading":
        node = None if node.parent is None else document.nodes[node.parent]
    return node


def get_sentence(part: Span | Token) -> Sentence | None:
    """Return the sentence that a span or token stands in."""
    reading = read(part.doc)
    return None if reading is None else reading.sentence_at(_position(part))


def get_tag(part: Span | Token) -> str | None:
    """Return the tag of a span or token."""
    reading = read(part.doc)
    if reading is None or reading.document is None or not reading.document.tagged:
        return None
    if isinstance(part, Token):
        sentence = reading.sentence_at(part.idx)
        return None if sentence is None else sentence.tag
    record = find_record(reading.document, part)
    if isinstance(record, Node | Paragraph | Sentence):
        return record.tag
    start, end = part.start_char, part.end_char
    held = [(s.tag, min(s.end, end) - max(s.start, start)) for s in reading.sentences_in(start, end)]
    return tag_of(held, reading.document.tagset.names)[0] if held else None


def is_noise(token: Token) -> bool:
    """Return whether all characters of a token are noise."""
    reading = read(token.doc)
    return reading is not None and reading.is_noise(token.idx, token.idx + len(token))


def _position(part: Span | Token) -> int:
    """Return where the first character stands that is no blank, or the first where all are."""
    words = part.text
    start = part.idx if isinstance(part, Token) else part.start_char
    blanks = len(words) - len(words.lstrip())
    return start + (blanks if blanks < len(words) else 0)


_PARTS: dict[str, dict[str, Any]] = {
    "node": {"getter": get_node},
    "section": {"getter": get_section},
    "sentence": {"getter": get_sentence},
    "tag": {"getter": get_tag},
}
_EXTENSIONS: dict[type[Doc | Span | Token], dict[str, dict[str, Any]]] = {
    Doc: {
        "tigang": {"getter": get_document},
        "tigang_json": {"default": None},
        "outline": {"getter": get_outline},
        "span_of": {"method": span_of},
    },
    Span: {**_PARTS, "record": {"getter": get_record}},
    Token: {**_PARTS, "is_noise": {"getter": is_noise}},
}


def register() -> None:
    """Register the extensions; again is harmless, another package's of the same name stays."""
    for owner, extensions in _EXTENSIONS.items():
        for name, what in extensions.items():
            if owner.has_extension(name):
                _, method, getter, _ = owner.get_extension(name)
                ours = name == "tigang_json" or getattr(method or getter, "__module__", None) == __name__
                if not ours:
                    warnings.warn(
                        f"{owner.__name__}._.{name} was registered by another package and stays as it is;"
                        " doc._.tigang has what it would give",
                        stacklevel=2,
                    )
                    continue
            owner.set_extension(name, force=True, **what)
