"""Texts of a given size, made from the corpus.

A document may be used many times over, but no copy is like another: the analyzer takes a page's second copy
in a file for noise and repeated lines for running headers, so that true copies would cost it next to nothing.
"""

from __future__ import annotations

import re
from itertools import count, pairwise
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"

_PLACES = re.compile(r"(?<=[^\s，。；：、]{4})(?=[^\s，。；：、]{2})")
"""Between two characters inside a run of words, clear of markers and marks."""


def corpus_files() -> list[Path]:
    """Return the texts of the corpus, the smallest first."""
    files = sorted(CORPUS.rglob("*.txt"), key=lambda p: (p.stat().st_size, p.name))
    if not files:
        raise FileNotFoundError(f"{CORPUS}: no *.txt; the benchmarks need the corpus")
    return files


def varied(document: str, copy: int) -> str:
    """Return a document with strange words put into most lines, others in every copy and line."""
    if not copy:
        return document
    places = [m.end() for m in _PLACES.finditer(document)][::12]
    out: list[str] = []
    for n, (start, end) in enumerate(pairwise([0, *places, len(document)])):
        out.append(document[start:end])
        out.append(chr(0x4E00 + (copy * 7919 + n * 31) % 20000) + chr(0x4E00 + (copy * 104729 + n) % 20000))
    return "".join(out[:-1])


def write_text(path: Path, size: int) -> int:
    """Write corpus documents, varied copy by copy, and return how many bytes it became, ``size`` at least."""
    documents = [p.read_bytes().decode("utf-8").rstrip() + "\n\n" for p in sorted(corpus_files())]
    written = 0
    with path.open("wb") as file:
        for copy in count():
            for document in documents:
                written += file.write(varied(document, copy).encode("utf-8"))
                if written >= size:
                    return written
    raise AssertionError("copies never end")
