"""Regular expressions that are compiled when they are first used.

Compiling the package's patterns takes longer than the analysis of a short document, and most documents have no
use for a third of them. What is used on every document is compiled by `re.compile` as usual.
"""

from __future__ import annotations

import re
from typing import Any, cast

__all__ = ["lazy"]


class _Lazy:
    """Stands for a compiled pattern; its attributes are the pattern's own from the first use on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name == "_compiled":
            value: Any = re.compile(*self._source)
        elif name.startswith("_"):
            raise AttributeError(name)
        else:
            value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled on first use.

    An error in it comes up there as well; a test compiles every pattern of the package.

    >>> lazy("[0-9]+").findall("3个")
    ['3']
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))
