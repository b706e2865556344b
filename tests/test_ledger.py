"""The ledger: unrolling, matching and judging, by example and by property."""

import itertools
import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golden import DAY, ROOT, SMALL, small_portal
from pairing.cited import in_all
from pairing.derive import Promise, derive
from pairing.ledger import open_ledger
from pairing.ledger.carry import carried
from pairing.ledger.changes import differences
from pairing.ledger.deeds import Deed
from pairing.ledger.match import computed, settle
from pairing.ledger.suggest import suggestions
from pairing.ledger.targets import total
from pairing.ledger.unroll import unroll
from pairing.load import load
from pairing.model import Measure
from pairing.model.base import People, Period, Quantity
from pairing.model.calendar import Calendar
from pairing.model.entry import Claim, Confirmation
from pairing.model.report import Result
from pairing.terms import Span, Terms, calendar_years
from pairing.when import When
from pairing.words import DUTY_STATUS

REAL = load(ROOT)
CALENDAR = REAL.calendar
assert isinstance(CALENDAR, Calendar)
TERMS = Terms.of(CALENDAR, None)
SEMESTERS = [f"{year}-{season}" for year in range(2018, 2026) for season in ("spring", "autumn")]


def promise(**fields: object) -> Promise:
    """A promise around one measure."""
    measure = Measure.model_validate({"id": "m", "statement": "举措", "by": "helper", **fields})
    return Promise("p/2019/m", "p", "2019", None, None, "mechanisms", None, measure, {}, False)


def period(since: str, until: str) -> Period:
    return Period(since=When.parse(since), until=When.parse(until), basis="stated")


def windows(found: Promise, since: str = "2019-autumn", until: str = "2022-spring") -> list[tuple[str, int]]:
    return [(duty.code, duty.required) for duty in unroll(found, period(since, until), TERMS).duties]


def test_every_semester() -> None:
    codes = ["2019-autumn", "2020-spring", "2020-autumn", "2021-spring", "2021-autumn", "2022-spring"]
    assert windows(promise(cadence={"every": "semester", "at_least": 2})) == [(code, 2) for code in codes]
    late = promise(cadence={"every": "semester"}, since="2021-autumn")
    assert windows(late) == [("2021-autumn", 1), ("2022-spring", 1)]
    from_2020 = promise(cadence={"every": "semester"}, since="2020")
    assert windows(from_2020)[0] == ("2020-spring", 1), "a month of the autumn before does not make a semester"


def test_a_window_inside_the_semester() -> None:
    found = promise(cadence={"every": "semester", "window": {"month": 2}})
    first = unroll(found, period("2019-autumn", "2022-spring"), TERMS).duties[0]
    assert (first.first, first.last) == (date(2019, 10, 1), date(2019, 10, 31))

    def months(month: int, since: str, until: str) -> list[tuple[date, date]]:
        cadence = {"every": "semester", "window": {"month": month}}
        duties = unroll(promise(cadence=cadence), period(since, until), TERMS).duties
        return [(duty.first, duty.last) for duty in duties]

    assert months(1, "2019-10-20", "2020-01-31") == [], "the first month was over when the plan began"
    assert months(2, "2019-10-20", "2020-01-31") == [(date(2019, 10, 20), date(2019, 10, 31))]
    assert months(3, "2019-10-20", "2020-01-31") == [(date(2019, 11, 1), date(2019, 11, 30))]
    assert months(5, "2019-09-01", "2019-12-20") == [], "the plan ends before that month"


def test_every_year_follows_the_plan() -> None:
    yearly = promise(cadence={"every": "year"})
    assert [code for code, _ in windows(yearly)] == ["2019-2020", "2020-2021", "2021-2022"]
    assert [code for code, _ in windows(yearly, "2019", "2021")] == ["2019", "2020", "2021"]
    assert [code for code, _ in windows(yearly, "2019-03", "2020-01")] == ["2019"], "a stub joins its neighbour"
    assert [code for code, _ in windows(promise(cadence={"every": "school-year"}), "2019", "2021")] == [
        *("2018-2019", "2019-2020", "2020-2021", "2021-2022"),
    ]


