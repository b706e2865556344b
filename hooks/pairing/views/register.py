"""Pages of the registers: documents, alliances, work-plan tables."""

from typing import ClassVar, NamedTuple

from pairing import addresses, phrases
from pairing.model import Alliance, Document
from pairing.model.register import FormerName, Member
from pairing.views.base import HOME, Fact, Fault, Heading, Link, Page, Portal, fact, stated
from pairing.views.found import OVERVIEW, found_alliance, found_document
from pairing.views.notice import document_notices, state
from pairing.views.report import ItemView, ResultView, progress_item, result_view
from pairing.words import DISCLOSURE, DOCUMENT_KIND


class DocumentRow(NamedTuple):
    """A document in the register."""

    title: str
    path: str
    number: str
    kind: str
    issuers: tuple[str, ...]
    date: str
    disclosure: str
    disclosure_code: str
    state: str


class DocumentsPage(Page):
    """The register of documents."""

    template: ClassVar[str] = "documents.html.j2"

    groups: tuple[tuple[str, str, tuple[DocumentRow, ...]], ...]
    total: int


class DocumentPage(Page):
    """A document's card."""

    template: ClassVar[str] = "document.html.j2"

    facts: tuple[Fact, ...]
    disclosure_code: str
    how_to_apply: str
    summary: str
    annexes: tuple[Link, ...]
    cites: tuple[Link, ...]
    cited_by: tuple[Link, ...]
    gaps: tuple[str, ...]
    faults: tuple[Fault, ...]


class AlliancesPage(Page):
    """All alliances."""

    template: ClassVar[str] = "alliances.html.j2"

    rows: tuple[tuple[Link, str, str], ...]


class AlliancePage(Page):
    """An alliance: names over time, members, growth, what it did."""

    template: ClassVar[str] = "alliance.html.j2"

    summary: str
    facts: tuple[Fact, ...]
    sizes: tuple[tuple[str, int, str, str], ...]
    members: tuple[Link, ...]
    progress: tuple[ItemView, ...]
    results: tuple[ResultView, ...]
    gaps: tuple[str, ...]
    faults: tuple[Fault, ...]


class TablesPage(Page):
    """All work-plan tables."""

    template: ClassVar[str] = "tables.html.j2"

    rows: tuple[tuple[Link, Link, int], ...]


def documents_page(portal: Portal) -> DocumentsPage:
    """The register."""
    groups = []
    for kind, label in DOCUMENT_KIND.items():
        rows = tuple(_row(portal, key, card) for key, card in portal.public.documents.items() if card.kind == kind)
        if rows:
            groups.append((kind, label, rows))
    return DocumentsPage(
        path="documents/index.html",
        found=OVERVIEW,
        title="文件",
        description="文件登记册：发文字号、发文机关、日期与公开属性",
        section="documents",
        crumbs=(HOME, Link("文件")),
        toc=tuple(Heading(kind, label) for kind, label, _ in groups),
        groups=tuple(groups),
        total=len(portal.public.documents),
    )


def _issuers(portal: Portal, card: Document) -> tuple[str, ...]:
    return (*(portal.school(key).text for key in card.issuers), *card.issuer_names)


def _row(portal: Portal, key: str, card: Document) -> DocumentRow:
    when = card.written or card.issued
    return DocumentRow(
        title=card.title,
        path=addresses.document(key),
        number=card.number or "",
        kind=DOCUMENT_KIND[card.kind],
        issuers=_issuers(portal, card),
        date=when.text if when else "",
        disclosure=DISCLOSURE[card.disclosure],
        disclosure_code=card.disclosure,
        state=state(card),
    )


def document_page(portal: Portal, key: str) -> DocumentPage:
    """One card. What the gate kept back is not in ``portal.public`` and so cannot appear."""
    card = portal.public.documents[key]
    site = portal.data.site
    decided = card.decision.meeting if card.decision else ""
    cited_by = tuple(_citing(portal, key, kind, user) for kind, user in portal.cited.get(key, ()))
    cited_by = tuple(link for link in cited_by if link.text)
    annexes = tuple(
        Link(link.text, link.path, annex.number if annex.number.startswith("附件") else f"附件{annex.number}")
        for annex in card.annexes
        if (link := portal.document(annex.document))
    )
    parts = (
        ("annexes", "附件", annexes),
        ("cites", "引用的文件", card.cites),
        ("cited-by", "被引用情况", cited_by),
        ("gaps", "文件未载明", card.gaps),
    )
    return DocumentPage(
        path=addresses.document(key),
        found=found_document(portal, card),
        # Its plan, report or table has the same title, on a page of its own.
        title=f"{card.title}（文件）",
        description=f"{card.title}{'（' + card.number + '）' if card.number else ''}，{DISCLOSURE[card.disclosure]}",
        section="documents",
        crumbs=(HOME, Link("文件", "documents/index.html"), Link(card.number or card.title)),
        toc=tuple(Heading(anchor, text) for anchor, text, shown in parts if shown),
        notices=document_notices(portal, key),
        facts=stated(
            fact("发文字号", card.number),
            fact("文件类别", DOCUMENT_KIND[card.kind]),
            fact("发文机关", *(portal.school(item) for item in card.issuers), *card.issuer_names),
            fact("成文日期", card.written.text if card.written else None),
            fact("印发日期", card.issued.text if card.issued else None),
            fact("印发机关", card.printed_by),
            fact("主送机关", card.to),
            fact("审议", decided),
            fact("编制并盖章", *(portal.school(item) for item in card.stamped_by)),
            fact("其他题名", *card.titles),
            fact("所属正文", portal.document(card.annex_of)),
            fact("公开属性", DISCLOSURE[card.disclosure]),
            fact("在本站发布", card.published.text if card.published else None),
        ),
        disclosure_code="" if portal.internal else card.disclosure,
        how_to_apply=site.office.how_to_apply if site and card.disclosure == "on-request" else "",
        summary=card.summary or "",
        annexes=annexes,
        cites=portal.documents(card.cites),
        cited_by=cited_by,
        gaps=card.gaps,
        faults=portal.faults(card.printed, key),
    )


