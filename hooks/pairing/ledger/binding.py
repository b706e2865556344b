"""Which promise a record speaks of: plans of a programme may use one id, and a record has only that and its days.

The rule is that by which records meet duties (match.py): the days of the measure hold those of the record.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pairing.derive import Figures, Promise
from pairing.ledger.terms import Terms
from pairing.ledger.unroll import bounds
from pairing.model.base import Period
from pairing.model.calendar import Calendar
from pairing.names import sides
from pairing.read import Dataset
from pairing.when import When

Days = tuple[date, date]


class Bound(NamedTuple):
    """A promise with the days on which it binds, and those of its plan; None where they are not known."""

    promise: Promise
    own: Days | None
    plan: Days | None


def holds(days: Days | None, record: Days) -> bool:
    """Whether days hold all those between which something happened."""
    return days is not None and days[0] <= record[0] and record[1] <= days[1]


def bindings(data: Dataset, figures: Figures, programme: str) -> Mapping[str, tuple[Bound, ...]]:
    """``measure id -> the promises that use it``, in the order of the plans."""
    assert data.calendar is not None, "load() refuses data without calendar.yml"
    found: dict[str, list[Bound]] = defaultdict(list)
    for promise in figures.by_programme.get(programme, ()):
        period, terms = period_of(data, promise), terms_of(data.calendar, data, promise)
        own = _days(*bounds(promise.measure, period, terms))
        since = terms.first_day(period.since) if period.since else None
        until = terms.last_day(period.until) if period.until else None
        found[promise.measure.id].append(Bound(promise, own, _days(since, until)))
    return {key: tuple(items) for key, items in found.items()}


def meant(found: Sequence[Bound], record: Days, plan: str | None = None) -> tuple[Promise, ...]:
    """Of the promises with one id those that a record, or a row of ``plan``, speaks of.

    A row speaks of its own plan. A record speaks of the measure whose days hold its own; else of that of the
    plan that was in force at all; else nobody can tell, and it may be any of them.
    """
    mine = [item for item in found if item.promise.plan == plan] if plan else []
    held = mine or [item for item in found if holds(item.own, record)]
    near = held or [item for item in found if _meet(item.plan, record)]
    return tuple(item.promise for item in near or found)


def period_of(data: Dataset, promise: Promise) -> Period:
    """The plan's period; the programme's for what stands in no plan or in one without dates."""
    plan = data.plans.get((promise.programme, promise.plan or ""))
    period = plan.period if plan else None
    return period if period and (period.since or period.until) else data.programmes[promise.programme].period


def terms_of(calendar: Calendar, data: Dataset, promise: Promise) -> Terms:
    """The semesters of the school whose calendar counts: the first that acts; of both sides, the first helper."""
    if promise.measure.schools:
        return Terms.of(calendar, promise.measure.schools[0])
    of_side = sides(data.programmes[promise.programme])
    schools = of_side["recipient" if promise.measure.by == "recipient" else "helper"]
    return Terms.of(calendar, schools[0] if schools else None)


def days_of(when: When | None, period: Period) -> Days:
    """The days between which something lies that a report tells of: its own date's, else those of the report."""
    since, until = (when, when) if when else (period.since or period.until, period.until or period.since)
    return (since.first, until.last) if since and until else (date.min, date.max)


def _days(first: date | None, last: date | None) -> Days | None:
    return (first, last) if first and last else None


def _meet(days: Days | None, record: Days) -> bool:
    return days is not None and days[0] <= record[1] and record[0] <= days[1]
