"""Hints at what is allowed and hardly meant; the sites that are right get none."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from golden import ROOT, SITES, SMALL
from pairing.load import load, survey
from pairing.unlikely import unlikely

DAY = date(2021, 3, 15)
OWN = "data/programmes/jia-yi"


def told(root: Path, day: date = DAY) -> list[str]:
    """The hints, each with its file and line."""
    hints = unlikely(survey(root)[0], day)
    return [f"{hint.where.path.removeprefix(f'{OWN}/')}:{hint.where.line} {hint.message}" for hint in hints]


def change(root: Path, path: str, old: str, new: str) -> None:
    """Change a file of a site."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("root", "day"), [(ROOT, date(2026, 11, 21)), (SMALL, DAY), (SITES / "demo", date(2024, 3, 15))]
)
def test_what_is_right_gets_no_hint(root: Path, day: date) -> None:
    assert not [*unlikely(load(root), day)]


def test_a_plan_copied_for_a_new_year(small: Path) -> None:
    plans = small / OWN / "plans"
    shutil.copy(plans / "2021.yml", plans / "2022.yml")
    [hint] = told(small)
    assert hint.startswith("plans/2022.yml:4 提示：本方案与“2021”的期间重叠，又有相同的举措编号（send-staff-teachers、")
    assert 'succeeds: "2021"' in hint
    change(small, f"{OWN}/plans/2022.yml", 'succeeds: "2020"', 'succeeds: "2021"')
    assert not told(small), "the later plan goes on where the earlier one ends"


def test_a_plan_of_another_time_may_promise_the_same(small: Path) -> None:
    plans = small / OWN / "plans"
    shutil.copy(plans / "2021.yml", plans / "2022.yml")
    change(small, f"{OWN}/plans/2022.yml", "since: 2021-spring, until: 2021-autumn", "since: 2022-01, until: 2022-12")
    assert not told(small)


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        (
            "when: 2020-05-17\n",
            "when: 2019-05-17\n",
            "进展的日期“2019-05-17”不在报告的期间（2020 至 2020）之内，请核对",
        ),
        (
            "when: 2020-05-17\n    until: 2020-05-18\n",
            "when: 2021-05-17\n",
            "进展的日期是 2021-05-17，现在按 2021-03-15 生成，还没有到那一天，请核对",
        ),
        ("when: 2020-05-17\n", "when: 2020-spring\n", ""),
    ],
)
def test_a_report_tells_of_its_own_time(small: Path, old: str, new: str, hint: str) -> None:
    change(small, f"{OWN}/reports/2020.yml", old, new)
    assert told(small) == ([f"reports/2020.yml:15 提示：{hint}"] if hint else [])


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("when: 2020, ", "when: 2022-06, ", "实际值的日期是 2022-06，现在按 2021-03-15 生成，还没有到那一天，请核对"),
        ("count: 95", "count: 0.95", "比例写百分号前面的数，找到 0.95，印成 0.95%；要说 95% 请写 95"),
        ("min: 50", "min: 500", "比例超过了 100%，找到 500，请核对；确实超过的（例如增长率）不用改"),
        ("count: 95", "count: 100", ""),
    ],
)
def test_what_an_indicator_can_hardly_be(small: Path, old: str, new: str, hint: str) -> None:
    change(small, f"{OWN}/programme.yml", old, new)
    assert [line.partition(" 提示：")[2] for line in told(small)] == ([hint] if hint else [])
