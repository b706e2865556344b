"""Duties and rows of work-plan tables as the open data tells them."""

from typing import Any

from pairing.ledger import Planned, Settled
from pairing.ledger.match import reason


def duty_told(item: Settled) -> dict[str, Any]:
    """A duty with its status, the reason and the records that count."""
    duty, promise = item.duty, item.duty.promise
    return {
        "id": duty.id,
        "measure": promise.id,
        "programme": promise.programme,
        "plan": promise.plan,
        "clause": promise.clause or None,
        "window": {"code": duty.code, "text": duty.window, "start": str(duty.first), "end": str(duty.last)},
        "required": duty.required,
        "recorded": item.recorded,
        "enough": item.enough,
        "unit": duty.unit,
        "status": item.status,
        "reason": reason(item),
        "override": item.override.model_dump(mode="json") if item.override else None,
        "people": item.fit,
        "entries": [{"id": deed.id, "url": deed.path} for deed in item.deeds],
        "late": [{"id": deed.id, "url": deed.path} for deed in item.late],
    }


def row_told(item: Planned) -> dict[str, Any]:
    """A row of a work-plan table with its status and the records that count."""
    return {
        "id": item.id,
        "programme": item.programme,
        "plan": item.plan,
        "key": item.row.id,
        "serial": item.row.serial,
        "window": {"text": item.row.when.text, "start": str(item.first), "end": str(item.last)},
        "recorded": item.recorded,
        "status": item.status,
        "override": item.override.model_dump(mode="json") if item.override else None,
        "people": item.fit,
        "entries": [{"id": deed.id, "url": deed.path} for deed in item.deeds],
        "url": item.path,
    }
