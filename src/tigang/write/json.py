"""The JSON form (schema ``tigang/1``) in pieces.

Post-conditions
---------------
1. The pieces joined are ``json.dumps(document.to_dict(...), ensure_ascii=..., separators=(",", ":"))``.
2. No piece holds more than `_RECORDS` records or `_CHARS` characters of the text.

Records are written by templates: dictionaries and `json.dumps` would take two to five times as long, and the
whole output would stand in memory twice.
"""

from __future__ import annotations

from json.encoder import encode_basestring, encode_basestring_ascii
from typing import TYPE_CHECKING

from tigang.document import SCHEMA
from tigang.tagset import STANDARD
from tigang.write.select import prune

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    from tigang.document import Document, Evidence, Matter, Node, Noise, Note, Paragraph, Sentence
    from tigang.tagset import Tag
    from tigang.write import View

    Record = TypeVar("Record")

__all__ = ["pieces", "write_json"]

_RECORDS = 4096
_CHARS = 1 << 20
_NUMBER = float.__repr__


def write_json(
    document: Document,
    *,
    depth: int | None = None,
    keep: tuple[str, ...] = (),
    text: bool = True,
    ascii: bool = False,  # noqa: A002 - named like the command's option
) -> str:
    """Return the document as one line of JSON without a newline.

    Parameters
    ----------
    document
        What to write.
    depth, keep
        What to leave out; see `tigang.write.select.prune`.
    text
        Whether to write the text; without it the JSON cannot be read back.
    ascii
        Whether characters beyond ASCII are escapes. Without it lone surrogates stand as they are.
    """
    return "".join(_object(prune(document, depth=depth, keep=keep), text=text, ascii=ascii))


def pieces(document: Document, view: View) -> Iterator[str]:
    """Yield the document as a line of JSON Lines."""
    yield from _object(prune(document, depth=view.depth, keep=view.keep), text=view.text, ascii=view.ascii)
    yield "\n"


def _object(document: Document, *, text: bool, ascii: bool) -> Iterator[str]:  # noqa: A002
    quote: Callable[[str], str] = encode_basestring_ascii if ascii else encode_basestring
    source = document.source
    yield (
        f'{{"schema":"{SCHEMA}","source":{{"name":{quote(source.name)},"format":{quote(source.format)},'
        f'"encoding":{quote(source.encoding)},"sha256":{quote(source.sha256)},"chars":{len(document.text)}}},'
    )
    if text:
        yield '"text":"'
        for i in range(0, len(document.text), _CHARS):
            yield quote(document.text[i : i + _CHARS])[1:-1]
        yield '",'
    title = "null" if document.title is None else quote(document.title)
    yield f'"title":{title},"tagged":{"true" if document.tagged else "false"},'
    if document.tagset != STANDARD:
        yield from _array("tagset", document.tagset.tags, lambda t: _tag(t, quote))
    scores = "{" + ",".join(f'"{t}":%s' for t in document.tagset.names) + "}"
    yield from _array("nodes", document.nodes, lambda n: _node(n, quote, scores))
    yield from _array("paragraphs", document.paragraphs, lambda p: _stretch(p, scores))
    yield from _array("sentences", document.sentences, lambda s: _sentence(s, scores))
    yield from _array("front", document.front, lambda m: _matter(m, quote))
    yield from _array("back", document.back, lambda m: _matter(m, quote))
    yield from _array("noise", document.noise, lambda n: _noise(n, quote))
    yield from _array("notes", document.notes, lambda n: _note(n, quote), end="}")


def _array(
    key: str, records: Sequence[Record], write: Callable[[Record], str], end: str = ","
) -> Iterator[str]:
    yield f'"{key}":['
    for i in range(0, len(records), _RECORDS):
        yield ("," if i else "") + ",".join(map(write, records[i : i + _RECORDS]))
    yield "]" + end


def _tag(t: Tag, quote: Callable[[str], str]) -> str:
    return f'{{"name":"{t.name}","code":"{t.code}","name_zh":{quote(t.name_zh)}}}'


def _node(n: Node, quote: Callable[[str], str], scores: str) -> str:
    style = "null" if n.style is None else quote(n.style)
    marker = "null" if n.marker is None else quote(n.marker)
    return (
        f'{{"id":{n.id},"parent":{_or_null(n.parent)},"kind":"{n.kind}","depth":{n.depth},"style":{style},'
        f'"marker":{marker},"number":{_or_null(n.number)},"title":{quote(n.title)},'
        f'"label":[{n.label.start},{n.label.end}],"span":[{n.span.start},{n.span.end}],'
        f'"tag":{_name(n.tag)},"shares":{_scores(n.shares, scores)}}}'
    )


def _stretch(p: Paragraph | Sentence, scores: str) -> str:
    node, tag, values = _or_null(p.node), _name(p.tag), _scores(p.scores, scores)
    return f'{{"span":[{p.start},{p.end}],"node":{node},"tag":{tag},"scores":{values}}}'


def _sentence(s: Sentence, scores: str) -> str:
    if not s.evidence:
        return _stretch(s, scores)
    return f'{_stretch(s, scores)[:-1]},"evidence":[{",".join(map(_evidence, s.evidence))}]}}'


def _evidence(e: Evidence) -> str:
    return (
        f'{{"span":[{e.start},{e.end}],"tag":"{e.tag}","weight":{_NUMBER(e.weight)},"kind":"{e.kind}",'
        f'"role":{_name(e.role)}}}'
    )


def _matter(m: Matter, quote: Callable[[str], str]) -> str:
    return f'{{"span":[{m.start},{m.end}],"role":{quote(m.role)}}}'


def _noise(n: Noise, quote: Callable[[str], str]) -> str:
    return f'{{"span":[{n.start},{n.end}],"reason":{quote(n.reason)}}}'


def _note(n: Note, quote: Callable[[str], str]) -> str:
    return f'{{"code":{quote(n.code)},"span":[{n.start},{n.end}],"message":{quote(n.message)}}}'


def _scores(values: Iterable[float], scores: str) -> str:
    return scores % tuple(map(_NUMBER, values)) if values else "{}"


def _name(tag: str | None) -> str:
    return "null" if tag is None else f'"{tag}"'


def _or_null(value: int | None) -> int | str:
    return "null" if value is None else value
