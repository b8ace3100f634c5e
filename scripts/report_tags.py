"""Tables for the model card: how the tagger's figures change with kind, writer and origin of the documents.

    python scripts/report_tags.py kinds FOLDER... [--unseen FOLDER...] [--twice NAME...] [--plot FILE.svg] [--card FILE]
    python scripts/report_tags.py writers FOLDER... [--groups N] [--card FILE]
    python scripts/report_tags.py transfer FOLDER... --on FOLDER... [--card FILE]

Each FOLDER holds NAME.txt and NAME.tsv, and may be given with a name for the tables (``public=../FOLDER``); the
writer, the mix and the use of headings of its documents stand in ``../manifest.csv`` where there is one. All
figures are on the labelled structure, F1 is the macro-F1 over the four tags that are not other.

kinds
    Out of fold on the documents of FOLDER: F1 by folder, kind and what the manifest tells, the same with all
    headings replaced by ones that say nothing, and what the headings' role words reach alone. ``--unseen`` adds
    the shipped weights' calibration on folders that they were not fitted to, ``--plot`` draws both (needs
    matplotlib).
writers
    Each writer's documents tagged by a model that was fitted without any document of that writer, beside a model
    that knows other documents of the writer. ``--groups`` leaves out the writers of a group together.
transfer
    A model fitted on FOLDER alone: its out-of-fold figures there and its figures on the other folders.

``--card`` puts the output into a Markdown file, between ``<!-- report: NAME -->`` and ``<!-- end of report -->``.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crossvalidate_tags import confusions, f1_of

from tigang.calibration import Bin, calibrate, calibration_error, cooled, cooling_of
from tigang.document import TAGS
from tigang.tags import tag_sentences
from tigang.tags.roles import genre_of
from tigang.training.data import Doc, folds_of, kind_of, read_docs, view_of
from tigang.training.fits import Fits
from tigang.training.passes import encode, rows_of, second_inputs

if TYPE_CHECKING:
    from collections.abc import Sequence

Scores = list[list[float]]
"""Probabilities of the tags for each sentence of a document."""
FOLDS = 5
TOLD = {"headings": "headings", "mix": "contents"}
"""Column of the manifest → what the table calls it."""
FEWEST = 4
"""A group of fewer documents gets no row."""
SHOWN = 10
"""Sentences from which the share that is right is drawn."""


class Folder(NamedTuple):
    """A folder of labelled documents and what the tables call it."""

    name: str
    path: Path


def folder(argument: str) -> Folder:
    """Read ``FOLDER`` or ``NAME=FOLDER``."""
    name, named, path = argument.rpartition("=")
    place = Path(path)
    return Folder(name if named else f"{place.resolve().parent.name}/{place.name}", place)


def read(folders: Sequence[Folder]) -> list[Doc]:
    """Read the documents of several folders."""
    return read_docs([f.path for f in folders])


# -- tagging ------------------------------------------------------------------------------------------------


def fitted(fits: Fits, docs: Sequence[Doc]) -> list[Scores]:
    """Return what a model fitted on all documents of ``fits`` gives for others."""
    first, second = fits.first(), fits.second()
    views = [view_of(d) for d in docs]
    scores = [first.scores(encode(rows_of(v), fits.index)) for v in views]
    return [second.probabilities(second_inputs(v, s)).tolist() for v, s in zip(views, scores, strict=True)]


def shipped(docs: Sequence[Doc]) -> list[Scores]:
    """Return what the package's own weights give."""
    tagged = (tag_sentences(d.text, d.nodes, d.sentences, title=d.title, noise=d.noise) for d in docs)
    return [[list(s.scores) for s in sentences] for sentences in tagged]


def announced(doc: Doc) -> list[int]:
    """Return for each sentence the tag that its headings' words announce, other where they announce none."""
    roles = view_of(doc).frame.roles
    tags = [None if s.node is None else roles[s.node] for s in doc.sentences]
    return [TAGS.index(t if t in TAGS else "other") for t in tags]


# -- figures ------------------------------------------------------------------------------------------------


def figures(docs: Sequence[Doc], tags: Sequence[Sequence[int]]) -> tuple[float, float]:
    """Return the macro-F1 of sentences and of paragraphs."""
    sentences, paragraphs = confusions(list(docs), [list(t) for t in tags])
    return f1_of(sentences)[0], f1_of(paragraphs)[0]


def best(scores: Scores) -> list[int]:
    """Return the most probable tags."""
    return [p.index(max(p)) for p in scores]


