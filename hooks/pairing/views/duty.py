"""Duties and arrangements as pages show them: rule, window, what counts, what is lacking."""

from collections.abc import Collection, Iterable
from typing import Any, Final, NamedTuple

from pairing import phrases
from pairing.derive import Promise
from pairing.ledger.deeds import Deed
from pairing.ledger.match import Settled
from pairing.ledger.planned import Planned
from pairing.model.plan import Override
from pairing.views.base import Link, Portal
from pairing.views.clauses import clause_path
from pairing.views.promise import place_of
from pairing.views.standing import actors, anchor
from pairing.words import CONFIRMED, DUTY_STATUS, FIT, DutyStatus

# What a work-plan table is called where it has no title of its own.
SCHEDULE: Final = "工作计划表"
# What is still to be recorded is told of these.
_LACKING: Final[tuple[DutyStatus, ...]] = ("partly", "no-record", "due")


class DeedView(NamedTuple):
    """A record as the ledger lists it."""

    link: Link
    when: str
    size: str
    confirmed: str
    confirmed_code: str
    evidence: tuple[str, ...]
    again: bool


class DutyView(NamedTuple):
    """One duty: rule, window, what counts, what is lacking; dates for the reader's clock."""

    id: str
    anchor: str
    clause: str
    statement: str
    path: str
    place: str
    by: str
    by_code: str
    units: tuple[str, ...]
    window: str
    first: str
    last: str
    required: int
    recorded: int
    enough: int
    unit: str
    status: str
    status_code: str
    fixed: bool
    rule: str
    lacking: str
    fit: str
    override: str
    deeds: tuple[DeedView, ...]
    late: tuple[DeedView, ...] = ()
    # The page of its clause, where there is one.
    clause_path: str = ""
    # The ids of the schools that owe it.
    schools: tuple[str, ...] = ()


def duty_view(portal: Portal, item: Settled) -> DutyView:
    """One duty as the ledger, its clause and the list of what is due show it."""
    return portal.once(("duty", item.duty.id, item.duty.promise.plan), lambda: _duty(portal, item))


def _duty(portal: Portal, item: Settled) -> DutyView:
    duty, promise = item.duty, item.duty.promise
    promised = portal.once(("promised", promise.id, promise.plan), lambda: _promised(portal, promise))
    lacking = max(duty.required - item.recorded, 0)
    override = item.override
    return DutyView(
        **promised,
        id=duty.id,
        anchor=anchor(item),
        window=duty.window,
        first=duty.first.isoformat(),
        last=duty.last.isoformat(),
        required=duty.required,
        recorded=item.recorded,
        enough=item.enough,
        unit=duty.unit,
        status=DUTY_STATUS[item.status],
        status_code=item.status,
        fixed=override is not None,
        rule=duty.rule,
        lacking=f"记录还差{lacking}{duty.unit}" if lacking and item.status in _LACKING else "",
        fit=FIT[item.fit] if item.fit else "",
        override=_said(override),
        deeds=tuple(deed_view(deed, item.again) for deed in item.deeds),
        late=tuple(map(deed_view, item.late)),
    )


def _promised(portal: Portal, promise: Promise) -> dict[str, Any]:
    """What all duties of a promise have of it, by the names of their views."""
    measure = promise.measure
    return {
        "clause": promise.clause,
        "statement": measure.statement,
        "path": f"{promise.path}#{measure.id}",
        "place": place_of(promise, portal).text,
        "by": portal.side(promise.programme, measure.by),
        "by_code": measure.by,
        "units": (*measure.units.helper, *measure.units.recipient),
        "clause_path": clause_path(portal, promise),
        "schools": actors(portal, promise),
    }


def _said(override: Override | None) -> str:
    """Who set a status by hand, when and why."""
    if override is None:
        return ""
    on = f"，{override.on.text}" if override.on else ""
    return f"人工改定（{override.post}{on}）：{override.reason}"


def deed_view(deed: Deed, again: Collection[str] = ()) -> DeedView:
    """One record as pages list it; ``again`` are those that tell of an event that another record tells of."""
    return DeedView(
        link=Link(deed.title, deed.path),
        when=f"{deed.when.text}至{deed.until.text}" if deed.until and deed.until != deed.when else deed.when.text,
        size="；".join(phrases.people(row) for row in deed.people),
        confirmed=CONFIRMED[deed.confirmed],
        confirmed_code=deed.confirmed,
        evidence=tuple(f"{proof.number} {proof.caption}" for proof in deed.evidence),
        again=deed.id in again,
    )


def planned_view(portal: Portal, item: Planned) -> DutyView:
    """One row of a work-plan table in the same shape; ``clause`` is its serial."""
    row = item.row
    return DutyView(
        id=item.id,
        anchor=f"{item.plan}--schedule--{row.id}",
        clause=row.serial,
        statement=row.content,
        path=item.path,
        place=SCHEDULE,
        by=portal.side(item.programme, row.by),
        by_code=row.by,
        units=(*row.units.helper, *row.units.recipient),
        window=row.when.text,
        first=item.first.isoformat(),
        last=item.last.isoformat(),
        required=1,
        recorded=item.recorded,
        enough=item.enough,
        unit="次",
        status=DUTY_STATUS[item.status],
        status_code=item.status,
        fixed=item.override is not None,
        rule=f"{SCHEDULE}写明{row.when.text}（{item.first.isoformat()} 至 {item.last.isoformat()}）",
        lacking="",
        fit=FIT[item.fit] if item.fit else "",
        override=_said(item.override),
        deeds=tuple(deed_view(deed, item.again) for deed in item.deeds),
    )


def row_links(portal: Portal, programme: str, keys: Iterable[str]) -> tuple[Link, ...]:
    """Links to the rows that a record names, in its order."""
    known = portal.ledger.planned[programme]
    found = (item for key in keys for item in known if item.row.id == key)
    return tuple(Link(item.row.content, item.path, f"{SCHEDULE}，{item.row.when.text}") for item in found)
