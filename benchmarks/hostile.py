"""One megabyte of each hostile repetition, and half of it: time, and how it grows.

A pattern that backtracks, or a stage that looks back over all it has seen, shows as a growth well above 2. Every
text is analysed in a child process of its own, tags included; MB are of UTF-8, 10⁶ bytes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from child import installed, measure

UNITS = {
    "一、": "一、",
    "（": "（",
    "[": "[",
    "【": "【",
    "ideographic blanks": "\u3000",
    "①": "①",
    "第": "第",
    "digits": "0123456789",
    "一": "一",
    "（一）": "（一）",
    "1.": "1.",
    "第一": "第一",
    "一是": "一是",
    "——": "——",
    "》": "》",
    "《": "《",
    "“": "“",
    "：": "：",
    "。": "。",
    "，": "，",
    "*": "*",
    "#": "#",
    "公*众*号": "公*众*号",
    "★": "★",
    "blank and character": "字 ",
    "tabs": "\t格",
    "empty lines": "\n",
    "one character a line": "一\n",
    "headings": "一、工作\n",
    "page numbers": "- 1 -\n",
    "zero-width marks": "一\u200b、",
    "lone words": "工作回顾\n",
    "colons": "要求：",
    "http": "http://",
}
"""Name → what is repeated."""


def seconds(tigang: str, path: Path, unit: str, size: int) -> float:
    """Return the processor seconds of analysing ``size`` bytes of a repetition."""
    path.write_text(unit * (size // len(unit.encode()) + 1), "utf-8")
    return measure([tigang, "outline", "--format", "json", "--no-text", str(path)]).cpu


def main() -> int:
    """Measure and print; 1 if a limit is passed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--megabytes", type=float, default=1, help="size of the larger text (default: %(default)s)")
    parser.add_argument("--max-seconds", type=float, help="fail if one takes longer")
    parser.add_argument("--max-growth", type=float, help="fail if twice the text takes more times as long")
    args = parser.parse_args()
    tigang = installed()
    size = int(args.megabytes * 1e6)
    failed = []
    print("| repetition | s for half | s | growth |\n|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile.txt"
        start = seconds(tigang, path, "字", 1)
        for name, unit in UNITS.items():
            half, whole = (seconds(tigang, path, unit, n) for n in (size // 2, size))
            growth = (whole - start) / max(half - start, 0.01)
            print(f"| {name} | {half:.2f} | {whole:.2f} | {growth:.1f} |", flush=True)
            slow = args.max_seconds is not None and whole > args.max_seconds
            # below a tenth of a second the clock decides
            steep = args.max_growth is not None and growth > args.max_growth and whole - start > 0.1
            if slow or steep:
                failed.append(name)
    if failed:
        print(f"over the limit: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
