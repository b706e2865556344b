"""Column health on the demo site: page, open data, calendar and reminders say the same on every day."""

import re
import shutil
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import icalendar
import pytest

from golden import ROOT, SITES, SMALL, small_portal
from pairing.api import api_tables
from pairing.feeds import calendar_files
from pairing.load import load
from pairing.portal import open_portal
from pairing.read import Dataset
from pairing.render import render_content
from pairing.views import Portal
from pairing.views.health import HealthPage, health_page
from pairing.views.news import ListPage, news_pages
from pairing.words import COLUMN_STATE

DEMO = SITES / "demo"
# Early (nothing published in most columns), in the middle, the day of the demo, its last day, and after it.
DAYS = [date(2021, 9, 10), date(2022, 2, 20), date(2024, 3, 15), date(2024, 7, 10), date(2024, 7, 11)]


@cache
def demo() -> Dataset:
    return load(DEMO)


@cache
def portal_on(as_of: date) -> Portal:
    return open_portal(demo(), as_of)


def remind(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts/remind.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def said(page: HealthPage) -> dict[tuple[str, str], tuple[int, str, str, str]]:
    """What the page says: (school, column) -> entries, newest, last day, state."""
    return {
        (item.school.text, row.column.text): (row.entries, row.last, row.due, row.state_code)
        for item in (*page.schools, *page.archived)
        for row in item.rows
    }


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_page_data_calendar_and_reminders_agree(as_of: date) -> None:
    portal = portal_on(as_of)
    page, names = health_page(portal), {key: school.short for key, school in portal.data.schools.items()}
    shown = said(page)
    items = api_tables(portal)["columns.json"].items
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
    idle = {key for key, (entries, _, _, state) in data.items() if state == "archived" and not entries}
    assert {school for school, _ in idle} <= {item.school.text for item in page.archived}
    assert {key: row for key, row in data.items() if key not in idle} == shown
    content = calendar_files(portal).get("calendar/columns.ics")
    assert (content is not None) == page.dated
    found = icalendar.Calendar.from_ical(content).walk("VEVENT") if content else []
    events = {str(event["summary"]): event.decoded("dtstart").isoformat() for event in found}
    assert events == {f"{a} {b} 最迟更新": due for (a, b), (_, _, due, _) in shown.items() if due}
    done = remind("--root", str(DEMO), "--as-of", as_of.isoformat())
    lines = [tuple(line.split("（")[0].split("　")) for line in done.stdout.splitlines() if "　" in line]
    assert [line for line in lines if line[2] != "还没有稿件"] == [
        (school.text, row.column.text, row.state) for school, row in (*page.stale, *page.soon)
    ]
    grouped = [(item.school.text, column.text) for item in page.empty for column in item.columns]
    assert sorted(grouped) == sorted(line[:2] for line in lines if line[2] == "还没有稿件")
    urgent = {key: found[3] for key, found in shown.items() if found[3] in ("stale", "empty", "soon")}
    assert {(school, column) for school, column, _ in lines} == set(urgent)
    assert done.returncode == (1 if {"stale", "empty"} & set(urgent.values()) else 0), done.stderr
    html = render_content(page)
    rows = [row for item in page.schools for row in item.rows]
    assert html.count('class="jd-status') == len(rows) + len(page.stale) + len(page.empty) + len(page.soon)
    for row in rows:
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
    items = {item["id"]: item for item in api_tables(portal_on(DAYS[2]))["columns.json"].items}
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
    assert "最近发布 <time>2023-12-18</time>，下一篇最迟 <time>2024-03-18</time>" in render_content(anli)
    ended = lists(portal_on(DAYS[4]))
    for path in ("columns/anli/index.html", "schools/yunxi/anli/index.html", "columns/meiti/index.html"):
        assert ended[path] == "项目期间已过，本栏目已归档"
    assert lists(small_portal())["columns/tongzhi/index.html"] == ""


def test_editors_find_the_page_from_the_columns() -> None:
    columns = next(page for page in news_pages(portal_on(DAYS[2])) if page.path == "columns/index.html")
    assert 'href="../health/index.html"' in render_content(columns)
    html = render_content(health_page(portal_on(DAYS[2])))
    for words in ("2024-03-15", "国办秘函〔2019〕19号", "data/site.yml", "工作动态 14 天", "允许空着的：媒体报道"):
        assert words in html


def test_schools_whose_programmes_have_ended_stand_in_a_list() -> None:
    running, ended = (health_page(portal_on(on)) for on in DAYS[3:])
    assert not running.archived
    assert [len(item.rows) for item in running.schools] == [8, 8]
    assert "项目期间已过的学校" not in render_content(running)
    assert not ended.schools
    assert [item.school.text for item in ended.archived] == ["青岚职院", "云溪职教"]
    html = render_content(ended)
    assert "—" not in html.partition("项目期间已过的学校")[2].partition("</ul>")[0]
    assert '<a href="../schools/yunxi/anli/index.html">典型案例</a> 12 篇（最近发布 <time>2023-12-18</time>）' in html
    # A column without an entry is not named; a school without any says so.
    mixed = health_page(open_portal(load(ROOT), date(2026, 11, 21)))
    assert mixed.schools
    assert "没有稿件" in render_content(mixed).partition("项目期间已过的学校")[2].partition("</ul>")[0]
    assert {row.entries > 0 for item in mixed.archived for row in item.rows} == {True}
    names = [item.school.path for item in (*mixed.schools, *mixed.archived)]
    assert len(names) == len(set(names)) == len(mixed.schools) + 8 == 15


def test_a_reminder_names_the_reason_and_can_be_narrowed_down() -> None:
    asked = ("--root", str(DEMO), "--as-of", "2024-03-15")
    found = remind(*asked, "--school", "qinglan")
    assert found.stdout.splitlines() == [
        "青岚职院　政策文件　已超期 194 天（最近发布 2023-03-03，期限 6 个月）",
        "青岚职院　典型案例　还有 3 天到期（最近发布 2023-12-18，期限 3 个月）",
    ]
    assert found.returncode == 1
    both = remind(*asked, "--school", "qinglan", "--school", "yunxi", "--within", "2")
    assert [line.split("　")[0] for line in both.stdout.splitlines()] == ["青岚职院", "云溪职教"]
    wide = remind(*asked, "--within", "12")
    assert sum("工作动态　还有 12 天到期" in line for line in wide.stdout.splitlines()) == 2
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
