"""The command line: options, streams, exit codes, and what it costs to start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner, Result

import tigang
from documents import letter, report
from tigang.cli import main
from tigang.cli.outline import outline
from tigang.document import TAG_NAMES_ZH, Document, Source, Text
from tigang.errors import InputError
from tigang.read import MAX_BYTES
from tigang.write import FORMATS
from tigang.write.markdown import write_markdown
from tigang.write.text import write_text

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., Result]

SMALL = """东岭县农村道路养护工作情况报告
东岭县交通运输局把农村道路养护摆在重要位置。
一、工作开展情况
（一）完善管护机制。建立县乡村三级路长制，聘用护路员320名。
（二）加强日常巡查。开展巡查46次，处置塌方12处。
二、存在的问题
部分路段排水设施老化，养护资金不足。
三、下一步打算
（一）加大资金投入。将养护经费纳入年度预算，力争全年投入800万元。
（二）补齐设施短板。改造涵洞15座。
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in a folder of its own with an analysis that needs no analyzer.

    A text that begins with 信 is `letter`, one that begins with 坏 cannot be analysed, others are `report`.
    """

    def analyze_text(text: str, source: Source, *, tags: bool, model: object, **_: object) -> Document:
        assert model is None
        if text.startswith("坏"):
            raise InputError(f"{source.name}: cannot be analysed")
        document = letter(tagged=tags) if text.startswith("信") else report(tagged=tags)
        return replace(document, source=source)

    pipeline = ModuleType("tigang.pipeline")
    pipeline.analyze_text = analyze_text  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tigang.pipeline", pipeline)
    monkeypatch.chdir(tmp_path)
    for name, words in (("a.txt", "甲"), ("b.txt", "信"), ("bad.txt", "坏")):
        Path(name).write_text(words, encoding="utf-8")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def invoke(*args: str, stdin: bytes = b"") -> Result:
        return CliRunner().invoke(main, args, input=stdin, catch_exceptions=False)

    return invoke


# -- outline --------------------------------------------------------------------------------------------


def test_text(run: Run) -> None:
    """The tree goes to standard output, nothing to standard error, no colour into a pipe."""
    result = run("outline", "a.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (0, report("a.txt").outline() + "\n", "")


def test_options(run: Run) -> None:
    """Each option reaches the view."""
    document = report("a.txt")
    for args, expected in [
        (["--depth", "1"], write_text(document, depth=1)),
        (["--no-tags"], write_text(report("a.txt", tagged=False))),
        (["--tag", "目标", "--tag", "target"], write_text(document, keep=("target",))),
        (["--tag", "problem", "--tag", "计划"], write_text(document, keep=("problem", "plan"))),
        (["--color", "always"], write_text(document, color=True)),
        (["--ascii"], write_text(document, ascii=True)),
        (["--explain"], write_text(document, explain=True)),
    ]:
        assert run("outline", "a.txt", *args).stdout == expected + "\n"
    assert "走访" not in run("outline", "--no-text", "b.txt").stdout


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "small.txt"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


def test_explain_and_min_confidence_reach_the_analysis(small: str) -> None:
    """Text, Markdown and JSON are those of the library's analysis with the same wishes."""
    document = replace(tigang.analyze(Path(small), explain=True, min_confidence=0.9), source=Source("small.txt"))
    assert None in {s.tag for s in document.sentences} < {None, *TAG_NAMES_ZH}
    asked = ["outline", small, "--explain", "--min-confidence", "0.9"]

    def shown(*more: str) -> str:
        return CliRunner().invoke(main, [*asked, *more], catch_exceptions=False).stdout

    text = shown()
    assert text == write_text(document, explain=True) + "\n"
    assert "标题指明问题（" in text
    assert "未定（" in text
    assert shown("--format", "markdown") == write_markdown(document, explain=True)
    found = Document.from_json(shown("--format", "json"))
    assert found.sentences == document.sentences
    kinds = {e.kind for s in found.sentences for e in s.evidence}
    assert {"heading", "phrase"} < kinds <= {"heading", "phrase", "before", "after"}
    assert not json.loads(shown("--format", "json", "--no-text")).get("text")


