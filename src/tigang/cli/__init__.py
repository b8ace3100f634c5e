"""The command line: one module a command, what they share in `tigang.cli.inputs` and `tigang.cli.messages`.

Exit codes: 0 done, 1 some files failed or the output could not be written, 2 wrong usage, 3 nothing could be
read; those of ``check`` are 0 clean, 1 flaws found or some files failed, 2 wrong usage, 3 nothing could be read.
Data go to standard output, all else to standard error. A reader that closes the pipe early (``| head``) ends the
command silently.

A command's module is imported when the command is asked for, and imports its stages itself: ``--help`` and
completion load only click.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from tigang.cli.messages import complain
from tigang.errors import TigangError

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "outline": "Print the section tree of documents.",
    "check": "Report flaws of structure, as a linter does.",
    "evaluate": "Compare analyses with labelled documents.",
    "label": "Draft the labels of a document, or check them.",
    "train": "Train a model from labelled documents.",
}
"""Command → what --help says of it; each is a module here and the command in it."""


class _Group(click.Group):
    """Finds the commands in their modules; the one place that maps errors to exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"tigang.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the same
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TigangError as e:
            complain(str(e))
            ctx.exit(e.exit_code)
        except BrokenPipeError:
            # the interpreter flushes standard output once more at its end; let that succeed
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tigang", prog_name="tigang", message="%(prog)s %(version)s")
def main() -> None:
    """Outline analyzer for Chinese official documents."""