def test_once_batches_throughout() -> None:
    once = promise(cadence={"every": "once"}, by_date="2020-08")
    found = unroll(once, period("2019-autumn", "2022-spring"), TERMS).duties
    assert [(duty.code, duty.first, duty.last) for duty in found] == [("2020-08", date(2019, 9, 1), date(2020, 8, 31))]
    assert windows(promise(cadence={"every": "once"}, since="2021-spring")) == [("2021-spring", 1)]
    batches = promise(cadence={"every": "batches"}, people=({"kind": "backbone-teacher", "count": 50, "per": "total"},))
    assert windows(batches) == [("period", 50)]
    assert windows(promise(cadence={"every": "throughout"})) == [("period", 1)]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"cadence": {"every": "irregular"}}, "irregular"),
        ({"cadence": {"every": "on-event"}}, "on-event"),
        ({"cadence": {"every": "unstated"}}, "unstated"),
        ({"cadence": {"every": "year"}, "strength": "may"}, "optional"),
        ({"cadence": {"every": "year"}, "strength": "intend"}, "optional"),
    ],
)
def test_what_makes_no_duty_says_why(fields: dict[str, object], reason: str) -> None:
    found = unroll(promise(**fields), period("2019-autumn", "2022-spring"), TERMS)
    assert (found.duties, found.reason) == ((), reason)


def test_no_dates_no_duty() -> None:
    assert unroll(promise(cadence={"every": "year"}), Period(basis="unstated"), TERMS).reason == "no-period"


def test_a_measure_that_outlives_its_plan_is_not_clipped() -> None:
    found = promise(cadence={"every": "year"}, since="2020", until="2022")
    assert [code for code, _ in windows(found)] == ["2020", "2021", "2022"]


def test_a_school_with_a_calendar_of_its_own() -> None:
    own = Calendar.model_validate(
        {
            "note": "校历",
            "semesters": ({"semester": "2020-spring", "first": "2020-02-01", "last": "2020-08-31"},),
            "schools": (
                {
                    "school": "x",
                    "semesters": ({"semester": "2020-spring", "first": "2020-02-17", "last": "2020-07-10"},),
                },
            ),
        }
    )
    assert Terms.of(own, "y").semesters[0].first == date(2020, 2, 1)
    assert Terms.of(own, "x").semesters[0].first == date(2020, 2, 17)


cadences = st.one_of(
    st.fixed_dictionaries(
        {"every": st.sampled_from(["semester", "year", "school-year", "once", "throughout", "batches"])},
        optional={"at_least": st.integers(1, 4)},
    ),
    st.integers(1, 6).map(lambda month: {"every": "semester", "window": {"month": month}}),
)
days = st.dates(date(2018, 6, 1), date(2024, 12, 31))
whens = st.one_of(
    st.sampled_from(SEMESTERS[2:-2]),
    days.map(lambda day: f"{day:%Y-%m-%d}"),
    days.map(lambda day: f"{day:%Y-%m}"),
    days.map(lambda day: f"{day:%Y}"),
)


@settings(max_examples=300, deadline=None)
@given(cadences, whens, whens, st.none() | whens, st.none() | whens)
def test_duties_lie_within_their_dates_and_never_overlap(
    cadence: dict[str, object], since: str, until: str, own_since: str | None, own_until: str | None
) -> None:
    begin, end = When.parse(own_since or since), When.parse(own_until or until)
    if begin.first > end.last or When.parse(since).first > When.parse(until).last:
        return
    given_dates = {name: value for name, value in (("since", own_since), ("until", own_until)) if value}
    found = unroll(promise(cadence=cadence, **given_dates), period(since, until), TERMS).duties
    first, last = TERMS.first_day(begin), TERMS.last_day(end)
    for duty in found:
        assert duty.first <= duty.last
        assert first is not None
        assert last is not None
        assert first <= duty.first
        assert duty.last <= last
        assert duty.required >= 1
    for before, after in itertools.pairwise(found):
        assert before.last < after.first
    assert len({duty.id for duty in found}) == len(found)
    if cadence["every"] == "semester" and found:
        per = int(str(cadence.get("at_least", 1)))
        assert sum(duty.required for duty in found) == per * len(found)
        spans = TERMS.within(first or date.min, last or date.max)
        assert [duty.code for duty in found] == [span.code for span in spans if _has_window(cadence, span)]


def _has_window(cadence: Mapping[str, object], span: Span) -> bool:
    """Whether the dates leave a day of the month that is asked for; a semester too short leaves none."""
    window = cadence.get("window")
    if not isinstance(window, dict):
        return True
    whole = next(item for item in TERMS.semesters if item.code == span.code)
    asked = (whole.first.month - 1 + window["month"] - 1) % 12 + 1
    every = [whole.first + timedelta(day) for day in range((whole.last - whole.first).days + 1)]
    return any(span.first <= day <= span.last for day in every if day.month == asked)


@settings(max_examples=200, deadline=None)
@given(days, days)
def test_calendar_years_cover_everything_once(first: date, last: date) -> None:
    if first > last:
        return
    spans = calendar_years(first, last)
    assert (spans[0].first, spans[-1].last) == (first, last)
    for before, after in itertools.pairwise(spans):
        assert before.last + timedelta(days=1) == after.first


