"""Text files as plain text: tags go, what they hold and say stays, every line keeps its number.

Works by one expression over tags, not by a parser: no entity is expanded, nothing is loaded, and what a
parser would not show (comments, deleted text, attributes) is there.
"""

import csv
import re
from collections.abc import Iterator
from html import unescape
from itertools import groupby
from typing import Final
from urllib.parse import unquote

from pairing.later import later

# Parts of tags are bounded, so that an open quote costs no more than its share.
_TAG: Final = later(
    r"<!--(?P<comment>(?>(?:[^<-]++|<(?!!--)|-(?!->))*))-->"
    r"|<!\[CDATA\[(?P<data>(?>(?:[^<\]]++|<(?!!\[CDATA\[)|\](?!\]>))*))\]\]>"
    r"|</?(?P<name>[A-Za-z][\w.-]*(?::[\w.-]+)?)(?P<more>(?>(?:[^<>\"']|\"[^\"]{0,100000}\"|'[^']{0,100000}')*))>"
    r"|<[!?](?P<other>[^<>]*)>",
    re.DOTALL,
)
# Elements within a line: what stands on both sides of their tags is read as one word.
INLINE: Final = later(
    r"a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|strike|sub|sup|"
    r"time|tspan|tt|u|var|wbr"
)
# Office programs break a word up wherever its looks, its language or its history change, and put ever new
# elements in between. So those are listed that end a line or a cell, and those that hold a part of one; what
# holds a text of its own (a value, a formula, a property) is told by the text beside its tags.
_ENDS: Final = later(
    r"p|h|br|cr|tab|ptab|line-break|tbl|tr|tc|table-cell|row|c|si|is|rPh|sp|text|comment|author|annotation|note"
)
_HOLDS: Final = later(r"t|delText|span|a")
# What Markdown and mail programs put in angle brackets is no tag; nor is a name with a number in it.
_ADDRESS: Final = later(r"<(?:(?i:tel|mailto):|[\w.+%-]{1,64}@|[A-Za-z][\w.-]{0,40}?[0-9]{7})")
_DRAWN: Final = later(r"""\s(?:d|points|transform|viewBox)=(?:"[^"]*"|'[^']*')""")
_UNICODE: Final = later(r"\\u([0-9a-fA-F]{4})")
_ESCAPED: Final = later(r"\\[nrtbf]")
_BREAK: Final = "\x1f"
# A new line that is written by its number must not move what comes after it.
_NEW_LINE: Final = later(r"&(?:#0{0,5}10(?![0-9])|#[xX]0{0,5}[aA](?![0-9a-fA-F])|NewLine);?")
# What a column is called -> the word by which the rules know what stands in it.
_CALLED: Final = (
    (later("身份证|证件号"), "身份证"),
    (later("电话|座机|传真|热线|手机|联系方式"), "电话"),
    (later("住址|家庭地址|户籍地|户籍所在|常住地址"), "家庭住址"),
)
# So many lines may stand above the names of the columns, and so many columns are read; a longer cell is no
# name, and a shorter one no value.
_TITLES: Final = 10
_COLUMNS: Final = 500
_LONGEST_NAME: Final = 20
_SHORTEST_VALUE: Final = 5
# 1.38E10 is how spreadsheets may keep a long number.
_POWER: Final = later(r"(?<![\w.])(\d(?:\.\d+)?)[eE]\+?(\d{1,2})(?![\w.])")


def decoded(content: bytes) -> str:
    """A text by its byte order mark, else UTF-8, else GB 18030; unknown bytes do not hide the rest."""
    return coded(content)[0]


def coded(content: bytes) -> tuple[str, bool]:
    """The same, and whether all its bytes are UTF-8."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace"), False
    if content[1:2] == b"\0" and content[3:4] == b"\0":
        return content.decode("utf-16-le", "replace"), False
    try:
        return content.decode("utf-8"), True
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace"), False


def flat(text: str, *, office: bool = False, code: bool = False) -> str:
    """Markup as text: what readers see, then comments' and attributes' words on the lines where they stand.

    Markup within the text (a feed holds pages) is made flat as well. Programs name their authors in angle brackets.
    """
    for _ in range(3):
        text = _characters(_untagged(text, office=office, code=code))
        if "</" not in text and "/>" not in text:
            break
    return _powers(text)


def table(text: str, suffix: str) -> str:
    """A text without markup as readers take it: a cell of a table stands behind what its column is called."""
    text = _powers(_characters(text))
    delimiter = "\t" if "\t" in text[:2000] else "," if suffix == ".csv" else ""
    if not delimiter or not any(form.search(text) for form, _ in _CALLED):
        return text
    lines = text.split("\n")
    aside = [""] * len(lines)
    try:
        for number, words in _cells(lines, delimiter):
            aside[number] += _BREAK + words
    except csv.Error:  # a cell without an end: what stood before it has been read
        pass
    return _beside(text, aside)


def _cells(lines: list[str], delimiter: str) -> Iterator[tuple[int, str]]:
    """(number of its line from 0, "what it is called：value") of every cell that is called by one of the words."""
    rows = csv.reader((line.replace("\0", "").replace("\r", " ") + "\n" for line in lines), delimiter=delimiter)
    called: dict[int, str] = {}
    start = 0
    for row in rows:
        for i, word in called.items():
            if i < len(row) and len(row[i]) >= _SHORTEST_VALUE:
                yield start, f"{word}：{row[i]}".replace("\n", _BREAK)
        if len(row) > 1 and not called and start < _TITLES:
            names = [(i, cell) for i, cell in enumerate(row[:_COLUMNS]) if len(cell) <= _LONGEST_NAME]
            called = {i: word for i, cell in names for form, word in _CALLED if form.search(cell)}
        start = rows.line_num


def _characters(text: str) -> str:
    """A text with its character references as what they stand for; every line keeps its number."""
    return unescape(_NEW_LINE.sub(_BREAK, text)) if "&" in text else text


def _untagged(text: str, *, office: bool, code: bool) -> str:
    words: list[tuple[int, str]] = []
    line, seen = 0, 0

    def put(found: re.Match[str]) -> str:
        nonlocal line, seen
        line += text.count("\n", seen, found.start())
        seen = found.start()
        if found["data"] is not None:
            return found["data"]
        name = found["name"]
        if name and not code and _ADDRESS.match(found[0]):
            return f"{_BREAK}{found[0][1:-1]}{_BREAK}"
        said = found["comment"] or found["more"] or found["other"]
        if said and (said := said.strip(" /\n")):
            words.append((line, said))
        lines = "\n" * found[0].count("\n")
        within = name and (_within(found) if office else INLINE.fullmatch(name.rpartition(":")[2]))
        return lines if within else _BREAK + lines

    shown = _TAG.sub(put, text)
    if not words:
        return shown
    aside: list[str] = []
    for number, group in groupby(words, key=lambda pair: pair[0]):
        aside += [""] * (number - len(aside))
        aside.append(_BREAK.join(_value(said) for _, said in group))
    return _beside(shown, aside)


def _within(found: re.Match[str]) -> bool:
    """Whether what stands on both sides of a tag of an office file is one word."""
    name = found["name"].rpartition(":")[2]
    if _ENDS.fullmatch(name):
        return False
    if _HOLDS.fullmatch(name) or found["more"].endswith("/"):
        return True
    text, start, end = found.string, found.start(), found.end()
    return text[start - 1 : start] == ">" if text[start + 1] == "/" else text[end : end + 1] == "<"


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
    return flat(shown, code=True) if "</" in shown or "&" in shown else _powers(shown)


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
