"""The tree for a person at a terminal.

Terms
-----
row : a line of the view: guides, lead (a sentence's tag with its probability), words, tags, sizes.
loose : text that hangs on no node of the tree.
level : how deep a row is drawn, 0 at the left edge.

Post-conditions
---------------
1. Every node of the view is a row, in text order; without headings the running text is shown too, by tag.
   With reasons every sentence of the view is a row under its node, with a row for each reason under it.
2. With a width no row is wider, down to 40 columns: words give way first, then sizes, then smaller shares.
3. No recursion; guides stop growing at `_GUIDED` levels, so that the view stays linear in the nodes.
4. Without colour the view holds no control character but the newline.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tigang.write import View
from tigang.write.select import prune, select_loose
from tigang.write.terminal import BOLD, COLORS, DIM, OWN, UNTAGGED, columns, cut, paint, visible
from tigang.write.words import Cleaner, Sizes, runs, shares_zh, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tigang.document import Document, Node, Sentence

__all__ = ["pieces", "write_text"]

_GUIDED = 20
"""Deepest level with guides of its own; deeper rows carry their level as a number."""
_ALIGNED = 60
"""Without a width: tags stand in one column behind words up to this wide; longer words push theirs out."""
_LEAST = 16
"""Columns that words always get."""
_REASONS_ZH = {
    "advert": "广告",
    "mark": "标记",
    "page number": "页码",
    "running header": "页眉",
    "web": "网页",
    "metadata": "元数据",
    "caption": "图注",
    "licence": "许可声明",
    "copy": "重复",
    "rule": "分隔线",
}


# NamedTuples: a dataclass costs three times as much at start-up
class _Signs(NamedTuple):
    """What the tree is drawn with."""

    branch: str
    last: str
    through: str
    blank: str
    topic: str
    mark: str


_BOX = _Signs("├─ ", "└─ ", "│  ", "   ", "· ", "…")
_ASCII = _Signs("|-- ", "`-- ", "|   ", "    ", "* ", "...")


class _Row(NamedTuple):
    level: int
    words: str
    tags: tuple[tuple[str | None, str], ...] = ()
    sizes: tuple[str, str] = ("", "")
    faint: bool = False
    leaf: bool = False
    lead: tuple[str | None, str] | None = None
    """Tag and what stands of it before the words."""


def write_text(
    document: Document,
    *,
    depth: int | None = None,
    tags: bool = True,
    keep: tuple[str, ...] = (),
    text: bool = True,
    color: bool = False,
    ascii: bool = False,  # noqa: A002 - named like the command's option
    width: int | None = None,
    explain: bool = False,
) -> str:
    """Return the tree as lines, without a newline behind the last.

    Parameters
    ----------
    document
        What to show.
    depth
        Deepest level of nodes that is shown; None for all.
    tags
        Whether tags are shown, if the document has them.
    keep
        Names of tags: branches without any of them are left out; empty for all.
    text
        Whether a document without headings shows its running text.
    color
        Whether to write colours (ANSI escapes).
    ascii
        Whether guides are ASCII.
    width
        Columns that no line passes; None for no limit.
    explain
        Whether each sentence is shown with its tag's probability and what spoke for it, if the document has
        tags.
    """
    view = View(
        depth=depth, keep=tuple(keep), tags=tags, text=text, explain=explain, color=color, ascii=ascii, width=width
    )
    return "".join(pieces(document, view)).removesuffix("\n")


def pieces(document: Document, view: View) -> Iterator[str]:
    """Yield the lines of the view; see `write_text`."""
    signs = _ASCII if view.ascii else _BOX
    tags = view.tags and document.tagged

    def line(words: str, code: str) -> str:
        words = visible(words)
        if view.width is not None:
            words = cut(words, view.width, signs.mark)
        return (paint(words, code) if view.color else words) + "\n"

    yield line(document.title or f"（无标题）{document.source.name}", BOLD)
    sizes = Sizes(document)
    if not document.sections:
        yield line("（未发现章节标题）", DIM)
    rows = _outline(document, view, sizes, signs, tags=tags)
    if not document.sections and view.text and not (tags and view.explain):
        rows += _by_tag(document, view, tags=tags)
    if not rows and (view.keep or view.depth is not None) and document.nodes:
        yield line("（没有符合条件的章节）", DIM)
    yield from _draw(rows, view, signs)
    if tags and view.explain:
        from tigang.write.reasons import LEGEND

        yield line(f"（{LEGEND}）", DIM)
    yield line(_summary(document, sizes), DIM)


def _outline(document: Document, view: View, sizes: Sizes, signs: _Signs, *, tags: bool) -> list[_Row]:
    """Return the rows of the nodes; what stands before them is a row of its own."""
    rows = []
    small = prune(document, depth=view.depth, keep=view.keep)
    why = _reasons(document, small, view) if tags and view.explain else None
    loose = select_loose(document, keep=view.keep)
    if loose and (document.sections or why):
        held = [s for s in document.sentences_of(None) if tags]
        count, chars = len(loose), sum(p.end - p.start for p in loose)
        rows.append(_Row(0, "（章节以外）", _shares(document, held, view.keep), _size(count, chars), faint=True))
        rows += why(None, 1) if why else ()
    levels: list[int] = []
    for n in small.nodes:
        levels.append(0 if n.parent is None else levels[n.parent] + 1)
        words = words_of(document, n) or "（无题）"
        rows.append(
            _Row(
                levels[-1],
                signs.topic + words if n.kind == "topic" and not n.marker else words,
                shares_zh(n.tag, n.shares, view.keep, document.tagset) if tags else (),
                _size(*sizes(*n.span)) if n.kind == "heading" else ("", ""),
                leaf=n.kind != "heading",
            )
        )
        rows += why(n, levels[-1] + 1) if why else ()
    return rows


def _reasons(document: Document, small: Document, view: View) -> Callable[[Node | None, int], Iterator[_Row]]:
    """Return what yields the rows of a node's sentences, each with its reasons under it."""
    from tigang.write.reasons import Reasons, verdict_zh

    reasons, tagset = Reasons(document), document.tagset

    def rows(node: Node | None, level: int) -> Iterator[_Row]:
        for s in small.sentences_of(node):
            if view.keep and s.tag not in view.keep:
                continue
            own = node is not None and node.kind != "heading" and node.label.start == s.start
            words = "（本句）" if own else reasons.clean(*s.span)
            yield _Row(level, words, leaf=True, lead=(s.tag, verdict_zh(s, tagset)))
            yield from (_Row(level + 1, reason, faint=True, leaf=True) for reason in reasons(s))

    return rows


