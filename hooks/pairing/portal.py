"""The whole way in one place: data and a day → every file of the portal."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from pairing.api import SCHEMA_VERSION, Tables, api_files, api_tables, endpoints
from pairing.campus import References, campus_data
from pairing.derive import derive
from pairing.feeds import calendar_files
from pairing.fragments import fragment_files
from pairing.gate import disclose
from pairing.health import open_health
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
from pairing.voice import NEUTRAL, Voice, spoken

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


def open_portal(data: Dataset, as_of: date, *, preview: bool = False, address: str = "") -> Portal:
    """Derive the figures for a day and pass the data through the disclosure gate.

    A preview also shows drafts and entries whose day has not come. ``address`` is where the site is published.
    """
    written = released(data, as_of, preview=preview)
    return replace(_opened(spoken(written, NEUTRAL), as_of, NEUTRAL), written=written, address=address)


def _opened(data: Dataset, as_of: date, voice: Voice) -> Portal:
    figures = derive(data, as_of)
    return Portal(data, figures, disclose(data), open_ledger(data, figures), open_health(data, as_of), voice)


def open_campuses(portal: Portal) -> Iterator[tuple[str, Portal]]:
    """(school, its column as a portal of its own) for every party of a programme with something to show."""
    written = portal.written
    assert written is not None, "only a portal has columns, a column has none"
    references = References.of_data(written)
    for school in portal.figures.columns:
        data = campus_data(written, references, school)
        column = _opened(data, portal.figures.as_of, Voice(school))
        # Of its partners a column knows a part only: it judges itself alone.
        own = {key: found for key, found in column.health.schools.items() if key == school}
        address = column.data.schools[school].campus.url or ""
        yield school, replace(column, health=replace(column.health, schools=own), address=address)


def portal_pages(portal: Portal, tables: Tables) -> Iterator[Page]:
    """Every generated page."""
    yield from pages(portal)
    schemas = tuple(f"api/v1/schema/{name}" for name in schema_files())
    yield data_page(portal, endpoints(portal, tables), schemas, SCHEMA_VERSION)


def portal_files(portal: Portal, make_shell: ShellMaker, written: Iterable[str]) -> dict[str, bytes]:
    """``path -> bytes`` of all that is generated. ``written`` are the addresses of hand-written pages."""
    tables = api_tables(portal)
    blocks, blocks_page = fragment_files(portal)
    generated = dict(render([*portal_pages(portal, tables), blocks_page], make_shell))
    files = {**generated, **api_files(portal, tables), **calendar_files(portal), **feed_files(portal), **blocks}
    files |= media_files(portal.data)
    if portal.address:
        files["sitemap.xml"] = sitemap(portal, [*generated, *written])
    return {**files, **redirect_files(portal, [*files, *written])}
