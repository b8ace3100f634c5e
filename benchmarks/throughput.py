"""Throughput and peak memory on 1, 10 and 100 MB of corpus documents, against the naive line regex.

Prints a Markdown table. All figures are of child processes, start-up included; MB are of UTF-8, 10⁶ bytes.
The ratios are of processor time in one run of this script, so that they carry over to other machines.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from child import Run, installed, measure
from corpus_text import write_text

NAIVE = Path(__file__).with_name("naive.py")


def typical(command: list[str], runs: int, output: Path) -> Run:
    """Return the medians of some runs' times, with the highest peak; the output of the last stays."""
    done = [measure(command, output) for _ in range(runs)]
    return Run(median(r.seconds for r in done), median(r.cpu for r in done), max(r.peak for r in done))


def sections_in(output: Path) -> int:
    """Return how many sections an output tells of: proof that the text was analysed, not passed over."""
    with output.open("rb") as file:
        head = file.read(200)
        mark = b'"kind":"heading"' if b'"schema"' in head else b'"title"'
        found, rest = head.count(mark), head[-len(mark) + 1 :]
        while piece := file.read(1 << 20):
            found += (rest + piece).count(mark)
            rest = piece[-len(mark) + 1 :]
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 10, 100], metavar="MB")
    parser.add_argument("--runs", type=int, default=3, help="up to 10 MB, one above (default: %(default)s)")
    parser.add_argument("--options", default="--no-tags --no-text --format json", help="of tigang outline")
    args = parser.parse_args()
    tigang = installed()
    print(f"`tigang outline {args.options}` against `naive.py`\n")
    print(
        "| MB | sections | s | MB/s | memory, bytes/byte | growth"
        " | naive sections | naive MB/s | naive memory | time / naive |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    before: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory() as folder:
        for megabytes in args.sizes:
            path = Path(folder) / f"{megabytes:g}.txt"
            size = write_text(path, int(megabytes * 1e6))
            runs = args.runs if megabytes <= 10 else 1
            output = Path(folder) / "out"
            ours = typical([tigang, "outline", *args.options.split(), str(path)], runs, output)
            sections = sections_in(output)
            naive = typical([sys.executable, str(NAIVE), str(path)], runs, output)
            growth = "" if before is None else f"{ours.cpu / before[1] / (size / before[0]):.2f}"
            before = size, ours.cpu
            row = (
                f"{size / 1e6:.1f}",
                f"{sections}",
                f"{ours.cpu:.2f}",
                f"{size / ours.cpu / 1e6:.2f}",
                f"{ours.peak / size:.1f}",
                growth,
                f"{sections_in(output)}",
                f"{size / naive.cpu / 1e6:.2f}",
                f"{naive.peak / size:.1f}",
                f"{ours.cpu / naive.cpu:.1f}",
            )
            print("|", " | ".join(row), "|", flush=True)
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
