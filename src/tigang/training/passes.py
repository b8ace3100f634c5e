"""The two passes of the tagger as they are fitted; see `tigang.tags` for what they compute.

What was tried instead, with figures, stands in ``docs/tagger.md``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from tigang.tags.bulk import Firsts, second_blocks
from tigang.tags.cues import LONGEST, read_cues
from tigang.tags.features import (
    form_features,
    grams,
    lead_features,
    path_features,
    place_features,
    role_features,
    shape_of,
)
from tigang.tags.first import CUE_LEVELS, SCALES, First, last_clauses
from tigang.tags.second import blocks_of, marks_of
from tigang.tags.weights import Features, Grams, Weights
from tigang.training.net import fit_network

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from tigang.tagset import Tagset
    from tigang.training.data import View

    Array = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["NEUTRAL_WEIGHT", "SIZE_POWER", "FirstPass", "SecondPass", "as_weights", "encode", "rows_of"]
__all__ += ["second_inputs"]

LEAST_DOCUMENTS = 3
"""An n-gram or feature seen in fewer documents gets no weight."""
BLANK = 0.1
"""Share of the first pass's steps in which the headings say nothing."""
ALONE = 0.1
"""Share of the first pass's steps in which a sentence's words stand alone."""
C_SECOND = 0.003
COOLING = 0.92
"""Factor of the second pass's scores: without it the probabilities of short reports are .02 too high."""
FIRST_SHARE = 0.3
"""Share of the first pass's own scores in the second's: without it own documents lose .011, others nothing."""
SIZE_POWER = 0.4
"""The second pass weighs a document's sentences by their number to minus this power; .006 on ``own``."""
NEUTRAL_WEIGHT = 0.1
"""Weight in the second pass of the copies whose headings say nothing."""
_UNSEEN = 5.0
"""How far below the others the first pass scores a tag that it never saw; its probability is below .01."""
_NEVER = 30.0
"""The same for the second pass, so that the tag is never given."""
_PLACES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川",
    "贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|沈阳|大连|长春|哈尔滨|南京|苏州|杭州|宁波",
    "合肥|福州|厦门|南昌|济南|青岛|郑州|武汉|长沙|广州|深圳|成都|贵阳|昆明|西安|兰州|西宁|银川|拉萨|南宁|海口",
    "石家庄|太原|呼和浩特|乌鲁木齐|浦东|雄安",
)
_PEOPLE = ("习近平", "邓小平", "毛泽东", "江泽民", "胡锦涛", "周恩来", "朱镕基", "温家宝", "李克强", "李鹏", "李强")
_PARTS = {part for p in _PEOPLE for part in (p[:2], p[-2:])}
_NAME = re.compile("|".join([*_PLACES, *sorted(_PARTS), "[A-Za-z]{3}"]))
"""Names of places and people that public documents repeat: no weight may hold them."""
_SCALE_OF = dict.fromkeys("htmp", "heads") | dict.fromkeys(("T", "T$"), "title")
_SCALE_OF |= dict.fromkeys(("role", "genre", "near", "top"), "roles")
_WORDY = ("h:", "t:", "m:", "p:", "T:", "T$")
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
    parts = zip(doc.sentences, view.places, view.forms, view.clauses, strict=True)
    for i, (s, place, form, clauses) in enumerate(parts):
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
        words, roles = path_features(frame, doc.nodes, s.node), role_features(frame, s.node)
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
        shape = shape_of(form, len(clauses), place, kind, role, i, count)
        for f in place_features(shape) + form_features(shape):
            row[f] = row.get(f, 0.0) + SCALES["place"]
        for f, v in title.items():
            row[f] = row.get(f, 0.0) + v
        out.append(row)
    return out


def is_text(name: str) -> bool:
    """Tell whether an input belongs to the text score."""
    return name[0] in "=$#"


def names_someone(feature: str) -> bool:
    """Tell whether an input holds a name of `_NAME`; features whose values are our own words hold none."""
    words = feature[1:] if feature[0] in "=$" else feature.partition(":")[2] if feature[:2] in _WORDY else ""
    return _NAME.search(words) is not None


