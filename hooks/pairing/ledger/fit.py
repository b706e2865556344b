"""People recorded against the range promised: within, below, above, or not to be compared."""

from collections.abc import Iterable, Sequence
from typing import Final

from pairing.ledger.heads import answering
from pairing.model.base import Number, People
from pairing.words import Every, Fit

# The least and the most that a number can be; None where that is open.
Bounds = tuple[Number | None, Number | None]
# The paces whose windows are as long as what a head count is promised for.
_PER_WINDOW: Final[dict[str, tuple[Every, ...]]] = {"semester": ("semester",), "year": ("year", "school-year")}
# The paces with a single window for all of the time.
_WHOLE: Final[tuple[Every, ...]] = ("once", "throughout", "batches")


def fit(promised: Iterable[People], every: Every, recorded: Sequence[tuple[People, ...]]) -> Fit | None:
    """The people of a window's records against the ranges promised; None where nothing compares.

    What is promised per occasion is compared with each record, what is promised for the window (or
    without saying for what) with all of them. A number for another stretch of time cannot be compared.
    """
    found = [_fit(rows, every, recorded) for rows in _by_per(promised, every)]
    return _joined([item for item in found if item is not None])


def complete(
    promised: Iterable[People], every: Every, recorded: Sequence[tuple[People, ...]], told: Iterable[tuple[People, ...]]
) -> int:
    """How many of a window's events have no fewer people than were promised; one without numbers may have.

    None where the window as a whole has too few, and every record says how many: ``told`` are those of all records,
    ``recorded`` those of one for every event.
    """
    of_window = [rows for rows in _by_per(promised, every) if rows[0].per != "occasion"]
    if any(_named(rows, told) and _fit(rows, every, recorded) == "below" for rows in of_window):
        return 0
    return sum(not few(promised, every, people) for people in recorded)


def few(promised: Iterable[People], every: Every, people: tuple[People, ...]) -> bool:
    """Whether one record has fewer people for certain than were promised for each occasion."""
    of_each = [rows for rows in _by_per(promised, every) if rows[0].per == "occasion"]
    return any(_named(rows, [people]) and _fit(rows, every, [people]) == "below" for rows in of_each)


def _named(promised: list[People], told: Iterable[tuple[People, ...]]) -> bool:
    """Whether every record says how many such people there were."""
    kinds = answering(row.kind for row in promised)
    return all(any(row.kind in kinds and row.stated for row in people) for people in told)


def _by_per(promised: Iterable[People], every: Every) -> Iterable[list[People]]:
    """The rows that can be compared, those of one ``per`` together; a total only where the window is the whole time."""
    groups: dict[str | None, list[People]] = {}
    for row in promised:
        if row.stated and (row.per != "total" or every in _WHOLE):
            groups.setdefault(row.per, []).append(row)
    return groups.values()


def _fit(promised: list[People], every: Every, recorded: Sequence[tuple[People, ...]]) -> Fit | None:
    per, kinds = promised[0].per, answering(row.kind for row in promised)
    answer = [rows for deed in recorded if (rows := [row for row in deed if row.kind in kinds])]
    if not answer:
        return None
    if per == "occasion":
        return _joined([_by_kind(promised, rows) for rows in answer])
    if per is not None and per != "total" and every not in _PER_WINDOW[per]:
        return "unclear"
    return _by_kind(promised, [row for rows in answer for row in rows])


def _by_kind(promised: list[People], recorded: Sequence[People]) -> Fit:
    """Each kind against its own people; all against all where somebody could be of two of the kinds promised."""
    groups = {row.kind: answering([row.kind]) for row in promised}
    if sum(map(len, groups.values())) > len(frozenset[str]().union(*groups.values())):
        return _compared(promised, recorded)
    found = [
        _compared([row for row in promised if row.kind == kind], [row for row in recorded if row.kind in kinds])
        for kind, kinds in groups.items()
    ]
    fit = _joined(found)
    assert fit is not None, "something was promised"
    return fit


def _joined(found: Sequence[Fit]) -> Fit | None:
    """Several comparisons as one: what is lacking anywhere first, then what is too much."""
    return next((name for name in ("below", "above", "unclear", "within") if name in found), None)


def _compared(promised: Iterable[People], recorded: Iterable[People]) -> Fit:
    """Bounds decide: an approximate number is only below or above where it must be."""
    least, most = summed(row.bounds for row in promised)
    low, high = summed(row.bounds for row in recorded)
    if least is None and most is None:
        return "unclear"
    if high is not None and least is not None and high < least:
        return "below"
    if low is not None and most is not None and low > most:
        return "above"
    inside = (least is None or (low is not None and low >= least)) and (
        most is None or (high is not None and high <= most)
    )
    return "within" if inside else "unclear"


def summed(bounds: Iterable[Bounds]) -> Bounds:
    """Bounds added up: 30余 and 100多 are at least 130, with no upper bound; of none exactly 0."""
    lows, highs = zip(*found, strict=True) if (found := [*bounds]) else ((), ())
    low = None if any(value is None for value in lows) else sum(lows)
    high = None if any(value is None for value in highs) else sum(highs)
    return low, high
