"""Old addresses and the map of new ones: redirects from ``former:``, and sitemap.xml."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain
from posixpath import dirname, relpath
from typing import Final
from urllib.parse import quote

from pairing import addresses
from pairing.paths import folded
from pairing.problems import Problem
from pairing.views.base import Portal

_PAGE: Final = """<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'">
<title>{title}</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={target}">
<link rel="canonical" href="{target}">
<p>已移到<a href="{target}">{title}</a>。</p>
</html>
"""


def redirect_files(portal: Portal, taken: Iterable[str]) -> dict[str, bytes]:
    """``old path -> page that leads on``; not where something else stands there (`clashes`)."""
    found = dict[str, bytes]()
    for place, _, path in _former(portal, taken, free=True):
        old, target = addresses.former(path), addresses.entry(*place)
        way = quote(relpath(target, dirname(old) or "."))
        found[old] = _PAGE.format(title=escape(portal.data.heads[place].title), target=way).encode()
    return found


def clashes(portal: Portal, taken: Iterable[str]) -> list[Problem]:
    """A problem for every old address where a page or a folder stands now; ``taken`` are all paths but redirects."""
    return [
        Problem(portal.data.record("entry", *place).where("former", i), f"旧网址“{path}”已经是另一个页面，请改正或删去")
        for place, i, path in _former(portal, taken, free=False)
    ]


def _former(portal: Portal, taken: Iterable[str], *, free: bool) -> Iterator[tuple[tuple[str, str, str], int, str]]:
    """The old addresses that are free, or those that are not; some disks cannot tell twins by case."""
    listed = [(place, i, path) for place, head in portal.data.heads.items() for i, path in enumerate(head.former)]
    names = chain.from_iterable((path, path.removesuffix("/index.html")) for path in (taken if listed else ()))
    used = {folded(name) for name in names}
    return (item for item in listed if (folded(addresses.former(item[2])) not in used) == free)


def sitemap(portal: Portal, pages: Iterable[str]) -> bytes:
    """sitemap.xml (sitemaps.org 0.9). Only entries know when they last changed; the others do not guess.

    What is withdrawn or superseded keeps its page, but is not offered to crawlers.
    """
    retired = {addresses.entry(*place) for place in portal.retired}
    changed = {addresses.entry(*place): head.changed.code for place, head in portal.data.heads.items()}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for page in sorted(set(pages) - retired):
        day = f"<lastmod>{changed[page]}</lastmod>" if page in changed else ""
        lines.append(f"<url><loc>{escape(portal.address + quote(page.removesuffix('index.html')))}</loc>{day}</url>")
    return "\n".join([*lines, "</urlset>", ""]).encode()
