"""Labelled documents → what the tagger trains on.

A document is read with its gold structure: nodes, sentences and paragraphs are those of the labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatch
from random import Random
from typing import TYPE_CHECKING

from tigang.document import Node, Noise, Sentence, Span
from tigang.errors import FormatError, InputError
from tigang.gold import NODES, load_file
from tigang.tags import read_forms
from tigang.tags.features import Frame, Place, read_frame, read_places
from tigang.tags.words import clauses_of, plain
from tigang.tagset import Tagset, read_tagset

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Doc", "View", "folds_of", "kind_of", "read_doc", "read_docs", "view_of"]

_DIGITS = "0-9０-９一二三四五六七八九十百廿壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊"
_MARKER = re.compile(
    rf"[\s#*]*(?:第?[（(]?[{_DIGITS}]+[）)]?(?:[.．][{_DIGITS}]+)*(?:[编部篇章节条款项]分?|[、.．）)是]|\s+|(?<=[）)]))"
    r"|[①-⑳⑴-⒇㈠-㈩]|——|[首其再最][先次后]，?)[\s、.．，]*"
)


@dataclass(frozen=True, slots=True)
class Doc:
    """A labelled document."""

    name: str
    text: str
    title: str | None
    nodes: tuple[Node, ...]
    sentences: tuple[Sentence, ...]
    noise: tuple[Noise, ...]
    tags: tuple[int, ...]
    """Gold tag of each sentence as a position in the set of tags."""
    tagset: Tagset


@dataclass(frozen=True, slots=True)
class View:
    """What the first pass is given of a document."""

    doc: Doc
    frame: Frame
    places: list[Place]
    forms: list[str]
    clauses: list[list[str]]


def read_doc(path: Path) -> Doc:
    """Read ``NAME.tsv`` and the text beside it.

    Raises
    ------
    InputError, FormatError
        As `tigang.gold.load_file`.
    """
    tagset = read_tagset(path.parent)
    text, pieces = load_file(path.with_suffix(".txt"))
    raw: list[tuple[int | None, str, str, Span]] = []
    stack: list[tuple[int, int]] = []
    ends: dict[int, int] = {}
    sentences, tags, noise, titles = [], [], [], []
    closed = False
    for p in pieces:
        if p.kind == "noise":
            noise.append(Noise(p.start, p.end, "gold"))
            continue
        if p.kind == "title":
            if not closed:
                titles.append(re.sub(r"[\s#*]", "", p.text))
            continue
        closed = bool(titles)
        if p.kind in NODES:
            while stack and stack[-1][0] >= p.depth:
                ends[stack.pop()[1]] = p.start
            words = p.text.strip()
            marker = _MARKER.match(words)
            words = words[marker.end() :] if marker else words
            parent = stack[-1][1] if stack else None
            stack.append((p.depth, len(raw)))
            raw.append((parent, p.kind, words.strip(" 　。．.：:；;，,#*"), Span(p.start, p.end)))
        if p.tag is not None:
            sentences.append(Sentence(p.start, p.end, len(raw) - 1 if raw else None))
            tags.append(tagset.names.index(p.tag))
    depths: list[int] = []
    for parent, *_ in raw:
        depths.append(1 if parent is None else depths[parent] + 1)
    nodes = tuple(
        Node(i, parent, kind, depths[i], None, None, None, title, label, Span(label.start, ends.get(i, len(text))))
        for i, (parent, kind, title, label) in enumerate(raw)
    )
    return Doc(path.stem, text, "".join(titles) or None, nodes, tuple(sentences), tuple(noise), tuple(tags), tagset)


def read_docs(folders: Sequence[Path], only: str = "*") -> list[Doc]:
    """Read the labelled documents of several folders, in order of name, those without sentences left out.

    Raises
    ------
    InputError
        If a folder is missing or none holds labels, or a file cannot be read.
    FormatError
        If labels are malformed, or folders declare different tags.
    """
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder; name a folder that holds NAME.txt and NAME.tsv")
    paths = sorted((p for f in folders for p in f.glob("*.tsv") if fnmatch(p.stem, only)), key=lambda p: p.stem)
    if not paths:
        raise InputError(f"{' '.join(map(str, folders))}: no labels; want NAME.tsv beside NAME.txt")
    docs = [read_doc(p) for p in paths]
    for path, doc in zip(paths, docs, strict=True):
        if doc.tagset != docs[0].tagset:
            raise FormatError(
                f"{path.parent}: its tags are {' '.join(doc.tagset.names)}, those of {paths[0].parent} are"
                f" {' '.join(docs[0].tagset.names)}; train a model from folders with the same tags"
            )
    return [d for d in docs if d.sentences]


def view_of(doc: Doc, *, neutral: bool = False) -> View:
    """Return what the first pass sees of a document, or would see if its headings said nothing."""
    frame = read_frame(doc.text, doc.nodes, doc.title, neutral=neutral)
    forms = [plain(w, frame.now) for w in read_forms(doc.text, doc.sentences, doc.noise)]
    places = read_places(doc.text, doc.nodes, doc.sentences)
    return View(doc, frame, places, forms, [clauses_of(f) for f in forms])


def kind_of(name: str) -> str:
    """Return the kind of a document by its name, by which folds are spread."""
    return re.split(r"[_\d]", name)[0]


def folds_of(docs: list[Doc], count: int, seed: int = 0) -> list[int]:
    """Return the fold of each document: the documents of each kind are dealt out in turn.

    With the seed 0 large ones come first, with another they are shuffled.
    """
    chance = Random(seed)  # noqa: S311 - no secret
    sizes = [chance.random() if seed else -len(d.sentences) for d in docs]
    order = sorted(range(len(docs)), key=lambda i: (kind_of(docs[i].name), sizes[i], docs[i].name))
    out = [0] * len(docs)
    for n, i in enumerate(order):
        out[i] = n % count
    return out
