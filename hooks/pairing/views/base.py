"""What all views share: pages, links, facts, and the portal that they are made from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Final, NamedTuple, TypeVar

from pairing import addresses, phrases
from pairing.campus import References
from pairing.cited import cited
from pairing.deadline import Timed, open_deadlines
from pairing.derive import Figures, Promise, citations, derive, newest
from pairing.digests import fingerprint
from pairing.entries import Place
from pairing.gate import Marks, Public
from pairing.health import Health, open_health
from pairing.keys import Keys
from pairing.ledger import Ledger, open_ledger
from pairing.ledger.binding import Bindings, Lasting, all_bindings, meant
from pairing.model import Column, Site
from pairing.model.base import Printed, Source
from pairing.names import parties, unit_names
from pairing.read import Dataset
from pairing.views.view import View
from pairing.voice import NEUTRAL, Cast, Voice
from pairing.words import Disclosure

Value = TypeVar("Value")
# How many facts are remembered.
_REMEMBERED: Final = 5_000


class Link(NamedTuple):
    """Text that may lead somewhere: ``path`` from the site's root, empty where there is no page."""

    text: str
    path: str = ""
    note: str = ""


class Fact(NamedTuple):
    """A label with what stands beside it, one or several values."""

    label: str
    values: tuple[Link, ...]


class Heading(NamedTuple):
    """An entry of a page's table of contents."""

    anchor: str
    text: str


class Fault(NamedTuple):
    """A printed fault: the words (only where they may be quoted), what is meant, and where."""

    text: str
    note: str
    clause: str


# What a search can be narrowed down by: the name in an address, and the label.
FACETS: Final = (
    ("school", "学校"),
    ("programme", "项目"),
    ("column", "栏目"),
    ("year", "年份"),
    ("kind", "类型"),
    ("status", "状态"),
)


class Found(View):
    """What a search can narrow down a page by, in readers' words.

    ``day`` (YYYY-MM-DD) sorts the newest first; ``dated`` says in words what that date is, as precisely as its
    source has it. Where it is empty, the day is that of publication.
    """

    kind: str
    schools: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    day: str = ""
    dated: str = ""

    @property
    def facets(self) -> tuple[tuple[str, ...], ...]:
        """The values in the order of ``FACETS``."""
        return (self.schools, self.programmes, self.columns, self.years, (self.kind,), self.statuses)


class Notice(NamedTuple):
    """What readers must know before they read on: withdrawn, superseded, on request; for editors, what is held back."""

    kind: str
    heading: str
    texts: tuple[str, ...] = ()
    link: Link | None = None


