"""Targets of indicators: judged by kind, and by what was known before their day."""

from datetime import date

import pytest

from pairing.ledger.targets import judge
from pairing.model import Indicator
from pairing.model.programme import Actual, Target
from pairing.terms import Span, Terms

SOURCE = {"document": "x"}


def indicator(kind: str, **fields: object) -> Indicator:
    return Indicator.model_validate({"id": "i", "title": "指标", "kind": kind, "whose": "recipient", **fields})


@pytest.mark.parametrize(
    ("kind", "better", "target", "actual", "status"),
    [
        ("number", "higher", {"min": 5}, {"count": 6}, "reached"),
        ("number", "higher", {"min": 5}, {"count": 4}, "short"),
        ("number", "higher", {"min": 30}, {"count": 30, "approx": "over"}, "reached"),
        ("number", "higher", {"min": 40}, {"count": 30, "approx": "over"}, "unclear"),
        ("percentage", "higher", {"min": 50}, {"count": 49.5}, "short"),
        ("rank", "lower", {"max": 10}, {"count": 8}, "reached"),
        ("rank", "lower", {"max": 10}, {"count": 12}, "short"),
        ("milestone", "higher", {}, {"count": 1}, "reached"),
        ("milestone", "higher", {}, {"count": 0}, "short"),
        ("number", "higher", {"count": 30, "approx": "about"}, {"count": 29}, "unclear"),
        ("number", "higher", {"count": 30, "approx": "about"}, {"count": 30}, "reached"),
        ("percentage", "higher", {"count": 95, "approx": "over"}, {"count": 94}, "short"),
        ("percentage", "higher", {"count": 95, "approx": "over"}, {"count": 95}, "unclear"),
        ("percentage", "higher", {"count": 95, "approx": "over"}, {"count": 95, "approx": "over"}, "reached"),
        ("percentage", "higher", {"count": 95, "approx": "over"}, {"count": 96}, "reached"),
        ("qualitative", "higher", {}, {}, "unclear"),
        ("rank", "lower", {}, {"count": 8}, "unclear"),
        ("number", "higher", {"min": 5}, None, "no-record"),
    ],
)
def test_indicators_by_kind(
    kind: str, better: str, target: dict[str, object], actual: dict[str, object] | None, status: str
) -> None:
    aim = Target.model_validate({"plan": "2019", "statement": "目标", "by_date": "2020-end", **target})
    found = (Actual.model_validate({"statement": "实际", "source": SOURCE, **actual}),) if actual is not None else ()
    assert judge(indicator(kind, better=better), aim, found, date(2021, 1, 1))[0] == status
    before = judge(indicator(kind, better=better), aim, found, date(2020, 6, 1))[0]
    assert before == {"short": "open", "no-record": "open"}.get(status, status)


@pytest.mark.parametrize(
    ("kind", "fields", "actual", "status"),
    [
        ("rank", {}, 3, "reached"),
        ("rank", {}, 8, "short"),
        ("rank", {"better": "higher"}, 8, "reached"),
        ("number", {}, 8, "reached"),
        ("number", {}, 3, "short"),
    ],
)
def test_the_first_place_is_the_best_unless_told_otherwise(
    kind: str, fields: dict[str, object], actual: int, status: str
) -> None:
    aim = Target.model_validate({"plan": "2021", "statement": "目标", "count": 5, "by_date": "2023-07"})
    assert judge(indicator(kind, **fields), aim, values(("2023-05", actual)), date(2024, 1, 1)).status == status


def values(*found: tuple[str, float]) -> tuple[Actual, ...]:
    rows = ({"count": count, "when": when, "statement": "实际", "source": SOURCE} for when, count in found)
    return tuple(Actual.model_validate(row) for row in rows)


def at_least_50(by_date: str | None) -> Target:
    return Target.model_validate({"plan": "2021", "statement": "目标", "min": 50, "by_date": by_date})


@pytest.mark.parametrize(
    ("known", "status", "decides"),
    [
        ((("2022-end", 45), ("2023-end", 54)), "late", "2023-end"),
        ((("2022-end", 45), ("2023-end", 48)), "short", "2022-end"),
        ((("2022-end", 50), ("2023-end", 48)), "reached", "2022-end"),
        ((("2022-end", 45), ("2023-07", 50)), "reached", "2023-07"),
        ((("2022-end", 45), ("2023", 54)), "unclear", "2023"),
        ((("2023-end", 54),), "unclear", "2023-end"),
        ((("2023-end", 48),), "short", "2023-end"),
    ],
)
def test_only_what_is_known_of_its_time_reaches_a_target(
    known: tuple[tuple[str, float], ...], status: str, decides: str
) -> None:
    found = judge(indicator("percentage"), at_least_50("2023-07"), values(*known), date(2024, 3, 15))
    assert (found.status, found.actual and str(found.actual.when)) == (status, decides)


