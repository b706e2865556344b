"""Open data: the public shape of everything, apart from the internal one.

Every file is ``{"schema_version", "as_of", "items": [...]}`` in UTF-8. Ids are permanent:
``programme/plan/measure`` for a measure, ``programme/indicator`` for an indicator. What a
person wrote keeps the field names of the data files; what was worked out stands in ``derived``.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, TypeAdapter
from pydantic_core import from_json, to_json

from pairing import addresses
from pairing.derive import Promise
from pairing.entries import Place
from pairing.health import Standing
from pairing.ledger import Planned
from pairing.ledger.binding import Lasting, lasting
from pairing.levels import CARDS
from pairing.media import Asset
from pairing.model import Alliance, Column, Document, Entry, Indicator
from pairing.schema import published_files, schema_names
from pairing.shelf import assets
from pairing.told import duty_told, row_told
from pairing.views.base import PageJob, Portal
from pairing.views.news import columns
from pairing.views.site import Endpoint
from pairing.vocabularies import VOCABULARIES

SCHEMA_VERSION: Final = "1.0"
LABELS: Final = {
    "schools.json": "学校与主管部门",
    "alliances.json": "联盟",
    "programmes.json": "帮扶项目目录",
    "measures.json": "全部举措（含工作机制与协议条款）",
    "indicators.json": "指标：目标与实际值",
    "duties.json": "应做事项与状态",
    "schedule.json": "工作计划表各行与状态",
    "columns.json": "栏目",
    "entries.json": "稿件与活动记录",
    "documents.json": "文件登记册",
    "vocabulary.json": "代码与中文词对照",
}
ENTRIES: Final = "entries.json"
# Where pieces of it are kept, and what stands between them, which is never in JSON.
PIECES: Final = f"{addresses.KEPT}api/"
_BETWEEN: Final = b"\0"
_ENTRY: Final = TypeAdapter(Entry)
# Of an entry: what is for editors alone, and what stands in its last lines.
_LEFT_OUT: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("draft", "withheld", "disclosure_reason", "disclosure", "withdrawn", "superseded"), True),
    "attachments": {"__all__": {"disclosure", "disclosure_reason"}},
}
# Where the schemas of the data files are published.
SCHEMAS: Final = tuple(f"api/v1/schema/{name}" for name in schema_names())


class Table(NamedTuple):
    """A JSON file of the open data: the records that it lists, and how one is told. Nothing is worked out before."""

    records: Callable[[], Collection[Any]]
    told: Callable[[Any], dict[str, Any]]

    @property
    def items(self) -> list[dict[str, Any]]:
        """All records as they are told."""
        return [self.told(record) for record in self.records()]


def api_files(portal: Portal, tables: Mapping[str, Table]) -> Iterator[tuple[str, bytes]]:
    """(path below the site, bytes) of every JSON file of the open data."""
    return ((f"api/v1/{name}", _file(portal, table.items)) for name, table in tables.items())


def entry_pieces(portal: Portal, job: PageJob) -> Iterator[tuple[str, bytes]]:
    """The entries of a job as the open data tells them, to be put together by `entries_file`: a file to keep."""
    if job.places:
        pieces = (b"%s\n%s" % ("/".join(at).encode(), _entry_json(portal, at)) for at in job.places)
        yield f"{PIECES}{job.name}", _BETWEEN.join(pieces)


def entries_file(portal: Portal, kept: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """The open data of all entries from kept pieces: what `api_files` makes of them, and none is opened again."""
    yield f"api/v1/{ENTRIES}", _whole(portal, kept)


def _whole(portal: Portal, kept: Iterable[bytes]) -> bytes:
    found = (piece.partition(b"\n") for some in kept for piece in some.split(_BETWEEN))
    told = {place: item.replace(b"\n", b"\n  ") for place, _, item in found}
    items = [told["/".join(at).encode()] for at in _listed(portal)]
    if not items:
        return _file(portal, [])
    # In one go: the file of ten thousand entries is large, and nobody needs it twice.
    lead, end = _file(portal, []).split(b"[]")
    items[0] = b"%s[\n  %s" % (lead, items[0])
    items[-1] = b"%s\n ]%s" % (items[-1], end)
    return b",\n  ".join(items)


def _listed(portal: Portal) -> tuple[Place, ...]:
    return (*portal.newest, *portal.retired)


def published_schemas() -> dict[str, bytes]:
    """``path below the site -> bytes`` for the schemas of the data files, which depend on nothing but the code."""
    return dict(zip(SCHEMAS, published_files().values(), strict=True))


def endpoints(portal: Portal, tables: Mapping[str, Table]) -> tuple[Endpoint, ...]:
    """The JSON files with their labels and sizes, for the page that lists them."""
    programmes = portal.data.programmes
    return tuple(
        Endpoint(f"api/v1/{name}", LABELS.get(name) or programmes[name[11:-5]].short, len(table.records()))
        for name, table in tables.items()
    )


def api_tables(portal: Portal) -> dict[str, Table]:
    """``file name -> table`` of every JSON file."""
    data = portal.data
    tables = {
        "schools.json": Table(data.schools.keys, partial(_school, portal)),
        "alliances.json": Table(data.alliances.items, _alliance),
        "programmes.json": Table(data.programmes.keys, partial(_summary, portal)),
        "measures.json": Table(lambda: portal.figures.promises, partial(_measure, portal)),
        "indicators.json": Table(partial(_indicators, portal), _indicator),
        "duties.json": Table(lambda: portal.ledger.all, duty_told),
        "schedule.json": Table(partial(_all_planned, portal), row_told),
        "columns.json": Table(partial(_counted, portal), partial(_column, portal)),
        ENTRIES: Table(partial(_listed, portal), partial(_entry, portal)),
        "documents.json": Table(lambda: portal.public.documents, partial(_document, portal)),
        "vocabulary.json": Table(_words, _word),
    }
    return tables | {
        f"programmes/{key}.json": Table(partial(_one, key), partial(_programme, portal)) for key in data.programmes
    }


def _one(key: str) -> tuple[str]:
    return (key,)


def _words() -> list[tuple[str, str, str]]:
    return [(name, code, label) for name, (_, labels) in VOCABULARIES.items() for code, label in labels.items()]


def _word(word: tuple[str, str, str]) -> dict[str, Any]:
    vocabulary, code, label = word
    return {"vocabulary": vocabulary, "code": code, "label": label}


def _file(portal: Portal, items: list[Any]) -> bytes:
    told = {"audience": "internal"} if portal.internal else {}
    envelope = {"schema_version": SCHEMA_VERSION, "as_of": portal.as_of.isoformat(), **told, "items": items}
    return _bytes(envelope)


def _bytes(value: Any) -> bytes:
    return to_json(value, indent=1) + b"\n"


def _dump(row: BaseModel, *without: str) -> dict[str, Any]:
    """A row as it stands, without what is for editors alone."""
    return row.model_dump(mode="json", exclude={*without, "withheld", "disclosure_reason"})


def _alliance(alliance: tuple[str, Alliance]) -> dict[str, Any]:
    key, item = alliance
    return {"id": key, **_dump(item)}


def _indicators(portal: Portal) -> list[tuple[str, Indicator]]:
    return [(key, item) for key, programme in portal.data.programmes.items() for item in programme.indicators]


def _indicator(indicator: tuple[str, Indicator]) -> dict[str, Any]:
    programme, item = indicator
    return {"id": f"{programme}/{item.id}", "programme": programme, "key": item.id, **_dump(item, "id")}


def _school(portal: Portal, key: str) -> dict[str, Any]:
    figures = portal.figures
    derived = {
        "gives": list(figures.gives.get(key, ())),
        "receives": list(figures.receives.get(key, ())),
        "url": addresses.school(key),
        "column": addresses.campus(key) if key in figures.columns and not portal.internal else None,
    }
    school = _quoted(portal, _dump(portal.data.schools[key], "number_forms"), None)
    for misprint in school["misprints"]:
        if not portal.public.quotable(misprint["source"]["document"]):
            misprint["text"] = None
    return {"id": key, **school, "derived": derived}


def _summary(portal: Portal, key: str) -> dict[str, Any]:
    programme = portal.data.programmes[key]
    counts = [portal.figures.counts[key, plan] for plan in portal.data.plans_of(key)]
    kept = _dump(programme, "agreements", "governance", "indicators", "printed")
    derived = {
        "plans": list(portal.data.plans_of(key)),
        "reports": list(portal.data.reports_of(key)),
        "years": list(portal.figures.years[key]),
        "regions": list(portal.figures.regions[key]),
        "areas": sum(count.areas for count in counts),
        "tasks": sum(count.tasks for count in counts),
        "measures": len(portal.figures.by_programme.get(key, ())),
        "url": addresses.programme(key),
        "json": f"api/v1/programmes/{key}.json",
    }
    return {"id": key, **kept, "disclosure": portal.level("programme", key), "derived": derived}


def _programme(portal: Portal, key: str) -> dict[str, Any]:
    data, programme = portal.data, portal.data.programmes[key]
    reports = {period: _report(portal, key, period) for period in data.reports_of(key)}

    def merged(part: str) -> list[Any]:
        return [{**item, "report": period} for period, report in reports.items() for item in report[part]]

    return {
        "id": key,
        **_quoted(portal, _dump(programme), programme.documents[0] if programme.documents else None),
        "disclosure": portal.level("programme", key),
        "plans": [_plan(portal, key, plan) for plan in data.plans_of(key)],
        "results": merged("results"),
        "problems": merged("problems"),
        "next_steps": merged("next_steps"),
        "reports": list(reports.values()),
        "derived": _summary(portal, key)["derived"],
    }


def _plan(portal: Portal, programme: str, key: str) -> dict[str, Any]:
    plan, count = portal.data.plans[programme, key], portal.figures.counts[programme, key]
    dumped = _quoted(portal, _dump(plan), plan.document)
    for area in dumped["areas"]:
        for task in area["tasks"]:
            task["url"] = addresses.task(programme, key, task["id"])
    derived = {**count._asdict(), "url": addresses.plan(programme, key)}
    return {"id": key, **dumped, "disclosure": portal.level("plan", programme, key), "derived": derived}


def _report(portal: Portal, programme: str, period: str) -> dict[str, Any]:
    report = portal.data.reports[programme, period]
    dumped = _quoted(portal, _dump(report), report.document)
    for row, item in zip(dumped["progress"], report.progress, strict=True):
        row["derived"] = {"measures": _meant(portal, programme, [(item.measures, lasting(item.when, report.period))])}
    derived = {"url": addresses.report(programme, period)}
    return {"id": period, **dumped, "disclosure": portal.level("report", programme, period), "derived": derived}


def _meant(portal: Portal, programme: str, said: Iterable[tuple[Iterable[str], Lasting]]) -> list[str]:
    """The permanent ids of measures, each once, by the ids and days of records: plans may share an id."""
    return list(dict.fromkeys(item.id for keys, record in said for item in portal.served(programme, keys, record)))


def _quoted(portal: Portal, value: Any, document: str | None) -> Any:
    """Printed words (``printed[].text``, ``cadence.text``) left out where their document is not open."""
    if portal.public.quotable(document):
        return value
    return _without_quotes(value)


def _without_quotes(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_quotes(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _without_quotes(item) for key, item in value.items()}
    if "every" in kept or set(kept) == {"text", "note", "clause"}:
        kept["text"] = None
    return kept


def _measure(portal: Portal, promise: Promise) -> dict[str, Any]:
    plan = portal.data.plans.get((promise.programme, promise.plan or ""))
    dumped = _quoted(portal, _dump(promise.measure, "id"), plan.document if plan else None)
    return {
        "id": promise.id,
        "programme": promise.programme,
        "plan": promise.plan,
        "area": promise.area.id if promise.area else None,
        "task": promise.task.id if promise.task else None,
        "group": promise.group,
        "agreement": promise.agreement,
        "key": promise.measure.id,
        **dumped,
        "derived": {
            "clause": promise.clause or None,
            "measurable": promise.measure.measurable,
            "outlives_plan": promise.outlives,
            "units": {side: [{"school": s, "unit": u} for s, u in units] for side, units in promise.units.items()},
            "url": f"{promise.path}#{promise.measure.id}",
        },
    }


def _all_planned(portal: Portal) -> list[Planned]:
    return [item for rows in portal.ledger.planned.values() for item in rows]


def _entry(portal: Portal, place: Place) -> dict[str, Any]:
    told: dict[str, Any] = from_json(_entry_json(portal, place))
    return told


def _entry_json(portal: Portal, place: Place) -> bytes:
    """An entry as lines of JSON; what it says itself goes there at once, and not by way of a dictionary."""
    programme, year, name = place
    entry = portal.data.entries[place]
    kept = assets(portal.data, place) if entry.cover or entry.attachments else {}
    files = {file: _file_of(asset) for file, asset in kept.items()}
    derived: dict[str, Any] = {"url": addresses.entry(*place)}
    derived |= {"cover": files[entry.cover.file]} if entry.cover else {}
    derived |= {"attachments": [files[item.file] for item in entry.attachments]} if entry.attachments else {}
    if entry.activities:
        dates = ((item.measures, item.when or entry.date) for item in entry.activities)
        derived["measures"] = _meant(portal, programme, ((keys, (when, when)) for keys, when in dates))
    above = {"id": f"{programme}/{year}/{name}", "programme": programme}
    below = {
        "disclosure": portal.level("entry", *place),
        "withdrawn": entry.withdrawn,
        "superseded": entry.superseded,
        "derived": derived,
    }
    own = _ENTRY.dump_json(entry, indent=1, exclude=_LEFT_OUT)
    # Without the brackets between them, which stand on lines of their own.
    return b",".join((to_json(above, indent=1)[:-2], own[1:-2], to_json(below, indent=1)[1:]))


def _counted(portal: Portal) -> list[tuple[Column, int]]:
    """Every column with the number of its entries."""
    counts = Counter(head.column for head in portal.data.heads.values() if head.current)
    return [(column, counts[column.id]) for column in columns(portal)]


def _column(portal: Portal, counted: tuple[Column, int]) -> dict[str, Any]:
    column, entries = counted
    health = portal.health
    whole, limit = health.portal[column.id], health.profile.thresholds.get(column.id)
    derived = {
        "last_published": _day(whole.last),
        "threshold": ({"months": limit.months} if limit.months else {"days": limit.days}) if limit else None,
        "schools": [_standing(found[column.id]) for found in health.schools.values()],
    }
    return {**_dump(column), "entries": entries, "derived": derived}


def _standing(item: Standing) -> dict[str, Any]:
    return {
        "school": item.school,
        "entries": item.entries,
        "last_published": _day(item.last),
        "due": _day(item.due),
        "days_left": item.days_left,
        "state": item.state,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _file_of(asset: Asset) -> dict[str, Any]:
    size = {"width": asset.width, "height": asset.height} if asset.width and asset.height else {}
    return {"url": asset.path, "mime_type": asset.mime, "size_in_bytes": asset.bytes, **size}


def _document(portal: Portal, key: str) -> dict[str, Any]:
    card = portal.public.documents[key]
    dumped = _dump(card)
    if card.disclosure != "open" and not portal.internal:
        dumped = {name: item for name, item in dumped.items() if name in CARDS[Document]}
    users = portal.cited.get(key, ())
    cited = [
        {"kind": kind, "id": user} for kind, user in users if kind != "document" or user in portal.public.documents
    ]
    return {"id": key, **dumped, "derived": {"cited_by": cited, "url": addresses.document(key)}}
