"""Text → a Doc whose tokens end where the records of its analysis do.

Terms
-----
segmenter : what cuts a stretch without blanks into words, see `tigang.nlp.segmenters`.
stretch : the characters between two neighbouring ends of records.

Post-conditions
---------------
1. ``doc.text == text``.
2. Every record starts and ends where tokens do; no token holds a line break and anything else.
3. A single space behind a word is the word's `Token.whitespace_`, as everywhere in spaCy, except where that
   would break (2); all other blanks are tokens.
4. A model that does not ship with the package goes with the tokenizer to disk and bytes.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry

from tigang.errors import InputError
from tigang.nlp.pkuseg import FILES, read_model
from tigang.nlp.segmenters import check_segmenter, find_model, find_segmenter
from tigang.nlp.store import keep_structure
from tigang.pipeline import analyze_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from spacy.language import Language
    from spacy.training import Example
    from spacy.vocab import Vocab

    from tigang.document import Document
    from tigang.nlp.pkuseg import Model
    from tigang.nlp.segmenters import Segmenter

__all__ = ["Tokenizer", "cut_text", "make_tokenizer"]

_PIECE = re.compile(r"\S+|\r\n|[\r\n]|[^\S\r\n]+")


class Tokenizer(DummyTokenizer):
    """Cuts a text into words with a segmenter that sees one stretch at a time.

    The analysis that this takes is kept for ``tigang_sections``, so that it is made once.
    """

    def __init__(self, vocab: Vocab, segmenter: str = "char") -> None:
        check_segmenter(segmenter)
        self.vocab = vocab
        self.segmenter = segmenter
        self.model: Model | None = None
        self._segment = find_segmenter(segmenter)

    def __repr__(self) -> str:
        return f"Tokenizer(segmenter={self.segmenter!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self.vocab, self.segmenter, self.model)

    def use_model(self, model: Model) -> None:
        """Segment with a pkuseg model in place of the one that ships with the package.

        Raises
        ------
        ValueError
            If the segmenter is not ``pkuseg``.
        """
        if self.segmenter != "pkuseg":
            raise ValueError(f"segmenter {self.segmenter!r} takes no model; choose 'pkuseg'")
        self.model = model
        self._segment = find_segmenter(self.segmenter, model)

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]] | None = None,  # noqa: ARG002 - as spaCy calls it
        *,
        nlp: Language | None = None,  # noqa: ARG002 - the same
        pkuseg_model: str | None = None,
        pkuseg_user_dict: str | None = "default",
        download: bool = False,
    ) -> None:
        """Take a pkuseg model from a folder or by its name, as ``[initialize.tokenizer]`` of a config says.

        The settings are named as those of spaCy's own Chinese tokenizer, which are in every ``zh`` config.

        Raises
        ------
        ModelError
            If there is no such model.
        ValueError
            If the segmenter is not ``pkuseg``, the name is unknown, or a dictionary is given.
        """
        if pkuseg_user_dict not in (None, "default"):
            raise ValueError(f"pkuseg_user_dict {pkuseg_user_dict!r}: dictionaries are not supported; leave it out")
        if pkuseg_model is not None:
            self.use_model(find_model(pkuseg_model, download=download))

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the model into a folder, if it does not ship with the package."""
        if self.model is not None:
            self.model.write(Path(path))

    def from_disk(self, path: str | Path, **_: Any) -> Tokenizer:
        """Take the model of a folder, if there is one."""
        if any((Path(path) / name).is_file() for name in FILES):
            self.use_model(read_model(Path(path)))
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Return the model as bytes, none if it ships with the package."""
        return b"" if self.model is None else self.model.to_bytes()

    def from_bytes(self, data: bytes, **_: Any) -> Tokenizer:
        """Take the model in bytes, if there are some."""
        if data:
            self.use_model(read_model(data))
        return self

    def __call__(self, text: str) -> Doc:
        """Return the Doc of a text.

        Raises
        ------
        InputError
            If the text holds a lone surrogate.
        """
        try:
            text.encode()
        except UnicodeEncodeError as e:
            raise InputError(
                f"character {e.start}: {text[e.start]!r} is a lone surrogate, which spaCy cannot hold;"
                " replace it, or use tigang.analyze, which takes it"
            ) from e
        document = analyze_text(text, tags=False)
        words, spaces = cut_text(text, document, self._segment)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        keep_structure(doc, document)
        return doc


def make_tokenizer(segmenter: str = "char") -> Callable[[Language], Tokenizer]:
    """Return what makes the tokenizer of a pipeline."""
    check_segmenter(segmenter)

    def make(nlp: Language) -> Tokenizer:
        return Tokenizer(nlp.vocab, segmenter)

    return make


def _rebuild(vocab: Vocab, segmenter: str, model: Model | None) -> Tokenizer:
    tokenizer = Tokenizer(vocab, segmenter)
    if model is not None:
        tokenizer.use_model(model)
    return tokenizer


registry.tokenizers("tigang.Tokenizer.v1", func=make_tokenizer)


def cut_text(text: str, document: Document, segment: Segmenter) -> tuple[list[str], list[bool]]:
    """Return the words of a text and whether a space that is no word follows each; see the post-conditions."""
    starts, ends = _edges(document)
    words: list[str] = []
    spaces: list[bool] = []
    for a, b in pairwise(sorted({0, len(text), *starts, *ends})):
        for m in _PIECE.finditer(text, a, b):
            piece, at = m[0], m.start()
            if not piece.isspace():
                words += segment(piece)
                spaces += [False] * (len(words) - len(spaces))
                continue
            behind_word = bool(words) and not spaces[-1] and not words[-1].isspace()
            if piece[0] == " " and behind_word and at not in starts and at + 1 not in ends:
                spaces[-1] = True
                piece = piece[1:]
            if piece:
                words.append(piece)
                spaces.append(False)
    return words, spaces


def _edges(document: Document) -> tuple[set[int], set[int]]:
    """Return where records start and where they end."""
    spans = [r.span for group in (document.paragraphs, document.sentences) for r in group]
    spans += [r.span for r in (*document.front, *document.back)]
    spans += [r.span for r in document.noise]
    spans += [span for n in document.nodes for span in (n.label, n.span)]
    return {start for start, _ in spans}, {end for _, end in spans}
