"""The notebooks: each runs from top to bottom, and its key cells say what the lesson says."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import nbformat
import pytest

from corpora import ROOT
from tigang import TAG_NAMES_ZH, analyze, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nbformat import NotebookNode

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

pytestmark = pytest.mark.timeout(300)  # a kernel starts, imports pandas and looks through all fonts


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the user's start-up files and plot settings out of the kernel."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("MPLBACKEND", raising=False)


_EXECUTE = """
import sys
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

# the kernel is this very interpreter, whatever kernels the machine has installed: without folders to look
# in, jupyter falls back on the kernel that ipykernel itself describes
manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
notebook = nbformat.read(sys.stdin, as_version=4)
NotebookClient(notebook, km=manager, timeout=120, resources={"metadata": {"path": sys.argv[1]}}).execute()
nbformat.write(notebook, sys.stdout)
"""


def execute(notebook: NotebookNode) -> NotebookNode:
    """Run a notebook in its folder; a cell that fails fails the test with its trace-back.

    In a process of its own: jupyter leaves sockets open, and threads.
    """
    out = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _EXECUTE, str(FOLDER)],
        input=nbformat.writes(notebook),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert out.returncode == 0, out.stderr
    return nbformat.reads(out.stdout, as_version=4)


def printed(notebook: NotebookNode, tag: str) -> str:
    """Return what the cell with a tag prints and shows as plain text."""
    (cell,) = [c for c in notebook.cells if tag in c.metadata.get("tags", ())]
    # what one call prints may come in several outputs
    return "".join(
        output.text if output.output_type == "stream" else output.data.get("text/plain", "") + "\n"
        for output in cell.outputs
    )


def errors(notebook: NotebookNode) -> list[str]:
    return [
        output.get("text") or output.get("evalue", "")
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "error" or output.get("name") == "stderr"
    ]


def test_there_is_a_lesson() -> None:
    assert {p.stem for p in NOTEBOOKS} == set(CHECKS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_stored_with_its_outputs(path: Path) -> None:
    """A reader sees the results without running it; what is stored has no error, path or great size."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    assert errors(notebook) == []
    assert path.stat().st_size < 500_000
    assert str(ROOT) not in path.read_text("utf-8")


def check_outline(notebook: NotebookNode) -> None:
    document = analyze(FOLDER.parent / "corpus" / "train" / "d029.txt")
    assert printed(notebook, "open").strip() == str(document)
    assert printed(notebook, "tree").strip() == document.outline().strip()
    assert "第二部分 存在问题" in printed(notebook, "tree")
    assert printed(notebook, "html").strip() == repr(document)
    assert "below: ['人', '食堂', '台账']\npath:  存在问题 › 软件上的 › 人" in printed(notebook, "node")
    assert "存在问题" in printed(notebook, "problems")
    assert printed(notebook, "unsure").count("'举措'") == 3
    nodes = len(document.nodes)
    drawn = printed(notebook, "graph")
    assert f"DiGraph with {nodes + 1} nodes and {nodes} edges · arborescence: True" in drawn
    assert f"({nodes}, 18)" in printed(notebook, "nodes")
    held = sum(s.end - s.start for s in document.sentences if s.node is not None)
    assert f"characters under headings: {held}" in printed(notebook, "table")
    assert "　　硬件上的 | 因为移交时图纸" in printed(notebook, "walk")

    if "No Chinese font found" in printed(notebook, "font"):
        assert "install" in printed(notebook, "font")
        assert all(f"{n.id:>4}  {n.title}" in drawn for n in document.nodes)  # the key to the numbers
    else:
        assert printed(notebook, "font").startswith("Chinese font: ")
        assert document.nodes[0].title not in drawn
    (cell,) = [c for c in notebook.cells if "graph" in c.metadata.get("tags", ())]
    assert any("image/png" in output.get("data", {}) for output in cell.outputs)


