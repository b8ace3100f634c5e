"""docs/labels.md: its path works as it is written, with the built-in tags and with one's own."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from corpora import ROOT
from readme import commands
from small_gold import OWN_TAGS, labelled, write_labelled
from tigang.tagset import STANDARD, read_tagset

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs" / "labels.md").read_text("utf-8")

pytestmark = pytest.mark.timeout(300)


def block(language: str) -> str:
    """Return the page's only block of a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found


@pytest.mark.parametrize("tags", [None, OWN_TAGS], ids=["standard", "own"])
def test_the_path_works(tmp_path: Path, tags: str | None) -> None:
    write_labelled(tmp_path / "mine", 5, "ITPL" if tags is None else "ITPLS", tags=tags)
    (tmp_path / "mine" / "new.txt").write_text(labelled(9)[0], "utf-8")
    steps = commands(PAGE)
    assert [shlex.split(s)[1] for s in steps] == ["label", "label", "train", "evaluate", "outline"]
    for step in steps:
        done = subprocess.run(
            [sys.executable, "-m", *shlex.split(step)], cwd=tmp_path, capture_output=True, encoding="utf-8",
            env=os.environ | {"PYTHONIOENCODING": "utf-8"}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (step, done.stderr)
    assert "工作完成情况" in done.stdout


def test_the_functions_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_labelled(tmp_path / "mine", 5)
    (tmp_path / "mine" / "new.txt").write_text(labelled(9)[0], "utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(block("python"), names)  # noqa: S102 - the page's own example
    assert names["document"].tagged  # type: ignore[attr-defined]


def test_the_table_of_tags_is_taken(tmp_path: Path) -> None:
    (tmp_path / "tags.csv").write_text(block("csv"), "utf-8")
    (tmp_path / "gold").mkdir()
    tagset = read_tagset(tmp_path / "gold")
    assert set(tagset.tags) - set(STANDARD.tags) == {("support", "S", "请求支持")}
    assert block("csv") == OWN_TAGS
