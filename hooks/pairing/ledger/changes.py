"""Plan changes: what a later plan eased, tightened, moved, altered, dropped or added, in plain words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pairing import phrases
from pairing.model import Measure, Plan
from pairing.model.base import Amount, Duration, Quantity
from pairing.model.plan import Deliverable
from pairing.phrases import UNSTATED
from pairing.walk import rows_of
from pairing.words import CHANGE, LEVEL, SIDE, STRENGTH, Change

# Weaker promises first.
FIRMNESS = ("may", "intend", "assist", "strive", "commit")
# How many times a year a pace asks for.
PACE: Mapping[str, int] = {"semester": 2, "year": 1, "school-year": 1}
# Changes that need a reason; to promise more needs none.
REASONED: tuple[Change, ...] = ("eased", "moved", "altered", "dropped", "added")


class Difference(NamedTuple):
    """What changed in one promise, and why (empty where nobody said).

    Of a promise that was dropped or added there is nothing to compare: ``words`` is empty.
    """

    measure: str
    kind: Change
    statement: str
    words: tuple[str, ...]
    reason: str

    @property
    def label(self) -> str:
        """The kind of change in Chinese."""
        return CHANGE[self.kind]


def measures(plan: Plan) -> dict[str, Measure]:
    """The measures of a plan by id."""
    return {measure.id: measure for _, measure in rows_of(plan, Measure)}


def carded(plan: Plan) -> bool:
    """Whether only the card of a plan on request is here: what it promises, nobody can tell from that."""
    return plan.disclosure == "on-request" and not measures(plan)


def comparable(before: Plan, after: Plan) -> bool:
    """Whether what two plans promise is here, so that they can be compared."""
    return not (carded(before) or carded(after))


def differences(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """Every promise that differs between a plan and the one it succeeds; none where one of them is not here."""
    if not comparable(before, after):
        return ()
    old, new = measures(before), measures(after)
    reasons = {key: change.reason for change in after.changes for key in change.measures}
    heirs = {former: key for key, measure in new.items() for former in (measure.replaces or (key,))}
    found = []
    for key, measure in old.items():
        heir = new.get(heirs.get(key, ""))
        if heir is None:
            found.append(Difference(key, "dropped", measure.statement, (), reasons.get(key, "")))
            continue
        compared = list(_compare(measure, heir))
        if compared:
            kinds = {kind for kind, _ in compared}
            kind: Change = next(name for name in ("eased", "moved", "altered", "tightened") if name in kinds)
            words = tuple(text for _, text in compared)
            found.append(Difference(heir.id, kind, heir.statement, words, reasons.get(heir.id, "")))
    for key, measure in new.items():
        if not any(former in old for former in (measure.replaces or (key,))):
            found.append(Difference(key, "added", measure.statement, (), reasons.get(key, "")))
    return tuple(found)


def _compare(old: Measure, new: Measure) -> Iterator[tuple[Change, str]]:
    if old.by != new.by:
        yield "altered", f"由谁做：{SIDE[old.by]} → {SIDE[new.by]}"
    if _heads(old) != _heads(new):
        yield _of_heads(old, new), f"人数：{_heads(old) or UNSTATED} → {_heads(new) or UNSTATED}"
    paces = phrases.cadence(old.cadence), phrases.cadence(new.cadence)
    if paces[0] != paces[1]:
        yield _towards(_times(old), _times(new)), f"频次：{paces[0]} → {paces[1]}"
    if old.strength != new.strength:
        firm = _towards(FIRMNESS.index(old.strength), FIRMNESS.index(new.strength))
        yield firm, f"分量：{STRENGTH[old.strength]} → {STRENGTH[new.strength]}"
    for label, was, now in (
        ("起始", old.since, new.since),
        ("截止", old.until, new.until),
        ("最迟", old.by_date, new.by_date),
    ):
        if was != now:
            yield "moved", f"{label}：{was.text if was else UNSTATED} → {now.text if now else UNSTATED}"
    yield from _of_contents(old, new)


def _of_contents(old: Measure, new: Measure) -> Iterator[tuple[Change, str]]:
    """What changed beside who, how often and when: how much, how long, what to show, on what condition."""
    yield from _of_quantities(old.quantities, new.quantities)
    if old.duration != new.duration:
        was, now = (phrases.duration(item.duration) if item.duration else UNSTATED for item in (old, new))
        yield _of_durations(old.duration, new.duration), f"每次时长：{was} → {now}"
    if {*old.level} != {*new.level}:
        was, now = (phrases.levels(item.level) or UNSTATED for item in (old, new))
        yield _towards(_lowest(old), _lowest(new)), f"级别：{was} → {now}"
    yield from _of_deliverables(old.deliverables, new.deliverables)
    if old.condition != new.condition:
        kind: Change = "altered" if old.condition and new.condition else "eased" if new.condition else "tightened"
        yield kind, f"前提：{old.condition or '无'} → {new.condition or '无'}"


def _of_quantities(old: Sequence[Quantity], new: Sequence[Quantity]) -> Iterator[tuple[Change, str]]:
    """Things of one name and unit are compared; others are gone, new, or stand for each other."""
    was, now = (_by_thing(rows) for rows in (old, new))
    for (what, unit), rows in was.items():
        if (later := now.get((what, unit), rows)) != rows:
            texts = (_sizes(what, side) for side in (rows, later))
            yield _of_amounts(rows, later), f"{what}：{' → '.join(texts)}"
    gone = [phrases.quantity(row) for row in old if (row.what, row.unit) not in now]
    fresh = [phrases.quantity(row) for row in new if (row.what, row.unit) not in was]
    yield from _exchanged("数量", gone, fresh)


def _sizes(what: str, rows: Iterable[Quantity]) -> str:
    return "、".join(phrases.quantity(row).removeprefix(what) or UNSTATED for row in rows)


def _by_thing(rows: Iterable[Quantity]) -> dict[tuple[str, str], list[Quantity]]:
    found: dict[tuple[str, str], list[Quantity]] = {}
    for row in rows:
        found.setdefault((row.what, row.unit), []).append(row)
    return found


def _of_durations(old: Duration | None, new: Duration | None) -> Change:
    """Longer is more; lengths in two units are not compared."""
    if old is None or new is None:
        return "tightened" if new else "eased"
    return _of_amounts((old,), (new,)) if old.unit == new.unit else "altered"


def _lowest(measure: Measure) -> int:
    """The lowest level that is enough; none at all asks for less than any."""
    ranks = [*LEVEL]
    return min((ranks.index(level) for level in measure.level), default=-1)


def _of_deliverables(old: Sequence[Deliverable], new: Sequence[Deliverable]) -> Iterator[tuple[Change, str]]:
    """What is to be shown, by its title, and by when."""
    was, now = ({item.title: item for item in items} for items in (old, new))
    for title, item in was.items():
        later = now.get(title, item).by_date
        if item.by_date != later:
            texts = (f"最迟{when.text}" if when else UNSTATED for when in (item.by_date, later))
            yield "moved", f"{title}：{' → '.join(texts)}"
    yield from _exchanged("成果形式", [key for key in was if key not in now], [key for key in now if key not in was])


def _exchanged(label: str, gone: Sequence[str], fresh: Sequence[str]) -> Iterator[tuple[Change, str]]:
    """What one side alone names: less, more, or something else instead."""
    if gone or fresh:
        kind: Change = "altered" if gone and fresh else "eased" if gone else "tightened"
        yield kind, f"{label}：{'、'.join(gone) or UNSTATED} → {'、'.join(fresh) or UNSTATED}"


def _heads(measure: Measure) -> str:
    return "、".join(phrases.people(row) for row in measure.people)


def _towards(was: float, now: float) -> Change:
    return "altered" if now == was else "eased" if now < was else "tightened"


def _of_heads(old: Measure, new: Measure) -> Change:
    """What became of the people promised: fewer at either end is an easing, others than before an alteration."""
    if {row.kind for row in old.people} != {row.kind for row in new.people} and old.people and new.people:
        return "altered"
    return _of_amounts(old.people, new.people)


def _of_amounts(old: Iterable[Amount], new: Iterable[Amount]) -> Change:
    ends = list(zip(_ends(old), _ends(new), strict=True))
    if any(now < was for was, now in ends):
        return "eased"
    return "tightened" if any(now > was for was, now in ends) else "altered"


def _ends(rows: Iterable[Amount]) -> tuple[float, float]:
    """How much is promised, at the least and at the most."""

    def ends(row: Amount) -> tuple[float, float]:
        least = next((value for value in (row.count, row.min, row.max) if value is not None), 0)
        most = next((value for value in (row.max, row.count, row.min) if value is not None), 0)
        return float(least), float(most)

    found = [*map(ends, rows)]
    lows, highs = zip(*found, strict=True) if found else ((), ())
    return sum(lows), sum(highs)


def _times(measure: Measure) -> float:
    """Times a year, at the least; a pace that owes nothing is zero."""
    pace = PACE.get(measure.cadence.every, 0.1 if measure.cadence.every in ("once", "batches", "throughout") else 0)
    return pace * (measure.cadence.at_least or 1)


def unreasoned(before: Plan, after: Plan) -> Iterator[Difference]:
    """The changes that need a reason and have none."""
    for item in differences(before, after):
        if item.kind in REASONED and not item.reason:
            yield item


def needless(before: Plan, after: Plan) -> Iterator[tuple[int, int, str]]:
    """(change, position, measure) of reasons for promises that did not change."""
    changed = {item.measure for item in differences(before, after)}
    for i, change in enumerate(after.changes):
        for j, key in enumerate(change.measures):
            if key not in changed:
                yield i, j, key
