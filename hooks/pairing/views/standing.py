"""How duties stand: those of a school, and those of one measure or of a whole task at a glance."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pairing import addresses
from pairing.derive import Promise
from pairing.ledger import tally
from pairing.ledger.match import Settled
from pairing.ledger.unroll import UNDATED
from pairing.names import sides
from pairing.views.base import Portal
from pairing.views.clauses import clause_path
from pairing.words import DUTY_STATUS


class Standing(NamedTuple):
    """How the duties of a promise, or of several, stand: (code, label, number) by status, and where each is listed.

    ``duties`` lets the reader's clock count again; ``why`` says why there are none.
    """

    total: int
    counts: tuple[tuple[str, str, int], ...]
    duties: str
    path: str
    why: str = ""


def anchor(item: Settled) -> str:
    """A duty's anchor on the page of its programme."""
    promise = item.duty.promise
    return f"{promise.plan or promise.agreement}--{promise.measure.id}--{item.duty.code}"


def clocked(item: Settled) -> str:
    """What the reader's clock needs to judge a duty again; a status set by hand stands."""
    duty = item.duty
    fixed = item.status if item.override else ""
    return _clocked(duty.first, duty.last, item.enough, duty.required, fixed, bool(item.deeds and not item.enough))


@lru_cache(4096)
def _clocked(first: date, last: date, enough: int, required: int, fixed: str, seen: bool) -> str:
    """The same in writing: many duties have one window, and each is told on half a dozen pages."""
    return f"{first.isoformat()},{last.isoformat()},{enough},{required},{fixed}{',seen' if seen else ''}"


def standing(settled: Sequence[Settled], path: str, why: str = "") -> Standing:
    """How some duties stand that ``path`` lists."""
    found = tally(settled)
    counts = tuple((code, label, found[code]) for code, label in DUTY_STATUS.items() if found[code])
    return Standing(len(settled), counts, " ".join(map(clocked, settled)), path, why)


def duties_of(portal: Portal, promises: Iterable[str]) -> list[Settled]:
    """The duties of several promises, by the ids of these."""
    return [item for promise in promises for item in portal.ledger.by_measure.get(promise, ())]


def promise_standing(portal: Portal, promise: Promise) -> Standing:
    """How the duties of one promise stand, with the page of its clause; else with their rows in the ledger."""
    settled = portal.ledger.by_measure.get(promise.id, ())
    if not settled:
        return standing((), "", _why(portal, promise))
    rows = f"{addresses.ledger(promise.programme)}#{anchor(settled[0])}"
    page = clause_path(portal, promise)
    return standing(settled, f"{page}#{promise.measure.id}" if page else rows)


def _why(portal: Portal, promise: Promise) -> str:
    """Why a promise makes no duties."""
    undated = portal.ledger.undated[promise.programme]
    reasons = portal.once(
        ("undated", promise.programme, None), lambda: {item.id: UNDATED[why] for item, why in undated}
    )
    return reasons.get(promise.id, "")


def reminded(portal: Portal, programmes: Iterable[str]) -> bool:
    """Whether the calendars have anything of some programmes: what is waived they leave out."""
    statuses = (
        item.status
        for key in programmes
        for items in (portal.ledger.settled[key], portal.ledger.planned[key])
        for item in items
    )
    return any(status != "waived" for status in statuses)


def actors(portal: Portal, promise: Promise) -> tuple[str, ...]:
    """The schools that owe a promise: those that it names, else all of the side that acts, or of both."""
    measure = promise.measure
    if measure.schools:
        return measure.schools
    of_side = sides(portal.data.programmes[promise.programme])
    return of_side["helper"] + of_side["recipient"] if measure.by == "both" else of_side[measure.by]


def owing(portal: Portal) -> Mapping[str, tuple[Settled, ...]]:
    """``school -> the duties that it owes``, alone or with others."""
    return portal.once(("owing", "", None), lambda: _owing(portal))


def _owing(portal: Portal) -> dict[str, tuple[Settled, ...]]:
    found: dict[str, list[Settled]] = defaultdict(list)
    for item in portal.ledger.all:
        for school in actors(portal, item.duty.promise):
            found[school].append(item)
    return {school: tuple(items) for school, items in found.items()}
