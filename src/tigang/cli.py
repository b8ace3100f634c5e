"""The command line: ``tigang outline``, ``tigang check`` and ``tigang evaluate``.

Exit codes: 0 done, 1 some files failed or the output could not be written, 2 wrong usage, 3 nothing could be
read; those of ``check`` are 0 clean, 1 flaws found or some files failed, 2 wrong usage, 3 nothing could be read.
Data go to standard output, all else to standard error. A reader that closes the pipe early (``| head``) ends the
command silently.

Commands import their stages themselves: ``--help`` and completion load only click.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from tigang.errors import InputError, TigangError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tigang.document import Document
    from tigang.write import View
    from tigang.write.sink import Sink

__all__ = ["main"]

_STDIN = "-"
_TAGS = {
    "target": "target",
    "initiative": "initiative",
    "problem": "problem",
    "plan": "plan",
    "other": "other",
    "目标": "target",
    "举措": "initiative",
    "问题": "problem",
    "计划": "plan",
    "其他": "other",
}
"""What --tag takes; a test holds it to `tigang.document.TAG_NAMES_ZH`, which --help need not import."""
_DRAWN = "├─└│·…（）；，"
"""Characters of the text view that are not the document's own."""


class _Group(click.Group):
    """The one place that maps errors to exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TigangError as e:
            _complain(str(e))
            ctx.exit(e.exit_code)
        except BrokenPipeError:
            # the interpreter flushes standard output once more at its end; let that succeed
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tigang", prog_name="tigang", message="%(prog)s %(version)s")
def main() -> None:
    """Outline analyzer for Chinese official documents."""


@main.command(short_help="Print the section tree of documents.")
# readable=False: what cannot be read is for the reader to say, with exit code 3
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True, readable=False))
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
    help="text is for a terminal; json gives one object a line for each file.",
)  # fmt: skip
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="Leave out what is deeper than N.")
@click.option(
    "--tag", "keep", multiple=True, type=click.Choice(list(_TAGS), case_sensitive=False), metavar="TAG",
    help="Keep the branches that hold this tag: target 目标, initiative 举措, problem 问题, plan 计划,"
    " other 其他. May be repeated.",
)  # fmt: skip
@click.option("--no-tags", is_flag=True, help="Leave out the tags, which is faster.")
@click.option("--no-text", is_flag=True, help="Leave out the text of the document, keep its structure.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False), metavar="FILE",
    help="Write to a file (UTF-8); it appears whole or not at all.",
)  # fmt: skip
@click.option(
    "--encoding", metavar="NAME",
    help="Encoding of the files; by default a byte order mark decides, then UTF-8, then GB18030.",
)  # fmt: skip
@click.option(
    "--max-bytes", type=click.IntRange(min=1), default=200_000_000, show_default=True, metavar="N",
    help="Refuse a larger file.",
)  # fmt: skip
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--ascii", "plain", is_flag=True, help="Draw the tree with ASCII characters.")
def outline(
    files: tuple[str, ...],
    form: str,
    depth: int | None,
    keep: tuple[str, ...],
    no_tags: bool,
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

    _check(files, keep, output, encoding, no_tags=no_tags)
    if output == _STDIN:
        output = None
    failed = 0
    try:
        with open_sink(output) as sink:
            view = _fit(
                View(
                    depth=depth, keep=tuple(dict.fromkeys(_TAGS[t] for t in keep)), tags=not no_tags,
                    text=not no_text, ascii=plain,
                ),
                sink, form, color, to_file=output is not None,
            )  # fmt: skip
            for i, name in enumerate(files):
                try:
                    document = _analyze(name, tags=not no_tags, encoding=encoding, max_bytes=max_bytes)
                except TigangError as e:
                    _complain(str(e))
                    failed += 1
                    continue
                if form != "json" and len(files) > 1:
                    sink.write(_above(document.source.name, form, first=i == failed))
                for piece in write(document, form, view):
                    sink.write(piece)
            if failed == len(files):
                _exit(TigangError.exit_code)  # inside the block, so that no empty file is left
    except BrokenPipeError:
        raise
    except OSError as e:
        place = output or "standard output"
        _complain(f"{place}: cannot be written ({e.strerror or e}); check the place and its room")
        _exit(1)
    _exit(1 if failed else 0)


@main.command(short_help="Report flaws of structure, as a linter does.")
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path(allow_dash=True, readable=False))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="text is file:line:column: CODE name message; json gives one object a line for each file.",
)  # fmt: skip
@click.option("--select", multiple=True, metavar="RULES", help="Check these only: codes, beginnings of codes or names.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Leave these out. RULES are parted by commas.")
@click.option("--list", "listed", is_flag=True, help="Print the table of rules.")
@click.option("--explain", "explained", metavar="CODE", help="Print the page of a rule: example and repair.")
@click.option("--encoding", metavar="NAME", help="Encoding of the files; found out by default.")
@click.option(
    "--max-bytes", type=click.IntRange(min=1), default=200_000_000, show_default=True, metavar="N",
    help="Refuse a larger file.",
)  # fmt: skip
def check(
    files: tuple[str, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    listed: bool,
    explained: str | None,
    encoding: str | None,
    max_bytes: int,
) -> None:
    """Report flaws in the structure of each FILE: numbering, headings, adverts; - is standard input.

    Ends with 0 where nothing is found, 1 where something is or some files cannot be read, 3 where none can.
    """
    from collections import Counter

    from tigang.check import select_rules
    from tigang.write.sink import open_sink

    if listed or explained is not None:
        click.echo(_about_rules(explained), nl=False)
        return
    try:
        codes = {r.code for r in select_rules(_words(select), _words(ignore))}
    except ValueError as e:
        raise click.UsageError(str(e)) from None
    if not files:
        raise click.UsageError("name a FILE; - is standard input")
    _check(files, (), None, encoding, no_tags=True)
    from tigang.check.report import tell_json, tell_summary, tell_text

    failed = 0
    found: Counter[str] = Counter()
    try:
        with open_sink(None) as sink:
            for name in files:
                try:
                    document = _analyze(name, tags=False, encoding=encoding, max_bytes=max_bytes)
                except TigangError as e:
                    _complain(str(e))
                    failed += 1
                    continue
                notes = [n for n in document.notes if n.code in codes]
                found.update(n.code for n in notes)
                if form == "json":
                    sink.write(tell_json(document, notes, plain=not sink.encoding.startswith("utf")))
                else:
                    for line in tell_text(document, notes):
                        sink.write(line)
    except BrokenPipeError:
        raise
    except OSError as e:
        _complain(f"standard output: cannot be written ({e.strerror or e}); check the place and its room")
        _exit(TigangError.exit_code)
    if failed == len(files):
        _exit(TigangError.exit_code)
    click.echo(tell_summary(len(files) - failed, found), err=True)
    _exit(1 if failed or found else 0)


@main.command(short_help="Compare analyses with labelled documents.")
@click.argument("gold_dir", type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--only", default="*", show_default=True, metavar="GLOB", help="Documents, by name.")
@click.option("-v", "--verbose", is_flag=True, help="List what is wrong, on standard error.")
def evaluate(gold_dir: str, form: str, only: str, verbose: bool) -> None:
    """Analyse the documents of GOLD_DIR and print how well they agree with their labels.

    GOLD_DIR holds NAME.txt with NAME.tsv beside it.
    """
    from pathlib import Path

    from tigang.evaluate import evaluate_folder
    from tigang.write.sink import open_sink

    folder = Path(gold_dir)
    if not folder.is_dir():
        raise InputError(f"{gold_dir}: no such folder; name the folder that holds NAME.txt and NAME.tsv")
    report = evaluate_folder(folder, only=only)
    if verbose:
        for error in report.errors:
            click.echo(error, err=True)
    with open_sink(None) as sink:
        sink.write(f"{_figures(report.to_dict()) if form == 'json' else report}\n")
    _exit(1 if report.failed else 0)


def _check(
    files: Iterable[str], keep: tuple[str, ...], output: str | None, encoding: str | None, *, no_tags: bool
) -> None:
    """Refuse options that make no sense before any work is done."""
    if no_tags and keep:
        raise click.UsageError("--tag needs the tags that --no-tags leaves out; drop one of them")
    if list(files).count(_STDIN) > 1:
        raise click.UsageError("- (standard input) can be read only once")
    if encoding is not None:
        try:
            b" ".decode(encoding, "ignore")
        except (LookupError, UnicodeError, ValueError):
            raise click.BadParameter(
                f"{encoding!r} is no text encoding of Python; such as utf-8, gb18030, big5, utf-16-le",
                param_hint="--encoding",
            ) from None
    if output is None or output == _STDIN:
        return
    folder = os.path.dirname(os.path.realpath(output))  # noqa: PTH120 - pathlib costs 4 ms at start-up
    if not os.path.isdir(folder):  # noqa: PTH112 - as above
        raise click.BadParameter(f"{folder} is no folder; make it first", param_hint="-o")
    there = os.path.exists(output)  # noqa: PTH110 - as above
    for name in files if there else ():
        if name != _STDIN and os.path.exists(name) and os.path.samefile(name, output):  # noqa: PTH110, PTH121
            raise click.BadParameter(f"{output} is one of the inputs and would be lost; name another", param_hint="-o")


def _words(options: tuple[str, ...]) -> list[str]:
    """Return the words of options that may be repeated and hold several, parted by commas."""
    return [word for option in options for word in option.split(",") if word.strip()]


def _about_rules(explained: str | None) -> str:
    """Return a rule's page, or the table of rules for None."""
    if explained is None:
        from tigang.check.report import table

        return table()
    from tigang.check import select_rules
    from tigang.check.explain import explain

    try:
        rules = select_rules([explained])
    except ValueError as e:
        raise click.BadParameter(str(e), param_hint="--explain") from None
    return "\n".join(explain(rule) for rule in rules)


def _analyze(name: str, *, tags: bool, encoding: str | None, max_bytes: int) -> Document:
    from tigang.read import read_bytes, read_file, read_stream

    if name != _STDIN:
        source, text = read_file(name, encoding=encoding, max_bytes=max_bytes)
    elif sys.stdin is None:
        raise InputError("<stdin>: standard input is closed; name a file")
    else:
        data = read_stream(sys.stdin.buffer, "<stdin>", max_bytes=max_bytes)
        source, text = read_bytes(data, "<stdin>", encoding)
    from tigang.pipeline import analyze_text  # after reading: what cannot be read is told at once

    return analyze_text(text, source, tags=tags)


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


def _figures(figures: dict[str, float]) -> str:
    """Return figures as JSON, null for what is not a number."""
    import json

    return json.dumps({k: None if v != v else v for k, v in figures.items()}, indent=2)  # noqa: PLR0124


def _complain(message: str) -> None:
    click.echo(f"tigang: {message}", err=True)


def _exit(code: int) -> None:
    click.get_current_context().exit(code)