def check_tags(notebook: NotebookNode) -> None:
    draft = printed(notebook, "draft").strip()
    assert draft.startswith("# T=目标 I=举措 P=问题 L=计划 O=其他\n# 石桥镇2023年农田水利工作小结\n1.1\tt\t-\n")
    wrong = draft.splitlines().index("# 继续推行田长包渠。") + 2  # rows count from 1, and the row stands below
    assert f"slip: shiqiao.tsv:{wrong}: tag 'J' is unknown" in printed(notebook, "check")
    assert "'body': 6, 'heading 1': 3, 'title': 1" in printed(notebook, "check")
    said = printed(notebook, "train")
    assert said.startswith("16 documents, ")
    assert "out of fold: macro-F1 0." in said
    assert "doubt: trained from only 16 documents" in said
    assert all(name in printed(notebook, "evaluate") for name in TAG_NAMES_ZH.values())
    (sentences,) = re.findall(r"^(\d+) sentences; the commonest error: \d+ times", printed(notebook, "confusion"))
    told = evaluate(FOLDER.parent / "corpus" / "dev").tags["sentence"]
    assert int(sentences) == told.size
    assert f"{told.macro:.2f}" in printed(notebook, "evaluate")
    right, elsewhere = map(float, re.findall(r"0\.\d\d(?=,|$)", printed(notebook, "roles").splitlines()[0]))
    assert right > elsewhere
    assert printed(notebook, "surest").count(" read as ") == 4
    told_sure = printed(notebook, "calibration")
    sure = dict(re.findall(r"^(\w+).*: calibration error .* mean probability (.*)$", told_sure, re.MULTILINE))
    assert float(sure["ours"]) < float(sure["built"])
    (cell,) = [c for c in notebook.cells if "calibration" in c.metadata.get("tags", ())]
    assert any("image/png" in output.get("data", {}) for output in cell.outputs)
    (words,) = [line for line in printed(notebook, "words").splitlines() if line.startswith("目标 built in")]
    assert "目标" in words.split("built in")[1]
    assert "二、存在的问题" in printed(notebook, "explain")


def check_spacy(notebook: NotebookNode) -> None:
    assert "12.5公里 | ， | 完成 | 投资 | 3.2亿元" in printed(notebook, "load")
    spans = printed(notebook, "spans")
    assert "h1:'一、工作成效'" in spans
    assert "└─ 三、下一步打算" in spans
    assert "管网 | 存在问题 | problem" in printed(notebook, "places")
    found = [line.split(" | ") for line in printed(notebook, "phrases").splitlines()]
    assert [row[1:] for row in found] == [
        ["lead", "县住建局"],
        ["responsible", "县水务局、各街道办事处"],
        ["due", "2025年9月30日"],
        ["lead", "县水务局"],
        ["responsible", "县财政局"],
    ]
    due = printed(notebook, "matcher")
    assert "due 2025年6月底前 |" in due
    assert "2025年9月30日 |" in due
    (cell,) = [c for c in notebook.cells if "displacy" in c.metadata.get("tags", ())]
    html = cell.outputs[-1].data["text/html"]
    assert html.count("<mark") == 5
    assert "问题" in html
    table = printed(notebook, "logodds")
    assert "计划" in table
    assert re.search(r"完成 \d+\.\d", table)
    assert printed(notebook, "keep").splitlines() == [
        "True True",
        "['临溪县2024年供水保障工作总结', '关于印发《城区供水攻坚方案》的通知']",
    ]


CHECKS: dict[str, Callable[[NotebookNode], None]] = {
    "01_outline": check_outline,
    "02_tags": check_tags,
    "04_spacy": check_spacy,
}
"""What each notebook must say, by its name."""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_runs(path: Path) -> None:
    """With the fonts of this machine; a missing glyph would warn, and a warning is an error here."""
    notebook = execute(nbformat.read(path, as_version=4))
    assert errors(notebook) == []
    CHECKS[path.stem](notebook)


def test_without_a_chinese_font() -> None:
    """The drawing shows numbers and a key, and the reader is told what to install."""
    notebook = nbformat.read(FOLDER / "01_outline.ipynb", as_version=4)
    (cell,) = [c for c in notebook.cells if "font" in c.metadata.get("tags", ())]
    cell.source = cell.source.replace("FAMILIES = [", "FAMILIES = []\n_ = [")
    notebook = execute(notebook)
    assert errors(notebook) == []
    assert "No Chinese font found" in printed(notebook, "font")
    check_outline(notebook)
