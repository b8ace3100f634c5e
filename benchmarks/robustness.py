"""Robustness: every labelled document of the corpus under each kind of damage, gold transformed along.

Prints a Markdown table of F1 for headings and tree, and their ratio to those of the undamaged documents.
Damage that takes the headings' ends is judged by the tree, all other by the headings.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from damage import KINDS
from labelled import Labelled
from tigang.compare import Comparison, Counts, compare, read_prediction
from tigang.gold import load_file
from tigang.pipeline import analyze_text
from tigang.traditional import SIMPLIFIED

if TYPE_CHECKING:
    from collections.abc import Iterable

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
LEAST = 0.95


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one kind of damage."""

    damage: str
    changed: int
    """Documents that the damage changes."""
    heading: float
    tree: float
    judged: str
    ratio: float
    """The judged figure by that of the undamaged documents."""
    perfect: float
    passed: bool


def read_corpus(folders: Iterable[Path]) -> dict[str, Labelled]:
    """Return the labelled documents of some folders by name."""
    files = [p for folder in folders for p in sorted(folder.rglob("*.tsv"))]
    if not files:
        raise FileNotFoundError("no *.tsv in the folders; the benchmark needs labelled documents")
    return {p.stem: Labelled(*load_file(p.with_suffix(".txt"))) for p in files}


def compared(name: str, labelled: Labelled) -> Comparison:
    """Analyse a text and compare with its gold."""
    data = analyze_text(labelled.text, tags=False).to_dict(text=False)
    return compare(name, labelled.text, labelled.gold, read_prediction(data, len(labelled.text)))


def figures(comparisons: Iterable[Comparison]) -> tuple[float, float, float]:
    """Return F1 of headings and tree over all documents, and the share of those without an error."""
    heading, tree, perfect, documents = Counts(), Counts(), 0, 0
    for c in comparisons:
        counts = dict(c.counts)
        heading, tree = heading + counts["heading"], tree + counts["tree"]
        perfect += c.perfect
        documents += 1
    return heading.f1, tree.f1, perfect / (documents or 1)


_ERROR = re.compile(r"(?:missed|false) heading |heading .* belongs ")


def _key(error: str) -> str:
    """Return an error without its place and without what damage does to its words."""
    what = error.partition(": ")[2]
    plain = unicodedata.normalize("NFKC", what)
    return "".join(SIMPLIFIED.get(c, c) for c in plain if c.isalnum())[:26]


def new_errors(before: Comparison, after: Comparison) -> list[str]:
    """Return the errors in headings that the damage made."""
    known = {_key(e) for e in before.errors}
    return [e for e in after.errors if _ERROR.search(e) and _key(e) not in known]


def main() -> int:
    """Damage, analyse, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, help="labelled documents (default: the corpus)")
    parser.add_argument("--only", action="append", choices=KINDS, metavar="KIND", help="can be repeated")
    parser.add_argument("--seed", default="0", help="of the random choices (default: %(default)s)")
    parser.add_argument("--least", type=float, help="fail if a ratio is lower")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("-v", "--verbose", action="store_true", help="list the errors that damage makes")
    args = parser.parse_args()
    documents = read_corpus(args.folders or [CORPUS])
    clean = {name: compared(name, d) for name, d in documents.items()}
    base = dict(zip(("heading", "tree", "perfect"), figures(clean.values()), strict=True))
    rows = [Row("none", 0, base["heading"], base["tree"], "heading", 1.0, base["perfect"], passed=True)]
    for damage in args.only or KINDS:
        kind = KINDS[damage]
        results: list[Comparison] = []
        changed = 0
        for name, document in documents.items():
            damaged = kind.damage(document, Random(f"{args.seed} {damage} {name}"))  # noqa: S311 - a fixed choice
            if damaged.text == document.text:
                results.append(clean[name])
                continue
            changed += 1
            results.append(compared(name, damaged))
            if args.verbose:
                for error in new_errors(clean[name], results[-1]):
                    print(f"{damage}: {error}")
        heading, tree, perfect = figures(results)
        ratio = (heading if kind.judged == "heading" else tree) / (base[kind.judged] or 1)
        rows.append(Row(damage, changed, heading, tree, kind.judged, ratio, perfect, passed=ratio >= LEAST))
    print(json.dumps([asdict(r) for r in rows], indent=1) if args.json else table(rows, len(documents)))
    return 1 if args.least is not None and any(r.ratio < args.least for r in rows) else 0


def table(rows: Iterable[Row], documents: int) -> str:
    """Return the figures as a Markdown table."""
    out = [
        f"{documents} documents; ratio of heading F1 (tree F1 where starred) to that without damage\n",
        f"| damage | documents changed | heading F1 | tree F1 | perfect | ratio | ≥ {LEAST} |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    for r in rows:
        star = "\\*" if r.judged == "tree" else ""
        out.append(
            f"| {r.damage} | {r.changed} | {r.heading:.4f} | {r.tree:.4f} | {r.perfect:.3f}"
            f" | {r.ratio:.3f}{star} | {'yes' if r.passed else 'no'} |"
        )
    return "\n".join(out)


if __name__ == "__main__":
    sys.exit(main())
