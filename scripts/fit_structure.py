"""Fit the weights of the structural models, or measure them out of fold.

Three small logistic models stand behind the outline: bare headings (`tigang.candidates.BARE_FEATURES`), where
a label ends (`tigang.labels.FEATURES`) and topics (`tigang.topics`). Their weights are in
``src/tigang/weights.py``, which this script writes::

    python scripts/fit_structure.py corpus/train corpus/dev MORE_LABELLED... [--twice FOLDER...]
    python scripts/fit_structure.py DIR... --folds 10 --predictions OUT

With ``--predictions`` nothing is written to the package. Each document is analysed with weights fitted on the
other folds (documents are never split), and its JSON goes to ``OUT/NAME.json``, to be scored by
``tigang evaluate`` or any other scorer. The noise stage and the hand-set weights of the nesting are the same
in every fold; they were set by looking at documents of the same kinds.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from tigang import candidates, inner, labels, outline, topics
from tigang.document import Noise, Source
from tigang.gold import load_file
from tigang.lines import make_view, split_lines
from tigang.matter import find_matter
from tigang.pipeline import analyze_text
from tigang.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

TARGET = Path(__file__).resolve().parent.parent / "src" / "tigang" / "weights.py"
BARE_PRIOR = {"next first": 2.2, "telling": 2.0, "hashes": 2.5}
"""Least weights where the labelled documents hold too few cases: a list that begins below a line, and a word
that announces a section, speak for a heading."""
BARE_SHIFT = -1.4
"""Added to the bare headings' bias: as far as nothing is lost out of fold. Unlabelled documents hold more stray lines
(names broken out of their sentence, cells, a title once more) than the labelled ones."""
SISTERS = 1.5
TABLE_CAP = 12
"""Lines of one document weigh together no more than so many: flattened tables would outweigh all else."""


@dataclass
class Example:
    """What one labelled document gives to learn from."""

    path: Path
    text: str
    bare: list[tuple[tuple[float, ...], bool]]
    pieces: list[tuple[tuple[float, ...], bool, tuple[str, int]]]
    rows: list[topics.Row]
    is_topic: list[bool]


@dataclass
class Weights:
    """The fitted numbers, as they stand in ``weights.py``."""

    bare_bias: float
    bare: list[float]
    bias: float
    label: list[float]
    topic_bias: tuple[float, float]
    topic: tuple[list[float], list[float]]

    def apply(self) -> None:
        """Put the weights into the modules that use them."""
        candidates.BARE_BIAS, candidates.BARE_WEIGHTS = self.bare_bias, tuple(self.bare)  # type: ignore[attr-defined]
        labels.BIAS, labels.WEIGHTS, labels.SISTERS = self.bias, tuple(self.label), SISTERS  # type: ignore[attr-defined]
        topics.TOPIC_BIAS, topics.TOPIC_WEIGHTS = self.topic_bias, self.topic  # type: ignore[attr-defined]

    def source(self) -> str:
        """Return the module text."""

        def numbers(values: Sequence[float]) -> str:
            rows = [", ".join(f"{v:.3f}" for v in values[i : i + 12]) for i in range(0, len(values), 12)]
            return "(\n" + "".join(f"    {r},\n" for r in rows) + ")"

        both = "".join("    " + numbers(t).replace("\n", "\n    ") + ",\n" for t in self.topic)
        return (
            '"""Weights of the structural models; written by scripts/fit_structure.py, do not edit."""\n\n'
            f"BARE_BIAS = {self.bare_bias:.3f}\nBARE_WEIGHTS = {numbers(self.bare)}\n"
            f"BIAS = {self.bias:.3f}\nSISTERS = {SISTERS}\nWEIGHTS = {numbers(self.label)}\n"
            f"TOPIC_BIAS = ({self.topic_bias[0]:.3f}, {self.topic_bias[1]:.3f})\nTOPIC_WEIGHTS = (\n{both})\n"
        )


def read(path: Path) -> Example:
    """Return what a labelled document gives; its noise is taken from the labels."""
    text, pieces = load_file(path)
    noise = [Noise(p.start, p.end, "gold") for p in pieces if p.kind == "noise"]
    view, lines = split_lines(make_view(text, noise))
    roles = find_matter(view, lines)
    heads = {_solid(text, p.start): p for p in pieces if p.kind == "heading"}
    bare = _bare(view, lines, roles, {p.start for p in pieces if p.kind == "heading"})
    found, markers, seen = _headings(view, lines, roles)
    cut = []
    for label, row in zip((x for x in found if not x.heading.candidate.style.startswith("bare")), seen, strict=True):
        c = label.heading.candidate
        gold = heads.get(_solid(text, c.start))
        words = _words(view[label.words[0] : label.words[1]])
        if gold is None or not words:
            continue
        want = _words(view[c.end : gold.end])
        if not want or want == words:
            parent = label.heading.parent
            cut.append((row, bool(want), (path.stem, -1 if parent is None else parent)))
    stretches = outline.find_stretches(lines, roles, found)
    parts = {i: split_sentences(view, s.start, s.end) for i, s in enumerate(stretches)}
    sections = list(inner.sections(stretches))
    items = [inner.item_markers(view, stretches, s, markers) for s in sections]
    rows = topics.collect_rows(
        view, stretches, sections, inner.groups(found, stretches, sections), parts,
        inner.all_counted(sections, parts, items),
    )  # fmt: skip
    starts = {p.start for p in pieces if p.kind == "topic"}
    return Example(path, text, bare, cut, rows, [r.start in starts for r in rows])


def _solid(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in "#*"):
        at += 1
    return at


def _words(s: str) -> str:
    return "".join(c for c in s if not c.isspace() and c != "\0").strip(" 。．.：:；;，,、！!？?#*")


def _bare(view: str, lines: Any, roles: Any, heads: set[int]) -> list[tuple[tuple[float, ...], bool]]:
    """Collect the features of every bare line by looking over the shoulder of the candidates."""
    out: list[tuple[tuple[float, ...], bool]] = []
    kept = outline.score_bare

    def spy(view: str, lines: Any, i: int, *, sentences: int, **seen: Any) -> float | None:
        if seen["hashes"] or i + 1 >= len(lines) or not candidates.is_lone(view, lines, i):
            row = candidates.bare_features(view, lines, i, **seen)
            if row is not None:
                out.append((row, any(x in heads for x in range(lines[i].start - 3, lines[i].start + 4))))
        return kept(view, lines, i, sentences=sentences, **seen)

    outline.score_bare = spy  # type: ignore[assignment]
    try:
        outline.find_candidates(view, lines, roles)
    finally:
        outline.score_bare = kept
    return out


def _headings(view: str, lines: Any, roles: Any) -> tuple[Any, Any, list[tuple[float, ...]]]:
    """Return the headings with every piece taken for a title, the markers and the pieces' features."""
    seen: list[tuple[float, ...]] = []
    kept = outline.decide

    def spy(rows: list[tuple[float, ...]], groups: list[int]) -> list[bool]:  # noqa: ARG001
        seen.extend(rows)
        return [True] * len(rows)

    outline.decide = spy
    try:
        found, markers = outline.find_headings(view, lines, roles)
    finally:
        outline.decide = kept
    return found, markers, seen


