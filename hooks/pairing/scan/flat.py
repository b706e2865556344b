"""Text files as plain text: tags go, what they hold and say stays, every line keeps its number.

Works by one expression over tags, not by a parser: no entity is expanded, nothing is loaded, and what a
parser would not show (comments, deleted text, attributes) is there.
"""

import re
from html import unescape
from itertools import groupby
from typing import Final
from urllib.parse import unquote

# Parts of tags are bounded, so that an open quote costs no more than its share.
_TAG: Final = re.compile(
    r"<!--(?P<comment>(?:[^<-]++|<(?!!--)|-(?!->))*+)-->"
    r"|<!\[CDATA\[(?P<data>(?:[^<\]]++|<(?!!\[CDATA\[)|\](?!\]>))*+)\]\]>"
    r"|</?(?P<name>[A-Za-z][\w.-]*(?::[\w.-]+)?)(?P<more>(?:[^<>\"']|\"[^\"]{0,100000}\"|'[^']{0,100000}')*+)>"
    r"|<[!?](?P<other>[^<>]*)>",
    re.DOTALL,
)
# Elements within a line: what stands on both sides of their tags is read as one word.
_HTML: Final = re.compile(
    r"a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|strike|sub|sup|"
    r"time|tt|u|var|wbr"
)
_OFFICE: Final = re.compile(
    r"r|t|rPr|rFonts|sz|szCs|b|bCs|i|iCs|u|color|lang|proofErr|delText|ins|del|moveFrom|moveTo|bookmarkStart|"
    r"bookmarkEnd|highlight|kern|spacing|rStyle|noProof|vertAlign|hyperlink|smartTag|lastRenderedPageBreak|w|"
    r"position|sdtContent|rsid|latin|ea|cs|sym|solidFill|srgbClr|schemeClr|shd|bdr|effect|em|fitText|caps|"
    r"softHyphen|noBreakHyphen|rFont|family|charset|scheme|span"
)
_DRAWN: Final = re.compile(r"""\s(?:d|points|transform|viewBox)=(?:"[^"]*"|'[^']*')""")
_UNICODE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_ESCAPED: Final = re.compile(r"\\[nrtbf]")
_BREAK: Final = "\x1f"
# 1.38E10 is how spreadsheets may keep a long number.
_POWER: Final = re.compile(r"(?<![\w.])(\d(?:\.\d+)?)[eE]\+?(\d{1,2})(?![\w.])")


def decoded(content: bytes) -> str:
    """A text by its byte order mark, else UTF-8, else GB 18030; unknown bytes do not hide the rest."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    if content[1:2] == b"\0" and content[3:4] == b"\0":
        return content.decode("utf-16-le", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


def flat(text: str, *, office: bool = False) -> str:
    """Markup as text: what readers see, then comments' and attributes' words on the lines where they stand.

    Markup within the text (a feed holds pages) is made flat as well.
    """
    for _ in range(3):
        text = unescape(_untagged(text, _OFFICE if office else _HTML))
        if "</" not in text and "/>" not in text:
            break
    return _powers(text)


def _untagged(text: str, inline: re.Pattern[str]) -> str:
    words: list[tuple[int, str]] = []
    line, seen = 0, 0

    def put(found: re.Match[str]) -> str:
        nonlocal line, seen
        line += text.count("\n", seen, found.start())
        seen = found.start()
        if found["data"] is not None:
            return found["data"]
        said = found["comment"] or found["more"] or found["other"]
        if said and (said := said.strip(" /\n")):
            words.append((line, said))
        lines = "\n" * found[0].count("\n")
        name = found["name"]
        return lines if name and inline.fullmatch(name.rpartition(":")[2]) else _BREAK + lines

    shown = _TAG.sub(put, text)
    if not words:
        return shown
    aside: list[str] = []
    for number, group in groupby(words, key=lambda pair: pair[0]):
        aside += [""] * (number - len(aside))
        aside.append(_BREAK.join(_value(said) for _, said in group))
    return _beside(shown, aside)


def _value(said: str) -> str:
    said = _DRAWN.sub("", f" {said}").replace("\n", " ")
    return f"{said}{_BREAK}{unquote(said)}" if "%" in said else said


def _beside(shown: str, aside: list[str]) -> str:
    """Two texts line by line."""
    lines = shown.split("\n")
    lines += [""] * (len(aside) - len(lines))
    for number, words in enumerate(aside):
        if words:
            lines[number] += _BREAK + words
    return "\n".join(lines)


def strings(text: str) -> str:
    """JSON, JavaScript and the like: escaped signs as themselves; markup within strings as text."""
    shown = _ESCAPED.sub(_BREAK, unescaped(text)).replace('\\"', '"').replace("\\/", "/")
    return flat(shown) if "</" in shown or "&" in shown else _powers(shown)


def unescaped(text: str) -> str:
    """Signs that are written by their number (\\u4e00) as themselves."""
    return _UNICODE.sub(lambda found: chr(int(found[1], 16)), text) if "\\u" in text else text


def unfolded(text: str) -> str:
    """A calendar with its folded lines whole (RFC 5545, 3.1) and escaped signs as themselves."""

    def whole(found: re.Match[str]) -> str:
        # The lines that were folded follow empty, so that numbers of lines stay right.
        joined = re.sub(r"\r?\n[ \t]", "", found[0])
        return joined + "\n" * (found[0].count("\n") - joined.count("\n"))

    shown = re.sub(r"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)+", whole, text)
    return re.sub(r"\\([,;\\])", r"\1", shown.replace("\\n", _BREAK))


def _powers(text: str) -> str:
    if "E" not in text and "e" not in text:
        return text

    def plain(found: re.Match[str]) -> str:
        value = float(found[0])
        return f"{value:.0f}" if 1e9 <= value < 1e19 and value == int(value) else found[0]

    return _POWER.sub(plain, text)
