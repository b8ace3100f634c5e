"""What a command says on standard error, and how it ends."""

from __future__ import annotations

import click

__all__ = ["complain", "leave"]


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    click.echo(f"tigang: {message}", err=True)


def leave(code: int) -> None:
    """End the command with an exit code."""
    click.get_current_context().exit(code)
