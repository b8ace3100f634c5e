"""The document as Markdown: headings with their tags, paragraphs, topics in bold; noise is left out.

Post-conditions
---------------
1. A heading of depth n is one of level n + 1, the title level 1; Markdown has six levels, deeper headings
   are paragraphs in bold.
2. No character of the document is taken for a mark of Markdown or HTML.
3. Without text the output is the headings and a list of topics and items.
4. With reasons a list of its sentences, each with its reasons, follows a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tigang.write import View
from tigang.write.select import prune
from tigang.write.words import Cleaner, one_line, shares_zh, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tigang.document import Document, Node, Paragraph, Sentence
    from tigang.tagset import Tagset

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
    explain: bool = False,
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
    explain
        Whether each sentence is shown with its tag's probability and what spoke for it, if the document has
        tags.
    """
    view = View(depth=depth, keep=tuple(keep), tags=tags, text=text, explain=explain)
    return "".join(pieces(document, view))


def pieces(document: Document, view: View) -> Iterator[str]:
    """Yield the document block by block."""
    view = replace(view, tags=view.tags and document.tagged)
    why = _reasons(document, view) if view.tags and view.explain and view.text else None
    document = prune(document, depth=view.depth, keep=view.keep)
    yield f"# {_escape(one_line(document.title or document.source.name))}\n"
    body = _Body(document, view, why)
    listed = False
    for node in document.nodes:
        if node.kind != "heading" and view.text:
            continue  # it stands in a paragraph
        yield from body.before(node.label.start)
        words = _escape(words_of(document, node))
        if node.kind != "heading":
            yield f"{'' if listed else chr(10)}- {_escape_start(words)}{_tags(node, view, document.tagset)}\n"
            listed = True
            continue
        listed = False
        heading = f"{'#' * (node.depth + 1)} {words}" if node.depth < 6 else f"**{words}**"
        yield f"\n{heading}{_tags(node, view, document.tagset)}\n"
    yield from body.before(len(document.text) + 1)
    if why:
        from tigang.write.reasons import LEGEND

        yield f"\n*{LEGEND}*\n"


def _reasons(document: Document, view: View) -> Callable[[Sentence], str]:
    """Return what writes a sentence with its reasons as an item of a list."""
    from tigang.write.reasons import Reasons, verdict_zh

    reasons = Reasons(document)

    def item(s: Sentence) -> str:
        if view.keep and s.tag not in view.keep:
            return ""
        lines = [f"- `{verdict_zh(s, document.tagset)}` {_escape(reasons.clean(*s.span))}\n"]
        lines += [f"  - {_escape(words)}\n" for words in reasons(s)]
        return "".join(lines)

    return item


class _Body:
    """The paragraphs, each written once, in text order."""

    def __init__(self, document: Document, view: View, why: Callable[[Sentence], str] | None) -> None:
        self.view = view
        self.tagset = document.tagset
        self.clean = Cleaner(document)
        self.paragraphs = document.paragraphs if view.text else ()
        self.labels = [n for n in document.nodes if n.kind != "heading"]
        self.paragraph = 0
        self.label = 0
        self.why = why
        self.sentences = iter(document.sentences)
        self.sentence = next(self.sentences, None)

    def before(self, position: int) -> Iterator[str]:
        """Yield the paragraphs not yet written that start before a position."""
        while self.paragraph < len(self.paragraphs) and self.paragraphs[self.paragraph].start < position:
            paragraph = self.paragraphs[self.paragraph]
            yield f"\n{self._block(paragraph)}\n"
            if self.why and (reasons := "".join(map(self.why, self._sentences(paragraph)))):
                yield f"\n{reasons}"
            self.paragraph += 1

    def _sentences(self, paragraph: Paragraph) -> Iterator[Sentence]:
        """Yield the sentences of the paragraph that comes next."""
        while self.sentence is not None and self.sentence.start < paragraph.end:
            yield self.sentence
            self.sentence = next(self.sentences, None)

    def _block(self, paragraph: Paragraph) -> str:
        """Return a paragraph with its topics and its items' counters in bold."""
        out = []
        at = paragraph.start
        while self.label < len(self.labels) and self.labels[self.label].label.start < paragraph.end:
            node = self.labels[self.label]
            self.label += 1
            if node.label.start < at:
                continue
            out.append(_escape(self.clean(at, node.label.start)))
            at = min(node.label.end, paragraph.end)
            own = _escape(self.clean(node.label.start, at))
            # an item is a whole sentence: in bold it would say nothing
            bold = _escape(one_line(node.marker or "")) if node.kind == "item" else own
            rest = own.removeprefix(bold) if own.startswith(bold) else own
            out.append((f"**{bold}**" if bold and rest != own else "") + rest + _tags(node, self.view, self.tagset))
        out.append(_escape(self.clean(at, paragraph.end)))
        return _escape_start(" ".join(part for part in out if part))


def _tags(node: Node, view: View, tagset: Tagset) -> str:
    if not view.tags:
        return ""
    shown = " ".join(words for _, words in shares_zh(node.tag, node.shares, view.keep, tagset))
    return f" `{shown}`" if shown else ""


def _escape(words: str) -> str:
    return _MARKS.sub(r"\\\g<0>", words)


def _escape_start(words: str) -> str:
    return _START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", words)
