"""How duties stand: those of a school, and those of one measure or of a whole task at a glance."""

from collections import defaultdict
from collections.abc import Mapping

from pairing.derive import Promise
from pairing.ledger.match import Settled
from pairing.names import sides
from pairing.views.base import Portal


def actors(portal: Portal, promise: Promise) -> tuple[str, ...]:
    """The schools that owe a promise: those that it names, else all of the side that acts, or of both."""
    measure = promise.measure
    if measure.schools:
        return measure.schools
    of_side = sides(portal.data.programmes[promise.programme])
    return of_side["helper"] + of_side["recipient"] if measure.by == "both" else of_side[measure.by]


def owing(portal: Portal) -> Mapping[str, tuple[Settled, ...]]:
    """``school -> the duties that it owes``, alone or with others."""
    key = "owing", "", None
    if key not in portal.made:
        found: dict[str, list[Settled]] = defaultdict(list)
        for item in portal.ledger.all:
            for school in actors(portal, item.duty.promise):
                found[school].append(item)
        portal.made[key] = {school: tuple(items) for school, items in found.items()}
    owed: Mapping[str, tuple[Settled, ...]] = portal.made[key]
    return owed
