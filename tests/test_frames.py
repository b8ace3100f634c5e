"""The frames: a row a record, in text order, with what the record says."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

from corpora import ROOT, corpus_texts
from documents import deep, letter, report
from tigang import TAGS, Document, Source, Text, analyze
from tigang.frames import nodes_frame, sentences_frame


def test_a_row_is_a_node() -> None:
    document = report()
    frame = nodes_frame(document)
    assert frame.index.tolist() == [n.id for n in document.nodes]
    assert frame["title"].tolist() == [n.title for n in document.nodes]
    assert frame["depth"].tolist() == [n.depth for n in document.nodes]
    assert list(zip(frame["start"], frame["end"], strict=True)) == [n.span for n in document.nodes]
    first = frame.loc[1]
    assert (first["parent"], first["kind"], first["marker"], first["number"]) == (0, "heading", "（一）", 2)
    assert (first["top"], first["tag"], first["initiative"]) == ("工作开展情况", "initiative", 1.0)
    assert frame["tag"].cat.categories.tolist() == list(TAGS)


def test_sizes_include_what_stands_below() -> None:
    frame = nodes_frame(report())
    below = frame[frame["parent"] == 0]
    assert frame.loc[0, "chars"] == below["chars"].sum() > 0
    assert frame.loc[0, "paragraphs"] == below["paragraphs"].sum() == 2


def test_what_a_node_has_not_is_missing() -> None:
    frame = nodes_frame(report(tagged=False))
    assert frame["tag"].isna().all()
    assert frame["target"].isna().all()
    assert frame.loc[0, "parent"] is pd.NA
    topic = frame[frame["kind"] == "topic"].iloc[0]
    assert topic["marker"] is pd.NA
    assert topic["number"] is pd.NA


def test_what_is_untagged_is_missing() -> None:
    """A tag that is not sure enough is missing, its probabilities are there."""
    document = analyze("一、成效\n新建站点3个。\n二、其他\n人手是这样的。", min_confidence=1.0)
    assert nodes_frame(document)["tag"].isna().all()
    assert (nodes_frame(document)[list(TAGS)].sum(axis=1) == 0).all()
    frame = sentences_frame(document)
    assert frame["tag"].isna().all()
    assert frame[list(TAGS)].sum(axis=1).tolist() == pytest.approx([1, 1], abs=1e-3)


def test_a_row_is_a_sentence() -> None:
    document = report()
    frame = sentences_frame(document)
    assert frame["tag"].tolist() == [s.tag for s in document.sentences]
    assert frame["text"].tolist() == [document.text[s.span] for s in document.sentences]
    assert frame.loc[0, "section"] is pd.NA
    assert frame.loc[0, "node"] is pd.NA
    assert frame.loc[1, ["section", "top"]].tolist() == ["压实巡查责任", "工作开展情况"]
    assert frame.loc[2, "target"] == 0.9
    assert frame["chars"].sum() == sum(s.end - s.start for s in document.sentences)


def test_a_topics_sentence_lies_in_the_section_above_it() -> None:
    document = report()
    frame = sentences_frame(document)
    topic = next(n for n in document.nodes if n.kind == "topic")
    assert set(frame[frame["node"] == topic.id]["section"]) == {"下一步打算"}


def test_a_sentence_without_noise() -> None:
    """An advert within a sentence is not among its words; its offsets stay those of the text."""
    text = "一、要求\n抓紧[更多资料尽在【公&众*号：某某】]落实整改任务。"
    document = analyze(text)
    frame = sentences_frame(document)
    assert document.noise
    assert "公" not in "".join(frame["text"])
    assert frame["end"].max() == len(text)


def test_untagged_sentences_have_no_tag() -> None:
    frame = sentences_frame(report(tagged=False))
    assert frame["tag"].isna().all()


def test_a_letter_has_sentences_and_no_nodes() -> None:
    assert len(nodes_frame(letter())) == 0
    assert sentences_frame(letter())["section"].isna().all()


@pytest.mark.parametrize("frame", [nodes_frame, sentences_frame])
def test_an_empty_frame_has_the_same_columns_and_types(frame: object) -> None:
    assert callable(frame)
    empty, full = frame(Document(Source(), Text(""))), frame(report())
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


def test_linear_in_depth() -> None:
    frame = nodes_frame(deep(10_000))
    assert frame["depth"].iloc[-1] == 10_000
    assert set(frame["top"]) == {"级"}


@pytest.mark.parametrize("path", corpus_texts(), ids=lambda p: p.stem)
def test_corpus(path: object) -> None:
    """Each record has its row; shares and scores sum to one."""
    document = analyze(path)  # type: ignore[arg-type]
    nodes, sentences = nodes_frame(document), sentences_frame(document)
    assert (len(nodes), len(sentences)) == (len(document.nodes), len(document.sentences))
    assert nodes.loc[nodes["tag"].notna(), list(TAGS)].sum(axis=1).to_numpy() == pytest.approx(1)
    assert sentences[list(TAGS)].sum(axis=1).to_numpy() == pytest.approx(1, abs=0.001)
    assert (sentences["text"].str.len() > 0).all()


def test_pandas_is_imported_on_demand() -> None:
    code = "import sys, tigang.frames; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
