"""The forms in which a document is written."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import SCORES, Builder, deep, letter, report
from tigang.clean import REASONS
from tigang.document import TAG_NAMES_ZH, TAGS, Document, Evidence, Noise
from tigang.tagset import tag_of
from tigang.write import FORMATS, View, write
from tigang.write.json import write_json
from tigang.write.markdown import write_markdown
from tigang.write.select import prune, select_nodes
from tigang.write.sink import open_sink
from tigang.write.terminal import columns, cut, visible
from tigang.write.text import _REASONS_ZH, write_text
from tigang.write.words import Cleaner, Sizes, one_line, shares_zh

if TYPE_CHECKING:
    from pathlib import Path

def unsure(document: Document, *words: str) -> Document:
    """The document with the sentences untagged that hold some words, as the analysis leaves them."""
    sentences = tuple(
        replace(s, tag=None) if any(w in document.text[s.span] for w in words) else s for s in document.sentences
    )

    def held(start: int, end: int) -> tuple[str | None, tuple[float, ...]]:
        return tag_of((s.tag, s.end - s.start) for s in sentences if start <= s.start < end)

    return replace(
        document,
        sentences=sentences,
        paragraphs=tuple(replace(p, tag=held(p.start, p.end)[0]) for p in document.paragraphs),
        nodes=tuple(replace(n, tag=held(*n.span)[0], shares=held(*n.span)[1]) for n in document.nodes),
    )


DOCUMENTS = [
    report(), report(tagged=False), letter(), letter(tagged=False), deep(5), unsure(report(), "水质", "92"),
    unsure(letter(), "失修"),
]  # fmt: skip
VIEWS = [
    View(),
    View(explain=True),
    View(explain=True, depth=1, keep=("problem",)),
    View(depth=1),
    View(keep=("problem",)),
    View(depth=1, keep=("target", "plan")),
    View(text=False),
]

REPORT = """\
临溪县2024年河湖治理工作报告
├─ （章节以外）             其他             1段 11字
├─ 一、工作开展情况         举措62% 目标38%  2段 29字
│  ├─ （一）压实巡查责任    举措             1段 18字
│  └─ （二）完成治理任务    目标             1段 11字
├─ 二、问题与做法           举措68% 问题32%  1段 38字
└─ 三、 下一步打算          计划             3段 38字
   ├─ · 管网改造持续推进。  计划
   ├─ 一是抓好汛前检查。    计划
   └─ 二是抓好岸线管护。    计划
共5节 7段 116字；噪声1处 9字（广告1）；疑点1处"""

LETTER = """\
（无标题）letter.txt
（未发现章节标题）
|-- 举措  1处 17字
|   `-- 我们走访了八个村。收集意见三十条。
|-- 问题  1处  7字
|   `-- 道路失修较多。
`-- 计划  1处  7字
    `-- 下月开工修路。
