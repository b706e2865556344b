"""What must not be on a page, whatever an editor writes: asserted of finished HTML, by tests and scripts/fuzz.py."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

from pairing.markup import SCHEMES

REFUSED: Final = frozenset(
    ("script", "iframe", "form", "style", "svg", "math", "object", "embed", "input", "base", "meta", "link", "template")
)
ATTRIBUTES: Final = {
    *("href", "title", "class", "download", "rel", "tabindex", "role", "aria-label", "src", "alt", "loading"),
    *("width", "height", "id", "start", "scope"),
}


class _Safe(HTMLParser):
    """Fails on anything that must not be on a page."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in (
            "script",
            "iframe",
            "form",
            "style",
            "svg",
            "math",
            "object",
            "embed",
            "input",
            "base",
            "meta",
        )
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name in ("href", "src"):
                # As browsers do: tabs and line breaks go, control characters and blanks before it, too.
                address = re.sub(r"[\t\n\r]", "", unescape(value or "")).lstrip("".join(map(chr, range(33))))
                scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", address)
                assert scheme is None or scheme[1].lower() in SCHEMES, value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def safe(html: str) -> None:
    """AssertionError where anything stands in the HTML that must not."""
    parser = _Safe(convert_charrefs=True)
    parser.feed(html)
    parser.close()
