"""Pages of the ledger: one per programme, and what all its parts look like."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import ClassVar, NamedTuple

from pairing import addresses, phrases
from pairing.cited import in_all
from pairing.ledger.carry import Carried
from pairing.ledger.deeds import Deed
from pairing.ledger.match import OUTSIDE, Settled, outside
from pairing.ledger.planned import Planned
from pairing.ledger.targets import Aim, Total, judge
from pairing.ledger.unroll import UNDATED
from pairing.model.base import People
from pairing.names import parties, sides
from pairing.views.base import HOME, Heading, Link, Page, Portal
from pairing.views.duty import SCHEDULE, DeedView, DutyView, deed_view, duty_view, planned_view
from pairing.views.found import found_programme
from pairing.views.grid import Grid, grid
from pairing.views.promise import plan_name
from pairing.views.standing import reminded
from pairing.words import CONFIRMED, DUTY_STATUS, OUTCOME, TARGET_STATUS, WHOSE


class Bar(NamedTuple):
    """A share in per cent, with the words that say it."""

    label: str
    percent: int
    words: str
    first: str = ""
    last: str = ""


class Share(NamedTuple):
    """One side in the fairness view, with its schools where it is not called by the name of its only one."""

    side: Link
    schools: tuple[Link, ...]
    promised: int
    duties: int
    met: int
    given: int
    received: int
    sent: str


class AimView(NamedTuple):
    """A target judged."""

    title: str
    target: str
    by_date: str
    actual: str
    status: str
    status_code: str
    reason: str
    last: str
    after: str
    after_code: str
    after_reason: str
    whose: str
    path: str


class CarriedView(NamedTuple):
    """A problem or next step with its answers."""

    kind: str
    title: str
    path: str
    report: str
    open: bool
    answers: tuple[tuple[str, str, str], ...]


class LedgerPage(Page):
    """The ledger of one programme."""

    template: ClassVar[str] = "ledger.html.j2"

    programme: Link
    as_of: str
    calendar: bool
    tally: tuple[tuple[str, str, int], ...]
    bars: tuple[Bar, ...]
    grid: Grid
    duties: tuple[DutyView, ...]
    planned: tuple[DutyView, ...]
    # What the list is filtered by beside status and side: schools by id, and names of units.
    schools: tuple[tuple[str, str], ...]
    unit_names: tuple[str, ...]
    undated: tuple[tuple[str, int, tuple[Link, ...]], ...]
    beyond: tuple[tuple[str, tuple[DeedView, ...]], ...]
    shares: tuple[Share, ...]
    aims: tuple[AimView, ...]
    totals: tuple[tuple[str, str, str, int], ...]
    carried: tuple[CarriedView, ...]
    confirmed: tuple[tuple[str, str, int], ...]


def ledger_page(portal: Portal, key: str) -> LedgerPage:
    """The ledger page of a programme."""
    ledger, programme = portal.ledger, portal.data.programmes[key]
    settled = _as_planned(portal, key)
    duties = tuple(duty_view(portal, item) for item in settled)
    parts = (
        ("overview", "总览", True),
        ("grid", "任务与学期", settled),
        ("duties", "应做事项", settled),
        ("planned", SCHEDULE, ledger.planned[key]),
        ("undated", "不推算的举措", ledger.undated[key]),
        ("beyond", "未计入应做事项的活动", ledger.beyond[key]),
        ("fairness", "双方往来", True),
        ("aims", "指标", ledger.aims.get(key)),
        ("carried", "问题与下一步", ledger.carried[key]),
    )
    return LedgerPage(
        path=addresses.ledger(key),
        found=found_programme(portal, key, "台账"),
        title=f"承诺台账：{programme.short}",
        description=f"{programme.title}：每一项有期限的承诺，以及哪条记录与它对应",
        section="ledger",
        crumbs=(HOME, Link("承诺台账", "ledger/index.html"), Link(programme.short)),
        toc=tuple(Heading(anchor, text) for anchor, text, shown in parts if shown),
        programme=portal.programme(key),
        as_of=portal.as_of.isoformat(),
        calendar=reminded(portal, (key,)),
        tally=tally_rows(settled),
        bars=bars(settled, portal.as_of),
        grid=grid(portal, settled),
        duties=duties,
        planned=tuple(planned_view(portal, item) for item in ledger.planned[key]),
        schools=_schools(portal, key, duties),
        unit_names=tuple(sorted({unit for duty in duties for unit in duty.units})),
        undated=_undated(portal, key),
        beyond=_beyond(portal, key),
        shares=_shares(portal, key),
        aims=tuple(aim_view(aim) for aim in ledger.aims.get(key, ())),
        totals=tuple(_total(total) for total in ledger.totals[key]),
        carried=tuple(carried_view(portal, item) for item in ledger.carried[key]),
        confirmed=_confirmed(portal, key),
    )


def _as_planned(portal: Portal, key: str) -> tuple[Settled, ...]:
    """The duties of a programme in the order in which its plans promise them, then by their windows."""
    place = {promise.id: i for i, promise in enumerate(portal.figures.by_programme.get(key, ()))}
    settled = portal.ledger.settled[key]
    return tuple(sorted(settled, key=lambda item: (place[item.duty.promise.id], item.duty.first, item.duty.id)))


def _schools(portal: Portal, key: str, duties: Iterable[DutyView]) -> tuple[tuple[str, str], ...]:
    """The schools that owe any of some duties, in the order of the programme."""
    owing = {school for duty in duties for school in duty.schools}
    both = parties(portal.data.programmes[key])
    return tuple((school, portal.short(school).text) for school in both if school in owing)


def tally_rows(settled: Iterable[Settled]) -> tuple[tuple[str, str, int], ...]:
    """(code, label, number) of every status that occurs, in a fixed order."""
    found = Counter[str](item.status for item in settled)
    return tuple((code, label, found[code]) for code, label in DUTY_STATUS.items() if found[code])


def bars(settled: tuple[Settled, ...], as_of: date) -> tuple[Bar, ...]:
    """Time elapsed beside duties met, so that neither is read alone."""
    if not settled:
        return ()
    first = min(item.duty.first for item in settled)
    last = max(item.duty.last for item in settled)
    gone = min(max((as_of - first).days, 0), (last - first).days + 1)
    time = round(100 * gone / ((last - first).days + 1))
    met, owed = kept(settled)
    without = f"（不含已豁免{len(settled) - owed}项）" if owed < len(settled) else ""
    share = percent(met, owed)
    words = f"{owed} 项应做事项{without}中 {met} 项已见记录，{share}%" if owed else f"{len(settled)} 项应做事项都已豁免"
    return (
        Bar("时间", time, f"{first} 至 {last}，已过 {time}%", first.isoformat(), last.isoformat()),
        Bar("已见记录", share or 0, words),
    )


def kept(settled: Iterable[Settled]) -> tuple[int, int]:
    """How many duties are met, of how many that are not waived."""
    owed = [item.status for item in settled if item.status != "waived"]
    return owed.count("met"), len(owed)


def percent(met: int, owed: int) -> int | None:
    """A share without its fraction, so that only all of them are 100 %; None of nothing."""
    return 100 * met // owed if owed else None


def _undated(portal: Portal, key: str) -> tuple[tuple[str, int, tuple[Link, ...]], ...]:
    found: dict[str, list[Link]] = {}
    for promise, reason in portal.ledger.undated[key]:
        measure, plan = promise.measure, plan_name(portal, key, promise.plan)
        found.setdefault(reason, []).append(Link(measure.statement, f"{promise.path}#{measure.id}", plan))
    return tuple((UNDATED[reason], len(found[reason]), tuple(found[reason])) for reason in UNDATED if reason in found)


def _beyond(portal: Portal, key: str) -> tuple[tuple[str, tuple[DeedView, ...]], ...]:
    """The activities that meet no duty, by the reason."""
    owing = {item.duty.promise.measure.id for item in portal.ledger.settled[key]}
    found: dict[str, list[DeedView]] = {}
    for deed in portal.ledger.beyond[key]:
        found.setdefault(outside(deed, owing), []).append(deed_view(deed))
    return tuple((words, tuple(found[reason])) for reason, words in OUTSIDE.items() if reason in found)


def _shares(portal: Portal, key: str) -> tuple[Share, ...]:
    """What each side promised, owes, and has on record."""
    of_side = sides(portal.data.programmes[key])
    settled, promises = portal.ledger.settled[key], portal.figures.by_programme.get(key, ())
    deeds = _events(portal, key)
    shares = []
    for side, schools in of_side.items():
        mine = [item for item in settled if item.duty.promise.measure.by in (side, "both")]
        given = [deed for deed in deeds if deed.by in (side, "both")]
        heads = [row for deed in given for row in deed.people]
        name, links = portal.side(key, side), tuple(portal.short(school) for school in schools)
        own = next((link for link in links if link.text == name), None)
        shares.append(
            Share(
                side=own or Link(name),
                schools=() if own else links,
                promised=sum(promise.measure.by in (side, "both") for promise in promises),
                duties=len(mine),
                met=sum(item.status == "met" for item in mine),
                given=len(given),
                received=sum(_received(deed, side) for deed in deeds),
                sent=_heads(heads),
            )
        )
    return tuple(shares)


def _received(deed: Deed, side: str) -> bool:
    """Whether a deed went to one side; where the record names no target, nobody received it."""
    return deed.to in (side, "both")


def aim_view(aim: Aim) -> AimView:
    """One judged target as pages show it."""
    now, later = aim.verdict, judge(aim.indicator, aim.target, aim.known, date.max, aim.terms)
    return AimView(
        title=aim.indicator.title,
        target=f"{phrases.measured(aim.indicator, aim.target)} {aim.target.statement}".strip(),
        by_date=aim.target.by_date.text if aim.target.by_date else "",
        actual=f"{phrases.measured(aim.indicator, now.actual)} {now.actual.statement}".strip() if now.actual else "",
        status=TARGET_STATUS[now.status],
        status_code=now.status,
        reason=now.reason,
        last=aim.terms.end(aim.target.by_date).isoformat() if aim.target.by_date else "",
        after=TARGET_STATUS[later.status],
        after_code=later.status,
        after_reason=later.reason,
        whose=WHOSE[aim.indicator.whose],
        path=f"{addresses.programme(aim.programme)}#indicator-{aim.indicator.id}",
    )


def _heads(found: Iterable[People]) -> str:
    """All heads recorded, 以上 where some records name people without a number."""
    rows = list(found)
    told = in_all([row for row in rows if row.stated], "人次")
    return told if all(row.stated for row in rows) or not told or told.endswith("以上") else f"{told}以上"


def _total(total: Total) -> tuple[str, str, str, int]:
    return total.kind, total.what, in_all(total.parts, total.unit), len(total.parts)


def carried_view(portal: Portal, item: Carried) -> CarriedView:
    """A problem or next step as pages show it."""
    page = addresses.report(item.programme, item.report)
    return CarriedView(
        kind=item.kind,
        title=item.title,
        path=f"{page}#{item.item}",
        report=portal.data.reports[item.programme, item.report].title,
        open=item.open,
        answers=tuple((report, OUTCOME[answer.outcome], answer.reason) for report, answer in item.answers),
    )


def _confirmed(portal: Portal, key: str) -> tuple[tuple[str, str, int], ...]:
    found = Counter[str](deed.confirmed for deed in _all_deeds(portal, key).values())
    return tuple((code, label, found[code]) for code, label in CONFIRMED.items() if found[code])


def _all_deeds(portal: Portal, key: str) -> dict[str, Deed]:
    """Everything on record in a programme that counts for something, and the activities that count for nothing."""
    counted = (deed for item in _judged(portal, key) for deed in item.deeds)
    return {deed.id: deed for deed in (*counted, *portal.ledger.beyond[key])}


def _events(portal: Portal, key: str) -> list[Deed]:
    """The same, without what everywhere only tells again of an event that another record tells of."""
    told, again = set[str](), set[str]()
    for item in _judged(portal, key):
        again |= item.again
        told |= {deed.id for deed in item.deeds} - item.again
    return [deed for name, deed in _all_deeds(portal, key).items() if name in told or name not in again]


def _judged(portal: Portal, key: str) -> list[Settled | Planned]:
    return [*portal.ledger.settled[key], *portal.ledger.planned[key]]
