"""Quantities in words are exactly as sure as their source."""

import pytest

from pairing import phrases
from pairing.model.base import Amount, Duration, People, Period, Quantity
from pairing.model.plan import Cadence, Window
from pairing.model.programme import Indicator, Target
from pairing.when import When


@pytest.mark.parametrize(
    ("amount", "text", "bounds"),
    [
        (Amount(count=5), "5名", (5, 5)),
        (Amount(min=1, max=3), "1～3名", (1, 3)),
        (Amount(min=2), "至少2名", (2, None)),
        (Amount(max=2), "至多2名", (None, 2)),
        (Amount(count=30, approx="over"), "30余名", (30, None)),
        (Amount(count=200, approx="about"), "约200名", (None, None)),
        (Amount(approx="relative"), "数量相当", (None, None)),
        (Amount(), "", (None, None)),
        (Amount(count=2.5), "2.5名", (2.5, 2.5)),
    ],
)
def test_amounts(amount: Amount, text: str, bounds: tuple[float | None, float | None]) -> None:
    assert phrases.amount(amount, "名") == text
    assert amount.bounds == bounds


def test_an_indicator_is_said_by_its_kind() -> None:
    rank = Indicator(id="rank", title="名次", kind="rank", unit="名", better="lower", whose="recipient")
    places = (Amount(count=9), Amount(max=5), Amount(min=3, max=5), Amount())
    assert [phrases.measured(rank, place) for place in places] == ["第9名", "前5名", "第3～5名", ""]
    done = rank.model_copy(update={"kind": "milestone", "unit": None})
    assert [phrases.measured(done, value) for value in (Amount(count=1), Amount(count=0), Amount())] == [
        *("已达到", "未达到", ""),
    ]
    assert phrases.measured(done, Target(count=1, plan="2021", statement="上线。")) == ""
    share = rank.model_copy(update={"kind": "percentage", "unit": None})
    assert phrases.measured(share, Amount(count=54)) == "54%"
    number = rank.model_copy(update={"kind": "number", "unit": "门"})
    assert phrases.measured(number, Amount(min=12)) == "至少12门"


def test_over_a_percentage() -> None:
    assert phrases.amount(Amount(count=95, approx="over"), "%") == "超过95%"


def test_people() -> None:
    assert phrases.people(People(kind="senior-expert", count=5, per="year")) == "每年5名高水平专家"
    assert phrases.people(People(kind="student-leader", approx="relative")) == "学生干部（数量相当）"
    assert phrases.people(People(kind="manager")) == "管理干部（文件未载明人数）"
    assert phrases.people(People(kind="manager", note="原文写“适量”")) == "管理干部（文件未载明人数，原文写“适量”）"
    assert phrases.people(People(kind="manager", min=1, max=3, note="未写每年")) == "1～3名管理干部（未写每年）"


def test_durations_cadences_quantities() -> None:
    assert phrases.duration(Duration(count=1, unit="week", approx="about")) == "约1周"
    assert phrases.duration(Duration(min=0.5, max=1, unit="year")) == "半年至1年"
    assert phrases.duration(Duration(min=1, max=3, unit="month")) == "1～3个月"
    assert (
        phrases.cadence(Cadence(every="semester", at_least=1, window=Window(month=1))) == "每学期（开学第1个月）至少1次"
    )
    assert phrases.cadence(Cadence(every="unstated")) == "文件未载明频次"
    assert phrases.quantity(Quantity(what="党支部", count=42, unit="个", of=42)) == "党支部42个（共42个）"


def test_what_is_on_record() -> None:
    assert [phrases.on_record(4, met) for met in (0, 3)] == ["均无已见记录", "3 项已见记录"]
    assert phrases.on_record(1, 0) == "无已见记录"


def test_periods() -> None:
    start, end = When.parse("2019-autumn"), When.parse("2022-spring")
    whole = Period(since=start, until=end, basis="inferred", note="推定理由")
    assert phrases.period(whole) == "2019年秋季学期至2022年春季学期（推定）"
    assert phrases.period(Period(basis="unstated")) == "文件未载明起止日期"
    assert phrases.period(Period(since=start, basis="stated")) == "2019年秋季学期起（文件未载明结束时间）"
    guessed = Period(since=start, basis="inferred", note="推定理由", provisional=True)
    assert phrases.period(guessed) == "2019年秋季学期起（文件未载明结束时间，推定、暂定）"
    assert phrases.since_until(None, end) == "至2022年春季学期"
