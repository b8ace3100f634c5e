"""Training: labelled documents → a model, and what is known of how good it is.

The path: documents with their gold structure (`data`) → both passes of `tigang.tags`, fitted in folds (`fits`,
`passes`) → weights in a file of `tigang.tags.weights`. Needs scikit-learn (``pip install "tigang[train]"``).

Terms
-----
figures : numbers that the model file carries (see `Training`). All that tell quality are out of fold: each document
    was tagged by fits that had not seen it, on its labelled structure.

Post-conditions of `train`
--------------------------
1. The same documents, seed and folds give the same bytes.
2. A tag that no sentence bears is never given by the model, and the training says so.
3. The model file appears whole or not at all.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tigang.calibration import calibrate, calibration_error, cooled, cooling_of
from tigang.errors import InputError, ModelError
from tigang.evaluation import TagFigures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tigang.tags.weights import Weights
    from tigang.tagset import Tagset
    from tigang.training.data import Doc

__all__ = ["LEAST_DOCUMENTS", "Training", "doubts_of", "train"]

LEAST_DOCUMENTS = 5
"""A model is not trained from fewer: its second pass learns from scores out of fold."""
_LEAST_FOLDS = 3
_FEW_DOCUMENTS = 60
"""Sentence macro-F1 on corpus/dev by documents of corpus/train: 5 .36, 10 .45, 20 .55, 40 .63, 80 .65, 120 .69."""
_FEW_SENTENCES = 50
_RESAMPLES = 200
_EDGE = 0.05  # share of resamples on each side of the interval
_MOST_HEAT = 1.5
_LEAST_WEIGHT = 0.27
"""Smallest weight of an n-gram that is kept, as a share of the largest."""


@dataclass(frozen=True, slots=True)
class Training:
    """What a model was trained from, and what is known of it.

    The figures: ``documents``, ``sentences`` and ``sentences_TAG``; ``repeated`` (documents whose text another has)
    where there are any; out of fold ``macro`` (macro-F1 of sentences
    over the tags but other), ``macro_low`` and ``macro_high`` (between which nine tenths of the resamples of the
    documents lie), ``f1_TAG``, ``accuracy``, ``calibration`` (the calibration error) and ``cooling`` (the factor
    by which the model was made less sure than it would be, 1 where it knows how sure to be); where it was set
    further on documents of another kind, ``cooling_elsewhere``. Where one is not defined it is missing.
    """

    path: Path
    tagset: Tagset
    figures: dict[str, float]

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return why the model may know little, a line each; empty where nothing speaks for it."""
        return doubts_of(self.tagset, self.figures)

    def __str__(self) -> str:
        f = self.figures
        counts = " ".join(f"{t.name_zh} {f[f'sentences_{t.name}']:.0f}" for t in self.tagset.tags)
        lines = [f"{f['documents']:.0f} documents, {f['sentences']:.0f} sentences: {counts}"]
        if "macro" in f:
            each = " ".join(
                f"{t.name_zh} {f[f'f1_{t.name}']:.3f}" for t in self.tagset.tags if f"f1_{t.name}" in f
            )
            lines.append(
                f"out of fold: macro-F1 {f['macro']:.3f} (from {f['macro_low']:.3f} to {f['macro_high']:.3f}):"
                f" {each}; calibration error {f['calibration']:.3f}"
            )
        lines += [f"doubt: {doubt}" for doubt in self.doubts]
        lines.append(f"{self.path}: {self.path.stat().st_size:,} bytes")
        return "\n".join(lines)


