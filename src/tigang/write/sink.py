"""Where the command's output goes: standard output or a file, never half of one.

Post-conditions
---------------
1. A file appears whole or not at all: it is written beside its place and moved there at the end.
2. A file is UTF-8 with newlines as they are written; standard output has the encoding of its terminal, and
   what that cannot take is written as a backslash escape.
3. A link stays a link, and a file that is replaced keeps its mode.
"""

from __future__ import annotations

import os
import stat
import sys
from codecs import getincrementalencoder, lookup
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Sink", "open_sink"]


class Sink:
    """Takes pieces of text and writes their bytes."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self.stream = stream
        self.encoding = lookup(encoding).name
        self._encode = getincrementalencoder(encoding)("backslashreplace").encode

    def write(self, piece: str) -> None:
        """Write a piece; what the encoding cannot take becomes a backslash escape."""
        self.stream.write(self._encode(piece))

    def takes(self, characters: str) -> bool:
        """Return whether the encoding has all of some characters."""
        try:
            characters.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


@contextmanager
def open_sink(path: str | None) -> Iterator[Sink]:
    """Give standard output, or a file that appears when the block ends without an exception.

    Raises
    ------
    OSError
        If the output cannot be opened or written.
    """
    if path is None:
        # None where the caller closed the stream before it started us
        if sys.stdout is None:
            raise OSError(9, "it is closed")
        sys.stdout.flush()
        yield Sink(sys.stdout.buffer, sys.stdout.encoding or "utf-8")
        sys.stdout.buffer.flush()
        return
    path = os.path.realpath(path)
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - pathlib costs 4 ms at start-up
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):  # a device or a pipe takes no replacement
        with open(path, "wb") as stream:  # noqa: PTH123 - as above
            yield Sink(stream, "utf-8")
        return
    folder, name = os.path.split(path)
    part = os.path.join(folder, f".{name[:200]}.{os.getpid()}.part")  # noqa: PTH118 - as above
    try:
        with open(part, "xb") as stream:  # noqa: PTH123 - as above
            yield Sink(stream, "utf-8")
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            os.chmod(part, stat.S_IMODE(mode))  # noqa: PTH101 - as above
        os.replace(part, path)  # noqa: PTH105 - as above
    finally:
        with suppress(FileNotFoundError):
            os.unlink(part)  # noqa: PTH108 - as above
