"""Which promise a record speaks of: plans of a programme may use one id, and a record has only that and its date.

The rule is that by which records meet duties (`Terms.holds`): the days of the measure hold the record's date.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pairing.derive import Figures, Promise
from pairing.ledger.periods import Acting, period_of
from pairing.ledger.unroll import bounds, last_before
from pairing.model.base import Period
from pairing.read import Dataset
from pairing.terms import UNSET, Terms
from pairing.when import When

Days = tuple[date, date]
# From when to when something happened; None where nobody says.
Lasting = tuple[When, When] | None


class Bound(NamedTuple):
    """A promise with the days on which it binds, and those of its plan (None: not known), by some semesters."""

    promise: Promise
    own: Days | None
    plan: Days | None
    terms: Terms = UNSET

    def holds(self, record: Lasting) -> bool:
        """Whether the promise binds on all days of a record."""
        own = self.own
        return own is not None and record is not None and all(self.terms.holds(*own, when) for when in record)

    def meets(self, record: Lasting) -> bool:
        """Whether the plan is in force on any of them."""
        if self.plan is None or record is None:
            return False
        return self.plan[0] <= record[1].last and record[0].first <= self.plan[1]


def bindings(
    data: Dataset, figures: Figures, programme: str, succeeded: Mapping[tuple[str, str], When], semesters: Acting
) -> Mapping[str, tuple[Bound, ...]]:
    """``measure id -> the promises that use it``, in the order of the plans; ``succeeded`` are all `heirs`."""
    found: dict[str, list[Bound]] = defaultdict(list)
    for promise in figures.by_programme.get(programme, ()):
        terms = semesters(programme, promise.measure)
        period, heir = period_of(data, programme, promise.plan), succeeded.get((programme, promise.plan or ""))
        first, last = bounds(promise.measure, period, terms)
        since = terms.first_day(period.since) if period and period.since else None
        until = terms.last_day(period.until) if period and period.until else None
        own, plan = (_days(begin, end, heir, terms) for begin, end in ((first, last), (since, until)))
        found[promise.measure.id].append(Bound(promise, own, plan, terms))
    return {key: tuple(items) for key, items in found.items()}


def meant(found: Sequence[Bound], record: Lasting, plan: str | None = None) -> tuple[Promise, ...]:
    """Of the promises with one id those that a record, or a row of ``plan``, speaks of.

    A row speaks of its own plan. A record speaks of the measure whose days hold its own; else of that of the
    plan that was in force at all; else nobody can tell, and it may be any of them.
    """
    if len(found) <= 1:  # as nearly always
        return tuple(item.promise for item in found)
    mine = [item for item in found if item.promise.plan == plan] if plan else []
    held = mine or [item for item in found if item.holds(record)]
    near = held or [item for item in found if item.meets(record)]
    return tuple(item.promise for item in near or found)


def lasting(when: When | None, period: Period) -> Lasting:
    """From when to when something lies that a report tells of: its own date, else the report's period."""
    since, until = (when, when) if when else (period.since or period.until, period.until or period.since)
    return (since, until) if since and until else None


def _days(first: date | None, last: date | None, heir: When | None, terms: Terms) -> Days | None:
    """The days between two, cut where another plan succeeds."""
    end = last_before(heir, last, terms) if last else None
    return (first, end) if first and end and first <= end else None
