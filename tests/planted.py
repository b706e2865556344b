"""Secrets for tests, made here so that no number that could be somebody's stands in the repository.

Citizens' numbers have the area 990000, which is none; mobile numbers begin with 154, which is not given
out; the bank's part of card numbers is 6200000000; the landline code 0340 does not exist; hosts end in
.invalid (RFC 2606).
"""

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator

from PIL import Image, PngImagePlugin

from _demo_media import pdf
from pairing.scan import Verdict, scan_file
from pairing.scan.policy import Policy
from pairing.scan.rules import check_sign, luhn


def citizen(born: str = "19000101", order: str = "000") -> str:
    """A citizen's number of nobody, with a right check digit."""
    bare = f"990000{born}{order}"
    return bare + check_sign(bare)


def card(length: int = 19) -> str:
    """A card number of nobody, with a right check digit."""
    bare = "6200000000" + "0" * (length - 12) + "1"
    return next(bare + str(digit) for digit in range(10) if luhn(bare + str(digit)))


ID, MOBILE, CARD = citizen(), "154" + "0" * 7 + "1", card()
PHONE, EMAIL = "-".join(("0340", "2" + "0" * 6)), "@".join(("someone", "school.invalid"))
HOME = "家庭住址：某某路"


def wide(text: str) -> str:
    """A text in full-width forms."""
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def spaced(text: str, *groups: int, sep: str = " ") -> str:
    """A number in groups."""
    parts, at = [], 0
    for size in groups:
        parts.append(text[at : at + size])
        at += size
    return sep.join([*parts, text[at:]] if at < len(text) else parts)


def archive(**members: str | bytes) -> bytes:
    """A ZIP with members; __ in a name stands for / and _dot_ for a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return packed.getvalue()


def docx(body: str = "", **parts: str) -> bytes:
    """A Word file with a text, and other parts (comments, header1, …) with theirs."""
    xml = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    others = {f"word__{name}_dot_xml": xml.format(text) for name, text in parts.items()}
    return archive(word__document_dot_xml=xml.format(body) if "<" not in body else body, **others)


def xlsx(cell: str, shared: str = "") -> bytes:
    """A spreadsheet with one cell and one shared text."""
    return archive(
        xl__worksheets__sheet1_dot_xml=f'<row r="1"><c r="A1"><v>{cell}</v></c><c r="B1"><v>5</v></c></row>',
        xl__sharedStrings_dot_xml=f"<sst><si><r><t>{shared[:5]}</t></r><r><rPr><b/></rPr><t>{shared[5:]}</t></r></si></sst>",
    )


def jpeg(*, place: bool = False, serial: str = "", words: str = "", comment: bytes = b"") -> bytes:
    """A photo with EXIF: a place, the camera's serial number, a description."""
    exif = Image.Exif()
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0)})
    if serial:
        exif.get_ifd(0x8769)[0xA431] = serial
    if words:
        exif[0x010E] = words
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(
        made, "JPEG", exif=exif if len(exif) or place or serial else b"", comment=comment
    )
    return made.getvalue()


def png(**texts: str) -> bytes:
    """A picture with texts in it."""
    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_text(name, text, zip=name == "packed")
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG", pnginfo=info)
    return made.getvalue()


