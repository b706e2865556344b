"""The school calendar: first and last day of each semester, for all and for single schools."""

from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pairing.model.base import Ref, Row, Text
from pairing.when import When


class Semester(Row):
    """One semester: 2019-autumn with its first and last day."""

    semester: When
    first: When
    last: When

    @model_validator(mode="after")
    def _shape(self) -> "Semester":
        if self.semester.precision != "semester":
            raise PydanticCustomError("semester_code", "not a semester")
        if self.first.precision != "day" or self.last.precision != "day" or self.first.first >= self.last.first:
            raise PydanticCustomError("semester_days", "days missing or in wrong order")
        return self

    @property
    def days(self) -> tuple[date, date]:
        """First and last day."""
        return self.first.first, self.last.first


class SchoolCalendar(Row):
    """The semesters of one school that differ from the others'."""

    school: Ref
    semesters: tuple[Semester, ...] = Field(min_length=1)


class DaysOff(Row):
    """A run of days off, both ends included."""

    name: Text
    first: When
    last: When

    @model_validator(mode="after")
    def _shape(self) -> "DaysOff":
        if self.first.precision != "day" or self.last.precision != "day" or self.first.first > self.last.first:
            raise PydanticCustomError("days_off", "days missing or in wrong order")
        return self

    @property
    def days(self) -> Iterator[date]:
        """Every day of it."""
        return (self.first.first + timedelta(i) for i in range(self.length))

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.last.first - self.first.first).days + 1


class HolidayYear(Row):
    """The public holidays of one year, as the State Council's office arranges them."""

    year: int = Field(ge=1990, le=2999)
    basis: Text = Field(description="依据的通知")
    off: tuple[DaysOff, ...] = Field(min_length=1, description="放假的日子，首尾都算；周末可以包括在内")
    worked: tuple[When, ...] = Field((), description="调休上班的周末")


class Calendar(Row):
    """data/calendar.yml."""

    note: Text = Field(description="起止日期的依据")
    semesters: tuple[Semester, ...] = Field(min_length=1)
    schools: tuple[SchoolCalendar, ...] = ()
    holidays: tuple[HolidayYear, ...] = Field((), description="各年的节假日和调休；没有的年份只按周一至周五推算")
