"""First pass: each sentence by itself, from its words, cues, headings and place.

Terms
-----
hidden unit : a weighted sum of the words and cues (its text part) and of the headings, the lead, the document's kind
    and the place (its head part), cut off below zero. A weighted sum of the hidden units is a tag's score.
text score : what the tags score by the words and cues alone.
head score : what the head parts add to that.

Post-conditions
---------------
1. A sentence's scores do not depend on other sentences' words.
2. Time is linear in the characters.
"""

from __future__ import annotations

from itertools import chain
from operator import add, mul
from typing import TYPE_CHECKING, NamedTuple

from tigang.tags.features import (
    FORM,
    form_features,
    lead_features,
    marked_grams,
    path_words,
    place_features,
    role_features,
    shape_of,
)
from tigang.tags.weights import unpack
from tigang.tags.words import clauses_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.document import Node, Sentence
    from tigang.tags.features import Frame, Place
    from tigang.tags.weights import Grams, Vector, Weights

__all__ = [
    "CUE_LEVELS", "SCALES", "First", "Inputs", "last_clauses", "read_inputs", "score_first", "score_tags", "sum_clause",
]  # fmt: skip

SCALES = {"text": 3.0, "last": 1.0, "cues": 0.5, "heads": 1.0, "roles": 2.0, "place": 0.6, "title": 1.0}
"""Scale of each block in training, set on out-of-fold macro-F1: text at 1 loses .02, cues at 2 lose .01."""
CUE_LEVELS = (1, 2, 4)
"""Counts from which a cue class's next weight is added."""
_SHORT = 3  # a last clause up to this size is read together with the one before it


class First(NamedTuple):
    """Scores of one sentence."""

    text: list[float]
    head: list[float]
    hidden: Vector
    """The hidden units before the cut."""


def sum_clause(words: str, grams: Grams) -> int:
    """Return the sum of the packed weights of a clause's n-grams, 1 to 4 characters long."""
    two = list(map(add, words, words[1:]))
    three = list(map(add, two, words[2:]))
    return grams.total(chain(words, two, three, map(add, three, words[3:])))


def last_clauses(clauses: Sequence[str]) -> int:
    """Return how many clauses at the end count as the last one."""
    return 2 if len(clauses) > 1 and len(clauses[-1]) <= _SHORT else min(1, len(clauses))


def score_text(form: str, clauses: Sequence[str], weights: Weights) -> list[float]:
    """Return the text part of each hidden unit."""
    grams, cues = weights.grams, weights.cues
    sums = [sum_clause(f"^{c}" if i else f"<^{c}", grams) for i, c in enumerate(clauses)]
    tail = last_clauses(clauses)
    count = len(weights.bias)
    whole = unpack(sum(sums), 2 * count, len(cues))
    last = unpack(sum(sums[len(sums) - tail :]), 2 * count, len(cues))
    a = SCALES["text"] * weights.unit / (len(form) or 1) ** 0.5
    b = SCALES["last"] * weights.unit / (sum(map(len, clauses[len(clauses) - tail :])) or 1) ** 0.5
    rows: list[Sequence[float]] = [[a * v for v in whole[:count]], [b * v for v in last[count : 2 * count]]]
    for row, n, end in zip(cues, whole[2 * count :], last[2 * count :], strict=True):
        if n:
            rows.append(row[min(n, 4) - 1])
            if end:
                rows.append(row[4])
    return list(map(sum, zip(*rows, strict=True)))


Part = tuple[tuple[float, list[int]], ...]
"""What adds to the hidden units: scale and positions of features."""


def _sum(part: Part, weights: Weights, known: dict[int, Vector]) -> Vector:
    """Return what a part adds; ``known`` keeps the sums of lists of features, which must live as long."""
    vectors = []
    for scale, features in part:
        if id(features) not in known:
            rows = weights.features.rows(features) or [(0.0,) * len(weights.bias)]
            known[id(features)] = _plus(*rows)
        vectors.append([scale * v for v in known[id(features)]])
    return _plus(*vectors) if vectors else (0.0,) * len(weights.bias)


