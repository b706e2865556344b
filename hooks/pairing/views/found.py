"""What a search can narrow down pages by: schools, programme, column, years, kind, status."""

from collections.abc import Iterable

from pairing.model import Document, Plan
from pairing.model.base import Period
from pairing.views.base import Found, Portal
from pairing.when import When
from pairing.words import DISCLOSURE, DUTY_STATUS

# Pages that put together what others tell.
OVERVIEW = Found(kind="总表")


def found_entry(portal: Portal, place: tuple[str, str, str], confirmed: Iterable[str]) -> Found:
    """An entry: status is who confirmed its activities, in words."""
    entry = portal.data.entries[place]
    return _of(
        portal,
        place[0],
        "稿件",
        columns=(portal.column(entry.column).title,),
        # The year of the event as well: that is the one that readers know.
        years=tuple(dict.fromkeys((*_years(entry.date), *_years(entry.published)))),
        statuses=tuple(dict.fromkeys(confirmed)),
        day=entry.published.first.isoformat(),
    )


def found_plan(portal: Portal, programme: str, plan: Plan, kind: str, promises: Iterable[str] = ()) -> Found:
    """A plan or a part of it: status is how its duties stand."""
    codes = {item.status for promise in promises for item in portal.ledger.by_measure.get(promise, ())}
    signed, since = plan.signed, plan.period.since
    start = signed or since
    return _of(
        portal,
        programme,
        kind,
        years=_span(plan.period),
        statuses=tuple(label for code, label in DUTY_STATUS.items() if code in codes),
        day=start.first.isoformat() if start else "",
        dated=f"签订于{signed.text}" if signed else _bound("始于", since, plan.period),
    )


def found_report(portal: Portal, programme: str, period: Period) -> Found:
    """A report: dated by the end of what it tells of; where the source has none, by the beginning."""
    end = period.until or period.since
    return _of(
        portal,
        programme,
        "报告",
        years=_span(period),
        day=end.last.isoformat() if end else "",
        dated=_bound("截至" if period.until else "始于", end, period),
    )


def found_programme(portal: Portal, programme: str, kind: str) -> Found:
    """A programme or its ledger."""
    return _of(portal, programme, kind, years=tuple(map(str, portal.figures.years[programme])))


def found_school(portal: Portal, key: str, kind: str) -> Found:
    """A school or a unit of it."""
    programmes = (*portal.figures.gives.get(key, ()), *portal.figures.receives.get(key, ()))
    shorts = tuple(dict.fromkeys(portal.data.programmes[item].short for item in programmes))
    return Found(kind=kind, schools=(portal.data.schools[key].short,), programmes=shorts)


def found_document(portal: Portal, card: Document) -> Found:
    """A document's card: status is its disclosure."""
    when = card.issued or card.written
    return Found(
        kind="文件",
        schools=_shorts(portal, card.issuers),
        years=_years(when),
        statuses=(DISCLOSURE[card.disclosure],),
        day=when.first.isoformat() if when else "",
        dated=f"{'印发' if card.issued else '成文'}于{when.text}" if when else "",
    )


def found_alliance(portal: Portal, schools: Iterable[str]) -> Found:
    """An alliance."""
    return Found(kind="联盟", schools=_shorts(portal, schools))


def _of(
    portal: Portal,
    programme: str,
    kind: str,
    *,
    columns: tuple[str, ...] = (),
    years: tuple[str, ...] = (),
    statuses: tuple[str, ...] = (),
    day: str = "",
    dated: str = "",
) -> Found:
    return Found(
        kind=kind,
        schools=portal.parties[programme],
        programmes=(portal.data.programmes[programme].short,),
        columns=columns,
        years=years,
        statuses=statuses,
        day=day,
        dated=dated,
    )


def _bound(word: str, when: When | None, period: Period) -> str:
    """A period's first or last date in words; 推定 where we inferred it."""
    return f"{word}{when.text}{'（推定）' if period.basis == 'inferred' else ''}" if when else ""


def _shorts(portal: Portal, schools: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(portal.data.schools[key].short for key in schools if key in portal.data.schools))


def _years(when: When | None) -> tuple[str, ...]:
    return (str(when.first.year),) if when else ()


def _span(period: Period) -> tuple[str, ...]:
    ends = [day.year for when in (period.since, period.until) if when for day in (when.first, when.last)]
    return tuple(map(str, range(min(ends), max(ends) + 1))) if ends else ()
