"""Pages of a programme: the list of all, one page each, and its reports."""

from dataclasses import dataclass
from typing import ClassVar

from pairing import addresses, phrases
from pairing.model import Programme, Report
from pairing.model.programme import Agreement, Group, Party
from pairing.model.report import Progress, Result
from pairing.views.base import HOME, Fact, Fault, Heading, Link, Page, Portal, fact, stated
from pairing.views.indicator import IndicatorView, indicator_view
from pairing.views.plan import PhaseView, plan_phases
from pairing.views.promise import PromiseView, promise_view
from pairing.words import (
    AGREEMENT_KIND,
    AGREEMENT_STATE,
    AUTHORITY_ROLE,
    ITEM_STATE,
    LINE,
    POST_ROLE,
    REPORT_KIND,
    REPORT_PART,
    RESULT_KIND,
    ROLE,
    SIDE,
    WHOSE,
)


@dataclass(frozen=True)
class ProgrammeRow:
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


@dataclass(frozen=True, kw_only=True)
class ProgrammesPage(Page):
    """All programmes, filterable by line, region, school and year."""

    template: ClassVar[str] = "programmes.html.j2"

    rows: tuple[ProgrammeRow, ...]
    lines: tuple[tuple[str, str], ...]
    regions: tuple[str, ...]
    schools: tuple[tuple[str, str], ...]
    years: tuple[int, ...]


@dataclass(frozen=True)
class PartyView:
    """A school in the programme."""

    school: Link
    side: str
    role: str
    scope: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class GroupView:
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


@dataclass(frozen=True)
class AgreementView:
    """An agreement with its terms."""

    id: str
    title: str
    facts: tuple[Fact, ...]
    terms: tuple[PromiseView, ...]
    gaps: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class ItemView:
    """A reported item: progress, problem or next step."""

    id: str
    clause: str
    title: str
    statement: str
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    mark: str = ""
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class ResultView:
    """A result, and whose it is."""

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


@dataclass(frozen=True)
class PlanRow:
    """A plan as the programme's page lists it."""

    link: Link
    period: str
    areas: int
    tasks: int
    measures: int
    schedule_path: str


@dataclass(frozen=True, kw_only=True)
class ProgrammePage(Page):
    """One programme: parties, governance, plans, agreements, results, problems, next steps."""

    template: ClassVar[str] = "programme.html.j2"

    short: str
    line: str
    summary: str
    facts: tuple[Fact, ...]
    parties: tuple[PartyView, ...]
    plans: tuple[PlanRow, ...]
    phases: tuple[PhaseView, ...]
    groups: tuple[GroupView, ...]
    practices: tuple[tuple[str, Link | None], ...]
    mechanisms: tuple[PromiseView, ...]
    agreements: tuple[AgreementView, ...]
    indicators: tuple[IndicatorView, ...]
    reports: tuple[Link, ...]
    results: tuple[ResultView, ...]
    problems: tuple[ItemView, ...]
    next_steps: tuple[ItemView, ...]
    unstated: tuple[str, ...]
    gaps: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, kw_only=True)
class ReportPage(Page):
    """A report in its three parts (R059)."""

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
        period=phrases.period(programme.period),
        summary=programme.summary,
        plans=len(counts),
        tasks=sum(count.tasks for count in counts),
        measures=len(portal.figures.by_programme.get(key, ())),
        reports=len(data.reports_of(key)),
    )


