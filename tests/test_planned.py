"""Rows of work-plan tables: their time, the records that name them, and what pages, calendars and data say of them."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import icalendar
import pytest

from golden import DAY, SMALL, small_portal
from pairing.derive import derive
from pairing.feeds import calendar_files
from pairing.ledger import Planned, open_ledger
from pairing.ledger.suggest import suggestions
from pairing.load import load, survey
from pairing.model import Measure
from pairing.views.duty import planned_view
from pairing.views.ledger import ledger_page
from pairing.views.status import due_page
from pairing.walk import rows_of

PLAN = "data/programmes/jia-yi/plans/2020.yml"
REPORT = "data/programmes/jia-yi/reports/2020.yml"
ENTRY = "content/entries/jia-yi/2020/2020-06-02-receive.md"
JIDIAN = "programmes/jidian-lechang"


def table(site: Path, day: date = DAY) -> dict[str, Planned]:
    """The rows of the small site's table on a day."""
    data = load(site)
    return {item.row.id: item for item in open_ledger(data, derive(data, day)).planned["jia-yi"]}


def change(site: Path, file: str, old: str, new: str) -> None:
    """Replace what stands once in a file."""
    text = (site / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, text
    (site / file).write_text(text.replace(old, new), encoding="utf-8")


def test_rows_have_the_time_that_the_table_prints_and_what_names_them() -> None:
    rows = table(SMALL)
    assert [(key, str(row.first), str(row.last), row.status) for key, row in rows.items()] == [
        ("start", "2020-03-01", "2020-03-31", "no-record"),
        ("expert", "2020-04-10", "2020-04-10", "waived"),
        ("again", "2020-06-01", "2020-06-30", "met"),
    ]
    assert [deed.id for deed in rows["again"].deeds] == ["jia-yi/2020/2020-06-02-receive#1"]
    assert rows["again"].id == "jia-yi/2020/schedule/again"


@pytest.mark.parametrize(
    ("day", "statuses"),
    [
        (date(2020, 2, 29), ["upcoming", "upcoming", "upcoming"]),
        (date(2020, 3, 1), ["due", "upcoming", "upcoming"]),
        (date(2020, 3, 31), ["due", "upcoming", "upcoming"]),
        (date(2020, 4, 7), ["no-record", "upcoming", "upcoming"]),
        (date(2020, 4, 8), ["no-record", "waived", "upcoming"]),
        (date(2020, 6, 1), ["no-record", "waived", "due"]),
        (date(2020, 6, 2), ["no-record", "waived", "met"]),
    ],
)
def test_statuses_follow_the_day(day: date, statuses: list[str]) -> None:
    assert [row.status for row in table(SMALL, day).values()] == statuses


def test_a_record_counts_only_in_the_time_of_its_row(small: Path) -> None:
    change(small, PLAN, "when: 2020-06, content: 教师跟岗", "when: 2020-05, content: 教师跟岗")
    assert table(small)["again"].status == "no-record"
    data = load(small)
    [told] = [str(hint) for hint in suggestions(data, derive(data, DAY)) if "工作计划表" in str(hint)]
    assert told.startswith(f"{ENTRY}:11:5: 提示：日期“2020-06-02”不在工作计划表“again”一行的时间（2020年5月）之内")


def test_a_report_may_name_rows_and_what_is_under_way_is_not_done(small: Path) -> None:
    change(small, ENTRY, "schedule: [again], ", "")
    assert table(small)["again"].status == "no-record"
    text = (small / REPORT).read_text(encoding="utf-8")
    item = (
        "progress:\n"
        "  - {id: came, title: 教师到校, statement: 教师到甲学院跟岗。, by: recipient, to: helper, when: 2020-06-09,"
        " schedule: [again]}\n"
    )
    (small / REPORT).write_text(text.replace("progress:\n", item, 1), encoding="utf-8")
    assert [deed.kind for deed in table(small)["again"].deeds] == ["report"]
    change(small, REPORT, "schedule: [again]}", "schedule: [again], state: ongoing}")
    assert table(small)["again"].status == "no-record"


def test_rows_are_no_duties_and_what_names_one_is_not_beyond_the_plan(small: Path) -> None:
    data = load(small)
    before = open_ledger(data, derive(data, DAY))
    change(small, ENTRY, "measures: [training-receive], schedule", "schedule")
    data = load(small)
    after = open_ledger(data, derive(data, DAY))
    assert len(before.all) == len(after.all)
    assert not any(item.duty.id.count("/schedule/") for item in after.all)
    named = "jia-yi/2020/2020-06-02-receive#1"
    assert named not in {deed.id for deed in after.beyond["jia-yi"]}
    change(small, ENTRY, "schedule: [again], ", "")
    data = load(small)
    assert named in {deed.id for deed in open_ledger(data, derive(data, DAY)).beyond["jia-yi"]}


def test_what_names_nothing_hears_of_rows_that_it_may_mean(small: Path) -> None:
    change(small, ENTRY, "measures: [training-receive], schedule: [again], ", "")
    change(
        small,
        PLAN,
        "content: 教师跟岗。, by: recipient, to: helper",
        "content: 教师跟岗。, by: recipient, to: helper, mode: [shadowing]",
    )
    data = load(small)
    told = [str(hint) for hint in suggestions(data, derive(data, DAY)) if ENTRY in str(hint)]
    assert any("没有写 schedule，可能对应 again（2020年6月）；请核对后自己写上" in hint for hint in told), told


def test_wrong_names_and_windows_are_told_where_they_stand(small: Path) -> None:
    change(small, ENTRY, "schedule: [again]", "schedule: [agian]")
    change(small, PLAN, "window: 2020-04-10", "window: 2020-05")
    told = [str(problem) for problem in survey(small)[1]]
    assert any(
        re.match(rf"{ENTRY}:11:\d+: 本项目没有编号为“agian”的工作计划表行，是否应为“again”", item) for item in told
    )
    assert any(re.match(rf"{PLAN}:\d+:\d+: “2020-05”不是这一行的时间，请写 2020-04-10", item) for item in told)
    assert len(told) == 2


def test_pages_and_calendars_show_rows() -> None:
    portal = small_portal()
    page = ledger_page(portal, "jia-yi")
    assert [(row.clause, row.status) for row in page.planned] == [("1", "未见记录"), ("2", "已豁免"), ("1", "已见记录")]
    waived = page.planned[1].override
    assert waived == "人工改定（教务处处长，2020年4月8日）：疫情期间改为线上，另行安排"
    calendar = icalendar.Calendar.from_ical(calendar_files(portal)["calendar/jia-yi.ics"])
    days = {str(event["uid"]): event.decoded("dtstart") for event in calendar.walk("VEVENT")}
    assert days["jia-yi.2020.schedule.start@jiedui"] == date(2020, 3, 31)


def test_rows_stand_among_what_is_due() -> None:
    early = replace(small_portal(), as_of=date(2020, 3, 15))
    found = [view for _, view, days in due_page(early).rows if view.place == "工作计划表" and days == 16]
    assert [view.statement for view in found] == ["乙职校领导来访商讨。"]
    assert next(planned_view(early, row).status for row in early.ledger.planned["jia-yi"]) == "正在期内"


def test_the_real_table_is_followed_row_by_row(real_site: Path) -> None:
    items = json.loads((real_site / "api/v1/schedule.json").read_text(encoding="utf-8"))["items"]
    assert len(items) == 15
    assert {item["status"] for item in items} == {"no-record"}, "no document records what was done"
    assert items[0]["window"] == {"text": "2019年3月", "start": "2019-03-01", "end": "2019-03-31"}
    page = (real_site / JIDIAN / "ledger/index.html").read_text(encoding="utf-8")
    assert "没有可以推算出日期的承诺；工作计划表写明的安排见" in page
    assert page.count('id="2019--schedule--') == 15


def test_no_row_has_the_name_of_a_measure_of_its_plan() -> None:
    """Records name both, in fields of their own; who takes one for the other must hear of it."""
    for site in (SMALL, SMALL.parent.parent.parent):
        for plan in load(site).plans.values():
            assert not {row.id for row in plan.schedule} & {row.id for _, row in rows_of(plan, Measure)}