def _fit(
    model: LogisticRegression, x: Any, tags: Ints, weight: Array, count: int, unseen: float
) -> tuple[Array, Array]:
    """Return weights (inputs x tags) and bias of a fitted model; tags that it never saw lie ``unseen`` lower."""
    seen = np.unique(tags)
    weights, bias = np.zeros((x.shape[1], count)), np.zeros(count)
    if len(seen) == 1 or not x.shape[1]:
        shares = np.bincount(tags, weight, count)[seen]
        bias[seen] = np.log(shares / shares.sum())
    else:
        model.fit(x, tags, sample_weight=weight)
        pair = len(seen) == 2  # one row of weights stands for the difference of the two
        weights[:, seen] = (np.vstack([-model.coef_, model.coef_]) / 2 if pair else model.coef_).T
        bias[seen] = np.hstack([-model.intercept_, model.intercept_]) / 2 if pair else model.intercept_
    bias[np.setdiff1d(np.arange(count), seen)] = bias[seen].min() - unseen
    return weights, bias


def encode(rows: list[dict[str, float]], index: dict[str, int]) -> Any:
    """Return the rows as a sparse matrix over the inputs that ``index`` gives a column."""
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for row in rows:
        known = [(index[f], v) for f, v in row.items() if f in index]
        columns += [c for c, _ in known]
        values += [v for _, v in known]
        ends.append(len(columns))
    return sparse.csr_matrix((np.array(values, np.float32), columns, ends), shape=(len(rows), len(index)))


class FirstPass:
    """A small network on the scaled inputs.

    Parameters
    ----------
    names
        Names of the inputs.
    inputs, blank
        Inputs of each document's sentences, and the same as if the headings said nothing.
    tags
        Tag of each sentence.
    times
        How often each sentence is shown in an epoch.
    count
        Number of tags.
    """

    def __init__(
        self, names: Sequence[str], inputs: list[Any], blank: list[Any], tags: Ints, times: Ints, count: int
    ) -> None:
        documents = np.zeros(len(names), np.int64)
        for x in inputs:
            documents[np.unique(x.indices)] += 1
        often = np.flatnonzero(documents >= LEAST_DOCUMENTS)
        self.columns = np.array([c for c in often.tolist() if not names_someone(names[c])], np.int64)
        self.names = [names[c] for c in self.columns]
        self.text = np.array([is_text(f) for f in self.names], bool)
        x, other = (sparse.vstack(own).tocsr()[:, self.columns] for own in (inputs, blank))
        shown = np.repeat(np.arange(len(tags)), times)

        def draw(at: Ints, rng: np.random.Generator) -> Any:
            chance = rng.random()
            out = (x if chance >= BLANK else other)[shown[at]]
            if chance >= 1 - ALONE:
                out.data *= self.text[out.indices]
            return out

        self.network = fit_network(draw, tags[shown], len(self.names), count)
        there = np.unique(tags)
        never = np.setdiff1d(np.arange(count), there)
        self.network.out[:, never] = 0.0
        self.network.out_bias[never] = self.network.out_bias[there].min() - _UNSEEN

    def scores(self, inputs: Any) -> list[First]:
        """Return text and head scores."""
        x, net = inputs[:, self.columns], self.network
        hidden = x @ net.weights + net.bias
        alone = net.scores(x @ np.where(self.text[:, None], net.weights, 0) + net.bias)
        head = net.scores(hidden) - alone
        return list(map(First, alone.tolist(), head.tolist(), map(tuple, hidden.tolist())))


def _soft(z: Array) -> Array:
    odds: Array = np.exp(z - z.max(1, keepdims=True))
    odds /= odds.sum(1, keepdims=True)
    return odds


def second_inputs(view: View, first: list[First]) -> tuple[Array, list[list[str]]]:
    """Return the inputs of the second pass for each sentence of a document, and its marks."""
    doc, frame = view.doc, view.frame
    n = len(doc.sentences)
    blocks = {name: np.zeros((n, size)) for name, size in blocks_of(len(doc.tagset.tags)).items()}
    for name, rows, inputs in second_blocks(Firsts.join(first), doc.nodes, doc.sentences, view.places, frame):
        blocks[name][rows] = inputs
    x = np.hstack(list(blocks.values()))
    marks = [
        marks_of(s, place, frame, doc.nodes, i, n)
        for i, (s, place) in enumerate(zip(doc.sentences, view.places, strict=True))
    ]
    return x, marks


