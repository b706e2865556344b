"""The page of a work-plan table: its own columns, and which record meets each row."""

from typing import ClassVar, NamedTuple

from pairing import addresses, phrases
from pairing.model import Plan
from pairing.names import sides
from pairing.views.base import Fault, Link, Page, Portal
from pairing.views.duty import DutyView, planned_view
from pairing.views.found import found_plan
from pairing.views.promise import with_plan
from pairing.words import SIDE


class RowView(NamedTuple):
    """A row of the work-plan table."""

    id: str
    serial: str
    when: str
    content: str
    remark: str
    direction: str
    size: str
    measures: tuple[Link, ...]
    record: DutyView
    faults: tuple[Fault, ...]


class SchedulePage(Page):
    """The work-plan table in its own columns 序号、时间安排、工作内容、备注."""

    template: ClassVar[str] = "schedule.html.j2"

    plan: Link
    as_of: str
    compiled_by: tuple[Link, ...]
    rows: tuple[RowView, ...]
    document: Link | None


def schedule_page(portal: Portal, programme: str, key: str, plan: Plan, crumbs: tuple[Link, ...]) -> SchedulePage:
    """The page of a plan's work-plan table."""
    owner = portal.data.programmes[programme]
    document = plan.schedule_document
    card = portal.public.documents.get(document or "")
    stamped = card.stamped_by if card and card.stamped_by else plan.signatories
    title = plan.schedule_title or with_plan(f"{owner.short}工作计划表", portal, programme, key)
    return SchedulePage(
        path=addresses.schedule(programme, key),
        found=found_plan(portal, programme, plan, "计划表"),
        title=title,
        description=f"{title}：序号、时间安排、工作内容、备注，以及哪条记录与它对应",
        section="tables",
        crumbs=(*crumbs, Link("实施方案", addresses.plan(programme, key)), Link("工作计划表")),
        plan=Link(plan.title, addresses.plan(programme, key)),
        as_of=portal.as_of.isoformat(),
        compiled_by=tuple(portal.school(item) for item in stamped),
        rows=_rows(portal, programme, key, plan),
        document=portal.document(document),
    )


def _rows(portal: Portal, programme: str, key: str, plan: Plan) -> tuple[RowView, ...]:
    ids = sides(portal.data.programmes[programme])
    names = {
        side: "、".join(portal.voice.name(portal.data.schools, school) for school in schools)
        for side, schools in ids.items()
    }
    mine = (item for item in portal.ledger.planned[programme] if item.plan == key)
    records = {item.row.id: planned_view(portal, item) for item in mine}
    return tuple(
        RowView(
            id=row.id,
            serial=row.serial,
            when=row.when.text,
            content=row.content,
            remark=row.remark or "",
            direction=f"{names.get(row.by, SIDE[row.by])} → {names.get(row.to, SIDE[row.to])}",
            size="；".join(
                [
                    *(phrases.people(item) for item in row.people),
                    *([phrases.duration(row.duration)] if row.duration else []),
                    *([phrases.modes(row.mode)] if row.mode else []),
                    *row.units.helper,
                    *row.units.recipient,
                ]
            ),
            measures=portal.measures(programme, row.measures, (row.when, row.when), key),
            record=records[row.id],
            faults=portal.faults(row.printed, plan.schedule_document or plan.document),
        )
        for row in plan.schedule
    )
