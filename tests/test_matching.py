"""Which records count in which duty, and how much of what was promised they come to."""

from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Page

from golden import DAY, ROOT, SMALL, small_portal
from pairing.derive import derive
from pairing.duties import status
from pairing.ledger import unroll_all
from pairing.ledger.changes import _compare
from pairing.ledger.deeds import Deed
from pairing.ledger.match import settle
from pairing.ledger.unroll import unroll
from pairing.load import load
from pairing.model import Measure
from pairing.model.base import People
from pairing.model.calendar import Calendar
from pairing.model.entry import Claim, Confirmation
from pairing.terms import Terms
from pairing.views.duty import duty_view
from pairing.views.standing import clocked
from pairing.when import When
from test_ledger import TERMS, deed, period, promise


@pytest.mark.parametrize(
    ("promised", "recorded", "expected"),
    [
        ({"backbone-teacher": 12}, {"expert": 4, "backbone-teacher": 8}, (8, "partly")),
        ({"backbone-teacher": 12}, {"expert": 12}, (0, "partly")),
        ({"backbone-teacher": 12}, {"backbone-teacher": 14, "expert": 1}, (14, "met")),
        ({"backbone-teacher": 12}, {"teacher": 12}, (0, "partly")),
        ({"teacher": 12}, {"backbone-teacher": 8, "teacher": 4}, (12, "met")),
        ({"staff": 5}, {"school-leader": 2, "backbone-teacher": 3, "student": 9}, (5, "met")),
        ({"expert": 4, "backbone-teacher": 12}, {"expert": 16}, (4, "partly")),
        ({"expert": 4, "backbone-teacher": 12}, {"expert": 5, "backbone-teacher": 12}, (17, "met")),
        ({"teacher": 8, "backbone-teacher": 4}, {"backbone-teacher": 12}, (12, "met")),
    ],
)
def test_batches_count_the_kinds_that_were_promised(
    promised: dict[str, int], recorded: dict[str, int], expected: tuple[int, str]
) -> None:
    wanted, found = (
        tuple(People.model_validate({"kind": kind, "count": count}) for kind, count in rows.items())
        for rows in (promised, recorded)
    )
    duties = unroll(
        promise(cadence={"every": "batches"}, people=wanted), period("2020-spring", "2020-autumn"), TERMS
    ).duties
    [item] = settle(duties, [deed(date(2020, 3, 1), people=found)], date(2021, 6, 1))
    assert (item.recorded, item.status) == expected


def test_about_thirty_are_thirty_and_said_to_be_about() -> None:
    def settled(promised: str | None, recorded: int, approx: str | None) -> tuple[int, int, str, bool]:
        wanted, found = (
            People.model_validate({"kind": "expert", "count": count, "approx": kind})
            for count, kind in ((30, promised), (recorded, approx))
        )
        batches = promise(cadence={"every": "batches"}, people=(wanted,))
        duties = unroll(batches, period("2020-spring", "2020-autumn"), TERMS).duties
        [item] = settle(duties, [deed(date(2020, 3, 1), people=(found,))], date(2021, 6, 1))
        return item.recorded, item.duty.required, item.status, "合计约30名" in item.duty.rule

    assert settled("about", 1, None) == (1, 30, "partly", True)
    assert settled("about", 30, "about") == (30, 30, "met", True)
    assert settled(None, 30, "about") == (30, 30, "met", False)
    assert settled(None, 29, "over") == (29, 30, "partly", False)
    assert settled(None, 30, "relative") == (0, 30, "partly", False)


def dated(code: str) -> Deed:
    """A deed whose date is as precise as its code."""
    when = When.parse(code)
    return deed(when.first)._replace(when=when)


def test_a_record_dated_by_semester_counts_in_its_semester() -> None:
    duties = unroll(promise(cadence={"every": "semester"}), period("2020-spring", "2020-autumn"), TERMS).duties
    spring, autumn = settle(duties, [dated("2020-autumn")], date(2021, 6, 1))
    assert (autumn.duty.first, autumn.duty.last) == (date(2020, 9, 1), date(2021, 1, 31))
    assert (spring.status, autumn.status) == ("no-record", "met")
    years = unroll(promise(cadence={"every": "school-year"}), period("2019-autumn", "2020-spring"), TERMS).duties
    assert settle(years, [dated("2019-autumn")], date(2021, 6, 1))[0].status == "met"
    [year] = unroll(promise(cadence={"every": "year"}), period("2020", "2020"), TERMS).duties
    assert settle([year], [dated("2020-autumn")], date(2021, 6, 1))[0].status == "met"
    [cut] = unroll(promise(cadence={"every": "semester"}), period("2020-10-20", "2021-01"), TERMS).duties
    assert settle([cut], [dated("2020-autumn")], date(2021, 6, 1))[0].status == "met"


