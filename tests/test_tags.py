"""The tagger: what every result obeys, how the heading and the words decide, and what the weights hold."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tigang.document import TAGS, Node, Noise, Sentence, Span
from tigang.tags import tag_sentences
from tigang.tags.cues import LONGEST, read_cues
from tigang.tags.features import read_frame, read_places
from tigang.tags.roles import genre_of, role_of
from tigang.tags.weights import Weights, load_weights, pack, save_weights, unpack
from tigang.tags.words import Now, clauses_of, now_of, plain, plain_pieces

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """某镇2023年上半年工作总结
一、主要工作完成情况
上半年，全镇共组织技能培训6期，发放宣传册1200份，解决用工纠纷14起。截至6月底，新增养老参保860人，完成年度任务的43%。
二、存在的问题
水利设施老化，末端渠道仍不通水，管护人员严重不足。部分干部不会用新系统，报表经常出错。
三、下半年工作打算
继续推进渠道清淤，组织各村开展自查。力争年底前改造老旧管网12公里，供水保证率达到95%以上。
"""


def lay_out(text: str) -> tuple[list[Node], list[Sentence]]:
    """Read a text whose lines that begin with 一、 二、 … are headings and whose first line is the title."""
    nodes: list[Node] = []
    sentences: list[Sentence] = []
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if not start or not line:
            continue
        if re.match(r"[一二三四五]、", line):
            label = Span(start, start + len(line))
            nodes.append(
                Node(len(nodes), None, "heading", 1, None, line[:2], None, line[2:], label, Span(start, len(text)))
            )
            continue
        sentences += [
            Sentence(start + m.start(), start + m.end(), len(nodes) - 1 if nodes else None)
            for m in re.finditer(r"[^。]+。?", line)
        ]
    return nodes, sentences


def tags_of(text: str, **more: object) -> list[str]:
    nodes, sentences = lay_out(text)
    title = text.split("\n", maxsplit=1)[0]
    return [s.tag for s in tag_sentences(text, nodes, sentences, title=title, **more)]  # type: ignore[arg-type]


def test_report_gets_the_tags_that_a_reader_gives() -> None:
    assert tags_of(REPORT) == ["initiative", "target", "problem", "problem", "plan", "target"]


def tag_within(words: str, heading: str, before: str) -> str:
    """Return the tag of a sentence put into the report in front of ``before``, under a heading of that name."""
    text = re.sub(rf"([一二三]、)[^\n]+(?=\n{before})", rf"\1{heading}", REPORT).replace(before, words + before)
    nodes, sentences = lay_out(text)
    title = text.split("\n")[0]
    return next(s.tag for s in tag_sentences(text, nodes, sentences, title=title) if text[s.start : s.end] == words)


def test_the_heading_decides_where_the_words_leave_it_open() -> None:
    words = "不断提高窗口服务效率，优化办事流程。"
    assert tag_within(words, "主要工作完成情况", "上半年，全镇") == "initiative"
    assert tag_within(words, "下半年工作打算", "继续推进渠道") == "plan"


def test_the_words_overrule_a_heading_that_misleads() -> None:
    words = "目前仍存在专业人才短缺、经费缺口大、设备老化等突出问题。"
    assert tag_within(words, "主要工作成效", "上半年，全镇") == "problem"


def test_a_standing_rule_is_other() -> None:
    text = (
        "某市河道采砂管理办法\n本办法所称河道采砂，是指在河道管理范围内开采砂石的活动。"
        "违反规定的，由主管部门责令改正，处以罚款。"
    )
    assert tags_of(text) == ["other", "other"]


@pytest.mark.parametrize("bulk", [10**9, 1])
def test_results_obey_the_contract(bulk: int) -> None:
    """Same order, spans and nodes; the tag is the most probable; probabilities sum to 1."""
    nodes, sentences = lay_out(REPORT)
    out = tag_sentences(REPORT, nodes, sentences, title="某镇2023年上半年工作总结", bulk=bulk)
    assert [(s.start, s.end, s.node) for s in out] == [(s.start, s.end, s.node) for s in sentences]
    for s in out:
        assert s.tag == TAGS[s.scores.index(max(s.scores))]
        assert sum(s.scores) == pytest.approx(1, abs=5e-4)
        assert all(0 <= v <= 1 for v in s.scores)
        assert s.evidence == ()


WORDS = st.text("一是将已不足目标任务完成率年月2023０%，。；“”）\0\1𠀀 \u3000a", max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS.filter(lambda w: bool(w.strip())), max_size=8), st.booleans())
def test_plain_python_and_numpy_agree(lines: list[str], headings: bool) -> None:
    """Whatever the text, both ways of computing give the same tags and scores."""
    text = "题\n" + "\n".join(f"一、{w}\n{w}" if headings and i % 2 else w for i, w in enumerate(lines))
    nodes, sentences = lay_out(text)
    slow = tag_sentences(text, nodes, sentences, bulk=10**9)
    fast = tag_sentences(text, nodes, sentences, bulk=1)
    assert len(slow) == len(fast) == len(sentences)
    for a, b in zip(slow, fast, strict=True):
        assert a.scores == pytest.approx(b.scores, abs=2e-4)


def test_same_result_twice_and_none_for_none() -> None:
    nodes, sentences = lay_out(REPORT)
    assert tag_sentences(REPORT, nodes, sentences) == tag_sentences(REPORT, nodes, sentences)
    assert tag_sentences(REPORT, nodes, []) == []


def test_noise_inside_a_sentence_changes_nothing() -> None:
    nodes, sentences = lay_out(REPORT)
    plain_scores = [s.scores for s in tag_sentences(REPORT, nodes, sentences)]
    at = REPORT.index("共组织")
    advert = "【关~注公#众号】"
    noisy = REPORT[:at] + advert + REPORT[at:]
    nodes, sentences = lay_out(noisy)
    noise = [Noise(at, at + len(advert), "advert")]
    assert [s.scores for s in tag_sentences(noisy, nodes, sentences, noise=noise)] == plain_scores


def test_evidence_names_phrases_and_heading() -> None:
    """Evidence lies in the text, bears the sentence's tag and names what a reader would point at."""
    nodes, sentences = lay_out(REPORT)
    out = tag_sentences(REPORT, nodes, sentences, title="某镇2023年上半年工作总结", explain=True)
    bare = tag_sentences(REPORT, nodes, sentences, title="某镇2023年上半年工作总结")
    assert [s.scores for s in out] == [s.scores for s in bare]
    for i, s in enumerate(out):
        for e in s.evidence:
            assert e.tag == s.tag
            assert e.weight > 0 or e.kind == "heading"
        (heading,) = (e for e in s.evidence if e.kind == "heading")
        assert heading.role == read_frame(REPORT, nodes, None).own[s.node or 0]
        assert heading.span == nodes[s.node or 0].label
        for kind, j in (("before", i - 1), ("after", i + 1)):
            assert all(e.span == out[j].span for e in s.evidence if e.kind == kind)
        assert sum(e.kind == "phrase" for e in s.evidence) in (1, 2, 3)
    short = out[2]
    inside = "".join(REPORT[e.start : e.end] for e in short.evidence if short.start <= e.start and e.end <= short.end)
    assert re.search("老化|不通|不足|严重", inside)
    assert any((REPORT[e.start : e.end], e.role) == ("二、存在的问题", "problem") for e in short.evidence)


