"""The components and their factories; `tigang.nlp` says what they put on a Doc."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from tigang.nlp.extensions import register
from tigang.nlp.spans import put_sections, put_sents, put_tags
from tigang.nlp.store import read, store, take_structure
from tigang.pipeline import analyze_text, check_confidence, tag_document
from tigang.tags.weights import load_weights

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable

    from spacy.tokens import Doc
    from spacy.training import Example

    from tigang.tags.weights import Weights

__all__ = ["Sections", "Tags", "make_sections", "make_tags"]

_MODEL = "model"  # name of the model's file in a written pipeline

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
    """Tags the document of a Doc; a model of one's own goes with it to disk and bytes."""

    def __init__(self, *, explain: bool = False, min_confidence: float = 0.0) -> None:
        check_confidence(min_confidence)
        self.explain = explain
        self.min_confidence = min_confidence
        self.model: Weights | None = None
        self._file = b""

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.explain, self.min_confidence, self._file)

    def use_model(self, path: str | os.PathLike[str]) -> None:
        """Tag by a model of ``tigang train`` in place of the one that ships with the package.

        Raises
        ------
        ModelError
            If the file is missing, damaged or not ours.
        """
        self.model = load_weights(path)
        self._file = Path(path).read_bytes()

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]] | None = None,  # noqa: ARG002 - as spaCy calls it
        *,
        nlp: Language | None = None,  # noqa: ARG002 - the same
        model: str | None = None,
    ) -> None:
        """Take a model, as ``[initialize.components.tigang_tags]`` of a config says.

        Raises
        ------
        ModelError
            As `use_model`.
        """
        if model is not None:
            self.use_model(model)

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the model into a folder, if it does not ship with the package."""
        if self._file:
            Path(path).mkdir(parents=True, exist_ok=True)
            (Path(path) / _MODEL).write_bytes(self._file)

    def from_disk(self, path: str | Path, **_: Any) -> Tags:
        """Take the model of a folder, if there is one."""
        if (Path(path) / _MODEL).is_file():
            self.use_model(Path(path) / _MODEL)
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Return the model as bytes, none if it ships with the package."""
        return self._file

    def from_bytes(self, data: bytes, **_: Any) -> Tags:
        """Take the model in bytes, if there are some."""
        if data:
            with TemporaryDirectory() as folder:
                (Path(folder) / _MODEL).write_bytes(data)
                self.use_model(Path(folder) / _MODEL)
        return self

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
        document = tag_document(
            reading.document, explain=self.explain, min_confidence=self.min_confidence, model=self.model
        )
        store(doc, document)
        put_tags(doc, document)
        return doc


def _rebuild(explain: bool, min_confidence: float, file: bytes) -> Tags:
    return Tags(explain=explain, min_confidence=min_confidence).from_bytes(file)


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
