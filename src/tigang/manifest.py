"""What is told of labelled documents besides their labels: the file ``manifest.csv``.

It stands in the folder of the documents or in the one above, UTF-8, with a header. Read are the columns ``name``
(of the document, without its suffix), ``genre`` (文种) and ``writer``; others say nothing here.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from tigang.errors import FormatError, InputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FILE_NAME", "Entry", "read_manifest"]

FILE_NAME = "manifest.csv"


class Entry(NamedTuple):
    """A document's row; empty strings where its manifest has no such column."""

    genre: str
    writer: str


def read_manifest(folder: Path) -> dict[str, Entry]:
    """Return the entries of a folder's manifest by the name of the document; none without a manifest.

    Raises
    ------
    FormatError
        If it has no column ``name``.
    InputError
        If it cannot be read.
    """
    path = next((p for p in (folder / FILE_NAME, folder.parent / FILE_NAME) if p.is_file()), None)
    if path is None:
        return {}
    try:
        rows = csv.DictReader(path.read_text("utf-8-sig").splitlines())
        if "name" not in (rows.fieldnames or ()):
            raise FormatError(f"{path}:1: no column 'name'; want one, and genre and writer where they are known")
        return {row["name"]: Entry(row.get("genre") or "", row.get("writer") or "") for row in rows}
    except OSError as e:
        raise InputError(f"{path}: {e.strerror or e}") from e
    except (UnicodeDecodeError, csv.Error) as e:
        raise InputError(f"{path}: {e}; store it as CSV in UTF-8") from e
