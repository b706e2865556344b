"""Pages of schools and of their units: the lists of all, and one page each."""

from typing import ClassVar, NamedTuple

from pairing import addresses
from pairing.model import School
from pairing.views.base import HOME, Fact, Heading, Link, Page, Portal, fact, stated
from pairing.views.found import OVERVIEW, found_school
from pairing.views.news import school_news
from pairing.views.notice import notices
from pairing.views.programme import ProgrammeRow, programme_row
from pairing.views.promise import PromiseView, place_of, plan_name, promise_view
from pairing.views.standing import Standing, actors, owing, standing
from pairing.words import AUTHORITY_ROLE, SCHOOL_KIND


class SchoolRow(NamedTuple):
    """A school in the list."""

    name: str
    short: str
    path: str
    place: str
    gives: int
    receives: int


class SchoolsPage(Page):
    """All parties, grouped by kind."""

    template: ClassVar[str] = "schools.html.j2"

    groups: tuple[tuple[str, str, tuple[SchoolRow, ...]], ...]
    total: int


class SchoolPage(Page):
    """One school: what it gives, what it receives, its programmes, units and documents."""

    template: ClassVar[str] = "school.html.j2"

    short: str
    itself: str
    facts: tuple[Fact, ...]
    misprints: tuple[tuple[str, Link | None], ...]
    gives: tuple[ProgrammeRow, ...]
    receives: tuple[ProgrammeRow, ...]
    news: tuple[tuple[Link, int], ...]
    as_of: str
    # Per programme: what it promises, what is promised to it, and how its own duties stand.
    promised: tuple[tuple[Link, int, int, Standing], ...]
    oversees: tuple[Link, ...]
    takes_part: tuple[Link, ...]
    alliances: tuple[Link, ...]
    units: tuple[tuple[Link, int], ...]
    office: tuple[Fact, ...]
    practices: tuple[tuple[str, Link | None], ...]
    documents: tuple[Link, ...]
    gaps: tuple[str, ...]
    note: str


class UnitRow(NamedTuple):
    """A unit with the number of promises it is named for."""

    link: Link
    owes: int


class UnitsPage(Page):
    """Who owes what: every unit of every school."""

    template: ClassVar[str] = "units.html.j2"

    groups: tuple[tuple[str, Link, tuple[UnitRow, ...]], ...]
    total: int
    named: int


class UnitPage(Page):
    """One unit's list of promises (二级单位帮扶任务清单)."""

    template: ClassVar[str] = "unit.html.j2"

    school: Link
    aliases: tuple[str, ...]
    note: str
    as_of: str
    # Whether any of its promises has duties; the note of a place names the plan where there are several.
    dated: bool
    rows: tuple[tuple[str, Link, Link, PromiseView], ...]


def schools_page(portal: Portal) -> SchoolsPage:
    """The list of all parties."""
    figures = portal.figures
    groups = []
    for kind, label in SCHOOL_KIND.items():
        found = tuple(
            SchoolRow(
                name=school.name,
                short=school.short,
                path=addresses.school(key),
                place=_place(school),
                gives=len(figures.gives.get(key, ())),
                receives=len(figures.receives.get(key, ())),
            )
            for key, school in portal.data.schools.items()
            if school.kind == kind
        )
        if found:
            groups.append((kind, label, found))
    return SchoolsPage(
        path="schools/index.html",
        found=OVERVIEW,
        title="学校",
        description="参与结对帮扶的学校与主管部门",
        section="schools",
        crumbs=(HOME, Link("学校")),
        toc=tuple(Heading(kind, label) for kind, label, _ in groups),
        groups=tuple(groups),
        total=len(portal.data.schools),
    )


def _place(school: School) -> str:
    return school.place.province + (f" {school.place.city}" if school.place.city else "")


def school_pages(portal: Portal, key: str) -> list[Page]:
    """The school's page and one per unit."""
    school = portal.data.schools[key]
    return [_school_page(portal, key, school), *(_unit_page(portal, key, unit.id) for unit in school.units)]


def _school_page(portal: Portal, key: str, school: School) -> SchoolPage:
    figures = portal.figures
    gives = tuple(programme_row(portal, item) for item in figures.gives.get(key, ()))
    receives = tuple(programme_row(portal, item) for item in figures.receives.get(key, ()))
    units = tuple(
        (Link(unit.name, addresses.unit(key, unit.id)), len(figures.by_unit.get((key, unit.id), ())))
        for unit in school.units
    )
    news = _news(portal, key)
    documents = tuple(
        link
        for item, card in portal.public.documents.items()
        if key in card.issuers and (link := portal.document(item))
    )
    alliances = _alliances(portal, key)
    promised = _promised(portal, key)
    parts = (
        ("promised", "双向承诺", promised),
        ("gives", "给予", gives),
        ("receives", "接受", receives),
        ("news", "稿件", news),
        ("oversees", "主管与协调", _oversees(portal, key)),
        ("takes-part", "参与", _takes_part(portal, key)),
        ("alliances", "联盟", alliances),
        ("office", "负责机构", school.office or school.practices),
        ("units", "二级单位", units),
        ("documents", "文件", documents),
        ("gaps", "文件未载明", school.gaps),
    )
    return SchoolPage(
        path=addresses.school(key),
        found=found_school(portal, key, "学校"),
        title=school.name,
        description=f"{school.name}的结对帮扶：给予、接受、方案、单位与文件",
        section="schools",
        crumbs=(HOME, Link("学校", "schools/index.html"), Link(school.short)),
        toc=tuple(Heading(anchor, text) for anchor, text, shown in parts if shown),
        notices=notices(portal, "school", key),
        short=school.short,
        itself="本单位" if school.kind == "authority" else "本校",
        facts=_facts(portal, key, school),
        misprints=tuple(
            (item.text if portal.public.quotable(item.source.document) else "", portal.source(item.source))
            for item in school.misprints
        ),
        gives=gives,
        receives=receives,
        news=news,
        as_of=portal.as_of.isoformat(),
        promised=promised,
        oversees=_oversees(portal, key),
        takes_part=_takes_part(portal, key),
        alliances=alliances,
        units=units,
        office=_office(portal, school),
        practices=tuple((item.statement, portal.source(item.source)) for item in school.practices),
        documents=documents,
        gaps=school.gaps,
        note=school.note or "",
    )


