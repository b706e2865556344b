"""Pictures and attachments of the demo site: flat drawings and small documents, the same bytes everywhere.

The texts and shapes are in tests/sites/demo/source/media.yml. Nothing here asks zlib to compress:
its output may differ from one build of it to another.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from xml.sax.saxutils import escape

Tree = Mapping[str, Any]
_W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PARTS: Final = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>',
}


def illustrated(head: dict[str, Any], body: str, found: Tree) -> str:
    """The body with its picture after the first paragraph; the front matter gets cover and attachments."""
    head |= {name: found[name] for name in ("cover", "attachments") if name in found}
    first, _, rest = body.partition("\n\n")
    shown = found.get("picture")
    parts = [first, f'![{shown["alt"]}]({shown["file"]} "{shown["caption"]}")'] if shown else [first]
    parts += [rest.rstrip("\n")] if rest.strip() else []
    parts += [found["more"]] if "more" in found else []
    return "\n\n".join(parts).rstrip("\n") + "\n"


def media(texts: Tree) -> Iterator[tuple[str, str, bytes]]:
    """(entry, file name, bytes) of every picture and attachment."""
    for entry, found in texts["entries"].items():
        for name, spec in found.get("files", {}).items():
            yield entry, name, _WRITERS[name.rpartition(".")[2]](spec, texts)


def picture(spec: Tree, texts: Tree) -> bytes:
    """A PNG of four colours: rectangles and discs in their order, later ones on top."""
    width, height = texts["size"]
    rows = [bytearray(width) for _ in range(height)]
    for kind, x, y, across, down, colour in spec["shapes"]:
        for row in range(max(0, y), min(height, y + down)):
            left, right = x, x + across
            if kind == "disc":
                high = (2 * (row - y) + 1 - down) / down
                half = across / 2 * max(0.0, 1 - high * high) ** 0.5
                left, right = round(x + across / 2 - half), round(x + across / 2 + half)
            left, right = max(0, left), min(width, right)
            rows[row][left:right] = bytes([colour]) * max(0, right - left)
    packed = [
        bytes(row[i] << 6 | row[i + 1] << 4 | row[i + 2] << 2 | row[i + 3] for i in range(0, width, 4)) for row in rows
    ]
    above = bytes(width // 4)
    data = bytearray()
    for line in packed:  # filter 2: the difference to the line above, mostly nothing
        data.append(2)
        data += bytes((a - b) & 255 for a, b in zip(line, above, strict=True))
        above = line
    palette = b"".join(bytes.fromhex(colour) for colour in spec["palette"])
    head = struct.pack(">IIBBBBB", width, height, 2, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", _zlib(bytes(data))), (b"IEND", b""))
    parts = (struct.pack(">I", len(c)) + k + c + struct.pack(">I", zlib.crc32(k + c)) for k, c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


# Long runs: length, and its fixed code with the extra bits (RFC 1951, 3.2.5 and 3.2.6). Up to 10 there are none.
_RUNS: Final = (
    (258, f"{0xC5:08b}"),
    (131, f"{0xC1:08b}00000"),
    (67, f"{21:07b}0000"),
    (35, f"{17:07b}000"),
    (19, f"{13:07b}00"),
    (11, f"{9:07b}0"),
)


def _zlib(data: bytes) -> bytes:
    """RFC 1950 and 1951 with fixed codes and runs of one byte: enough for flat drawings."""
    bits: list[str] = ["1", "10"]
    at = 0
    while at < len(data):
        value, end = data[at], at + 1
        while end < len(data) and data[end] == value:
            end += 1
        bits.append(f"{0x30 + value:08b}" if value < 144 else f"{0x190 + value - 144:09b}")
        left = end - at - 1
        while left >= 3:  # a run of the byte before: a length code, then distance 1
            step, code = next(((long, found) for long, found in _RUNS if left >= long), (left, f"{left - 2:07b}"))
            bits.append(f"{code}00000")
            left -= step
        at = end - left
    bits.append("0000000")
    stream = "".join(bits)
    stream += "0" * (-len(stream) % 8)
    # Deflate fills a byte from its lowest bit on.
    coded = bytes(int(stream[i : i + 8][::-1], 2) for i in range(0, len(stream), 8))
    return b"\x78\x01" + coded + struct.pack(">I", zlib.adler32(data))


def table(spec: Iterable[Iterable[object]], _: Tree) -> bytes:
    """A CSV that spreadsheets open with the right letters (a byte order mark in front)."""
    return "".join(",".join(str(cell) for cell in row) + "\n" for row in spec).encode("utf-8-sig")


def word(spec: Iterable[str], _: Tree) -> bytes:
    """A Word file with one paragraph per line, uncompressed."""
    lines = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in spec)
    document = f"<w:document {_W}><w:body>{lines}</w:body></w:document>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, text in {**_PARTS, "word/document.xml": document}.items():
            info = zipfile.ZipInfo(name)  # dated 1980
            info.create_system = 3  # the same on every system
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
    return packed.getvalue()


def pdf(spec: Iterable[str], _: Tree) -> bytes:
    """A PDF of one page in a font that readers bring along for Chinese (ISO 32000-1, 9.7.5.2)."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in spec)
    content = f"BT /F1 14 Tf 24 TL 72 760 Td\n{shown}ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 7 0 R >>"
        ),
        (
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
            " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
        ),
    )
    text, offsets = "%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(text))
        text += f"{number} 0 obj\n{item}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


_WRITERS: Final = {"png": picture, "csv": table, "docx": word, "pdf": pdf}
