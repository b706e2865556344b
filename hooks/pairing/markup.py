"""HTML and addresses that editors write: what may stand on a page, and what of a text is HTML at all.

Nobody's markup is trusted. `clean` lets through exactly what our own Markdown makes, and nothing else;
`tags` and `fault` tell the checks what an editor wrote, so that a message can say what to write instead.
Python-Markdown's raw HTML is switched off as well (`text`): two locks, each of which would do.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import nh3

from pairing.later import later

# What Markdown and `text` make of an entry.
_TAGS: Final = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "div",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "span",
        "strong",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES: Final = {
    "a": {"href", "title", "class", "download", "rel"},
    "code": {"class"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "figure": {"class"},
    "img": {"src", "alt", "title", "loading", "width", "height"},
    "li": {"id"},
    "ol": {"start"},
    "span": {"class"},
    "sup": {"id"},
    "table": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
}
# Attributes that may only say what our own code says.
_VALUES: Final = {
    "class": later(r"jd-[a-z-]+|footnote(?:-ref|-backref)?|language-[\w+.#-]{1,40}"),
    "id": later(r"fn(?:ref\d*)?:[^\s<>\"'&]{1,80}"),
    "rel": later(r"noopener external"),
    "start": later(r"\d{1,9}"),
    "tabindex": later(r"0"),
    "role": later(r"region"),
    "download": later(r"download"),
    "loading": later(r"lazy"),
    "scope": later(r"col"),
    "width": later(r"\d{1,5}"),
    "height": later(r"\d{1,5}"),
}
# Tags that are refused altogether: they run, load, or stand above what an editor decides.
REFUSED: Final = frozenset(
    [
        "script",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "form",
        "input",
        "button",
        "select",
        "option",
        "textarea",
        "svg",
        "math",
        "link",
        "style",
        "base",
        "meta",
        "video",
        "audio",
        "source",
        "track",
        "picture",
        "img",
        "template",
        "noscript",
        "portal",
        "dialog",
        "canvas",
        "map",
        "area",
        "h1",
        "html",
        "head",
        "body",
        "title",
        "param",
        "marquee",
        "xmp",
        "plaintext",
        "noembed",
        "noframes",
    ]
)
SCHEMES: Final = ("http", "https", "mailto", "tel")
# Their words go, too: nobody is to read a program.
_WHOLE: Final = frozenset({"script", "style", "iframe", "object", "noscript", "template", "svg", "math"})


def _own(_tag: str, name: str, value: str) -> str | None:
    if name == "href" and "&" in value and fault(value, remote_only=False) == "scheme":
        return None  # a program behind an entity that was itself written as one: no browser runs it, nobody needs it
    form = _VALUES.get(name)
    return value if form is None or form.fullmatch(value) else None


_CLEANER: Final = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_WHOLE),
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    attribute_filter=_own,
    link_rel=None,
    url_schemes=set(SCHEMES),
)


def clean(html: str) -> str:
    """HTML of a text without anything that our own Markdown does not make.

    A carriage return that came as a character reference is a line break, as it would be for whoever reads the page.
    """
    return _CLEANER.clean(html).replace("\r", "\n")


class Tag(NamedTuple):
    """A tag or comment that stands in a text: its name (lower case; "!--" a comment), all of it, where it begins."""

    name: str
    text: str
    start: int


# A tag, closed or cut off. Names as HTML and Word have them (o:p); <https://…> is an address.
_TAG: Final = later(r"<(?:(!--|!\[)|[/?]?([A-Za-z][\w-]*+(?::[A-Za-z][\w-]*+)?))(?!:)[^<>]*+>?")
# An address between angle brackets; <o:p> is a tag of Word's.
_BRACKETED: Final = later(r"(?i)<((?:https?|ftp|javascript|vbscript|data|file|blob):[^<>\s]*+)>")
_HANDLER: Final = later(r"(?i)[\s/\"']on[a-z]{3,30}+\s*+=")
_ADDRESS: Final = later(r"(?i)\b(?:href|src|action|formaction|data|poster|xlink:href)\s*+=\s*+[\"']?([^\"'>]*+)")
# What browsers pass over within an address, and before it.
_SKIPPED: Final = later(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_SCHEME: Final = later(r"([A-Za-z][A-Za-z0-9+.-]*+):")
# Most addresses are of this form, and nothing is wrong with one that is.
_PLAIN: Final = later(r"https?://[a-z0-9-]++(?>(?:\.[a-z0-9-]++)+)(?>(?:/[\w.~/-]*+)?)", re.ASCII)
_HAN: Final = later(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def tags(text: str) -> Iterator[Tag]:
    """Every tag of a text whose code is blanked out; of a closing one with its opening one, only the latter."""
    opened: set[str] = set()
    for found in _TAG.finditer(text):
        name = (found[1] or found[2]).lower()
        if _BRACKETED.match(found[0]) or (found[0][1] == "/" and name in opened):
            continue
        opened.add(name)
        yield Tag(name, found[0], found.start())


def bracketed(text: str) -> Iterator[tuple[str, int]]:
    """(address, where it begins) of every address between angle brackets."""
    for found in _BRACKETED.finditer(text):
        yield found[1], found.start()


def acts(tag: str) -> bool:
    """Whether a tag carries a program in one of its attributes."""
    said = unescape(tag)
    if _HANDLER.search(said):
        return True
    return any(fault(found[1], remote_only=False) == "scheme" for found in _ADDRESS.finditer(said))


def fault(address: str, *, remote_only: bool) -> str:
    """What is wrong with an address: scheme, bare, user, host, slash, absolute; "" where nothing is.

    Judged as a browser reads it: entities resolved, blanks and control characters passed over.
    ``remote_only``: whether it must lead to another site.
    """
    return "" if _PLAIN.fullmatch(address) else _faulty(address, remote_only)


def _faulty(address: str, remote_only: bool) -> str:
    shown = _SKIPPED.sub("", unescape(address))
    if re.match(r"[\\/]{2}|/\\", shown):
        return "bare"
    found = _SCHEME.match(shown)
    if found is None:
        if remote_only:
            return "scheme"
        if "\\" in shown:
            return "slash"
        return "absolute" if shown.startswith("/") else ""
    scheme = found[1].lower()
    if scheme not in SCHEMES:
        return "scheme"
    if scheme in ("mailto", "tel"):
        return "scheme" if remote_only else ""
    return _web(shown)


def _web(address: str) -> str:
    """What is wrong with an address that begins with http: or https:."""
    if not re.match(r"(?i)https?://[^/\\]", address):
        return "bare"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "host"
    if "@" in parts.netloc:
        return "user"
    # A Chinese name is an honest one; a letter that only looks like a Latin one is not.
    strange = any(not sign.isascii() and not _HAN.match(sign) for sign in host)
    return "host" if strange or not host or "\\" in parts.netloc else ""
