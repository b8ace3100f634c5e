"""View, lines and matter → the nodes of the outline and the running text between them.

This is where the structural stages meet: candidates are collected (`tigang.markers`, `tigang.candidates`),
nested (`tigang.nesting`), their labels cut (`tigang.labels`), and topics and items found in the running text
(`tigang.inner`).
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tigang.broken import Label, broken_bare, broken_titles, complete, continues
from tigang.candidates import (
    find_boxed,
    find_glued,
    find_parted,
    find_questions,
    is_lone,
    recount,
    score_bare,
    score_marker,
    score_opener,
)
from tigang.front import GLOSSARY
from tigang.labels import (
    LONGEST,
    Piece,
    cut_at_blank,
    cut_piece,
    cut_problem,
    cut_two_part,
    decide,
    features,
    is_clause,
    leads_list,
    runs_on,
)
from tigang.markers import BOLD, ITEM_STYLES, Marker, find_markers
from tigang.nesting import Candidate, Heading, nest
from tigang.patterns import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.lines import Line
    from tigang.matter import Roles

__all__ = ["Label", "Stretch", "find_candidates", "find_headings", "find_stretches"]


class Stretch(NamedTuple):
    """A piece of running text under one heading, from one line."""

    start: int
    end: int
    heading: int | None
    line: int


def find_candidates(view: str, lines: Sequence[Line], roles: Roles) -> tuple[list[Candidate], list[list[Marker]]]:
    """Return the candidates for headings in text order, and every line's markers."""
    # a document of few and very long lines has lost its line breaks
    run_together = sum(x.end - x.start for x in lines) > 400 * len(lines)
    quoted = [m.span() for m in _QUOTED.finditer(view)]
    block = [(x.start, x.end) for x in lines if view[x.start] == ">"]
    if 2 * len(block) < len(lines):
        quoted = sorted([*quoted, *block])
    candidates: list[Candidate] = []
    markers: list[list[Marker]] = []
    borders = set(roles.borders)
    # all of them are lost, but blanks may part the paragraphs: then the whole document counts as one line
    throughout: frozenset[str] = frozenset()
    ahead: list[list[Marker]] = []
    if len(view) > 200 and view.count("\n", 0, len(view) - 1) <= _FEW:
        ahead = [find_markers(view, x.start, x.end, i) for i, x in enumerate(lines)]
        throughout = _glued_styles([m for found in ahead for m in found])
    last = 0
    for i, line in enumerate(lines):
        if i in borders and not view.startswith("附", line.start):
            candidates.append(Candidate(line.start, line.start, "boundary", None, i, 0.0))
        if i in roles.front or i in roles.back:
            markers.append([])
            continue
        found = ahead[i] if ahead else find_markers(view, line.start, line.end, i)
        if "0" <= view[line.start] <= "9" and (not found or found[0].place != "line" or found[0].style == "1.1"):
            found = recount(view, lines, markers, found, last + 1)
        if found and found[0].place == "line" and found[0].style not in ITEM_STYLES:
            last = found[0].number or 0 if found[0].style == "1." else last
        markers.append(found)
        glued = throughout
        if run_together and line.end - line.start > 300 and not throughout:
            glued = _glued_styles(found)
        inside = _counted_inside(found, only_enclosed=bool(glued))
        tabbed = bool(found) and view.find("\t", line.start, line.end) >= 0
        for m in found:
            if m.style in inside and m.start >= inside[m.style]:
                continue
            score = score_marker(
                view, m, line, counted_inside=m.style in inside, glued=m.style in glued, tabbed=tabbed
            )
            if score is not None and m.style in ("附：", "附件") and i in borders:
                score = 6.0
            if score is not None:
                if quoted and _within(quoted, m.start):
                    score -= 5.0
                # a heading begins with its Markdown marks
                start = line.start if m.place == "line" else m.start
                level = m.hashes if m.hashes < BOLD else 0
                candidates.append(Candidate(start, m.end, m.style, m.number, i, score, level))
    numbered = sum(c.score > 1 for c in candidates) >= 2
    held = {c.line for c in candidates}
    bare: list[Candidate] = []
    opened = [
        -2
        if i in roles.front or i in roles.back
        else (found[0].number or 0)
        if found and found[0].place == "line" and found[0].style not in ITEM_STYLES
        else -1
        for i, found in enumerate(markers)
    ]
    sentences = sum(opened[i] == -1 and is_lone(view, lines, i) for i in range(len(lines)))
    asked = find_questions(view, lines)
    dashed = _dashed(view, lines, markers)
    boxed = find_boxed(view, lines)
    parted = find_parted(view, lines, opened)
    broken = broken_titles(view, lines, markers)
    rests = broken_bare(view, lines, opened)
    bare += [
        Candidate(at, lines[i].end, "bare", None, i, 2.5) for i, at in find_glued(view, lines) if opened[i] != -2
    ]
    started = False
    glossary = False
    for i, line in enumerate(lines):
        if opened[i] == -2:
            continue
        if line.end - line.start <= 32 and GLOSSARY.search(view, line.start, line.end):
            glossary = True
        elif opened[i] >= 0:
            glossary = False
        if opened[i] >= 0:
            started = True
            continue
        if i in dashed:
            bare.append(Candidate(line.start, line.end, "bare —", None, i, 2.5))
            continue
        if i in boxed:
            bare.append(Candidate(line.start, line.end, "bare", None, i, 2.5))
            continue
        if i in rests:
            continue
        if i + 1 in rests:
            bare.append(Candidate(line.start, lines[i + 1].end, "bare", None, i, 2.5))
            continue
        if i in parted:
            bare.append(Candidate(line.start, parted[i], "bare", None, i, 2.5))
            continue
        if markers[i] and (markers[i][0].place == "line" or i in held):
            continue
        if i in broken or (i and opened[i - 1] > 0 and continues(view, lines, i - 1, markers[i - 1][0].end)):
            continue
        if glossary:
            entry = _ENTRY.match(view, line.start, line.end)
            if entry is not None:
                bare.append(Candidate(line.start, entry.end(), "bare：", None, i, 3.0))
                continue
        if i in asked:
            bare.append(Candidate(line.start, line.end, "bare 问", None, i, 3.0))
            continue
        if line.end - line.start > 60:
            if numbered and not started:
                opener = score_opener(view, line)
                if opener is not None:
                    bare.append(Candidate(line.start, opener[0], "bare：", None, i, opener[1]))
            continue
        if i in borders:
            start, end = line.start, line.end
            bare.append(Candidate(start, end, "boundary", None, i, 0.0))
            bare.append(Candidate(start, end, "bare", None, i, 6.0))
            continue
        marks = _MARKDOWN.match(view, line.start, line.end)
        hashes = 0 if marks is None else len(marks.group()) if marks.group()[0] == "#" else BOLD
        score = score_bare(view, lines, i, hashes=hashes, numbered=numbered, opened=opened, sentences=sentences)
        if score is None and glossary and line.end - line.start <= 10 and i + 1 < len(lines) and opened[i + 1] == 1:
            score = 2.0
        if score is not None:
            level = hashes if hashes < BOLD else 0
            style = f"bare #{level}" if level else "bare"
            if _LEAF.fullmatch(view[line.start : line.end].strip(" \0*#")):
                style = "bare leaf"
            elif GLOSSARY.search(view, line.start, line.end):
                style = "bare glossary"
            bare.append(Candidate(line.start, line.end, style, None, i, score, level))
    merged = sorted(candidates + bare, key=lambda c: (c.start, c.style != "boundary"))
    return merged, markers


