"""Evidence: the phrases, the heading and the neighbours that spoke for a sentence's tag.

Terms
-----
advantage : what something adds to the tag's score above what it adds to the tags on average. What adds to hidden
    units (see `tigang.tags.first`) counts where the sentence's own hidden units are above zero; the advantages of
    all its parts then sum up to that of the whole.
phrase : two to four characters of the plain form without a mark; its advantage is that of all n-grams and cue
    words in it. A neighbour's advantage is counted above that of one that might be anything.

Post-conditions
---------------
1. Every evidence has the sentence's most probable tag, and its advantage as weight.
2. Phrases lie in the sentence and do not overlap; other evidence is a heading's label or a neighbour.
3. Phrases and neighbours have positive weights. A sentence under a heading has one evidence of it, whatever
   its weight; its role is the one of a heading that agrees with the tag if the path has one, else the nearest.
"""

from __future__ import annotations

from dataclasses import replace
from math import log
from operator import add, mul
from typing import TYPE_CHECKING

from tigang.document import Evidence
from tigang.tags.cues import read_cues
from tigang.tags.features import path_features, role_features
from tigang.tags.first import SCALES, last_clauses, score_tags
from tigang.tags.second import LEAST, soft
from tigang.tags.weights import unpack
from tigang.tags.words import clauses_of, plain_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.document import Node, Sentence
    from tigang.tags.features import Frame, Place
    from tigang.tags.first import First
    from tigang.tags.weights import Vector, Weights
    from tigang.tags.words import Now

__all__ = ["explain_sentences", "heaviest_grams"]

_PHRASES = 3
_LEAST = 0.1
"""Advantage below which something is not worth naming: a tenth of what a clear cue word adds."""
_LONGEST = 4
_TYPICAL = 36  # characters of a sentence
_MARKS = frozenset("，；：。！？、“”‘’（）《》")


def explain_sentences(
    forms: Sequence[str],
    nodes: Sequence[Node],
    sentences: Sequence[Sentence],
    places: Sequence[Place],
    frame: Frame,
    first: Sequence[First],
    weights: Weights,
) -> list[Sentence]:
    """Return the tagged sentences with their evidence, the strongest first.

    Parameters
    ----------
    forms
        The words of each sentence, noise masked, not yet in plain form.
    """
    cues = _cue_rows(weights)
    chances = [soft(list(map(add, f.text, f.head))) for f in first]
    names = weights.tagset.names
    out = []
    for i, s in enumerate(sentences):
        t = s.scores.index(max(s.scores))
        gains = _gains(first[i], t, weights)
        found = _phrases(forms[i], s, t, frame.now, gains, weights, cues)
        if s.node is not None:
            head = _heading(nodes, s.node, t, frame, gains, weights)
            found += [head] if head else []
        for j, name, same in ((i - 1, "before", places[i].before), (i + 1, "after", places[i].after)):
            if 0 <= j < len(sentences):
                gain = _neighbour(chances[i], chances[j], t, name, weights, same=same > 0)
                if gain >= _LEAST:
                    found.append(Evidence(sentences[j].start, sentences[j].end, names[t], round(gain, 3), name))
        out.append(replace(s, evidence=tuple(sorted(found, key=lambda e: -e.weight))))
    return out


def heaviest_grams(weights: Weights, tag: str, count: int) -> list[tuple[str, float]]:
    """Return the n-grams that speak most for a tag, each with its advantage in an empty sentence of 36 characters.

    In an n-gram ``^`` is the beginning of a clause and ``<^`` that of the sentence; digits are classes (see
    `tigang.tags.words`).
    """
    t, units = weights.tagset.names.index(tag), len(weights.bias)
    cues = _cue_rows(weights)
    scale = SCALES["text"] * weights.unit / _TYPICAL**0.5
    empty = _advantage(score_tags(weights.bias, weights), t)
    found = []
    for gram, packed in weights.grams.items():
        fields = unpack(packed, 2 * units, len(weights.cues))[:units]
        rows = [weights.bias, [scale * v for v in fields], *cues.get(gram, ())]
        hidden = tuple(map(sum, zip(*rows, strict=True)))
        found.append((gram, round(_advantage(score_tags(hidden, weights), t) - empty, 3)))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:count]


def _advantage(row: Sequence[float], t: int) -> float:
    return row[t] - sum(row) / len(row)


def _gains(first: First, t: int, weights: Weights) -> Vector:
    """Return the advantage of one in each of the sentence's hidden units."""
    columns = zip(first.hidden, *weights.out, strict=True)
    return tuple(_advantage(column, t) if v > 0 else 0.0 for v, *column in columns)


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    total: float = sum(map(mul, a, b))
    return total


