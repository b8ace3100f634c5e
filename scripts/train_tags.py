"""Train the tagger that ships with the package from labelled documents.

    python scripts/train_tags.py FOLDER... [--twice FOLDER...] [--calibrate-on FOLDER...] [--out FILE]

Each FOLDER holds NAME.txt and NAME.tsv. As ``tigang train``, but it writes the weights of the package.
`crossvalidate_tags.py` gives the figures by kind of document.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tigang.training import train

OUT = Path(__file__).resolve().parent.parent / "src/tigang/tags/data/weights.bin"


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--least", type=float, default=0.27, help="smallest weight kept, as a share of the largest")
    parser.add_argument(
        "--twice", nargs="*", type=Path, default=[], metavar="FOLDER", help="documents that are seen twice as often"
    )
    parser.add_argument(
        "--calibrate-on", nargs="*", type=Path, default=[], metavar="FOLDER", help="documents that are not trained on"
    )
    args = parser.parse_args()
    began = time.monotonic()
    args.out.parent.mkdir(parents=True, exist_ok=True)
    training = train(
        args.folders,
        args.out,
        folds=args.folds,
        least=args.least,
        twice=args.twice,
        calibrate_on=args.calibrate_on,
    )
    sys.stdout.write(f"{training}\n{time.monotonic() - began:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