def deed(day: date, name: str = "d", measures: tuple[str, ...] = ("m",), people: tuple[People, ...] = ()) -> Deed:
    when = When.parse(f"{day:%Y-%m-%d}")
    return Deed(
        id=name,
        programme="p",
        title="活动",
        path="x",
        when=when,
        until=None,
        known=None,
        event=None,
        measures=measures,
        schedule=(),
        people=people,
        confirmed="none",
        kind="entry",
        by="helper",
        to=None,
        mode=(),
    )


RANK = {"no-record": 0, "due": 0, "upcoming": 0, "partly": 1, "met": 2}


@settings(max_examples=300, deadline=None)
@given(cadences, st.lists(days, max_size=8), days, days, days)
def test_time_and_records_only_ever_help(
    cadence: dict[str, object], done: list[date], more: date, as_of: date, later: date
) -> None:
    duties = unroll(promise(cadence=cadence), period("2019-autumn", "2022-spring"), TERMS).duties
    as_of, later = min(as_of, later), max(as_of, later)
    deeds = [deed(day, f"d{i}") for i, day in enumerate(done)]
    now = settle(duties, deeds, as_of)
    for before, after in zip(now, settle(duties, deeds, later), strict=True):
        assert before.status != "met" or after.status == "met"
    for before, after in zip(now, settle(duties, [*deeds, deed(more, "more")], as_of), strict=True):
        assert RANK[after.status] >= RANK[before.status]
    assert settle(duties, list(reversed(deeds)), as_of) == now
    assert {item.status for item in now} <= set(DUTY_STATUS)


def test_statuses_by_date() -> None:
    twice = promise(cadence={"every": "semester", "at_least": 2})
    duty = unroll(twice, period("2020-spring", "2020-spring"), TERMS).duties[0]
    window = duty.first, duty.last
    assert computed(*window, 2, 0, date(2020, 1, 31), seen=False) == "upcoming"
    assert computed(*window, 2, 0, date(2020, 2, 1), seen=False) == "due"
    assert computed(*window, 2, 0, date(2020, 8, 31), seen=False) == "due"
    assert computed(*window, 2, 0, date(2020, 9, 1), seen=False) == "no-record"
    assert computed(*window, 2, 1, date(2020, 9, 1), seen=True) == "partly"
    assert computed(*window, 2, 2, date(2020, 3, 1), seen=True) == "met"


def test_a_record_counts_only_in_its_window_and_from_its_day() -> None:
    duties = unroll(promise(cadence={"every": "semester"}), period("2020-spring", "2020-autumn"), TERMS).duties
    [spring, autumn] = settle(duties, [deed(date(2020, 3, 1))], date(2021, 6, 1))
    assert (spring.status, autumn.status) == ("met", "no-record")
    assert settle(duties, [deed(date(2020, 3, 1))], date(2020, 2, 20))[0].status == "due"
    vague = deed(date(2020, 3, 1))._replace(when=When.parse("2020"))
    assert settle(duties, [vague], date(2021, 6, 1))[0].recorded == 0, "a year cannot be placed in a semester"


@pytest.mark.parametrize(
    ("promised", "recorded", "expected"),
    [
        ({"min": 1, "max": 3}, [{"count": 2}], "within"),
        ({"min": 3, "max": 5}, [{"count": 2}], "below"),
        ({"min": 1, "max": 3}, [{"count": 2}, {"count": 2}], "above"),
        ({"min": 20}, [{"count": 30, "approx": "over"}], "within"),
        ({"min": 20, "max": 40}, [{"count": 30, "approx": "over"}], "unclear"),
        ({"count": 5}, [{"count": 5, "approx": "about"}], "unclear"),
        ({"min": 1, "max": 3}, [], None),
    ],
)
def test_heads_against_the_promised_range(
    promised: dict[str, object], recorded: list[dict[str, object]], expected: str | None
) -> None:
    found = promise(cadence={"every": "semester"}, people=({"kind": "expert", **promised},))
    duty = unroll(found, period("2020-spring", "2020-spring"), TERMS).duties[0]
    rows = tuple(People.model_validate({"kind": "expert", **row}) for row in recorded)
    assert settle([duty], [deed(date(2020, 3, 1), people=rows)], date(2020, 6, 1))[0].fit == expected


def test_confirmation() -> None:
    two = (People(kind="expert", count=2),)
    plain = Claim(post="办公室", on=When.parse("2020-03-02"))
    three = Claim(post="办公室", on=When.parse("2020-03-02"), people=(People(kind="expert", count=3),))
    assert Confirmation().of(two) == "none"
    assert Confirmation(helper=plain).of(two) == "single"
    assert Confirmation(helper=plain, recipient=plain).of(two) == "both"
    assert Confirmation(helper=plain, recipient=three).of(two) == "differ"


