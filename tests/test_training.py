"""Training: what comes out, that it is reproducible, and what is refused."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import tigang
from corpora import ROOT
from small_gold import OWN_TAGS, labelled, write_labelled
from tigang.cli import main
from tigang.errors import FormatError, InputError, ModelError
from tigang.tags.weights import load_weights
from tigang.tagset import STANDARD

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(300)

NEW = """大沟乡2024年工作情况汇报
一、工作完成情况
已组织桥梁检修12次。
二、存在的问题
防汛演练人手严重不足，设备老化。
"""


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of five labelled documents."""
    return write_labelled(tmp_path_factory.mktemp("five") / "gold", 5)


@pytest.fixture(scope="module")
def model(five: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained from them."""
    path = tmp_path_factory.mktemp("model") / "five.model"
    tigang.train(five, path)
    return path


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with twelve documents that bear a tag of their own, and a model trained from them."""
    folder = write_labelled(tmp_path_factory.mktemp("own") / "gold", 12, "ITPLS", tags=OWN_TAGS)
    tigang.train([folder], folder.parent / "own.model", figures=False)
    return folder


def run(*args: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, list(map(str, args)))
    return result.exit_code, result.stdout, result.stderr


# -- five documents -------------------------------------------------------------------------------------


def test_a_model_from_five_documents_works(model: Path) -> None:
    """It tags what is like the documents that it saw, and passes probabilities on."""
    document = tigang.analyze(NEW, model=model)
    assert [s.tag for s in document.sentences] == ["initiative", "problem"]
    assert all(sum(s.scores) == pytest.approx(1, abs=1e-3) for s in document.sentences)
    assert tigang.analyze(NEW, model=load_weights(model)) == document
    assert tigang.analyze(NEW, model=str(model), explain=True).sentences[1].evidence


def test_it_says_how_little_it_knows(five: Path, model: Path, tmp_path: Path) -> None:
    """Training, the file and the commands that use it say so; the built-in model raises no doubt."""
    training = tigang.train(five, tmp_path / "m")
    assert training.figures["documents"] == 5
    assert training.figures["sentences"] == sum(training.figures[f"sentences_{t}"] for t in tigang.TAGS) == 5 * 17
    assert 0 <= training.figures["macro_low"] <= training.figures["macro"] <= training.figures["macro_high"] <= 1
    assert training.figures["cooling"] <= 1
    assert any("only 5 documents" in doubt for doubt in training.doubts)
    assert "doubt: trained from only 5 documents" in str(training)
    assert load_weights(model).figures == training.figures
    path = tmp_path / "new.txt"
    path.write_text(NEW, "utf-8")
    for command, what in (("outline", path), ("label", path), ("evaluate", five)):
        code, _, errors = run(command, what, "--model", model)
        assert code == 0
        assert f"{model}: trained from only 5 documents, macro-F1 " in errors
    assert run("outline", path)[2] == ""


def test_repeated_documents_are_told(five: Path, tmp_path: Path) -> None:
    """A text that stands in two folds is known where it is measured."""
    folder = tmp_path / "six"
    shutil.copytree(five, folder)
    first = min(folder.glob("*.tsv"))
    for path in (first, first.with_suffix(".txt")):
        shutil.copy(path, folder / f"again{path.suffix}")
    (told,) = [d for d in tigang.train(folder, tmp_path / "m").doubts if "the text of another" in d]
    assert told.startswith("1 documents")


def test_the_same_seed_gives_the_same_bytes(five: Path, model: Path, tmp_path: Path) -> None:
    """Also in another process with another hash seed; figures that are not measured change only what is told."""
    tigang.train(five, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == model.read_bytes()
    code = f"import tigang; tigang.train({str(five)!r}, {str(tmp_path / 'other')!r})"
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ | {"PYTHONHASHSEED": "7"})
    assert (tmp_path / "other").read_bytes() == model.read_bytes()
    tigang.train(five, tmp_path / "seeded", seed=1)
    assert tigang.analyze(NEW, model=tmp_path / "seeded").tagged


def test_progress_and_report_of_the_command(five: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    training = tigang.train(five, tmp_path / "a", progress=lambda done, of: steps.append((done, of)))
    assert [done for done, _ in steps] == list(range(1, steps[-1][1] + 1))
    assert len({of for _, of in steps}) == 1
    code, out, errors = run("train", five, "-o", tmp_path / "b")
    assert (code, errors.strip()) == (0, "training")
    assert out.splitlines()[:-1] == str(training).splitlines()[:-1]
    assert out.splitlines()[-1].startswith(f"{tmp_path / 'b'}: ")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert not list(tmp_path.glob("*.part"))


# -- what is refused ------------------------------------------------------------------------------------


def test_what_cannot_be_trained_from_is_refused(five: Path, tmp_path: Path) -> None:
    four = write_labelled(tmp_path / "four", 4)
    with pytest.raises(InputError, match=r"4 labelled documents .* at least 5"):
        tigang.train(four, tmp_path / "m")
    with pytest.raises(InputError, match="nowhere: no such folder"):
        tigang.train(tmp_path / "nowhere", tmp_path / "m")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="empty: no labels"):
        tigang.train(tmp_path / "empty", tmp_path / "m")
    with pytest.raises(ModelError, match="no place for a file"):
        tigang.train(five, tmp_path / "nowhere" / "m")
    with pytest.raises(ModelError, match="no place for a file"):
        tigang.train(five, tmp_path)
    bad = write_labelled(tmp_path / "bad", 5)
    (bad / "a03.tsv").write_text(labelled(3)[1].replace("\tP", "\tX", 1), "utf-8")
    with pytest.raises(FormatError, match=r"a03\.tsv:\d+: tag 'X' is unknown"):
        tigang.train([five, bad], tmp_path / "m")
    assert not (tmp_path / "m").exists()
    assert run("train", four, "-o", tmp_path / "m")[0] == 3
    assert run("train", four)[0] == 2


@pytest.mark.parametrize("place", ["nosuch/m", "."])
def test_a_senseless_output_is_wrong_usage(five: Path, tmp_path: Path, place: str) -> None:
    result = CliRunner().invoke(main, ["train", str(five), "-o", str(tmp_path / place)])
    assert result.exit_code == 2
    assert "training" not in result.output.split("Error")[0].replace("tigang train", "")


def test_too_few_folds_are_refused(five: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 3"):
        tigang.train(five, tmp_path / "m", folds=2)
    assert not (tmp_path / "m").exists()


def test_documents_seen_twice(five: Path, model: Path, tmp_path: Path) -> None:
    """They weigh more in the networks; the figures still count them once, and strangers are refused."""
    from tigang.training import train

    report = train(five, tmp_path / "m", twice=[write_labelled(tmp_path / "some", 2)])
    assert report.figures["documents"] == 5
    assert load_weights(report.path).packed != load_weights(model).packed
    with pytest.raises(InputError, match="no document to train from"):
        train(five, tmp_path / "n", twice=[write_labelled(tmp_path / "more", 7)])
    assert not (tmp_path / "n").exists()


def test_confidence_set_on_other_documents(five: Path, model: Path, tmp_path: Path) -> None:
    """The tags stay, the probabilities are those that the other documents ask for, and the file tells the factor."""
    from tigang.training import train

    other = write_labelled(tmp_path / "other", 6)
    report = train(five, tmp_path / "m", calibrate_on=[other])
    factor = load_weights(report.path).figures["cooling_elsewhere"]
    assert factor == report.figures["cooling_elsewhere"] != 1.0
    ours, theirs = (tigang.analyze(NEW, model=m).sentences for m in (report.path, model))
    assert [s.tag for s in ours] == [s.tag for s in theirs]
    sure = [max(s.scores) - max(t.scores) for s, t in zip(ours, theirs, strict=True)]
    assert all(gain > 0 if factor > 1 else gain < 0 for gain in sure)


def test_folders_with_different_tags_are_refused(five: Path, own: Path, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"its tags are .*support"):
        tigang.train([five, own], tmp_path / "m")


def test_without_scikit_learn(five: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    for name in ("tigang.training.fits", "tigang.training.passes"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    code, _, errors = run("train", five, "-o", tmp_path / "m")
    assert code == 2
    assert 'pip install "tigang[train]"' in errors


@pytest.mark.parametrize(("codes", "seen"), [("", {"other"}), ("P", {"problem", "other"}), ("IP", None)])
def test_tags_without_a_sentence_are_never_given(tmp_path: Path, codes: str, seen: set[str] | None) -> None:
    """Labels with one tag, two or three train a model that knows no others, and it says so."""
    training = tigang.train(write_labelled(tmp_path / "gold", 6, codes), tmp_path / "m")
    never = {"目标", "计划"} if seen is None else {STANDARD.zh(t) for t in tigang.TAGS if t not in seen}
    (told,) = [d for d in training.doubts if d.startswith("no sentence of")]
    assert all(name in told for name in never)
    document = tigang.analyze(NEW, model=tmp_path / "m")
    assert {s.tag for s in document.sentences} <= (seen or {"initiative", "problem", "other"})
    for s in document.sentences:
        assert all(p == 0 for p, t in zip(s.scores, tigang.TAGS, strict=True) if STANDARD.zh(t) in never)


# -- tags of one's own ----------------------------------------------------------------------------------


def test_own_tags_reach_every_output(own: Path, tmp_path: Path) -> None:
    """The model carries them; text, JSON, Markdown, HTML, frames and graph show them; --tag takes them."""
    model = own.parent / "own.model"
    assert load_weights(model).tagset.names == ("target", "initiative", "problem", "plan", "support", "other")
    path = tmp_path / "new.txt"
    path.write_text(NEW + "三、恳请上级支持的事项\n恳请县里对垃圾清运给予经费支持。\n", "utf-8")
    document = tigang.analyze(path, model=model)
    assert [s.tag for s in document.sentences] == ["initiative", "problem", "support"]
    assert [n.tag for n in document.find(tag="请求支持")] == ["support"]
    assert "请求支持" in document.outline()
    assert '<span class="tag support">请求支持</span>' in document._repr_html_()
    assert document.graph().nodes[2]["share_support"] == 1.0
    from tigang.frames import sentences_frame

    assert list(sentences_frame(document)["support"] > 0.5) == [False, False, True]

    data = json.loads(document.to_json())
    assert data == document.to_dict()
    assert {"name": "support", "code": "S", "name_zh": "请求支持"} in data["tagset"]
    assert data["sentences"][2]["scores"]["support"] == document.sentences[2].scores[4]
    assert tigang.Document.from_json(document.to_json()) == document
    assert "tagset" not in tigang.analyze(path).to_dict()

    for tag in ("support", "请求支持"):
        code, out, _ = run("outline", "--model", model, "--tag", tag, path)
        assert code == 0
        assert "三、恳请上级支持的事项" in out
        assert "二、存在的问题" not in out
        assert run("outline", "--tag", tag, path)[0] == 2
    assert "`请求支持`" in run("outline", "--model", model, "--format", "markdown", path)[1]
    why = run("outline", "--model", model, "--explain", path)[1]
    assert re.search(r"请求支持\d+% 恳请县里对垃圾清运给予经费支持。\n.*标题", why)
    assert "未定（请求支持" in run("outline", "--model", model, "--explain", "--min-confidence", "1", path)[1]
    code, out, _ = run("outline", "--model", model, "--format", "json", path)
    assert tigang.Document.from_json(out) == document


def test_own_tags_are_evaluated_and_drafted(own: Path, tmp_path: Path) -> None:
    model = own.parent / "own.model"
    report = tigang.evaluate(own, model=model)
    assert report.to_dict()["sentence_support"] > 0.9
    assert report.tagset == load_weights(model).tagset
    code, out, _ = run("evaluate", own, "--model", model, "--format", "json")
    assert code == 0
    assert json.loads(out)["confusion"]["sentence"]["support"]["support"] > 0
    code, _, errors = run("evaluate", own)
    assert code == 3
    assert "name a model that was trained with the same tags" in errors

    folder = tmp_path / "draft"
    folder.mkdir()
    (folder / "a.txt").write_text(labelled(20, "ITPLS")[0], "utf-8")
    (folder / "tags.csv").write_text(OWN_TAGS, "utf-8")
    assert run("label", folder / "a.txt", "--model", model, "-o", folder / "a.tsv")[0] == 0
    code, out, _ = run("label", "--check", folder / "a.txt")
    assert (code, "tag support\t4" in out) == (0, True)


@pytest.mark.parametrize(
    ("table", "match"),
    [
        ("name,code\n", "want the columns code,name,name_zh"),
        ("code,name,name_zh\nT,target\n", "line 2: want code,name,name_zh"),
        ("code,name,name_zh\nT,target,目标\nT,plan,计划\nO,other,其他\n", "two tags share a code"),
        ("code,name,name_zh\nT,target,目标\n", "want 2 to 26, the last named other"),
        ("code,name,name_zh\nO,other,其他\nT,target,目标\n", "the last named other"),
        ("code,name,name_zh\nt,target,目标\nO,other,其他\n", "'t' is not a capital letter"),
        ("code,name,name_zh\nT,Target,目标\nO,other,其他\n", "'Target' is not a word of small letters"),
        ("code,name,name_zh\nT,text,目标\nO,other,其他\n", "the name is that of another column"),
        ("code,name,name_zh\nT,target,goal\nO,other,其他\n", "'goal' is not 1 to 8 Chinese characters"),
    ],
)
def test_a_table_of_tags_that_makes_no_sense_is_refused(tmp_path: Path, table: str, match: str) -> None:
    folder = write_labelled(tmp_path / "gold", 5, tags=table)
    with pytest.raises(FormatError, match=match) as caught:
        tigang.train(folder, tmp_path / "m")
    assert str(folder / "tags.csv") in str(caught.value)


def test_the_script_of_the_shipped_weights_is_the_same_training(five: Path, model: Path, tmp_path: Path) -> None:
    script = ROOT / "scripts" / "train_tags.py"
    done = subprocess.run(
        [sys.executable, str(script), str(five), "--out", str(tmp_path / "w.bin")],
        check=True, capture_output=True, encoding="utf-8", env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.stdout.startswith("5 documents, 85 sentences")
    assert (tmp_path / "w.bin").read_bytes() == model.read_bytes()
