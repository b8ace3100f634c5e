"""The components and their factories; `tigang.nlp` says what they put on a Doc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from tigang.nlp.extensions import register
from tigang.nlp.spans import put_sections, put_sents, put_tags
from tigang.nlp.store import read, store, take_structure
from tigang.pipeline import analyze_text, tag_document

if TYPE_CHECKING:
    from spacy.tokens import Doc


__all__ = ["Sections", "Tags", "make_sections", "make_tags"]

register()


class Sections:
    """Analyses the text of a Doc and puts the outline on it."""

    def __init__(self, *, sents: bool = True) -> None:
        self.sents = sents

    def __call__(self, doc: Doc) -> Doc:
        """Return the same Doc with its document, untagged, its span groups and its sentences."""
        document = take_structure(doc) or analyze_text(doc.text, tags=False)
        store(doc, document)
        put_sections(doc, document)
        if self.sents:
            put_sents(doc, document)
        return doc


class Tags:
    """Tags the document of a Doc."""

    def __init__(self, *, explain: bool = False, min_confidence: float = 0.0) -> None:
        self.explain = explain
        self.min_confidence = min_confidence

    def __call__(self, doc: Doc) -> Doc:
        """Return the same Doc with its document tagged and the tags' span group.

        Raises
        ------
        ValueError
            If the Doc holds no document or ``min_confidence`` is no probability.
        """
        reading = read(doc)
        if reading is None or reading.document is None:
            raise ValueError("tigang_tags: the Doc holds no document; add tigang_sections before it")
        document = tag_document(reading.document, explain=self.explain, min_confidence=self.min_confidence)
        store(doc, document)
        put_tags(doc, document)
        return doc


@Language.factory(
    "tigang_sections",
    default_config={"sents": True},
    assigns=[
        "doc.spans",
        "doc.sents",
        "token.is_sent_start",
        "doc._.tigang",
        "doc._.tigang_json",
        "doc._.outline",
        "doc._.span_of",
        "span._.record",
        "span._.node",
        "span._.section",
        "span._.sentence",
        "token._.node",
        "token._.section",
        "token._.sentence",
        "token._.is_noise",
    ],
)
def make_sections(nlp: Language, name: str, sents: bool) -> Sections:  # noqa: ARG001 - as spaCy calls it
    """Make the component ``tigang_sections``."""
    return Sections(sents=sents)


@Language.factory(
    "tigang_tags",
    default_config={"explain": False, "min_confidence": 0.0},
    requires=["doc.spans", "doc._.tigang"],
    assigns=["span._.tag", "token._.tag"],
)
def make_tags(nlp: Language, name: str, explain: bool, min_confidence: float) -> Tags:  # noqa: ARG001 - as spaCy calls it
    """Make the component ``tigang_tags``."""
    return Tags(explain=explain, min_confidence=min_confidence)
