"""The whole path: text → `Document`."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tigang.build import build_matter, build_nodes, build_paragraphs, make_title
from tigang.check import check_document
from tigang.clean import find_noise
from tigang.document import TAGS, Document, Node, Paragraph, Sentence, Source, Text, tag_of
from tigang.errors import InputError
from tigang.fold import fold_text
from tigang.inner import find_units
from tigang.lines import make_view, split_lines
from tigang.matter import find_matter
from tigang.outline import find_headings, find_stretches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tigang.build import Held
    from tigang.fold import Fold
    from tigang.lines import Line
    from tigang.matter import Roles

_FILE_NAME = re.compile(r"[^\n。；！？]{1,250}\.(?:txt|text|md|markdown|docx?|wps|pdf|ofd|html?|rtf)", re.IGNORECASE)
"""A string that can only be meant as the name of a file."""

__all__ = ["MAX_BYTES", "analyze", "analyze_text", "tag_document"]

MAX_BYTES = 200_000_000
"""Size limit of an input file in bytes, unless the caller sets another."""


def analyze(
    text_or_path: str | os.PathLike[str],
    *,
    tags: bool = True,
    explain: bool = False,
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
        Whether sentences carry the phrases that spoke for their tag.
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
        return analyze_text(text_or_path, Source(name or "<text>"), tags=tags, explain=explain)
    from tigang.read import read_file

    source, text = read_file(text_or_path, encoding=encoding, max_bytes=max_bytes)
    return analyze_text(text, source, tags=tags, explain=explain)


def _is_file(text: str) -> bool:
    if len(text) > 1000 or "\n" in text or "\0" in text:
        return False
    try:
        return os.path.isfile(text)  # noqa: PTH113 - Path() raises on what no path can hold
    except (OSError, ValueError):
        return False


def analyze_text(text: str, source: Source | None = None, *, tags: bool = True, explain: bool = False) -> Document:
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
    return tag_document(document, explain=explain) if tags else document


def _moved(fold: Fold, held: Sequence[Held]) -> Iterator[tuple[tuple[int, int], int | None]]:
    """Yield the original spans of sentences or paragraphs, with their nodes."""
    return zip(fold.moved([h[:2] for h in held]), [h[2] for h in held], strict=True)


def tag_document(document: Document, *, explain: bool = False) -> Document:
    """Return a document with its sentences, paragraphs and nodes tagged."""
    from tigang.tags import tag_sentences

    sentences = tag_sentences(
        str(document.text),
        document.nodes,
        document.sentences,
        title=document.title,
        noise=document.noise,
        explain=explain,
    )
    return replace(
        document,
        nodes=tuple(_tag_nodes(document.nodes, sentences)),
        paragraphs=tuple(_tag_paragraphs(document.paragraphs, sentences)),
        sentences=tuple(sentences),
        tagged=True,
    )


def _tail(text: str, lines: Sequence[Line], roles: Roles) -> int:
    """Return where the closing back matter begins, or the text's end."""
    i = len(lines)
    while i and i - 1 in roles.back:
        i -= 1
    return lines[i].start if i < len(lines) else len(text)


def _tag_nodes(nodes: Sequence[Node], sentences: Sequence[Sentence]) -> list[Node]:
    """Give every node the tag and the shares of its span's sentences, from the leaves up."""
    sums: list[list[int]] = [[0] * len(TAGS) for _ in nodes]
    for s in sentences:
        if s.node is not None:
            sums[s.node][TAGS.index(s.tag)] += s.end - s.start
    for n in reversed(nodes):
        if n.parent is not None:
            sums[n.parent] = [a + b for a, b in zip(sums[n.parent], sums[n.id], strict=True)]
    out = []
    for n, weights in zip(nodes, sums, strict=True):
        if any(weights):
            tag, shares = tag_of(zip(TAGS, weights, strict=True))
            out.append(replace(n, tag=tag, shares=shares))
        else:
            out.append(n)
    return out


def _tag_paragraphs(paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence]) -> list[Paragraph]:
    """Give every paragraph its tag and the means of its sentences' scores."""
    out = []
    k = 0
    for p in paragraphs:
        inside: list[Sentence] = []
        while k < len(sentences) and sentences[k].start < p.end:
            inside.append(sentences[k])
            k += 1
        tag, _ = tag_of((s.tag, s.end - s.start) for s in inside)
        size = sum(s.end - s.start for s in inside) or 1
        scored = [s for s in inside if s.scores]
        scores = (
            tuple(sum(s.scores[i] * (s.end - s.start) for s in scored) / size for i in range(len(TAGS)))
            if len(scored) == len(inside)
            else ()
        )
        out.append(replace(p, tag=tag, scores=scores))
    return out
