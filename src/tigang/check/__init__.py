"""The linter of structure: a document → notes on what a careful writer would mend.

Terms
-----
rule : what is checked, with a stable code (TG101) and a name (number-skipped); see `tigang.check.rules`.
finding : a place where a rule is broken, with a message in Chinese; with the rule's code it is a note.

Post-conditions
---------------
1. Notes stand in text order, those that begin alike in the order of their codes.
2. A note's span lies in the text and is not empty.
3. The work is linear in the length of the text, whatever it holds.

The checks stand in modules by subject; each takes `Facts` and yields findings. To add one, write its page in
``pages`` (an example that breaks the rule and no other, and the repair), its function, and its row of the
table; then write docs/check/README.md anew with ``python -m tigang.check.explain``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tigang.check.facts import Facts
from tigang.check.rules import RULES, Rule
from tigang.document import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tigang.document import Document

__all__ = ["RULES", "Rule", "check_document", "select_rules"]


def check_document(document: Document, *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Note, ...]:
    r"""Return notes on the flaws of a document's structure.

    Parameters
    ----------
    select
        Codes, beginnings of codes (TG1) or names of the rules to check; all of them where none is given.
    ignore
        The same for rules to leave out, even where they are selected.

    Raises
    ------
    ValueError
        If no rule answers to one of them.

    Examples
    --------
    >>> from tigang import analyze
    >>> d = analyze("某局工作总结\n一、成效\n新建站点3个。\n三、不足\n人手不够。\n四、打算\n增设岗位。")
    >>> [(n.code, d.text[n.span], n.message) for n in check_document(d)]
    [('TG101', '三、', '序号由“一、”跳到“三、”，缺“二、”')]
    """
    facts = Facts(document)
    notes = [Note(rule.code, *found) for rule in select_rules(select, ignore) for found in rule.check(facts)]
    notes.sort(key=_by_place)
    return tuple(notes)


def _by_place(note: Note) -> tuple[int, str]:
    return note.start, note.code


def select_rules(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """Return the rules that are selected and not ignored, in the order of the table; see `check_document`.

    >>> [r.name for r in select_rules(["tg10", "advert"], ["TG103", "list-starts-late", "TG105", "TG106", "TG107"])]
    ['number-skipped', 'number-twice', 'advert']
    """
    chosen = {r.code for word in select for r in _answering(word)}
    dropped = {r.code for word in ignore for r in _answering(word)}
    if not chosen and not dropped:
        return RULES
    return tuple(r for r in RULES if (not chosen or r.code in chosen) and r.code not in dropped)


def _answering(word: str) -> Iterator[Rule]:
    """Yield the rules that a code, the beginning of one or a name means."""
    code, name = word.strip().upper(), word.strip().lower()
    found = [r for r in RULES if r.name == name or (code.startswith("TG") and r.code.startswith(code))]
    if not found:
        known = ", ".join(f"{r.code} {r.name}" for r in RULES)
        raise ValueError(f"no rule answers to {word!r}; want a code, its beginning or a name of: {known}")
    yield from found
