"""Plain Markdown → HTML in one pass, byte for byte what `text.converted` gives; None for all else.

Most entries are paragraphs with some bold words, a link, a short list, a heading, a table.
Python-Markdown needs some tenths of a millisecond for one of them, this room a tenth of that. It copies
the rules of Python-Markdown 3.11 and of `text` for such texts only, and refuses whatever might
mean something else: a wrong guess would change pages, a refusal costs only time.
tests/test_plain.py compares both ways; `scripts/fuzz.py markdown` does so for as long as one likes.
"""

import re
from collections.abc import Iterator
from typing import Final

from pairing.flow import flowing

# How links to other sites are marked: for browsers, and for everybody who reads or hears the page.
EXTERNAL: Final = "noopener external"
OUT: Final = "（站外链接）"
_OUT: Final = f'<span class="jd-out">{OUT}</span></a>'
# The title of the way back from a footnote, by its number.
BACK: Final = "回到正文的注释{}"
# Longer texts go the slow way, so that nothing in here need care about size. In characters.
_MOST: Final = 20_000
# Anywhere: control characters (Python-Markdown's own marks among them), white space other than
# the blank, the line break and the full-width blank; HTML, code and escapes.
_STRANGE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f<`\\\\]")
_ITEM: Final = re.compile(r"([*+-]|\d++\.) ++(.*+)")
_ALIGNMENT: Final = re.compile(r"(:?)-++(:?)")
# A whole link to another site: its words, its address.
# Its host is of the plainest kind, so that nobody doubts that it is one (`markup.clean` drops what is none).
# No link holds another one, so no reference to a footnote.
_LINK: Final = re.compile(
    r"\[([^\[\]\n\x02]++)\]"
    r"\((https?://(?>(?:[A-Za-z0-9][A-Za-z0-9-]*+\.)+)[A-Za-z]{2,20}+(?>(?::[0-9]{1,4}+)?)(?=[/?#)])[\w\-./:?=%#~+,@&]*+)\)"
)
_STARS: Final = re.compile(r"(\*+)")
_EMPHASIS: Final = {1: "em", 2: "strong"}
_ALIGN: Final = {
    (":", ":"): ' class="jd-center"',
    (":", ""): ' class="jd-left"',
    ("", ":"): ' class="jd-right"',
    ("", ""): "",
}
# Footnotes at the end of a text, each on a line; their references stand as numbers between signs that no text has.
_NOTES: Final = re.compile(r"\n(?=\[\^)(?>(?:\n*+\[\^[A-Za-z0-9]{1,9}\]: *+[^\n]++)+)\n*+\Z")
_NOTE: Final = re.compile(r"\[\^([A-Za-z0-9]++)\]: *+([^\n]++)")
_BEGIN, _END = "\x02", "\x03"
# The signs that nearly all paragraphs begin with; none of them is a digit or a mark.
_HAN, _LAST_HAN = "一", "鿿"
# Of these, two in a row would become one.
_JOINED: Final = frozenset({"ul", "ol", "blockquote"})


class _UnknownError(Exception):
    """Something that only the slow way knows."""


def plain(text: str) -> str | None:
    """The HTML of a text, or None where it holds anything that is not plain."""
    try:
        return _page(text)
    except _UnknownError:
        return None


def _page(text: str) -> str:
    """All blocks, one below the other, the highest heading of the second rank (as `text` has them)."""
    if len(text) > _MOST or _STRANGE.search(text):
        raise _UnknownError
    # Blanks before line breaks (hard breaks, lines that only look blank), pictures, fences, attributes.
    if " \n" in text or "![" in text or "~~~" in text or "{:" in text:
        raise _UnknownError
    if "&" in text and ("&#" in text or ";" in text):  # an entity, perhaps
        raise _UnknownError
    text, notes = _without_notes(text) if "[^" in text else (text, [])
    blocks: list[tuple[str, str]] = []
    tables = 0
    before = ""
    for block in _blocks(text):
        tables += block[0] == "|"
        tag, html = _block(block, tables)
        if tag == before and tag in _JOINED:
            raise _UnknownError
        blocks.append((tag, html))
        before = tag
    page = "\n".join(_moved(blocks) if "#" in text else [html for _, html in blocks])
    return _noted(page, notes) if notes else page


def _moved(blocks: list[tuple[str, str]]) -> list[str]:
    """The HTML of blocks, headings among them."""
    move = 2 - min((int(tag) for tag, _ in blocks if tag.isdecimal()), default=2)
    return [_ranked(int(tag) + move, html) if tag.isdecimal() else html for tag, html in blocks]


def _without_notes(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A text without the footnotes at its end, its references to them marked by their numbers; (id, words) of these.

    Rule: `FootnoteBlockProcessor`. Refused: a footnote that two places or none lead to, and two of one name.
    """
    found = _NOTES.search(text)
    if not found or text[found.start() - 1 : found.start()] != "\n":
        raise _UnknownError
    body, notes = text[: found.start()], _NOTE.findall(found[0])
    for number, (name, _) in enumerate(notes, start=1):
        body, count = body.replace(f"[^{name}]", f"{_BEGIN}{number}{_END}"), body.count(f"[^{name}]")
        if count != 1:
            raise _UnknownError
    # At the beginning of a line this would be another footnote; and this, the place for them all.
    if f"{_END}:" in body or "///" in text:
        raise _UnknownError
    return body, notes


def _noted(page: str, notes: list[tuple[str, str]]) -> str:
    """A page with its footnotes and the ways to and from them (`FootnoteInlineProcessor`, `makeFootnotesDiv`)."""
    items = []
    for number, (name, words) in enumerate(notes, start=1):
        to = f'<sup id="fnref:{name}"><a class="footnote-ref" href="#fn:{name}">{number}</a></sup>'
        back = f'<a class="footnote-backref" href="#fnref:{name}" title="{BACK.format(number)}">↩</a>'
        page = page.replace(f"{_BEGIN}{number}{_END}", to)
        items.append(f'<li id="fn:{name}">\n<p>{_words(words.rstrip())}&nbsp;{back}</p>\n</li>\n')
    return f'{page}\n<div class="footnote">\n<hr>\n<ol>\n{"".join(items)}</ol>\n</div>'


def _blocks(text: str) -> Iterator[str]:
    """The parts between blank lines; a heading is a part even with text right below it.

    Rules: `BlockParser.parseChunk`, `EmptyBlockProcessor`; `HashHeaderProcessor` takes its line out
    of a block and leaves the rest as a block of its own. Headings below a text are refused later.
    """
    for chunk in text.split("\n\n"):
        block = chunk.strip("\n")
        while block.startswith("#"):
            line, _, block = block.partition("\n")
            yield line
        if block:
            yield block


def _block(block: str, tables: int) -> tuple[str, str]:
    """(tag, HTML) of a block; of a heading (rank as written, words)."""
    if _HAN <= block[0] <= _LAST_HAN:  # as most do, and it is the sign of nothing
        return "p", f"<p>{_words(block)}</p>"
    if block[0] == "#":
        return _heading(block)
    if block[0] == "|":
        return "table", _table(block, tables)
    if block[0] == ">":
        return "blockquote", _quote(block)
    if _ITEM.match(block):
        return _list(block)
    return "p", f"<p>{_words(block)}</p>"


def _heading(line: str) -> tuple[str, str]:
    """One to six #, then words without any #, blanks around them dropped (`HashHeaderProcessor`)."""
    words = line.lstrip("#")
    rank = len(line) - len(words)
    if rank > 6 or not words.strip() or "#" in words or "|" in words:
        raise _UnknownError
    return str(rank), _inline(words.strip())


def _ranked(rank: int, words: str) -> str:
    """A heading of its final rank; there are six (`text._rank`)."""
    tag = f"h{min(rank, 6)}"
    return f"<{tag}>{words}</{tag}>"


def _words(block: str) -> str:
    """The inside of a paragraph or of a list's item, white space before it dropped (`ParagraphProcessor`).

    Refused: lines that are headings, quotes or indented wherever they stand; lines of signs only
    (rules, underlines of headings); a list at the beginning; anything that could be a table.
    A list's sign further down is only text: `OListProcessor` looks at the first line.
    """
    if "\n" not in block and "|" not in block and _HAN <= block[:1] <= _LAST_HAN:  # one line that is only words
        return _inline(block)
    if "|" in block or _ITEM.match(block) or not block.strip():
        raise _UnknownError
    for line in block.split("\n"):
        if line.startswith(("#", ">", " ")) or not line.strip("-=* "):
            raise _UnknownError
    return flowing(_inline(block.lstrip()))


def _quote(block: str) -> str:
    """A quote of paragraphs, each of its lines with its sign (`BlockQuoteProcessor.clean`)."""
    lines = [line[1:].removeprefix(" ") for line in block.split("\n") if line[0] == ">"]
    if len(lines) <= block.count("\n") or not lines[-1] or any(line and not line.strip() for line in lines):
        raise _UnknownError
    parts = filter(None, (part.strip("\n") for part in "\n".join(lines).split("\n\n")))
    return "\n".join(["<blockquote>", *(f"<p>{_words(part)}</p>" for part in parts), "</blockquote>"])


def _list(block: str) -> tuple[str, str]:
    """A flat list of one kind, each line an item (`SaneUListProcessor`, `SaneOListProcessor`).

    A numbered list keeps its first number as it is written, unless that is 1.
    """
    found = [_ITEM.fullmatch(line) for line in block.split("\n")]
    items = [(item[1], item[2]) for item in found if item]
    tag = "ol" if items and items[0][0].endswith(".") else "ul"
    if len(items) < len(found) or any(sign.endswith(".") != (tag == "ol") for sign, _ in items):
        raise _UnknownError
    first = items[0][0].removesuffix(".")
    start = f' start="{first}"' if tag == "ol" and first != "1" else ""
    inside = "\n".join(f"<li>{_words(words)}</li>" for _, words in items)
    return tag, f"<{tag}{start}>\n{inside}\n</{tag}>"


def _table(block: str, number: int) -> str:
    """A table with a head, a line of alignments and at least a row, in the frame of `text._scroll`.

    Rule: `TableProcessor`. Rows short of cells are filled up, cells beyond the head are dropped.
    """
    head, marks, *rows = [_cells(line) for line in block.split("\n")] if block.count("\n") > 1 else [[], []]
    aligned = [_ALIGNMENT.fullmatch(mark) for mark in marks]
    styles = [_ALIGN[mark[1], mark[2]] for mark in aligned if mark]
    if not rows or not len(head) == len(marks) == len(styles):
        raise _UnknownError
    top = "\n".join(f'<th{style} scope="col">{_inline(cell)}</th>' for cell, style in zip(head, styles, strict=True))
    body = "\n".join(f"<tr>\n{_row(row, styles)}\n</tr>" for row in rows)
    label = "表格" if number == 1 else f"表格{number}"
    return (
        f'<div aria-label="{label}" class="jd-scroll" role="region" tabindex="0">\n<table class="jd-table">\n'
        f"<thead>\n<tr>\n{top}\n</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _cells(line: str) -> list[str]:
    """The cells between the bars of a line that begins and ends with one."""
    if len(line) < 2 or line[0] != "|" or line[-1] != "|":
        raise _UnknownError
    return [cell.strip(" ") for cell in line[1:-1].split("|")]


def _row(cells: list[str], styles: list[str]) -> str:
    filled = cells + [""] * len(styles)
    return "\n".join(f"<td{style}>{_inline(cell)}</td>" for cell, style in zip(filled, styles, strict=False))


def _inline(text: str) -> str:
    """Text with links to other sites, **bold** and *emphasis*, one not within another.

    Links come first, and their words are a text of its own (`LinkInlineProcessor`): no star is left in them. Anything
    else is refused: links to files beside the text, titles.
    """
    html = _linked(text) if "[" in text else _literal(text)
    return _emphasized(html) if "*" in html else html


def _linked(text: str) -> str:
    first, *found = _LINK.split(text)
    parts = [_literal(first)]
    for words, address, after in zip(found[::3], found[1::3], found[2::3], strict=True):
        if "xn--" in address.lower():
            raise _UnknownError
        parts += (f'<a href="{_escaped(address)}" rel="{EXTERNAL}">{_inline(words)}{_OUT}', _literal(after))
    return "".join(parts)


def _emphasized(html: str) -> str:
    strong = _strong(html)
    return _delimited(html) if strong is None else strong


def _strong(html: str) -> str | None:
    """The same where stars stand in twos around words and nowhere else, as in nearly all texts; else None."""
    parts = html.split("**")
    if len(parts) % 2 == 0 or html.count("*") != 2 * len(parts) - 2 or "" in parts[1:-1]:
        return None
    for i in range(1, len(parts), 2):
        words = parts[i]
        if words[0].isspace() or words[-1].isspace():
            return None
        parts[i] = f"<strong>{words}</strong>"
    return "".join(parts)


def _delimited(html: str) -> str:
    """Rule: `DelimiterProcessor`. Stars open before a sign and close behind one; those that could do either close
    what is open, if they are as many. Refused: stars left over, three in a row or between blanks.
    """
    parts = _STARS.split(html)
    opened = 0
    for i in range(1, len(parts), 2):
        beside, size = parts[i - 1][-1:] if opened else parts[i + 1][:1], len(parts[i])
        if not beside.strip() or size not in _EMPHASIS or opened not in (0, size):
            raise _UnknownError
        parts[i] = f"</{_EMPHASIS[size]}>" if opened else f"<{_EMPHASIS[size]}>"
        opened = 0 if opened else size
    if opened:
        raise _UnknownError
    return "".join(parts)


def _literal(text: str) -> str:
    """Text between links; where a sign of a mark is left over, the slow way decides what it means."""
    if "[" in text or "]" in text or "_" in text:
        raise _UnknownError
    return _escaped(text) if "&" in text or ">" in text else text


def _escaped(text: str) -> str:
    """For HTML, as `markdown.serializers` does where no entity can be meant."""
    return text.replace("&", "&amp;").replace(">", "&gt;")
