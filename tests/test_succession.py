"""One plan succeeds another: what is compared, what is owed where, and what readers may know of it."""

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from golden import DAY, SMALL
from pairing.api import api_files, api_tables
from pairing.check.disclosure import withheld_plans
from pairing.check.ledger import plan_changes
from pairing.derive import derive
from pairing.ledger import Ledger, open_ledger, unroll_all
from pairing.ledger.changes import differences
from pairing.ledger.deeds import deeds
from pairing.ledger.match import settle
from pairing.load import load
from pairing.model import Plan, Report
from pairing.portal import open_portal, portal_pages
from pairing.read import Dataset
from pairing.render import render_content
from pairing.views import Portal

KEY = "jia-yi"
CHANGES = "programmes/jia-yi/plans/2021/index.html"


def measure(key: str, **fields: Any) -> dict[str, Any]:
    return {"id": key, "statement": f"举措{key}。", "by": "helper", "to": "recipient", "clause": "一1", **fields}


def plan(since: str, until: str, *measures: dict[str, Any], **fields: Any) -> Plan:
    period = {"since": since, "until": until, "basis": "stated"}
    text = {"title": f"{since}方案", "kind": "annual", "period": period, "mechanisms": measures, **fields}
    return Plan.model_validate(text)


def two(before: Plan, after: Plan) -> Dataset:
    """The small site with two plans of its programme changed, and without reports and entries."""
    data, later = load(SMALL), after.model_copy(update={"succeeds": "2020"})
    plans = {(KEY, "2020"): before, (KEY, "2021"): later}
    return replace(data, plans=plans, reports={}, entries=data.entries.only([]))


def shown(portal: Portal) -> dict[str, str]:
    """Every page and file of open data that a portal publishes."""
    pages = {page.path: render_content(page) for page in portal_pages(portal)}
    return pages | {path: content.decode() for path, content in api_files(portal, api_tables(portal))}


ONCE: dict[str, Any] = {"cadence": {"every": "once"}}
HELD: dict[str, Any] = {"disclosure": "on-request", "disclosure_reason": "按要求"}


@pytest.mark.parametrize("hidden", ["2020", "2021"])
def test_a_plan_on_request_is_not_compared(hidden: str) -> None:
    fields: list[dict[str, Any]] = [HELD if hidden == key else {} for key in ("2020", "2021")]
    data = two(
        plan("2020-03", "2020-12", measure("zang", **ONCE), measure("kept", **ONCE), **fields[0]),
        plan("2021-02", "2021-12", measure("kept", **ONCE), **fields[1]),
    )
    portal = open_portal(data, DAY)
    assert portal.ledger.changes == {}
    pages = shown(portal)
    whose = "前一方案" if hidden == "2020" else "本方案"
    assert f"{whose}依申请公开，这里不作比较。" in pages[CHANGES]
    for path, text in pages.items():
        assert not any(word in text for word in ("没有写明</td>", "新增：举措", "取消：举措", "承诺没有变化")), path
    assert hidden == "2021" or not any("举措zang" in text for text in pages.values())
    programme = pages["programmes/jia-yi/index.html"]
    assert "方案内容依申请公开" in programme
    assert "方案正文未收录" not in programme
    inside = shown(open_portal(data, DAY, internal=True))
    assert ">取消</span>" in inside[CHANGES], "whoever may know of both plans sees how they differ"


def test_a_clause_names_the_later_plan_on_request() -> None:
    data = two(plan("2020-03", "2020-12", measure("kept", **ONCE)), plan("2021-02", "2021-12", **HELD))
    [page] = [text for path, text in shown(open_portal(data, DAY)).items() if "/clauses/" in path]
    assert "2021-02方案</a>：依申请公开，这里不作比较。" in page


