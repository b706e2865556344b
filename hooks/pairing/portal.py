"""The whole way in one place: data and a day → every file of the portal."""

from collections.abc import Iterable, Iterator
from datetime import date

from pairing.api import SCHEMA_VERSION, Tables, api_files, api_tables, endpoints
from pairing.derive import derive
from pairing.feeds import calendar_files
from pairing.gate import disclose
from pairing.ledger import open_ledger
from pairing.moves import redirect_files, sitemap
from pairing.read import Dataset
from pairing.release import released
from pairing.render import ShellMaker, render
from pairing.schema import schema_files
from pairing.shelf import media_files
from pairing.syndicate import feed_files
from pairing.views import Page, Portal, pages
from pairing.views.site import data_page

# Tabs of the site that lead to generated pages: section, label, address.
SECTIONS = (
    ("columns", "栏目", "columns/index.html"),
    ("programmes", "帮扶项目", "programmes/index.html"),
    ("schools", "学校", "schools/index.html"),
    ("units", "二级单位", "units/index.html"),
    ("ledger", "承诺台账", "ledger/index.html"),
    ("indicators", "指标", "indicators/index.html"),
    ("tables", "工作计划表", "tables/index.html"),
    ("documents", "文件", "documents/index.html"),
    ("data", "开放数据", "data/index.html"),
)


def open_portal(data: Dataset, as_of: date, *, preview: bool = False) -> Portal:
    """Derive the figures for a day and pass the data through the disclosure gate.

    A preview also shows drafts and entries whose day has not come.
    """
    data = released(data, as_of, preview=preview)
    figures = derive(data, as_of)
    return Portal(data, figures, disclose(data), open_ledger(data, figures))


def portal_pages(portal: Portal, tables: Tables) -> Iterator[Page]:
    """Every generated page."""
    yield from pages(portal)
    schemas = tuple(f"api/v1/schema/{name}" for name in schema_files())
    yield data_page(portal, endpoints(portal, tables), schemas, SCHEMA_VERSION)


def portal_files(portal: Portal, make_shell: ShellMaker, site_url: str, written: Iterable[str]) -> dict[str, bytes]:
    """``path -> bytes`` of all that is generated. ``written`` are the addresses of hand-written pages."""
    tables = api_tables(portal)
    generated = dict(render(portal_pages(portal, tables), make_shell))
    files = {**generated, **api_files(portal, tables), **calendar_files(portal), **feed_files(portal, site_url)}
    files |= media_files(portal.data)
    if site_url:
        files["sitemap.xml"] = sitemap(portal, [*generated, *written], site_url)
    return {**files, **redirect_files(portal, [*files, *written])}
