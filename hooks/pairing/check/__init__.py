"""All rules between records. Each is a small generator of problems, named and listed here."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from pairing.check.anchors import agreements_apart, reserved_measures, reserved_programmes
from pairing.check.calendar import calendar_apart, calendar_holidays, calendar_semesters
from pairing.check.campus import campus_fields, campus_logos, number_forms, placeholders
from pairing.check.disclosure import (
    closed_names,
    disclosure_reasons,
    never_looser,
    published_days,
    retired_items,
    withheld_fields,
    withheld_files,
    withheld_plans,
)
from pairing.check.entries import (
    backdated,
    entry_columns,
    entry_dates,
    entry_reviews,
    former_addresses,
    rewritten,
    same_results,
)
from pairing.check.footnotes import footnotes_whole
from pairing.check.health import health_columns
from pairing.check.keywords import keywords_apart, keywords_clash, keywords_plain
from pairing.check.leads import entry_ways
from pairing.check.ledger import (
    answers,
    entry_places,
    overrides,
    plan_changes,
    planned_overrides,
    replaced,
    totals_of_batches,
)
from pairing.check.markup import markup_links, markup_nesting, markup_tags, markup_urls, markup_urls_of_schools
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
from pairing.check.passed import NOTHING_PASSED, Passed
from pairing.check.references import (
    unknown_ids,
    unknown_ids_of_entries,
    unknown_locals,
    unknown_units,
    unknown_units_of_entries,
)
from pairing.check.rules import (
    aliases_apart,
    annexes,
    document_numbers,
    doubled_ids,
    doubled_ids_of_entries,
    doubled_names,
    doubled_serials,
    order,
    parties,
    reserved_tasks,
)
from pairing.check.semesters import calendar_covers
from pairing.check.stars import products
from pairing.check.tables import tables_whole
from pairing.entries import Place
from pairing.keep import AT_HAND
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.workers import ALONE, Crew, shared

Check = Callable[[Dataset], Iterator[Problem]]

# Rules on everything but entries, and those that compare entries with each other; of texts they read references
# only, unless something of an entry is held back (passed.py has a mark of all that they read).
SITE_CHECKS: Final[tuple[Check, ...]] = (
    unknown_ids,
    unknown_units,
    unknown_locals,
    aliases_apart,
    doubled_ids,
    doubled_names,
    doubled_serials,
    reserved_tasks,
    reserved_measures,
    reserved_programmes,
    agreements_apart,
    parties,
    document_numbers,
    annexes,
    order,
    disclosure_reasons,
    never_looser,
    withheld_fields,
    withheld_plans,
    withheld_files,
    retired_items,
    published_days,
    overrides,
    planned_overrides,
    totals_of_batches,
    plan_changes,
    replaced,
    answers,
    calendar_covers,
    calendar_semesters,
    calendar_apart,
    calendar_holidays,
    campus_fields,
    campus_logos,
    number_forms,
    health_columns,
    former_addresses,
    entry_ways,
    keywords_clash,
    media_unused,
    media_clash,
    markup_urls_of_schools,
)
# Rules that look at one entry at a time: its own file, what lies beside it, and all but the other entries.
ENTRY_CHECKS: Final[tuple[Check, ...]] = (
    unknown_ids_of_entries,
    unknown_units_of_entries,
    doubled_ids_of_entries,
    entry_places,
    entry_columns,
    entry_dates,
    entry_reviews,
    keywords_apart,
    keywords_plain,
    rewritten,
    backdated,
    placeholders,
    same_results,
    media_names,
    media_kinds,
    media_missing,
    media_sizes,
    media_contents,
    picture_words,
    media_written,
    markup_tags,
    markup_nesting,
    markup_links,
    markup_urls,
    footnotes_whole,
    tables_whole,
    products,
)
# So few entries go from rule to rule that they are still unpacked when the next one asks.
_AT_ONCE: Final = AT_HAND // 2
CHECKS: Final = (*SITE_CHECKS, closed_names, *ENTRY_CHECKS)


def check(data: Dataset, passed: Passed = NOTHING_PASSED, crew: Crew = ALONE) -> list[Problem]:
    """What every rule finds, unsorted. Rules pass over what could not be read, and what has ``passed`` before."""
    problems = [] if passed.site else [problem for rule in SITE_CHECKS for problem in rule(data)]
    problems += closed_names(data, passed.discreet)
    judged = data.verdicts.found
    fresh = [at for at in data.entries if at not in passed.entries and at not in judged]
    found = [problem for some in shared(fresh, partial(faults, data), crew) for problem in some]
    # A file that several entries name has its problems once, however these were shared out.
    return [*problems, *dict.fromkeys((*data.verdicts.faults, *found))]


def faults(data: Dataset, places: Sequence[Place]) -> list[Problem]:
    """What the rules on single entries find in some of them."""
    found: list[Problem] = []
    for start in range(0, len(places), _AT_ONCE):
        some = replace(data, entries=data.entries.only(places[start : start + _AT_ONCE]))
        found += [problem for rule in ENTRY_CHECKS for problem in rule(some)]
    return found
