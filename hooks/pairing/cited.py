"""Figures that texts quote: {{fig:…}} prints a number of the records with its meaning kept (30余名, 约2周).

    {{fig:indicator/<indicator>}}              what it was last; …/target and …/baseline likewise
    {{fig:report/<report>/<item>}}             the first number of a progress item or result; …/2 the second
    {{fig:plan/<plan>/<measure>}}              the first number of a measure; …/2 the second
    {{fig:count/<plan>/areas|tasks|measures}}  how many of them a plan has
    {{fig:own/<kind of person>}}               all people of a kind in the entry's own activities

Programme: that of the entry. Numbers come with their unit and without the thing counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from pairing.model import Entry, Measure
from pairing.model.base import Amount, Number, People, Quantity
from pairing.phrases import amount, measured, number
from pairing.read import Dataset
from pairing.walk import rows_of

PREFIX: Final = "fig:"
OWN: Final = f"{PREFIX}own/"


def cited(data: Dataset, programme: str) -> dict[str, str]:
    """``what stands behind fig: -> what is printed`` of one programme; own figures are its entries' affair."""
    return dict(_cited(data, programme))


def all_read(data: Dataset, programme: str) -> bool:
    """Whether a programme is there and each of its files could be read, so that a figure it lacks is a mistake."""
    files = {"plan": data.plans, "report": data.reports}
    return programme in data.programmes and all(
        key in table for kind, table in files.items() for key in data.known[kind] if key[0] == programme
    )


def _cited(data: Dataset, programme: str) -> Iterator[tuple[str, str]]:
    owner = data.programmes.get(programme)
    for indicator in owner.indicators if owner else ():
        places: tuple[tuple[str, Amount | None], ...] = (
            ("", indicator.actuals[-1] if indicator.actuals else None),
            ("/target", indicator.targets[-1] if indicator.targets else None),
            ("/baseline", indicator.baseline),
        )
        for place, value in places:
            if value is not None and (said := measured(indicator, value)):
                yield f"{PREFIX}indicator/{indicator.id}{place}", said
    for period, report in data.reports_of(programme).items():
        for item in report.progress:
            yield from _numbers(f"{PREFIX}report/{period}/{item.id}", item.people, item.quantities)
        for result in report.results:
            yield from _numbers(f"{PREFIX}report/{period}/{result.id}", result.people, result.quantities)
    for key, plan in data.plans_of(programme).items():
        measures = [measure for _, measure in rows_of(plan, Measure)]
        for measure in measures:
            yield from _numbers(f"{PREFIX}plan/{key}/{measure.id}", measure.people, measure.quantities)
        yield f"{PREFIX}count/{key}/areas", f"{len(plan.areas)}个"
        yield f"{PREFIX}count/{key}/tasks", f"{sum(len(area.tasks) for area in plan.areas)}项"
        yield f"{PREFIX}count/{key}/measures", f"{len(measures)}项"


def _numbers(name: str, people: Iterable[People], quantities: Iterable[Quantity]) -> Iterator[tuple[str, str]]:
    stated = [amount(item, "名") for item in people if item.stated]
    stated += [amount(item, item.unit) for item in quantities if item.stated]
    for i, said in enumerate(filter(None, stated)):
        yield (name if i == 0 else f"{name}/{i + 1}"), said


def own(entry: Entry) -> dict[str, str]:
    """The entry's own figures: all people of a kind over its activities, as surely as the parts are known."""
    parts: dict[str, list[People]] = defaultdict(list)
    for activity in entry.activities:
        for row in activity.people:
            if row.stated:
                parts[row.kind].append(row)
    return {f"{OWN}{kind}": in_all(found, "名") for kind, found in parts.items()}


def in_all(parts: Iterable[Amount], unit: str) -> str:
    """The sum of amounts with its meaning kept: 30余 and 100余 make 130名以上, and never 130名."""
    found = list(parts)
    if not found:
        return ""
    if len(found) == 1:
        return amount(found[0], unit)
    about = any(part.approx in ("about", "relative") for part in found)
    low: Number = sum(part.count if part.count is not None else part.min or 0 for part in found)
    tops = [part.count if part.count is not None else part.max for part in found]
    if about:
        return f"约{number(low)}{unit}"
    if any(top is None for top in tops) or any(part.approx == "over" for part in found):
        return f"{number(low)}{unit}以上"
    high: Number = sum(top for top in tops if top is not None)
    return f"{number(low)}{unit}" if low == high else f"{number(low)}～{number(high)}{unit}"
