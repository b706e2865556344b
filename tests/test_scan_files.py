"""The scan of files: what programs break up, pack or lock is read, or told to be unreadable; harmless twins pass."""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from _demo_media import pdf
from pairing.scan import Finding, scan_file
from pairing.scan.guard import problems
from pairing.scan.policy import Policy
from planted import EMAIL, ID, MOBILE, archive, docx, jpeg, xls, xlsx

NOTHING = Policy()
HEAD, REST = MOBILE[:4], MOBILE[4:]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def rules(path: str, content: bytes | str) -> set[str]:
    """The rules that a file breaks."""
    content = content.encode() if isinstance(content, str) else content
    return {finding.rule for finding in scan_file(path, content, NOTHING).findings}


def said(path: str, content: bytes) -> str:
    """What editors are told of a file."""
    return "\n".join(problem.message for problem in problems(scan_file(path, content, NOTHING).findings, Path("/none")))


# Word: between two runs, and within the properties of the second.
RUNS = (
    "<w:proofErr w:type='spellStart'/>",
    "<w:commentRangeStart w:id='1'/>",
    "<w:bookmarkStart w:id='0' w:name='x'/><w:bookmarkEnd w:id='0'/>",
    "<w:permStart w:id='1'/>",
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r>",
)
LOOKS = (
    "<w:snapToGrid w:val='0'/>",
    "<w14:ligatures w14:val='none'/>",
    "<w14:textFill><w14:solidFill><w14:srgbClr w14:val='000000'/></w14:solidFill></w14:textFill>",
    "<w:strike/>",
    "<w:vanish/>",
    "<w:rPrChange w:id='1' w:author='x'><w:rPr><w:b/></w:rPr></w:rPrChange>",
    "<w:anythingNew w:val='1'/>",
)
# PowerPoint: the properties of a run.
SHAPES = (
    "<a:solidFill><a:schemeClr val='tx1'><a:lumMod val='75000'/></a:schemeClr></a:solidFill>",
    "<a:effectLst><a:outerShdw><a:prstClr val='black'/></a:outerShdw></a:effectLst>",
    "<a:ln><a:noFill/></a:ln>",
    "<a:hlinkClick r:id='rId1'/>",
)


def word_runs(between: str = "", looks: str = "") -> bytes:
    """A Word file with a number in two runs."""
    second = f"<w:r><w:rPr>{looks}</w:rPr><w:t>{REST}</w:t></w:r>"
    return docx(f"<w:document><w:body><w:p><w:r><w:t>{HEAD}</w:t></w:r>{between}{second}</w:p></w:body></w:document>")


def slide(xml: str) -> bytes:
    """A presentation with one slide."""
    return archive(ppt__slides__slide1_dot_xml=f"<p:sld><p:sp><p:txBody>{xml}</p:txBody></p:sp></p:sld>")


@pytest.mark.parametrize("between", RUNS)
def test_a_number_in_two_runs(between: str) -> None:
    assert rules("a.docx", word_runs(between)) == {"mobile"}


@pytest.mark.parametrize("looks", LOOKS)
def test_a_number_in_runs_of_two_looks(looks: str) -> None:
    assert rules("a.docx", word_runs(looks=looks)) == {"mobile"}


@pytest.mark.parametrize("looks", SHAPES)
def test_a_number_in_two_runs_of_a_slide(looks: str) -> None:
    run = "<a:r><a:rPr lang='zh-CN'>{}</a:rPr><a:t>{}</a:t></a:r>"
    assert rules("a.pptx", slide(f"<a:p>{run.format('', HEAD)}{run.format(looks, REST)}</a:p>")) == {"mobile"}


@pytest.mark.parametrize(
    "xml",
    [
        f"<w:p><w:r><w:t>{HEAD}</w:t></w:r></w:p><w:p><w:r><w:t>{REST}</w:t></w:r></w:p>",
        f"<w:tc><w:r><w:t>{HEAD}</w:t></w:r></w:tc><w:tc><w:r><w:t>{REST}</w:t></w:r></w:tc>",
        f"<w:r><w:t>{HEAD}</w:t><w:br/><w:t>{REST}</w:t></w:r>",
        f"<w:r><w:t>{HEAD}</w:t><w:tab/><w:t>{REST}</w:t></w:r>",
        f"<wp:posOffset>{HEAD}</wp:posOffset><wp:posOffset>{REST}</wp:posOffset>",
        f"<Words>{HEAD}</Words><Characters>{REST}</Characters>",
        f"<c:pt><c:v>{HEAD}</c:v></c:pt><c:pt><c:v>{REST}</c:v></c:pt>",
    ],
)
def test_numbers_of_two_lines_cells_or_values_are_two(xml: str) -> None:
    assert not rules("a.docx", docx(xml))


