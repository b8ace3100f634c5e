"""The evaluation: its figures are those of the shared scorer, its errors name what is wrong."""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from corpora import SHARED, shared_texts
from tigang.compare import compare, read_prediction
from tigang.document import TAGS, Document, Paragraph, Sentence, Source, Text
from tigang.errors import FormatError, InputError
from tigang.evaluation import Report, evaluate
from tigang.gold import NODES, TAGGED, Piece, load, load_file
from tigang.tagset import tag_of

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "沿河乡护林汇报\n一、做法\n加密巡护。巡护到户。\n一是设卡口6处。\n二、不足\n人手太少。\n第3页\n"
ROWS = "1.1\tt\t-\n2.1\th1\t-\n3.1\tp2\tI\n3.2\tb\tI\n4.1\ti2\tI\n5.1\th1\t-\n6.1\tb\tP\n7.1\tn\t-\n"


ITEM = {"id": 0, "parent": None, "kind": "item", "label": [0, 1]}


def prediction_of(text: str, gold: tuple[Piece, ...]) -> dict[str, Any]:
    """Return the analysis that gold says is right."""
    title = next((p.text for p in gold if p.kind == "title"), None)
    out: dict[str, Any] = {
        "title": title and "".join(title.split()),
        "nodes": [],
        "sentences": [],
        "paragraphs": [],
        "noise": [{"span": [p.start, p.end]} for p in gold if p.kind == "noise"],
    }
    up: list[tuple[int, int]] = []
    groups: dict[tuple[int, int], list[Piece]] = {}
    for p in gold:
        if p.kind in NODES:
            while up and up[-1][0] >= p.depth:
                up.pop()
            number = 10 + len(out["nodes"])
            parent = up[-1][1] if up else None
            out["nodes"].append({"id": number, "parent": parent, "kind": p.kind, "label": [p.start, p.end]})
            up.append((p.depth, number))
        if p.kind in TAGGED:
            out["sentences"].append({"span": [p.start, p.end], "tag": p.tag})
            groups.setdefault((p.line, up[-1][1] if up else -1), []).append(p)
    for group in groups.values():
        tag = tag_of((p.tag or "other", p.end - p.start) for p in group)[0]
        out["paragraphs"].append({"span": [group[0].start, group[-1].end], "tag": tag})
    assert all(0 <= a <= b <= len(text) for s in out["sentences"] for a, b in [s["span"]])
    return out


def perturbed(data: dict[str, Any], text: str, rng: random.Random) -> dict[str, Any]:
    """Return an analysis with errors of every kind: lost, false, shifted, renamed, moved, overlapping."""

    def shifted(span: list[int]) -> list[int]:
        a, b = sorted(min(max(x + rng.randrange(-6, 7), 0), len(text)) for x in span)
        return [a, b]

    def stretch() -> list[int]:
        start = rng.randrange(len(text))
        return [start, min(len(text), start + rng.randrange(25))]

    kept = [dict(n) for n in data["nodes"] if rng.random() > 0.15]
    ids = {n["id"] for n in kept}
    for n in kept:
        before = sorted(i for i in ids if i < n["id"])
        if n["parent"] not in ids or rng.random() < 0.1:
            n["parent"] = rng.choice([None, *before])
        if rng.random() < 0.1:
            n["kind"] = rng.choice(sorted(NODES))
        if rng.random() < 0.1:
            n["label"] = shifted(n["label"])
    for k in range(rng.randrange(4)):
        parent = rng.choice([None, *sorted(ids)])
        kept.append({"id": -1 - k, "parent": parent, "kind": rng.choice(sorted(NODES)), "label": stretch()})
    out: dict[str, Any] = {"title": data["title"], "nodes": rng.sample(kept, len(kept))}
    if rng.random() < 0.3:
        out["title"] = rng.choice([None, "", "情况汇报", f" {data['title']}。 "])
    for key in ("sentences", "paragraphs"):
        out[key] = []
        for s in data[key]:
            if rng.random() > 0.1:
                tag = rng.choice(TAGS) if rng.random() < 0.25 else s["tag"]
                out[key].append({"span": shifted(s["span"]) if rng.random() < 0.2 else s["span"], "tag": tag})
        out[key] += [{"span": stretch(), "tag": rng.choice(TAGS)} for _ in range(rng.randrange(5))]
    out["noise"] = [{"span": shifted(s["span"])} for s in data["noise"] if rng.random() > 0.3]
    out["noise"] += [{"span": stretch()} for _ in range(rng.randrange(3))]
    return out


