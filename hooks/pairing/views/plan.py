"""Pages of a plan: the whole tree, and one page per task."""

from typing import ClassVar, Final, NamedTuple

from pairing import addresses, phrases
from pairing.derive import GROUPS, Count, Promise, phase_state
from pairing.later import later
from pairing.ledger.changes import Difference, carded
from pairing.model import Area, Plan, Task
from pairing.model.plan import Phase, PhaseItem, Statement
from pairing.terms import Terms
from pairing.views.base import HOME, Fact, Fault, Heading, Link, Page, Portal, fact, stated
from pairing.views.clauses import task_clause
from pairing.views.found import found_plan
from pairing.views.notice import notices
from pairing.views.promise import PromiseView, promise_view, with_plan
from pairing.views.schedule import schedule_page
from pairing.views.standing import Standing, duties_of, standing
from pairing.words import PLAN_KIND, STRENGTH

# A clause that ends in its own number, as in 一（一）, 三（二）1, 2.1 or 第三条.
_NUMBERED: Final = later(r"[0-9０-９〇一二三四五六七八九十百①-⑳][)）.．、]?(?:[条项款])?$")


class TaskNode(NamedTuple):
    """A task in the tree."""

    id: str
    number: str
    title: str
    clause: str
    clause_path: str
    summary: str
    path: str
    standing: Standing
    promises: tuple[PromiseView, ...]


class AreaNode(NamedTuple):
    """An area in the tree."""

    id: str
    title: str
    clause: str
    summary: str
    tasks: tuple[TaskNode, ...]
    faults: tuple[Fault, ...]


class GroupNode(NamedTuple):
    """Measures beside the areas: mechanisms, incentives, funding."""

    id: str
    title: str
    promises: tuple[PromiseView, ...]


class StatementView(NamedTuple):
    """A goal or principle."""

    clause: str
    statement: str
    strength: str
    faults: tuple[Fault, ...]
    indicators: tuple[Link, ...]


class PhaseView(NamedTuple):
    """A phase on the timeline: ``state`` is past, current or future on the as-of date."""

    title: str
    dates: str
    state: str
    since: str
    until: str
    clause: str
    items: tuple[tuple[str, tuple[Link, ...]], ...]


class PlanPage(Page):
    """The plan with its whole tree."""

    template: ClassVar[str] = "plan.html.j2"

    programme: Link
    facts: tuple[Fact, ...]
    count: Count
    as_of: str
    principles: tuple[StatementView, ...]
    goals: tuple[StatementView, ...]
    areas: tuple[AreaNode, ...]
    groups: tuple[GroupNode, ...]
    # Whether anything in it stands in some way on a day.
    dated: bool
    ledger_path: str
    phases: tuple[PhaseView, ...]
    schedule_path: str
    schedule_title: str
    changes: tuple[Difference, ...]
    # Why there is no comparison with the plan before; empty where there is one.
    uncompared: str
    before: Link | None
    gaps: tuple[str, ...]
    faults: tuple[Fault, ...]


class TaskPage(Page):
    """One task with every measure."""

    programme: Link
    plan: Link
    as_of: str
    area: str
    clause: str
    # The page of this very clause, where there is one, and where all of its duties are listed.
    clause_path: str
    duties_path: str
    duties: int
    met: int
    # Whether the document has no serial for it.
    unnumbered: bool
    summary: str
    period: str
    promises: tuple[PromiseView, ...]
    faults: tuple[Fault, ...]
    note: str
    before: Link | None
    after: Link | None


def plan_pages(portal: Portal, programme: str, key: str) -> list[Page]:
    """The plan's page, its tasks' pages and its table."""
    plan = portal.data.plans[programme, key]
    promises = {item.measure.id: item for item in portal.figures.by_programme.get(programme, ()) if item.plan == key}
    crumbs = (HOME, Link("帮扶项目", "programmes/index.html"), portal.programme(programme))
    pages: list[Page] = [_plan_page(portal, programme, key, plan, promises, crumbs)]
    pages += _task_pages(portal, programme, key, plan, promises, crumbs)
    if plan.schedule:
        pages.append(schedule_page(portal, programme, key, plan, crumbs))
    return pages


