"""Every school's own column as files: pages, calendars, feeds, assets, 404, whole in itself.

A column mirrors the portal's paths, so that each page knows its canonical address there, and every
link stays inside: the folder works alone under any address or opened from a disk.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from posixpath import dirname, join, normpath
from typing import Final

from pairing.feeds import calendar_files
from pairing.fragments import fragment_files
from pairing.links import SiteLinks
from pairing.moves import redirect_files, sitemap
from pairing.render import ShellKey, ShellMaker, render, render_footer
from pairing.shelf import media_files
from pairing.shell import Shell
from pairing.syndicate import feed_files
from pairing.views import Portal, pages
from pairing.views.campus import campus_page, footer

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


def campus_files(
    portal: Portal, school: str, make_shell: ShellMaker, missing: Shell, theme: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of one school's column, below campus/<school>/.

    ``theme`` are the theme's files, of which a column takes what its pages ask for.
    """
    for path, content in _column(portal, school, make_shell, missing, theme).items():
        yield f"campus/{school}/{path}", content


def _column(
    portal: Portal, school: str, make_shell: ShellMaker, missing: Shell, theme: Mapping[str, bytes]
) -> dict[str, bytes]:
    campus = portal.data.schools[school].campus
    texts = _texts(portal, school)

    def bound(key: ShellKey) -> Shell:
        return make_shell(key).bind(texts)

    blocks, blocks_page = fragment_files(portal)
    files = dict(render([campus_page(portal), *pages(portal), blocks_page], bound))
    written = list(files)
    files |= blocks
    files |= calendar_files(portal)
    files |= feed_files(portal)
    files |= media_files(portal.data)
    files |= redirect_files(portal, files)
    if portal.address:
        files["sitemap.xml"] = sitemap(portal, written)
    files["404.html"] = missing.fill(texts, ()).encode()
    files["assets/campus.css"] = _style(campus.colour)
    if campus.logo:
        files[texts["logo"]] = portal.data.logos[campus.logo]
    return {**_assets(files, theme), **files}


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
        "back": f'<a href="{url}index.html">回到首页</a>' if url else "请从学校网站进入本专栏。",
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
    """The theme's files that the home page asks for, and those that its style sheets ask for.

    All pages of a column have the same head.
    """
    wanted = [normpath(link.partition("?")[0]) for link in SiteLinks(files).links("index.html")]
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
