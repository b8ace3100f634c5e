"""Evidence: the phrases, the heading and the neighbours that spoke for a sentence's tag.

Terms
-----
advantage : what something adds to the tag's score above what it adds to the tags on average.
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
from operator import add
from typing import TYPE_CHECKING

from tigang.document import Evidence
from tigang.tags.cues import read_cues
from tigang.tags.features import path_features, role_features
from tigang.tags.first import SCALES, last_clauses
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
    heads: dict[tuple[int, int], Evidence | None] = {}
    cues = _cue_rows(weights)
    chances = [soft(list(map(add, f.text, f.head))) for f in first]
    names = weights.tagset.names
    out = []
    for i, s in enumerate(sentences):
        t = s.scores.index(max(s.scores))
        found = _phrases(forms[i], s, t, frame.now, weights, cues)
        if s.node is not None:
            if (s.node, t) not in heads:
                heads[s.node, t] = _heading(nodes, s.node, t, frame, weights)
            head = heads[s.node, t]
            found += [head] if head else []
        for j, name, same in ((i - 1, "before", places[i].before), (i + 1, "after", places[i].after)):
            if 0 <= j < len(sentences):
                gain = _neighbour(chances[i], chances[j], t, name, weights, same=same > 0)
                if gain >= _LEAST:
                    found.append(Evidence(sentences[j].start, sentences[j].end, names[t], round(gain, 3), name))
        out.append(replace(s, evidence=tuple(sorted(found, key=lambda e: -e.weight))))
    return out


def heaviest_grams(weights: Weights, tag: str, count: int) -> list[tuple[str, float]]:
    """Return the n-grams that speak most for a tag, each with its advantage in a sentence of 36 characters.

    In an n-gram ``^`` is the beginning of a clause and ``<^`` that of the sentence; digits are classes (see
    `tigang.tags.words`).
    """
    t, tags = weights.tagset.names.index(tag), len(weights.tagset.tags)
    cues = _cue_rows(weights)
    scale = SCALES["text"] * weights.unit / _TYPICAL**0.5
    found = []
    for gram, packed in weights.grams.items():
        fields = unpack(packed, 2 * tags, len(weights.cues))
        gain = scale * _advantage(fields[:tags], t) + sum(_advantage(row, t) for row in cues.get(gram, ()))
        found.append((gram, round(gain, 3)))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:count]


def _advantage(row: Sequence[float], t: int) -> float:
    return row[t] - sum(row) / len(row)


def _heading(nodes: Sequence[Node], node: int, t: int, frame: Frame, weights: Weights) -> Evidence | None:
    near, name = frame.near[node], weights.tagset.names[t]
    if near < 0:
        return None
    words, roles = path_features(frame, nodes, node), role_features(frame, node)
    known = weights.features
    scale = (len(words) or 1) ** -0.5
    gain = sum(_advantage(known[f], t) for f in roles if f in known and not f.startswith("genre:"))
    gain += scale * sum(_advantage(known[f], t) for f in words if f in known)
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
    words: str, s: Sentence, t: int, now: Now, weights: Weights, cues: dict[str, list[Vector]]
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
                gain = a * _advantage(fields[:count], t)
                gain += b * _advantage(fields[count : 2 * count], t) if c >= tail else 0.0
                gain += sum(_advantage(row, t) for row in cues.get(gram, ()))
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