def _by_tag(document: Document, view: View, *, tags: bool) -> list[_Row]:
    """Return the running text under a row for each tag; in text order where there are no tags."""
    clean = Cleaner(document)
    if not tags:
        rows = [_Row(1, clean(*p.span), leaf=True) for p in document.paragraphs]
        chars = sum(p.end - p.start for p in document.paragraphs)
        return [_Row(0, "正文", sizes=_size(len(rows), chars)), *rows] if rows else []
    kept = (t for t in (*document.tagset.names, None) if not view.keep or t in view.keep)
    found: dict[str | None, list[tuple[int, int]]] = {t: [] for t in kept}
    for tag, start, end in runs(document, document.sentences):
        if tag in found:
            found[tag].append((start, end))
    out = []
    for tag, spans in found.items():
        if spans:
            size = _size(len(spans), sum(b - a for a, b in spans), "处")
            out.append(_Row(0, document.tagset.zh(tag), sizes=size))
            out += [_Row(1, clean(a, b), leaf=True) for a, b in spans]
    return out


def _shares(
    document: Document, sentences: Sequence[Sentence], keep: tuple[str, ...]
) -> tuple[tuple[str | None, str], ...]:
    if not sentences:
        return ()
    from tigang.tagset import tag_of

    weights = ((s.tag, s.end - s.start) for s in sentences)
    return shares_zh(*tag_of(weights, document.tagset.names), keep, document.tagset)


def _size(count: int, chars: int, unit: str = "段") -> tuple[str, str]:
    return f"{count:,}{unit}", f"{chars:,}字"


def _summary(document: Document, sizes: Sizes) -> str:
    count, chars = sizes(0, len(document.text) + 1)
    parts = [f"共{len(document.sections):,}节 {count:,}段 {chars:,}字"]
    reasons = Counter(_REASONS_ZH.get(n.reason, n.reason) for n in document.noise)
    each = "，".join(f"{r}{n:,}" for r, n in reasons.most_common())
    size = sum(n.end - n.start for n in document.noise)
    parts.append(f"噪声{len(document.noise):,}处 {size:,}字（{each}）" if each else "无噪声")
    parts.append(f"疑点{len(document.notes):,}处" if document.notes else "无疑点")
    return "；".join(parts)


