"""Plan changes: what a later plan eased, tightened, moved, dropped or added, in plain words."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pairing import phrases
from pairing.model import Measure, Plan
from pairing.model.base import People
from pairing.phrases import UNSTATED
from pairing.walk import rows_of
from pairing.words import CHANGE, STRENGTH, Change

# Weaker promises first.
FIRMNESS = ("may", "intend", "assist", "strive", "commit")
# How many times a year a pace asks for.
PACE: Mapping[str, int] = {"semester": 2, "year": 1, "school-year": 1}
# Changes that need a reason; to promise more needs none.
REASONED: tuple[Change, ...] = ("eased", "moved", "dropped", "added")


class Difference(NamedTuple):
    """What changed in one promise, and why (empty where nobody said)."""

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


def differences(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """Every promise that differs between a plan and the one it succeeds."""
    old, new = measures(before), measures(after)
    reasons = {key: change.reason for change in after.changes for key in change.measures}
    heirs = {former: key for key, measure in new.items() for former in (measure.replaces or (key,))}
    found = []
    for key, measure in old.items():
        heir = new.get(heirs.get(key, ""))
        if heir is None:
            words: tuple[str, ...] = (f"取消：{measure.statement}",)
            found.append(Difference(key, "dropped", measure.statement, words, reasons.get(key, "")))
            continue
        compared = list(_compare(measure, heir))
        if compared:
            kinds = {kind for kind, _ in compared}
            kind: Change = next(name for name in ("eased", "moved", "tightened") if name in kinds)
            words = tuple(text for _, text in compared)
            found.append(Difference(heir.id, kind, heir.statement, words, reasons.get(heir.id, "")))
    for key, measure in new.items():
        if not any(former in old for former in (measure.replaces or (key,))):
            words = (f"新增：{measure.statement}",)
            found.append(Difference(key, "added", measure.statement, words, reasons.get(key, "")))
    return tuple(found)


def _compare(old: Measure, new: Measure) -> Iterator[tuple[Change, str]]:
    if _heads(old) != _heads(new):
        kind: Change = "eased" if _weight(new) < _weight(old) else "tightened"
        yield kind, f"人数：{_heads(old) or UNSTATED} → {_heads(new) or UNSTATED}"
    if old.cadence != new.cadence:
        less = _times(new) < _times(old)
        yield ("eased" if less else "tightened"), f"频次：{_pace(old)} → {_pace(new)}"
    if old.strength != new.strength:
        less = FIRMNESS.index(new.strength) < FIRMNESS.index(old.strength)
        yield ("eased" if less else "tightened"), f"分量：{STRENGTH[old.strength]} → {STRENGTH[new.strength]}"
    for label, was, now in (
        ("起始", old.since, new.since),
        ("截止", old.until, new.until),
        ("最迟", old.by_date, new.by_date),
    ):
        if was != now:
            yield "moved", f"{label}：{was.text if was else UNSTATED} → {now.text if now else UNSTATED}"


def _heads(measure: Measure) -> str:
    return "、".join(phrases.people(row) for row in measure.people)


def _pace(measure: Measure) -> str:
    return phrases.cadence(measure.cadence)


def _weight(measure: Measure) -> float:
    """How many heads a measure promises at the most: a smaller upper end is an easing."""

    def upper(row: People) -> float:
        value = row.max if row.max is not None else row.count if row.count is not None else row.min
        return float(value or 0)

    return sum(upper(row) for row in measure.people)


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
