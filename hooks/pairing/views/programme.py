"""Pages of programmes: the list of all, and one page each."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, NamedTuple

from pairing import addresses, phrases
from pairing.ledger.changes import carded
from pairing.model import Programme, Report
from pairing.model.base import Period
from pairing.model.programme import Agreement, Group, Party
from pairing.views.base import HOME, Fact, Fault, Heading, Link, Page, Portal, fact, stated
from pairing.views.found import OVERVIEW, found_programme
from pairing.views.indicator import IndicatorView, indicator_view
from pairing.views.news import EntryRow, entry_row, programme_news
from pairing.views.notice import notices
from pairing.views.plan import PhaseView, plan_phases
from pairing.views.promise import PromiseView, plan_name, promise_view
from pairing.views.report import (
    ItemView,
    ResultView,
    report_next_steps,
    report_page,
    report_problems,
    report_results,
)
from pairing.words import (
    AGREEMENT_KIND,
    AGREEMENT_STATE,
    AUTHORITY_ROLE,
    LINE,
    POST_ROLE,
    REPORT_PART,
    ROLE,
    SIDE,
)

# How many entries a programme's page shows.
_LATEST: Final = 5


class ProgrammeRow(NamedTuple):
    """A programme in a list, with what the filters look at."""

    title: str
    short: str
    path: str
    line: str
    line_code: str
    helpers: tuple[Link, ...]
    recipients: tuple[Link, ...]
    regions: tuple[str, ...]
    schools: tuple[str, ...]
    years: tuple[int, ...]
    period: str
    summary: str
    plans: int
    tasks: int
    measures: int
    reports: int


class ProgrammesPage(Page):
    """All programmes, filterable by line, region, school and year."""

    template: ClassVar[str] = "programmes.html.j2"

    rows: tuple[ProgrammeRow, ...]
    lines: tuple[tuple[str, str], ...]
    regions: tuple[str, ...]
    schools: tuple[tuple[str, str], ...]
    years: tuple[int, ...]


class PartyView(NamedTuple):
    """A school in the programme."""

    school: Link
    side: str
    role: str
    scope: tuple[str, ...]
    note: str


class GroupView(NamedTuple):
    """A leading group or office as posts, with its duties."""

    title: str
    school: Link
    clause: str
    seat: str
    dual: bool
    posts: tuple[tuple[str, str, tuple[str, ...]], ...]
    duties: tuple[tuple[str, str], ...]
    source: Link | None
    note: str


class AgreementView(NamedTuple):
    """An agreement with its terms."""

    id: str
    title: str
    facts: tuple[Fact, ...]
    terms: tuple[PromiseView, ...]
    gaps: tuple[str, ...]
    faults: tuple[Fault, ...]


class PlanRow(NamedTuple):
    """A plan as the programme's page lists it."""

    link: Link
    period: str
    areas: int
    tasks: int
    measures: int
    on_request: bool
    schedule_path: str


class OutlookView(NamedTuple):
    """What one report admits, what it says will be done next, and which parts it lacks.

    ``lead`` keeps the anchors of several reports apart, and from ids, which have no dot.
    """

    report: Link
    lead: str
    problems: tuple[ItemView, ...]
    next_steps: tuple[ItemView, ...]
    unstated: tuple[str, ...]


class ProgrammePage(Page):
    """One programme: parties, governance, plans, agreements, results, problems, next steps."""

    template: ClassVar[str] = "programme.html.j2"

    short: str
    line: str
    summary: str
    ledger_path: str
    as_of: str
    duties: int
    # How many of them have been met, in words.
    met: str
    facts: tuple[Fact, ...]
    parties: tuple[PartyView, ...]
    # The newest entries, and where all are, with their number.
    latest: tuple[EntryRow, ...]
    news: Link
    plans: tuple[PlanRow, ...]
    # By plan; its name where there are several.
    phases: tuple[tuple[str, tuple[PhaseView, ...]], ...]
    groups: tuple[GroupView, ...]
    practices: tuple[tuple[str, Link | None], ...]
    mechanisms: tuple[tuple[str, tuple[PromiseView, ...]], ...]
    agreements: tuple[AgreementView, ...]
    indicators: tuple[IndicatorView, ...]
    reports: tuple[Link, ...]
    results: tuple[ResultView, ...]
    outlooks: tuple[OutlookView, ...]
    gaps: tuple[str, ...]
    faults: tuple[Fault, ...]


