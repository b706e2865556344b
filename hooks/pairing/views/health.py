"""Column health for editors: which columns are late or empty, how long news takes, who plans ahead."""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from pairing import addresses
from pairing.deadline import TIMED
from pairing.health import Lag, Outlook, Standing
from pairing.views.base import HOME, Heading, Link, Page, Portal
from pairing.views.found import OVERVIEW
from pairing.views.news import columns
from pairing.words import ColumnState


class ColumnRow(NamedTuple):
    """One column of one school; dates are ISO, empty where there is none."""

    column: Link
    entries: int
    last: str
    limit: str
    due: str
    state_code: str
    state: str


class SchoolColumns(NamedTuple):
    """Columns of one school."""

    school: Link
    rows: tuple[ColumnRow, ...]


class EmptyColumns(NamedTuple):
    """The columns of one school that have no entry yet, in the columns' order; ``state`` says so."""

    school: Link
    state: str
    columns: tuple[Link, ...]


class LagRow(NamedTuple):
    """How long news takes: number of entries, median and longest in days."""

    owner: Link
    entries: int
    median: str
    longest: int


class TimedRow(NamedTuple):
    """One open document under the clock; dates are ISO, empty where there is none."""

    document: Link
    state_code: str
    state: str
    words: str
    made: str
    published: str
    last: str


class HealthPage(Page):
    """Column health of the whole site.

    What editors must see: ``stale`` and ``soon`` column by column, ``empty`` school by school, as a young
    site has many of them. ``archived`` are the schools whose programmes have all ended, with the columns that
    have entries; ``schools`` are all others, with every column.
    """

    template: ClassVar[str] = "health.html.j2"

    as_of: str
    open_data: str
    # Whether any column has a last day on time, so that there is a calendar of them.
    dated: bool
    warn: int
    limits: tuple[tuple[str, str], ...]
    allowed: tuple[str, ...]
    stale: tuple[tuple[Link, ColumnRow], ...]
    empty: tuple[EmptyColumns, ...]
    soon: tuple[tuple[Link, ColumnRow], ...]
    schools: tuple[SchoolColumns, ...]
    archived: tuple[SchoolColumns, ...]
    lags: tuple[tuple[str, str, tuple[LagRow, ...]], ...]
    outlook: tuple[tuple[Link, str], ...]
    timed: tuple[TimedRow, ...]
    untimed: tuple[tuple[str, int], ...]
    deadline: int
    holidays: tuple[int, ...]
    estimated: bool


def health_page(portal: Portal) -> HealthPage:
    """The page that editors look at before an inspection does."""
    health, titles = portal.health, {column.id: column.title for column in columns(portal)}
    lags = (
        ("lag-programmes", "项目", _programme_lags(portal)),
        ("lag-units", "二级单位", _unit_lags(portal)),
    )
    return HealthPage(
        path=addresses.health(),
        found=OVERVIEW,
        title="栏目健康",
        description="各校各栏目最近发布的日期、更新期限和状态，以及稿件从发生到发布的天数",
        section="columns",
        crumbs=(HOME, Link("栏目", "columns/index.html"), Link("栏目健康")),
        toc=(
            Heading("findings", "需要处理"),
            Heading("schools", "各校栏目"),
            *((Heading("lag", "从发生到发布"),) if lags[0][2] else ()),
            *((Heading("outlook", "下一学期的方案"),) if health.outlook else ()),
            *((Heading("deadline", "文件公开的时限"),) if portal.timed else ()),
            Heading("method", "怎样计算"),
        ),
        open_data="" if portal.voice.school else "api/v1/columns.json",
        dated=any(health.timed),
        as_of=health.as_of.isoformat(),
        warn=health.profile.warn,
        limits=tuple((titles[key], limit.text) for key, limit in health.profile.thresholds.items()),
        allowed=tuple(title for key, title in titles.items() if key in health.profile.empty_allowed),
        stale=tuple(_findings(portal, "stale", titles)),
        empty=tuple(_empty(portal, titles)),
        soon=tuple(_findings(portal, "soon", titles)),
        schools=tuple(_schools(portal, titles, archived=False)),
        archived=tuple(_schools(portal, titles, archived=True)),
        lags=tuple(group for group in lags if group[2]),
        outlook=tuple((portal.programme(item.programme), _outlook(portal, item)) for item in health.outlook),
        timed=tuple(_timed(portal)),
        untimed=tuple(Counter(item.why for item in portal.timed if item.state == "exempt").items()),
        deadline=portal.site.deadline.days,
        holidays=_holidays(portal),
        estimated=any(item.estimated for item in portal.timed),
    )


