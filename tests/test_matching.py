"""Which records count in which duty, and how much of what was promised they come to."""

from datetime import date

import pytest

from pairing.ledger.match import settle
from pairing.ledger.unroll import unroll
from pairing.model.base import People
from test_ledger import TERMS, deed, period, promise


@pytest.mark.parametrize(
    ("promised", "recorded", "expected"),
    [
        ({"backbone-teacher": 12}, {"expert": 4, "backbone-teacher": 8}, (8, "partly")),
        ({"backbone-teacher": 12}, {"expert": 12}, (0, "partly")),
        ({"backbone-teacher": 12}, {"backbone-teacher": 14, "expert": 1}, (14, "met")),
        ({"backbone-teacher": 12}, {"teacher": 12}, (0, "partly")),
        ({"teacher": 12}, {"backbone-teacher": 8, "teacher": 4}, (12, "met")),
        ({"staff": 5}, {"school-leader": 2, "backbone-teacher": 3, "student": 9}, (5, "met")),
        ({"expert": 4, "backbone-teacher": 12}, {"expert": 16}, (4, "partly")),
        ({"expert": 4, "backbone-teacher": 12}, {"expert": 5, "backbone-teacher": 12}, (17, "met")),
        ({"teacher": 8, "backbone-teacher": 4}, {"backbone-teacher": 12}, (12, "met")),
    ],
)
def test_batches_count_the_kinds_that_were_promised(
    promised: dict[str, int], recorded: dict[str, int], expected: tuple[int, str]
) -> None:
    wanted, found = (
        tuple(People.model_validate({"kind": kind, "count": count}) for kind, count in rows.items())
        for rows in (promised, recorded)
    )
    duties = unroll(
        promise(cadence={"every": "batches"}, people=wanted), period("2020-spring", "2020-autumn"), TERMS
    ).duties
    [item] = settle(duties, [deed(date(2020, 3, 1), people=found)], date(2021, 6, 1))
    assert (item.recorded, item.status) == expected
