"""The whole way in one place: data and a day → every file of the portal."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from pairing.api import SCHEMA_VERSION, Tables, api_files, api_tables, endpoints
from pairing.campus import campus_data
from pairing.campuses import campus_files
from pairing.feeds import calendar_files
from pairing.fragments import fragment_files
from pairing.moves import redirect_files, sitemap
from pairing.press import Job
from pairing.read import Dataset
from pairing.release import released
from pairing.render import ShellMaker, render
from pairing.schema import schema_files
from pairing.shelf import media_files
from pairing.shell import Shell
from pairing.syndicate import feed_files
from pairing.views import Page, PageJob, Portal, page_jobs, pages
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
    return Portal(spoken(written, NEUTRAL), as_of, address=address, written=written)


def open_campuses(portal: Portal) -> Iterator[tuple[str, Portal]]:
    """(school, its column as a portal of its own) for every party of a programme with something to show."""
    return ((school, open_campus(portal, school)) for school in portal.figures.columns)


def open_campus(portal: Portal, school: str) -> Portal:
    """The column of one school as a portal of its own."""
    assert portal.written is not None, "only a portal has columns, a column has none"
    data = campus_data(portal.written, portal.references, school)
    return Portal(data, portal.as_of, Voice(school), address=data.schools[school].campus.url or "")


def portal_pages(portal: Portal, tables: Tables) -> Iterator[Page]:
    """Every generated page."""
    yield from pages(portal)
    schemas = tuple(f"api/v1/schema/{name}" for name in schema_files())
    yield data_page(portal, endpoints(portal, tables), schemas, SCHEMA_VERSION)


def portal_jobs(portal: Portal, make_shell: ShellMaker) -> Iterator[Job]:
    """Everything that is generated for the portal but redirects and the sitemap, in steps."""
    tables = api_tables(portal)
    schemas = tuple(f"api/v1/schema/{name}" for name in schema_files())
    data = data_page(portal, endpoints(portal, tables), schemas, SCHEMA_VERSION)
    yield lambda: calendar_files(portal).items()
    yield lambda: api_files(portal, tables).items()
    yield lambda: feed_files(portal).items()
    yield lambda: media_files(portal.data).items()
    yield lambda: _blocks(portal, make_shell)
    yield lambda: render([data], make_shell)
    for job in page_jobs(portal):
        yield partial(_rendered, job, make_shell)


def _rendered(job: PageJob, make_shell: ShellMaker) -> Iterator[tuple[str, bytes]]:
    return render(job(), make_shell)


def _blocks(portal: Portal, make_shell: ShellMaker) -> Iterator[tuple[str, bytes]]:
    files, page = fragment_files(portal)
    yield from files.items()
    yield from render([page], make_shell)


def campus_jobs(portal: Portal, make_shell: ShellMaker, missing: Shell, theme: Mapping[str, bytes]) -> Iterator[Job]:
    """Every school's own column, a step each; ``theme`` are the theme's files."""
    for school in portal.figures.columns:
        yield partial(_campus, portal, school, make_shell, missing, theme)


def _campus(
    portal: Portal, school: str, make_shell: ShellMaker, missing: Shell, theme: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    return campus_files(open_campus(portal, school), school, make_shell, missing, theme)


def closing_files(portal: Portal, taken: Iterable[str], written: Iterable[str]) -> dict[str, bytes]:
    """Redirects and the sitemap, which must know all other paths.

    ``taken`` are the paths of all that is generated, ``written`` those of hand-written pages.
    """
    generated, pages = list(taken), list(written)
    files = redirect_files(portal, [*generated, *pages])
    if portal.address:
        own = [path for path in generated if path.endswith("/index.html") and not path.startswith("campus/")]
        files["sitemap.xml"] = sitemap(portal, [*own, *pages])
    return files
