"""Pages that list entries: columns, years, tags, programmes, schools."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import ClassVar

from pairing import addresses
from pairing.entries import Place
from pairing.model import Column
from pairing.views.base import HOME, Link, Page, PageJob, Portal
from pairing.views.meta import column_meta

Rows = Mapping[Place, "EntryRow"]


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
    newest: str
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


def columns(portal: Portal) -> tuple[Column, ...]:
    """The columns in their order."""
    assert portal.data.columns is not None, "load() refuses data without columns.yml"
    return portal.data.columns.columns


def entry_row(portal: Portal, place: Place) -> EntryRow:
    """An entry for a list."""
    entry = portal.data.heads[place]
    column = portal.column(entry.column)
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
    heads = portal.data.heads
    found = (place for place in portal.figures.newest if column in (None, heads[place].column))
    return tuple(entry_row(portal, place) for place in islice(found, most))


def news_pages(portal: Portal) -> Iterator[Page]:
    """Every page that lists entries."""
    return (page for job in news_jobs(portal) for page in job())


def news_jobs(portal: Portal) -> Iterator[PageJob]:
    """The same in steps, a list each."""
    rows = {place: entry_row(portal, place) for place in portal.figures.newest}
    by_column, by_programme, by_word = _grouped(portal)
    yield lambda: [_columns_page(portal, by_column, rows)]
    home = Link("栏目", "columns/index.html")
    tabs = tuple(Link(column.title, addresses.column(column.id)) for column in columns(portal))
    for column in columns(portal):
        yield partial(_column, portal, rows, column, by_column.get(column.id, []), home, tabs)
    yield from _tags(portal, rows, by_word)
    for programme in portal.data.programmes:
        mine = by_programme.get(programme, [])
        if mine:
            base = f"programmes/{programme}/news/"
            crumbs = (HOME, portal.programme(programme), Link("稿件"))
            feed = f"feeds/programmes/{programme}.xml"
            title = f"{portal.data.programmes[programme].short}：稿件"
            yield partial(_paged, portal, rows, base, title, crumbs, mine, feed=feed)
    yield from _schools(portal, rows)


def _column(
    portal: Portal, rows: Rows, column: Column, places: Sequence[Place], home: Link, tabs: tuple[Link, ...]
) -> Iterator[Page]:
    base = addresses.column(column.id).removesuffix("index.html")
    crumbs = (HOME, home, Link(column.title))
    by_year: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        by_year[portal.data.heads[place].published.last.year].append(place)
    years = tuple(Link(f"{year}年", f"{base}{year}/index.html", f"{len(found)}篇") for year, found in by_year.items())
    feed = f"feeds/columns/{column.id}.xml"
    yield from _paged(
        portal,
        rows,
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
        yield from _paged(portal, rows, f"{base}{year}/", title, trail, found, years=years, siblings=tabs, feed=feed)


def _paged(
    portal: Portal,
    rows: Rows,
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

    A new entry changes the first page and the last numbered one; all others keep their bytes. So what
    changes with every entry (how many there are, years, dates) stands on the first page only, and a
    numbered page leads to its neighbours.
    """
    assert portal.data.columns is not None, "load() refuses data without columns.yml"
    size = portal.data.columns.page_size
    oldest = list(reversed(places))
    numbered = [oldest[i : i + size] for i in range(0, len(oldest), size)]
    links = tuple(Link(str(i), f"{base}page-{i}/index.html") for i in range(1, len(numbered) + 1))
    pinned = [place for place in places if portal.data.heads[place].pinned]
    newest = [*pinned, *(place for place in places if place not in pinned)][: max(size, len(pinned))]
    first = ListPage(
        path=f"{base}index.html",
        title=title,
        description=lead or title,
        section="columns",
        crumbs=crumbs,
        lead=lead,
        rows=tuple(rows[place] for place in newest),
        total=len(places),
        pages=_window(links, len(links) - 1) if len(links) > 1 else (),
        here="",
        newest=f"{base}index.html",
        years=years,
        siblings=siblings,
        feed=feed,
        meta=meta,
        updated=updated,
    )
    yield first
    if len(links) > 1:
        yield from _numbered(first, rows, links, numbered)


