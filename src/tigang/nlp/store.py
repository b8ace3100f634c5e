"""Where an analysed document stands on a Doc.

Terms
-----
stored : the document's JSON without the text, the value of the extension ``doc._.tigang_json``, which spaCy
    keeps among the Doc's user data. It goes where these go: to bytes, to a DocBin, to another process.
reading : a stored document read back, with what finds the records at a character. Kept as long as the Doc.

Post-conditions
---------------
1. `read` gives None unless the stored document is one of this very text: a Doc that was merged or cut
   from others has none.
2. A document is parsed once for a Doc, and not at all where it was stored in this process.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tigang.document import Document

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from tigang.document import Node, Sentence

__all__ = ["Reading", "keep_structure", "read", "store", "take_structure"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and what finds its records at a character."""

    stored: str
    document: Document | None
    """None where what is stored belongs to another text."""
    nodes: tuple[int, ...] = ()
    """Where the nodes' labels start."""
    sentences: tuple[int, ...] = ()
    """Where the sentences start."""
    noise: tuple[int, ...] = ()
    """Where the noise starts."""

    def node_at(self, at: int) -> Node | None:
        """Return the deepest node whose span holds a character."""
        i = bisect_right(self.nodes, at) - 1
        if self.document is None or i < 0:
            return None
        node = self.document.nodes[i]
        while node.span.end <= at:
            if node.parent is None:
                return None
            node = self.document.nodes[node.parent]
        return node

    def sentence_at(self, at: int) -> Sentence | None:
        """Return the sentence that holds a character."""
        i = bisect_right(self.sentences, at) - 1
        if self.document is None or i < 0 or self.document.sentences[i].end <= at:
            return None
        return self.document.sentences[i]

    def sentences_in(self, start: int, end: int) -> tuple[Sentence, ...]:
        """Return the sentences that hold a character from ``start`` to ``end``."""
        if self.document is None:
            return ()
        first = max(bisect_right(self.sentences, start) - 1, 0)
        last = bisect_right(self.sentences, end - 1)
        return tuple(s for s in self.document.sentences[first:last] if s.end > start)

    def is_noise(self, start: int, end: int) -> bool:
        """Return whether all characters from ``start`` to ``end`` are noise."""
        i = bisect_right(self.noise, start) - 1
        return self.document is not None and i >= 0 and end <= self.document.noise[i].end


_READINGS: WeakKeyDictionary[Doc, Reading] = WeakKeyDictionary()
_STRUCTURES: WeakKeyDictionary[Doc, Document] = WeakKeyDictionary()
"""What the tokenizer found, until ``tigang_sections`` takes it."""


def keep_structure(doc: Doc, document: Document) -> None:
    """Keep an untagged document for `take_structure`."""
    _STRUCTURES[doc] = document


def take_structure(doc: Doc) -> Document | None:
    """Return what `keep_structure` kept for a Doc, once."""
    return _STRUCTURES.pop(doc, None)


def store(doc: Doc, document: Document) -> None:
    """Put a document of the Doc's text on it, in place of one that is there."""
    stored = document.to_json(text=False)
    doc._.tigang_json = stored
    _READINGS[doc] = _index(stored, document)


def read(doc: Doc) -> Reading | None:
    """Return the reading of what is stored on a Doc, None where nothing is or it belongs to another text.

    Raises
    ------
    FormatError
        If what is stored there is no document.
    """
    stored = doc._.tigang_json
    if not isinstance(stored, str):
        return None
    reading = _READINGS.get(doc)
    if reading is None or reading.stored is not stored:
        document = _parse(stored, doc.text)
        reading = Reading(stored, None) if document is None else _index(stored, document)
        _READINGS[doc] = reading
    return None if reading.document is None else reading


def _parse(stored: str, text: str) -> Document | None:
    from tigang.errors import FormatError

    try:
        data = json.loads(stored)
    except json.JSONDecodeError as e:
        raise FormatError(f"doc._.tigang_json, character {e.pos}: not JSON ({e.msg})") from e
    if isinstance(data, dict):
        source = data.get("source")
        of = source.get("sha256") if isinstance(source, dict) else None
        if of != sha256(text.encode()).hexdigest():
            return None
        data["text"] = text
    return Document.from_dict(data)


def _index(stored: str, document: Document) -> Reading:
    return Reading(
        stored,
        document,
        tuple(n.label.start for n in document.nodes),
        tuple(s.start for s in document.sentences),
        tuple(n.start for n in document.noise),
    )
