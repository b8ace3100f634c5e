"""The comparison of one analysis with the gold of its text.

Terms
-----
words : a stretch of the text without white space, noise, and the closing marks and Markdown marks at
    its edges.
first : the offset of the first character of a stretch that is neither blank, noise nor a Markdown
    mark; two nodes are the same node if their firsts are equal.
counts : how many members gold and prediction share, and how many each has for itself.

Post-conditions of `compare`
----------------------------
1. It raises for no prediction that `read_prediction` returned.
2. Comparing gold with a prediction made from it gives no error and all counts right.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tigang.document import TAGS, Span
from tigang.errors import FormatError
from tigang.gold import NODES, TAGGED
from tigang.tagset import OTHER, tag_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from tigang.gold import Piece

__all__ = ["Comparison", "Counts", "Prediction", "compare", "read_prediction"]

_HEADING = frozenset({"heading"})
_EDGE = " \t\r\n　。．.：:；;，,、！!？?#*"
_NOT_FIRST = frozenset(" \t\r\n　#*")


class Counts(NamedTuple):
    """Members that gold and prediction share, that only the prediction and that only gold has."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:  # type: ignore[override]
        return Counts(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Return the share of the predicted that is right."""
        return self.right / ((self.right + self.false) or 1)

    @property
    def recall(self) -> float:
        """Return the share of gold that was predicted."""
        return self.right / ((self.right + self.missed) or 1)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both; 1 where there is nothing to find and nothing found."""
        total = 2 * self.right + self.false + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Outlined:
    """A node of a tree, in gold or in a prediction."""

    parent: int | None
    """Position of the parent in its tuple."""
    kind: str
    label: Span


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence or paragraph with its tag."""

    span: Span
    tag: str | None
    """None where the analysis gives none."""
    confidence: float | None = None
    """The probability of the tag, where the analysis tells it."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """What of an analysis is compared."""

    title: str | None = None
    nodes: tuple[Outlined, ...] = ()
    sentences: tuple[Tagged, ...] = ()
    paragraphs: tuple[Tagged, ...] = ()
    noise: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one analysis compares with gold."""

    name: str
    counts: tuple[tuple[str, Counts], ...]
    """By figure: heading, tree, topic, item, outline, noise, bounds."""
    title: bool
    """Whether the title is right."""
    perfect: bool
    """Whether headings and tree have no error."""
    sentences: tuple[tuple[str, str], ...]
    """Tags of gold's sentences and those the prediction gives to the same characters."""
    confidences: tuple[float | None, ...]
    """The probabilities of the latter, where the prediction tells them."""
    paragraphs: tuple[tuple[str, str], ...]
    """The same for paragraphs."""
    errors: tuple[str, ...]
    """What is wrong, a line each: name, line of the text, what."""


# -- reading ------------------------------------------------------------------------------------------------


def read_prediction(data: Any, size: int, tags: tuple[str, ...] = TAGS) -> Prediction:
    """Return the part of a JSON analysis that is compared.

    Parameters
    ----------
    data
        The parsed JSON (schema ``tigang/1``, but only the compared keys need be there).
    size
        Characters of the text, the bound of all spans.
    tags
        The names of the tags that there are.

    Raises
    ------
    FormatError
        If a key is missing, a span leaves the text, a kind or tag is unknown or the parents of a node do not
        lead to the root.
    """
    try:
        title = data["title"]
        if title is not None and not isinstance(title, str):
            raise FormatError(f"title {title!r} is neither a string nor null")
        return Prediction(
            title,
            _read_nodes(data["nodes"], size),
            tuple(_read_tagged(s, size, tags) for s in data["sentences"]),
            tuple(_read_tagged(s, size, tags) for s in data["paragraphs"]),
            tuple(_read_span(s["span"], size) for s in data["noise"]),
        )
    except KeyError as e:
        raise FormatError(f"key {e} is missing") from e
    except TypeError as e:
        raise FormatError(f"a value has a wrong type: {e}") from e


def _read_span(value: Any, size: int) -> Span:
    if len(value) != 2 or not all(isinstance(v, int) for v in value) or not 0 <= value[0] <= value[1] <= size:
        raise FormatError(f"span {value!r} is no pair of offsets in order between 0 and {size}")
    return Span(*value)


def _read_tagged(value: Any, size: int, tags: tuple[str, ...]) -> Tagged:
    span = _read_span(value["span"], size)
    tag = value["tag"]
    if tag is not None and tag not in tags:
        raise FormatError(f"tag {tag!r} is unknown; want one of {', '.join(tags)}, or null")
    confidence = value.get("scores", {}).get(tag)
    return Tagged(span, tag, None if confidence is None else float(confidence))


def _read_nodes(values: Any, size: int) -> tuple[Outlined, ...]:
    place = {value["id"]: n for n, value in enumerate(values)}
    if len(place) != len(values):
        raise FormatError("two nodes share an id")
    out: list[Outlined] = []
    for value in values:
        if value["kind"] not in NODES:
            raise FormatError(f"kind {value['kind']!r} is unknown; want one of {', '.join(sorted(NODES))}")
        up = value["parent"]
        if up is not None and up not in place:
            raise FormatError(f"node {value['id']!r} hangs under {up!r}, which is no node")
        parent = None if up is None else place[up]
        out.append(Outlined(parent, value["kind"], _read_span(value["label"], size)))
    _check_rooted(out)
    return tuple(out)


def _check_rooted(nodes: Sequence[Outlined]) -> None:
    """Raise if following the parents of a node goes round in a circle; every node is walked once."""
    rooted = [False] * len(nodes)
    for start in range(len(nodes)):
        walked: set[int] = set()
        at: int | None = start
        while at is not None and not rooted[at]:
            if at in walked:
                raise FormatError(f"the parents of node {start} go round in a circle")
            walked.add(at)
            at = nodes[at].parent
        for n in walked:
            rooted[n] = True


# -- comparing ----------------------------------------------------------------------------------------------


def compare(
    name: str, text: str, gold: Sequence[Piece], prediction: Prediction, tags: tuple[str, ...] = TAGS
) -> Comparison:
    """Compare an analysis with the gold of its text."""
    ours = _View(text, prediction.noise, prediction.nodes)
    theirs = _View(text, (Span(p.start, p.end) for p in gold if p.kind == "noise"), _tree(gold))
    errors: list[str] = []

    def report(offset: int, what: str) -> None:
        errors.append(f"{name}:{text.count(chr(10), 0, offset) + 1}: {what}")

    counts: dict[str, Counts] = {}
    want, got = theirs.nodes(_HEADING), ours.nodes(_HEADING)
    heading = {(at, n.words) for at, n in want.items()}, {(at, n.words) for at, n in got.items()}
    tree = {(at, n.parent) for at, n in want.items()}, {(at, n.parent) for at, n in got.items()}
    counts["heading"], counts["tree"] = _count(*heading), _count(*tree)
    for at, words in sorted(heading[0] - heading[1]):
        report(at, f"missed heading {words[:40]!r}")
    for at, words in sorted(heading[1] - heading[0]):
        report(at, f"false heading {words[:40]!r}")
    for at, up in sorted(tree[0] - tree[1], key=lambda pair: pair[0]):
        if at in got:
            place = f"under {want[up].words[:30]!r}" if up is not None else "at the top"
            report(at, f"heading {want[at].words[:30]!r} belongs {place}")

    want, got = theirs.nodes(NODES), ours.nodes(NODES)
    for kind in ("topic", "item"):
        expected = {at for at, n in want.items() if n.kind == kind}
        found = {at for at, n in got.items() if n.kind == kind}
        counts[kind] = _count(expected, found)
        for at in sorted(expected - found):
            report(at, f"missed {kind} {want[at].words[:30]!r}")
        for at in sorted(found - expected):
            report(at, f"false {kind} {got[at].words[:30]!r}")
    counts["outline"] = _count(
        {(at, n.kind, n.parent) for at, n in want.items()}, {(at, n.kind, n.parent) for at, n in got.items()}
    )
    counts["noise"] = _count(theirs.solid_noise, ours.solid_noise)

    title, titles = "".join((prediction.title or "").split()).strip(_EDGE), _titles(gold, theirs)
    title_right = title in titles if titles else not title
    if not title_right:
        report(0, f"title {title[:40]!r}, not {titles[-1] if titles else None!r}")

    running = [p for p in gold if p.kind in TAGGED]
    starts = {theirs.first(Span(p.start, p.end)) for p in running}
    counts["bounds"] = _count(starts, {ours.first(s.span) for s in prediction.sentences})
    at_sentence, at_paragraph = _tag_map(prediction.sentences, text), _tag_map(prediction.paragraphs, text)
    sentences = tuple((p.tag or "other", _commonest(at_sentence[p.start : p.end])) for p in running)
    for p, (expected_tag, tag) in zip(running, sentences, strict=True):
        if tag != expected_tag:
            report(p.start, f"{expected_tag} read as {tag}: {p.text[:40]!r}")
    paragraphs = tuple(
        (tag, _commonest(t for p in group for t in at_paragraph[p.start : p.end]))
        for group, tag in _paragraphs(gold, tags)
    )
    return Comparison(
        name,
        tuple((k, counts[k]) for k in ("heading", "tree", "topic", "item", "outline", "noise", "bounds")),
        title_right,
        heading[0] == heading[1] and tree[0] == tree[1],
        sentences,
        tuple(_confidence(p, tag, prediction.sentences) for p, (_, tag) in zip(running, sentences, strict=True)),
        paragraphs,
        tuple(errors),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """A node as it is compared."""

    kind: str
    words: str
    parent: int | None
    """First of the parent."""


class _View:
    """One side of a comparison: a tree over a text in which noise does not count."""

    def __init__(self, text: str, noise: Iterable[Span], nodes: Sequence[Outlined]) -> None:
        self.text = text
        noisy = {i for span in noise for i in range(*span)}
        self.noise: AbstractSet[int] = noisy
        self.solid_noise = {i for i in noisy if not text[i].isspace()}
        self.tree = nodes

    def words(self, span: Span) -> str:
        text, noise = self.text, self.noise
        return "".join(text[i] for i in range(*span) if i not in noise and not text[i].isspace()).strip(_EDGE)

    def first(self, span: Span) -> int:
        text, noise = self.text, self.noise
        return next((i for i in range(*span) if i not in noise and text[i] not in _NOT_FIRST), span.start)

    def nodes(self, kinds: AbstractSet[str]) -> dict[int, _Seen]:
        """Return the nodes of some kinds by their firsts, each with its nearest ancestor of those kinds."""
        out: dict[int, _Seen] = {}
        for node in self.tree:
            if node.kind in kinds:
                up = node.parent
                while up is not None and self.tree[up].kind not in kinds:
                    up = self.tree[up].parent
                parent = None if up is None else self.first(self.tree[up].label)
                out.setdefault(self.first(node.label), _Seen(node.kind, self.words(node.label), parent))
        return out


def _count(gold: AbstractSet[object], prediction: AbstractSet[object]) -> Counts:
    right = len(gold & prediction)
    return Counts(right, len(prediction) - right, len(gold) - right)


def _tree(gold: Iterable[Piece]) -> tuple[Outlined, ...]:
    """Return gold's nodes, each under the last one of a smaller depth."""
    out: list[Outlined] = []
    open_nodes: list[tuple[int, int]] = []  # depth and position of those that the next node may hang under
    for piece in gold:
        if piece.kind in NODES:
            while open_nodes and open_nodes[-1][0] >= piece.depth:
                open_nodes.pop()
            parent = open_nodes[-1][1] if open_nodes else None
            open_nodes.append((piece.depth, len(out)))
            out.append(Outlined(parent, piece.kind, Span(piece.start, piece.end)))
    return tuple(out)


def _paragraphs(gold: Iterable[Piece], tags: tuple[str, ...]) -> Iterator[tuple[list[Piece], str]]:
    """Yield the running text of each line under each node with the tag that most of its characters bear."""
    groups: dict[tuple[int, int], list[Piece]] = {}
    node = -1
    for piece in gold:
        if piece.kind in NODES:
            node = piece.start
        if piece.kind in TAGGED:
            groups.setdefault((piece.line, node), []).append(piece)
    for group in groups.values():
        yield group, tag_of(((p.tag or OTHER, p.end - p.start) for p in group), tags)[0]


def _confidence(piece: Piece, tag: str, sentences: Sequence[Tagged]) -> float | None:
    """Return the probability of the first sentence with a tag that a piece holds characters of."""
    at = bisect_right(sentences, piece.start, key=lambda s: s.span.end)
    while at < len(sentences) and sentences[at].span.start < piece.end:
        if sentences[at].tag == tag:
            return sentences[at].confidence
        at += 1
    return None


def _titles(gold: Iterable[Piece], view: _View) -> list[str]:
    """Return all joins of neighbouring lines of the first run of title lines, the whole run last."""
    run: list[str] = []
    for piece in gold:
        if piece.kind == "title":
            run.append(view.words(Span(piece.start, piece.end)))
        elif run and piece.kind != "noise":
            break
    spans = sorted((k - i, i, k) for i in range(len(run)) for k in range(i + 1, len(run) + 1))
    return ["".join(run[i:k]) for _, i, k in spans]


def _tag_map(spans: Iterable[Tagged], text: str) -> list[str | None]:
    """Return each character's tag; where spans overlap the later one counts."""
    at: list[str | None] = [None] * len(text)
    for tagged in spans:
        start, end = tagged.span
        at[start:end] = [tagged.tag] * (end - start)
    return at


def _commonest(tags: Iterable[str | None]) -> str:
    """Return the tag that most characters bear (the first of them on a tie); other where none bears one."""
    seen = Counter(tag for tag in tags if tag is not None)
    return seen.most_common(1)[0][0] if seen else "other"
