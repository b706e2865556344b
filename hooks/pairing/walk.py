"""Every row of a record with its place: what rules over the whole model go through.

Which fields of a class can hold rows, and which lead to rows of a wanted class, is worked out once
per class from its annotations, so that a walk passes over everything else unseen.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeGuard, TypeVar, get_args

from pydantic import BaseModel

from pairing.source import Loc

Model = TypeVar("Model", bound=BaseModel)
Class = type[BaseModel]


def rows(value: object, loc: Loc = ()) -> Iterator[tuple[Loc, BaseModel]]:
    """The row itself and all rows below it, each with its location in the record."""
    return rows_to(value, frozenset({BaseModel}), loc)


def rows_of(value: object, kind: type[Model]) -> Iterator[tuple[Loc, Model]]:
    """The rows of one class below (and including) ``value``."""
    for loc, row in rows_to(value, frozenset({kind})):
        if _is(row, kind):
            yield loc, row


def rows_to(value: object, kinds: frozenset[Class], loc: Loc = ()) -> Iterator[tuple[Loc, BaseModel]]:
    """Every row on the way to rows of some classes, and those rows."""
    found: list[tuple[Loc, BaseModel]] = []
    _walk(value, kinds, loc, found)
    return iter(found)


def _walk(value: object, kinds: frozenset[Class], loc: Loc, found: list[tuple[Loc, BaseModel]]) -> None:
    """Put all into a list: generators within generators would pass every row through one for each level."""
    if isinstance(value, tuple):
        for i, item in enumerate(value):
            if BaseModel in type(item).__mro__:
                _walk(item, kinds, (*loc, i), found)
    elif _is(value, BaseModel):
        found.append((loc, value))
        # A pydantic object keeps its fields in __dict__.
        fields = value.__dict__
        for name in ways(type(value), kinds):
            if item := fields[name]:
                _walk(item, kinds, (*loc, name), found)


def _is(value: object, kind: type[Model]) -> TypeGuard[Model]:
    """isinstance(), which is slow for pydantic's classes, as they answer by a function of their own."""
    return kind in type(value).__mro__


@cache
def ways(model: Class, kinds: frozenset[Class]) -> tuple[str, ...]:
    """The fields of a class that hold, or lead to, rows of some classes."""
    fields = model.model_fields.items()
    return tuple(name for name, field in fields if any(_leads(row, kinds) for row in _classes(field.annotation)))


@cache
def _leads(model: Class, kinds: frozenset[Class]) -> bool:
    return any(issubclass(row, kind) for row in below(model) for kind in kinds)


@cache
def below(model: Class) -> frozenset[Class]:
    """A class and all classes that its rows can hold."""
    found: set[Class] = set()
    fresh = {model}
    while fresh:
        found |= fresh
        fresh = {row for one in fresh for field in one.model_fields.values() for row in _classes(field.annotation)}
        fresh -= found
    return frozenset(found)


def _classes(annotation: Any) -> Iterator[Class]:
    """The row classes that an annotation names, in unions and tuples, too."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _classes(inner)
