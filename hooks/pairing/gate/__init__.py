"""The disclosure gate: the dataset without what is not open, before anything is derived from it.

open 主动公开 passes whole; on-request 依申请公开 leaves a card; closed 不予公开 leaves nothing, not even an
id in what refers to it. Whatever comes after (figures, ledger, views, open data, feeds, columns) works
with what has passed, so none of it can show, count or link what has not. What only a closed record proves
is therefore 未见记录 in the public ledger.

The internal build lets everything pass and says of everything held back why, and what readers see.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pairing.filing import Key
from pairing.gate.cards import held_back
from pairing.gate.sift import sifted
from pairing.levels import Guarded, attachment_level, document_level, guarded, label, levels, public_label, waits
from pairing.model import Document, Entry
from pairing.read import Dataset
from pairing.words import DISCLOSURE, Disclosure

# A record by its kind and key.
Named = tuple[str, Key]


class Mark(NamedTuple):
    """Something held back: which part (empty for the whole record), how far, and for editors why.

    ``later`` is the level of a document once its day has come, for one that is closed only until then.
    """

    part: str
    level: Disclosure
    reason: str = ""
    later: Disclosure | None = None


Marks = Mapping[Named, tuple[Mark, ...]]


class Public(NamedTuple):
    """The register as readers see it: whole documents and cards; closed ones are absent."""

    documents: Mapping[str, Document]
    # With those that a column only names.
    known: Mapping[str, Document]
    internal: bool = False

    @classmethod
    def of(cls, data: Dataset, around: Dataset, *, internal: bool) -> "Public":
        """The register of a dataset that has passed the gate, and is all or a part of the one around it."""
        return cls(data.documents, around.documents, internal)

    def quotable(self, document: str | None) -> bool:
        """Whether printed words of a document may be shown: only where it is open, or none is named."""
        if document is None or self.internal:
            return True
        return document in self.known and self.known[document].disclosure == "open"

    def visible(self, document: str | None) -> str | None:
        """The id, if readers may know that the document exists."""
        return document if document in self.known else None


def disclose(data: Dataset, as_of: date) -> tuple[Dataset, Marks]:
    """What readers may have on a day, and what of it is there on request only."""
    found = levels(data, as_of)
    held = {(kind, key): item for kind, key, item in guarded(data) if found(kind, *key) != "open" or held_back(item)}
    held |= {("entry", place): data.entries[place] for place in data.heads if found("entry", *place) != "open"}
    if not held:
        return data, {}
    marks = {}
    for named, record in held.items():
        level = found(named[0], *named[1])
        told = tuple(_on_request(record)) if level == "open" else (Mark("", level),)
        if level != "closed" and told:
            marks[named] = told
    return sifted(data, found, held), marks


def _on_request(record: Guarded) -> Iterator[Mark]:
    """What readers may ask for of an open record: one mark a part."""
    parts = [public_label(record, item) for item in record.withheld if item.disclosure == "on-request"]
    if isinstance(record, Entry):
        items = (item for item in record.attachments if attachment_level(record, item) == "on-request")
        parts += [f"附件“{item.title}”" for item in items]
    yield from (Mark(part, "on-request") for part in dict.fromkeys(parts))


def held_marks(data: Dataset, as_of: date) -> Marks:
    """Everything that `disclose` holds back on a day, with the reasons: what the internal build shows."""
    found, marks = levels(data, as_of), dict[Named, tuple[Mark, ...]]()
    inherited = (("entry", place, data.entries[place]) for place in data.heads if found("entry", *place) != "open")
    for kind, key, record in (*guarded(data), *inherited):
        level = found(kind, *key)
        told = [_whole(data, key, record, level, as_of)] if level != "open" else []
        told += [Mark(label(record, item), item.disclosure, item.reason) for item in record.withheld]
        if isinstance(record, Entry):
            for item in record.attachments:
                if item.disclosure and item.disclosure != "open":
                    part = f"附件“{item.title}”"
                    told.append(Mark(part, attachment_level(record, item), item.disclosure_reason or ""))
        if told:
            marks[kind, key] = tuple(told)
    return marks


def _whole(data: Dataset, key: Key, record: Guarded, level: Disclosure, as_of: date) -> Mark:
    """What holds a whole record back: its own word, what it belongs to, or of a document the day that it waits for."""
    reason = getattr(record, "disclosure_reason", None)
    if reason and getattr(record, "disclosure", None) == level:
        return Mark("", level, reason)
    if not isinstance(record, Document):
        return Mark("", level, "随项目")
    later = document_level(data, key[0])
    if later == level:
        return Mark("", level, "随正文")
    return Mark("", level, "暂未到发布日期" if waits(record, as_of) else "随正文", later)


def readers_see(mark: Mark) -> str:
    """What readers see instead, for editors."""
    if mark.level == "closed":
        return "读者什么也看不到" if mark.part else "读者什么也看不到，连编号也没有"
    return "读者只看到“依申请公开”的说明" if mark.part else "读者只看到一张卡片和申请办法"


def mark_words(mark: Mark) -> str:
    """A mark in one line for editors: 经费（funding）：不予公开。理由：…。读者…。"""
    part = f"{mark.part}：" if mark.part else ""
    reason = f"理由：{mark.reason.rstrip('。')}。" if mark.reason else ""
    level = f"{DISCLOSURE[mark.later]}（待发布）" if mark.later else DISCLOSURE[mark.level]
    return f"{part}{level}。{reason}{readers_see(mark)}。"


__all__ = ["Mark", "Marks", "Public", "disclose", "held_marks", "mark_words"]
