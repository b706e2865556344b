"""Duties and records → statuses: which record meets which duty, and what is lacking.

The words and rules are those of the published method (content/pages/about): a record counts in the duty
of a measure it names whose window holds its date; nothing is ever assigned by guess.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from pairing import addresses
from pairing.ledger.fit import fit
from pairing.ledger.heads import counted as counted_heads
from pairing.ledger.unroll import Duty
from pairing.model.base import People
from pairing.model.plan import Override
from pairing.model.report import Evidence
from pairing.read import Dataset
from pairing.when import When
from pairing.words import Confirmed, DutyStatus, Fit


class Deed(NamedTuple):
    """Something done, as an entry or a report records it.

    ``first`` and ``last`` bound the day it happened, a semester by its months: from ``last`` on it
    counts. A deed whose date is only a year wide cannot be placed in a semester.
    """

    id: str
    programme: str
    title: str
    path: str
    when: When
    first: date
    last: date
    measures: tuple[str, ...]
    schedule: tuple[str, ...]
    people: tuple[People, ...]
    confirmed: Confirmed
    kind: str
    by: str
    to: str | None
    mode: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    # Under way, and not done: enough where something is to go on throughout, and only there.
    ongoing: bool = False


class Settled(NamedTuple):
    """A duty with its status on a day, and why; of ``deeds`` an event that is told twice is ``recorded`` once."""

    duty: Duty
    status: DutyStatus
    recorded: int
    deeds: tuple[Deed, ...]
    fit: Fit | None
    override: Override | None


def deeds(data: Dataset) -> Iterator[Deed]:
    """Every dated activity of an entry that still stands and every dated item of a report that is done or under way."""
    for (programme, year, name), head in data.heads.items():
        if not head.current:
            continue
        for i, act in enumerate(data.entries.work((programme, year, name)).acts):
            yield Deed(
                id=f"{programme}/{year}/{name}#{i + 1}",
                programme=programme,
                title=head.title,
                path=addresses.entry(programme, year, name),
                when=act.when,
                first=act.when.first,
                last=act.when.last,
                measures=act.measures,
                schedule=act.schedule,
                people=act.people,
                confirmed=act.confirmed,
                kind="entry",
                by=act.by,
                to=act.to,
                mode=act.mode,
                evidence=act.evidence,
            )
    for (programme, period), report in data.reports.items():
        for item in report.progress:
            if item.when is None or item.state == "planned":
                continue
            yield Deed(
                id=f"{programme}/{period}/{item.id}",
                programme=programme,
                title=item.title,
                path=f"{addresses.report(programme, period)}#{item.id}",
                when=item.when,
                first=item.when.first,
                last=item.when.last,
                measures=item.measures,
                schedule=item.schedule,
                people=item.people,
                confirmed="single",
                kind="report",
                by=item.by,
                to=item.to,
                mode=item.mode,
                evidence=item.evidence,
                ongoing=item.state == "ongoing",
            )


def settle(duties: Iterable[Duty], done: Iterable[Deed], as_of: date) -> tuple[Settled, ...]:
    """Every duty with its status on a day. Deeds after that day do not count yet."""
    by_measure: Mapping[tuple[str, str], list[Deed]] = defaultdict(list)
    for deed in done:
        if deed.last <= as_of:
            for measure in dict.fromkeys(deed.measures):
                by_measure[deed.programme, measure].append(deed)
    return tuple(
        _settle(duty, by_measure.get((duty.promise.programme, duty.promise.measure.id), ()), as_of) for duty in duties
    )


def _settle(duty: Duty, deeds: Iterable[Deed], as_of: date) -> Settled:
    goes_on = duty.promise.measure.cadence.every == "throughout"
    found = [deed for deed in deeds if duty.holds(deed.when) and (goes_on or not deed.ongoing)]
    found.sort(key=lambda deed: (deed.first, deed.id))
    counted = once(found)
    recorded = _heads(duty, counted) if duty.unit == "名" else len(counted)
    override = override_of(duty, as_of)
    status = override.status if override else _computed(duty, recorded, as_of, seen=bool(counted))
    return Settled(duty, status, recorded, tuple(found), _fit(duty, counted), override)


def once(deeds: Sequence[Deed]) -> list[Deed]:
    """The deeds without what a report tells of a day that an entry tells of as well: one event, told twice."""
    days = {deed.when for deed in deeds if deed.kind == "entry" and deed.when.precision == "day"}
    return [deed for deed in deeds if deed.kind == "entry" or deed.when not in days]


def computed(first: date, last: date, required: int, recorded: int, as_of: date, *, seen: bool) -> DutyStatus:
    """The status that follows from a window and records alone; ``seen`` are any, such as those without heads."""
    if recorded >= required:
        return "met"
    if recorded or seen:
        return "partly"
    if as_of < first:
        return "upcoming"
    return "due" if as_of <= last else "no-record"


def _computed(duty: Duty, recorded: int, as_of: date, *, seen: bool) -> DutyStatus:
    return computed(duty.first, duty.last, duty.required, recorded, as_of, seen=seen)


_WHY: Final[dict[str, str]] = {
    "met": "记录达到要求",
    "partly": "有记录，但不够",
    "due": "时段未结束，还没有记录",
    "upcoming": "时段还没有开始",
    "no-record": "时段已过，没有记录",
    "waived": "已豁免",
}


def reason(item: Settled) -> str:
    """Why a duty has its status, in words: rule, window, what counts; or the editor's reason."""
    if item.override:
        return f"人工改定（{item.override.post}）：{item.override.reason}"
    duty = item.duty
    return f"{duty.rule}；{_WHY[item.status]}（{item.recorded}/{duty.required}{duty.unit}）"


