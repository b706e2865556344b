"""What bounds the duties of a measure: its plan's period, the plan that follows, whose calendar counts."""

from collections.abc import Callable
from functools import cache, partial

from pairing.model import Measure, ScheduleRow
from pairing.model.base import Period
from pairing.model.calendar import Calendar
from pairing.names import sides
from pairing.read import Dataset
from pairing.terms import Terms
from pairing.when import When


def period_of(data: Dataset, programme: str, plan: str | None) -> Period | None:
    """The plan's period; the programme's for what stands in no plan or in one without dates."""
    found = data.plans.get((programme, plan or ""))
    period = found.period if found else None
    return period if period and (period.since or period.until) else data.programmes[programme].period


def heirs(data: Dataset) -> dict[tuple[str, str], When]:
    """``(programme, plan) -> from when on another plan succeeds it``, of plans that have a successor with a date."""
    found: dict[tuple[str, str], When] = {}
    for (programme, key), plan in data.plans.items():
        since, before = plan.period.since, (programme, plan.succeeds or "")
        if since and plan.succeeds and plan.succeeds != key and before in data.plans:
            found[before] = min(since, found.get(before, since), key=lambda when: when.first)
    return found


# The semesters by which a measure of a programme, or a row of its work-plan table, is counted.
Acting = Callable[[str, Measure | ScheduleRow], Terms]


def acting(data: Dataset, calendar: Calendar) -> Acting:
    """Gives the semesters of the school that acts, which are made once for every school."""
    terms = cache(partial(Terms.of, calendar))
    return lambda programme, promised: terms(_actor(data, programme, promised))


def _actor(data: Dataset, programme: str, promised: Measure | ScheduleRow) -> str | None:
    """The school whose calendar counts: the first that acts; of both sides, the first helper."""
    if isinstance(promised, Measure) and promised.schools:
        return promised.schools[0]
    of_side = sides(data.programmes[programme])
    schools = of_side["recipient" if promised.by == "recipient" else "helper"]
    return schools[0] if schools else None
