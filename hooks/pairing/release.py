"""What of the entries is out: drafts never leave the preview, future ones wait for their day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pairing.entries import Entries, Head
from pairing.model import Entry
from pairing.problems import Problem
from pairing.read import Dataset


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
    """A hint at every entry that is done and waits for its day: its editor may wonder where it is."""
    for place, head in data.heads.items():
        if not head.draft and not is_out(head, as_of):
            where = data.record("entry", *place).where("published")
            yield Problem(where, f"提示：发布日期是 {head.published}，现在按 {as_of} 生成，到那一天才登出")
