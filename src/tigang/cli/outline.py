"""``tigang outline``: the section tree of documents, as text, JSON or Markdown."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

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
from tigang.errors import TigangError

if TYPE_CHECKING:
    from tigang.tags.weights import Weights
    from tigang.write import View
    from tigang.write.sink import Sink

__all__ = ["outline"]

_DRAWN = "├─└│·…（）；，"
"""Characters of the text view that are not the document's own."""


def _tags_that_begin(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from tigang.tagset import STANDARD

    return [name for name in (*STANDARD.names, *STANDARD.names_zh) if name.startswith(incomplete)]


@click.command
# readable=False: what cannot be read is for the reader to say, with exit code 3
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True, readable=False))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
    help="text is for a terminal; json gives one object a line for each file.",
)  # fmt: skip
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="Leave out what is deeper than N.")
@click.option(
    "--tag", "keep", multiple=True, shell_complete=_tags_that_begin, metavar="TAG",
    help="Keep the branches that hold this tag: target 目标, initiative 举措, problem 问题, plan 计划,"
    " other 其他, or one of the model's own. May be repeated.",
)  # fmt: skip
@model_option
@click.option("--no-tags", is_flag=True, help="Leave out the tags, which is faster.")
@click.option(
    "--explain", is_flag=True,
    help="Show each sentence with its tag's probability and why: heading, phrases and neighbours that spoke for it.",
)  # fmt: skip
@click.option(
    "--min-confidence", type=float, default=0.0, metavar="P",
    help="Leave sentences untagged (未定) whose tag is less probable than P, 0 to 1.",
)  # fmt: skip
@click.option("--no-text", is_flag=True, help="Leave out the text of the document, keep its structure.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False), metavar="FILE",
    help="Write to a file (UTF-8); it appears whole or not at all.",
)  # fmt: skip
@encoding_option
@max_bytes_option
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--ascii", "plain", is_flag=True, help="Draw the tree with ASCII characters.")
def outline(
    files: tuple[str, ...],
    form: str,
    depth: int | None,
    keep: tuple[str, ...],
    model: str | None,
    no_tags: bool,
    explain: bool,
    min_confidence: float,
    no_text: bool,
    output: str | None,
    encoding: str | None,
    max_bytes: int,
    color: str,
    plain: bool,
) -> None:
    """Print the section tree of each FILE with the tags of its sections; - is standard input.

    Chinese official documents as plain text or Markdown.
    """
    import gc

    from tigang.write import View, write
    from tigang.write.sink import open_sink

    # records hold no cycles and the process ends soon: looking for garbage would cost a tenth of the time
    gc.disable()

    needing = ("--tag", keep), ("--model", model), ("--explain", explain), ("--min-confidence", min_confidence)
    for option, given in needing:
        if no_tags and given:
            raise click.UsageError(f"{option} needs the tags that --no-tags leaves out; drop one of them")
    if not 0 <= min_confidence <= 1:  # click's range takes nan
        raise click.BadParameter("is no probability; want a number from 0 to 1", param_hint="--min-confidence")
    if explain and no_text and form != "json":
        raise click.UsageError("--explain shows the text that --no-text leaves out; drop one of them")
    refuse_senseless(files, encoding, output)
    weights = open_model_option(model)
    kept = _names(keep, weights)
    if output == STDIN:
        output = None
    failed = 0
    try:
        with open_sink(output) as sink:
            view = _fit(
                View(
                    depth=depth, keep=kept, tags=not no_tags,
                    text=not no_text, explain=explain, ascii=plain,
                ),
                sink, form, color, to_file=output is not None,
            )  # fmt: skip
            for i, name in enumerate(files):
                try:
                    document = analyze_input(
                        name, tags=not no_tags, explain=explain, min_confidence=min_confidence, encoding=encoding,
                        max_bytes=max_bytes, model=weights,
                    )  # fmt: skip
                except TigangError as e:
                    complain(str(e))
                    failed += 1
                    continue
                if form != "json" and len(files) > 1:
                    sink.write(_above(document.source.name, form, first=i == failed))
                for piece in write(document, form, view):
                    sink.write(piece)
            if failed == len(files):
                leave(TigangError.exit_code)  # inside the block, so that no empty file is left
    except BrokenPipeError:
        raise
    except OSError as e:
        place = output or "standard output"
        complain(f"{place}: cannot be written ({e.strerror or e}); check the place and its room")
        leave(1)
    leave(1 if failed else 0)


def _names(words: tuple[str, ...], model: Weights | None) -> tuple[str, ...]:
    """Return the names of the tags that a model, or the one that is built in, calls so."""
    from tigang.tagset import STANDARD

    tagset = model.tagset if model else STANDARD
    try:
        return tuple(dict.fromkeys(map(tagset.find, words)))
    except ValueError as e:
        raise click.BadParameter(str(e), param_hint="--tag") from None


def _fit(view: View, sink: Sink, form: str, color: str, *, to_file: bool) -> View:
    """Return the view as the output can take it."""
    from dataclasses import replace

    if form == "json":
        return replace(view, ascii=not sink.encoding.startswith("utf"))
    terminal = not to_file and sys.stdout.isatty()
    plain = view.ascii or not sink.takes(_DRAWN)
    wanted = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    painted = color == "always" or (color == "auto" and wanted)
    return replace(view, ascii=plain, color=painted, width=_columns() if terminal else None)


def _columns() -> int:
    """Return the columns of the terminal, at least 40."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given):
        return max(40, int(given))
    try:
        found = os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        found = 0
    return max(40, found or 80)


def _above(name: str, form: str, *, first: bool) -> str:
    """Return what stands above a document where there are several."""
    from tigang.write.terminal import visible

    name = visible(name)
    rule = f"<!-- {name.replace('--', '- -')} -->" if form == "markdown" else f"== {name} =="
    return f"{'' if first else chr(10)}{rule}\n{chr(10) if form == 'markdown' else ''}"
