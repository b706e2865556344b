"""Which promise a record means where several plans use one id."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from golden import DAY, SMALL
from pairing.derive import Promise, derive
from pairing.ledger import open_ledger
from pairing.ledger.binding import Bound, Days, meant
from pairing.load import load
from pairing.model import Measure, Plan
from pairing.read import Dataset
from pairing.when import When

MEASURE = Measure.model_validate({"id": "m", "statement": "举措", "by": "helper", "cadence": {"every": "once"}})


def days(first: str, last: str) -> Days:
    return date.fromisoformat(first), date.fromisoformat(last)


def bound(plan: str, own: Days, period: Days) -> Bound:
    return Bound(Promise(plan, "p", plan, None, None, "mechanisms", None, MEASURE, {}, False), own, period)


class Counted(dict[tuple[str, str], Plan]):
    """Plans that count how often somebody goes through all of them."""

    gone_through = 0

    def items(self) -> Iterator[tuple[tuple[str, str], Plan]]:  # type: ignore[override]
        """All of them."""
        self.gone_through += 1
        return iter(super().items())


def _derive(data: Dataset) -> object:
    return derive(data, DAY)


def _ledger(data: Dataset) -> object:
    return open_ledger(data, derive(data, DAY))


@pytest.mark.parametrize("ask", [_derive, _ledger])
def test_nobody_goes_through_all_plans_for_every_programme(ask: Callable[[Dataset], object]) -> None:
    data, counts = load(SMALL), []
    own = {key: plan for (_, key), plan in data.plans.items()}
    for many in (2, 20):
        names = [f"p{i}" for i in range(many)]
        plans = Counted({(name, key): plan for name in names for key, plan in own.items()})
        programmes = dict.fromkeys(names, data.programmes["jia-yi"])
        ask(replace(data, programmes=programmes, plans=plans, reports={}, entries=data.entries.only([])))
        counts.append(plans.gone_through)
    assert counts[0] == counts[1]


def test_a_record_means_the_promise_of_its_day() -> None:
    one = bound("2019", days("2020-01-01", "2020-05-31"), days("2019-09-01", "2021-07-31"))
    two = bound("2021", days("2022-04-01", "2022-06-30"), days("2021-09-01", "2023-07-31"))

    def means(first: str, last: str, plan: str | None = None) -> list[str]:
        return [item.id for item in meant((one, two), (When.parse(first), When.parse(last)), plan)]

    assert means("2020-03-01", "2020-03-31") == ["2019"], "the measure's own days"
    assert means("2020-09-10", "2020-09-10") == ["2019"], "too late, but its plan is in force"
    assert means("2021-09-10", "2021-09-10") == ["2021"]
    assert means("2021-01-01", "2021-12-31") == means("2018-01-01", "2018-01-01") == ["2019", "2021"], "nobody can tell"
    assert means("2020-03-01", "2020-03-31", "2021") == ["2021"], "a row of a plan means its own plan"
    assert means("2020-03-01", "2020-03-31", "2030") == ["2019"], "unless that has no such measure"
    assert [item.id for item in meant((one, two), None)] == ["2019", "2021"], "without a date"
