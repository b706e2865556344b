"""What a text check says, how it may be mended, and what it needs to know of the whole dataset."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from pairing.cited import cited
from pairing.digests import fingerprint
from pairing.names import school_names
from pairing.problems import Problem, Where
from pairing.read import Dataset


@dataclass(frozen=True, order=True)
class Fix:
    """Write ``new`` for ``old`` at the finding's place; ``safe`` where nobody need look at it first."""

    old: str
    new: str
    safe: bool = True


@dataclass(frozen=True, order=True)
class Finding:
    """Something in a text that is probably not meant: it is listed and stops nothing."""

    where: Where
    message: str
    fix: Fix | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return str(Problem(self.where, f"提示：{self.message}"))


@dataclass(frozen=True)
class Vocabulary:
    """What checks know of the dataset.

    ``names`` are all ways in which a school may be written; ``full`` maps those that a slip is looked for
    in; ``wrong`` maps misprints to the right name; ``quoted`` are printed faults, told as such on purpose;
    ``figures`` maps a programme to its figures (see `pairing.cited`).
    """

    names: tuple[str, ...]
    full: tuple[str, ...]
    wrong: Mapping[str, str]
    figures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def digest(self) -> bytes:
        """A fingerprint of all of it."""
        figures = [(key, sorted(found.items())) for key, found in sorted(self.figures.items())]
        return fingerprint(repr((self.names, self.full, sorted(self.wrong.items()), figures)))

    @cached_property
    def alone(self) -> tuple[tuple[str, str], ...]:
        """(full name, the part that is this school's alone), where there is such a part."""
        parts = ((name, _GENERIC.sub("", name)) for name in self.full)
        return tuple((name, own) for name, own in parts if len(own) >= 2 and own != name)


# What names of schools are made of beside the part that is theirs alone: a slip is looked for in here only,
# since 阳江职业技术学院 and 湛江职业技术学院 are two schools, and neither is a slip for the other.
_GENERIC: Final = re.compile("(?:高等|中等|职业|技术|工程|专科|师范|学院|学校|大学)+$")
# Shorter names are near too many words.
_SHORTEST: Final = 6


def vocabulary(data: Dataset) -> Vocabulary:
    """The vocabulary of a dataset."""
    wrong = {
        misprint.text: school.name
        for school in data.schools.values()
        for misprint in school.misprints
        if misprint.text != school.name
    }
    names = {name.text for name in school_names(data.schools)} - set(wrong)
    names |= {unit.name for school in data.schools.values() for unit in school.units}
    full = {name.text for name in school_names(data.schools) if len(name.text) >= _SHORTEST} - set(wrong)
    figures = {key: cited(data, key) for key in data.programmes}
    return Vocabulary(tuple(sorted(names)), tuple(sorted(full)), wrong, figures)
