"""Indicators: what follows from target, actual and date, and totals that leave a helper's own results out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pairing.ledger.binding import Bound, meant
from pairing.ledger.fit import Bounds, summed
from pairing.model import Indicator
from pairing.model.base import Amount, Number
from pairing.model.entry import EntryResult
from pairing.model.programme import Actual, Target
from pairing.model.report import Result
from pairing.phrases import number
from pairing.read import Dataset
from pairing.terms import UNSET, Terms
from pairing.words import PERSON_KIND, RESULT_KIND, TargetStatus


class Verdict(NamedTuple):
    """The status of a target on a day, why in words, and the actual that decides."""

    status: TargetStatus
    reason: str
    actual: Actual | None


class Aim(NamedTuple):
    """One target of an indicator, judged on a day by the actuals known by then."""

    programme: str
    indicator: Indicator
    target: Target
    known: tuple[Actual, ...]
    terms: Terms
    verdict: Verdict


class Total(NamedTuple):
    """What assistance brought, of one kind and unit: the numbers to be added up, one of each result that tells one."""

    kind: str
    what: str
    unit: str
    parts: tuple[Amount, ...]


def aims(data: Dataset, as_of: date) -> tuple[Aim, ...]:
    """Every target of every indicator, judged."""
    assert data.calendar is not None, "load() refuses data without calendar.yml"
    terms = Terms.of(data.calendar, None)
    return tuple(
        _aim(key, indicator, target, as_of, terms)
        for key, programme in data.programmes.items()
        for indicator in programme.indicators
        for target in indicator.targets
    )


def _aim(programme: str, indicator: Indicator, target: Target, as_of: date, terms: Terms) -> Aim:
    known = tuple(actual for actual in indicator.actuals if actual.when is None or actual.when.first <= as_of)
    return Aim(programme, indicator, target, known, terms, judge(indicator, target, known, as_of, terms))


def judge(indicator: Indicator, target: Target, known: Sequence[Actual], as_of: date, terms: Terms = UNSET) -> Verdict:
    """How a target stands on a day. The actuals decide; once the target's day has gone by, those from before it.

    A later one cannot show that the target was reached in time. An actual without a date counts as in time.
    Of several the newest counts, or the largest, or their sum, as the indicator says (``aggregation``). Of one date
    the later in the file is the newer; where dates leave open which is, all that may be must say the same.
    A semester ends as ``terms`` have it.
    """
    day = terms.end(target.by_date) if target.by_date else as_of
    if as_of <= day:
        return _running(indicator, target, known)
    timely = [item for item in known if item.when is None or item.when.last <= day]
    after = _newest(item for item in known if item.when is not None and item.when.last > day)
    found = _compared(indicator, target, timely) if timely else None
    if after is None or (found and found.status != "short"):
        return found or Verdict("no-record", "时限已过，没有实际值", None)
    later = _compared(indicator, target, known)
    if later.status == "reached":
        return _overdue(indicator, after, day, later.reason, missed=found is not None)
    return found or later


def _day(actual: Actual) -> date:
    return actual.when.last if actual.when else date.min


def _newest(actuals: Iterable[Actual]) -> Actual | None:
    return max(reversed([*actuals]), key=_day, default=None)  # of one date the last in the file


def _rivals(actuals: Sequence[Actual]) -> list[Actual]:
    """The actuals that may be the newest: one of a whole year can be older or newer than one of a day in it."""
    latest = {(item.when and (item.when.first, item.when.last)): item for item in actuals}
    begun = max((item.when.first for item in latest.values() if item.when), default=date.min)
    return [item for item in latest.values() if _day(item) >= begun]


def _overdue(indicator: Indicator, after: Actual, day: date, why: str, *, missed: bool) -> Verdict:
    """A target that only an actual reaches which is not from before its day; a milestone's date is when it happened.

    ``why`` says what reaches it: of several actuals that are added up no single one does.
    """
    assert after.when is not None, "what has no date is not later"
    text = f"{after.when.text}的{why}" if why.startswith("实际值") else f"到{after.when.text}，{why}"
    if after.when.first <= day:
        return Verdict("unclear", f"{text}，无法判断是否在时限之前", after)
    if missed:
        return Verdict("late", f"时限之前的实际值没有达到目标，{text}", after)
    if indicator.kind == "milestone":
        return Verdict("late", f"{after.when.text}才达到目标", after)
    return Verdict("unclear", f"时限之前没有实际值，{text}，无法判断是否按期", after)


def _running(indicator: Indicator, target: Target, known: Sequence[Actual]) -> Verdict:
    """How a target stands whose day has not gone by, or that has none."""
    found, actual = _compared(indicator, target, known) if known else None, _newest(known)
    if found and found.status != "short":
        return found
    if target.by_date is None:
        lacking = "实际值没有达到目标" if found else "没有实际值"
        return Verdict("undated", f"文件未载明时限，{lacking}", actual)
    return Verdict("open", "实际值还没有达到目标" if found else "还没有实际值", actual)


def _compared(indicator: Indicator, target: Target, actuals: Sequence[Actual]) -> Verdict:
    """Whether actuals reach the target, whatever the days say."""
    newest = _newest(actuals)
    assert newest is not None, "nobody compares nothing"
    if len(actuals) > 1 and indicator.aggregation == "max":
        largest = max(actuals, key=lambda item: (item.bounds[0] or 0, _day(item)))
        return _against(indicator, target, largest, largest.bounds, "最大的实际值")
    if len(actuals) > 1 and indicator.aggregation == "sum":
        bounds = summed(item.bounds for item in actuals)
        exact = bounds[0] if bounds[0] == bounds[1] else None
        which = f"{len(actuals)} 次实际值相加{'' if exact is None else f'为 {number(exact)}'}，"
        return _against(indicator, target, newest, bounds, which)
    found = [_against(indicator, target, item, item.bounds, "实际值") for item in _rivals(actuals)]
    if len({verdict.status for verdict in found}) > 1:
        return Verdict("unclear", "几个实际值的日期分不清先后，逐个判断的结果不同", newest)
    return next(verdict for verdict in found if verdict.actual is newest)


def _against(indicator: Indicator, target: Target, actual: Actual, bounds: Bounds, which: str) -> Verdict:
    """Whether a bounded number, called ``which``, reaches the target; ``actual`` is the one to show."""
    if indicator.kind == "qualitative":
        return Verdict("unclear", "定性目标，须人工对照文字判断", actual)
    wanted = _wanted(indicator, target)
    if wanted is None or bounds == (None, None):
        return Verdict("unclear", "目标或实际值没有确数", actual)
    reached = _reached(indicator, wanted, bounds)
    if reached is None:
        return Verdict("unclear", f"{which}是约数，无法判断", actual)
    if not reached and target.approx in ("about", "relative"):
        return Verdict("unclear", f"目标是约数，{which}没有到这个数", actual)
    if reached and target.approx == "over" and bounds == (wanted, wanted):
        return Verdict("unclear", f"目标是超过这个数，{which}正好是这个数", actual)
    if reached:
        return Verdict("reached", f"{which}达到目标", actual)
    return Verdict("short", f"时限已过，{which}没有达到目标", actual)


def _wanted(indicator: Indicator, target: Target) -> Number | None:
    """The figure that must be reached; for yes/no, 1."""
    if indicator.kind == "milestone":
        return 1
    if indicator.better == "lower":
        return target.count if target.count is not None else target.max
    return target.count if target.count is not None else target.min


def _reached(indicator: Indicator, wanted: Number, found: Bounds) -> bool | None:
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
                for promise in meant(known.get(key, ()), (act.when, act.when))
            )
            found[place[0]] += [Outcome(place, head.title, result, served) for result in work.results]
    return {key: tuple(items) for key, items in found.items()}


def totals(data: Dataset, programme: str, told: Iterable[Outcome] = ()) -> tuple[Total, ...]:
    """The results of a programme's reports and entries added up, a helper's own left out.

    What an entry tells of that a report lists as well (``same_as``) counts once: with the report, or with the
    first such entry where the report has it only as planned, or without a number.
    """
    listed: dict[str, Result] = {
        f"{period}/{item.id}": item for period, report in data.reports_of(programme).items() for item in report.results
    }
    alone = [item.result for item in told if item.result.same_as is None]
    for item in told:
        same = item.result.same_as
        if same in listed and item.result.state == "done":
            report = listed[same]
            if report.state != "done" or not _sizes(report):
                listed[same] = item.result
    return total([*listed.values(), *alone])


def _sizes(item: Result) -> list[tuple[str, str, Amount]]:
    """(what, unit, number) of everything that a result counts, people as well."""
    things: list[tuple[str, str, Amount]] = [(size.what, size.unit, size) for size in item.quantities if size.stated]
    return things + [(PERSON_KIND[size.kind], "名", size) for size in item.people if size.stated]


def total(results: Iterable[Result]) -> tuple[Total, ...]:
    """Results added up by kind, thing and unit. Only what is done, only what is not the helper's own."""
    sums: dict[tuple[str, str, str], list[Amount]] = defaultdict(list)
    for item in results:
        if item.whose != "helper" and item.state == "done":
            for what, unit, size in _sizes(item):
                sums[item.kind, what, unit].append(size)
    return tuple(
        Total(RESULT_KIND[kind], what, unit, tuple(parts)) for (kind, what, unit), parts in sorted(sums.items())
    )
