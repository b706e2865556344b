"""Pages that list entries: columns, years, tags, programmes, schools."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from itertools import islice
from typing import ClassVar, NamedTuple

from pairing import addresses
from pairing.digests import fingerprint
from pairing.entries import Place
from pairing.model import Column
from pairing.names import parties
from pairing.views.base import HOME, Link, Page, PageJob, Portal
from pairing.views.meta import column_meta

Grouped = Mapping[str, list[Place]]
Rows = Callable[[Place], "EntryRow"]
# How many numbered pages of a list are made in one step.
_AT_ONCE = 20


class EntryRow(NamedTuple):
    """An entry in a list."""

    title: str
    path: str
    published: str
    # The same day in words.
    released: str
    happened: str
    summary: str
    column: Link
    programme: Link
    pinned: bool
    draft: bool
    # on-request or closed where it is not open; empty for most.
    level: str = ""


class ListPage(Page):
    """A list of entries with its pages, years and siblings."""

    lead: str
    rows: tuple[EntryRow, ...]
    total: int
    pages: tuple[Link, ...]
    here: str
    newest: str
    # Where one goes on from here: addresses, empty at either end.
    newer: str
    older: str
    years: tuple[Link, ...]
    siblings: tuple[Link, ...]
    feed: str
    updated: str


class ColumnsPage(Page):
    """Every column with its latest entries."""

    template: ClassVar[str] = "columns.html.j2"

    columns: tuple[tuple[Link, str, int, tuple[EntryRow, ...]], ...]


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
        released=entry.published.text,
        happened=entry.date.text,
        summary=entry.summary or "",
        column=_one(Link(column.title, addresses.column(column.id))),
        programme=_one(portal.programme(place[0])),
        pinned=entry.pinned,
        draft=entry.draft,
        level=portal.level("entry", *place) if portal.marks.get(("entry", place)) else "",
    )


@lru_cache(1_000)
def _one(link: Link) -> Link:
    """The same link for all rows that have it: thousands of them are remembered."""
    return link


def latest(portal: Portal, column: str | None = None, most: int = 5) -> tuple[EntryRow, ...]:
    """The newest entries of a column, or of all."""
    heads = portal.data.heads
    found = (place for place in portal.newest if column in (None, heads[place].column))
    return tuple(entry_row(portal, place) for place in islice(found, most))


def programme_news(portal: Portal, key: str) -> Sequence[Place]:
    """The entries of a programme, the newest first."""
    return portal.once(("news", "programmes", None), lambda: _by_programme(portal)).get(key, ())


def _by_programme(portal: Portal) -> Grouped:
    found = defaultdict[str, list[Place]](list)
    for place in portal.newest:
        found[place[0]].append(place)
    return found


def school_news(portal: Portal, key: str) -> Mapping[str, list[Place]]:
    """The entries of a school's programmes by column, in the order of the columns, the newest first in each."""
    return portal.once(("news", "schools", None), lambda: _school_news(portal))[key]


def news_pages(portal: Portal) -> Iterator[Page]:
    """Every page that lists entries."""
    return (page for job in news_jobs(portal) for page in job.make())


def news_jobs(portal: Portal) -> Iterator[PageJob]:
    """The same in steps: the first page of every list, and its numbered pages some at a time."""
    by_column, by_word = _grouped(portal)
    yield PageJob("columns", portal.keys.whole, lambda: [_columns_page(portal, by_column), _tags_page(by_word)])
    rows = cache(partial(entry_row, portal))  # most entries stand in several lists
    for found in _lists(portal, by_column, by_word):
        yield from _list_jobs(portal, found, rows)


class _List(NamedTuple):
    """A list of entries, the newest first, at ``base``; ``judged`` says how fresh it is when asked."""

    base: str
    title: str
    crumbs: tuple[Link, ...]
    places: Sequence[Place]
    lead: str = ""
    years: tuple[Link, ...] = ()
    siblings: tuple[Link, ...] = ()
    feed: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    judged: Callable[[], str] = str

    @property
    def steady(self) -> str:
        """What all of its pages share, whatever entries come."""
        return repr((self.base, self.title, self.crumbs, self.lead, self.siblings, self.feed, self.meta))


