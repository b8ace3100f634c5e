"""The form of a marker: what is left of （二） when its numeral is taken out, and what is wrong with it.

Terms
-----
shape : the marker without blanks, its numeral replaced by the kind of numeral: ``（c）`` for （一）, ``1.`` for
    3., ``１．`` for full-width ３．.
plain shape : the shape in half width; two shapes with one plain shape differ in width alone.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from tigang.numerals import CHINESE, ENCLOSED
from tigang.patterns import lazy

__all__ = ["Form", "form_of"]


class Form(NamedTuple):
    """The form of a marker."""

    shape: str
    plain: str
    """The shape in half width."""
    flaw: str
    """``""``, ``blank`` (inside), ``alike`` (a character that stands for another), ``bracket`` (the two
    differ) or ``mark`` (a mark behind that does not belong)."""


_FINANCIAL = "壹贰叁肆伍陆柒捌玖拾佰仟貳參叄陸"
_NUMERALS = (
    (lazy(f"[{ENCLOSED}]"), "e"),
    (lazy("[⼀⼆⼋⼗\uf900-\ufaff]+|(?<=[（(〔［])[-—－](?=[）)〕］])"), "c"),
    (lazy(f"[{_FINANCIAL}]+"), "f"),
    (lazy(f"[{CHINESE}]+"), "c"),
    (lazy("[0-9]+"), "1"),
    (lazy("[０-９]+"), "１"),
    (lazy("[甲乙丙丁戊己庚辛壬癸]"), "s"),
    (lazy("[Ⅰ-Ⅻ]|[IVX]+(?![a-z])"), "r"),
    (lazy("^[A-Z](?=[^a-z1]*$)"), "A"),
    (lazy("^[a-z](?=[.．、）)]$)"), "a"),
)
_ALIKE = lazy("[\u2e80-\u2fdf\uf900-\ufaff-—－?？OoＯ]")
_PAIRS = frozenset(("（）", "()", "〔〕", "［］"))
_OPENING, _CLOSING = "（(〔［", "）)〕］"


@lru_cache(maxsize=8192)
def form_of(marker: str) -> Form:
    """Return the form of a marker.

    >>> form_of("（二）"), form_of("3、").shape, form_of("(一）").flaw, form_of("（-）").flaw, form_of("一 、").flaw
    (Form(shape='（c）', plain='(c)', flaw=''), '1、', 'bracket', 'alike', 'blank')
    """
    solid = "".join(marker.split())
    shape = solid
    for pattern, kind in _NUMERALS:
        shape = pattern.sub(kind, shape)
    shape = shape.removesuffix("之c")  # 第五条之一
    return Form(shape, unicodedata.normalize("NFKC", shape), _flaw(marker, solid))


def _flaw(marker: str, solid: str) -> str:
    if _ALIKE.search(solid):
        return "alike"
    opening = solid[:1] if solid[:1] in _OPENING else ""
    at = next((i for i, c in enumerate(solid) if i and c in _CLOSING), None)
    if opening and at is not None and opening + solid[at] not in _PAIRS:
        return "bracket"
    if at is not None and opening and solid[at + 1 :] in ("、", ".", "．", "，"):
        return "mark"
    if solid[-1:] in ("，", ",") and solid[:1] != "第":
        return "mark"
    inner = marker.strip()
    if inner != solid and (opening or solid[-1:] in ("、", ".", "．")):
        return "blank"
    return ""