def _numbered(
    first: ListPage, rows: Rows, links: Sequence[Link], numbered: Sequence[Sequence[Place]]
) -> Iterator[ListPage]:
    for i, (link, found) in enumerate(zip(links, numbered, strict=True)):
        yield replace(
            first,
            path=link.path,
            title=f"{first.title}（第{link.text}页）",
            rows=tuple(rows[place] for place in reversed(found)),
            total=0,
            pages=_window(links, i),
            here=link.text,
            years=(),
            updated="",
        )


def _window(links: Sequence[Link], at: int) -> tuple[Link, ...]:
    """The pages that one leads to: the next newer, itself, the next older, the oldest."""
    near = {i for i in (at + 1, at, at - 1, 0) if 0 <= i < len(links)}
    return tuple(links[i] for i in sorted(near, reverse=True))


def _grouped(portal: Portal) -> tuple[dict[str, list[Place]], dict[str, list[Place]], dict[str, list[Place]]]:
    """The entries by column, by programme and by keyword, the newest first."""
    by_column, by_programme, by_word = (defaultdict[str, list[Place]](list) for _ in range(3))
    for place in portal.figures.newest:
        entry = portal.data.heads[place]
        by_column[entry.column].append(place)
        by_programme[place[0]].append(place)
        for word in dict.fromkeys(entry.keywords):
            by_word[word].append(place)
    return by_column, by_programme, by_word


def _columns_page(portal: Portal, by_column: Mapping[str, Sequence[Place]], known: Rows) -> ColumnsPage:
    rows = []
    for column in columns(portal):
        mine = by_column.get(column.id, [])
        link = Link(column.title, addresses.column(column.id))
        rows.append((link, column.description, len(mine), tuple(known[place] for place in mine[:5])))
    return ColumnsPage(
        path="columns/index.html",
        title="栏目",
        description="全部栏目与最新稿件",
        section="columns",
        crumbs=(HOME, Link("栏目")),
        columns=tuple(rows),
    )


def _tags(portal: Portal, rows: Rows, by_word: Mapping[str, Sequence[Place]]) -> Iterator[PageJob]:
    """Every keyword, the most used first, and a list for each."""
    used = dict(sorted(by_word.items(), key=lambda item: (-len(item[1]), item[0])))
    tags = TagsPage(
        path="tags/index.html",
        title="关键词",
        description="全部关键词",
        section="columns",
        crumbs=(HOME, Link("栏目", "columns/index.html"), Link("关键词")),
        tags=tuple((Link(word, addresses.tag(word)), len(found)) for word, found in used.items()),
    )
    yield lambda: [tags]
    for word, mine in used.items():
        crumbs = (HOME, Link("栏目", "columns/index.html"), Link("关键词", "tags/index.html"), Link(word))
        base = addresses.tag(word).removesuffix("index.html")
        yield partial(_paged, portal, rows, base, f"关键词：{word}", crumbs, mine)


def _schools(portal: Portal, rows: Rows) -> Iterator[PageJob]:
    """What a school's programmes published, column by column."""
    figures = portal.figures
    by_both: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in figures.newest:
        by_both[place[0], portal.data.heads[place].column].append(place)
    order = {place: i for i, place in enumerate(figures.newest)}
    for school in portal.data.schools:
        programmes = {*figures.gives.get(school, ()), *figures.receives.get(school, ())}
        used = [column for column in columns(portal) if any((key, column.id) in by_both for key in programmes)]
        tabs = tuple(Link(column.title, addresses.school_column(school, column.id)) for column in used)
        for column in used:
            mine = (place for key in programmes for place in by_both.get((key, column.id), ()))
            found = sorted(mine, key=order.__getitem__)
            base = addresses.school_column(school, column.id).removesuffix("index.html")
            name = portal.data.schools[school].short
            crumbs = (HOME, portal.short(school), Link(column.title))
            feed = f"feeds/schools/{school}.xml"
            title, judged = f"{name}：{column.title}", portal.health.schools.get(school, {}).get(column.id)
            updated = judged.dates if judged else ""
            listed = partial(_paged, portal, rows, base, title, crumbs, found)
            yield partial(listed, siblings=tabs, feed=feed, updated=updated)
