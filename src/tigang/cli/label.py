"""``tigang label``: a draft of a document's labels, and the check of labels corrected by hand."""

from __future__ import annotations

import os

import click

from tigang.cli.inputs import (
    STDIN,
    analyze_input,
    encoding_option,
    max_bytes_option,
    model_option,
    open_model_option,
    refuse_senseless,
)
from tigang.cli.messages import complain, leave
from tigang.errors import FormatError

__all__ = ["label"]


@click.command
@click.argument("file", metavar="FILE", type=click.Path(allow_dash=True, readable=False))
@click.option(
    "-o", "--output", metavar="NAME.tsv", type=click.Path(dir_okay=False),
    help="Write to a new file; labels that are there are never overwritten.",
)  # fmt: skip
@click.option("--check", is_flag=True, help="Check NAME.tsv beside FILE: name its first bad row, or count its labels.")
@click.option("--no-text", is_flag=True, help="Leave out the comments that tell what each row labels.")
@model_option
@encoding_option
@max_bytes_option
def label(
    file: str,
    output: str | None,
    check: bool,
    no_text: bool,
    model: str | None,
    encoding: str | None,
    max_bytes: int,
) -> None:
    """Print a draft of the labels of FILE, a row for each unit, to be corrected by hand; - is standard input.

    A comment above each row tells its words, with a ? and the likeliest tags where the tag is unsure.
    """
    if check:
        if output is not None or model is not None or no_text:
            raise click.UsageError("--check reads the labels that are there; drop -o, --model and --no-text")
        if file == STDIN:
            raise click.UsageError("--check needs a FILE: the labels stand beside it")
        _check(file)
        return
    refuse_senseless([file], encoding, output)
    if output not in (None, STDIN) and os.path.exists(output):  # noqa: PTH110 - pathlib costs 4 ms at start-up
        raise click.BadParameter(f"{output} is there and may hold work by hand; name another", param_hint="-o")
    weights = open_model_option(model)
    from tigang.labelling import label_document
    from tigang.write.sink import open_sink

    document = analyze_input(file, tags=True, encoding=encoding, max_bytes=max_bytes, model=weights)
    rows = label_document(document, text=not no_text)
    with open_sink(None if output == STDIN else output) as sink:
        sink.write(rows)


def _check(file: str) -> None:
    """Print how many labels of each kind stand in the label file, or name its first bad row."""
    from pathlib import Path

    from tigang.gold import check

    try:
        counts = check(Path(file).with_suffix(".txt"))
    except FormatError as e:
        complain(str(e))
        leave(1)
    else:
        for name, count in counts.items():
            click.echo(f"{name}\t{count}")
