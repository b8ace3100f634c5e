"""Tags: what every sentence does, with scores and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tigang.tags.rules import tag_by_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.document import Node, Noise, Sentence

__all__ = ["tag_sentences"]


def tag_sentences(
    text: str,
    nodes: Sequence[Node],
    sentences: Sequence[Sentence],
    *,
    title: str | None = None,
    noise: Sequence[Noise] = (),
    explain: bool = False,
) -> list[Sentence]:
    """Return the sentences with tag, scores and, with ``explain``, the evidence."""
    del noise
    return tag_by_rules(text, nodes, sentences, title=title, explain=explain)
