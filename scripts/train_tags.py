"""Train the tagger from labelled documents and write its weights.

    python scripts/train_tags.py FOLDER... [--out FILE] [--folds N] [--least SHARE]

Each FOLDER holds NAME.txt and NAME.tsv. The first pass is fitted on all documents; the second on the first
pass's scores of documents that it was not fitted on, so that it learns how far to trust them.
`crossvalidate_tags.py` gives the figures.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from train_tags_data import folds_of, read_docs, view_of
from train_tags_model import NEUTRAL_WEIGHT, SIZE_POWER, FirstPass, SecondPass, as_weights, rows_of, second_inputs

OUT = Path(__file__).resolve().parent.parent / "src/tigang/tags/data/weights.bin"


class Fits:
    """Both passes over documents in folds; fits of the first pass are kept by the folds they leave out."""

    def __init__(self, docs: list, folds: list[int]) -> None:
        import numpy as np

        self.docs = docs
        self.folds = np.array(folds)
        self.views = [view_of(d) for d in docs]
        self.blank = [view_of(d, neutral=True) for d in docs]
        self.rows = [rows_of(v) for v in self.views]
        self.blank_rows = [rows_of(v) for v in self.blank]
        self.kept: dict[frozenset[int], FirstPass] = {}

    def first(self, *without: int) -> FirstPass:
        """Return the first pass fitted without the documents of some folds."""
        import numpy as np

        key = frozenset(without)
        if key not in self.kept:
            rows, docs, tags, weight = [], [], [], []
            for i, d in enumerate(self.docs):
                if self.folds[i] in key:
                    continue
                # every second document is given a second time as if its headings said nothing
                for source, w in ((self.rows, 1.0), (self.blank_rows, NEUTRAL_WEIGHT if i % 2 else 0.0)):
                    if w:
                        rows += source[i]
                        docs += [i] * len(d.tags)
                        tags += d.tags
                        weight += [w] * len(d.tags)
            self.kept[key] = FirstPass(rows, np.array(docs), np.array(tags), np.array(weight))
        return self.kept[key]

    def second(self, *without: int) -> SecondPass:
        """Return the second pass fitted on out-of-fold scores of the documents outside some folds."""
        import numpy as np

        inputs, tags, weight = [], [], []
        for i, d in enumerate(self.docs):
            fold = self.folds[i]
            if fold in without:
                continue
            model = self.first(fold, *without)
            for views, source, w in ((self.views, self.rows, 1.0), (self.blank, self.blank_rows, NEUTRAL_WEIGHT)):
                inputs.append(second_inputs(views[i], model.scores(source[i])))
                tags += d.tags
                # ten long provincial reports must not outweigh a hundred short ones in what is learnt of trust
                weight += [w * (100 / len(d.tags)) ** SIZE_POWER] * len(d.tags)
        return SecondPass(inputs, np.array(tags), np.array(weight))

    def out_of_fold(self, *, neutral: bool = False) -> list[list[list[float]]]:
        """Return the probabilities of each document's sentences from fits without its fold."""
        views, rows = (self.blank, self.blank_rows) if neutral else (self.views, self.rows)
        out: list[list[list[float]]] = [[] for _ in self.docs]
        for fold in sorted(set(self.folds)):
            first, second = self.first(fold), self.second(fold)
            for i in (i for i, f in enumerate(self.folds) if f == fold):
                out[i] = second.probabilities(second_inputs(views[i], first.scores(rows[i]))).tolist()
        return out


def main() -> int:
    """Run the command."""
    from tigang.tags.weights import save_weights

    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--least", type=float, default=0.02, help="smallest weight kept, as a share of the largest")
    args = parser.parse_args()
    began = time.monotonic()
    docs = read_docs(args.folders)
    fits = Fits(docs, folds_of(docs, args.folds))
    second = fits.second()
    weights, fields = as_weights(fits.first(), second, {"documents": len(docs)}, args.least)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    save_weights(args.out, weights, fields)
    sys.stdout.write(
        f"{len(docs)} documents, {len(fields)} n-grams, {len(weights.features)} features,"
        f" {args.out.stat().st_size} bytes, {time.monotonic() - began:.0f} s\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