def test_cells_of_a_sheet_are_apart() -> None:
    cells = f"<row><c r='A1'><v>{HEAD}</v></c><c r='B1'><f>A1</f><v>{REST}</v></c></row>"
    assert not rules("a.xlsx", archive(xl__worksheets__sheet1_dot_xml=cells))
    assert not rules("a.xlsx", archive(xl__sharedStrings_dot_xml=f"<si><t>{HEAD}</t></si><si><t>{REST}</t></si>"))
    assert rules("a.xlsx", xlsx("0", MOBILE)) == {"mobile"}


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.dps", "a.pptm", "a.ppsx", "a.dotx", "a.xltx", "a.zip", "a"])
def test_an_office_file_is_known_by_its_parts(name: str) -> None:
    assert rules(name, word_runs(LOOKS[0])) == {"mobile"}
    assert rules("a.zip", archive(**{name.replace(".", "_dot_"): word_runs(LOOKS[0])})) == {"mobile"}


def test_open_documents_and_pages_in_archives() -> None:
    text = f"<text:p>{HEAD}<text:span>{REST[:3]}</text:span><text:soft-page-break/>{REST[3:]}</text:p>"
    assert rules("a.zip", archive(a_dot_odt=archive(content_dot_xml=text))) == {"mobile"}
    assert not rules("a.zip", archive(content_dot_xml=f"<text:p>{HEAD}</text:p><text:p>{REST}</text:p>"))
    assert rules("a.zip", archive(word__a_dot_html=f"{HEAD}<strong>{REST}</strong>")) == {"mobile"}


