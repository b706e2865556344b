"""Names: every way a school or unit is written, resolved to one id."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from pairing.model import Programme, School
from pairing.model.plan import Units
from pairing.read import Dataset


class Name(NamedTuple):
    """One way a school is written, and where it stands in its record."""

    text: str
    school: str
    loc: tuple[str | int, ...]


def school_names(schools: Mapping[str, School]) -> Iterator[Name]:
    """Full name, short name, aliases and misprints of every school."""
    for key, school in schools.items():
        yield Name(school.name, key, ("name",))
        if school.short != school.name:
            yield Name(school.short, key, ("short",))
        for i, alias in enumerate(school.aliases):
            yield Name(alias, key, ("aliases", i))
        for i, misprint in enumerate(school.misprints):
            yield Name(misprint.text, key, ("misprints", i, "text"))


def register(schools: Mapping[str, School]) -> dict[str, str]:
    """``name -> school id`` for every name; the first school keeps a name that two claim."""
    found: dict[str, str] = {}
    for name in school_names(schools):
        found.setdefault(name.text, name.school)
    return found


def unit_names(schools: Mapping[str, School], ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """``unit name or alias -> (school id, unit id)`` over the schools of one side."""
    found: dict[str, tuple[str, str]] = {}
    for key in ids:
        if key not in schools:
            continue
        for unit in schools[key].units:
            for name in (unit.name, *unit.aliases):
                found.setdefault(name, (key, unit.id))
    return found


def sides(programme: Programme) -> dict[str, tuple[str, ...]]:
    """School ids of each side of a programme."""
    return {
        "helper": tuple(party.school for party in programme.helpers),
        "recipient": tuple(party.school for party in programme.recipients),
    }


def parties(programme: Programme) -> tuple[str, ...]:
    """School ids of both sides of a programme, each once."""
    return tuple(dict.fromkeys(chain(*sides(programme).values())))


def taking_part(data: Dataset) -> dict[str, tuple[str, ...]]:
    """``school id -> its programmes``, on either side; in the schools' order."""
    found: dict[str, list[str]] = {}
    for key, programme in data.programmes.items():
        for school in parties(programme):
            found.setdefault(school, []).append(key)
    return {school: tuple(keys) for school, keys in sorted(found.items())}


def side_units(data: Dataset, programme: str) -> dict[str, dict[str, tuple[str, str]]]:
    """``side -> unit name or alias -> (school id, unit id)`` of a programme."""
    owner = data.programmes.get(programme)
    return {side: unit_names(data.schools, ids) for side, ids in sides(owner).items()} if owner else {}


def plan_units(
    known: Mapping[str, Mapping[str, tuple[str, str]]], units: Units
) -> dict[str, tuple[tuple[str, str], ...]]:
    """The (school id, unit id) pairs behind the unit names of a measure, side by side; ``known`` are `side_units`."""
    return {
        side: tuple([names[name] for name in getattr(units, side) if name in names]) for side, names in known.items()
    }
