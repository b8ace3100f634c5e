"""Files, streams and bytes to text: one table of formats, one way in.

Terms
-----
format : what the bytes hold, chosen by the file name's suffix; a name without a known suffix is text.

Post-conditions
---------------
1. The text holds the characters of the input, newlines as they stand; a byte order mark is dropped and
   counted nowhere.
2. Nothing is replaced or ignored: what cannot be read raises `InputError` with what, where and the remedy.
3. At most ``max_bytes`` + 1 MiB are read of any input.
"""

from __future__ import annotations

import os
import stat
from typing import IO, TYPE_CHECKING, NamedTuple

from tigang.document import Source
from tigang.errors import InputError
from tigang.read.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FORMATS", "MAX_BYTES", "Format", "format_of", "read_bytes", "read_file", "read_stream"]

MAX_BYTES = 200_000_000
_CHUNK = 1 << 20


class Format(NamedTuple):
    """A kind of input."""

    name: str
    suffixes: tuple[str, ...]
    """Endings of file names, in lower case."""
    read: Callable[[bytes, str, str | None], tuple[str, str]]
    """Makes (text, encoding) of (bytes, name, encoding or None)."""


# Markdown is read as it stands: its marks are part of the text, the stages behind know them.
FORMATS = (
    Format("text", (".txt", ".text"), decode),
    Format("markdown", (".md", ".markdown"), decode),
)
"""The formats that are read; the first is what an unknown suffix gets."""


def format_of(name: str) -> Format:
    """Return the format that a file name stands for.

    >>> format_of("报告.MD").name, format_of("报告").name
    ('markdown', 'text')
    """
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - pathlib costs 4 ms at start-up
    return next((f for f in FORMATS if suffix in f.suffixes), FORMATS[0])


def read_bytes(data: bytes, name: str = "<bytes>", encoding: str | None = None) -> tuple[Source, str]:
    """Return the source and the text of bytes.

    Parameters
    ----------
    data
        The whole input.
    name
        Stands in messages and in the source; its suffix chooses the format.
    encoding
        Overrides what the bytes look like.

    Raises
    ------
    InputError
        If there is nothing in it or it is no text; `DecodeError` if bytes do not fit the encoding.
    """
    from hashlib import sha256

    kind = format_of(name)
    text, found = kind.read(data, name, encoding)
    return Source(name, kind.name, found, sha256(data).hexdigest()), text


def read_file(
    path: str | os.PathLike[str], *, encoding: str | None = None, max_bytes: int = MAX_BYTES
) -> tuple[Source, str]:
    """Return the source and the text of a file.

    Raises
    ------
    InputError
        If the file is missing, a folder, closed to us or larger than ``max_bytes``, and for what
        `read_bytes` refuses.
    """
    name = os.fspath(path)
    try:
        with open(name, "rb") as stream:  # noqa: PTH123 - as above
            status = os.fstat(stream.fileno())
            if stat.S_ISREG(status.st_mode) and status.st_size > max_bytes:
                raise _too_large(name, status.st_size, max_bytes)
            data = read_stream(stream, name, max_bytes=max_bytes)
    except IsADirectoryError:
        raise InputError(f"{name}: a folder, not a file; name the files in it") from None
    except FileNotFoundError:
        raise InputError(f"{name}: no such file; check the path") from None
    except PermissionError:
        if os.path.isdir(name):  # noqa: PTH112 - as above; how Windows answers to a folder
            raise InputError(f"{name}: a folder, not a file; name the files in it") from None
        raise InputError(f"{name}: no permission to read it; check the file's mode and owner") from None
    except OSError as e:
        raise InputError(f"{name}: cannot be read ({e.strerror or e}); check the path and the disk") from None
    except ValueError as e:  # a NUL in the path
        raise InputError(f"{name!r}: no path ({e}); check the name") from None
    return read_bytes(data, name, encoding)


def read_stream(stream: IO[bytes], name: str, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return all bytes of a stream that may be endless.

    Raises
    ------
    InputError
        If there are more than ``max_bytes``.
    """
    chunks = []
    size = 0
    while chunk := stream.read(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > max_bytes:
            raise _too_large(name, size, max_bytes)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _too_large(name: str, size: int, limit: int) -> InputError:
    return InputError(
        f"{name}: at least {size:,} bytes, over the limit of {limit:,}; raise it with --max-bytes"
    )
