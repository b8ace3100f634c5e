"""The evaluation of a folder of gold: analyses are compared with labels and summed up in figures.

Terms
-----
title : share of documents whose title is right: neighbouring lines of the first run of title lines.
perfect : share of documents whose headings and tree have no error.
heading, topic, item : F1 of headings by first character and words, of topics and items by first character.
tree : F1 of headings with their parent heading.
outline : F1 of nodes with kind and parent.
noise : F1 over characters.
bounds : F1 of the starts of sentences.
sentence, paragraph : F1 of each tag over gold's sentences or paragraphs, ``macro`` the mean over the four
    tags that are not other (those that occur), ``accuracy`` the share that is right.

All but title and perfect are micro-averaged over the documents.

Post-conditions of `evaluate`
-----------------------------
1. Every document of the folder whose name matches is counted, a failed analysis as an empty one.
2. ``Report.to_dict`` gives the same keys in the same order for every folder with the same tags.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tigang.breakdown import to_json, to_lines
from tigang.calibration import calibrate
from tigang.compare import Counts, Prediction, compare, read_prediction
from tigang.errors import FormatError, InputError, TigangError
from tigang.gold import load_file
from tigang.manifest import read_manifest
from tigang.tagset import STANDARD, read_tagset

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

    from tigang.calibration import Bin
    from tigang.compare import Comparison
    from tigang.document import Document
    from tigang.manifest import Entry
    from tigang.tags.weights import Weights
    from tigang.tagset import Tagset

__all__ = ["Report", "TagFigures", "evaluate"]


@dataclass(frozen=True, slots=True)
class TagFigures:
    """How well the tags of sentences or paragraphs are found."""

    f1: tuple[float, ...]
    """In the order of the set of tags; not a number where neither gold nor analysis has the tag."""
    macro: float
    """Mean over the tags but other; not a number where none of them occurs."""
    accuracy: float
    """Not a number where there is nothing to tag."""
    size: int
    """How many are tagged in gold."""

    @classmethod
    def of(cls, pairs: Counter[tuple[str, str]], tagset: Tagset = STANDARD) -> TagFigures:
        """Return the figures of pairs of gold's and the analysis' tag."""
        gold, found = Counter[str](), Counter[str]()
        for (want, got), n in pairs.items():
            gold[want] += n
            found[got] += n
        f1 = tuple(
            2 * pairs[tag, tag] / (gold[tag] + found[tag]) if gold[tag] + found[tag] else math.nan
            for tag in tagset.names
        )
        known = [f for f in f1[:-1] if not math.isnan(f)]
        size = pairs.total()
        return cls(
            f1,
            sum(known) / len(known) if known else math.nan,
            sum(pairs[tag, tag] for tag in tagset.names) / size if size else math.nan,
            size,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a folder."""

    comparisons: tuple[Comparison, ...]
    """One for each document, by name."""
    failed: tuple[str, ...]
    """Documents without a usable analysis, each with the reason."""
    tagset: Tagset = STANDARD
    manifest: Mapping[str, Entry] = field(default_factory=dict)
    """What is told of the documents by name."""

    @property
    def errors(self) -> tuple[str, ...]:
        """Return all that is wrong, a line each: name, line of the text, what."""
        return tuple(e for c in self.comparisons for e in c.errors)

    @property
    def counts(self) -> dict[str, Counts]:
        """Return the sums of the counts by figure."""
        out: dict[str, Counts] = {}
        for comparison in self.comparisons:
            for key, counts in comparison.counts:
                out[key] = out.get(key, Counts()) + counts
        return out

    @property
    def tags(self) -> dict[str, TagFigures]:
        """Return the figures of sentences and paragraphs."""
        return {which: TagFigures.of(pairs, self.tagset) for which, pairs in self.confusion.items()}

    @property
    def confusion(self) -> dict[str, Counter[tuple[str, str]]]:
        """Return how often gold's tag was read as which, for sentences and paragraphs."""
        return {
            "sentence": Counter(pair for c in self.comparisons for pair in c.sentences),
            "paragraph": Counter(pair for c in self.comparisons for pair in c.paragraphs),
        }

    @property
    def calibration(self) -> tuple[Bin, ...]:
        """Return how the probabilities of sentences' tags hold good; empty where the analyses tell none."""
        return calibrate(
            (confidence, gold == found)
            for c in self.comparisons
            for (gold, found), confidence in zip(c.sentences, c.confidences, strict=True)
            if confidence is not None
        )

    def by(self, column: str) -> dict[str, Report]:
        """Return a report for each ``genre`` or each ``writer`` that the manifest tells, in order of name."""
        groups: dict[str, list[Comparison]] = {}
        for c in self.comparisons:
            entry = self.manifest.get(c.name)
            name = getattr(entry, column) if entry else ""
            if name:
                groups.setdefault(name, []).append(c)
        return {name: replace(self, comparisons=tuple(group), failed=()) for name, group in sorted(groups.items())}

    def to_dict(self) -> dict[str, float]:
        """Return all figures by name, in a fixed order."""
        documents = len(self.comparisons)
        out: dict[str, float] = {
            "documents": documents,
            "failed": len(self.failed),
            "title": sum(c.title for c in self.comparisons) / (documents or 1),
            "perfect": sum(c.perfect for c in self.comparisons) / (documents or 1),
        }
        out |= {key: counts.f1 for key, counts in self.counts.items()}
        for which, figures in self.tags.items():
            out |= {f"{which}_{tag}": f1 for tag, f1 in zip(self.tagset.names, figures.f1, strict=True)}
            out |= {f"{which}_macro": figures.macro, f"{which}_accuracy": figures.accuracy}
        return out

    def below(self, floors: Mapping[str, float]) -> tuple[str, ...]:
        """Return a line for each figure that is under its floor or is not a number.

        Raises
        ------
        InputError
            If a floor's name is no figure.
        """
        figures = self.to_dict()
        unknown = sorted(floors.keys() - figures.keys())
        if unknown:
            raise InputError(f"floor {unknown[0]!r} is no figure; want one of {', '.join(figures)}")
        return tuple(
            f"{name} {figures[name]:.4f} is under its floor {floor:.4f}"
            for name, floor in floors.items()
            if not figures[name] >= floor
        )

    def __str__(self) -> str:
        figures = self.to_dict()
        lines = [
            f"{figures['documents']} documents, {figures['failed']} failed",
            "",
            f"{'':<10}{'F1':>8}{'precision':>11}{'recall':>8}{'gold':>8}",
        ]
        lines += [
            f"{key:<10}{c.f1:>8.4f}{c.precision:>11.4f}{c.recall:>8.4f}{c.right + c.missed:>8}"
            for key, c in self.counts.items()
        ]
        lines += [f"{key:<10}{figures[key]:>8.4f}" for key in ("title", "perfect")]
        names = "".join(f"{t:>12}" for t in self.tagset.names)
        lines += ["", f"{'':<10}{'macro':>8}{'accuracy':>11}{names}{'gold':>8}"]
        for which, t in self.tags.items():
            each = "".join(f"{f:>12.4f}" for f in t.f1)
            lines.append(f"{which:<10}{t.macro:>8.4f}{t.accuracy:>11.4f}{each}{t.size:>8}")
        lines += to_lines(self)
        return "\n".join(lines + [f"failed: {reason}" for reason in self.failed])

    def to_json(self) -> dict[str, Any]:
        """Return the figures with confusions, calibration and groups; see `tigang.breakdown.to_json`."""
        return to_json(self)


