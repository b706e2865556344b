"""Files beside entries: which kinds there are, what a text refers to, what a file's first bytes say.

Everything here works on plain texts and bytes; sizes are in bytes, pictures in pixels.
"""

import re
from collections.abc import Iterator, Sequence
from posixpath import splitext
from typing import Final, Literal, NamedTuple

from pairing.later import later

Group = Literal["picture", "attachment"]


class Kind(NamedTuple):
    """A kind of file: what readers call it, its internet type, and how its bytes begin ("" for any)."""

    group: Group
    label: str
    mime: str
    form: str


_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_IMAGE: Final = "图片"
# Suffix (lower case) -> kind. No svg: it may hold scripts.
KINDS: Final = {
    ".jpg": Kind("picture", _IMAGE, "image/jpeg", "jpeg"),
    ".jpeg": Kind("picture", _IMAGE, "image/jpeg", "jpeg"),
    ".png": Kind("picture", _IMAGE, "image/png", "png"),
    ".webp": Kind("picture", _IMAGE, "image/webp", "webp"),
    ".gif": Kind("picture", _IMAGE, "image/gif", "gif"),
    ".pdf": Kind("attachment", "PDF", "application/pdf", "pdf"),
    ".doc": Kind("attachment", "Word", "application/msword", "ole"),
    ".docx": Kind("attachment", "Word", f"{_OFFICE}wordprocessingml.document", "zip"),
    ".xls": Kind("attachment", "Excel", "application/vnd.ms-excel", "ole"),
    ".xlsx": Kind("attachment", "Excel", f"{_OFFICE}spreadsheetml.sheet", "zip"),
    ".ppt": Kind("attachment", "PPT", "application/vnd.ms-powerpoint", "ole"),
    ".pptx": Kind("attachment", "PPT", f"{_OFFICE}presentationml.presentation", "zip"),
    ".csv": Kind("attachment", "CSV 表格", "text/csv", ""),
    ".txt": Kind("attachment", "文本", "text/plain", ""),
    ".zip": Kind("attachment", "压缩包", "application/zip", "zip"),
    ".ofd": Kind("attachment", "OFD", "application/ofd", "zip"),
    # WPS writes both its old form and the newer one under the same suffixes.
    ".wps": Kind("attachment", "WPS 文字", "application/vnd.ms-works", "ole zip"),
    ".et": Kind("attachment", "WPS 表格", "application/octet-stream", "ole zip"),
}
# A page of pictures must load on a phone on a slow network: a photo scaled for the web has 200-800 KB.
MOST: Final[dict[Group, int]] = {"picture": 2 * 1024 * 1024, "attachment": 20 * 1024 * 1024}
# How many first bytes tell what a file is.
HEAD: Final = 16
_FORMS: Final = (
    ("png", b"\x89PNG\r\n\x1a\n", "PNG 图片"),
    ("jpeg", b"\xff\xd8\xff", "JPG 图片"),
    ("gif", b"GIF87a", "GIF 图片"),
    ("gif", b"GIF89a", "GIF 图片"),
    ("pdf", b"%PDF-", "PDF 文件"),
    ("zip", b"PK\x03\x04", "新版 Office 文件或压缩包"),
    ("zip", b"PK\x05\x06", "压缩包"),
    ("ole", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文件"),
)
_NAME: Final = later(r"(?!\.)(?!.*\.\.)[0-9A-Za-z_.\-\u3400-\u4dbf\u4e00-\u9fff]+")


def kind_of(name: str) -> Kind | None:
    """The kind of a file by its suffix, or None where it may not be published."""
    return KINDS.get(splitext(name)[1].lower())


class Asset(NamedTuple):
    """A published file: its kind and size in words, its path below the site, pixels (0 where unknown)."""

    name: str
    label: str
    mime: str
    bytes: int
    size: str
    path: str
    picture: bool
    width: int = 0
    height: int = 0


def plain_name(name: str) -> bool:
    """Whether a name stands for a file in the same folder and works as a web address everywhere."""
    return _NAME.fullmatch(name) is not None


def size_text(size: int) -> str:
    """A size as file managers show it, rounded up: 35 KB, 1.2 MB."""
    if size <= 1000 * 1024:
        return f"{max(1, -(-size // 1024))} KB"
    return f"{-(-size * 10 // 1024**2) / 10} MB"


def form_of(head: bytes) -> tuple[str, str]:
    """(form, what it is in words) by a file's first bytes; ("", "") where they tell nothing."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp", "WebP 图片"
    return next(((form, words) for form, start, words in _FORMS if head.startswith(start)), ("", ""))


def foreign(head: bytes) -> str:
    """What a picture is that no browser shows, or not every one, in words; "" for anything else."""
    if head[4:8] == b"ftyp":
        brand = head[8:12].lower()
        return {b"avif": "AVIF 图片", b"heic": "HEIC 图片", b"heix": "HEIC 图片", b"mif1": "HEIC 图片"}.get(brand, "")
    if head.startswith((b"II*\0", b"MM\0*")):
        return "TIFF 图片"
    return "BMP 图片" if head.startswith(b"BM") and head[6:10] == bytes(4) else ""


class Reference(NamedTuple):
    """A picture or a link in a text, with the line (from 1) and column of its first character."""

    picture: bool
    words: str
    target: str
    title: str
    line: int
    column: int


_TOKEN: Final = later(
    r"""\\[^\n]                                   # an escaped sign
    | `[^`\n]*`                                   # code within a line
    | (?P<open>!?\[)
    | \]\(                                        # ]( destination "title" )
      (?P<to>(?>(?:[ \t\n]"[^"\n]*"|[ \t\n]'[^'\n]*'|[^()\n]|\n(?![ \t]*\n)|\([^()\n]*\))*))\)
    | (?P<close>\])
    | (?P<blank>\n[ \t]*(?=\n))                   # a link never reaches over a blank line
    """,
    re.VERBOSE,
)
# What a token begins with: found many times faster than the tokens themselves. A blank line ends what is open.
_BEGINS: Final = later(r"[\\`!\[\]]")
_BEGINS_OR_ENDS: Final = later(r"[\\`!\[\]\n]")
_FENCE: Final = later(r"(`{3,}|~{3,})")


