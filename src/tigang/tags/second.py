"""Second pass: the sentence among its neighbours, its paragraph, its section and the whole document.

Terms
-----
scores : of the first pass: ``z`` of words and headings together, ``t`` of the words alone; ``p`` and ``q``
    are the probabilities that they give.
group : the sentences of a paragraph, of the nearest heading, of the topmost heading or of the document.

Post-conditions
---------------
1. The probabilities of a sentence sum to 1.
2. Time is linear in the sentences.
"""

from __future__ import annotations

from math import exp
from operator import add, mul
from typing import TYPE_CHECKING

from tigang.document import TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.document import Node, Sentence
    from tigang.tags.features import Frame, Place
    from tigang.tags.first import First
    from tigang.tags.weights import Vector, Weights

__all__ = ["DIGITS", "GROUPS", "ROLES", "group_keys", "mark_scores", "marks_of", "score_second", "soft"]

ROLES = ("none", *TAGS)
"""Roles that the weights of ``z`` differ by; mixed counts as none."""
DIGITS = 4
"""Decimals that probabilities are rounded to."""
GROUPS = ("paragraph", "near", "top", "document")


def soft(scores: Sequence[float]) -> list[float]:
    """Return the probabilities that scores give.

    >>> soft([0.0, 0.0])
    [0.5, 0.5]
    """
    top = max(scores)
    odds = [exp(s - top) for s in scores]
    total = sum(odds)
    return [o / total for o in odds]


def group_keys(s: Sentence, place: Place, frame: Frame) -> tuple[int, int, int, int]:
    """Return the sentence's group of each kind in `GROUPS`."""
    near, top = (frame.near[s.node], frame.top[s.node]) if s.node is not None else (-1, -1)
    return place.paragraph, near, top, 0


def marks_of(s: Sentence, place: Place, frame: Frame, nodes: Sequence[Node], index: int, count: int) -> list[str]:
    """Return the features of the sentence's place that the second pass weighs."""
    if s.node is None:
        out = ["role:none", f"genre:{frame.genre}", "kind:none"]
    else:
        near, top = frame.near[s.node], frame.top[s.node]
        out = [
            f"role:{frame.roles[s.node]}",
            f"genre:{frame.genre}",
            f"kind:{nodes[s.node].kind}{'!' if place.opens else ''}",
            f"near:{frame.own[near] if near >= 0 else '-'}",
            f"top:{frame.own[top] if top >= 0 else '-'}",
        ]
    if index == 0:
        out.append("first")
    if index == count - 1:
        out.append("last")
    if not place.before:
        out.append("opens paragraph")
    if not place.after:
        out.append("ends paragraph")
    return out


def score_second(
    first: Sequence[First],
    nodes: Sequence[Node],
    sentences: Sequence[Sentence],
    places: Sequence[Place],
    frame: Frame,
    weights: Weights,
) -> list[list[float]]:
    """Return the probabilities of the tags for each sentence."""
    w = weights.second
    z = [list(map(add, f.text, f.head)) for f in first]
    both = [soft(s) + soft(f.text) for s, f in zip(z, first, strict=True)]
    keys = [group_keys(s, p, frame) for s, p in zip(sentences, places, strict=True)]
    means = [_group_scores([k[g] for k in keys], both, w[name]) for g, name in enumerate(GROUPS)]
    marks = mark_scores(nodes, sentences, places, frame, weights)
    columns: dict[tuple[str, bool, bool], list[Vector]] = {}
    near = [[0.0] * 5] * 2 + [b[:5] for b in both] + [[0.0] * 5] * 2
    out = []
    for i, (s, f, place) in enumerate(zip(sentences, first, places, strict=True)):
        role = frame.roles[s.node] if s.node is not None else None
        key = (role if role in TAGS else "none", place.before > 0, place.after > 0)
        if key not in columns:
            columns[key] = _columns(w, *key)
        values = z[i] + f.text + both[i] + near[i + 1] + near[i + 3] + near[i] + near[i + 4]
        own = [sum(map(mul, values, column)) for column in columns[key]]
        p = soft(_total([marks[i], own, *(m[k] for m, k in zip(means, keys[i], strict=True))]))
        out.append([round(v, DIGITS) for v in p])
    return out


def mark_scores(
    nodes: Sequence[Node], sentences: Sequence[Sentence], places: Sequence[Place], frame: Frame, weights: Weights
) -> list[Vector]:
    """Return what the marks of each sentence add to its scores, the bias included."""
    known = dict(zip(weights.second_marks, weights.second["marks"], strict=True))
    bias = weights.second["bias"][0]
    count = len(sentences)
    seen: dict[tuple[int | None, bool, bool, bool, int, int], Vector] = {}
    out = []
    for i, (s, place) in enumerate(zip(sentences, places, strict=True)):
        key = (s.node, place.opens, place.before > 0, place.after > 0, min(i, 1), min(count - 1 - i, 1))
        if key not in seen:
            marks = marks_of(s, place, frame, nodes, i, count)
            seen[key] = _total([*(known[m] for m in marks if m in known), bias])
        out.append(seen[key])
    return out


def _total(rows: Sequence[Sequence[float]]) -> Vector:
    return tuple(map(sum, zip(*rows, strict=True)))


def _columns(w: dict[str, tuple[Vector, ...]], role: str, before: bool, after: bool) -> list[Vector]:
    """Return for each tag the weights of the sentence's own scores and of its neighbours' probabilities."""
    own = [_total([a, b]) for a, b in zip(w["self"][:5], w[f"role {role}"], strict=True)]
    rows = [
        *own,
        *w["self"][5:],
        *w["before same" if before else "before"],
        *w["after same" if after else "after"],
        *w["before 2"],
        *w["after 2"],
    ]
    return list(zip(*rows, strict=True))


def _group_scores(keys: Sequence[int], both: Sequence[list[float]], rows: Sequence[Vector]) -> dict[int, Vector]:
    """Return for each group what the mean of its sentences' probabilities adds to the scores."""
    groups: dict[int, list[list[float]]] = {}
    for key, values in zip(keys, both, strict=True):
        groups.setdefault(key, []).append(values)
    columns = list(zip(*rows, strict=True))
    out = {}
    for key, group in groups.items():
        sums = list(map(sum, zip(*group, strict=True)))
        out[key] = tuple(sum(map(mul, sums, column)) / len(group) for column in columns)
    return out
