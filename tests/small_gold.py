"""Small labelled documents, written to be learnt from: each section's sentences do what its heading says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["OWN_TAGS", "labelled", "write_labelled"]

OWN_TAGS = """code,name,name_zh
T,target,目标
I,initiative,举措
P,problem,问题
L,plan,计划
S,support,请求支持
O,other,其他
"""

_PLACES = ("青石镇", "柳湾乡", "北桥街道", "东坪村", "河口林场", "南坡水库")
_WORKS = ("渠道清淤", "危房改造", "果园套种", "桥梁检修", "图书下乡", "防汛演练", "垃圾清运")
_SECTIONS = (
    ("工作完成情况", "I", ("已组织{w}{n}次。", "{w}累计投入{n}万元，完成扫尾。", "抽调{n}人开展{w}，建立了台账。")),
    ("目标任务完成进度", "T", ("{w}完成年度任务的{n}%。", "{w}力争年底达到{n}%以上。")),
    ("存在的问题", "P", ("{w}人手严重不足，进度缓慢。", "{w}资金仍有缺口，设备老化。", "个别村对{w}重视不够。")),
    ("下一步打算", "L", ("继续推进{w}，组织各村自查。", "将把{w}纳入明年安排。")),
    ("恳请上级支持的事项", "S", ("恳请县里对{w}给予经费支持。", "请求为{w}协调技术人员{n}名。")),
)


def labelled(number: int, codes: str = "ITPLS") -> tuple[str, str]:
    """Return text and label rows of a document; ``codes`` says which sections it has."""
    place = _PLACES[number % len(_PLACES)]
    text, rows = [f"{place}{2015 + number % 8}年工作情况汇报"], ["1.1\tt\t-"]
    sections = [s for s in _SECTIONS if s[1] in codes]
    for k, (title, code, forms) in enumerate(sections):
        text.append(f"{'一二三四五'[k]}、{title}")
        rows.append(f"{len(text)}.1\th1\t-")
        for j in range(2):
            works = [_WORKS[(3 * number + k + i + j) % len(_WORKS)] for i in (0, 1)]
            picked = [forms[(number + i) % len(forms)] for i in (0, 1)]
            text.append("".join(f.format(w=w, n=10 + number * 7 % 80) for f, w in zip(picked, works, strict=True)))
            rows += [f"{len(text)}.{i}\tb\t{code}" for i in (1, 2)]
    text.append("特此报告。")
    rows.append(f"{len(text)}.1\tb\tO")
    return "\n".join(text) + "\n", "\n".join(rows) + "\n"


def write_labelled(folder: Path, count: int, codes: str = "ITPL", *, tags: str | None = None) -> Path:
    """Write documents with their labels into a new folder, and the tags that they bear where they are one's own."""
    folder.mkdir(parents=True)
    for number in range(count):
        text, rows = labelled(number, codes)
        (folder / f"a{number:02}.txt").write_text(text, "utf-8", newline="")
        (folder / f"a{number:02}.tsv").write_text(rows, "utf-8", newline="")
    if tags is not None:
        (folder / "tags.csv").write_text(tags, "utf-8")
    return folder
