"""Train the model of the segmenter ``pkuseg`` on texts that ``lac`` cuts; see `tigang.nlp.segmenters`.

``python scripts/train_words.py corpus/train DIR... [-o FOLDER]``, with ``pip install -e ".[lac]"``

Terms
-----
silver : what ``lac`` makes of a piece, the stretch between two wholes (see `tigang.nlp.wholes`).
held out : every twentieth document, in the order of names; nothing is trained on it.

Training takes as long as there are characters, so a piece whose words were all met before is left out. The same
texts, packages and options give the same bytes.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tigang.gold import read_text
from tigang.nlp.pkuseg import FILES, SHIPPED, Model, Pkuseg, read_model
from tigang.nlp.segmenters import SEGMENTERS, keep_wholes
from tigang.nlp.tokenizer import cut_text
from tigang.pipeline import analyze_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HOLD_OUT = 20
LEAST = 10  # pieces: the library looks at its rates ten times an iteration
Cut = tuple[str, ...]
"""The words of a piece."""


def read_pieces(path: Path) -> list[str]:
    """Return the pieces of a document that are longer than a character."""
    text = read_text(path)
    pieces: list[str] = []

    def note(piece: str) -> list[str]:
        pieces.append(piece)
        return [piece]

    cut_text(text, analyze_text(text, tags=False), keep_wholes(note))
    return pieces


def choose(cuts: Iterable[Cut], often: int) -> list[Cut]:
    """Return the cuts that hold a word met fewer than ``often`` times before."""
    met: Counter[str] = Counter()
    kept = []
    for cut in cuts:
        if any(met[word] < often for word in cut):
            met.update(cut)
            kept.append(cut)
    return kept


def train(train_cuts: Sequence[Cut], test_cuts: Sequence[Cut], iterations: int, seed: int) -> Model:
    """Return the model that the library trains on some cuts; it prints its F1 on the others."""
    import spacy_pkuseg
    from spacy_pkuseg.config import config

    config.featureTrim = 1  # a feature that is met once says nothing
    random.seed(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, cuts in (("train", train_cuts), ("test", test_cuts)):
            (folder / file).write_text("".join(" ".join(cut) + "\n" for cut in cuts), "utf-8")
        spacy_pkuseg.train(str(folder / "train"), str(folder / "test"), str(folder / "model"), train_iter=iterations)
        return read_model(folder / "model")


def prune(model: Model, least: float, step: float) -> Model:
    """Return a model without the features that weigh less than ``least``, the weights in steps."""
    import numpy as np

    tags = len(model.tags)
    weights = model.weights[: -tags * tags].reshape(-1, tags)
    strong = np.abs(weights).max(axis=1) >= least
    strong[0] = True  # the library takes it for granted
    names = [name for name, number in sorted(model.features.items(), key=lambda item: item[1]) if strong[number]]
    kept = np.concatenate([weights[strong].ravel(), model.weights[-tags * tags :]])
    made_of = {word for name in names if name.startswith("w") for word in name.partition(".")[2].split("*")}
    made_of |= {word for name in names if name.startswith("ww") for word in name.split(".", 2)[2].split("*")}
    return Model(
        {name: number for number, name in enumerate(names)},
        model.words & made_of,
        model.tags,
        np.round(kept / step) * step,
    )


def edges(words: Iterable[str]) -> set[tuple[int, int]]:
    """Return where words start and end."""
    out, at = set(), 0
    for word in words:
        out.add((at, at + len(word)))
        at += len(word)
    return out


def measure(model: Model, cuts: Sequence[Cut]) -> float:
    """Return the word F1 of a model against some cuts."""
    segment = Pkuseg(model)
    found = silver = right = 0
    for cut in cuts:
        ours, theirs = edges(segment("".join(cut))), edges(cut)
        found, silver, right = found + len(ours), silver + len(theirs), right + len(ours & theirs)
    return 2 * right / (found + silver)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, prune, measure and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", metavar="DIR", nargs="+", type=Path, help="folders with *.txt")
    parser.add_argument("-o", "--output", type=Path, default=SHIPPED, help="folder of the model")
    parser.add_argument("--iterations", type=int, default=6)
    parser.add_argument("--often", type=int, default=2, help="how often a word is to be met")
    parser.add_argument("--least", type=float, default=0.05, help="least weight of a feature")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)

    paths = sorted({p for folder in options.folders for p in folder.rglob("*.txt")}, key=lambda p: p.name)
    if len(paths) < HOLD_OUT:
        parser.error(f"{len(paths)} texts in {', '.join(map(str, options.folders))}; at least {HOLD_OUT} are needed")
    lac = SEGMENTERS["lac"]()
    held = paths[::HOLD_OUT]
    pieces: dict[str, None] = {}
    for path in paths:
        if path not in held:
            pieces.update(dict.fromkeys(read_pieces(path)))
    order = list(pieces)
    random.Random(options.seed).shuffle(order)  # noqa: S311 - no secret
    cuts = choose((tuple(lac(piece)) for piece in order), options.often)
    if len(cuts) < LEAST:
        parser.error(f"{len(cuts)} pieces; the library needs {LEAST}")
    test = [tuple(lac(piece)) for path in held for piece in read_pieces(path)]
    print(f"{len(paths)} documents, {sum(map(len, order))} characters of pieces", end=", ")
    print(f"{sum(len(w) for cut in cuts for w in cut)} to train on")
    model = train(cuts, test[::10], options.iterations, options.seed)
    small = prune(model, options.least, 1 / 64)
    small.write(options.output)
    size = sum((options.output / name).stat().st_size for name in FILES) / 1e6
    print(f"{len(model.features)} features, {len(small.features)} kept: {size:.1f} MB")
    print(f"word F1 on {len(held)} held-out documents: {measure(model, test):.4f}, pruned {measure(small, test):.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
