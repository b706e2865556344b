"""Records → Dataset: every file of data/ and every entry as a validated model object, kept by id.

What a file is, its path says (`pairing.filing`).
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from pairing.advice import explain
from pairing.digests import fingerprint
from pairing.entries import Brief, Entries, Head, Place, Read, named_files
from pairing.filing import ENTRY, LAYOUT, LOGOS, Filed, Key, filed, missing
from pairing.folders import found_files
from pairing.history import first_commits
from pairing.keep import Held, Stamp, keep_for
from pairing.media import Reference, references
from pairing.model import Alliance, Calendar, Columns, Document, Entry, Plan, Programme, Report, School, Site, Waivers
from pairing.model.base import blank
from pairing.problems import Problem, Where
from pairing.prose import Prose
from pairing.source import File, Record, read_page, read_yaml
from pairing.verdict import Told, Verdicts
from pairing.workers import ALONE, MANY, Crew, spread

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Dataset:
    """All that people wrote under data/, by id, with the record behind each object.

    Plans and reports have a two-part id (programme, plan). ``known`` holds the ids of every
    file that exists, readable or not, so that one broken file does not make every reference
    to it look wrong. ``files`` maps what lies beside the entries (path below ``root``) to its size
    in bytes. ``held`` is what was read of each entry, unpacked when asked for; ``prints`` maps every
    file of data/ (path below ``root``) to a digest of its bytes, ``stamps`` what lies beside the entries
    to a digest of its size, times and inode. ``verdicts`` is what was told of new entries as they were read.
    ``blind`` says why ``committed``, the day on which each file came into the repository, is not known.
    """

    site: Site | None
    calendar: Calendar | None
    columns: Columns | None
    schools: Mapping[str, School]
    documents: Mapping[str, Document]
    alliances: Mapping[str, Alliance]
    programmes: Mapping[str, Programme]
    plans: Mapping[tuple[str, str], Plan]
    reports: Mapping[tuple[str, str], Report]
    entries: Entries
    records: Mapping[tuple[str, Key], Record] = field(repr=False)
    known: Mapping[str, frozenset[Key]] = field(repr=False)
    committed: Mapping[str, date] = field(default_factory=dict, repr=False)
    blind: str = field(default="", repr=False, compare=False)
    logos: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    files: Mapping[str, int] = field(default_factory=dict, repr=False)
    held: Mapping[Place, Held] = field(default_factory=dict, repr=False)
    prints: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    stamps: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    root: Path = field(default=Path(), repr=False, compare=False)
    waivers: Waivers = field(default_factory=Waivers)
    verdicts: Verdicts = field(default=Verdicts(), repr=False, compare=False)

    def record(self, kind: str, *key: str) -> Record:
        """The record behind one object."""
        if kind == "entry":
            return self._read(key).record
        return self.records[kind, key]

    @property
    def checked_site(self) -> Site:
        """What the site says of itself; there always is one in data that load() gave."""
        assert self.site is not None, "load() refuses data without site.yml"
        return self.site

    @property
    def heads(self) -> Mapping[Place, Head]:
        """The heads of all entries."""
        return self.entries.heads

    def references(self, place: Place) -> tuple[Reference, ...]:
        """The pictures and links of an entry's text."""
        return self._read(place).references

    def prose(self, place: Place) -> Prose | None:
        """An entry's text as HTML, rendered once; None where it must be made for each voice."""
        return self._read(place).prose

    @cached_property
    def opened(self) -> tuple[tuple[Place, Record, Entry, tuple[Reference, ...]], ...]:
        """Every entry with its record and what its text refers to: for those who look at a few, and many times."""
        found = ((place, self._read(place), entry) for place, entry in self.entries.items())
        return tuple([(place, read.record, entry, read.references) for place, read, entry in found])

    def _read(self, place: Key) -> "Read":
        found: Read = self.held[place[0], place[1], place[2]].value
        return found

    def exists(self, kind: str, *key: str) -> bool:
        """Whether a file of this id exists, readable or not."""
        return key in self.known[kind]

    def plans_of(self, programme: str) -> dict[str, Plan]:
        """The plans of one programme, by id."""
        return {**self._owned[programme][0]} if programme in self._owned else {}

    def reports_of(self, programme: str) -> dict[str, Report]:
        """The reports of one programme, by id."""
        return {**self._owned[programme][1]} if programme in self._owned else {}

    @cached_property
    def _owned(self) -> dict[str, tuple[dict[str, Plan], dict[str, Report]]]:
        """The plans and reports of every programme that has any."""
        found: dict[str, tuple[dict[str, Plan], dict[str, Report]]] = {}
        for (owner, key), plan in self.plans.items():
            found.setdefault(owner, ({}, {}))[0][key] = plan
        for (owner, key), report in self.reports.items():
            found.setdefault(owner, ({}, {}))[1][key] = report
        return found