共0节 2段 31字；无噪声；无疑点"""


# -- the text view --------------------------------------------------------------------------------------


def test_tree() -> None:
    """Guides, own words, tags or shares, sizes; the advert is counted, not shown."""
    assert write_text(report()) == REPORT
    assert report().outline() == REPORT


def test_no_headings() -> None:
    """A document without headings says so and shows its text by tag, in text order."""
    assert write_text(letter(), ascii=True) == LETTER
    untagged = write_text(letter(tagged=False))
    assert "正文  2段 31字" in untagged
    assert "举措" not in untagged
    assert "走访" not in write_text(letter(), text=False)


def test_depth_and_tags() -> None:
    shallow = write_text(report(), depth=1)
    assert "（一）" not in shallow
    assert "三、 下一步打算" in shallow
    assert "举措" not in write_text(report(), tags=False)
    kept = write_text(report(), keep=("target",))
    assert [w for w in ("一、", "（一）", "（二）", "二、", "三、") if w in kept] == ["一、", "（二）"]
    assert "章节以外" in write_text(report(), keep=("other",))


def test_filter_that_keeps_nothing_says_so() -> None:
    b = Builder().titled("标题")
    b.node("heading", 1, "一、", "情况").say("initiative", "做了。")
    assert "（没有符合条件的章节）" in write_text(b.done(), keep=("problem",))


def test_kept_tag_is_shown_however_small() -> None:
    """A branch kept for a few words says how many they are."""
    b = Builder().titled("标题")
    b.node("heading", 1, "一、", "情况").say("initiative", "做" * 97 + "。").say("problem", "差。")
    assert "举措98% 问题2%" in write_text(b.done(), keep=("problem",))
    assert "98%" not in write_text(b.done())


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("width", [40, 57, 80, 200])
@pytest.mark.parametrize("ascii_", [False, True])
def test_width(document: Document, width: int, ascii_: bool) -> None:
    """No line is wider than the terminal, counted in East Asian widths."""
    long = replace(document, title="很长的标题" * 30)
    long = replace(long, nodes=tuple(replace(n, title=n.title + "加强统筹" * 40) for n in long.nodes))
    for line in write_text(long, width=width, ascii=ascii_).splitlines():
        assert columns(line) <= width


def test_columns_align() -> None:
    """Tags stand in one column although the words differ in width."""
    lines = [line for line in write_text(report(), width=60).splitlines() if line.endswith("字")]
    assert len({columns(line) for line in lines}) == 1


def test_color() -> None:
    """Colour adds escapes and changes nothing else; without it there are none."""
    painted = write_text(report(), color=True)
    assert "\x1b[31m问题32%\x1b[0m" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == REPORT


def test_terminal_is_not_obeyed() -> None:
    """Escapes, direction marks and line breaks in a heading reach no terminal."""
    b = Builder("a\x1b]0;x\x07.txt").titled("题\x1b[2J目")
    b.node("heading", 1, "一、", "甲\u202e乙\x9b丙\r\n丁").say("plan", "做。")
    shown = write_text(b.done())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    assert r"题\x1b[2J目" in shown
    assert r"一、甲\u202e乙\x9b丙丁" in shown


def test_deep() -> None:
    """Ten thousand levels are drawn, each row with its level, no row with all guides."""
    lines = write_text(deep(10_000)).splitlines()
    assert len(lines) == 10_002
    assert "[10000] 1.级" in lines[-2]
    assert max(map(len, lines)) < 100


@given(st.text(), st.integers(4, 40))
def test_cut(words: str, room: int) -> None:
    shown = cut(visible(words), room, "…")
    assert columns(shown) <= room
    assert shown == visible(words) or shown.endswith("…")


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_one_line(words: str, a: int, b: int) -> None:
    """Words keep their characters, lose only white space, and stay on one line."""
    joined = one_line(words)
    assert "".join(joined.split()) == "".join(words.split())
    assert len(joined.splitlines()) <= 1
    start, end = sorted((min(a, len(words)), min(b, len(words))))
    document = Document(report().source, words, noise=(Noise(start, end, "web"),))
    assert Cleaner(document)(0, len(words)) == one_line(words[:start] + words[end:])


def test_sizes_count_source_paragraphs() -> None:
    """A source paragraph that two topics share is one paragraph to the reader."""
    b = Builder()
    b.node("heading", 1, "一、", "情况").raw("\n")
    b.topic("topic", 2, None, "甲。", "plan").topic("topic", 2, None, "乙。", "plan").raw("\n").say(
        "plan", "丙。"
    )
    document = b.done()
    assert len(document.paragraphs) == 3
    assert Sizes(document)(0, len(document.text)) == (2, 6)
    assert Sizes(document)(*document.nodes[2].span) == (2, 4)


def test_shares() -> None:
    assert shares_zh(None, ()) == ()
    assert shares_zh("other", SCORES["other"]) == (
        ("target", "目标20%"), ("initiative", "举措20%"), ("problem", "问题20%"), ("plan", "计划20%"),
        ("other", "其他20%"),
    )  # fmt: skip
    assert shares_zh("plan", (0, 0.002, 0, 0.9, 0.098), keep=("initiative",))[1] == ("initiative", "举措1%")


def test_what_is_untagged_is_shown_as_such() -> None:
    """A section's untagged part is a share; where it is all, or could turn the tag, the section is untagged."""
    shown = write_text(unsure(report(), "水质", "92"))
    assert "├─ 一、工作开展情况         举措62% 未定38%  2段 29字" in shown
    assert "│  └─ （二）完成治理任务    未定             1段 11字" in shown
    assert "├─ 二、问题与做法           举措68% 未定32%  1段 38字" in shown
    assert shares_zh(None, (0.0, 0.0, 0.4, 0.0, 0.0)) == ((None, "未定60%"), ("problem", "问题40%"))
    assert shares_zh("plan", (0.0, 0.0, 0.0, 0.9, 0.0)) == (("plan", "计划"),)
    letters = write_text(unsure(letter(), "失修"), color=True)
    assert letters.index("计划") < letters.index("未定") < letters.index("道路失修较多。")
    assert "`未定`" in write_markdown(unsure(report(), "92"))
    assert '"tag":null,"shares":{"target":0.0,' in write_json(unsure(report(), "92"))
    assert "\x1b[34m未定\x1b[0m" in write_text(unsure(report(), "92"), color=True)


