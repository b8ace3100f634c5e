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


def best(command: list[str], runs: int) -> Run:
    """Return the median of some runs by processor time, with the highest peak."""
    done = [measure(command) for _ in range(runs)]
    return Run(median(r.seconds for r in done), median(r.cpu for r in done), max(r.peak for r in done))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=float, nargs="+", default=[1, 10, 100], metavar="MB")
    parser.add_argument("--runs", type=int, default=3, help="up to 10 MB, one above (default: %(default)s)")
    parser.add_argument("--options", default="--no-tags --no-text --format json", help="of tigang outline")
    args = parser.parse_args()
    tigang = installed()
    print(f"`tigang outline {args.options}` against `naive.py`\n")
    print("| MB | s | MB/s | memory, bytes/byte | growth | naive, MB/s | naive, memory | time / naive |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    before: tuple[int, float] | None = None
    with tempfile.TemporaryDirectory() as folder:
        for megabytes in args.sizes:
            path = Path(folder) / f"{megabytes:g}.txt"
            size = write_text(path, int(megabytes * 1e6))
            runs = args.runs if megabytes <= 10 else 1
            ours = best([tigang, "outline", *args.options.split(), str(path)], runs)
            naive = best([sys.executable, str(NAIVE), str(path)], runs)
            growth = "" if before is None else f"{ours.cpu / before[1] / (size / before[0]):.2f} × size"
            before = size, ours.cpu
            print(
                f"| {size / 1e6:.1f} | {ours.cpu:.2f} | {size / ours.cpu / 1e6:.2f} | {ours.peak / size:.1f}"
                f" | {growth} | {size / naive.cpu / 1e6:.2f} | {naive.peak / size:.1f}"
                f" | {ours.cpu / naive.cpu:.2f} |",
                flush=True,
            )
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
