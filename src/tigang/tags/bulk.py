"""Both passes over many sentences at once, with numpy: the same numbers as `first` and `second`, several times faster.

Used for long documents; for short ones importing numpy would cost more than it saves.

Terms
-----
lane : sixteen bits of an integer of 64; four hidden units' weights, each as the file stores it, are added at once.
key : an n-gram as one integer, 16 bits a character. Characters beyond 16 bits are in no n-gram of the weights.

Post-conditions
---------------
1. Scores equal those of `first.score_text` and `second.score_second` but for rounding.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from tigang.tags.cues import read_cues
from tigang.tags.first import SCALES, First, last_clauses
from tigang.tags.second import DIGITS, GROUPS, LEAST, group_keys, kind_of, mark_scores, role_of
from tigang.tags.weights import SHIFT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np

    from tigang.document import Node, Sentence
    from tigang.tags.features import Frame, Place
    from tigang.tags.first import Inputs, Part
    from tigang.tags.weights import Weights

    Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Lanes = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]
    Bools = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

__all__ = ["Firsts", "score_first_bulk", "score_second_bulk", "score_texts", "second_blocks"]

_SLOTS = 20  # bits of the table of keys: 45,000 n-grams collide in 4 % of its slots
_MIX = 0x9E3779B97F4A7C15
_RUN = 256  # bytes whose sum is sure to fit into a lane
_PIECE = 20_000  # n-grams whose weights are summed at once, so that they stay in the processor's cache
_BLOCK = 4096  # sentences whose n-grams are looked up at once, so that memory stays small
_GAP = "\1"  # stands between clauses, is in no n-gram of the weights, and unlike NUL changes a key


class _Table(NamedTuple):
    keys: Ints
    slots: Ints
    """Hash of a key → position of a key with that hash; what collided is searched in ``keys``."""
    text: Lanes
    last: Lanes
    classes: Ints
    cued: Bools
    """Whether a key is in any class."""
    features: Array
    second: dict[str, Array]


def _slot(keys: Ints) -> Ints:
    import numpy as np

    return ((keys.astype(np.uint64) * np.uint64(_MIX)) >> np.uint64(64 - _SLOTS)).astype(np.int64)


@lru_cache(maxsize=4)
def _make_table(weights: Weights) -> _Table:
    import numpy as np

    names = [g if max(g) <= "\uffff" else "" for g in weights.grams]
    codes = np.array(names, "<U4").view(np.uint32).reshape(-1, 4).astype(np.int64)
    keys = codes @ np.array([1 << shift for shift in (0, 16, 32, 48)], np.int64)
    count = len(weights.bias)
    raw = np.frombuffer(weights.packed, np.uint8).reshape(-1, 2, count)
    fields = np.full((2, len(names), -(-count // 4) * 4), SHIFT, np.uint16)
    fields[:, : len(raw), :count] = raw.transpose(1, 0, 2)
    classes = np.zeros((len(names), len(weights.cues)), np.int64)
    at = {g: i for i, g in enumerate(weights.grams)}
    for k, words in enumerate(read_cues().values()):
        classes[[at[w] for w in words], k] = 1
    order = np.argsort(keys)
    keys, classes = keys[order], classes[order]
    text, last = (f[order].view(np.uint64) for f in fields)
    slots = np.zeros(1 << _SLOTS, np.int64)
    slots[_slot(keys)] = np.arange(len(keys))
    features = np.frombuffer(weights.features.packed, "<f2").reshape(-1, count).astype(np.float64)
    second = {name: np.array(rows) for name, rows in weights.second.items()}
    return _Table(keys, slots, text, last, classes, classes.max(1) > 0, features, second)


def _find(keys: Ints, table: _Table) -> tuple[Ints, Ints]:
    """Return the positions of the keys that the table holds, and where in the table they stand."""
    import numpy as np

    at = table.slots[_slot(keys)]
    known = table.keys[at] == keys
    # an empty slot names position 0; only keys whose slot another key took need the search
    missed = np.flatnonzero(~known)
    found = np.minimum(np.searchsorted(table.keys, keys[missed[at[missed] > 0]]), len(table.keys) - 1)
    missed = missed[at[missed] > 0]
    right = table.keys[found] == keys[missed]
    at[missed[right]] = found[right]
    known[missed[right]] = True
    hits = np.flatnonzero(known)
    return hits, at[hits]


def score_texts(clauses: Sequence[Sequence[str]], weights: Weights) -> Array:
    """Return the text parts of each sentence's hidden units, given its clauses."""
    import numpy as np

    table = _make_table(weights)
    count = len(clauses)
    marked, owners, tails, sizes, ends = [], [], [], [], []
    for i, cs in enumerate(clauses):
        tail = len(cs) - last_clauses(cs)
        marked += [f"^{c}" if k else f"<^{c}" for k, c in enumerate(cs)]
        owners += [i] * len(cs)
        tails += [k >= tail for k in range(len(cs))]
        sizes.append(sum(map(len, cs)) or 1)
        ends.append(sum(map(len, cs[tail:])) or 1)
    lengths = np.array([len(m) + 1 for m in marked], np.int64)
    codes = np.frombuffer(_GAP.join([*marked, _GAP * 3]).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    codes[codes > 0xFFFE] = 0xFFFF
    owner = np.repeat(np.array(owners, np.int64), lengths)
    last = np.repeat(np.array(tails, bool), lengths)
    n = len(owner)
    units = len(weights.bias)
    text, end = np.zeros((count, units)), np.zeros((count, units))
    classes = table.classes.shape[1]
    cues, end_cues = np.zeros(count * classes, np.int64), np.zeros(count * classes, np.int64)
    keys = np.zeros(n, np.int64)
    for k in range(4):
        keys |= codes[k : k + n] << (16 * k)
        hits, at = _find(keys, table)
        who, late = owner[hits], last[hits]
        _add(text, who, at, table.text)
        _add(end, who[late], at[late], table.last)
        cue = np.flatnonzero(table.cued[at])
        rows, columns = np.nonzero(table.classes[at[cue]])
        cells = who[cue][rows] * classes + columns
        cues += np.bincount(cells, minlength=len(cues))
        end_cues += np.bincount(cells[late[cue][rows]], minlength=len(cues))
    out: Array = text * (SCALES["text"] * weights.unit / np.sqrt(np.array(sizes)))[:, None]
    out += end * (SCALES["last"] * weights.unit / np.sqrt(np.array(ends)))[:, None]
    levels = np.array([[(0.0,) * units, *rows[:4]] for rows in weights.cues])
    reached = np.minimum(cues.reshape(count, classes), 4)
    for c in range(classes):
        out += levels[c, reached[:, c]]
    out += (end_cues.reshape(count, classes) > 0) @ np.array([rows[4] for rows in weights.cues])
    return out


def _add(sums: Array, rows: Ints, at: Ints, values: Lanes) -> None:
    """Add to each row of ``sums`` the values at its positions; ``rows`` rise."""
    import numpy as np

    for k in range(0, len(rows), _PIECE):
        own = rows[k : k + _PIECE]
        first = np.flatnonzero(np.diff(own, prepend=-1))
        ends = np.append(first[1:], len(own))
        starts = np.flatnonzero((np.arange(len(own)) - np.repeat(first, ends - first)) % _RUN == 0)
        found = np.add.reduceat(values[at[k : k + _PIECE]], starts, axis=0).view(np.uint16)
        counts = np.diff(np.append(starts, len(own)))
        gains = found[:, : sums.shape[1]] - float(SHIFT) * counts[:, None]
        if len(starts) == len(first):
            sums[own[starts]] += gains
        else:
            np.add.at(sums, own[starts], gains)


def _sums(parts: Sequence[Part], weights: Weights) -> Array:
    """Return what each part adds to the hidden units."""
    import numpy as np

    table = _make_table(weights).features
    # headings stand in the paths of all that is below them: each list of features is summed once
    seen: dict[int, int] = {}
    lists: list[list[int]] = []
    pieces: list[tuple[int, int, float]] = []
    for k, part in enumerate(parts):
        for scale, features in part:
            if features:
                at = seen.setdefault(id(features), len(lists))
                if at == len(lists):
                    lists.append(features)
                pieces.append((k, at, scale))
    sums = np.zeros((len(lists), len(weights.bias)))
    sizes = np.array([len(features) for features in lists], np.int64)
    ends = np.cumsum(sizes)
    first = 0
    while first < len(lists):
        start = int(ends[first] - sizes[first])
        last = max(first + 1, int(np.searchsorted(ends, start + _PIECE)))
        rows = table[np.fromiter(chain.from_iterable(lists[first:last]), np.int64)]
        sums[first:last] = np.add.reduceat(rows, ends[first:last] - sizes[first:last] - start, axis=0)
        first = last
    out = np.zeros((len(parts), len(weights.bias)))
    for k in range(0, len(pieces), _PIECE):
        owners, held, scales = (np.array(column) for column in zip(*pieces[k : k + _PIECE], strict=True))
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        out[owners[starts]] += np.add.reduceat(sums[held] * scales[:, None], starts, axis=0)
    return out


class Firsts(NamedTuple):
    """The first pass's scores, a row for each sentence."""

    text: Array
    """Sentences × tags, see `tigang.tags.first.First`."""
    head: Array
    hidden: Array | None
    """Sentences × hidden units before the cut, where asked for."""

    @classmethod
    def join(cls, rows: Sequence[First]) -> Firsts:
        """Return the scores of single sentences, their hidden units left out."""
        import numpy as np

        return cls(np.array([f.text for f in rows]), np.array([f.head for f in rows]), None)

    def rows(self) -> list[First]:
        """Return the scores of each sentence."""
        hidden = () if self.hidden is None else self.hidden.tolist()
        return list(map(First, self.text.tolist(), self.head.tolist(), map(tuple, hidden)))


def score_first_bulk(inputs: Inputs, weights: Weights, *, hidden: bool) -> Firsts:
    """Return the scores of each sentence; ``hidden`` says whether its hidden units are wanted too."""
    import numpy as np

    out, bias, start = np.array(weights.out).T, np.array(weights.out_bias), np.array(weights.bias)
    sums = _sums(inputs.parts, weights)
    texts, heads, kept = [], [], []
    for k in range(0, len(inputs.clauses), _BLOCK):
        text = score_texts(inputs.clauses[k : k + _BLOCK], weights) + start
        units = text + sums[np.array(inputs.used[k : k + _BLOCK])].sum(1)
        alone = np.maximum(text, 0) @ out + bias
        texts.append(alone)
        heads.append(np.maximum(units, 0) @ out + bias - alone)
        if hidden:
            kept.append(units)
    return Firsts(np.concatenate(texts), np.concatenate(heads), np.concatenate(kept) if hidden else None)


def _soft(z: Array) -> Array:
    import numpy as np

    odds: Array = np.exp(z - z.max(1, keepdims=True))
    odds /= odds.sum(1, keepdims=True)
    return odds


def second_blocks(
    first: Firsts, nodes: Sequence[Node], sentences: Sequence[Sentence], places: Sequence[Place], frame: Frame
) -> Iterator[tuple[str, Ints | slice, Array]]:
    """Yield name, sentences and inputs (sentences × inputs) of each block of `second.blocks_of`.

    For all other sentences a block's inputs are zero.
    """
    import numpy as np

    whole = slice(None)
    text = first.text
    z = text + first.head
    count = z.shape[1]
    both = np.hstack([_soft(z), _soft(text)])
    p = both[:, :count]
    yield "self", whole, np.hstack([z, text, both])
    for name, scores, labels in (
        ("role", np.hstack([z, text]), [role_of(s, frame) for s in sentences]),
        ("kind", z, [kind_of(s, place, nodes) for s, place in zip(sentences, places, strict=True)]),
    ):
        known = {label: k for k, label in enumerate(dict.fromkeys(labels))}
        held = np.array([known[label] for label in labels])
        for label, k in known.items():
            rows = np.flatnonzero(held == k)
            yield f"{name} {label}", rows, scores[rows]
    yield f"genre {frame.genre}", whole, z
    keys = np.array([group_keys(s, place, frame) for s, place in zip(sentences, places, strict=True)])
    for g, name in enumerate(GROUPS):
        ids = np.unique(keys[:, g], return_inverse=True)[1]
        sums = np.stack([np.bincount(ids, column) for column in both.T], 1)
        means = (sums / np.bincount(ids)[:, None])[ids]
        yield name, whole, means
        yield f"{name} log", whole, np.log(means + LEAST)
        yield f"{name} pair", whole, (p[:, :, None] * means[:, None, :count]).reshape(len(p), -1)
    for name, step, linked in (
        ("before", -1, [place.before > 0 for place in places]),
        ("after", 1, [place.after > 0 for place in places]),
    ):
        same = np.array(linked)
        there = np.ones(len(p), bool)
        there[0 if step < 0 else -1] = False
        rows = np.flatnonzero(same & there)
        other = p[rows + step]
        yield f"{name} same", rows, np.hstack([other, np.log(other + LEAST)])
        yield f"{name} pair", rows, (p[rows][:, :, None] * other[:, None, :]).reshape(len(rows), count * count)
        rows = np.flatnonzero(~same & there)
        other = p[rows + step]
        yield name, rows, np.hstack([other, np.log(other + LEAST)])
    yield "before 2", slice(2, None), p[:-2]
    yield "after 2", slice(None, max(len(p) - 2, 0)), p[2:]


def score_second_bulk(
    first: Firsts,
    nodes: Sequence[Node],
    sentences: Sequence[Sentence],
    places: Sequence[Place],
    frame: Frame,
    weights: Weights,
) -> list[list[float]]:
    """Return the probabilities of the tags for each sentence."""
    import numpy as np

    table = _make_table(weights)
    out = np.array(mark_scores(nodes, sentences, places, frame, weights))
    for name, rows, inputs in second_blocks(first, nodes, sentences, places, frame):
        out[rows] += inputs @ table.second[name]
    scores: list[list[float]] = _soft(out).round(DIGITS).tolist()
    return scores
