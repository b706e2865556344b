"""Rules on references: every id and unit name that a record mentions must exist."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Final

from pydantic import BaseModel

from pairing.advice import resolve, resolve_id
from pairing.model import Alliance, Document, Entry, Measure, Plan, Programme, Report, ScheduleRow
from pairing.model.base import Source
from pairing.model.calendar import SchoolCalendar
from pairing.model.disclosure import SupersededDocument
from pairing.model.plan import PhaseItem, Statement, Units
from pairing.model.programme import Agreement, Authority, Group, Link, Party, Post, Signatory, Target
from pairing.model.register import Annex, Member
from pairing.model.report import Progress, Result
from pairing.names import register, sides, unit_names
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.source import Loc, Record
from pairing.walk import rows, rows_of, rows_to, ways

# Row class, field, and the kind of file that the field names. A tuple field names several.
REFERENCES: Final[tuple[tuple[type[BaseModel], str, str], ...]] = (
    (Party, "school", "school"),
    (Authority, "school", "school"),
    (Signatory, "school", "school"),
    (Group, "school", "school"),
    (Member, "school", "school"),
    (Measure, "schools", "school"),
    (Progress, "schools", "school"),
    (Plan, "signatories", "school"),
    (Report, "by", "school"),
    (Alliance, "lead", "school"),
    (Document, "issuers", "school"),
    (Document, "stamped_by", "school"),
    (Source, "document", "document"),
    (Plan, "document", "document"),
    (Plan, "schedule_document", "document"),
    (Plan, "basis", "document"),
    (Programme, "documents", "document"),
    (Alliance, "documents", "document"),
    (Report, "document", "document"),
    (Agreement, "document", "document"),
    (Document, "cites", "document"),
    (Document, "annex_of", "document"),
    (Annex, "document", "document"),
    (SupersededDocument, "by", "document"),
    (Link, "programme", "programme"),
    (SchoolCalendar, "school", "school"),
)
KIND: Final = {"school": "学校", "document": "文件", "programme": "项目"}
FOLDER: Final = {
    "school": "data/schools/{}.yml",
    "document": "data/documents/{}.yml",
    "programme": "data/programmes/{}/programme.yml",
}


# Of each class that names something: the fields, and the kinds that they name.
_BY_CLASS: Final[Mapping[type[BaseModel], list[tuple[str, str]]]] = {
    model: [(name, kind) for owner, name, kind in REFERENCES if owner is model] for model, _, _ in REFERENCES
}
_NAMING: Final = frozenset(_BY_CLASS)
# Of a programme: a side, its schools, the units that they list.
Side = tuple[str, tuple[str, ...], dict[str, tuple[str, str]]]
# By kind: what something may be called, with its id.
Names = Mapping[str, Mapping[str, str]]


# A readable object with its record and key.
Object = tuple[Record, tuple[str, ...], BaseModel]


def objects_of_entries(data: Dataset) -> Iterator[Object]:
    """Every readable entry."""
    for place, entry in data.entries.items():
        yield data.record("entry", *place), place, entry


def entries_with(data: Dataset, kinds: frozenset[type[BaseModel]]) -> Iterator[Object]:
    """Of some entries those that have something where rows of some classes can be."""
    fields = ways(Entry, kinds)
    for place, record, entry, _ in data.opened:
        for name in fields:
            if getattr(entry, name):
                yield record, place, entry
                break


def objects(data: Dataset) -> Iterator[Object]:
    """Every readable object but the entries."""
    tables: tuple[tuple[str, Mapping[str, BaseModel]], ...] = (
        ("school", data.schools),
        ("document", data.documents),
        ("alliance", data.alliances),
        ("programme", data.programmes),
    )
    if data.columns:
        yield data.record("columns"), (), data.columns
    if data.calendar:
        yield data.record("calendar"), (), data.calendar
    for kind, table in tables:
        for key, value in table.items():
            yield data.record(kind, key), (key,), value
    for pair, plan in data.plans.items():
        yield data.record("plan", *pair), pair, plan
    for pair, report in data.reports.items():
        yield data.record("report", *pair), pair, report


def unknown_ids(data: Dataset) -> Iterator[Problem]:
    """引用的学校、文件、项目编号必须存在。"""
    return _unknown_ids(data, objects(data))


def unknown_ids_of_entries(data: Dataset) -> Iterator[Problem]:
    """稿件引用的学校、文件、项目编号必须存在。"""
    return _unknown_ids(data, entries_with(data, _NAMING))


def _unknown_ids(data: Dataset, found: Iterable[Object]) -> Iterator[Problem]:
    names: Callable[[], Names] = cache(partial(_names, data))
    for record, _, value in found:
        for loc, row in rows_to(value, _NAMING):
            for name, kind in _BY_CLASS.get(type(row), ()):
                yield from _unknown(data, record, loc, row, name, kind, names)


def _names(data: Dataset) -> Names:
    """By kind: every id, name and title that something may be meant by, with the id."""
    names: dict[str, dict[str, str]] = {
        "school": {**{key[0]: key[0] for key in data.known["school"]}, **register(data.schools)},
        "document": {key[0]: key[0] for key in data.known["document"]},
        "programme": {key[0]: key[0] for key in data.known["programme"]},
    }
    for key, document in data.documents.items():
        for title in (document.title, *document.titles, document.number):
            if title:
                names["document"].setdefault(title, key)
    for key, programme in data.programmes.items():
        names["programme"].setdefault(programme.short, key)
    return names


def _unknown(
    data: Dataset, record: Record, loc: Loc, row: BaseModel, name: str, kind: str, names: Callable[[], Names]
) -> Iterator[Problem]:
    value = getattr(row, name)
    many = isinstance(value, tuple)
    for i, word in enumerate(value if many else (value,)):
        if word is None or data.exists(kind, word):
            continue
        place = (*loc, name, i) if many else (*loc, name)
        hint = resolve(word, names()[kind]) or f"，请先建立 {FOLDER[kind].format(word)}"
        yield Problem(record.where(*place), f"没有编号为“{word}”的{KIND[kind]}{hint}")


def unknown_units(data: Dataset) -> Iterator[Problem]:
    """举措、计划表行和进展中的二级单位必须列在该方学校的 units 中。"""
    return _unknown_units(data, objects(data))


def unknown_units_of_entries(data: Dataset) -> Iterator[Problem]:
    """稿件中的二级单位必须列在该方学校的 units 中。"""
    listed = cache(lambda programme: [*_units_of(data, data.programmes[programme])])
    entries = ((record, place, entry) for place, record, entry, _ in data.opened if place[0] in data.programmes)
    return _unknown_units(data, [found for found in entries if _unlisted_in(found[2], listed(found[1][0]))])


def _unlisted_in(entry: Entry, listed: Sequence[Side]) -> bool:
    """Whether some unit of an entry's activities, which alone name units, is not listed."""
    for activity in entry.activities:
        for side, _, known in listed:
            for name in getattr(activity.units, side):
                if name not in known:
                    return True
    return False


