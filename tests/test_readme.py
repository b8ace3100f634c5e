"""The READMEs: their commands work, and both say the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpora import ROOT
from readme import commands, headings

ENGLISH = (ROOT / "README.md").read_text("utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text("utf-8")

LEFT_TO_THE_GATE = re.compile(r"python -m (venv|pip|pytest)\b|python benchmarks/")
"""Commands that set up or test the project or measure for minutes: .ci/run and .ci/full run those."""
COMMANDS = [
    c for c in commands(ENGLISH) if re.match(r"(tigang|python)\b", c) and not LEFT_TO_THE_GATE.match(c)
]


@pytest.fixture
def reader_folder(tmp_path: Path) -> Path:
    """A folder in which the project's files stand as in a clone, and new files do no harm."""
    for path in ROOT.iterdir():
        if path.name.startswith(".") or path.name in ("venv", "build", "dist"):
            continue
        if path.name == "corpus":
            shutil.copytree(path, tmp_path / path.name)
        else:
            (tmp_path / path.name).symlink_to(path)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_works(command: str, reader_folder: Path) -> None:
    """It ends with 0, says something and complains of nothing."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=reader_folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    writes_a_file = re.search(r" (-o|--output)\b|>", command)
    assert done.stdout.strip() or writes_a_file, "no output"
    assert done.stderr == ""


def test_the_readme_shows_the_main_command() -> None:
    assert any(c.startswith("tigang outline ") for c in COMMANDS)


def test_the_gate_finds_its_commands() -> None:
    """One command sets the project up and runs the main job, one sets it up and passes the tests."""
    all_commands = commands(ENGLISH)
    assert sum(bool(re.search(r"pip install .*&& tigang outline corpus/", c)) for c in all_commands) == 1
    assert sum(bool(re.search(r"pip install .*\[.*test.*&& .*pytest", c)) for c in all_commands) == 1


def test_both_readmes_have_the_same_commands() -> None:
    assert commands(CHINESE) == commands(ENGLISH)


def test_both_readmes_have_the_same_headings_by_level() -> None:
    assert [h.split(" ")[0] for h in headings(CHINESE)] == [h.split(" ")[0] for h in headings(ENGLISH)]


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["README.md", "README.zh-CN.md"])
def test_links_to_files_of_the_project_lead_somewhere(text: str) -> None:
    links = [m[1] for m in re.finditer(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in m[1]]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_commands_are_read_from_both_kinds_of_blocks() -> None:
    markdown = (
        "# a\n```sh\n# first\ntigang outline \\\n  b.txt  # second\n```\n"
        "```console\n$ tigang --version\ntigang 1\n```\n```python\ntigang.load()\n```\n## b\n"
    )
    assert commands(markdown) == ["tigang outline    b.txt", "tigang --version"]
    assert headings(markdown) == ["# a", "## b"]
