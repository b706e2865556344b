"""Where duties stand on pages, and what is said of those that are none: links, semesters, reasons, sides."""

from pathlib import Path

import pytest

from golden import SITES, SMALL
from pairing.derive import derive
from pairing.ledger.suggest import suggestions
from pairing.load import load
from pairing.portal import open_portal
from pairing.problems import Problem
from pairing.render import render_content
from pairing.views import Page, Portal, pages
from pairing.views.clause import ClausePage
from pairing.views.grid import grid
from pairing.views.ledger import LedgerPage
from pairing.views.plan import TaskPage
from pairing.views.standing import anchor
from pairing.when import When

ELSEWHEN = "日期不在本站所列的对应举措或工作计划的任何一个时段之内"
DAY = When.parse("2024-08-01").first
# Measures of one clause: one that ends before its plan begins, one that may be done.
EARLY = """          - id: early
            clause: 九1
            statement: 六月底前完成摸底。
            by: helper
            cadence: {every: once}
            by_date: 2019-06
"""
MAY = """          - id: visit
            clause: 九1
            statement: 可每学期安排一次参观。
            by: helper
            strength: may
            cadence: {every: semester, at_least: 1}
"""
VISIT = """          - id: first-visit
            clause: 九2
            statement: 春季学期互访一次。
            by: helper
            cadence: {every: once}
            since: 2021-spring
"""
ENTRY = "content/entries/jia-yi/2020/2020-02-20-experts.md"
PLAN = "data/programmes/jia-yi/plans/2021.yml"


def made(root: Path) -> tuple[Portal, dict[str, Page]]:
    """The portal of a site, and its pages by address."""
    portal = open_portal(load(root), DAY)
    return portal, {page.path: page for page in pages(portal)}


def hints(root: Path) -> list[Problem]:
    """What `make check` hints at."""
    data = load(root)
    return [*suggestions(data, derive(data, DAY))]


def change(root: Path, path: str, old: str, new: str) -> None:
    """Change a file of a site."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("root", [SMALL, SITES / "demo"], ids=lambda root: root.name)
def test_a_task_leads_to_its_own_clause_and_to_all_of_its_duties(root: Path) -> None:
    portal, by_path = made(root)
    found = 0
    for task in (page for page in by_path.values() if isinstance(page, TaskPage)):
        if task.clause_path:
            clause = by_path[task.clause_path]
            assert isinstance(clause, ClausePage)
            assert (clause.clause, clause.plan) == (task.clause, task.plan)
        promises = [item for item in portal.figures.promises if item.path == task.path]
        counted = {item.duty.id for promise in promises for item in portal.ledger.by_measure.get(promise.id, ())}
        assert task.duties == len(counted)
        if not counted:
            continue
        page = by_path[task.duties_path.partition("#")[0]]
        assert isinstance(page, ClausePage | LedgerPage)
        rows = page.duties if isinstance(page, LedgerPage) else [duty for row in page.promises for duty in row[2]]
        assert counted <= {duty.id for duty in rows}
        assert isinstance(page, LedgerPage) or len(rows) == len(counted)
        found += 1
    assert found


def test_a_duty_stands_in_the_semester_of_the_school_that_acts(small: Path) -> None:
    """A school whose spring begins before the others'."""
    own = "{semester: 2019-autumn, first: 2019-09-01, last: 2020-01-10}, "
    own += "{semester: 2020-spring, first: 2020-01-20, last: 2020-07-05}"
    change(small, "data/calendar.yml", "semesters:", f"schools:\n  - school: jia\n    semesters: [{own}]\nsemesters:")
    portal, _ = made(small)
    settled = portal.ledger.settled["jia-yi"]
    picture = grid(portal, settled)
    starts = {x: code for code, x in picture.columns}
    shown = {duty: starts[cell.x] for row in picture.rows for cell in row.cells for duty in cell.duties.split()}
    spring = [item for item in settled if item.duty.code == "2020-spring"]
    assert any(item.duty.first.isoformat() == "2020-01-20" for item in spring)
    for item in spring:
        assert shown[anchor(item)] == "2020-spring"


