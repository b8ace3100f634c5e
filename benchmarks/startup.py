"""Start-up: ``tigang outline`` on a small document against importing click.

Prints a Markdown table. Runs are paired, each pair back to back in turning order, so that a busy machine
slows both; the ratio is the median of the pairs' ratios.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from statistics import median

from child import installed, measure
from corpus_text import corpus_files


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=21, help="pairs (default: %(default)s)")
    parser.add_argument("--max-ratio", type=float, help="fail if the outline takes more times as long")
    parser.add_argument("--file", type=Path, help="a document (default: a small one of the corpus)")
    args = parser.parse_args()
    tigang = installed()
    files = corpus_files()
    document = args.file or files[len(files) // 4]
    base = [sys.executable, "-c", "import click"]
    commands = {
        "tigang outline": [tigang, "outline", str(document)],
        "tigang outline --no-tags": [tigang, "outline", "--no-tags", str(document)],
        "tigang --version": [tigang, "--version"],
    }
    print(f"`{document.name}`, {document.stat().st_size} bytes, {args.runs} pairs\n")
    print("| command | ms | `import click`, ms | ratio |\n|---|---:|---:|---:|")
    worst = 0.0
    for name, command in commands.items():
        for each in (base, command):
            measure(each)  # the first run fills caches
        ours: list[float] = []
        theirs: list[float] = []
        for n in range(args.runs):
            for each in (base, command) if n % 2 else (command, base):
                (theirs if each is base else ours).append(measure(each).seconds)
        ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
        worst = max(worst, ratio)
        print(f"| `{name}` | {median(ours) * 1000:.0f} | {median(theirs) * 1000:.0f} | {ratio:.2f} |")
    return 1 if args.max_ratio and worst > args.max_ratio else 0


if __name__ == "__main__":
    sys.exit(main())
