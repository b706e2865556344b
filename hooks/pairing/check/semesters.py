"""The school calendar has the semesters that the plans need: without them duties would be missing unseen."""

from collections.abc import Iterator

from pairing.ledger.periods import acting, heirs, period_of
from pairing.ledger.placed import Placed, placed
from pairing.ledger.unroll import bounds, by_semester, last_before, undated
from pairing.problems import Problem, Where
from pairing.read import Dataset
from pairing.terms import Terms
from pairing.when import When


def calendar_covers(data: Dataset) -> Iterator[Problem]:
    """方案和举措用学期表示的起止时间，以及按学期推算的整个期间，校历中都须有那些学期。"""
    if data.calendar is None:
        return
    known = {item.semester.code for item in data.calendar.semesters}
    for pair, plan in data.plans.items():
        record = data.record("plan", *pair)
        yield from (
            _unknown(record.where("period", name), when.code)
            for name in ("since", "until")
            if (when := getattr(plan.period, name)) and _lacking(when, known)
        )
    semesters, succeeded, gaps = acting(data, data.calendar), heirs(data), dict[Where, tuple[str, ...]]()
    for held in placed(data):
        if held.programme not in data.programmes or undated(held.measure):
            continue
        own = semesters(held.programme, held.measure)
        named = [(name, getattr(held.measure, name)) for name in ("since", "until", "by_date")]
        lacking = [
            (name, when) for name, when in named if when and _lacking(when, {span.code for span in own.semesters})
        ]
        yield from (_unknown(held.record.where(*held.loc, name), when.code) for name, when in lacking)
        for where, missing in _gaps(data, held, own, succeeded.get((held.programme, held.plan or ""))):
            gaps[where] = max(gaps.get(where, ()), missing, key=len)
    yield from (Problem(where, _without(codes)) for where, codes in gaps.items())


def _gaps(data: Dataset, held: Placed, terms: Terms, heir: When | None) -> Iterator[tuple[Where, tuple[str, ...]]]:
    """The semesters that a measure needs and the calendar lacks, at the date that reaches so far."""
    period = period_of(data, held.programme, held.plan)
    first, last = bounds(held.measure, period, terms)
    if first is None or last is None or not by_semester(held.measure, period):
        return
    missing = terms.missing(first, last_before(heir, last, terms))
    if not missing:
        return
    end = max((span.last for span in terms.semesters), default=first)
    late = tuple(when.code for when in missing if when.first > end or not terms.semesters)
    early = tuple(when.code for when in missing if when.code not in late)
    for codes, names in ((early, ("since",)), (late, ("by_date", "until"))):
        if codes:
            yield _place(data, held, names), codes


def _place(data: Dataset, held: Placed, names: tuple[str, ...]) -> Where:
    """Where the date stands: in the measure, else in its plan's period, else in its programme's."""
    for name in names:
        if getattr(held.measure, name):
            return held.record.where(*held.loc, name)
    plan = data.plans.get((held.programme, held.plan or ""))
    if plan and (plan.period.since or plan.period.until):
        return held.record.where("period", names[-1])
    return data.record("programme", held.programme).where("period", names[-1])


def _lacking(when: When, known: set[str]) -> bool:
    return when.precision == "semester" and when.code not in known


def _unknown(where: Where, code: str) -> Problem:
    return Problem(where, f"校历（data/calendar.yml）没有“{code}”这个学期，请在那里补上起止日期")


def _without(codes: tuple[str, ...]) -> str:
    """From when on the calendar has nothing, and what to add."""
    several = f"“{codes[0]}”至“{codes[-1]}”共 {len(codes)} 个学期"
    lacking = several if len(codes) > 1 else f"“{codes[0]}”这个学期"
    return (
        f"校历（data/calendar.yml）没有{lacking}，按学期推算的举措会缺少应做事项，请在那里的 semesters 中补上起止日期"
    )
