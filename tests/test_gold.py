"""The gold format: what is read, written and refused."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import astuple
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import SHARED, corpus_texts, shared_texts
from tigang.errors import FormatError, InputError
from tigang.gold import Piece, check, dump, expand, load, load_file, read_text, units

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

TEXT = """河滩镇排水工作
汇报【看更多】
一、进度。已疏通水渠12处。缺少泵房！

二、安
【看更多】排
月底前补齐。
"""
ROWS = """# labelled by hand
1.1\tt\t-
2.1\tc\t-\t汇报
2.1\tn\t-
3.1\th1\t-
3.2\tb\tI
3.3\tb\tP
5.1\th1\t-
6.1\tn\t-\t【看更多】
6.1\tc\t-
7.1\tb\tL
"""


def test_rows_become_pieces_that_cover_the_text() -> None:
    pieces = load(TEXT, ROWS)
    assert [(p.kind, p.depth, p.tag, p.text) for p in pieces] == [
        ("title", 0, None, "河滩镇排水工作\n汇报"),
        ("noise", 0, None, "【看更多】"),
        ("heading", 1, None, "一、进度。"),
        ("body", 0, "initiative", "已疏通水渠12处。"),
        ("body", 0, "problem", "缺少泵房！"),
        ("heading", 1, None, "二、安\n【看更多】排"),
        ("noise", 0, None, "【看更多】"),
        ("body", 0, "plan", "月底前补齐。"),
    ]
    assert all(p.text == TEXT[p.start : p.end] for p in pieces)


def test_pieces_become_the_same_rows() -> None:
    assert dump(TEXT, load(TEXT, ROWS)) == ROWS.partition("\n")[2]


def test_windows_line_ends_change_no_label() -> None:
    text = TEXT.replace("\n", "\r\n")
    assert dump(text, load(text, ROWS.replace("\n", "\r\n"))) == ROWS.partition("\n")[2]


def test_short_forms_stand_for_runs_of_units() -> None:
    assert expand(TEXT, "3.2..5.1\tb\tI\n6.1\tn\t-") == "3.2\tb\tI\n3.3\tb\tI\n5.1\tb\tI\n6.1\tn\t-"


@pytest.mark.parametrize("run", ["3.2..3.9", "9.1..3.1", "3.3..3.2", "..3.1"])
def test_a_run_that_the_text_does_not_have_is_refused_by_its_place(run: str) -> None:
    with pytest.raises(FormatError, match=r"^a\.tsv:2: '.*' is no run of units"):
        expand(TEXT, f"1.1\tt\t-\n{run}\tb\tI", "a.tsv")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("3.2\tb\tI", "3.2 b I", "a.tsv:6: '3.2 b I' has no UNIT, KIND and TAG"),
        ("3.2\tb\tI\n", "", "a.tsv:6: unit '3.3', but 3.2 '已疏通水渠12处。' comes next"),
        ("3.2\tb\tI", "3.2\tx\tI", "a.tsv:6: kind 'x' is unknown"),
        ("3.2\tb\tI", "3.2\tb\tX", "a.tsv:6: tag 'X' is unknown"),
        ("3.2\tb\tI", "3.2\tb2\tI", "a.tsv:6: kind 'b2': a depth goes with h, p and i"),
        ("3.1\th1\t-", "3.1\th\t-", "a.tsv:5: kind 'h': a depth goes with h, p and i"),
        ("3.2\tb\tI", "3.2\tb\t-", "a.tsv:6: tag '-': a tag goes with p, i and b"),
        ("3.1\th1\t-", "3.1\th1\tI", "a.tsv:5: tag 'I': a tag goes with p, i and b"),
        ("\t汇报", "\t汇总", "a.tsv:3: '汇总' does not stand at '汇报【看更多】"),
        ("1.1\tt\t-", "1.1\tc\t-", "a.tsv:2: c goes on with a title, heading, topic or item"),
        ("1.1\tt\t-", "1.1\tf\t-", "a.tsv:3: c goes on with a title, heading, topic or item"),
        ("7.1\tb\tL\n", "", "a.tsv:11: no row covers the end of unit 7.1 '月底前补齐。'"),
        ("7.1\tb\tL\n", "7.1\tb\tL\t月底\n", "a.tsv:12: no row covers the end of unit 7.1"),
        ("7.1\tb\tL\n", "7.1\tb\tL\n8.1\tb\tL\n", "a.tsv:12: no unit '8.1' is left"),
    ],
)
def test_a_bad_row_is_refused_by_file_and_line(old: str, new: str, message: str) -> None:
    assert old in ROWS
    with pytest.raises(FormatError) as error:
        load(TEXT, ROWS.replace(old, new, 1), "a.tsv")
    assert str(error.value).startswith(message)


def test_a_unit_that_no_piece_covers_is_refused() -> None:
    with pytest.raises(FormatError, match=r"unit 3\.2: no piece covers '已疏通水渠12处。'"):
        dump(TEXT, [p for p in load(TEXT, ROWS) if p.tag != "initiative"])


def test_a_prefix_with_a_tab_takes_two_rows() -> None:
    heading = Piece("1.1", 1, "heading", 1, None, 0, 4, "一、\t甲")
    body = Piece("1.1", 1, "body", 0, "plan", 4, 5, "乙")
    rows = "1.1\th1\t-\t一、\n1.1\tc\t-\t甲\n1.1\tb\tL\n"
    assert dump("一、\t甲乙", [heading, body]) == rows
    assert load("一、\t甲乙", rows) == (heading, body)


def test_files_stand_beside_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with pytest.raises(InputError, match=r"a\.txt: No such file"):
        load_file(path)
    path.write_text(TEXT, "utf-8")
    with pytest.raises(InputError, match=r"a\.tsv: No such file"):
        load_file(path)
    (tmp_path / "a.tsv").write_text(ROWS, "utf-8")
    assert load_file(path) == (TEXT, load(TEXT, ROWS))
    assert check(path) == {
        "body": 3,
        "heading 1": 2,
        "noise": 2,
        "title": 1,
        "tag initiative": 1,
        "tag plan": 1,
        "tag problem": 1,
    }
    path.write_bytes("汇报".encode("gb18030"))
    with pytest.raises(InputError, match="byte 0 is not UTF-8"):
        read_text(path)


@given(st.text(alphabet=st.sampled_from("一、字a1。！？；;!”）】\r\n\t　\x85\u2028\ufeff \x00")))
def test_units_take_every_solid_character_in_order(text: str) -> None:
    found = list(units(text))
    assert all(u.text == text[u.start : u.end] == u.text.strip() != "" for u in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    inside = {i for u in found for i in range(u.start, u.end)}
    assert all(c.isspace() for i, c in enumerate(text) if i not in inside)


@pytest.mark.parametrize("path", corpus_texts(), ids=lambda p: p.stem)
def test_corpus_labels_are_written_as_they_were_read(path: Path) -> None:
    text, pieces = load_file(path)
    assert load(text, dump(text, pieces)) == pieces


@pytest.fixture(scope="module")
def theirs() -> ModuleType:
    """The shared reader, which ours must agree with."""
    spec = importlib.util.spec_from_file_location("shared_gold", SHARED / "bench" / "gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["shared_gold"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_shared_texts_have_the_units_and_pieces_of_the_shared_reader(theirs: ModuleType) -> None:
    labelled = 0
    for path in shared_texts("seed", "dev", "raw"):
        text = read_text(path)
        assert [astuple(u) for u in units(text)] == [astuple(u) for u in theirs.units(text)], path.name
        if path.with_suffix(".tsv").exists():
            labelled += 1
            rows = path.with_suffix(".tsv").read_text("utf-8")
            pieces = load(text, rows)
            assert [astuple(p) for p in pieces] == [astuple(p) for p in theirs.load(text, rows)], path.name
            assert load(text, dump(text, pieces)) == pieces, path.name
    assert labelled > 0
