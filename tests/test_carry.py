"""Problems and next steps from report to report: each school answers for its own, and for no other of its time."""

import json
from pathlib import Path
from typing import Any

from pairing.ledger.carry import carried, in_order
from pairing.load import survey
from pairing.read import Dataset

FOLDER = "data/programmes/jia-yi/reports"
LATE = {"id": "late", "title": "进度慢", "statement": "进度慢。"}


def report(by: str, since: str | None, until: str | None = None, *answers: str, raised: bool = False) -> dict[str, Any]:
    """A report that raises one problem or none; an answer is written ``2024-jia solved``."""
    stated = {"since": since, "until": until or since, "basis": "stated"}
    said = [dict(zip(("report", "outcome"), one.split(), strict=True), item="late", reason="说明") for one in answers]
    return {
        "title": f"{by}的报告",
        "kind": "annual",
        "by": by,
        "period": stated if since else {"basis": "unstated"},
        "problems": [LATE] if raised else [],
        "answers": said,
        "unstated": ["progress", "next_steps", *([] if raised else ["problems"])],
    }


def filed(site: Path, **reports: dict[str, Any]) -> tuple[Dataset, list[str]]:
    """(data, what is told of answers) where these are the reports."""
    for old in (site / FOLDER).iterdir():
        old.unlink()
    for key, value in reports.items():
        name = key.strip("_").replace("_", "-")
        (site / FOLDER / f"{name}.yml").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    data, problems = survey(site)
    return data, [f"{item.where.path[len(FOLDER) + 1 : -4]} {item.message}" for item in problems if "答复" in str(item)]


def test_reports_of_one_time_owe_each_other_nothing(small: Path) -> None:
    assert filed(small, _2024_jia=report("jia", "2024", raised=True), _2024_yi=report("yi", "2024"))[1] == []
    assert (
        filed(small, _2024_yi=report("yi", "2024", raised=True), _2024_jia=report("jia", "2024-02", "2024-12"))[1] == []
    )
    assert filed(small, a=report("jia", "2024", raised=True), b=report("jia", "2024-end"))[1] == []


def test_a_school_answers_what_it_reported_itself(small: Path) -> None:
    first, other = report("jia", "2024", raised=True), report("yi", "2025")
    _, said = filed(small, _2024_jia=first, _2025_jia=report("jia", "2025"), _2025_yi=other)
    wanted = '请在 answers 中写 report: "2024-jia"、item: late、outcome 和 reason'
    assert said == [f"2025-jia 没有答复“jia的报告”的问题“进度慢”，{wanted}"]
    answered = report("jia", "2025", None, "2024-jia partly")
    assert filed(small, _2024_jia=first, _2025_jia=answered, _2025_yi=other)[1] == []
    _, said = filed(small, _2024_jia=first, _2025_jia=answered, _2026_jia=report("jia", "2026"))
    assert [message.split()[0] for message in said] == ["2026-jia"], "until it is settled"


def test_what_another_school_says_counts(small: Path) -> None:
    first, solved = report("jia", "2024", raised=True), report("yi", "2024", None, "2024-jia solved")
    data, said = filed(small, _2024_jia=first, _2024_yi=solved, _2025_jia=report("jia", "2025"))
    assert said == []
    assert not carried(data, "jia-yi")[0].open


def test_the_period_says_which_report_is_the_later_not_the_name_of_the_file(small: Path) -> None:
    early, late = report("jia", "2024", raised=True), report("jia", "2024-09", "2025-07")
    assert [said.split()[0] for said in filed(small, b_first=early, a_second=late)[1]] == ["a-second"]
    data, _ = filed(small, b_first=early, a_second=report("jia", "2024-09", "2025-07", "b-first partly"))
    [item] = carried(data, "jia-yi")
    assert [years for years, _ in item.answers] == ["2024—2025"], "a reader sees years, no name of a file"


def test_without_a_period_the_name_says_the_year(small: Path) -> None:
    early, late = report("jia", None, raised=True), report("jia", None)
    data, said = filed(small, _2023_jia=early, _2024=late, draft=report("jia", None))
    assert [message.split()[0] for message in said] == ["2024"]
    assert [told.years for told in in_order(data, "jia-yi")] == ["draft", "2023", "2024"]
