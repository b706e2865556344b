"""The entries of a dataset: of each a short head at once, the whole when somebody asks for it.

Ten thousand entries fill half a second of a build when they are unpacked, and most builds need few of
them: lists, neighbours and what has to be made again follow from the heads.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, Final, NamedTuple

from pairing.digests import fingerprint
from pairing.media import Reference, local_file, to_page
from pairing.model import Entry
from pairing.model.base import People
from pairing.model.entry import EntryResult
from pairing.model.plan import Units
from pairing.model.report import Evidence
from pairing.prose import Prose
from pairing.source import Record
from pairing.when import When
from pairing.words import Confirmed, Disclosure, Mode, Side

Place = tuple[str, str, str]


def entry_file(place: Place) -> str:
    """Where an entry's file lies, below the root of the repository."""
    return f"content/entries/{'/'.join(place)}.md"


class Head(NamedTuple):
    """What lists and neighbours know of an entry."""

    title: str
    summary: str | None
    column: str
    date: When
    published: When
    # When it was last corrected, else published.
    changed: When
    # The last of all days that it tells of as past.
    latest: When
    keywords: tuple[str, ...]
    pinned: bool
    draft: bool
    former: tuple[str, ...]
    # Whether lists still have it: it is neither withdrawn nor superseded.
    current: bool
    disclosure: Disclosure | None
    # Whether it holds something back, or says why.
    partly: bool
    # The document that it is taken from.
    cited: str | None

    @classmethod
    def of(cls, entry: Entry) -> "Head":
        """The head of an entry."""
        return cls._make((*_OWN(entry), entry.source.document if entry.source else None))


# What a head has of its entry: all but what it cites.
_OWN: Final = attrgetter(*Head._fields[:-1])


class Act(NamedTuple):
    """One activity as the ledger counts it: by its own day or that of its entry."""

    when: When
    until: When | None
    event: str | None
    measures: tuple[str, ...]
    schedule: tuple[str, ...]
    people: tuple[People, ...]
    confirmed: Confirmed
    by: Side
    to: Side | None
    mode: tuple[Mode, ...]
    units: Units
    evidence: tuple[Evidence, ...]


class Work(NamedTuple):
    """What an entry tells of work done: all that ledger and health need of it beside its head.

    ``over`` is when what happened was over.
    """

    over: When
    acts: tuple[Act, ...]
    results: tuple[EntryResult, ...]

    @classmethod
    def of(cls, entry: Entry) -> "Work":
        """The work of an entry."""
        acts = (
            Act(
                item.when or entry.date,
                item.until or (None if item.when else entry.until),
                item.event,
                item.measures,
                item.schedule,
                item.confirmation.agreed(item.people),
                item.confirmation.of(item.people),
                item.by,
                item.to,
                item.mode,
                item.units,
                item.evidence,
            )
            for item in entry.activities
        )
        return cls(entry.until or entry.date, tuple(acts), entry.results)

    def pack(self) -> bytes:
        """As it is kept: plain tuples, whose classes nobody has to look for."""
        return pickle.dumps((self.over, [*map(tuple, self.acts)], self.results), pickle.HIGHEST_PROTOCOL)

    @classmethod
    def unpack(cls, packed: bytes) -> "Work":
        """The same again."""
        over, acts, results = pickle.loads(packed)  # noqa: S301 -- packed above, signed where it is kept
        return cls(over, (*map(Act._make, acts),), results)


def named_files(entry: Entry, references: Iterable[Reference]) -> tuple[str, ...]:
    """The names of all files that an entry refers to, as written, each once; ``references`` are those of its text."""
    names = [entry.cover.file] if entry.cover else []
    names += [item.file for item in entry.attachments]
    names += [item.target for item in references if local_file(item.target)]
    return tuple(dict.fromkeys(names))


Open = Callable[[Place], Entry]
# How many opened entries are kept at hand: of ten thousand nobody needs more at a time.
_MOST: Final = 500


class Entries(Mapping[Place, Entry]):
    """Entries by place; ``heads`` hold every place, ``opening`` gives the entry of one, ``working`` its work."""

    def __init__(self, heads: Mapping[Place, Head], opening: Open, working: Callable[[Place], Work]) -> None:
        self.heads, self.work = heads, working
        self._opening = opening
        self._opened: dict[Place, Entry] = {}

    @classmethod
    def of(cls, entries: Mapping[Place, Entry]) -> "Entries":
        """The same of entries that lie in memory anyway."""
        if isinstance(entries, Entries):
            return entries
        heads = {place: Head.of(entry) for place, entry in entries.items()}
        return cls(heads, entries.__getitem__, lambda place: Work.of(entries[place]))

    def __getitem__(self, place: Place) -> Entry:
        found = self._opened.get(place)
        if found is None:
            if place not in self.heads:
                raise KeyError(place)
            found = self._opened[place] = self._opening(place)
            if len(self._opened) > _MOST:
                del self._opened[next(iter(self._opened))]
        return found

    def __contains__(self, place: object) -> bool:
        return place in self.heads

    def __iter__(self) -> Iterator[Place]:
        return iter(self.heads)

    def __len__(self) -> int:
        return len(self.heads)

    def only(self, places: Iterable[Place]) -> "Entries":
        """Some of them, in the order given."""
        return Entries({place: self.heads[place] for place in places}, self.__getitem__, self.work)

    def told(self, heads: Callable[[Place, Head], Head], entries: Callable[[Place, Entry], Entry]) -> "Entries":
        """All of them, their words changed; an entry is changed when somebody asks for it. Its work stays as it is."""
        return Entries(
            {place: heads(place, head) for place, head in self.heads.items()},
            lambda place: entries(place, self[place]),
            self.work,
        )


class Read(NamedTuple):
    """An entry without fault: its record, its model, what its text refers to, and its text as HTML.

    The last is None where it must be made for each voice (`Prose.of`).
    """

    record: Record
    entry: Entry
    references: tuple[Reference, ...]
    prose: Prose | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Kept as plain values, whose classes nobody has to look for."""
        record, entry, references, prose = self
        text = (record.path, record.text, record.line, record.body, record.body_line)
        return _kept, (text, entry, (*map(tuple, references),), None if prose is None else prose.parts)


def _kept(
    text: tuple[str, str, int, str, int],
    entry: Entry,
    references: tuple[tuple[Any, ...], ...],
    parts: tuple[str, ...] | None,
) -> Read:
    """An entry that was kept."""
    prose = None if parts is None else Prose(parts)
    return Read(Record.kept(*text), entry, (*map(Reference._make, references),), prose)


def ways(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """Those references that are links to pages of the site."""
    return tuple([item for item in references if not item.picture and to_page(item.target)])


class Brief(NamedTuple):
    """What is wanted of every entry at once: its head, a digest of all of it but the words of its text, its files.

    ``ways`` are the links of its text to pages of the site, which each build has to judge, as pages come and go.
    """

    head: Head
    front: bytes
    files: tuple[str, ...] = ()
    packed: bytes = b""  # its work, which few builds ask for
    ways: tuple[Reference, ...] = ()

    @classmethod
    def of(cls, read: Read) -> "Brief":
        """The brief of what was read."""
        front = fingerprint(read.record.text, repr((*map(tuple, read.references),)))
        packed = Work.of(read.entry).pack()
        files = named_files(read.entry, read.references)
        return cls(Head.of(read.entry), front, files, packed, ways(read.references))

    @property
    def work(self) -> Work:
        """What the entry tells of work done."""
        return Work.unpack(self.packed)
