"""Column health: limits, states at their edges, archived programmes, days from event to publication."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golden import DAY, ROOT, SMALL
from pairing.entries import Entries, Work
from pairing.health import DEFAULT, Health, Profile, Standing, Threshold, end, lag, open_health, profile, standing
from pairing.load import load
from pairing.model import Columns, Entry
from pairing.model.base import Period
from pairing.model.health import HealthRules
from pairing.portal import open_portal
from pairing.read import Dataset
from pairing.release import released
from pairing.render import render_content
from pairing.views.health import health_page
from pairing.when import When

NEWS = Threshold(days=14)
RULE = Profile({"dongtai": NEWS, "tongzhi": Threshold(months=6)}, frozenset({"meiti"}), 7)
SMALL_DATA = load(SMALL)


def day(code: str) -> date:
    return date.fromisoformat(code)


def judge(column: str, last: date | None, as_of: date, *, archived: bool = False) -> Standing:
    return standing(RULE, as_of, "jia", column, 1 if last else 0, last, archived=archived)


def entry(column: str, published: date, **more: Any) -> Entry:
    head = {"title": "标题", "column": column, "date": published.isoformat(), "published": published.isoformat()}
    return Entry.model_validate({**head, **more}, strict=False)


def small(entries: Iterable[Entry], until: str | None = None) -> Dataset:
    """The small site with other entries; ``until`` ends its programme."""
    programmes = dict(SMALL_DATA.programmes)
    if until:
        own = programmes["jia-yi"].period.model_copy(update={"until": When.parse(until)})
        programmes["jia-yi"] = programmes["jia-yi"].model_copy(update={"period": own})
    placed = {("jia-yi", "2020", f"2020-01-01-n{i}"): item for i, item in enumerate(entries)}
    return replace(SMALL_DATA, entries=Entries.of(placed), programmes=programmes)


@pytest.mark.parametrize(
    ("last", "limit", "due"),
    [
        ("2024-03-12", {"days": 14}, "2024-03-26"),
        ("2024-02-20", {"days": 14}, "2024-03-05"),
        ("2023-09-03", {"months": 6}, "2024-03-03"),
        ("2023-08-31", {"months": 6}, "2024-02-29"),
        ("2022-08-31", {"months": 6}, "2023-02-28"),
        ("2024-01-31", {"months": 1}, "2024-02-29"),
        ("2023-12-15", {"months": 1}, "2024-01-15"),
        ("2023-12-31", {"months": 12}, "2024-12-31"),
        ("2024-02-29", {"months": 12}, "2025-02-28"),
    ],
)
def test_the_last_day_on_time(last: str, limit: dict[str, int], due: str) -> None:
    assert Threshold(**limit).after(day(last)) == day(due)


@pytest.mark.parametrize(
    ("as_of", "state", "left", "words"),
    [
        ("2024-03-12", "fresh", 14, "正常"),
        ("2024-03-18", "fresh", 8, "正常"),
        ("2024-03-19", "soon", 7, "还有 7 天到期"),
        ("2024-03-25", "soon", 1, "还有 1 天到期"),
        ("2024-03-26", "soon", 0, "今天到期"),
        ("2024-03-27", "stale", -1, "已超期 1 天"),
        ("2024-03-29", "stale", -3, "已超期 3 天"),
    ],
)
def test_states_at_their_edges(as_of: str, state: str, left: int, words: str) -> None:
    found = judge("dongtai", day("2024-03-12"), day(as_of))
    assert (found.state, found.days_left, found.words) == (state, left, words)
    assert found.dates == "最近发布 2024-03-12，下一篇最迟 2024-03-26"


def test_what_has_no_limit_no_entry_or_no_future() -> None:
    today, last = day("2024-03-15"), day("2020-01-01")
    assert judge("tongzhi", None, today).words == "还没有稿件"
    assert judge("tongzhi", None, today).state == judge("anli", None, today).state == "empty"
    assert judge("meiti", None, today).state == "untimed"
    assert judge("anli", last, today).state == "untimed"
    assert judge("anli", last, today).dates == "最近发布 2020-01-01"
    old = judge("dongtai", last, today, archived=True)
    assert (old.state, old.entries, old.last, old.due, old.days_left) == ("archived", 1, last, None, None)
    assert old.dates == "项目期间已过，本栏目已归档"
    assert judge("dongtai", None, today, archived=True).state == "archived"


def rules(health: dict[str, Any] | None, *columns: str) -> Profile:
    site = SMALL_DATA.site
    assert site is not None
    rows = [{"id": key, "title": key, "description": key} for key in columns]
    own = HealthRules.model_validate(health, strict=False) if health is not None else None
    return profile(site.model_copy(update={"health": own}), Columns.model_validate({"columns": rows}, strict=False))


def test_the_default_profile_is_that_of_the_inspection() -> None:
    default = rules(None, "dongtai", "tongzhi", "zhengce", "anli")
    assert {key: limit.text for key, limit in default.thresholds.items()} == {
        "dongtai": "14 天",
        "tongzhi": "6 个月",
        "zhengce": "6 个月",
    }
    assert (default.warn, default.empty_allowed) == (7, frozenset())
    assert set(rules(None, "anli", "zhengce").thresholds) == {"zhengce"}, "only columns that exist"
    assert set(rules({"warn": 3}, "dongtai", "anli").thresholds) == {"dongtai"}
    assert not rules({"columns": []}, "dongtai").thresholds
    own = rules({"columns": [{"column": "anli", "months": 3}], "empty_allowed": ["dongtai"]}, "dongtai", "anli")
    assert own == Profile({"anli": Threshold(months=3)}, frozenset({"dongtai"}), 7)


def test_the_sites_own_rule_is_the_default_written_out() -> None:
    site = load(ROOT).site
    assert site is not None
    assert site.health is not None
    assert site.health.columns == DEFAULT
    assert (site.health.warn, site.health.empty_allowed) == (7, ())


def test_a_programme_ends_with_its_period_or_its_plans() -> None:
    data = small([])
    assert end(data, "jia-yi") == day("2022-01-31"), "the autumn as the calendar has it"
    unstated = data.programmes["jia-yi"].model_copy(update={"period": Period(basis="unstated")})
    data = replace(data, programmes={"jia-yi": unstated})
    assert end(data, "jia-yi") == day("2022-01-31")
    assert end(replace(data, plans={("jia-yi", "2020"): data.plans["jia-yi", "2020"]}), "jia-yi") == day("2020-12-31")
    without = replace(data, plans={})
    assert end(without, "jia-yi") is None
    assert not open_health(without, date(2090, 1, 1)).schools, "neither a plan nor an entry"
    running = replace(
        without, entries=Entries.of({("jia-yi", "2020", "2020-01-01-n"): entry("dongtai", day("2020-01-01"))})
    )
    assert open_health(running, date(2090, 1, 1)).schools["jia"]["dongtai"].state == "stale"


def test_ended_programmes_are_archived_from_the_day_after() -> None:
    data = small([entry("dongtai", day("2020-06-01"))], until="2020-06-10")
    last = open_health(data, day("2020-06-10"))
    assert (last.schools["jia"]["dongtai"].state, last.portal["dongtai"].state) == ("soon", "soon")
    after = open_health(data, day("2020-06-11"))
    assert {item.state for item in after.all} == {"archived"}
    assert {item.state for item in after.portal.values()} == {"archived"}
    assert after.schools["jia"]["dongtai"].entries == 1
    assert not after.findings()
    assert not after.outlook


def test_a_school_with_one_programme_still_running_is_judged() -> None:
    data = small([entry("dongtai", day("2020-06-01"))], until="2020-06-10")
    running = SMALL_DATA.programmes["jia-yi"].model_copy(update={"recipients": ()})
    found = open_health(replace(data, programmes={**data.programmes, "other": running}), day("2020-06-20"))
    assert found.schools["jia"]["dongtai"].state == "stale"
    assert found.schools["yi"]["dongtai"].state == "archived"
    assert found.portal["dongtai"].state == "stale"


def test_days_from_event_to_publication() -> None:
    def days(item: Entry) -> int:
        return lag(item.published, Work.of(item).over)

    published = day("2020-05-20")
    assert days(entry("dongtai", published, date="2020-05-12")) == 8
    assert days(entry("dongtai", published, date="2020-05-12", until="2020-05-18")) == 2
    assert days(entry("dongtai", published, date="2020-04")) == 20
    assert days(entry("dongtai", published, date="2020-05")) == 0
    assert days(entry("dongtai", published, date="2020")) == 0
    assert days(entry("dongtai", published, date="2019")) == 141


def test_lags_by_programme_and_unit() -> None:
    def told(days: int, *units: dict[str, list[str]]) -> Entry:
        activities = [{"by": "helper", "units": names} for names in units]
        return entry("dongtai", day("2020-05-20") + timedelta(days=days), date="2020-05-20", activities=activities)

    jiaowu = next(unit for unit in SMALL_DATA.schools["jia"].units if unit.id == "jiaowu").name
    zhengjiao = next(unit for unit in SMALL_DATA.schools["yi"].units if unit.id == "zhengjiao").name
    both = {"helper": [jiaowu], "recipient": [zhengjiao]}
    found = open_health(small([told(1, both, both), told(4, {"helper": [jiaowu]}), told(9), told(30)]), DAY)
    lags = {key: (item.entries, item.median, item.longest) for key, item in found.unit_lags.items()}
    assert lags == {("jia", "jiaowu"): (2, 2.5, 4), ("yi", "zhengjiao"): (1, 1, 1)}
    total = found.programme_lags["jia-yi"]
    assert (total.entries, total.median, total.longest) == (4, 6.5, 30)


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2021-03-15", "2021年秋季学期（2021-09-01 开始）已有方案："),
        ("2020-06-01", "2020年秋季学期（2020-09-01 开始）已有方案："),
        ("2020-10-01", "2021年春季学期（2021-02-01 开始）已有方案："),
        ("2021-10-01", "项目到 2022-01-31 结束，2022年春季学期（2022-02-01 开始）不需要方案。"),
    ],
)
def test_whether_the_next_semester_is_planned(as_of: str, words: str) -> None:
    page = health_page(open_portal(SMALL_DATA, day(as_of)))
    assert [text.startswith(words) for _, text in page.outlook] == [True], page.outlook


def test_a_semester_without_a_plan_and_a_calendar_without_semesters() -> None:
    data = replace(small([], until="2023-12-31"), plans={})
    words = [text for _, text in health_page(open_portal(data, DAY)).outlook]
    assert words == ["还没有期间涵盖2021年秋季学期首日（2021-09-01）的方案。"]
    words = [text for _, text in health_page(open_portal(small([], until="2050"), date(2049, 1, 1))).outlook]
    assert words == ["校历中还没有下一学期，请先在 data/calendar.yml 补上。"]


def test_the_page_puts_empty_columns_together_between_the_late_and_the_soon_due() -> None:
    """One line for each late column, then one for each school's empty ones, then one for each that is soon due."""
    data = small([entry("dongtai", day("2021-02-01")), entry("tongzhi", day("2020-09-20"))])
    site = data.site
    assert site is not None
    rule = HealthRules.model_validate({"empty_allowed": ["meiti", "chengguo"]}, strict=False)
    page = health_page(open_portal(replace(data, site=site.model_copy(update={"health": rule})), DAY))
    html = render_content(page)
    section = html[html.index('<h2 id="findings">') : html.index('<h2 id="schools">')]
    lines = re.findall(r"<li>(.*?)</li>", section)
    schools = ("丙职大", "甲学院", "乙职校")
    late = "最近发布 2021-02-01，期限 14 天，最迟 2021-02-15"
    soon = "最近发布 2020-09-20，期限 6 个月，最迟 2021-03-20"
    assert [re.sub("<[^>]+>", "", line) for line in lines] == [
        *(f"{name} 工作动态 已超期 28 天 {late}" for name in schools),
        *(f"{name} 还没有稿件：政策文件、帮扶计划、工作进展、典型案例" for name in schools),
        *(f"{name} 通知公告 还有 5 天到期 {soon}" for name in schools),
    ]
    assert '<a href="../schools/bing/index.html">丙职大</a> <a href="../schools/bing/dongtai/index.html">' in lines[0]
    assert lines[3].count("<a ") == 1, "an empty column of a school has no page to lead to"


