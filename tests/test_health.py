"""Column health: limits, states at their edges, lags; page, data, calendar and reminders agree."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from golden import DAY, ROOT, SITES, SMALL, small_portal
from pairing.api import api_tables
from pairing.feeds import calendar_files
from pairing.health import DEFAULT, Health, Profile, Standing, Threshold, end, lag, open_health, profile, standing
from pairing.load import load
from pairing.model import Columns, Entry
from pairing.model.base import Period
from pairing.model.health import HealthRules
from pairing.portal import open_portal
from pairing.read import Dataset
from pairing.release import released
from pairing.render import render_content
from pairing.views import Portal
from pairing.views.health import HealthPage, health_page
from pairing.views.news import ListPage, news_pages
from pairing.when import When
from pairing.words import COLUMN_STATE

DEMO = SITES / "demo"
# Early (nothing published in most columns), in the middle, the day of the demo, its last day, and after it.
DAYS = [date(2021, 9, 10), date(2022, 2, 20), date(2024, 3, 15), date(2024, 7, 10), date(2024, 7, 11)]
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
    return replace(SMALL_DATA, entries=placed, programmes=programmes)


@cache
def demo() -> Dataset:
    return load(DEMO)


@cache
def portal_on(as_of: date) -> Portal:
    return open_portal(demo(), as_of)


def remind(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts/remind.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


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
        ("2024-03-19", "soon", 7, "将在 7 天后超期"),
        ("2024-03-25", "soon", 1, "将在 1 天后超期"),
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
    assert old.dates == "项目已结束，本栏目已归档"
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
    assert (default.warn, default.empty_allowed) == (14, frozenset())
    assert set(rules(None, "anli", "zhengce").thresholds) == {"zhengce"}, "only columns that exist"
    assert set(rules({"warn": 3}, "dongtai", "anli").thresholds) == {"dongtai"}
    assert not rules({"columns": []}, "dongtai").thresholds
    own = rules({"columns": [{"column": "anli", "months": 3}], "empty_allowed": ["dongtai"]}, "dongtai", "anli")
    assert own == Profile({"anli": Threshold(months=3)}, frozenset({"dongtai"}), 14)


def test_the_sites_own_rule_is_the_default_written_out() -> None:
    site = load(ROOT).site
    assert site is not None
    assert site.health is not None
    assert site.health.columns == DEFAULT
    assert (site.health.warn, site.health.empty_allowed) == (14, ())


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
    running = replace(without, entries={("jia-yi", "2020", "2020-01-01-n"): entry("dongtai", day("2020-01-01"))})
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
    published = day("2020-05-20")
    assert lag(entry("dongtai", published, date="2020-05-12")) == 8
    assert lag(entry("dongtai", published, date="2020-05-12", until="2020-05-18")) == 2
    assert lag(entry("dongtai", published, date="2020-04")) == 20
    assert lag(entry("dongtai", published, date="2020-05")) == 0
    assert lag(entry("dongtai", published, date="2020")) == 0
    assert lag(entry("dongtai", published, date="2019")) == 141


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
    assert words == ["2021年秋季学期（2021-09-01 开始）还没有方案写明包括这一天。"]
    words = [text for _, text in health_page(open_portal(small([], until="2050"), date(2049, 1, 1))).outlook]
    assert words == ["校历中还没有下一学期，请先在 data/calendar.yml 补上。"]


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
        assert item == replace(found.portal[column], school="yi"), "one programme: the portal says the same"


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


def said(page: HealthPage) -> dict[tuple[str, str], tuple[int, str, str, str]]:
    """What the page says: (school, column) -> entries, newest, last day, state."""
    return {
        (item.school.text, row.column.text): (row.entries, row.last, row.due, row.state_code)
        for item in page.schools
        for row in item.rows
    }


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_page_data_calendar_and_reminders_agree(as_of: date) -> None:
    portal = portal_on(as_of)
    page, names = health_page(portal), {key: school.short for key, school in portal.data.schools.items()}
    shown = said(page)
    items = api_tables(portal)["columns.json"]
    data = {
        (names[row["school"]], item["title"]): (
            row["entries"],
            row["last_published"] or "",
            row["due"] or "",
            row["state"],
        )
        for item in items
        for row in item["derived"]["schools"]
    }
    assert data == shown
    calendar = icalendar.Calendar.from_ical(calendar_files(portal)["calendar/columns.ics"])
    events = {str(event["summary"]): event.decoded("dtstart").isoformat() for event in calendar.walk("VEVENT")}
    assert events == {f"{a} {b} 最迟更新": due for (a, b), (_, _, due, _) in shown.items() if due}
    done = remind("--root", str(DEMO), "--as-of", as_of.isoformat())
    lines = [tuple(line.split("（")[0].split("　")) for line in done.stdout.splitlines() if "　" in line]
    assert lines == [(school.text, row.column.text, row.state) for school, row in page.findings]
    urgent = {key: found[3] for key, found in shown.items() if found[3] in ("stale", "empty", "soon")}
    assert {(school, column) for school, column, _ in lines} == set(urgent)
    assert done.returncode == (1 if {"stale", "empty"} & set(urgent.values()) else 0), done.stderr
    html = render_content(page)
    assert html.count('class="jd-status') == len(shown) + len(lines)
    for row in (row for item in page.schools for row in item.rows):
        assert f'<span class="jd-status jd-status--{row.state_code}">{row.state}</span>' in html


def test_every_state_occurs_in_the_demo() -> None:
    seen = {item.state for as_of in DAYS for item in portal_on(as_of).health.all}
    assert seen == set(COLUMN_STATE)
    assert {item.state for item in portal_on(DAYS[2]).health.all} == {"stale", "soon", "fresh", "untimed"}


def test_the_most_urgent_stands_first() -> None:
    for as_of in DAYS:
        found = portal_on(as_of).health.findings()
        ranks = [("stale", "empty", "soon").index(item.state) for item in found]
        assert ranks == sorted(ranks)
        late = [item.days_left or 0 for item in found if item.state == "stale"]
        assert late == sorted(late), "the longest overdue first"


def test_the_calendar_keeps_its_uids() -> None:
    early, late = (
        icalendar.Calendar.from_ical(calendar_files(portal_on(as_of))["calendar/columns.ics"])
        for as_of in (DAYS[1], DAYS[2])
    )
    uids = [{str(event["uid"]) for event in calendar.walk("VEVENT")} for calendar in (early, late)]
    assert "column.qinglan.dongtai@jiedui" in uids[0]
    assert uids[0] <= uids[1]
    event = next(found for found in late.walk("VEVENT") if found["uid"] == "column.yunxi.anli@jiedui")
    assert event.decoded("dtstart") == date(2024, 3, 18)
    assert event.decoded("dtend") == date(2024, 3, 19)
    assert event.decoded("dtstamp").date() == DAYS[2]
    assert str(event["summary"]) == "云溪职教 典型案例 最迟更新"
    assert "最近发布 2023-12-18，期限 3 个月" in str(event["description"])
    assert str(late["x-wr-calname"]) == "栏目更新期限"


def test_columns_as_open_data() -> None:
    items = {item["id"]: item for item in api_tables(portal_on(DAYS[2]))["columns.json"]}
    assert items["dongtai"]["derived"]["threshold"] == {"days": 14}
    assert items["anli"]["derived"]["threshold"] == {"months": 3}
    assert items["meiti"]["derived"]["threshold"] is None
    anli = items["anli"]
    assert anli["derived"]["last_published"] == "2023-12-18"
    assert anli["derived"]["schools"][0] == {
        "school": "qinglan",
        "entries": anli["entries"],
        "last_published": "2023-12-18",
        "due": "2024-03-18",
        "days_left": 3,
        "state": "soon",
    }


def lists(portal: Portal) -> dict[str, str]:
    return {page.path: page.updated for page in news_pages(portal) if isinstance(page, ListPage)}


def test_readers_of_a_column_see_its_dates() -> None:
    pages = [page for page in news_pages(portal_on(DAYS[2])) if isinstance(page, ListPage)]
    updated = {page.path: page.updated for page in pages}
    for path in ("columns/anli/index.html", "schools/yunxi/anli/index.html"):
        assert updated[path] == "最近发布 2023-12-18，下一篇最迟 2024-03-18"
    assert re.fullmatch(r"最近发布 \d{4}-\d\d-\d\d", updated["columns/meiti/index.html"])
    assert updated["columns/dongtai/page-1/index.html"] == updated["columns/dongtai/2022/index.html"] == ""
    anli = next(page for page in pages if page.path == "columns/anli/index.html")
    assert "最近发布 2023-12-18，下一篇最迟 2024-03-18" in render_content(anli)
    ended = lists(portal_on(DAYS[4]))
    for path in ("columns/anli/index.html", "schools/yunxi/anli/index.html", "columns/meiti/index.html"):
        assert ended[path] == "项目已结束，本栏目已归档"
    assert lists(small_portal())["columns/tongzhi/index.html"] == ""


def test_editors_find_the_page_from_the_columns() -> None:
    columns = next(page for page in news_pages(portal_on(DAYS[2])) if page.path == "columns/index.html")
    assert 'href="../health/index.html"' in render_content(columns)
    html = render_content(health_page(portal_on(DAYS[2])))
    for words in ("2024-03-15", "国办秘函〔2019〕19号", "data/site.yml", "工作动态 14 天", "允许空着的：媒体报道"):
        assert words in html


def test_a_reminder_names_the_reason_and_can_be_narrowed_down() -> None:
    asked = ("--root", str(DEMO), "--as-of", "2024-03-15")
    found = remind(*asked, "--school", "qinglan")
    assert found.stdout.splitlines() == [
        "青岚职院　政策文件　已超期 194 天（最近发布 2023-03-03，期限 6 个月）",
        "青岚职院　典型案例　将在 3 天后超期（最近发布 2023-12-18，期限 3 个月）",
    ]
    assert found.returncode == 1
    both = remind(*asked, "--school", "qinglan", "--school", "yunxi", "--within", "2")
    assert [line.split("　")[0] for line in both.stdout.splitlines()] == ["青岚职院", "云溪职教"]
    wide = remind(*asked, "--within", "12")
    assert sum("工作动态　将在 12 天后超期" in line for line in wide.stdout.splitlines()) == 2
    early = remind("--root", str(DEMO), "--as-of", "2021-09-10", "--school", "yunxi")
    assert "云溪职教　典型案例　还没有稿件" in early.stdout.splitlines()


def test_what_is_only_due_soon_is_no_failure(tmp_path: Path) -> None:
    """And what is empty alone is one."""
    small_site = tmp_path / "small"
    shutil.copytree(SMALL, small_site, ignore=shutil.ignore_patterns("expected"))
    rule = "health:\n  columns: [{column: dongtai, days: 285}]\n  empty_allowed: [%s]\n"
    others = ["tongzhi", "zhengce", "jihua", "jinzhan", "anli", "meiti"]
    site = small_site / "data/site.yml"
    text = site.read_text(encoding="utf-8")
    for allowed, code in ((others, 0), (others[1:], 1)):
        site.write_text(text + rule % ", ".join(allowed), encoding="utf-8")
        done = remind("--root", str(small_site), "--as-of", "2021-03-15", "--school", "jia")
        lines = ["甲学院　工作动态　今天到期（最近发布 2020-06-03，期限 285 天）"]
        assert done.stdout.splitlines() == [*["甲学院　通知公告　还没有稿件"] * code, *lines]
        assert done.returncode == code


def test_the_exit_codes_of_a_reminder() -> None:
    quiet = remind("--root", str(DEMO), "--as-of", "2024-07-11")
    assert (quiet.returncode, quiet.stdout) == (0, "没有超期、空着或快要到期的栏目（2024-07-11）。\n")
    broken = remind("--root", str(SITES / "broken"))
    assert broken.returncode == 2
    assert "data/site.yml:12:16: 没有编号为“工作动态”的栏目，是否应为“dongtai”" in broken.stderr
    for wrong, words in (
        (("--school", "青岚职院"), "没有编号为“青岚职院”的学校，是否应为“qinglan”"),
        (("--as-of", "3月15日"), "不是日期，找到“3月15日”"),
        (("--within", "-1"), "应为天数，找到“-1”"),
    ):
        done = remind("--root", str(DEMO), *wrong)
        assert done.returncode == 2
        assert words in done.stderr
