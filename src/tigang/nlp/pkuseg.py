"""A folder with a model of spacy-pkuseg → words.

Terms
-----
model : the linear-chain CRF that `spacy_pkuseg.train` writes into a folder: the features and the words that
    they are made of (``features.msgpack``), the weights (``weights.npz``).
node : a character as the features see it; all figures are one node.

Post-conditions
---------------
1. The words join to the text.
2. `Pkuseg` gives the words that ``spacy_pkuseg.pkuseg(folder, user_dict=None).cut`` gives.
3. Reading a model runs no code from it: of an old model's pickle only plain values are taken.
4. `read_model` reads what `Model.write` and `Model.to_bytes` give.

The library looks up fifty pairs of words for every character, whether there are such words or not; looking for
the words first makes this faster. Training, normalizing, scoring and decoding are the library's.
"""

from __future__ import annotations

import io
import pickle
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tigang.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

__all__ = ["FILES", "SHIPPED", "Model", "Pkuseg", "read_model"]

FILES = ("features.msgpack", "weights.npz")
SHIPPED = Path(__file__).parent / "data" / "pkuseg"
"""The folder of our model for official writing, as scripts/train_words.py wrote it."""

_PICKLED = "features.pkl"  # what models of before 2020 have in place of the first of `FILES`
_LONGEST = 6  # wordMax of spacy_pkuseg.config, under which its models are trained
_TAGS = {"B", "B_single", "I", "I_first", "I_end"}


@dataclass(frozen=True, slots=True)
class Model:
    """The two files of a model, parsed."""

    features: dict[str, int]
    """Feature → its number."""
    words: frozenset[str]
    """The words that features are made of, as nodes."""
    tags: dict[str, int]
    """Tag of a character → its number; those that begin with ``B`` start a word."""
    weights: np.ndarray[Any, np.dtype[np.float64]]
    """A weight for every feature and tag, then for every pair of tags."""

    def write(self, folder: Path) -> None:
        """Write the model into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in zip(FILES, self._files(), strict=True):
            (folder / name).write_bytes(data)

    def to_bytes(self) -> bytes:
        """Return the model as bytes."""
        import srsly

        data: bytes = srsly.msgpack_dumps(self._files())
        return data

    def _files(self) -> list[bytes]:
        import numpy as np
        import srsly

        names = {
            "unigram": sorted(self.words),
            "bigram": [],  # the library needs them in training only
            "feature_to_idx": self.features,
            "tag_to_idx": self.tags,
        }
        weights = io.BytesIO()
        np.savez_compressed(weights, sizes=np.array([len(self.tags), len(self.features)]), w=self.weights)
        return [srsly.msgpack_dumps(names), weights.getvalue()]


def read_model(source: Path | bytes) -> Model:
    """Read a model from its folder or bytes.

    Raises
    ------
    ModelError
        If there is none, or it is damaged or would run code.
    """
    import srsly

    if isinstance(source, bytes):
        try:
            features, weights = srsly.msgpack_loads(source)
        except (ValueError, TypeError) as e:
            raise ModelError(f"model in bytes: {e}: give what Model.to_bytes gave") from e
        return _parse("model in bytes", srsly.msgpack_loads, features, weights)
    old = (source / _PICKLED).is_file() and not (source / FILES[0]).is_file()
    names = (_PICKLED, FILES[1]) if old else FILES
    missing = [name for name in names if not (source / name).is_file()]
    if missing:
        raise ModelError(f"{source}: no {' and no '.join(missing)}; give the folder that spacy_pkuseg.train wrote")
    features, weights = ((source / name).read_bytes() for name in names)
    return _parse(str(source), _load_plain if old else srsly.msgpack_loads, features, weights)


def _parse(where: str, load: Any, features: bytes, weights: bytes) -> Model:
    import numpy as np

    try:
        names = load(features)
        with np.load(io.BytesIO(weights), allow_pickle=False) as arrays:
            sizes = tuple(int(n) for n in arrays["sizes"])
            model = Model(
                {str(k): int(v) for k, v in names["feature_to_idx"].items()},
                frozenset(names["unigram"]),
                dict(names["tag_to_idx"]),
                np.asarray(arrays["w"], dtype=np.float64),
            )
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, OSError, pickle.UnpicklingError) as e:
        raise ModelError(f"{where}: {type(e).__name__} {e}: not a model of spacy-pkuseg, or a damaged one") from e
    except zipfile.BadZipFile as e:
        raise ModelError(f"{where}: {FILES[1]} is damaged ({e}); write it again") from e
    tags, count = len(model.tags), len(model.features)
    if not ({"B", "I"} <= model.tags.keys() <= _TAGS) or model.features.get("$$") != 0:
        raise ModelError(f"{where}: {FILES[0]} has not the tags and features of spacy-pkuseg; train it with that")
    if sizes != (tags, count) or model.weights.shape != (tags * (tags + count),):
        raise ModelError(f"{where}: {FILES[1]} is not for the {count} features and {tags} tags of {FILES[0]}")
    if not set(model.tags.values()) == set(range(tags)) or max(model.features.values()) >= count:
        raise ModelError(f"{where}: the numbers in {FILES[0]} do not count its features and tags; write it again")
    return model


class _Plain(pickle.Unpickler):
    """Reads plain values; a pickle that asks for anything else is refused."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in (("builtins", "set"), ("__builtin__", "set")):
            return set
        raise pickle.UnpicklingError(f"{module}.{name} is asked for, which could run code")


