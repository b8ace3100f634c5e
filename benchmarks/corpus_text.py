"""Texts of a given size, made from the corpus."""

from __future__ import annotations

from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def corpus_files() -> list[Path]:
    """Return the texts of the corpus, the smallest first."""
    files = sorted(CORPUS.rglob("*.txt"), key=lambda p: (p.stat().st_size, p.name))
    if not files:
        raise FileNotFoundError(f"{CORPUS}: no *.txt; the benchmarks need the corpus")
    return files


def write_text(path: Path, size: int) -> int:
    """Write at least ``size`` bytes of corpus documents, over and over, and return how many it became."""
    documents = [p.read_bytes().rstrip() + b"\n\n" for p in sorted(corpus_files())]
    written = 0
    with path.open("wb") as file:
        while written < size:
            for document in documents:
                written += file.write(document)
                if written >= size:
                    break
    return written
