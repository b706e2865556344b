"""SVG pictures that do more than show: a browser would run their scripts and load what they name; and broken ones."""

import re
from functools import cache
from typing import Final
from xml.etree import ElementTree

# Compiled at first use: it takes a hundredth of a second, and most builds see no new picture.
_ACTIVE: Final = (
    # A name's prefix, of whatever signs XML allows in one.
    r"<\s*+(?>(?:[^\s<>:/]++:)?)(?:script|foreignObject|iframe|embed|object|meta|form|handler|listener|set|animate\w*+)\b"
    r"|\son[a-z]+\s*=|(?:javascript|vbscript|data:text)\s*:?|<!ENTITY|<\?xml-stylesheet|@import"
    r"|\b(?:xlink:)?href\s*=\s*[\"']?\s*(?!#|data:image/(?:png|jpeg|webp|gif)[;,])[^\s\"'#>]|\bsrc\s*=\s*[\"']?\s*[^\s\"'>]"
    r"|url\(\s*[\"']?\s*(?!#)[^\s\"')]"
)


@cache
def _active() -> re.Pattern[str]:
    return re.compile(_ACTIVE, re.IGNORECASE)


def active(svg: str) -> list[int]:
    """The lines, from 1, of an SVG where it does more than show: scripts, events, foreign or outer things."""
    shown = re.sub(r"&#x?[0-9a-fA-F]+;?", lambda found: _character(found[0]), svg)
    return sorted({shown.count("\n", 0, found.start()) + 1 for found in _active().finditer(shown)})


def _character(reference: str) -> str:
    number = reference[2:].rstrip(";")
    try:
        return chr(int(number[1:], 16) if number[:1] in "xX" else int(number))
    except (ValueError, OverflowError):
        return " "


def broken(svg: bytes) -> int:
    """The line, from 1, from which on an SVG is no picture to a browser, or not in UTF-8; 0 where all is well.

    Only for pictures that do nothing else (``active`` finds no line): those have no entities to unfold.
    """
    if b"\0" in svg:  # UTF-16, in which nobody looked for scripts
        return 1
    try:
        svg.decode()
        root = ElementTree.fromstring(svg)  # noqa: S314 -- entities were refused before
    except UnicodeDecodeError as error:
        return svg.count(b"\n", 0, error.start) + 1
    except ElementTree.ParseError as error:
        return error.position[0]
    except (LookupError, ValueError):  # an encoding that the parser does not know
        return 1
    return 0 if root.tag == "{http://www.w3.org/2000/svg}svg" else 1