def _plus(*vectors: Sequence[float]) -> Vector:
    return tuple(map(sum, zip(*vectors, strict=True)))


def _path(
    frame: Frame,
    nodes: Sequence[Node],
    node: int | None,
    weights: Weights,
    paths: dict[tuple[str, str, int, int], tuple[list[int], int]],
) -> Part:
    """Return what the headings of a node's path add; ``paths`` keeps the features of each heading."""
    parts = path_words(frame, nodes, node)
    for part in parts:
        if part not in paths:
            words = marked_grams(*part)
            paths[part] = weights.features.find(words), len(words)
    scale = (sum(paths[part][1] for part in parts) or 1) ** -0.5
    return tuple((scale, paths[part][0]) for part in parts)


class Inputs(NamedTuple):
    """What the first pass sees of a document's sentences."""

    clauses: list[list[str]]
    """The clauses of each sentence's plain form."""
    parts: list[Part]
    used: list[tuple[int, ...]]
    """Positions in ``parts`` of what makes up each sentence's head part."""


def read_inputs(
    forms: Sequence[str],
    nodes: Sequence[Node],
    sentences: Sequence[Sentence],
    places: Sequence[Place],
    frame: Frame,
    weights: Weights,
) -> Inputs:
    """Return the inputs of the first pass, given the plain form of each sentence."""
    find = weights.features.find
    title: Part = (((len(frame.title) or 1) ** -0.5, find(frame.title)),)
    paths: dict[tuple[str, str, int, int], tuple[list[int], int]] = {}
    parts: list[Part] = [()]
    heads: dict[int | None, int] = {}
    leads: dict[int, int] = {}
    shapes: dict[tuple[object, ...], int] = {}
    count = len(sentences)
    clauses = [clauses_of(f) for f in forms]
    used: list[tuple[int, ...]] = []
    for i, (form, cs, s, place) in enumerate(zip(forms, clauses, sentences, places, strict=True)):
        node = s.node
        if node not in heads:
            heads[node] = len(parts)
            roles = find(role_features(frame, node))
            parts.append((*title, (1.0, roles), *_path(frame, nodes, node, weights, paths)))
        kind, role = (nodes[node].kind, str(frame.roles[node])) if node is not None else ("none", "none")
        lead = 0
        if node is not None and not place.opens and kind != "heading":
            if node not in leads:
                words = lead_features(frame, nodes, node)
                leads[node] = len(parts)
                parts.append((((len(words) or 1) ** -0.5, find(words)),))
            lead = leads[node]
        shape = shape_of(form, len(cs), place, kind, role, i, count)
        where, look = shape[:FORM], shape[FORM:]
        if where not in shapes:
            shapes[where] = len(parts)
            parts.append(((1.0, find(place_features(shape))),))
        if look not in shapes:
            shapes[look] = len(parts)
            parts.append(((1.0, find(form_features(shape))),))
        used.append((heads[node], lead, shapes[where], shapes[look]))
    return Inputs(clauses, parts, used)


def score_first(forms: Sequence[str], inputs: Inputs, weights: Weights) -> list[First]:
    """Return the scores of each sentence, given its plain form."""
    known: dict[int, Vector] = {}
    sums = [_sum(part, weights, known) for part in inputs.parts]
    return [
        _finish(score_text(form, cs, weights), _plus(weights.bias, *[sums[k] for k in own]), weights)
        for form, cs, own in zip(forms, inputs.clauses, inputs.used, strict=True)
    ]


def _finish(text: Sequence[float], head: Vector, weights: Weights) -> First:
    hidden = _plus(text, head)
    alone = score_tags(_plus(text, weights.bias), weights)
    return First(alone, [a - b for a, b in zip(score_tags(hidden, weights), alone, strict=True)], hidden)


def score_tags(hidden: Vector, weights: Weights) -> list[float]:
    """Return the tags' scores that the hidden units, before the cut, give."""
    active = [v if v > 0 else 0.0 for v in hidden]
    return [b + sum(map(mul, active, column)) for column, b in zip(weights.out, weights.out_bias, strict=True)]
