"""Labelled documents → what the tagger trains on, and the figures that judge it.

A document is read with its gold structure: nodes, sentences and paragraphs are those of the labels.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from tigang.document import TAGS, Node, Noise, Sentence, Span, tag_of
from tigang.gold import NODES, load, read_text
from tigang.tags import read_forms
from tigang.tags.features import Frame, Place, read_frame, read_places
from tigang.tags.words import clauses_of, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DIGITS = "0-9０-９一二三四五六七八九十百廿壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊"
_MARKER = re.compile(
    rf"[\s#*]*(?:第?[（(]?[{_DIGITS}]+[）)]?(?:[.．][{_DIGITS}]+)*(?:[编部篇章节条款项]分?|[、.．）)是]|\s+|(?<=[）)]))"
    r"|[①-⑳⑴-⒇㈠-㈩]|——|[首其再最][先次后]，?)[\s、.．，]*"
)


@dataclass(frozen=True)
class Doc:
    """A labelled document."""

    name: str
    text: str
    title: str | None
    nodes: tuple[Node, ...]
    sentences: tuple[Sentence, ...]
    noise: tuple[Noise, ...]
    tags: tuple[int, ...]
    """Gold tag of each sentence as a position in `TAGS`."""


@dataclass(frozen=True)
class View:
    """What the first pass is given of a document."""

    doc: Doc
    frame: Frame
    places: list[Place]
    forms: list[str]
    clauses: list[list[str]]


def read_doc(path: Path) -> Doc:
    """Read ``NAME.tsv`` and the text beside it."""
    text = read_text(path.with_suffix(".txt"))
    raw: list[tuple[int | None, str, str, Span]] = []
    stack: list[tuple[int, int]] = []
    ends: dict[int, int] = {}
    sentences, tags, noise, titles = [], [], [], []
    closed = False
    for p in load(text, path.read_text("utf-8"), path.stem):
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
            tags.append(TAGS.index(p.tag))
    depths: list[int] = []
    for parent, *_ in raw:
        depths.append(1 if parent is None else depths[parent] + 1)
    nodes = tuple(
        Node(i, parent, kind, depths[i], None, None, None, title, label, Span(label.start, ends.get(i, len(text))))
        for i, (parent, kind, title, label) in enumerate(raw)
    )
    return Doc(path.stem, text, "".join(titles) or None, nodes, tuple(sentences), tuple(noise), tuple(tags))


def read_docs(folders: list[Path], only: str = "*") -> list[Doc]:
    """Read the labelled documents of several folders, in order of name, those without sentences left out."""
    paths = sorted((p for f in folders for p in f.glob("*.tsv") if fnmatch(p.stem, only)), key=lambda p: p.stem)
    return [d for d in map(read_doc, paths) if d.sentences]


def view_of(doc: Doc, *, neutral: bool = False) -> View:
    """Return what the first pass sees of a document, or would see if its headings said nothing."""
    frame = read_frame(doc.text, doc.nodes, doc.title, neutral=neutral)
    forms = [plain(w, frame.now) for w in read_forms(doc.text, doc.sentences, doc.noise)]
    places = read_places(doc.text, doc.nodes, doc.sentences)
    return View(doc, frame, places, forms, [clauses_of(f) for f in forms])


def kind_of(name: str) -> str:
    """Return the kind of a document by its name, by which folds are spread."""
    return re.split(r"[_\d]", name)[0]


def folds_of(docs: list[Doc], count: int) -> list[int]:
    """Return the fold of each document: the documents of each kind are dealt out in turn, large ones first."""
    order = sorted(range(len(docs)), key=lambda i: (kind_of(docs[i].name), -len(docs[i].sentences), docs[i].name))
    out = [0] * len(docs)
    for n, i in enumerate(order):
        out[i] = n % count
    return out


def confusions(
    docs: list[Doc], predicted: list[list[int]]
) -> tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]]:
    """Count (gold, predicted) tags of sentences and of paragraphs."""
    sentences: Counter[tuple[int, int]] = Counter()
    paragraphs: Counter[tuple[int, int]] = Counter()
    for d, tags in zip(docs, predicted, strict=True):
        groups: dict[int, list[tuple[int, int, int]]] = {}
        places = read_places(d.text, d.nodes, d.sentences)
        for s, place, gold, tag in zip(d.sentences, places, d.tags, tags, strict=True):
            sentences[gold, tag] += 1
            groups.setdefault(place.paragraph, []).append((gold, tag, s.end - s.start))
        for group in groups.values():
            gold_tag, _ = tag_of((TAGS[g], n) for g, _, n in group)
            tag, _ = tag_of((TAGS[t], n) for _, t, n in group)
            paragraphs[TAGS.index(gold_tag), TAGS.index(tag)] += 1
    return sentences, paragraphs


def f1_of(counts: Counter[tuple[int, int]]) -> list[float]:
    """Return the F1 of each tag, and first their mean over the tags but other that occur."""
    out = []
    for t in range(len(TAGS)):
        gold = sum(n for (g, _), n in counts.items() if g == t)
        found = sum(n for (_, p), n in counts.items() if p == t)
        out.append(2 * counts[t, t] / (gold + found) if gold + found else float("nan"))
    seen = [v for v in out[:4] if v == v]  # noqa: PLR0124 - not a number where the tag does not occur
    return [sum(seen) / len(seen) if seen else float("nan"), *out]


def report(label: str, docs: list[Doc], predicted: list[list[int]]) -> str:
    """Return a line of figures."""
    parts = []
    for counts in confusions(docs, predicted):
        macro, *each = f1_of(counts)
        per = " ".join(f"{t[0].upper() if t != 'plan' else 'L'} {v:.3f}" for t, v in zip(TAGS, each, strict=True))
        parts.append(f"{macro:.4f} ({per})")
    return f"{label:<16} {len(docs):>4} documents  sentences {parts[0]}  paragraphs {parts[1]}"


def reliability(
    probabilities: Sequence[Sequence[float]], gold: Sequence[int], bins: int = 15
) -> list[tuple[float, int, int]]:
    """Return for equal-width bins of the most probable tags' probability its sum, how many are right and how many."""
    sums = [(0.0, 0, 0)] * bins
    for p, g in zip(probabilities, gold, strict=True):
        top = max(p)
        k = min(bins - 1, int(top * bins))
        sure, right, n = sums[k]
        sums[k] = sure + top, right + (p.index(top) == g), n + 1
    return sums


def calibration(probabilities: Sequence[Sequence[float]], gold: Sequence[int]) -> float:
    """Return the expected calibration error of the most probable tags."""
    sums = reliability(probabilities, gold)
    return sum(abs(sure - right) for sure, right, _ in sums) / (sum(n for *_, n in sums) or 1)
