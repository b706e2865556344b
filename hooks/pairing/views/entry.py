"""Pages of entries: the text, and the activities that it records."""

from dataclasses import dataclass
from typing import ClassVar

from pairing import addresses, phrases
from pairing.ledger.match import confirmed
from pairing.model.entry import Activity, Claim
from pairing.names import sides
from pairing.text import html
from pairing.views.base import HOME, Fact, Heading, Link, Page, Portal, fact, stated
from pairing.words import CONFIRMED, SIDE


@dataclass(frozen=True)
class ActivityView:
    """One activity with what it serves and who confirmed it."""

    facts: tuple[Fact, ...]
    measures: tuple[Link, ...]
    confirmed: str
    confirmed_code: str
    informal: bool


@dataclass(frozen=True, kw_only=True)
class EntryPage(Page):
    """One entry."""

    template: ClassVar[str] = "entry.html.j2"

    programme: Link
    date: str
    source: Link | None
    body: str
    activities: tuple[ActivityView, ...]


def entry_pages(portal: Portal) -> list[Page]:
    """A page per entry."""
    return [_entry_page(portal, *place) for place in portal.data.entries]


def _entry_page(portal: Portal, programme: str, year: str, name: str) -> EntryPage:
    entry = portal.data.entries[programme, year, name]
    record = portal.data.record("entry", programme, year, name)
    return EntryPage(
        path=addresses.entry(programme, year, name),
        title=entry.title,
        description=entry.summary or entry.title,
        section="ledger",
        crumbs=(HOME, portal.programme(programme), Link(entry.title)),
        toc=(Heading("activities", "活动记录"),) if entry.activities else (),
        programme=portal.programme(programme),
        date=phrases.since_until(entry.date, entry.until) if entry.until else entry.date.text,
        source=portal.source(entry.source),
        body=html(record.body),
        activities=tuple(_activity(portal, programme, item) for item in entry.activities),
    )


def _activity(portal: Portal, programme: str, item: Activity) -> ActivityView:
    of_side = sides(portal.data.programmes[programme])
    promises = {promise.measure.id: promise for promise in portal.figures.by_programme.get(programme, ())}
    served = (promises[key] for key in item.measures if key in promises)
    code = confirmed(item.confirmation, item.people)
    return ActivityView(
        facts=stated(
            fact("由谁做", SIDE[item.by]),
            fact("面向", SIDE[item.to] if item.to else None),
            fact("时间", item.when.text if item.when else None),
            fact("人数", *(phrases.people(row) for row in item.people)),
            fact("方式", phrases.modes(item.mode)),
            fact("地点", item.place),
            fact("平台", item.platform),
            fact("时长", phrases.duration(item.duration) if item.duration else None),
            fact("证书", "发放培训证书" if item.certificates else None),
            fact("支援方单位", *portal.units(of_side["helper"], item.units.helper)),
            fact("受援方单位", *portal.units(of_side["recipient"], item.units.recipient)),
            fact("支援方确认", _claim(item.confirmation.helper)),
            fact("受援方确认", _claim(item.confirmation.recipient)),
            fact("佐证", *(Link(f"{proof.number} {proof.caption}", "", proof.note or "") for proof in item.evidence)),
        ),
        measures=tuple(Link(found.measure.statement, f"{found.path}#{found.measure.id}") for found in served),
        confirmed=CONFIRMED[code],
        confirmed_code=code,
        informal=item.informal,
    )


def _claim(claim: Claim | None) -> str:
    if claim is None:
        return ""
    figures = "、".join(phrases.people(row) for row in claim.people)
    return f"{claim.post}，{claim.on.text}" + (f"，登记为{figures}" if figures else "")
