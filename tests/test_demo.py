"""The demo site: invented, labelled, and rich enough to show every state of the ledger."""

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import run_build
from golden import ROOT, SITES
from pairing.links import SiteLinks
from pairing.load import load
from pairing.portal import open_portal
from pairing.publish import folder_files
from pairing.views.clause import ClausePage, clause_pages
from pairing.views.grid import summed
from pairing.words import CONFIRMED, DUTY_STATUS, OUTCOME, TARGET_STATUS

DEMO = SITES / "demo"
LEDGER = "programmes/qinglan-yunxi/ledger/index.html"


def items(site: Path, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((site / "api/v1" / name).read_text(encoding="utf-8"))["items"]
    return found


def test_what_is_checked_in_is_what_the_script_writes(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts/demo.py"), "--to", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    for name in ("content", "data"):
        assert folder_files(tmp_path / name) == folder_files(DEMO / name), name


def test_every_page_is_labelled(demo: Path) -> None:
    for path, content in folder_files(demo).items():
        if path.endswith("index.html"):
            assert "演示数据" in content.decode(), path


def test_it_holds_every_state() -> None:
    data = load(DEMO)
    assert len(data.entries) >= 120
    assert len(data.plans) == 2
    answers = {answer.outcome for report in data.reports.values() for answer in report.answers}
    assert answers == set(OUTCOME)
    assert {item.kind for programme in data.programmes.values() for item in programme.indicators} == {
        *("number", "percentage", "rank", "milestone", "qualitative"),
    }


def test_every_status_occurs_and_the_numbers_agree(demo: Path) -> None:
    duties = items(demo, "duties.json")
    counts = Counter(duty["status"] for duty in duties)
    assert set(counts) == set(DUTY_STATUS)
    page = (demo / LEDGER).read_text(encoding="utf-8")
    shown = {code: int(count) for code, count in re.findall(r'data-tally="([\w-]+)"><strong>(\d+)', page)}
    assert shown == dict(counts)
    assert len(re.findall(r"<tr role=\"row\" id=\"[^\"]+\" data-status", page)) == len(duties)
    for label in (*TARGET_STATUS.values(), *CONFIRMED.values()):
        assert label in page, label


def test_a_target_missed_on_its_day_is_not_reached(demo: Path) -> None:
    page = (demo / LEDGER).read_text(encoding="utf-8")
    rest = "(?:(?!</tr>).)*"
    [row] = re.findall(rf'<tr role="row"><th[^>]*><a[^>]*>双师型教师比例</a>{rest}2023年7月{rest}', page)
    assert ">逾期后达到</span>" in row
    assert "时限之前的实际值没有达到目标，2023年底的实际值达到目标" in row


def test_what_a_cell_says_is_true_of_its_numbers(demo: Path) -> None:
    """部分记录 wherever some of several duties are met; what is waived is not owed."""
    page = (demo / LEDGER).read_text(encoding="utf-8")
    statuses = dict(re.findall(r'<tr role="row" id="([^"]+)" data-status="([^"]+)"', page))
    cells = re.findall(r'data-cell-words="([^"]+)">(\d+)/(\d+) ([^<]+)<', page)
    for ids, met, owed, label in cells:
        found = [statuses[key] for key in ids.split() if statuses[key] != "waived"]
        assert (int(met), int(owed)) == (found.count("met"), len(found)) or label == "已豁免"
        if 0 < int(met) < int(owed):
            assert label == "部分记录", (ids, met, owed)
        if label == "已见记录":
            assert met == owed
    assert any(0 < int(met) < int(owed) for _, met, owed, _ in cells)
    assert [
        summed(some) for some in (["met", "no-record"], ["due", "no-record"], ["met", "due"], ["upcoming", "due"])
    ] == [
        *("partly", "no-record", "partly", "due"),
    ]


def test_no_two_columns_of_a_table_have_one_name(demo: Path) -> None:
    page = (demo / "ledger/index.html").read_text(encoding="utf-8")
    for head in re.findall(r"<thead>.*?</thead>", page):
        names = re.findall(r"<th[^>]*>([^<]+)", head)
        assert len(names) == len(set(names)), names
    assert "已见比例" in page


def test_each_met_duty_names_its_records_or_an_override(demo: Path) -> None:
    pages = folder_files(demo)
    for duty in items(demo, "duties.json"):
        if duty["status"] == "met":
            assert duty["entries"] or duty["override"], duty["id"]
        assert duty["status"] in ("waived", "met") or duty["enough"] < duty["required"]
        assert duty["enough"] == duty["recorded"] or duty["people"] == "below"
        for entry in duty["entries"]:
            assert entry["url"].partition("#")[0] in pages
        assert duty["window"]["start"] <= duty["window"]["end"]


def test_the_trail_of_a_clause(demo: Path) -> None:
    page = (demo / "programmes/qinglan-yunxi/plans/2021/clauses/3-2-1/index.html").read_text(encoding="utf-8")
    for words in (
        "每学期开学第1个月派3～5名专家",
        "专家组首次到校",
        "双方确认",
        "人数少于承诺",
        "人数多于承诺",
        "人工改定",
    ):
        assert words in page
    changed = (demo / "programmes/qinglan-yunxi/plans/2023/index.html").read_text(encoding="utf-8")
    assert "与前一方案的不同" in changed
    assert re.search(r"每学期3～5名专家 → 每学期1～2名专家", changed)


def test_records_lead_to_the_plan_of_their_day(demo: Path) -> None:
    """Two plans use the same ids: what a record counts for in the ledger is what its page names."""

    def led(path: str) -> set[str]:
        page = (demo / path / "index.html").read_text(encoding="utf-8")
        return set(re.findall(r"programmes/qinglan-yunxi/plans/(\d{4})/[^\"]*#", page))

    assert led("entries/qinglan-yunxi/2021/2021-11-17-shadowing") == {"2021"}
    assert led("programmes/qinglan-yunxi/reports/2022") == {"2021"}
    assert led("programmes/qinglan-yunxi/plans/2021/schedule") == {"2021"}
    home = (demo / "programmes/qinglan-yunxi/index.html").read_text(encoding="utf-8")
    phases = re.findall(r'<li class="jd-phase.+?</ul>', home, re.DOTALL)
    for phase, plan in zip(phases, ("2021", "2021", "2021", "2023", "2023"), strict=True):
        assert set(re.findall(r"plans/(\d{4})/", phase)) == {plan}, phase
    for duty in items(demo, "duties.json"):
        for entry in duty["entries"]:
            page = (demo / entry["url"].partition("#")[0]).read_text(encoding="utf-8")
            assert f"plans/{duty['plan']}/" in page if duty["plan"] else "#term-" in page, (duty["id"], entry["url"])


def test_what_several_plans_and_reports_say_is_told_apart(demo: Path) -> None:
    """Each year's report numbers its problems anew, as each plan does its phases: a page of all says whose they are."""
    home = (demo / "programmes/qinglan-yunxi/index.html").read_text(encoding="utf-8")

    def headings(section: str) -> list[str]:
        text = home.partition(f'<h2 id="{section}">')[2].partition("</section>")[0]
        found = re.findall(r"<h([345])>(.*?)</h", text, re.DOTALL)
        return [f"{level} {re.sub(r'<[^>]+>', '', words).strip()}" for level, words in found]

    assert headings("phases") == [
        *("3 2021—2023年方案", "4 五1 启动阶段", "4 五2 实施阶段", "4 五3 总结阶段"),
        *("3 2023—2024年方案", "4 五1 深化阶段", "4 五2 收官阶段"),
    ]
    told = headings("problems")
    assert [line for line in told if line.startswith("3")] == [
        f"3 {year}年结对帮扶工作报告" for year in (2021, 2022, 2023)
    ]
    assert told[-5:] == [
        *("4 三1 实训基地延期 报告称进度滞后", "4 三2 联合课题偏少", "4 下一步"),
        *("5 四1 实训基地启用", "5 四2 评估三年成效"),
    ]
    assert home.count(' id="2021.') == home.count('class="jd-item" id="2021.') == 5


def test_open_data_names_the_measures_that_records_mean(demo: Path) -> None:
    """The ids that editors write occur in two plans; those that are worked out are of one, and its own."""
    known = {measure["id"] for measure in items(demo, "measures.json")}
    entries = {entry["id"]: entry for entry in items(demo, "entries.json")}
    meant = {key: entry["derived"].get("measures", []) for key, entry in entries.items()}
    assert any(meant.values())
    for key, entry in entries.items():
        assert ("measures" in entry["derived"]) == bool(entry["activities"]), key
        written = {name for row in entry["activities"] for name in row["measures"]}
        assert {name.rpartition("/")[2] for name in meant[key]} == written, key
        assert set(meant[key]) <= known, key
        page = (demo / entry["derived"]["url"]).read_text(encoding="utf-8")
        for plan in {name.split("/")[1] for name in meant[key]} & {"2021", "2023"}:
            assert f"plans/{plan}/" in page, key
    for duty in items(demo, "duties.json"):
        for entry in duty["entries"]:
            if entry["id"] in meant:
                assert duty["measure"] in meant[entry["id"]], (duty["id"], entry["id"])
    [programme] = items(demo, "programmes/qinglan-yunxi.json")
    for report in programme["reports"]:
        for row in report["progress"]:
            found = row["derived"]["measures"]
            assert {name.rpartition("/")[2] for name in found} == set(row["measures"]), row["id"]
            assert set(found) <= known, row["id"]


def test_a_clause_lists_the_results_of_its_own_plan() -> None:
    """What a report of 2022 tells of a measure by its id is no result of a plan that began in 2023."""
    data = load(DEMO)
    report = data.reports["qinglan-yunxi", "2022"]
    result = report.results[0].model_copy(update={"progress": ("base-plan",), "indicators": ()})
    report = report.model_copy(update={"results": (result,)})
    portal = open_portal(replace(data, reports={("qinglan-yunxi", "2022"): report}), date(2024, 3, 15))
    pages = [page for plan in ("2021", "2023") for page in clause_pages(portal, "qinglan-yunxi", plan)]
    base = [page for page in pages if isinstance(page, ClausePage) and page.clause == "三（二）5"]
    assert [len(page.results) for page in base] == [1, 0]


def test_no_link_is_broken(demo: Path) -> None:
    files = folder_files(demo)
    site = SiteLinks(files)
    assert not {path: found for path in files if path.endswith("index.html") and (found := list(site.broken(path)))}


@pytest.mark.browser
def test_the_ledger_can_be_filtered(page: Page, demo: Path) -> None:
    page.goto((demo / LEDGER).as_uri())
    rows = page.locator("tr[data-status]:visible")
    everything = rows.count()
    page.get_by_label("哪一方", exact=True).select_option("受援方")
    assert 0 < rows.count() < everything
    assert set(rows.evaluate_all("found => found.map(row => row.dataset.side)")) == {"recipient"}
    page.get_by_label("状态", exact=True).select_option("已见记录")
    assert set(rows.evaluate_all("found => found.map(row => row.dataset.status)")) <= {"met"}
    page.get_by_role("button", name="清除筛选").click()
    expect(rows).to_have_count(everything)
    page.get_by_label("单位", exact=True).select_option("教务处")
    assert 0 < rows.count() < everything
    assert all("教务处" in units for units in rows.evaluate_all("found => found.map(row => row.dataset.unit)"))
    page.get_by_role("button", name="清除筛选").click()
    expect(rows).to_have_count(everything)


@pytest.mark.browser
@pytest.mark.parametrize("today", ["2024-03-15", "2024-05-20", "2024-08-01"])
def test_the_readers_clock_agrees_with_a_build_of_that_day(
    chrome: Browser, demo: Path, tmp_path: Path, today: str
) -> None:
    """What the browser works out for a later day is what a build for that day says."""
    later = tmp_path / "later"
    assert run_build(DEMO / "mkdocs.yml", later, JIEDUI_AS_OF=today, JIEDUI_CAMPUS="none").returncode == 0
    seen = []
    for site in (demo, later):
        context = chrome.new_context()
        page = context.new_page()
        page.clock.set_fixed_time(f"{today}T04:00:00Z")
        page.goto((site / LEDGER).as_uri())
        states = page.locator("tr[data-status]").evaluate_all("rows => rows.map(row => [row.id, row.dataset.status])")
        tally = page.locator(".jd-counts li").all_inner_texts()
        cells = page.locator("[data-cell] text").all_text_contents()
        words = page.locator("[data-cell-words]").all_text_contents()
        time = page.locator("[data-time-first] svg").get_attribute("aria-label")
        aims = page.locator("[data-aim-last]").all_inner_texts()
        page.goto((site / "ledger/index.html").as_uri())
        table = page.locator("[data-duties] td").all_text_contents()
        total = page.locator(".jd-counts li").all_inner_texts()
        page.goto((site / "programmes/qinglan-yunxi/plans/2023/index.html").as_uri())
        lines = [text.split() for text in page.locator("[data-standing]").all_text_contents()]
        page.goto((site / "indicators/index.html").as_uri())
        lines += [text.split() for text in page.locator("[data-aim-last]").all_inner_texts()]
        assert len(lines) > 10
        seen.append((table, total, aims, states, tally, cells, words, time, lines))
        page.goto((site / LEDGER).as_uri())
        recomputed = "今天" in page.locator("[data-clock-note]").inner_text()
        assert recomputed == (site == demo and today > "2024-03-15")
        context.close()
    assert seen[0] == seen[1]


@pytest.mark.browser
def test_what_is_older_by_now_is_told_apart_from_what_was_counted(page: Page, demo: Path) -> None:
    said = page.get_by_text("2024-03-15 以后才过期满 90 天的，逐项列出：")
    for today, moved in (("2024-03-15", False), ("2024-03-16", False), ("2024-09-01", True)):
        page.clock.set_fixed_time(f"{today}T04:00:00Z")
        page.goto((demo / "due/index.html").as_uri())
        listed = page.locator("section[aria-labelledby=older] .jd-line")
        if moved:
            assert listed.count() > 0
        assert said.is_visible() == (listed.count() > 0)


@pytest.mark.browser
def test_numbers_that_no_clock_follows_say_their_day(page: Page, demo: Path) -> None:
    page.clock.set_fixed_time("2024-09-01T04:00:00Z")
    page.goto((demo / "campus/qinglan/index.html").as_uri())
    assert "按数据截至日 2024-03-15 计算" in page.locator("section[aria-labelledby=ledger]").inner_text()
    page.goto((demo / "fragments/programmes/qinglan-yunxi.html").as_uri())
    assert page.locator("p").nth(1).inner_text().startswith("截至 2024-03-15：")


@pytest.mark.browser
def test_phases_follow_the_readers_day(page: Page, demo: Path) -> None:
    page.clock.set_fixed_time("2030-01-01T04:00:00Z")
    page.goto((demo / "programmes/qinglan-yunxi/plans/2023/index.html").as_uri())
    assert set(page.locator(".jd-phase .jd-tag").all_inner_texts()) == {"时段已过"}
    assert "今天（2030-01-01）" in page.locator("[data-clock-note]").first.inner_text()


@pytest.mark.browser
def test_without_scripts_the_day_of_the_data_stands(chrome: Browser, demo: Path) -> None:
    context = chrome.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((demo / LEDGER).as_uri())
    assert "数据截至日 2024-03-15" in page.locator("[data-clock-note]").inner_text()
    assert "今天" not in page.locator("[data-clock-note]").inner_text()
    context.close()


@pytest.mark.browser
def test_what_is_due_moves_with_the_readers_day(chrome: Browser, demo: Path) -> None:
    def lists(today: str) -> dict[str, int]:
        context = chrome.new_context()
        page = context.new_page()
        page.clock.set_fixed_time(f"{today}T04:00:00Z")
        page.goto((demo / "due/index.html").as_uri())
        found = {
            name: page.locator(f"section[aria-labelledby={name}] li[data-due-last]").count()
            for name in ("late", "month", "quarter", "later", "older")
        }
        context.close()
        return found

    html = (demo / "due/index.html").read_text(encoding="utf-8")
    lasts = [date.fromisoformat(last) for last in re.findall(r'data-due-last="([^"]+)"', html)]
    for today in ("2024-03-15", "2024-07-20", "2025-01-01"):
        days = [(last - date.fromisoformat(today)).days for last in lasts]
        assert lists(today) == {
            "older": sum(day < -90 for day in days),
            "late": sum(-90 <= day < 0 for day in days),
            "month": sum(0 <= day <= 30 for day in days),
            "quarter": sum(30 < day <= 90 for day in days),
            "later": sum(day > 90 for day in days),
        }


@pytest.mark.browser
@pytest.mark.parametrize("path", [LEDGER, "ledger/index.html", "due/index.html", "index.html"])
def test_it_fits_a_phone_and_asks_nobody(page: Page, demo: Path, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(f"error {error}"))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto((demo / path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert all(url.startswith(("file:", "data:")) for url in asked)


@pytest.mark.browser
def test_the_picture_has_a_name_a_description_and_a_table(page: Page, demo: Path) -> None:
    page.goto((demo / LEDGER).as_uri())
    picture = page.get_by_role("img", name="任务与学期")
    assert picture.locator("desc").text_content()
    page.get_by_text("以表格查看").click()
    table = page.get_by_role("table", name="任务与学期：已见记录的项数／应做项数")
    shown = picture.locator("[data-cell] text").all_text_contents()
    told = table.locator("[data-cell-words]").all_text_contents()
    assert [text.split()[1] for text in shown] == [text.split()[0] for text in told]


def test_indicators_are_said_by_their_kind(demo: Path) -> None:
    page = (demo / "indicators/index.html").read_text("utf-8")
    row = re.search('<tr role="row" id="[^"]*contest-rank">.*?</tr>', page, re.DOTALL)
    assert row
    assert [word for word in ("第9名", "前5名", "第7名", "第4名") if f"<strong>{word}</strong>" not in row[0]] == [
        "第9名"
    ]
    assert "第9名 2021年列第9名。" in row[0]
    row = re.search('<tr role="row" id="[^"]*platform-ready">.*?</tr>', page, re.DOTALL)
    assert row
    assert "<strong>已达到</strong>" in row[0]


def test_pages_of_two_plans_are_told_apart(demo: Path) -> None:
    below = demo / "programmes/qinglan-yunxi"
    titles = Counter(
        re.findall("<title>([^<]*)</title>", path.read_text("utf-8"))[0] for path in below.glob("plans/**/index.html")
    )
    assert [title for title, times in titles.items() if times > 1] == []
    assert any(title.startswith("条款 三（一）1 · 2021—2023年方案") for title in titles)
    part = re.search('<h2 id="mechanisms">.*?</section>', (below / "index.html").read_text("utf-8"), re.DOTALL)
    assert part
    assert re.findall("<h3>([^<]*)</h3>", part[0]) == ["2021—2023年方案", "2023—2024年方案"]
    part = re.search('<h2 id="undated">.*?</section>', (below / "ledger/index.html").read_text("utf-8"), re.DOTALL)
    assert part
    rows = re.findall("<li>(.*?)</li>", part[0])
    shown = Counter(re.sub("<[^>]*>", "", row) for row in rows)
    assert set(shown.values()) == {1}
    assert {plan for row in shown for plan in re.findall("（([^（]*方案)）$", row)} == {
        *("2021—2023年方案", "2023—2024年方案"),
    }
