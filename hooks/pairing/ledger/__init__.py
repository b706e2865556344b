"""The promise ledger: what was promised, by when, and which record meets it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from pairing.derive import Figures, Promise
from pairing.ledger.binding import Bindings, all_bindings
from pairing.ledger.carry import Carried, carried
from pairing.ledger.changes import Difference, comparable, differences
from pairing.ledger.deeds import Deed, deeds
from pairing.ledger.match import Settled, beyond, settle
from pairing.ledger.periods import acting, heirs, period_of
from pairing.ledger.planned import Planned, planned
from pairing.ledger.succession import handed_over, owed, renamed
from pairing.ledger.targets import Aim, Outcome, Total, aims, outcomes, totals
from pairing.ledger.unroll import Duty, unroll
from pairing.model.calendar import Calendar
from pairing.read import Dataset
from pairing.terms import UNSET


class Ledger(NamedTuple):
    """Everything of the ledger on one day, by programme."""

    as_of: date
    settled: Mapping[str, tuple[Settled, ...]]
    by_measure: Mapping[str, tuple[Settled, ...]]
    undated: Mapping[str, tuple[tuple[Promise, str], ...]]
    planned: Mapping[str, tuple[Planned, ...]]
    beyond: Mapping[str, tuple[Deed, ...]]
    carried: Mapping[str, tuple[Carried, ...]]
    changes: Mapping[tuple[str, str], tuple[Difference, ...]]
    aims: Mapping[str, tuple[Aim, ...]]
    totals: Mapping[str, tuple[Total, ...]]
    outcomes: Mapping[str, tuple[Outcome, ...]]

    @property
    def all(self) -> tuple[Settled, ...]:
        """Every duty of every programme."""
        return tuple(item for items in self.settled.values() for item in items)


def open_ledger(data: Dataset, figures: Figures, bound: Bindings | None = None) -> Ledger:
    """Unroll, match and judge everything for the day of ``figures``; ``bound``, where somebody has it already."""
    assert data.calendar is not None, "load() refuses data without calendar.yml"
    duties, undated = unroll_all(data, figures, data.calendar)
    done: dict[str, list[Deed]] = defaultdict(list)
    for deed in deeds(data):
        done[deed.programme].append(deed)
    settled = {}
    for key, found in duties.items():
        done[key] = renamed(done[key], found)
        settled[key], undated[key] = owed(settle(found, done[key], figures.as_of), undated[key])
    by_measure: dict[str, list[Settled]] = defaultdict(list)
    for items in settled.values():
        for item in items:
            by_measure[item.duty.promise.id].append(item)
    arranged = planned(data, acting(data, data.calendar), done, figures.as_of)
    told = outcomes(data, bound or all_bindings(data, figures))
    judged: dict[str, list[Aim]] = defaultdict(list)
    for aim in aims(data, figures.as_of):
        judged[aim.programme].append(aim)
    return Ledger(
        as_of=figures.as_of,
        settled=settled,
        by_measure={key: tuple(found) for key, found in by_measure.items()},
        undated=undated,
        planned=arranged,
        beyond={key: _beyond(done[key], (*settled[key], *arranged[key]), figures.as_of) for key in data.programmes},
        carried={key: carried(data, key) for key in data.programmes},
        changes=_changes(data),
        aims={key: tuple(found) for key, found in judged.items()},
        totals={key: totals(data, key, told.get(key, ())) for key in data.programmes},
        outcomes=told,
    )


def unroll_all(
    data: Dataset, figures: Figures, calendar: Calendar
) -> tuple[dict[str, tuple[Duty, ...]], dict[str, tuple[tuple[Promise, str], ...]]]:
    """The duties of every programme, and the measures that make none with the reason."""
    duties: dict[str, list[Duty]] = {key: [] for key in data.programmes}
    undated: dict[str, list[tuple[Promise, str]]] = {key: [] for key in data.programmes}
    succeeded, semesters = heirs(data), acting(data, calendar)
    alone = []
    for promise in figures.promises:
        key, plan = promise.programme, promise.plan
        own = semesters(key, promise.measure)
        alone.append((promise, unroll(promise, period_of(data, key, plan), own, succeeded.get((key, plan or "")))))
    for promise, found in handed_over(data, alone):
        duties[promise.programme] += found.duties
        if found.reason:
            undated[promise.programme].append((promise, found.reason))
    ordered = {key: tuple(sorted(found, key=lambda duty: (duty.first, duty.id))) for key, found in duties.items()}
    return ordered, {key: tuple(found) for key, found in undated.items()}


def _beyond(done: Iterable[Deed], met: Iterable[Settled | Planned], as_of: date) -> tuple[Deed, ...]:
    counted = (deed for item in met for deed in item.deeds)
    return beyond((deed for deed in done if deed.kind == "entry" and deed.begun(UNSET, as_of)), counted)


def _changes(data: Dataset) -> dict[tuple[str, str], tuple[Difference, ...]]:
    return {
        (programme, key): differences(before, plan)
        for (programme, key), plan in data.plans.items()
        if plan.succeeds and (before := data.plans.get((programme, plan.succeeds))) and comparable(before, plan)
    }


def tally(items: Iterable[Settled]) -> Counter[str]:
    """How many duties have each status."""
    return Counter(item.status for item in items)


__all__ = ["Carried", "Deed", "Difference", "Ledger", "Planned", "Settled", "open_ledger", "tally", "unroll_all"]