_BEFORE_COUNT = re.compile(r"[^，。；：！？“”\d \0]{4,16}(?=一是)")
_LEAF = lazy(r"(?:结[ \0]*束[ \0]*语|结[ \0]*语|前[ \0]*言|序[ \0]*言|引[ \0]*言|导[ \0]*言|导[ \0]*语)")
_MARKDOWN = lazy(r"#{1,6}|\*{2}")
_ENTRY = lazy(r"[“《]?[^。；：！？，]{2,24}?(?:[：:]|——)(?=.{6})")
_ARTICLE_TITLE = lazy(r"[（(]([^（()）。；：，]{2,16})[)）](?=[ \0]*[^ \0])")
"""An article's title in brackets (第一条（适用范围）本办法…)."""
_QUOTED = lazy(r"“[^“”]{0,300}”")


def _dashed(view: str, lines: Sequence[Line], markers: Sequence[Sequence[Marker]]) -> frozenset[int]:
    """Return the short lines behind a dash that name what stands below them (——基本情况), where several do."""
    found = [
        i
        for i in range(len(lines) - 1)
        if markers[i] and markers[i][0].style == "——" and markers[i][0].place == "line"
        and lines[i].end - lines[i].start <= 18 and view[lines[i].end - 1] not in "。；：，、！？"
        and not view.startswith("—", lines[i + 1].start)
        and lines[i + 1].end - lines[i + 1].start > lines[i].end - lines[i].start
    ]  # fmt: skip
    return frozenset(found if len(found) > 2 else ())


