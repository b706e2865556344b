"""What of the entries is out: drafts never leave the preview, future ones wait for their day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from pairing.entries import Entries, Head, Place, entry_file
from pairing.model import Entry
from pairing.problems import Problem
from pairing.read import Dataset

# So many entries that wait are named in a line.
_NAMED: Final = 3


def released(data: Dataset, as_of: date, *, preview: bool = False) -> Dataset:
    """The dataset with only the entries that may be shown on a day; a preview shows all of them."""
    if preview:
        return data
    entries = Entries.of(data.entries)
    return replace(data, entries=entries.only(at for at, head in entries.heads.items() if is_out(head, as_of)))


def is_out(entry: Entry | Head, as_of: date) -> bool:
    """Whether an entry is published on a day."""
    return not entry.draft and entry.published.last <= as_of


def waiting(data: Dataset, as_of: date) -> Iterator[Problem]:
    """A hint at every entry that is done and waits for its day, and at what is told as done and dated ahead."""
    early = set(_early(data, as_of))
    for place, head in data.heads.items():
        if place in early:
            where = data.record("entry", *place).where("published")
            yield Problem(where, f"提示：发布日期是 {head.published}，现在按 {as_of} 生成，到那一天才刊出")
        elif not head.draft and head.latest.first > as_of:
            for words, at, day in data.entries[place].past:
                if day.first > as_of:
                    where = data.record("entry", *place).where(*at)
                    yield Problem(where, f"提示：{words}是 {day}，现在按 {as_of} 生成，还没有到那一天，请核对")


def waiting_notice(data: Dataset, as_of: date) -> str:
    """In a line, how many entries that are done wait for their day, and the first of them; "" where none does."""
    found = _early(data, as_of)
    named = "，".join(f"{entry_file(place)}（{data.heads[place].published}）" for place in found[:_NAMED])
    more = "等" if len(found) > _NAMED else ""
    return f"提示：有 {len(found)} 篇稿件未到发布日期（现在按 {as_of} 生成），未收录：{named}{more}" if found else ""


def _early(data: Dataset, as_of: date) -> list[Place]:
    """The entries that are done and wait for their day."""
    return [place for place, head in data.heads.items() if not head.draft and not is_out(head, as_of)]
