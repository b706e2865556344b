"""Candidates for activities that name no measure: offered to the editor, never assigned."""

from collections.abc import Iterator

from pairing.derive import Figures
from pairing.ledger import unroll_all
from pairing.ledger.unroll import Duty
from pairing.model import Activity
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.when import When

MOST = 3


def suggestions(data: Dataset, figures: Figures) -> Iterator[Problem]:
    """A hint at every activity without measures for which there is a likely one."""
    assert data.calendar is not None, "load() refuses data without calendar.yml"
    duties, _ = unroll_all(data, figures, data.calendar)
    current = ((place, entry) for place, entry in data.entries.items() if entry.current)
    for place, entry in current:
        for i, activity in enumerate(entry.activities):
            if activity.measures or activity.informal:
                continue
            found = _candidates(activity, activity.when or entry.date, duties.get(place[0], ()))
            if found:
                listed = "、".join(f"{duty.promise.measure.id}（{duty.window}）" for duty in found[:MOST])
                where = data.record("entry", *place).where("activities", i)
                message = f"提示：这项活动没有写 measures，可能对应 {listed}；请核对后自己写上，不会自动归入"
                yield Problem(where, message)


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