def _unknown_units(data: Dataset, found: Iterable[Object]) -> Iterator[Problem]:
    known_of = cache(lambda programme: [*_units_of(data, data.programmes[programme])])
    for record, key, value in found:
        if not key or key[0] not in data.programmes or not isinstance(value, Entry | Plan | Report | Programme):
            continue
        listed = [*rows_of(value, Units)]
        for side, ids, known in known_of(key[0]):
            for loc, units in listed:
                yield from _unlisted(record, (*loc, side), getattr(units, side), known, ids)
        for loc, group in rows_of(value, Group):
            if group.school in data.schools:
                yield from _group_units(record, loc, group, unit_names(data.schools, [group.school]))


def _units_of(data: Dataset, programme: Programme) -> Iterator[Side]:
    """(side, its schools, the units that they list) of a programme."""
    for side, ids in sides(programme).items():
        # Where a school's own file is broken, its units are not known yet.
        if all(school in data.schools for school in ids):
            yield side, ids, unit_names(data.schools, ids)


def _group_units(record: Record, loc: Loc, group: Group, known: Mapping[str, tuple[str, str]]) -> Iterator[Problem]:
    if group.seat:
        yield from _unlisted(record, (*loc, "seat"), (group.seat,), known, [group.school])
    for below, post in rows_of(group, Post):
        yield from _unlisted(record, (*loc, *below, "units"), post.units, known, [group.school])


