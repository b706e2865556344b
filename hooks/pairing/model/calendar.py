"""The school calendar: first and last day of each semester, for all and for single schools."""

from datetime import date

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


class Calendar(Row):
    """data/calendar.yml."""

    note: Text = Field(description="起止日期的依据")
    semesters: tuple[Semester, ...] = Field(min_length=1)
    schools: tuple[SchoolCalendar, ...] = ()
