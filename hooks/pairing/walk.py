"""Every row of a record with its place: what rules over the whole model go through."""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel

from pairing.source import Loc

Model = TypeVar("Model", bound=BaseModel)


def rows(value: object, loc: Loc = ()) -> Iterator[tuple[Loc, BaseModel]]:
    """The row itself and all rows below it, each with its location in the record."""
    if isinstance(value, BaseModel):
        yield loc, value
        # A pydantic object keeps its fields in __dict__; texts and numbers are passed over unseen.
        for name, item in value.__dict__.items():
            if isinstance(item, BaseModel | tuple):
                yield from rows(item, (*loc, name))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            if isinstance(item, BaseModel):
                yield from rows(item, (*loc, i))


def rows_of(value: object, kind: type[Model]) -> Iterator[tuple[Loc, Model]]:
    """The rows of one class below (and including) ``value``."""
    for loc, row in rows(value):
        if isinstance(row, kind):
            yield loc, row
