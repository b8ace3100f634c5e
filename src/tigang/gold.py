"""The gold format: the numbered units of a text and the label of each.

Terms
-----
unit : a sentence of a source line, numbered ``LINE.K`` from 1. A line is cut after each run of 。！？；
    (or their half-width forms) with the closing quotes and brackets behind it; blank stretches are
    no units, and a unit has no blank edges.
row : ``UNIT<TAB>KIND<TAB>TAG[<TAB>PREFIX]``. With ``PREFIX`` it covers only those leading words of
    what is left of its unit, and the next row goes on behind them. Blank rows and rows that begin
    with ``#`` say nothing.
piece : the stretch of the text that a row labels. A row of kind ``c`` makes no piece, it lengthens
    the last one that is no noise.

The gold of ``NAME.txt`` stands beside it as ``NAME.tsv``.

Post-conditions of `load`
-------------------------
1. Every unit is covered from its first to its last character.
2. Pieces stand in text order; only noise may lie inside another piece.
3. ``load(text, dump(text, pieces)) == pieces``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tigang.errors import FormatError, InputError
from tigang.tagset import STANDARD, read_tagset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tigang.tagset import Tagset

__all__ = [
    "KINDS",
    "NODES",
    "TAGGED",
    "Piece",
    "Unit",
    "check",
    "dump",
    "expand",
    "load",
    "load_file",
    "read_text",
    "units",
]

KINDS = {
    "t": "title",
    "f": "front",
    "h": "heading",
    "p": "topic",
    "i": "item",
    "b": "body",
    "n": "noise",
    "z": "back",
    "c": "continued",
}
_NO_TAG = "-"
NODES = frozenset({"heading", "topic", "item"})
"""Kinds that are nodes of the outline and bear a depth."""
TAGGED = frozenset({"topic", "item", "body"})
"""Kinds that are running text and bear a tag."""
_CONTINUED_BY = NODES | {"title"}

_KIND_CODES = {name: code for code, name in KINDS.items()}
_UNIT = re.compile(r"[^。！？!?；;]*+(?:[。！？!?；;]++[”’」』）)】\]]*+)?")
_KIND = re.compile(r"([tfhpibnzc])([0-9]?)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a source line."""

    id: str
    """``LINE.K``, both from 1."""
    line: int
    """Number of its line, from 1."""
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A labelled stretch of the text."""

    unit: str
    """Id of the unit it begins in."""
    line: int
    """Number of the line it begins in, from 1."""
    kind: str
    """A value of `KINDS`, never ``continued``."""
    depth: int
    """Depth in the tree, 1 at the top; 0 for what is no node."""
    tag: str | None
    """The tag of running text, else None."""
    start: int
    end: int
    text: str


def units(text: str) -> Iterator[Unit]:
    r"""Yield the units of a text, newlines as they stand.

    >>> [(u.id, u.text) for u in units("一、要求。抓好落实；\n\n　完。")]
    [('1.1', '一、要求。'), ('1.2', '抓好落实；'), ('3.1', '完。')]
    """
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        k = 0
        for match in _UNIT.finditer(line):
            words = match[0].strip()
            if words:
                k += 1
                start = at + match.start() + len(match[0]) - len(match[0].lstrip())
                yield Unit(f"{number}.{k}", number, start, start + len(words), words)
        at += len(line) + 1


def load(text: str, rows: str, name: str = "gold", tagset: Tagset = STANDARD) -> tuple[Piece, ...]:
    """Read gold rows against their text.

    Parameters
    ----------
    text
        The decoded text, newlines as they stand.
    rows
        The content of the gold file.
    name
        What errors call the gold file.
    tagset
        The tags that the rows may bear.

    Raises
    ------
    FormatError
        If a row is malformed, out of order or missing; the message names ``name:line``.
    """
    todo = list(units(text))
    codes = dict(zip(tagset.codes, tagset.names, strict=True))
    pieces: list[Piece] = []
    last = -1  # position in pieces of the last one that is no noise
    at = 0  # position in todo
    start = todo[0].start if todo else 0  # where the next row begins
    for number, row in enumerate(rows.split("\n"), 1):
        if not row.strip() or row.startswith("#"):
            continue
        where = f"{name}:{number}"
        columns = row.rstrip("\r").split("\t")
        if len(columns) < 3:
            raise FormatError(f"{where}: {row!r} has no UNIT, KIND and TAG; part them by tabs")
        if at == len(todo):
            raise FormatError(f"{where}: no unit {columns[0]!r} is left in the text; delete the row")
        unit = todo[at]
        if columns[0] != unit.id:
            raise FormatError(f"{where}: unit {columns[0]!r}, but {unit.id} {unit.text[:20]!r} comes next")
        kind, depth, tag = _label(columns[1], columns[2], codes, where)
        prefix = columns[3].strip() if len(columns) > 3 else ""
        if not text.startswith(prefix, start):
            here = text[start : start + 20]
            raise FormatError(f"{where}: {prefix!r} does not stand at {here!r}; copy the words of the text")
        end = start + len(prefix) if prefix else unit.end
        if kind != "continued":
            if kind != "noise":
                last = len(pieces)
            pieces.append(Piece(unit.id, unit.line, kind, depth, tag, start, end, text[start:end]))
        elif last >= 0 and pieces[last].kind in _CONTINUED_BY:
            pieces[last] = replace(pieces[last], end=end, text=text[pieces[last].start : end])
        else:
            raise FormatError(f"{where}: c goes on with a title, heading, topic or item; none stands before")
        rest = text[end : unit.end].lstrip()
        if rest:
            start = unit.end - len(rest)
        else:
            at += 1
            start = todo[at].start if at < len(todo) else len(text)
    if at < len(todo):
        unit = todo[at]
        where = f"{name}:{len(rows.splitlines()) + 1}"
        raise FormatError(f"{where}: no row covers the end of unit {unit.id} {unit.text[-20:]!r}; add one")
    return tuple(pieces)


def _label(kind_code: str, tag_code: str, codes: dict[str, str], where: str) -> tuple[str, int, str | None]:
    """Return kind, depth and tag of a row, or raise."""
    match = _KIND.fullmatch(kind_code)
    if not match:
        raise FormatError(f"{where}: kind {kind_code!r} is unknown; want one of {' '.join(KINDS)}, a depth")
    if tag_code != _NO_TAG and tag_code not in codes:
        raise FormatError(f"{where}: tag {tag_code!r} is unknown; want one of {' '.join(codes)} {_NO_TAG}")
    kind, depth, tag = KINDS[match[1]], int(match[2] or 0), codes.get(tag_code)
    if (kind in NODES) != (depth > 0):
        raise FormatError(f"{where}: kind {kind_code!r}: a depth goes with h, p and i, and with nothing else")
    if (kind in TAGGED) != (tag is not None):
        raise FormatError(f"{where}: tag {tag_code!r}: a tag goes with p, i and b, and with nothing else")
    return kind, depth, tag


def dump(text: str, pieces: Iterable[Piece], tagset: Tagset = STANDARD) -> str:
    """Return the rows of pieces that `load` gave (or that meet its post-conditions).

    No prefix can hold a tab: where one would, the piece goes on in a second row behind it.

    Raises
    ------
    FormatError
        If a unit is not covered.
    """
    codes: dict[str | None, str] = {t.name: t.code for t in tagset.tags}
    parts = _parts(sorted(pieces, key=lambda p: (p.start, -p.end)))
    rows: list[str] = []
    at = 0
    for unit in units(text):
        position = unit.start
        while position < unit.end:
            while at < len(parts) and parts[at][1] <= position:
                at += 1
            if at == len(parts) or parts[at][0] > position:
                raise FormatError(f"unit {unit.id}: no piece covers {text[position : unit.end][:20]!r}")
            start, end, piece = parts[at]
            end = min(end, unit.end)
            code = _KIND_CODES[piece.kind if start == piece.start == position else _rest(piece)]
            depth = str(piece.depth) if piece.depth and code != "c" else ""
            tag = codes.get(piece.tag, _NO_TAG) if code != "c" else _NO_TAG
            row = f"{unit.id}\t{code}{depth}\t{tag}"
            if end < unit.end:
                prefix, tab, _ = text[position:end].strip().partition("\t")
                if tab:
                    end = position + len(prefix)
                row += f"\t{prefix.rstrip()}"
            rows.append(row)
            position = unit.end - len(text[end : unit.end].lstrip())
    return "".join(f"{row}\n" for row in rows)


def _rest(piece: Piece) -> str:
    """Return the kind of a row that goes on with a piece behind its first row."""
    return "continued" if piece.kind in _CONTINUED_BY else piece.kind


def _parts(pieces: list[Piece]) -> list[tuple[int, int, Piece]]:
    """Return pieces as stretches that do not overlap: noise cuts what it lies in."""
    parts: list[tuple[int, int, Piece]] = []
    for piece in pieces:
        start, end = piece.start, piece.end
        if parts and parts[-1][1] > start:
            outer_start, outer_end, outer = parts.pop()
            if outer_start < start:
                parts.append((outer_start, start, outer))
            parts.append((start, end, piece))
            if end < outer_end:
                parts.append((end, outer_end, outer))
        else:
            parts.append((start, end, piece))
    return parts


def expand(text: str, rows: str, name: str = "gold") -> str:
    """Return rows in which every short form ``6.2..6.5<TAB>b<TAB>T`` is a row for each of its units.

    Raises
    ------
    FormatError
        If a short form names units that the text does not have or has in another order.
    """
    ids = [unit.id for unit in units(text)]
    place = {unit: n for n, unit in enumerate(ids)}
    out: list[str] = []
    for number, row in enumerate(rows.split("\n"), 1):
        unit, tab, rest = row.partition("\t")
        first, dots, last = unit.partition("..")
        if not dots or row.startswith("#"):
            out.append(row)
        elif first in place and last in place and place[first] <= place[last]:
            out += [f"{each}{tab}{rest}" for each in ids[place[first] : place[last] + 1]]
        else:
            raise FormatError(f"{name}:{number}: {unit!r} is no run of units; want FIRST..LAST as numbered")
    return "\n".join(out)


def read_text(path: Path) -> str:
    """Return a corpus text as offsets are counted: UTF-8, newlines as they stand.

    Raises
    ------
    InputError
        If there is no such file or it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as e:
        raise InputError(f"{path}: {e.strerror or e}") from e
    except UnicodeDecodeError as e:
        raise InputError(f"{path}: byte {e.start} is not UTF-8; corpus texts are stored in UTF-8") from e


def load_file(path: Path) -> tuple[str, tuple[Piece, ...]]:
    """Return the text ``NAME.txt`` and the pieces of ``NAME.tsv`` beside it, with the tags that its folder declares.

    Raises
    ------
    InputError
        If one of the two cannot be read.
    FormatError
        As `load`.
    """
    text = read_text(path)
    rows = path.with_suffix(".tsv")
    return text, load(text, read_text(rows), str(rows), read_tagset(path.parent))


def check(path: Path) -> dict[str, int]:
    """Return how many pieces of each kind (``heading 2``) and tag (``tag plan``) the gold of a text holds.

    Raises
    ------
    InputError, FormatError
        As `load_file`.
    """
    _, pieces = load_file(path)
    kinds = Counter(f"{p.kind} {p.depth}" if p.depth else p.kind for p in pieces)
    tags = Counter(f"tag {p.tag}" for p in pieces if p.tag)
    return dict(sorted(kinds.items())) | dict(sorted(tags.items()))
