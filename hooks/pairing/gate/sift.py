"""The whole dataset at the gate: records pass, shrink or go, then every reference to what is gone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from pairing.check.references import REFERENCES
from pairing.digests import fingerprint
from pairing.entries import Brief, Entries, Head, Place, Read, Work, ways
from pairing.filing import Key
from pairing.gate.cards import card, without
from pairing.gate.prune import Gone, pruned
from pairing.keep import Held as Kept
from pairing.levels import Guarded, Levels, attachment_level
from pairing.model import Entry, Measure
from pairing.prose import PLACEHOLDER, Prose
from pairing.read import Dataset
from pairing.shelf import source
from pairing.source import Record
from pairing.walk import Model, rows_of, rows_to

Held = Mapping[tuple[str, Key], Guarded]

_SCHOOLS: Final = tuple((model, name) for model, name, kind in REFERENCES if kind == "school")
_NAMING: Final = frozenset(model for model, _ in _SCHOOLS)


def sifted(data: Dataset, levels: Levels, held: Held) -> Dataset:
    """The dataset with only what may be seen; ``held`` are the records that are not open as they stand."""
    passed = _passed(data, levels, held)
    passed = _without_references(data, passed)
    passed = _without_schools(data, passed)
    return _without_files(passed, held)


def _passed(data: Dataset, levels: Levels, held: Held) -> Dataset:
    def table(kind: str, records: Mapping[Any, Model]) -> dict[Any, Model]:
        found = {}
        for key, record in records.items():
            named = (kind, key if isinstance(key, tuple) else (key,))
            level = levels(*named[:1], *named[1])
            if level == "closed":
                continue
            if named in held:
                record = card(record) if level == "on-request" else without(record, level)
            found[key] = record
        return found

    gone = {named for named in held if levels(named[0], *named[1]) == "closed"}
    records = {
        named: _bare(record, levels(named[0], *named[1]), held[named]) if named in held else record
        for named, record in data.records.items()
        if named not in gone
    }
    reads = {}
    for (kind, key), entry in held.items():
        if kind == "entry" and isinstance(entry, Entry) and (kind, key) not in gone:
            place, level = (key[0], key[1], key[2]), levels(kind, *key)
            told = card(entry) if level == "on-request" else without(entry, level)
            record = _bare(data.record(kind, *key), level, entry)
            reads[place] = _with_text(record, told, data, place)
    data = _with_entries(data, reads, (place for place in data.heads if ("entry", place) not in gone))
    return replace(
        data,
        schools=table("school", data.schools),
        documents=table("document", data.documents),
        programmes=table("programme", data.programmes),
        plans=table("plan", data.plans),
        reports=table("report", data.reports),
        records=records,
        known={kind: frozenset(key for key in keys if (kind, key) not in gone) for kind, keys in data.known.items()},
    )


def _with_text(record: Record, entry: Entry, data: Dataset, place: Place) -> Read:
    """A changed entry with its text as it was; without any where its record has none."""
    if record.body:
        return Read(record, entry, data.references(place), data.prose(place))
    return Read(record, entry, (), Prose(("",)))


def _bare(record: Record, level: str, held: Guarded) -> Record:
    """What was written, without the words: only where it stands, and the text of an entry that stays open."""
    kept = level == "open" and not any(item.field == "body" for item in held.withheld)
    return _silent(record, record.body if kept else "")


def _silent(record: Record, body: str) -> Record:
    return Record(record.path, {}, "", record.line, body, record.body_line)


def _with_entries(data: Dataset, changed: Mapping[Place, Read], kept: Iterable[Place]) -> Dataset:
    """The dataset with only some entries, some of them changed: their heads, what was read, and their digests."""
    places = list(kept)
    heads = {place: Head.of(changed[place].entry) if place in changed else data.heads[place] for place in places}
    held = {place: data.held[place] for place in places if place in data.held}
    for place, read in changed.items():
        old = data.held[place]
        digest = fingerprint(old.digest, repr(read.entry), read.record.body)
        brief = Brief(heads[place], digest, ways=ways(read.references))
        held[place] = Kept(old.stamp, digest, brief, read)
    entries = Entries(
        heads,
        lambda at: changed[at].entry if at in changed else data.entries[at],
        lambda at: Work.of(changed[at].entry) if at in changed else data.entries.work(at),
    )
    return replace(data, entries=entries, held=held)


def _without_references(data: Dataset, passed: Dataset) -> Dataset:
    """Every record without references to what has not passed."""
    gone: dict[str, frozenset[str]] = {
        "document": frozenset(data.documents) - frozenset(passed.documents),
        "programme": frozenset(data.programmes) - frozenset(passed.programmes),
        "entry": frozenset("/".join(place) for place in data.heads.keys() - passed.heads.keys()),
    }
    local = {key: {**gone, **_gone_locals(data, passed, key)} for key in passed.programmes}

    def of_report(pair: tuple[str, str]) -> Gone:
        before = {item.id for item in data.reports[pair].progress}
        after = {item.id for item in passed.reports[pair].progress}
        return {**local[pair[0]], "progress": frozenset(before - after)}

    if not any(any(found.values()) for found in (gone, *local.values(), *map(of_report, passed.reports))):
        return passed
    passed = _with_entries(passed, dict(_changed(passed, gone, local)), passed.heads)
    return replace(
        passed,
        schools={key: _kept(item, gone) for key, item in passed.schools.items()},
        documents={key: _kept(item, gone) for key, item in passed.documents.items()},
        alliances={key: _kept(item, gone) for key, item in passed.alliances.items()},
        programmes={key: _kept(item, local[key]) for key, item in passed.programmes.items()},
        plans={pair: _kept(item, local[pair[0]]) for pair, item in passed.plans.items()},
        reports={pair: _kept(item, of_report(pair)) for pair, item in passed.reports.items()},
    )


def _changed(passed: Dataset, gone: Gone, local: Mapping[str, Gone]) -> Iterator[tuple[Place, Read]]:
    """The entries that name something that is gone; what was written there still names it."""
    inner = {
        key: any(found[kind] for kind in ("measure", "row", "indicator", "result")) for key, found in local.items()
    }
    for place, head in passed.heads.items():
        if head.cited in gone["document"] or inner[place[0]] or not head.current:
            entry = _kept(passed.entries[place], local[place[0]])
            if entry is not passed.entries[place]:
                record = passed.record("entry", *place)
                yield place, _with_text(_silent(record, record.body), entry, passed, place)


def _kept(record: Model, gone: Gone) -> Model:
    found = pruned(record, gone)
    assert found is not None, "no record as a whole must name another one that may go"
    return found


def _gone_locals(data: Dataset, passed: Dataset, programme: str) -> Gone:
    before, after = _locals(data, programme), _locals(passed, programme)
    return {kind: frozenset(before[kind] - after[kind]) for kind in before}


def _locals(data: Dataset, programme: str) -> dict[str, set[str]]:
    """What is named within a programme, by kind; of reports as <report>/<id>."""
    owner, plans = data.programmes[programme], data.plans_of(programme)
    reports = data.reports_of(programme).items()
    return {
        "plan": set(plans),
        "indicator": {item.id for item in owner.indicators},
        "measure": {row.id for holder in (*plans.values(), owner.agreements) for _, row in rows_of(holder, Measure)},
        "row": {row.id for plan in plans.values() for row in plan.schedule},
        "result": {f"{period}/{item.id}" for period, report in reports for item in report.results},
        "item": {f"{period}/{item.id}" for period, report in reports for item in report.problems}
        | {f"{period}/{item.id}" for period, report in reports for item in report.next_steps},
    }


def _without_schools(data: Dataset, passed: Dataset) -> Dataset:
    """Without the schools that only what has not passed speaks of; schools have no level of their own."""
    lost = _named_schools(data) - _named_schools(passed)
    if not lost:
        return passed
    reads = (passed.held[place].value for place in passed.heads)
    said = (PLACEHOLDER.findall(f"{read.entry.title}{read.record.text}{read.record.body}") for read in reads)
    lost -= {word for words in said for word in words}
    return replace(
        passed,
        schools={key: item for key, item in passed.schools.items() if key not in lost},
        records={
            named: record for named, record in passed.records.items() if named[0] != "school" or named[1][0] not in lost
        },
        known={**passed.known, "school": frozenset(key for key in passed.known["school"] if key[0] not in lost)},
    )


def _named_schools(data: Dataset) -> set[str]:
    found: set[str] = set()
    holders: Iterable[Mapping[Any, Any]] = (data.documents, data.alliances, data.programmes, data.plans, data.reports)
    for table in holders:
        for value in table.values():
            for _, row in rows_to(value, _NAMING):
                for model, name in _SCHOOLS:
                    if isinstance(row, model):
                        said = getattr(row, name)
                        found.update(said if isinstance(said, tuple) else (said,) if said else ())
    return found


def _without_files(passed: Dataset, held: Held) -> Dataset:
    """Without the files of attachments that are not open."""
    gone = {
        source((key[0], key[1], key[2]), item.file)
        for (_, key), record in held.items()
        if isinstance(record, Entry)
        for item in record.attachments
        if attachment_level(record, item) != "open"
    }
    if not gone:
        return passed
    return replace(passed, files={path: size for path, size in passed.files.items() if path not in gone})
