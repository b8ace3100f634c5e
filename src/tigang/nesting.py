"""Candidates → headings and their depth: one decision over the whole document.

What is decided
---------------
Which candidates (numbered markers, bare lines, annex lines) open a heading, and under which heading each
stands. The best explanation of the document is searched for from left to right with a beam: a state holds
the open lists from the top layer down (its *frames*), and what was seen of each style before.

What is scored, in units of log odds
------------------------------------
- the candidate by itself (``Candidate.score``: where it stands, what follows it; see `tigang.candidates`);
- a number that runs on in an open list (+), is repeated or skips (-);
- a new list: begins with 1 (+) or not (-); its style usually stands below its parent's (+) or above it (-);
  it stood under the same style before (+) or elsewhere (-); it takes the place of another list (-);
- Markdown levels: below a heading of a higher level (+), beside or below one of its own or a lower level (-);
- a list that runs on across sections (1.-26. through eight chapters) counts nearly as one that runs on.

A rejected candidate scores 0. The weights are in `WEIGHTS`.

Post-conditions
---------------
1. The headings are a subsequence of the candidates; a parent stands before its children.
2. Time is linear in the number of candidates: the beam holds at most `WIDTH` states, a state at most
   `DEEPEST` frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from tigang.markers import style_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Candidate", "Heading", "Weights", "nest"]

WIDTH = 2
DEEPEST = 12
MARGIN = 3.5
"""States this far below the best are dropped; on the development corpus a wider margin changes nothing."""


class Candidate(NamedTuple):
    """A place where a heading may begin."""

    start: int
    end: int
    """End of the marker; of the line for a bare line."""
    style: str
    """A name of `tigang.markers.STYLES`, or ``bare``, ``bare #2``…, ``boundary``."""
    number: int | None
    line: int
    score: float
    """Log odds that it opens a heading, by itself."""
    level: int = 0
    """Markdown level, 0 without one."""


class Heading(NamedTuple):
    """A candidate taken for a heading."""

    candidate: Candidate
    parent: int | None
    """Position of the parent in the result."""
    depth: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the search, in log odds; set on the development corpus, cross-validated by document."""

    next: float = 3.0
    twice: float = -0.8
    skip: float = -0.3
    far: float = -3.0
    kin: float = -1.2
    first: float = 1.2
    second: float = -1.0
    other: float = -3.0
    run_on: float = 2.0
    bare_next: float = 0.8
    below: float = 0.4
    above: float = -1.4
    leaf: float = -3.0
    same: float = -2.5
    known: float = 0.8
    known_depth: float = 0.3
    unknown: float = -0.6
    replace: float = -0.8
    lone: float = -0.6
    restart: float = -2.5
    bare_root: float = -0.3
    bare_deeper: float = -0.5
    deeper: float = 1.0
    shallower: float = -3.0


WEIGHTS = Weights()

_KIN = {
    "1.": "1", "1、": "1", "1 ": "1", "1）": "1）", "（1）": "（1）",
    "一、": "一", "一 ": "一", "（一）": "（一）", "一）": "（一）", "㈠": "（一）",
}  # fmt: skip
"""Styles that a careless writer mixes in one list."""


class _Frame(NamedTuple):
    style: str
    number: int | None
    node: int
    level: int
    lone: bool
    """Whether its list has one heading so far."""


class _State(NamedTuple):
    score: float
    frames: tuple[_Frame, ...]
    memory: dict[str, tuple[int, int | None, str]]
    """style → depth, last number and parent's style of its last heading."""
    taken: tuple[tuple[int, int | None, int], object] | None
    """Linked list of (candidate, parent's node, depth), last first."""
    taken_count: int
    key: tuple[str | int | None, ...]
    """Style and number of each frame: states alike in these are one."""


_Option = tuple[float, int]
"""Gain and place in the frames (-1: rejected)."""


@lru_cache(maxsize=512)
def _rank(style: str) -> int:
    if style.startswith("bare"):
        return int(style[6:]) if style[5:6] == "#" else 0  # bare #2: a Markdown level
    return style_of(style).rank


