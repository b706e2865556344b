"""Hints at what meets no duty: candidates for activities that name no measure are offered, never assigned."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pairing.derive import Figures, Promise
from pairing.ledger import unroll_all
from pairing.ledger.deeds import Deed, deeds
from pairing.ledger.heads import answering
from pairing.ledger.periods import acting
from pairing.ledger.placed import placed
from pairing.ledger.planned import within
from pairing.ledger.same import doubtful
from pairing.ledger.unroll import Duty
from pairing.model import Activity, Measure, ScheduleRow
from pairing.model.calendar import Calendar
from pairing.problems import Problem, Where
from pairing.read import Dataset
from pairing.terms import Terms
from pairing.when import When
from pairing.words import PERSON_KIND, SIDE

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
    yield from _doubtful(data)


def _doubtful(data: Dataset) -> Iterator[Problem]:
    """A hint at records that may tell of one event, and would count twice."""
    named: dict[tuple[str, str], list[Deed]] = defaultdict(list)
    for deed in deeds(data):
        for key in dict.fromkeys((*deed.measures, *deed.schedule)):
            named[deed.programme, key].append(deed)
    pairs = {deed.id: (deed, other) for found in named.values() for deed, other in doubtful(found)}
    for deed, other in pairs.values():
        yield Problem(
            _where(data, deed),
            f"提示：可能与“{other.title}”（{other.id}）是同一次活动，现在各计一次；是同一次的，两处写同一个 event，"
            "例如 event: opening；不是同一次的，各写不同的 event",
        )


def _where(data: Dataset, deed: Deed) -> Where:
    """Where a deed is written."""
    if deed.kind == "entry":
        place, _, number = deed.id.partition("#")
        return data.record("entry", *place.split("/")).where("activities", int(number) - 1)
    programme, period, item = deed.id.split("/")
    ids = [row.id for row in data.reports[programme, period].progress]
    return data.record("report", programme, period).where("progress", ids.index(item))


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
    for key in activity.measures:
        owed = [duty for duty in duties if duty.promise.measure.id == key]
        yield from _outside(key, when, owed)
        yield from _unlike(activity, next((duty.promise.measure for duty in owed if duty.holds(when)), None))
    for key in activity.schedule:
        named = [planning for planning in rows if planning[0].id == key]
        if named and not any(within(*planning, when) for planning in named):
            times = "、".join(row.when.text for row, _ in named)
            yield f"提示：日期“{when}”不在工作计划表“{key}”一行的时间（{times}）之内，不会计入，请核对"
    if not (activity.measures or activity.schedule or activity.informal):
        yield from _unnamed(activity, when, duties, rows)


def _unlike(activity: Activity, measure: Measure | None) -> Iterator[str]:
    """What an activity has otherwise than the measure that it is to meet: who acts, and which people."""
    if measure is None:
        return
    if {measure.by, activity.by} == {"helper", "recipient"}:
        yield f"提示：举措“{measure.id}”由{SIDE[measure.by]}承担，这项活动写的是 by: {activity.by}，请核对"
    kinds = answering(row.kind for row in measure.people)
    if kinds and activity.people and not any(row.kind in kinds for row in activity.people):
        promised = "、".join(dict.fromkeys(PERSON_KIND[row.kind] for row in measure.people))
        yield f"提示：举措“{measure.id}”承诺的是{promised}，这项活动登记的人员里没有，请核对 people 的 kind"


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


def _outside(key: str, when: When, owed: Sequence[Duty]) -> Iterator[str]:
    """Where the nearest window of a measure lies that an activity names, if its date is in none of them."""
    if not owed or any(duty.holds(when) for duty in owed):
        return
    near = min(owed, key=lambda duty: max(duty.first - when.last, when.first - duty.last))
    yield (
        f"提示：日期“{when}”不在举措“{key}”的任何一个时段之内，不会计入应做事项；最近的时段是"
        f" {near.first.isoformat()} 至 {near.last.isoformat()}，请核对日期和举措"
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
