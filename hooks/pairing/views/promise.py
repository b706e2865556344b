"""One promise as pages show it: the sentence, what is known of it, and what the source leaves out."""

from collections.abc import Mapping
from typing import NamedTuple

from pairing import phrases
from pairing.derive import GROUPS, Promise
from pairing.model import Measure, Plan, Programme
from pairing.names import sides
from pairing.views.base import Fact, Fault, Link, Portal, fact, missing, stated
from pairing.views.clauses import clause_path
from pairing.views.standing import Standing, actors, promise_standing
from pairing.words import STRENGTH


class PromiseView(NamedTuple):
    """One measure: ``brief`` for lists, ``facts`` and ``lacking`` for its own page."""

    id: str
    anchor: str
    path: str
    clause: str
    statement: str
    strength: str
    strength_code: str
    by: str
    measurable: bool
    outlives: bool
    brief: tuple[str, ...]
    facts: tuple[Fact, ...]
    lacking: tuple[str, ...]
    faults: tuple[Fault, ...]
    note: str
    # The page of its clause, where there is one, and how its duties stand.
    clause_path: str
    standing: Standing


def promise_view(portal: Portal, promise: Promise) -> PromiseView:
    """The view of one measure, which its plan, its task, its clause and its units show."""
    return portal.once(("promise", promise.id, promise.plan), lambda: _view(portal, promise))


def _view(portal: Portal, promise: Promise) -> PromiseView:
    measure, owner = promise.measure, portal.data.programmes[promise.programme]
    plan = portal.data.plans.get((promise.programme, promise.plan or ""))
    facts = _facts(portal, owner, promise)
    return PromiseView(
        id=promise.id,
        anchor=measure.id,
        path=f"{promise.path}#{measure.id}",
        clause=promise.clause,
        statement=measure.statement,
        strength=STRENGTH[measure.strength],
        strength_code=measure.strength,
        by=portal.side(promise.programme, measure.by),
        measurable=measure.measurable,
        outlives=promise.outlives,
        brief=_brief(measure),
        facts=stated(*facts),
        lacking=missing(*facts[:_EXPECTED]),
        faults=portal.faults(measure.printed, plan.document if plan else None),
        note=measure.note or "",
        clause_path=clause_path(portal, promise),
        standing=promise_standing(portal, promise),
    )


def plan_name(portal: Portal, programme: str, plan: str | None) -> str:
    """What tells a plan from the others of its programme: 2021—2023年方案; nothing where there is only one."""
    plans = portal.data.plans_of(programme)
    if plan is None or len(plans) < 2:
        return ""
    return portal.once(("plan names", programme, None), lambda: _plan_names(plans))[plan]


def _plan_names(plans: Mapping[str, Plan]) -> dict[str, str]:
    names = {key: _years(item) or item.title for key, item in plans.items()}
    told = [*names.values()]
    return {key: name if told.count(name) == 1 else plans[key].title for key, name in names.items()}


def with_plan(title: str, portal: Portal, programme: str, plan: str) -> str:
    """The title of a page below a plan; pages below two plans of one programme are told apart."""
    name = plan_name(portal, programme, plan)
    return f"{title} · {name}" if name else title


def _years(plan: Plan) -> str:
    since, until = plan.period.since, plan.period.until
    years = dict.fromkeys(str(year) for year in (since and since.first.year, until and until.last.year) if year)
    return f"{'—'.join(years)}年方案" if years else ""


# The first facts are those that every promise should have; a page names the ones that are missing.
_EXPECTED = 11


def _facts(portal: Portal, owner: Programme, promise: Promise) -> tuple[Fact, ...]:
    measure, ids = promise.measure, sides(owner)
    targets = _of_side(ids, measure.to) if measure.to else ()
    cadence = measure.cadence
    names = portal.casts[promise.programme].names
    return (
        fact("由谁做", *(portal.short(key) for key in actors(portal, promise))),
        fact("面向", *(portal.short(key) for key in targets), measure.audience),
        fact(
            portal.casts[promise.programme].heads(measure.by, measure.to, measure.mode),
            *(phrases.people(item) for item in measure.people),
        ),
        fact("频次", phrases.cadence(cadence) if cadence.every != "unstated" else None),
        fact("起始时间", measure.since.text if measure.since else None),
        fact("截止时间", _end(measure)),
        fact("方式", phrases.modes(measure.mode)),
        fact(f"{names['helper']}责任单位", *portal.units(ids["helper"], measure.units.helper)),
        fact(f"{names['recipient']}责任单位", *portal.units(ids["recipient"], measure.units.recipient)),
        fact("成果形式", *phrases.deliverables(measure)),
        fact("对应指标", *portal.indicators(promise.programme, measure.indicators)),
        fact("分量", STRENGTH[measure.strength]),
        fact("每次时长", phrases.duration(measure.duration) if measure.duration else None),
        fact("数量", *(phrases.quantity(item) for item in measure.quantities)),
        fact("级别", phrases.levels(measure.level)),
        fact("前提", measure.condition),
        fact("费用", *phrases.costs(measure, names)),
        fact("共享资源", *measure.resources),
        fact("涉及", *measure.topics),
    )


def _end(measure: Measure) -> str:
    if measure.until:
        return measure.until.text
    return f"最迟{measure.by_date.text}" if measure.by_date else ""


def _of_side(ids: dict[str, tuple[str, ...]], side: str) -> tuple[str, ...]:
    return ids["helper"] + ids["recipient"] if side == "both" else ids[side]


def _brief(measure: Measure) -> tuple[str, ...]:
    """The figures of a promise in a line: who by, how many, how often, from when, by when, how long."""
    dates = phrases.since_until(measure.since, measure.until)
    parts = (
        *(phrases.people(item) for item in measure.people),
        *(phrases.quantity(item) for item in measure.quantities),
        phrases.cadence(measure.cadence) if measure.cadence.every != "unstated" else "",
        dates,
        f"最迟{measure.by_date.text}" if measure.by_date else "",
        phrases.duration(measure.duration) if measure.duration else "",
        phrases.modes(measure.mode),
    )
    return tuple(part for part in parts if part)


def place_of(promise: Promise, portal: Portal) -> Link:
    """Where a promise stands, in words: area › task, or group, or agreement, with its page."""
    if promise.area and promise.task:
        text = f"{promise.area.title} › {promise.task.title}"
    elif promise.group:
        text = GROUPS[promise.group]
    else:
        agreements = portal.data.programmes[promise.programme].agreements
        text = next((item.title for item in agreements if item.id == promise.agreement), "")
    return Link(text, f"{promise.path}#{promise.measure.id}")
