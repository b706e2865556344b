"""Pages as steps: what the views plan, rendered and named for the press."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from pairing.press import Step
from pairing.render import ShellMaker, render
from pairing.search import Records
from pairing.views import Page, PageJob, Portal, page_jobs

# More files that a job makes of the entries that it has at hand.
Beside = Callable[[PageJob], Iterable[tuple[str, bytes]]]


def page_steps(
    portal: Portal,
    make_shell: ShellMaker,
    lead: str = "",
    fresh: dict[str, bytes] | None = None,
    beside: Beside = lambda job: (),
) -> Iterator[Step]:
    """Every generated page, below ``lead``, with its records for the search; ``fresh`` gets the records as well."""
    for job in page_jobs(portal):
        yield Step(f"{lead}pages/{job.name}", job.key, partial(_rendered, job, make_shell, lead, fresh, beside))


def _rendered(
    job: PageJob, make_shell: ShellMaker, lead: str, fresh: dict[str, bytes] | None, beside: Beside
) -> Iterator[tuple[str, bytes]]:
    yield from below(lead, searched(job.make(), make_shell, lead, fresh))
    yield from below(lead, beside(job))


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
