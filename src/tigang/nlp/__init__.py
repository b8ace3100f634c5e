r"""The spaCy side: a pipeline whose components put an analysed document on the Doc.

>>> import tigang
>>> text = "某局工作总结\n一、主要成效\n组织开展了业务培训，群众办事更方便。\n二、下一步打算\n加强队伍建设，补充人员。"
>>> doc = tigang.load()(text)
>>> [(span.text, span.label_, span._.tag) for span in doc.spans["tigang_nodes"]]
[('一、主要成效', 'heading', 'initiative'), ('二、下一步打算', 'heading', 'plan')]

Terms
-----
segmenter : what cuts the text into words, see `tigang.nlp.segmenters`.
record : a node, paragraph, sentence, piece of matter or noise of the `tigang.Document`; it knows characters.
span : a spaCy `Span`; it knows tokens. A span *stands for* a record.

Components (factories, found by entry points; any language, any tokenizer)
--------------------------------------------------------------------------
``tigang_sections``
    Analyses ``doc.text`` and puts the outline on the Doc. Config: ``sents`` (bool, true), whether
    ``doc.sents`` follow our sentences.
``tigang_tags``
    Tags what ``tigang_sections`` found. Config: ``explain`` (bool, false), whether sentences carry what
    spoke for their tag; ``min_confidence`` (float, 0), the probability that a tag must reach. In
    ``[initialize.components.tigang_tags]``: ``model``, the path of a model of ``tigang train``.

Span groups (``doc.spans[...]``, always there, in text order)
------------------------------------------------------------
======================  ==========================  ==================  ==============
name                    spans                       ``label_``          ``id_``
======================  ==========================  ==================  ==============
``tigang_nodes``        own words of every node     heading topic item  ``node-3``
``tigang_topics``       own words of topics         ``topic``           ``node-3``
``tigang_items``        own words of items          ``item``            ``node-3``
``tigang_sections``     headings with all below     ``h1`` ``h2`` …     ``node-3``
``tigang_paragraphs``   paragraphs                  ``paragraph``       ``paragraph-7``
``tigang_sentences``    sentences                   ``sentence``        ``sentence-9``
``tigang_matter``       front, then back matter     its role            ``matter-0``
``tigang_noise``        noise                       its reason          ``noise-2``
``tigang_tags``         tagged sentences            the tag             ``sentence-9``
======================  ==========================  ==================  ==============

The number of an id is the record's position in its tuple of the Document (front and back matter count as
one). ``tigang_tags`` is there once ``tigang_tags`` has run. Labels are plain words: displaCy, which writes
them into HTML as they are, may be given any group.

Extensions
----------
``doc._.tigang``
    The `tigang.Document`, None where the Doc was not analysed (or is a part or a merger of Docs that were).
``doc._.tigang_json``
    How it is stored: its JSON without the text. Read-only for users.
``doc._.outline``
    The tree as text, as `Document.outline` gives it; None without a document.
``doc._.span_of(record)``
    The span that stands for a record; of a node its own words. None where no token lies in the record.
``span._.record``
    The record that a span of our groups stands for, else None.
``span._.node``, ``token._.node``
    The node (a record) that its first character that is no blank stands in, itself included, or None.
``span._.section``, ``token._.section``
    The same, headings only.
``span._.sentence``, ``token._.sentence``
    The sentence (a record) that this character stands in, or None.
``span._.tag``, ``token._.tag``
    The record's tag; of another span, the one that most characters of its sentences bear (see
    `tigang.tagset.tag_of`); of a token, its sentence's. None without a sentence, before tagging or where
    no tag is sure enough.
``token._.is_noise``
    Whether all its characters are noise.

Where another package has registered one of these names before, its extension stays and a warning names it;
``doc._.tigang`` and ``doc._.tigang_json`` are ours alone.

Post-conditions
---------------
1. ``doc._.tigang == tigang.analyze(doc.text)`` behind both components, whatever the tokenizer (with the same
   ``explain``, ``min_confidence`` and ``model``).
2. The pipeline of `load` cuts a token at both ends of every record, so that each span's characters are its
   record's and there is a span for each record.
3. Behind another tokenizer a token may lie across the end of a record. Then the spans of `tigang_noise` lose
   that token (no word of the document is called noise; noise within a token has no span), the spans of all
   other groups hold it whole (no word of the document is lost; neighbours may share it).
4. A sentence of ``doc.sents`` starts where a heading, a sentence, a line of matter or noise outside these
   starts; blanks belong to the sentence before them, those at the very start are one of their own. A token
   that lies across such a start belongs to the sentence before it; where that leaves a record no token, it
   has no sentence of its own. On a Doc with a dependency parse the parse decides, and a warning says so.
5. With every segmenter but ``char`` numbers, dates, titles and the other wholes of `tigang.nlp.wholes` are one
   token, unless a record ends inside.
6. Models of one's own, of words and of tags, go with the pipeline to disk and bytes.
7. All of this survives `Doc.to_bytes`, `DocBin` (with ``store_user_data=True``) and ``n_process``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tigang.nlp.components import make_sections, make_tags
from tigang.nlp.segmenters import SEGMENTERS, find_model
from tigang.nlp.tokenizer import Tokenizer

if TYPE_CHECKING:
    import os

    from spacy.language import Language

    from tigang.nlp.components import Tags

__all__ = ["SEGMENTERS", "Tokenizer", "load", "make_sections", "make_tags"]


def load(
    segmenter: str | os.PathLike[str] = "char",
    *,
    tags: bool = True,
    explain: bool = False,
    min_confidence: float = 0.0,
    model: str | os.PathLike[str] | None = None,
    sents: bool = True,
    download: bool = False,
) -> Language:
    r"""Return a Chinese pipeline with our tokenizer and components.

    spaCy refuses texts of more than ``nlp.max_length`` characters (a million); nothing here needs that limit.

    Parameters
    ----------
    segmenter
        What cuts the text into words: a key of `SEGMENTERS` (see `tigang.nlp.segmenters`), a folder with a
        model of spacy-pkuseg, or the name of one of its own models (``"news"``, ``"spacy_ontonotes"`` …).
    tags
        Whether to tag the sentences, paragraphs and nodes.
    explain
        Whether sentences carry what spoke for their tag.
    min_confidence
        Probability, 0 to 1, that a sentence's tag must reach; others are left untagged.
    model
        A model of ``tigang train`` to tag by, in place of the one that ships with the package.
    sents
        Whether ``doc.sents`` follow our sentences.
    download
        Whether a named model of spacy-pkuseg that is not on disk may be downloaded.

    Raises
    ------
    ValueError
        If the segmenter is unknown.
    ModelError
        If a model cannot be read.
    ImportError
        If the segmenter's package is not installed.

    Examples
    --------
    >>> load().pipe_names
    ['tigang_sections', 'tigang_tags']
    >>> [token.text for token in load("pkuseg")("一、完成情况\n新建供水管网3.5公里。")]
    ['一', '、', '完成', '情况', '\n', '新建', '供水', '管网', '3.5公里', '。']
    """
    import spacy

    cutter = None if segmenter in SEGMENTERS else find_model(segmenter, download=download)
    name = segmenter if cutter is None else "pkuseg"
    tokenizer = {"@tokenizers": "tigang.Tokenizer.v1", "segmenter": name}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
    if cutter is not None and isinstance(nlp.tokenizer, Tokenizer):
        nlp.tokenizer.use_model(cutter)
    nlp.add_pipe("tigang_sections", config={"sents": sents})
    if tags:
        config = {"explain": explain, "min_confidence": min_confidence}
        tagger = cast("Tags", nlp.add_pipe("tigang_tags", config=config))
        if model is not None:
            tagger.use_model(model)
    return nlp