def test_a_closed_plan_is_not_compared_either() -> None:
    shut = {**HELD, "disclosure": "closed"}
    both: list[dict[str, Any]] = [{}, shut]
    for first, second in (both, both[::-1]):
        data = two(
            plan("2020-03", "2020-12", measure("old", **ONCE), **first),
            plan("2021-02", "2021-12", measure("new", **ONCE), **second),
        )
        portal = open_portal(data, DAY)
        assert portal.ledger.changes == {}
        assert not any("与前一方案的不同" in text for text in shown(portal).values())


def test_what_one_plan_withholds_need_not_be_withheld_in_one_that_is_not_open() -> None:
    funds = {"funding": (measure("money", **ONCE),)}
    held = {**funds, "withheld": ({"field": "funding", "reason": "经费不公开。"},)}
    one, other = plan("2020-03", "2020-12", **held), plan("2021-02", "2021-12", **funds)
    assert len(list(withheld_plans(two(one, other)))) == 1
    assert list(withheld_plans(two(one, plan("2021-02", "2021-12", **funds, **HELD)))) == []


def ledger(data: Dataset, as_of: str) -> Ledger:
    day = date.fromisoformat(as_of)
    return open_ledger(data, derive(data, day))


def owes(data: Dataset, as_of: str = "2021-06-01") -> list[tuple[str, str, str, str]]:
    """Every duty: plan and code, its days, its status."""
    return [
        (item.duty.id.removeprefix(f"{KEY}/"), f"{item.duty.first}", f"{item.duty.last}", item.status)
        for item in ledger(data, as_of).settled[KEY]
    ]


def undated(data: Dataset, as_of: str = "2021-06-01") -> list[tuple[str, str]]:
    found = ledger(data, as_of).undated[KEY]
    return [(promise.id.removeprefix(f"{KEY}/"), reason) for promise, reason in found if promise.plan]


def recorded(data: Dataset, *done: tuple[str, str]) -> Dataset:
    """With a report of what was done: (measure, day)."""
    rows = [
        {"id": f"r{i}", "title": "活动", "statement": "活动。", "by": "helper", "to": "recipient", "when": day}
        | {"measures": (name,), "people": ({"kind": "teacher", "count": 30},)}
        for i, (name, day) in enumerate(done)
    ]
    period = {"since": "2020", "until": "2021", "basis": "stated"}
    report = {"title": "报告", "kind": "annual", "by": "jia", "period": period, "progress": tuple(rows)}
    unstated = ("problems", "next_steps")
    return replace(data, reports={(KEY, "2021"): Report.model_validate({**report, "unstated": unstated})})


HEADS: dict[str, Any] = {"cadence": {"every": "batches"}}


def heads(count: int) -> dict[str, Any]:
    return {**HEADS, "people": ({"kind": "teacher", "count": count, "per": "total"},)}


def test_a_promise_that_goes_on_is_owed_once_and_by_its_later_day() -> None:
    same = two(
        plan("2020-03", "2020-12", measure("base", **ONCE, by_date="2021-12")),
        plan("2021-01", "2021-12", measure("base", **ONCE, by_date="2021-12")),
    )
    assert owes(same) == [("2021/base/2021-12", "2020-03-01", "2021-12-31", "due")]
    assert undated(same) == [("2020/base", "continued")]
    [item] = ledger(same, "2021-06-01").settled[KEY]
    assert item.duty.rule == "期限内完成：最迟2021年12月（自前一方案起）（2020-03-01 至 2021-12-31）"
    assert owes(recorded(same, ("base", "2020-09-05"))) == [("2021/base/2021-12", "2020-03-01", "2021-12-31", "met")]
    put_off = two(
        plan("2020-03", "2020-12", measure("base", **ONCE, by_date="2020-12")),
        plan("2020-07-01", "2021-12", measure("base", **ONCE, by_date="2021-10")),
    )
    assert owes(put_off) == [("2021/base/2021-10", "2020-03-01", "2021-10-31", "due")]
    failed = two(
        plan("2020-03", "2020-12", measure("base", **ONCE, by_date="2020-12")),
        plan("2021-01-01", "2021-12", measure("base", **ONCE, by_date="2021-10")),
    )
    assert owes(failed)[0] == ("2020/base/2020-12", "2020-03-01", "2020-12-31", "no-record"), "its day has gone by"
    assert owes(failed)[1] == ("2021/base/2021-10", "2021-01-01", "2021-10-31", "due")


