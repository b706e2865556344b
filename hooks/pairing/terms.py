"""The calendar at work: semesters and school years as days, for one school."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from pairing.model.calendar import Calendar, Semester
from pairing.when import SEASON_MONTHS, YEARS, When

# A stub of a year shorter than this joins its neighbour instead of owing a time of its own.
SHORTEST_YEAR = timedelta(days=90)


class Span(NamedTuple):
    """A stretch of days with a code and a name: a semester, a school year, a calendar year."""

    code: str
    text: str
    first: date
    last: date


class Terms(NamedTuple):
    """The semesters that hold for one school, in order of time."""

    semesters: tuple[Span, ...]

    @classmethod
    def of(cls, calendar: Calendar, school: str | None) -> "Terms":
        """The calendar's semesters with those of one school in place of the others'."""
        found: dict[str, Semester] = {item.semester.code: item for item in calendar.semesters}
        for own in calendar.schools:
            if own.school == school:
                found |= {item.semester.code: item for item in own.semesters}
        spans = [Span(code, item.semester.text, *item.days) for code, item in found.items()]
        return cls(tuple(sorted(spans, key=lambda span: span.first)))

    def first_day(self, when: When) -> date | None:
        """The first day of a date; of a semester, as the calendar has it, or None where it lacks it."""
        if when.precision != "semester":
            return when.first
        return next((span.first for span in self.semesters if span.code == when.code), None)

    def last_day(self, when: When) -> date | None:
        """The last day of a date, as above."""
        if when.precision != "semester":
            return when.last
        return next((span.last for span in self.semesters if span.code == when.code), None)

    def begin(self, when: When) -> date:
        """The first day of a date; of a semester that the calendar lacks, by the months of its name."""
        return self.first_day(when) or when.first

    def end(self, when: When) -> date:
        """The last day, as above."""
        return self.last_day(when) or when.last

    def holds(self, first: date, last: date, when: When) -> bool:
        """Whether a date lies between two days: a semester as the calendar has it, or by the months of its name.

        By the months an autumn counts in its calendar year, although it ends in the January after.
        """
        if first <= when.first and when.last <= last:
            return True
        begin, end = self.first_day(when), self.last_day(when)
        return begin is not None and end is not None and first <= begin and end <= last

    def within(self, first: date, last: date) -> tuple[Span, ...]:
        """The semesters of which at least half lies between two days, clipped to them."""
        found = []
        for span in self.semesters:
            begin, end = max(span.first, first), min(span.last, last)
            if 2 * (end - begin + timedelta(days=1)) >= span.last - span.first + timedelta(days=1):
                found.append(Span(span.code, span.text, begin, end))
        return tuple(found)

    def missing(self, first: date, last: date) -> tuple[When, ...]:
        """The semesters that the calendar lacks of which, by their months, at least half lies between two days."""
        known = {span.code for span in self.semesters}
        return tuple(when for when in _needed(first, last) if when.code not in known)

    def school_years(self, first: date, last: date) -> tuple[Span, ...]:
        """The school years (autumn and the spring after it) that those semesters make up."""
        years: dict[int, list[Span]] = {}
        for span in self.within(first, last):
            year, season = span.code.split("-")
            years.setdefault(int(year) - (season == "spring"), []).append(span)
        return tuple(
            Span(f"{year}-{year + 1}", f"{year}—{year + 1}学年", spans[0].first, spans[-1].last)
            for year, spans in sorted(years.items())
        )


@lru_cache(maxsize=1024)
def _needed(first: date, last: date) -> tuple[When, ...]:
    """The semesters of which, by the months of their names, at least half lies between two days."""
    years = range(max(first.year - 1, YEARS[0]), min(last.year, YEARS[-1]) + 1)
    found = [When.parse(f"{year}-{season}") for year in years for season in SEASON_MONTHS]
    spans = Terms(tuple(Span(when.code, when.text, when.first, when.last) for when in found))
    lying = {span.code for span in spans.within(first, last)}
    return tuple(when for when in found if when.code in lying)


# Semesters that nobody has set: their dates are those of the months that they can fall in.
UNSET: Final = Terms(())


def calendar_years(first: date, last: date) -> tuple[Span, ...]:
    """The calendar years between two days, clipped; a short stub at an end joins its neighbour."""
    spans = [
        Span(str(year), f"{year}年", max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
        for year in range(first.year, last.year + 1)
    ]
    if len(spans) > 1 and spans[0].last - spans[0].first < SHORTEST_YEAR:
        stub, spans = spans[0], spans[1:]
        spans[0] = Span(spans[0].code, spans[0].text, stub.first, spans[0].last)
    if len(spans) > 1 and spans[-1].last - spans[-1].first < SHORTEST_YEAR:
        stub, spans = spans[-1], spans[:-1]
        spans[-1] = Span(spans[-1].code, spans[-1].text, spans[-1].first, stub.last)
    return tuple(spans)
