"""Outline analyzer for Chinese official documents: the section tree, and what every sentence does.

>>> import tigang
>>> tigang.TAGS
('target', 'initiative', 'problem', 'plan', 'other')

A public name is imported when it is first asked for, so that ``import tigang`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tigang.document import (
        SCHEMA,
        TAG_NAMES_ZH,
        TAGS,
        Document,
        Evidence,
        Matter,
        Node,
        Noise,
        Note,
        Paragraph,
        Sentence,
        Source,
        Span,
        Text,
    )
    from tigang.errors import DecodeError, FormatError, InputError, ModelError, TigangError
    from tigang.evaluation import evaluate
    from tigang.labelling import label
    from tigang.nlp import load
    from tigang.pipeline import analyze
    from tigang.training import train

    __version__: str

__all__ = [
    "SCHEMA",
    "TAGS",
    "TAG_NAMES_ZH",
    "DecodeError",
    "Document",
    "Evidence",
    "FormatError",
    "InputError",
    "Matter",
    "ModelError",
    "Node",
    "Noise",
    "Note",
    "Paragraph",
    "Sentence",
    "Source",
    "Span",
    "Text",
    "TigangError",
    "__version__",
    "analyze",
    "evaluate",
    "label",
    "load",
    "train",
]

_ELSEWHERE = {
    "analyze": "tigang.pipeline",
    "evaluate": "tigang.evaluation",
    "label": "tigang.labelling",
    "load": "tigang.nlp",
    "train": "tigang.training",
    "DecodeError": "tigang.errors",
    "FormatError": "tigang.errors",
    "InputError": "tigang.errors",
    "ModelError": "tigang.errors",
    "TigangError": "tigang.errors",
}
"""The module of each public name that is not in `tigang.document`."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("tigang")
    else:
        from importlib import import_module

        value = getattr(import_module(_ELSEWHERE.get(name, "tigang.document")), name)
    globals()[name] = value  # asked for once only
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
