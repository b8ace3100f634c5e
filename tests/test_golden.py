"""Golden cases: what is found in an input is what its file says; see golden_cases.py for the format."""

from __future__ import annotations

from pathlib import Path

import pytest

import tigang
from golden_cases import Case, read_cases, show

FILES = sorted((Path(__file__).parent / "golden").glob("*.txt"))
CASES = [case for path in FILES for case in read_cases(path)]


def parameters() -> list[object]:
    return [
        pytest.param(
            case,
            id=f"{case.file.removesuffix('.txt')}:{case.line}",
            marks=[pytest.mark.xfail(reason=case.known_wrong, strict=True)] if case.known_wrong else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", parameters())
def test_the_outline_is_the_expected_one(case: Case) -> None:
    """A case without expected lines fails: it shows what was found, to be judged and pasted."""
    found = show(tigang.analyze(case.text), case.shows)
    assert "\n".join(found) == "\n".join(case.expected), f"{case.file}:{case.line}: {case.title}"
    assert case.expected, f"{case.file}:{case.line}: {case.title}: expects nothing; say what is to be found"


def test_titles_are_told_apart() -> None:
    titles = [(case.file, case.title) for case in CASES]
    assert len(set(titles)) == len(titles) > 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a case\n", "bad.txt:1: 'a case' is no line 'shows: KIND…'"),
        ("shows: headings\n", "bad.txt:1: 'shows: headings' is no line"),
        ("shows: nodes\n\n", "bad.txt: holds no case"),
        ("shows: nodes\n\na\n.\nb\n.\n", "bad.txt:7: no line '.....' ends this part of a case"),
        ("shows: nodes\n\na\nb\n.\nc\n.\n.....\n", "bad.txt:3: a case's title has one line, this has 2"),
    ],
)
def test_a_file_out_of_form_is_refused_by_its_place(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(content, "utf-8")
    with pytest.raises(ValueError, match=r"^bad\.txt:") as error:
        read_cases(path)
    assert str(error.value).startswith(message)