def references(body: str) -> Iterator[Reference]:
    """Every inline picture and link of a Markdown text; code and comments are passed over."""
    if "](" not in body:
        return
    text = without_code(body)
    opened: list[tuple[bool, int, int]] = []
    # Most texts have their one link near the end: the first of the signs is found faster one by one.
    first = min([at for at in map(text.find, "\\`[]") if at >= 0], default=len(text))
    for token in _tokens(text, max(first - 1, 0), opened):
        if token["open"]:
            opened.append((token["open"] == "![", token.start(), token.end()))
        elif token["blank"] is not None:
            opened.clear()
        elif opened and (token["to"] is not None or token["close"]):
            picture, start, words = opened.pop()
            if token["to"] is not None:
                target, title = _destination(token["to"])
                line, column = place(body, start)
                yield Reference(picture, text[words : token.start()], target, title, line, column)


def _tokens(text: str, at: int, opened: Sequence[object]) -> Iterator[re.Match[str]]:
    """What tells links from words, from a place on; blank lines only while something is open."""
    while sign := (_BEGINS_OR_ENDS if opened else _BEGINS).search(text, at):
        token = _TOKEN.match(text, sign.start())
        at = token.end() if token else sign.end()
        if token:
            yield token


def place(text: str, at: int) -> tuple[int, int]:
    """(line, column), both from 1, of a position in a text."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _destination(inside: str) -> tuple[str, str]:
    """(target, title) of what stands between the round brackets."""
    inside = inside.strip()
    title, quote = "", inside[-1:]
    if quote in ('"', "'"):
        start = next((i for i in range(1, len(inside)) if inside[i] == quote and inside[i - 1] in " \t\n"), -1)
        if 0 < start < len(inside) - 1:
            inside, title = inside[:start].rstrip(), inside[start + 1 : -1].strip()
    if inside.startswith("<") and inside.endswith(">"):
        inside = inside[1:-1].strip()
    return inside, title


def without_code(body: str) -> str:
    """The text with fenced code and comments blanked out; every other sign keeps its place."""
    if "<!--" not in body and "```" not in body and "~~~" not in body:
        return body
    lines = body.split("\n")
    fence, start = "", 0
    for i, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence and line.rstrip() == fence:
            lines[start : i + 1] = [" " * len(old) for old in lines[start : i + 1]]
            fence = ""
        elif found and not fence:
            fence, start = found[1], i
    text = "\n".join(lines)
    parts, at = [], 0
    for start, end in comments(text):
        parts += [text[at:start], _SIGN.sub(" ", text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def without_spans(text: str) -> str:
    """The text with code within lines blanked out."""
    return re.sub(r"`[^`\n]*`", lambda found: " " * len(found[0]), text)


def comments(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every HTML comment; one that is never closed is none."""
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return
        yield start, end + 3
        start = text.find("<!--", end + 3)


_SIGN: Final = later(r"[^\n]")
_FOREIGN: Final = later(r"(?i)(?:https?:|ftp:|mailto:|tel:|//)")
_SCHEME: Final = later(r"[A-Za-z][A-Za-z0-9+.-]*+:")
_PAGE: Final = later(r"[#?]|[^#?]*(?:/|\.html?)(?:[#?].*)?\Z")


# Names of hosts as they end here; no file of ours has such a suffix.
_HOST: Final = later(r"(?i)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:com|cn|org|net)(?::\d{1,5})?(?:[/?#]|$)")


def remote(target: str) -> bool:
    """Whether an address leads to another host or program."""
    return _FOREIGN.match(target) is not None


def host(target: str) -> bool:
    """Whether an address begins with the name of a host, its https:// forgotten."""
    return _HOST.match(target) is not None


def local_file(target: str) -> bool:
    """Whether an address is meant for a file beside the text, and not for a page or another host."""
    return not (remote(target) or host(target)) and _SCHEME.match(target) is None and _PAGE.match(target) is None


def to_page(target: str) -> bool:
    """Whether an address is meant for a page of the site, or for a place on one."""
    return not (remote(target) or host(target) or _SCHEME.match(target)) and _PAGE.match(target) is not None
