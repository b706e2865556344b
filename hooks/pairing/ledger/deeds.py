"""Records → deeds: what entries and reports say was done, each with its days."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pairing import addresses
from pairing.model.base import People
from pairing.model.report import Evidence
from pairing.read import Dataset
from pairing.terms import Terms
from pairing.when import When
from pairing.words import Confirmed


class Deed(NamedTuple):
    """Something done, as an entry or a report records it: ``when`` it began, and ``until`` when it went on.

    ``known`` is the day by which it had begun at the latest, whatever its date leaves open: that of its publication.
    ``event`` is common to the records of one event. A deed whose date is only a year wide cannot be placed in a
    semester.
    """

    id: str
    programme: str
    title: str
    path: str
    when: When
    until: When | None
    known: date | None
    event: str | None
    measures: tuple[str, ...]
    schedule: tuple[str, ...]
    people: tuple[People, ...]
    confirmed: Confirmed
    kind: str
    by: str
    to: str | None
    mode: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    # Under way, and not done: enough where something is to go on throughout, and only there.
    ongoing: bool = False

    @property
    def first(self) -> date:
        """The first day that it may have begun on; a semester by its months."""
        return self.when.first

    def begun(self, terms: Terms, as_of: date) -> bool:
        """Whether it has begun by a day; what may have been any day of a stretch of time, has at its end."""
        if terms.end(self.when) <= as_of:
            return True
        return self.known is not None and max(self.known, terms.begin(self.when)) <= as_of

    def over(self, terms: Terms) -> date:
        """The last day that it may have gone on."""
        return terms.end(self.until or self.when)


def deeds(data: Dataset) -> Iterator[Deed]:
    """Every dated activity of an entry that still stands and every dated item of a report that is done or under way."""
    for (programme, year, name), head in data.heads.items():
        if not head.current:
            continue
        for i, act in enumerate(data.entries.work((programme, year, name)).acts):
            yield Deed(
                id=f"{programme}/{year}/{name}#{i + 1}",
                programme=programme,
                title=head.title,
                path=addresses.entry(programme, year, name),
                when=act.when,
                until=act.until,
                known=head.published.last,
                event=act.event,
                measures=act.measures,
                schedule=act.schedule,
                people=act.people,
                confirmed=act.confirmed,
                kind="entry",
                by=act.by,
                to=act.to,
                mode=act.mode,
                evidence=act.evidence,
            )
    for (programme, period), report in data.reports.items():
        for item in report.progress:
            if item.when is None or item.state == "planned":
                continue
            yield Deed(
                id=f"{programme}/{period}/{item.id}",
                programme=programme,
                title=item.title,
                path=f"{addresses.report(programme, period)}#{item.id}",
                when=item.when,
                until=item.until,
                known=None,
                event=item.event,
                measures=item.measures,
                schedule=item.schedule,
                people=item.people,
                confirmed="single",
                kind="report",
                by=item.by,
                to=item.to,
                mode=item.mode,
                evidence=item.evidence,
                ongoing=item.state == "ongoing",
            )