def _within(spans: list[tuple[int, int]], at: int) -> bool:
    """Whether ``at`` lies inside one of the sorted spans, behind its first character."""
    k = bisect.bisect_left(spans, (at, 0)) - 1
    return k >= 0 and spans[k][0] < at < spans[k][1]


_FEW = 3
"""Line breaks that a document without any may still have, at its title and its end."""
_NAMED = ("部分", "章", "节")
_LARGE = (*_NAMED, "一、", "㈠", "（一）")
_ENCLOSED = ("①", "⑴")
_LISTED = ("1.", "1、", "（1）", "1）", *_ENCLOSED)


def _glued_styles(found: Sequence[Marker]) -> frozenset[str]:
    """Return the styles of which a line counts three numbers in a row, or two several times."""
    runs: dict[str, tuple[int, int]] = {}
    pairs: Counter[str] = Counter()
    out = set()
    for m in found:
        if m.number is None or m.style in ITEM_STYLES or m.style in _ENCLOSED:
            continue
        last, size = runs.get(m.style, (0, 0))
        size = size + 1 if m.number == last + 1 else 1 if m.number == 1 else size
        if m.number in (1, last + 1):
            runs[m.style] = (m.number, size)
            pairs[m.style] += size == 2 or (m.style in _NAMED and last > 0)
        if size >= 3 or pairs[m.style] >= (1 if m.style in _LARGE else 3):
            out.add(m.style)
    return frozenset(out)


def _counted_inside(found: Sequence[Marker], *, only_enclosed: bool) -> dict[str, int]:
    """Return the styles that a line counts from 1 in its running text, with the start of the count.

    Such counts are items (主要有：1.…；2.…), unless higher headings are glued into the line as well. A line
    that begins with ① and holds ② counts inside too.
    """
    higher = any(m.style in ("一、", "（一）", "章", "部分") and m.place != "line" and m.number == 1 for m in found)
    listed = _ENCLOSED if only_enclosed or higher else _LISTED
    seconds = {m.style: k for k, m in enumerate(found) if m.number == 2}
    out: dict[str, int] = {}
    for k, m in enumerate(found):
        if m.style not in listed or m.number != 1:
            continue
        if m.place == "line" and m.style not in _ENCLOSED:
            continue
        if seconds.get(m.style, -1) > k:
            out.setdefault(m.style, m.start)
    return out


