"""What is imported: the outline of a text file must start at once."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from corpora import ROOT, corpus_texts

ALLOWED = {"tigang", "click"}
WITH_WEIGHTS = ALLOWED | {"numpy"}
"""Tags may need numpy, and nothing more."""

_SCRIPT = """
import sys
before = set(sys.modules)
{statement}
import json
print("\\n" + json.dumps(sorted(set(sys.modules) - before)))
"""
_RUN = """
from tigang.cli import main
assert not main({arguments!r}, prog_name="tigang", standalone_mode=False), "exit code"
"""


def imported(statement: str) -> set[str]:
    """Return the packages outside the standard library that a statement imports in a fresh interpreter."""
    out = subprocess.run(
        [sys.executable, "-c", _SCRIPT.format(statement=statement)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": "src", "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "error"},
    )
    modules: list[str] = json.loads(out.stdout.splitlines()[-1])
    return {m.partition(".")[0] for m in modules} - sys.stdlib_module_names


def run(*arguments: str) -> set[str]:
    """Return what a command imports; it must not fail."""
    return imported(_RUN.format(arguments=list(arguments)))


def test_the_probe_sees_what_is_imported() -> None:
    assert imported("import click, json.tool") == {"click"}
    assert "networkx" in imported("import networkx")


def test_the_package_alone_imports_nothing() -> None:
    assert imported("import tigang") == {"tigang"}


@pytest.mark.parametrize(
    "options",
    [
        ("--no-tags",),
        ("--no-tags", "--no-text"),
        ("--no-tags", "--format", "json"),
        ("--no-tags", "--depth", "2"),
    ],
)
def test_outline_without_tags_imports_click_only(options: tuple[str, ...]) -> None:
    assert run("outline", *options, str(corpus_texts()[0])) == ALLOWED


@pytest.mark.parametrize(
    "options", [(), ("--format", "json"), ("--format", "markdown"), ("--tag", "plan"), ("--color", "always")]
)
def test_outline_imports_numpy_at_most(options: tuple[str, ...]) -> None:
    found = run("outline", *options, str(corpus_texts()[0]))
    assert ALLOWED <= found <= WITH_WEIGHTS


@pytest.mark.parametrize(
    "arguments", [("--help",), ("--version",), ("outline", "--help"), ("evaluate", "--help")]
)
def test_help_and_version_import_click_only(arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == ALLOWED


def test_a_document_is_analysed_and_written_without_heavy_packages() -> None:
    statement = (
        "import tigang; d = tigang.analyze('一、要求\\n抓紧。'); d.outline(); d.to_json(); d._repr_html_()"
    )
    assert imported(statement) <= WITH_WEIGHTS - {"click"}
