"""Dates keep the precision they were given."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.when import When


@pytest.mark.parametrize(
    ("code", "text", "first", "last"),
    [
        ("2019", "2019年", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019-autumn", "2019年秋季学期", date(2019, 8, 1), date(2019, 12, 31)),
        ("2022-spring", "2022年春季学期", date(2022, 2, 1), date(2022, 7, 31)),
        ("2019-10", "2019年10月", date(2019, 10, 1), date(2019, 10, 31)),
        ("2020-02", "2020年2月", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-07-11", "2019年7月11日", date(2019, 7, 11), date(2019, 7, 11)),
        ("2020-end", "2020年底", date(2020, 12, 1), date(2020, 12, 31)),
        ("2018-09-end", "2018年9月底", date(2018, 9, 21), date(2018, 9, 30)),
    ],
)
def test_reads_and_prints(code: str, text: str, first: date, last: date) -> None:
    when = When.parse(code)
    assert (str(when), when.text, when.first, when.last) == (code, text, first, last)


@pytest.mark.parametrize(
    "code",
    [
        *("", "20", "2019-13", "2020-13-01", "2019-02-30", "2019-winter", "2019/10", "2019-1", "02019", "2019-10-08 "),
        *("2019\n", "1000-09", "1899", "1899-12-31", "3000", "999", "２０１９", "2019-1０"),
    ],
)
def test_refuses_what_is_no_date(code: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the code itself is the message
        When.parse(code)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_lies_in_its_month_year_and_itself(day: date) -> None:
    for code in (f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"):
        when = When.parse(code)
        assert when.first <= day <= when.last
        assert When.parse(str(when)) == when
