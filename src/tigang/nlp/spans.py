"""Document → the span groups and sentence starts of a Doc; `tigang.nlp` says what each holds.

Terms
-----
piece : a heading's own words, a sentence, a line of matter, or noise that lies in none of these. Pieces do
    not overlap; between them are blanks.
"""

from __future__ import annotations

import warnings
from bisect import bisect_right
from typing import TYPE_CHECKING

from spacy.tokens import SpanGroup

from tigang.document import Matter, Node, Noise, Paragraph, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

    from tigang.document import Document, Span

__all__ = ["Record", "find_record", "find_span", "put_sections", "put_sents", "put_tags"]

Record = Node | Paragraph | Sentence | Matter | Noise

_WORDS: dict[type[Record], str] = {
    Node: "node",
    Paragraph: "paragraph",
    Sentence: "sentence",
    Matter: "matter",
    Noise: "noise",
}
"""The word before the number in a span's id."""
_GROUPS = {
    "tigang_nodes": "node",
    "tigang_paragraphs": "paragraph",
    "tigang_sentences": "sentence",
    "tigang_matter": "matter",
    "tigang_noise": "noise",
}
"""The groups that hold every record of one kind."""
_KINDS = {"tigang_topics": "topic", "tigang_items": "item"}
"""The groups that hold the nodes of one kind, as `tigang_nodes` holds all."""


def put_sections(doc: Doc, document: Document) -> None:
    """Put all groups but the tags' on a Doc; tags of an earlier run are taken off it."""
    doc.spans.pop("tigang_tags", None)
    for name, word in _GROUPS.items():
        records = _records(document, word)
        _put(doc, name, [_span(doc, r, i) for i, r in enumerate(records)])
    for name, kind in _KINDS.items():
        _put(doc, name, [_span(doc, n, n.id) for n in document.nodes if n.kind == kind])
    sections = document.sections
    _put(doc, "tigang_sections", [_span(doc, n, n.id, label=f"h{n.depth}", whole=True) for n in sections])


def put_tags(doc: Doc, document: Document) -> None:
    """Put the tags' group on a Doc; untagged sentences are none of it."""
    tagged = [_span(doc, s, i, label=s.tag) for i, s in enumerate(document.sentences) if s.tag is not None]
    _put(doc, "tigang_tags", tagged)


def put_sents(doc: Doc, document: Document) -> None:
    """Let ``doc.sents`` follow the pieces of a document."""
    import numpy as np

    if not len(doc):
        return
    if doc.has_annotation("DEP"):
        warnings.warn(
            "tigang_sections: doc.sents stay those of the dependency parse; add tigang_sections before the"
            " parser, or set its config sents = false",
            stacklevel=2,
        )
        return
    text = doc.text
    offsets = [token.idx for token in doc]
    # spaCy's own array form: 1 starts a sentence, -1 as an unsigned number does not, 0 would be unknown
    starts = np.full((len(doc), 1), np.iinfo(np.uint64).max, dtype=np.uint64)
    starts[0] = 1
    for start, end in _pieces(document):
        i = bisect_right(offsets, start) - 1
        if text[offsets[i] : start].strip():  # the token begins with the words of another piece
            i += 1
        if i < len(offsets) and offsets[i] < end:
            starts[i] = 1
    doc.from_array("SENT_START", starts)  # type: ignore[arg-type] # the stub knows thinc's arrays only


def find_span(doc: Doc, document: Document, record: Record) -> SpacySpan | None:
    """Return the span that stands for a record of the document; of a node its own words.

    Raises
    ------
    ValueError
        If the record is none of this document.
    """
    records = _records(document, _WORDS[type(record)])
    if isinstance(record, Node):
        number = record.id
    else:
        number = bisect_right(records, record.span, key=lambda r: r.span) - 1
    if not (0 <= number < len(records) and records[number] == record):
        raise ValueError(f"{record!r} is no record of this Doc's document; take it from doc._.tigang")
    return _span(doc, record, number)


def find_record(document: Document, span: SpacySpan) -> Record | None:
    """Return the record that a span stands for, None for a span that we did not make."""
    word, _, number = span.id_.rpartition("-")
    if word not in _WORDS.values() or not number.isdecimal():
        return None
    records = _records(document, word)
    if int(number) >= len(records):
        return None
    record = records[int(number)]
    # someone else's span may bear an id like ours
    return record if record.span.start < span.end_char and span.start_char < record.span.end else None


def _records(document: Document, word: str) -> tuple[Record, ...]:
    found: dict[str, tuple[Record, ...]] = {
        "node": document.nodes,
        "paragraph": document.paragraphs,
        "sentence": document.sentences,
        "matter": (*document.front, *document.back),
        "noise": document.noise,
    }
    return found[word]


def _put(doc: Doc, name: str, spans: Iterable[SpacySpan | None]) -> None:
    doc.spans[name] = SpanGroup(doc, name=name, spans=[s for s in spans if s is not None])


def _span(
    doc: Doc, record: Record, number: int, *, label: str | None = None, whole: bool = False
) -> SpacySpan | None:
    """Return the span of a record; of a node its own words, or with ``whole`` all below it too."""
    start, end = record.label if isinstance(record, Node) and not whole else record.span
    return doc.char_span(
        start,
        end,
        label=_label(record) if label is None else label,
        span_id=f"{_WORDS[type(record)]}-{number}",
        # where a token lies across the end: no word of the document is lost, none is called noise
        alignment_mode="contract" if isinstance(record, Noise) else "expand",
    )


def _label(record: Record) -> str:
    match record:
        case Node():
            return record.kind
        case Matter():
            return record.role
        case Noise():
            return record.reason
        case _:
            return _WORDS[type(record)]


def _pieces(document: Document) -> list[Span]:
    pieces = [n.label for n in document.nodes if n.kind == "heading"]
    pieces += [r.span for r in document.sentences]
    pieces += [r.span for r in (*document.front, *document.back)]
    pieces.sort()
    starts = [p.start for p in pieces]
    outside = []
    for n in document.noise:
        i = bisect_right(starts, n.start) - 1
        if i < 0 or pieces[i].end <= n.start:
            outside.append(n.span)
    return pieces + outside