def doubts_of(tagset: Tagset, figures: Mapping[str, float]) -> tuple[str, ...]:
    """Return why a model with such figures may know little, a line each."""
    out = []
    documents = figures.get("documents", 0.0)
    if documents < _FEW_DOCUMENTS:
        told = f", macro-F1 {figures['macro']:.2f} out of fold" if "macro" in figures else ""
        out.append(f"trained from only {documents:.0f} documents{told}; read its tags with care and label more")
    seen = {t.name_zh: figures.get(f"sentences_{t.name}", math.inf) for t in tagset.tags}
    if repeated := figures.get("repeated"):
        out.append(f"{repeated:.0f} documents have the text of another: figures out of fold flatter; name each once")
    never = [zh for zh, n in seen.items() if not n]
    few = [f"{zh} ({n:.0f})" for zh, n in seen.items() if 0 < n < _FEW_SENTENCES]
    if never:
        out.append(f"no sentence of {' '.join(never)}: the model never gives that tag")
    if few:
        out.append(f"fewer than {_FEW_SENTENCES} sentences of {' '.join(few)}")
    return tuple(out)


def train(
    folders: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    model: str | os.PathLike[str],
    *,
    seed: int = 0,
    folds: int = 5,
    figures: bool = True,
    least: float = _LEAST_WEIGHT,
    twice: Iterable[str | os.PathLike[str]] = (),
    calibrate_on: Iterable[str | os.PathLike[str]] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Training:
    """Train a model from labelled documents and write it.

    Parameters
    ----------
    folders
        Folders with ``NAME.txt`` and ``NAME.tsv`` (see `tigang.gold`); one may declare its own tags in ``tags.csv``
        (see `tigang.tagset`).
    model
        The file to write.
    seed
        Of the deal of documents to folds and of the resamples.
    folds
        In how many parts the documents are dealt, at least 3: the second pass learns from two that are left out.
    figures
        Whether to measure the figures out of fold, which takes most of the time.
    least
        n-grams whose weights all stay below this share of the largest are left out.
    twice
        Folders, among those to train from, whose documents are seen twice as often as the others: the kind that
        the model is for.
    calibrate_on
        Folders of labelled documents of another kind than those to train from. By them the probabilities are made
        as sure as they should be there: out of fold is another kind of unseen.
    progress
        Called with the steps done and the steps in all.

    Raises
    ------
    InputError
        If a folder is missing or there are fewer than `LEAST_DOCUMENTS` documents.
    FormatError
        If labels are malformed or folders declare different tags.
    ModelError
        If the model cannot be written.
    ValueError
        If there are fewer than 3 folds.
    ImportError
        If scikit-learn is not installed.
    """
    from tigang.training.data import folds_of, read_docs

    if folds < _LEAST_FOLDS:
        raise ValueError(f"folds {folds}: at least {_LEAST_FOLDS} are needed")
    if isinstance(folders, str | os.PathLike):
        folders = [folders]
    path = Path(model)
    if not path.parent.is_dir() or path.is_dir():
        raise ModelError(f"{path}: no place for a file; name one in a folder that is there")
    docs = read_docs([Path(f) for f in folders])
    often = {d.name for f in twice for d in read_docs([Path(f)])}
    if unknown := often.difference(d.name for d in docs):
        raise InputError(f"{min(unknown)}: no document to train from; name its folder among those to train from")
    elsewhere = [Path(f) for f in calibrate_on]
    others = read_docs(elsewhere) if elsewhere else []
    if len(docs) < LEAST_DOCUMENTS:
        raise InputError(
            f"{len(docs)} labelled documents with sentences; at least {LEAST_DOCUMENTS} are needed: label more"
        )
    from threadpoolctl import threadpool_limits

    from tigang.training.fits import Fits
    from tigang.training.passes import as_weights

    folds = min(folds, len(docs))
    steps = Fits.steps(len(docs), folds, figures=figures)
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, steps)

    tagset = docs[0].tagset
    with threadpool_limits(1):  # sums in another order could round otherwise: same seed, same bytes
        fits = Fits(docs, folds_of(docs, folds, seed), [1 + (d.name in often) for d in docs], step)
        first, second = fits.first(), fits.second()
        known = _counts(docs, tagset)
        if figures:
            rows = fits.out_of_fold()
            told = zip((row for own in rows for row in own), (t for d in docs for t in d.tags), strict=True)
            factor = cooling_of(told)
            second.cool(factor)
            known |= _figures(docs, [[cooled(row, factor) for row in own] for own in rows], tagset, seed)
            known["cooling"] = factor
    weights, grams, features = as_weights(first, second, known, least, tagset)
    _write(path, weights, grams, features)
    if others:
        known["cooling_elsewhere"] = factor = cooling_of(_elsewhere(path, others), most=_MOST_HEAT)
        second_rows = {
            name: tuple(tuple(round(factor * v, 5) for v in row) for row in rows)
            for name, rows in weights.second.items()
        }
        _write(path, replace(weights, second=second_rows, figures=known), grams, features)
    return Training(path, tagset, known)