# -- reasons --------------------------------------------------------------------------------------------

def explained() -> Document:
    """The report with one sentence explained and one untagged."""
    document = unsure(report(), "水质")
    text, sentences = document.text, list(document.sentences)

    def spoke(words: str, tag: str, weight: float, *more: str) -> Evidence:
        return Evidence(text.index(words), text.index(words) + len(words), tag, weight, *more)

    i = next(i for i, s in enumerate(sentences) if "92" in text[s.span])
    sentences[i] = replace(
        sentences[i],
        evidence=(
            spoke("年度任务", "target", 1.53), Evidence(*sentences[i - 1].span, "target", 0.4, "before"),
            spoke("完成", "target", 0.25 + 0.01), spoke("（二）完成治理任务。", "target", -0.2, "heading"),
        ),
    )  # fmt: skip
    k = next(i for i, s in enumerate(sentences) if "水质" in text[s.span])
    sentences[k] = replace(
        sentences[k], evidence=(spoke("二、问题与做法", "problem", 0.7, "heading", "mixed"),)
    )
    return replace(document, sentences=tuple(sentences))


def test_reasons_stand_under_each_sentence() -> None:
    """Tag with probability, the heading and what it announces, phrases, neighbours with their tags; a legend."""
    shown = write_text(explained(), explain=True)
    lines = shown.splitlines()
    at = next(i for i, line in enumerate(lines) if "目标90%" in line)
    assert [line.strip("│├└─ ") for line in lines[at : at + 4]] == [
        "目标90% 完成年度任务的92%。",
        "标题没有指明类别（-0.2）：（二）完成治理任务。",
        "词语：年度任务（+1.5）、完成（+0.3）",
        "邻句：上句举措（+0.4）",
    ]
    assert "未定（问题100%） 但部分支流水质波动较大。" in shown
    assert "标题指明多类（+0.7）：二、问题与做法" in shown
    assert "计划\n   │  ├─ 计划60% （本句）\n   │  └─ 计划60% 新建污水管网12公里。\n" in shown
    assert lines[2] == "│  └─ 其他20% 现将有关情况报告如下。"
    assert lines[-2] == "（括号中的数：该凭据为此标签加的分）"
    assert "90%" not in write_text(report(tagged=False), explain=True)


def test_reasons_of_a_text_without_headings() -> None:
    """Its sentences stand in text order, each once."""
    shown = write_text(letter(), explain=True)
    assert [line.split("─ ")[1] for line in shown.splitlines()[3:7]] == [
        "举措80% 我们走访了八个村。",
        "举措80% 收集意见三十条。",
        "问题100% 道路失修较多。",
        "计划60% 下月开工修路。",
    ]


