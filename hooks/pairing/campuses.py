"""Every school's own column as files: pages, calendars, feeds, assets, 404, whole in itself.

A column mirrors the portal's paths, so that each page knows its canonical address there, and every
link stays inside: the folder works alone under any address or opened from a disk.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from html import escape
from posixpath import dirname, join, normpath
from typing import Final

from pairing.digests import fingerprint
from pairing.feeds import calendar_files
from pairing.fragments import fragment_files
from pairing.links import SiteLinks
from pairing.moves import redirect_files, sitemap
from pairing.pictures import finished
from pairing.press import Step
from pairing.render import ShellKey, ShellMaker, render, render_footer
from pairing.shelf import media_files
from pairing.shell import Shell
from pairing.steps import below, page_steps, searched
from pairing.syndicate import feed_files
from pairing.views import Portal
from pairing.views.campus import campus_page, footer
from pairing.views.search import search_page

# Tabs of a column: section, label, address.
SECTIONS: Final = (
    ("home", "首页", "index.html"),
    ("columns", "栏目", "columns/index.html"),
    ("programmes", "帮扶项目", "programmes/index.html"),
    ("ledger", "承诺台账", "ledger/index.html"),
    ("schools", "学校", "schools/index.html"),
    ("units", "二级单位", "units/index.html"),
    ("indicators", "指标", "indicators/index.html"),
    ("tables", "工作计划表", "tables/index.html"),
    ("documents", "文件", "documents/index.html"),
)
LOGO: Final = "assets/jiedui.svg"
_URL: Final = re.compile(rb"url\(\s*['\"]?([^'\")]+)")


def column_steps(
    portal: Portal,
    school: str,
    make_shell: ShellMaker,
    missing: Shell,
    theme: Mapping[str, bytes],
    fresh: dict[str, bytes],
) -> Iterator[Step]:
    """The steps of one school's column, below campus/<school>/.

    ``theme`` are the theme's files, of which a column takes what its pages ask for; ``fresh`` gets new
    records for the search.
    """
    lead = f"campus/{school}/"
    texts = _texts(portal, school)
    told = {slot: text.encode() for slot, text in texts.items()}

    @cache
    def bound(key: ShellKey) -> Shell:
        return make_shell(key).bind(texts)

    for name, make in (
        ("home", lambda: searched([campus_page(portal)], bound, lead, fresh)),
        ("calendars", lambda: calendar_files(portal).items()),
        ("feeds", lambda: feed_files(portal).items()),
        ("media", lambda: media_files(portal.data).items()),
        ("fragments", lambda: _blocks(portal, bound)),
        ("theme", lambda: _dress(portal, school, bound, missing.fill(told, ()), theme)),
    ):
        yield Step(f"{lead}{name}", portal.keys.whole, partial(_below, lead, make))
    yield from page_steps(portal, bound, lead, fresh)
    key = fingerprint(portal.keys.whole, "closing")
    yield Step(f"{lead}redirects", key, partial(_below, lead, lambda: redirect_files(portal, ()).items()))


def column_closing(portal: Portal, school: str, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The column's sitemap, where its address is known."""
    lead = f"campus/{school}/"
    if portal.address:
        pages = (path.removeprefix(lead) for path in paths if path.endswith("/index.html"))
        yield f"{lead}sitemap.xml", sitemap(portal, pages)


def _below(lead: str, make: Callable[[], Iterable[tuple[str, bytes]]]) -> Iterator[tuple[str, bytes]]:
    return below(lead, make())


def _blocks(portal: Portal, make_shell: ShellMaker) -> Iterator[tuple[str, bytes]]:
    files, page = fragment_files(portal)
    yield from files.items()
    yield from render([page], make_shell)


def _dress(
    portal: Portal, school: str, make_shell: ShellMaker, missing: bytes, theme: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """What pages need to look right: the theme's files that they ask for, the school's own logo and colour."""
    campus = portal.data.schools[school].campus
    files = {"404.html": missing, "assets/campus.css": _style(campus.colour)}
    if campus.logo:
        own = portal.data.logos[campus.logo]
        shown = own if campus.logo.endswith(".svg") else finished(campus.logo, own)[1]
        files[_texts(portal, school)["logo"]] = shown
    home = dict(render([campus_page(portal), search_page(portal)], make_shell))
    yield from {**_assets(home, theme), **files}.items()


def _texts(portal: Portal, school: str) -> dict[str, str]:
    """What the shells of one column have in common, as HTML by slot."""
    campus = portal.data.schools[school].campus
    site = portal.data.site
    assert site is not None, "load() refuses data without site.yml"
    url = escape(portal.address)
    suffix = (campus.logo or "").rpartition(".")[2]
    return {
        "site": escape(site.title),
        "footer": render_footer(footer(portal)),
        "domain": f'<meta name="SiteDomain" content="{url}">\n' if url else "",
        "back": f'<a href="{url}index.html">回到首页</a>' if url else "请从主办单位的网站进入本专栏。",
        "logo": f"assets/logo.{suffix}" if campus.logo else LOGO,
    }


def _style(colour: str | None) -> bytes:
    """The column's main colour; on dark ground the theme's own lighter one stays for links."""
    if colour is None:
        return b"/* The portal's colours. */\n"
    return (
        f':root, [data-md-color-primary="custom"] {{ --md-primary-fg-color: {colour};'
        f" --md-primary-fg-color--light: {colour}; --md-primary-fg-color--dark: {colour}; }}\n"
        f'[data-md-color-scheme="default"] {{ --jd-main: {colour}; --md-typeset-a-color: {colour}; }}\n'
    ).encode()


def _assets(files: Mapping[str, bytes], theme: Mapping[str, bytes]) -> dict[str, bytes]:
    """The theme's files that the home page and the search ask for, and those that its style sheets ask for.

    All pages of a column have the same head.
    """
    site = SiteLinks(files)
    wanted = [normpath(join(dirname(page), link.partition("?")[0])) for page in files for link in site.links(page)]
    found: dict[str, bytes] = {}
    while wanted:
        path = wanted.pop()
        if path in found or path not in theme:
            continue
        found[path] = theme[path]
        if path.endswith(".css"):
            named = (match.decode() for match in _URL.findall(theme[path]))
            wanted += [normpath(join(dirname(path), name)) for name in named if not name.startswith("data:")]
    return found
