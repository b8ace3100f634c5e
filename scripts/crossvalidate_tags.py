"""Write out-of-fold tags of labelled documents and print their figures.

    python scripts/crossvalidate_tags.py FOLDER... [--twice FOLDER...] [--pred DIR] [--folds N]

Every document is tagged by weights fitted without its fold, on its gold structure. ``--pred`` writes
NAME.json for the scorer. Printed: macro-F1 with the tags of each group of documents, the same with all headings
replaced by ones that say nothing, and the expected calibration error.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from tigang.calibration import calibrate, calibration_error
from tigang.document import TAGS
from tigang.tags.features import read_places
from tigang.tagset import tag_of
from tigang.training.data import Doc, folds_of, kind_of, read_docs
from tigang.training.fits import Fits


def prediction(doc: Doc, probabilities: list[list[float]]) -> dict[str, object]:
    """Return the form that the scorer reads, gold structure and predicted tags."""
    sentences = []
    groups: dict[int, list[tuple[int, int, str]]] = {}
    for s, place, p in zip(doc.sentences, read_places(doc.text, doc.nodes, doc.sentences), probabilities, strict=True):
        tag = TAGS[p.index(max(p))]
        sentences.append({"span": [s.start, s.end], "tag": tag, "scores": dict(zip(TAGS, p, strict=True))})
        groups.setdefault(place.paragraph, []).append((s.start, s.end, tag))
    paragraphs = [
        {"span": [g[0][0], g[-1][1]], "tag": tag_of((tag, b - a) for a, b, tag in g)[0]} for g in groups.values()
    ]
    nodes = [{"id": n.id, "parent": n.parent, "kind": n.kind, "label": list(n.label)} for n in doc.nodes]
    noise = [{"span": [n.start, n.end]} for n in doc.noise]
    return {"title": doc.title, "nodes": nodes, "sentences": sentences, "paragraphs": paragraphs, "noise": noise}


def confusions(
    docs: list[Doc], predicted: list[list[int]]
) -> tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]]:
    """Count (gold, predicted) tags of sentences and of paragraphs."""
    sentences: Counter[tuple[int, int]] = Counter()
    paragraphs: Counter[tuple[int, int]] = Counter()
    for d, tags in zip(docs, predicted, strict=True):
        groups: dict[int, list[tuple[int, int, int]]] = {}
        places = read_places(d.text, d.nodes, d.sentences)
        for s, place, gold, tag in zip(d.sentences, places, d.tags, tags, strict=True):
            sentences[gold, tag] += 1
            groups.setdefault(place.paragraph, []).append((gold, tag, s.end - s.start))
        for group in groups.values():
            gold_tag, _ = tag_of((TAGS[g], n) for g, _, n in group)
            tag, _ = tag_of((TAGS[t], n) for _, t, n in group)
            paragraphs[TAGS.index(gold_tag), TAGS.index(tag)] += 1
    return sentences, paragraphs


def f1_of(counts: Counter[tuple[int, int]]) -> list[float]:
    """Return the F1 of each tag, and first their mean over the tags but other that occur."""
    out = []
    for t in range(len(TAGS)):
        gold = sum(n for (g, _), n in counts.items() if g == t)
        found = sum(n for (_, p), n in counts.items() if p == t)
        out.append(2 * counts[t, t] / (gold + found) if gold + found else float("nan"))
    seen = [v for v in out[:4] if v == v]  # noqa: PLR0124 - not a number where the tag does not occur
    return [sum(seen) / len(seen) if seen else float("nan"), *out]


def report(label: str, docs: list[Doc], predicted: list[list[int]]) -> str:
    """Return a line of figures."""
    parts = []
    for counts in confusions(docs, predicted):
        macro, *each = f1_of(counts)
        per = " ".join(f"{t[0].upper() if t != 'plan' else 'L'} {v:.3f}" for t, v in zip(TAGS, each, strict=True))
        parts.append(f"{macro:.4f} ({per})")
    return f"{label:<16} {len(docs):>4} documents  sentences {parts[0]}  paragraphs {parts[1]}"


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--twice", nargs="*", type=Path, default=[], metavar="FOLDER", help="as for train_tags.py")
    parser.add_argument("--pred", type=Path)
    args = parser.parse_args()
    docs = read_docs(args.folders)
    homes = {p.stem: f.name for f in args.folders for p in f.glob("*.tsv")}
    often = {p.stem for f in args.twice for p in f.glob("*.tsv")}
    fits = Fits(docs, folds_of(docs, args.folds), [1 + (d.name in often) for d in docs])
    for neutral in (False, True):
        scores = fits.out_of_fold(neutral=neutral)
        tags = [[p.index(max(p)) for p in s] for s in scores]
        groups: dict[str, list[int]] = {}
        for i, d in enumerate(docs):
            groups.setdefault(homes[d.name], []).append(i)
            groups.setdefault(f"  {homes[d.name]}/{kind_of(d.name)}", []).append(i)
        for name, ids in sorted(groups.items(), key=lambda g: g[0].strip()):
            if len(ids) > 3 or not name.startswith(" "):
                line = report(name, [docs[i] for i in ids], [tags[i] for i in ids])
                told = [
                    (max(p), p.index(max(p)) == t)
                    for i in ids
                    for p, t in zip(scores[i], docs[i].tags, strict=True)
                ]
                error = calibration_error(calibrate(told))
                sys.stdout.write(f"{'neutral ' if neutral else ''}{line}  calibration {error:.3f}\n")
        sys.stdout.flush()
        if args.pred and not neutral:
            args.pred.mkdir(parents=True, exist_ok=True)
            for d, s in zip(docs, scores, strict=True):
                (args.pred / f"{d.name}.json").write_text(json.dumps(prediction(d, s), ensure_ascii=False), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
