"""Internal links of finished pages: every address and anchor must exist.

Used before publication for hand-written pages and the texts of entries, and by the tests for the whole site.
"""

from collections.abc import Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from pairing import addresses
from pairing.addresses import aim
from pairing.check.leads import no_page, quoted, target, where
from pairing.entries import Place
from pairing.media import Reference
from pairing.problems import Problem
from pairing.views import Portal


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
        return (link for link in self.links(path) if not self.leads(path, link))

    def leads(self, path: str, link: str) -> bool:
        """Whether a link of one page leads somewhere, as far as the site can tell."""
        try:
            parts = urlsplit(link)
        except ValueError:  # half a bracket where a host should be: it leads nowhere
            return False
        if parts.scheme or parts.netloc:
            return True
        target, anchor = aim(path, parts)
        # Anchors with two underscores are the theme's own switches.
        fits = not anchor or anchor.startswith("__") or not target.endswith(".html")
        return target in self.files and (fits or anchor in self._page(target).anchors)

    def _page(self, path: str) -> _Collector:
        if path not in self._read:
            self._read[path] = _Collector()
            self._read[path].feed(self.files[path].decode())
        return self._read[path]


def astray(portal: Portal, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """The links of entries' texts that lead nowhere, in a finished portal or in a school's column of it.

    A column has the same addresses below a folder of its own, and not every page. All entries are judged each time:
    a page may have gone to which an old one leads.
    """
    site, held = SiteLinks(files), portal.data.held
    for place, link in [(at, link) for at in portal.data.heads if at in held for link in held[at].brief.ways]:
        page = addresses.entry(*place)
        for school in (None, *portal.figures.columns):
            path = f"campus/{school}/{page}" if school else page
            if path in files and not site.leads(path, unescape(link.target)):
                yield Problem(where(portal.data, place, link), _astray(portal, files, place, link, school))
                break


def _astray(portal: Portal, files: Mapping[str, bytes], place: Place, link: Reference, school: str | None) -> str:
    """What is said of a link that leads nowhere, in the portal or first in some school's column."""
    path, anchor = target(place, link)
    key = tuple(path.removeprefix("entries/").removesuffix("/index.html").split("/"))
    if (f"campus/{school}/{path}" if school else path) in files:
        return f"网页上没有位置“#{anchor}”，找到链接{quoted(link)}，请删去“#”和后面的字"
    if school:
        column = f"稿件也登在“{portal.data.schools[school].short}”的专栏里，那里没有这个网页"
        return f"{column}，找到链接{quoted(link)}，请写它在门户的完整网址（以 https:// 开头），或只留文字"
    if path.startswith("entries/") and portal.data.exists("entry", *key):
        return f"链接指向的稿件是草稿或未到发布日期，找到{quoted(link)}，请等它登出后再写，或只留文字"
    folder = f"{path.partition('/')[0]}/"
    return no_page(place, link, path, (name for name in files if name.startswith(folder) and name.endswith(".html")))