def _plan_page(
    portal: Portal, programme: str, key: str, plan: Plan, promises: dict[str, Promise], crumbs: tuple[Link, ...]
) -> PlanPage:
    areas = tuple(_area(portal, programme, key, area, promises, plan.document) for area in plan.areas)
    groups = tuple(_group(portal, name, plan, promises) for name in GROUPS if getattr(plan, name))
    phases = plan_phases(portal, programme, key)
    parts = (
        ("principles", "指导思想与原则", plan.principles),
        ("goals", "目标", plan.goals),
        *((f"area-{area.id}", area.title, True) for area in areas),
        *((group.id, group.title, True) for group in groups),
        ("phases", "实施步骤", phases),
        ("schedule", "工作计划表", plan.schedule),
        ("changes", "与前一方案的不同", plan.succeeds),
        ("gaps", "文件未载明", plan.gaps),
        ("printed", "原文存疑", plan.printed),
    )
    return PlanPage(
        path=addresses.plan(programme, key),
        found=found_plan(portal, programme, plan, "方案"),
        title=plan.title,
        description=f"{plan.title}：全部板块、任务与举措",
        section="programmes",
        crumbs=(*crumbs, Link("实施方案")),
        toc=tuple(Heading(anchor, text) for anchor, text, shown in parts if shown),
        notices=notices(portal, "plan", programme, key),
        programme=portal.programme(programme),
        facts=_plan_facts(portal, plan),
        count=portal.figures.counts[programme, key],
        as_of=portal.as_of.isoformat(),
        principles=_statements(portal, programme, plan, plan.principles),
        goals=_statements(portal, programme, plan, plan.goals),
        areas=areas,
        groups=groups,
        dated=any(item.id in portal.ledger.by_measure for item in promises.values()),
        ledger_path=addresses.ledger(programme),
        phases=phases,
        schedule_path=addresses.schedule(programme, key) if plan.schedule else "",
        schedule_title=plan.schedule_title or "工作计划表",
        changes=portal.ledger.changes.get((programme, key), ()),
        uncompared=_uncompared(portal, programme, plan),
        before=Link(portal.data.plans[programme, plan.succeeds].title, addresses.plan(programme, plan.succeeds))
        if plan.succeeds
        else None,
        gaps=plan.gaps,
        faults=portal.faults(plan.printed, plan.document),
    )


def _uncompared(portal: Portal, programme: str, plan: Plan) -> str:
    before = portal.data.plans.get((programme, plan.succeeds or ""))
    if before is None or not (carded(plan) or carded(before)):
        return ""
    return f"{'本方案' if carded(plan) else '前一方案'}依申请公开，这里不作比较。"


def _plan_facts(portal: Portal, plan: Plan) -> tuple[Fact, ...]:
    decided = plan.decision.meeting if plan.decision else ""
    if plan.decision and plan.decision.on:
        decided += f"（{plan.decision.on.text}）"
    return stated(
        fact("类型", PLAN_KIND[plan.kind]),
        fact("期间", phrases.period(plan.period)),
        fact("期间说明", phrases.period_note(plan.period)),
        fact("签署", plan.signed.text if plan.signed else phrases.UNSTATED + "签署日期"),
        fact("签署单位", *(portal.school(item) for item in plan.signatories)),
        fact("审议", decided),
        fact("方案文件", portal.document(plan.document)),
        fact("依据", *portal.documents(plan.basis)),
        fact("出处", *portal.sources(plan.sources)),
    )


def _statements(portal: Portal, programme: str, plan: Plan, items: tuple[Statement, ...]) -> tuple[StatementView, ...]:
    return tuple(
        StatementView(
            clause=item.clause or "",
            statement=item.statement,
            strength=STRENGTH[item.strength] if item.strength else "",
            faults=portal.faults(item.printed, plan.document),
            indicators=portal.indicators(programme, item.indicators),
        )
        for item in items
    )


