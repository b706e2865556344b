"""Single records at the gate: reduced to a card, or without the fields that are withheld."""

from typing import Any, Final

from pairing.levels import CARDS, Guarded, attachment_level, row_key, split
from pairing.model import Entry, Programme
from pairing.walk import Model
from pairing.words import Disclosure

ON_REQUEST: Final = "本项目的内容依申请公开。"


def card(record: Model) -> Model:
    """A record on request: only what its card may show, all else at its default."""
    fields = type(record).model_fields
    kept = CARDS[type(record)]
    update = {name: field.get_default(call_default_factory=True) for name, field in fields.items() if name not in kept}
    update = {name: value for name, value in update.items() if not fields[name].is_required()}
    update["disclosure"] = "on-request"
    if isinstance(record, Programme):
        update["summary"] = ON_REQUEST
        for side in ("helpers", "recipients"):
            bare = {"scope": (), "note": None}
            update[side] = tuple(party.model_copy(update=bare) for party in getattr(record, side))
    if "period" in kept:
        update["period"] = record.period.model_copy(update={"note": None})  # type: ignore[attr-defined]
    return record.model_copy(update=update)


def without(record: Model, level: Disclosure) -> Model:
    """An open record without its withheld fields and rows, and without a word about them."""
    update: dict[str, Any] = {}
    for item in getattr(record, "withheld", ()):
        name, row = split(item)
        if name == "body":
            continue  # the text is no field; the gate takes it out of the record behind the entry
        if not row:
            update[name] = type(record).model_fields[name].get_default(call_default_factory=True)
            continue
        rows = update.get(name, getattr(record, name))
        numbered = {id(value): row_key(value, i) for i, value in enumerate(getattr(record, name))}
        update[name] = tuple(value for value in rows if numbered[id(value)] != row)
    if isinstance(record, Entry) and any(item.disclosure for item in record.attachments):
        shown = (item for item in record.attachments if attachment_level(record, item) == "open")
        update["attachments"] = tuple(shown)
    if getattr(record, "withheld", ()):
        update["withheld"] = ()
    if "disclosure" in type(record).model_fields:
        update["disclosure"] = level
    if getattr(record, "disclosure_reason", None):
        update["disclosure_reason"] = None
    return record.model_copy(update=update)


def held_back(record: Guarded) -> bool:
    """Whether an open record holds anything back. Cheap: it is asked of every record."""
    attached = isinstance(record, Entry) and any(item.disclosure for item in record.attachments)
    return bool(record.withheld) or attached or bool(getattr(record, "disclosure_reason", None))
