"""Quality against the regular expression of an afternoon, on labelled documents.

``python benchmarks/quality.py [DIR...]`` prints a Markdown table for each folder with NAME.txt and NAME.tsv
(by default corpus/test, which nothing was fitted to). The regular expression is `naive.LAYERS`: a heading is
a line that begins with a number, up to its first 。; its sentences get the tag of the nearest heading's
keywords.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from naive import LAYERS
from tigang.evaluation import evaluate
from tigang.gold import read_text

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
KEYWORDS = (
    ("problem", re.compile("问题|不足|困难|短板|差距")),
    ("plan", re.compile("打算|计划|安排|下一步|下半年|思路|措施|建议|要求")),
    ("target", re.compile("目标|指标|任务")),
    ("initiative", re.compile("情况|成效|做法|开展|进展|回顾|工作|完成")),
)
SHOWN = ("heading", "tree", "topic", "item", "outline", "noise", "title", "bounds", "sentence_macro", "paragraph_macro")


def analyze_naively(text: str) -> dict[str, Any]:
    """Return what the regular expression finds, in the JSON form."""
    nodes: list[dict[str, Any]] = []
    sentences: list[dict[str, Any]] = []
    stack: list[tuple[int, int]] = []
    tag = "other"
    title = None
    at = 0
    for raw in text.split("\n"):
        line = raw.strip()
        start = at + raw.find(line) if line else at
        at += len(raw) + 1
        if not line:
            continue
        if title is None:
            title = line
            continue
        level = next((n for n, layer in enumerate(LAYERS) if layer.match(line)), None)
        body = 0
        if level is not None:
            words = line.partition("。")[0]
            body = min(len(words) + 1, len(line))
            while stack and stack[-1][0] >= level:
                stack.pop()
            nodes.append(
                {
                    "id": len(nodes), "parent": stack[-1][1] if stack else None, "kind": "heading",
                    "label": [start, start + body],
                }
            )  # fmt: skip
            stack.append((level, len(nodes) - 1))
            tag = next((t for t, words_of in KEYWORDS if words_of.search(words)), tag)
        sentences.extend(
            {"span": [start + body + m.start(), start + body + m.end()], "tag": tag}
            for m in re.finditer("[^。！？；]+[。！？；]*", line[body:])
        )
    return {"title": title, "nodes": nodes, "sentences": sentences, "paragraphs": sentences, "noise": []}


def main(folders: list[Path]) -> None:
    """Print a table for each folder."""
    for folder in folders or [CORPUS / "test"]:
        with tempfile.TemporaryDirectory() as predictions:
            for path in folder.glob("*.txt"):
                data = json.dumps(analyze_naively(read_text(path)))
                (Path(predictions) / f"{path.stem}.json").write_text(data, "utf-8")
            naive = evaluate(folder, predictions=Path(predictions)).to_dict()
        ours = evaluate(folder).to_dict()
        print(f"\n{folder.name}, {ours['documents']} documents\n")
        print("| | " + " | ".join(SHOWN) + " |\n|---|" + "---|" * len(SHOWN))
        for name, figures in (("regular expression", naive), ("tigang", ours)):
            print(f"| {name} | " + " | ".join(f"{figures[k]:.3f}".lstrip("0") for k in SHOWN) + " |")


if __name__ == "__main__":
    main([Path(a) for a in sys.argv[1:]])