class Page(View):
    """One page of the portal: all that it says and nothing else. Plain data, so it can be compared."""

    # The file of its template; none for those that Python writes (render.py).
    template: ClassVar[str] = ""

    path: str
    title: str
    description: str
    section: str
    crumbs: tuple[Link, ...] = ()
    toc: tuple[Heading, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    notices: tuple[Notice, ...] = ()
    json_ld: str = ""
    # The same page of the portal, where a column's page does not stand at the same path.
    at_portal: str = ""
    # None where a page only leads to others: it is not searched.
    found: Found | None = None

    @property
    def root(self) -> str:
        """The way back to the site's root."""
        return addresses.root(self.path)


class PageJob(NamedTuple):
    """One step of making pages: its name, a key of all that it depends on, how they are made; of entries, which."""

    name: str
    key: bytes
    make: Callable[[], Iterable[Page]]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Portal:
    """What views are made from: the data, what follows from it, and what of it is public.

    What follows is worked out when the first view asks for it: a build that changes one entry's text asks for little.
    """

    data: Dataset
    as_of: date
    voice: Voice = NEUTRAL
    # What stands for the theme and for all else that pages depend on beside the data.
    dress: bytes = b""
    # Where the site is published, ending in "/"; empty where that is not known.
    address: str = ""
    # The data with the placeholders of its entries, for other voices.
    written: Dataset | None = None
    # Of a column, the data that its own are a part of: what it does not have is named, without a link.
    around: Dataset | None = None
    # What is held back; in the internal build with everything closed, elsewhere only what is there on request.
    marks: Marks = field(default_factory=dict)
    internal: bool = False

    @cached_property
    def figures(self) -> Figures:
        """Everything derived, for the day."""
        return derive(self.data, self.as_of)

    @cached_property
    def cited(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """All that cites a document: its kind and id, each once; plans and reports as programme/id."""
        return citations(self.data)

    @cached_property
    def newest(self) -> tuple[Place, ...]:
        """The entries that lists have, by publication, the newest first."""
        return newest(self.data)

    @cached_property
    def retired(self) -> tuple[Place, ...]:
        """The entries that are withdrawn or superseded: they have pages, and no list has them."""
        return newest(self.data, current=False)

    @cached_property
    def timed(self) -> tuple[Timed, ...]:
        """How long the open documents took to be published."""
        return open_deadlines(self.data, self.as_of)

    @cached_property
    def keys(self) -> Keys:
        """The keys of its steps: what the gate lets pass may change with the day and with other records, too."""
        passed = (
            *(repr(sorted(self.marks.items())), *self.public.documents, "", *self.data.schools),
            *("", *self.public.known, "", *self.named.schools, str(self.internal)),
        )
        return Keys(self.data, self.as_of, fingerprint(self.dress, self.address, self.voice.school or "", *passed))

    @cached_property
    def public(self) -> Public:
        """The register of documents as the public sees it."""
        return Public.of(self.data, self.named, internal=self.internal)

    @property
    def named(self) -> Dataset:
        """The data with all schools and documents that pages may name."""
        return self.around or self.data

    @cached_property
    def ledger(self) -> Ledger:
        """The promise ledger on the day."""
        return open_ledger(self.data, self.figures, self.bound)

    @cached_property
    def bound(self) -> Bindings:
        """Which promises an id means, when: apart from the ledger, which an edited entry's page does without."""
        return all_bindings(self.data, self.figures)

    @cached_property
    def health(self) -> Health:
        """How fresh the columns are on the day; a school's column knows its partners in part only and judges itself."""
        health, own = open_health(self.data, self.as_of), self.voice.school
        return health if own is None else health._replace(schools={own: health.schools.get(own, {})})

    def work_out(self, ledger: Ledger, health: Health) -> None:
        """Work out now what nearly every step asks for, so that workers share it, and none does it again.

        ``ledger`` and ``health`` are its own, which another process may have worked out.
        """
        vars(self).update(ledger=ledger, health=health)
        _ = self.casts

    def school(self, key: str, note: str = "") -> Link:
        """A link to a school under its full name."""
        return Link(self.named.schools[key].name, self._way(key), note)

    def short(self, key: str, note: str = "") -> Link:
        """A link to a school under its short name; the one that speaks says 我校 or 我局."""
        return Link(self.voice.name(self.named.schools, key), self._way(key), note)

    def _way(self, school: str) -> str:
        return addresses.school(school) if school in self.data.schools else ""

    @property
    def site(self) -> Site:
        """What the site says of itself."""
        assert self.data.site is not None, "load() refuses data without site.yml"
        return self.data.site

    @cached_property
    def references(self) -> References:
        """What every record refers to, for the columns that take a part of all."""
        assert self.written is not None, "only a portal has columns, a column has none"
        return References.of_data(self.written)

    @cached_property
    def casts(self) -> dict[str, Cast]:
        """The parties of each programme as the one who speaks calls them."""
        programmes = self.data.programmes
        return {
            key: Cast.of(self.named.schools, item, self.voice, cited(self.data, key))
            for key, item in programmes.items()
        }

    @cached_property
    def parties(self) -> dict[str, tuple[str, ...]]:
        """``programme -> the short names of its schools``, each once."""
        schools, found = self.data.schools, self.data.programmes.items()
        return {key: tuple(dict.fromkeys(schools[at].short for at in parties(item))) for key, item in found}

    def level(self, kind: str, *key: str) -> Disclosure:
        """How open a record is that is shown here."""
        return next((mark.level for mark in self.marks.get((kind, key), ()) if not mark.part), "open")

    def column(self, key: str) -> Column:
        """A column by its id."""
        return self._columns[key]

    @cached_property
    def _columns(self) -> dict[str, Column]:
        assert self.data.columns is not None, "load() refuses data without columns.yml"
        return {column.id: column for column in self.data.columns.columns}

    @cached_property
    def _made(self) -> dict[tuple[str, str, str | None], Any]:
        return {}

    def once(self, key: tuple[str, str, str | None], make: Callable[[], Value]) -> Value:
        """What several pages show, by kind, id and plan: made when the first of them asks."""
        if key not in self._made:
            self._made[key] = make()
        found: Value = self._made[key]
        return found

    def side(self, programme: str, side: str) -> str:
        """支援方, 受援方 or 双方, as the one who speaks says it."""
        return self.casts[programme].names[side]

    def programme(self, key: str) -> Link:
        """A link to a programme under its short name."""
        return Link(self.data.programmes[key].short, addresses.programme(key))

    def document(self, key: str | None) -> Link | None:
        """A link to a document's card, or None where the public may not know of it."""
        if key is None or self.public.visible(key) is None:
            return None
        document = self.public.known[key]
        path = addresses.document(key) if key in self.public.documents else ""
        return Link(document.title, path, document.number or "")

    def documents(self, keys: Iterable[str]) -> tuple[Link, ...]:
        """Links to the documents that the public may know of."""
        return tuple(link for link in map(self.document, keys) if link)

    def source(self, source: Source | None) -> Link | None:
        """Where a fact is printed, as a link with the clause behind it."""
        link = self.document(source.document) if source else None
        return Link(link.text, link.path, (source.clause if source else "") or "") if link else None

    def sources(self, sources: Iterable[Source]) -> tuple[Link, ...]:
        """The same for several."""
        return tuple(link for link in map(self.source, sources) if link)

    def served(
        self, programme: str, keys: Iterable[str], record: Lasting, plan: str | None = None
    ) -> Iterator[Promise]:
        """The promises that a ``record``, or a row of ``plan``, means by the ids that it uses."""
        known = self.bound[programme]
        return (promise for key in keys for promise in meant(known.get(key, ()), record, plan))

    def measures(
        self, programme: str, keys: Iterable[str], record: Lasting, plan: str | None = None
    ) -> tuple[Link, ...]:
        """Links to the same; of several with one id each says which plan it is of."""
        found = tuple(self.served(programme, keys, record, plan))
        ids = [item.measure.id for item in found]
        several = {key for key in ids if ids.count(key) > 1}
        return tuple(
            Link(
                item.measure.statement,
                f"{item.path}#{item.measure.id}",
                self.data.plans[programme, item.plan].title if item.plan and item.measure.id in several else "",
            )
            for item in found
        )

    def indicators(self, programme: str, keys: Iterable[str]) -> tuple[Link, ...]:
        """Links to indicators of a programme."""
        titles = {item.id: item.title for item in self.data.programmes[programme].indicators}
        page = addresses.programme(programme)
        return tuple(Link(titles[key], f"{page}#indicator-{key}") for key in keys if key in titles)

    def faults(self, printed: Iterable[Printed], document: str | None) -> tuple[Fault, ...]:
        """Printed faults; the words themselves only where their document is open."""
        quotable = self.public.quotable(document)
        return tuple(Fault(item.text if quotable else "", item.note, item.clause or "") for item in printed)

    def units(self, schools: Iterable[str], names: Iterable[str]) -> tuple[Link, ...]:
        """Links to units of one side by the names that a record uses."""
        key = tuple(schools)
        known = self.once(("units", "/".join(key), None), lambda: unit_names(self.data.schools, key))
        return tuple([Link(name, addresses.unit(*known[name]) if name in known else "") for name in names])


@lru_cache(_REMEMBERED)  # dates, offices and posts come again and again
def fact(label: str, *values: str | Link | None) -> Fact:
    """A fact from texts and links; empty values fall out."""
    return Fact(
        label, tuple([value if isinstance(value, Link) else Link(value) for value in values if value and value[0]])
    )


def stated(*facts: Fact) -> tuple[Fact, ...]:
    """Only the facts that say something."""
    return tuple([item for item in facts if item.values])


def missing(*facts: Fact) -> tuple[str, ...]:
    """The labels of the facts that the source leaves out."""
    return tuple(item.label for item in facts if not item.values)


HOME = Link("首页", "index.html")

__all__ = [
    "FACETS",
    "HOME",
    "Fact",
    "Fault",
    "Found",
    "Heading",
    "Link",
    "Page",
    "Portal",
    "fact",
    "missing",
    "phrases",
    "stated",
]