def test_a_neighbour_speaks_for_what_it_is() -> None:
    """Problems on both sides speak for a problem; a heading of another kind speaks less than one of its own."""
    words = "末端管护长期无人负责。"
    text = REPORT.replace("部分干部", words + "部分干部")
    nodes, sentences = lay_out(text)
    found = tag_sentences(text, nodes, sentences, title="某镇2023年上半年工作总结", explain=True)
    (s,) = (s for s in found if text[s.start : s.end] == words)
    assert s.tag == "problem"
    assert {"before", "after"} & {e.kind for e in s.evidence}
    misled = text.replace("二、存在的问题", "二、工作取得成效")
    nodes, sentences = lay_out(misled)
    others = tag_sentences(misled, nodes, sentences, title="某镇2023年上半年工作总结", explain=True)
    (o,) = (o for o in others if misled[o.start : o.end] == words)
    (own,) = (e for e in s.evidence if e.kind == "heading")
    (other,) = (e for e in o.evidence if e.kind == "heading")
    assert (own.role, other.role) == ("problem", "initiative")
    assert o.tag != "problem" or other.weight < own.weight


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("存在的问题和不足", "problem"),
        ("当前面临的困难", "problem"),
        ("明年工作打算", "plan"),
        ("下一步怎么干", "plan"),
        ("主要指标完成情况", "target"),
        ("重点工作推进情况", "initiative"),
        ("反馈问题整改情况", "initiative"),
        ("指导思想", "other"),
        ("园林绿化", None),
        ("工作之一", None),
    ],
)
def test_roles_of_headings(title: str, role: str | None) -> None:
    assert role_of(title) == role


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("某市城市供水条例", "rule"),
        ("关于印发《某县粮食储备管理办法（试行）》的通知", "rule"),
        ("关于开展秋季灭鼠工作的通知", "plan"),
        ("某镇2020年工作总结", "report"),
        ("一条河的故事", None),
        (None, None),
    ],
)
def test_genres_of_titles(title: str | None, genre: str | None) -> None:
    assert genre_of(title) == genre


