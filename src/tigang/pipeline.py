"""The whole path: text → `Document`."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import replace
from operator import add, mul
from typing import TYPE_CHECKING

from tigang.build import build_matter, build_nodes, build_paragraphs, make_title
from tigang.check import check_document
from tigang.clean import find_noise
from tigang.document import Document, Node, Paragraph, Sentence, Source, Text
from tigang.errors import InputError
from tigang.fold import fold_text
from tigang.inner import find_units
from tigang.lines import make_view, split_lines
from tigang.matter import find_matter
from tigang.outline import find_headings, find_stretches
from tigang.tagset import tag_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tigang.build import Held
    from tigang.fold import Fold
    from tigang.lines import Line
    from tigang.matter import Roles
    from tigang.tags.weights import Weights

_FILE_NAME = re.compile(r"[^\n。；！？]{1,250}\.(?:txt|text|md|markdown|docx?|wps|pdf|ofd|html?|rtf)", re.IGNORECASE)
"""A string that can only be meant as the name of a file."""

__all__ = ["MAX_BYTES", "analyze", "analyze_text", "check_confidence", "tag_document"]

MAX_BYTES = 200_000_000
"""Size limit of an input file in bytes, unless the caller sets another."""


def analyze(
    text_or_path: str | os.PathLike[str],
    *,
    tags: bool = True,
    explain: bool = False,
    min_confidence: float = 0.0,
    model: str | os.PathLike[str] | Weights | None = None,
    encoding: str | None = None,
    name: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Document:
    r"""Analyse a text or a file.

    Parameters
    ----------
    text_or_path
        A path object is read as a file. A string is text, unless it is one line that names an existing file.
    tags
        Whether to tag the sentences, paragraphs and nodes.
    explain
        Whether sentences carry what spoke for their tag: phrases, the heading and the neighbours.
    min_confidence
        Probability, 0 to 1, that a sentence's tag must reach; the tag of others is None. So is that of
        paragraphs and nodes where such sentences could turn it (see `tigang.tagset.tag_of`).
    model
        What tags them: a file of `tigang.train`, or weights; by default the model that ships with the package.
    encoding
        Of the file; found out where it is not given.
    name
        Name of the source, where a text is given.
    max_bytes
        A larger file is refused.

    Raises
    ------
    InputError
        If the file is missing (also where a string ends like a file's name), a folder, empty, binary or too large.
    DecodeError
        If its bytes are no text in the encoding.
    ValueError
        If ``min_confidence`` is no probability.
    ModelError
        If the model cannot be read, is damaged, of another version or not ours.

    Examples
    --------
    >>> from tigang import analyze
    >>> d = analyze("某局工作总结\n一、主要成效\n新建站点3个。\n二、存在问题\n人手仍然不足。")
    >>> [n.title for n in d.sections]
    ['主要成效', '存在问题']
    """
    if isinstance(text_or_path, str) and not _is_file(text_or_path):
        if _FILE_NAME.fullmatch(text_or_path):
            raise InputError(f"{text_or_path}: no such file; give the path of a file, or the text itself")
        source, text = Source(name or "<text>"), text_or_path
    else:
        from tigang.read import read_file

        source, text = read_file(text_or_path, encoding=encoding, max_bytes=max_bytes)
    return analyze_text(text, source, tags=tags, explain=explain, min_confidence=min_confidence, model=model)


def _is_file(text: str) -> bool:
    """Whether a string is the path of a file or a folder (which the reader refuses)."""
    if len(text) > 1000 or "\n" in text or "\0" in text or not text:
        return False
    try:
        # / and . may be texts; Path() raises on what no path can hold
        return os.path.isfile(text) or (any(map(str.isalnum, text)) and os.path.isdir(text))  # noqa: PTH112, PTH113
    except (OSError, ValueError):
        return False


def analyze_text(
    text: str,
    source: Source | None = None,
    *,
    tags: bool = True,
    explain: bool = False,
    min_confidence: float = 0.0,
    model: str | os.PathLike[str] | Weights | None = None,
) -> Document:
    """Analyse a decoded text; see `analyze`."""
    source = source or Source()
    if not source.sha256:
        source = replace(source, sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    noise = find_noise(text)
    fold = fold_text(text, noise)
    view, lines = split_lines(make_view(fold.text, fold.noise))
    roles = find_matter(view, lines)
    labels, markers = find_headings(view, lines, roles)
    stretches = find_stretches(lines, roles, labels)
    units = find_units(view, labels, stretches, markers)
    nodes, held = build_nodes(fold.text, view, labels, stretches, units, _tail(fold.text, lines, roles), fold)
    sentences = [Sentence(a, b, node) for (a, b), node in _moved(fold, held)]
    paragraphs = [Paragraph(a, b, node) for (a, b), node in _moved(fold, build_paragraphs(held, lines))]
    front, back = (fold.matter(m) for m in build_matter(lines, roles))
    if fold.hidden:
        kept = [n.label for n in nodes if n.kind == "heading"] + [s.span for s in sentences]
        kept += [m.span for m in (*front, *back)]
        noise = tuple(sorted((*noise, *fold.unheld(kept)), key=lambda n: n.start))
    document = Document(
        source, Text(text), make_title(fold.text, view, lines, roles), tuple(nodes), tuple(paragraphs),
        tuple(sentences), tuple(front), tuple(back), tuple(noise), tagged=False,
    )  # fmt: skip
    document = replace(document, notes=check_document(document))
    if not tags:
        return document
    return tag_document(document, explain=explain, min_confidence=min_confidence, model=model)


def _moved(fold: Fold, held: Sequence[Held]) -> Iterator[tuple[tuple[int, int], int | None]]:
    """Yield the original spans of sentences or paragraphs, with their nodes."""
    return zip(fold.moved([h[:2] for h in held]), [h[2] for h in held], strict=True)


def check_confidence(least: float) -> None:
    """Raise ValueError unless ``least`` is a probability."""
    if not 0 <= least <= 1:
        raise ValueError(f"min_confidence {least!r} is no probability; want a number from 0 to 1")


def tag_document(
    document: Document,
    *,
    explain: bool = False,
    min_confidence: float = 0.0,
    model: str | os.PathLike[str] | Weights | None = None,
) -> Document:
    """Return a document with its sentences, paragraphs and nodes tagged by a model; see `analyze`."""
    from tigang.tags import tag_sentences
    from tigang.tags.weights import open_model

    weights = open_model(model)
    names = weights.tagset.names

    check_confidence(min_confidence)
    sentences = tag_sentences(
        str(document.text),
        document.nodes,
        document.sentences,
        title=document.title,
        noise=document.noise,
        explain=explain,
        weights=weights,
    )
    if min_confidence:
        sentences = [replace(s, tag=None) if max(s.scores) < min_confidence else s for s in sentences]
    return replace(
        document,
        nodes=tuple(_tag_nodes(document.nodes, sentences, names)),
        paragraphs=tuple(_tag_paragraphs(document.paragraphs, sentences, names)),
        sentences=tuple(sentences),
        tagged=True,
        tagset=weights.tagset,
    )


def _tail(text: str, lines: Sequence[Line], roles: Roles) -> int:
    """Return where the closing back matter begins, or the text's end."""
    i = len(lines)
    while i and i - 1 in roles.back:
        i -= 1
    return lines[i].start if i < len(lines) else len(text)


def _tag_nodes(nodes: Sequence[Node], sentences: Sequence[Sentence], names: tuple[str, ...]) -> list[Node]:
    """Give every node the tag and the shares of its span's sentences, from the leaves up."""
    kinds = (*names, None)
    place = {kind: i for i, kind in enumerate(kinds)}
    sums: list[list[int]] = [[0] * len(kinds) for _ in nodes]
    for s in sentences:
        if s.node is not None:
            sums[s.node][place[s.tag]] += s.end - s.start
    for n in reversed(nodes):
        if n.parent is not None:
            sums[n.parent] = list(map(add, sums[n.parent], sums[n.id]))
    out = []
    for n, weights in zip(nodes, sums, strict=True):
        if any(weights):
            tag, shares = tag_of(zip(kinds, weights, strict=True), names)
            out.append(
                Node(
                    n.id, n.parent, n.kind, n.depth, n.style, n.marker, n.number, n.title, n.label, n.span, tag, shares
                )
            )  # fmt: skip
        else:
            out.append(n)
    return out


def _tag_paragraphs(
    paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence], names: tuple[str, ...]
) -> list[Paragraph]:
    """Give every paragraph its tag and the means of its sentences' scores, weighted by their characters."""
    out = []
    k = 0
    for p in paragraphs:
        inside: list[Sentence] = []
        while k < len(sentences) and sentences[k].start < p.end:
            inside.append(sentences[k])
            k += 1
        if len(inside) == 1:
            tag, scores = inside[0].tag, inside[0].scores
        else:
            sizes = [s.end - s.start for s in inside]
            tag, _ = tag_of(zip([s.tag for s in inside], sizes, strict=True), names)
            whole = sum(sizes) or 1
            scored = [s.scores for s in inside if s.scores]
            rows = [sum(map(mul, column, sizes)) / whole for column in zip(*scored, strict=True)]
            scores = tuple(rows) if len(scored) == len(inside) else ()
        out.append(Paragraph(p.start, p.end, p.node, tag, scores))
    return out
