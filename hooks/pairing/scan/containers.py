"""Office files, PDF, archives: every text in them, with the part of the file that it stands in.

A file that cannot be read to its end is told as such: nobody can say what is in it.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from pairing.scan.flat import decoded, flat

# An archive may not unpack to more than this, nor hold archives deeper than this.
LARGEST: Final = 300_000_000
DEEPEST: Final = 3
_MEMBERS: Final = 20_000
_XML: Final = (".xml", ".rels", ".vml", ".xhtml", ".html", ".opf", ".ncx")


class Part(NamedTuple):
    """A text in a file: the part that it stands in ("" for the file itself) and the text."""

    member: str
    text: str


class UnreadableError(Exception):
    """A file, or a part of it, whose content cannot be told; the message says why, in Chinese."""


class Member(NamedTuple):
    """A file within an archive."""

    name: str
    content: bytes


def members(content: bytes) -> Iterator[Member]:
    """Every file of a ZIP archive. UnreadableError where it is damaged, locked or grows beyond all bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > _MEMBERS or sum(info.file_size for info in infos) > LARGEST:
                raise UnreadableError("压缩包展开后太大")
            if archive.comment:
                yield Member("（压缩包注释）", archive.comment)
            for info in infos:
                if info.flag_bits & 1:
                    raise UnreadableError("压缩包有密码")
                if not info.is_dir():
                    yield Member(_name(info), archive.read(info))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise UnreadableError("压缩包已损坏") from error


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; older Chinese programs write GBK without saying so, which Python reads as cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def office_part(member: Member) -> Part | None:
    """The text of an XML part of an office file; None where it is no XML."""
    if not member.name.lower().endswith(_XML):
        return None
    return Part(member.name, flat(decoded(member.content), office=True))


def gunzipped(content: bytes) -> bytes:
    """What a gzip file holds."""
    try:
        found = zlib.decompressobj(31).decompress(content, LARGEST)
    except zlib.error as error:
        raise UnreadableError("压缩文件已损坏") from error
    if len(found) == LARGEST:
        raise UnreadableError("压缩包展开后太大")
    return found


def pdf_parts(content: bytes) -> Iterator[Part | Member]:
    """All texts of a PDF: pages, notes, fields, properties, links, files. UnreadableError where locked or damaged."""
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("PDF 有密码")
        for number, page in enumerate(reader.pages, 1):
            yield Part(f"第 {number} 页", page.extract_text())
        yield from _pdf_objects(reader)
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError("PDF 已损坏") from error


def _pdf_objects(reader: Any) -> Iterator[Part | Member]:
    """Every string and every stream that is not drawn: properties, XMP, notes, fields, bookmarks, files, photos."""
    from pypdf.generic import StreamObject

    yield Part("文档属性", "\n".join(str(value) for value in (reader.metadata or {}).values()))
    for number in sorted({number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)):
        found = reader.get_object(number)
        if found is None:
            continue
        yield Part(f"对象 {number}", "\n".join(_strings(found, 0)))
        if not isinstance(found, StreamObject):
            continue
        kind, use = found.get("/Type"), found.get("/Subtype")
        if kind == "/Metadata" or kind == "/EmbeddedFile":
            yield Member(f"附带的内容 {number}", found.get_data())
        elif use == "/Image" and "/DCTDecode" in str(found.get("/Filter")):
            yield Member(f"图片 {number}", found._data)


def _strings(value: Any, depth: int) -> Iterator[str]:
    """Every text string directly in a PDF object."""
    if isinstance(value, dict):
        for item in value.values():
            yield from _strings(item, depth + 1) if depth < 20 else ()
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, depth + 1) if depth < 20 else ()
    elif isinstance(value, str) and not value.startswith("/"):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("latin-1")


# A number cell of an old Excel file: BIFF8 record NUMBER (MS-XLS 2.4.180).
_NUMBER: Final = re.compile(rb"\x03\x02\x0e\x00.{6}(.{8})", re.DOTALL)


def ole_parts(content: bytes) -> Iterator[Part]:
    """What can be read in an old office file: 8-bit and 16-bit texts, and long numbers in cells of Excel."""
    for start in (0, 1):
        yield Part("", _readable(content[start:].decode("utf-16-le", "replace")))
    yield Part("", _readable(content.decode("gb18030", "replace")))
    cells = (struct.unpack("<d", found[1])[0] for found in _NUMBER.finditer(content))
    yield Part("", "\n".join(f"{cell:.0f}" for cell in cells if 1e6 <= cell < 1e19 and cell == int(cell)))


def _readable(text: str) -> str:
    return re.sub("[\0-\x08\x0b-\x1f\ufffd]+", "\n", text)
