"""Bytes to text, strictly.

Terms
-----
mark : the byte order mark at the start, which names the encoding and is no part of the text.
odd character : one that Chinese running text hardly holds: private-use, unassigned, a C1 control, kana,
    Greek, Cyrillic; many of them mean that another encoding was read as GB18030.

Post-conditions
---------------
1. Without an encoding given: the mark decides, then UTF-8, then GB18030; never a guess beyond these.
2. Encoding the text gives the bytes again (the mark aside); nothing is ignored or replaced.
3. Damaged UTF-8 is refused where it would pass for GB18030, and so is what GB18030 turns into odd characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tigang.errors import DecodeError, InputError
from tigang.read.binary import binary_kind

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["decode"]

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BY_LINES = ("utf-8", "gb18030")
"""Encodings in which a newline is always the byte 0A, so that lines can be counted."""

# Eight CJK characters of UTF-8 side by side: GB18030 text does not hold these bytes by chance, its own
# characters are pairs that mostly lead with B0-D7. U+FFFD (EF BF BD) is left out: GBK files do hold 锟斤拷.
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc\xbd][\x80-\xbf]){8}")

_NULS_PER_100 = 1
"""More NULs than this in a hundred characters are no text; a stray one is kept."""
_ODD_PER_100 = 20
"""More odd characters than this in a hundred beyond ASCII are another encoding: Big5 read as GB18030 holds
about 60, 445 unlabelled official documents as GB18030 at most 0.4; the room is for indexes and formulas."""


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    r"""Return the text of ``data`` and the encoding it was in.

    Parameters
    ----------
    data
        The whole input.
    name
        Stands in messages.
    encoding
        A Python codec's name that overrides the bytes' own look.

    Raises
    ------
    DecodeError
        With the byte offset, the bytes there and the remedy.
    InputError
        If the input is empty or binary or the encoding unknown.

    Examples
    --------
    >>> decode("一、总体要求\r\n".encode("gbk"), "a.txt")
    ('一、总体要求\r\n', 'gb18030')
    """
    if not data:
        raise InputError(f"{name}: empty (0 bytes); nothing to analyse")
    if (kind := binary_kind(data)) is not None:
        raise InputError(f"{name}: {kind[0]}, not text; {kind[1]}")
    if encoding is not None:
        text, encoding = _decode_as(data, name, encoding)
    else:
        text, encoding = _detect(data, name)
    text = text.removeprefix("\ufeff")
    if not text:
        raise InputError(f"{name}: empty ({len(data)} bytes, a byte order mark only); nothing to analyse")
    nuls = text.count("\0")
    if nuls * 100 > _NULS_PER_100 * len(text):
        remedy = _nul_remedy(data, encoding)
        raise InputError(f"{name}: {nuls:,} NUL characters of {len(text):,}, not text; {remedy}")
    return text, encoding


def _decode_as(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    import codecs

    try:
        found = codecs.lookup(encoding).name
        return data.decode(found), found
    except LookupError:
        raise InputError(
            f"{name}: encoding {encoding!r} is unknown; name a text codec of Python, such as gb18030"
        ) from None
    except UnicodeDecodeError as e:
        _refuse(name, data, e, remedy="leave --encoding out or name another")
    except UnicodeError as e:
        raise DecodeError(f"{name}: not {encoding} ({e}); leave --encoding out or name another") from None


def _detect(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as e:
                _refuse(name, data, e, remedy="its byte order mark says so; name another with --encoding")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as e:
        first = e
    if _UTF8_RUN.search(data):
        _refuse(
            name, data, first,
            remedy="the rest is UTF-8: repair the file, or read it as it is with --encoding gb18030",
        )  # fmt: skip
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as e:
        where = _where(data, first)
        raise DecodeError(
            f"{name}: {where} are not UTF-8, and {_where(data, e)} are not GB18030;"
            " name the encoding, such as --encoding big5 or --encoding utf-16-le"
        ) from None
    odd, share = _odd(text)
    if odd is not None:
        at = len(text[: text.index(odd)].encode("gb18030"))
        raise DecodeError(
            f"{name}: {_where(data, first)} are not UTF-8, and as GB18030 {share:.0%} of its characters are"
            f" odd (such as U+{ord(odd):04X} at byte {at:,}); name the encoding, such as --encoding big5,"
            " or confirm it with --encoding gb18030"
        )
    return text, "gb18030"


def _odd(text: str) -> tuple[str | None, float]:
    """Return an odd character and their share beyond ASCII where there are too many."""
    from unicodedata import category

    suspects = {
        c
        for c in set(text)
        if c >= "\x80"
        and ("\u0370" <= c <= "\u04ff" or "\u3040" <= c <= "\u30fa" or category(c) in ("Co", "Cn", "Cc"))
    }
    if not suspects:
        return None, 0.0
    from collections import Counter

    counts = Counter(text)
    beyond = sum(n for c, n in counts.items() if c >= "\x80")
    share = sum(counts[c] for c in suspects) / beyond
    # the most frequent one speaks best; ties go to the lower code so that the message never changes
    return (max(suspects, key=lambda c: (counts[c], -ord(c))) if share * 100 > _ODD_PER_100 else None), share


def _refuse(name: str, data: bytes, error: UnicodeDecodeError, remedy: str) -> NoReturn:
    encoding = error.encoding.upper()
    raise DecodeError(f"{name}: {_where(data, error)} are not {encoding} ({error.reason}); {remedy}")


def _where(data: bytes, error: UnicodeDecodeError) -> str:
    at = error.start
    line = f" (line {data.count(10, 0, at) + 1:,})" if error.encoding in _BY_LINES else ""
    return f"the bytes {data[at : at + 6].hex(' ')} at byte {at:,}{line}"


def _nul_remedy(data: bytes, encoding: str) -> str:
    """Tell UTF-16 without a mark, whose NULs stand on one side of the pairs, from binary files."""
    if encoding in _BY_LINES:
        even, odd = data[::2].count(0), data[1::2].count(0)
        if even * 20 < odd:
            return "if it is UTF-16 without a byte order mark, pass --encoding utf-16-le"
        if odd * 20 < even:
            return "if it is UTF-16 without a byte order mark, pass --encoding utf-16-be"
    return "name a text file"
