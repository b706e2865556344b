"""Working days with holidays and make-up days, and the clock of open documents at its edges."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golden import ROOT, SITES
from pairing.check.disclosure import published_days
from pairing.deadline import Timed, hints, open_deadlines, pressing
from pairing.load import load
from pairing.model import Document
from pairing.model.register import Deadline
from pairing.read import Dataset
from pairing.when import When
from pairing.workdays import Workdays


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load(SITES / "demo")


@pytest.fixture(scope="module")
def days(data: Dataset) -> Workdays:
    assert data.calendar is not None
    return Workdays.of(data.calendar)


def test_make_up_days_count_and_holidays_do_not(days: Workdays) -> None:
    assert not days.works(date(2024, 2, 12)), "a Monday of the spring festival"
    assert days.works(date(2024, 2, 18)), "a Sunday that is worked for it"
    assert not days.works(date(2024, 2, 25))
    # 2024-02-06 + 20: 7, 8, 9 February, then 18 to 24 less Saturday (6), 26 to 1 March (5), 4 to 8 March (5), 11 March.
    assert days.after(date(2024, 2, 6), 20) == date(2024, 3, 11)
    assert days.between(date(2024, 2, 6), date(2024, 3, 11)) == 20


def test_the_real_calendar_knows_2026() -> None:
    calendar = load(ROOT).calendar
    assert calendar is not None
    real = Workdays.of(calendar)
    assert real.works(date(2026, 10, 10))
    assert not real.works(date(2026, 10, 8 - 1))
    assert sum(len(list(run.days)) for run in calendar.holidays[0].off) == 33
    assert real.known(date(2026, 1, 1), date(2026, 12, 31))
    assert not real.known(date(2026, 12, 31), date(2027, 1, 1))


@given(st.dates(date(2022, 1, 1), date(2025, 12, 31)), st.integers(0, 60))
def test_counting_and_adding_agree(start: date, count: int) -> None:
    calendar = load_calendar()
    last = calendar.after(start, count)
    assert calendar.between(start, last) == count
    assert calendar.between(last, start) == -count
    assert count == 0 or calendar.works(last)


def load_calendar() -> Workdays:
    """Some days off and one make-up day, without reading a site for every example."""
    off = frozenset(date(2024, 2, day) for day in range(10, 18))
    return Workdays(off, frozenset({date(2024, 2, 18), date(2024, 2, 4)}), frozenset({2024}))


def timed(data: Dataset, as_of: str, rule: Deadline | None = None, **fields: object) -> Timed:
    """The clock of one invented document of a paired school."""
    assert data.site is not None
    document = Document.model_validate(
        {"title": "办法", "kind": "policy", "issuers": ("yunxi",), "disclosure": "open", **fields}
    )
    site = data.site.model_copy(update={"deadline": rule or Deadline()})
    alone = replace(data, documents={"one": document}, site=site)
    found = open_deadlines(alone, date.fromisoformat(as_of))
    return found[0] if found else Timed("one", "exempt", why="不是主动公开")


@pytest.mark.parametrize(
    ("published", "state", "words"),
    [
        ("2024-02-06", "on-time", "用了 0 个工作日"),
        ("2024-03-11", "on-time", "用了 20 个工作日"),
        ("2024-03-12", "late", "用了 21 个工作日"),
    ],
)
def test_published_on_the_last_day_is_in_time(data: Dataset, published: str, state: str, words: str) -> None:
    found = timed(data, "2024-04-30", written="2024-02-06", published=published)
    assert (found.state, found.words, str(found.last)) == (state, words, "2024-03-11")


@pytest.mark.parametrize(
    ("as_of", "state", "words"),
    [
        ("2024-03-04", "due", "还剩 5 个工作日"),
        ("2024-03-11", "due", "今天到期"),
        ("2024-03-12", "overdue", "已超过 1 个工作日"),
    ],
)
def test_what_waits_counts_down(data: Dataset, as_of: str, state: str, words: str) -> None:
    found = timed(data, as_of, written="2024-02-06", published="2024-05-06")
    assert (found.state, found.words) == (state, words)
    assert pressing((found,), 5) == (found,)
    assert pressing((found,), 4) == (() if as_of == "2024-03-04" else (found,))


@pytest.mark.parametrize(
    ("published", "as_of", "state", "words"),
    [
        ("2024-03-15", "2024-04-30", "on-time", "用了 20 个工作日"),
        ("2024-03-16", "2024-04-30", "late", "用了 20 个工作日，又过了 1 天（非工作日）"),
        ("2024-03-17", "2024-04-30", "late", "用了 20 个工作日，又过了 2 天（非工作日）"),
        ("2024-03-18", "2024-04-30", "late", "用了 21 个工作日"),
        ("2024-05-06", "2024-03-15", "due", "今天到期"),
        ("2024-05-06", "2024-03-16", "overdue", "已超过 1 天（非工作日）"),
        ("2024-05-06", "2024-03-17", "overdue", "已超过 2 天（非工作日）"),
        ("2024-05-06", "2024-03-18", "overdue", "已超过 1 个工作日"),
    ],
)
def test_a_weekend_after_the_last_day(data: Dataset, published: str, as_of: str, state: str, words: str) -> None:
    """The last day is a Friday; no working day has gone by since, and it is over all the same."""
    found = timed(data, as_of, written="2024-02-18", published=published)
    assert (found.state, found.words, str(found.last)) == (state, words, "2024-03-15")


def test_the_day_it_was_made(data: Dataset) -> None:
    """Issued before written before decided; a year or a month is no day."""
    both = timed(data, "2024-04-30", written="2024-02-01", issued="2024-02-06", published="2024-02-20")
    assert both.made == date(2024, 2, 6)
    decided = timed(
        data, "2024-04-30", decision={"meeting": "会议", "on": When.parse("2024-02-05")}, published="2024-02-20"
    )
    assert decided.made == date(2024, 2, 5)
    assert timed(data, "2024-04-30", written="2024-02", published="2024-02-20").words == "日期只写到“2024-02”"
    assert timed(data, "2024-04-30", published="2024-02-20").words == "没有写明印发、成文或审议的日期"


def test_what_is_not_known_is_said(data: Dataset) -> None:
    assert timed(data, "2024-04-30", written="2024-02-06").words == "没有写明在本站发布的日期"
    early = timed(data, "2024-04-30", written="2022-12-20", published="2023-01-31")
    assert early.estimated, "the holidays of 2022 are not in the calendar"
    assert early.words.startswith("用了约 ")


def test_whom_it_does_not_concern(data: Dataset) -> None:
    since = Deadline(since=When.parse("2024-03-01"))
    assert timed(data, "2024-04-30", since, written="2024-02-06", published="2024-04-01").state == "exempt"
    other = timed(data, "2024-04-30", written="2024-02-06", published="2024-04-01", issuers=("shili-jiaoyuting",))
    assert other.why == "没有写明由结对学校制作"
    assert timed(data, "2024-04-30", written="2024-02-06", disclosure="closed").why == "不是主动公开"


def test_a_commit_stands_in_for_the_day_of_publication(data: Dataset) -> None:
    committed = replace(data, committed={"data/documents/one.yml": date(2024, 2, 20)})
    assert timed(committed, "2024-04-30", written="2024-02-06").published == date(2024, 2, 20)


def test_a_card_that_came_before_its_document_is_published_with_it(data: Dataset) -> None:
    committed = replace(data, committed={"data/documents/one.yml": date(2024, 1, 20)})
    found = timed(committed, "2024-04-30", written="2024-02-01", issued="2024-02-06")
    assert (found.published, found.state, found.words) == (date(2024, 2, 6), "on-time", "用了 0 个工作日")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"written": "2024-02-01", "issued": "2024-02-06"}, ["发布日期“2024-02-05”早于印发日期“2024-02-06”，请核对"]),
        ({"issued": "2024-02-06"}, ["发布日期“2024-02-05”早于印发日期“2024-02-06”，请核对"]),
        ({"written": "2024-02-06"}, ["发布日期“2024-02-05”早于成文日期“2024-02-06”，请核对"]),
        ({"decision": {"meeting": "会", "on": "2024-02-06"}}, ["发布日期“2024-02-05”早于审议日期“2024-02-06”，请核对"]),
        ({"written": "2024-02-01", "decision": {"meeting": "会", "on": "2024-02-06"}}, []),
        ({"issued": "2024-02-05"}, []),
        ({"issued": "2024-02"}, []),
        ({}, []),
    ],
)
def test_nothing_is_published_before_the_clock_runs(data: Dataset, fields: dict[str, object], said: list[str]) -> None:
    key = next(iter(data.documents))
    base = {"title": "办法", "kind": "policy", "disclosure": "open", "published": "2024-02-05"}
    document = Document.model_validate({**base, **fields})
    found = published_days(replace(data, documents={key: document}))
    assert [problem.message for problem in found] == said


def test_check_gives_a_hint_with_a_place(data: Dataset) -> None:
    found = [str(hint) for hint in hints(data, date(2024, 4, 2))]
    place = "data/documents/schedule-2024.yml:5:12"
    assert found == [f"{place}: 提示：已超期未发布，已超过 1 个工作日，最迟 2024-04-01 发布（20 个工作日）"]


def test_the_page_shows_the_clock(demo: Path) -> None:
    page = (demo / "health/index.html").read_text(encoding="utf-8")
    assert "文件公开的时限" in page
    for words in ("按期发布", "迟于期限", "无法计算", "没有写明在本站发布的日期", "2023、2024 年的安排"):
        assert words in page, words
    assert "2024年春季学期互访安排" not in page, "it is not published yet"
