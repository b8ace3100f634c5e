"""``tigang evaluate``: how well analyses agree with labelled documents."""

from __future__ import annotations

import click

from tigang.cli.messages import leave
from tigang.errors import InputError

__all__ = ["evaluate"]


@click.command
@click.argument("gold_dir", type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--only", default="*", show_default=True, metavar="GLOB", help="Documents, by name.")
@click.option("-v", "--verbose", is_flag=True, help="List what is wrong, on standard error.")
def evaluate(gold_dir: str, form: str, only: str, verbose: bool) -> None:
    """Analyse the documents of GOLD_DIR and print how well they agree with their labels.

    GOLD_DIR holds NAME.txt with NAME.tsv beside it.
    """
    from pathlib import Path

    from tigang.evaluation import evaluate_folder
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
    leave(1 if report.failed else 0)


def _figures(figures: dict[str, float]) -> str:
    """Return figures as JSON, null for what is not a number."""
    import json

    return json.dumps({k: None if v != v else v for k, v in figures.items()}, indent=2)  # noqa: PLR0124
