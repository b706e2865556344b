"""Which records tell of one event: those that say so, and what several sources tell of one day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from pairing.ledger.deeds import Deed
from pairing.ledger.fit import few
from pairing.ledger.heads import counted, least
from pairing.model.base import People
from pairing.words import Every

# How much a record says; of what is compared all is of one shape.
Weight = Callable[[Deed], Any]


def fullness(promised: Iterable[People], every: Every, deed: Deed) -> tuple[bool, int, int]:
    """How much a record says of the people promised: whether they may be enough, how many count, how many there are.

    One that does not say how many is fuller than one that says too few: another record never takes away.
    """
    rows = tuple(promised)
    return not few(rows, every, deed.people), counted(rows, deed.people), sum(least(deed.people).values())


class Once(NamedTuple):
    """Records in order of time; ``events`` has one of every event, and ``again`` the ids of the others."""

    deeds: tuple[Deed, ...]
    events: tuple[Deed, ...]
    again: frozenset[str]


def once(deeds: Iterable[Deed], weight: Weight) -> Once:
    """One record of every event, the one that says most; the others tell of it again.

    Of one day there are as many events as any one source tells: all entries together, or one report. So another
    record never makes fewer events, nor smaller ones.
    """
    found = _in_time(deeds)
    events = _in_time(_fullest(event, weight) if len(event) > 1 else event[0] for event in _events(found, weight))
    return Once(found, events, frozenset(deed.id for deed in found) - {deed.id for deed in events})


def _in_time(deeds: Iterable[Deed]) -> tuple[Deed, ...]:
    return tuple(sorted(deeds, key=lambda deed: (deed.first, deed.id)))


def _fullest(event: list[Deed], weight: Weight) -> Deed:
    return max(event, key=lambda deed: (weight(deed), deed.kind == "entry"))


def _events(deeds: Sequence[Deed], weight: Weight) -> Iterator[list[Deed]]:
    named: dict[str, list[Deed]] = defaultdict(list)
    days: dict[str, dict[str, list[Deed]]] = defaultdict(lambda: defaultdict(list))
    for deed in deeds:
        if deed.event:
            named[deed.event].append(deed)
        elif deed.when.precision == "day":
            days[deed.when.code][_source(deed)].append(deed)
        else:  # nobody knows which event it is
            yield [deed]
    yield from named.values()
    for sources in days.values():
        if len(sources) > 1:
            yield from _paired(sources.values(), weight)
        else:  # by far the most
            yield from ([deed] for found in sources.values() for deed in found)


def _paired(sources: Iterable[list[Deed]], weight: Weight) -> Iterator[list[Deed]]:
    """What sources tell of a day, the largest with the largest."""
    for event in zip_longest(*(sorted(source, key=weight, reverse=True) for source in sources)):
        yield [deed for deed in event if deed is not None]


def _source(deed: Deed) -> str:
    return deed.kind if deed.kind == "entry" else f"{deed.kind} {deed.id.rpartition('/')[0]}"


def doubtful(deeds: Iterable[Deed]) -> Iterator[tuple[Deed, Deed]]:
    """Records of one promise that may tell of one event, and do not say: (the later one, the other).

    Two entries of one day; a vague date beside a day that lies in it.
    """
    found = sorted((deed for deed in deeds if not deed.event), key=lambda deed: (deed.first, deed.kind, deed.id))
    for i, deed in enumerate(found):
        for other in found[:i]:
            if _alike(other, deed):
                yield deed, other
                break


def _alike(one: Deed, other: Deed) -> bool:
    if one.id.rpartition("#")[0] == other.id.rpartition("#")[0] and one.kind == other.kind == "entry":
        return False  # one entry tells of several
    if one.when.precision == other.when.precision == "day":
        return one.when == other.when and one.kind == other.kind == "entry"
    wide, narrow = sorted((one, other), key=lambda deed: deed.when.first - deed.when.last)
    return wide.kind != narrow.kind and wide.when.first <= narrow.when.first and narrow.when.last <= wide.when.last
