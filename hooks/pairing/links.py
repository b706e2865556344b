"""Internal links of finished pages: every address and anchor must exist.

Used before publication for hand-written pages, and by the tests for the whole site.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value is not None:
                self.links.append(value)
            elif (name == "id" and value) or (name == "name" and tag == "a" and value):
                self.anchors.add(value)


@dataclass(frozen=True)
class Outline:
    """The links and anchors of one HTML page."""

    links: tuple[str, ...]
    anchors: frozenset[str]


def outline(html: bytes) -> Outline:
    """Read a page's links and anchors."""
    collector = _Collector()
    collector.feed(html.decode())
    return Outline(tuple(collector.links), frozenset(collector.anchors))


def broken(path: str, page: Outline, files: Mapping[str, object], outlines: Mapping[str, Outline]) -> Iterator[str]:
    """The links of one page that lead nowhere. ``outlines`` are the pages whose anchors are known."""
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = normpath(join(dirname(path), unquote(parts.path))) if parts.path else path
        if parts.path.endswith("/") or parts.path in (".", ".."):
            target = normpath(join(target, "index.html"))
        if target not in files:
            yield link
        elif parts.fragment and target in outlines:
            anchor = unquote(parts.fragment)
            if not anchor.startswith("__") and anchor not in outlines[target].anchors:
                yield link
