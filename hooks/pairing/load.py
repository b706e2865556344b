"""Read and check everything, or raise with every problem at once."""

import sys
from collections.abc import Callable
from pathlib import Path

from pairing.check import check
from pairing.check.footnotes import footnotes
from pairing.check.markup import page_markup
from pairing.check.passed import Marks, pass_all, passed_before
from pairing.check.raw import raw_files
from pairing.check.stars import products_of
from pairing.content import read_content, unknown_columns
from pairing.keep import keep_for
from pairing.paths import encoding_problem, path_problems
from pairing.problems import DataError, Problem, fault
from pairing.read import Dataset, Seat, nobody, read_data
from pairing.workers import ALONE, Crew


def load(root: Path, crew: Crew = ALONE, seat: Seat = nobody) -> Dataset:
    """The dataset of ``root``/data, checked together with ``root``/content; DataError otherwise."""
    data, problems = survey(root, crew, seat)
    if problems:
        raise DataError(problems)
    return data


def survey(
    root: Path, crew: Crew = ALONE, seat: Seat = nobody, early: Callable[[Dataset], object] = nobody
) -> tuple[Dataset, list[Problem]]:
    """What could be read, and every problem of data and content, unsorted; DataError where a folder cannot be read.

    ``early`` is given what could be read before it is checked, where that is all.
    """
    if wrong := encoding_problem(sys.getfilesystemencoding()):
        raise DataError([wrong])
    try:
        return _survey(root, crew, seat, early)
    except OSError as error:
        raise DataError([fault(error, root)]) from error


def _survey(root: Path, crew: Crew, seat: Seat, early: Callable[[Dataset], object]) -> tuple[Dataset, list[Problem]]:
    data, problems = read_data(root, crew, seat)
    if not problems:
        early(data)
    pages, faults = read_content(root)
    keep, marks = keep_for(root), Marks.of(data)
    passed = passed_before(marks, keep)
    problems += faults
    columns = [column.id for column in data.columns.columns] if data.columns else None
    for record in pages.values():
        problems += [*page_markup(record), *footnotes(record), *products_of(record)]
        problems += [*(unknown_columns(record, columns) if columns else ())]
    problems += [*path_problems(root), *raw_files(root), *check(data, passed, crew)]
    if not problems:
        pass_all(marks, keep)
    return data, problems
