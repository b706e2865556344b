"""All that must pass before anything is made: read, check, scan. What is wrong is told at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from pairing.clock import as_of
from pairing.early import seat
from pairing.load import survey
from pairing.problems import DataError, Problem
from pairing.read import Dataset
from pairing.scan.guard import Guard, open_guard
from pairing.workers import ALONE, Crew


def examine(
    root: Path, environ: Mapping[str, str], *, internal: bool = False, crew: Crew = ALONE
) -> tuple[Dataset, date, Guard]:
    """The data of a site's folder, its day, and the guard of its output; DataError with every problem of all three."""
    data, problems = survey(root, crew, partial(seat, environ))
    if problems:
        raise DataError([*problems, *_secrets(data, environ)])
    day = as_of(root, data.checked_site, environ)
    return data, day, open_guard(data, day, environ, internal=internal, crew=crew)


def _secrets(data: Dataset, environ: Mapping[str, str]) -> Sequence[Problem]:
    """What must not be public in data that has faults besides.

    Where a file of data/ could not be read, nobody knows what may stand elsewhere: a school's numbers, an exception.
    """
    whole = all((kind, key) in data.records for kind, keys in data.known.items() if kind != "entry" for key in keys)
    if not whole or data.site is None:
        return []
    try:
        open_guard(data, as_of(data.root, data.site, environ), environ)
    except DataError as error:
        return error.problems
    except OSError:  # of the file that cannot be read the problems tell
        return []
    return []