def evaluate(
    folder: str | os.PathLike[str],
    *,
    model: str | os.PathLike[str] | Weights | None = None,
    only: str = "*",
    predictions: Path | None = None,
    analyze: Callable[[Path], Document] | None = None,
) -> Report:
    """Compare analyses of the texts of a folder with their gold.

    Parameters
    ----------
    folder
        Folder with ``NAME.txt`` and ``NAME.tsv``; a ``manifest.csv`` in it or above it tells of genres and writers
        (see `tigang.manifest`), a ``tags.csv`` of other tags (see `tigang.tagset`).
    model
        What tags the texts; by default the model that ships with the package.
    only
        A pattern that the names must match.
    predictions
        Folder with ``NAME.json`` to compare in place of new analyses.
    analyze
        What analyses a text file where no predictions are given; `tigang.pipeline.analyze` by default.

    Raises
    ------
    InputError
        If the folder is missing or holds no gold that matches, or a text cannot be read.
    FormatError
        If gold is malformed, or bears other tags than the model gives.
    ModelError
        As `tigang.analyze`.
    """
    path = Path(folder)
    if not path.is_dir():
        raise InputError(f"{folder}: no such folder; name the folder that holds NAME.txt and NAME.tsv")
    names = sorted(p.stem for p in path.glob("*.tsv") if fnmatch(p.stem, only))
    if not names:
        raise InputError(f"{path}: no gold file matches {only!r}; want NAME.tsv beside NAME.txt")
    tagset = read_tagset(path)
    if predictions is not None:
        read = partial(_stored, predictions)
    else:
        read = partial(_analyzed, path, analyze or _analyzer(path, tagset, model))
    comparisons: list[Comparison] = []
    failed: list[str] = []
    for name in names:
        text, gold = load_file(path / f"{name}.txt")
        try:
            prediction = read_prediction(read(name), len(text), tagset.names)
        except TigangError as e:
            failed.append(f"{name}: {' '.join(str(e).split())}")
            prediction = Prediction()
        comparisons.append(compare(name, text, gold, prediction, tagset.names))
    return Report(tuple(comparisons), tuple(failed), tagset, read_manifest(path))


def _stored(folder: Path, name: str) -> Any:
    path = folder / f"{name}.json"
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as e:
        raise InputError(f"{path}: {e}") from e


def _analyzer(
    folder: Path, tagset: Tagset, model: str | os.PathLike[str] | Weights | None
) -> Callable[[Path], Document]:
    """Return what analyses a text with a model that gives the folder's tags."""
    from tigang.pipeline import analyze
    from tigang.tags.weights import open_model

    weights = open_model(model)
    if weights.tagset != tagset:
        raise FormatError(
            f"{folder}: the labels' tags are {' '.join(tagset.names)}, but the model gives"
            f" {' '.join(weights.tagset.names)}; name a model that was trained with the same tags"
        )
    return partial(analyze, model=weights)


def _analyzed(folder: Path, analyze: Callable[[Path], Document], name: str) -> Any:
    return analyze(folder / f"{name}.txt").to_dict(text=False)