def test_reasons_of_a_kept_tag_only() -> None:
    shown = write_text(explained(), explain=True, keep=("target",))
    assert "目标90%" in shown
    assert "年度任务" in shown
    assert "举措80%" not in shown
    assert "上句举措" in shown  # a neighbour that is not shown still speaks


@pytest.mark.parametrize("width", [40, 80])
def test_reasons_heed_the_width_and_the_colours(width: int) -> None:
    shown = write_text(explained(), explain=True, width=width, color=True)
    bare = re.sub(r"\x1b\[\d+m", "", shown)
    assert max(map(columns, bare.splitlines())) <= width
    assert bare == write_text(explained(), explain=True, width=width)
    assert "\x1b[32m目标90% \x1b[0m" in shown


def test_reasons_in_markdown() -> None:
    shown = write_markdown(explained(), explain=True)
    assert (
        "\n完成年度任务的92%。\n\n- `目标90%` 完成年度任务的92%。\n  - 标题没有指明类别（-0.2）：（二）完成治理任务。\n"
        "  - 词语：年度任务（+1.5）、完成（+0.3）\n  - 邻句：上句举措（+0.4）\n"
    ) in shown
    assert shown.count("- `") == len(report().sentences)
    assert "- `" not in write_markdown(explained(), explain=True, tags=False)
    kept = write_markdown(explained(), explain=True, keep=("target",))
    assert kept.count("- `") == 1


# -- views ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("view", VIEWS)
def test_prune(document: Document, view: View) -> None:
    """A smaller document is a whole one: ids are positions, every record's node is there."""
    small = prune(document, depth=view.depth, keep=view.keep)
    assert [n.id for n in small.nodes] == list(range(len(small.nodes)))
    assert [n.label for n in small.nodes] == [
        n.label for n in select_nodes(document, depth=view.depth, keep=view.keep)
    ]
    for n in small.nodes:
        assert (
            n.parent is None
            or small.nodes[n.parent].span.start <= n.span.start < small.nodes[n.parent].span.end
        )
    for s in (*small.sentences, *small.paragraphs):
        assert s.node is None or small.nodes[s.node].span.start <= s.start < small.nodes[s.node].span.end
    for s in small.sentences:
        assert any(p.start <= s.start and s.end <= p.end and p.node == s.node for p in small.paragraphs)
    if not view.keep:
        assert [s.span for s in small.sentences] == [s.span for s in document.sentences]
    assert Document.from_json(small.to_json()) == small


def test_prune_by_tag_keeps_loose_text_of_the_tag() -> None:
    small = prune(letter(), keep=("plan",))
    assert [small.text[s.span] for s in small.sentences] == ["下月开工修路。"]
    assert len(small.paragraphs) == 1


# -- JSON -----------------------------------------------------------------------------------------------


def evident() -> Document:
    """A document with evidence, a lone surrogate and characters that JSON escapes."""
    document = report('say "hi"\\\n.txt')
    first = replace(
        document.sentences[0],
        evidence=(
            Evidence(0, 2, "plan", -0.25),
            Evidence(2, 3, "other", 1e-9),
            Evidence(3, 4, "plan", 1.5, "heading", "mixed"),
        ),
    )
    return replace(
        document,
        title='"\\\t\u2028',
        text=document.text + "\ud800𠮷\x00",
        sentences=(first, *document.sentences[1:]),
    )


@pytest.mark.parametrize("document", [*DOCUMENTS, evident()])
@pytest.mark.parametrize("text", [True, False])
@pytest.mark.parametrize("ascii_", [True, False])
def test_json_is_what_json_dumps_writes(document: Document, text: bool, ascii_: bool) -> None:
    expected = json.dumps(document.to_dict(text=text), ensure_ascii=ascii_, separators=(",", ":"))
    assert write_json(document, text=text, ascii=ascii_) == expected
    assert "".join(write(document, "json", View(text=text, ascii=ascii_))) == expected + "\n"


