"""The search index: pages' texts → files that a browser reads with <script>, over http and from a folder.

Why an index of our own: see "Search" in README.md. Three steps, each a pure function of what it is given:

- **records**: what search knows of some pages, made with the pages themselves (`Records`);
- **groups** of about a hundred pages: their postings, the table of their pages, and their texts for showing;
- **volumes** of many groups: the postings of the groups side by side, spread over files by pair of characters.

``heads.js`` has the table of all pages, ``fold.js`` how texts are folded; theme/assets/search.js
reads all of it, and query.js what is asked for.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any, Final, NamedTuple
from zlib import crc32

from pydantic_core import PydanticSerializationError, to_json

from pairing.extract import Text, extract
from pairing.fold import ALIKE, PAIRS, fold
from pairing.model import School
from pairing.notation import EARLIER, EMPTY, LAST, MOST, MOST_BUCKETS, SINGLE, number, units
from pairing.views.base import FACETS, Found, Page

# Where what is not published lies between the steps (press.py).
KEPT: Final = ".kept/search/"
# Pages in a group, groups in a volume, pages per bucket, pages in a file of texts.
_GROUP, _VOLUME, _PER_BUCKET, _SHOWN = 100, 40, 12, 2
# So many code units of a text weigh as much as a page: a group's postings must number all of them (postings.py).
# That is a quarter of what they can, as pages have titles and short texts beside, and a sign may fold into several.
_PAGE: Final = MOST // 4 // _GROUP
_DAY_ZERO: Final = date(2000, 1, 1)
# Stands between texts: they have no white space but spaces and newlines, and this counts as such.
_BETWEEN: Final = "\x1e"
Files = Iterator[tuple[str, bytes]]


class Record(NamedTuple):
    """What search knows of a page: its address, its text, what it can be filtered by."""

    path: str
    title: str
    # Headings and lines, parted by newlines; where the lines begin.
    text: str
    begin: int
    facets: tuple[tuple[str, ...], ...]
    day: str
    # What the day is, in words; empty where it is that of publication, as of nearly all pages.
    dated: str = ""

    @classmethod
    def of(cls, path: str, title: str, text: Text, found: Found) -> "Record":
        """A page's record."""
        headings = "".join([f"{heading}\n" for heading in text.headings])
        lines = headings + "\n".join(text.lines)
        return cls(path, text.title or title, lines, len(headings), found.facets, found.day, found.dated)


@dataclass
class Records:
    """Collects the records of the pages of one step."""

    records: list[Record] = field(default_factory=list)

    def add(self, page: Page, content: str) -> None:
        """Take a page with its content as HTML; pages that only lead to others are not searched."""
        if page.found:
            self.records.append(Record.of(page.path, page.title, extract(content), page.found))

    def files(self) -> Files:
        """The records as files to keep; their names tell how much there is, and change with it.

        One file, but where the text is longer than that of a group may be.
        """
        some, weight = list[Record](), 0
        for record in self.records:
            own = _weight(record)
            if some and weight + own > _GROUP:
                yield part(some, weight)
                some, weight = [], 0
            some.append(record)
            weight += own
        if some:
            yield part(some, weight)


def _weight(record: Record) -> int:
    """How many pages a text weighs; most texts weigh none."""
    # No character has more than two code units.
    return units(record.text) // _PAGE if 2 * len(record.text) >= _PAGE else 0


def part(records: Sequence[Record], weight: int = 0) -> tuple[str, bytes]:
    """The name of a file of records, which weigh as much as so many pages or as they are many, and its bytes."""
    content, size = dump(records), max(len(records), weight)
    return f"{KEPT}records/{_short(records[0].path.encode())}-{_short(content)}-{size}", content


def dump(records: Sequence[Record]) -> bytes:
    """Records as bytes: their texts as they are, behind all else."""
    told = _json([(*record[:2], *record[3:]) for record in records])
    return _BETWEEN.encode().join((told, *[record.text.encode() for record in records]))


