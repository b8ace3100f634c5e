"""Text → a Doc whose tokens end where the records of its analysis do.

Terms
-----
segmenter : what cuts a stretch without blanks into words.
stretch : the characters between two neighbouring ends of records.

Post-conditions
---------------
1. ``doc.text == text``.
2. Every record starts and ends where tokens do; no token holds a line break and anything else.
3. A single space behind a word is the word's `Token.whitespace_`, as everywhere in spaCy, except where that
   would break (2); all other blanks are tokens.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry

from tigang.errors import InputError
from tigang.nlp.store import keep_structure
from tigang.pipeline import analyze_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from spacy.language import Language
    from spacy.vocab import Vocab

    from tigang.document import Document

__all__ = ["SEGMENTERS", "Tokenizer", "check_segmenter", "make_tokenizer"]

SEGMENTERS: dict[str, Callable[[str], Iterable[str]]] = {"char": list}
"""Name → segmenter; the words that it gives must join to the stretch that it got."""

_PIECE = re.compile(r"\S+|\r\n|[\r\n]|[^\S\r\n]+")


def check_segmenter(name: str) -> None:
    """Raise ValueError if there is no segmenter of this name."""
    if name not in SEGMENTERS:
        known = ", ".join(map(repr, sorted(SEGMENTERS)))
        raise ValueError(f"segmenter {name!r} is unknown; there is {known}")


class Tokenizer(DummyTokenizer):
    """Cuts a text into words with a segmenter that sees one stretch at a time.

    The analysis that this takes is kept for ``tigang_sections``, so that it is made once.
    """

    def __init__(self, vocab: Vocab, segmenter: str = "char") -> None:
        check_segmenter(segmenter)
        self.vocab = vocab
        self.segmenter = segmenter

    def __repr__(self) -> str:
        return f"Tokenizer(segmenter={self.segmenter!r})"

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
        words, spaces = _cut(text, document, SEGMENTERS[self.segmenter])
        doc = Doc(self.vocab, words=words, spaces=spaces)
        keep_structure(doc, document)
        return doc


def make_tokenizer(segmenter: str = "char") -> Callable[[Language], Tokenizer]:
    """Return what makes the tokenizer of a pipeline."""
    check_segmenter(segmenter)

    def make(nlp: Language) -> Tokenizer:
        return Tokenizer(nlp.vocab, segmenter)

    return make


registry.tokenizers("tigang.Tokenizer.v1", func=make_tokenizer)


def _cut(
    text: str, document: Document, segment: Callable[[str], Iterable[str]]
) -> tuple[list[str], list[bool]]:
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