def by_sentence(docs: Sequence[Doc], scores: Sequence[Scores]) -> list[tuple[list[float], int]]:
    """Return probabilities and right tag of each sentence."""
    return [pair for d, s in zip(docs, scores, strict=True) for pair in zip(s, d.tags, strict=True)]


def bins_of(docs: Sequence[Doc], scores: Sequence[Scores]) -> tuple[Bin, ...]:
    """Return how often tags of like confidence are right."""
    return calibrate((max(p), p.index(max(p)) == t) for p, t in by_sentence(docs, scores))


def cool(docs: Sequence[Doc], scores: Sequence[Scores]) -> list[Scores]:
    """Return out-of-fold scores with the cooling that training gives the model by them."""
    factor = cooling_of(by_sentence(docs, scores))
    return [[cooled(p, factor) for p in s] for s in scores]


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table, figures without the zero before the point."""

    def cell(value: object) -> str:
        return re.sub(r"^(-?)0\.", r"\1.", f"{value:.3f}") if isinstance(value, float) else str(value)

    lines = [head, ["---", *["---:"] * (len(head) - 1)], *([cell(v) for v in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def manifest_of(folders: Sequence[Folder]) -> dict[str, dict[str, str]]:
    """Return the manifest's row of each document that has one."""
    out: dict[str, dict[str, str]] = {}
    for path in {f.path.resolve().parent / "manifest.csv" for f in folders}:
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                out |= {row["name"]: row for row in csv.DictReader(file)}
    return out


# -- reports ------------------------------------------------------------------------------------------------


def report_kinds(folders: Sequence[Folder], unseen: Sequence[Folder], twice: Sequence[str], plot: Path | None) -> str:
    """Return the tables of kinds of documents and of calibration; draw the latter."""
    docs = read(folders)
    homes = {p.stem: f.name for f in folders for p in f.path.glob("*.tsv")}
    told = manifest_of(folders)
    fits = Fits(docs, folds_of(docs, FOLDS), [1 + (homes[d.name] in twice) for d in docs])
    scores, blank = cool(docs, fits.out_of_fold()), fits.out_of_fold(neutral=True)
    groups: dict[tuple[int, str], list[int]] = {}
    for i, d in enumerate(docs):
        names = ["all", homes[d.name], "", f"title: {genre_of(d.title) or 'none'}"]
        if d.name in told:
            names += [f"{word}: {told[d.name][key]}" for key, word in TOLD.items()]
        else:
            names[2] = f"{homes[d.name]}: {kind_of(d.name)}"
        for place in enumerate(names):
            groups.setdefault(place, []).append(i)
    rows = []
    for (_, name), ids in sorted(groups.items()):
        if name and len(ids) >= FEWEST:
            held = [docs[i] for i in ids]
            rows.append(
                (
                    name, len(ids), sum(len(d.tags) for d in held), *figures(held, [best(scores[i]) for i in ids]),
                    figures(held, [best(blank[i]) for i in ids])[0], figures(held, [announced(d) for d in held])[0],
                    calibration_error(bins_of(held, [scores[i] for i in ids])),
                )
            )  # fmt: skip
    head = ("out of fold", "documents", "sentences", "F1 sentences", "paragraphs", "headings removed",
            "headings alone", "calibration error")  # fmt: skip
    sets = [("out of fold", docs, scores)]
    for f in unseen:
        others = read([f])
        sets.append((f"{f.name}, not trained on", others, shipped(others)))
    binned = [(name, len(held), bins_of(held, given)) for name, held, given in sets]
    if plot:
        draw(plot, [(f"{name} (error {calibration_error(bins):.3f})", bins) for name, _, bins in binned])
    errors = [(name, count, sum(b.size for b in bins), calibration_error(bins)) for name, count, bins in binned]
    return table(head, rows) + "\n" + table(("calibration", "documents", "sentences", "expected error"), errors)


