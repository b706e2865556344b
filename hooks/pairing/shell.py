"""Shells: a theme page rendered once with markers, then filled once per generated page.

Rendering the theme costs milliseconds; filling costs microseconds. Whoever renders the theme
(a hook) gets a page whose texts are `mark`-ed; `Shell.compile` cuts the result at the marks.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from html import escape
from typing import Final

_MARK: Final = re.compile(r"JIEDUI-([a-z]+)-SLOT")
# Looks at a finished page: its path, what was filled in, and its bytes.
Look = Callable[[str, bytes, bytes], None]
_ITEM: Final = re.compile(r"<li class=\"md-nav__item\">(?:(?!<li).)*?JIEDUI-heading-SLOT.*?</li>", re.DOTALL)


def mark(slot: str) -> str:
    """The marker of a slot: title, content, … and for the schools' columns site, logo, footer, …"""
    return f"JIEDUI-{slot}-SLOT"


@lru_cache(256)  # most pages of a kind have the same ones
def _contents(item: str, headings: tuple[tuple[str, str], ...]) -> str:
    """The table of contents, each of its headings (anchor, plain text) in the form of ``item``."""
    return "".join(
        item.replace(mark("anchor"), escape(anchor)).replace(mark("heading"), escape(text)) for anchor, text in headings
    )


@dataclass(frozen=True)
class Shell:
    """A compiled shell: ``parts`` and the slots between them, the form of one contents entry, and who looks on."""

    parts: tuple[str, ...]
    slots: tuple[str, ...]
    item: str
    look: Look | None = None

    @classmethod
    def compile(cls, html: str) -> "Shell":
        """Cut a rendered page at its markers; the contents entry becomes a form of its own."""
        found = _ITEM.search(html)
        item = found[0] if found else ""
        if found:
            html = html[: found.start()] + mark("contents") + html[found.end() :]
        pieces = _MARK.split(html)
        return cls(tuple(pieces[0::2]), tuple(pieces[1::2]), item)

    def bind(self, texts: Mapping[str, str]) -> "Shell":
        """The shell with some slots filled for good; the others stay open."""
        parts, slots = [self.parts[0]], []
        for slot, part in zip(self.slots, self.parts[1:], strict=True):
            if slot in texts:
                parts[-1] += texts[slot] + part
            else:
                slots.append(slot)
                parts.append(part)
        return replace(self, parts=tuple(parts), slots=tuple(slots))

    def fill(self, texts: Mapping[str, bytes], headings: tuple[tuple[str, str], ...]) -> bytes:
        """The finished page. ``texts`` are HTML by slot, as bytes; ``headings`` are (anchor, plain text)."""
        values = {
            **texts,
            "contents": _contents(self.item, headings).encode(),
            "anchor": escape(headings[0][0]).encode() if headings else b"top",
        }
        first, *pieces = self._encoded
        filled = [first]
        for slot, part in zip(self.slots, pieces, strict=True):
            filled += (values[slot], part)
        return b"".join(filled)

    @cached_property
    def _encoded(self) -> tuple[bytes, ...]:
        """The parts as bytes: they are many times as long as what is filled in."""
        return tuple(part.encode() for part in self.parts)
