"""Several records of one event, events of many days, records that come late, and too few people."""

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golden import DAY
from pairing.derive import derive
from pairing.duties import brief_rows
from pairing.ledger import open_ledger
from pairing.ledger.deeds import Deed
from pairing.ledger.fit import complete, fit
from pairing.ledger.heads import counted
from pairing.ledger.match import Settled, reason, settle
from pairing.ledger.same import fullness, once
from pairing.ledger.suggest import suggestions
from pairing.ledger.unroll import unroll
from pairing.load import load, survey
from pairing.model.base import People
from pairing.portal import open_portal
from pairing.views.duty import duty_view
from pairing.when import When
from pairing.words import EVERY, Every
from test_ledger import RANK, TERMS, deed, period, promise
from test_planned import ENTRY, REPORT, change

END = date(2021, 6, 1)


def teachers(count: int | None) -> tuple[People, ...]:
    """So many teachers; none stated for None."""
    return (People(kind="teacher", count=count),)


def told(day: str, source: str = "", count: int | None = None, event: str | None = None, until: str = "") -> Deed:
    """A record of an entry, or of an item of a report."""
    when = When.parse(day)
    found = deed(when.first, f"p/{source or 'entry'}/{count}-{event}-{day}", people=teachers(count) if count else ())
    kind, end = ("report" if source else "entry"), When.parse(until) if until else None
    return found._replace(when=when, kind=kind, event=event, until=end)


def settled(deeds: list[Deed], as_of: date = END, /, **fields: Any) -> list[Settled]:
    """The duties of a promise of 2020 and what deeds make of them."""
    duties = unroll(promise(**fields), period("2020-spring", "2020-autumn"), TERMS).duties
    return list(settle(duties, deeds, as_of))


TWICE = {"every": "semester", "at_least": 2}
DAY_ONE = "2020-03-05"


@pytest.mark.parametrize(
    ("deeds", "events"),
    [
        ([told(DAY_ONE, "2020-jia"), told(DAY_ONE, "2020-yi")], 1),
        ([told(DAY_ONE, "2020-jia", 1), told(DAY_ONE, "2020-jia", 2)], 2),
        ([told(DAY_ONE, "2020-jia", 1), told(DAY_ONE, "2020-jia", 2), told(DAY_ONE)], 2),
        ([told(DAY_ONE, count=1), told(DAY_ONE, count=2)], 2),
        ([told(DAY_ONE, count=1, event="a"), told(DAY_ONE, count=2, event="a")], 1),
        ([told(DAY_ONE, event="a"), told("2020-03", "2020", event="a")], 1),
        ([told(DAY_ONE, event="a"), told(DAY_ONE, "2020", event="b")], 2),
        ([told(DAY_ONE), told("2020-03", "2020")], 2),
    ],
)
def test_events_are_what_the_fullest_source_tells(deeds: list[Deed], events: int) -> None:
    assert len(once(deeds, partial(fullness, (), "semester")).events) == events
    item, _ = settled(deeds, cadence=TWICE)
    assert (item.recorded, len(item.deeds), len(item.again)) == (events, len(deeds), len(deeds) - events)


def test_of_one_event_the_larger_number_counts() -> None:
    fifty: dict[str, Any] = {"cadence": {"every": "batches"}, "people": ({"kind": "teacher", "count": 50},)}
    [item] = settled([told(DAY_ONE, "2020", 50), told(DAY_ONE)], **fifty)
    assert (item.recorded, item.status) == (50, "met")
    [item] = settled([told(DAY_ONE, "2020", 10), told(DAY_ONE, "2020", 30), told(DAY_ONE, count=25)], **fifty)
    assert item.recorded == 40, "the largest is the largest"


records = st.builds(
    told,
    st.sampled_from(["2020-03-05", "2020-03-06", "2020-09-30", "2020-03", "2020-spring"]),
    st.sampled_from(["", "2020-jia", "2020-yi"]),
    st.sampled_from([None, 1, 2, 5]),
    st.sampled_from([None, None, "a"]),
    st.sampled_from(["", "2020-11-01"]),
)
days = st.dates(date(2020, 1, 1), END)
promises = st.sampled_from(
    [
        {"cadence": {"every": "semester"}, "people": ({"kind": "teacher", "min": 3, "per": "occasion"},)},
        {"cadence": {"every": "semester", "at_least": 2}, "people": ({"kind": "teacher", "min": 3},)},
        {
            "cadence": {"every": "once"},
            "by_date": "2020-10",
            "people": ({"kind": "teacher", "count": 4, "per": "total"},),
        },
        {"cadence": {"every": "batches"}, "people": ({"kind": "teacher", "count": 6},)},
        {"cadence": {"every": "throughout"}},
        {"cadence": TWICE},
    ]
)


