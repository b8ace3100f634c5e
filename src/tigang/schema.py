"""The JSON form of a `Document` (schema ``tigang/1``): to and from dictionaries and text.

`tigang.write.json` writes the same form as text, in pieces.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tigang.document import (
    SCHEMA,
    Evidence,
    Matter,
    Node,
    Noise,
    Note,
    Paragraph,
    Sentence,
    Source,
    Span,
    Text,
)
from tigang.errors import FormatError
from tigang.tagset import STANDARD, Tag, Tagset

if TYPE_CHECKING:
    from tigang.document import Document

__all__ = ["read_fields", "read_json", "to_dict", "to_json"]


def to_dict(document: Document, *, text: bool = True) -> dict[str, Any]:
    """Return the JSON form; without ``text`` it cannot be read back."""
    names = document.tagset.names
    out: dict[str, Any] = {
        "schema": SCHEMA,
        "source": {
            "name": document.source.name,
            "format": document.source.format,
            "encoding": document.source.encoding,
            "sha256": document.source.sha256,
            "chars": len(document.text),
        },
    }
    if text:
        out["text"] = str(document.text)
    out["title"] = document.title
    out["tagged"] = document.tagged
    if document.tagset != STANDARD:
        out["tagset"] = [tag._asdict() for tag in document.tagset.tags]
    out["nodes"] = [
        {
            "id": n.id, "parent": n.parent, "kind": n.kind, "depth": n.depth, "style": n.style,
            "marker": n.marker, "number": n.number, "title": n.title, "label": list(n.label),
            "span": list(n.span), "tag": n.tag, "shares": _scores(n.shares, names),
        }
        for n in document.nodes
    ]  # fmt: skip
    out["paragraphs"] = [
        {"span": [p.start, p.end], "node": p.node, "tag": p.tag, "scores": _scores(p.scores, names)}
        for p in document.paragraphs
    ]
    out["sentences"] = [
        {"span": [s.start, s.end], "node": s.node, "tag": s.tag, "scores": _scores(s.scores, names)}
        | ({"evidence": [_evidence(e) for e in s.evidence]} if s.evidence else {})
        for s in document.sentences
    ]
    out["front"] = [{"span": [m.start, m.end], "role": m.role} for m in document.front]
    out["back"] = [{"span": [m.start, m.end], "role": m.role} for m in document.back]
    out["noise"] = [{"span": [m.start, m.end], "reason": m.reason} for m in document.noise]
    out["notes"] = [{"code": m.code, "span": [m.start, m.end], "message": m.message} for m in document.notes]
    return out


def to_json(document: Document, *, text: bool = True, indent: int | None = None) -> str:
    """Return `to_dict` as JSON; lone surrogates are written as escapes so that any text can be stored."""

    def written(*, ascii: bool) -> str:  # noqa: A002 - as in the writer
        if indent is None:
            from tigang.write.json import write_json

            return write_json(document, text=text, ascii=ascii)
        return json.dumps(to_dict(document, text=text), ensure_ascii=ascii, indent=indent)

    out = written(ascii=False)
    try:
        out.encode("utf-8")
    except UnicodeEncodeError:
        out = written(ascii=True)
    return out


def read_json(data: str | bytes) -> dict[str, Any]:
    """Return the object that JSON text holds.

    Raises
    ------
    FormatError
        If the text is not JSON.
    """
    try:
        out: dict[str, Any] = json.loads(data)
    except json.JSONDecodeError as e:
        raise FormatError(f"line {e.lineno}, column {e.colno}: not JSON ({e.msg})") from e
    return out


def read_fields(data: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the `Document` that a JSON form holds.

    Raises
    ------
    FormatError
        If the schema is unknown, the text is missing or a key or value is wrong.
    """
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        found = data.get("schema") if isinstance(data, dict) else type(data).__name__
        raise FormatError(f"schema {found!r} is not {SCHEMA!r}: the JSON was not written by `tigang outline`")
    if "text" not in data:
        raise FormatError("the JSON holds no text: it was written with --no-text and cannot be read back")
    try:
        src = data["source"]
        tagset = STANDARD
        if "tagset" in data:
            tagset = Tagset(tuple(Tag(t["name"], t["code"], t["name_zh"]) for t in data["tagset"]))
        names = tagset.names
        return {
            "source": Source(src["name"], src["format"], src["encoding"], src["sha256"]),
            "text": Text(data["text"]),
            "title": data["title"],
            "nodes": tuple(
                Node(
                    n["id"], n["parent"], n["kind"], n["depth"], n["style"], n["marker"], n["number"],
                    n["title"], Span(*n["label"]), Span(*n["span"]), n["tag"], _values(n["shares"], names),
                )
                for n in data["nodes"]
            ),
            "paragraphs": tuple(
                Paragraph(*_ends(p), p["node"], p["tag"], _values(p["scores"], names)) for p in data["paragraphs"]
            ),
            "sentences": tuple(
                Sentence(
                    *_ends(s), s["node"], s["tag"], _values(s["scores"], names),
                    tuple(
                        Evidence(*_ends(e), e["tag"], float(e["weight"]), e["kind"], e["role"])
                        for e in s.get("evidence", ())
                    ),
                )
                for s in data["sentences"]
            ),
            "front": tuple(Matter(*_ends(m), m["role"]) for m in data["front"]),
            "back": tuple(Matter(*_ends(m), m["role"]) for m in data["back"]),
            "noise": tuple(Noise(*_ends(m), m["reason"]) for m in data["noise"]),
            "notes": tuple(Note(m["code"], *_ends(m), m["message"]) for m in data["notes"]),
            "tagged": bool(data.get("tagged", True)),
            "tagset": tagset,
        }  # fmt: skip
    except (KeyError, TypeError, ValueError) as e:
        raise FormatError(f"the JSON does not hold a {SCHEMA} document: {type(e).__name__} {e}") from e


def _ends(record: dict[str, Any]) -> tuple[int, int]:
    start, end = record["span"]
    return start, end


def _scores(values: tuple[float, ...], names: tuple[str, ...]) -> dict[str, float]:
    return dict(zip(names, values, strict=False))


def _values(scores: dict[str, float], names: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(float(scores[t]) for t in names) if scores else ()


def _evidence(e: Evidence) -> dict[str, Any]:
    return {"span": [e.start, e.end], "tag": e.tag, "weight": e.weight, "kind": e.kind, "role": e.role}
