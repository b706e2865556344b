"""What golden tests compare and `make bless` writes."""

from datetime import date
from pathlib import Path

from pairing.api import api_files, api_tables
from pairing.load import load, survey
from pairing.portal import open_campuses, open_portal, portal_pages
from pairing.problems import DataError
from pairing.render import render_content
from pairing.views import Portal
from pairing.views import pages as pages_of
from pairing.views.campus import campus_page

ROOT = Path(__file__).resolve().parent.parent
SITES = ROOT / "tests" / "sites"
SMALL = SITES / "small"
BROKEN = SITES / "broken" / "problems.txt"
EXPECTED = SMALL / "expected"
DAY = date(2021, 3, 15)


def broken_messages() -> str:
    """Everything that the checks say about the broken sites."""
    return "".join(f"{DataError(survey(SITES / name)[1])}\n" for name in ("broken", "broken-calendar"))


def small_portal() -> Portal:
    """The small site on a fixed day."""
    return open_portal(load(SMALL), DAY)


def small_files() -> dict[str, bytes]:
    """The contents of every page of the small site (without the theme's shell) and its open data."""
    portal = small_portal()
    pages = {page.path: render_content(page).encode() for page in portal_pages(portal)}
    data = {path: content for path, content in api_files(portal, api_tables(portal)) if "schema" not in path}
    columns = {
        f"campus/{school}/{page.path}": render_content(page).encode()
        for school, campus in open_campuses(portal)
        for page in (campus_page(campus), *pages_of(campus))
        if page.path == "index.html" or page.path.startswith(("entries/", "programmes/jia-yi/ledger/"))
    }
    return {**pages, **data, **columns}