def test_a_promise_that_goes_on_under_another_id() -> None:
    data = two(
        plan("2020-03", "2021-12", measure("base", **ONCE)),
        plan("2021-01", "2021-12", measure("centre", **ONCE, replaces=("base",))),
    )
    data = recorded(data, ("base", "2020-09-05"))
    assert owes(data) == [("2021/centre/period", "2020-03-01", "2021-12-31", "met")]
    assert undated(data) == [("2020/base", "continued")]


def test_two_promises_made_one_each_keep_their_records() -> None:
    data = two(
        plan("2020-03", "2021-12", measure("base", **ONCE), measure("hall", **ONCE)),
        plan("2021-01", "2021-12", measure("centre", **ONCE, replaces=("base", "hall"))),
    )
    data = recorded(data, ("base", "2020-09-05"))
    assert owes(data) == [
        ("2020/base/period", "2020-03-01", "2020-12-31", "met"),
        ("2021/centre/period", "2021-01-01", "2021-12-31", "due"),
    ]
    assert undated(data) == [("2020/hall", "continued")]


def test_batches_that_go_on_count_all_their_heads() -> None:
    def both(count: int) -> Dataset:
        data = two(
            plan("2020-03", "2021-12", measure("send", **heads(50))),
            plan("2021-01", "2021-12", measure("send", **heads(count))),
        )
        return recorded(data, ("send", "2020-09-05"), ("send", "2021-03-05"))

    assert owes(both(50), "2020-12-31") == [("2021/send/period", "2020-03-01", "2021-12-31", "partly")]
    assert owes(both(50)) == [("2021/send/period", "2020-03-01", "2021-12-31", "met")]
    assert owes(both(20)) == [
        ("2020/send/period", "2020-03-01", "2020-12-31", "partly"),
        ("2021/send/period", "2021-01-01", "2021-12-31", "met"),
    ], "20 may be those that are left to do, whom the 30 of the year before do not meet"


def test_a_promise_that_is_dropped_has_not_failed() -> None:
    data = two(
        plan("2020-03", "2021-12", measure("base", **ONCE)),
        plan("2021-01", "2021-12", measure("other", **ONCE), changes=({"measures": ("base",), "reason": "不再建"},)),
    )
    assert [row[0] for row in owes(data)] == ["2021/other/period"]
    assert undated(data) == [("2020/base", "dropped")]
    pages = shown(open_portal(data, DAY))
    page = pages["programmes/jia-yi/plans/2020/clauses/11/index.html"]
    assert "这项举措不产生应做事项：到期之前已由后一方案取消" in page
    assert "理由：不再建" in page
    done = recorded(data, ("base", "2020-09-05"))
    assert owes(done)[0] == ("2020/base/period", "2020-03-01", "2020-12-31", "met"), "done before it was dropped"
    assert undated(done) == []


def test_what_becomes_of_a_promise_in_a_hidden_plan_nobody_may_know() -> None:
    data = two(
        plan("2020-03", "2021-12", measure("base", **ONCE)),
        plan("2021-01", "2021-12", measure("base", **ONCE), **HELD),
    )
    portal = open_portal(data, DAY)
    assert portal.ledger.settled[KEY] == ()
    assert ("jia-yi/2020/base", "hidden") in [(item.id, reason) for item, reason in portal.ledger.undated[KEY]]