def _unlisted(
    record: Record, loc: Loc, names: tuple[str, ...], known: Mapping[str, tuple[str, str]], ids: object
) -> Iterator[Problem]:
    for i, name in enumerate(names):
        if name not in known:
            schools = "、".join(f"data/schools/{key}.yml" for key in ids) if isinstance(ids, list | tuple) else ""
            hint = resolve(name, {unit: unit for unit in known})
            yield Problem(record.where(*loc, i), f"“{name}”不在 {schools} 的 units 中{hint}，请核对或先在那里登记")


def unknown_locals(data: Dataset) -> Iterator[Problem]:
    """指标、举措、进展和方案编号必须在同一项目中存在。"""
    for key, programme in data.programmes.items():
        known = {
            "指标": {item.id for item in programme.indicators},
            "方案": {plan for owner, plan in data.known["plan"] if owner == key},
        }
        record = data.record("programme", key)
        for loc, target in rows_of(programme, Target):
            yield from _missing(record, (*loc, "plan"), (target.plan,), known["方案"], "方案")
        readable = all((key, plan) in data.plans for plan in known["方案"])
        plans = data.plans_of(key)
        measures = {row.id for plan in plans.values() for _, row in rows_of(plan, Measure)}
        measures |= {row.id for _, row in rows_of(programme.agreements, Measure)}
        planned = {row.id for plan in plans.values() for row in plan.schedule}
        for plan_id, plan in plans.items():
            of_plan = data.record("plan", key, plan_id)
            if plan.succeeds:
                yield from _missing(of_plan, ("succeeds",), (plan.succeeds,), known["方案"], "方案")
            yield from _inner(of_plan, plan, known["指标"], measures if readable else None)
        for period, report in data.reports_of(key).items():
            of_report = data.record("report", key, period)
            yield from _inner(of_report, report, known["指标"], measures if readable else None)
            for i, item in enumerate(report.progress if readable else ()):
                yield from _missing(of_report, ("progress", i, "schedule"), item.schedule, planned, "工作计划表行")
            yield from _results(of_report, report.progress, report)
    for key, alliance in data.alliances.items():
        yield from _results(data.record("alliance", key), alliance.progress, alliance)


def _inner(record: Record, value: BaseModel, indicators: set[str], measures: set[str] | None) -> Iterator[Problem]:
    for loc, row in rows(value):
        if isinstance(row, Measure | Statement | Progress | Result):
            yield from _missing(record, (*loc, "indicators"), row.indicators, indicators, "指标")
        if isinstance(row, ScheduleRow | PhaseItem | Progress) and measures is not None:
            yield from _missing(record, (*loc, "measures"), row.measures, measures, "举措")


def _results(record: Record, progress: tuple[Progress, ...], value: BaseModel) -> Iterator[Problem]:
    known = {item.id for item in progress}
    for loc, result in rows_of(value, Result):
        yield from _missing(record, (*loc, "progress"), result.progress, known, "进展")


def _missing(record: Record, loc: Loc, words: tuple[str, ...], known: set[str], kind: str) -> Iterator[Problem]:
    for i, word in enumerate(words):
        if word not in known:
            hint = resolve_id(word, {name: name for name in sorted(known)})
            yield Problem(record.where(*loc, i), f"本项目没有编号为“{word}”的{kind}{hint}")
