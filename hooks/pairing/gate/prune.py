"""References to what is gone: taken out of every record, and with them what cannot stand without them.

A list loses the item, an optional reference becomes empty. A row that must name what is gone (the actual
value of an indicator names its source) goes as a whole. Where a record loses its document, the words
printed there go, too: nobody could say any more whether they may be quoted.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pydantic import BaseModel

from pairing.check.references import REFERENCES
from pairing.model import Activity, Measure, Plan, ScheduleRow
from pairing.model.base import Printed
from pairing.model.disclosure import Superseded
from pairing.model.entry import EntryResult
from pairing.model.plan import Cadence, ChangeReason, PhaseItem, Statement
from pairing.model.programme import Target
from pairing.model.report import Answer, Progress, Result
from pairing.walk import Model, ways

# Kind of thing -> the ids that are gone. Plans, measures, rows of work-plan tables, indicators and progress are those
# of one programme; results and answered items are named <report>/<id>.
Gone = Mapping[str, frozenset[str]]

# Beside the references between files, those inside a programme: row class, field, kind.
LOCAL: Final[tuple[tuple[type[BaseModel], str, str], ...]] = (
    (Measure, "indicators", "indicator"),
    (Statement, "indicators", "indicator"),
    (Progress, "indicators", "indicator"),
    (Result, "indicators", "indicator"),
    (Measure, "replaces", "measure"),
    (ScheduleRow, "measures", "measure"),
    (PhaseItem, "measures", "measure"),
    (Progress, "measures", "measure"),
    (Activity, "measures", "measure"),
    (Progress, "schedule", "row"),
    (Activity, "schedule", "row"),
    (ChangeReason, "measures", "measure"),
    (Result, "progress", "progress"),
    (Plan, "succeeds", "plan"),
    (Target, "plan", "plan"),
    (EntryResult, "same_as", "result"),
    (Superseded, "by", "entry"),
)
_ALL: Final = (*REFERENCES, *LOCAL)
_CLASSES: Final = frozenset(model for model, _, _ in _ALL) | {Answer}
# Fields that say which document a record is printed in.
_PRINTED_IN: Final = frozenset({"document", "documents", "source", "schedule_document"})
# Words as printed: row class, field.
_QUOTES: Final[tuple[tuple[type[BaseModel], str], ...]] = (
    (Cadence, "text"),
    (ScheduleRow, "remark"),
    (Progress, "topic"),
    (Plan, "schedule_title"),
)


@cache
def _references(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    return tuple((name, kind) for owner, name, kind in _ALL if issubclass(model, owner))


def pruned(row: Model, gone: Gone) -> Model | None:
    """The row without references to what is gone; the very same where it has none; None where it goes with them."""
    if isinstance(row, Answer) and f"{row.report}/{row.item}" in gone.get("item", frozenset()):
        return None
    update: dict[str, Any] = {}
    for name, kind in _references(type(row)):
        said = getattr(row, name)
        if isinstance(said, tuple):
            kept = tuple(word for word in said if word not in gone[kind]) if kind in gone else said
            if len(kept) < len(said):
                update[name] = kept
        elif said is not None and said in gone.get(kind, frozenset()):
            update[name] = None
    for name in ways(type(row), _CLASSES):
        value = row.__dict__[name]
        if isinstance(value, tuple):
            items = tuple(pruned(item, gone) for item in value)
            if any(item is not old for item, old in zip(items, value, strict=True)):
                update[name] = tuple(item for item in items if item is not None)
        elif isinstance(value, BaseModel):
            item = pruned(value, gone)
            if item is not value:
                update[name] = item
    if not update:
        return row
    fields = type(row).model_fields
    if any(not value and value != 0 and fields[name].is_required() for name, value in update.items()):
        return None
    new = row.model_copy(update=update)
    return unquoted(new) if any(_lost(row, name, value) for name, value in update.items()) else new


def _lost(row: BaseModel, name: str, value: Any) -> bool:
    """Whether a changed field means that the row lost the document that it is printed in: of several, the first."""
    if name not in _PRINTED_IN:
        return False
    said = getattr(row, name)
    return not isinstance(said, tuple) or (bool(said) and said[:1] != value[:1])


def unquoted(row: Model) -> Model:
    """The row and all below it without words as printed."""
    update: dict[str, Any] = {name: None for owner, name in _QUOTES if isinstance(row, owner)}
    for name, value in row.__dict__.items():
        if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            update[name] = tuple(unquoted(item) for item in value if not isinstance(item, Printed))
        elif isinstance(value, BaseModel):
            update[name] = unquoted(value)
    return row.model_copy(update=update) if update else row