def test_a_semester_is_that_of_the_school_that_acts() -> None:
    late = {"semester": "2020-spring", "first": "2020-03-20", "last": "2020-07-10"}
    usual = {"semester": "2020-spring", "first": "2020-02-01", "last": "2020-08-31"}
    own = {"note": "校历", "semesters": (usual,), "schools": ({"school": "x", "semesters": (late,)},)}
    terms = Terms.of(Calendar.model_validate(own), "x")
    duties = unroll(promise(cadence={"every": "semester"}), period("2020-spring", "2020-spring"), terms).duties
    [item] = settle(duties, [dated("2020-spring")], date(2021, 6, 1))
    assert (item.duty.first, item.status) == (date(2020, 3, 20), "met")


@pytest.mark.parametrize(
    ("every", "promised", "recorded", "expected"),
    [
        ("semester", {"min": 2, "max": 3, "per": "occasion"}, (2, 3), "within"),
        ("semester", {"min": 2, "max": 3, "per": "occasion"}, (2, 4), "above"),
        ("semester", {"min": 2, "max": 3, "per": "occasion"}, (1, 4), "below"),
        ("semester", {"min": 2, "max": 3, "per": "semester"}, (2, 3), "above"),
        ("semester", {"min": 2, "max": 3}, (1, 1), "within"),
        ("semester", {"count": 10, "per": "year"}, (5,), "unclear"),
        ("year", {"count": 10, "per": "year"}, (5, 5), "within"),
        ("school-year", {"count": 10, "per": "year"}, (5,), "below"),
        ("year", {"count": 5, "per": "semester"}, (5, 5), "unclear"),
        ("semester", {"count": 10, "per": "total"}, (5,), None),
        ("semester", {"count": 10, "per": "occasion"}, (), None),
    ],
)
def test_heads_are_compared_for_what_they_are_promised(
    every: str, promised: dict[str, object], recorded: tuple[int, ...], expected: str | None
) -> None:
    found = promise(cadence={"every": every}, people=({"kind": "expert", **promised},))
    duty = unroll(found, period("2019-autumn", "2020-spring"), TERMS).duties[0]
    deeds = [deed(duty.first, f"d{i}", people=(People(kind="expert", count=size),)) for i, size in enumerate(recorded)]
    assert settle([duty], deeds, date(2021, 1, 1))[0].fit == expected


ONE = {"kind": "manager", "count": 1}
SOME = {"kind": "expert", "min": 3, "max": 5}


@pytest.mark.parametrize(
    ("promised", "recorded", "expected"),
    [
        ((ONE, SOME), {"manager": 6}, "below"),
        (
            ({"kind": "manager", "count": 1}, {"kind": "expert", "min": 3, "max": 5}),
            {"manager": 1, "expert": 4},
            "within",
        ),
        (
            ({"kind": "manager", "count": 1}, {"kind": "expert", "min": 3, "max": 5}),
            {"manager": 2, "expert": 4},
            "above",
        ),
        (({"kind": "manager", "max": 1}, {"kind": "expert", "max": 5}), {"expert": 4}, "within"),
        (({"kind": "expert", "min": 2}, {"kind": "expert-or-manager", "min": 1}), {"expert": 3}, "within"),
        ((ONE, SOME), {"student": 4}, None),
    ],
)
def test_each_kind_promised_is_compared_with_its_own_people(
    promised: tuple[dict[str, object], ...], recorded: dict[str, int], expected: str | None
) -> None:
    [duty, *_] = unroll(
        promise(cadence={"every": "semester"}, people=promised), period("2019-autumn", "2020-spring"), TERMS
    ).duties
    people = tuple(People.model_validate({"kind": kind, "count": count}) for kind, count in recorded.items())
    assert settle([duty], [deed(duty.first, people=people)], date(2021, 1, 1))[0].fit == expected


