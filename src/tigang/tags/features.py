"""What the first pass sees of a sentence besides its n-grams: its place, its headings, the kind of document.

Terms
-----
feature : a string; its weight is learnt for each tag.
block : features that share one scale, so that none of them drowns the others in training.

Post-conditions
---------------
1. `read_frame` and `shape_of` return the same features in training and in use: both call them.
2. Neither looks at the sentence's own words but for their number and kinds of sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tigang.tags.roles import genre_of, inherit, role_of
from tigang.tags.words import now_of, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.document import Node, Sentence
    from tigang.tags.words import Now

__all__ = [
    "FORM",
    "Frame",
    "Place",
    "Shape",
    "form_features",
    "grams",
    "lead_features",
    "marked_grams",
    "path_features",
    "path_words",
    "place_features",
    "read_frame",
    "read_places",
    "role_features",
    "shape_of",
]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all sentences of a document share."""

    now: Now
    genre: str | None
    title: tuple[str, ...]
    """Features of the title."""
    words: tuple[str, ...]
    """Plain form of each node's title."""
    own: tuple[str | None, ...]
    """Role of each heading's own words."""
    roles: tuple[str | None, ...]
    """Role of each node, inherited where its own words announce none."""
    near: tuple[int, ...]
    """Nearest heading of each node (itself for a heading), -1 without."""
    top: tuple[int, ...]
    """Topmost heading of each node, -1 without."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands."""

    paragraph: int
    """Number of its paragraph in the document."""
    before: int
    """Sentences of the paragraph before it."""
    after: int
    """Sentences of the paragraph behind it."""
    opens: bool
    """Whether the sentence is its topic's or item's own words."""


def grams(words: str, shortest: int, longest: int) -> list[str]:
    """Return the n-grams of a string, shorter ones first.

    >>> grams("力争", 1, 3)
    ['力', '争', '力争']
    """
    return [words[i : i + n] for n in range(shortest, longest + 1) for i in range(len(words) - n + 1)]


def marked_grams(mark: str, words: str, shortest: int, longest: int) -> list[str]:
    """Return the n-grams of a string with a mark in front of each."""
    return [mark + words[i : i + n] for n in range(shortest, longest + 1) for i in range(len(words) - n + 1)]


def read_frame(text: str, nodes: Sequence[Node], title: str | None, *, neutral: bool = False) -> Frame:
    """Return what a document's title and headings say; ``neutral`` reads headings as if they said nothing."""
    now = now_of(text, title)
    own = tuple(role_of(n.title) if n.kind == "heading" and not neutral else None for n in nodes)
    near: list[int] = []
    top: list[int] = []
    for n in nodes:
        up_near, up_top = (near[n.parent], top[n.parent]) if n.parent is not None else (-1, -1)
        heading = n.kind == "heading"
        near.append(n.id if heading else up_near)
        top.append(n.id if heading and up_top < 0 else up_top)
    words = tuple("" if neutral and n.kind == "heading" else plain(n.title, now) for n in nodes)
    form = plain(title or "", now)
    return Frame(
        now=now,
        genre=genre_of(title),
        title=(*marked_grams("T:", form, 2, 2), f"T$:{form[-2:]}"),
        words=words,
        own=own,
        roles=tuple(inherit(nodes, own)),
        near=tuple(near),
        top=tuple(top),
    )


def path_words(frame: Frame, nodes: Sequence[Node], node: int | None) -> list[tuple[str, str, int, int]]:
    """Return a node's headings as (mark, words, shortest, longest n-gram), the nearest first."""
    near, top = (frame.near[node], frame.top[node]) if node is not None else (-1, -1)
    if near < 0:
        return []
    out = [("h:", f"^{frame.words[near]}$", 1, 3), ("t:", f"^{frame.words[top]}$", 1, 3)]
    k = nodes[near].parent
    while k is not None and k != top:
        out.append(("m:", frame.words[k], 2, 3))
        k = nodes[k].parent
    return [part for part in out if part[1] != "^$"]