class SecondPass:
    """Logistic regression on standardised inputs; the standardisation is folded into the weights."""

    def __init__(
        self, inputs: list[tuple[Array, list[list[str]]]], tags: Ints, weight: Array, count: int
    ) -> None:
        self.marks = sorted({m for _, marks in inputs for row in marks for m in row})
        x = self.matrix(inputs)
        mean, spread = x.mean(0), x.std(0)
        spread[spread < 1e-9] = 1.0
        model = LogisticRegression(C=C_SECOND, max_iter=300)
        weights, bias = _fit(model, (x - mean) / spread, tags, weight, count, _NEVER)
        self.weights: Array = COOLING * weights / spread[:, None]
        self.bias: Array = COOLING * bias - mean @ self.weights
        self.cool(1 - FIRST_SHARE)
        self.weights[:count] += FIRST_SHARE * np.eye(count)  # the inputs begin with the first pass's scores

    def matrix(self, inputs: list[tuple[Array, list[list[str]]]]) -> Array:
        """Return the inputs of several documents as one matrix."""
        at = {m: i for i, m in enumerate(self.marks)}
        hot = np.zeros((sum(len(m) for _, m in inputs), len(at)))
        for i, row in enumerate(row for _, marks in inputs for row in marks):
            hot[i, [at[m] for m in row if m in at]] = 1.0
        return np.hstack([np.vstack([x for x, _ in inputs]), hot])

    def cool(self, factor: float) -> None:
        """Multiply all scores; a factor below 1 draws the probabilities together."""
        self.weights *= factor
        self.bias *= factor

    def probabilities(self, inputs: tuple[Array, list[list[str]]]) -> Array:
        """Return the probabilities for the sentences of one document."""
        return _soft(self.matrix([inputs]) @ self.weights + self.bias)


def as_weights(
    first: FirstPass, second: SecondPass, figures: dict[str, float], least: float, tagset: Tagset
) -> tuple[Weights, dict[str, list[int]], dict[str, tuple[float, ...]]]:
    """Return the weights as the package keeps them, with their n-grams and features.

    Parameters
    ----------
    least
        n-grams whose weights all stay below this share of the largest are left out.
    """
    count, net = len(tagset.tags), first.network
    size = len(net.bias)
    known = dict(zip(first.names, net.weights, strict=True))
    text = {f: w for f, w in known.items() if f[0] in "=$"}
    unit = max((float(np.abs(w).max()) for w in text.values()), default=0.0) / 127 or 1.0
    fields: dict[str, list[int]] = {}
    for f, w in text.items():
        steps = np.rint(w / unit).astype(int).tolist()
        if max(map(abs, steps)) >= least * 127:
            at = 0 if f[0] == "=" else size
            fields.setdefault(f[1:], [0] * 2 * size)[at : at + size] = steps

    def vector(name: str, scale: float) -> tuple[float, ...]:
        return tuple(round(float(v) * scale, 4) for v in known[name]) if name in known else (0.0,) * size

    features = {
        f: vector(f, SCALES[_SCALE_OF.get(f.partition(":")[0], "place")]) for f in known if not is_text(f)
    }
    cues = []
    for k in range(len(_CUES)):
        levels = np.array([vector(f"#{k}:{j}", SCALES["cues"]) for j in range(len(CUE_LEVELS))])
        reached = [[j for j, level in enumerate(CUE_LEVELS) if n >= level] for n in range(1, 5)]
        rows = [tuple(map(float, levels[js].sum(0))) for js in reached]
        cues.append((*rows, vector(f"#{k}:{len(CUE_LEVELS)}", SCALES["cues"])))
    blocks: dict[str, tuple[tuple[float, ...], ...]] = {}
    at = 0
    for name, size in (*blocks_of(count).items(), ("marks", len(second.marks))):
        blocks[name] = tuple(tuple(round(float(v), 5) for v in row) for row in second.weights[at : at + size])
        at += size
    blocks["bias"] = (tuple(round(float(v), 5) for v in second.bias),)
    weights = Weights(
        tagset=tagset,
        grams=Grams([], b"", 2 * size, ()),
        packed=b"",
        unit=unit,
        bias=tuple(round(float(v), 4) for v in net.bias),
        out=tuple(tuple(round(float(v), 5) for v in column) for column in net.out.T),
        out_bias=tuple(round(float(v), 4) for v in net.out_bias),
        cues=tuple(cues),
        features=Features([], b"", size),
        second_marks=tuple(second.marks),
        second=blocks,
        figures=figures,
    )
    return weights, fields, features