def test_a_record_counts_once_however_often_it_names_a_measure() -> None:
    twice = promise(cadence={"every": "semester", "at_least": 2})
    [duty] = unroll(twice, period("2020-spring", "2020-spring"), TERMS).duties
    [item] = settle([duty], [deed(date(2020, 3, 1))._replace(measures=("m", "m"))], date(2021, 6, 1))
    assert (item.recorded, item.status, len(item.deeds)) == (1, "partly", 1)


def test_what_report_and_entry_tell_of_one_day_counts_once() -> None:
    def settled(report_day: str, entry_day: str = "2020-03-01", **more: object) -> tuple[int, str, int]:
        twice = promise(cadence={"every": "semester", "at_least": 2}, **more)
        [duty] = unroll(twice, period("2020-spring", "2020-spring"), TERMS).duties
        told = [dated(entry_day), dated(report_day)._replace(id="r", kind="report")]
        [item] = settle([duty], told, date(2021, 6, 1))
        return item.recorded, item.status, len(item.deeds)

    assert settled("2020-03-01") == (1, "partly", 2)
    assert settled("2020-03-02") == (2, "met", 2)
    assert settled("2020-03") == settled("2020-03", "2020-03") == (2, "met", 2), "nobody knows whether it is the same"


def test_what_is_under_way_meets_only_what_is_to_go_on() -> None:
    going = deed(date(2020, 3, 1))._replace(ongoing=True)

    def status(every: str, **fields: object) -> str:
        found = unroll(promise(cadence={"every": every}, **fields), period("2020-spring", "2020-autumn"), TERMS).duties
        return settle(found, [going], date(2020, 4, 1))[0].status

    assert status("throughout") == "met"
    assert status("once", by_date="2020-06") == status("semester") == status("batches") == "due"


def test_batches_without_heads_ask_for_as_many_as_are_written() -> None:
    twice = promise(cadence={"every": "batches", "at_least": 2})
    [duty] = unroll(twice, period("2020-spring", "2020-autumn"), TERMS).duties
    assert (duty.required, duty.unit) == (2, "次")
    assert settle([duty], [deed(date(2020, 3, 1))], date(2021, 6, 1))[0].status == "partly"
    days = [deed(date(2020, 3, 1), "a"), deed(date(2020, 4, 1), "b")]
    assert settle([duty], days, date(2021, 6, 1))[0].status == "met"


def test_a_word_of_an_editor_counts_from_its_day() -> None:
    word = {"window": "2020-spring", "status": "waived", "reason": "疫情", "post": "办公室", "on": "2020-10-20"}
    waived = promise(cadence={"every": "semester"}, overrides=(word,))
    [duty] = unroll(waived, period("2020-spring", "2020-spring"), TERMS).duties
    days = (date(2020, 10, 19), date(2020, 10, 20))
    assert [settle([duty], [], day)[0].status for day in days] == ["no-record", "waived"]


def test_figures_of_both_sides_agree_by_what_they_say() -> None:
    def rows(*counts: int, kind: str = "teacher") -> tuple[People, ...]:
        return tuple(People.model_validate({"kind": kind, "count": count}) for count in counts)

    def said(
        helper: tuple[People, ...], recipient: tuple[People, ...], own: tuple[People, ...] = ()
    ) -> tuple[str, int]:
        sides = {
            side: Claim(post="办公室", on=When.parse("2020-03-02"), people=people)
            for side, people in (("helper", helper), ("recipient", recipient))
        }
        found = Confirmation(**sides)
        return found.of(own), sum(int(row.count or 0) for row in found.agreed(own))

    assert said(rows(10, 10), rows(10)) == ("differ", 0)
    assert said(rows(10, 5), rows(15)) == ("both", 15)
    assert said(rows(8), rows(8)) == ("both", 8)
    assert said(rows(8), rows(8, kind="student")) == ("differ", 0)
    assert said(rows(8), (), rows(9)) == ("differ", 9)