def test_numbers_become_classes() -> None:
    """No number of the text survives in the plain form, so none can get into the weights."""
    form = plain("2024年3月投资1,234.5万元，电话13800000000，增长７％", Now(2023, 12))
    assert form == "Z年0月投资0，9万元，电话9，增长0%"
    assert not re.search(r"[1-8]", plain("0123456789 ①第12条 1998-2003", Now(None, None)))


def test_plain_pieces_keep_offsets() -> None:
    words = "到 2030年，\0\0新增12家"
    form, at = plain_pieces(words)
    assert form == plain(words)
    assert len(at) == len(form) + 1
    assert words[at[form.index("新")] : at[form.index("家") + 1]] == "新增12家"


@given(st.text("，。；：”）ab一", max_size=40))
def test_clauses_tile_the_form(form: str) -> None:
    assert "".join(clauses_of(form)) == form


def test_the_date_of_a_document() -> None:
    assert now_of("…\n某局\n2024年1月9日", "某局2023年工作总结") == Now(2023, 12)
    assert now_of("2019年7月3日\n正文", None) == Now(2019, 7)
    assert now_of("没有年份", None) == Now(None, None)


def test_paragraphs_end_with_line_or_node() -> None:
    nodes, sentences = lay_out(REPORT)
    assert [p.paragraph for p in read_places(REPORT, nodes, sentences)] == [0, 0, 1, 1, 2, 2]
    assert read_frame(REPORT, nodes, None).roles == ("initiative", "problem", "plan")


def test_cue_words_are_short_and_plain() -> None:
    for words in read_cues().values():
        for w in words:
            assert 0 < len(w) <= LONGEST
            assert plain(w) == w


def test_weights_hold_no_numbers_and_no_names() -> None:
    weights = load_weights()
    assert len(weights.grams) > 10_000
    assert max(map(len, weights.grams)) <= LONGEST
    words = [*weights.grams, *(f[2:] for f in weights.features if f[:2] in ("h:", "t:", "m:", "p:", "T:"))]
    assert not [w for w in words if re.search(r"[1-8]|[A-Za-z]{3}|@|近平|小平|北京|上海|广西|辽宁", w)]


def test_weights_fit_into_the_package() -> None:
    from importlib.resources import files

    data = files("tigang.tags").joinpath("data")
    assert sum(len(f.read_bytes()) for f in data.iterdir()) < 8_000_000


def test_packed_weights_add_up() -> None:
    a, b = [1, -2, 3, -4, 5, -6, 7, -8, 9, -10], [-127] * 10
    total = sum([pack(a), pack(b), pack(b)])
    assert unpack(total, 10, 0) == tuple(x - 254 for x in a)


def test_weights_file_round_trip(tmp_path: Path) -> None:
    own = load_weights()
    path = tmp_path / "w.bin"
    fields = tuple(range(-len(own.bias), len(own.bias)))
    save_weights(path, own, {"力争": fields}, own.features)
    back = load_weights(path)
    assert isinstance(back, Weights)
    assert (back.features, back.second, back.cues) == (own.features, own.second, own.cues)
    assert (back.bias, back.out, back.out_bias) == (own.bias, own.out, own.out_bias)
    assert unpack(back.grams["力争"], len(fields), len(own.cues))[: len(fields)] == fields


def test_short_documents_need_no_numpy() -> None:
    """Tagging a short document imports neither numpy nor anything heavier."""
    code = (
        "import sys\n"
        "from tigang.document import Sentence\n"
        "from tigang.tags import tag_sentences\n"
        "out = tag_sentences('将建成12个站点。', [], [Sentence(0, 9, None)], explain=True)\n"
        "assert out[0].tag\n"
        "assert not {'numpy', 'sklearn', 'spacy', 'networkx', 'scipy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_time_is_linear() -> None:
    """Four times the text takes at most eight times as long (in one sentence, and in many)."""
    from time import process_time

    def spent(text: str, sentences: list[Sentence]) -> float:
        best = 9.0
        for _ in range(3):
            began = process_time()
            tag_sentences(text, [], sentences)
            best = min(best, process_time() - began)
        return best

    clause = "全镇共新建站点12处，"
    one = [clause * n for n in (500, 2000)]
    times = [spent(t, [Sentence(0, len(t), None)]) for t in one]
    assert times[1] < 8 * times[0] + 0.05
    many = ["".join(f"{clause}已完工。" for _ in range(n)) for n in (200, 800)]
    size = len(clause) + 4
    times = [spent(t, [Sentence(i, i + size, None) for i in range(0, len(t), size)]) for t in many]
    assert times[1] < 8 * times[0] + 0.05
