"""Dataset + as-of date → Figures: what follows from what people wrote, and nothing they wrote.

Flat lists, back-links and counts that several pages need, each worked out once per build.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel

from pairing import addresses
from pairing.entries import Entries
from pairing.model import Area, Measure, Plan, Task
from pairing.model.base import Period, Source
from pairing.names import parties, plan_units, register, side_units
from pairing.read import Dataset
from pairing.terms import UNSET, Terms
from pairing.walk import rows, rows_of

# What of a plan holds measures beside its areas.
GROUPS: Final = {
    "mechanisms": "工作机制",
    "incentives": "激励与待遇",
    "funding": "经费",
    "reciprocal": "受援方反向承担",
    "publicity": "宣传",
}
PhaseState = Literal["past", "current", "future"]


class Promise(NamedTuple):
    """One measure with its address: area and task, or the group or agreement that holds it.

    ``units`` maps a side to (school, unit) pairs; ``outlives`` says that it runs on after its plan.
    """

    id: str
    programme: str
    plan: str | None
    area: Area | None
    task: Task | None
    group: str | None
    agreement: str | None
    measure: Measure
    units: Mapping[str, tuple[tuple[str, str], ...]]
    outlives: bool

    @property
    def clause(self) -> str:
        """Its printed address: its own, else that of its task."""
        return self.measure.clause or (self.task.clause if self.task else "")

    @property
    def path(self) -> str:
        """The page that shows it."""
        if self.task and self.plan:
            return addresses.task(self.programme, self.plan, self.task.id)
        if self.plan:
            return addresses.plan(self.programme, self.plan)
        return addresses.programme(self.programme)


class Count(NamedTuple):
    """How large a plan is."""

    areas: int
    tasks: int
    numbered: int
    measures: int
    measurable: int
    schedule: int
    phases: int


class Figures(NamedTuple):
    """Everything derived, for one day."""

    as_of: date
    names: Mapping[str, str]
    promises: tuple[Promise, ...]
    by_programme: Mapping[str, tuple[Promise, ...]]
    by_unit: Mapping[tuple[str, str], tuple[tuple[str, Promise], ...]]
    gives: Mapping[str, tuple[str, ...]]
    receives: Mapping[str, tuple[str, ...]]
    counts: Mapping[tuple[str, str], Count]
    years: Mapping[str, tuple[int, ...]]
    regions: Mapping[str, tuple[str, ...]]
    columns: tuple[str, ...]


def derive(data: Dataset, as_of: date) -> Figures:
    """All figures for one day. Pure: the same data and day give the same figures."""
    promises = tuple(_promises(data))
    by_programme: dict[str, list[Promise]] = defaultdict(list)
    by_unit: dict[tuple[str, str], list[tuple[str, Promise]]] = defaultdict(list)
    for promise in promises:
        by_programme[promise.programme].append(promise)
        for side, units in promise.units.items():
            for unit in units:
                by_unit[unit].append((side, promise))
    return Figures(
        as_of=as_of,
        names=register(data.schools),
        promises=promises,
        by_programme={key: tuple(found) for key, found in by_programme.items()},
        by_unit={key: tuple(found) for key, found in sorted(by_unit.items())},
        gives=_sides(data, "helpers"),
        receives=_sides(data, "recipients"),
        counts={pair: _count(plan) for pair, plan in data.plans.items()},
        years={key: _years(data, key) for key in data.programmes},
        regions={key: _regions(data, key) for key in data.programmes},
        columns=_columns(data),
    )


def _columns(data: Dataset) -> tuple[str, ...]:
    """The schools that get a column of their own: every party of a programme with a plan or an entry."""
    active = {programme for programme, _ in data.plans} | {place[0] for place in data.entries}
    found = {school for key in active & set(data.programmes) for school in parties(data.programmes[key])}
    return tuple(key for key in data.schools if key in found)


def newest(data: Dataset, *, current: bool = True) -> tuple[tuple[str, str, str], ...]:
    """The entries by publication, the newest first; of one day, what happened last comes first.

    Those that are withdrawn or superseded stand apart: they keep their pages, and no list has them.
    """
    heads = {place: head for place, head in Entries.of(data.entries).heads.items() if head.current == current}
    return tuple(sorted(heads, key=lambda at: (heads[at].published.last, heads[at].date.last, at), reverse=True))


def phase_state(since: date, until: date, as_of: date) -> PhaseState:
    """Where a phase stands on a day."""
    if as_of > until:
        return "past"
    return "future" if as_of < since else "current"


def _promises(data: Dataset) -> Iterator[Promise]:
    terms = Terms.of(data.calendar, None) if data.calendar else UNSET
    for key, programme in data.programmes.items():
        made = partial(_promise, terms, side_units(data, key))
        for plan_key, plan in data.plans_of(key).items():
            for area in plan.areas:
                for task in area.tasks:
                    for measure in task.measures:
                        yield made(key, measure, plan_key=plan_key, plan=plan, area=area, task=task)
            for group in GROUPS:
                for measure in getattr(plan, group):
                    yield made(key, measure, plan_key=plan_key, plan=plan, group=group)
        for agreement in programme.agreements:
            for measure in agreement.terms:
                yield made(key, measure, agreement=agreement.id)


def _promise(
    terms: Terms,
    known: Mapping[str, Mapping[str, tuple[str, str]]],
    programme: str,
    measure: Measure,
    *,
    plan_key: str | None = None,
    plan: Plan | None = None,
    area: Area | None = None,
    task: Task | None = None,
    group: str | None = None,
    agreement: str | None = None,
) -> Promise:
    last = measure.until or measure.by_date
    end = plan.period.until if plan else None
    return Promise(
        id=f"{programme}/{plan_key or agreement}/{measure.id}",
        programme=programme,
        plan=plan_key,
        area=area,
        task=task,
        group=group,
        agreement=agreement,
        measure=measure,
        units=plan_units(known, measure.units),
        outlives=bool(last and end and terms.end(last) > terms.end(end)),
    )


def _sides(data: Dataset, side: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, programme in data.programmes.items():
        for party in getattr(programme, side):
            found[party.school].append(key)
    return {school: tuple(keys) for school, keys in found.items()}


def citations(data: Dataset) -> dict[str, tuple[tuple[str, str], ...]]:
    """document id -> (kind, id) of all that cites it, each once; plans and reports as programme/id."""
    found: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)

    def add(kind: str, key: str, value: BaseModel) -> None:
        for _, row in rows(value):
            names = ("document",) if isinstance(row, Source) else _DOCUMENT_FIELDS
            for name in names:
                cited = row.__dict__.get(name)  # where a row of pydantic keeps its fields; most have none of these
                for document in cited if isinstance(cited, tuple) else (cited,):
                    if isinstance(document, str) and document in data.documents:
                        found[document][kind, key] = None

    for key, programme in data.programmes.items():
        add("programme", key, programme)
    for (owner, key), plan in data.plans.items():
        add("plan", f"{owner}/{key}", plan)
    for (owner, key), report in data.reports.items():
        add("report", f"{owner}/{key}", report)
    for key, school in data.schools.items():
        add("school", key, school)
    for key, alliance in data.alliances.items():
        add("alliance", key, alliance)
    for key, document in data.documents.items():
        for cited in document.cites:
            found[cited]["document", key] = None
    return {document: tuple(users) for document, users in sorted(found.items())}


_DOCUMENT_FIELDS: Final = ("document", "documents", "basis", "schedule_document")


def _count(plan: Plan) -> Count:
    tasks = [task for area in plan.areas for task in area.tasks]
    measures = [measure for _, measure in rows_of(plan, Measure)]
    return Count(
        areas=len(plan.areas),
        tasks=len(tasks),
        numbered=sum(task.number is not None for task in tasks),
        measures=len(measures),
        measurable=sum(measure.measurable for measure in measures),
        schedule=len(plan.schedule),
        phases=len(plan.phases),
    )


def _years(data: Dataset, key: str) -> tuple[int, ...]:
    programme = data.programmes[key]
    periods: list[Period] = [programme.period]
    periods += [plan.period for plan in data.plans_of(key).values()]
    periods += [report.period for report in data.reports_of(key).values()]
    years: set[int] = {programme.started.first.year} if programme.started else set()
    for item in periods:
        ends = [when.first.year for when in (item.since, item.until) if when]
        years |= set(range(min(ends), max(ends) + 1)) if ends else set()
    return tuple(sorted(years))


def _regions(data: Dataset, key: str) -> tuple[str, ...]:
    programme = data.programmes[key]
    ids = [party.school for party in (*programme.recipients, *programme.helpers)]
    return tuple(dict.fromkeys(data.schools[school].place.province for school in ids if school in data.schools))
