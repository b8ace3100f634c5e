"""The two passes of the tagger as scikit-learn fits them; see `tigang.tags` for what they compute."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from train_tags_data import View

from tigang.document import TAGS
from tigang.tags.cues import LONGEST, read_cues
from tigang.tags.features import grams, lead_features, node_features, shape_features, shape_of
from tigang.tags.first import CUE_LEVELS, SCALES, First, last_clauses
from tigang.tags.second import GROUPS, ROLES, group_keys, marks_of
from tigang.tags.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Iterable

Array = np.ndarray
LEAST_DOCUMENTS = 3
"""An n-gram or feature seen in fewer documents gets no weight."""
C_FIRST = 0.7
C_SECOND = 0.003
NEUTRAL_WEIGHT = 0.2
"""Weight of the copies whose headings say nothing."""
_CUES = read_cues()
_CLASSES: dict[str, list[int]] = defaultdict(list)
for _k, _words in enumerate(_CUES.values()):
    for _w in _words:
        _CLASSES[_w].append(_k)


def clause_grams(clauses: list[str]) -> list[list[str]]:
    """Return the n-grams of each clause as `tigang.tags.first` forms them."""
    return [grams(f"^{c}" if i else f"<^{c}", 1, 4) for i, c in enumerate(clauses)]


def cue_counts(lists: Iterable[list[str]]) -> Counter[int]:
    """Count the words of each cue class."""
    return Counter(k for found in lists for g in found if len(g) <= LONGEST for k in _CLASSES.get(g, ()))


def rows_of(view: View) -> list[dict[str, float]]:
    """Return the scaled inputs of each sentence: ``=`` text grams, ``$`` last-clause grams, ``#`` cues, features."""
    doc, frame = view.doc, view.frame
    count = len(doc.sentences)
    title = dict.fromkeys(frame.title, SCALES["title"] * (len(frame.title) or 1) ** -0.5)
    out = []
    for i, (s, place, form, clauses) in enumerate(zip(doc.sentences, view.places, view.forms, view.clauses, strict=True)):
        row: dict[str, float] = {}
        lists = clause_grams(clauses)
        tail = lists[len(lists) - last_clauses(clauses) :]
        size = sum(map(len, clauses[len(lists) - len(tail) :])) or 1
        for prefix, found, scale in (
            ("=", lists, SCALES["text"] / (len(form) or 1) ** 0.5),
            ("$", tail, SCALES["last"] / size**0.5),
        ):
            for g, n in Counter(g for x in found for g in x).items():
                row[prefix + g] = n * scale
        for k, n in cue_counts(lists).items():
            row.update((f"#{k}:{j}", SCALES["cues"]) for j, level in enumerate(CUE_LEVELS) if n >= level)
        row.update((f"#{k}:{len(CUE_LEVELS)}", SCALES["cues"]) for k in cue_counts(tail))
        words, roles = node_features(frame, doc.nodes, s.node)
        for features, scale in (
            (words, SCALES["heads"] * (len(words) or 1) ** -0.5),
            (roles, SCALES["roles"]),
        ):
            for f in features:
                row[f] = row.get(f, 0.0) + scale
        kind, role = (doc.nodes[s.node].kind, str(frame.roles[s.node])) if s.node is not None else ("none", "none")
        if s.node is not None and not place.opens and kind != "heading":
            lead = lead_features(frame, doc.nodes, s.node)
            for f in lead:
                row[f] = row.get(f, 0.0) + SCALES["heads"] * len(lead) ** -0.5
        for f in shape_features(shape_of(form, len(clauses), place, kind, role, i, count)):
            row[f] = row.get(f, 0.0) + SCALES["place"]
        for f, v in title.items():
            row[f] = row.get(f, 0.0) + v
        out.append(row)
    return out


def is_text(name: str) -> bool:
    """Tell whether an input belongs to the text score."""
    return name[0] in "=$#"


class FirstPass:
    """Logistic regression on the scaled inputs."""

    def __init__(self, rows: list[dict[str, float]], docs: Array, tags: Array, weight: Array) -> None:
        seen: dict[str, set[int]] = defaultdict(set)
        for row, d in zip(rows, docs, strict=True):
            for f in row:
                seen[f].add(d)
        self.names = sorted(f for f, s in seen.items() if len(s) >= LEAST_DOCUMENTS)
        self.index = {f: i for i, f in enumerate(self.names)}
        model = LogisticRegression(C=C_FIRST, max_iter=120, tol=2e-3)
        model.fit(self.matrix(rows), tags, sample_weight=weight)
        self.weights: Array = model.coef_.T
        self.bias: Array = model.intercept_
        self.text = np.array([is_text(f) for f in self.names])

    def matrix(self, rows: list[dict[str, float]]) -> sparse.csr_matrix:
        """Return the rows as a matrix over the known inputs."""
        index = self.index
        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        for row in rows:
            known = [(index[f], v) for f, v in row.items() if f in index]
            columns += [c for c, _ in known]
            values += [v for _, v in known]
            ends.append(len(columns))
        return sparse.csr_matrix((np.array(values, np.float32), columns, ends), shape=(len(rows), len(index)))

    def scores(self, rows: list[dict[str, float]]) -> list[First]:
        """Return text and head scores."""
        x = self.matrix(rows)
        text = x @ np.where(self.text[:, None], self.weights, 0)
        head = x @ np.where(self.text[:, None], 0, self.weights) + self.bias
        return [First(list(map(float, t)), tuple(map(float, h))) for t, h in zip(text, head, strict=True)]


def _soft(z: Array) -> Array:
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


