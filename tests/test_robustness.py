"""Damaged texts: gold stays true, nothing raises, nothing of the text is lost."""

from __future__ import annotations

import json
import re
import sys
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora import ROOT, corpus_texts
from strategies import documents
from test_invariants import (
    nodes_make_a_tree,
    sentences_lie_in_one_paragraph_and_node,
    spans_are_solid_and_in_order,
    spans_tile_the_text,
    words_are_those_of_the_text,
)
from tigang import analyze
from tigang.gold import NODES, Piece, dump, load, load_file

sys.path.append(str(ROOT / "benchmarks"))

import robustness
from adverts import make_advert
from damage import KINDS
from labelled import Edit, Labelled, apply, marker_of, numbered, numbered_lists

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tigang import Document

TEXT = """某镇河道管护方案
一、工作目标
河面常年无漂浮物，岸坡无垃圾，水质达到三类，两岸群众满意。
二、主要做法
（一）分段包干。每名护河员负责两公里，每天巡查一次，发现问题当场处理。
（二）定期清淤。每年冬季清淤一次，费用由镇财政和各村分担，明细张榜公布。
（三）公开账目。每季度公布一次支出，接受群众监督，三日内答复疑问。
三、组织保障
镇长任组长，河长办每月调度一次，进度慢的村要说明原因，两次垫底的由镇长约谈，年底结果计入村级考核。
"""
ROWS = """1.1	t	-
2.1	h1	-
3.1	b	T
4.1	h1	-
5.1	h2	-
5.2	b	L
6.1	h2	-
6.2	b	L
7.1	h2	-
7.2	b	L
8.1	h1	-
9.1	b	L
"""
SMALL = Labelled(TEXT, load(TEXT, ROWS))
HEADINGS = (
    "一、工作目标",
    "二、主要做法",
    "（一）分段包干。",
    "（二）定期清淤。",
    "（三）公开账目。",
    "三、组织保障",
)
each_kind = pytest.mark.parametrize("kind", KINDS)


def damaged(kind: str, labelled: Labelled = SMALL, seed: object = 0) -> Labelled:
    return KINDS[kind].damage(labelled, Random(f"{seed}"))  # noqa: S311 - a fixed choice


def noise_in(gold: Iterable[Piece]) -> set[int]:
    """Return the offsets of gold's noise."""
    return {i for p in gold if p.kind == "noise" for i in range(p.start, p.end)}


def headings(labelled: Labelled) -> tuple[str, ...]:
    """Return the words of gold's headings, line breaks and noise left out."""
    text = labelled.text
    out = noise_in(labelled.gold) | {i for i, c in enumerate(text) if c == "\n"}
    spans = [range(p.start, p.end) for p in labelled.gold if p.kind == "heading"]
    return tuple("".join(text[i] for i in span if i not in out) for span in spans)


def from_analysis(text: str) -> Labelled:
    """Return a text with what the analyzer finds in it as gold."""
    d = analyze(text, tags=False)
    found: list[tuple[int, int, str, int]] = []
    found += [(*n.label, "heading", n.depth) for n in d.sections]
    found += [(*s.span, "body", 0) for s in d.sentences]
    found += [(*m.span, "title" if m.role == "title" else "front", 0) for m in d.front]
    found += [(*m.span, "back", 0) for m in d.back]
    found += [(*n.span, "noise", 0) for n in d.noise]
    found.sort(key=lambda f: (f[0], -f[1]))
    pieces = [
        Piece("", 0, kind, depth, "other" if kind == "body" else None, a, b, text[a:b])
        for a, b, kind, depth in found
    ]
    return apply(Labelled(text, tuple(pieces)), [])


def nothing_is_lost(d: Document) -> None:
    for invariant in (
        spans_tile_the_text,
        spans_are_solid_and_in_order,
        nodes_make_a_tree,
        sentences_lie_in_one_paragraph_and_node,
        words_are_those_of_the_text,
    ):
        invariant(d)


# -- gold stays true ----------------------------------------------------------------------------------------