def test_a_milestone_happens_on_its_date() -> None:
    aim = Target.model_validate({"plan": "2021", "statement": "启用", "by_date": "2023-05"})
    found = judge(indicator("milestone"), aim, values(("2023-08", 1)), date(2024, 3, 15))
    assert (found.status, found.reason) == ("late", "2023年8月才达到目标")


def test_a_target_without_a_day_is_not_running() -> None:
    aim, day = at_least_50(None), date(2026, 1, 1)
    assert judge(indicator("percentage"), aim, (), day)[:2] == ("undated", "文件未载明时限，没有实际值")
    assert judge(indicator("percentage"), aim, values(("2022", 45)), day).status == "undated"
    assert judge(indicator("percentage"), aim, values(("2022", 54)), day).status == "reached"


@pytest.mark.parametrize(
    ("aggregation", "known", "status", "reason"),
    [
        ("latest", (("2022-end", 60), ("2023-01", 40)), "short", "实际值没有达到"),
        ("max", (("2022-end", 60), ("2023-01", 40)), "reached", "最大的实际值达到目标"),
        ("max", (("2022-end", 30), ("2023-end", 60)), "late", "时限之前的实际值没有达到目标"),
        ("sum", (("2021-end", 20), ("2022-end", 30)), "reached", "2 次实际值相加为 50，达到目标"),
        (
            "sum",
            (("2022-end", 20), ("2023-end", 30)),
            "late",
            "时限之前的实际值没有达到目标，到2023年底，2 次实际值相加为 50",
        ),
        ("sum", (("2021-end", 20), ("2022-end", 20)), "short", "2 次实际值相加为 40，没有达到目标"),
        ("none", (("2021-end", 30), ("2022-end", 30)), "short", "实际值没有达到目标"),
    ],
)
def test_several_actuals_count_as_the_indicator_says(
    aggregation: str, known: tuple[tuple[str, float], ...], status: str, reason: str
) -> None:
    found = judge(
        indicator("number", aggregation=aggregation), at_least_50("2023-07"), values(*known), date(2024, 6, 1)
    )
    assert found.status == status
    assert reason in found.reason


def test_a_semester_ends_as_the_calendar_has_it() -> None:
    terms = Terms((Span("2026-autumn", "2026年秋季学期", date(2026, 9, 1), date(2027, 1, 31)),))
    aim, late = at_least_50("2026-autumn"), values(("2027-01-20", 60))
    assert judge(indicator("number"), aim, (), date(2027, 1, 15), terms).status == "open"
    assert judge(indicator("number"), aim, late, date(2027, 6, 1), terms).status == "reached"
    assert judge(indicator("number"), aim, (), date(2027, 2, 1), terms).status == "no-record"


@pytest.mark.parametrize("aggregation", ["latest", "none"])
@pytest.mark.parametrize(
    ("known", "status", "decides"),
    [
        ((("2022-05", 60), ("2022-05", 40)), "short", 40),
        ((("2022-05", 40), ("2022-05", 60)), "reached", 60),
        ((("2022-12", 60), ("2022-end", 40)), "short", 40),
        ((("2022", 40), ("2022-11-30", 60)), "unclear", 40),
        ((("2022-11-30", 40), ("2022", 60)), "unclear", 60),
        ((("2022", 60), ("2022-11-30", 70)), "reached", 60),
        ((("2022", 30), ("2022-11-30", 40)), "short", 30),
        ((("2022", 40), ("2023-01", 60)), "reached", 60),
        ((("2022-autumn", 40), ("2022-08-31", 60), ("2022-07-31", 70)), "unclear", 40),
    ],
)
def test_of_one_date_the_later_in_the_file_counts_and_a_vague_one_is_not_taken_for_the_newest(
    aggregation: str, known: tuple[tuple[str, float], ...], status: str, decides: int
) -> None:
    item, aim = indicator("number", aggregation=aggregation), at_least_50("2023-07")
    for day in (date(2023, 2, 1), date(2024, 6, 1)):
        found = judge(item, aim, values(*known), day)
        assert found.status == ("open" if status == "short" and day.year == 2023 else status)
        assert found.actual
        assert found.actual.count == decides
        assert ("分不清先后" in found.reason) == (status == "unclear")


def test_of_actuals_without_a_date_the_last_in_the_file_counts() -> None:
    rows = ({"count": count, "statement": "实际", "source": SOURCE} for count in (40, 60))
    known = tuple(Actual.model_validate(row) for row in rows)
    assert judge(indicator("number"), at_least_50("2023-07"), known, date(2024, 6, 1)).status == "reached"
    dated = (*values(("2023-01", 40)), *known)
    assert judge(indicator("number"), at_least_50("2023-07"), dated, date(2024, 6, 1)).status == "short"
