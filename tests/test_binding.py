"""Which promise a record means where several plans use one id."""

from datetime import date

from pairing.derive import Promise
from pairing.ledger.binding import Bound, Days, meant
from pairing.model import Measure
from pairing.when import When

MEASURE = Measure.model_validate({"id": "m", "statement": "举措", "by": "helper", "cadence": {"every": "once"}})


def days(first: str, last: str) -> Days:
    return date.fromisoformat(first), date.fromisoformat(last)


def bound(plan: str, own: Days, period: Days) -> Bound:
    return Bound(Promise(plan, "p", plan, None, None, "mechanisms", None, MEASURE, {}, False), own, period)


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
