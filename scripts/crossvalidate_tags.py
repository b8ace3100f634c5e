"""Write out-of-fold tags of labelled documents and print their figures.

    python scripts/crossvalidate_tags.py FOLDER... [--pred DIR] [--folds N]

Every document is tagged by weights fitted without its fold, on its gold structure. ``--pred`` writes
NAME.json for the scorer. Printed: macro-F1 with the tags of each group of documents, the same with all headings
replaced by ones that say nothing, and the expected calibration error.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from train_tags import Fits
from train_tags_data import Doc, calibration, folds_of, kind_of, read_docs, report

from tigang.document import TAGS, tag_of
from tigang.tags.features import read_places


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


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--pred", type=Path)
    args = parser.parse_args()
    docs = read_docs(args.folders)
    homes = {p.stem: f.name for f in args.folders for p in f.glob("*.tsv")}
    fits = Fits(docs, folds_of(docs, args.folds))
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
                error = calibration([p for i in ids for p in scores[i]], [t for i in ids for t in docs[i].tags])
                sys.stdout.write(f"{'neutral ' if neutral else ''}{line}  calibration {error:.3f}\n")
        sys.stdout.flush()
        if args.pred and not neutral:
            args.pred.mkdir(parents=True, exist_ok=True)
            for d, s in zip(docs, scores, strict=True):
                (args.pred / f"{d.name}.json").write_text(json.dumps(prediction(d, s), ensure_ascii=False), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
