"""The set of tags that sentences are told apart by: the five of the package, or a set of one's own.

Terms
-----
tag : what a sentence does. Its *name* stands in JSON and code, its *code* in label files, its Chinese name
    is shown.
set of tags : tags in the order of every score tuple; the last is ``other``, for what no other tag fits.

A folder of labelled documents may declare its own set in a file ``tags.csv``, in it or in the folder above::

    code,name,name_zh
    T,target,目标
    S,support,请求支持
    O,other,其他

Post-conditions
---------------
1. Names, codes and Chinese names of a `Tagset` are unique, and its last tag is ``other`` with the code ``O``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, overload

from tigang.errors import FormatError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["FILE_NAME", "OTHER", "STANDARD", "UNTAGGED_ZH", "Tag", "Tagset", "read_tagset", "tag_of"]

OTHER = "other"
UNTAGGED_ZH = "未定"
"""What is shown where a document is tagged and a stretch of it is not."""
FILE_NAME = "tags.csv"
_MOST = 26
"""A code is a capital letter."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_CODE = re.compile(r"[A-Z]")
_NAME_ZH = re.compile(r"[\u3400-\u9fff]{1,8}")
_COLUMNS = frozenset(
    ("node", "parent", "kind", "depth", "style", "marker", "number", "title", "top", "section", "tag", "text", "chars")
) | {"paragraphs", "start", "end"}
"""Columns that tables of nodes and sentences have beside one for each tag."""


class Tag(NamedTuple):
    """A tag."""

    name: str
    code: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Tagset:
    """Tags in the order of every score tuple.

    Raises
    ------
    FormatError
        If the tags do not meet the post-conditions.
    """

    tags: tuple[Tag, ...]

    def __post_init__(self) -> None:
        for tag in self.tags:
            for value, pattern, want in (
                (tag.name, _NAME, "a word of small letters, digits and _"),
                (tag.code, _CODE, "a capital letter"),
                (tag.name_zh, _NAME_ZH, "1 to 8 Chinese characters"),
            ):
                if not isinstance(value, str) or not pattern.fullmatch(value):
                    raise FormatError(f"tag {tag.name!r}: {value!r} is not {want}")
            if tag.name in _COLUMNS:
                raise FormatError(f"tag {tag.name!r}: the name is that of another column; choose another")
        for what, values in (("name", self.names), ("code", self.codes), ("Chinese name", self.names_zh)):
            if len(set(values)) < len(values):
                raise FormatError(f"two tags share a {what}: {' '.join(values)}")
        if not 2 <= len(self.tags) <= _MOST or self.tags[-1][:2] != (OTHER, "O"):
            raise FormatError(f"tags {' '.join(self.names)}: want 2 to {_MOST}, the last named {OTHER} with code O")

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names in order."""
        return tuple(t.name for t in self.tags)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of label files in order."""
        return tuple(t.code for t in self.tags)

    @property
    def names_zh(self) -> tuple[str, ...]:
        """Return the Chinese names in order."""
        return tuple(t.name_zh for t in self.tags)

    def zh(self, name: str | None) -> str:
        """Return the Chinese name of a tag, and `UNTAGGED_ZH` for None.

        >>> STANDARD.zh("plan")
        '计划'
        """
        return UNTAGGED_ZH if name is None else next(t.name_zh for t in self.tags if t.name == name)

    def find(self, word: str) -> str:
        """Return the name of the tag that has this name, in any case, or this Chinese name.

        Raises
        ------
        ValueError
            If there is none.

        Examples
        --------
        >>> STANDARD.find("问题"), STANDARD.find("Plan")
        ('problem', 'plan')
        """
        for tag in self.tags:
            if word.lower() == tag.name or word == tag.name_zh:
                return tag.name
        raise ValueError(f"tag {word!r} is unknown; want one of {', '.join(self.names)} or {' '.join(self.names_zh)}")


STANDARD = Tagset(
    (
        Tag("target", "T", "目标"),
        Tag("initiative", "I", "举措"),
        Tag("problem", "P", "问题"),
        Tag("plan", "L", "计划"),
        Tag(OTHER, "O", "其他"),
    )
)
"""The tags of the package."""


def read_tagset(folder: Path) -> Tagset:
    """Return the set of tags that a folder of labelled documents declares, `STANDARD` where it declares none.

    Raises
    ------
    FormatError
        If its ``tags.csv`` is malformed; the message names the file and line.
    InputError
        If it cannot be read.
    """
    for path in (folder / FILE_NAME, folder.parent / FILE_NAME):
        if path.is_file():
            return _read(path)
    return STANDARD


def _read(path: Path) -> Tagset:
    import csv

    try:
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    except OSError as e:
        raise InputError(f"{path}: {e.strerror or e}") from e
    except UnicodeDecodeError as e:
        raise InputError(f"{path}: byte {e.start} is not UTF-8; store it in UTF-8") from e
    if not rows or rows[0] != ["code", "name", "name_zh"]:
        raise FormatError(f"{path}:1: want the columns code,name,name_zh")
    try:
        return Tagset(tuple(_rows(rows[1:])))
    except FormatError as e:
        raise FormatError(f"{path}: {e}") from None


def _rows(rows: Iterable[list[str]]) -> Iterable[Tag]:
    for number, row in enumerate(rows, 2):
        if row:
            if len(row) != 3:
                raise FormatError(f"line {number}: want code,name,name_zh, not {','.join(row)!r}")
            code, name, name_zh = (cell.strip() for cell in row)
            yield Tag(name, code, name_zh)


@overload
def tag_of(weights: Iterable[tuple[str, int]], tags: tuple[str, ...] = ...) -> tuple[str, tuple[float, ...]]: ...


@overload
def tag_of(
    weights: Iterable[tuple[str | None, int]], tags: tuple[str, ...] = ...
) -> tuple[str | None, tuple[float, ...]]: ...


def tag_of(
    weights: Iterable[tuple[str | None, int]], tags: tuple[str, ...] = STANDARD.names
) -> tuple[str | None, tuple[float, ...]]:
    """Return the tag of a stretch and the shares of all tags from its sentences' (tag, characters).

    The tag is the one but other with most characters, other only where none has 30 % of them
    (the annotation guidelines' rule; ties go to the earlier in ``tags``). It is None where untagged sentences
    could turn it.

    >>> tag_of([("plan", 6), ("other", 10)])
    ('plan', (0.0, 0.0, 0.0, 0.375, 0.625))
    >>> tag_of([("plan", 6), (None, 4)])
    ('plan', (0.0, 0.0, 0.0, 0.6, 0.0))
    >>> tag_of([("plan", 4), (None, 6)])
    (None, (0.0, 0.0, 0.0, 0.4, 0.0))
    """
    sums = dict.fromkeys(tags, 0)
    unsure = 0
    for tag, size in weights:
        if tag is None:
            unsure += size
        else:
            sums[tag] += size
    total = sum(sums.values()) + unsure or 1
    shares = tuple(sums[t] / total for t in tags)

    def told(own: Mapping[str, int]) -> str:
        best = max(tags[:-1], key=lambda t: own[t])
        return best if own[best] >= 0.3 * total else OTHER

    # that all of them bear one tag is the worst case
    found = {told(sums | {t: sums[t] + unsure}) for t in tags} if unsure else {told(sums)}
    return (found.pop() if len(found) == 1 else None, shares)
