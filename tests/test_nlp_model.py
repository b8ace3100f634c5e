"""The component tigang_tags with a model of one's own."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
import spacy
from spacy.tokens import DocBin

import tigang
from small_gold import OWN_TAGS, write_labelled
from tigang import ModelError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "大沟乡2024年工作情况汇报\n一、工作完成情况\n已组织桥梁检修12次。\n二、存在的问题\n人手严重不足，设备老化。\n"

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with a tag of its own."""
    folder = write_labelled(tmp_path_factory.mktemp("own") / "gold", 12, "ITPLS", tags=OWN_TAGS)
    path = folder.parent / "own.model"
    tigang.train([folder], path, figures=False)
    return path


def test_the_same_as_analyze(model: Path) -> None:
    document = tigang.analyze(TEXT, model=model)
    assert document.tagset != tigang.analyze(TEXT).tagset
    nlp = tigang.load(model=model)
    doc = nlp(TEXT)
    assert doc._.tigang == document
    assert [s.label_ for s in doc.spans["tigang_tags"]] == [s.tag for s in document.sentences]
    data = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    assert next(iter(DocBin().from_bytes(data).get_docs(spacy.blank("zh").vocab)))._.tigang == document


def test_it_goes_with_the_pipeline(model: Path, tmp_path: Path) -> None:
    nlp = tigang.load(model=model)
    nlp.to_disk(tmp_path)
    document = nlp(TEXT)._.tigang
    tags = pickle.loads(pickle.dumps(nlp.get_pipe("tigang_tags")))  # noqa: S301 - our own
    assert tags(tigang.load(tags=False)(TEXT))._.tigang == document
    model.rename(tmp_path / "moved")
    try:
        assert spacy.load(tmp_path)(TEXT)._.tigang == document
        assert tigang.load().from_bytes(nlp.to_bytes())(TEXT)._.tigang == document
        assert not (tmp_path / "tigang_sections").exists()
    finally:
        (tmp_path / "moved").rename(model)


def test_what_ships_writes_nothing(tmp_path: Path) -> None:
    tigang.load().to_disk(tmp_path)
    assert not (tmp_path / "tigang_tags").exists()


def test_initialize_takes_a_model(model: Path, tmp_path: Path) -> None:
    nlp = tigang.load()
    nlp.config["initialize"]["components"]["tigang_tags"] = {"model": str(model)}
    nlp.initialize()
    assert nlp(TEXT)._.tigang == tigang.analyze(TEXT, model=model)
    nlp.config["initialize"]["components"]["tigang_tags"] = {"model": 3}
    with pytest.raises(ValueError, match="model"):
        nlp.initialize()
    with pytest.raises(ModelError, match="nowhere"):
        tigang.load(model=tmp_path / "nowhere")