@settings(max_examples=600, deadline=None)
@given(
    promises, st.lists(records, max_size=6), records, st.dates(date(2020, 1, 1), END), st.dates(date(2020, 1, 1), END)
)
def test_another_record_and_another_day_never_take_away(
    fields: dict[str, Any], deeds: list[Deed], more: Deed, one: date, other: date
) -> None:
    numbered = [item._replace(id=f"{item.id}/{i}") for i, item in enumerate([*deeds, more])]
    early, late = sorted((one, other))
    now = settled(numbered[:-1], early, **fields)
    for before, after in zip(now, settled(numbered, early, **fields), strict=True):
        assert RANK[after.status] >= RANK[before.status]
    for before, after in zip(now, settled(numbered[:-1], late, **fields), strict=True):
        assert before.status != "met" or after.status == "met"
    assert settled(numbered[:-1][::-1], early, **fields) == now


def test_too_few_people_are_some_record_and_said_to_be_too_few() -> None:
    each: dict[str, Any] = {
        "cadence": {"every": "semester"},
        "people": ({"kind": "teacher", "min": 3, "max": 5, "per": "occasion"},),
    }
    item, _ = settled([told(DAY_ONE, count=2)], **each)
    assert (item.status, item.recorded, item.enough, item.fit) == ("partly", 1, 0, "below")
    assert "有记录，但人数少于承诺（1/1次）" in reason(item)
    item, _ = settled([told(DAY_ONE, count=2), told("2020-03-06", count=3)], **each)
    assert (item.status, item.enough) == ("met", 1)
    item, _ = settled([told(DAY_ONE)], **each)
    assert item.status == "met", "nobody says how many they were"
    total: dict[str, Any] = {
        "cadence": {"every": "once"},
        "people": ({"kind": "teacher", "count": 100, "per": "total"},),
    }
    assert [item.status for item in settled([told(DAY_ONE, count=1)], **total, by_date="2020-12")] == ["partly"]
    assert [item.status for item in settled([told(DAY_ONE, count=100)], **total, by_date="2020-12")] == ["met"]


def test_what_takes_many_days_is_done_when_it_is_over() -> None:
    once_by: dict[str, Any] = {"cadence": {"every": "once"}, "by_date": "2020-06-28"}
    week = told("2020-06-27", until="2020-07-05")
    assert [item.status for item in settled([week], date(2020, 6, 27), **once_by)] == ["due"]
    [item] = settled([week], **once_by)
    assert (item.status, [late.id for late in item.late]) == ("no-record", [week.id])
    [item] = settled([told("2020-06-20", until="2020-06-28")], **once_by)
    assert item.status == "met"


def test_what_fills_a_semester_counts_in_it() -> None:
    semesters: dict[str, Any] = {"cadence": {"every": "semester"}}
    long = told("2020-03-01", until="2021-01-10")
    assert [item.status for item in settled([long], **semesters)] == ["met", "met"]
    assert [item.status for item in settled([long], date(2020, 9, 10), **semesters)] == ["met", "due"]
    assert [item.status for item in settled([told("2020-08-30", until="2020-09-02")], **semesters)] == [
        "met",
        "no-record",
    ]


def test_a_record_after_the_window_is_shown_where_it_is_lacking() -> None:
    [item] = settled([told("2020-06-29")], cadence={"every": "once"}, by_date="2020-06-28")
    assert item.status == "no-record"
    assert "时段已过，之后才有记录（0/1次）" in reason(item)
    spring, autumn = settled([told("2020-10-08")], cadence={"every": "semester"})
    assert (spring.late, autumn.status) == ((), "met"), "it is on time for the next"


def test_a_record_of_a_semester_counts_from_its_publication() -> None:
    duties = unroll(promise(cadence={"every": "semester"}), period("2020-spring", "2020-spring"), TERMS).duties
    out = told("2020-spring")._replace(known=date(2020, 7, 2))
    assert settle(duties, [out], date(2020, 7, 1))[0].status == "due"
    assert settle(duties, [out], date(2020, 7, 2))[0].status == "met"
    assert settle(duties, [out._replace(known=None)], date(2020, 8, 30))[0].status == "due", "it may still be done"