def _lists(portal: Portal, by_column: Grouped, by_word: Grouped) -> Iterator[_List]:
    tabs = tuple(Link(column.title, addresses.column(column.id)) for column in columns(portal))
    for column in columns(portal):
        yield from _column_lists(portal, column, by_column.get(column.id, []), tabs)
    for word, mine in _used(by_word).items():
        crumbs = (HOME, Link("栏目", "columns/index.html"), Link("关键词", "tags/index.html"), Link(word))
        yield _List(addresses.tag(word).removesuffix("index.html"), f"关键词：{word}", crumbs, mine)
    for programme in portal.data.programmes:
        if found := programme_news(portal, programme):
            trail = (HOME, Link("帮扶项目", "programmes/index.html"), portal.programme(programme), Link("稿件"))
            feed = f"feeds/programmes/{programme}.xml"
            title = f"{portal.data.programmes[programme].short}：稿件"
            base = addresses.programme_news(programme).removesuffix("index.html")
            yield _List(base, title, trail, found, feed=feed)
    yield from _school_lists(portal)


def _column_lists(portal: Portal, column: Column, places: list[Place], tabs: tuple[Link, ...]) -> Iterator[_List]:
    """A column, and its archive by year."""
    base, home = addresses.column(column.id).removesuffix("index.html"), Link("栏目", "columns/index.html")
    by_year: dict[int, list[Place]] = defaultdict(list)
    heads = portal.data.heads
    for place in places:
        by_year[heads[place].published.last.year].append(place)
    years = tuple(Link(f"{year}年", f"{base}{year}/index.html", f"{len(found)} 篇") for year, found in by_year.items())
    feed = f"feeds/columns/{column.id}.xml"
    yield _List(
        base,
        column.title,
        (HOME, home, Link(column.title)),
        places,
        lead=column.description,
        years=years,
        siblings=tabs,
        feed=feed,
        meta=column_meta(column),
        judged=lambda: portal.health.portal[column.id].dates,
    )
    for year, found in by_year.items():
        trail = (HOME, home, Link(column.title, f"{base}index.html"), Link(f"{year}年"))
        title = f"{column.title} {year}年"
        yield _List(f"{base}{year}/", title, trail, found, years=years, siblings=tabs, feed=feed)


