"""Rules on ids that become places: no two things of a page, a file or a table may have the same."""

from collections.abc import Iterable, Iterator
from typing import Final

from pairing.derive import GROUPS
from pairing.model import Measure, Plan
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.source import Loc, Record
from pairing.walk import rows_of

# The sections of pages that show measures: of a plan and its clauses, and of a programme.
_BOTH: Final = ("top", "phases", "results", "gaps")
PLAN: Final = frozenset((*_BOTH, "principles", "goals", "schedule", "changes", "printed", "versions", *GROUPS))
PROGRAMME: Final = frozenset(
    (*_BOTH, "parties", "news", "plans", "governance", "mechanisms", "agreements", "indicators", "problems")
)
# Calendars that are no programme's: calendar/all.ics, calendar/columns.ics.
CALENDARS: Final = ("all", "columns")


def reserved_programmes(data: Dataset) -> Iterator[Problem]:
    """项目编号不能占用日历的固定网址。"""
    for key in data.programmes:
        if key in CALENDARS:
            message = f"项目编号不能用“{key}”（calendar/{key}.ics 已占用），请把文件夹“{key}”改名"
            yield Problem(data.record("programme", key).where(), message)


def reserved_measures(data: Dataset) -> Iterator[Problem]:
    """举措编号不能与所在网页的固定位置同名。"""
    for pair, plan in data.plans.items():
        measures = [*rows_of(plan, Measure)]
        taken = PLAN | _of_plan(plan) | {f"{row.id}-h" for _, row in measures}
        yield from _taken(data.record("plan", *pair), measures, taken)
    for key, programme in data.programmes.items():
        taken = PROGRAMME | {f"agreement-{row.id}" for row in programme.agreements}
        taken |= {f"indicator-{row.id}" for row in programme.indicators}
        yield from _taken(data.record("programme", key), rows_of(programme, Measure), taken)


def _of_plan(plan: Plan) -> set[str]:
    """The places of a plan's areas and tasks on its page."""
    tasks = {f"task-{task.id}" for area in plan.areas for task in area.tasks}
    return tasks | {f"area-{area.id}" for area in plan.areas}


def _taken(record: Record, measures: Iterable[tuple[Loc, Measure]], taken: Iterable[str]) -> Iterator[Problem]:
    for loc, row in measures:
        if row.id in taken:
            message = f"举措编号不能用“{row.id}”（网页上已有同名的位置），请换一个"
            yield Problem(record.where(*loc, "id"), message)


def agreements_apart(data: Dataset) -> Iterator[Problem]:
    """协议编号不能与本项目的方案相同，条款编号在本项目的全部协议中不能重复。"""
    for key, programme in data.programmes.items():
        record, first = data.record("programme", key), dict[str, tuple[int, int]]()
        for i, agreement in enumerate(programme.agreements):
            if (key, agreement.id) in data.known["plan"]:
                message = f"协议编号“{agreement.id}”与本项目的方案“{agreement.id}”相同，两者的举措会混同，请换一个"
                yield Problem(record.where("agreements", i, "id"), message)
            for j, term in enumerate(agreement.terms):
                other = first.setdefault(term.id, (i, j))
                if other[0] != i:  # within one agreement another rule says so
                    line = record.where("agreements", other[0], "terms", other[1], "id").line
                    message = f"条款编号“{term.id}”已在另一份协议（第 {line} 行）用过，请换一个"
                    yield Problem(record.where("agreements", i, "terms", j, "id"), message)
