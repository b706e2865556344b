"""SVG pictures that do more than show: a browser would run their scripts and load what they name."""

import re
from functools import cache
from typing import Final

# Compiled at first use: it takes a hundredth of a second, and most builds see no new picture.
_ACTIVE: Final = (
    r"<\s*(?:\w+:)?(?:script|foreignObject|iframe|embed|object|handler|listener|set|animate\w*)\b"
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