def find_headings(view: str, lines: Sequence[Line], roles: Roles) -> tuple[list[Label], list[list[Marker]]]:
    """Return the headings with their labels, in text order, and every line's markers."""
    candidates, markers = find_candidates(view, lines, roles)
    headings = nest(candidates)
    pieces, shorter = _cut_pieces(view, lines, headings)
    rows: list[tuple[float, ...]] = []
    groups: list[int] = []
    owners: list[int] = []
    for k, (h, p) in enumerate(zip(headings, pieces, strict=True)):
        if p is None:
            continue
        nxt = headings[k + 1] if k + 1 < len(headings) else None
        at_once = nxt is not None and nxt.candidate.line <= h.candidate.line + 1
        rows.append(
            features(
                p, h.candidate.style,
                before_sister=at_once and nxt.depth <= h.depth,  # type: ignore[union-attr]
                list_below=list_below(headings, k),
            )
        )  # fmt: skip
        groups.append(-1 if h.parent is None else h.parent)
        owners.append(k)
    titled = dict(zip(owners, decide(rows, groups), strict=True))
    votes: Counter[tuple[int | None, str]] = Counter()
    for k, yes in titled.items():
        votes[headings[k].parent, headings[k].candidate.style] += 1 if yes else -1
    out: list[Label] = []
    for k, h in enumerate(headings):
        c = h.candidate
        p = pieces[k]
        if p is None:
            out.append(Label(h, c.end, (c.start, c.end)))
        elif p.end > p.start and (titled[k] or p.text.startswith(("问：", "问:")) or (c.style == "第一，" and p.closing == "end") or (c.style != "条" and leads_list(p, list_below(headings, k)))) and not (
            is_clause(p, c.style)
        ):
            out.append(Label(h, p.end, (p.start, p.end)))
        else:
            run_on = cut_problem(view, p.start, p.end)
            if run_on is None and k in shorter and votes[h.parent, c.style] >= 0:
                # most sisters have titles: the blank ends this one's
                run_on = shorter[k].end
            if run_on is not None:
                out.append(Label(h, run_on, (p.start, run_on)))
            else:
                out.append(Label(h, c.end, (c.end, c.end)))
    return complete(view, lines, markers, roles, out), markers


def list_below(headings: Sequence[Heading], k: int) -> bool:
    """Whether a deeper heading follows heading ``k`` at once."""
    if k + 1 >= len(headings):
        return False
    nxt = headings[k + 1]
    return nxt.candidate.line <= headings[k].candidate.line + 1 and nxt.depth > headings[k].depth


def _cut_pieces(
    view: str, lines: Sequence[Line], headings: Sequence[Heading]
) -> tuple[list[Piece | None], dict[int, Piece]]:
    """Return the piece behind each heading's marker, None for a heading without one, and those that a blank ends."""
    pieces: list[Piece | None] = []
    others: dict[int, Piece] = {}
    shorter: dict[int, Piece] = {}
    sisters: dict[tuple[int | None, str], list[int]] = {}
    for k, h in enumerate(headings):
        c = h.candidate
        if c.style.startswith("bare"):
            pieces.append(None)
            continue
        nxt = headings[k + 1].candidate if k + 1 < len(headings) else None
        limit = nxt.start if nxt and nxt.line == c.line else lines[c.line].end
        p = cut_piece(view, c.end, limit)
        if c.style == "条" and (named := _ARTICLE_TITLE.match(view, p.start, limit)) is not None:
            p = Piece(p.start, named.end(), "blank", limit - named.end(), named[1])
        counted = _BEFORE_COUNT.match(view, p.start, limit)
        if counted is not None and view.find("二是", counted.end(), counted.end() + LONGEST) > 0:
            p = Piece(p.start, counted.end(), "blank", limit - counted.end(), counted.group())
        elif runs_on(p):
            end = cut_problem(view, p.start, p.end)
            if end is not None:
                p = Piece(p.start, end, "blank", limit - end, view[p.start : end])
        pieces.append(p)
        sisters.setdefault((h.parent, c.style), []).append(k)
        if p.closing != "blank" and p.end - p.start > 8 and view.find(" ", p.start, p.start + 18) >= 0:
            other = cut_at_blank(view, c.end, limit)
            if other is not None:
                shorter[k] = other
        else:
            other = cut_two_part(view, p, limit)
        if other is not None:
            others[k] = other
    for ks in sisters.values():
        found = [k for k in ks if k in others]
        if len(found) >= max(2, 0.6 * len(ks)):
            for k in found:
                pieces[k] = others[k]
    return pieces, shorter


def find_stretches(lines: Sequence[Line], roles: Roles, labels: Sequence[Label]) -> list[Stretch]:
    """Return the running text between the labels, line by line."""
    out: list[Stretch] = []
    borders = set(roles.borders)
    k = 0
    current: int | None = None
    for i, line in enumerate(lines):
        if i in borders:
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
