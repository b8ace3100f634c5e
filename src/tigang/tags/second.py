"""Second pass: the sentence among its neighbours, its paragraph, its section and the whole document.

Terms
-----
scores : of the first pass: ``z`` of words and headings together, ``text`` of the words alone; ``p`` and ``q``
    are the probabilities that they give.
group : the sentences of a paragraph, of the nearest heading, of the topmost heading or of the document.
block : inputs with a name, each with a weight for every tag. A block *pair* holds the products of ``p`` with
    five other probabilities, ``p`` slower. Blocks of a role, a genre or a kind are zero for all others.

Post-conditions
---------------
1. The probabilities of a sentence sum to 1 but for rounding.
2. Time is linear in the sentences.
"""

from __future__ import annotations

from math import exp, log
from operator import add, mul
from typing import TYPE_CHECKING

from tigang.document import TAGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tigang.document import Node, Sentence
    from tigang.tags.features import Frame, Place
    from tigang.tags.first import First
    from tigang.tags.weights import Vector, Weights

__all__ = ["DIGITS", "GROUPS", "LEAST", "blocks_of", "group_keys", "kind_of", "mark_scores", "marks_of", "role_of"]
__all__ += ["score_second", "soft"]

DIGITS = 4
"""Decimals that probabilities are rounded to."""
LEAST = 0.02
"""Added to probabilities before their logarithm is taken."""
GROUPS = ("paragraph", "near", "top", "document")
_ROLES = ("none", *TAGS)  # mixed counts as none
_GENRES = ("None", "plan", "report", "rule")
_KINDS = ("none", "heading", "topic", "topic!", "item", "item!")


def blocks_of(tags: int) -> dict[str, int]:
    """Return name and number of inputs of each block for a number of tags; ``marks`` and ``bias`` come besides."""
    one, two, pair = tags, 2 * tags, tags * tags
    return (
        {"self": 2 * two}
        | {f"role {r}": two for r in _ROLES}
        | {f"genre {g}": one for g in _GENRES}
        | {f"kind {k}": one for k in _KINDS}
        | dict.fromkeys(GROUPS, two)
        | {f"{g} log": two for g in GROUPS}
        | {f"{g} pair": pair for g in GROUPS}
        | {f"{side}{same}": two for side in ("before", "after") for same in ("", " same")}
        | {"before 2": one, "after 2": one, "before pair": pair, "after pair": pair}
    )


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
            f"kind:{kind_of(s, place, nodes)}",
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


def role_of(s: Sentence, frame: Frame) -> str:
    """Return the role that decides which weights the sentence's own scores get."""
    role = frame.roles[s.node] if s.node is not None else None
    return role if role in TAGS else "none"


def kind_of(s: Sentence, place: Place, nodes: Sequence[Node]) -> str:
    """Return the kind of the sentence's node, with ! where it is that node's own words."""
    return "none" if s.node is None else f"{nodes[s.node].kind}{'!' if place.opens else ''}"


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
    groups = [_groups([k[g] for k in keys], both, w, name) for g, name in enumerate(GROUPS)]
    around: dict[tuple[int, int, int, int], tuple[Vector, list[Vector]]] = {}
    marks = mark_scores(nodes, sentences, places, frame, weights)
    columns: dict[tuple[str, str, bool, bool], list[Vector]] = {}
    count = len(weights.out)
    none = [0.0] * count
    near = [none, none, *(b[:count] for b in both), none, none]
    logs = [none, *([log(v + LEAST) for v in b[:count]] for b in both), none]
    out = []
    for i, (s, f, place) in enumerate(zip(sentences, first, places, strict=True)):
        key = (role_of(s, frame), kind_of(s, place, nodes), place.before > 0, place.after > 0)
        if key not in columns:
            columns[key] = _columns(w, str(frame.genre), *key)
        if keys[i] not in around:
            found = [group[k] for group, k in zip(groups, keys[i], strict=True)]
            pairs = [_total(list(rows)) for rows in zip(*(pair for _, pair in found), strict=True)]
            around[keys[i]] = _total([base for base, _ in found]), list(zip(*pairs, strict=True))
        base, pair = around[keys[i]]
        p = near[i + 2]
        values = z[i] + f.text + both[i] + near[i + 1] + logs[i] + near[i + 3] + logs[i + 2] + near[i] + near[i + 4]
        if place.before:
            values += [a * b for a in p for b in near[i + 1]]
        if place.after:
            values += [a * b for a in p for b in near[i + 3]]
        own = [sum(map(mul, values, column)) for column in columns[key]]
        paired = [sum(map(mul, p, column)) for column in pair]
        out.append([round(v, DIGITS) for v in soft(_total([marks[i], own, base, paired]))])
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


def _columns(
    w: dict[str, tuple[Vector, ...]], genre: str, role: str, kind: str, before: bool, after: bool
) -> list[Vector]:
    """Return for each tag the weights of the sentence's own scores, of its neighbours' and of their products."""
    count = len(w["bias"][0])
    z = [w["self"][:count], w[f"role {role}"][:count], w[f"genre {genre}"], w[f"kind {kind}"]]
    rows: list[Vector] = [_total(list(r)) for r in zip(*z, strict=True)]
    texts = w["self"][count : 2 * count], w[f"role {role}"][count:]
    rows += [_total([a, b]) for a, b in zip(*texts, strict=True)]
    rows += w["self"][2 * count :]
    rows += w["before same" if before else "before"]
    rows += w["after same" if after else "after"]
    rows += w["before 2"] + w["after 2"]
    rows += (w["before pair"] if before else ()) + (w["after pair"] if after else ())
    return list(zip(*rows, strict=True))


def _groups(
    keys: Iterable[int], both: Sequence[list[float]], w: dict[str, tuple[Vector, ...]], name: str
) -> dict[int, tuple[Vector, list[Vector]]]:
    """Return for each group what it adds to its sentences' scores, and to those by each of their ``p``."""
    groups: dict[int, list[list[float]]] = {}
    for key, values in zip(keys, both, strict=True):
        groups.setdefault(key, []).append(values)
    columns = list(zip(*w[name], *w[f"{name} log"], strict=True))
    count = len(w["bias"][0])
    pairs = [list(zip(*w[f"{name} pair"][count * a : count * (a + 1)], strict=True)) for a in range(count)]
    out = {}
    for key, group in groups.items():
        means = [v / len(group) for v in _total(group)]
        values = means + [log(v + LEAST) for v in means]
        base = tuple(sum(map(mul, values, column)) for column in columns)
        out[key] = base, [tuple(sum(map(mul, means, column)) for column in rows) for rows in pairs]
    return out
