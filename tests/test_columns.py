"""What a school's own column takes over from the portal."""

from datetime import date
from pathlib import Path

import pytest

from golden import DAY, ROOT, SITES
from pairing.load import load
from pairing.portal import open_campus, open_campuses, open_portal

SOME = (ROOT, SITES / "small", SITES / "demo")


@pytest.mark.parametrize("day", [DAY, date(2026, 11, 1)])
@pytest.mark.parametrize("folder", SOME, ids=lambda folder: folder.name)
def test_the_part_of_the_ledger_that_a_column_takes_over_is_its_own(folder: Path, day: date) -> None:
    portal = open_portal(load(folder), day)
    fresh = {school: column.ledger for school, column in open_campuses(portal)}
    assert not vars(portal).get("ledger"), "nothing was worked out that no column asks for"
    whole = portal.ledger
    for school, expected in fresh.items():
        column = open_campus(portal, school)
        part = whole.only(column.data.programmes)
        if "ledger" in vars(column):
            assert column.ledger == part == expected
        assert [*part.by_measure] == [*expected.by_measure]
        assert [*part.settled] == [*expected.settled]
        assert len(part.all) == len(expected.all)


def test_a_column_that_tells_titles_in_its_own_voice_has_a_ledger_of_its_own() -> None:
    portal = open_portal(load(SITES / "demo"), date(2026, 11, 1))
    assert any("{{" in head.title for head in load(SITES / "demo").heads.values())
    assert portal.ledger
    for school in portal.figures.columns:
        assert "ledger" not in vars(open_campus(portal, school))