def scored(gold: Path, predictions: Path, *args: str) -> dict[str, float]:
    """Return the figures of the shared scorer."""
    script = SHARED / "bench" / "score.py"
    command = [sys.executable, str(script), str(gold), str(predictions), "--json", *args]
    figures: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return figures


def assert_same(ours: dict[str, float], theirs: dict[str, float]) -> None:
    assert list(ours) == list(theirs)
    assert ours == pytest.approx(theirs, rel=1e-12, abs=0, nan_ok=True)


@pytest.mark.shared
@pytest.mark.parametrize("seed", [1, 2])
def test_figures_are_those_of_the_shared_scorer(tmp_path: Path, seed: int) -> None:
    """Over all of dev, with errors of every kind, so that each figure is compared away from 0 and 1."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    for path in shared_texts("dev"):
        text, gold = load_file(path)
        data = prediction_of(text, gold)
        if rng.random() < 0.8:
            data = perturbed(data, text, rng)
        (tmp_path / f"{path.stem}.json").write_text(json.dumps(data), "utf-8")
    broken = sorted(tmp_path.glob("*.json"))[: 4 * seed : seed]
    broken[0].unlink()
    broken[1].write_text("{not json", "utf-8")
    broken[2].write_text('{"title": null, "nodes": []}', "utf-8")
    broken[3].write_text(broken[3].read_text("utf-8").replace('"tag": "', '"tag": "x'), "utf-8")
    ours = evaluate(SHARED / "corpus" / "dev", predictions=tmp_path).to_dict()
    assert_same(ours, scored(SHARED / "corpus" / "dev", tmp_path))
    assert ours["failed"] == 4
    assert all(0 < v < 1 for k, v in ours.items() if k not in ("documents", "failed"))


@pytest.mark.shared
def test_figures_of_right_analyses_are_one_and_of_none_are_the_scorers(tmp_path: Path) -> None:
    """Also over a selection by name, and where a tag does not occur."""
    dev = SHARED / "corpus" / "dev"
    none = tmp_path / "none"
    none.mkdir()
    for path in shared_texts("dev"):
        (tmp_path / f"{path.stem}.json").write_text(json.dumps(prediction_of(*load_file(path))), "utf-8")
    right = evaluate(dev, predictions=tmp_path)
    assert right.errors == ()
    assert all(v == 1 for k, v in right.to_dict().items() if k not in ("documents", "failed"))
    for only in ("own_*", "law_*"):
        report = evaluate(dev, predictions=tmp_path, only=only)
        assert_same(report.to_dict(), scored(dev, tmp_path, "--only", only))
        empty = evaluate(dev, predictions=none, only=only)
        assert_same(empty.to_dict(), scored(dev, none, "--only", only))
        assert len(empty.failed) == len(empty.comparisons) == len(report.comparisons) > 0


def test_a_right_analysis_has_no_error() -> None:
    gold = load(TEXT, ROWS)
    comparison = compare("a", TEXT, gold, read_prediction(prediction_of(TEXT, gold), len(TEXT)))
    report = Report((comparison,), ())
    assert report.errors == ()
    figures = report.to_dict()
    assert figures["sentence_plan"] != figures["sentence_plan"], "plan occurs nowhere: not a number"
    assert {v for k, v in figures.items() if not math.isnan(v) and k != "failed"} == {1.0}


def test_every_error_is_named_by_its_line() -> None:
    gold = load(TEXT, ROWS)
    data = prediction_of(TEXT, gold)
    data["title"] = "护林"
    first, topic, item, second = data["nodes"]
    data["nodes"] = [first, topic, item | {"kind": "topic"}, second | {"parent": first["id"]}]
    data["nodes"].append({"id": 99, "parent": None, "kind": "heading", "label": [18, 23]})
    data["sentences"][-1]["tag"] = "plan"
    comparison = compare("a", TEXT, gold, read_prediction(data, len(TEXT)))
    assert comparison.errors == (
        "a:3: false heading '巡护到户'",
        "a:5: heading '二、不足' belongs at the top",
        "a:4: false topic '一是设卡口6处'",
        "a:4: missed item '一是设卡口6处'",
        "a:1: title '护林', not '沿河乡护林汇报'",
        "a:6: problem read as plan: '人手太少。'",
    )
    assert not comparison.perfect
    assert not comparison.title


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": 3}, "title 3 is neither a string nor null"),
        ({"noise": [{"span": [2, 1]}]}, "span [2, 1] is no pair of offsets"),
        ({"noise": [{"span": [0, 999]}]}, "span [0, 999] is no pair of offsets"),
        ({"noise": [{"span": [0, 1, 2]}]}, "span [0, 1, 2] is no pair of offsets"),
        ({"noise": [{"reason": "web"}]}, "key 'span' is missing"),
        ({"noise": None}, "a value has a wrong type"),
        ({"sentences": [{"span": [0, 1], "tag": "goal"}]}, "tag 'goal' is unknown"),
        ({"nodes": [ITEM | {"kind": "part"}]}, "kind 'part' is unknown"),
        ({"nodes": [ITEM | {"parent": 7}]}, "node 0 hangs under 7"),
        ({"nodes": [ITEM | {"parent": 0}]}, "the parents of node 0 go round"),
        ({"nodes": [ITEM, ITEM]}, "two nodes share an id"),
    ],
)
def test_an_inconsistent_analysis_is_refused_by_name(change: dict[str, Any], message: str) -> None:
    data = prediction_of(TEXT, load(TEXT, ROWS)) | change
    with pytest.raises(FormatError) as error:
        read_prediction(data, len(TEXT))
    assert str(error.value).startswith(message)


def test_what_an_analysis_leaves_untagged_counts_as_other() -> None:
    gold = load(TEXT, ROWS)
    data = prediction_of(TEXT, gold)
    data["sentences"][-1]["tag"] = data["paragraphs"][-1]["tag"] = None
    found = compare("x", TEXT, gold, read_prediction(data, len(TEXT)))
    assert found.sentences[-1] == found.paragraphs[-1] == ("problem", "other")
    assert [e.split(": ")[1] for e in found.errors] == ["problem read as other"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.tsv").write_text(ROWS, "utf-8")
    return tmp_path


def test_analyses_are_compared_and_failures_named(folder: Path) -> None:
    def analyze(path: Path) -> Document:
        text = path.read_text("utf-8")
        start, end = text.index("人手"), text.index("人手") + 5
        return Document(
            Source(path.name),
            Text(text),
            sentences=(Sentence(start, end, None, "problem"),),
            paragraphs=(Paragraph(start, end, None, "problem"),),
        )

    def refuse(path: Path) -> Document:
        raise InputError(f"{path.name}: too large")

    figures = evaluate(folder, analyze=analyze).to_dict()
    assert figures["sentence_problem"] == figures["paragraph_problem"] == 1
    assert figures["sentence_initiative"] == figures["heading"] == 0
    assert figures["bounds"] == 2 / 5
    assert figures["failed"] == 0
    report = evaluate(folder, analyze=refuse)
    assert report.failed == ("a: a.txt: too large",)
    assert report.to_dict()["failed"] == 1


def test_a_folder_without_gold_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match=r"no gold file matches 'b\*'"):
        evaluate(folder, only="b*")


def test_bad_gold_is_refused_by_file_and_line(folder: Path) -> None:
    (folder / "a.tsv").write_text(ROWS.replace("h1", "h"), "utf-8")
    with pytest.raises(FormatError, match=r"a\.tsv:2: "):
        evaluate(folder, predictions=folder)


def test_floors_name_what_is_under_them(folder: Path) -> None:
    gold = load(TEXT, ROWS)
    data = prediction_of(TEXT, gold)
    data["nodes"] = data["nodes"][:3]
    (folder / "a.json").write_text(json.dumps(data), "utf-8")
    report = evaluate(folder, predictions=folder)
    assert report.below({"heading": 0.9, "topic": 1.0, "sentence_plan": 0.1}) == (
        "heading 0.6667 is under its floor 0.9000",
        "sentence_plan nan is under its floor 0.1000",
    )
    with pytest.raises(InputError, match="floor 'headings' is no figure"):
        report.below({"headings": 0.9})


def test_the_table_shows_every_figure(folder: Path) -> None:
    (folder / "a.json").write_text(json.dumps(prediction_of(TEXT, load(TEXT, ROWS))), "utf-8")
    report = evaluate(folder, predictions=folder)
    rows = [line.split() for line in str(report).splitlines()]
    assert rows[0] == ["1", "documents,", "0", "failed"]
    assert ["heading", "1.0000", "1.0000", "1.0000", "2"] in rows
    assert ["noise", "1.0000", "1.0000", "1.0000", "3"] in rows
    assert ["title", "1.0000"] in rows
    assert ["sentence", "1.0000", "1.0000", "nan", "1.0000", "1.0000", "nan", "nan", "4"] in rows
    assert ["problem", "0", "0", "1", "0", "0"] in rows
    missing = evaluate(folder, predictions=folder / "none")
    assert str(missing).splitlines()[-1].startswith("failed: a: ")


# -- broken down ----------------------------------------------------------------------------------------


def tagged(text: str, gold: tuple[Piece, ...], wrong: str, sure: float) -> dict[str, Any]:
    """Return the right analysis but for one tag in place of problem, each tag with a probability."""
    out = prediction_of(text, gold)
    for s in out["sentences"]:
        s["tag"] = wrong if s["tag"] == "problem" else s["tag"]
        s["scores"] = {s["tag"]: sure}
    return out


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A folder of three documents with predictions, two in the manifest above it."""
    folder = tmp_path / "gold"
    folder.mkdir()
    gold = load(TEXT, ROWS)
    for name, wrong, sure in (("a", "problem", 0.95), ("b", "plan", 0.65), ("c", "problem", 0.95)):
        (folder / f"{name}.txt").write_text(TEXT, "utf-8")
        (folder / f"{name}.tsv").write_text(ROWS, "utf-8")
        (folder / f"{name}.json").write_text(json.dumps(tagged(TEXT, gold, wrong, sure)), "utf-8")
    rows = "name,split,genre,writer\na,train,汇报,w1\nb,train,总结,w1\nz,train,方案,w2\n"
    (tmp_path / "manifest.csv").write_text(rows, "utf-8")
    return folder


