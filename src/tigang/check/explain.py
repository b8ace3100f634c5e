"""The pages that explain the rules, and their table of contents.

A page holds the rule's code and name, what it reports and why (in English and Chinese), a block ``example``
that breaks this rule and no other, a block ``repair`` that breaks none, and what the rule rests on. In the
blocks ``<U+200B>`` stands for a character that cannot be seen; see `read_block`.

``python -m tigang.check.explain`` prints docs/check/README.md.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tigang.check.rules import GROUPS, RULES, Rule

__all__ = ["contents", "explain", "read_block"]

_PAGES = Path(__file__).with_name("pages")
_HIDDEN = re.compile(r"<U\+([0-9A-F]{4,6})>")


def explain(rule: Rule) -> str:
    """Return a rule's page (Markdown)."""
    return (_PAGES / f"{rule.code}.md").read_text("utf-8")


def read_block(page: str, kind: str) -> str:
    """Return the text of a page's block ``example`` or ``repair``, without a line break at its end.

    Raises
    ------
    ValueError
        If the page has none or several.
    """
    blocks = re.findall(rf"^```{kind}\n(.*?)\n```$", page, re.MULTILINE | re.DOTALL)
    if len(blocks) != 1:
        raise ValueError(f"the page holds {len(blocks)} blocks {kind!r}; want one")
    return _HIDDEN.sub(lambda m: chr(int(m[1], 16)), blocks[0])


def contents() -> str:
    """Return the table of contents of all pages (Markdown)."""
    out = [
        "# What `tigang check` reports",
        "",
        "`tigang check FILE...` prints a line for each flaw, `file:line:column: CODE name message`; `--select` and",
        "`--ignore` take codes, beginnings of codes (`TG1`) and names. `tigang check --explain CODE` prints a page",
        "of these. The notes of `tigang outline --format json` bear the same codes.",
        "",
        "The rules rest on convention, as far as no page says otherwise.",
    ]
    for prefix, group in GROUPS.items():
        out += ["", f"## {prefix}xx {group}", "", "| code | name | 说明 |", "|---|---|---|"]
        out += [
            f"| [{r.code}](../../src/tigang/check/pages/{r.code}.md) | {r.name} | {r.says} |"
            for r in RULES
            if r.code.startswith(prefix)
        ]
    return "\n".join([*out, ""])


if __name__ == "__main__":
    sys.stdout.buffer.write(contents().encode())
