"""The trained weights and their file.

Terms
-----
hidden unit : see `tigang.tags.first`.
packed weight : one integer that holds an n-gram's weights for every hidden unit, once for anywhere in the sentence
    and once for its last clause, and the cue classes that it belongs to, each in a field of bits of its own.
    Adding packed weights adds all fields at once.

The file: a line of JSON with the format's name and version and the checksum of all that follows; a line of JSON;
a line with the sizes of what follows, the n-grams one a line, a byte for each field of each (the weight plus
`SHIFT`), the features one a line, a half-precision float for each hidden unit of each. It holds no n-gram seen in
fewer than three documents.

Post-conditions
---------------
1. `load_weights` gives what `save_weights` was given; a file that is not ours, of another version, truncated or
   damaged raises `ModelError`, and so does one whose numbers do not fit together.
2. Nothing in the file is executed on loading.
"""

from __future__ import annotations

import json
import math
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tigang.errors import ModelError
from tigang.tags.cues import read_cues
from tigang.tags.second import blocks_of
from tigang.tagset import Tag, Tagset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["SHIFT", "Features", "Grams", "Vector", "Weights", "load_weights", "open_model", "pack", "pack_class"]
__all__ += ["save_weights", "unpack"]

Vector = tuple[float, ...]
"""A number for each tag or each hidden unit."""
SHIFT = 128
"""What is added to a weight to store it as a byte."""
_WIDTH = 4  # bytes of a weight's field: no sentence's sum of int8 weights leaves it
_COUNT_BITS = 16
_FORMAT = "tigang-tags"
_VERSION = 3
_HEAD = 200  # bytes in which the first line of a file of ours ends
_LEVELS = 5  # vectors of a cue class


class _Values(dict[int, int]):
    """Position of an n-gram, from 1 → packed weight, read when it is first asked for."""

    def __init__(self, packed: bytes, size: int, classes: dict[int, int]) -> None:
        super().__init__()
        self._packed, self._size, self._classes = packed, size, classes
        self._shift = pack([SHIFT] * size)

    def __missing__(self, at: int) -> int:
        value = self._classes.get(at, 0)
        stored = self._packed[(at - 1) * self._size : at * self._size]
        if stored:  # nothing for a cue word that is no n-gram
            fields = bytearray(self._size * _WIDTH)
            fields[::_WIDTH] = stored
            value += int.from_bytes(fields, "little") - self._shift
        self[at] = value
        return value


class Grams(Mapping[str, int]):
    """n-gram → packed weight; a short document asks for few of them, so they are read one by one."""

    __slots__ = ("_at", "_values")

    def __init__(self, names: Sequence[str], packed: bytes, count: int, cues: Iterable[Iterable[str]]) -> None:
        """Read the n-grams from the file's parts.

        Parameters
        ----------
        count
            Weight fields of each.
        cues
            The words of each cue class.
        """
        self._at = dict(zip(names, range(1, len(names) + 1), strict=True))
        classes: dict[int, int] = {}
        for k, words in enumerate(cues):
            one = pack_class(k, count)
            for w in words:
                at = self._at.setdefault(w, len(self._at) + 1)
                classes[at] = classes.get(at, 0) + one
        self._values = _Values(packed, count, classes)

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