def test_a_clause_says_why_it_has_no_duties(small: Path) -> None:
    """An end before the beginning has dates, although they make no sense; what may be done has a pace."""
    change(small, PLAN, "        measures:\n", f"        measures:\n{EARLY}{MAY}")
    change(small, PLAN, "changes:\n", "changes:\n  - {measures: [early, visit], reason: 新加}\n")
    portal, by_path = made(small)
    reasons = {promise.measure.id: reason for promise, reason in portal.ledger.undated["jia-yi"]}
    assert (reasons["early"], reasons["visit"]) == ("ends-first", "optional")
    (clause,) = (page for page in by_path.values() if isinstance(page, ClausePage) and page.clause == "九1")
    told = render_content(clause)
    assert "这项举措不产生应做事项：写明的截止日期早于开始日期，无法推算。" in told
    assert "这项举措不产生应做事项：可选或只是拟开展。" in told
    every = [page for page in by_path.values() if isinstance(page, ClausePage)]
    assert all(duties or why for page in every for *_, duties, why in page.promises)


def test_nobody_receives_what_went_to_nobody(small: Path) -> None:
    """A side's own meeting is no activity that the other one received."""

    def received() -> list[int]:
        page = made(small)[1]["programmes/jia-yi/ledger/index.html"]
        assert isinstance(page, LedgerPage)
        return [share.received for share in page.shares]

    before = received()
    change(small, ENTRY, "    to: recipient\n", "")
    helper, recipient = received()
    assert [helper, recipient + 1] == before


def test_an_end_before_the_beginning_is_hinted_at(small: Path) -> None:
    change(small, PLAN, "        measures:\n", f"        measures:\n{EARLY}")
    change(small, PLAN, "changes:\n", "changes:\n  - {measures: [early], reason: 新加}\n")
    (hint,) = (item for item in hints(small) if item.where.path == PLAN)
    line = (small / PLAN).read_text(encoding="utf-8").splitlines()[hint.where.line - 1]
    assert line.strip() == "by_date: 2019-06"
    assert "举措“early”的截止日期早于它或方案的开始日期" in hint.message


@pytest.mark.parametrize(
    ("measure", "reason", "told"),
    [
        ("budget", "对应的举措不产生应做事项", ""),
        ("first-visit", ELSEWHEN, "最近的时段是 2021-02-01 至 2021-08-31"),
    ],
)
def test_a_record_that_counts_nowhere_says_why(small: Path, measure: str, reason: str, told: str) -> None:
    change(small, PLAN, "        measures:\n", f"        measures:\n{VISIT}")
    change(small, PLAN, "changes:\n", "changes:\n  - {measures: [first-visit], reason: 新加}\n")
    change(small, ENTRY, "measures: [training-experts]", f"measures: [{measure}]")
    page = made(small)[1]["programmes/jia-yi/ledger/index.html"]
    assert isinstance(page, LedgerPage)
    beyond = {words: [deed.link.path for deed in deeds] for words, deeds in page.beyond}
    assert beyond[reason] == ["entries/jia-yi/2020/2020-02-20-experts/index.html"]
    assert f"<h3>{reason}（1 条）</h3>" in render_content(page)
    found = [item.message for item in hints(small) if item.where.path == ENTRY]
    assert len(found) == bool(told)
    assert all(
        told in message and "日期“2020-02-20”不在举措“first-visit”的任何一个时段之内" in message for message in found
    )


def test_only_a_task_without_any_number_is_called_unnumbered(small: Path) -> None:
    plan = "data/programmes/jia-yi/plans/2020.yml"
    change(small, plan, '        number: "1"\n        clause: 三（一）1\n', "        clause: 三（一）1\n")
    _, by_path = made(small)
    for task, unnumbered in (("training", False), ("sharing", True), ("visits", False)):
        page = render_content(by_path[f"programmes/jia-yi/plans/2020/{task}/index.html"])
        assert ("文件未编号" in page) == unnumbered, task


def test_a_work_plan_table_names_who_compiled_it_where_that_is_known(small: Path) -> None:
    page = "programmes/jia-yi/plans/2020/schedule/index.html"
    assert "编制单位：<a" in render_content(made(small)[1][page])
    plan = "data/programmes/jia-yi/plans/2020.yml"
    change(small, plan, "signatories: [jia, yi]\n", "")
    change(small, plan, "schedule_document: table\n", "")
    assert "编制单位" not in render_content(made(small)[1][page])