def override_of(duty: Duty, as_of: date) -> Override | None:
    """The editor's word on this window, if there is one that was given by a day."""
    own = duty.promise.measure.overrides
    return said_by(own, as_of, lambda item: item.window.code == duty.code or duty.holds(item.window))


def said_by(overrides: Iterable[Override], as_of: date, meant: Callable[[Override], bool]) -> Override | None:
    """The first word of an editor that is meant and was given by a day."""
    given = (item for item in overrides if not (item.on and item.on.first > as_of))
    return next(filter(meant, given), None)


def _heads(duty: Duty, deeds: Iterable[Deed]) -> int:
    """How many people of the kinds promised the deeds record, at the least."""
    return counted_heads(duty.promise.measure.people, (row for deed in deeds for row in deed.people))


def _fit(duty: Duty, deeds: Iterable[Deed]) -> Fit | None:
    """How the people recorded compare with those promised; None where only heads are counted."""
    measure = duty.promise.measure
    return None if duty.unit == "名" else fit(measure.people, measure.cadence.every, [deed.people for deed in deeds])


# Why a record meets no duty.
OUTSIDE: Final = {
    "unnamed": "没有写明对应的举措或工作计划",
    "undated": "对应的举措不产生应做事项",
    "ongoing": "报告写的是“进行中”",
    "elsewhen": "日期不在对应举措或工作计划的任何一个时段之内",
}


def outside(deed: Deed, owing: Collection[str]) -> str:
    """Why a deed meets no duty (a key of OUTSIDE), by the measures that have duties."""
    if not deed.measures and not deed.schedule:
        return "unnamed"
    if not deed.schedule and not any(measure in owing for measure in deed.measures):
        return "undated"
    return "ongoing" if deed.ongoing else "elsewhen"


def beyond(done: Iterable[Deed], counted: Iterable[Deed]) -> tuple[Deed, ...]:
    """The deeds that meet nothing: beyond the plan."""
    met = {deed.id for deed in counted}
    return tuple(deed for deed in done if deed.id not in met)
