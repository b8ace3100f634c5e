"""The trained weights and their file.

Terms
-----
packed weight : one integer that holds an n-gram's weights for every tag, once for anywhere in the sentence
    and once for its last clause, and the cue classes that it belongs to, each in a field of bits of its own.
    Adding packed weights adds all fields at once.

The file: a line of JSON, a line with the sizes of what follows, the n-grams one a line, `_BYTES` bytes for
each, the features one a line, five floats for each. It holds no n-gram seen in fewer than three documents.

Post-conditions
---------------
1. `load_weights` gives what `save_weights` was given; a file that is not ours raises `ModelError`.
2. Nothing in the file is executed on loading.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tigang.errors import ModelError
from tigang.tags.cues import read_cues

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["FIELDS", "Grams", "Vector", "Weights", "load_weights", "pack", "save_weights", "unpack"]

Vector = tuple[float, ...]
"""A number for each of `TAGS`."""
FIELDS = 10
"""Weight fields of a packed weight, `_WIDTH` bytes each."""
_WIDTH = 4  # bytes of a weight's field: no sentence's sum of int8 weights leaves it
_BYTES = FIELDS * _WIDTH
_COUNT_BITS = 16
_LOW = 8 * _BYTES  # bits of the weight fields; the counters of the cue classes stand above
_ZERO = sum(1 << (8 * _WIDTH * (k + 1) - 1) for k in range(FIELDS))  # lifts all fields to be positive
_VECTOR = "<5f"
_VERSION = "tigang-tags/1"


class _Values(dict[int, int]):
    """Position of an n-gram, from 1 → packed weight, read when it is first asked for."""

    def __init__(self, packed: bytes, classes: dict[int, int]) -> None:
        super().__init__()
        self._packed, self._classes = packed, classes

    def __missing__(self, at: int) -> int:
        fields = self._packed[(at - 1) * _BYTES : at * _BYTES]  # nothing for a cue word that is no n-gram
        value = self[at] = int.from_bytes(fields, "little", signed=True) + self._classes.get(at, 0)
        return value


class Grams(Mapping[str, int]):
    """n-gram → packed weight; a short document asks for few of them, so they are read one by one."""

    __slots__ = ("_at", "_values")

    def __init__(self, names: Sequence[str], packed: bytes, cues: Iterable[Iterable[str]]) -> None:
        """Read the n-grams from the file's parts; ``cues`` gives the words of each cue class."""
        self._at = dict(zip(names, range(1, len(names) + 1), strict=True))
        classes: dict[int, int] = {}
        for k, words in enumerate(cues):
            one = pack_class(k)
            for w in words:
                at = self._at.setdefault(w, len(self._at) + 1)
                classes[at] = classes.get(at, 0) + one
        self._values = _Values(packed, classes)

    def __getitem__(self, gram: str) -> int:
        return self._values[self._at[gram]]

    def __contains__(self, gram: object) -> bool:
        return gram in self._at

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def total(self, grams: Iterable[str]) -> int:
        """Return the sum of the packed weights of those that are known."""
        return sum(map(self._values.__getitem__, filter(None, map(self._at.get, grams))))


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that the tagger has learnt."""

    grams: Grams
    """n-gram → packed weight."""
    packed: bytes
    """The packed weights of the first n-grams of ``grams`` as they stand in the file, the cue classes left out."""
    unit: float
    """Score that one step of a packed weight stands for."""
    bias: Vector
    cues: tuple[tuple[Vector, ...], ...]
    """For each cue class the weights of one word in the sentence, of two, of three, of four or more, and of at
    least one in its last clause."""
    features: dict[str, Vector]
    """Feature (see `tigang.tags.features`) → weights, block scale included."""
    second_marks: tuple[str, ...]
    """Names of the inputs of the second pass's block ``marks``."""
    second: dict[str, tuple[Vector, ...]]
    """Weights of the second pass: block → a vector for each of the block's inputs."""
    figures: dict[str, float]
    """Out-of-fold figures of the training run."""


