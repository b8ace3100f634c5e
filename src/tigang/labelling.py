"""Draft labels: an analysis as rows of the gold format, for correction by hand.

Terms
-----
unsure : a sentence whose tag has a probability below `SURE`; the comment of its row begins with ``?``.

Post-conditions of `label`
--------------------------
1. `tigang.gold.load` reads the rows against the text: kinds, depths and tags of every character but blanks are those
   of the analysis (depths beyond 9, which the format cannot say, are 9).
2. Comments (lines that begin with ``#``) hold the words that the next row labels; the format skips them.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from tigang.gold import Piece, dump, units
from tigang.write.terminal import visible

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from tigang.document import Document
    from tigang.tags.weights import Weights

__all__ = ["SURE", "label", "label_document", "pieces_of"]

SURE = 0.6
"""On corpus/dev half of the tags below it are right, and four fifths of those above."""
_DEEPEST = 9
_TITLE = ("title", "subtitle")


def label(
    text_or_path: str | os.PathLike[str],
    *,
    model: str | os.PathLike[str] | Weights | None = None,
    text: bool = True,
) -> str:
    r"""Return a draft of the labels of a text or a file, a row for each unit.

    Parameters
    ----------
    text_or_path
        As in `tigang.analyze`.
    model
        What tags it; by default the model that ships with the package.
    text
        Whether comments tell the words that each row labels, and which tags are unsure.

    Raises
    ------
    InputError, DecodeError, ModelError
        As `tigang.analyze`.

    Examples
    --------
    >>> label("某局工作总结\n一、下步打算\n力争年底建成站点3个。", text=False).split()
    ['1.1', 't', '-', '2.1', 'h1', '-', '3.1', 'b', 'T']
    """
    from tigang.pipeline import analyze

    return label_document(analyze(text_or_path, model=model), text=text)


def label_document(document: Document, *, text: bool = True) -> str:
    """Return the rows of an analysed document; see `label`."""
    rows = dump(document.text, pieces_of(document), document.tagset)
    return "".join(_with_words(document, rows)) if text else rows


def pieces_of(document: Document) -> list[Piece]:
    """Return the labels that an analysed document gives to its text, in text order; the likeliest where untagged."""
    text = document.text
    names = document.tagset.names
    openers = {n.label.start: n for n in document.nodes if n.kind != "heading"}
    found: list[tuple[int, int, str, int, str | None]] = []
    found += [(n.start, n.end, "noise", 0, None) for n in document.noise]
    found += [(m.start, m.end, "title" if m.role in _TITLE else "front", 0, None) for m in document.front]
    found += [(m.start, m.end, "back", 0, None) for m in document.back]
    found += [(n.label.start, n.label.end, "heading", min(n.depth, _DEEPEST), None) for n in document.sections]
    for s in document.sentences:
        tag = s.tag if s.tag is not None else names[s.scores.index(max(s.scores))]
        node = openers.get(s.start)
        start = s.start
        if node is not None:
            start = min(node.label.end, s.end)
            found.append((s.start, start, node.kind, min(node.depth, _DEEPEST), tag))
        if text[start : s.end].strip():
            found.append((start, s.end, "body", 0, tag))
    # a piece holds no blanks at its edges, and what is blank is no piece
    out = []
    for start, end, kind, depth, told in sorted(found, key=lambda f: (f[0], -f[1])):
        words = text[start:end]
        first = start + len(words) - len(words.lstrip())
        words = words.strip()
        if words:
            out.append(Piece("", 0, kind, depth, told, first, first + len(words), words))
    return out


def _with_words(document: Document, rows: str) -> Iterator[str]:
    """Yield each row under a comment with its words; an unsure tag's comment names the two likeliest."""
    text, tags, sentences = str(document.text), document.tagset.tags, document.sentences
    yield f"# {' '.join(f'{t.code}={t.name_zh}' for t in tags)}\n"
    for row, start, end in _placed(text, rows):
        at = bisect_right(sentences, start, key=lambda s: s.start) - 1
        scores = sentences[at].scores if at >= 0 and start < sentences[at].end else ()
        doubt = ""
        if scores and max(scores) < SURE:
            likeliest = sorted(zip(scores, tags, strict=True), key=lambda pair: -pair[0])[:2]
            doubt = f"? {' '.join(f'{t.name_zh}{p:.0%}' for p, t in likeliest)}: "
        yield f"# {doubt}{visible(text[start:end])}\n{row}\n"


def _placed(text: str, rows: str) -> Iterator[tuple[str, int, int]]:
    """Yield each row with the stretch of the text that it labels."""
    known = {unit.id: unit for unit in units(text)}
    last, at = None, 0
    for row in rows.split("\n")[:-1]:
        name, _, _, *prefix = row.split("\t")
        unit = known[name]
        start = unit.end - len(text[at : unit.end].lstrip()) if name == last else unit.start
        end = start + len(prefix[0]) if prefix else unit.end
        yield row, start, end
        last, at = name, end
