"""What a text check says, how it may be mended, and what it needs to know of the whole dataset."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pairing.cited import cited
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