def _load_plain(data: bytes) -> Any:
    return _Plain(io.BytesIO(data)).load()


class _Nodes(dict[str, str]):
    """Character → node."""

    def __missing__(self, character: str) -> str:
        from spacy_pkuseg.feature_extractor import FeatureExtractor

        node: str = next(iter(FeatureExtractor.normalize_text(character)))
        self[character] = node
        return node


class Pkuseg:
    """Cuts a text without blanks into words."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._nodes = _Nodes()
        self._starts = frozenset(number for tag, number in model.tags.items() if tag.startswith("B"))

    def __reduce__(self) -> tuple[Any, ...]:
        if self is shipped():
            return shipped, ()
        return Pkuseg, (self.model,)

    def __call__(self, text: str) -> list[str]:
        """Return the words of a text without blanks."""
        from spacy_pkuseg.inference import getLogYY, run_viterbi

        model = self.model
        tags = len(model.tags)
        nodes = [self._nodes[c] for c in text]
        scores, edges = getLogYY(self._features(nodes), tags, len(model.features) * tags, model.weights, 1.0)
        _, found = run_viterbi(scores, edges)
        starts = [i for i, tag in enumerate(found.tolist()) if i and tag in self._starts]
        return [text[a:b] for a, b in zip([0, *starts], [*starts, len(text)], strict=True)]

    def _features(self, nodes: Sequence[str]) -> list[list[int]]:
        """Return the numbers of the features of every node."""
        number = self.model.features.get
        known = self.model.words
        size = len(nodes)
        opening: list[list[str]] = [[] for _ in range(size + 1)]  # words that start at a node
        closing: list[list[str]] = [[] for _ in range(size + 1)]  # words that end before a node
        for i in range(size):
            word = nodes[i]
            for j in range(i + 1, min(i + _LONGEST, size)):
                word += nodes[j]
                if word in known:
                    opening[i].append(word)
                    closing[j + 1].append(word)
        around = ["", "", *nodes, "", ""]  # no feature has an empty node
        out = []
        for i in range(size):
            before2, before, node, after, after2 = around[i : i + 5]
            names = [
                f"c.{node}",
                f"c-1.{before}",
                f"c1.{after}",
                f"c-2.{before2}",
                f"c2.{after2}",
                f"c-1c.{before}.{node}",
                f"cc1.{node}.{after}",
                f"c-2c-1.{before2}.{before}",
            ]
            names += [f"w-1.{word}" for word in closing[i + 1]]
            names += [f"w1.{word}" for word in opening[i]]
            if closing[i] and opening[i]:
                names += [f"ww.l.{a}*{b}" for a in closing[i] for b in opening[i]]
            if closing[i + 1] and opening[i + 1]:
                names += [f"ww.r.{a}*{b}" for a in closing[i + 1] for b in opening[i + 1]]
            out.append([0] + [n for n in map(number, names) if n is not None])
        return out


@cache
def shipped() -> Pkuseg:
    """Return the segmenter of our model; it is read once."""
    return Pkuseg(read_model(SHIPPED))
