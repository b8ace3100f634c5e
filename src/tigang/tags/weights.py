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
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tigang.errors import ModelError
from tigang.tags.cues import read_cues

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["FIELDS", "Vector", "Weights", "load_weights", "pack", "save_weights", "unpack"]

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


@dataclass(frozen=True, slots=True)
class Weights:
    """Everything that the tagger has learnt."""

    grams: dict[str, int]
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
        first, second, rest = data.split(b"\n", 2)
        head = json.loads(first)
        if head["format"] != _VERSION:
            raise ModelError(f"weights {head['format']!r} are not {_VERSION!r}: install the file of this version")
        parts = []
        for size in map(int, second.split()):
            parts.append(rest[:size])
            rest = rest[size:]
        words, packed, features, vectors = parts
        names = words.decode().split("\n")
        if len(packed) != len(names) * _BYTES or len(vectors) % struct.calcsize(_VECTOR):
            raise ModelError(f"weights: {len(packed)} bytes for {len(names)} n-grams: the file is truncated")
        read = int.from_bytes
        values = [read(packed[i : i + _BYTES], "little", signed=True) for i in range(0, len(packed), _BYTES)]
        grams = dict(zip(names, values, strict=True))
        known = dict(zip(features.decode().split("\n"), struct.iter_unpack(_VECTOR, vectors), strict=True))
        for k, cues in enumerate(read_cues().values()):
            one = pack_class(k)
            for w in cues:
                grams[w] = grams.get(w, 0) + one
        return Weights(
            grams=grams,
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
