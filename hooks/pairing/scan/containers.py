"""Office files, PDF, archives: every text in them, with the part of the file that it stands in.

A file that cannot be read to its end is told as such: nobody can say what is in it.
"""

import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from pairing.later import later
from pairing.scan.flat import decoded, flat
from pairing.scan.rules import citizen

# An archive may not unpack to more than this, nor hold archives deeper than this.
LARGEST: Final = 300_000_000
DEEPEST: Final = 3
_MEMBERS: Final = 20_000
_SMALLER: Final = "请拆分成几个"
# Parts of office files, by which an archive is known as one whatever it is called: OOXML, OpenDocument, OFD.
_OFFICE: Final = later(r"\[Content_Types\]\.xml|(?:word|xl|ppt|docProps)/[^.]{1,200}\.xml|content\.xml|OFD\.xml")
_XML: Final = (".xml", ".rels", ".vml")
# Archives that are not opened, and pictures whose data is not read, by their first bytes.
_ARCHIVES: Final = (
    ("RAR 压缩包", later(rb"Rar!\x1a\x07")),
    ("7z 压缩包", later(rb"7z\xbc\xaf\x27\x1c")),
    ("bz2 压缩包", later(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")),
    ("xz 压缩包", later(rb"\xfd7zXZ\0")),
    ("zst 压缩包", later(rb"\x28\xb5\x2f\xfd")),
    ("CAB 压缩包", later(rb"MSCF\0{4}")),
    ("LZH 压缩包", later(rb"..-lh[0-9a-z]-", re.DOTALL)),
    ("tar 打包文件", later(rb".{257}ustar", re.DOTALL)),
    ("分卷压缩包", later(rb"PK\x07\x08")),
)
_PICTURES: Final = (
    ("TIFF 图片", later(rb"II[*+]\0|MM\0[*+]")),
    ("HEIC 图片", later(rb".{4}ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avi[fs])", re.DOTALL)),
)


class Part(NamedTuple):
    """A text in a file: the part that it stands in ("" for the file itself) and the text."""

    member: str
    text: str


class UnreadableError(Exception):
    """A file, or a part of it, whose content cannot be told; the message says why and what to do, in Chinese."""

    def __init__(self, why: str, remedy: str = "请换成能打开、没有密码的文件") -> None:
        super().__init__(f"{why}，{remedy}")


class Member(NamedTuple):
    """A file within an archive."""

    name: str
    content: bytes


def refuse(content: bytes) -> None:
    """UnreadableError for a file that is known to hold more than can be looked at."""
    for name, form in _ARCHIVES:
        if form.match(content):
            raise UnreadableError(f"{name}打不开", "请解开后换成 ZIP 压缩包，或直接放里面的文件")
    for name, form in _PICTURES:
        if form.match(content):
            raise UnreadableError(f"{name}里的附加信息读不出来", "请换成 JPG 或 PNG")


def members(content: bytes) -> Iterator[Part | Member]:
    """Every file of a ZIP archive; a part of an office file as its text.

    UnreadableError where it is damaged, locked or grows beyond all bounds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > _MEMBERS or sum(info.file_size for info in infos) > LARGEST:
                raise UnreadableError("压缩包展开后太大", _SMALLER)
            office = any(_OFFICE.fullmatch(info.filename.replace("\\", "/")) for info in infos)
            if archive.comment:
                yield Member("（压缩包注释）", archive.comment)
            for info in infos:
                if info.flag_bits & 1:
                    raise UnreadableError("压缩包有密码")
                if not info.is_dir():
                    yield _member(Member(_name(info), archive.read(info)), office=office)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise UnreadableError("压缩包已损坏") from error


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; older Chinese programs write GBK without saying so, which Python reads as cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _member(member: Member, *, office: bool) -> Part | Member:
    if office and member.name == "xl/workbook.bin":
        raise UnreadableError("XLSB 表格读不出来", "请另存为 XLSX")
    if office and member.name.lower().endswith(_XML):
        return Part(member.name, flat(decoded(member.content), office=True))
    return member


def gunzipped(content: bytes) -> bytes:
    """What a gzip file holds, in all its parts (RFC 1952, 2.2)."""
    try:
        with gzip.open(io.BytesIO(content)) as file:
            found = file.read(LARGEST)
    except (zlib.error, EOFError, OSError) as error:
        raise UnreadableError("压缩文件已损坏") from error
    if len(found) == LARGEST:
        raise UnreadableError("压缩包展开后太大", _SMALLER)
    return found


def pdf_parts(content: bytes) -> Iterator[Part | Member]:
    """All texts of a PDF: pages, notes, fields, properties, links, files. UnreadableError where locked or damaged."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("PDF 有密码")
        for number, page in enumerate(reader.pages, 1):
            text = page.extract_text()
            yield Part(f"第 {number} 页", text)
            yield Part(f"第 {number} 页", _broken(text))
        yield from _pdf_objects(reader)
    except UnreadableError:
        raise
    except DependencyError as error:  # ciphers that need more than a password
        raise UnreadableError("PDF 有密码或限制了打印、复制", "请去掉密码和限制再放") from error
    except Exception as error:
        raise UnreadableError("PDF 已损坏") from error


def _pdf_objects(reader: Any) -> Iterator[Part | Member]:
    """Every string and every stream that is not drawn: properties, XMP, notes, fields, bookmarks, files, photos."""
    from pypdf.generic import StreamObject

    yield Part("文档属性", "\n".join(str(value) for value in (reader.metadata or {}).values()))
    streams: dict[int, Any] = {}
    held: set[int] = set()
    for number in sorted({number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)):
        found = reader.get_object(number)
        if found is None:
            continue
        yield Part(f"对象 {number}", "\n".join(_strings(found, 0)))
        held.update(_held(found, 0))
        if isinstance(found, StreamObject):
            streams[number] = found
    for _ in range(2):  # what stands below /EF or /XFA may be an object of its own
        tables = [reader.get_object(number) for number in held if number not in streams]
        held.update(number for table in tables for number in _held(table, 0, within=True))
    for number, found in streams.items():
        kind, use = found.get("/Type"), found.get("/Subtype")
        if number in held or kind == "/Metadata" or kind == "/EmbeddedFile":
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


def _held(value: Any, depth: int, *, within: bool = False) -> Iterator[int]:
    """The numbers of objects that are files or forms: below /EF and /XFA, whatever type they say they are."""
    from pypdf.generic import IndirectObject

    if isinstance(value, IndirectObject):
        yield from (value.idnum,) if within else ()
    elif isinstance(value, dict | list) and depth < 20:
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _held(item, depth + 1, within=within or key in ("/EF", "/XFA"))


# The digits at the end of a line and at the beginning of the next.
_TAIL: Final = later(r"(?<![0-9])[0-9]{1,17}(?=[ \t]{0,9}$)")
_HEAD: Final = later(r"[ \t]{0,9}([0-9]{1,17}[Xx]?|[Xx])(?![0-9A-Za-z])")


def _broken(text: str) -> str:
    """Citizens' numbers that a narrow cell has broken over up to four lines, each on the line where it begins."""
    lines = text.split("\n")
    shown = [""] * len(lines)
    for i, line in enumerate(lines):
        tail = _TAIL.search(line)
        joined = tail[0] if tail else ""
        for below in lines[i + 1 : i + 4] if joined else ():
            head = _HEAD.match(below)
            if not head:
                break
            joined += head[1]
            if len(joined) >= 18:
                shown[i] = joined.upper() if len(joined) == 18 and citizen(joined.upper()) else ""
                break
            if below.strip() != head[1]:
                break
    return "\n".join(shown)


# A number cell of an old Excel file: BIFF8 record NUMBER (MS-XLS 2.4.180).
_NUMBER: Final = later(rb"\x03\x02\x0e\x00.{6}(.{8})", re.DOTALL)
# How an office file with a password is known.
_LOCKED: Final = (
    # A newer file in a shell: the directory's entry of a stream (MS-CFB 2.6.1) that is called so.
    later("EncryptedPackage\0".encode("utf-16-le") + rb".{30}\x22\0\x02", re.DOTALL),
    # Word: fEncrypted, the lowest bit of a byte in the head of the main stream (MS-DOC 2.5.2).
    later(rb"\xec\xa5\xc1\0.{7}[" + b"".join(re.escape(bytes([i])) for i in range(1, 256, 2)) + b"]", re.DOTALL),
    # Excel: a record FilePass behind the first record (MS-XLS 2.4.117).
    later(rb"\x09\x08(?:\x10\0.{16}|\x08\0.{8})(?:\x86\0\0\0)?\x2f\0", re.DOTALL),
    # PowerPoint: the token of CurrentUserAtom (MS-PPT 2.3.2).
    later(rb"\0\0\xf6\x0f.{4}\x14\0\0\0\xdf\xc4\xd1\xf3", re.DOTALL),
)


def ole_parts(content: bytes) -> Iterator[Part]:
    """What can be read in an old office file: 8-bit and 16-bit texts, and long numbers in cells of Excel."""
    if any(form.search(content) for form in _LOCKED):
        raise UnreadableError("Office 文件有密码或设了保护", "请去掉密码和保护再放")
    for start in (0, 1):
        yield Part("", _readable(content[start:].decode("utf-16-le", "replace")))
    yield Part("", _readable(content.decode("gb18030", "replace")))
    cells = (struct.unpack("<d", found[1])[0] for found in _NUMBER.finditer(content))
    yield Part("", "\n".join(f"{cell:.0f}" for cell in cells if 1e6 <= cell < 1e19 and cell == int(cell)))


def _readable(text: str) -> str:
    return re.sub("[\0-\x08\x0b-\x1f\ufffd]+", "\n", text)
