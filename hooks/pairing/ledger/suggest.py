"""Hints at what meets no duty: candidates for activities that name no measure are offered, never assigned."""

from collections.abc import Iterator

from pairing.derive import Figures, Promise
from pairing.ledger import unroll_all
from pairing.ledger.placed import placed
from pairing.ledger.unroll import Duty
from pairing.model import Activity
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.when import When

MOST = 3


def suggestions(data: Dataset, figures: Figures) -> Iterator[Problem]:
    """A hint at every activity that meets no duty and may be meant to, and at every measure that ends too early."""
    assert data.calendar is not None, "load() refuses data without calendar.yml"
    duties, undated = unroll_all(data, figures, data.calendar)
    current = ((place, entry) for place, entry in data.entries.items() if entry.current)
    for place, entry in current:
        for i, activity in enumerate(entry.activities):
            when, owed = activity.when or entry.date, duties.get(place[0], ())
            if activity.measures:
                told = _outside(activity, when, owed)
            else:
                told = "" if activity.informal else _unnamed(activity, when, owed)
            if told:
                yield Problem(data.record("entry", *place).where("activities", i), told)
    for items in undated.values():
        yield from (_ends_first(data, promise) for promise, reason in items if reason == "ends-first")


def _unnamed(activity: Activity, when: When, duties: tuple[Duty, ...]) -> str:
    """What may be meant by an activity that names no measure."""
    found = _candidates(activity, when, duties)
    listed = "、".join(f"{duty.promise.measure.id}（{duty.window}）" for duty in found[:MOST])
    told = f"提示：这项活动没有写 measures，可能对应 {listed}；请核对后自己写上，不会自动归入"
    return told if found else ""


def _outside(activity: Activity, when: When, duties: tuple[Duty, ...]) -> str:
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


def _candidates(activity: Activity, when: When, duties: tuple[Duty, ...]) -> list[Duty]:
    """Duties of the same window and direction; those that share more of the mode first."""
    fits = []
    for duty in duties:
        measure = duty.promise.measure
        direction = measure.by in (activity.by, "both") and (measure.to is None or measure.to == activity.to)
        shared = len(set(activity.mode) & set(measure.mode))
        if duty.holds(when) and direction and shared:
            fits.append((-shared, duty.id, duty))
    return [duty for _, _, duty in sorted(fits, key=lambda fit: fit[:2])]