def _news(portal: Portal, key: str) -> tuple[tuple[Link, int], ...]:
    """The columns that have entries of its programmes, with their number."""
    return tuple(
        (Link(portal.column(column).title, addresses.school_column(key, column)), len(found))
        for column, found in school_news(portal, key).items()
    )


def _alliances(portal: Portal, key: str) -> tuple[Link, ...]:
    return tuple(
        Link(alliance.name, addresses.alliance(item), "牵头" if alliance.lead == key else "成员")
        for item, alliance in portal.data.alliances.items()
        if alliance.lead == key or any(member.school == key for member in alliance.members)
    )


def _facts(portal: Portal, key: str, school: School) -> tuple[Fact, ...]:
    apart = portal.voice.school is None and not portal.internal and key in portal.figures.columns
    aliases = [name for name in school.aliases if name != school.short]
    return stated(
        fact("类别", SCHOOL_KIND[school.kind]),
        fact("所在地", _place(school)),
        fact("简称", school.short if school.short != school.name else None),
        fact("文件中的其他叫法", *aliases),
        fact("建设身份", *school.honours),
        fact("专栏", Link(f"{school.short}结对帮扶专栏", addresses.campus(key)) if apart else None),
        fact("出处", *portal.sources(school.sources)),
    )


def _office(portal: Portal, school: School) -> tuple[Fact, ...]:
    office = school.office
    if office is None:
        return ()
    return stated(
        fact("办公室", office.name),
        fact("设立", office.since.text if office.since else None),
        fact("岗位", *(post.title for post in office.posts)),
        fact("职责", *(duty.statement for duty in office.duties)),
        fact("出处", portal.source(office.source)),
    )


def _promised(portal: Portal, key: str) -> tuple[tuple[Link, int, int, Standing], ...]:
    """Per programme: promises that this school makes, alone or with others, those made to its side, and its duties."""
    found, owed = [], owing(portal).get(key, ())
    for side, keys in (("helper", portal.figures.gives), ("recipient", portal.figures.receives)):
        for programme in keys.get(key, ()):
            promises = portal.figures.by_programme.get(programme, ())
            mine = sum(key in actors(portal, item) for item in promises)
            theirs = sum(item.measure.by != side for item in promises)
            if promises:
                own = [item for item in owed if item.duty.promise.programme == programme]
                rows = f"{addresses.ledger(programme)}?school={key}#duties"
                found.append((portal.programme(programme), mine, theirs, standing(own, rows)))
    return tuple(found)


def _oversees(portal: Portal, key: str) -> tuple[Link, ...]:
    return tuple(
        Link(programme.short, addresses.programme(item), AUTHORITY_ROLE[authority.role])
        for item, programme in portal.data.programmes.items()
        for authority in programme.authorities
        if authority.school == key
    )


def _takes_part(portal: Portal, key: str) -> tuple[Link, ...]:
    """Reports that name the school as taking part, though it is no party to the programme."""
    return tuple(
        Link(item.title, f"{addresses.report(programme, period)}#{item.id}", portal.data.programmes[programme].short)
        for (programme, period), report in portal.data.reports.items()
        for item in report.progress
        if key in item.schools
    )


def units_page(portal: Portal) -> UnitsPage:
    """Every unit of every school, with how much each is named for."""
    groups = []
    for key, school in portal.data.schools.items():
        if not school.units:
            continue
        rows = tuple(
            UnitRow(Link(unit.name, addresses.unit(key, unit.id)), len(portal.figures.by_unit.get((key, unit.id), ())))
            for unit in school.units
        )
        groups.append((key, portal.school(key), tuple(sorted(rows, key=lambda row: -row.owes))))
    return UnitsPage(
        path="units/index.html",
        found=OVERVIEW,
        title="二级单位",
        description="各校二级单位承担的帮扶举措",
        section="units",
        crumbs=(HOME, Link("二级单位")),
        toc=tuple(Heading(key, link.text) for key, link, _ in groups),
        groups=tuple(groups),
        total=sum(len(rows) for _, _, rows in groups),
        named=sum(row.owes > 0 for _, _, rows in groups for row in rows),
    )


def _unit_page(portal: Portal, key: str, unit_id: str) -> UnitPage:
    school = portal.data.schools[key]
    unit = next(item for item in school.units if item.id == unit_id)
    rows = tuple(
        (
            portal.side(promise.programme, side),
            portal.programme(promise.programme),
            place_of(promise, portal)._replace(note=plan_name(portal, promise.programme, promise.plan)),
            promise_view(portal, promise),
        )
        for side, promise in portal.figures.by_unit.get((key, unit_id), ())
    )
    return UnitPage(
        path=addresses.unit(key, unit_id),
        found=found_school(portal, key, "二级单位"),
        title=f"{school.short} {unit.name}",
        description=f"{school.name}{unit.name}承担的帮扶举措",
        section="units",
        crumbs=(HOME, Link("二级单位", "units/index.html"), portal.short(key), Link(unit.name)),
        school=portal.school(key),
        aliases=unit.aliases,
        note=unit.note or "",
        as_of=portal.as_of.isoformat(),
        dated=any(view.standing.total for *_, view in rows),
        rows=rows,
    )