class Bench(NamedTuple):
    """Who judges the entries of a dataset, whose bytes are given by place, and all its other records; by what."""

    judge: Callable[[Dataset, Mapping[Place, bytes]], Told]
    others: Callable[[Dataset], tuple[Any, ...]]
    rules: bytes
    vocabulary: object


# Seats a bench for the entries of a dataset whose data/ has no fault; None where it cannot be seated.
Seat = Callable[[Dataset], Bench | None]


def nobody(_: Dataset) -> Bench | None:
    """Take no part: judge nothing while reading, begin nothing while checking."""
    return None


def read_data(root: Path, crew: Crew = ALONE, seat: Seat = nobody) -> tuple[Dataset, list[Problem]]:
    """Read ``root``/data and the entries. The dataset holds what could be read; the problems, why not the rest.

    Where data/ has no fault, new entries may be judged by a bench as they are read.
    """
    problems: list[Problem] = []
    objects: dict[str, dict[Key, BaseModel]] = {kind: {} for kind, _, _ in LAYOUT}
    records: dict[tuple[str, Key], Record] = {}
    known: dict[str, set[Key]] = {kind: set() for kind, _, _ in LAYOUT}
    logos: dict[str, bytes] = {}
    placed: dict[str, Filed] = {}
    named: dict[str, os.DirEntry[str]] = {}
    for path, file in found_files(root / "data"):
        folder, _, name = path.rpartition("/")
        if folder == "schools" and name.endswith(LOGOS):
            logos[name] = Path(file).read_bytes()
            continue
        here = filed(path, problems)
        if here is not None:
            placed[f"data/{path}"], named[f"data/{path}"] = here, file
            known[here[0]].add(here[1])
    kept = keep_for(root).values("data", named, partial(_read_record, root, placed, problems))
    for path, held in kept.items():
        kind, key, _ = placed[path]
        if held.value is not None:
            records[kind, key], objects[kind][key] = held.value
    problems += missing(known)
    files: dict[str, os.stat_result] = {}
    known["entry"] = set()
    folders = _entry_folders(root, known["entry"], files, problems)
    sizes = {path: stat.st_size for path, stat in files.items()}
    stamps = {path: fingerprint(repr(Stamp.of(stat))) for path, stat in files.items()}
    prints = {path: held.digest for path, held in kept.items()}
    prints |= {f"data/schools/{name}": fingerprint(content) for name, content in logos.items()}
    data = replace(_dataset(objects, records, known), files=sizes, stamps=stamps, root=root, prints=prints)
    data = replace(data, logos=logos, **first_commits(root, "content/entries", "data/documents")._asdict())
    verdicts = _read_ahead(data, folders, crew, nobody if problems else seat)
    entries = _read_entries(root, folders, problems)
    return replace(_with_entries(data, entries), verdicts=verdicts.on(entries)), problems


def _read_record(
    root: Path,
    placed: Mapping[str, Filed],
    problems: list[Problem],
    file: File,
    content: bytes | None,
) -> tuple[Record, BaseModel] | None:
    record, faults = read_yaml(file, root, content)
    problems += faults
    value = _validate(record, placed[record.path][2], problems) if record else None
    return (record, value) if record and value else None


Members = Mapping[Place, "os.DirEntry[str]"]


def _entry_folders(
    root: Path, known: set[Key], files: dict[str, os.stat_result], problems: list[Problem]
) -> Mapping[str, Members]:
    """The entries of every folder by place; their ids go to ``known``, what lies beside them to ``files``."""
    folders: dict[str, dict[Place, os.DirEntry[str]]] = {}
    for path, file in found_files(root / "content" / "entries"):
        if file.is_symlink():
            problems.append(Problem(Where(f"content/entries/{path}"), "这是快捷方式（符号链接），请放文件本身"))
            continue
        if not path.endswith(".md"):
            files[f"content/entries/{path}"] = file.stat()
            continue
        placed = ENTRY.fullmatch(path)
        if not placed:
            message = "稿件的位置或文件名有误，请写成 content/entries/<项目>/<年份>/<日期>-<英文短名>.md"
            problems.append(Problem(Where(f"content/entries/{path}"), message))
            continue
        key = (placed[1], placed[2], placed[3])
        known.add(key)
        folders.setdefault(f"{placed[1]}/{placed[2]}", {})[key] = file
    return folders


def _read_entries(root: Path, folders: Mapping[str, Members], problems: list[Problem]) -> dict[Place, Held]:
    """Every entry that could be read; folder by folder, as they are kept between builds."""
    found: dict[Place, Held] = {}
    for folder, members in folders.items():
        found |= _read_folder(root, folder, members, problems)
    return dict(sorted(found.items()))


