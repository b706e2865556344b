"""All rules between records. Each is a small generator of problems, named and listed here."""

from collections.abc import Callable, Iterator
from typing import Final

from pairing.check.campus import campus_fields, campus_logos, placeholders
from pairing.check.entries import backdated, entry_columns, entry_dates, entry_reviews, former_addresses, same_results
from pairing.check.health import health_columns
from pairing.check.ledger import answers, calendar_covers, entry_places, overrides, plan_changes
from pairing.check.media import (
    media_clash,
    media_contents,
    media_kinds,
    media_missing,
    media_names,
    media_sizes,
    media_unused,
    media_written,
    picture_words,
)
from pairing.check.references import unknown_ids, unknown_locals, unknown_units
from pairing.check.rules import (
    annexes,
    document_numbers,
    doubled_ids,
    doubled_names,
    doubled_serials,
    order,
    parties,
    reserved_tasks,
)
from pairing.problems import Problem
from pairing.read import Dataset

Check = Callable[[Dataset], Iterator[Problem]]

CHECKS: Final[tuple[Check, ...]] = (
    unknown_ids,
    unknown_units,
    unknown_locals,
    doubled_ids,
    doubled_names,
    doubled_serials,
    reserved_tasks,
    parties,
    document_numbers,
    annexes,
    order,
    entry_places,
    overrides,
    plan_changes,
    answers,
    calendar_covers,
    entry_columns,
    entry_dates,
    entry_reviews,
    former_addresses,
    backdated,
    campus_fields,
    campus_logos,
    placeholders,
    health_columns,
    same_results,
    media_names,
    media_kinds,
    media_missing,
    media_sizes,
    media_contents,
    media_unused,
    media_clash,
    picture_words,
    media_written,
)


def check(data: Dataset) -> list[Problem]:
    """What every rule finds, unsorted. Rules pass over what could not be read."""
    return [problem for rule in CHECKS for problem in rule(data)]
