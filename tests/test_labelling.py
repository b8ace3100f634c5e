"""Draft labels: the analysis comes back from them, and the check names the first bad row."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given

import tigang
from corpora import CORPUS, SHARED
from strategies import documents
from tigang.cli import main
from tigang.compare import compare, read_prediction
from tigang.errors import FormatError
from tigang.gold import KINDS, load, load_file
from tigang.labelling import SURE, label_document
from tigang.pipeline import analyze_text

if TYPE_CHECKING:
    from pathlib import Path

    from tigang.document import Document

TEXT = """秋桥县护林工作汇报
2024年6月20日
一、工作情况
（一）巡护。新设卡口6处，开展巡查46次。
一是补齐装备；二是培训护林员120名。
二、存在的问题
人手严重不足。
第 3 页
"""


def run(*args: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(map(str, args)), input=stdin)


def compared(document: Document, rows: str) -> tuple[str, ...]:
    """Return in what an analysis differs from labels; sentences that the format cuts do not count."""
    text = str(document.text)
    found = read_prediction(document.to_dict(text=False), len(text), document.tagset.names)
    comparison = compare("it", text, load(text, rows, "it", document.tagset), found, document.tagset.names)
    uneven = [key for key, c in comparison.counts if key != "bounds" and c.f1 != 1]
    return (*comparison.errors, *uneven)


@pytest.mark.parametrize("path", sorted((CORPUS / "train").glob("*.txt"))[::3], ids=lambda p: p.stem)
def test_the_analysis_comes_back(path: Path) -> None:
    document = tigang.analyze(path)
    rows = tigang.label(path)
    assert compared(document, rows) == ()
    assert load(str(document.text), rows) == load(str(document.text), tigang.label(path, text=False))


@given(documents)
def test_the_analysis_of_any_text_comes_back(text: str) -> None:
    document = analyze_text(text)
    assume(all(n.depth < 10 for n in document.nodes))  # the format has one digit for it
    # the title that is told has lost marks at its edges that its line still holds
    assert [d for d in compared(document, label_document(document)) if ": title " not in d] == []


def test_rows_and_comments() -> None:
    """Each row stands under its words; an unsure tag says so; the codes stand at the top."""
    document = tigang.analyze(TEXT)
    lines = tigang.label(TEXT).splitlines()
    assert lines[0] == "# T=目标 I=举措 P=问题 L=计划 O=其他"
    said, rows = lines[1::2], lines[2::2]
    assert all(line.startswith("# ") for line in said)
    assert "# （一）巡护。" in said
    assert rows == tigang.label(TEXT, text=False).splitlines()
    assert [r.split("\t")[1] for r in rows][:4] == ["t", "f", "h1", "h2"]
    unsure = [s for s in document.sentences if max(s.scores) < SURE]
    assert sum(line.startswith("# ? ") for line in said) == len(unsure)


# -- the command ----------------------------------------------------------------------------------------


def test_a_draft_is_written_and_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8", newline="")
    result = run("label", path, "-o", tmp_path / "a.tsv")
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "a.tsv").read_text("utf-8") == run("label", path).stdout == run("label", "-", stdin=TEXT).stdout
    text, pieces = load_file(path)
    assert "".join(text.split()) == "".join("".join(p.text for p in pieces if p.kind != "noise").split()) + "第3页"
    checked = run("label", "--check", path)
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert "heading 1\t2\n" in checked.stdout
    assert checked.stdout == run("label", "--check", tmp_path / "a.tsv").stdout


def test_work_by_hand_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    (tmp_path / "a.tsv").write_text("by hand", "utf-8")
    result = run("label", path, "-o", tmp_path / "a.tsv")
    assert result.exit_code == 2
    assert "may hold work by hand" in result.stderr
    assert (tmp_path / "a.tsv").read_text("utf-8") == "by hand"


@pytest.mark.parametrize("more", [["-o", "x.tsv"], ["--no-text"], ["--model", "m"]])
def test_check_takes_no_options_of_a_draft(tmp_path: Path, more: list[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一、工作\n修路3条。\n", "utf-8")
    result = CliRunner().invoke(main, ["label", "--check", str(path), *more])
    assert result.exit_code == 2
    assert "--check" in result.output
    assert CliRunner().invoke(main, ["label", "--check", "-"]).exit_code == 2


def test_what_cannot_be_labelled_or_checked(tmp_path: Path) -> None:
    assert run("label", tmp_path / "none.txt").exit_code == 3
    assert run("label", "--check", tmp_path / "none.txt").exit_code == 3
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    result = run("label", "--check", tmp_path / "a.txt")
    assert (result.exit_code, "a.tsv: No such file" in result.stderr) == (3, True)


def spoil(rows: list[str], chance: random.Random) -> list[str]:
    """Return rows with one thing wrong."""
    at = chance.randrange(len(rows))
    columns = rows[at].split("\t")
    how = chance.randrange(6)
    if how == 0:
        return rows[:at] + rows[at + 1 :]
    if how == 1:
        return rows[: at + 1] + rows[at:]
    if how == 2:
        columns[1] = chance.choice(["x", "h", "b2", "h10", ""])
    elif how == 3:
        columns[2] = "-" if columns[2] != "-" else chance.choice("TX")
    elif how == 4:
        columns = columns[:2]
    else:
        columns += ["这几个字不在文中"]
    return [*rows[:at], "\t".join(columns), *rows[at + 1 :]]


@pytest.mark.parametrize("seed", range(12))
def test_the_first_bad_row_is_named(tmp_path: Path, seed: int) -> None:
    """The row that `tigang.gold.load` refuses, as ``NAME.tsv:ROW``."""
    rows = spoil(tigang.label(TEXT, text=False).splitlines(), random.Random(seed))  # noqa: S311 - no secret
    (tmp_path / "a.txt").write_text(TEXT, "utf-8", newline="")
    (tmp_path / "a.tsv").write_text("\n".join(rows) + "\n", "utf-8", newline="")
    result = run("label", "--check", tmp_path / "a.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"tigang: {tmp_path / 'a.tsv'}:")
    with pytest.raises(FormatError) as caught:
        load_file(tmp_path / "a.txt")
    assert str(caught.value) in result.stderr


@pytest.mark.shared
def test_the_check_is_that_of_the_shared_tool(tmp_path: Path) -> None:
    """Both find the same row bad, or none; where rows are missing at the end, the shared tool names the unit."""
    tool = SHARED / "bench" / "gold.py"
    text, rows = tmp_path / "a.txt", tmp_path / "a.tsv"
    text.write_text(TEXT, "utf-8", newline="")
    good = tigang.label(TEXT).splitlines()
    for seed in range(25):
        chance = random.Random(seed)  # noqa: S311 - no secret
        spoilt = spoil([r for r in good if not r.startswith("#")], chance) if seed else good
        rows.write_text("\n".join(spoilt) + "\n", "utf-8", newline="")
        theirs = subprocess.run(
            [sys.executable, str(tool), "--check", str(text), str(rows)],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        ours = run("label", "--check", text)
        assert (ours.exit_code == 0) == (theirs.returncode == 0), spoilt
        named = theirs.stderr.removeprefix("gold.py: ").removeprefix(f"{rows}:").split(":")[0]
        if named.strip().isdecimal():
            assert f"{rows}:{named}:" in ours.stderr


def test_every_kind_has_a_code() -> None:
    assert set(KINDS.values()) >= {"title", "front", "heading", "topic", "item", "body", "noise", "back"}