def _read_folder(
    root: Path, folder: str, members: Members, problems: list[Problem], seen: dict[str, bytes] | None = None
) -> dict[Place, Held]:
    """The entries of a folder that could be read; ``seen`` gets the bytes of what was read anew, by name."""

    def make(file: File, content: bytes | None) -> Read | None:
        if seen is not None and content is not None:
            seen[file.name] = content
        return _read_entry(root, problems, file, content)

    named = {file.name: file for file in members.values()}
    values = keep_for(root).values(folder, named, make, Brief.of, _rendered)
    return {key: values[file.name] for key, file in members.items() if not values[file.name].nothing}


def _read_ahead(data: Dataset, folders: Mapping[str, Members], crew: Crew, seat: Seat) -> Verdicts:
    """Let workers read the folders that nobody has read before, and keep what they find; faults are found again."""
    keep = keep_for(data.root)
    unread = [folder for folder in folders if keep.missing(folder)]
    if crew.workers <= 1 or sum(len(folders[folder]) for folder in unread) < MANY:
        return Verdicts()
    bench = seat(data)
    tasks: list[Callable[[], Any]] = [partial(bench.others, data)] if bench else []
    tasks += [partial(_fill, data, bench, folder, folders[folder]) for folder in unread]
    told = [*spread(tasks, *crew)]
    if bench is None:
        return Verdicts()
    remarks = told.pop(0)
    found = {place: verdict for _, verdicts in told for place, verdict in verdicts.items()}
    faults = tuple(fault for faults, _ in told for fault in faults)
    return Verdicts(bench.rules, bench.vocabulary, faults, found, data.records, remarks)


def _fill(data: Dataset, bench: Bench | None, folder: str, members: Members) -> Told:
    """Read a folder for what it leaves in the keep, and what is told of it; nothing large travels between processes."""
    seen: dict[str, bytes] = {}
    held = _read_folder(data.root, folder, members, [], seen)
    keep_for(data.root).forget(folder)
    if bench is None:
        return [], {}
    return bench.judge(_with_entries(data, held), {place: seen[members[place].name] for place in held})


def _read_entry(root: Path, problems: list[Problem], file: File, content: bytes | None) -> Read | None:
    record, faults = read_page(file, root, content)
    problems += faults
    if record and not record.text and record.body_line == 1:
        message = "稿件要以文件头开始：第一行写“---”，写完各项后另起一行再写“---”，下面才是正文"
        problems.append(Problem(Where(record.path, 1, 1), message))
        return None
    value = _validate(record, Entry, problems) if record else None
    return Read(record, value, tuple(references(record.body))) if record and value else None


def _rendered(read: Read) -> Read:
    """An entry with its text as HTML."""
    record, entry, found, _ = read
    return Read(record, entry, found, Prose.of(record.body, named_files(entry, found)))


def _validate(record: Record, model: type[Model], problems: list[Problem]) -> Model | None:
    try:
        return model.model_validate(record.data)
    except ValidationError as error:
        problems += explain(error, record, model)
        return None


def _with_entries(data: Dataset, held: Mapping[Place, Held]) -> Dataset:
    """A dataset with entries."""
    heads = {place: item.brief.head for place, item in held.items()}
    entries = Entries(heads, lambda at: held[at].value.entry, cache(lambda at: held[at].brief.work))
    return replace(data, entries=entries, held=held)


def _dataset(
    objects: Mapping[str, Mapping[Key, BaseModel]],
    records: Mapping[tuple[str, Key], Record],
    known: Mapping[str, set[Key]],
) -> Dataset:
    def single(kind: str, model: type[Model]) -> dict[str, Model]:
        return {key[0]: value for key, value in sorted(objects[kind].items()) if isinstance(value, model)}

    def double(kind: str, model: type[Model]) -> dict[tuple[str, str], Model]:
        return {(key[0], key[1]): value for key, value in sorted(objects[kind].items()) if isinstance(value, model)}

    site, calendar, columns = (objects[kind].get(()) for kind in ("site", "calendar", "columns"))
    waivers = objects["exceptions"].get(())
    return Dataset(
        site=site if isinstance(site, Site) else None,
        calendar=calendar if isinstance(calendar, Calendar) else None,
        columns=columns if isinstance(columns, Columns) else None,
        schools=single("school", School),
        documents=single("document", Document),
        alliances=single("alliance", Alliance),
        programmes=single("programme", Programme),
        plans=double("plan", Plan),
        reports=double("report", Report),
        entries=Entries.of({}),
        records=records,
        known={kind: frozenset(keys) for kind, keys in known.items()},
        waivers=waivers if isinstance(waivers, Waivers) else blank(Waivers),
    )
