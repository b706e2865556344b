"""Clause pages: what became of one printed clause."""

from collections.abc import Iterable, Mapping

from pairing import addresses
from pairing.derive import Promise
from pairing.ledger.binding import lasting
from pairing.ledger.changes import Difference, carded
from pairing.ledger.unroll import UNDATED
from pairing.model.base import Period
from pairing.model.report import Progress
from pairing.names import parties
from pairing.views.base import HOME, Heading, Link, Page, Portal
from pairing.views.clauses import clauses
from pairing.views.duty import DutyView, duty_view
from pairing.views.found import found_plan
from pairing.views.promise import PromiseView, place_of, promise_view, with_plan


class ClausePage(Page):
    """One clause: its measures, their duties, the records, the results and later versions."""

    programme: Link
    plan: Link
    clause: str
    as_of: str
    document: Link | None
    schools: tuple[Link, ...]
    # Each with its place in the plan, its duties, and why there are none.
    promises: tuple[tuple[PromiseView, Link, tuple[DutyView, ...], str], ...]
    results: tuple[Link, ...]
    versions: tuple[tuple[Link, Difference], ...]
    # Later plans of which readers have only a card.
    held: tuple[Link, ...]


def clause_pages(portal: Portal, programme: str, key: str) -> list[Page]:
    """A page for every clause of a plan that promises something."""
    return [
        _clause_page(portal, programme, key, slug, promises)
        for slug, promises in clauses(portal, programme, key).items()
    ]


def _clause_page(portal: Portal, programme: str, key: str, slug: str, promises: list[Promise]) -> ClausePage:
    plan = portal.data.plans[programme, key]
    clause = promises[0].clause
    home = Link(plan.title, addresses.plan(programme, key))
    why = {promise.id: UNDATED[reason] for promise, reason in portal.ledger.undated[programme]}
    rows = tuple(
        (
            promise_view(portal, promise),
            place_of(promise, portal),
            tuple(duty_view(portal, item) for item in portal.ledger.by_measure.get(promise.id, ())),
            why.get(promise.id, ""),
        )
        for promise in promises
    )
    schools = parties(portal.data.programmes[programme])
    return ClausePage(
        path=addresses.clause(programme, key, slug),
        found=found_plan(portal, programme, plan, "条款", [item.id for item in promises]),
        title=with_plan(f"条款 {clause}", portal, programme, key),
        description=f"{plan.title} {clause}：这一条后来怎样",
        section="ledger",
        crumbs=(
            HOME,
            Link("承诺台账", "ledger/index.html"),
            Link(portal.data.programmes[programme].short, addresses.ledger(programme)),
            Link(clause),
        ),
        toc=tuple(Heading(view.anchor, f"举措{i}") for i, (view, *_) in enumerate(rows, 1)),
        programme=portal.programme(programme),
        plan=home,
        clause=clause,
        as_of=portal.as_of.isoformat(),
        document=portal.document(plan.document),
        schools=tuple(portal.short(school) for school in schools),
        promises=rows,
        results=_results(portal, programme, promises),
        versions=_versions(portal, programme, key, {promise.measure.id for promise in promises}),
        held=tuple(
            Link(later.title, addresses.plan(programme, name))
            for name, later in portal.data.plans_of(programme).items()
            if later.succeeds == key and carded(later)
        ),
    )


def _results(portal: Portal, programme: str, promises: Iterable[Promise]) -> tuple[Link, ...]:
    """The results that came of these measures: of reports, by way of a progress item or an indicator, and of entries.

    What an entry tells of that a listed report has as well is left out.
    """
    own = {promise.id for promise in promises}
    indicators = {key for promise in promises for key in promise.measure.indicators}
    found, listed = [], set[str | None]()
    served_by = _served_by(portal, programme)
    for period, report in portal.data.reports_of(programme).items():
        served = {item for item, ids in served_by[period] if not own.isdisjoint(ids)}
        for result in report.results:
            if served & set(result.progress) or indicators & set(result.indicators):
                path = f"{addresses.report(programme, period)}#{result.id}"
                found.append(Link(result.statement, path, report.title))
                listed.add(f"{period}/{result.id}")
    for item in portal.ledger.outcomes.get(programme, ()):
        serves = own & item.promises or indicators & set(item.result.indicators)
        if serves and item.result.same_as not in listed:
            path = f"{addresses.entry(*item.place)}#{item.result.id}"
            found.append(Link(item.result.statement, path, item.title))
    return tuple(found)


def _served_by(portal: Portal, programme: str) -> Mapping[str, list[tuple[str, frozenset[str]]]]:
    """``report -> (progress item, the promises that it serves)``, worked out once for a programme."""
    return portal.once(
        ("served by", programme, None),
        lambda: {
            period: [(item.id, _served(portal, programme, item, report.period)) for item in report.progress]
            for period, report in portal.data.reports_of(programme).items()
        },
    )


def _served(portal: Portal, programme: str, item: Progress, period: Period) -> frozenset[str]:
    promises = portal.served(programme, item.measures, lasting(item.when, period))
    return frozenset(promise.id for promise in promises)


def _versions(portal: Portal, programme: str, key: str, measures: set[str]) -> tuple[tuple[Link, Difference], ...]:
    """How later plans changed these measures."""
    found = []
    for (owner, later), items in portal.ledger.changes.items():
        plan = portal.data.plans[owner, later]
        if owner != programme or plan.succeeds != key:
            continue
        heirs = {item for item, row in _measures(portal, programme, later) if measures & set(row or (item,))}
        for item in items:
            if item.measure in heirs | measures:
                found.append((Link(plan.title, addresses.plan(programme, later)), item))
    return tuple(found)


def _measures(portal: Portal, programme: str, plan: str) -> list[tuple[str, tuple[str, ...]]]:
    promises = portal.figures.by_programme.get(programme, ())
    return [(item.measure.id, item.measure.replaces) for item in promises if item.plan == plan]
