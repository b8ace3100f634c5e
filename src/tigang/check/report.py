r"""Notes → the lines and objects that ``tigang check`` prints.

Terms
-----
line, column : of a note's first character, both from 1; a line ends at \n, \r\n or \r, a column is a character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from tigang.check.rules import RULES
from tigang.write.terminal import visible

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from tigang.document import Document, Note

__all__ = ["table", "tell_json", "tell_summary", "tell_text"]

_NAMES = {r.code: r.name for r in RULES}
_BREAK = re.compile(r"\r\n|\n|\r")


class _Places:
    """Finds the line and column of an offset."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in _BREAK.finditer(text))]

    def __call__(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1


def tell_text(document: Document, notes: Sequence[Note]) -> Iterator[str]:
    """Yield a line for each note: ``file:line:column: CODE name message``."""
    if not notes:
        return
    place = _Places(document.text)
    name = visible(document.source.name)
    for n in notes:
        line, column = place(n.start)
        yield f"{name}:{line}:{column}: {n.code} {_NAMES[n.code]} {visible(n.message)}\n"


def tell_json(document: Document, notes: Sequence[Note], *, plain: bool) -> str:
    """Return one line of JSON: the file and its notes, with ``plain`` in ASCII."""
    import json

    place = _Places(document.text)
    rows = []
    for n in notes:
        (line, column), (end_line, end_column) = place(n.start), place(n.end)
        rows.append(
            {
                "code": n.code, "name": _NAMES[n.code], "line": line, "column": column, "end_line": end_line,
                "end_column": end_column, "span": [n.start, n.end], "message": n.message,
            }
        )  # fmt: skip
    return json.dumps({"file": document.source.name, "notes": rows}, ensure_ascii=plain) + "\n"


def tell_summary(files: int, codes: Counter[str]) -> str:
    """Return what was found in all files together.

    >>> from collections import Counter
    >>> tell_summary(3, Counter(TG101=2, TG401=1))
    '检查3个文件，发现3处问题：TG101×2，TG401×1'
    >>> tell_summary(1, Counter())
    '检查1个文件，未发现问题'
    """
    if not codes:
        return f"检查{files:,}个文件，未发现问题"
    each = "，".join(f"{code}×{count:,}" for code, count in sorted(codes.items()))
    return f"检查{files:,}个文件，发现{codes.total():,}处问题：{each}"


def table() -> str:
    """Return the table of rules: code, name, what it reports."""
    wide = max(map(len, _NAMES.values()))
    return "".join(f"{r.code}  {r.name:<{wide}}  {r.says}\n" for r in RULES)
