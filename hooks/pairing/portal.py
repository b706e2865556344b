"""The whole way in one place: data and a day → every file of the portal."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, cast

from pairing.addresses import KEPT
from pairing.ahead import Begun, begin
from pairing.api import (
    ENTRIES,
    PIECES,
    SCHEMA_VERSION,
    SCHEMAS,
    api_files,
    api_tables,
    endpoints,
    entries_file,
    entry_pieces,
    published_schemas,
)
from pairing.beside import Folders
from pairing.campus import campus_data
from pairing.campuses import column_closing, column_steps
from pairing.clock import as_of
from pairing.digests import engine, fingerprint
from pairing.examine import examine
from pairing.feeds import calendar_files
from pairing.fragments import fragment_files
from pairing.gate import disclose, held_marks
from pairing.indexing import column_index, index, written_records
from pairing.internal import inward, mark, marked, marker_files
from pairing.moves import redirect_files, sitemap
from pairing.names import parties
from pairing.press import Content, Contents, Press, Step
from pairing.read import Dataset
from pairing.release import released, waiting_notice
from pairing.render import ShellKey, ShellMaker, render
from pairing.scan.guard import Guard
from pairing.shelf import media_files
from pairing.shell import Shell
from pairing.steps import page_steps, searched
from pairing.syndicate import feed_files
from pairing.views import Page, Portal, pages
from pairing.views.internal import internal_page
from pairing.views.site import data_page
from pairing.voice import NEUTRAL, Voice, spoken
from pairing.workers import ALONE, Crew

# Tabs of the site that lead to generated pages: section, label, address.
SECTIONS = (
    ("columns", "栏目", "columns/index.html"),
    ("programmes", "帮扶项目", "programmes/index.html"),
    ("schools", "学校", "schools/index.html"),
    ("units", "二级单位", "units/index.html"),
    ("ledger", "承诺台账", "ledger/index.html"),
    ("indicators", "指标", "indicators/index.html"),
    ("tables", "工作计划表", "tables/index.html"),
    ("documents", "文件", "documents/index.html"),
    ("data", "开放数据", "data/index.html"),
)


class Opened(NamedTuple):
    """A site that has passed all checks: its portal, the guard of its output, hints, what another core has begun."""

    portal: Portal
    guard: Guard
    hints: list[str]
    begun: Begun


def open_site(
    root: Path,
    environ: Mapping[str, str],
    target: Path,
    address: str,
    dress: bytes,
    *,
    preview: bool,
    internal: bool,
    crew: Crew = ALONE,
) -> Opened:
    """The site of a folder, to be published into ``target``; DataError with all that is wrong."""
    begun: list[Begun] = []
    day: date | None = None  # another core asks for itself

    def early(data: Dataset) -> None:
        def opened() -> Portal:
            now = day or as_of(root, data.checked_site, environ)
            return open_portal(data, now, preview=preview, address=address, dress=dress, internal=internal)

        begun.append(begin(root, target, opened, crew))

    try:
        data, day, guard = examine(root, environ, internal=internal, crew=crew, early=early)
        hints = [data.blind, "" if preview else waiting_notice(data, day)]
        return Opened(begun[0].portal(), guard, [*filter(None, hints)], begun[0])
    except BaseException:
        for refused in begun:
            refused.close()
        raise


def open_portal(
    data: Dataset, as_of: date, *, preview: bool = False, address: str = "", dress: bytes = b"", internal: bool = False
) -> Portal:
    """The data of a day as views see it, past the disclosure gate; what follows is worked out when asked for.

    A preview also shows drafts and entries whose day has not come; an internal portal shows what the gate
    holds back, and says so. ``address`` is where the site is published; ``dress`` stands for the theme in
    the keys of steps.
    """
    out = released(data, as_of, preview=preview)
    written, marks = (inward(out), held_marks(out, as_of)) if internal else disclose(out, as_of)
    told = spoken(written, NEUTRAL, written.schools)
    return Portal(told, as_of, address=address, written=written, dress=dress, marks=marks, internal=internal)


def open_campuses(portal: Portal) -> Iterator[tuple[str, Portal]]:
    """(school, its column as a portal of its own) for every party of a programme with something to show."""
    return ((school, open_campus(portal, school)) for school in portal.figures.columns)


def open_campus(portal: Portal, school: str, dress: bytes = b"") -> Portal:
    """The column of one school as a portal of its own."""
    assert portal.written is not None, "only a portal has columns, a column has none"
    data = campus_data(portal.written, portal.references, school)
    url = data.schools[school].campus.url or ""
    return Portal(
        data, portal.as_of, Voice(school), around=portal.written, address=url, dress=dress, marks=portal.marks
    )


def portal_pages(portal: Portal) -> Iterator[Page]:
    """Every generated page."""
    yield from pages(portal)
    yield _data_page(portal)


def _data_page(portal: Portal) -> Page:
    return data_page(portal, endpoints(portal, api_tables(portal)), SCHEMAS, SCHEMA_VERSION)


def portal_steps(portal: Portal, make_shell: ShellMaker) -> Iterator[Step]:
    """Everything that is generated for the portal but redirects and the sitemap."""
    return _marked(portal, _steps(portal, make_shell))


def _marked(portal: Portal, steps: Iterable[Step]) -> Iterator[Step]:
    """The steps; those of an internal portal mark their pages."""
    for step in steps:
        make = cast("Callable[[], Iterable[tuple[str, bytes]]]", step.make)  # only columns fall into smaller steps
        yield Step(step.name, step.key, marked(make)) if portal.internal else step


def dressed(portal: Portal, files: Mapping[str, bytes], without: Sequence[str]) -> dict[str, bytes]:
    """Finished files as they are, without some; the pages of an internal portal with its mark."""
    kept = {path: content for path, content in files.items() if path not in without}
    return {path: mark(path, content) for path, content in kept.items()} if portal.internal else kept


def _steps(portal: Portal, make_shell: ShellMaker) -> Iterator[Step]:
    if portal.internal:
        yield Step("internal", portal.keys.whole, lambda: _inside(portal, make_shell))
    for name, make in (
        ("calendars", lambda: calendar_files(portal).items()),
        ("data", lambda: searched([_data_page(portal)], make_shell)),
        ("feeds", lambda: feed_files(portal).items()),
        ("media", lambda: media_files(portal.data).items()),
        ("fragments", lambda: _blocks(portal, make_shell)),
    ):
        yield Step(name, portal.keys.whole, make)
    for name, table in api_tables(portal).items():
        if name != ENTRIES:  # which is put together at the end
            yield Step(f"data/{name}", portal.keys.whole, partial(api_files, portal, {name: table}))
    yield Step("schemas", engine(), lambda: published_schemas().items())
    yield from page_steps(portal, make_shell, beside=partial(entry_pieces, portal))


def _inside(portal: Portal, make_shell: ShellMaker) -> Iterator[tuple[str, bytes]]:
    """What only the internal build has: the list of all that is held back, and what tells the folder apart."""
    assert portal.written is not None, "a column has none of this"
    yield from marker_files().items()
    yield from render([internal_page(portal, open_portal(portal.written, portal.as_of))], make_shell)


def _blocks(portal: Portal, make_shell: ShellMaker) -> Iterator[tuple[str, bytes]]:
    files, page = fragment_files(portal)
    yield from files.items()
    yield from render([page], make_shell)


def watched(make_shell: ShellMaker, guard: Guard) -> ShellMaker:
    """Shells that a guard has looked at, and whose pages it looks at."""

    @cache
    def looked_at(key: ShellKey) -> Shell:
        shell = make_shell(key)
        guard.shell("404.html", (*shell.parts, shell.item))
        return replace(shell, look=guard.page)

    return looked_at


def guarded(steps: Iterable[Step], guard: Guard) -> Iterator[Step]:
    """Steps whose files a guard looks at as they are made; what is not made again has passed before."""
    return (_guarded(step, guard) for step in steps)


def _guarded(step: Step, guard: Guard) -> Step:
    def make() -> Iterator[tuple[str, bytes] | Step]:
        for made in step.make():
            yield _guarded(made, guard) if isinstance(made, Step) else guard.passed(*made)
        guard.report()

    def after(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for made in step.after(paths) if step.after else ():
            yield guard.passed(*made)
        guard.report()

    return Step(step.name, fingerprint(step.key, guard.digest), make, after if step.after else None)


def campus_steps(
    portal: Portal,
    make_shell: ShellMaker,
    missing: Shell,
    staged: Mapping[str, bytes],
    site: Path,
    guard: Guard | None = None,
) -> Iterator[Step]:
    """Every school's own column; a guard looks at all pages.

    ``staged`` are the files that the theme brought, ``site`` is where the last build lies.
    """
    theme = {path: content for path, content in staged.items() if path.startswith("assets/")}
    worn = fingerprint(portal.dress, *(part for path, content in sorted(theme.items()) for part in (path, content)))
    for school in portal.figures.columns:
        own = (key for key, item in portal.data.programmes.items() if school in parties(item))
        key = fingerprint(worn, portal.keys.part(own))
        shells = watched(make_shell, guard.below(f"campus/{school}/")) if guard else make_shell
        yield Step(f"campus/{school}", key, *_column(portal, school, shells, missing, theme, worn, site))


def _column(
    portal: Portal,
    school: str,
    make_shell: ShellMaker,
    missing: Shell,
    theme: Mapping[str, bytes],
    dress: bytes,
    site: Path,
) -> tuple[Callable[[], Iterator[Step]], Callable[[Sequence[str]], Iterator[tuple[str, bytes]]]]:
    """The work of one column, and what must come after it. The column is opened once, and forgotten at the end."""
    opened, fresh = cache(partial(open_campus, portal, school, dress)), dict[str, bytes]()

    def after(paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        yield from column_closing(opened(), school, paths)
        yield from column_index(f"campus/{school}/", paths, fresh, Folders(site), opened().data.schools.values())
        opened.cache_clear()
        fresh.clear()

    return lambda: column_steps(opened(), school, make_shell, missing, theme, fresh), after


def closing(
    press: Press,
    portal: Portal,
    made: Mapping[str, Content],
    staged: Mapping[str, bytes],
    written: Mapping[str, str],
    guard: Guard,
) -> dict[str, Content]:
    """What must know all pages: the search, the open data of all entries, redirects, the sitemap.

    ``made`` is all that the steps made, ``staged`` all that MkDocs made; ``written`` are the titles of
    hand-written pages. The search holds words of pages that the guard has looked at.
    """
    pieces = Contents({path: content for path, content in made.items() if path.startswith(PIECES)})
    entries = Step(f"data/{ENTRIES}", portal.keys.whole, lambda: entries_file(portal, pieces.values()))
    records, schools = written_records(staged, written), [*portal.data.schools.values()]
    found = index(press, made, records, schools, guarded(_marked(portal, [entries]), guard))
    return found | press.run(guarded(closing_steps(portal, taken(made), staged, written), guard))


def taken(made: Iterable[str]) -> list[str]:
    """The paths of all that is generated for readers, but for the search, redirects and the sitemap."""
    return [f"api/v1/{ENTRIES}", *(path for path in made if KEPT not in path)]


def closing_steps(
    portal: Portal, generated: Iterable[str], staged: Iterable[str], written: Iterable[str]
) -> Iterator[Step]:
    """Redirects and the sitemap, which must know all other paths.

    ``staged`` are those of all that MkDocs made, ``written`` of hand-written pages among them.
    """
    made, theirs, pages = sorted(generated), sorted(staged), sorted(written)
    key = fingerprint(portal.keys.whole, *made, "", *theirs, "", *pages)
    yield from _marked(portal, [Step("closing", key, lambda: _closing(portal, made, theirs, pages))])


def _closing(portal: Portal, generated: list[str], staged: list[str], pages: list[str]) -> Iterator[tuple[str, bytes]]:
    yield from redirect_files(portal, [*generated, *staged]).items()
    if portal.address:
        own = [path for path in generated if path.endswith("/index.html") and not path.startswith("campus/")]
        yield "sitemap.xml", sitemap(portal, [*own, *pages])