COLUMNS = ("dongtai", "tongzhi", "anli")
WHEN = st.dates(date(2019, 1, 1), date(2021, 12, 31))
ENTRIES = st.lists(st.tuples(st.sampled_from(COLUMNS), WHEN), max_size=12)


@given(ENTRIES, WHEN)
def test_states_agree_with_a_plain_recount(written: list[tuple[str, date]], as_of: date) -> None:
    found = open_health(released(small([entry(*item) for item in written]), as_of), as_of)
    for column, days in (("dongtai", 14), ("anli", None)):
        out = [published for name, published in written if name == column and published <= as_of]
        item = found.schools["yi"][column]
        assert (item.entries, item.last) == (len(out), max(out, default=None))
        if not out:
            assert item.state == "empty"
        elif days is None:
            assert item.state == "untimed"
        else:
            quiet = (as_of - max(out)).days
            assert (item.state == "stale") == (quiet > days)
            assert item.days_left == days - quiet
        assert item == found.portal[column]._replace(school="yi"), "one programme: the portal says the same"


@given(ENTRIES, st.sampled_from(COLUMNS), WHEN, WHEN)
def test_one_entry_more_never_makes_a_column_staler(
    written: list[tuple[str, date]], column: str, published: date, as_of: date
) -> None:
    def open_with(*more: tuple[str, date]) -> Health:
        return open_health(released(small([entry(*item) for item in (*written, *more)]), as_of), as_of)

    order = ("empty", "stale", "soon", "fresh", "untimed", "archived")
    before, after = open_with(), open_with((column, published))
    for key in COLUMNS:
        old, new = before.schools["jia"][key], after.schools["jia"][key]
        assert order.index(new.state) >= order.index(old.state)
        if old.due:
            assert new.due is not None
            assert new.due >= old.due
        if key != column:
            assert new == old