def _list_jobs(portal: Portal, found: _List, rows: Rows) -> Iterator[PageJob]:
    """The newest entries at the list's base, and numbered pages from the oldest on.

    A new entry changes the first page and the last numbered one; all others keep their bytes. So what
    changes with every entry (how many there are, years, dates) stands on the first page only, and a
    numbered page leads to its neighbours.
    """
    keys, size = portal.keys, _page_size(portal)
    yield PageJob(f"lists/{found.base}", keys.whole, lambda: [_first_page(portal, found, rows)])
    oldest = found.places[::-1]
    last = len(oldest) if len(oldest) > size else 0
    steady = found.steady
    for start in range(0, last, size * _AT_ONCE):
        end = min(start + size * _AT_ONCE, last)
        key = fingerprint(keys.lists, steady, str(end < last), keys.entries(oldest[start:end]))
        make = partial(_numbered_pages, portal, found, rows, range(start // size, -(-end // size)))
        yield PageJob(f"lists/{found.base}{start}", key, make)


def _page_size(portal: Portal) -> int:
    assert portal.data.columns is not None, "load() refuses data without columns.yml"
    return portal.data.columns.page_size


def _count(portal: Portal, found: _List) -> int:
    """How many numbered pages there are; none where all entries stand on the first."""
    count = -(-len(found.places) // _page_size(portal))
    return count if count > 1 else 0


@lru_cache(_AT_ONCE)  # neighbours lead to each other
def _numbered(base: str, i: int) -> Link:
    """A link to a numbered page of the list at ``base``, counted from 0."""
    return Link(str(i + 1), f"{base}page-{i + 1}/index.html")


def _first_page(portal: Portal, found: _List, rows: Rows) -> ListPage:
    count, heads, size = _count(portal, found), portal.data.heads, _page_size(portal)
    pinned = [place for place in found.places if heads[place].pinned]
    others = (place for place in found.places if not heads[place].pinned)
    newest = [*pinned, *islice(others, max(size - len(pinned), 0))]
    unseen = _page_of_unseen(found.places, newest, size)
    return ListPage(
        path=f"{found.base}index.html",
        title=found.title,
        description=found.lead or found.title,
        section="columns",
        crumbs=found.crumbs,
        lead=found.lead,
        rows=tuple(map(rows, newest)),
        total=len(found.places),
        pages=_window(found.base, count, count - 1, unseen),
        here="",
        newest=f"{found.base}index.html",
        newer="",
        older=_numbered(found.base, unseen).path if count and unseen >= 0 else "",
        years=found.years,
        siblings=found.siblings,
        feed=found.feed,
        meta=found.meta,
        updated=found.judged(),
    )


def _numbered_pages(portal: Portal, found: _List, rows: Rows, numbers: range) -> Iterator[ListPage]:
    base, count, size = found.base, _count(portal, found), _page_size(portal)
    oldest, newest, description = found.places[::-1], f"{base}index.html", found.lead or found.title
    for i in numbers:
        here = _numbered(base, i)
        yield ListPage(
            path=here.path,
            title=f"{found.title}（第{here.text}页）",
            description=description,
            section="columns",
            crumbs=found.crumbs,
            lead=found.lead,
            rows=tuple(map(rows, reversed(oldest[i * size : (i + 1) * size]))),
            total=0,
            pages=_window(base, count, i),
            here=here.text,
            newest=newest,
            newer=_numbered(base, i + 1).path if i + 1 < count else newest,
            older=_numbered(base, i - 1).path if i else "",
            years=(),
            siblings=found.siblings,
            feed=found.feed,
            meta=found.meta,
            updated="",
        )


def _page_of_unseen(places: Sequence[Place], seen: Iterable[Place], size: int) -> int:
    """The numbered page of the newest entry that the first page does not show; -1 where it shows all."""
    known = set(seen)
    newest = next((i for i, place in enumerate(places) if place not in known), len(places))
    return (len(places) - 1 - newest) // size


def _window(base: str, count: int, at: int, more: int = 0) -> tuple[Link, ...]:
    """The pages that one of so many leads to: the next newer, itself, the next older, one more, the oldest."""
    near = sorted({at + 1, at, at - 1, more, 0}, reverse=True)
    return tuple([_numbered(base, i) for i in near if 0 <= i < count])


def _grouped(portal: Portal) -> tuple[Grouped, Grouped]:
    """The entries by column and by keyword, the newest first."""
    by_column, by_word = (defaultdict[str, list[Place]](list) for _ in range(2))
    heads = portal.data.heads
    for place in portal.newest:
        head = heads[place]
        by_column[head.column].append(place)
        for word in dict.fromkeys(head.keywords):
            by_word[word].append(place)
    return by_column, by_word


def _columns_page(portal: Portal, by_column: Grouped) -> ColumnsPage:
    rows = []
    for column in columns(portal):
        mine = by_column.get(column.id, [])
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


def _used(by_word: Grouped) -> dict[str, list[Place]]:
    """Every keyword with its entries, the most used first."""
    return dict(sorted(by_word.items(), key=lambda item: (-len(item[1]), item[0])))


def _tags_page(by_word: Grouped) -> TagsPage:
    return TagsPage(
        path="tags/index.html",
        title="关键词",
        description="全部关键词",
        section="columns",
        crumbs=(HOME, Link("栏目", "columns/index.html"), Link("关键词")),
        tags=tuple((Link(word, addresses.tag(word)), len(found)) for word, found in _used(by_word).items()),
    )


def _school_news(portal: Portal) -> dict[str, dict[str, list[Place]]]:
    """What the programmes of every school published, column by column."""
    data, heads = portal.data, portal.data.heads
    found: dict[str, dict[str, list[Place]]] = {key: {at.id: [] for at in columns(portal)} for key in data.schools}
    own = {
        key: [found[school] for school in parties(programme) if school in found]
        for key, programme in data.programmes.items()
    }
    for place in portal.newest:
        column = heads[place].column
        for mine in own[place[0]]:
            mine[column].append(place)
    return {key: {column: places for column, places in mine.items() if places} for key, mine in found.items()}


def _school_lists(portal: Portal) -> Iterator[_List]:
    """What a school's programmes published, column by column."""
    for school in portal.data.schools:
        used = school_news(portal, school)
        tabs = tuple(Link(portal.column(key).title, addresses.school_column(school, key)) for key in used)
        for key, mine in used.items():
            yield _List(
                addresses.school_column(school, key).removesuffix("index.html"),
                f"{portal.data.schools[school].short}：{portal.column(key).title}",
                (HOME, Link("学校", "schools/index.html"), portal.short(school), Link(portal.column(key).title)),
                mine,
                siblings=tabs,
                feed=f"feeds/schools/{school}.xml",
                judged=partial(_judged, portal, school, key),
            )


def _judged(portal: Portal, school: str, column: str) -> str:
    judged = portal.health.schools.get(school, {}).get(column)
    return judged.dates if judged else ""
