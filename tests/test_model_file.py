"""The model file: what is not ours, not whole or not of this version is refused, and nothing in it is run."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import tigang
from tigang.cli import main
from tigang.errors import ModelError
from tigang.tags.weights import Weights, load_weights, save_weights

TEXT = "一、要求\n抓紧整改，力争年底完成。"


def small() -> tuple[Weights, dict[str, range], dict[str, tuple[float, ...]]]:
    """Return weights with one n-gram and one feature."""
    own = load_weights()
    weights = replace(own, figures={"documents": 7.0})
    return weights, {"力争": range(-len(own.bias), len(own.bias))}, {"kind:none": own.bias}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a small model."""
    path = tmp_path_factory.mktemp("small") / "small.model"
    save_weights(path, *small())
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "my.model"


def signed(rest: bytes) -> bytes:
    """Return a file whose checksum fits whatever follows it."""
    head = {"format": "tigang-tags", "version": 3, "sha256": sha256(rest).hexdigest()}
    return json.dumps(head).encode() + b"\n" + rest


def test_the_file_is_read_again_where_it_has_changed(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    first = load_weights(path)
    assert first.figures == {"documents": 7.0}
    assert load_weights(str(path)) is first
    path.write_bytes(data + b" ")
    with pytest.raises(ModelError, match="truncated or damaged"):
        load_weights(path)


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"", "no model of tigang"),
        (b"\n", "no model of tigang"),
        ("某局工作总结\n一、成效\n".encode(), "no model of tigang"),
        (b"\x80\x04\x95" + b"\0" * 500, "no model of tigang"),
        (b'{"schema": "tigang/1"}\n', "no model of tigang"),
        (b"[]\n", "no model of tigang"),
        (b'{"format": 7}\n', "no model of tigang"),
        (b'{"format": "tigang-tags/1", "unit": 1}\n0 0 0 0\n', "a model of version 1, but this tigang reads version 3"),
        (b'{"format": "tigang-tags", "version": 2, "sha256": ""}\n', "a model of version 2, but"),
        (b'{"format": "tigang-tags", "version": 3}\n', "truncated or damaged"),
    ],
)
def test_what_is_not_ours_is_refused(path: Path, content: bytes, match: str) -> None:
    """The message says what is wrong with which file, and what to do."""
    path.write_bytes(content)
    with pytest.raises(ModelError, match=match) as caught:
        tigang.analyze(TEXT, model=path)
    assert str(caught.value).startswith(f"{path}: ")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for name in ("missing.model", "a\0b"):
        with pytest.raises(ModelError, match="name a model of `tigang train`"):
            tigang.analyze(TEXT, model=str(tmp_path / name))
    with pytest.raises(ModelError, match="name a model of `tigang train`"):
        tigang.analyze(TEXT, model=tmp_path)


def test_every_command_refuses_it_before_it_does_anything(tmp_path: Path, path: Path, data: bytes) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXT, "utf-8")
    (tmp_path / "a.tsv").write_text("1.1\th1\t-\n2.1\tb\tL\n", "utf-8")
    path.write_bytes(data[:-1])
    for arguments in (["outline", str(text)], ["label", str(text)], ["evaluate", str(tmp_path)]):
        result = CliRunner().invoke(main, [*arguments, "--model", str(path)])
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr.startswith(f"tigang: {path}: the file is truncated or damaged; ")
    result = CliRunner().invoke(main, ["outline", str(text), "--no-tags", "--model", str(path)])
    assert result.exit_code == 2


@given(choice=st.data())
def test_any_damage_is_found(tmp_path_factory: pytest.TempPathFactory, data: bytes, choice: st.DataObject) -> None:
    """A file that ends early, or with any byte changed, is refused and raises nothing else."""
    broken = bytearray(data)
    at = choice.draw(st.integers(0, len(data) - 1))
    if choice.draw(st.booleans()):
        del broken[at:]
    else:
        broken[at] ^= choice.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("damage") / "m"
    path.write_bytes(broken)
    with pytest.raises(ModelError):
        load_weights(path)


def rewritten(data: bytes, change: dict[str, Any]) -> bytes:
    """Return the file with other values in its head and a checksum that fits."""
    _, head, rest = data.split(b"\n", 2)
    return signed(json.dumps(json.loads(head) | change).encode() + b"\n" + rest)


@pytest.mark.parametrize(
    "change",
    [
        {"tags": []},
        {"tags": [["other", "O", "其他"]]},
        {"tags": [["target", "T", "目标"], ["other", "O", "其他"]]},
        {"tags": "target"},
        {"bias": [1, 2, 3]},
        {"bias": [1, 2, 3, 4, float("nan")]},
        {"out": []},
        {"out_bias": [1]},
        {"unit": "much"},
        {"unit": float("inf")},
        {"cues": []},
        {"second": {}},
        {"second": [1]},
        {"second_marks": []},
        {"figures": []},
        {"figures": {"documents": "many"}},
    ],
)
def test_numbers_that_do_not_fit_together_are_refused(path: Path, data: bytes, change: dict[str, Any]) -> None:
    """Even where someone has put the right checksum on them."""
    path.write_bytes(rewritten(data, change))
    with pytest.raises(ModelError, match="was not written by `tigang train`"):
        load_weights(path)


@pytest.mark.parametrize(
    "rest",
    [b"", b"{}", b"{}\n", b"{}\n0 0 0 0\n", b"[" * 100_000 + b"\n0\n", b"null\n1 2 3 4\nabc", b"\xff\xfe\n\n"],
)
def test_signed_nonsense_is_refused(path: Path, rest: bytes) -> None:
    path.write_bytes(signed(rest))
    with pytest.raises(ModelError):
        load_weights(path)


class Trap:
    """An object that makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_nothing_in_the_file_is_run(tmp_path: Path, path: Path) -> None:
    """A pickle is refused like any other file, signed or not."""
    sprung = tmp_path / "sprung"
    trap = pickle.dumps(Trap(sprung))
    pickle.loads(trap)  # noqa: S301 - the trap works
    assert sprung.exists()
    sprung.unlink()
    for content in (trap, signed(trap)):
        path.write_bytes(content)
        with pytest.raises(ModelError):
            load_weights(path)
    assert not sprung.exists()
