"""Site-wide pages of the ledger: reporting status, and what is due."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import ClassVar, NamedTuple

from pairing import addresses
from pairing.ledger.match import Settled
from pairing.views.base import HOME, Heading, Link, Page, Portal
from pairing.views.duty import DutyView, duty_view, planned_view
from pairing.views.found import OVERVIEW
from pairing.views.ledger import CarriedView, bars, carried_view, kept, percent, tally_rows
from pairing.views.standing import clocked, owing, reminded
from pairing.words import DUTY_STATUS


class StatusRow(NamedTuple):
    """How the duties of one programme, school, unit or year stand; ``met`` is a share of those that are not waived."""

    link: Link
    total: int
    counts: tuple[int, ...]
    time: int
    met: int | None
    waived: int
    duties: str


class StatusPage(Page):
    """Reporting status by programme, school, unit and year, with the method in plain words."""

    template: ClassVar[str] = "status.html.j2"

    as_of: str
    calendar: bool
    tally: tuple[tuple[str, str, int], ...]
    statuses: tuple[tuple[str, str], ...]
    open_data: str
    groups: tuple[tuple[str, str, tuple[StatusRow, ...]], ...]
    undated: tuple[tuple[Link, int], ...]
    planned: tuple[tuple[Link, int], ...]
    carried: tuple[tuple[Link, CarriedView], ...]


class DuePage(Page):
    """What is due in the next 30 and 90 days, and what has no record lately."""

    template: ClassVar[str] = "due.html.j2"

    as_of: str
    rows: tuple[tuple[Link, DutyView, int], ...]
    overdue: tuple[tuple[Link, int], ...]


def status_page(portal: Portal) -> StatusPage:
    """The reporting status of the whole site."""
    everything = portal.ledger.all
    groups = (
        ("by-programme", "按项目", _by_programme(portal)),
        ("by-school", "按学校", _by_school(portal)),
        ("by-unit", "按二级单位", _by_unit(portal)),
        ("by-year", "按年份", _by_year(portal, everything)),
    )
    open_items = [
        (portal.programme(key), carried_view(portal, item))
        for key in portal.data.programmes
        for item in portal.ledger.carried[key]
        if item.open
    ]
    return StatusPage(
        path="ledger/index.html",
        found=OVERVIEW,
        title="承诺台账",
        description="全部应做事项的记录情况：按项目、学校、二级单位和年份",
        section="ledger",
        crumbs=(HOME, Link("承诺台账")),
        toc=(*(Heading(anchor, text) for anchor, text, rows in groups if rows), Heading("method", "怎样计算")),
        as_of=portal.as_of.isoformat(),
        calendar=reminded(portal, portal.data.programmes),
        tally=tally_rows(everything),
        statuses=tuple(DUTY_STATUS.items()),
        open_data="" if portal.voice.school else "api/v1/duties.json",
        groups=tuple(group for group in groups if group[2]),
        undated=tuple((portal.programme(key), len(found)) for key, found in portal.ledger.undated.items() if found),
        planned=tuple((_ledger_of(portal, key), len(rows)) for key, rows in portal.ledger.planned.items() if rows),
        carried=tuple(open_items),
    )


def _row(link: Link, items: Iterable[Settled], as_of: date) -> StatusRow:
    settled = tuple(items)
    found = Counter[str](item.status for item in settled)
    met, owed = kept(settled)
    counts = tuple(found[code] for code in DUTY_STATUS)
    duties = " ".join(clocked(item) for item in settled)
    return StatusRow(
        link, len(settled), counts, bars(settled, as_of)[0].percent, percent(met, owed), len(settled) - owed, duties
    )


def _by_programme(portal: Portal) -> tuple[StatusRow, ...]:
    return tuple(
        _row(_ledger_of(portal, key), items, portal.as_of) for key, items in portal.ledger.settled.items() if items
    )


def _ledger_of(portal: Portal, key: str) -> Link:
    return Link(portal.data.programmes[key].short, addresses.ledger(key))


def _by_school(portal: Portal) -> tuple[StatusRow, ...]:
    return tuple(_row(_school(portal, key), items, portal.as_of) for key, items in sorted(owing(portal).items()))


def _school(portal: Portal, key: str) -> Link:
    """A school with the table on its page that counts its duties by programme and leads to each."""
    link, party = portal.school(key), key in portal.figures.gives or key in portal.figures.receives
    return link._replace(path=f"{link.path}#promised") if link.path and party else link


def _by_unit(portal: Portal) -> tuple[StatusRow, ...]:
    found: dict[tuple[str, str], list[Settled]] = defaultdict(list)
    for item in portal.ledger.all:
        for units in item.duty.promise.units.values():
            for unit in units:
                found[unit].append(item)
    return tuple(
        _row(Link(_unit(portal, *key), addresses.unit(*key)), items, portal.as_of)
        for key, items in sorted(found.items())
    )


def _unit(portal: Portal, school: str, unit: str) -> str:
    owner = portal.data.schools[school]
    return f"{owner.short} {next(item.name for item in owner.units if item.id == unit)}"


def _by_year(portal: Portal, everything: Iterable[Settled]) -> tuple[StatusRow, ...]:
    found: dict[int, list[Settled]] = defaultdict(list)
    for item in everything:
        found[item.duty.last.year].append(item)
    return tuple(_row(Link(f"{year}年到期"), items, portal.as_of) for year, items in sorted(found.items()))


def _owed(portal: Portal) -> Iterator[tuple[date, str, DutyView]]:
    """The last day, the programme and the view of all that is not settled: duties, and rows of work-plan tables."""
    for item in portal.ledger.all:
        if item.status not in ("met", "waived"):
            yield item.duty.last, item.duty.promise.programme, duty_view(portal, item)
    for key, rows in portal.ledger.planned.items():
        for row in rows:
            if row.status not in ("met", "waived"):
                yield row.last, key, planned_view(portal, row)


def due_page(portal: Portal) -> DuePage:
    """Everything not settled whose last day lies ahead, or went by in the last 90 days; nearest first."""
    as_of = portal.as_of
    rows, overdue = [], Counter[str]()
    for last, key, view in sorted(_owed(portal), key=lambda found: (found[0], found[2].id)):
        if last >= as_of - timedelta(days=90):
            rows.append((portal.programme(key), view, (last - as_of).days))
        else:
            overdue[key] += 1
    return DuePage(
        path="due/index.html",
        found=OVERVIEW,
        title="近期到期",
        description="按到期先后列出的应做事项和工作计划，以及已过期、记录不足的",
        section="ledger",
        crumbs=(HOME, Link("承诺台账", "ledger/index.html"), Link("近期到期")),
        as_of=as_of.isoformat(),
        rows=tuple(rows),
        overdue=tuple((_ledger_of(portal, key), count) for key, count in overdue.items()),
    )
