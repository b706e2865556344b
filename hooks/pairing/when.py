"""Dates with the precision that a document prints: a year, a semester, a month, a day, an end."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

# No date of ours lies before or after these, and what is counted from one stays within what a date can be.
YEARS: Final = range(1900, 3000)
PATTERN: Final = re.compile(
    r"(?P<year>(?:19|2[0-9])[0-9]{2})"
    r"(?:-(?:(?P<season>spring|autumn)|(?P<year_end>end)"
    r"|(?P<month>[0-9]{2})(?:-(?:(?P<day>[0-9]{2})|(?P<month_end>end)))?))?"
)
# What begins with a year that is none of these.
_FAR: Final = re.compile(r"(?!19|2)[0-9]{4}(?![^-])")
SEASON: Final = {"spring": "春季学期", "autumn": "秋季学期"}
# Where no school calendar is asked, a semester is bounded by the months it can fall in.
SEASON_MONTHS: Final = {"spring": (2, 7), "autumn": (8, 12)}
HOW_TO_WRITE: Final = (
    "2019、2019-10、2019-10-08、2019-spring（春季学期）、2019-autumn（秋季学期）、"
    "2019-end（年底）或 2019-10-end（月底）"
)


@dataclass(frozen=True, order=False)
class When:
    """A date as precise as its source: ``2019``, ``2019-autumn``, ``2019-10``, ``2019-10-08``, ``2019-end``.

    ``code`` is what the data file says, ``text`` what a page prints, ``first`` and ``last``
    the days between which it lies. Built by `When.parse`, which raises ValueError.
    """

    code: str
    precision: str
    first: date
    last: date

    def __reduce__(self) -> tuple[Any, ...]:
        """Kept as its code; there is one object of each date in a process."""
        return _parsed, (self.code,)

    @classmethod
    def parse(cls, code: str) -> "When":
        """Read one date code; ValueError where it is no date (2020-13-01, 2019-02-30)."""
        return _parsed(code)

    @cached_property
    def text(self) -> str:
        """The date in Chinese, as precise as it was given: 2019年秋季学期, 2020年底."""
        year, _, rest = self.code.partition("-")
        if self.precision == "year":
            return f"{year}年"
        if self.precision == "semester":
            return f"{year}年{SEASON[rest]}"
        if self.precision == "year-end":
            return f"{year}年底"
        month, _, day = rest.partition("-")
        tail = {"month": "", "month-end": "底"}.get(self.precision, f"{int(day)}日" if day.isdigit() else "")
        return f"{year}年{int(month)}月{tail}"

    def __str__(self) -> str:
        return self.code

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "anyOf": [
                {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[-1]},
                {"type": "string", "pattern": f"^{PATTERN.pattern.replace('?P<', '?<')}$"},
            ],
            "description": f"日期，照文件的精度写：{HOW_TO_WRITE}",
        }

    @classmethod
    def _validate(cls, value: Any) -> "When":
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            try:
                return _parsed(str(value))
            except ValueError:
                if _FAR.match(str(value)):
                    raise PydanticCustomError("when_year", "a year out of sight") from None
        if isinstance(value, When):
            return value
        raise PydanticCustomError("when", "not a date")


@cache
def _parsed(code: str) -> When:
    found = PATTERN.fullmatch(code)
    if not found:
        raise ValueError(code)
    part = found.groupdict()
    year = int(part["year"])
    if part["season"]:
        first, last = SEASON_MONTHS[part["season"]]
        return When(code, "semester", date(year, first, 1), _month_end(year, last))
    if part["year_end"]:
        return When(code, "year-end", date(year, 12, 1), date(year, 12, 31))
    if not part["month"]:
        return When(code, "year", date(year, 1, 1), date(year, 12, 31))
    month = int(part["month"])
    if not 1 <= month <= 12:
        raise ValueError(code)
    if part["month_end"]:
        return When(code, "month-end", date(year, month, 21), _month_end(year, month))
    if not part["day"]:
        return When(code, "month", date(year, month, 1), _month_end(year, month))
    day = date(year, month, int(part["day"]))
    return When(code, "day", day, day)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
