"""Pages as steps: what the views plan, rendered and named for the press."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from pairing.press import Step
from pairing.render import ShellMaker, render
from pairing.search import Records
from pairing.views import Page, Portal, page_jobs


def page_steps(
    portal: Portal, make_shell: ShellMaker, lead: str = "", fresh: dict[str, bytes] | None = None
) -> Iterator[Step]:
    """Every generated page, below ``lead``, with its records for the search; ``fresh`` gets the records as well."""
    for job in page_jobs(portal):
        yield Step(f"{lead}pages/{job.name}", job.key, partial(_rendered, job.make, make_shell, lead, fresh))


def _rendered(
    make: Callable[[], Iterable[Page]], make_shell: ShellMaker, lead: str, fresh: dict[str, bytes] | None
) -> Iterator[tuple[str, bytes]]:
    return below(lead, searched(make(), make_shell, lead, fresh))


def searched(
    pages: Iterable[Page], make_shell: ShellMaker, lead: str = "", fresh: dict[str, bytes] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Rendered pages and their records for the search."""
    records = Records()
    yield from render(pages, make_shell, records.add)
    for path, content in records.files():
        if fresh is not None:
            fresh[f"{lead}{path}"] = content
        yield path, content


def below(lead: str, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Files with their paths below a folder."""
    return ((f"{lead}{path}", content) for path, content in files)