def test_a_helpers_own_award_never_enters_the_total() -> None:
    def result(whose: str, count: int, state: str = "done", approx: str | None = None) -> Result:
        size = Quantity.model_validate({"what": "立项", "unit": "项", "count": count, "approx": approx})
        fields = {"id": "r", "statement": "成果", "kind": "project", "quantities": (size,)}
        return Result.model_validate({**fields, "whose": whose, "state": state})

    results = [result("helper", 100), result("recipient", 2), result("joint", 3), result("recipient", 9, "planned")]
    [found] = total(results)
    assert (in_all(found.parts, found.unit), len(found.parts)) == ("5项", 2)
    [found] = total([result("recipient", 30, approx="over"), result("joint", 100, approx="over")])
    assert in_all(found.parts, found.unit) == "130项以上", "30余 and 100多 are at least 130, never 130"
    [found] = total([result("recipient", 30, approx="about")])
    assert in_all(found.parts, found.unit) == "约30项"


def test_problems_are_carried_until_they_are_settled() -> None:
    data = load(SMALL)
    found = {item.item: item for item in carried(data, "jia-yi")}
    assert [item.item for item in carried(data, "jia-yi")] == ["late", "room", "more"]
    assert found["late"].open, "partly solved stays open"
    assert not found["more"].open
    assert found["room"].answers == ()


def test_plan_changes_in_plain_words() -> None:
    data = load(SMALL)
    found = {item.measure: item for item in differences(data.plans["jia-yi", "2020"], data.plans["jia-yi", "2021"])}
    assert found["training-experts"].kind == "eased"
    assert "人数：每学期1～3名高水平专家 → 每学期1～2名高水平专家" in found["training-experts"].words
    assert found["visits-leaders-later"].kind == "moved"
    assert found["budget"].kind == "dropped"
    assert found["send-staff-teachers"].kind == "added"
    assert all(item.reason for item in found.values())


def test_an_activity_without_measures_gets_suggestions_only() -> None:
    data = load(SMALL)
    hints = list(suggestions(data, derive(data, DAY)))
    assert [str(hint.where) for hint in hints] == ["content/entries/jia-yi/2020/2020-02-12-guidance.md:10:5"]
    assert "training-experts（2020年春季学期开学第1个月）" in hints[0].message or "training-experts" in hints[0].message
    ledger = small_portal().ledger
    assert "专家线上答疑" in {item.title for item in ledger.beyond["jia-yi"]}


def test_an_override_is_visible_with_reason_and_post() -> None:
    [item] = [item for item in small_portal().ledger.settled["jia-yi"] if item.override]
    assert (item.duty.code, item.status) == ("2021-autumn", "waived")
    page = (SMALL / "expected/programmes/jia-yi/ledger/index.html").read_text(encoding="utf-8")
    assert "人工改定（办公室主任，2021年3月1日）：因故停办" in page


def test_thirty_eight_duties_of_the_seven_clauses(real_site: Path) -> None:
    def items(name: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads((real_site / "api/v1" / name).read_text(encoding="utf-8"))["items"]
        return found

    measures = {}
    for item in items("measures.json"):
        cadence = item["cadence"]
        assert isinstance(cadence, dict)
        clause = str(item["clause"] or "")
        if item["programme"] == "qinggong-shantou" and clause.startswith("三（一）") and cadence["every"] == "semester":
            assert cadence["at_least"] == 1
            measures[str(item["id"])] = clause
    duties = [item for item in items("duties.json") if item["measure"] in measures]
    assert len(measures) == 7
    assert len(duties) == 38
    counts = sorted(sum(duty["measure"] == key for duty in duties) for key in measures)
    assert counts == [2, 6, 6, 6, 6, 6, 6]
    for duty in items("duties.json"):
        assert duty["clause"]
        assert duty["reason"]


def test_nothing_real_is_met_without_a_record(real_site: Path) -> None:
    ledger = open_ledger(REAL, derive(REAL, date(2026, 11, 21)))
    for item in ledger.all:
        assert item.status != "met" or item.deeds


def test_the_order_of_promises_does_not_matter() -> None:
    figures = derive(REAL, DAY)
    turned = figures._replace(promises=tuple(reversed(figures.promises)))
    one, other = open_ledger(REAL, figures), open_ledger(REAL, turned)
    assert {item.duty.id: item.status for item in one.all} == {item.duty.id: item.status for item in other.all}
