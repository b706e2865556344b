"""Pages of reports: what was done, whose result it is, problems and next steps."""

from typing import ClassVar, NamedTuple

from pairing import addresses, phrases
from pairing.ledger.binding import lasting
from pairing.model import Report
from pairing.model.base import Period, Source
from pairing.model.report import Progress, Result
from pairing.views.base import HOME, Fact, Fault, Heading, Link, Page, Portal, fact, stated
from pairing.views.found import found_report
from pairing.views.notice import notices
from pairing.words import ITEM_STATE, REPORT_KIND, REPORT_PART, RESULT_KIND, SIDE, WHOSE


class ItemView(NamedTuple):
    """A reported item: progress, problem or next step."""

    id: str
    clause: str
    title: str
    statement: str
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    mark: str = ""
    faults: tuple[Fault, ...] = ()


class ResultView(NamedTuple):
    """A result, and whose it is; ``same`` is the report that lists it as well."""

    id: str
    statement: str
    whose: str
    whose_code: str
    kind: str
    state: str
    level: str
    when: str
    sizes: str
    note: str
    source: Link
    same: Link | None = None


class ReportPage(Page):
    """A report in its three parts."""

    template: ClassVar[str] = "report.html.j2"

    programme: Link
    facts: tuple[Fact, ...]
    progress: tuple[ItemView, ...]
    results: tuple[ResultView, ...]
    problems: tuple[ItemView, ...]
    next_steps: tuple[ItemView, ...]
    unstated: tuple[str, ...]
    gaps: tuple[str, ...]
    faults: tuple[Fault, ...]


def report_page(portal: Portal, key: str, period: str) -> ReportPage:
    """One report."""
    report = portal.data.reports[key, period]
    progress = tuple(progress_item(portal, item, report.document, key, report.period) for item in report.progress)
    parts = (
        ("progress", REPORT_PART["progress"], True),
        ("results", "成果", report.results),
        ("problems", REPORT_PART["problems"], True),
        ("next-steps", REPORT_PART["next_steps"], True),
        ("gaps", "文件未载明", report.gaps),
    )
    return ReportPage(
        path=addresses.report(key, period),
        found=found_report(portal, key, report.period),
        title=report.title,
        description=f"{portal.data.programmes[key].short}：{report.title}",
        section="programmes",
        crumbs=(HOME, Link("帮扶项目", "programmes/index.html"), portal.programme(key), Link("工作报告")),
        toc=tuple(Heading(anchor, text) for anchor, text, shown in parts if shown),
        notices=notices(portal, "report", key, period),
        programme=portal.programme(key),
        facts=stated(
            fact("种类", REPORT_KIND[report.kind]),
            fact("报告单位", portal.school(report.by)),
            fact("报告期", phrases.period(report.period)),
            fact("期间说明", phrases.period_note(report.period)),
            fact("文件", portal.document(report.document)),
            fact("文中位置", report.clause),
            fact("另见", *portal.sources(item for item in report.sources if _elsewhere(item, report))),
        ),
        progress=progress,
        results=report_results(portal, key, period),
        problems=report_problems(report),
        next_steps=report_next_steps(report),
        unstated=report.unstated,
        gaps=report.gaps,
        faults=portal.faults(report.printed, report.document),
    )


def _elsewhere(source: Source, report: Report) -> bool:
    """Whether a source says more than that the report is the document that the page has named."""
    return source.document != report.document or source.clause is not None


def progress_item(
    portal: Portal, item: Progress, document: str | None, programme: str | None = None, period: Period | None = None
) -> ItemView:
    """A progress item with every fact that it carries, of a programme's report with its ``period``, or an alliance."""
    owner = portal.data.programmes.get(programme or "")
    helpers = [party.school for party in owner.helpers] if owner else []
    recipients = [party.school for party in owner.recipients] if owner else []

    def named(side: str) -> str:
        if programme:
            return portal.side(programme, side)
        return "联盟成员" if side == "both" else SIDE[side]

    measures = portal.measures(programme, item.measures, lasting(item.when, period)) if programme and period else ()
    heads = portal.casts[programme].heads(item.by, item.to, item.mode) if programme else "人数"
    return ItemView(
        id=item.id,
        clause=item.clause or "",
        title=item.title,
        statement=item.statement,
        mark=ITEM_STATE[item.state],
        facts=stated(
            fact("由谁做", named(item.by)),
            fact("面向", named(item.to) if item.to else None),
            fact("另有学校", *(portal.short(school) for school in item.schools)),
            fact("时间", _dates(item)),
            fact(heads, *(phrases.people(people) for people in item.people)),
            fact("数量", *(phrases.quantity(quantity) for quantity in item.quantities)),
            fact("时长", phrases.duration(item.duration) if item.duration else None),
            fact("方式", phrases.modes(item.mode)),
            fact("地点", item.place),
            fact("平台", item.platform),
            fact("主办", item.host),
            fact("主讲", item.speaker),
            fact("题目", item.topic),
            fact("证书", "发放培训证书" if item.certificates else None),
            fact(f"{named('helper')}责任单位", *portal.units(helpers, item.units.helper)),
            fact(f"{named('recipient')}责任单位", *portal.units(recipients, item.units.recipient)),
            fact("对应举措", *measures),
            fact("对应指标", *(portal.indicators(programme, item.indicators) if programme else ())),
            fact("佐证", *(Link(f"{proof.number} {proof.caption}", "", proof.note or "") for proof in item.evidence)),
        ),
        notes=tuple(note for note in ("非正式联系，无佐证" if item.informal else "", item.note or "") if note),
        faults=portal.faults(item.printed, document),
    )


def _dates(item: Progress) -> str:
    if item.until is None:
        return item.when.text if item.when else ""
    return phrases.since_until(item.when, item.until)


def result_view(item: Result, source: Link) -> ResultView:
    """A result as a page shows it."""
    sizes = [*(phrases.quantity(size) for size in item.quantities), *(phrases.people(size) for size in item.people)]
    return ResultView(
        id=item.id,
        statement=item.statement,
        whose=WHOSE[item.whose],
        whose_code=item.whose,
        kind=RESULT_KIND[item.kind],
        state=ITEM_STATE[item.state],
        level=phrases.levels(item.level),
        when=item.when.text if item.when else "",
        sizes="；".join(sizes),
        note=item.note or "",
        source=source,
    )


def report_results(portal: Portal, key: str, period: str) -> tuple[ResultView, ...]:
    """The results of one report."""
    report, page = portal.data.reports[key, period], addresses.report(key, period)
    return tuple(
        result_view(item, Link(report.title, f"{page}#{item.id}", item.clause or "")) for item in report.results
    )


def report_problems(report: Report) -> tuple[ItemView, ...]:
    """The problems that a report admits."""
    return tuple(
        ItemView(
            id=item.id,
            clause=item.clause or "",
            title=item.title,
            statement=item.statement,
            facts=stated(fact("原因", *item.causes)),
            mark="报告称进度滞后" if item.behind else "",
        )
        for item in report.problems
    )


def report_next_steps(report: Report) -> tuple[ItemView, ...]:
    """What a report says will be done next."""
    return tuple(
        ItemView(item.id, item.clause or "", item.title, item.statement, notes=item.items) for item in report.next_steps
    )
