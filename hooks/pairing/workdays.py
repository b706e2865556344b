"""Working days: Monday to Friday, less the public holidays, plus the weekends that are worked for them.

What data/calendar.yml says of a year is taken as the State Council's office arranged it; of a year that it
does not have, only weekends are known, and whoever counts must say so.
"""

from datetime import date, timedelta
from typing import NamedTuple

from pairing.model import Calendar

_DAY = timedelta(days=1)
_SATURDAY = 5


class Workdays(NamedTuple):
    """Days off and weekends worked, and the years that they are complete for."""

    off: frozenset[date]
    worked: frozenset[date]
    years: frozenset[int]

    @classmethod
    def of(cls, calendar: Calendar) -> "Workdays":
        """The working days of a calendar."""
        off = frozenset(day for year in calendar.holidays for run in year.off for day in run.days)
        worked = frozenset(day.first for year in calendar.holidays for day in year.worked)
        return cls(off, worked, frozenset(year.year for year in calendar.holidays))

    def works(self, day: date) -> bool:
        """Whether a day is a working day."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after a day, which itself does not count."""
        while count:
            day += _DAY
            count -= self.works(day)
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days come after ``first`` up to and with ``last``; negative where it comes before."""
        if last < first:
            return -self.between(last, first)
        return sum(self.works(first + i * _DAY) for i in range(1, (last - first).days + 1))

    def known(self, first: date, last: date) -> bool:
        """Whether holidays are known for every year that is touched."""
        return self.years.issuperset(range(first.year, last.year + 1))