def _area(
    portal: Portal, programme: str, key: str, area: Area, promises: dict[str, Promise], document: str | None
) -> AreaNode:
    tasks = tuple(
        TaskNode(
            id=task.id,
            number=task.number or "",
            title=task.title,
            clause=task.clause,
            clause_path=task_clause(portal, programme, key, task)[0],
            summary=task.summary or "",
            path=addresses.task(programme, key, task.id),
            standing=standing(
                duties_of(portal, (promises[item.id].id for item in task.measures)),
                addresses.task(programme, key, task.id),
            ),
            promises=tuple(promise_view(portal, promises[measure.id]) for measure in task.measures),
        )
        for task in area.tasks
    )
    faults = portal.faults(area.printed, document)
    return AreaNode(area.id, area.title, area.clause, area.summary or "", tasks, faults)


def _group(portal: Portal, name: str, plan: Plan, promises: dict[str, Promise]) -> GroupNode:
    found = [promises[measure.id] for measure in getattr(plan, name)]
    return GroupNode(name, GROUPS[name], tuple(promise_view(portal, item) for item in found))


def plan_phases(portal: Portal, programme: str, key: str) -> tuple[PhaseView, ...]:
    """The phases of a plan as a timeline on the as-of date."""
    assert portal.data.calendar is not None, "load() refuses data without calendar.yml"
    plan, terms = portal.data.plans[programme, key], Terms.of(portal.data.calendar, None)

    def served(phase: Phase, item: PhaseItem) -> tuple[Link, ...]:
        return portal.measures(programme, item.measures, (phase.since, phase.until), key)

    return tuple(
        PhaseView(
            title=phase.title,
            dates=phrases.since_until(phase.since, phase.until),
            state=phase_state(terms.begin(phase.since), terms.end(phase.until), portal.as_of),
            since=terms.begin(phase.since).isoformat(),
            until=terms.end(phase.until).isoformat(),
            clause=phase.clause or "",
            items=tuple((item.statement, served(phase, item)) for item in phase.items),
        )
        for phase in plan.phases
    )


def _task_pages(
    portal: Portal, programme: str, key: str, plan: Plan, promises: dict[str, Promise], crumbs: tuple[Link, ...]
) -> list[Page]:
    home = Link("实施方案", addresses.plan(programme, key))
    flat: list[tuple[Area, Task]] = [(area, task) for area in plan.areas for task in area.tasks]
    pages: list[Page] = []
    for i, (area, task) in enumerate(flat):
        views = tuple(promise_view(portal, promises[measure.id]) for measure in task.measures)
        ids = [promises[measure.id].id for measure in task.measures]
        settled = duties_of(portal, ids)
        page, listed = task_clause(portal, programme, key, task)
        pages.append(
            TaskPage(
                path=addresses.task(programme, key, task.id),
                found=found_plan(portal, programme, plan, "任务", ids),
                title=with_plan(task.title, portal, programme, key),
                description=f"{plan.title} {task.clause} {task.title}",
                section="programmes",
                crumbs=(*crumbs, home, Link(area.title, f"{home.path}#area-{area.id}"), Link(task.clause)),
                toc=tuple(Heading(view.anchor, f"举措{n}") for n, view in enumerate(views, 1)),
                programme=portal.programme(programme),
                plan=Link(plan.title, home.path),
                as_of=portal.as_of.isoformat(),
                area=area.title,
                clause=task.clause,
                clause_path=page,
                duties_path=listed,
                duties=len(settled),
                met=sum(item.status == "met" for item in settled),
                unnumbered=_unnumbered(area, task),
                summary=task.summary or "",
                period=phrases.period(plan.period),
                promises=views,
                faults=portal.faults(task.printed, plan.document),
                note=task.note or "",
                before=_neighbour(programme, key, flat, i - 1),
                after=_neighbour(programme, key, flat, i + 1),
            )
        )
    return pages


def _unnumbered(area: Area, task: Task) -> bool:
    """Whether a task has no number of its own: none is written, and its clause is no more than where it stands."""
    shared = sum(item.clause == task.clause for item in area.tasks) > 1
    return not task.number and (task.clause == area.clause or shared or not _NUMBERED.search(task.clause))


def _neighbour(programme: str, key: str, flat: list[tuple[Area, Task]], i: int) -> Link | None:
    if not 0 <= i < len(flat):
        return None
    task = flat[i][1]
    return Link(task.title, addresses.task(programme, key, task.id), task.clause)
