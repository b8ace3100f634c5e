"""What the commands that read documents share: options, what they refuse, how an input becomes a document."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from tigang.cli.messages import complain
from tigang.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tigang.document import Document
    from tigang.tags.weights import Weights

__all__ = ["STDIN", "analyze_input", "encoding_option", "max_bytes_option", "model_option", "open_model_option"]
__all__ += ["refuse_senseless"]

STDIN = "-"

encoding_option = click.option(
    "--encoding", metavar="NAME",
    help="Encoding of the files; by default a byte order mark decides, then UTF-8, then GB18030.",
)  # fmt: skip
max_bytes_option = click.option(
    "--max-bytes", type=click.IntRange(min=1), default=200_000_000, show_default=True, metavar="N",
    help="Refuse a larger file.",
)  # fmt: skip
model_option = click.option(
    "--model", metavar="FILE", help="Tag with a model of `tigang train` in place of the one that is built in."
)


def refuse_senseless(files: Iterable[str], encoding: str | None, output: str | None = None) -> None:
    """Refuse inputs and outputs that make no sense before any work is done."""
    if list(files).count(STDIN) > 1:
        raise click.UsageError("- (standard input) can be read only once")
    if encoding is not None:
        try:
            b" ".decode(encoding, "ignore")
        except (LookupError, UnicodeError, ValueError):
            raise click.BadParameter(
                f"{encoding!r} is no text encoding of Python; such as utf-8, gb18030, big5, utf-16-le",
                param_hint="--encoding",
            ) from None
    if output is None or output == STDIN:
        return
    folder = os.path.dirname(os.path.realpath(output))  # noqa: PTH120 - pathlib costs 4 ms at start-up
    if not os.path.isdir(folder):  # noqa: PTH112 - as above
        raise click.BadParameter(f"{folder} is no folder; make it first", param_hint="-o")
    there = os.path.exists(output)  # noqa: PTH110 - as above
    for name in files if there else ():
        if name != STDIN and os.path.exists(name) and os.path.samefile(name, output):  # noqa: PTH110, PTH121
            raise click.BadParameter(f"{output} is one of the inputs and would be lost; name another", param_hint="-o")


def open_model_option(model: str | None) -> Weights | None:
    """Return the model that an option names, None for none; say on standard error why it may know little."""
    if model is None:
        return None
    from tigang.tags.weights import open_model
    from tigang.training import doubts_of

    weights = open_model(model)
    for doubt in doubts_of(weights.tagset, weights.figures):
        complain(f"{model}: {doubt}")
    return weights


def analyze_input(
    name: str,
    *,
    tags: bool,
    encoding: str | None,
    max_bytes: int,
    explain: bool = False,
    min_confidence: float = 0.0,
    model: Weights | None = None,
) -> Document:
    """Read a file, or standard input for ``-``, and analyse it."""
    from tigang.read import read_bytes, read_file, read_stream

    if name != STDIN:
        source, text = read_file(name, encoding=encoding, max_bytes=max_bytes)
    elif sys.stdin is None:
        raise InputError("<stdin>: standard input is closed; name a file")
    else:
        data = read_stream(sys.stdin.buffer, "<stdin>", max_bytes=max_bytes)
        source, text = read_bytes(data, "<stdin>", encoding)
    from tigang.pipeline import analyze_text  # after reading: what cannot be read is told at once

    return analyze_text(text, source, tags=tags, explain=explain, min_confidence=min_confidence, model=model)
