"""What pictures carry beside their pixels: EXIF, XMP, IPTC, texts.

Walks the containers itself, so that nothing is passed over; only EXIF's own tables are read by Pillow.
PNG: W3C PNG 4.7 and 11; JPEG: ITU T.81 B.1; WebP: RFC 9649; GIF: GIF89a.
"""

import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from pairing.later import later
from pairing.media import form_of

# Marks of EXIF (CIPA DC-008): where the place lies, and what tells one camera or its owner.
_GPS: Final = 0x8825
_OWN: Final = (0xA430, 0xA431, 0xA435, 0xC62F)
_EXIF_TABLE: Final = 0x8769
# Chunks that say how pixels are meant.
_PNG_NEEDED: Final = later(
    rb"IHDR|PLTE|IDAT|IEND|tRNS|gAMA|cHRM|sRGB|iCCP|bKGD|pHYs|sBIT|acTL|"
    rb"fcTL|fdAT|cICP|hIST|sPLT|mDCV|cLLI"
)
_WEBP_NEEDED: Final = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"))
_LARGEST: Final = 4_000_000


class Extra(NamedTuple):
    """A piece of data that is no picture: its kind (exif, text) and its bytes."""

    kind: str
    content: bytes


def extras(content: bytes) -> list[Extra]:
    """Everything in a picture that is not needed to show it; ValueError where it is cut or odd."""
    form, _ = form_of(content[:16])
    walk = {"png": _png, "jpeg": _jpeg, "webp": _webp, "gif": _gif}.get(form)
    return [*walk(content)] if walk else []


def _png(content: bytes) -> Iterator[Extra]:
    at = 8
    while at < len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        body = content[at + 8 : at + 8 + length]
        if len(body) < length or at + 12 > len(content):
            raise ValueError("cut")
        if not _PNG_NEEDED.fullmatch(kind) and kind != b"tIME":
            yield Extra("exif" if kind == b"eXIf" else "text", _png_text(kind, body))
        at += 12 + length
        if kind == b"IEND":
            break
    if content[at:].strip(b"\0"):
        yield Extra("text", content[at:])


def _png_text(kind: bytes, body: bytes) -> bytes:
    name, _, rest = body.partition(b"\0")
    packed = b""
    if kind == b"zTXt":
        packed = rest[1:]
    elif kind == b"iTXt" and rest[:1] == b"\1":
        packed = rest[2:].split(b"\0", 2)[-1]
    if not packed:
        return body
    try:
        return name + b" " + zlib.decompressobj().decompress(packed, _LARGEST)
    except zlib.error:
        raise ValueError("damaged text") from None


def _jpeg(content: bytes) -> Iterator[Extra]:
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise ValueError("no marker")
        mark = content[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0xD9:
            break
        length = int.from_bytes(content[at + 2 : at + 4])
        body = content[at + 4 : at + 2 + length]
        if length < 2 or len(body) < length - 2:
            raise ValueError("cut")
        # APP0 with JFIF, APP2 with a colour profile and APP14 with Adobe's transform belong to the picture.
        needed = (mark == 0xE0 and body[:4] in (b"JFIF", b"JFXX")) or (mark == 0xEE and body[:5] == b"Adobe")
        needed |= mark == 0xE2 and body[:11] == b"ICC_PROFILE"
        if (0xE0 <= mark <= 0xEF or mark == 0xFE) and not needed:
            exif = mark == 0xE1 and body[:4] == b"Exif"
            yield Extra("exif" if exif else "text", body[6:] if exif else body)
        at += 2 + length
        if mark == 0xDA:
            at = _after_scan(content, at)
    if at + 2 < len(content) and content[at + 2 :].strip(b"\0"):
        yield Extra("text", content[at + 2 :])


def _after_scan(content: bytes, at: int) -> int:
    """Where the next marker stands after the coded pixels."""
    while 0 <= (at := content.find(b"\xff", at)) < len(content) - 1:
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    raise ValueError("cut")


def _webp(content: bytes) -> Iterator[Extra]:
    at, end = 12, 8 + int.from_bytes(content[4:8], "little")
    if len(content) < end:
        raise ValueError("cut")
    while at + 8 <= end:
        kind, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if kind not in _WEBP_NEEDED:
            body = content[at + 8 : at + 8 + length]
            yield Extra("exif" if kind == b"EXIF" else "text", body.removeprefix(b"Exif\0\0"))
        at += 8 + length + length % 2
    if content[end:].strip(b"\0"):
        yield Extra("text", content[end:])


def _gif(content: bytes) -> Iterator[Extra]:
    at = 13 + (3 << ((content[10] & 7) + 1) if content[10] & 0x80 else 0)
    while at < len(content) and content[at] != 0x3B:
        kind, start = content[at], at
        if kind == 0x2C:
            flags = content[at + 9]
            at += 10 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0) + 1
        elif kind == 0x21:
            at += 2
        else:
            raise ValueError("no block")
        body = b""
        while content[at]:
            body += content[at + 1 : at + 1 + content[at]] if kind == 0x21 else b""
            at += 1 + content[at]
        at += 1
        label = content[start + 1]
        known = label == 0xF9 or (label == 0xFF and body[:11] in (b"NETSCAPE2.0", b"ANIMEXTS1.0"))
        if kind == 0x21 and not known:
            yield Extra("text", body)
    if content[at + 1 :].strip(b"\0"):
        yield Extra("text", content[at + 1 :])


def told(extra: Extra) -> list[str]:
    """The rules that a piece of EXIF breaks by what it is: location, device."""
    if extra.kind != "exif":
        return ["location"] if b"GPSLatitude" in extra.content else []
    from PIL import Image

    exif = Image.Exif()
    try:
        exif.load(extra.content if extra.content[:4] == b"Exif" else b"Exif\0\0" + extra.content)
        own = {*exif, *exif.get_ifd(_EXIF_TABLE)}
        place = bool(exif.get_ifd(_GPS))
    except Exception as error:
        raise ValueError("damaged EXIF") from error
    return [*(["location"] if place else []), *(["device"] if own.intersection(_OWN) else [])]


def words(extra: Extra) -> str:
    """What can be read in a piece of data."""
    raw = extra.content
    shown = [raw.decode("utf-8", "replace")]
    for name in ("utf-16-le", "utf-16-be", "gb18030"):
        if extra.kind == "exif":
            shown += [raw[start:].decode(name, "replace") for start in ((0, 1) if "16" in name else (0,))]
    return "\n".join(text.replace("\0", "\x1f") for text in shown)
