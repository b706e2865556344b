"""Whether a promise was kept is told wherever it stands: on pages of plans, tasks and units, with the way on."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from golden import SITES, small_portal
from pairing.ledger.match import Settled
from pairing.load import load
from pairing.model.base import Period
from pairing.portal import open_portal
from pairing.render import render_content
from pairing.views import Page as View
from pairing.views import pages
from pairing.views.grid import grid
from pairing.views.indicator import indicators_page
from pairing.views.ledger import aim_view, bars, ledger_page
from pairing.views.plan import TaskPage
from pairing.views.programme import _card_period
from pairing.views.standing import anchor
from pairing.views.status import status_page

TASK = "programmes/jia-yi/plans/2020/training/index.html"


def small_pages() -> dict[str, tuple[View, str]]:
    return {page.path: (page, render_content(page)) for page in pages(small_portal())}


def test_each_measure_of_a_task_says_how_it_stands() -> None:
    portal = small_portal()
    found = small_pages()
    seen = Counter[str]()
    for page, html in found.values():
        if not isinstance(page, TaskPage):
            continue
        parts = re.findall('<section class="jd-promise".*?</section>', html, re.DOTALL)
        for item, part in zip(page.promises, parts, strict=True):
            settled = portal.ledger.by_measure.get(item.id, ())
            if not settled:
                assert re.search(r"<span>不产生应做事项：[^<]+</span>", part)
                continue
            seen.update(one.status for one in settled)
            assert f">应做事项 {len(settled)} 项</a>" in part
            shown = re.findall(r'jd-status--([\w-]+)">[^< ]+(?: (\d+))?<', part)
            assert {code: int(count or 1) for code, count in shown} == Counter(one.status for one in settled)
            [link] = re.findall(r'data-standing="[^"]+"><a href="([^"]+)"', part)
            way, _, anchor = link.replace("../", "").partition("#")
            assert f'id="{anchor}"' in found[way][1]
            assert ("/clauses/" in way) == bool(item.clause)
        assert ("data-clock-note" in html) == bool(page.duties)
    assert len(seen) > 2


def test_a_plan_sums_up_its_tasks_and_labels_of_clauses_lead_to_their_pages() -> None:
    portal, found = small_portal(), small_pages()
    html = found["programmes/jia-yi/plans/2020/index.html"][1]
    head = html[html.index('<h3 id="task-training">') :]
    settled = [item for item in portal.ledger.all if item.duty.promise.path == TASK]
    assert f">应做事项 {len(settled)} 项</a>" in head[: head.index("<ul")]
    assert '"../../../../programmes/jia-yi/plans/2020/clauses/3-1-1/index.html">三（一）1</a>' in head
    for path in ("programmes/jia-yi/ledger/index.html", "due/index.html", "schools/yi/units/zhengjiao/index.html"):
        assert re.search(
            r'href="[./]*programmes/jia-yi/plans/2020/clauses/3-1-1/index\.html">三（一）1</a>', found[path][1]
        )


def test_each_target_stands_with_its_deadline_and_its_verdict() -> None:
    portal = open_portal(load(SITES / "demo"), date(2024, 3, 15))
    html = render_content(indicators_page(portal))
    judged = [aim for found in portal.ledger.aims.values() for aim in found]
    shown = re.findall(r"<p>(?:<strong>[^<]*</strong> )?<span class=\"jd-tag\">.*?</p>", html)
    assert len(shown) == len(judged) > len({aim.indicator.id for aim in judged})
    for aim, text in zip(judged, shown, strict=True):
        view = aim_view(aim)
        assert f"时限：{view.by_date or '文件未载明'}</span>" in text
        assert f'<span class="jd-status jd-status--{view.status_code}">{view.status}</span>' in text
        assert aim.target.statement in text
    assert {aim.verdict.status for aim in judged} >= {"reached", "late", "short"}
    assert "data-clock-note" in html


def settled(*statuses: Any) -> tuple[Settled, ...]:
    [first, *_] = small_portal().ledger.all
    return tuple(first._replace(status=status) for status in statuses)


@pytest.mark.parametrize(
    ("found", "share", "words"),
    [
        (settled("met", "no-record"), 50, "2 项应做事项中 1 项已见记录，50%"),
        (settled("met", "due", "waived"), 50, "2 项应做事项（不含已豁免1项）中 1 项已见记录，50%"),
        (settled("waived", "waived"), 0, "2 项应做事项都已豁免"),
        (settled(*(["met"] * 200), "partly"), 99, "201 项应做事项中 200 项已见记录，99%"),
        (settled("met", "met"), 100, "2 项应做事项中 2 项已见记录，100%"),
    ],
)
def test_a_share_says_what_it_leaves_out_and_only_all_are_all(
    found: tuple[Settled, ...], share: int, words: str
) -> None:
    bar = bars(found, date(2021, 3, 15))[1]
    assert (bar.percent, bar.words) == (share, words)


def test_the_tables_share_says_what_it_leaves_out() -> None:
    portal = small_portal()
    rows = {row.link.text: row for _, _, rows in status_page(portal).groups for row in rows}
    assert {(row.met is None, row.total == row.waived) for row in rows.values()} <= {(False, False), (True, True)}
    html = render_content(status_page(portal))
    row = next(row for row in rows.values() if row.waived and row.met is not None)
    assert (
        f'data-label="已见比例">{row.met}%<br><span class="jd-note">不含已豁免{row.waived}项</span></td></tr>' in html
    )
    assert "“已豁免”的不计在内" in html


def test_a_units_list_says_how_each_promise_stands_and_of_which_plan_it_is(demo: Path) -> None:
    html = (demo / "schools/yunxi/units/jiaowuke/index.html").read_text("utf-8")
    rows = re.findall(r'<tr role="row"><td.*?</tr>', html, re.DOTALL)
    shown = [tuple(re.sub("<[^>]+>", "", cell) for cell in re.findall("<td.*?</td>", row, re.DOTALL)) for row in rows]
    told = Counter((clause, said, place) for clause, said, _, place, _ in shown)
    assert set(told.values()) == {1}
    assert any(place.endswith("2021—2023年方案") for _, _, place in told)
    assert all(re.match("应做事项 [0-9]+ 项|不产生应做事项：", standing) for _, _, standing, *_ in shown)
    assert "data-clock-note" in html


def test_the_table_of_schools_leads_to_the_duties_of_each(demo: Path) -> None:
    html = (demo / "ledger/index.html").read_text("utf-8")
    table = html[html.index('id="by-school"') : html.index('id="by-unit"')]
    links = re.findall(r'href="\.\./(schools/([a-z]+)/index\.html#promised)"', table)
    assert sorted(school for _, school in links) == ["qinglan", "yunxi"]
    total = {name: int(count) for name, count in re.findall(r">([^<]+)</a></th><td [^>]*>(\d+)</td>", table)}
    rows = (demo / "programmes/qinglan-yunxi/ledger/index.html").read_text("utf-8")
    for (_, school), count in zip(links, total.values(), strict=True):
        page = (demo / f"schools/{school}/index.html").read_text("utf-8")
        part = page[page.index('id="promised"') :]
        assert f'ledger/index.html?school={school}#duties">应做事项 {count} 项</a>' in part
        assert len(re.findall(rf'<tr [^>]*data-school="(?:[^"]*\|)?{school}[|"]', rows)) == count
        assert f'<option value="{school}">' in rows


@pytest.mark.browser
def test_the_ledger_of_a_school_is_its_own_rows(page: Page, demo: Path) -> None:
    page.goto((demo / "programmes/qinglan-yunxi/ledger/index.html").as_uri() + "?school=yunxi#duties")
    rows = page.locator("[data-filter-list] tr:visible")
    everything = page.locator("[data-filter-list] tr").count()
    assert 0 < rows.count() < everything
    assert all("yunxi" in ids for ids in rows.evaluate_all("all => all.map(row => row.dataset.school)"))


def test_the_pictures_table_leads_to_tasks_and_duties() -> None:
    found = small_pages()
    html = found["programmes/jia-yi/ledger/index.html"][1]
    table = html[html.index("<caption>任务与学期") :]
    table = table[: table.index("</table>")]
    assert f'<th scope="row"><a href="../../../{TASK}">' in table
    for link, duties in re.findall(r'<a href="#([^"]+)" data-cell-words="([^"]+)">', table):
        assert duties.split()[0] == link
        assert f'<tr role="row" id="{link}"' in html
    assert table.count("data-cell-words") == table.count('<a href="#')


def test_the_ledgers_rows_follow_the_plans() -> None:
    portal = small_portal()
    views = ledger_page(portal, "jia-yi").duties
    promised = [item.id for item in portal.figures.promises]
    order = [(promised.index(view.id.rpartition("/")[0]), view.first) for view in views]
    assert order == sorted(order)
    assert len({place for place, _ in order}) < len(order)
    assert [view.id for view in views] != [item.duty.id for item in portal.ledger.settled["jia-yi"]]


def test_the_picture_has_each_duty_in_the_semester_in_which_it_is_due() -> None:
    portal = small_portal()
    settled = portal.ledger.settled["jia-yi"]
    picture = grid(portal, settled)
    heads = {x: code for code, x in picture.columns}
    shown = {duty: heads[cell.x] for row in picture.rows for cell in row.cells for duty in cell.duties.split()}
    due = {anchor(item): item.duty.last.isoformat() for item in settled}
    assert shown.keys() == due.keys()
    assert shown["2020--training-receive--period"] == "2020-autumn"
    assert shown["2020--training-experts--2020-spring"] == "2020-spring"
    assert {(shown[key], last) for key, last in due.items() if last == "2020-12-31"} == {("2020-autumn", "2020-12-31")}
    assert [row.title for row in picture.rows if not row.cells] == ["2020年方案", "2021年方案"]
    html = small_pages()["programmes/jia-yi/ledger/index.html"][1]
    assert "每项应做事项列在到期的学期" in html
    assert '<th scope="rowgroup" colspan="5">2021年方案</th>' in html


@pytest.mark.parametrize(
    ("own", "plans", "told"),
    [
        ({"basis": "unstated"}, [("2019-03", "2020-01", "inferred")], "2019年3月至2020年1月（按方案推定）"),
        ({"basis": "unstated"}, [("2019-03", "2020-01", "stated")], "2019年3月至2020年1月（按方案）"),
        (
            {"basis": "stated", "since": "2018-09"},
            [("2019-03", "2020-01", "stated"), ("2020-03", "2021-01", "inferred")],
            "2018年9月至2021年1月（结束时间按方案推定）",
        ),
        ({"basis": "unstated"}, [], "文件未载明起止日期"),
        (
            {"basis": "stated", "since": "2018-09", "until": "2020-08"},
            [("2019-03", "2020-01", "inferred")],
            "2018年9月至2020年8月",
        ),
    ],
)
def test_a_card_shows_the_period_that_closes_columns(
    own: dict[str, str], plans: list[tuple[str, str, str]], told: str
) -> None:
    stated = [
        Period.model_validate({"since": since, "until": until, "basis": basis, "note": "按计划表"})
        for since, until, basis in plans
    ]
    assert _card_period(Period.model_validate(own), stated) == told
