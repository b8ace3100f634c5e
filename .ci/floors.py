"""Hold `tigang evaluate` against the pinned floors of tests/floors.json.

Each set there has the hash of the gold that its floors were measured on. A changed hash is reported, and the
floors are held all the same. ``--measure`` prints the file anew with the figures of now, rounded down.
"""
# ruff: noqa: INP001, S603, T201 - a script of the gate that runs our own command and prints

from __future__ import annotations

import hashlib
import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tests" / "floors.json"
SHARED = Path(os.environ.get("TIGANG_SHARED") or ROOT.parent / "shared")


def folder_of(name: str) -> Path:
    """Return the folder of a set: ``corpus/FOLDER``, or ``shared/FOLDER`` of the shared corpus."""
    return SHARED / "corpus" / name.removeprefix("shared/") if name.startswith("shared/") else ROOT / name


def digest_of(folder: Path) -> str:
    """Return a hash over the names and contents of all texts and labels."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.iterdir() if p.suffix in (".txt", ".tsv")):
        digest.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def figures_of(folder: Path) -> dict[str, float]:
    """Return what ``tigang evaluate`` says; it ends with 1 where an analysis failed."""
    command = ["tigang", "evaluate", str(folder), "--format", "json"]
    out = subprocess.run(command, check=False, stdout=subprocess.PIPE)
    if out.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit code {out.returncode}")
    figures: dict[str, float | None] = json.loads(out.stdout)
    return {key: math.nan if value is None else value for key, value in figures.items()}


def hold(name: str, pinned: dict[str, Any]) -> int:
    """Print the figures of a set beside their floors; return how many are under them or have none."""
    folder = folder_of(name)
    print(f"\n{name}")
    if not folder.is_dir():
        print("  not there, left out")
        return int(not name.startswith("shared/"))
    if digest_of(folder) != pinned["sha256"]:
        print(f"  the gold changed since the floors were set ({pinned['sha256'][:12]}): measure anew")
    figures = figures_of(folder)
    bad = 0
    for key, floor in pinned["floors"].items():
        held = floor is not None and figures[key] >= floor
        bad += not held
        mark = "" if held else "  no floor is set" if floor is None else "  UNDER ITS FLOOR"
        print(f"  {key:<20}{figures[key]:>8.4f}{'-' if floor is None else format(floor, '.4f'):>10}{mark}")
    if figures["failed"]:
        print(f"  {figures['failed']} analyses FAILED")
    return bad + int(figures["failed"])


def measured(name: str, pinned: dict[str, Any]) -> dict[str, Any]:
    """Return a set with the figures of now as its floors."""
    folder = folder_of(name)
    figures = figures_of(folder)
    floors = {key: math.floor(figures[key] * 1000) / 1000 for key in pinned["floors"]}
    return {"sha256": digest_of(folder), "floors": floors}


def main() -> int:
    """Hold or measure all sets."""
    sets: dict[str, dict[str, Any]] = json.loads(FLOORS.read_text("utf-8"))
    if sys.argv[1:] == ["--measure"]:
        print(json.dumps({name: measured(name, pinned) for name, pinned in sets.items()}, indent=1))
        return 0
    bad = sum(hold(name, pinned) for name, pinned in sets.items())
    print(f"\n{bad} figures below par" if bad else "\nall floors hold")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
