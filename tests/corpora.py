"""The texts that tests run over."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
SHARED = Path(os.environ.get("TIGANG_SHARED") or ROOT.parent / "shared")
"""The shared corpus and scorer, which are no part of the project and may be missing."""


def corpus_texts() -> list[Path]:
    """Return the texts of the project's own corpus; there is always at least one."""
    texts = sorted(CORPUS.rglob("*.txt"))
    if not texts:
        raise FileNotFoundError(f"{CORPUS}: no *.txt; the tests need the corpus")
    return texts


def shared_texts(*folders: str) -> list[Path]:
    """Return the texts of some folders of the shared corpus, none where it is missing."""
    return sorted(p for folder in folders for p in (SHARED / "corpus" / folder).glob("*.txt"))