def tarred(name: str, content: bytes) -> bytes:
    """A tar file."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as file:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        file.addfile(info, io.BytesIO(content))
    return packed.getvalue()


CLOSED = [
    ("rar", b"Rar!\x1a\x07\x01\x00" + bytes(30), "RAR 压缩包打不开，请解开后换成 ZIP 压缩包"),
    ("rar", b"Rar!\x1a\x07\x00" + bytes(30), "RAR 压缩包打不开"),
    ("7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(30), "7z 压缩包打不开"),
    ("bz2", bz2.compress(MOBILE.encode()), "bz2 压缩包打不开"),
    ("xz", lzma.compress(MOBILE.encode()), "xz 压缩包打不开"),
    ("tar", tarred("a.docx", docx(MOBILE)), "tar 打包文件打不开"),
    ("tgz", gzip.compress(tarred("a.docx", docx(MOBILE))), "tar 打包文件打不开"),
    ("zst", b"\x28\xb5\x2f\xfd" + bytes(30), "zst 压缩包打不开"),
    ("lzh", b"\x20\x10-lh5-" + bytes(30), "LZH 压缩包打不开"),
    ("cab", b"MSCF" + bytes(30), "CAB 压缩包打不开"),
    ("z01", b"PK\x07\x08PK\x03\x04" + bytes(30), "分卷压缩包打不开"),
    ("xlsb", archive(xl__workbook_dot_bin=b"", xl__styles_dot_xml="<x/>"), "XLSB 表格读不出来，请另存为 XLSX"),
    ("tif", b"II*\0" + bytes(30), "TIFF 图片里的附加信息读不出来，请换成 JPG 或 PNG"),
    ("tif", b"MM\0*" + bytes(30), "TIFF 图片里的附加信息读不出来"),
    ("heic", b"\0\0\0\x18ftypheic" + bytes(30), "HEIC 图片里的附加信息读不出来，请换成 JPG 或 PNG"),
    ("heic", b"\0\0\0\x18ftypmif1" + bytes(30), "HEIC 图片里的附加信息读不出来"),
]


@pytest.mark.parametrize(("suffix", "content", "words"), CLOSED)
def test_what_cannot_be_looked_at_is_told(suffix: str, content: bytes, words: str) -> None:
    for path, packed in (
        (f"a.{suffix}", content),
        ("a.zip", archive(**{f"b_dot_{suffix}": content})),
        ("a.docx", archive(word__document_dot_xml="<w:p/>", **{f"word__media__b_dot_{suffix}": content})),
    ):
        assert rules(path, packed) == {"unreadable"}
        assert words in said(path, packed)
        assert "没有密码" not in said(path, packed)


@pytest.mark.parametrize(
    "content",
    [
        b"Rare words",
        b"BZh9 is how bz2 begins",
        b"II. Part, MM*",
        b"7z is a program",
        b"\0\0\0\x18ftypmp42" + bytes(30),
        b"\0\0\0\x14ftypqt  " + bytes(30),
        b"x" * 300 + b" ustar",
        b"MSCF and PK",
    ],
)
def test_what_only_looks_like_it_passes(content: bytes) -> None:
    assert not rules("a.txt", content)
    assert not rules("a.pptx", archive(ppt__media__media1_dot_mp4=content))


def test_a_tiff_photo_with_its_place() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0)})
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "TIFF", exif=exif)
    assert rules("a.docx", archive(word__media__image1_dot_tiff=made.getvalue())) == {"unreadable"}
    assert rules("a.docx", archive(word__media__image1_dot_jpeg=jpeg(place=True))) == {"location"}
    assert not rules("a.docx", archive(word__media__image1_dot_jpeg=jpeg()))


def test_what_gzip_holds() -> None:
    whole = gzip.compress(b"x " * 999 + MOBILE.encode())
    assert rules("a.gz", whole) == {"mobile"}
    assert rules("a.gz", gzip.compress(b"x") + whole) == {"mobile"}, "in a second part"
    assert not rules("a.gz", gzip.compress(b"x") + gzip.compress(b"y") + bytes(9))
    for bad in (whole[:-12], whole + b"more", whole[:20]):
        assert "压缩文件已损坏" in said("a.gz", bad)


def test_a_damaged_member_does_not_stop_the_scan() -> None:
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("a.txt", "x" * 999)
    content = bytearray(packed.getvalue())
    content[44:60] = b"\xff" * 16
    assert rules("a.zip", bytes(content)) == {"unreadable"}


def entry(name: str) -> bytes:
    """An entry of the directory of an old office file (MS-CFB 2.6.1)."""
    coded = (name + "\0").encode("utf-16-le")
    return coded.ljust(64, b"\0") + struct.pack("<HB", len(coded), 2) + bytes(61)


def word_head(flags: int) -> bytes:
    """The beginning of the main stream of an old Word file (MS-DOC 2.5.2)."""
    return struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x0804, 0, flags) + bytes(500)


def book_head(*records: tuple[int, bytes]) -> bytes:
    """The beginning of an old Excel file: a first record and others (MS-XLS 2.4.21)."""
    first = (0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6))
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in (first, *records))


def show_head(token: int) -> bytes:
    """Who used an old PowerPoint file last (MS-PPT 2.3.2)."""
    return struct.pack("<HHIII", 0, 0x0FF6, 0x14, 0x14, token) + bytes(12)


LOCKED = [
    entry("EncryptedPackage"),
    word_head(0x1100),
    book_head((0x2F, bytes(54))),
    book_head((0x86, b""), (0x2F, bytes(54))),
    show_head(0xF3D1C4DF),
]
UNLOCKED = [
    entry("WordDocument") + "EncryptedPackage 是什么".encode("utf-16-le"),
    word_head(0x1200),
    book_head((0x86, b""), (0x42, b"\xb0\x04")),
    show_head(0xE391C05F),
    xls("5")[512:],
]


@pytest.mark.parametrize("content", LOCKED)
def test_an_office_file_with_a_password_is_told(content: bytes) -> None:
    for path, packed in (("a.doc", OLE + content), ("a.zip", archive(a_dot_docx=OLE + content))):
        assert rules(path, packed) == {"unreadable"}
        assert "Office 文件有密码或设了保护，请去掉密码和保护再放" in said(path, packed)


@pytest.mark.parametrize("content", UNLOCKED)
def test_an_office_file_without_a_password_is_read(content: bytes) -> None:
    assert not rules("a.doc", OLE + content)
    assert rules("a.doc", OLE + content + MOBILE.encode("utf-16-le")) == {"mobile"}


def written(writer: PdfWriter) -> bytes:
    """The bytes of a PDF."""
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def pdf_with(content: bytes, place: str, *, apart: bool = False) -> bytes:
    """A PDF with a stream without a type as a file (/EF) or as a form (/XFA)."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["x"], {}))))
    stream = DecodedStreamObject()
    stream.set_data(content)
    held = writer._add_object(stream)
    root = writer.root_object
    if place == "/EF":
        files = DictionaryObject({NameObject("/F"): held})
        spec = DictionaryObject({NameObject("/EF"): writer._add_object(files) if apart else files})
        names = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), spec])})
        root[NameObject("/Names")] = DictionaryObject({NameObject("/EmbeddedFiles"): names})
    elif place == "/XFA":
        pieces = ArrayObject([TextStringObject("datasets"), held])
        form = DictionaryObject({NameObject("/XFA"): writer._add_object(pieces) if apart else held})
        root[NameObject("/AcroForm")] = form
    else:
        root[NameObject(place)] = held
    return written(writer)