def _fit(x: NDArray[Any], y: NDArray[Any], c: float, weight: NDArray[Any] | None = None) -> tuple[float, list[float]]:
    model = LogisticRegression(C=c, max_iter=5000).fit(x, y, sample_weight=weight)
    return float(model.intercept_[0]), [float(w) for w in model.coef_[0]]


def _kin(examples: Sequence[Example], odds: NDArray[Any]) -> NDArray[Any]:
    out: list[tuple[float, ...]] = []
    at = 0
    for e in examples:
        out += topics.kin_features(e.rows, list(odds[at : at + len(e.rows)]))
        at += len(e.rows)
    return np.array(out)


def fit(examples: Sequence[Example], twice: Collection[str] = ()) -> Weights:
    """Fit all three models on the examples; in that of topics the documents named in ``twice`` count twice."""
    x = np.array([r for e in examples for r, _ in e.bare])
    y = np.array([v for e in examples for _, v in e.bare])
    weight = np.array([min(1.0, TABLE_CAP / len(e.bare)) for e in examples for _ in e.bare])
    bare_bias, bare = _fit(x, y, 0.5, weight)
    for name, least in BARE_PRIOR.items():
        at = candidates.BARE_FEATURES.index(name)
        bare[at] = max(bare[at], least)
    x = np.array([r for e in examples for r, _, _ in e.pieces])
    y = np.array([v for e in examples for _, v, _ in e.pieces])
    bias, label = _fit(x, y, 0.15)
    x = np.array([r.seen for e in examples for r in e.rows])
    y = np.array([v for e in examples for v in e.is_topic])
    names = np.array([e.path.stem for e in examples for _ in e.rows])
    weight = np.array([1.0 + (e.path.stem in twice) for e in examples for _ in e.rows])
    # the second model must see odds such as it will meet: from documents the first has not learned
    odds = np.zeros(len(y))
    for a, b in GroupKFold(min(8, len(examples))).split(x, y, names):
        own_bias, own = _fit(x[a], y[a], 0.3, weight[a])
        odds[b] = own_bias + x[b] @ np.array(own)
    own_bias, own = _fit(x, y, 0.3, weight)
    kin_bias, kin = _fit(_kin(examples, odds), y, 0.3, weight)
    return Weights(bare_bias + BARE_SHIFT, bare, bias, label, (own_bias, kin_bias), (own, kin))


def main() -> int:
    """Run the command line."""
    ap = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    ap.add_argument("folders", type=Path, nargs="+", help="folders with NAME.txt and NAME.tsv")
    ap.add_argument("--twice", type=Path, nargs="*", default=[], help="folders among them that count twice for topics")
    ap.add_argument("--folds", type=int, default=10)
    ap.add_argument("--predictions", type=Path, help="write out-of-fold analyses here, change nothing else")
    args = ap.parse_args()
    paths = sorted(p.with_suffix(".txt") for folder in args.folders for p in folder.glob("*.tsv"))
    if not paths:
        ap.error("no labelled documents in these folders")
    examples = [read(p) for p in paths]
    twice = {p.stem for folder in args.twice for p in folder.glob("*.tsv")}
    if args.predictions is None:
        TARGET.write_text(fit(examples, twice).source(), "utf-8")
        print(f"{TARGET.name}: fitted on {len(examples)} documents", file=sys.stderr)
        return 0
    args.predictions.mkdir(parents=True, exist_ok=True)
    names = [e.path.stem for e in examples]
    for a, b in GroupKFold(args.folds).split(names, groups=names):
        fit([examples[i] for i in a], twice).apply()
        for i in b:
            e = examples[i]
            document = analyze_text(e.text, Source(e.path.name))
            (args.predictions / f"{e.path.stem}.json").write_text(document.to_json(text=False), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
