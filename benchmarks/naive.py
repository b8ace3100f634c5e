"""What people write in an afternoon: a regular expression on each line, a stack, a dict for each section.

``python naive.py FILE`` prints the sections as JSON lines, and how many there are to standard error.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

LAYERS = [
    re.compile(r"第[一二三四五六七八九十百]+[编部分章]"),
    re.compile(r"[一二三四五六七八九十]+、"),
    re.compile(r"（[一二三四五六七八九十]+）"),
    re.compile(r"\d+[.．、]"),
    re.compile(r"（\d+）"),
]


def main(name: str) -> None:
    """Print the sections of a text file."""
    sections: list[dict[str, object]] = []
    stack: list[int] = []
    body: list[str] = []
    for raw in Path(name).read_text("utf-8").splitlines():
        line = raw.strip()
        level = next((n for n, layer in enumerate(LAYERS) if layer.match(line)), None)
        if level is None:
            body.append(line)
            continue
        while stack and stack[-1] >= level:
            stack.pop()
        stack.append(level)
        body = []
        sections.append({"depth": len(stack), "title": line.partition("。")[0], "text": body})
    for section in sections:
        sys.stdout.write(json.dumps(section, ensure_ascii=False) + "\n")
    sys.stderr.write(f"{len(sections)} sections\n")


if __name__ == "__main__":
    main(sys.argv[1])
