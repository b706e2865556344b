"""Views: one frozen value per page, everything the page says and nothing else."""

from collections.abc import Iterator
from functools import partial

from pairing.views.base import Page, PageJob, Portal
from pairing.views.clause import clause_pages
from pairing.views.entry import entry_jobs
from pairing.views.health import health_page
from pairing.views.indicator import indicators_page
from pairing.views.ledger import ledger_page
from pairing.views.news import news_jobs
from pairing.views.plan import plan_pages
from pairing.views.programme import programme_pages, programmes_page
from pairing.views.register import alliance_page, alliances_page, document_page, documents_page, tables_page
from pairing.views.school import school_pages, schools_page, units_page
from pairing.views.status import due_page, status_page


def page_jobs(portal: Portal) -> Iterator[PageJob]:
    """Every generated page of the portal, in steps that can be taken apart from each other."""
    data = portal.data
    yield lambda: [programmes_page(portal)]
    for key in data.programmes:
        yield partial(_programme, portal, key)
    yield from entry_jobs(portal)
    yield from news_jobs(portal)
    yield lambda: [health_page(portal)]
    yield lambda: [status_page(portal)]
    yield lambda: [due_page(portal), schools_page(portal)]
    for key in data.schools:
        yield partial(school_pages, portal, key)
    yield lambda: [units_page(portal), indicators_page(portal), tables_page(portal), documents_page(portal)]
    for key in portal.public.documents:
        yield partial(_document, portal, key)
    yield lambda: [alliances_page(portal), *(alliance_page(portal, key) for key in data.alliances)]


def _programme(portal: Portal, key: str) -> Iterator[Page]:
    yield from programme_pages(portal, key)
    for plan in portal.data.plans_of(key):
        yield from plan_pages(portal, key, plan)
        yield from clause_pages(portal, key, plan)
    yield ledger_page(portal, key)


def _document(portal: Portal, key: str) -> Iterator[Page]:
    yield document_page(portal, key)


def pages(portal: Portal) -> Iterator[Page]:
    """Every generated page of the portal, in a fixed order."""
    return (page for job in page_jobs(portal) for page in job())


__all__ = ["Page", "PageJob", "Portal", "page_jobs", "pages"]