class Features(Mapping[str, Vector]):
    """Feature (see `tigang.tags.features`) → weights of the hidden units, read when they are asked for."""

    __slots__ = ("_at", "_format", "packed")

    def __init__(self, names: Sequence[str], packed: bytes, count: int) -> None:
        """Read the features from the file's parts; ``count`` is the number of hidden units."""
        self._format = struct.Struct(f"<{count}e")
        if len(packed) != len(names) * self._format.size:
            raise ValueError(f"{len(packed)} bytes for {len(names)} features")
        self._at = dict(zip(names, range(len(names)), strict=True))
        self.packed = packed

    def __getitem__(self, name: str) -> Vector:
        return self.rows([self._at[name]])[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def find(self, names: Iterable[str]) -> list[int]:
        """Return the positions of those that are known."""
        return [at for at in map(self._at.get, names) if at is not None]

    def rows(self, positions: Iterable[int]) -> list[Vector]:
        """Return the weights of those at some positions."""
        size, unpack_from, packed = self._format.size, self._format.unpack_from, self.packed
        return [unpack_from(packed, size * at) for at in positions]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Everything that the tagger has learnt."""

    tagset: Tagset
    grams: Grams
    """n-gram → packed weight."""
    packed: bytes
    """The weights of the first n-grams of ``grams`` as they stand in the file, the cue classes left out."""
    unit: float
    """What one step of a packed weight adds to a hidden unit."""
    bias: Vector
    """Bias of each hidden unit."""
    out: tuple[Vector, ...]
    """For each tag the weights of the hidden units."""
    out_bias: Vector
    """Bias of each tag."""
    cues: tuple[tuple[Vector, ...], ...]
    """For each cue class the weights of one word in the sentence, of two, of three, of four or more, and of at
    least one in its last clause."""
    features: Features
    """Feature (see `tigang.tags.features`) → weights, block scale included."""
    second_marks: tuple[str, ...]
    """Names of the inputs of the second pass's block ``marks``."""
    second: dict[str, tuple[Vector, ...]]
    """Weights of the second pass: block → a vector for each of the block's inputs."""
    figures: dict[str, float]
    """What the training run was given, and the figures that it measured out of fold; see `tigang.training`."""


def unpack(packed: int, count: int, classes: int) -> tuple[int, ...]:
    """Return the ``count`` weight fields of a sum of packed weights, then the counter of each cue class.

    >>> unpack(pack([1, -1, 0, 5, -7, -127]) + pack_class(1, 6), 6, 2)
    (1, -1, 0, 5, -7, -127, 0, 1)
    """
    size = count * _WIDTH + classes * _COUNT_BITS // 8
    data = ((packed + _zero(count)) & ((1 << (8 * size)) - 1)).to_bytes(size, "little")
    fields = struct.unpack(f"<{count}I{classes}H", data)
    return tuple(v - (1 << (8 * _WIDTH - 1)) for v in fields[:count]) + fields[count:]


@lru_cache
def _zero(count: int) -> int:
    """Return what lifts all weight fields to be positive."""
    return sum(1 << (8 * _WIDTH * (k + 1) - 1) for k in range(count))


def pack(fields: Sequence[int]) -> int:
    """Return the packed weight of some fields."""
    return sum(value << (8 * _WIDTH * k) for k, value in enumerate(fields))


def pack_class(k: int, count: int) -> int:
    """Return the packed weight that counts one word of cue class ``k``, above ``count`` weight fields."""
    return 1 << (8 * _WIDTH * count + _COUNT_BITS * k)


def save_weights(
    path: Path, weights: Weights, grams: Mapping[str, Sequence[int]], features: Mapping[str, Sequence[float]]
) -> None:
    """Write the weights; ``grams`` and ``features`` stand in for those of ``weights``, which are not looked at."""
    head = {
        "tags": weights.tagset.tags,
        "unit": weights.unit,
        "bias": weights.bias,
        "out": weights.out,
        "out_bias": weights.out_bias,
        "cues": weights.cues,
        "second_marks": weights.second_marks,
        "second": weights.second,
        "figures": weights.figures,
    }
    names = sorted(grams)
    words = "\n".join(names).encode()
    packed = b"".join(bytes(v + SHIFT for v in grams[g]) for g in names)
    told = "\n".join(features).encode()
    vector = struct.Struct(f"<{len(weights.bias)}e")
    vectors = b"".join(vector.pack(*v) for v in features.values())
    sizes = " ".join(str(len(part)) for part in (words, packed, told, vectors))
    second = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    rest = b"\n".join((second, sizes.encode(), words + packed + told + vectors))
    first = json.dumps({"format": _FORMAT, "version": _VERSION, "sha256": sha256(rest).hexdigest()})
    path.write_bytes(first.encode() + b"\n" + rest)


def open_model(model: str | os.PathLike[str] | Weights | None) -> Weights:
    """Return the weights of a model: a file, weights as they are, or for None those that ship with the package.

    Raises
    ------
    ModelError
        As `load_weights`.
    """
    return model if isinstance(model, Weights) else load_weights(model)


def load_weights(path: str | os.PathLike[str] | None = None) -> Weights:
    """Read the weights that ship with the package, or those of ``path``.

    A file is read once, and again where it has changed.

    Raises
    ------
    ModelError
        If the file cannot be read, is truncated, damaged, of another version or not ours.
    """
    where = os.path.join(os.path.dirname(__file__), "data", "weights.bin") if path is None else os.fspath(path)  # noqa: PTH118, PTH120
    try:
        state = os.stat(where)  # noqa: PTH116 - pathlib takes longer to import than this to read
    except (OSError, ValueError) as e:
        raise ModelError(f"{where}: {getattr(e, 'strerror', None) or e}; name a model of `tigang train`") from e
    return _load(where, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _load(where: str, _changed: int, _size: int) -> Weights:
    try:
        with open(where, "rb") as file:  # noqa: PTH123 - as above
            first = file.readline(_HEAD)
            rest = file.read() if first.endswith(b"\n") and first.startswith(b"{") else b""
    except OSError as e:
        raise ModelError(f"{where}: {e.strerror or e}; name a model of `tigang train`") from e
    _check(where, first, rest)
    try:
        return _read(rest)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, struct.error) as e:
        raise ModelError(f"{where}: {type(e).__name__} {e}: the file was not written by `tigang train`") from e


def _check(where: str, first: bytes, rest: bytes) -> None:
    """Raise unless the first line is that of our format and version, and the rest as it was written."""
    try:
        told = json.loads(first)
        name, version, checksum = told["format"], told.get("version", 1), told.get("sha256")
    except (ValueError, KeyError, TypeError, AttributeError):
        name = None
    if not isinstance(name, str) or not name.startswith(_FORMAT):
        raise ModelError(f"{where}: no model of tigang; name a file that `tigang train` wrote")
    if (name, version) != (_FORMAT, _VERSION):
        raise ModelError(
            f"{where}: a model of version {version!r}, but this tigang reads version {_VERSION};"
            " train it anew from its labelled documents"
        )
    if checksum != sha256(rest).hexdigest():
        raise ModelError(f"{where}: the file is truncated or damaged; copy it again or train the model anew")


def _read(data: bytes) -> Weights:
    """Return the weights; ValueError and its like say that the parts do not fit together."""
    first = data.index(b"\n")
    second = data.index(b"\n", first + 1)
    head = json.loads(data[:first])
    tagset = Tagset(tuple(Tag(*tag) for tag in head["tags"]))
    count, classes = len(tagset.tags), read_cues()
    parts = []
    at = second + 1
    for size in map(int, data[first:second].split()):
        parts.append(data[at : at + size])
        at += size
    words, packed, features, vectors = parts
    names = words.decode().split("\n") if words else []
    hidden = len(head["bias"])
    if len(packed) != len(names) * 2 * hidden:
        raise ValueError(f"{len(packed)} bytes for {len(names)} n-grams")
    if len(head["cues"]) != len(classes):
        raise ValueError(f"weights of {len(head['cues'])} cue classes, but the lexicon has {len(classes)}")
    marks = tuple(map(str, head["second_marks"]))
    sizes = blocks_of(count) | {"marks": len(marks), "bias": 1}
    return Weights(
        tagset=tagset,
        grams=Grams(names, packed, 2 * hidden, classes.values()),
        packed=packed,
        unit=_vectors([[head["unit"]]], 1, 1)[0][0],
        bias=_vectors([head["bias"]], 1, hidden)[0],
        out=_vectors(head["out"], count, hidden),
        out_bias=_vectors([head["out_bias"]], 1, count)[0],
        cues=tuple(_vectors(rows, _LEVELS, hidden) for rows in head["cues"]),
        features=Features(features.decode().split("\n") if features else [], vectors, hidden),
        second_marks=marks,
        second={name: _vectors(head["second"][name], rows, count) for name, rows in sizes.items()},
        figures={str(k): float(v) for k, v in head["figures"].items()},
    )


def _vectors(rows: Any, size: int, count: int) -> tuple[Vector, ...]:
    """Return rows of JSON as so many vectors of finite numbers."""
    out = tuple(tuple(map(float, row)) for row in rows)
    if len(out) != size or any(len(row) != count or not all(map(math.isfinite, row)) for row in out):
        raise ValueError(f"want {size} rows of {count} numbers")
    return out
