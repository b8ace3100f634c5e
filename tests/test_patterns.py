"""Patterns that are compiled on first use: all of them compile, and they behave as compiled ones."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import tigang
from tigang.patterns import lazy


def lazy_patterns() -> list[tuple[str, object]]:
    """Return every lazy pattern that stands in a module of the package, with its place."""
    found = []
    for module in pkgutil.walk_packages(tigang.__path__, "tigang."):
        if module.name != "tigang.__main__" and not module.name.startswith("tigang.nlp"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if type(value) is type(lazy("")):
                    found.append((f"{module.name}.{name}", value))
    return found


def test_every_pattern_compiles() -> None:
    found = lazy_patterns()
    assert len(found) > 100
    for name, pattern in found:
        assert isinstance(pattern.pattern, str), name  # type: ignore[attr-defined]


def test_behaves_as_a_compiled_one() -> None:
    pattern = lazy(r"(\d+)\s*个", re.MULTILINE)
    assert pattern.sub(r"\1项", "3 个，4个") == "3项，4项"
    assert pattern.match("3个").group(1) == "3"  # type: ignore[union-attr]
    assert pattern.flags & re.MULTILINE
    with pytest.raises(AttributeError):
        pattern.no_such_thing  # type: ignore[attr-defined]  # noqa: B018


def test_error_on_first_use() -> None:
    pattern = lazy("(")
    with pytest.raises(re.error):
        pattern.search("a")
