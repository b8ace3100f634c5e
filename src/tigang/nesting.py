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
from operator import itemgetter
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
    kin: str
    rank: int
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


_Option = tuple[float, int, int]
"""Score, place in the frames (-1: rejected) and position of the state."""


def _kin(style: str) -> str:
    return _KIN.get(style, style)


@lru_cache(maxsize=512)
def _rank(style: str) -> int:
    if style.startswith("bare"):
        return int(style[6:]) if style[5:6] == "#" else 0  # bare #2: a Markdown level
    return style_of(style).rank


def _options(s: _State, k: int, c: Candidate, w: Weights) -> list[_Option]:
    """Return every way that makes sense for state ``k`` to take a candidate, and to reject it."""
    _, _, style, number, _, own, level = c
    score = s.score + own
    frames = s.frames
    size = len(frames)
    bare = number is None
    kin = _kin(style)
    out: list[_Option] = []
    is_open = False
    lone = score  # with what the lists cost that would be closed after a single heading
    for at in range(size - 1, -1, -1):
        f_style, f_number, _, f_kin, _, _, f_lone = frames[at]
        if f_style == style or (f_kin == kin and not bare):
            is_open = is_open or f_style == style
            if number is None or f_number is None:
                gain = w.bare_next
            elif (step := number - f_number) == 1:
                gain = w.next
                if f_style == style and own >= _SURE and at == size - 1:
                    # nothing else comes within the margin of a list that plainly runs on
                    return [(score + gain, at, k)]
            else:
                gain = w.twice if step == 0 else w.skip * step if 2 <= step <= 4 else _NEVER
            if gain != _NEVER:
                out.append((lone + gain + (0.0 if f_style == style else w.kin), at, k))
        if f_lone:
            lone += w.lone
    out.append((s.score, -1, k))
    known = s.memory.get(style)
    rank = _rank(style)
    if bare:
        new = 0.0
    elif number == 1:
        new = w.first
    elif not is_open and known is not None and known[1] is not None and number == known[1] + 1:
        new = w.run_on
    else:
        new = w.second if number == 2 else w.other
    annex = style in _AT_ROOT
    lone = score
    for at in range(size, -1, -1):
        gain = new
        if at < size:
            f_style, _, _, _, above, f_level, f_lone = frames[at]
            if f_lone:
                lone += w.lone
            if at >= DEEPEST:
                continue
            if f_style == style:
                gain += w.restart if not bare else -9.0
            else:
                if not (at == size - 1 and (bare or style == "专栏")):
                    gain += w.replace
                if 0 < above < rank:
                    gain += w.above
            if 0 < f_level < level:
                gain += w.shallower
        elif at >= DEEPEST:
            continue
        if bare:
            gain += w.bare_root if at == 0 else w.bare_deeper * (at - 1 if at > 1 else 0.2)
        if annex:
            gain += 2.0 if at == 0 else -2.0
        parent = ""
        if at:
            parent, _, _, _, above, f_level, _ = frames[at - 1]
            if level and f_level:
                gain += w.deeper if level > f_level else w.shallower
            if parent == style:
                gain += w.same
            elif above and rank:
                if rank > above:
                    gain += w.below
                elif known is None or known[2] != parent:
                    gain += w.above  # the document may have its own order
            if parent[:4] == "bare":
                if parent == "bare leaf" or (parent == "bare：" and style != "bare："):
                    gain += w.leaf
                if 0 < rank <= 4 and not bare:
                    gain += w.above
        if known is not None:
            if known[2] == parent:
                gain += w.known
            else:
                gain += w.known_depth if known[0] == at + 1 else w.unknown
        out.append((lone + gain, at, k))
    return out


_NEVER = -1e9
_SURE = 1.5
_score = itemgetter(0)
_AT_ROOT = frozenset(("附：", "附件", "bare leaf", "bare glossary"))


def _take(s: _State, i: int, c: Candidate, at: int, score: float) -> _State:
    parent = s.frames[at - 1] if at else None
    lone = c.number is not None and (c.number == 1 or at == len(s.frames) or s.frames[at].style != c.style)
    memory = s.memory.copy()
    memory[c.style] = (at + 1, c.number, parent.style if parent else "")
    entry = (i, parent.node if parent else None, at + 1)
    return _State(
        score, (*s.frames[:at], _Frame(c.style, c.number, s.taken_count, _kin(c.style), _rank(c.style), c.level, lone)),
        memory, (entry, s.taken), s.taken_count + 1,
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
        ways = _options(beam[0], 0, c, weights)
        for k in range(1, len(beam)):
            ways += _options(beam[k], k, c, weights)
        ways.sort(key=_score, reverse=True)
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