def unpack(packed: int, classes: int) -> tuple[int, ...]:
    """Return the ten weight fields of a sum of packed weights, then the counter of each cue class.

    >>> unpack(pack([1, -1, 0, 5, -7, 0, 0, 0, 0, -127]) + pack_class(1), 2)
    (1, -1, 0, 5, -7, 0, 0, 0, 0, -127, 0, 1)
    """
    size = _BYTES + classes * _COUNT_BITS // 8
    data = ((packed + _ZERO) & ((1 << (8 * size)) - 1)).to_bytes(size, "little")
    fields = struct.unpack(f"<{FIELDS}I{classes}H", data)
    return tuple(v - (1 << (8 * _WIDTH - 1)) for v in fields[:FIELDS]) + fields[FIELDS:]


def pack(fields: Sequence[int]) -> int:
    """Return the packed weight of ten fields."""
    return sum(value << (8 * _WIDTH * k) for k, value in enumerate(fields))


def pack_class(k: int) -> int:
    """Return the packed weight that counts one word of cue class ``k``."""
    return 1 << (_LOW + _COUNT_BITS * k)


def save_weights(path: Path, weights: Weights, grams: Mapping[str, Sequence[int]]) -> None:
    """Write the weights; ``grams`` gives each n-gram's ten fields, and ``weights.grams`` is not looked at."""
    head = {
        "format": _VERSION,
        "unit": weights.unit,
        "bias": weights.bias,
        "cues": weights.cues,
        "second_marks": weights.second_marks,
        "second": weights.second,
        "figures": weights.figures,
    }
    names = sorted(grams)
    words = "\n".join(names).encode()
    packed = b"".join(pack(grams[g]).to_bytes(_BYTES, "little", signed=True) for g in names)
    features = "\n".join(weights.features).encode()
    vectors = b"".join(struct.pack(_VECTOR, *v) for v in weights.features.values())
    sizes = " ".join(str(len(part)) for part in (words, packed, features, vectors))
    first = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(b"\n".join((first, sizes.encode(), words + packed + features + vectors)))


@cache
def load_weights(path: Path | None = None) -> Weights:
    """Read the weights that ship with the package, or those of ``path``.

    Raises
    ------
    ModelError
        If the file is truncated, of another version or not ours.
    """
    where = path or os.path.join(os.path.dirname(__file__), "data", "weights.bin")  # noqa: PTH118, PTH120
    with open(where, "rb") as file:  # noqa: PTH123 - pathlib takes longer to import than this to read
        data = file.read()
    try:
        first = data.index(b"\n")
        second = data.index(b"\n", first + 1)
        head = json.loads(data[:first])
        if head["format"] != _VERSION:
            raise ModelError(f"weights {head['format']!r} are not {_VERSION!r}: install the file of this version")
        parts = []
        at = second + 1
        for size in map(int, data[first:second].split()):
            parts.append(data[at : at + size])
            at += size
        words, packed, features, vectors = parts
        names = words.decode().split("\n")
        if len(packed) != len(names) * _BYTES or len(vectors) % struct.calcsize(_VECTOR):
            raise ModelError(f"weights: {len(packed)} bytes for {len(names)} n-grams: the file is truncated")
        known = dict(zip(features.decode().split("\n"), struct.iter_unpack(_VECTOR, vectors), strict=True))
        return Weights(
            grams=Grams(names, packed, read_cues().values()),
            packed=packed,
            unit=float(head["unit"]),
            bias=tuple(head["bias"]),
            cues=tuple(tuple(tuple(v) for v in rows) for rows in head["cues"]),
            features=known,
            second_marks=tuple(head["second_marks"]),
            second={k: tuple(tuple(v) for v in rows) for k, rows in head["second"].items()},
            figures=head["figures"],
        )
    except (ValueError, KeyError, TypeError) as e:
        raise ModelError(f"weights: {type(e).__name__} {e}: the file is not one of `scripts/train_tags.py`") from e
