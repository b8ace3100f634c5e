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

Post-conditions of `evaluate_folder`
------------------------------------
1. Every document of the folder whose name matches is counted, a failed analysis as an empty one.
2. ``Report.to_dict`` gives the same keys in the same order for every folder.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial
from typing import TYPE_CHECKING, Any

from tigang.compare import Counts, Prediction, compare, read_prediction
from tigang.document import TAGS
from tigang.errors import InputError, TigangError
from tigang.gold import load_file
from tigang.tagset import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tigang.compare import Comparison
    from tigang.document import Document
    from tigang.tagset import Tagset

__all__ = ["Report", "TagFigures", "evaluate_folder"]


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
        return {
            "sentence": TagFigures.of(Counter(pair for c in self.comparisons for pair in c.sentences)),
            "paragraph": TagFigures.of(Counter(pair for c in self.comparisons for pair in c.paragraphs)),
        }

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
            out |= {f"{which}_{tag}": f1 for tag, f1 in zip(TAGS, figures.f1, strict=True)}
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
        lines += ["", f"{'':<10}{'macro':>8}{'accuracy':>11}{''.join(f'{t:>12}' for t in TAGS)}{'gold':>8}"]
        for which, t in self.tags.items():
            each = "".join(f"{f:>12.4f}" for f in t.f1)
            lines.append(f"{which:<10}{t.macro:>8.4f}{t.accuracy:>11.4f}{each}{t.size:>8}")
        return "\n".join(lines + [f"failed: {reason}" for reason in self.failed])


def evaluate_folder(
    path: Path,
    *,
    only: str = "*",
    predictions: Path | None = None,
    analyze: Callable[[Path], Document] | None = None,
) -> Report:
    """Compare analyses of the texts of a folder with their gold.

    Parameters
    ----------
    path
        Folder with ``NAME.txt`` and ``NAME.tsv``.
    only
        A pattern that the names must match.
    predictions
        Folder with ``NAME.json`` to compare in place of new analyses.
    analyze
        What analyses a text file where no predictions are given; `tigang.pipeline.analyze` by default.

    Raises
    ------
    InputError
        If the folder holds no gold that matches, or a text cannot be read.
    FormatError
        If gold is malformed.
    """
    names = sorted(p.stem for p in path.glob("*.tsv") if fnmatch(p.stem, only))
    if not names:
        raise InputError(f"{path}: no gold file matches {only!r}; want NAME.tsv beside NAME.txt")
    read = partial(_analyzed, path, analyze) if predictions is None else partial(_stored, predictions)
    comparisons: list[Comparison] = []
    failed: list[str] = []
    for name in names:
        text, gold = load_file(path / f"{name}.txt")
        try:
            prediction = read_prediction(read(name), len(text))
        except TigangError as e:
            failed.append(f"{name}: {' '.join(str(e).split())}")
            prediction = Prediction()
        comparisons.append(compare(name, text, gold, prediction))
    return Report(tuple(comparisons), tuple(failed))


def _stored(folder: Path, name: str) -> Any:
    path = folder / f"{name}.json"
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as e:
        raise InputError(f"{path}: {e}") from e


def _analyzed(folder: Path, analyze: Callable[[Path], Document] | None, name: str) -> Any:
    if analyze is None:
        from tigang.pipeline import analyze as ours

        analyze = ours
    return analyze(folder / f"{name}.txt").to_dict(text=False)
