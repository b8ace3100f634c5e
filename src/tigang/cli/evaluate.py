"""``tigang evaluate``: how well analyses agree with labelled documents."""

from __future__ import annotations

from typing import Any

import click

from tigang.cli.inputs import model_option, open_model_option
from tigang.cli.messages import leave

__all__ = ["evaluate"]


@click.command
@click.argument("gold_dir", type=click.Path())
@model_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--only", default="*", show_default=True, metavar="GLOB", help="Documents, by name.")
@click.option("-v", "--verbose", is_flag=True, help="List what is wrong, on standard error.")
def evaluate(gold_dir: str, model: str | None, form: str, only: str, verbose: bool) -> None:
    """Analyse the documents of GOLD_DIR and print how well they agree with their labels.

    GOLD_DIR holds NAME.txt with NAME.tsv beside it. A manifest.csv in it or above it tells of genres and writers.
    """
    from tigang.evaluation import evaluate
    from tigang.write.sink import open_sink

    report = evaluate(gold_dir, model=open_model_option(model), only=only)
    if verbose:
        for error in report.errors:
            click.echo(error, err=True)
    with open_sink(None) as sink:
        sink.write(f"{_json(report.to_json()) if form == 'json' else report}\n")
    leave(1 if report.failed else 0)


def _json(figures: dict[str, Any]) -> str:
    import json

    return json.dumps(figures, indent=2)
