"""Carry-over: the problems and next steps of a report, and what later reports say became of them."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from pairing.model import Report
from pairing.model.report import Answer, Issue, NextStep
from pairing.read import Dataset
from pairing.words import Outcome

CLOSED: tuple[Outcome, ...] = ("solved", "not-applicable")
_YEAR: Final = re.compile(r"(?:19|2\d)\d{2}(?!\d)")


class Carried(NamedTuple):
    """One problem or next step: where it was raised, and the answers to it, with their report's years, as time goes."""

    programme: str
    report: str
    item: str
    kind: str
    title: str
    clause: str
    answers: tuple[tuple[str, Answer], ...]

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer that settles it."""
        return not self.answers or self.answers[-1][1].outcome not in CLOSED


class Told(NamedTuple):
    """A report with its key and the day that it reports up to."""

    key: str
    report: Report
    until: date

    @property
    def years(self) -> str:
        """The years that it reports on: 2024, 2023—2024; its key where nothing names one."""
        period = self.report.period
        years = [when.first.year for when in (period.since, period.until) if when] or [self.until.year]
        return self.key if self.until == date.min else "—".join(map(str, dict.fromkeys(years)))

    def answers(self, earlier: str, item: str) -> list[Answer]:
        """What it says of an item of another report."""
        return [one for one in self.report.answers if (one.report, one.item) == (earlier, item)]


def in_order(data: Dataset, programme: str) -> list[Told]:
    """The reports of a programme by the time they cover; where none is stated, by the year that the key begins with."""
    found = []
    for key, report in data.reports_of(programme).items():
        when, named = report.period.until or report.period.since, _YEAR.match(key)
        year = date(int(named[0]), 12, 31) if named else date.min
        found.append(Told(key, report, when.last if when else year))
    return sorted(found, key=lambda told: (told.until, told.key))


def carried(data: Dataset, programme: str) -> tuple[Carried, ...]:
    """Every problem and next step of a programme, the oldest unanswered first."""
    reports = in_order(data, programme)
    found = []
    for told in reports:
        for kind, item in _left(told.report):
            answers = tuple(
                (other.years, answer) for other in _after(reports, told) for answer in other.answers(told.key, item.id)
            )
            found.append(Carried(programme, told.key, item.id, kind, item.title, item.clause or "", answers))
    return tuple(sorted(found, key=lambda item: not item.open))


def _left(report: Report) -> Iterator[tuple[str, Issue | NextStep]]:
    """(kind, item) of all that a report leaves for later ones."""
    yield from (("问题", item) for item in report.problems)
    yield from (("下一步", item) for item in report.next_steps)


def _after(reports: list[Told], told: Told) -> list[Told]:
    """The reports that may answer one: those of a later time, and others of the same."""
    return [other for other in reports if other.until >= told.until and other.key != told.key]


def unanswered(data: Dataset, programme: str) -> Iterator[tuple[Told, Told, str, Issue | NextStep]]:
    """(report, earlier report, kind, item) wherever a school passes over what it reported before.

    An item must be answered by the school's next report, and again by each one after it until it is
    solved or no longer applies. Another school need not answer for it, but what it says counts.
    """
    reports = in_order(data, programme)
    for told in reports:
        for kind, item in _left(told.report):
            said = [(other, other.answers(told.key, item.id)) for other in _after(reports, told)]
            closed = (other.until for other, found in said if found and found[-1].outcome in CLOSED)
            settled = min(closed, default=date.max)
            for other, found in said:
                owes = other.report.by == told.report.by and told.until < other.until < settled
                if owes and not found:
                    yield other, told, kind, item
