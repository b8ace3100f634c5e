"""The cue lexicon: classes of words that speak for what a sentence does, whatever its subject.

Terms
-----
class : a group of words with one bearing, such as ``neg`` (want or failure) or ``goal`` (a set level).

Post-conditions
---------------
1. A word has at most `LONGEST` characters and stands in the plain form of `tigang.tags.words`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from tigang.tags.words import plain

__all__ = ["LONGEST", "read_cues"]

LONGEST = 4


@cache
def read_cues() -> dict[str, tuple[str, ...]]:
    """Return the words of each class, in the order of ``data/cues.txt``."""
    out: dict[str, list[str]] = {}
    words: list[str] = []
    for line in files("tigang.tags").joinpath("data/cues.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            words = out.setdefault(line.strip("[] "), [])
        elif not line.startswith("#"):
            words += line.split()
    # years and months that lie behind or ahead of the document's own, as the plain form writes them
    out["fut"] += "Z", "F月"
    out["past"] += "X", "P月"
    return {name: tuple(dict.fromkeys(plain(w) for w in words)) for name, words in out.items()}
