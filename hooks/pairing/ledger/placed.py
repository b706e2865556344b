"""Every measure with the place where it is written: those of plans, and the terms of agreements."""

from collections.abc import Iterator
from typing import NamedTuple

from pairing.model import Measure
from pairing.read import Dataset
from pairing.source import Loc, Record
from pairing.walk import rows_of


class Placed(NamedTuple):
    """A measure, with the record and the plan (None: an agreement's) that it stands in."""

    programme: str
    plan: str | None
    record: Record
    loc: Loc
    measure: Measure


def placed(data: Dataset) -> Iterator[Placed]:
    """Those of all plans, then those of all programmes; the file of a plan's programme may be broken."""
    for (programme, key), plan in data.plans.items():
        record = data.record("plan", programme, key)
        yield from (Placed(programme, key, record, *found) for found in rows_of(plan, Measure))
    for key, owner in data.programmes.items():
        record = data.record("programme", key)
        yield from (Placed(key, None, record, *found) for found in rows_of(owner, Measure))
