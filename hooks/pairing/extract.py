"""HTML of a page → the text that search knows: its title, its headings, its lines.

The text of a page is the page's main content without what serves finding one's way: elements nav, form,
svg and script, what is hidden, and what is marked ``data-nosearch``. A line ends where an element ends that
is not part of a running text; a phrase is looked for within lines. Title and headings stand before the lines.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple

# Elements within a line.
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_LEFT_OUT: Final = frozenset(["nav", "form", "svg", "script", "style", "template", "noscript"])
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TAG: Final = re.compile(r"<([^<>]*)>")
_COMMENT: Final = re.compile(r"<!--(?:[^<-]++|<(?!!--)|-(?!->))*+-->")
# White space that is more than one plain space.
_SPACES: Final = re.compile(r"[^\S ]|  ")
_HIDDEN: Final = re.compile(r"\s(?:hidden|data-nosearch|class=\"headerlink\")(?=[\s=/]|$)")
_ARTICLE: Final = re.compile(r'<article class="md-content__inner md-typeset">(.*)</article>', re.DOTALL)
_IN, _BREAK, _HEAD, _OUT = range(4)


class Text(NamedTuple):
    """What a page says. ``headings`` and ``lines`` have no empty ones."""

    title: str
    headings: tuple[str, ...]
    lines: tuple[str, ...]


def main_content(html: str) -> str:
    """The main content of a whole page of the theme."""
    found = _ARTICLE.search(html)
    return found[1] if found else ""


def extract(html: str) -> Text:
    """The text of a page's main content."""
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    parts = _TAG.split(html)
    pieces = zip(parts[1::2], parts[2::2], strict=True)
    lines, heads = list[str](), list[str]()
    line, into = parts[0], lines
    for tag, text in pieces:
        kind = _PLAIN.get(tag)
        if kind is None:
            kind = _kind(tag)
            if kind == _OUT:
                text = _after(tag, pieces)
        if kind != _IN:
            if line and (line := line.strip()):
                into.append(_tidy(line))
            into, line = (heads if kind == _HEAD else lines), text
        elif text:
            line += text
    if line := line.strip():
        into.append(_tidy(line))
    return Text(heads[0] if heads else "", tuple(heads[1:]), tuple(lines))


def _tidy(line: str) -> str:
    if "&" in line:
        line = unescape(line)
    return " ".join(line.split()) if _SPACES.search(line) else line


def _kind(tag: str) -> int:
    if tag.startswith("a "):
        return _OUT if _HIDDEN.search(tag) else _IN
    return _rare(tag)


@lru_cache(4096)
def _rare(tag: str) -> int:
    name = tag.split(None, 1)[0].rstrip("/") if tag.strip() else ""
    if name in _LEFT_OUT or (" " in tag and name not in _VOID and _HIDDEN.search(tag)):
        return _OUT
    if name in _HEADINGS:
        return _HEAD
    return _IN if name.removeprefix("/") in _INLINE else _BREAK


# Tags as they mostly stand.
_PLAIN: Final = {
    **dict.fromkeys((name for name in _INLINE), _IN),
    **dict.fromkeys((f"/{name}" for name in _INLINE), _IN),
    **dict.fromkeys(
        [
            "p",
            "/p",
            "dt",
            "/dt",
            "dd",
            "/dd",
            "div",
            "/div",
            "dl",
            "/dl",
            "ul",
            "/ul",
            "ol",
            "/ol",
            "li",
            "/li",
            "section",
            "/section",
            "br",
            "td",
            "/td",
            "tr",
            "/tr",
        ],
        1,
    ),
    **dict.fromkeys((f"/{name}" for name in _HEADINGS), _BREAK),
}


def _after(tag: str, pieces: Iterator[tuple[str, str]]) -> str:
    """Read to the end of an element; the text behind it."""
    name, depth = tag.split(None, 1)[0], 1
    for inner, text in pieces:
        if inner.startswith(f"/{name}") and not inner[len(name) + 1 :].strip():
            depth -= 1
            if not depth:
                return text
        elif inner.split(None, 1)[:1] == [name] and not inner.endswith("/"):
            depth += 1
    return ""
