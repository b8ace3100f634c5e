"""Why a sentence has its tag, in Chinese words for a person at a terminal.

Terms
-----
verdict : a sentence's tag with its probability; of an untagged one the tag that came nearest.
reason : a line that names evidence of one kind, each with what it added to the tag's score.

Post-conditions
---------------
1. A sentence without evidence has no reasons, one without scores a verdict without a number.
2. Reasons come in one order: the heading with what it announces, phrases, neighbours with their most probable
   tags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tigang.tagset import STANDARD
from tigang.write.words import Cleaner

if TYPE_CHECKING:
    from tigang.document import Document, Evidence, Sentence
    from tigang.tagset import Tagset

__all__ = ["LEGEND", "Reasons", "verdict_zh"]

LEGEND = "括号中的数：该凭据为此标签加的分"
_SIDES = {"before": "上句", "after": "下句"}


def verdict_zh(sentence: Sentence, tagset: Tagset = STANDARD) -> str:
    """Return a sentence's tag with its probability.

    >>> from tigang.document import Sentence
    >>> verdict_zh(Sentence(0, 9, None, "plan", (0.02, 0.03, 0.0, 0.9, 0.05)))
    '计划90%'
    >>> verdict_zh(Sentence(0, 9, None, None, (0.05, 0.3, 0.1, 0.5, 0.05)))
    '未定（计划50%）'
    """
    if not sentence.scores:
        return tagset.zh(sentence.tag)
    tag = _likeliest(sentence, tagset)
    words = f"{tagset.zh(tag)}{sentence.scores[tagset.names.index(tag)]:.0%}"
    return words if sentence.tag is not None else f"{tagset.zh(None)}（{words}）"


def _likeliest(sentence: Sentence, tagset: Tagset) -> str:
    return sentence.tag or tagset.names[sentence.scores.index(max(sentence.scores))]


class Reasons:
    """Tells the reasons of a document's sentences."""

    def __init__(self, document: Document) -> None:
        self.clean = Cleaner(document)
        self.tagset = document.tagset
        self.sentences = {s.start: s for s in document.sentences}

    def __call__(self, sentence: Sentence) -> tuple[str, ...]:
        """Return the reasons of a sentence, a line each."""
        kinds: dict[str, list[Evidence]] = {}
        for e in sentence.evidence:
            kinds.setdefault(e.kind, []).append(e)
        out = [self._heading(e) for e in kinds.get("heading", ())]
        phrases = [f"{self.clean(*e.span)}（{e.weight:+.1f}）" for e in kinds.get("phrase", ())]
        if phrases:
            out.append(f"词语：{'、'.join(phrases)}")
        sides = [
            f"{side}{self.tagset.zh(_likeliest(self.sentences[e.start], self.tagset))}（{e.weight:+.1f}）"
            for kind, side in _SIDES.items()
            for e in kinds.get(kind, ())
        ]
        if sides:
            out.append(f"邻句：{'，'.join(sides)}")
        return tuple(out)

    def _heading(self, e: Evidence) -> str:
        # roles are those of the package whatever the model's tags
        role = STANDARD.zh(e.role) if e.role in STANDARD.names else "多类"
        says = "没有指明类别" if e.role is None else f"指明{role}"
        return f"标题{says}（{e.weight:+.1f}）：{self.clean(*e.span)}"
