"""Both passes of the tagger fitted to documents in folds.

Terms
-----
fold : a group of documents that are left out together. What is said of a document *out of fold* comes from fits
    that have not seen it.

Post-conditions
---------------
1. The second pass is fitted to scores that the first pass gave out of fold, so that it learns how far to trust
   them.
2. The same documents and folds give the same fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tigang.training.data import view_of
from tigang.training.passes import NEUTRAL_WEIGHT, SIZE_POWER, FirstPass, SecondPass, encode, rows_of, second_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tigang.training.data import Doc

__all__ = ["Fits"]


class Fits:
    """Both passes over documents in folds; fits are kept by the folds they leave out.

    Parameters
    ----------
    docs
        Documents with the same set of tags, each with at least one sentence.
    folds
        The fold of each document.
    times
        How often the first pass sees each document in an epoch; once where nothing is said.
    told
        Called after each fit and after each document that is read.
    """

    def __init__(
        self,
        docs: list[Doc],
        folds: list[int],
        times: Sequence[int] = (),
        told: Callable[[], None] = lambda: None,
    ) -> None:
        self.docs = docs
        self.folds = np.array(folds)
        self.times = list(times) or [1] * len(docs)
        self.tags = len(docs[0].tagset.tags)
        self.told = told
        self.views = [view_of(d) for d in docs]
        self.blank = [view_of(d, neutral=True) for d in docs]
        self.index: dict[str, int] = {}
        """Column of each input."""
        self.inputs: list[Any] = []
        self.blank_inputs: list[Any] = []
        for view, blank in zip(self.views, self.blank, strict=True):
            for v, out in ((view, self.inputs), (blank, self.blank_inputs)):
                rows = rows_of(v)
                for row in rows:
                    for f in row:
                        self.index.setdefault(f, len(self.index))
                out.append(encode(rows, self.index))
            told()
        self.names = list(self.index)
        for x in (*self.inputs, *self.blank_inputs):
            x.resize(x.shape[0], len(self.names))
        self.kept: dict[frozenset[int], FirstPass] = {}
        self.kept_second: dict[frozenset[int], SecondPass] = {}

    @staticmethod
    def steps(docs: int, folds: int, *, figures: bool) -> int:
        """Return how often ``told`` is called for a model, and for its figures out of fold."""
        return docs + folds + 2 + (folds * (folds - 1) // 2 + folds if figures else 0)

    def first(self, *without: int) -> FirstPass:
        """Return the first pass fitted without the documents of some folds."""
        key = frozenset(without)
        if key not in self.kept:
            own = [i for i in range(len(self.docs)) if self.folds[i] not in key]
            self.kept[key] = FirstPass(
                self.names,
                [self.inputs[i] for i in own],
                [self.blank_inputs[i] for i in own],
                np.array([t for i in own for t in self.docs[i].tags]),
                np.repeat([self.times[i] for i in own], [len(self.docs[i].tags) for i in own]),
                self.tags,
            )
            self.told()
        return self.kept[key]

    def second(self, *without: int) -> SecondPass:
        """Return the second pass fitted on out-of-fold scores of the documents outside some folds."""
        key = frozenset(without)
        if key not in self.kept_second:
            self.kept_second[key] = self._second(*without)
            self.told()
        return self.kept_second[key]

    def _second(self, *without: int) -> SecondPass:
        inputs = []
        tags: list[int] = []
        weight: list[float] = []
        for i, d in enumerate(self.docs):
            fold = int(self.folds[i])
            if fold in without:
                continue
            model = self.first(fold, *without)
            for views, source, w in ((self.views, self.inputs, 1.0), (self.blank, self.blank_inputs, NEUTRAL_WEIGHT)):
                inputs.append(second_inputs(views[i], model.scores(source[i])))
                tags += d.tags
                # ten long provincial reports must not outweigh a hundred short ones in what is learnt of trust
                weight += [w * (100 / len(d.tags)) ** SIZE_POWER] * len(d.tags)
        return SecondPass(inputs, np.array(tags), np.array(weight), self.tags)

    def out_of_fold(self, *, neutral: bool = False) -> list[list[list[float]]]:
        """Return the probabilities of each document's sentences from fits without its fold."""
        views, rows = (self.blank, self.blank_inputs) if neutral else (self.views, self.inputs)
        out: list[list[list[float]]] = [[] for _ in self.docs]
        for fold in map(int, np.unique(self.folds)):
            first, second = self.first(fold), self.second(fold)
            for i in (i for i, f in enumerate(self.folds) if f == fold):
                out[i] = second.probabilities(second_inputs(views[i], first.scores(rows[i]))).tolist()
        return out
