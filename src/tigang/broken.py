"""Titles that break over a line's end.

Terms
-----
broken title : a heading that fills its line, and whose words go on in the next line.

A single break is believed where the words are unfinished, the next line can only be their rest, or both lines
stand alone between blank lines. A bare line goes on only where it is set off so and plainly unfinished. Where
several headings of one style each have one bare line between them and the list that begins below, the bare
lines are the rest of their titles: a heading between two numbered layers does not come once under each.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tigang.markers import match_start
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.lines import Line
    from tigang.markers import Marker
    from tigang.matter import Roles
    from tigang.nesting import Heading

__all__ = ["Label", "broken_bare", "broken_titles", "complete", "continues"]


class Label(NamedTuple):
    """A heading with its label's end."""

    heading: Heading
    end: int
    """End of the label."""
    words: tuple[int, int]
    """The title's own words, without marker; closing mark included."""


_CLOSING = lazy(r"[。：；]")
_UNFINISHED = lazy(r"[，、和与及让使把将“《（(]$")
_GOES_ON = lazy(r"[和与及、的并或][^，。]")
_ENDED = lazy(r"[。：:；！？]")
_CLOSED_WORDS = lazy(r"[。：:；]$|[。！？；].")
_NOT_CONTINUED = lazy(r"[\t|]|[：:]$|^[“《（(【—\-•●①]|^(?:附|注|图|表)")


_PARTS = lazy(r"[^。：；！？、\d\t|（(《“【—#*，]{2,}，?")
_MARKED = lazy(r"[。：；！？，、\d\t|（(《“【—#*]")


def broken_titles(view: str, lines: Sequence[Line], markers: Sequence[Sequence[Marker]]) -> frozenset[int]:
    """Return the lines that are the rest of the titles above them, told by their sisters.

    ``markers`` are the markers of every line.
    """
    first = [found[0] if found and found[0].place == "line" else None for found in markers]
    seen: Counter[str] = Counter(m.style for m in first if m is not None)
    rests: dict[str, list[int]] = {}
    for i in range(1, len(lines) - 1):
        above, below = first[i - 1], first[i + 1]
        if above is None or below is None or markers[i] or below.number != 1 or below.style == above.style:
            continue
        text = view[lines[i].start : lines[i].end]
        words = view[above.end : lines[i - 1].end]
        if len(text) <= 24 and len(words) <= 24 and not (_ENDED.search(words) or _ENDED.search(text)):
            rests.setdefault(above.style, []).append(i)
    out: set[int] = set()
    for style, at in rests.items():
        texts = {view[lines[i].start : lines[i].end] for i in at}
        if len(at) > 1 and len(texts) == len(at) and len(at) >= 0.6 * seen[style]:
            out.update(at)
    return frozenset(out)


def continues(view: str, lines: Sequence[Line], i: int, words_start: int) -> bool:
    """Whether a heading that fills line ``i`` from ``words_start`` on breaks over into the next line."""
    if i + 1 >= len(lines) or lines[i + 1].gap:
        return False
    words = view[words_start : lines[i].end].strip(" \0*")
    if not words or _CLOSED_WORDS.search(words):
        return False
    nxt = view[lines[i + 1].start : lines[i + 1].end]
    if match_start(nxt, 0, len(nxt), 0) is not None:
        return False
    if _UNFINISHED.search(words) or words.count("“") > words.count("”") or words.count("《") > words.count("》"):
        return len(nxt) <= 60
    if _GOES_ON.match(nxt) and len(nxt) <= 24:
        return True
    if _is_set_off(view, lines, i) and len(nxt) <= 16:
        return True
    if re.search(r"[。！？，\d]", nxt) or _NOT_CONTINUED.search(nxt):
        return False
    after = lines[i + 2] if i + 2 < len(lines) else None
    body_after = (
        after is None or after.end - after.start > 30 or match_start(view, after.start, after.end, 0) is not None
    )
    # two characters alone under a numbered line are its rest; a longer rest needs a long line before it
    return body_after and (len(nxt) <= 3 or (len(words) >= 14 and len(nxt) < min(25, len(words))))


def broken_bare(view: str, lines: Sequence[Line], opened: Sequence[int]) -> frozenset[int]:
    """Return the lines that are the rest of the bare lines above them: set off together, the first unfinished.

    ``opened`` tells of every line whether it begins with a marker; see `tigang.candidates.bare_features`.
    """
    found = []
    for i in range(len(lines) - 2):
        above, rest, below = lines[i : i + 3]
        if opened[i] != -1 or opened[i + 1] != -1 or not above.gap or rest.gap or rest.end - rest.start > 12:
            continue
        if above.end - above.start > 12 or not _PARTS.fullmatch(view, above.start, above.end):
            continue
        if match_start(view, above.start, above.end, 0) is not None:
            continue
        short = rest.end - rest.start <= 3 and below.gap > 0
        unfinished = (below.gap > 0 or below.end - below.start > 40) and _UNFINISHED.search(
            view, above.end - 1, above.end
        ) is not None
        if (short or unfinished) and not _MARKED.search(view, rest.start, rest.end):
            found.append(i + 1)
    return frozenset(found)


def _is_set_off(view: str, lines: Sequence[Line], i: int) -> bool:
    """Whether line ``i`` and the next one, without a closing mark, stand alone between blank lines."""
    if i + 2 >= len(lines) or not (lines[i].gap and lines[i + 2].gap) or lines[i].indent != lines[i + 1].indent:
        return False
    return not _MARKED.search(view, lines[i + 1].start, lines[i + 1].end)


def complete(
    view: str, lines: Sequence[Line], markers: Sequence[Sequence[Marker]], roles: Roles, labels: list[Label]
) -> list[Label]:
    """Let a label that breaks over a line's end go on into the next line."""
    broken = broken_titles(view, lines, markers)
    taken = {x.heading.candidate.line for x in labels}
    out = []
    for x in labels:
        c = x.heading.candidate
        line = lines[c.line]
        words = view[x.words[0] : x.words[1]].strip(" \0*")
        i = c.line + 1
        if (
            x.end >= line.end - 2 and words and i < len(lines) and i not in taken and i not in roles.front
            and i not in roles.back and (i in broken or continues(view, lines, c.line, x.words[0]))
        ):  # fmt: skip
            m = _CLOSING.search(view, lines[i].start, lines[i].end)
            end = m.end() if m else lines[i].end
            out.append(Label(x.heading, end, (x.words[0], end)))
            continue
        out.append(x)
    return out
