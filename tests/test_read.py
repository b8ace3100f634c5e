"""Reading: strict, lossless, and clear about what it refuses."""

from __future__ import annotations

import io
import os
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tigang.document import Source
from tigang.errors import DecodeError, InputError
from tigang.pipeline import analyze
from tigang.read import FORMATS, format_of, read_bytes, read_file, read_stream

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "关于推进河道整治的报告\r\n一、总体要求\n　　坚持系统治理，加强源头管控。\r完成率99.5％"
TRADITIONAL = "本府將持續推動各項建設，完成年度目標，並加強與市民之溝通。一、交通建設：完成道路工程三十件。"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (TEXT.encode("gbk"), "gb18030"),
        ((TEXT + "𠮷㐂").encode("gb18030"), "gb18030"),
        (b"\x84\x31\x95\x33" + TEXT.encode("gb18030"), "gb18030"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"), "utf-32-le"),
        (b"plain ASCII\r\n", "utf-8"),
    ],
    ids=["utf8", "utf8-bom", "gbk", "gb18030", "gb18030-bom", "utf16le", "utf16be", "utf32", "ascii"],
)
def test_encodings(data: bytes, encoding: str) -> None:
    """The text comes as it stands, newlines too, without the byte order mark."""
    source, text = read_bytes(data, "a.txt")
    expected = "plain ASCII\r\n" if data.startswith(b"plain") else TEXT
    assert text.removesuffix("𠮷㐂") == expected
    assert source == Source("a.txt", "text", encoding, sha256(data).hexdigest())


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_utf8_is_lossless(text: str) -> None:
    """Any text that begins with no mark or signature is read back from UTF-8 unchanged."""
    data = text.encode()
    if data.startswith((b"%PDF-", b"{\\rtf", b"BZh", b"PK\x03\x04", b"PK\x05\x06", b"\xef\xbb\xbf", b"II*")):
        return
    assert read_bytes(data)[1] == text


def test_explicit_encoding_overrides() -> None:
    source, text = read_bytes(TRADITIONAL.encode("big5"), "a.txt", "big5")
    assert text == TRADITIONAL
    assert source.encoding == "big5"
    assert read_bytes(TEXT.encode("utf-16-le"), "a.txt", "UTF_16_LE")[1] == TEXT


def test_formats() -> None:
    """The suffix chooses the format; Markdown is read as it stands."""
    source, text = read_bytes(b"# A\n\n## B\n", "notes.MD")
    assert (source.format, text) == ("markdown", "# A\n\n## B\n")
    assert format_of("no suffix") is FORMATS[0]
    assert format_of("report.docx") is FORMATS[0]


def refusal(data: bytes, encoding: str | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read_bytes(data, "a.txt", encoding)
    assert str(caught.value).startswith("a.txt: ")
    assert caught.value.exit_code == 3
    return str(caught.value)


def test_undecodable_bytes() -> None:
    """The message gives the offset, the line, the bytes and the remedy."""
    message = refusal(b"ok\nabc\xff\xff\xff\n")
    assert "ff ff ff 0a at byte 6 (line 2) are not UTF-8" in message
    assert "GB18030" in message
    assert "--encoding" in message
    with pytest.raises(DecodeError):
        read_bytes(b"\xff\xff\xff")


def test_damaged_utf8_is_no_gb18030() -> None:
    """A lost byte must not turn a UTF-8 report into gibberish that GB18030 takes."""
    data = ("加快河道整治，明确责任分工，" * 4).encode()
    damaged = data[:31] + data[33:]  # the first byte of the eleventh character stands alone
    assert damaged.decode("gb18030")
    message = refusal(damaged)
    assert "at byte 30 (line 1) are not UTF-8" in message
    assert "repair" in message
    broken_before = "锟斤拷" * 40 + "残缺"  # whose bytes in GBK are UTF-8 replacement characters
    assert read_bytes(broken_before.encode("gbk"))[1] == broken_before


def test_other_encodings_are_no_gb18030() -> None:
    """What decodes as GB18030 but holds mostly odd characters is refused, with an example."""
    message = refusal(TRADITIONAL.encode("big5"))
    assert "odd (such as U+" in message
    assert "--encoding big5" in message
    private = "".join(chr(0xE000 + i) for i in range(50)).encode("gb18030")
    assert "100% of its characters are odd" in refusal(private)
    assert read_bytes(private, "a.txt", "gb18030")[1][0] == "\ue000"


def test_wrong_explicit_encoding() -> None:
    assert "at byte 0 (line 1) are not UTF-8" in refusal(TEXT.encode("gbk"), "utf-8")
    assert "unknown" in refusal(b"abc", "klingon")
    assert "unknown" in refusal(b"abc", "rot13")
    assert "not" in refusal(b"\xff\xfe\x00", None)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"], ids=["none", "utf8-bom", "utf16-bom"])
def test_empty(data: bytes) -> None:
    assert "empty" in refusal(data)


def test_nuls() -> None:
    """A file of NULs is refused, UTF-16 without a mark is told; a stray NUL is kept."""
    assert "4,096 NUL characters" in refusal(bytes(4096))
    assert "--encoding utf-16-le" in refusal("section 1\r\nsection 2".encode("utf-16-le"))
    assert "--encoding utf-16-be" in refusal("section 1\r\nsection 2".encode("utf-16-be"))
    assert read_bytes(b"x" * 200 + b"\0")[1][-1] == "\0"


def _zip(member: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(member, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (_zip("a.txt"), "a ZIP archive"),
        (_zip("word/document.xml"), "a Word document (.docx)"),
        (_zip("OFD.xml"), "an OFD document (.ofd)"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "an old Office file"),
        (b"{\\rtf1\\ansi x}", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(8), "a PNG picture"),
    ],
)
def test_binary(data: bytes, kind: str) -> None:
    """Known binary files are named, even where an encoding is given."""
    assert kind in refusal(data)
    assert kind in refusal(data, "latin-1")


def test_file(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(TEXT.encode("gbk"))
    source, text = read_file(path)
    assert (source.name, source.encoding, text) == (str(path), "gb18030", TEXT)


def test_unreadable_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way in which a file cannot be read has its own words."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    with pytest.raises(InputError, match="a folder, not a file"):
        read_file(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        read_file(tmp_path / "missing.txt")
    with pytest.raises(InputError, match="cannot be read"):
        read_file(path / "below.txt")
    with pytest.raises(InputError, match="no path"):
        read_file("a\0b")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    # by a patch, because an administrator may read any file
    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(InputError, match="no permission"):
        read_file(path)


def test_size_limit(tmp_path: Path) -> None:
    """Larger input is refused by name, and an endless one is not read to its end."""
    path = tmp_path / "big.txt"
    path.write_bytes(b"x" * 1000)
    assert read_file(path, max_bytes=1000)[1] == "x" * 1000
    with pytest.raises(
        InputError, match=r"big\.txt: at least 1,000 bytes, over the limit of 999; .*--max-bytes"
    ):
        read_file(path, max_bytes=999)
    if os.path.exists("/dev/zero"):  # noqa: PTH110
        with pytest.raises(InputError, match="over the limit"):
            read_file("/dev/zero", max_bytes=3_000_000)
    assert read_stream(io.BytesIO(b"y" * 3_000_000), "-", max_bytes=3_000_000) == b"y" * 3_000_000


def test_the_path_of_a_folder_as_a_string_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        analyze(str(tmp_path))


@pytest.mark.parametrize("text", ["/", ".", ".."])
def test_a_mark_alone_is_a_text(text: str) -> None:
    assert str(analyze(text).text) == text