def test_confusion_and_calibration(three: Path) -> None:
    report = evaluate(three, predictions=three)
    assert report.confusion["sentence"]["problem", "plan"] == 1
    assert report.confusion["sentence"]["problem", "problem"] == 2
    assert report.confusion["sentence"]["initiative", "initiative"] == 9
    assert [(b.size, b.right) for b in report.calibration] == [(4, 0.75), (8, 1.0)]
    told = report.to_json()
    assert told["calibration"]["error"] == pytest.approx((4 * abs(0.65 - 0.75) + 8 * abs(0.95 - 1)) / 12)
    assert told["confusion"]["sentence"]["problem"] == {
        "target": 0, "initiative": 0, "problem": 2, "plan": 1, "other": 0,
    }  # fmt: skip
    assert json.loads(json.dumps(told)) == told
    assert told["sentence_target"] is None
    flat = {k: v for k, v in report.to_dict().items() if v == v}  # noqa: PLR0124 - not a number
    assert {k: told[k] for k in flat} == flat


def test_by_genre_and_writer(three: Path) -> None:
    """A document that the manifest does not name is in no group; without a manifest there are none."""
    report = evaluate(three, predictions=three)
    assert {name: [c.name for c in part.comparisons] for name, part in report.by("genre").items()} == {
        "总结": ["b"],
        "汇报": ["a"],
    }
    assert [c.name for c in report.by("writer")["w1"].comparisons] == ["a", "b"]
    told = report.to_json()
    assert told["by_genre"]["总结"]["sentence_accuracy"] == 0.75
    assert told["by_writer"] == {
        "w1": {
            "documents": 2, "heading": 1.0, "tree": 1.0, "sentence_macro": told["by_writer"]["w1"]["sentence_macro"],
            "sentence_accuracy": 0.875, "paragraph_macro": told["by_writer"]["w1"]["paragraph_macro"],
        }
    }  # fmt: skip
    shown = [line.split()[:2] for line in str(report).splitlines()]
    assert shown[shown.index(["genre", "documents"]) + 1 :][:2] == [["总结", "1"], ["汇报", "1"]]  # the worst first
    (three.parent / "manifest.csv").unlink()
    assert evaluate(three, predictions=three).by("genre") == {}
    (three / "manifest.csv").write_text("genre\n汇报\n", "utf-8")
    with pytest.raises(FormatError, match=r"manifest\.csv:1: no column 'name'"):
        evaluate(three, predictions=three)