@pytest.mark.parametrize("tag", TAG_NAMES_ZH)
def test_tag_names(run: Run, tag: str) -> None:
    """Both names of every tag are taken, in any case, no others; the shell is told of them."""
    kept = run("outline", "--tag", tag, "a.txt").stdout
    assert run("outline", "--tag", TAG_NAMES_ZH[tag], "a.txt").stdout == kept
    assert run("outline", "--tag", tag.upper(), "a.txt").stdout == kept
    assert run("outline", "--tag", tag[:-1], "a.txt").exit_code == 2
    (option,) = [p for p in outline.params if p.name == "keep"]
    context = click.Context(outline)
    for words in (tag, TAG_NAMES_ZH[tag]):
        assert words in [item.value for item in option.shell_complete(context, words[:1])]


def test_option_values_are_those_of_the_library() -> None:
    """What --help shows without imports is what the modules say."""
    options = {p.name: p for p in outline.params}
    assert options["max_bytes"].default == MAX_BYTES
    assert list(options["form"].type.choices) == list(FORMATS)


def test_json(run: Run) -> None:
    """One object, one line; the source is the file's, not the text's."""
    result = run("outline", "--format", "json", "a.txt")
    assert result.stdout.count("\n") == 1
    data = json.loads(result.stdout)
    assert data["source"] | {"sha256": ""} == {
        "name": "a.txt", "format": "text", "encoding": "utf-8", "sha256": "", "chars": len(data["text"]),
    }  # fmt: skip
    assert len(data["source"]["sha256"]) == 64
    assert "text" not in json.loads(run("outline", "--format", "json", "--no-text", "a.txt").stdout)
    kept = json.loads(run("outline", "--format", "json", "--tag", "问题", "a.txt").stdout)
    assert [n["title"] for n in kept["nodes"]] == ["问题与做法"]


def test_several_files(run: Run) -> None:
    """One tree each with the file's name above; JSON is one object a line."""
    result = run("outline", "a.txt", "b.txt")
    first, second = report("a.txt").outline(), replace_name(letter(), "b.txt").outline()
    assert result.stdout == f"== a.txt ==\n{first}\n\n== b.txt ==\n{second}\n"
    lines = run("outline", "--format", "json", "a.txt", "b.txt").stdout.splitlines()
    assert [json.loads(line)["source"]["name"] for line in lines] == ["a.txt", "b.txt"]
    shown = run("outline", "--format", "markdown", "a.txt", "b.txt").stdout
    assert shown.startswith("<!-- a.txt -->\n\n# ")
    assert "\n\n<!-- b.txt -->\n\n# b.txt\n" in shown


def replace_name(document: Document, name: str) -> Document:
    return replace(document, source=replace(document.source, name=name))


def test_stdin(run: Run) -> None:
    result = run("outline", "-", "--format", "json", stdin="信".encode("gbk"))
    assert json.loads(result.stdout)["source"]["name"] == "<stdin>"
    assert json.loads(result.stdout)["source"]["encoding"] == "gb18030"
    result = run("outline", "-", "--max-bytes", "3", stdin=b"1234")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("tigang: <stdin>: at least 4 bytes, over the limit of 3")


