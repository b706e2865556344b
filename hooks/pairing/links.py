"""Internal links of finished pages: every address and anchor must exist.

Used before publication for hand-written pages, and by the tests for the whole site.
"""

from collections.abc import Iterator, Mapping
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


class SiteLinks:
    """The links and anchors of a finished site (path -> bytes); a page is parsed when first asked for."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self._read: dict[str, _Collector] = {}

    def links(self, path: str) -> tuple[str, ...]:
        """Every address that a page names, as it stands there."""
        return tuple(self._page(path).links)

    def broken(self, path: str) -> Iterator[str]:
        """The links of one page that lead nowhere, or to an anchor that is not there."""
        for link in self.links(path):
            try:
                parts = urlsplit(link)
            except ValueError:  # half a bracket where a host should be: it leads nowhere
                yield link
                continue
            if parts.scheme or parts.netloc:
                continue
            target = normpath(join(dirname(path), unquote(parts.path))) if parts.path else path
            if parts.path.endswith("/") or parts.path in (".", ".."):
                target = normpath(join(target, "index.html"))
            anchor = unquote(parts.fragment)
            # Anchors with two underscores are the theme's own switches.
            fits = not anchor or anchor.startswith("__") or not target.endswith(".html")
            if target not in self.files or not (fits or anchor in self._page(target).anchors):
                yield link

    def _page(self, path: str) -> _Collector:
        if path not in self._read:
            self._read[path] = _Collector()
            self._read[path].feed(self.files[path].decode())
        return self._read[path]