def _elsewhere(path: Path, docs: Sequence[Doc]) -> Iterator[tuple[Sequence[float], int]]:
    """Yield a model's probabilities and the right tag of each sentence of documents, on their labelled structure."""
    from tigang.tags import tag_sentences
    from tigang.tags.weights import load_weights

    weights = load_weights(path)
    for d in docs:
        found = tag_sentences(d.text, d.nodes, d.sentences, title=d.title, noise=d.noise, weights=weights)
        yield from ((s.scores, t) for s, t in zip(found, d.tags, strict=True))


def _write(
    path: Path, weights: Weights, grams: Mapping[str, Sequence[int]], features: Mapping[str, Sequence[float]]
) -> None:
    from tigang.tags.weights import save_weights

    part = path.with_name(f"{path.name}.part")
    try:
        save_weights(part, weights, grams, features)
        part.replace(path)
    except OSError as e:
        part.unlink(missing_ok=True)
        raise ModelError(f"{path}: cannot be written ({e.strerror or e}); check the place and its room") from e


def _counts(docs: Sequence[Doc], tagset: Tagset) -> dict[str, float]:
    seen = Counter(t for d in docs for t in d.tags)
    out = {"documents": float(len(docs)), "sentences": float(seen.total())}
    repeated = len(docs) - len({d.text for d in docs})
    out |= {"repeated": float(repeated)} if repeated else {}
    return out | {f"sentences_{name}": float(seen[t]) for t, name in enumerate(tagset.names)}


def _figures(
    docs: Sequence[Doc], probabilities: Sequence[Sequence[Sequence[float]]], tagset: Tagset, seed: int
) -> dict[str, float]:
    """Return the figures of quality of out-of-fold probabilities; those that are no number are left out."""
    names = tagset.names
    pairs: list[Counter[tuple[str, str]]] = []
    told: list[tuple[float, bool]] = []
    for d, rows in zip(docs, probabilities, strict=True):
        found = [row.index(max(row)) for row in rows]
        pairs.append(Counter((names[g], names[t]) for g, t in zip(d.tags, found, strict=True)))
        told += [(max(row), g == t) for row, g, t in zip(rows, d.tags, found, strict=True)]

    def of(sample: Iterable[Counter[tuple[str, str]]]) -> TagFigures:
        total: Counter[tuple[str, str]] = Counter()
        for counts in sample:
            total.update(counts)
        return TagFigures.of(total, tagset)

    whole = of(pairs)
    chance = Random(seed)  # noqa: S311 - no secret
    macros = sorted(of(chance.choices(pairs, k=len(pairs))).macro for _ in range(_RESAMPLES))
    edge = int(_EDGE * _RESAMPLES)
    out = {
        "macro": whole.macro,
        "macro_low": macros[edge],
        "macro_high": macros[-1 - edge],
        **{f"f1_{name}": f1 for name, f1 in zip(names, whole.f1, strict=True)},
        "accuracy": whole.accuracy,
        "calibration": calibration_error(calibrate(told)),
    }
    return {name: round(value, 4) for name, value in out.items() if not math.isnan(value)}