@each_kind
def test_gold_keeps_its_nodes_and_covers_the_text(kind: str) -> None:
    """Every node keeps kind and depth, gold can be written and read back, and no words are left over."""
    for seed in range(8):
        d = damaged(kind, seed=seed)
        assert [(p.kind, p.depth) for p in d.gold if p.kind in NODES] == [
            (p.kind, p.depth) for p in SMALL.gold if p.kind in NODES
        ]
        assert all(d.text[p.start : p.end] == p.text for p in d.gold)
        read = load(d.text, dump(d.text, d.gold))
        for which in ("heading", "title"):
            assert [p for p in read if p.kind == which] == [p for p in d.gold if p.kind == which]
        assert noise_in(read) == noise_in(d.gold)
        covered = {i for p in d.gold for i in range(p.start, p.end)}
        assert "".join(c for i, c in enumerate(d.text) if i not in covered).strip() == ""


@each_kind
def test_damage_changes_the_text_and_the_same_seed_gives_the_same_damage(kind: str) -> None:
    some = [damaged(kind, seed=seed) for seed in range(8)]
    assert any(d.text != TEXT for d in some) == (kind != "page furniture")  # the text has no second page
    assert some == [damaged(kind, seed=seed) for seed in range(8)]


@pytest.mark.parametrize(
    "kind", ["newlines removed", "indents", "wrapped at 28", "adverts", "cross-references", "headings glued"]
)
def test_headings_keep_their_words_where_only_other_text_is_damaged(kind: str) -> None:
    for seed in range(8):
        assert headings(damaged(kind, seed=seed)) == HEADINGS


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("half width", "（）", "()"),
        ("Kangxi radicals", "一二工目", "⼀⼆⼯⽬"),
        ("traditional", "标组织开账干", "標組織開賬幹"),
        ("closing marks dropped", "。", ""),
    ],
)
def test_headings_are_damaged_as_the_kind_says(kind: str, old: str, new: str) -> None:
    table = str.maketrans(old, new) if new else str.maketrans("", "", old)
    assert headings(damaged(kind)) == tuple(h.translate(table) for h in HEADINGS)


def test_blanks_stand_between_all_characters_of_a_marker() -> None:
    spaced = {headings(damaged("blanks in markers", seed=seed)) for seed in range(8)}
    for blank in " \u3000":
        markers = (f"一{blank}、", f"（{blank}一{blank}）", f"三{blank}、")
        found = next(h for h in spaced if blank in h[0])
        assert all(found[n].startswith(m) for n, m in zip((0, 2, 5), markers, strict=True))
        assert tuple(h.replace(blank, "") for h in found) == HEADINGS
    assert len(spaced) == 2


def test_digits_of_one_number_stay_together() -> None:
    text = "12. 抓好落实\n1.2 清理河道\n第十二条 另行规定\n"
    d = damaged("blanks in markers", Labelled(text, load(text, "1.1\th1\t-\n2.1\th1\t-\n3.1\th1\t-\n")))
    words = [h.replace("　", " ") for h in headings(d)]
    assert words == ["12 . 抓好落实", "1.2 清理河道", "第 十 二 条 另行规定"]


def test_hidden_marks_show_nothing_and_leave_the_edges() -> None:
    for seed in range(8):
        d = damaged("zero-width marks", seed=seed)
        shown = re.sub("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]", "", d.text)
        assert shown == TEXT
        assert len(d.text) > len(TEXT)
        assert all(p.text[0] in TEXT and p.text[-1] in TEXT for p in d.gold)


def test_newlines_are_gone() -> None:
    d = damaged("newlines removed")
    assert "\n" not in d.text
    assert d.text == TEXT.replace("\n", "")


def test_headings_that_only_their_line_showed_leave_gold() -> None:
    """What stood under a heading without a number moves up."""
    text = "一、目标\n工作回顾\n（一）清淤。抓紧。\n二、保障\n"
    gold = load(text, "1.1\th1\t-\n2.1\th2\t-\n3.1\th3\t-\n3.2\tb\tL\n4.1\th1\t-\n")
    d = damaged("newlines removed, numbered", Labelled(text, gold))
    assert [(p.kind, p.depth, p.text) for p in d.gold] == [
        ("heading", 1, "一、目标"),
        ("body", 0, "工作回顾"),
        ("heading", 2, "（一）清淤。"),
        ("body", 0, "抓紧。"),
        ("heading", 1, "二、保障"),
    ]
    assert len(damaged("newlines removed", Labelled(text, gold)).gold) == len(gold)


