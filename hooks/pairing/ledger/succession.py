"""What becomes of a promise when another plan succeeds its own: carried on there, dropped, or nobody may know.

A plan alone unrolls to the day before the next one begins (`unroll`). What was to be done by a later day is then
either owed in the next plan, from when the promise first began, or not at all: it never failed early.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from pairing.derive import Promise
from pairing.ledger.changes import carded, measures
from pairing.ledger.deeds import Deed
from pairing.ledger.match import Settled
from pairing.ledger.unroll import PACED, Duty, Unrolled, begun
from pairing.read import Dataset

# A promise with what it came to.
Came = tuple[Promise, Unrolled]
# A promise without duties, with the reason.
Reasoned = tuple[Promise, str]


class Succession(NamedTuple):
    """A plan with those that succeed it: which of their measures stand for which of its own, and what is hidden."""

    programme: str
    plan: str
    heirs: Mapping[str, tuple[tuple[str, str], ...]]
    hidden: bool

    def heir(self, measure: str) -> tuple[str, str] | None:
        """(plan, measure) of the only one that carries on a measure and no other; None where there are several."""
        found = self.heirs.get(measure, ())
        alone = len(found) == 1 and sum(found[0] in items for items in self.heirs.values()) == 1
        return found[0] if alone else None

    def reason(self, measure: str) -> str:
        """Why a measure owes nothing more in its own plan (a key of UNDATED)."""
        if self.heirs.get(measure):
            return "continued"
        return "hidden" if self.hidden else "dropped"


def successions(data: Dataset) -> Iterator[Succession]:
    """Every plan that is succeeded from a day on, by these days: a promise may go through many hands."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    dated = ((pair, plan.period.since) for pair, plan in data.plans.items() if plan.period.since)
    for (programme, key), _ in sorted(dated, key=lambda item: item[1].first):
        before = data.plans[programme, key].succeeds
        if before and before != key and (programme, before) in data.plans:
            found[programme, before].append(key)
    for (programme, before), later in found.items():
        heirs: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for key in later:
            for name, measure in measures(data.plans[programme, key]).items():
                for former in measure.replaces or (name,):
                    heirs[former].append((key, name))
        hidden = any(carded(data.plans[programme, key]) for key in later)
        yield Succession(programme, before, {name: tuple(items) for name, items in heirs.items()}, hidden)


def handed_over(data: Dataset, found: Sequence[Came]) -> list[Came]:
    """What every promise came to, with what plans take over from those that they succeed."""
    out = [*found]
    at: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for i, (promise, _) in enumerate(out):
        at[promise.programme, promise.plan or ""][promise.measure.id] = i
    for item in successions(data):
        for name, i in at[item.programme, item.plan].items():
            (promise, old), heir = out[i], item.heir(name)
            j = at[item.programme, heir[0]].get(heir[1]) if heir else None
            if old.duties and j is not None:
                old, new = _passed(old, out[j][1])
                out[j] = out[j][0], new
            if old.duties and old.cut:
                void = old.duties[-1]._replace(void=item.reason(name))
                old = old._replace(duties=(*old.duties[:-1], void))
            out[i] = promise, old
    return out


def _passed(old: Unrolled, new: Unrolled) -> tuple[Unrolled, Unrolled]:
    """What a promise comes to in its own plan, and in the one that carries it on."""
    was, now = ({duty.promise.measure.cadence.every for duty in item.duties} for item in (old, new))
    if was & now & {"once", "batches"} and old.cut and _no_less(old.duties[-1], new.duties[0]):
        duty = new.duties[0]
        if old.duties[0].first < duty.first:
            duty = begun(duty, old.duties[0].first, "（自前一方案起）")
        return Unrolled((), "continued"), new._replace(duties=(_after(duty, old.duties[0]),))
    return _shared(old, new) if was & {*PACED} and now & {*PACED} else (old, new)


def _no_less(old: Duty, new: Duty) -> bool:
    """Whether a duty asks for all of a former one; of fewer heads nobody can tell whether they are those left to do."""
    return old.unit == new.unit and new.required >= old.required


def _after(duty: Duty, old: Duty) -> Duty:
    """A duty in place of a former one, whose records count."""
    names = dict.fromkeys((*old.former, old.promise.measure.id))
    return duty._replace(former=tuple(name for name in names if name != duty.promise.measure.id))


def _shared(old: Unrolled, new: Unrolled) -> tuple[Unrolled, Unrolled]:
    """A year that both plans have a part of is owed once: in the plan with more of its days, which has it all.

    Where that is the former, the later part of the year belongs to the next one.
    """
    before, last = {duty.code for duty in old.duties[:-1]}, old.duties[-1]
    duties = tuple(duty for duty in new.duties if duty.code not in before)
    if duties and duties[0].code == last.code:
        first, rest = duties[0], duties[1:]
        if first.last - first.first > last.last - last.first:
            duties = (_after(begun(first, min(first.first, last.first)), last), *rest)
            old = _of(old.duties[:-1])
        else:
            yearly = last.promise.measure.cadence.every != "semester"
            begin = max(first.first, last.last + timedelta(days=1))
            duties = (begun(rest[0], begin), *rest[1:]) if rest and yearly else rest
            old = old._replace(cut=False)
    return old, new if duties == new.duties else _of(duties)._replace(cut=new.cut)


def _of(duties: tuple[Duty, ...]) -> Unrolled:
    return Unrolled(duties, None if duties else "shared")


def renamed(done: Iterable[Deed], duties: Iterable[Duty]) -> list[Deed]:
    """What was done; what names a promise that a later plan carries on under another id names that one, too."""
    later, out = [duty for duty in duties if duty.former], []
    for deed in done:
        more = {
            duty.promise.measure.id: None
            for duty in later
            if not {*duty.former}.isdisjoint(deed.measures) and duty.holds(deed.when)
        }
        out.append(deed._replace(measures=(*deed.measures, *more)) if more else deed)
    return out


def owed(settled: Iterable[Settled], undated: Sequence[Reasoned]) -> tuple[tuple[Settled, ...], tuple[Reasoned, ...]]:
    """The duties that are owed or recorded, and the promises that have none with the reason."""
    items, told = [*settled], tuple(undated)
    kept = tuple(item for item in items if not item.duty.void or item.deeds or item.override)
    if len(kept) < len(items):
        owing = {item.duty.promise.id for item in kept}
        gone = (item.duty for item in items if item.duty.void and item.duty.promise.id not in owing)
        told = (*told, *((duty.promise, duty.void) for duty in gone))
    return kept, told