def _timed(portal: Portal) -> Iterator[TimedRow]:
    for item in portal.timed:
        link = portal.document(item.document)
        if item.state == "exempt" or link is None:
            continue
        days = (day.isoformat() if day else "" for day in (item.made, item.published, item.last))
        yield TimedRow(link, item.state, TIMED[item.state], item.words, *days)


def _holidays(portal: Portal) -> tuple[int, ...]:
    assert portal.data.calendar is not None, "load() refuses data without calendar.yml"
    return tuple(sorted(year.year for year in portal.data.calendar.holidays))


def _findings(portal: Portal, state: ColumnState, titles: dict[str, str]) -> Iterator[tuple[Link, ColumnRow]]:
    """(school, column) of every finding in one state, the most urgent first."""
    for item in portal.health.findings():
        if item.state == state:
            yield portal.short(item.school), _row(item, titles)


def _empty(portal: Portal, titles: dict[str, str]) -> Iterator[EmptyColumns]:
    for school, found in portal.health.schools.items():
        rows = [_row(item, titles) for item in found.values() if item.state == "empty"]
        if rows:
            yield EmptyColumns(portal.short(school), rows[0].state, tuple(row.column for row in rows))


def _schools(portal: Portal, titles: dict[str, str], *, archived: bool) -> Iterator[SchoolColumns]:
    """The schools of which all columns are archived, or the others."""
    for school, found in portal.health.schools.items():
        if all(item.state == "archived" for item in found.values()) == archived:
            rows = (_row(item, titles) for item in found.values() if item.entries or not archived)
            yield SchoolColumns(portal.short(school), tuple(rows))


def _row(item: Standing, titles: dict[str, str]) -> ColumnRow:
    """A column without entries has no page to lead to."""
    path = addresses.school_column(item.school, item.column) if item.entries else ""
    return ColumnRow(
        column=Link(titles[item.column], path),
        entries=item.entries,
        last=item.last.isoformat() if item.last else "",
        limit=item.threshold.text if item.threshold else "",
        due=item.due.isoformat() if item.due else "",
        state_code=item.state,
        state=item.words,
    )


def _programme_lags(portal: Portal) -> tuple[LagRow, ...]:
    return tuple(_lag(portal.programme(key), lag) for key, lag in portal.health.programme_lags.items())


def _unit_lags(portal: Portal) -> tuple[LagRow, ...]:
    rows = []
    for (school, key), lag in portal.health.unit_lags.items():
        owner = portal.data.schools[school]
        name = next(unit.name for unit in owner.units if unit.id == key)
        rows.append(_lag(Link(f"{owner.short} {name}", addresses.unit(school, key)), lag))
    return tuple(rows)


def _lag(owner: Link, lag: Lag) -> LagRow:
    return LagRow(owner, lag.entries, f"{lag.median:g}", lag.longest)


def _outlook(portal: Portal, item: Outlook) -> str:
    """Whether the next semester is planned, in one sentence."""
    if item.semester is None:
        return "校历中还没有下一学期，请先在 data/calendar.yml 补上。"
    begins = f"{item.semester.text}（{item.semester.first.isoformat()} 开始）"
    if item.plan is not None:
        return f"{begins}已有方案：{portal.data.plans[item.programme, item.plan].title}。"
    if item.ends is not None:
        return f"项目到 {item.ends.isoformat()} 结束，{begins}不需要方案。"
    return f"还没有期间涵盖{item.semester.text}首日（{item.semester.first.isoformat()}）的方案。"
