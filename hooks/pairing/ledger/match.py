"""Duties and records → statuses: which record meets which duty, and what is lacking.

The words and rules are those of the published method (content/pages/about): a record counts in the duty
of a measure it names whose window holds its date; nothing is ever assigned by guess.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Final, NamedTuple

from pairing.ledger.deeds import Deed
from pairing.ledger.fit import complete, fit
from pairing.ledger.heads import counted as counted_heads
from pairing.ledger.same import fullness, once
from pairing.ledger.unroll import PACED, Duty
from pairing.model.plan import Override
from pairing.words import DutyStatus, Fit

_DAY: Final = timedelta(days=1)


class Settled(NamedTuple):
    """A duty with its status on a day, and why.

    ``recorded`` are the events, or the heads, that ``deeds`` tell of; ``enough`` of them count towards what is
    required: not those with fewer people than were promised. ``again`` are the ids of deeds that tell of an event
    another tells of; ``late`` deeds came after the window and count nowhere.
    """

    duty: Duty
    status: DutyStatus
    recorded: int
    enough: int
    deeds: tuple[Deed, ...]
    again: frozenset[str]
    fit: Fit | None
    override: Override | None
    late: tuple[Deed, ...] = ()


def settle(duties: Iterable[Duty], done: Iterable[Deed], as_of: date) -> tuple[Settled, ...]:
    """Every duty with its status on a day. Deeds after that day do not count yet."""
    by_measure: Mapping[tuple[str, str], list[Deed]] = defaultdict(list)
    for deed in done:
        for measure in dict.fromkeys(deed.measures):
            by_measure[deed.programme, measure].append(deed)
    found = [_settle(duty, by_measure.get(_key(duty), ()), as_of) for duty in duties]
    late = _late(found, by_measure, as_of)
    return tuple(item._replace(late=late[item.duty.id]) if item.duty.id in late else item for item in found)


def _key(duty: Duty) -> tuple[str, str]:
    return duty.promise.programme, duty.promise.measure.id


def _settle(duty: Duty, deeds: Iterable[Deed], as_of: date) -> Settled:
    override = override_of(duty, as_of)
    counting = [deed for deed in deeds if _counts(duty, deed, as_of)]
    if not counting:  # most have nothing on record
        status = override.status if override else _computed(duty, 0, as_of, seen=False)
        return Settled(duty, status, 0, 0, (), frozenset(), None, override)
    heads, measure = duty.unit == "名", duty.promise.measure
    every = measure.cadence.every
    weight = partial(_heads_of, duty) if heads else partial(fullness, measure.people, every)
    found = once(counting, weight)
    recorded = _heads(duty, found.events) if heads else len(found.events)
    people = [deed.people for deed in found.events]
    enough = recorded if heads else complete(measure.people, every, people, [deed.people for deed in found.deeds])
    status = override.status if override else _computed(duty, enough, as_of, seen=bool(found.deeds))
    how = None if heads else fit(measure.people, every, people)
    return Settled(duty, status, recorded, enough, found.deeds, found.again, how, override)


def _counts(duty: Duty, deed: Deed, as_of: date) -> bool:
    """Whether a deed counts in a duty on a day: it has begun by then, and lies in the window.

    What went on for some time must be over in the window where something is to be done by a day; what is to be done
    again and again is done where it begins, and in every window of which it fills at least half.
    """
    every = duty.promise.measure.cadence.every
    if deed.ongoing and every != "throughout":
        return False
    if deed.until is None or (every in PACED and duty.holds(deed.when)):
        return duty.holds(deed.when) and deed.begun(duty.terms, as_of)
    over = deed.over(duty.terms)
    if every not in (*PACED, "throughout"):
        return over <= as_of and duty.first <= over <= duty.last
    filled = min(over, as_of, duty.last) - max(deed.first, duty.first) + _DAY
    return filled >= _DAY if every == "throughout" else 2 * filled > duty.last - duty.first


def _late(
    found: Iterable[Settled], by_measure: Mapping[tuple[str, str], list[Deed]], as_of: date
) -> dict[str, tuple[Deed, ...]]:
    """Duty -> what came after its window and counts nowhere: for the last duty of the measure that lacks a record."""
    of_key: dict[tuple[str, str], list[Settled]] = defaultdict(list)
    for item in found:
        of_key[_key(item.duty)].append(item)
    late: dict[str, list[Deed]] = defaultdict(list)
    for key, items in of_key.items():
        counted = {deed.id for item in items for deed in item.deeds}
        short = sorted((item for item in items if item.status in ("partly", "no-record")), key=lambda i: i.duty.last)
        for deed in by_measure.get(key, ()) if short else ():
            if deed.id in counted or deed.ongoing:
                continue
            over = [item.duty for item in short if deed.over(item.duty.terms) > item.duty.last]
            if over and deed.begun(over[-1].terms, as_of):
                late[over[-1].id].append(deed)
    return {key: tuple(sorted(deeds, key=lambda deed: (deed.first, deed.id))) for key, deeds in late.items()}


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
_FEW: Final = "有记录，但人数少于承诺"
_LATE: Final = "时段已过，之后才有记录"


def reason(item: Settled) -> str:
    """Why a duty has its status, in words: rule, window, what counts; or the editor's reason."""
    if item.override:
        return f"人工改定（{item.override.post}）：{item.override.reason}"
    duty, why = item.duty, _WHY[item.status]
    if item.status == "partly" and item.enough < duty.required <= item.recorded:
        why = _FEW
    if item.status == "no-record" and item.late:
        why = _LATE
    return f"{duty.rule}；{why}（{item.recorded}/{duty.required}{duty.unit}）"


def override_of(duty: Duty, as_of: date) -> Override | None:
    """The editor's last word on this window, if there is one that was given by a day."""
    return last_word(overrides_of(duty), as_of) if duty.promise.measure.overrides else None


def overrides_of(duty: Duty) -> list[Override]:
    """All words of editors on this window."""
    own = duty.promise.measure.overrides
    return [item for item in own if item.window.code == duty.code or duty.holds(item.window)]


def last_word(overrides: Iterable[Override], as_of: date) -> Override | None:
    """The last word that was given by a day; one without a day was always given."""
    given = [item for item in overrides if not (item.on and item.on.first > as_of)]
    return max(reversed(given), key=lambda item: item.on.first if item.on else date.min, default=None)


def _heads(duty: Duty, deeds: Iterable[Deed]) -> int:
    """How many people of the kinds promised the deeds record, at the least."""
    return counted_heads(duty.promise.measure.people, (row for deed in deeds for row in deed.people))


def _heads_of(duty: Duty, deed: Deed) -> int:
    return _heads(duty, (deed,))


# Why a record meets no duty.
OUTSIDE: Final = {
    "unnamed": "没有写明对应的举措或工作计划",
    "undated": "对应的举措不产生应做事项",
    "ongoing": "报告写的是“进行中”",
    "elsewhen": "日期不在本站所列的对应举措或工作计划的任何一个时段之内",
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
