"""All that must pass before anything is made: read, check, scan. What is wrong is told at once."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from pairing.clock import as_of
from pairing.early import seat
from pairing.load import survey
from pairing.problems import DataError
from pairing.read import Dataset, nobody
from pairing.scan.guard import Guard, open_guard
from pairing.workers import ALONE, Crew


def examine(
    root: Path,
    environ: Mapping[str, str],
    *,
    internal: bool = False,
    crew: Crew = ALONE,
    early: Callable[[Dataset], object] = nobody,
) -> tuple[Dataset, date, Guard]:
    """The data of a site's folder, its day, and the guard of its output; DataError with every problem of all three.

    ``early`` is given the data before it is checked, when all of it could be read.
    """
    data, problems = survey(root, crew, partial(seat, environ), early)
    if problems and not _whole(data):
        raise DataError(problems)
    try:
        day = as_of(root, data.checked_site, environ)
        guard = open_guard(data, day, environ, internal=internal, crew=crew)
    except DataError as error:
        raise DataError([*problems, *error.problems]) from None
    except OSError:
        if not problems:  # which tell of the file that cannot be read
            raise
    if problems:
        raise DataError(problems)
    return data, day, guard


def _whole(data: Dataset) -> bool:
    """Whether all of data/ could be read: else nobody knows what may be public, a school's numbers, an exception."""
    known = ((kind, key) for kind, keys in data.known.items() if kind != "entry" for key in keys)
    return data.site is not None and all(record in data.records for record in known)
