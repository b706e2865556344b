"""Windows and semesters that cannot be: what is told, and that what is told to write can be written."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from golden import ROOT, SITES, SMALL
from pairing.check.ledger import overrides
from pairing.check.semesters import calendar_covers
from pairing.load import load
from pairing.model import Measure
from pairing.model.programme import Agreement
from pairing.portal import open_portal
from pairing.read import Dataset
from pairing.views.plan import plan_phases
from pairing.when import When


def told(data: Dataset) -> list[tuple[str, str]]:
    """What is told, with the line of the data file that it stands at."""
    found = []
    for problem in calendar_covers(data):
        lines = (SMALL / problem.where.path).read_text(encoding="utf-8").splitlines()
        found.append((lines[problem.where.line - 1].strip(), problem.message))
    return found


def with_plan(**fields: Any) -> Dataset:
    """The small site with its later plan changed; its calendar ends with the autumn of 2029."""
    data = load(SMALL)
    plan = data.plans["jia-yi", "2021"]
    if "until" in fields:
        until = When.parse(fields.pop("until"))
        fields["period"] = plan.period.model_copy(update={"until": until})
    return replace(data, plans={**data.plans, ("jia-yi", "2021"): plan.model_copy(update=fields)})


@pytest.mark.parametrize("site", [ROOT, SMALL, SITES / "demo"])
def test_the_calendars_of_our_sites_cover_their_plans(site: Any) -> None:
    assert list(calendar_covers(load(site))) == []


def test_a_plan_that_outlives_the_calendar() -> None:
    [(line, message)] = told(with_plan(until="2032-08"))
    assert line.startswith("period:")
    assert "没有“2030-spring”至“2032-spring”共 5 个学期" in message
    assert "semesters" in message
    [(_, message)] = told(with_plan(until="2030-08-31"))
    assert "没有“2030-spring”这个学期" in message
    assert told(with_plan(until="2030-03-31")) == [], "less than half a semester owes nothing"


def test_a_hole_in_the_calendar() -> None:
    data = load(SMALL)
    assert data.calendar is not None
    left = tuple(item for item in data.calendar.semesters if item.semester.code != "2020-autumn")
    data = replace(data, calendar=data.calendar.model_copy(update={"semesters": left}))
    assert any("没有“2020-autumn”这个学期" in message for _, message in told(data))


def test_what_follows_no_semester_needs_none() -> None:
    measure = Measure.model_validate(
        {"id": "m", "statement": "举措", "by": "helper", "cadence": {"every": "throughout"}}
    )
    empty = dict.fromkeys(("areas", "incentives", "funding", "reciprocal", "publicity"), ())
    assert told(with_plan(until="2032-08", mechanisms=(measure,), **empty)) == []
    optional = measure.model_copy(update={"cadence": measure.cadence.model_copy(update={"every": "irregular"})})
    assert told(with_plan(until="2032-08", mechanisms=(optional,), **empty)) == []
    paced = measure.model_copy(update={"cadence": measure.cadence.model_copy(update={"every": "semester"})})
    assert len(told(with_plan(until="2032-08", mechanisms=(paced,), **empty))) == 1


@pytest.mark.parametrize(
    ("every", "written"),
    [
        ("throughout", "2021-02-01（指全部期间）"),
        ("school-year", "2021-02-01（指2020—2021学年）"),
        ("semester", "2021-spring"),
        ("year", "2021-02-01（指2020—2021学年）"),
    ],
)
def test_what_an_override_is_told_to_write_can_be_written(every: str, written: str) -> None:
    def messages(window: str) -> list[str]:
        fields = {"id": "m", "statement": "举措", "by": "helper", "cadence": {"every": every}}
        word = {"window": window, "status": "waived", "reason": "因故", "post": "主任"}
        measure = Measure.model_validate({**fields, "overrides": (word,)})
        found = overrides(with_plan(areas=(), mechanisms=(measure,)))
        return [problem.message for problem in found if window in problem.message]

    [message] = messages("1999-01-01")
    first = message.split("可写的有：")[1].split("、")[0]
    assert first == written
    assert messages(first.split("（")[0]) == []


def test_overrides_of_the_terms_of_agreements_are_judged_like_those_of_plans() -> None:
    data = load(SMALL)

    def messages(*windows: str) -> list[str]:
        words = [{"window": window, "status": "waived", "reason": "因故", "post": "主任"} for window in windows]
        term = {"id": "m", "statement": "条款", "by": "helper", "cadence": {"every": "year"}, "since": "2019-01"}
        held = {"id": "x", "title": "协议", "kind": "framework", "state": "signed"}
        agreement = Agreement.model_validate(
            {**held, "terms": ({**term, "until": "2020-12", "overrides": tuple(words)},)}
        )
        programme = data.programmes["jia-yi"].model_copy(update={"agreements": (agreement,)})
        return [problem.message for problem in overrides(replace(data, programmes={"jia-yi": programme}))]

    assert messages("2019", "2020") == []
    assert messages("2019", "1999-spring") == ["“1999-spring”不是这项举措的应做事项，可写的有：2019、2020"]
    assert len(messages("2019", "2019")) == 1, "a second word on the same duty would be passed over"


@pytest.mark.parametrize(("since", "until"), [("1900", "1901"), ("1900-01-01", "1900-02"), ("2998-09", "2999-end")])
@pytest.mark.parametrize("every", ["semester", "year", "school-year", "once"])
def test_the_first_and_the_last_years_that_there_are(since: str, until: str, every: str) -> None:
    measure = Measure.model_validate(
        {"id": "m", "statement": "举措", "by": "helper", "cadence": {"every": every}, "since": since, "until": until}
    )
    empty = dict.fromkeys(("areas", "incentives", "funding", "reciprocal", "publicity"), ())
    data = with_plan(mechanisms=(measure,), **empty)
    told(data)
    assert open_portal(data, date(2999, 12, 31)).ledger


@pytest.mark.parametrize("name", ["since", "until", "by_date"])
def test_a_semester_that_a_measure_names(name: str) -> None:
    data = load(SMALL)
    plan = data.plans["jia-yi", "2020"]
    [first, *others] = plan.areas[0].tasks[0].measures
    task = (
        plan.areas[0]
        .tasks[0]
        .model_copy(update={"measures": (first.model_copy(update={name: When.parse("2033-autumn")}), *others)})
    )
    area = plan.areas[0].model_copy(update={"tasks": (task, *plan.areas[0].tasks[1:])})
    changed = plan.model_copy(update={"areas": (area, *plan.areas[1:])})
    data = replace(data, plans={**data.plans, ("jia-yi", "2020"): changed})
    assert any("没有“2033-autumn”这个学期" in message for _, message in told(data))


@pytest.mark.parametrize(("until", "outlives"), [("2021-01-31", False), ("2021-02-01", True)])
def test_a_plan_and_its_phases_end_with_the_semester_of_the_calendar(small: Path, until: str, outlives: bool) -> None:
    file = small / "data/programmes/jia-yi/plans/2020.yml"
    text = file.read_text(encoding="utf-8")
    for old, new in (
        ("until: 2020-end, basis", "until: 2020-autumn, basis"),
        ("            until: 2021\n", f"            until: {until}\n"),
        ("until: 2021-end, items", "until: 2021-autumn, items"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    portal = open_portal(load(small), date(2022, 1, 15))
    promise = next(item for item in portal.figures.promises if item.id == "jia-yi/2020/visits-leaders")
    assert promise.outlives is outlives
    phase = plan_phases(portal, "jia-yi", "2020")[1]
    assert (phase.until, phase.state) == ("2022-01-31", "current")
