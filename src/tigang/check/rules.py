"""The table of rules: every code with its name, what it says, and the function that checks it.

Codes are stable: a code is never given to another rule. The first digit is the group: 1 numbering, 2 headings,
3 forms of markers, 4 what does not belong into the text, 5 the document's parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tigang.check import breaks, forms, headings, noise, numbering, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tigang.check.facts import Facts, Finding

__all__ = ["GROUPS", "RULES", "Rule"]

GROUPS = {"TG1": "numbering", "TG2": "headings", "TG3": "forms of markers", "TG4": "foreign matter", "TG5": "parts"}


class Rule(NamedTuple):
    """A row of the table."""

    code: str
    name: str
    says: str
    """What it reports, in Chinese."""
    basis: str
    """What it rests on."""
    check: Callable[[Facts], Iterator[Finding]]


_USAGE = "convention"
"""No clause of a standard is cited: none was at hand to be read."""

RULES: tuple[Rule, ...] = (
    Rule("TG101", "number-skipped", "序号跳号", _USAGE, numbering.find_skipped),
    Rule("TG102", "number-twice", "序号重复", _USAGE, numbering.find_twice),
    Rule("TG103", "number-misplaced", "序号错位", _USAGE, numbering.find_misplaced),
    Rule("TG104", "list-starts-late", "序号不从一开始", _USAGE, numbering.find_late_starts),
    Rule("TG105", "lone-number", "只有一没有二", _USAGE, numbering.find_lone),
    Rule("TG106", "style-order", "层次序数次序颠倒", _USAGE, numbering.find_order),
    Rule("TG107", "too-deep", "层次超过四层", _USAGE, numbering.find_deep),
    Rule("TG201", "heading-empty", "标题之下没有内容", _USAGE, headings.find_empty),
    Rule("TG202", "heading-mark", "标题末尾标点不当", _USAGE, headings.find_closings),
    Rule("TG203", "sisters-unlike", "同级标题标点不一", _USAGE, headings.find_unlike),
    Rule("TG204", "title-left-out", "同级中独缺标题", _USAGE, headings.find_untitled),
    Rule("TG205", "heading-run-on", "标题与正文连写", _USAGE, headings.find_run_on),
    Rule("TG206", "heading-glued", "标题没有另起一行", _USAGE, headings.find_glued),
    Rule("TG207", "heading-broken", "标题断成两行", _USAGE, headings.find_broken),
    Rule("TG208", "heading-unpaired", "标题中引号或括号不成对", _USAGE, headings.find_unpaired),
    Rule("TG209", "heading-twice", "同级标题重复", _USAGE, headings.find_doubled),
    Rule("TG301", "mixed-widths", "同级序号全角半角混用", _USAGE, forms.find_widths),
    Rule("TG302", "mixed-styles", "同级序号形式混用", _USAGE, forms.find_styles),
    Rule("TG303", "marker-blank", "序号中有空格", _USAGE, forms.find_blanks),
    Rule("TG304", "marker-alike", "序号中有形近字符", _USAGE, forms.find_alike),
    Rule("TG305", "marker-bracket", "序号括号前后不配", _USAGE, forms.find_brackets),
    Rule("TG306", "marker-mark", "序号后标点不当", _USAGE, forms.find_marks),
    Rule("TG401", "advert", "夹有广告或水印", _USAGE, noise.find_adverts),
    Rule("TG402", "page-furniture", "夹有页码或页眉", _USAGE, noise.find_pages),
    Rule("TG403", "web-chrome", "夹有网页残留内容", _USAGE, noise.find_chrome),
    Rule("TG404", "hidden-character", "有不可见字符", _USAGE, noise.find_hidden),
    Rule("TG405", "broken-line", "句子在行末断开", _USAGE, breaks.find_broken_lines),
    Rule("TG406", "radical-character", "有部首或兼容字", _USAGE, noise.find_radicals),
    Rule("TG407", "damaged-character", "有无法识别的字符", _USAGE, noise.find_damaged),
    Rule("TG501", "title-missing", "没有标题", _USAGE, parts.find_no_title),
    Rule("TG502", "signature-undated", "落款缺成文日期", _USAGE, parts.find_undated),
    Rule("TG503", "attachment-missing", "附件与附件说明不符", _USAGE, parts.find_attachments),
    Rule("TG504", "contents-differ", "目录与正文不符", _USAGE, parts.find_contents),
)
"""Every rule, in the order of the codes."""