def test_exit_codes(run: Run) -> None:
    """1 where some files failed and the others are shown, 3 where all did; never a trace-back."""
    result = run("outline", "missing.txt", "a.txt", "bad.txt")
    assert result.exit_code == 1
    assert result.stdout == f"== a.txt ==\n{report('a.txt').outline()}\n"
    assert result.stderr.splitlines() == [
        "tigang: missing.txt: no such file; check the path",
        "tigang: bad.txt: cannot be analysed",
    ]
    result = run("outline", "missing.txt", ".")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.count("\n") == 2


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["a.txt", "--depth", "0"],
        ["a.txt", "--tag", "目的"],
        ["a.txt", "--format", "yaml"],
        ["a.txt", "--encoding", "klingon"],
        ["a.txt", "--encoding", "hex"],
        ["a.txt", "--no-tags", "--tag", "plan"],
        ["a.txt", "--no-tags", "--explain"],
        ["a.txt", "--no-tags", "--min-confidence", "0.5"],
        ["a.txt", "--no-text", "--explain"],
        ["a.txt", "--min-confidence", "1.5"],
        ["a.txt", "--min-confidence", "60%"],
        ["a.txt", "--min-confidence", "nan"],
        ["-", "-"],
        ["a.txt", "-o", "a.txt"],
        ["a.txt", "-o", "nowhere/out.txt"],
        ["a.txt", "-o", "."],
        ["a.txt", "--max-bytes", "0"],
    ],
)
def test_wrong_usage(run: Run, args: list[str]) -> None:
    """Wrong usage is told before anything is done."""
    before = {p.name: p.read_bytes() for p in Path().iterdir()}
    result = run("outline", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr
    assert {p.name: p.read_bytes() for p in Path().iterdir()} == before


def test_output_file(run: Run) -> None:
    """-o writes what standard output would show, as UTF-8; failed files leave no file."""
    shown = run("outline", "a.txt").stdout
    result = run("outline", "a.txt", "-o", "out.txt")
    assert (result.exit_code, result.output) == (0, "")
    assert Path("out.txt").read_bytes() == shown.encode()
    assert run("outline", "a.txt", "-o", "-").stdout == shown
    assert run("outline", "bad.txt", "-o", "new.txt").exit_code == 3
    assert not Path("new.txt").exists()
    assert run("outline", "bad.txt", "-o", "out.txt").exit_code == 3
    assert Path("out.txt").read_bytes() == shown.encode()


def test_output_that_cannot_be_written(run: Run) -> None:
    if not os.path.exists("/dev/full"):  # noqa: PTH110
        pytest.skip("the system has no full device")
    result = run("outline", "a.txt", "-o", "/dev/full")
    assert result.exit_code == 1
    assert result.stderr.startswith("tigang: /dev/full: cannot be written (No space left on device)")


def test_surrogates(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lone surrogates in a document are written as escapes, in every format."""
    odd = replace(report("a.txt"), title="题\ud800", text=Text(report().text + "\udc80"))
    monkeypatch.setattr(sys.modules["tigang.pipeline"], "analyze_text", lambda *_, **__: odd)
    assert run("outline", "a.txt").stdout.startswith("题\\ud800\n")
    data = json.loads(run("outline", "a.txt", "--format", "json").stdout_bytes.decode("utf-8"))
    assert (data["title"], data["text"][-1]) == ("题\ud800", "\udc80")
    assert run("outline", "a.txt", "--format", "markdown").exit_code == 0


# -- evaluate -------------------------------------------------------------------------------------------


class Figures:
    """What `tigang.evaluate` returns, as far as the command uses it."""

    failed: tuple[str, ...] = ()
    errors = ("a 3: heading missed",)

    def __str__(self) -> str:
        return "heading 1.0000"

    def to_json(self) -> dict[str, float | None]:
        return {"heading": 1.0, "sentence_plan": None}


def test_evaluate(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def evaluate(path: str, *, model: object, only: str) -> Figures:
        asked.append((path, model, only))
        return Figures()

    monkeypatch.setattr("tigang.evaluation.evaluate", evaluate)
    result = run("evaluate", ".", "--only", "own_*")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "heading 1.0000\n", "")
    assert asked == [(".", None, "own_*")]
    result = run("evaluate", ".", "--format", "json", "-v")
    assert json.loads(result.stdout) == {"heading": 1.0, "sentence_plan": None}
    assert result.stderr == "a 3: heading missed\n"
    monkeypatch.setattr(Figures, "failed", ("b: late",))
    assert run("evaluate", ".").exit_code == 1


def test_evaluate_missing_folder(run: Run) -> None:
    result = run("evaluate", "nowhere")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("tigang: nowhere: no such folder")
    result = run("evaluate", ".")
    assert result.exit_code == 3


# -- the whole program ----------------------------------------------------------------------------------


def start(*args: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tigang", *args], input=stdin, capture_output=True, timeout=60, check=False,
        env={k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")} | env,
    )  # fmt: skip


def test_version() -> None:
    done = start("--version")
    assert done.stdout.decode().split() == ["tigang", tigang.__version__]


def test_real_report(tmp_path: Path) -> None:
    """A report goes from its file to a tree and back from JSON."""
    path = tmp_path / "small.txt"
    path.write_text(SMALL, encoding="utf-8")
    done = start("outline", str(path))
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode()
    assert shown.startswith("东岭县农村道路养护工作情况报告\n")
    for words in (
        "├─ 一、工作开展情况",
        "│  ├─ （一）完善管护机制",
        "└─ 三、下一步打算",
        "   └─ （二）补齐设施短板",
    ):
        assert words in shown
    done = start("outline", "--format", "json", str(path))
    document = Document.from_json(done.stdout)
    assert document.text == SMALL
    assert [n.depth for n in document.sections] == [1, 2, 2, 1, 1, 2, 2]
    assert document.to_json() == done.stdout.decode().removesuffix("\n")


@pytest.mark.parametrize("form", FORMATS)
def test_gbk_console(tmp_path: Path, form: str) -> None:
    """A console in GBK gets escapes for what it lacks, and a file still gets UTF-8."""
    path = tmp_path / "a.txt"
    path.write_text(f"冷僻字𠮷与é表情\U0001f600报告\n{SMALL}", encoding="utf-8")
    done = start("outline", "--format", form, str(path), PYTHONIOENCODING="gbk")
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode("gbk")
    if form == "json":
        assert shown.isascii()
        assert json.loads(shown)["text"].startswith("冷僻字𠮷与é")
    else:
        assert "\\U00020bb7" in shown.replace("\\\\", "\\")
        assert "养护" in shown
        assert form != "text" or "├─ 一、" in shown
    out = tmp_path / "out"
    assert (
        start("outline", "--format", form, "-o", str(out), str(path), PYTHONIOENCODING="gbk").returncode == 0
    )
    assert "𠮷" in out.read_text(encoding="utf-8")


def test_ascii_console(tmp_path: Path) -> None:
    """Guides fall back to ASCII where the encoding has no box characters."""
    path = tmp_path / "a.txt"
    path.write_text(SMALL, encoding="utf-8")
    done = start("outline", str(path), PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"|-- \\u4e00\\u3001" in done.stdout


def test_broken_pipe(tmp_path: Path) -> None:
    """A reader that goes away early ends the command silently."""
    path = tmp_path / "a.txt"
    path.write_text(SMALL * 2000, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "tigang", "outline", "--no-tags", "--format", "json", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.read(10) == b'{"schema":'
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_closed_streams(tmp_path: Path) -> None:
    """Streams that the caller closed are told, not traced."""
    path = tmp_path / "a.txt"
    path.write_text(SMALL, encoding="utf-8")
    command = f'"{sys.executable}" -m tigang outline'
    done = subprocess.run(f'{command} "{path}" >&-', shell=True, capture_output=True, check=False)  # noqa: S602
    assert done.returncode == 1
    assert (
        done.stderr
        == b"tigang: standard output: cannot be written (it is closed); check the place and its room\n"
    )
    done = subprocess.run(f"{command} - <&-", shell=True, capture_output=True, check=False)  # noqa: S602
    assert done.returncode == 3
    assert b"standard input is closed" in done.stderr


def test_terminal(tmp_path: Path) -> None:
    """A terminal gets colour and lines that fit it, unless NO_COLOR says otherwise."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals")
    import fcntl
    import struct
    import termios

    path = tmp_path / "a.txt"
    path.write_text(SMALL.replace("二、", "二、" + "农村道路日常养护" * 4), encoding="utf-8")

    def show(**env: str) -> str:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
        process = subprocess.Popen(
            [sys.executable, "-m", "tigang", "outline", str(path)],
            stdout=theirs,
            env=clean | {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | env,
        )
        os.close(theirs)
        out = b""
        try:
            while part := os.read(ours, 4096):
                out += part
        except OSError:  # how Linux tells the end of a pseudo-terminal
            pass
        os.close(ours)
        assert process.wait(60) == 0
        return out.decode()

    from tigang.write.terminal import columns

    assert "\x1b[1m" in show()
    plain = show(NO_COLOR="1")
    assert "\x1b" not in plain
    assert "…" in plain
    assert max(map(columns, plain.splitlines())) <= 60
    assert "\x1b" not in show(TERM="dumb")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", b"empty"),
        (bytes(5000), b"NUL"),
        (b"ok\n\xff\xff\xff", b"at byte 3 (line 2)"),
        (b"%PDF-1.7", b"a PDF"),
    ],
)
def test_bad_input(tmp_path: Path, data: bytes, words: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    done = start("outline", str(path))
    assert (done.returncode, done.stdout) == (3, b"")
    assert words in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("text", ["长" * 7_000_000, "\n" * 1_000_000, "\r\n \t", "一、" * 300_000], ids=len)
def test_hard_input(tmp_path: Path, text: str) -> None:
    """One line of 20 MB, a million empty lines and the like give a correct result in time."""
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    done = start("outline", "--format", "json", "--no-tags", str(path))
    assert (done.returncode, done.stderr) == (0, b"")
    assert Document.from_json(done.stdout).text == text
    assert start("outline", "--no-tags", str(path)).returncode == 0


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("tigang outline --for", ["--format"]),
        ("tigang check --select TG10", [f"TG10{n}" for n in range(1, 8)]),
        ("tigang check --ignore TG101,adv", ["TG101,advert"]),
        ("tigang check --explain number-s", ["number-skipped"]),
    ],
)
def test_completion(words: str, want: list[str]) -> None:
    """The shell completes as click does it, the codes and names of rules too."""
    asked = {"_TIGANG_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = subprocess.run(
        [sys.executable, "-c", "from tigang.cli import main; main(prog_name='tigang')"],
        capture_output=True, check=False, env=os.environ | asked,
    )  # fmt: skip
    assert done.stdout.decode().split() == [f"plain,{word}" for word in want]


