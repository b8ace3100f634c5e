"""How far probabilities can be trusted: whether of the tags given with a confidence of .8 a share of .8 is right.

Terms
-----
confidence : the probability of the most probable tag.
bin : the tags whose confidence lies in one of `BINS` stretches of equal width.
calibration error : the mean over all tags of the distance between a bin's mean confidence and the share of it that
    is right (expected calibration error).
cooling : a factor of the log probabilities; below 1 it draws the probabilities of the tags together, above 1 apart.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["BINS", "Bin", "calibrate", "calibration_error"]

BINS = 15
_COOLINGS = tuple(k / 50 for k in range(75, 4, -1))
_LEAST = 1e-6  # a probability of 0 in what was rounded


class Bin(NamedTuple):
    """Tags of like confidence."""

    low: float
    high: float
    size: int
    """How many tags."""
    confidence: float
    """Their mean confidence."""
    right: float
    """The share of them that is right."""


def calibrate(told: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Return the bins that are not empty, given the confidence of each tag and whether it is right.

    >>> calibrate([(0.97, True), (0.95, True), (0.3, False)])[-1]
    Bin(low=0.9333333333333333, high=1.0, size=2, confidence=0.96, right=1.0)
    """
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in told:
        groups.setdefault(min(BINS - 1, int(confidence * BINS)), []).append((confidence, right))
    return tuple(
        Bin(
            k / BINS, (k + 1) / BINS, len(group),
            sum(c for c, _ in group) / len(group), sum(r for _, r in group) / len(group),
        )
        for k, group in sorted(groups.items())
    )  # fmt: skip


def calibration_error(bins: Iterable[Bin]) -> float:
    """Return the calibration error; not a number without tags."""
    bins = tuple(bins)
    total = sum(b.size for b in bins)
    return sum(b.size * abs(b.confidence - b.right) for b in bins) / total if total else math.nan


def cooled(probabilities: Sequence[float], factor: float) -> list[float]:
    """Return the probabilities that a cooling gives.

    >>> cooled([0.9, 0.1], 0.5)
    [0.75, 0.25]
    """
    powers = [p**factor for p in probabilities]
    total = sum(powers)
    return [p / total for p in powers]


def cooling_of(rows: Iterable[tuple[Sequence[float], int]], most: float = 1.0) -> float:
    """Return the cooling, ``most`` at most, that makes the right tags most probable.

    Parameters
    ----------
    rows
        The probabilities of a sentence's tags and the position of the right one.
    """
    logs = [([math.log(max(p, _LEAST)) for p in row], right) for row, right in rows]

    def surprise(factor: float) -> float:
        return sum(
            math.log(sum(math.exp(factor * (v - row[right])) for v in row)) for row, right in logs
        )

    return min((f for f in _COOLINGS if f <= most), key=surprise)
