"""What a file is that is no text, told by its first bytes."""

from __future__ import annotations

__all__ = ["binary_kind"]

_SAVE = "save it as plain text (UTF-8)"
_UNPACK = "unpack it first"

_SIGNATURES = (
    (b"%PDF-", "a PDF", _SAVE),
    (b"PK\x03\x04", "a ZIP archive", _UNPACK),
    (b"PK\x05\x06", "an empty ZIP archive", _UNPACK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls, .wps)", _SAVE),
    (b"{\\rtf", "an RTF document", _SAVE),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", "take its text by OCR"),
    (b"\xff\xd8\xff", "a JPEG picture", "take its text by OCR"),
    (b"II*\x00", "a TIFF picture", "take its text by OCR"),
    (b"\x7fELF", "a program", "name a text file"),
    (b"SQLite format 3\x00", "an SQLite database", "name a text file"),
)

# A ZIP archive is told by a member's name, which stands uncompressed in its directory.
_MEMBERS = (
    (b"word/document.xml", "a Word document (.docx)"),
    (b"OFD.xml", "an OFD document (.ofd)"),
    (b"xl/workbook.xml", "an Excel workbook (.xlsx)"),
    (b"ppt/presentation.xml", "a PowerPoint file (.pptx)"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file (.odt)"),
)


def binary_kind(data: bytes) -> tuple[str, str] | None:
    r"""Return what the bytes are and what to do about it; None where no signature is known.

    >>> binary_kind(b"%PDF-1.7\n")
    ('a PDF', 'save it as plain text (UTF-8)')
    """
    for signature, kind, remedy in _SIGNATURES:
        if data.startswith(signature):
            if signature.startswith(b"PK"):
                for member, document in _MEMBERS:
                    if member in data:
                        return f"{document}, packed as a ZIP archive", _SAVE
            return kind, remedy
    return None
