"""Tags: what every sentence does, how sure that is, and why.

The path: words in plain form (`words`) → scores of each sentence by itself (`first`) from its n-grams, the cue
lexicon (`cues`), its headings (`roles`, `features`) and its place → probabilities among its neighbours,
paragraph, section and document (`second`) → tag, scores and, if asked for, evidence (`explain`). The weights
(`weights`) are trained by `tigang.training`.

Post-conditions of `tag_sentences`
----------------------------------
1. The sentences come back in order with their spans and nodes, each with a tag of the weights' set and a
   probability for every tag of it. They sum to 1 (within rounding); the tag is the most probable one.
2. Evidence spans lie in the text; without ``explain`` there are none.
3. Noise inside a sentence changes nothing.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tigang.document import Sentence
from tigang.tags.features import read_frame, read_places
from tigang.tags.first import read_inputs, score_first
from tigang.tags.second import score_second
from tigang.tags.weights import load_weights
from tigang.tags.words import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tigang.document import Node, Noise
    from tigang.tags.weights import Weights

__all__ = ["BULK", "read_forms", "tag_sentences"]

BULK = 600
"""Sentences from which numpy pays: its import takes as long as some 600 sentences in plain Python."""
_BULK_LOADED = 60  # the same where numpy is there already


def tag_sentences(
    text: str,
    nodes: Sequence[Node],
    sentences: Sequence[Sentence],
    *,
    title: str | None = None,
    noise: Sequence[Noise] = (),
    explain: bool = False,
    weights: Weights | None = None,
    bulk: int | None = None,
) -> list[Sentence]:
    """Return the sentences with tag and scores.

    Parameters
    ----------
    text
        The decoded text that all offsets refer to.
    title
        The document's title.
    noise
        Spans that no sentence's words include.
    explain
        Whether to add the evidence: phrases, heading and neighbours that spoke for the tag.
    weights
        Other weights than those that ship with the package.
    bulk
        Number of sentences from which numpy is used, by default as many as pay; the results are the same.
    """
    if not sentences:
        return []
    weights = weights or load_weights()
    if bulk is None:
        bulk = _BULK_LOADED if "numpy" in sys.modules else BULK
    frame = read_frame(text, nodes, title)
    places = read_places(text, nodes, sentences)
    words = read_forms(text, sentences, noise)
    forms = [plain(w, frame.now) for w in words]
    inputs = read_inputs(forms, nodes, sentences, places, frame, weights)
    if len(sentences) < bulk:
        first = score_first(forms, inputs, weights)
        scores = score_second(first, nodes, sentences, places, frame, weights)
    else:
        from tigang.tags.bulk import score_first_bulk, score_second_bulk

        firsts = score_first_bulk(inputs, weights, hidden=explain)
        scores = score_second_bulk(firsts, nodes, sentences, places, frame, weights)
        first = firsts.rows() if explain else []
    names = weights.tagset.names
    out = [
        Sentence(s.start, s.end, s.node, names[p.index(max(p))], tuple(p))
        for s, p in zip(sentences, scores, strict=True)
    ]
    if explain:
        from tigang.tags.explain import explain_sentences

        return explain_sentences(words, nodes, out, places, frame, first, weights)
    return out


def read_forms(text: str, sentences: Sequence[Sentence], noise: Sequence[Noise]) -> list[str]:
    """Return the words of each sentence, noise masked by NUL characters (which the plain form leaves out)."""
    out = []
    k = 0
    for s in sentences:
        words = text[s.start : s.end]
        while k < len(noise) and noise[k].end <= s.start:
            k += 1
        j = k
        while j < len(noise) and noise[j].start < s.end:
            a, b = max(noise[j].start, s.start) - s.start, min(noise[j].end, s.end) - s.start
            words = words[:a] + "\0" * (b - a) + words[b:]
            j += 1
        out.append(words)
    return out
