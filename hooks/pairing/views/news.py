"""Pages that list entries: columns, years, tags, programmes, schools."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from pairing import addresses
from pairing.model import Column, Entry
from pairing.views.base import HOME, Link, Page, Portal
from pairing.views.meta import column_meta

Place = tuple[str, str, str]


@dataclass(frozen=True)
class EntryRow:
    """An entry in a list."""

    title: str
    path: str
    published: str
    happened: str
    summary: str
    column: Link
    programme: Link
    pinned: bool
    draft: bool


@dataclass(frozen=True, kw_only=True)
class ListPage(Page):
    """A list of entries with its pages, years and siblings."""

    template: ClassVar[str] = "list.html.j2"

    lead: str
    rows: tuple[EntryRow, ...]
    total: int
    pages: tuple[Link, ...]
    here: str
    years: tuple[Link, ...]
    siblings: tuple[Link, ...]
    feed: str
    updated: str


@dataclass(frozen=True, kw_only=True)
class ColumnsPage(Page):
    """Every column with its latest entries."""

    template: ClassVar[str] = "columns.html.j2"

    columns: tuple[tuple[Link, str, int, tuple[EntryRow, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class TagsPage(Page):
    """Every keyword with the number of its entries."""

    template: ClassVar[str] = "tags.html.j2"

    tags: tuple[tuple[Link, int], ...]


def newest_first(portal: Portal) -> list[Place]:
    """All entries by publication, the newest first; of one day, what happened last comes first."""
    entries = portal.data.entries
    return sorted(entries, key=lambda at: (entries[at].published.last, entries[at].date.last, at), reverse=True)


def columns(portal: Portal) -> tuple[Column, ...]:
    """The columns in their order."""
    assert portal.data.columns is not None, "load() refuses data without columns.yml"
    return portal.data.columns.columns


def entry_row(portal: Portal, place: Place) -> EntryRow:
    """An entry for a list."""
    entry = portal.data.entries[place]
    column = next(item for item in columns(portal) if item.id == entry.column)
    return EntryRow(
        title=entry.title,
        path=addresses.entry(*place),
        published=entry.published.code,
        happened=entry.date.text,
        summary=entry.summary or "",
        column=Link(column.title, addresses.column(column.id)),
        programme=portal.programme(place[0]),
        pinned=entry.pinned,
        draft=entry.draft,
    )


def latest(portal: Portal, column: str | None = None, most: int = 5) -> tuple[EntryRow, ...]:
    """The newest entries of a column, or of all."""
    found = [place for place in newest_first(portal) if column in (None, portal.data.entries[place].column)]
    return tuple(entry_row(portal, place) for place in found[:most])


def news_pages(portal: Portal) -> Iterator[Page]:
    """Every page that lists entries."""
    places = newest_first(portal)
    entries = portal.data.entries
    yield _columns_page(portal, places)
    home = Link("栏目", "columns/index.html")
    tabs = tuple(Link(column.title, addresses.column(column.id)) for column in columns(portal))
    for column in columns(portal):
        mine = [place for place in places if entries[place].column == column.id]
        yield from _column(portal, column, mine, home, tabs)
    yield from _tags(portal, places)
    for programme in portal.data.programmes:
        mine = [place for place in places if place[0] == programme]
        if mine:
            base = f"programmes/{programme}/news/"
            crumbs = (HOME, portal.programme(programme), Link("稿件"))
            feed = f"feeds/programmes/{programme}.xml"
            yield from _paged(portal, base, f"{portal.data.programmes[programme].short}：稿件", crumbs, mine, feed=feed)
    yield from _schools(portal, places)


def _column(
    portal: Portal, column: Column, places: Sequence[Place], home: Link, tabs: tuple[Link, ...]
) -> Iterator[Page]:
    base = addresses.column(column.id).removesuffix("index.html")
    crumbs = (HOME, home, Link(column.title))
    by_year: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        by_year[portal.data.entries[place].published.last.year].append(place)
    years = tuple(Link(f"{year}年", f"{base}{year}/index.html", f"{len(found)}篇") for year, found in by_year.items())
    feed = f"feeds/columns/{column.id}.xml"
    yield from _paged(
        portal,
        base,
        column.title,
        crumbs,
        places,
        lead=column.description,
        years=years,
        siblings=tabs,
        feed=feed,
        meta=column_meta(column),
        updated=portal.health.portal[column.id].dates,
    )
    for year, found in by_year.items():
        title = f"{column.title} {year}年"
        trail = (HOME, home, Link(column.title, f"{base}index.html"), Link(f"{year}年"))
        yield from _paged(portal, f"{base}{year}/", title, trail, found, years=years, siblings=tabs, feed=feed)


def _paged(
    portal: Portal,
    base: str,
    title: str,
    crumbs: tuple[Link, ...],
    places: Sequence[Place],
    *,
    lead: str = "",
    years: tuple[Link, ...] = (),
    siblings: tuple[Link, ...] = (),
    feed: str = "",
    meta: tuple[tuple[str, str], ...] = (),
    updated: str = "",
) -> Iterator[ListPage]:
    """The newest entries at ``base``, and numbered pages from the oldest on.

    A new entry changes the first page and the last numbered one; all others keep their bytes.
    """
    assert portal.data.columns is not None, "load() refuses data without columns.yml"
    size = portal.data.columns.page_size
    oldest = list(reversed(places))
    numbered = [oldest[i : i + size] for i in range(0, len(oldest), size)]
    links = tuple(Link(str(i), f"{base}page-{i}/index.html") for i in range(1, len(numbered) + 1))
    pinned = [place for place in places if portal.data.entries[place].pinned]
    newest = [*pinned, *(place for place in places if place not in pinned)][: max(size, len(pinned))]
    shown = [(f"{base}index.html", "", newest)]
    if len(numbered) > 1:
        shown += [(link.path, link.text, list(reversed(found))) for link, found in zip(links, numbered, strict=True)]
    for path, number, found in shown:
        yield ListPage(
            path=path,
            title=f"{title}（第{number}页）" if number else title,
            description=lead or title,
            section="columns",
            crumbs=crumbs,
            lead=lead,
            rows=tuple(entry_row(portal, place) for place in found),
            total=len(places),
            pages=tuple(reversed(links)) if len(numbered) > 1 else (),
            here=number,
            years=years,
            siblings=siblings,
            feed=feed,
            meta=meta,
            updated="" if number else updated,
        )


def _columns_page(portal: Portal, places: Sequence[Place]) -> ColumnsPage:
    rows = []
    for column in columns(portal):
        mine = [place for place in places if portal.data.entries[place].column == column.id]
        link = Link(column.title, addresses.column(column.id))
        rows.append((link, column.description, len(mine), tuple(entry_row(portal, place) for place in mine[:5])))
    return ColumnsPage(
        path="columns/index.html",
        title="栏目",
        description="全部栏目与最新稿件",
        section="columns",
        crumbs=(HOME, Link("栏目")),
        columns=tuple(rows),
    )


def keywords(entries: Iterable[Entry]) -> dict[str, int]:
    """Every keyword with the number of its entries, the most used first."""
    found: dict[str, int] = defaultdict(int)
    for entry in entries:
        for word in dict.fromkeys(entry.keywords):
            found[word] += 1
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _tags(portal: Portal, places: Sequence[Place]) -> Iterator[Page]:
    counts = keywords(portal.data.entries.values())
    yield TagsPage(
        path="tags/index.html",
        title="关键词",
        description="全部关键词",
        section="columns",
        crumbs=(HOME, Link("栏目", "columns/index.html"), Link("关键词")),
        tags=tuple((Link(word, addresses.tag(word)), count) for word, count in counts.items()),
    )
    for word in counts:
        mine = [place for place in places if word in portal.data.entries[place].keywords]
        crumbs = (HOME, Link("栏目", "columns/index.html"), Link("关键词", "tags/index.html"), Link(word))
        yield from _paged(portal, addresses.tag(word).removesuffix("index.html"), f"关键词：{word}", crumbs, mine)


def _schools(portal: Portal, places: Sequence[Place]) -> Iterator[Page]:
    """What a school's programmes published, column by column."""
    figures = portal.figures
    for school in portal.data.schools:
        programmes = {*figures.gives.get(school, ()), *figures.receives.get(school, ())}
        mine = [place for place in places if place[0] in programmes]
        used = [column for column in columns(portal) if any(portal.data.entries[p].column == column.id for p in mine)]
        tabs = tuple(Link(column.title, addresses.school_column(school, column.id)) for column in used)
        for column in used:
            found = [place for place in mine if portal.data.entries[place].column == column.id]
            base = addresses.school_column(school, column.id).removesuffix("index.html")
            name = portal.data.schools[school].short
            crumbs = (HOME, portal.short(school), Link(column.title))
            feed = f"feeds/schools/{school}.xml"
            title, judged = f"{name}：{column.title}", portal.health.schools.get(school, {}).get(column.id)
            updated = judged.dates if judged else ""
            yield from _paged(portal, base, title, crumbs, found, siblings=tabs, feed=feed, updated=updated)