def test_wrapped_lines_are_no_longer_than_the_width_and_hanging_marks() -> None:
    for seed in range(8):
        d = damaged("wrapped at 28", seed=seed)
        assert max(map(len, d.text.split("\n"))) <= 28 + 2
        assert d.text.replace("\n", "") == TEXT.replace("\n", "")


def test_a_dropped_number_leaves_its_heading_without() -> None:
    assert headings(damaged("number dropped")) in (
        (*HEADINGS[:1], "主要做法", *HEADINGS[2:]),
        (*HEADINGS[:3], "定期清淤。", *HEADINGS[4:]),
    )


def test_a_doubled_number_is_that_of_the_sister_before() -> None:
    for seed in range(8):
        words = headings(damaged("number doubled", seed=seed))
        changed = [n for n, (a, b) in enumerate(zip(words, HEADINGS, strict=True)) if a != b]
        assert len(changed) == 1
        before = {1: "一、", 3: "（一）", 4: "（二）", 5: "二、"}
        assert words[changed[0]].startswith(before[changed[0]])


def test_a_glued_heading_stands_behind_the_paragraph_before_it() -> None:
    for seed in range(8):
        d = damaged("headings glued", seed=seed)
        assert d.text.replace("\n", "") == TEXT.replace("\n", "")
        assert 1 <= TEXT.count("\n") - d.text.count("\n") <= 4
        assert all(d.text[p.start - 1] in "\n。" for p, _ in numbered(d))


def test_adverts_are_noise_in_gold() -> None:
    """Without its noise the damaged text is the text."""
    seen = 0
    for seed in range(20):
        d = damaged("adverts", seed=seed)
        noise = [p for p in d.gold if p.kind == "noise"]
        seen += len(noise)
        rest = apply(d, (Edit(p.start, p.end) for p in noise)).text
        assert re.sub("\n+", "\n", rest).strip() == TEXT.strip()
    assert seen >= 10


def test_pages_get_a_number_and_the_title_between_lines() -> None:
    text = TEXT + "河段名称见附表。\n" * 60
    gold = load(text, ROWS + "".join(f"{n}.1\tb\tO\n" for n in range(10, 70)))
    d = damaged("page furniture", Labelled(text, gold))
    noise = [p.text for p in d.gold if p.kind == "noise"]
    assert noise[1::2] == ["某镇河道管护方案"] * 2
    assert [re.findall(r"\d+", n)[0] for n in noise[::2]] == ["1", "2"]
    assert {d.text[p.end : p.end + 1] for p in d.gold if p.kind == "noise"} == {"\n"}


def test_adverts_have_many_wordings_and_stay_on_a_line() -> None:
    random = Random(1)  # noqa: S311 - a fixed choice
    some = {make_advert(random) for _ in range(500)}
    assert len(some) > 480
    assert all(a == a.strip() and "\n" not in a and len(a) >= 6 for a in some)


# -- editing ------------------------------------------------------------------------------------------------


@given(st.data())
def test_pieces_move_with_their_characters(data: st.DataObject) -> None:
    """Whatever is put in or taken out, a piece holds what is left of its characters, in their order."""
    edits: list[Edit] = []
    at = 0
    places = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 3))
    for start, size in sorted(data.draw(st.lists(places, max_size=20))):
        if start >= at and start + size <= len(TEXT):
            edits.append(Edit(start, start + size, data.draw(st.sampled_from(["", "#"])) if not size else ""))
            at = start + size + 1
    gone = {i for e in edits for i in range(e.start, e.end)}
    d = apply(SMALL, edits)
    left = ["".join(TEXT[i] for i in range(p.start, p.end) if i not in gone) for p in SMALL.gold]
    assert [p.text.replace("#", "") for p in d.gold] == [words for words in left if words]
    assert all(p.text[0] != "#" and p.text[-1] != "#" for p in d.gold if len(p.text.replace("#", "")) > 1)


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        apply(SMALL, [Edit(0, 3), Edit(2, 4)])