def _heading(
    nodes: Sequence[Node], node: int, t: int, frame: Frame, gains: Vector, weights: Weights
) -> Evidence | None:
    near, name = frame.near[node], weights.tagset.names[t]
    if near < 0:
        return None
    words, roles = path_features(frame, nodes, node), role_features(frame, node)
    scale = (len(words) or 1) ** -0.5
    known = weights.features
    gain = sum(_dot(known[f], gains) for f in roles if f in known and not f.startswith("genre:"))
    gain += scale * sum(_dot(row, gains) for row in known.rows(known.find(words)))
    path = []
    k: int | None = near
    while k is not None:
        path.append(k)
        k = nodes[k].parent
    wanted = (lambda role: gain > 0 and role == name, lambda role: role not in (None, "mixed"))
    shown = next((k for want in wanted for k in path if want(frame.own[k])), near)
    label = nodes[shown].label
    return Evidence(label.start, label.end, name, round(gain, 3), "heading", frame.own[shown])


def _neighbour(
    own: Sequence[float], other: Sequence[float], t: int, name: str, weights: Weights, *, same: bool
) -> float:
    """Return what a neighbour's chances of each tag add, above those of one that might be anything."""
    even = 1 / len(other)
    rows = weights.second[f"{name} same" if same else name]
    values = [v - even for v in other] + [log((v + LEAST) / (even + LEAST)) for v in other]
    if same:  # products with the sentence's own chances, as `second` forms them
        rows += weights.second[f"{name} pair"]
        values += [p * (v - even) for p in own for v in other]
    return sum(v * _advantage(row, t) for v, row in zip(values, rows, strict=True))


def _phrases(
    words: str, s: Sentence, t: int, now: Now, own: Vector, weights: Weights, cues: dict[str, list[Vector]]
) -> list[Evidence]:
    form, at = plain_pieces(words, now)
    count = len(weights.bias)
    clauses = clauses_of(form)
    tail = len(clauses) - last_clauses(clauses)
    a = SCALES["text"] * weights.unit / (len(form) or 1) ** 0.5
    b = SCALES["last"] * weights.unit / (sum(map(len, clauses[tail:])) or 1) ** 0.5
    gains: dict[tuple[int, int], float] = {}
    start = 0
    for c, clause in enumerate(clauses):
        # a marker for the clause's start is no character of the text, so its n-grams count from the next one
        marked = f"^{clause}" if c else f"<^{clause}"
        lead = len(marked) - len(clause)
        for n in range(1, _LONGEST + 1):
            for i in range(len(marked) - n + 1):
                gram = marked[i : i + n]
                first, end = start + max(i - lead, 0), start + i + n - lead
                if gram not in weights.grams or end <= first:
                    continue
                fields = unpack(weights.grams[gram], 2 * count, len(weights.cues))
                gain = a * _dot(fields[:count], own)
                gain += b * _dot(fields[count : 2 * count], own) if c >= tail else 0.0
                gain += sum(_dot(row, own) for row in cues.get(gram, ()))
                gains[first, end] = gains.get((first, end), 0.0) + gain
        start += len(clause)
    return _best(gains, form, at, s, weights.tagset.names[t])


def _cue_rows(weights: Weights) -> dict[str, list[Vector]]:
    out: dict[str, list[Vector]] = {}
    for k, words in enumerate(read_cues().values()):
        for w in words:
            out.setdefault(w, []).append(weights.cues[k][0])
    return out


def _best(
    gains: dict[tuple[int, int], float], form: str, at: Sequence[int], s: Sentence, tag: str
) -> list[Evidence]:
    size = len(form)
    spans = []
    for i in range(size):
        for n in range(2, _LONGEST + 1):
            if i + n <= size and not _MARKS.intersection(form[i : i + n]):
                total = sum(gains.get((j, k), 0.0) for j in range(i, i + n) for k in range(j + 1, i + n + 1))
                if total >= _LEAST:
                    spans.append((total, i, i + n))
    out: list[Evidence] = []
    taken: set[int] = set()
    for total, i, k in sorted(spans, key=lambda span: (-span[0] / (span[2] - span[1]) ** 0.5, span[1])):
        if len(out) < _PHRASES and not taken.intersection(range(i, k)):
            taken.update(range(i, k))
            out.append(Evidence(s.start + at[i], s.start + at[k], tag, round(total, 3)))
    return out
