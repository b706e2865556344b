"""The school calendar as editors may mistype it: nothing that would lose a duty or a deadline passes unseen."""

import json
from pathlib import Path
from typing import Any

import pytest

from pairing.check.calendar import calendar_apart, calendar_holidays, calendar_semesters
from pairing.read import read_data

AUTUMN = {"semester": "2023-autumn", "first": "2023-09-01", "last": "2024-01-31"}
SPRING = {"semester": "2024-spring", "first": "2024-02-01", "last": "2024-08-31"}
NEXT = {"semester": "2024-autumn", "first": "2024-09-01", "last": "2025-01-31"}
YEAR = {"year": 2024, "basis": "通知", "off": [{"name": "国庆节", "first": "2024-10-01", "last": "2024-10-07"}]}


def told(site: Path, **fields: Any) -> list[tuple[str, str]]:
    """(what stands at the place, message) of all that is wrong with a calendar."""
    file = site / "data/calendar.yml"
    # JSON is YAML, and says on one line each what the places point at.
    rows = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items())
    file.write_text("note: 校历\n" + "\n".join(rows), encoding="utf-8")
    lines = file.read_text(encoding="utf-8").splitlines()
    data, problems = read_data(site)
    assert not problems
    found = [problem for rule in (calendar_semesters, calendar_apart, calendar_holidays) for problem in rule(data)]
    return [
        (lines[at.line - 1][at.column - 1 :].split('"')[1], problem.message)
        for problem in found
        for at in [problem.where]
    ]


def semester(base: dict[str, str], **fields: str) -> dict[str, str]:
    return {**base, **fields}


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2023-autumn", "2023-08-14", "2024-01-12"),
        ("2023-autumn", "2023-07-03", "2023-12-22"),
        ("2020-autumn", "2020-10-26", "2021-02-05"),
        ("2022-autumn", "2022-09-01", "2023-03-03"),
        ("2024-spring", "2024-01-08", "2024-06-28"),
        ("2024-spring", "2024-02-29", "2024-07-26"),
        ("2020-spring", "2020-04-27", "2020-08-31"),
        ("2020-spring", "2020-03-02", "2020-09-11"),
    ],
)
def test_usual_semesters_are_taken(small: Path, code: str, first: str, last: str) -> None:
    assert told(small, semesters=[{"semester": code, "first": first, "last": last}]) == []


@pytest.mark.parametrize(
    ("row", "found", "said"),
    [
        (semester(SPRING, first="2034-02-01", last="2034-08-31"), "2034-02-01", "应在 2024 年 1 月至 4 月之间"),
        (semester(SPRING, first="2034-02-01", last="2034-08-31"), "2034-08-31", "不能晚于 2024 年 9 月"),
        (semester(SPRING, first="2023-02-01", last="2023-08-31"), "2023-02-01", "应在 2024 年 1 月至 4 月之间"),
        (semester(SPRING, last="2025-08-31"), "2025-08-31", "不能晚于 2024 年 9 月"),
        (semester(SPRING, semester="2024-autumn"), "2024-02-01", "应在 2024 年 7 月至 10 月之间"),
        (semester(NEXT, last="2025-11-30"), "2025-11-30", "不能晚于 2025 年 3 月"),
    ],
)
def test_a_semester_lies_where_its_name_says(small: Path, row: dict[str, str], found: str, said: str) -> None:
    places = dict(told(small, semesters=[row]))
    assert said in places[found]
    assert f"找到“{found}”" in places[found]
    assert told(small, semesters=[AUTUMN], schools=[{"school": "jia", "semesters": [row]}])[0][0] in places


def test_what_lies_elsewhere_is_not_told_to_overlap_as_well(small: Path) -> None:
    [(place, _)] = told(small, semesters=[AUTUMN, semester(SPRING, last="2025-08-31"), NEXT])
    assert place == "2025-08-31"


def test_semesters_do_not_overlap(small: Path) -> None:
    [(place, message)] = told(small, semesters=[AUTUMN, SPRING, semester(NEXT, first="2024-08-31")])
    assert place == "2024-08-31"
    assert "“2024-autumn”（2024-08-31 至 2025-01-31）与“2024-spring”（2024-02-01 至 2024-08-31）重叠" in message


def test_a_schools_own_semesters_stand_in_place_of_the_others(small: Path) -> None:
    def own(*rows: dict[str, str]) -> list[tuple[str, str]]:
        return told(small, semesters=[AUTUMN, SPRING, NEXT], schools=[{"school": "jia", "semesters": rows}])

    early, short = semester(SPRING, first="2024-01-15"), semester(AUTUMN, last="2024-01-14")
    [(place, message)] = own(early)
    assert place == "2024-01-15"
    assert "这所学校的“2023-autumn”也与别校不同的，请一并写在这里" in message
    assert own(early, short) == []
    [(place, message)] = own(semester(SPRING, last="2024-09-10"))
    assert place == "2024-09-10", "the end of its own reaches into what it shares"
    assert "“2024-autumn”" in message
    [(place, message)] = own(early, semester(AUTUMN, last="2024-01-20"))
    assert place == "2024-01-15"
    assert "一并" not in message


def test_nothing_is_written_twice(small: Path) -> None:
    [(place, message)] = told(small, semesters=[AUTUMN, SPRING, semester(SPRING, first="2024-02-20")])
    assert (place, message) == ("2024-spring", "学期“2024-spring”已在第 2 行写过，请删去一处")
    twice = [{"school": "jia", "semesters": [SPRING]}, {"school": "jia", "semesters": [NEXT]}]
    [(place, message)] = told(small, semesters=[AUTUMN], schools=twice)
    assert (place, message) == ("jia", "“jia”的校历已在第 3 行写过，请把学期合写在一处")


@pytest.mark.parametrize(
    ("fields", "found", "said"),
    [
        ({"off": [{"name": "国庆", "first": "2024-10-01", "last": "2025-10-07"}]}, "2025-10-07", "“国庆”放假共 372 天"),
        ({"off": [{"name": "国庆", "first": "2023-10-01", "last": "2023-10-07"}]}, "2023-10-01", "不在 2024 年"),
        ({"off": [{"name": "元旦", "first": "2025-01-01", "last": "2025-01-01"}]}, "2025-01-01", "不在 2024 年"),
        ({"worked": ["2025-10-11"]}, "2025-10-11", "不在 2024 年"),
        ({"worked": ["2023-11-25"]}, "2023-11-25", "不在 2024 年"),
        ({"worked": ["2024-10-05"]}, "2024-10-05", "写了调休上班，又在“国庆节”的放假日子里"),
        ({"worked": ["2024-10-14"]}, "2024-10-14", "应是周末的一天"),
    ],
)
def test_holidays_lie_in_their_year(small: Path, fields: dict[str, Any], found: str, said: str) -> None:
    [(place, message)] = told(small, semesters=[SPRING], holidays=[{**YEAR, **fields}])
    assert place == found
    assert said in message


def test_new_year_moves_days_of_the_december_before(small: Path) -> None:
    run = {"name": "元旦", "first": "2024-12-30", "last": "2025-01-01"}
    year = {"year": 2025, "basis": "通知", "off": [run], "worked": ["2024-12-28", "2025-01-04"]}
    end = {"name": "元旦", "first": "2024-12-29", "last": "2025-01-01"}
    assert told(small, semesters=[SPRING], holidays=[YEAR, year]) == []
    assert told(small, semesters=[SPRING], holidays=[{**YEAR, "off": [end]}]) == []