BLOCKS = (
    ("self", 20), *((f"role {r}", 5) for r in ROLES), *((g, 10) for g in GROUPS),
    ("before", 5), ("before same", 5), ("after", 5), ("after same", 5), ("before 2", 5), ("after 2", 5),
)  # fmt: skip
"""Blocks of the second pass and their numbers of inputs; ``marks`` follow."""


def second_inputs(view: View, first: list[First]) -> tuple[Array, list[list[str]]]:
    """Return the inputs of the second pass for each sentence of a document, and its marks."""
    doc, frame = view.doc, view.frame
    n = len(doc.sentences)
    text = np.array([f.text for f in first])
    z = text + np.array([f.head for f in first])
    both = np.hstack([_soft(z), _soft(text)])
    blocks = {name: np.zeros((n, size)) for name, size in BLOCKS}
    blocks["self"] = np.hstack([z, text, both])
    keys = [group_keys(s, p, frame) for s, p in zip(doc.sentences, view.places, strict=True)]
    for g, name in enumerate(GROUPS):
        ids = np.unique([k[g] for k in keys], return_inverse=True)[1]
        sums = np.zeros((ids.max() + 1, 10))
        np.add.at(sums, ids, both)
        blocks[name] = (sums / np.bincount(ids)[:, None])[ids]
    marks = []
    for i, (s, place) in enumerate(zip(doc.sentences, view.places, strict=True)):
        role = frame.roles[s.node] if s.node is not None else None
        blocks[f"role {role if role in TAGS else 'none'}"][i] = z[i]
        for off, name in ((-1, "before"), (1, "after"), (-2, "before 2"), (2, "after 2")):
            j = i + off
            if 0 <= j < n:
                same = " same" if abs(off) == 1 and view.places[j].paragraph == place.paragraph else ""
                blocks[name + same][i] = both[j, :5]
        marks.append(marks_of(s, place, frame, doc.nodes, i, n))
    return np.hstack([blocks[name] for name, _ in BLOCKS]), marks


class SecondPass:
    """Logistic regression on standardised inputs; the standardisation is folded into the weights."""

    def __init__(self, inputs: list[tuple[Array, list[list[str]]]], tags: Array, weight: Array) -> None:
        self.marks = sorted({m for _, marks in inputs for row in marks for m in row})
        x = self.matrix(inputs)
        mean, spread = x.mean(0), x.std(0)
        spread[spread < 1e-9] = 1.0
        model = LogisticRegression(C=C_SECOND, max_iter=300)
        model.fit((x - mean) / spread, tags, sample_weight=weight)
        self.weights: Array = (model.coef_ / spread).T
        self.bias: Array = model.intercept_ - mean @ self.weights

    def matrix(self, inputs: list[tuple[Array, list[list[str]]]]) -> Array:
        """Return the inputs of several documents as one matrix."""
        at = {m: i for i, m in enumerate(self.marks)}
        hot = np.zeros((sum(len(m) for _, m in inputs), len(at)))
        for i, row in enumerate(row for _, marks in inputs for row in marks):
            hot[i, [at[m] for m in row if m in at]] = 1.0
        return np.hstack([np.vstack([x for x, _ in inputs]), hot])

    def probabilities(self, inputs: tuple[Array, list[list[str]]]) -> Array:
        """Return the probabilities for the sentences of one document."""
        return _soft(self.matrix([inputs]) @ self.weights + self.bias)


def as_weights(first: FirstPass, second: SecondPass, figures: dict[str, float], least: float) -> tuple[Weights, dict[str, list[int]]]:
    """Return the weights as the package keeps them, n-grams with small weights left out.

    Parameters
    ----------
    least
        n-grams whose weights all stay below this share of the largest are left out.
    """
    known = dict(zip(first.names, first.weights, strict=True))
    text = {f: w for f, w in known.items() if f[0] in "=$"}
    unit = max(float(np.abs(w).max()) for w in text.values()) / 127
    fields: dict[str, list[int]] = {}
    for f, w in text.items():
        steps = [round(float(v) / unit) for v in w]
        if max(map(abs, steps)) >= least * 127:
            at = 0 if f[0] == "=" else 5
            fields.setdefault(f[1:], [0] * 10)[at : at + 5] = steps
    def vector(name: str, scale: float) -> tuple[float, ...]:
        return tuple(round(float(v) * scale, 4) for v in known[name]) if name in known else (0.0,) * 5

    scales = {"h": "heads", "t": "heads", "m": "heads", "p": "heads", "T": "title"}
    features = {}
    for f in known:
        if not is_text(f):
            block = f.split(":")[0]
            kind = scales.get(block) or ("title" if block == "T$" else "roles" if block in ("role", "genre", "near", "top") else "place")
            row = vector(f, SCALES[kind])
            if any(row):
                features[f] = row
    cues = []
    for k in range(len(_CUES)):
        levels = np.array([vector(f"#{k}:{j}", SCALES["cues"]) for j in range(len(CUE_LEVELS))])
        reached = [[j for j, level in enumerate(CUE_LEVELS) if n >= level] for n in range(1, 5)]
        rows = [tuple(map(float, levels[js].sum(0))) for js in reached]
        cues.append((*rows, vector(f"#{k}:{len(CUE_LEVELS)}", SCALES["cues"])))
    blocks: dict[str, tuple[tuple[float, ...], ...]] = {}
    at = 0
    for name, size in (*BLOCKS, ("marks", len(second.marks))):
        blocks[name] = tuple(tuple(round(float(v), 5) for v in row) for row in second.weights[at : at + size])
        at += size
    blocks["bias"] = (tuple(round(float(v), 5) for v in second.bias),)
    bias = tuple(round(float(v), 4) for v in first.bias)
    weights = Weights({}, unit, bias, tuple(cues), features, tuple(second.marks), blocks, figures)
    return weights, fields
