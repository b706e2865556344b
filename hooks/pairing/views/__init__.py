"""Views: one frozen value per page, everything the page says and nothing else."""

from collections.abc import Iterator

from pairing.views.base import Page, Portal
from pairing.views.clause import clause_pages
from pairing.views.entry import entry_pages
from pairing.views.health import health_page
from pairing.views.indicator import indicators_page
from pairing.views.ledger import ledger_page
from pairing.views.news import news_pages
from pairing.views.plan import plan_pages
from pairing.views.programme import programme_pages, programmes_page
from pairing.views.register import alliance_page, alliances_page, document_page, documents_page, tables_page
from pairing.views.school import school_pages, schools_page, units_page
from pairing.views.status import due_page, status_page


def pages(portal: Portal) -> Iterator[Page]:
    """Every generated page of the portal, in a fixed order."""
    data = portal.data
    yield programmes_page(portal)
    for key in data.programmes:
        yield from programme_pages(portal, key)
        for plan in data.plans_of(key):
            yield from plan_pages(portal, key, plan)
            yield from clause_pages(portal, key, plan)
        yield ledger_page(portal, key)
    yield from entry_pages(portal)
    yield from news_pages(portal)
    yield health_page(portal)
    yield status_page(portal)
    yield due_page(portal)
    yield schools_page(portal)
    for key in data.schools:
        yield from school_pages(portal, key)
    yield units_page(portal)
    yield indicators_page(portal)
    yield tables_page(portal)
    yield documents_page(portal)
    for key in portal.public.documents:
        yield document_page(portal, key)
    yield alliances_page(portal)
    for key in data.alliances:
        yield alliance_page(portal, key)


__all__ = ["Page", "Portal", "pages"]