def webp(xmp: str) -> bytes:
    """A picture with XMP."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "WEBP", xmp=xmp.encode())
    return made.getvalue()


def xls(number: str) -> bytes:
    """The signs of an old Excel file and one cell with a number in it (MS-XLS 2.4.180)."""
    cell = b"\x03\x02\x0e\x00" + bytes(6) + struct.pack("<d", float(number))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + cell


Plant = tuple[str, str, str, bytes]


def planted() -> Iterator[Plant]:
    """(place in words, file, rule, content) for every kind of place that something can hide in."""
    yield from in_texts()
    yield from in_files()


def in_texts() -> Iterator[Plant]:
    """Pages, data, tables."""
    yield "front matter", "a.md", "mobile", f"---\ntitle: {MOBILE}\n---\n".encode()
    yield "table cell", "a.html", "id-number", f"<table><tr><td>1</td><td>{ID}</td></tr></table>".encode()
    yield "alt text", "a.html", "mobile", f'<img src="a.png" alt="{MOBILE}">'.encode()
    yield "comment in a page", "a.html", "id-number", f"<!-- {ID} -->".encode()
    yield "emphasis in a number", "a.html", "mobile", f"{MOBILE[:3]}<strong>{MOBILE[3:7]}</strong>{MOBILE[7:]}".encode()
    yield "character references", "a.html", "mobile", "".join(f"&#{ord(sign)};" for sign in MOBILE).encode()
    yield "meta tag", "a.html", "email", f'<meta name="author" content="{EMAIL}">'.encode()
    yield "mail link", "a.html", "email", f'<a href="mailto:{EMAIL.replace("@", "%40")}">x</a>'.encode()
    yield (
        "JSON-LD",
        "a.html",
        "mobile",
        f'<script type="application/ld+json">{{"@type":"x","t":"{MOBILE}"}}</script>'.encode(),
    )
    yield "YAML comment", "a.yml", "id-number", f"title: x # {ID}\n".encode()
    yield "JSON", "a.json", "bank-card", f'{{"items": [{{"n": {CARD}}}]}}'.encode()
    yield (
        "escaped JSON",
        "a.json",
        "mobile",
        f'{{"n": "{"".join(f"{chr(92)}u{ord(s):04x}" for s in MOBILE)}"}}'.encode(),
    )
    yield "feed", "a.xml", "phone", f"<entry><content>&lt;p&gt;{PHONE}&lt;/p&gt;</content></entry>".encode()
    yield "calendar", "a.ics", "mobile", f"BEGIN:VCALENDAR\r\nSUMMARY:{MOBILE[:6]}\r\n {MOBILE[6:]}\r\n".encode()
    yield "CSV", "a.csv", "id-number", f"name,id\nx,{ID}\n".encode("utf-8-sig")
    yield "CSV in GBK", "a.csv", "address", f"地址\n{HOME}\n".encode("gbk")
    yield "text in UTF-16", "a.txt", "mobile", MOBILE.encode("utf-16")


def in_files() -> Iterator[Plant]:
    """Office files, PDF, archives, pictures."""
    comment = f"<w:comment><w:p><w:r><w:t>{MOBILE[:4]}</w:t></w:r><w:r><w:t>{MOBILE[4:]}</w:t></w:r></w:p></w:comment>"
    yield "spreadsheet cell", "a.xlsx", "mobile", xlsx(MOBILE)
    yield "cell with power", "a.xlsx", "mobile", xlsx(f"{MOBILE[0]}.{MOBILE[1:]}E10")
    yield "text cell in runs", "a.xlsx", "id-number", xlsx("0", ID)
    yield "old Excel cell", "a.xls", "mobile", xls(MOBILE)
    yield "Word text", "a.docx", "id-number", docx(ID)
    yield "Word comment", "a.docx", "mobile", archive(word__document_dot_xml="<w:p/>", word__comments_dot_xml=comment)
    yield (
        "tracked deletion",
        "a.docx",
        "mobile",
        docx(f"<w:p><w:del><w:r><w:delText>{MOBILE}</w:delText></w:r></w:del></w:p>"),
    )
    yield "Word header", "a.docx", "email", docx("x", header1=EMAIL)
    yield "Word properties", "a.docx", "mobile", archive(docProps__core_dot_xml=f"<dc:creator>{MOBILE}</dc:creator>")
    yield "PDF text", "a.pdf", "mobile", pdf([f"电话 {MOBILE}"], {})
    yield "PDF properties", "a.pdf", "email", pdf_titled(EMAIL)
    yield "member of an archive", "a.zip", "id-number", archive(inner_dot_txt=ID)
    yield "archive in an archive", "a.zip", "mobile", archive(inner_dot_zip=archive(deep_dot_docx=docx(MOBILE)))
    yield "name in an archive", "a.zip", "mobile", archive(**{MOBILE: "x"})
    yield "photo in a Word file", "a.docx", "location", archive(word__media__image1_dot_jpeg=jpeg(place=True))
    yield "place of a photo", "a.jpg", "location", jpeg(place=True)
    yield "serial number of a camera", "a.jpg", "device", jpeg(serial="0001")
    yield "words of a photo", "a.jpg", "mobile", jpeg(words=MOBILE)
    yield "remark in a photo", "a.jpg", "id-number", jpeg(comment=ID.encode())
    yield "behind a photo", "a.jpg", "mobile", jpeg() + MOBILE.encode()
    yield "text of a picture", "a.png", "mobile", png(Comment=MOBILE)
    yield "packed text of a picture", "a.png", "mobile", png(packed=MOBILE)
    yield "XMP of a picture", "a.webp", "email", webp(f"<x>{EMAIL}</x>")
    yield "file name", f"photo_{MOBILE}.jpg", "mobile", jpeg()
    yield "script of an SVG", "a.svg", "svg-active", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
    yield (
        "text of an SVG",
        "a.svg",
        "mobile",
        f'<svg xmlns="http://www.w3.org/2000/svg"><text>{MOBILE}</text></svg>'.encode(),
    )
    yield "damaged archive", "a.docx", "unreadable", docx("x")[:60]
    yield "damaged PDF", "a.pdf", "unreadable", b"%PDF-1.4\nnothing"


def scan_files(files: Iterable[tuple[str, bytes]], policy: Policy) -> Verdict:
    """All findings of many files, with all candidates judged."""
    verdicts = [scan_file(path, content, policy, counted=True) for path, content in files]
    findings = tuple(finding for verdict in verdicts for finding in verdict.findings)
    return Verdict(findings, sum(verdict.judged for verdict in verdicts))


def pdf_titled(author: str) -> bytes:
    """A PDF with an author in its properties."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["x"], {}))))
    writer.add_metadata({"/Author": author})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