@pytest.mark.parametrize(
    ("words", "marker"),
    [
        ("一、目标", "一、"),
        ("（十二） 做法", "（十二）"),
        ("(3)清淤", "(3)"),
        ("1．清淤", "1．"),
        ("1.2.3清淤", "1.2.3"),
        ("第 四 章 附则", "第 四 章"),
        ("## 二、做法", "二、"),
        ("①清淤", "①"),
        ("2023年工作", None),
        ("12个村", None),
        ("总体要求", None),
        ("一张网", None),
    ],
)
def test_markers_are_known_by_their_form(words: str, marker: str | None) -> None:
    m = marker_of(words, Piece("1.1", 1, "heading", 1, None, 0, len(words), words))
    assert (None if m is None else words[m.start : m.end]) == marker


def test_lists_hold_sisters_only() -> None:
    text = "一、甲\n（一）乙\n（二）丙\n二、丁\n（一）戊\n1.己\n"
    gold = load(text, "1.1\th1\t-\n2.1\th2\t-\n3.1\th2\t-\n4.1\th1\t-\n5.1\th2\t-\n6.1\th2\t-\n")
    runs = [[p.text for p, _ in run] for run in numbered_lists(Labelled(text, gold))]
    assert runs == [["一、甲", "二、丁"], ["（一）乙", "（二）丙"], ["（一）戊"], ["1.己"]]


# -- nothing raises, nothing is lost ------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "path"), list(enumerate(corpus_texts())), ids=lambda x: getattr(x, "stem", ""))
def test_damaged_corpus_documents_lose_nothing(n: int, path: Path) -> None:
    """Each document under three kinds of damage, all kinds in turn."""
    kinds = list(KINDS)
    labelled = Labelled(*load_file(path))
    for k in range(3):
        d = damaged(kinds[(3 * n + k) % len(kinds)], labelled, path.stem)
        document = analyze(d.text, tags=False)
        assert document.text == d.text
        nothing_is_lost(document)


@given(documents, st.sampled_from(sorted(KINDS)), st.sampled_from(sorted(KINDS)), st.integers(0, 99))
def test_damaged_generated_documents_lose_nothing(text: str, one: str, other: str, seed: int) -> None:
    """Two kinds of damage, one upon the other."""
    d = damaged(other, damaged(one, from_analysis(text), seed), seed)
    document = analyze(d.text, tags=False)
    assert document.text == d.text
    nothing_is_lost(document)


# -- the table ----------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.txt").write_text(TEXT, encoding="utf-8", newline="")
    (tmp_path / "small.tsv").write_text(ROWS, encoding="utf-8", newline="")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["robustness.py", *arguments])
    return robustness.main()


def test_the_table_has_a_row_for_each_kind(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, str(folder)) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert [row.split(" | ")[0].strip("| ") for row in rows] == ["damage", "none", *KINDS]


def test_figures_are_ratios_to_the_undamaged_text(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, str(folder), "--json", "--only", "indents")
    none, indents = json.loads(capsys.readouterr().out)
    assert (none["damage"], none["ratio"], none["changed"]) == ("none", 1.0, 0)
    assert indents["changed"] == 1
    assert indents["ratio"] == pytest.approx(indents["heading"] / none["heading"])


def test_a_ratio_below_the_least_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, str(folder), "--only", "indents", "--least", "1.5") == 1


def test_errors_that_damage_makes_are_listed() -> None:
    """A heading that is lost is named; what was wrong before is not."""
    clean = robustness.compared("small", SMALL)
    at = TEXT.index("三、组织保障")
    gone = [Edit(at - 1, at + 2), Edit(at + 6, at + 7)]  # its line breaks and its number
    lost = robustness.compared("small", apply(SMALL, gone))
    assert robustness.new_errors(clean, lost) == ["small:7: missed heading '组织保障'"]
    assert robustness.new_errors(clean, clean) == robustness.new_errors(lost, lost) == []


def test_verbose_runs_name_the_damage(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = TEXT.replace("一、", "").replace("二、", "").replace("三、", "")
    (folder / "small.txt").write_text(text, encoding="utf-8", newline="")
    run(monkeypatch, str(folder), "-v", "--only", "newlines removed")
    listed = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("|")]
    assert any(re.match("newlines removed: small:1: missed heading '", line) for line in listed)


def test_a_folder_without_gold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileNotFoundError, match="labelled"):
        run(monkeypatch, str(tmp_path))
