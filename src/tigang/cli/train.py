"""``tigang train``: a model from labelled documents."""

from __future__ import annotations

import sys

import click

from tigang.cli.inputs import refuse_senseless
from tigang.cli.messages import complain, leave

__all__ = ["train"]


@click.command
@click.argument("folders", metavar="DIR...", nargs=-1, required=True, type=click.Path())
@click.option(
    "-o", "--output", required=True, metavar="MODEL", type=click.Path(dir_okay=False), help="The file to write.",
)  # fmt: skip
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="N",
    help="Of the deal of documents to folds; the same seed gives the same bytes.",
)  # fmt: skip
@click.option("--no-figures", is_flag=True, help="Do not measure how good the model is, which is faster.")
def train(folders: tuple[str, ...], output: str, seed: int, no_figures: bool) -> None:
    """Train a model from the labelled documents of each DIR: NAME.txt with NAME.tsv beside it.

    Tags other than the five stand in a file tags.csv in DIR or above it. Prints what the model was trained from and
    how good it is out of fold. Needs scikit-learn (pip install "tigang[train]").
    """
    refuse_senseless((), None, output)
    from tigang import training

    with click.progressbar(length=1, label="training", file=sys.stderr) as bar:

        def step(done: int, steps: int) -> None:
            bar.length = steps
            bar.update(done - bar.pos)

        try:
            report = training.train(folders, output, seed=seed, figures=not no_figures, progress=step)
        except ImportError as e:
            complain(f'training needs scikit-learn ({e.name} is missing); install it: pip install "tigang[train]"')
            leave(2)
    click.echo(str(report))