def _citing(portal: Portal, document: str, kind: str, key: str) -> Link:
    """What uses a document, with what it is where its title does not say so."""
    data, (owner, _, part) = portal.data, key.partition("/")
    if kind == "programme":
        return portal.programme(key)._replace(note="项目")
    if kind == "plan":
        plan = data.plans[owner, part]
        if plan.schedule and plan.schedule_document == document:
            return Link(plan.schedule_title or plan.title, addresses.schedule(owner, part), "工作计划表")
        return Link(plan.title, addresses.plan(owner, part), "方案")
    if kind == "report":
        note = f"报告，{data.programmes[owner].short}"
        return Link(data.reports[owner, part].title, addresses.report(owner, part), note)
    if kind == "alliance":
        return Link(data.alliances[key].name, addresses.alliance(key))
    if kind == "school":
        return portal.school(key)
    return portal.document(key) or Link("")


def alliances_page(portal: Portal) -> AlliancesPage:
    """The list of alliances."""
    rows = tuple(
        (Link(item.name, addresses.alliance(key)), portal.school(item.lead).text, item.summary)
        for key, item in portal.data.alliances.items()
    )
    return AlliancesPage(
        path="alliances/index.html",
        found=OVERVIEW,
        title="联盟",
        description="跨区域的院校联盟及其成员变化",
        section="schools",
        crumbs=(HOME, Link("学校", "schools/index.html"), Link("联盟")),
        rows=rows,
    )


def alliance_page(portal: Portal, key: str) -> AlliancePage:
    """One alliance."""
    item: Alliance = portal.data.alliances[key]
    page, document = addresses.alliance(key), item.documents[0] if item.documents else None
    parts = (
        ("sizes", "规模变化", item.sizes),
        ("members", "成员", item.members),
        ("progress", "开展的工作", item.progress),
        ("results", "成果", item.results),
        ("gaps", "文件未载明", item.gaps),
    )
    return AlliancePage(
        path=page,
        found=found_alliance(portal, [item.lead, *(member.school for member in item.members)]),
        title=item.name,
        description=item.summary,
        section="schools",
        crumbs=(HOME, Link("学校", "schools/index.html"), Link("联盟", "alliances/index.html"), Link(item.name)),
        toc=tuple(Heading(anchor, text) for anchor, text, shown in parts if shown),
        summary=item.summary,
        facts=stated(
            fact("牵头", portal.school(item.lead)),
            fact("成立", item.founded.text if item.founded else None),
            fact("曾用名", *(_former(former) for former in item.former_names)),
            fact("出处", *portal.sources(item.sources)),
            fact("文件", *portal.documents(item.documents)),
        ),
        sizes=tuple(
            (
                size.when.text if size.when else "",
                size.schools,
                f"{size.provinces}个省（区）" if size.provinces else "",
                size.statement,
            )
            for size in item.sizes
        ),
        members=tuple(portal.school(member.school, _member(member)) for member in item.members),
        progress=tuple(progress_item(portal, entry, document) for entry in item.progress),
        results=tuple(_shared(result_view(entry, Link(item.name, f"{page}#{entry.id}"))) for entry in item.results),
        gaps=item.gaps,
        faults=portal.faults(item.printed, document),
    )


def _shared(view: ResultView) -> ResultView:
    """A result of an alliance, which has more than two sides."""
    return view._replace(whose="联盟共同成果") if view.whose_code == "joint" else view


def _former(name: FormerName) -> Link:
    return Link(name.name, "", phrases.since_until(name.since, name.until))


def _member(member: Member) -> str:
    return "，".join(word for word in (member.role, member.since and f"{member.since.text}加入") if word)


def tables_page(portal: Portal) -> TablesPage:
    """The list of work-plan tables."""
    rows = tuple(
        (
            Link(plan.schedule_title or "工作计划表", addresses.schedule(programme, key)),
            portal.programme(programme),
            len(plan.schedule),
        )
        for (programme, key), plan in portal.data.plans.items()
        if plan.schedule
    )
    return TablesPage(
        path="tables/index.html",
        found=OVERVIEW,
        title="工作计划表",
        description="两校共同编制的工作计划表：序号、时间安排、工作内容、备注",
        section="tables",
        crumbs=(HOME, Link("工作计划表")),
        rows=rows,
    )
