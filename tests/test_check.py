"""The linter: every rule finds what its page shows, and a clean document gives nothing."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpora import CORPUS, ROOT, corpus_texts
from test_imports import ALLOWED, run
from tigang import analyze
from tigang.check import RULES, check_document, select_rules
from tigang.check.explain import contents, explain, read_block
from tigang.check.rules import GROUPS
from tigang.cli import main

CODES = [r.code for r in RULES]


def codes(text: str) -> list[str]:
    return [n.code for n in analyze(text, tags=False).notes]


# -- the table and the pages ----------------------------------------------------------------------------


def test_codes_and_names_are_unique_and_ordered() -> None:
    assert sorted(set(CODES)) == CODES
    assert len({r.name for r in RULES}) == len(RULES)
    assert all(re.fullmatch(r"TG\d{3}", r.code) and r.code[:3] in GROUPS for r in RULES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", r.name) for r in RULES)


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_a_pages_example_breaks_its_rule_alone_and_the_repair_none(rule: object) -> None:
    assert isinstance(rule, type(RULES[0]))
    page = explain(rule)
    assert page.startswith(f"# {rule.code} {rule.name}\n\n{rule.says}")
    assert set(codes(read_block(page, "example"))) == {rule.code}
    assert codes(read_block(page, "repair")) == []


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_a_page_says_what_the_rule_rests_on(rule: object) -> None:
    assert isinstance(rule, type(RULES[0]))
    rests_on = explain(rule).partition("\n## Rests on\n\n")[2]
    assert rests_on.lower().startswith(rule.basis)


def test_the_table_of_contents_is_that_of_the_rules() -> None:
    """Else: ``python -m tigang.check.explain > docs/check/README.md``."""
    assert (ROOT / "docs/check/README.md").read_text("utf-8") == contents()
    links = re.findall(r"\]\(([^)]+)\)", contents())
    assert [(ROOT / "docs/check" / link).resolve().name for link in links] == [f"{c}.md" for c in CODES]
    assert all((ROOT / "docs/check" / link).exists() for link in links)


def test_no_page_is_left_over() -> None:
    pages = Path(ROOT / "src/tigang/check/pages").iterdir()
    assert sorted(p.name for p in pages) == [f"{c}.md" for c in CODES]


def test_a_block_is_read_with_its_hidden_characters() -> None:
    assert read_block("```example\na<U+200B>b\n```\n", "example") == "a\u200bb"
    with pytest.raises(ValueError, match="0 blocks 'repair'"):
        read_block("```example\na\n```\n", "repair")


# -- what is found; more cases are in golden/check.txt ---------------------------------------------------


_VILLAGES = "东西南北上下前后左右高低新旧大小"


def test_a_wrapped_text_is_told_once() -> None:
    body = "".join(
        f"{c}村修渠{i}条，打井{i + 3}口，受益群众{i * 7}户，都说这件事办得好。" for i, c in enumerate(_VILLAGES, 2)
    )
    lines = [body[i : i + 28] for i in range(0, len(body), 28)]
    notes = [n for n in analyze("甲局总结\n　　" + "\n".join(lines), tags=False).notes if n.code == "TG405"]
    assert len(notes) == 1
    assert "全文共" in notes[0].message


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_newlines_of_other_systems_change_nothing(newline: str) -> None:
    text = read_block(explain(RULES[0]), "example")
    assert codes(text.replace("\n", newline)) == codes(text)


def _manifest(flaw: str) -> list[str]:
    with (CORPUS / "manifest.csv").open(encoding="utf-8") as file:
        return [row["name"] for row in csv.DictReader(file) if re.search(flaw, row["flaws"])]


def _codes_of(name: str) -> set[str]:
    path = next(CORPUS.rglob(f"{name}.txt"))
    return {n.code for n in analyze(path, tags=False).notes}


@pytest.mark.parametrize("name", _manifest(r"跳号|(?:标题|序号)缺"))
def test_a_number_left_out_of_a_corpus_document_is_found(name: str) -> None:
    assert "TG101" in _codes_of(name)


@pytest.mark.parametrize("name", _manifest(r"重号|[）)、.]”?(?:出现)?两次"))
def test_a_number_doubled_in_a_corpus_document_is_found(name: str) -> None:
    assert "TG102" in _codes_of(name)


def test_clean_corpus_documents_give_nothing() -> None:
    """At most one in ten."""
    clean = _manifest(r"^无")
    noted = [name for name in clean if _codes_of(name)]
    assert len(clean) >= 5
    assert len(noted) <= len(clean) / 10, noted


def test_notes_stand_in_order_within_the_text() -> None:
    for path in corpus_texts()[::6]:
        d = analyze(path, tags=False)
        assert all(0 <= n.start < n.end <= len(d.text) and n.message for n in d.notes)
        assert [(n.start, n.code) for n in d.notes] == sorted((n.start, n.code) for n in d.notes)
        assert {n.code for n in d.notes} <= set(CODES)


@pytest.mark.timeout(60)
def test_many_findings_take_linear_time() -> None:
    """Quadratic work on 40,000 headings would take minutes."""
    d = analyze("甲局总结\n" + "一、水\n九、电\n" * 20_000, tags=False)
    assert len(check_document(d)) > 1000


# -- selection ------------------------------------------------------------------------------------------


def test_rules_are_selected_by_code_beginning_and_name() -> None:
    assert [r.code for r in select_rules(["TG102"])] == ["TG102"]
    assert [r.code for r in select_rules(["number-twice", "tg101"])] == ["TG101", "TG102"]
    assert {r.code[:3] for r in select_rules(["TG3"])} == {"TG3"}
    assert {r.code[:3] for r in select_rules(ignore=["TG1", "TG2", "TG5"])} == {"TG3", "TG4"}
    assert select_rules(["TG401"], ["advert"]) == ()


@pytest.mark.parametrize("word", ["TG9", "", "no-such-rule", "101", "T"])
def test_a_word_that_names_no_rule_is_refused_with_the_list(word: str) -> None:
    with pytest.raises(ValueError, match=r"no rule answers to .*TG101 number-skipped"):
        select_rules([word])


def test_only_selected_rules_are_checked() -> None:
    d = analyze("甲局总结\n一、水\n修渠两条。\n三、电\n架线一里。\n- 3 -\n四、路\n铺路五里。", tags=False)
    assert [n.code for n in check_document(d)] == ["TG101", "TG402"]
    assert [n.code for n in check_document(d, select=["TG4"])] == ["TG402"]
    assert [n.code for n in check_document(d, ignore=["page-furniture"])] == ["TG101"]


def test_the_outline_carries_the_same_notes() -> None:
    d = analyze(read_block(explain(RULES[0]), "example"), tags=False)
    assert d.notes == check_document(d)
    assert [n["code"] for n in json.loads(d.to_json())["notes"]] == ["TG101"]


# -- the command ----------------------------------------------------------------------------------------

FLAWED = "甲局总结\n一、水\n修渠两条。\n三、电\n架线一里。\n"
SOUND = "甲局总结\n一、水\n修渠两条。\n二、电\n架线一里。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "flawed.txt").write_text(FLAWED, "utf-8")
    (tmp_path / "sound.txt").write_text(SOUND, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], input=stdin)


@pytest.mark.usefixtures("folder")
def test_a_finding_is_a_line_and_the_exit_code_is_1() -> None:
    result = check("flawed.txt", "sound.txt")
    assert result.exit_code == 1
    assert result.stdout == "flawed.txt:4:1: TG101 number-skipped 序号由“一、”跳到“三、”，缺“二、”\n"
    assert result.stderr == "检查2个文件，发现1处问题：TG101×1\n"


@pytest.mark.usefixtures("folder")
def test_without_findings_only_the_summary_is_told() -> None:
    result = check("sound.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "检查1个文件，未发现问题\n")


@pytest.mark.usefixtures("folder")
def test_json_gives_an_object_a_line_for_each_file() -> None:
    result = check("flawed.txt", "sound.txt", "--format", "json")
    first, second = map(json.loads, result.stdout.splitlines())
    assert second == {"file": "sound.txt", "notes": []}
    note = first["notes"][0]
    assert (note["code"], note["name"], note["span"]) == ("TG101", "number-skipped", [15, 17])
    assert (note["line"], note["column"], note["end_line"], note["end_column"]) == (4, 1, 4, 3)
    assert result.exit_code == 1


def test_standard_input_is_read() -> None:
    result = check("-", stdin=FLAWED.replace("\n三", "\r\n  三"))
    assert result.stdout.startswith("<stdin>:4:3: TG101 ")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("options", [("--ignore", "TG1"), ("--select", "TG2,advert"), ("--ignore", "number-skipped")])
def test_rules_that_are_left_out_are_not_told(options: tuple[str, ...]) -> None:
    assert check("flawed.txt", *options).exit_code == 0


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("option", ["--select", "--ignore", "--explain"])
def test_an_unknown_rule_is_wrong_usage_and_the_known_ones_are_told(option: str) -> None:
    result = check("flawed.txt", option, "TG999")
    assert result.exit_code == 2
    assert "TG504 contents-differ" in result.stderr
    assert result.stdout == ""


@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_checked() -> None:
    """As with the outline: 1 where some files failed, 3 where all did, and then no word of a clean check."""
    nothing = check("missing.txt")
    assert (nothing.exit_code, nothing.stdout) == (3, "")
    assert "missing.txt: no such file" in nothing.stderr
    assert "未发现问题" not in nothing.stderr
    result = check("missing.txt", "flawed.txt")
    assert result.exit_code == 1
    assert "missing.txt: no such file" in result.stderr
    assert result.stdout.startswith("flawed.txt:4:1: TG101 ")


@pytest.mark.parametrize("arguments", [(), ("--select", "TG1"), ("a.txt", "--format", "xml"), ("-", "-")])
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert check(*arguments).exit_code == 2


def test_the_table_and_the_pages_are_printed() -> None:
    listed = check("--list")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == CODES
    page = check("--explain", "number-twice")
    assert page.stdout == explain(select_rules(["TG102"])[0])
    assert (listed.exit_code, page.exit_code) == (0, 0)


def test_a_name_that_moves_the_cursor_is_shown_as_an_escape(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2Jb.txt"
    path.write_text(FLAWED, "utf-8")
    assert "\x1b" not in check(str(path)).stdout


@pytest.mark.parametrize("arguments", [("--help",), ("--list",), ("--explain", "TG101")])
def test_help_and_pages_import_click_only(arguments: tuple[str, ...]) -> None:
    assert run("check", *arguments) == ALLOWED


def test_a_check_imports_click_only(folder: Path) -> None:
    assert run("check", str(folder / "sound.txt")) == ALLOWED