@pytest.mark.parametrize("place", ["/EF", "/XFA"])
@pytest.mark.parametrize("apart", [False, True])
def test_files_and_forms_in_a_pdf(place: str, apart: bool) -> None:
    assert rules("a.pdf", pdf_with(docx(MOBILE), place, apart=apart)) == {"mobile"}
    assert rules("a.pdf", pdf_with(f"<a><b>{EMAIL}</b></a>".encode(), place, apart=apart)) == {"email"}
    assert not rules("a.pdf", pdf_with(docx("x"), place, apart=apart))


def test_what_is_drawn_in_a_pdf_is_no_file() -> None:
    assert not rules("a.pdf", pdf_with(f"1 0 0 1 {HEAD}{REST} 0 cm".encode(), "/Drawn"))


def test_a_number_over_several_lines_of_a_pdf() -> None:
    for parts in ((ID[:10], ID[10:]), (ID[:6], ID[6:14], ID[14:]), ("甲 " + ID[:17], ID[17:] + " 乙")):
        found = scan_file("a.pdf", pdf(["表", *parts], {}), NOTHING).findings
        assert [(finding.rule, finding.line, finding.member) for finding in found] == [("id-number", 2, "第 1 页")]
    wrong = ID[:-1] + ("0" if ID[-1] != "0" else "1")
    for harmless in ((wrong[:10], wrong[10:]), (ID[:10], "甲" + ID[10:]), (ID[:10], ID[10:] + "5"), ("2020", "2021")):
        assert not rules("a.pdf", pdf(harmless, {}))


def test_a_scanned_pdf_passes() -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    assert not rules("a.pdf", written(writer))


def test_a_pdf_with_a_password_is_told() -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["x"], {}))))
    writer.encrypt("geheim", algorithm="RC4-128")
    assert "PDF 有密码，请换成能打开、没有密码的文件" in said("a.pdf", written(writer))


def test_a_pdf_with_a_cipher_that_is_not_known_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise DependencyError("no cipher")

    monkeypatch.setattr(PdfReader, "decrypt", refused)
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["x"], {}))))
    writer.encrypt("", owner_password="x", algorithm="RC4-128")
    assert "PDF 有密码或限制了打印、复制，请去掉密码和限制再放" in said("a.pdf", written(writer))
    monkeypatch.undo()
    assert not rules("a.pdf", written(writer)), "anybody may open it"


def test_ordinary_attachments_pass() -> None:
    for path, content in (
        ("a.docx", docx("第一段", comments="批注", header1="页眉")),
        ("a.xlsx", xlsx("12", "五个字的词")),
        ("a.pptx", slide("<a:p><a:r><a:t>标题</a:t></a:r></a:p>")),
        ("a.pdf", pdf(["通知"], {})),
        ("a.xls", xls("5")),
        ("a.zip", archive(a_dot_docx=docx("x"), b_dot_pdf=pdf(["x"], {}), c_dot_xlsx=xlsx("1"))),
    ):
        assert not rules(path, content), path


def test_a_file_that_nobody_can_read_has_a_place(tmp_path: Path) -> None:
    told = problems([Finding("content/a.zip", 0, "", "unreadable", "", "有密码")], tmp_path)
    assert [str(problem).split(" ")[0] for problem in told] == ["content/a.zip:1:1:"]
