"""Views: one frozen value per page, everything the page says and nothing else."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from pairing.names import taking_part
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
from pairing.views.search import search_page
from pairing.views.status import due_page, status_page


def page_jobs(portal: Portal) -> Iterator[PageJob]:
    """Every generated page of the portal, in steps that can be taken apart from each other.

    Long ones come first, so that all workers end together.
    """
    for name, make in _whole(portal):
        yield PageJob(name, portal.keys.whole, make)
    yield from entry_jobs(portal)
    yield from news_jobs(portal)


def _whole(portal: Portal) -> Iterator[tuple[str, Callable[[], Iterable[Page]]]]:
    """Steps that sum up or judge, and so depend on everything."""
    data = portal.data
    yield "overviews", partial(_overviews, portal)
    # The pages of a programme and of its schools show the same promises: they are made one after the other.
    shown: dict[str, list[str]] = {key: [] for key in data.programmes}
    programmes = taking_part(data)
    for school in data.schools:
        if school in programmes:
            shown[programmes[school][0]].append(school)
        else:
            yield f"schools/{school}", partial(school_pages, portal, school)
    for key, schools in shown.items():
        yield f"programmes/{key}", partial(_programme, portal, key, schools)
    yield "documents", partial(_documents, portal)


def _overviews(portal: Portal) -> Iterator[Page]:
    yield from (programmes_page(portal), health_page(portal), status_page(portal), due_page(portal))
    yield from (schools_page(portal), units_page(portal), indicators_page(portal), tables_page(portal))
    yield from (documents_page(portal), alliances_page(portal))
    yield search_page(portal)
    for key in portal.data.alliances:
        yield alliance_page(portal, key)


def _documents(portal: Portal) -> Iterator[Page]:
    for key in portal.public.documents:
        yield document_page(portal, key)


def _programme(portal: Portal, key: str, schools: Iterable[str]) -> Iterator[Page]:
    yield from programme_pages(portal, key)
    for plan in portal.data.plans_of(key):
        yield from plan_pages(portal, key, plan)
        yield from clause_pages(portal, key, plan)
    yield ledger_page(portal, key)
    for school in schools:
        yield from school_pages(portal, school)


def pages(portal: Portal) -> Iterator[Page]:
    """Every generated page of the portal, in a fixed order."""
    return (page for job in page_jobs(portal) for page in job.make())


__all__ = ["Page", "PageJob", "Portal", "page_jobs", "pages"]