def test_a_plan_that_succeeds_ends_the_duties_of_the_one_before() -> None:
    def spans(cadence: str, heir: str, **fields: object) -> list[tuple[str, date, str]]:
        found = promise(cadence={"every": cadence}, **fields)
        duties = unroll(found, period("2019-autumn", "2022-spring"), TERMS, When.parse(heir)).duties
        return [(duty.code, duty.last, duty.window) for duty in duties]

    assert [code for code, _, _ in spans("semester", "2020-autumn")] == ["2019-autumn", "2020-spring"]
    cut = [("period", date(2020, 8, 31), "全部期间（至后一方案开始）")]
    assert spans("throughout", "2020-autumn") == cut
    assert spans("throughout", "2022-09") == [("period", date(2022, 8, 31), "全部期间")]
    late = promise(cadence={"every": "semester"}, since="2021-spring")
    found = unroll(late, period("2019-autumn", "2022-spring"), TERMS, When.parse("2020-autumn"))
    assert (found.duties, found.reason) == ((), "succeeded")


def test_no_duty_stands_in_two_plans() -> None:
    data = load(SMALL)
    new = data.plans["jia-yi", "2021"]
    start = new.period.model_copy(update={"since": When.parse("2020-09-01")})
    plans = {**data.plans, ("jia-yi", "2021"): new.model_copy(update={"period": start})}
    data = replace(data, plans=plans)
    assert data.calendar is not None
    duties, _ = unroll_all(data, derive(data, DAY), data.calendar)
    old = [duty for duty in duties["jia-yi"] if duty.promise.plan == "2020"]
    assert old
    assert max(duty.last for duty in old) == date(2020, 8, 31)
    assert min(duty.first for duty in duties["jia-yi"] if duty.promise.plan == "2021") == date(2020, 9, 1)


@pytest.mark.browser
@pytest.mark.parametrize("today", ["2021-03-16", "2035-01-01"])
def test_a_record_without_heads_stays_a_record_on_the_readers_day(page: Page, today: str) -> None:
    portal = small_portal()
    [duty] = [item.duty for item in portal.ledger.all if item.duty.unit == "名"]
    name = duty.promise.measure.id
    [item] = settle([duty], [deed(duty.first, measures=(name,))._replace(programme="jia-yi")], date(2021, 3, 15))
    assert (item.recorded, item.status) == (0, "partly")
    page.clock.set_fixed_time(f"{today}T04:00:00Z")
    page.set_content(
        '<p data-clock-note data-as-of="2021-03-15"></p>'
        f'<table><tr data-status="partly"><td>{status(duty_view(portal, item))}</td></tr></table>'
        '<section aria-labelledby="by-programme"><table>'
        f'<tr data-duties="{clocked(item)}"><td data-count="partly">1</td><td data-time></td></tr></table></section>'
    )
    page.add_script_tag(path=ROOT / "hooks/theme/assets/clock.js")
    assert "今天" in page.locator("[data-clock-note]").inner_text()
    assert page.locator("[data-clock]").inner_text() == "部分记录"
    assert page.locator("[data-count]").inner_text() == "1"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"people": ({"kind": "expert", "min": 1, "max": 3},)}, "eased"),
        ({"people": ({"kind": "expert", "min": 2, "max": 2},)}, "eased"),
        ({"people": ({"kind": "expert", "min": 3, "max": 4},)}, "tightened"),
        ({"people": ({"kind": "student", "min": 2, "max": 3},)}, "altered"),
        ({"people": ()}, "eased"),
        ({"cadence": {"every": "semester", "at_least": 2, "text": "每学期两次"}}, None),
        ({"cadence": {"every": "semester", "at_least": 1}}, "eased"),
        ({"cadence": {"every": "semester", "at_least": 3}}, "tightened"),
        ({"cadence": {"every": "semester", "at_least": 2, "window": {"month": 1}}}, "altered"),
        ({"by": "recipient"}, "altered"),
        ({"strength": "may"}, "eased"),
        ({"by_date": "2021-06"}, "moved"),
    ],
)
def test_what_became_of_a_promise(fields: dict[str, object], kind: str | None) -> None:
    row = {"id": "m", "statement": "举措", "by": "helper", "people": ({"kind": "expert", "min": 2, "max": 3},)}
    old = Measure.model_validate({**row, "cadence": {"every": "semester", "at_least": 2}})
    new = Measure.model_validate({**row, "cadence": {"every": "semester", "at_least": 2}, **fields})
    assert [item for item, _ in _compare(old, new)] == ([kind] if kind else [])