@pytest.mark.parametrize(
    ("begin", "expected"),
    [
        ("2020-04-01", [("2021/y/2020", "2020-01-01", "2020-12-31"), ("2021/y/2021", "2021-01-01", "2021-12-31")]),
        ("2020-07-01", [("2021/y/2020", "2020-01-01", "2020-12-31"), ("2021/y/2021", "2021-01-01", "2021-12-31")]),
        ("2020-08-01", [("2020/y/2020", "2020-01-01", "2020-07-31"), ("2021/y/2021", "2020-08-01", "2021-12-31")]),
        ("2020-11-01", [("2020/y/2020", "2020-01-01", "2020-10-31"), ("2021/y/2021", "2020-11-01", "2021-12-31")]),
        ("2021-01-01", [("2020/y/2020", "2020-01-01", "2020-12-31"), ("2021/y/2021", "2021-01-01", "2021-12-31")]),
    ],
)
def test_a_year_in_two_plans_is_owed_once(begin: str, expected: list[tuple[str, str, str]]) -> None:
    twice: dict[str, Any] = {"cadence": {"every": "year", "at_least": 2}}
    data = two(plan("2020-01", "2020-12", measure("y", **twice)), plan(begin, "2021-12", measure("y", **twice)))
    assert [row[:3] for row in owes(data)] == expected
    assert {item.duty.required for item in ledger(data, "2021-06-01").settled[KEY]} == {2}


def test_a_school_year_in_two_plans_is_owed_once() -> None:
    yearly: dict[str, Any] = {"cadence": {"every": "school-year"}}
    data = two(
        plan("2019-autumn", "2021-spring", measure("y", **yearly)),
        plan("2021-spring", "2022-spring", measure("y", **yearly)),
    )
    codes = [row[0] for row in owes(data)]
    assert codes == ["2020/y/2019-2020", "2021/y/2020-2021", "2021/y/2021-2022"]


def test_a_year_of_which_little_was_left_when_the_promise_was_dropped() -> None:
    yearly: dict[str, Any] = {"cadence": {"every": "year"}}
    for begin, years in (("2021-05-01", ["2020/y/2020"]), ("2021-09-01", ["2020/y/2020", "2020/y/2021"])):
        data = two(plan("2020-01", "2021-12", measure("y", **yearly)), plan(begin, "2022-12"))
        assert [row[0] for row in owes(data)] == years


EVERY = ["semester", "year", "school-year", "once", "batches", "throughout"]
days = st.dates(date(2019, 1, 1), date(2023, 12, 31))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(EVERY),
    st.lists(days, min_size=4, max_size=4, unique=True),
    st.booleans(),
    st.lists(days, min_size=1),
)
def test_duties_of_two_plans_never_overlap(every: str, ends: list[date], own: bool, done: list[date]) -> None:
    """Nor do they leave the days from the former's first to their own last; and no day un-meets a duty."""
    since, begin, until, last = sorted(ends)
    former = plan(f"{since}", f"{until}", measure("m", cadence={"every": every}))
    fields: dict[str, Any] = {"by_date": f"{last}"} if own else {}
    data = two(former, plan(f"{begin}", f"{last}", measure("m", cadence={"every": every}, **fields)))
    assert data.calendar is not None
    found = unroll_all(data, derive(data, DAY), data.calendar)[0][KEY]
    assert all(since <= duty.first <= duty.last <= last for duty in found)
    assert all(duty.last < begin for duty in found if duty.promise.plan == "2020")
    for before, after in itertools.pairwise(found):
        assert before.last < after.first
    assert len({duty.code for duty in found}) == len(found) or every == "throughout"
    if every in ("once", "batches"):
        assert len(found) == 1
        assert found[0].first == since
    told = [*deeds(recorded(data, *(("m", f"{day}") for day in done)))]
    early, late = (settle(found, told, day) for day in (date(2020, 6, 1), date(2022, 1, 1)))
    assert all(after.status == "met" for before, after in zip(early, late, strict=True) if before.status == "met")