def path_features(frame: Frame, nodes: Sequence[Node], node: int | None) -> list[str]:
    """Return the n-grams of a node's headings."""
    return [g for part in path_words(frame, nodes, node) for g in marked_grams(*part)]


def role_features(frame: Frame, node: int | None) -> list[str]:
    """Return the features of what a node's headings announce."""
    if node is None:
        return ["role:none", f"genre:{frame.genre}", f"genre:{frame.genre}|none"]
    near, top = frame.near[node], frame.top[node]
    role = frame.roles[node]
    out = [f"role:{role}", f"genre:{frame.genre}", f"genre:{frame.genre}|{role}"]
    if near >= 0:
        out += [f"near:{frame.own[near]}", f"top:{frame.own[top]}", f"top:{frame.own[top]}|{frame.own[near]}"]
    return out


def lead_features(frame: Frame, nodes: Sequence[Node], node: int) -> list[str]:
    """Return the features of the topic or item that a sentence goes on from."""
    return marked_grams("p:", frame.words[node], 1, 2) if nodes[node].kind != "heading" else []


def read_places(text: str, nodes: Sequence[Node], sentences: Sequence[Sentence]) -> list[Place]:
    """Return where each sentence stands; a paragraph ends with its source line or its node."""
    numbers: list[int] = []
    sizes: list[int] = []
    for i, s in enumerate(sentences):
        if i and s.node == sentences[i - 1].node:
            gap = text[sentences[i - 1].end : s.start]
            fresh = "\n" in gap or "\r" in gap
        else:
            fresh = True
        if fresh:
            sizes.append(0)
        numbers.append(len(sizes) - 1)
        sizes[-1] += 1
    out = []
    at = 0
    for i, s in enumerate(sentences):
        at = 0 if i == 0 or numbers[i] != numbers[i - 1] else at + 1
        opens = s.node is not None and nodes[s.node].label.start == s.start
        out.append(Place(numbers[i], at, sizes[numbers[i]] - 1 - at, opens))
    return out


class Shape(NamedTuple):
    """A sentence's place and outer shape, each number cut off where more makes no difference."""

    kind: str
    """Kind of its node, or ``none``."""
    opens: bool
    role: str
    """Role of its node, or ``none``."""
    before: int
    after: int
    eighth: int
    """Which eighth of the document's sentences it lies in."""
    first: int
    """Its position from the document's first sentence."""
    last: int
    """Its position from the last one."""
    size: int
    """Binary digits of its length."""
    numbers: int
    percents: int
    clauses: int
    end: str
    """Its last character."""


FORM = 8
"""Fields of a shape that tell the place; the others tell the form."""


def shape_of(form: str, clauses: int, place: Place, kind: str, role: str, index: int, count: int) -> Shape:
    """Return the shape of the sentence at ``index`` of ``count``, given its plain form."""
    return Shape(
        kind,
        place.opens,
        role,
        min(place.before, 4),
        min(place.after, 3),
        8 * index // count,
        min(index, 3),
        min(count - 1 - index, 3),
        min(len(form).bit_length(), 8),
        min(form.count("0") + form.count("9"), 4),
        min(form.count("%"), 3),
        min(clauses, 6),
        form[-1:],
    )


def place_features(shape: Shape) -> list[str]:
    """Return the features of the fields before `FORM`: where the sentence stands."""
    return [
        f"kind:{shape.kind}{'!' if shape.opens else ''}",
        f"before:{shape.before}",
        f"after:{shape.after}",
        f"before:{min(shape.before, 2)}|{shape.role}",
        f"eighth:{shape.eighth}",
        f"first:{shape.first}",
        f"last:{shape.last}",
    ]


def form_features(shape: Shape) -> list[str]:
    """Return the features of the fields from `FORM` on: how the sentence looks."""
    return [
        f"size:{shape.size}",
        f"numbers:{shape.numbers}",
        f"percent:{shape.percents}",
        f"clauses:{shape.clauses}",
        f"end:{shape.end}",
    ]