def draw(path: Path, curves: Sequence[tuple[str, Sequence[Bin]]]) -> None:
    """Draw how often tags of a confidence are right."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "tigang"
    import matplotlib.pyplot as plt

    figure, (upper, lower) = plt.subplots(
        2, 1, sharex=True, figsize=(6, 6.4), height_ratios=(3, 1), layout="constrained"
    )
    upper.plot((0.2, 1), (0.2, 1), color="grey", linewidth=0.8, linestyle="--")
    for name, bins in curves:
        total = sum(b.size for b in bins)
        # a point of a handful of tags says nothing
        xs, ys = zip(*((b.confidence, b.right) for b in bins if b.size >= SHOWN), strict=True)
        (line,) = upper.plot(xs, ys, marker="o", markersize=4, label=name)
        xs, ys = zip(*((b.confidence, b.size / total) for b in bins), strict=True)
        lower.plot(xs, ys, marker="o", markersize=3, color=line.get_color())
    upper.set_ylabel("share of sentences whose tag is right")
    upper.legend(loc="upper left", frameon=False)
    lower.set_ylabel("share of sentences")
    lower.set_xlabel("probability of the most probable tag")
    lower.set_xlim(0.2, 1.02)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def report_writers(folders: Sequence[Folder], count: int) -> str:
    """Return the table of writers, the hardest first."""
    docs = read(folders)
    told = manifest_of(folders)
    nameless = [d.name for d in docs if not told.get(d.name, {}).get("writer")]
    if nameless:
        raise SystemExit(f"{nameless[0]}: no manifest.csv names its writer; leave its folder out or add its row")
    wrote = [told[d.name]["writer"] for d in docs]
    writers = sorted(set(wrote))
    known = [best(s) for s in Fits(docs, folds_of(docs, FOLDS)).out_of_fold()]
    strange: dict[str, list[int]] = {}
    for k in range(min(count, len(writers))):
        out = set(writers[k::count])
        rest = [d for d, w in zip(docs, wrote, strict=True) if w not in out]
        held = [d for d, w in zip(docs, wrote, strict=True) if w in out]
        strange |= {d.name: best(s) for d, s in zip(held, fitted(Fits(rest, folds_of(rest, FOLDS)), held), strict=True)}
    rows = []
    for name in (*writers, "all"):
        ids = [i for i, w in enumerate(wrote) if name in (w, "all")]
        held = [docs[i] for i in ids]
        unknown = figures(held, [strange[d.name] for d in held])[0]
        size = sum(len(d.tags) for d in held)
        rows.append((name, len(ids), size, figures(held, [known[i] for i in ids])[0], unknown))
    rows[:-1] = sorted(rows[:-1], key=lambda row: row[-1])
    return table(("writer", "documents", "sentences", "F1, writer known", "F1, writer left out"), rows)


def report_transfer(folders: Sequence[Folder], on: Sequence[Folder]) -> str:
    """Return the table of a model on documents of another origin."""
    docs = read(folders)
    fits = Fits(docs, folds_of(docs, FOLDS))
    rows = [("its own, out of fold", docs, fits.out_of_fold())]
    others = [read([f]) for f in on]
    everything = [d for held in others for d in held]
    names = [f.name for f in on]
    if len(on) > 1:
        others, names = [*others, everything], [*names, "these together"]
    by_name = dict(zip((d.name for d in everything), fitted(fits, everything), strict=True))
    rows += [(name, held, [by_name[d.name] for d in held]) for name, held in zip(names, others, strict=True)]
    return table(
        ("tested on", "documents", "sentences", "F1 sentences", "paragraphs", "headings alone"),
        [
            (
                name, len(held), sum(len(d.tags) for d in held), *figures(held, [best(s) for s in scores]),
                figures(held, [announced(d) for d in held])[0],
            )
            for name, held, scores in rows
        ],
    )  # fmt: skip


def put(card: Path, name: str, report: str) -> None:
    """Put a report into its place in a Markdown file."""
    place = re.compile(rf"(<!-- report: {name} -->\n).*?(<!-- end of report -->)", re.DOTALL)
    text, found = place.subn(lambda m: f"{m[1]}\n{report}\n{m[2]}", card.read_text("utf-8"))
    if found != 1:
        raise SystemExit(f"{card}: wants one place <!-- report: {name} --> … <!-- end of report -->, has {found}")
    card.write_text(text, "utf-8")


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("report", choices=("kinds", "writers", "transfer"))
    parser.add_argument("folders", nargs="+", type=folder)
    parser.add_argument("--unseen", nargs="+", type=folder, default=[])
    parser.add_argument("--twice", nargs="+", default=[], metavar="NAME", help="folders seen twice, see train_tags.py")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--groups", type=int, default=20)
    parser.add_argument("--on", nargs="+", type=folder, default=[])
    parser.add_argument("--card", type=Path)
    args = parser.parse_args()
    began = time.monotonic()
    if args.report == "kinds":
        report = report_kinds(args.folders, args.unseen, args.twice, args.plot)
    elif args.report == "writers":
        report = report_writers(args.folders, args.groups)
    else:
        report = report_transfer(args.folders, args.on)
    sys.stdout.write(report)
    sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")
    if args.card:
        put(args.card, args.report, report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