def _options(s: _State, c: Candidate, w: Weights) -> list[_Option]:
    """Return every way that makes sense to take a candidate, and to reject it."""
    style, number, score = c.style, c.number, c.score
    frames = s.frames
    kin = _KIN.get(style, style)
    out: list[_Option] = []
    bare = number is None
    for at in range(len(frames) - 1, -1, -1):
        f = frames[at]
        if f.style != style and (bare or _KIN.get(f.style, f.style) != kin):
            continue
        if number is None or f.number is None:
            gain = w.bare_next
        else:
            step = number - f.number
            if step == 1:
                gain = w.next
                if f.style == style and score >= _SURE and at == len(frames) - 1:
                    # nothing else comes within the margin of a list that plainly runs on
                    return [(score + gain, at)]
            elif step == 0:
                gain = w.twice
            elif 2 <= step <= 4:
                gain = w.skip * step
            else:
                continue
        if f.style != style:
            gain += w.kin
        for x in frames[at + 1 :]:
            if x.lone:
                gain += w.lone
        out.append((score + gain, at))
    out.append((0.0, -1))
    known = s.memory.get(style)
    rank = _rank(style)
    annex = style in _AT_ROOT
    is_open = any(f.style == style for f in frames)
    for at in range(min(len(frames), DEEPEST - 1), -1, -1):
        parent = frames[at - 1] if at else None
        if bare:
            gain = w.bare_root if at == 0 else w.bare_deeper * (at - 1 if at > 1 else 0.2)
        elif number == 1:
            gain = w.first
        elif not is_open and known is not None and known[1] is not None and number == known[1] + 1:
            gain = w.run_on
        else:
            gain = w.second if number == 2 else w.other
        if annex:
            gain += 2.0 if at == 0 else -2.0
        if c.level:
            if parent is not None and parent.level:
                gain += w.deeper if c.level > parent.level else w.shallower
            if at < len(frames) and 0 < frames[at].level < c.level:
                gain += w.shallower
        if parent is not None:
            if parent.style == style:
                gain += w.same
            else:
                above = _rank(parent.style)
                if above and rank:
                    if rank > above:
                        gain += w.below
                    elif known is None or known[2] != parent.style:
                        gain += w.above  # the document may have its own order
            if parent.style[:4] == "bare":
                if parent.style == "bare leaf" or (parent.style == "bare：" and style != "bare："):
                    gain += w.leaf
                if 0 < rank <= 4 and not bare:
                    gain += w.above
        if known is not None:
            if known[2] == (parent.style if parent else ""):
                gain += w.known
            else:
                gain += w.known_depth if known[0] == at + 1 else w.unknown
        if at < len(frames):
            f = frames[at]
            if f.style == style:
                gain += w.restart if not bare else -9.0
            else:
                if not ((bare or style == "专栏") and at == len(frames) - 1):
                    gain += w.replace
                above = _rank(f.style)
                if above and rank and rank > above:
                    gain += w.above
            for x in frames[at:]:
                if x.lone:
                    gain += w.lone
        out.append((score + gain, at))
    return out


_SURE = 1.5
_AT_ROOT = frozenset(("附：", "附件", "bare leaf", "bare glossary"))


def _take(s: _State, i: int, c: Candidate, at: int, score: float) -> _State:
    parent = s.frames[at - 1] if at else None
    lone = c.number is not None and (c.number == 1 or at == len(s.frames) or s.frames[at].style != c.style)
    memory = s.memory.copy()
    memory[c.style] = (at + 1, c.number, parent.style if parent else "")
    entry = (i, parent.node if parent else None, at + 1)
    return _State(
        score, (*s.frames[:at], _Frame(c.style, c.number, s.taken_count, c.level, lone)), memory, (entry, s.taken),
        s.taken_count + 1,
        (*s.key[: 2 * at], c.style, c.number),
    )  # fmt: skip


def nest(candidates: Sequence[Candidate], weights: Weights = WEIGHTS) -> list[Heading]:
    """Return the headings among ``candidates`` (in text order), each with its parent and depth."""
    beam = [_State(0.0, (), {}, None, 0, ())]
    for i, c in enumerate(candidates):
        if c.style == "boundary":
            beam = [s._replace(frames=(), memory={}, key=()) for s in beam]
            continue
        if len(beam) == 1 and beam[0].frames and c.score >= _SURE:
            # the usual case, a list that plainly runs on: nothing else comes within the margin
            s = beam[0]
            top = s.frames[-1]
            if top.style == c.style and top.number is not None and c.number == top.number + 1:
                beam = [_take(s, i, c, len(s.frames) - 1, s.score + c.score + weights.next)]
                continue
        ways = [
            (s.score + gain, at, k) for k, s in enumerate(beam) for gain, at in _options(s, c, weights)
        ]
        ways.sort(key=_by_score)
        least = ways[0][0] - MARGIN
        seen: set[tuple[object, ...]] = set()
        after: list[_State] = []
        for score, at, k in ways:
            if score < least or len(after) == WIDTH:
                break
            s = beam[k]
            key = s.key if at < 0 else (*s.key[: 2 * at], c.style, c.number)
            if key not in seen:
                seen.add(key)
                after.append(s._replace(score=score) if at < 0 else _take(s, i, c, at, score))
        beam = after
    out: list[Heading] = []
    link = beam[0].taken
    while link is not None:
        (i, parent, depth), link = link  # type: ignore[assignment]
        out.append(Heading(candidates[i], parent, depth))
    out.reverse()
    return out


def _by_score(way: tuple[float, int, int]) -> float:
    return -way[0]
