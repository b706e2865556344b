"""Carry-over: the problems and next steps of a report, and what later reports say became of them."""

from collections.abc import Iterator
from typing import NamedTuple

from pairing.model import Report
from pairing.model.report import Answer
from pairing.read import Dataset
from pairing.words import Outcome

CLOSED: tuple[Outcome, ...] = ("solved", "not-applicable")


class Carried(NamedTuple):
    """One problem or next step: where it was raised, and the answers to it in order of time."""

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


def in_order(data: Dataset, programme: str) -> list[tuple[str, Report]]:
    """The reports of a programme by the time they cover."""

    def begin(pair: tuple[str, Report]) -> tuple[str, str]:
        period = pair[1].period
        when = period.until or period.since
        return (when.last.isoformat() if when else "", pair[0])

    return sorted(data.reports_of(programme).items(), key=begin)


def carried(data: Dataset, programme: str) -> tuple[Carried, ...]:
    """Every problem and next step of a programme, the oldest unanswered first."""
    reports = in_order(data, programme)
    found = []
    for i, (key, report) in enumerate(reports):
        later = reports[i + 1 :]
        for kind, items in (("问题", report.problems), ("下一步", report.next_steps)):
            for item in items:
                answers = tuple(
                    (other, answer)
                    for other, after in later
                    for answer in after.answers
                    if (answer.report, answer.item) == (key, item.id)
                )
                found.append(Carried(programme, key, item.id, kind, item.title, item.clause or "", answers))
    return tuple(sorted(found, key=lambda item: not item.open))


def unanswered(data: Dataset, programme: str) -> Iterator[tuple[str, Carried]]:
    """(report, item) wherever a report leaves an item of an earlier one without an answer.

    An item must be answered by the next report, and again by each one after it until it is
    solved or no longer applies.
    """
    reports = [key for key, _ in in_order(data, programme)]
    for item in carried(data, programme):
        said = {report: answer.outcome for report, answer in item.answers}
        for report in reports[reports.index(item.report) + 1 :]:
            if report not in said:
                yield report, item
            elif said[report] in CLOSED:
                break