@pytest.mark.parametrize(
    ("before", "after", "kind", "words"),
    [
        ({"quantities": (("基地", "个", 3),)}, {"quantities": (("基地", "个", 1),)}, "eased", "基地：3个 → 1个"),
        ({"quantities": (("基地", "个", 1),)}, {"quantities": (("基地", "个", 3),)}, "tightened", "基地：1个 → 3个"),
        ({"quantities": (("基地", "个", 1),)}, {}, "eased", "数量：基地1个 → 文件未载明"),
        ({}, {"quantities": (("基地", "个", 1),)}, "tightened", "数量：文件未载明 → 基地1个"),
        (
            {"quantities": (("基地", "个", 1), ("课程", "门", 2))},
            {"quantities": (("课程", "门", 2), ("教材", "本", 9))},
            "altered",
            "数量：基地1个 → 教材9本",
        ),
        ({}, {"condition": "视经费"}, "eased", "前提：无 → 视经费"),
        ({"condition": "视经费"}, {}, "tightened", "前提：视经费 → 无"),
        ({"condition": "视经费"}, {"condition": "视场地"}, "altered", "前提：视经费 → 视场地"),
        ({"duration": (2, "week")}, {"duration": (1, "week")}, "eased", "每次时长：2周 → 1周"),
        ({"duration": (2, "week")}, {"duration": (3, "week")}, "tightened", "每次时长：2周 → 3周"),
        ({"duration": (2, "week")}, {"duration": (9, "day")}, "altered", "每次时长：2周 → 9天"),
        ({"duration": (2, "week")}, {}, "eased", "每次时长：2周 → 文件未载明"),
        (
            {"level": ("province", "national")},
            {"level": ("city", "province")},
            "eased",
            "级别：省级、国家级 → 市级、省级",
        ),
        ({"level": ("province",)}, {"level": ("national",)}, "tightened", "级别：省级 → 国家级"),
        ({"level": ("province",)}, {}, "eased", "级别：省级 → 文件未载明"),
        (
            {"show": (("办法", "2021-03"),)},
            {"show": (("办法", "2021-09"),)},
            "moved",
            "办法：最迟2021年3月 → 最迟2021年9月",
        ),
        ({"show": (("办法", None),)}, {}, "eased", "成果形式：办法 → 文件未载明"),
        ({"show": (("办法", None),)}, {"show": (("方案", None),)}, "altered", "成果形式：办法 → 方案"),
    ],
)
def test_what_is_promised_beside_heads_and_dates_is_compared(
    before: dict[str, Any], after: dict[str, Any], kind: str, words: str
) -> None:
    def one(said: dict[str, Any]) -> Plan:
        fields = {name: value for name, value in said.items() if name in ("condition", "level")}
        keys = ("what", "unit", "count")
        fields["quantities"] = tuple(dict(zip(keys, row, strict=True)) for row in said.get("quantities", ()))
        if "duration" in said:
            fields["duration"] = dict(zip(("count", "unit"), said["duration"], strict=True))
        fields["deliverables"] = tuple(
            {"title": title, "kind": "rules", "by_date": when} for title, when in said.get("show", ())
        )
        return plan("2020-03", "2020-12", measure("m", **ONCE, **fields))

    [found] = differences(one(before), one(after))
    assert (found.kind, found.words) == (kind, (words,))
    assert differences(one(before), one(before)) == ()


def test_a_smaller_quantity_needs_a_reason_and_may_have_one() -> None:
    def both(**fields: Any) -> Dataset:
        size = {"what": "基地", "unit": "个"}
        return two(
            plan("2020-03", "2020-12", measure("m", **ONCE, quantities=({**size, "count": 3},))),
            plan("2021-02", "2021-12", measure("m", **ONCE, quantities=({**size, "count": 1},)), **fields),
        )

    [problem] = plan_changes(both())
    assert "有变化（基地：3个 → 1个），请在 changes 写明" in problem.message
    assert list(plan_changes(both(changes=({"measures": ("m",), "reason": "经费压减"},)))) == []
