"""Rows of a work-plan table → arrangements: each with its window, and the records that name it.

The table promises on its own, by the month or the day. Its rows are counted apart from the duties of measures:
many a row tells when a measure that has duties is to be done, and nothing is owed twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from pairing import addresses
from pairing.ledger.deeds import Deed
from pairing.ledger.fit import complete, fit
from pairing.ledger.match import computed, last_word
from pairing.ledger.periods import Acting
from pairing.ledger.same import fullness, once
from pairing.model import ScheduleRow
from pairing.model.plan import Override
from pairing.read import Dataset
from pairing.terms import Terms
from pairing.when import When
from pairing.words import DutyStatus, Fit


class Planned(NamedTuple):
    """A row with its status on a day, and why: done as soon as one record names it and lies in its time."""

    programme: str
    plan: str
    row: ScheduleRow
    first: date
    last: date
    status: DutyStatus
    recorded: int
    enough: int
    deeds: tuple[Deed, ...]
    again: frozenset[str]
    fit: Fit | None
    override: Override | None

    @property
    def id(self) -> str:
        """Its permanent id; no measure's has four parts."""
        return f"{self.programme}/{self.plan}/schedule/{self.row.id}"

    @property
    def path(self) -> str:
        """Where the table shows it."""
        return f"{addresses.schedule(self.programme, self.plan)}#{self.row.id}"


def planned(
    data: Dataset, semesters: Acting, done: Mapping[str, Iterable[Deed]], as_of: date
) -> dict[str, tuple[Planned, ...]]:
    """The rows of all plans of every programme, in order of time. Deeds after the day do not count yet."""
    found: dict[str, list[Planned]] = {key: [] for key in data.programmes}
    for programme, rows in found.items():
        named = _by_row(done.get(programme, ()))
        for key, plan in data.plans_of(programme).items():
            for row in plan.schedule:
                rows.append(_judged(programme, key, row, semesters(programme, row), named.get(row.id, []), as_of))
    return {key: tuple(sorted(rows, key=lambda item: (item.first, item.last))) for key, rows in found.items()}


def window(row: ScheduleRow, terms: Terms) -> tuple[date, date]:
    """The first and the last day of a row, by the semesters of the school that acts."""
    return terms.begin(row.when), terms.end(row.when)


def within(row: ScheduleRow, terms: Terms, when: When) -> bool:
    """Whether a date lies in the time of a row."""
    return when == row.when or terms.holds(*window(row, terms), when)


def _by_row(done: Iterable[Deed]) -> Mapping[str, list[Deed]]:
    """What is done, by the rows that it names; what is still under way is not done."""
    found: dict[str, list[Deed]] = defaultdict(list)
    for deed in done:
        if not deed.ongoing:
            for row in dict.fromkeys(deed.schedule):
                found[row].append(deed)
    return found


def _judged(programme: str, plan: str, row: ScheduleRow, terms: Terms, named: list[Deed], as_of: date) -> Planned:
    first, last = window(row, terms)
    begun = (deed for deed in named if within(row, terms, deed.when) and deed.begun(terms, as_of))
    found = once(begun, partial(fullness, row.people, "once"))
    people = [deed.people for deed in found.events]
    enough = complete(row.people, "once", people, [deed.people for deed in found.deeds])
    override = last_word((item for item in row.overrides if item.window.code == row.when.code), as_of)
    status = override.status if override else computed(first, last, 1, enough, as_of, seen=bool(found.deeds))
    return Planned(
        programme=programme,
        plan=plan,
        row=row,
        first=first,
        last=last,
        status=status,
        recorded=len(found.events),
        enough=enough,
        deeds=found.deeds,
        again=found.again,
        fit=fit(row.people, "once", people),
        override=override,
    )
