"""``tigang check``: flaws of structure, as a linter reports them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tigang.cli.inputs import analyze_input, encoding_option, max_bytes_option, refuse_senseless
from tigang.cli.messages import complain, leave
from tigang.errors import TigangError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["check"]


def _complete(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return the rules' codes and names that go on from what is typed; those before a comma stay."""
    from click.shell_completion import CompletionItem

    from tigang.check import RULES

    before, comma, last = typed.rpartition(",")
    known = [(word, r) for r in RULES for word in (r.code, r.name)]
    return [
        CompletionItem(before + comma + word, help=r.name if word == r.code else r.code)
        for word, r in known
        if word.lower().startswith(last.lower())
    ]


@click.command
@click.argument("files", metavar="FILE...", nargs=-1, type=click.Path(allow_dash=True, readable=False))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="text is file:line:column: CODE name message; json gives one object a line for each file.",
)  # fmt: skip
@click.option(
    "--select", multiple=True, metavar="RULES", shell_complete=_complete,
    help="Check these only: codes, beginnings of codes or names.",
)  # fmt: skip
@click.option(
    "--ignore", multiple=True, metavar="RULES", shell_complete=_complete,
    help="Leave these out. RULES are parted by commas.",
)  # fmt: skip
@click.option("--list", "listed", is_flag=True, help="Print the table of rules.")
@click.option(
    "--explain", "explained", metavar="CODE", shell_complete=_complete,
    help="Print the page of a rule: example and repair.",
)  # fmt: skip
@encoding_option
@max_bytes_option
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
    refuse_senseless(files, encoding)
    from tigang.check.report import tell_json, tell_summary, tell_text

    failed = 0
    found: Counter[str] = Counter()
    try:
        with open_sink(None) as sink:
            for name in files:
                try:
                    document = analyze_input(name, tags=False, encoding=encoding, max_bytes=max_bytes)
                except TigangError as e:
                    complain(str(e))
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
        complain(f"standard output: cannot be written ({e.strerror or e}); check the place and its room")
        leave(TigangError.exit_code)
    if failed == len(files):
        leave(TigangError.exit_code)
    click.echo(tell_summary(len(files) - failed, found), err=True)
    leave(1 if failed or found else 0)


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
