"""The document as Markdown: headings with their tags, paragraphs, topics in bold; noise is left out.

Post-conditions
---------------
1. A heading of depth n is one of level n + 1, the title level 1; Markdown has six levels, deeper headings
   are paragraphs in bold.
2. No character of the document is taken for a mark of Markdown or HTML.
3. Without text the output is the headings and a list of topics and items.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tigang.write import View
from tigang.write.select import prune
from tigang.write.words import Cleaner, one_line, shares_zh, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tigang.document import Document, Node, Paragraph

__all__ = ["pieces", "write_markdown"]

_MARKS = re.compile(r"[\\`*_\[\]<>&~|$#]")
_START = re.compile(r"^(?:([-+=:])|(\d+)([.)]))")


def write_markdown(
    document: Document,
    *,
    depth: int | None = None,
    keep: tuple[str, ...] = (),
    tags: bool = True,
    text: bool = True,
) -> str:
    """Return the document as Markdown, ended by a newline.

    Parameters
    ----------
    document
        What to write.
    depth, keep
        What to leave out; see `tigang.write.select.prune`.
    tags
        Whether headings, topics and items show their tags.
    text
        Whether to write the paragraphs.
    """
    return "".join(pieces(document, View(depth=depth, keep=tuple(keep), tags=tags, text=text)))


def pieces(document: Document, view: View) -> Iterator[str]:
    """Yield the document block by block."""
    document = prune(document, depth=view.depth, keep=view.keep)
    clean = Cleaner(document)
    show = view.tags and document.tagged
    yield f"# {_escape(one_line(document.title or document.source.name))}\n"
    paragraphs = iter(document.paragraphs if view.text else ())
    paragraph = next(paragraphs, None)
    labels = {n.label.start: n for n in document.nodes if n.kind != "heading"}
    starts = sorted(labels)
    listed = False
    at = 0
    for node in document.nodes:
        if node.kind != "heading" and view.text:
            continue  # it stands in a paragraph
        while paragraph is not None and paragraph.start < node.label.start:
            block, at = _paragraph(document, paragraph, labels, starts, at, clean, view, show=show)
            yield f"\n{block}\n"
            paragraph = next(paragraphs, None)
        tags = _tags(node, view) if show else ""
        words = _escape(words_of(document, node))
        if node.kind != "heading":
            yield f"{'' if listed else chr(10)}- {_escape_start(words)}{tags}\n"
            listed = True
            continue
        listed = False
        yield f"\n{'#' * (node.depth + 1)} {words}{tags}\n" if node.depth < 6 else f"\n**{words}**{tags}\n"
    while paragraph is not None:
        block, at = _paragraph(document, paragraph, labels, starts, at, clean, view, show=show)
        yield f"\n{block}\n"
        paragraph = next(paragraphs, None)


def _paragraph(
    document: Document,
    paragraph: Paragraph,
    labels: dict[int, Node],
    starts: list[int],
    at: int,
    clean: Cleaner,
    view: View,
    *,
    show: bool,
) -> tuple[str, int]:
    """Return a paragraph with its topics and items in bold, and the next label's place in ``starts``."""
    out = []
    pos = paragraph.start
    while at < len(starts) and starts[at] < paragraph.end:
        node = labels[starts[at]]
        at += 1
        if node.label.start < pos:
            continue
        end = min(node.label.end, paragraph.end)
        out.append(_escape(clean(pos, node.label.start)))
        own = _escape(clean(node.label.start, end))
        # a whole sentence in bold says nothing; an item's counter does
        marker = _escape(one_line(node.marker or "")) if node.kind == "item" else ""
        bold = f"**{marker}**{own[len(marker) :]}" if marker and own.startswith(marker) else f"**{own}**"
        out.append(bold + (_tags(node, view) if show else ""))
        pos = end
    out.append(_escape(clean(pos, paragraph.end)))
    return _escape_start(" ".join(part for part in out if part)), at


def _tags(node: Node, view: View) -> str:
    shown = " ".join(words for _, words in shares_zh(node.tag, node.shares, view.keep))
    return f" `{shown}`" if shown else ""


def _escape(words: str) -> str:
    return _MARKS.sub(r"\\\g<0>", words)


def _escape_start(words: str) -> str:
    return _START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", words)