@pytest.mark.parametrize("document", [*DOCUMENTS, evident()])
@pytest.mark.parametrize("indent", [None, 1])
def test_json_round_trip(document: Document, indent: int | None) -> None:
    """What was written is read back equal, and can be stored as UTF-8 whatever it holds."""
    assert Document.from_json(document.to_json(indent=indent).encode("utf-8")) == document


def test_json_pieces_are_bounded() -> None:
    """A large document is written in pieces, none as long as the whole."""
    document = replace(report(), text="字" * 3_000_000, sentences=report().sentences * 3000)
    parts = list(write(document, "json"))
    assert max(map(len, parts)) < 2 << 20
    assert json.loads("".join(parts)) == document.to_dict()


# -- Markdown -------------------------------------------------------------------------------------------


def test_markdown() -> None:
    """Headings by depth, tags as code, topics and counters in bold, no noise."""
    shown = write_markdown(report())
    assert shown.startswith(
        "# 临溪县2024年河湖治理工作报告\n\n现将有关情况报告如下。\n\n## 一、工作开展情况 `举措62% 目标38%`\n"
    )
    assert "\n### （二）完成治理任务 `目标`\n\n完成年度任务的92%。\n" in shown
    assert "\n**管网改造持续推进。** `计划` 新建污水管网12公里。\n" in shown
    assert "\n**一是**抓好汛前检查。 `计划`\n" in shown
    assert "公众号" not in shown
    assert "`" not in write_markdown(report(), tags=False)


def test_markdown_without_text() -> None:
    shown = write_markdown(report(), text=False)
    assert "\n\n- 管网改造持续推进。 `计划`\n- 一是抓好汛前检查。 `计划`\n" in shown
    assert "巡河" not in shown


def test_markdown_escapes() -> None:
    """Marks of Markdown and HTML in the document stay characters."""
    b = Builder().titled("# 题 <b>")
    b.node("heading", 1, "1.", "甲*乙*").raw("\n")
    b.say("plan", "- 不是[列表](x)。").raw("\n").say("plan", "2. 也不是_列表_。")
    shown = write_markdown(b.done(), tags=False)
    assert (
        shown == "# \\# 题 \\<b\\>\n\n## 1.甲\\*乙\\*\n\n\\- 不是\\[列表\\](x)。\n\n2\\. 也不是\\_列表\\_。\n"
    )


def test_markdown_writes_every_sentence_once() -> None:
    document = report()
    shown = write_markdown(document, tags=False).replace("**", "").replace("。 ", "。")
    for s in document.sentences:
        assert shown.count(document.text[s.span]) == 1
    assert "**1.级**" in write_markdown(deep(8))


# -- the table of formats -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("view", VIEWS)
def test_formats(form: str, document: Document, view: View) -> None:
    """Every format writes every view of every document, the same twice, ended by one newline."""
    shown = "".join(write(document, form, view))
    assert shown == "".join(write(document, form, view))
    assert shown.endswith("\n")
    assert not shown.endswith("\n\n")


def test_unknown_format() -> None:
    with pytest.raises(ValueError, match="want one of text, json, markdown"):
        write(report(), "yaml")


def test_names_are_chinese() -> None:
    """Every tag and every reason of noise has a name in the view."""
    assert tuple(TAG_NAMES_ZH) == TAGS
    assert set(_REASONS_ZH) == set(REASONS)


# -- output files ---------------------------------------------------------------------------------------


def test_file_appears_whole(tmp_path: Path) -> None:
    """A file is UTF-8, replaced at the end, with its mode kept; links stay links."""
    target = tmp_path / "target.txt"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    with open_sink(str(link)) as sink:
        sink.write("新\r\n")
        sink.write("\ud800")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == "新\r\n\\ud800".encode()
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert {p.name for p in tmp_path.iterdir()} == {"target.txt", "link.txt"}


def test_failed_output_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"

    def write_half() -> None:
        with open_sink(str(target)) as sink:
            sink.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert list(tmp_path.iterdir()) == []
