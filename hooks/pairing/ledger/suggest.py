"""Hints at what meets no duty: candidates for activities that name no measure are offered, never assigned."""

from collections.abc import Iterator, Sequence

from pairing.derive import Figures, Promise
from pairing.ledger import unroll_all
from pairing.ledger.periods import acting
from pairing.ledger.placed import placed
from pairing.ledger.planned import within
from pairing.ledger.unroll import Duty
from pairing.model import Activity, Measure, ScheduleRow
from pairing.model.calendar import Calendar
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.terms import Terms
from pairing.when import When

MOST = 3


def suggestions(data: Dataset, figures: Figures) -> Iterator[Problem]:
    """A hint at every activity that meets no duty and may be meant to, and at every measure that ends too early."""
    assert data.calendar is not None, "load() refuses data without calendar.yml"
    duties, undated = unroll_all(data, figures, data.calendar)
    tables = _tables(data, data.calendar)
    current = ((place, entry) for place, entry in data.entries.items() if entry.current)
    for place, entry in current:
        for i, activity in enumerate(entry.activities):
            when = activity.when or entry.date
            owed, rows = duties.get(place[0], ()), tables.get(place[0], ())
            for told in _told(activity, when, owed, rows):
                yield Problem(data.record("entry", *place).where("activities", i), told)
    for items in undated.values():
        yield from (_ends_first(data, promise) for promise, reason in items if reason == "ends-first")


# A row of a work-plan table, with the semesters of the school that acts.
Planning = tuple[ScheduleRow, Terms]


def _tables(data: Dataset, calendar: Calendar) -> dict[str, tuple[Planning, ...]]:
    """The rows of all work-plan tables by programme."""
    semesters = acting(data, calendar)
    return {
        key: tuple((row, semesters(key, row)) for plan in data.plans_of(key).values() for row in plan.schedule)
        for key in data.programmes
    }


def _told(activity: Activity, when: When, duties: Sequence[Duty], rows: Sequence[Planning]) -> Iterator[str]:
    """What may be meant by an activity that names nothing, or where the time lies of what it names."""
    if activity.to and not (activity.measures or activity.people or activity.mode) and _empty(activity):
        yield (
            "提示：这项活动只写了由谁做、面向谁，没有写做了什么，却会计入双方往来；"
            "请写 measures、people、mode 或 place，没有活动的删去 activities"
        )
    if activity.measures and (told := _outside(activity, when, duties)):
        yield told
    for key in activity.schedule:
        named = [planning for planning in rows if planning[0].id == key]
        if named and not any(within(*planning, when) for planning in named):
            times = "、".join(row.when.text for row, _ in named)
            yield f"提示：日期“{when}”不在工作计划表“{key}”一行的时间（{times}）之内，不会计入，请核对"
    if not (activity.measures or activity.schedule or activity.informal):
        yield from _unnamed(activity, when, duties, rows)


def _empty(activity: Activity) -> bool:
    """Whether an activity is as a skeleton leaves it; what both did together, as signing, needs no more."""
    return not activity.model_dump(exclude={"by", "to"}, exclude_defaults=True)


def _unnamed(activity: Activity, when: When, duties: Sequence[Duty], rows: Sequence[Planning]) -> Iterator[str]:
    """What may be meant by an activity that names neither a measure nor a row."""
    owed = [f"{duty.promise.measure.id}（{duty.window}）" for duty in _candidates(activity, when, duties)]
    planned = [
        f"{row.id}（{row.when.text}）" for row, terms in rows if _like(activity, row) and within(row, terms, when)
    ]
    for field, found in (("measures", owed), ("schedule", planned)):
        if found:
            listed = "、".join(found[:MOST])
            yield f"提示：这项活动没有写 {field}，可能对应 {listed}；请核对后自己写上，不会自动归入"


def _outside(activity: Activity, when: When, duties: Sequence[Duty]) -> str:
    """Where the windows of the measures lie that an activity names, if its date is in none of them."""
    named = [duty for duty in duties if duty.promise.measure.id in activity.measures]
    if not named or any(duty.holds(when) for duty in named):
        return ""
    near = min(named, key=lambda duty: max(duty.first - when.last, when.first - duty.last))
    window = f"{near.promise.measure.id}，{near.first.isoformat()} 至 {near.last.isoformat()}"
    return (
        f"提示：日期“{when}”不在这些举措的任何一个时段之内，不会计入应做事项；最近的时段是 {window}，请核对日期和举措"
    )


def _ends_first(data: Dataset, promise: Promise) -> Problem:
    """A hint at a measure whose own end lies before it, or its plan, begins."""
    measure = promise.measure
    held = next(item for item in placed(data) if item.measure is measure)
    name = next((name for name in ("by_date", "until", "since") if getattr(measure, name)), "id")
    message = (
        f"提示：举措“{measure.id}”的截止日期早于它或方案的开始日期，推算不出应做事项；请核对 since、until 和 by_date"
    )
    return Problem(held.record.where(*held.loc, name), message)


def _candidates(activity: Activity, when: When, duties: Sequence[Duty]) -> list[Duty]:
    """Duties of the same window and direction; those that share more of the mode first."""
    fits = [
        (-shared, duty.id, duty)
        for duty in duties
        if duty.holds(when) and (shared := _like(activity, duty.promise.measure))
    ]
    return [duty for _, _, duty in sorted(fits, key=lambda fit: fit[:2])]


def _like(activity: Activity, promised: Measure | ScheduleRow) -> int:
    """In how many modes an activity is like what was promised; 0 where it goes another way."""
    direction = promised.by in (activity.by, "both") and (promised.to is None or promised.to == activity.to)
    return len(set(activity.mode) & set(promised.mode)) if direction else 0