def test_the_last_word_of_an_editor_counts() -> None:
    words = tuple(
        {"window": "2020-spring", "status": status, "reason": "说明", "post": "办公室", "on": on}
        for status, on in (("waived", "2020-05-01"), ("met", "2020-07-01"))
    )
    waived: dict[str, Any] = {"cadence": {"every": "semester"}, "overrides": words}
    assert [settled([], day, **waived)[0].status for day in (date(2020, 5, 2), date(2020, 7, 2))] == ["waived", "met"]


def test_a_site_tells_of_what_may_be_one_event(small: Path) -> None:
    change(
        small,
        REPORT,
        "progress:\n",
        "progress:\n  - {id: came, title: 教师到校, statement: 教师到甲学院跟岗。, by: recipient, to: helper,"
        " when: 2020-06, measures: [training-receive]}\n",
    )
    data = load(small)
    [hint] = [str(item) for item in suggestions(data, derive(data, DAY)) if "同一次活动" in str(item)]
    assert hint.startswith(f"{ENTRY}:11:5: 提示：可能与“教师到校”（jia-yi/2020/came）是同一次活动，现在各计一次")
    change(small, REPORT, "measures: [training-receive]}", "measures: [training-receive], event: came}")
    change(small, ENTRY, "{measures: [training-receive]", "{event: came, measures: [training-receive]")
    data = load(small)
    assert not [item for item in suggestions(data, derive(data, DAY)) if "同一次活动" in str(item)]
    [item] = [item for item in open_ledger(data, derive(data, DAY)).all if len(item.deeds) == 2]
    assert item.again == {"jia-yi/2020/came"}
    portal = open_portal(data, DAY)
    assert "同一次活动，不另计" in brief_rows([duty_view(portal, item)], "")


def test_open_data_says_what_counts_and_what_came_late(real_site: Path) -> None:
    duties = json.loads((real_site / "api/v1/duties.json").read_text(encoding="utf-8"))["items"]
    assert all(duty["enough"] <= duty["recorded"] and duty["late"] == [] for duty in duties)


def test_another_side_or_other_people_are_told(small: Path) -> None:
    experts = "content/entries/jia-yi/2020/2020-02-20-experts.md"
    change(
        small,
        experts,
        "by: helper\n    to: recipient\n    people: [{kind: senior-expert, count: 2}]",
        "by: recipient\n    to: helper\n    people: [{kind: student, count: 2}]",
    )
    data = load(small)
    told = [str(item) for item in suggestions(data, derive(data, DAY)) if experts in str(item)]
    assert any("举措“training-experts”由支援方承担，这项活动写的是 by: recipient，请核对" in hint for hint in told), (
        told
    )
    assert any("承诺的是" in hint and "这项活动登记的人员里没有，请核对 people 的 kind" in hint for hint in told), told


def test_heads_of_batches_are_a_total(small: Path) -> None:
    batch = (
        "        measures:\n          - {id: lot, statement: 分批培训教师。, by: helper, to: recipient,"
        " cadence: {every: batches}, people: [{kind: teacher, count: 50, per: year}]}\n"
    )
    plan = small / "data/programmes/jia-yi/plans/2020.yml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("        measures:\n", batch, 1), encoding="utf-8")
    told = [str(problem) for problem in survey(small)[1]]
    assert any("分批（batches）的人数按合计计算，请写合计的人数和 per: total，找到“year”" in item for item in told), (
        told
    )


_PROMISED = st.lists(
    st.builds(
        People,
        kind=st.sampled_from(["teacher", "expert", "staff"]),
        per=st.sampled_from([None, "occasion", "semester", "year", "total"]),
        count=st.sampled_from([None, 0, 1, 30]),
        approx=st.sampled_from([None, "about", "over"]),
    ),
    max_size=4,
)


@given(_PROMISED, st.sampled_from([*EVERY]))
def test_without_records_nothing_is_recorded_whatever_was_promised(promised: list[People], every: Every) -> None:
    """So a duty without records is judged without a look at people (`match._settle`)."""
    assert fit(promised, every, ()) is None
    assert complete(promised, every, (), ()) == 0
    assert counted(promised, ()) == 0
    assert once([], partial(fullness, promised, every)) == ((), (), frozenset())
