"""The figures of an evaluation broken down: confusions, calibration, genres, writers; as text and as JSON.

Terms
-----
confusion : how many stretches with one tag in gold have which tag in the analysis.
group : the documents of one genre or one writer, as their manifest tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tigang.calibration import calibration_error
from tigang.write.terminal import columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tigang.evaluation import Report

__all__ = ["to_json", "to_lines"]

_GROUPS = ("genre", "writer")
_FIGURES = ("heading", "tree", "sentence_macro", "sentence_accuracy", "paragraph_macro")
"""What is told of each group."""


def to_json(report: Report) -> dict[str, Any]:
    """Return all figures and what they are made of; None for what is no number."""
    names = report.tagset.names
    bins = report.calibration
    out: dict[str, Any] = _numbers(report.to_dict())
    out["confusion"] = {
        which: {gold: {found: pairs[gold, found] for found in names} for gold in names}
        for which, pairs in report.confusion.items()
    }
    out["calibration"] = _numbers({"error": calibration_error(bins)}) | {"bins": [b._asdict() for b in bins]}
    for column in _GROUPS:
        out[f"by_{column}"] = {
            name: {"documents": len(part.comparisons)} | _numbers({f: part.to_dict()[f] for f in _FIGURES})
            for name, part in report.by(column).items()
        }
    return out


def _numbers(figures: Mapping[str, float]) -> dict[str, float | None]:
    return {k: None if v != v else v for k, v in figures.items()}  # noqa: PLR0124 - not a number


def to_lines(report: Report) -> Iterator[str]:
    """Yield the lines of all tables."""
    tags = report.tagset.tags
    for which, pairs in report.confusion.items():
        yield ""
        yield _row(f"{which}: gold ↓", [t.name for t in tags])
        for t in tags:
            yield _row(t.name, [str(pairs[t.name, found.name]) for found in tags])
    bins = report.calibration
    if bins:
        yield ""
        yield _row("confidence", ["sentences", "mean", "right"])
        for b in bins:
            yield _row(f"{b.low:.2f} to {b.high:.2f}", [str(b.size), f"{b.confidence:.3f}", f"{b.right:.3f}"])
        yield f"calibration error {calibration_error(bins):.4f}"
    for column in _GROUPS:
        parts = sorted(report.by(column).items(), key=lambda part: part[1].to_dict()["sentence_accuracy"])
        if parts:
            yield ""
            yield _row(column, ["documents", "heading", "tree", "macro", "accuracy", "paragraphs"], wide=32)
        for name, part in parts:
            figures = part.to_dict()
            yield _row(name, [str(len(part.comparisons)), *(f"{figures[f]:.4f}" for f in _FIGURES)], wide=32)


def _row(name: str, cells: list[str], wide: int = 20) -> str:
    return name + " " * max(1, wide - columns(name)) + "".join(f"{cell:>12}" for cell in cells)
