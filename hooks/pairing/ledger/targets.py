"""Indicators: what follows from target, actual and date, and totals that leave a helper's own results out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from pairing.ledger.binding import Bound, meant
from pairing.model import Indicator
from pairing.model.base import Number
from pairing.model.entry import EntryResult
from pairing.model.programme import Actual, Target
from pairing.model.report import Result
from pairing.read import Dataset
from pairing.words import RESULT_KIND, TargetStatus


class Aim(NamedTuple):
    """One target of an indicator with its status on a day, and the actual that decides."""

    programme: str
    indicator: Indicator
    target: Target
    actual: Actual | None
    status: TargetStatus
    reason: str


class Total(NamedTuple):
    """What assistance brought, of one kind and unit: bounds, and in how many results."""

    kind: str
    what: str
    unit: str
    low: Number
    high: Number | None
    results: int


def aims(data: Dataset, as_of: date) -> tuple[Aim, ...]:
    """Every target of every indicator, judged."""
    return tuple(
        _aim(key, indicator, target, as_of)
        for key, programme in data.programmes.items()
        for indicator in programme.indicators
        for target in indicator.targets
    )


def _aim(programme: str, indicator: Indicator, target: Target, as_of: date) -> Aim:
    known = [actual for actual in indicator.actuals if actual.when is None or actual.when.first <= as_of]
    actual = max(known, key=lambda item: item.when.last if item.when else date.min, default=None)
    status, reason = judge(indicator, target, actual, as_of)
    return Aim(programme, indicator, target, actual, status, reason)


def judge(indicator: Indicator, target: Target, actual: Actual | None, as_of: date) -> tuple[TargetStatus, str]:
    """The status of one target, and why in words."""
    over = target.by_date is not None and as_of > target.by_date.last
    if actual is None:
        return ("no-record", "时限已过，没有实际值") if over else ("open", "还没有实际值")
    if indicator.kind == "qualitative":
        return "unclear", "定性目标，须由人对照文字判断"
    wanted, found = _wanted(indicator, target), actual.bounds
    if wanted is None or found == (None, None):
        return "unclear", "目标或实际值没有确数"
    reached = _reached(indicator, wanted, found)
    if reached is None:
        return "unclear", "实际值是约数，无法判断"
    if reached:
        return "reached", "实际值达到目标"
    return ("short", "时限已过，实际值没有达到目标") if over else ("open", "实际值还没有达到目标")


def _wanted(indicator: Indicator, target: Target) -> Number | None:
    """The figure that must be reached; for yes/no, 1."""
    if indicator.kind == "milestone":
        return 1
    if indicator.better == "lower":
        return target.count if target.count is not None else target.max
    return target.count if target.count is not None else target.min


def _reached(indicator: Indicator, wanted: Number, found: tuple[Number | None, Number | None]) -> bool | None:
    """Whether a bounded actual reaches the figure; None where the bounds leave it open."""
    low, high = found
    if indicator.better == "lower":
        if high is not None and high <= wanted:
            return True
        return False if low is not None and low > wanted else None
    if low is not None and low >= wanted:
        return True
    return False if high is not None and high < wanted else None


class Outcome(NamedTuple):
    """A result that an entry tells of, with the entry and the promises (by id) that its activities serve."""

    place: tuple[str, str, str]
    title: str
    result: EntryResult
    promises: frozenset[str]


def outcomes(data: Dataset, bound: Mapping[str, Mapping[str, tuple[Bound, ...]]]) -> dict[str, tuple[Outcome, ...]]:
    """``programme -> results of its entries``, from one walk over all entries; ``bound`` are every programme's."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for place, head in data.heads.items():
        work = data.entries.work(place)
        if work.results and head.current:
            known = bound.get(place[0], {})
            served = frozenset(
                promise.id
                for act in work.acts
                for key in act.measures
                for promise in meant(known.get(key, ()), (act.when.first, act.when.last))
            )
            found[place[0]] += [Outcome(place, head.title, result, served) for result in work.results]
    return {key: tuple(items) for key, items in found.items()}


def totals(data: Dataset, programme: str, told: Iterable[Outcome] = ()) -> tuple[Total, ...]:
    """The results of a programme's reports and entries added up, a helper's own left out.

    What an entry tells of that a report lists as well (``same_as``) counts once, with the report.
    """
    results: list[Result] = [item for report in data.reports_of(programme).values() for item in report.results]
    return total([*results, *(item.result for item in told if item.result.same_as is None)])


def total(results: Iterable[Result]) -> tuple[Total, ...]:
    """Results added up by kind, thing and unit. Only what is done, only what is not the helper's own."""
    sums: dict[tuple[str, str, str], list[tuple[Number, Number | None]]] = defaultdict(list)
    for item in results:
        if item.whose == "helper" or item.state != "done":
            continue
        for size in item.quantities:
            low, high = size.bounds
            sums[item.kind, size.what, size.unit].append((low or 0, high))
    return tuple(
        Total(
            kind=RESULT_KIND[kind],
            what=what,
            unit=unit,
            low=sum(low for low, _ in bounds),
            high=None if any(high is None for _, high in bounds) else sum(high or 0 for _, high in bounds),
            results=len(bounds),
        )
        for (kind, what, unit), bounds in sorted(sums.items())
    )