# -- what a start costs ---------------------------------------------------------------------------------

ALLOWED = {
    "_struct",
    "struct",
    "gc",
    "_bisect", "_blake2", "_codecs_cn", "_hashlib", "_json", "_locale", "_multibytecodec", "bisect", "copy",
    "dataclasses", "hashlib", "json", "locale", "org", "unicodedata",
}  # fmt: skip
"""Modules of the standard library that the outline of a text file may import beyond what click does."""

PROBE = """
import sys
sys.argv = ["tigang", "outline", *{args}]
from tigang.cli import main
try:
    main()
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "args",
    [[], ["--format", "json"], ["--format", "json", "--no-tags", "--no-text"], ["--no-tags"], ["--explain"]],
)
def test_imports(small: str, args: list[str]) -> None:
    """The outline of a text file imports click, this package and a few modules of the standard library."""
    probe = PROBE.format(args=[*args, small])
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    click_only = subprocess.run(
        [sys.executable, "-c", "import sys, click\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    new = set(done.stderr.split()) - set(click_only.stdout.split())
    assert {m.partition(".")[0] for m in new} - ALLOWED - {"tigang", "click"} == set()


def test_import_of_the_package() -> None:
    """``import tigang`` and ``tigang --help`` load no stage."""
    code = (
        "import sys, tigang\nassert dir(tigang)\nprint(*(m for m in sys.modules if m.startswith('tigang')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["tigang"]


def test_public_names() -> None:
    """Every public name is there, comes from its module, and no other name is."""
    assert {n for n in tigang.__all__ if n != "load"} <= set(dir(tigang))
    for name in tigang.__all__:
        if name not in ("load", "analyze"):  # their modules load more
            assert getattr(tigang, name) is not None
    assert tigang.Document is Document
    with pytest.raises(AttributeError, match="no attribute 'Chapter'"):
        tigang.Chapter  # noqa: B018
