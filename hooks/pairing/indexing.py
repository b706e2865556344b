"""The search index as steps: records that page steps left → groups → volumes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from pairing.beside import Folders
from pairing.digests import engine, fingerprint
from pairing.extract import extract, main_content
from pairing.model import School
from pairing.press import Content, Contents, Press, Step
from pairing.search import (
    KEPT,
    Files,
    Plan,
    Record,
    Records,
    group_files,
    head_files,
    load,
    plan,
    ready,
    search_files,
    volume_files,
)
from pairing.views.base import Found


def written_records(pages: Mapping[str, bytes], titles: Mapping[str, str]) -> list[Record]:
    """The records of hand-written pages, by path."""
    texts = ((path, extract(main_content(pages[path].decode()))) for path in titles)
    return [Record.of(path, titles[path], text, Found(kind="说明")) for path, text in texts]


def index(
    press: Press,
    made: Mapping[str, Content],
    written: list[Record],
    schools: Sequence[School],
    others: Iterable[Step] = (),
) -> dict[str, Content]:
    """All files of the portal's search index, from the records that the portal's pages left.

    ``others`` are steps that are to be done at the same time.
    """
    parts = {path: content for path, content in made.items() if path.startswith(KEPT)}
    parts |= dict(Records(written).files())
    shape, records, worn = plan(parts), Contents(parts), engine()
    keys = {
        group: fingerprint(worn, str(shape.buckets), *(name.rpartition("/")[2] for name in names))
        for group, names in shape.groups.items()
    }
    groups = (Step(f"search/groups/{name}", keys[name], partial(_group, records, shape, name)) for name in keys)
    grouped = press.run([*others, *groups], ready)
    return grouped | press.run(_volumes(shape, Contents(grouped), keys, schools))


def _volumes(
    shape: Plan, kept: Mapping[str, bytes], keys: Mapping[str, bytes], schools: Sequence[School]
) -> Iterator[Step]:
    """The postings of each volume, and the heads of all pages."""
    for i, groups in enumerate(shape.volumes):
        parts = (part for group in groups for part in (group, keys[group]))
        yield Step(f"search/volumes/{i}", fingerprint(*parts), partial(_volume, kept, i, groups))
    everything = (part for group, key in keys.items() for part in (group, key))
    names = (repr((item.name, item.short, item.aliases)) for item in schools)
    yield Step("search/heads", fingerprint(*everything, *names), partial(_heads, shape, kept, schools))


def _group(records: Mapping[str, bytes], shape: Plan, group: str) -> Files:
    found = [record for part in shape.groups[group] for record in load(records[part])]
    return group_files(group, found, shape.buckets)


def _volume(kept: Mapping[str, bytes], number: int, groups: Iterable[str]) -> Files:
    return volume_files(number, [kept[f"{KEPT}postings/{group}"] for group in groups])


def _heads(shape: Plan, kept: Mapping[str, bytes], schools: Sequence[School]) -> Files:
    return head_files(shape, {group: kept[f"{KEPT}tables/{group}"] for group in shape.groups}, schools)


def column_index(
    lead: str, paths: Iterable[str], fresh: Mapping[str, bytes], folders: Folders, schools: Iterable[School]
) -> Files:
    """The search index of a column below ``lead``: ``paths`` are all that its steps made, ``fresh`` its new records.

    What is not fresh lies where the last build left it.
    """
    known = (path for path in paths if path.startswith(f"{lead}{KEPT}"))
    parts = {
        path.removeprefix(lead): fresh[path] if path in fresh else Path(folders.at(path)).read_bytes() for path in known
    }
    for path, content in search_files(parts, schools).items():
        yield f"{lead}{path}", content