def programmes_page(portal: Portal) -> ProgrammesPage:
    """The list of all programmes."""
    rows = tuple(programme_row(portal, key) for key in portal.data.programmes)
    ids = sorted({school for row in rows for school in row.schools})
    names = sorted((portal.data.schools[school].short, school) for school in ids)
    used = {row.line_code for row in rows}
    return ProgrammesPage(
        path="programmes/index.html",
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
    return [
        _programme_page(portal, key),
        *(_report_page(portal, key, period) for period in portal.data.reports_of(key)),
    ]


def _programme_page(portal: Portal, key: str) -> ProgrammePage:
    data, programme = portal.data, portal.data.programmes[key]
    promises = portal.figures.by_programme.get(key, ())
    reports = data.reports_of(key)
    governance = programme.governance
    groups = (*governance.groups, *governance.offices, *governance.counterparts)
    plans = data.plans_of(key)
    page = ProgrammePage(
        path=addresses.programme(key),
        title=programme.title,
        description=programme.summary,
        section="programmes",
        crumbs=(HOME, Link("帮扶项目", "programmes/index.html"), Link(programme.short)),
        short=programme.short,
        line=LINE[programme.line],
        summary=programme.summary,
        facts=_facts(portal, programme),
        parties=(
            *(_party(portal, party, "支援方") for party in programme.helpers),
            *(_party(portal, party, "受援方") for party in programme.recipients),
        ),
        plans=tuple(_plan_row(portal, key, plan) for plan in plans),
        phases=tuple(phase for plan in plans for phase in plan_phases(portal, data.plans[key, plan])),
        groups=tuple(_group(portal, group) for group in groups),
        practices=tuple((item.statement, portal.source(item.source)) for item in governance.practices),
        mechanisms=tuple(promise_view(portal, item) for item in promises if item.group == "mechanisms"),
        agreements=tuple(_agreement(portal, key, agreement) for agreement in programme.agreements),
        indicators=tuple(indicator_view(portal, key, item) for item in programme.indicators),
        reports=tuple(Link(item.title, addresses.report(key, period)) for period, item in reports.items()),
        results=tuple(view for period in reports for view in _results(portal, key, period)),
        problems=tuple(view for item in reports.values() for view in _problems(item)),
        next_steps=tuple(view for item in reports.values() for view in _next_steps(item)),
        unstated=tuple(dict.fromkeys(REPORT_PART[part] for item in reports.values() for part in item.unstated)),
        gaps=programme.gaps,
        faults=portal.faults(programme.printed, programme.documents[0] if programme.documents else None),
    )
    return _with_toc(page)


def _with_toc(page: ProgrammePage) -> ProgrammePage:
    parts = (
        ("parties", "参与各方", page.parties),
        ("plans", "实施方案", page.plans),
        ("phases", "实施步骤", page.phases),
        ("governance", "组织领导", page.groups or page.practices),
        ("mechanisms", "工作机制", page.mechanisms),
        ("agreements", "协议", page.agreements),
        ("indicators", "指标", page.indicators),
        ("results", "成果", page.results),
        ("problems", "问题与下一步", page.problems or page.next_steps or page.unstated),
        ("gaps", "文件未载明", page.gaps),
    )
    toc = tuple(Heading(anchor, text) for anchor, text, shown in parts if shown)
    return ProgrammePage(**{**page.__dict__, "toc": toc})


def _facts(portal: Portal, programme: Programme) -> tuple[Fact, ...]:
    return stated(
        fact("帮扶类型", LINE[programme.line]),
        fact("期间", phrases.period(programme.period)),
        fact("期间说明", programme.period.note),
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
    names = (
        portal.school(item.school) if item.school else Link(item.name or "") for item in agreement.parties
    )
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


def _report_page(portal: Portal, key: str, period: str) -> ReportPage:
    report = portal.data.reports[key, period]
    progress = tuple(progress_item(portal, item, report.document, key) for item in report.progress)
    parts = (
        ("progress", REPORT_PART["progress"], True),
        ("results", "成果", report.results),
        ("problems", REPORT_PART["problems"], True),
        ("next-steps", REPORT_PART["next_steps"], True),
        ("gaps", "文件未载明", report.gaps),
    )
    return ReportPage(
        path=addresses.report(key, period),
        title=report.title,
        description=f"{portal.data.programmes[key].short}：{report.title}",
        section="programmes",
        crumbs=(HOME, Link("帮扶项目", "programmes/index.html"), portal.programme(key), Link("工作报告")),
        toc=tuple(Heading(anchor, text) for anchor, text, shown in parts if shown),
        programme=portal.programme(key),
        facts=stated(
            fact("种类", REPORT_KIND[report.kind]),
            fact("报告单位", portal.school(report.by)),
            fact("报告期", phrases.period(report.period)),
            fact("期间说明", report.period.note),
            fact("文件", portal.document(report.document)),
            fact("文中位置", report.clause),
        ),
        progress=progress,
        results=_results(portal, key, period),
        problems=_problems(report),
        next_steps=_next_steps(report),
        unstated=report.unstated,
        gaps=report.gaps,
        faults=portal.faults(report.printed, report.document),
    )


def progress_item(portal: Portal, item: Progress, document: str | None, programme: str | None = None) -> ItemView:
    """A progress item with every fact that it carries."""
    owner = portal.data.programmes.get(programme or "")
    helpers = [party.school for party in owner.helpers] if owner else []
    recipients = [party.school for party in owner.recipients] if owner else []
    return ItemView(
        id=item.id,
        clause=item.clause or "",
        title=item.title,
        statement=item.statement,
        mark=ITEM_STATE[item.state],
        facts=stated(
            fact("由谁做", SIDE[item.by]),
            fact("为谁做", SIDE[item.to] if item.to else None),
            fact("另有学校", *(portal.short(school) for school in item.schools)),
            fact("时间", phrases.since_until(item.when, item.until) if item.until else item.when and item.when.text),
            fact("人数", *(phrases.people(people) for people in item.people)),
            fact("数量", *(phrases.quantity(quantity) for quantity in item.quantities)),
            fact("时长", phrases.duration(item.duration) if item.duration else None),
            fact("方式", phrases.modes(item.mode)),
            fact("地点", item.place),
            fact("平台", item.platform),
            fact("主办", item.host),
            fact("主讲", item.speaker),
            fact("题目", item.topic),
            fact("证书", "发放培训证书" if item.certificates else None),
            fact("责任单位", *portal.units([*helpers, *recipients], (*item.units.helper, *item.units.recipient))),
            fact("佐证", *(Link(f"{proof.number} {proof.caption}", "", proof.note or "") for proof in item.evidence)),
        ),
        notes=tuple(note for note in ("非正式联系，无佐证" if item.informal else "", item.note or "") if note),
        faults=portal.faults(item.printed, document),
    )


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


def _results(portal: Portal, key: str, period: str) -> tuple[ResultView, ...]:
    report, page = portal.data.reports[key, period], addresses.report(key, period)
    return tuple(result_view(item, Link(report.title, f"{page}#{item.id}", item.clause or "")) for item in report.results)


def _problems(report: Report) -> tuple[ItemView, ...]:
    return tuple(
        ItemView(
            id=item.id,
            clause=item.clause or "",
            title=item.title,
            statement=item.statement,
            facts=stated(fact("原因", *item.causes)),
            mark="报告承认滞后" if item.behind else "",
        )
        for item in report.problems
    )


def _next_steps(report: Report) -> tuple[ItemView, ...]:
    return tuple(
        ItemView(item.id, item.clause or "", item.title, item.statement, notes=item.items) for item in report.next_steps
    )


