"""View, lines and matter → the nodes of the outline and the running text between them.

This is where the structural stages meet: candidates are collected (`tigang.markers`, `tigang.candidates`),
nested (`tigang.nesting`), their labels cut (`tigang.labels`), and topics and items found in the running text
(`tigang.inner`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tigang.candidates import score_bare, score_marker
from tigang.labels import Piece, cut_piece, cut_problem, decide, features
from tigang.markers import Marker, find_markers
from tigang.nesting import Candidate, Heading, nest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.lines import Line
    from tigang.matter import Roles

__all__ = ["Label", "Stretch", "find_candidates", "find_headings", "find_stretches"]


class Label(NamedTuple):
    """A heading with its label's end."""

    heading: Heading
    end: int
    """End of the label."""
    words: tuple[int, int]
    """The title's own words, without marker; closing mark included."""


class Stretch(NamedTuple):
    """A piece of running text under one heading, from one line."""

    start: int
    end: int
    heading: int | None
    line: int


def find_candidates(view: str, lines: Sequence[Line], roles: Roles) -> tuple[list[Candidate], list[list[Marker]]]:
    """Return the candidates for headings in text order, and every line's markers."""
    candidates: list[Candidate] = []
    markers: list[list[Marker]] = []
    borders = set(roles.borders)
    for i, line in enumerate(lines):
        if i in borders and not view.startswith("附", line.start):
            candidates.append(Candidate(line.start, line.start, "boundary", None, i, 0.0))
        if i in roles.front or i in roles.back:
            markers.append([])
            continue
        found = find_markers(view, line.start, line.end, i)
        markers.append(found)
        for m in found:
            score = score_marker(view, m, line)
            if score is not None:
                candidates.append(Candidate(m.start, m.end, m.style, m.number, i, score))
    numbered = sum(c.score > 1 for c in candidates) >= 2
    bare: list[Candidate] = []
    for i, line in enumerate(lines):
        if line.end - line.start > 60 or i in roles.front or i in roles.back:
            continue
        if markers[i] and markers[i][0].place == "line":
            continue
        if i in borders:
            start, end = line.start, line.end
            bare.append(Candidate(start, end, "boundary", None, i, 0.0))
            bare.append(Candidate(start, end, "bare", None, i, 6.0))
            continue
        m = re.compile(r"#{1,6}|\*{2}").match(view, line.start, line.end)
        hashes = 0 if m is None else len(m.group()) if m.group()[0] == "#" else 7
        score = score_bare(view, lines, i, hashes=hashes, numbered=numbered)
        if score is not None:
            style = f"bare #{hashes}" if 0 < hashes < 7 else "bare"
            bare.append(Candidate(line.start, line.end, style, None, i, score))
    merged = sorted(candidates + bare, key=lambda c: (c.start, c.style != "boundary"))
    return merged, markers


def find_headings(view: str, lines: Sequence[Line], roles: Roles) -> tuple[list[Label], list[list[Marker]]]:
    """Return the headings with their labels, in text order, and every line's markers."""
    candidates, markers = find_candidates(view, lines, roles)
    headings = nest(candidates)
    pieces: list[Piece | None] = []
    rows: list[tuple[float, ...]] = []
    groups: list[int] = []
    owners: list[int] = []
    for k, h in enumerate(headings):
        c = h.candidate
        if c.style.startswith("bare"):
            pieces.append(None)
            continue
        nxt = headings[k + 1] if k + 1 < len(headings) else None
        line = lines[c.line]
        limit = nxt.candidate.start if nxt and nxt.candidate.line == c.line else line.end
        p = cut_piece(view, c.end, limit)
        if p.rest == 0 and nxt and nxt.candidate.line == c.line:
            p = p._replace(rest=0)
        pieces.append(p)
        at_once = nxt is not None and nxt.candidate.line <= c.line + 1
        rows.append(
            features(
                p, c.style,
                before_sister=at_once and nxt.depth <= h.depth,  # type: ignore[union-attr]
                list_below=at_once and nxt.depth > h.depth,  # type: ignore[union-attr]
            )
        )  # fmt: skip
        groups.append(-1 if h.parent is None else h.parent)
        owners.append(k)
    titled = dict(zip(owners, decide(rows, groups), strict=True))
    out: list[Label] = []
    for k, h in enumerate(headings):
        c = h.candidate
        p = pieces[k]
        if p is None:
            out.append(Label(h, c.end, (c.start, c.end)))
        elif titled[k] and p.end > p.start:
            out.append(Label(h, p.end, (p.start, p.end)))
        else:
            run_on = cut_problem(view, p.start, p.end)
            if run_on is not None:
                out.append(Label(h, run_on, (p.start, run_on)))
            else:
                out.append(Label(h, c.end, (c.end, c.end)))
    return _continue(view, lines, roles, out), markers


_UNFINISHED = re.compile(r"[，、和与及让使把的以为将“《（(]$")
_NOT_CONTINUED = re.compile(r"[\t|]|[：:；]$|^[“《（(【—\-•●①]|^(?:附|注|图|表)")


def _continue(view: str, lines: Sequence[Line], roles: Roles, labels: list[Label]) -> list[Label]:
    """Let a label that breaks over a line's end go on into the next line."""
    taken = {x.heading.candidate.line for x in labels}
    out = []
    for x in labels:
        c = x.heading.candidate
        line = lines[c.line]
        words = view[x.words[0] : x.words[1]].strip(" \0*")
        i = c.line + 1
        if (
            x.end >= line.end - 2 and words and i < len(lines) and i not in taken and i not in roles.front
            and i not in roles.back and not re.search(r"[。：:；]$", words) and lines[i].gap == 0
        ):  # fmt: skip
            nxt = view[lines[i].start : lines[i].end]
            opened = words.count("“") > words.count("”") or words.count("《") > words.count("》")
            short = len(nxt) <= 24 and not re.search(r"[。！？；，]", nxt[:-1]) and not _NOT_CONTINUED.search(nxt)
            hard = bool(_UNFINISHED.search(words)) or opened
            body_after = i + 1 >= len(lines) or (i + 1) in taken or lines[i + 1].end - lines[i + 1].start > 30
            if (hard and len(nxt) <= 60) or (short and body_after and not re.search(r"\d", nxt) and len(words) >= 6):
                m = re.compile(r"[。：]").search(view, lines[i].start, lines[i].end)
                end = m.end() if m else lines[i].end
                out.append(Label(x.heading, end, (x.words[0], end)))
                continue
        out.append(x)
    return out


def find_stretches(lines: Sequence[Line], roles: Roles, labels: Sequence[Label]) -> list[Stretch]:
    """Return the running text between the labels, line by line."""
    out: list[Stretch] = []
    k = 0
    current: int | None = None
    for i, line in enumerate(lines):
        if i in roles.borders:
            current = None
        if i in roles.front or i in roles.back:
            continue
        at = line.start
        if current is not None and labels[current].end > at:
            at = min(labels[current].end, line.end)
        while k < len(labels) and labels[k].heading.candidate.line == i:
            label = labels[k]
            if label.heading.candidate.start > at:
                out.append(Stretch(at, label.heading.candidate.start, current, i))
            current = k
            at = max(at, label.end)
            k += 1
        if at < line.end:
            out.append(Stretch(at, line.end, current, i))
    return out