def programme_row(portal: Portal, key: str) -> ProgrammeRow:
    """One programme for a list."""
    data, programme = portal.data, portal.data.programmes[key]
    counts = [portal.figures.counts[key, plan] for plan in data.plans_of(key)]
    helpers = [party.school for party in programme.helpers]
    recipients = [party.school for party in programme.recipients]
    return ProgrammeRow(
        title=programme.title,
        short=programme.short,
        path=addresses.programme(key),
        line=LINE[programme.line],
        line_code=programme.line,
        helpers=tuple(portal.short(school) for school in helpers),
        recipients=tuple(portal.short(school) for school in recipients),
        regions=portal.figures.regions[key],
        schools=tuple(dict.fromkeys([*helpers, *recipients])),
        years=portal.figures.years[key],
        period=_card_period(programme.period, [plan.period for plan in data.plans_of(key).values()]),
        summary=programme.summary,
        plans=len(counts),
        tasks=sum(count.tasks for count in counts),
        measures=len(portal.figures.by_programme.get(key, ())),
        reports=len(data.reports_of(key)),
    )


def _card_period(own: Period, plans: list[Period]) -> str:
    """A programme's period; where its own end is not stated, the last that its plans have, which closes its columns."""
    until = max((item.until for item in plans if item.until), key=lambda when: when.last, default=None)
    if own.until or until is None:
        return phrases.period(own)
    since = own.since or min((item.since for item in plans if item.since), key=lambda when: when.first, default=None)
    guessed = any(item.basis == "inferred" for item in plans)
    marks = f"{'结束时间' if own.since else ''}按方案{'推定' if guessed else ''}"
    return (
        f"{phrases.since_until(since, until)}（{marks}{'、暂定' if any(item.provisional for item in plans) else ''}）"
    )


def programme_rows(portal: Portal) -> tuple[ProgrammeRow, ...]:
    """All programmes, those with the most to read first."""
    rows = (programme_row(portal, key) for key in portal.data.programmes)
    return tuple(sorted(rows, key=lambda row: (-row.tasks, -row.measures, row.path)))


def programmes_page(portal: Portal) -> ProgrammesPage:
    """The list of all programmes."""
    rows = programme_rows(portal)
    ids = sorted({school for row in rows for school in row.schools})
    names = sorted((portal.data.schools[school].short, school) for school in ids)
    used = {row.line_code for row in rows}
    return ProgrammesPage(
        path="programmes/index.html",
        found=OVERVIEW,
        title="帮扶项目",
        description="全部结对帮扶项目，按帮扶类型、地区、学校和年份筛选",
        section="programmes",
        crumbs=(HOME, Link("帮扶项目")),
        rows=rows,
        lines=tuple((code, label) for code, label in LINE.items() if code in used),
        regions=tuple(sorted({region for row in rows for region in row.regions})),
        schools=tuple((school, name) for name, school in names),
        years=tuple(sorted({year for row in rows for year in row.years})),
    )


def programme_pages(portal: Portal, key: str) -> list[Page]:
    """The programme's page and one per report."""
    reports = (report_page(portal, key, period) for period in portal.data.reports_of(key))
    return [_programme_page(portal, key), *reports]


def _programme_page(portal: Portal, key: str) -> ProgrammePage:
    data, programme = portal.data, portal.data.programmes[key]
    reports, settled = data.reports_of(key), portal.ledger.settled[key]
    governance = programme.governance
    groups = (*governance.groups, *governance.offices, *governance.counterparts)
    plans, entries = data.plans_of(key), programme_news(portal, key)
    page = ProgrammePage(
        path=addresses.programme(key),
        found=found_programme(portal, key, "项目"),
        title=programme.title,
        description=programme.summary,
        section="programmes",
        crumbs=(HOME, Link("帮扶项目", "programmes/index.html"), Link(programme.short)),
        notices=notices(portal, "programme", key),
        short=programme.short,
        line=LINE[programme.line],
        summary=programme.summary,
        ledger_path=addresses.ledger(key),
        as_of=portal.as_of.isoformat(),
        duties=len(settled),
        met=phrases.on_record(len(settled), sum(item.status == "met" for item in settled)),
        facts=_facts(portal, programme),
        parties=(
            *(_party(portal, party, SIDE["helper"]) for party in programme.helpers),
            *(_party(portal, party, SIDE["recipient"]) for party in programme.recipients),
        ),
        latest=tuple(entry_row(portal, place) for place in entries[:_LATEST]),
        news=Link("全部稿件", addresses.programme_news(key), f"{len(entries)} 篇"),
        plans=tuple(_plan_row(portal, key, plan) for plan in plans),
        phases=tuple(
            (plan_name(portal, key, plan), phases) for plan in plans if (phases := plan_phases(portal, key, plan))
        ),
        groups=tuple(_group(portal, group) for group in groups),
        practices=tuple((item.statement, portal.source(item.source)) for item in governance.practices),
        mechanisms=_mechanisms(portal, key),
        agreements=tuple(_agreement(portal, key, agreement) for agreement in programme.agreements),
        indicators=tuple(indicator_view(portal, key, item) for item in programme.indicators),
        reports=tuple(Link(item.title, addresses.report(key, period)) for period, item in reports.items()),
        results=tuple(view for period in reports for view in report_results(portal, key, period)),
        outlooks=tuple(_outlooks(key, reports)),
        gaps=programme.gaps,
        faults=portal.faults(programme.printed, programme.documents[0] if programme.documents else None),
    )
    return _with_toc(page)


