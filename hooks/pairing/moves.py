"""Old addresses and the map of new ones: redirects from ``former:``, and sitemap.xml."""

from collections.abc import Iterable, Iterator
from html import escape
from posixpath import dirname, relpath
from typing import Final
from urllib.parse import quote

from pairing import addresses
from pairing.problems import DataError, Problem
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
    """``old path -> page that leads on``; DataError where an old address is a page's new one, too."""
    pages, found, problems = set(taken), dict[str, bytes](), []
    for place, i, path in _former(portal):
        target = addresses.entry(*place)
        old = f"{path}index.html" if path.endswith("/") else path
        if old in pages or old in found:
            where = portal.data.record("entry", *place).where("former", i)
            problems.append(Problem(where, f"旧网址“{path}”已经是另一个页面，请改正或删去"))
        way = quote(relpath(target, dirname(old) or "."))
        found[old] = _PAGE.format(title=escape(portal.data.heads[place].title), target=way).encode()
    if problems:
        raise DataError(problems)
    return found


def _former(portal: Portal) -> Iterator[tuple[tuple[str, str, str], int, str]]:
    for place, head in portal.data.heads.items():
        for i, path in enumerate(head.former):
            yield place, i, path


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
