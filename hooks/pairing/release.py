"""What of the entries is out: drafts never leave the preview, future ones wait for their day."""

from dataclasses import replace
from datetime import date

from pairing.entries import Entries, Head
from pairing.model import Entry
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
