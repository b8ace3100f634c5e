"""The cue lexicon: classes of words that speak for what a sentence does, whatever its subject.

Terms
-----
class : a group of words with one bearing, such as ``neg`` (want or failure) or ``goal`` (a set level).

Post-conditions
---------------
1. A word has at most `LONGEST` characters and stands in the plain form of `tigang.tags.words`.
"""

from __future__ import annotations

import os
from functools import cache

from tigang.tags.words import plain

__all__ = ["LONGEST", "read_cues"]

LONGEST = 4


def _lines() -> list[str]:
    # plain open: importlib.resources and pathlib take longer to import than the file to read
    with open(os.path.join(os.path.dirname(__file__), "data", "cues.txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH120, PTH123
        return file.read().splitlines()


@cache
def read_cues() -> dict[str, tuple[str, ...]]:
    """Return the words of each class, in the order of ``data/cues.txt``."""
    out: dict[str, list[str]] = {}
    words: list[str] = []
    for line in _lines():
        if line.startswith("["):
            words = out.setdefault(line.strip("[] "), [])
        elif not line.startswith("#"):
            words += line.split()
    # years and months that lie behind or ahead of the document's own, as the plain form writes them
    out["fut"] += "Z", "F月"
    out["past"] += "X", "P月"
    return {name: tuple(dict.fromkeys(plain(w) for w in words)) for name, words in out.items()}