def _outlooks(key: str, reports: Mapping[str, Report]) -> Iterator[OutlookView]:
    for period, report in reports.items():
        if report.problems or report.next_steps or report.unstated:
            yield OutlookView(
                report=Link(report.title, addresses.report(key, period)),
                lead=f"{period}.",
                problems=report_problems(report),
                next_steps=report_next_steps(report),
                unstated=tuple(REPORT_PART[part] for part in report.unstated),
            )


def _mechanisms(portal: Portal, key: str) -> tuple[tuple[str, tuple[PromiseView, ...]], ...]:
    found: dict[str, list[PromiseView]] = {}
    for promise in portal.figures.by_programme.get(key, ()):
        if promise.group == "mechanisms":
            found.setdefault(plan_name(portal, key, promise.plan), []).append(promise_view(portal, promise))
    return tuple((plan, tuple(views)) for plan, views in found.items())


def _with_toc(page: ProgrammePage) -> ProgrammePage:
    parts = (
        ("parties", "参与各方", page.parties),
        ("news", "最新稿件", page.latest),
        ("plans", "实施方案", page.plans),
        ("phases", "实施步骤", page.phases),
        ("governance", "组织领导", page.groups or page.practices),
        ("mechanisms", "工作机制", page.mechanisms),
        ("agreements", "协议", page.agreements),
        ("indicators", "指标", page.indicators),
        ("results", "报告与成果", page.reports),
        ("problems", "问题与下一步", page.outlooks),
        ("gaps", "文件未载明", page.gaps),
    )
    toc = tuple(Heading(anchor, text) for anchor, text, shown in parts if shown)
    return ProgrammePage(**{**page.__dict__, "toc": toc})


def _facts(portal: Portal, programme: Programme) -> tuple[Fact, ...]:
    return stated(
        fact("帮扶类型", LINE[programme.line]),
        fact("期间", phrases.period(programme.period)),
        fact("期间说明", phrases.period_note(programme.period)),
        fact("开始", programme.started.text if programme.started else None),
        fact(
            "主管与协调",
            *(portal.school(item.school, AUTHORITY_ROLE[item.role]) for item in programme.authorities),
        ),
        fact("结对层级", *programme.levels),
        fact("文件", *portal.documents(programme.documents)),
        fact(
            "相关项目",
            *(
                Link(portal.data.programmes[item.programme].short, addresses.programme(item.programme), item.note)
                for item in programme.links
            ),
        ),
    )


def _party(portal: Portal, party: Party, side: str) -> PartyView:
    role = ROLE[party.role] if party.role != "sole" else ""
    return PartyView(portal.school(party.school), side, role, party.scope, party.note or "")


def _plan_row(portal: Portal, programme: str, key: str) -> PlanRow:
    plan, count = portal.data.plans[programme, key], portal.figures.counts[programme, key]
    return PlanRow(
        link=Link(plan.title, addresses.plan(programme, key)),
        period=phrases.period(plan.period),
        areas=count.areas,
        tasks=count.tasks,
        measures=count.measures,
        on_request=carded(plan),
        schedule_path=addresses.schedule(programme, key) if plan.schedule else "",
    )


def _group(portal: Portal, group: Group) -> GroupView:
    return GroupView(
        title=group.title,
        school=portal.short(group.school),
        clause=group.clause or "",
        seat=group.seat or "",
        dual=group.dual_leaders,
        posts=tuple(
            (POST_ROLE[post.role], f"{post.title}（{post.count}名）" if post.count else post.title, post.units)
            for post in group.posts
        ),
        duties=tuple((duty.clause or "", duty.statement) for duty in group.duties),
        source=portal.source(group.source),
        note=group.note or "",
    )


def _agreement(portal: Portal, key: str, agreement: Agreement) -> AgreementView:
    promises = portal.figures.by_programme.get(key, ())
    names = (portal.school(item.school) if item.school else Link(item.name or "") for item in agreement.parties)
    return AgreementView(
        id=agreement.id,
        title=agreement.title,
        facts=stated(
            fact("种类", AGREEMENT_KIND[agreement.kind]),
            fact("状态", AGREEMENT_STATE[agreement.state]),
            fact("签订", agreement.signed.text if agreement.signed else phrases.UNSTATED + "签订日期"),
            fact("各方", *names),
            fact("文件", portal.document(agreement.document)),
            fact("出处", portal.source(agreement.source)),
        ),
        terms=tuple(promise_view(portal, item) for item in promises if item.agreement == agreement.id),
        gaps=agreement.gaps,
        faults=portal.faults(agreement.printed, agreement.source.document if agreement.source else agreement.document),
    )