def load(content: bytes) -> list[Record]:
    """The records of a file."""
    told, *texts = content.decode().split(_BETWEEN)
    rows = zip(json.loads(told), texts, strict=True)
    return [Record(path, title, text, *more) for (path, title, *more), text in rows]


class Plan(NamedTuple):
    """Which files of records make a group, which groups a volume, and how many buckets each volume has."""

    groups: Mapping[str, tuple[str, ...]]
    volumes: tuple[tuple[str, ...], ...]
    buckets: int


def plan(parts: Iterable[str]) -> Plan:
    """Group the files of records by their names: a page more or less leaves most groups as they are."""
    groups: dict[str, tuple[str, ...]] = {}
    pool, pooled, pages = list[str](), 0, 0
    for name in sorted(parts):
        count = int(name.rpartition("-")[2])
        pages += count
        if count >= _GROUP // 2:
            groups[_short(_key(name))] = (name,)
            continue
        if pooled + count > _GROUP:
            groups[_short(_key(pool[0]))] = tuple(pool)
            pool, pooled = [], 0
        pool, pooled = [*pool, name], pooled + count
    if pool:
        groups[_short(_key(pool[0]))] = tuple(pool)
    volumes: list[list[str]] = [[] for _ in range(-(-len(groups) // _VOLUME))]
    for group in sorted(groups):
        volumes[crc32(group.encode()) % len(volumes)].append(group)
    count = min(max(pages // _PER_BUCKET, 1), MOST_BUCKETS - 1)
    return Plan(groups, tuple(map(tuple, volumes)), count)


def _key(part: str) -> bytes:
    """What stays in the name of a file of records when the records change."""
    return part.split("-")[0].encode()


def ready(groups: int = 1) -> None:
    """Load what groups are made with, which takes a while; builds that make none do without."""
    if groups:
        import_module("pairing.postings")


def group_files(group: str, records: Sequence[Record], count: int) -> Files:
    """The texts of a group for showing, and, to keep, its postings and its table of pages."""
    from pairing.letters import fold_all  # as `ready` says
    from pairing.postings import LONGEST, buckets

    letters, ends = fold_all([part for record in records for part in _parts(record)])
    if len(letters) > LONGEST:  # a text of nothing but signs that fold into many
        return (yield from group_files(group, [_half(record) for record in records], count))
    stamp, shown = 0, [_shown(record) for record in records]
    for i in range(0, len(shown), _SHOWN):
        name = f"{group}-{i // _SHOWN}"
        content = _call("text", name, shown[i : i + _SHOWN])
        stamp = crc32(content, stamp)
        yield f"search/text/{name}.js", content
    postings = b"\n".join(buckets(letters, ends[2::3], count))
    stamp = crc32(postings, stamp)
    yield f"{KEPT}postings/{group}", postings
    yield f"{KEPT}tables/{group}", json.dumps({"stamp": f"{stamp:08x}", **_table(records, ends.tolist())}).encode()


def _shown(record: Record) -> tuple[str, ...]:
    """What a result shows of a page: address, title, text, and its date where that needs words."""
    return (*record[:3], record.dated) if record.dated else record[:3]


def _half(record: Record) -> Record:
    half = record.text[: len(record.text) // 2]
    return record._replace(text=half, begin=min(record.begin, len(half)))


def _parts(record: Record) -> tuple[str, str, str]:
    """What is folded of a page: title, headings, lines."""
    return f"{record.title}\n", record.text[: record.begin], f"{record.text[record.begin :]}\n"


def _table(records: Sequence[Record], ends: Sequence[int]) -> dict[str, Any]:
    """A row per page: how far its title, its headings and its text go, what it can be filtered by, and its day."""
    combos: dict[tuple[tuple[str, ...], ...], int] = {}
    table, begin = [], 0
    for record, title, head, end in zip(records, ends[::3], ends[1::3], ends[2::3], strict=True):
        combo = combos.setdefault(tuple(map(tuple, record.facets)), len(combos))
        table.append((title - begin - 1, head - begin, end - begin, combo, _days(record.day)))
        begin = end
    return {"table": table, "combos": list(combos)}


def volume_files(number_: int, postings: Sequence[bytes]) -> Files:
    """The files of a volume: of every group of it what the file's bucket holds."""
    rows = [content.split(b"\n") for content in postings]
    leads = [b",\n[%d," % i for i in range(len(rows))]
    for bucket, blocks in enumerate(zip(*rows, strict=True)):
        filled = [part for i, block in enumerate(blocks) if block != EMPTY for part in (leads[i], block, b"]")]
        name, told = f"{number_}-{bucket}", b"".join(filled).removeprefix(b",\n")
        yield f"search/pairs/{name}.js", b'jieduiSearch.pairs("%b",[\n%b\n]);\n' % (name.encode(), told)


def head_files(shape: Plan, tables: Mapping[str, bytes], schools: Iterable[School]) -> Files:
    """The table of all pages with what they can be filtered by, the schools' names, and the way of folding."""
    values: list[dict[str, int]] = [{} for _ in FACETS]
    combos: dict[str, int] = {}
    volumes = []
    for groups in shape.volumes:
        rows = []
        for group in groups:
            known = json.loads(tables[group])
            here = [combos.setdefault(_combo(combo, values), len(combos)) for combo in known["combos"]]
            text = "".join("".join(map(number, (*row[:3], here[row[3]], row[4]))) for row in known["table"])
            rows.append([group, known["stamp"], text])
        volumes.append([_short("".join(row[1] for row in rows).encode()), rows])
    # The short name first: filters have it, too.
    names = (tuple(dict.fromkeys(map(fold, (item.short, item.name, *item.aliases)))) for item in schools)
    head = {
        "buckets": shape.buckets,
        "shown": _SHOWN,
        "facets": [[key, label, list(found)] for (key, label), found in zip(FACETS, values, strict=True)],
        "combos": [json.loads(combo) for combo in combos],
        "names": list(names),
        "volumes": volumes,
    }
    yield "search/heads.js", _call("heads", head)
    yield "search/fold.js", _call("folding", PAIRS, ALIKE, {"last": LAST, "earlier": EARLIER, "single": SINGLE})


def _combo(combo: Sequence[Sequence[str]], values: Sequence[dict[str, int]]) -> str:
    """What some pages can be filtered by, as numbers of values."""
    return json.dumps(
        [[found.setdefault(value, len(found)) for value in part] for part, found in zip(combo, values, strict=True)]
    )


def search_files(parts: Mapping[str, bytes], schools: Iterable[School]) -> dict[str, bytes]:
    """The whole index of a site from its files of records, in one go."""
    shape, files = plan(parts), dict[str, bytes]()
    for group, names in shape.groups.items():
        files |= group_files(group, [record for name in names for record in load(parts[name])], shape.buckets)
    for i, groups in enumerate(shape.volumes):
        files |= volume_files(i, [files[f"{KEPT}postings/{group}"] for group in groups])
    files |= head_files(shape, {group: files[f"{KEPT}tables/{group}"] for group in shape.groups}, schools)
    return {path: content for path, content in files.items() if not path.startswith(KEPT)}


def _days(day: str) -> int:
    return max((date.fromisoformat(day) - _DAY_ZERO).days, 1) if day else 0


def _short(content: bytes) -> str:
    """A check sum: it only tells one version of something from another, so it need not be a digest, which is slower."""
    return f"{crc32(content):08x}"


def _call(name: str, *values: Any) -> bytes:
    """A script that hands values to theme/assets/search.js."""
    return b"jieduiSearch.%b(%b);\n" % (name.encode(), b",".join(map(_json, values)))


def _json(value: Any) -> bytes:
    """A value as JSON in UTF-8; half a rare character, which has no place there, as an escape."""
    try:
        return to_json(value)
    except PydanticSerializationError:
        told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return told.encode("utf-8", "backslashreplace")
