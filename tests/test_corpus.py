"""The corpus: complete, labelled, of texts that repeat neither each other nor anything shared."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from corpora import CORPUS, corpus_texts, shared_texts
from tigang.gold import load_file, read_text

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = corpus_texts()
MANIFEST = CORPUS / "manifest.csv"


def manifest() -> list[dict[str, str]]:
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compact(words: str) -> str:
    """Return words without blanks, so that spacing hides no copy."""
    return "".join(words.split())


def sentences(text: str) -> set[str]:
    return {s for s in re.split(r"[。！？；!?;\n\r]", compact_lines(text)) if len(s) >= 15}


def compact_lines(text: str) -> str:
    return "\n".join(compact(line) for line in text.splitlines())


def test_the_manifest_names_every_document_once() -> None:
    names = [row["name"] for row in manifest()]
    assert sorted(names) == sorted(p.stem for p in TEXTS)


def test_the_manifest_leaves_nothing_blank() -> None:
    """Each document's genre, field, numbering and flaws are told."""
    rows = manifest()
    assert {"name", "genre", "field", "numbering", "flaws"} <= rows[0].keys()
    assert [row["name"] for row in rows if not all(value.strip() for value in row.values())] == []


def test_the_manifest_tells_the_split_and_size_of_each_text() -> None:
    """A document lies in the folder of its split; its characters are counted."""
    where = {p.stem: p for p in TEXTS}
    wrong = [
        row["name"]
        for row in manifest()
        if where[row["name"]].parent.name != row["split"]
        or abs(len(read_text(where[row["name"]])) - int(row["chars"])) > 1
    ]
    assert wrong == []


def test_nobody_labels_what_they_wrote() -> None:
    rows = manifest()
    assert all(row["writer"] != row["labeller"] for row in rows)


def test_there_are_enough_documents_as_different_as_real_ones() -> None:
    rows = manifest()
    assert len(rows) >= 16
    assert len({row["genre"] for row in rows}) >= 8
    assert len({row["numbering"] for row in rows}) >= 8


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_every_document_is_labelled(path: Path) -> None:
    """Labels cover the text; a document has running text of at least two tags."""
    _, pieces = load_file(path)
    assert len({p.tag for p in pieces if p.tag}) >= 2


def test_no_label_file_is_left_without_its_text() -> None:
    assert sorted(p.stem for p in CORPUS.rglob("*.tsv")) == sorted(p.stem for p in TEXTS)


def test_every_kind_and_tag_occurs() -> None:
    kinds, tags = set(), set()
    for path in TEXTS:
        for p in load_file(path)[1]:
            kinds.add(p.kind)
            tags.add(p.tag)
    assert kinds == {"title", "front", "heading", "topic", "item", "body", "noise", "back"}
    assert tags == {"target", "initiative", "problem", "plan", "other", None}


def test_no_sentence_stands_in_more_than_two_documents() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for path in TEXTS:
        for sentence in sentences(read_text(path)):
            where[sentence].add(path.stem)
    assert {s: sorted(names) for s, names in where.items() if len(names) > 2} == {}


@pytest.mark.shared
def test_no_document_copies_a_line_of_the_shared_corpus() -> None:
    """Lines and sentences of 20 characters or more; our texts are written for the project."""
    theirs: set[str] = set()
    for path in shared_texts("seed", "dev", "raw"):
        text = read_text(path)
        theirs |= {compact(line) for line in text.splitlines()} | sentences(text)
    theirs = {words for words in theirs if len(words) >= 20}
    assert len(theirs) > 1000
    copied = {}
    for path in TEXTS:
        text = read_text(path)
        ours = {compact(line) for line in text.splitlines()} | sentences(text)
        if found := ours & theirs:
            copied[path.stem] = sorted(found)
    assert copied == {}
