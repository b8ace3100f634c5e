"""Document to text, JSON or Markdown: one table of formats.

Terms
-----
view : what of a document is written, and how.
pieces : parts of the output in order, each with the newlines that belong to it; joined they are the whole.

Post-conditions
---------------
1. Pieces are made one by one: a large document is never held in its written form as a whole.
2. The document is not changed; a view that leaves branches out writes a smaller document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tigang.document import Document

__all__ = ["FORMATS", "Format", "View", "write"]


@dataclass(frozen=True, slots=True)
class View:
    """What of a document is written, and how; each format heeds what concerns it."""

    depth: int | None = None
    """Deepest level that is kept; None for all."""
    keep: tuple[str, ...] = ()
    """Names of tags: branches that hold none of them are left out; empty for all."""
    tags: bool = True
    """Whether tags are shown."""
    text: bool = True
    """Whether the document's running text is written."""
    explain: bool = False
    """Whether text and Markdown show each sentence with its tag's probability and what spoke for it."""
    color: bool = False
    ascii: bool = False
    """Whether guides (text) or all characters (JSON) are ASCII."""
    width: int | None = None
    """Columns of the terminal; None for no limit."""


class Format(NamedTuple):
    """A form that a document is written in."""

    name: str
    pieces: Callable[[Document, View], Iterator[str]]
    """The output, ended by a newline."""


# Each writer is imported when it is asked for: the text view needs no json.


def _text(document: Document, view: View) -> Iterator[str]:
    from tigang.write.text import pieces

    return pieces(document, view)


def _json(document: Document, view: View) -> Iterator[str]:
    from tigang.write.json import pieces

    return pieces(document, view)


def _markdown(document: Document, view: View) -> Iterator[str]:
    from tigang.write.markdown import pieces

    return pieces(document, view)


FORMATS = {
    f.name: f
    for f in (
        Format("text", _text),
        Format("json", _json),
        Format("markdown", _markdown),
    )
}


def write(document: Document, format: str, view: View | None = None) -> Iterator[str]:  # noqa: A002 - its name to users
    """Yield the document in a format, piece by piece.

    Raises
    ------
    ValueError
        If the format is unknown.
    """
    if format not in FORMATS:
        raise ValueError(f"format {format!r} is unknown; want one of {', '.join(FORMATS)}")
    return FORMATS[format].pieces(document, view or View())
