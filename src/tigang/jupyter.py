"""The document in a notebook: sections that fold, tags as badges.

Post-conditions of `html`
-------------------------
1. Every character of the document is escaped; no script, no outside resource.
2. Elements nest properly at any depth, without recursion.
3. At most `_NODES` nodes and `_CHARS` characters of text are shown; what is left out is said.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tigang.write.words import Cleaner, Sizes, runs, shares_zh, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tigang.document import Document, Node, Sentence

__all__ = ["html"]

_NODES = 2_000
_CHARS = 200_000
"""A notebook stores its output: a mebibyte or so is the most that stays handy."""
_OPEN_DEPTH = 1
"""Sections down to this depth are unfolded at first."""

_STYLE = """<style>
.tigang{line-height:1.7}
.tigang details{margin-left:1.2em;border-left:1px solid rgba(128,128,128,.35);padding-left:.6em}
.tigang summary{cursor:pointer;margin-left:-.4em}
.tigang p{margin:.2em 0 .2em 1.2em}
.tigang .size{opacity:.6;font-size:85%}
.tigang .tag{color:#fff;border-radius:.6em;padding:.05em .5em;font-size:80%;margin-left:.4em}
.tigang .tag{background:#6a3d9a}
.tigang .target{background:#2e7d32}.tigang .initiative{background:#1565c0}
.tigang .problem{background:#c62828}.tigang .plan{background:#8d6e00}.tigang .other{background:#616161}
.tigang .untagged{background:#37474f}
</style>"""


def html(document: Document) -> str:
    """Return the document as HTML: a ``details`` element for each section, badges for tags."""
    clean = Cleaner(document)
    sizes = Sizes(document)
    name = escape(document.title or document.source.name)
    out = [_STYLE, f'<div class="tigang"><strong>{name}</strong>']
    left = _CHARS

    def text(sentences: tuple[Sentence, ...]) -> None:
        nonlocal left
        for tag, start, end in runs(document, sentences):
            if left > 0:
                words = clean(start, min(end, start + left))
                badge = _badges([(tag, document.tagset.zh(tag))]) if document.tagged else ""
                out.append(f"<p>{escape(words)}{'' if end - start <= left else '…'}{badge}</p>")
            left -= end - start

    text(document.sentences_of(None))
    open_nodes: list[Node] = []
    for node in document.nodes[:_NODES]:
        while open_nodes and open_nodes[-1].id != node.parent:
            out.append("</details>")
            open_nodes.pop()
        unfolded = " open" if node.depth <= _OPEN_DEPTH else ""
        badges = _badges(shares_zh(node.tag, node.shares, tagset=document.tagset)) if document.tagged else ""
        count, chars = sizes(*node.span)
        words = escape(words_of(document, node))
        size = f'<span class="size">{count}段 {chars}字</span>'
        out.append(f"<details{unfolded}><summary>{words}{badges} {size}</summary>")
        open_nodes.append(node)
        text(document.sentences_of(node))
    out.append("</details>" * len(open_nodes))
    if len(document.nodes) > _NODES:
        out.append(f'<p class="size">另有{len(document.nodes) - _NODES:,}个标题未显示</p>')
    if left < 0:
        out.append(f'<p class="size">另有{-left:,}字正文未显示</p>')
    out.append("</div>")
    return "\n".join(out)


def _badges(tags: Iterable[tuple[str | None, str]]) -> str:
    return "".join(f'<span class="tag {escape(t or "untagged")}">{escape(words)}</span>' for t, words in tags)
