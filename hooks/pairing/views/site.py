"""What hand-written pages quote from the data: figures, lists, gaps, office, licence.

A Markdown page names one of ``MACROS`` alone on a line, as ``{{ programmes }}``.
"""

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from pairing import addresses
from pairing.model import Site
from pairing.views.base import HOME, Link, Page, Portal
from pairing.views.found import OVERVIEW
from pairing.views.news import EntryRow, columns, latest
from pairing.views.programme import ProgrammeRow, programme_rows

# The most that {{ latest }} can show.
_LATEST = 20


class Figure(NamedTuple):
    """A large number on the home page, with what it counts and where to read on."""

    value: int
    label: str
    path: str


class SiteView(NamedTuple):
    """All that macros can print."""

    as_of: str
    title: str
    subtitle: str
    figures: tuple[Figure, ...]
    programmes: tuple[ProgrammeRow, ...]
    alliances: tuple[tuple[Link, str], ...]
    latest: Mapping[str, tuple[EntryRow, ...]]
    gaps: tuple[tuple[Link, tuple[str, ...]], ...]
    office: tuple[tuple[str, str], ...]
    licence: tuple[str, str]


class Endpoint(NamedTuple):
    """A JSON file of the open data."""

    path: str
    label: str
    items: int


class DataPage(Page):
    """Open data: every file, its shape and licence."""

    template: ClassVar[str] = "data.html.j2"

    endpoints: tuple[Endpoint, ...]
    schemas: tuple[str, ...]
    version: str
    licence: tuple[str, str]


def site_view(portal: Portal) -> SiteView:
    """What macros print."""
    data, site = portal.data, portal.data.site
    assert site is not None, "load() refuses data without site.yml"
    figures = portal.figures
    counts = figures.counts.values()
    return SiteView(
        as_of=chinese_date(portal),
        title=site.title,
        subtitle=site.subtitle,
        figures=(
            Figure(len(data.programmes), "帮扶项目", "programmes/index.html"),
            Figure(len(data.schools), "学校与单位", "schools/index.html"),
            Figure(sum(count.tasks for count in counts), "帮扶任务", "programmes/index.html"),
            Figure(len(figures.promises), "帮扶举措", "units/index.html"),
            Figure(sum(len(item.indicators) for item in data.programmes.values()), "指标", "indicators/index.html"),
            Figure(len(portal.public.documents), "登记文件", "documents/index.html"),
        ),
        programmes=programme_rows(portal),
        alliances=tuple(
            (Link(item.name, addresses.alliance(key)), item.summary) for key, item in data.alliances.items()
        ),
        latest={
            "all": latest(portal, None, _LATEST),
            **{column.id: latest(portal, column.id, _LATEST) for column in columns(portal)},
        },
        gaps=_gaps(portal),
        office=_office(site),
        licence=(site.licence.name, site.licence.statement),
    )


def _office(site: Site) -> tuple[tuple[str, str], ...]:
    """Who answers for the site, how to apply, and the telephones and addresses that are published."""
    rows = (
        ("负责机构", site.office.name),
        ("怎样申请公开", site.office.how_to_apply),
        ("公开的办公电话", "、".join(site.contacts.phones)),
        ("公开的办公邮箱", "、".join(site.contacts.emails)),
    )
    return tuple(row for row in rows if row[1])


def chinese_date(portal: Portal) -> str:
    """The as-of date: 2026年11月21日."""
    day = portal.as_of
    return f"{day.year}年{day.month}月{day.day}日"


def _gaps(portal: Portal) -> tuple[tuple[Link, tuple[str, ...]], ...]:
    """What the sources leave open, programme by programme, each gap once."""
    data, found = portal.data, []
    for key, programme in data.programmes.items():
        words = [*programme.gaps]
        words += [gap for plan in data.plans_of(key).values() for gap in plan.gaps]
        words += [gap for report in data.reports_of(key).values() for gap in report.gaps]
        words += [gap for agreement in programme.agreements for gap in agreement.gaps]
        if words:
            found.append((portal.programme(key), tuple(dict.fromkeys(words))))
    for key, alliance in data.alliances.items():
        if alliance.gaps:
            found.append((Link(alliance.name, addresses.alliance(key)), alliance.gaps))
    return tuple(found)


def data_page(portal: Portal, endpoints: tuple[Endpoint, ...], schemas: tuple[str, ...], version: str) -> DataPage:
    """The page that lists the open data."""
    site = portal.data.site
    assert site is not None, "load() refuses data without site.yml"
    return DataPage(
        path="data/index.html",
        found=OVERVIEW,
        title="开放数据",
        description="全部数据的 JSON 文件与模式",
        section="data",
        crumbs=(HOME, Link("开放数据")),
        endpoints=endpoints,
        schemas=schemas,
        version=version,
        licence=(site.licence.name, site.licence.statement),
    )
