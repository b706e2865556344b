"""Plain data by name: what a page and a part of one are.

A frozen dataclass would say the same, but for what it generates for each class, thirty times: a fiftieth of a small
build. A default stays with the class, and is looked up there.
"""

from typing import Any, ClassVar, Self, dataclass_transform, get_origin


@dataclass_transform(frozen_default=True, kw_only_default=True)
class View:
    """Data with names, which are given by name; it cannot be changed, and is compared by what it holds."""

    # All names in their order, the same as a set, and those without a default.
    _fields: ClassVar[tuple[str, ...]] = ()
    _known: ClassVar[frozenset[str]] = frozenset()
    _needed: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        """Take the names of a class from its annotations, behind those of the class that it extends."""
        kinds = vars(cls).get("__annotations__", {})
        own = [name for name, kind in kinds.items() if get_origin(kind) is not ClassVar]
        cls._fields = tuple(dict.fromkeys((*cls._fields, *own)))
        cls._known = frozenset(cls._fields)
        cls._needed = frozenset(name for name in cls._fields if not hasattr(cls, name))

    def __init__(self, **given: Any) -> None:
        if not self._needed <= given.keys() <= self._known:
            missing, unknown = sorted(self._needed - given.keys()), sorted(given.keys() - self._known)
            raise TypeError(f"{type(self).__name__}: missing {missing}, unknown {unknown}")
        vars(self).update(given)

    def _replace(self, **changes: Any) -> Self:
        """The same with some of it changed."""
        return type(self)(**vars(self) | changes)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self._fields)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._fields)})"