def _draw(rows: Sequence[_Row], view: View, signs: _Signs) -> Iterator[str]:
    """Yield the rows with guides and with tags and sizes in columns."""
    tag_wide, count_wide, size_wide = _tail(rows)
    if view.width is not None and view.width - sum(_tail(rows)) - 5 < _LEAST:
        rows = [r._replace(sizes=("", "")) for r in rows]
        if view.width - tag_wide - 2 < _LEAST:
            rows = [r._replace(tags=r.tags[:1]) for r in rows]
        tag_wide, count_wide, size_wide = _tail(rows)
    tail = (2 + tag_wide if tag_wide else 0) + (3 + count_wide + size_wide if size_wide else 0)
    room = None if view.width is None else max(_LEAST, view.width - tail)
    guided = _GUIDED if room is None else min(_GUIDED, max(1, room // 2 // len(signs.branch)))
    lefts = []
    for guides, row in zip(_guides(rows, signs, guided), rows, strict=True):
        words = visible(row.words)
        lead = f"{row.lead[1]} " if row.lead else ""
        if room is not None:
            # a row without tags and sizes may use their columns
            free = room if row.tags or row.sizes[0] else max(room, view.width or 0)
            words = cut(words, max(4, free - columns(guides) - columns(lead)), signs.mark)
        lefts.append((guides, lead, words))
    limit = _ALIGNED if room is None else room
    wide = [columns(g + lead) + (columns(w) if len(w) <= limit else limit + 1) for g, lead, w in lefts]
    tailed = [bool(r.tags or r.sizes[0]) for r in rows]
    edge = max((w for w, t in zip(wide, tailed, strict=True) if t and w <= limit), default=0)
    for (guides, lead, words), row, w in zip(lefts, rows, wide, strict=True):
        if view.color:
            guides = paint(guides, DIM)  # noqa: PLW2901 - the same guides, painted
            lead = paint(lead, _color(row.lead[0])) if row.lead else ""  # noqa: PLW2901 - as above
            words = paint(words, DIM) if row.faint else words if row.leaf else paint(words, BOLD)  # noqa: PLW2901
        out = guides + lead + words
        if row.tags or row.sizes[0]:
            out += " " * (edge - w)
            if tag_wide:
                shown = " ".join(paint(s, _color(t)) if view.color else s for t, s in row.tags)
                out += "  " + shown + " " * (tag_wide - _tags_wide(row.tags))
            if row.sizes[0]:
                count, size = row.sizes
                count = " " * (count_wide - columns(count)) + count
                size = " " * (size_wide - columns(size)) + size
                out += "  " + (paint(f"{count} {size}", DIM) if view.color else f"{count} {size}")
        yield out.rstrip(" ") + "\n"


def _tail(rows: Sequence[_Row]) -> tuple[int, int, int]:
    """Return the columns of the tags, the counts and the sizes."""
    return (
        max((_tags_wide(r.tags) for r in rows), default=0),
        max((columns(r.sizes[0]) for r in rows), default=0),
        max((columns(r.sizes[1]) for r in rows), default=0),
    )


def _color(tag: str | None) -> str:
    return UNTAGGED if tag is None else COLORS.get(tag, OWN)


def _tags_wide(tags: Iterable[tuple[str | None, str]]) -> int:
    return sum(columns(words) + 1 for _, words in tags) - 1 if tags else 0


def _guides(rows: Sequence[_Row], signs: _Signs, guided: int) -> Iterator[str]:
    """Yield the guides before each row's words."""
    last = bytearray(len(rows))
    open_levels: list[bool] = []  # walking backwards: whether a later row hangs on the same parent
    for i in range(len(rows) - 1, -1, -1):
        level = rows[i].level
        if len(open_levels) <= level:
            open_levels += [False] * (level + 1 - len(open_levels))
        last[i] = not open_levels[level]
        open_levels[level] = True
        del open_levels[level + 1 :]
    trail: list[str] = []
    for row, end in zip(rows, last, strict=True):
        del trail[row.level :]
        if row.level >= guided:
            yield "".join(trail[:guided]) + f"[{row.level + 1}] "
        else:
            yield "".join(trail) + (signs.last if end else signs.branch)
        trail.append(signs.blank if end else signs.through)
