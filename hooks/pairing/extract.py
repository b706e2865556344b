"""HTML of a page → the text that search knows: its title, its headings, its lines.

The text of a page is the page's main content without what serves finding one's way: elements nav, form,
svg and script, what is hidden, and what is marked ``data-nosearch``. A line ends where an element ends that
is not part of a running text; a phrase is looked for within lines. Title and headings stand before the lines.

Every step is one expression over the whole page: a page has a hundred tags and more, too many for a look at each.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from typing import Final, NamedTuple

# Elements within a line: a, abbr, b, bdi … Put together by their first letters, they are told apart sooner.
_INLINE: Final = (
    "a(?:bbr)?|b(?:di)?|c(?:ite|ode)|d(?:ata|el|fn)|em|font|i(?:mg|ns)?|kbd|label|mark|q"
    "|s(?:amp|mall|pan|trong|u[bp])?|time|u|var|wbr"
)
_VOID: Final = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
_LEFT_OUT: Final = "nav|form|svg|script|style|template|noscript"
# Attributes that leave an element out. They are looked for as plain words first, which is much faster.
_SIGNS: Final = ("hidden", "data-nosearch", 'class="headerlink"')
_COMMENT: Final = re.compile(r"<!--(?>(?:[^<-]++|<(?!!--)|-(?!->))*)-->")
_GUIDE: Final = re.compile(rf"<(?:{_LEFT_OUT})(?=[\s/>])")
_SIGNED: Final = re.compile(rf"<(?!(?:{_VOID})[\s/]|/)[^<>]*\s(?:{'|'.join(_SIGNS)})(?=[\s=/>])")
_OPENING: Final = re.compile(r"<([^\s<>/]++)[^<>]*+>")
_WITHIN: Final = re.compile(rf"</?+(?:{_INLINE})(?=[\s/>])[^<>]*+>")
# Text up to the next tag; a "<" that begins no tag is a part of it.
_RUN: Final = r"[^<]*+(?>(?:<(?![a-zA-Z/!?])[^<]*+)*)"
_HEADING: Final = re.compile(rf"<h[1-6](?=[\s/>])[^<>]*+>({_RUN})")
_TEXT: Final = re.compile(rf">\s*+(?!<[a-zA-Z/!?])({_RUN})")
_ARTICLE: Final = re.compile(r'<article class="md-content__inner md-typeset">(.*)</article>', re.DOTALL)


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
    if "!" in html:
        html = _COMMENT.sub("", html)
    # Without the tags within lines, a text goes on to the next tag, and a heading's text as well.
    parts = _HEADING.split(_WITHIN.sub("", _shown(html)))
    title, *headings = _tidy(parts[1::2]) or ("",)
    return Text(title, tuple(headings), tuple(_tidy(_TEXT.findall(f">{''.join(parts[::2])}"))))


def _tidy(texts: Iterable[str]) -> list[str]:
    """Texts between tags as readers see them, without those that are empty."""
    return [line for text in texts if (line := " ".join((unescape(text) if "&" in text else text).split()))]


def _shown(html: str) -> str:
    """A page without what is left out; where that stood, a line ends."""
    begins = [found.start() for found in _GUIDE.finditer(html)]
    for sign in _SIGNS:
        if sign in html:
            begins += _signed(html, sign)
    kept, end = [], 0
    for begin in sorted(begins):
        if begin >= end:  # else it stands within what is left out already
            kept.append(html[end:begin])
            end = _end(html, begin)
    return "<br>".join((*kept, html[end:])) if kept else html


def _signed(html: str, sign: str) -> Iterator[int]:
    """Where the elements begin that an attribute leaves out."""
    at = html.find(sign)
    while at >= 0:
        begin = html.rfind("<", 0, at)
        if begin >= 0 and _SIGNED.match(html, begin):
            yield begin
        at = html.find(sign, at + 1)


def _end(html: str, begin: int) -> int:
    """Where the element ends that begins there; one that nobody closes ends with the page."""
    opening = _OPENING.match(html, begin)
    depth = 1
    for tag in _tags(opening[1]).finditer(html, opening.end()) if opening else ():
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(html)


@cache
def _tags(name: str) -> re.Pattern[str]:
    """The tags of elements of a name, without those that close themselves; those that close have group 1."""
    return re.compile(rf"<(/?+){re.escape(name)}(?>(?:\s[^<>]*+)?)(?<!/)>")
