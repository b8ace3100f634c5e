"""A small neural network over sparse inputs, as the tagger's first pass uses it.

Terms
-----
hidden unit : a weighted sum of the inputs, cut off below zero; a tag's score is a weighted sum of hidden units.
member : one of several networks that see the same examples and differ by chance alone; each is trained to be right
    by itself, and the network whose scores are the mean of theirs is what comes out.
dropout : inputs and hidden units left out at random in each step, so that none is relied on.

Post-conditions
---------------
1. The same inputs give the same weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["HIDDEN", "MEMBERS", "Network", "fit_network"]

HIDDEN = 8
"""Hidden units of each member."""
MEMBERS = 4

_RATE = 6e-3
_EPOCHS = 4
_LEAST_STEPS = 300
_BATCH = 128
_DROP_INPUTS = 0.25
_DROP_HIDDEN = 0.3
_SMOOTH = 0.05
"""Share of each label that is dealt out over all tags."""
_DECAY = 1e-4
_START = 0.05
"""Spread of the weights before training."""
_FIRST, _SECOND = 0.9, 0.999  # decay of Adam's two means


class Network:
    """Weights of a network: inputs x hidden units, and hidden units x tags, each with a bias."""

    def __init__(self, weights: Floats, bias: Floats, out: Floats, out_bias: Floats) -> None:
        self.weights, self.bias, self.out, self.out_bias = weights, bias, out, out_bias

    def scores(self, hidden: Any) -> Any:
        """Return the tags' scores for inputs of the hidden units."""
        return np.maximum(hidden, 0) @ self.out + self.out_bias


class _Adam:
    """Adam over the rows of a matrix that a step touches."""

    def __init__(self, values: Floats) -> None:
        self.values = values
        self.mean, self.square = np.zeros_like(values), np.zeros_like(values)

    def step(self, at: Any, gradient: Floats, rate: float, done: int) -> None:
        mean = _FIRST * self.mean[at] + (1 - _FIRST) * gradient
        square = _SECOND * self.square[at] + (1 - _SECOND) * gradient * gradient
        self.mean[at], self.square[at] = mean, square
        scale = (1 - _SECOND**done) ** 0.5 / (1 - _FIRST**done)
        self.values[at] -= rate * (scale * mean / (np.sqrt(square) + 1e-8) + _DECAY * self.values[at])


def fit_network(draw: Callable[[Ints, np.random.Generator], Any], tags: Ints, inputs: int, count: int) -> Network:
    """Return a network trained by Adam on cross-entropy, its rate falling evenly to nothing.

    Parameters
    ----------
    draw
        Returns the sparse inputs (rows × inputs) of some examples.
    tags
        The tag of each example.
    count
        Number of tags.
    """
    rng = np.random.default_rng(0)
    n, size, units = len(tags), min(_BATCH, len(tags)), MEMBERS * HIDDEN
    weights = rng.normal(0, _START, (inputs, units)).astype(np.float32)
    bias = np.zeros(units, np.float32)
    out = rng.normal(0, HIDDEN**-0.5, (MEMBERS, HIDDEN, count)).astype(np.float32)
    out_bias = np.zeros((MEMBERS, 1, count), np.float32)
    wanted = np.full((n, count), _SMOOTH / count, np.float32)
    wanted[np.arange(n), tags] += 1 - _SMOOTH
    parts = [_Adam(p) for p in (weights, bias, out, out_bias)]
    epochs = max(_EPOCHS, -(-_LEAST_STEPS // (n // size)))
    total = epochs * (n // size)
    done = 0
    whole = slice(None)
    for _ in range(epochs):
        order = rng.permutation(n)
        for start in range(0, n - size + 1, size):
            rows = order[start : start + size]
            x = draw(rows, rng)
            used, columns = np.unique(x.indices, return_inverse=True)
            kept = (rng.random(len(x.data), np.float32) >= _DROP_INPUTS) / np.float32(1 - _DROP_INPUTS)
            x = sparse.csr_matrix((x.data * kept, columns.astype(np.int32), x.indptr), shape=(size, len(used)))
            h = x @ weights[used] + bias
            on = (h > 0) * ((rng.random(h.shape, np.float32) >= _DROP_HIDDEN) / np.float32(1 - _DROP_HIDDEN))
            active = (h * on).reshape(size, MEMBERS, HIDDEN).transpose(1, 0, 2)
            z = active @ out + out_bias
            odds = np.exp(z - z.max(2, keepdims=True))
            error = (odds / odds.sum(2, keepdims=True) - wanted[rows]) / np.float32(size)
            back = (error @ out.transpose(0, 2, 1)).transpose(1, 0, 2).reshape(size, units) * on
            done += 1
            rate = _RATE * (1 - done / total)
            gradients = (x.T @ back, back.sum(0), active.transpose(0, 2, 1) @ error, error.sum(1, keepdims=True))
            for part, at, gradient in zip(parts, (used, whole, whole, whole), gradients, strict=True):
                part.step(at, gradient, rate, done)
    return Network(weights, bias, out.reshape(units, count) / np.float32(MEMBERS), out_bias.mean(0)[0])
