"""Pages as steps: what the views plan, rendered and named for the press."""

from collections.abc import Iterable, Iterator
from functools import partial

from pairing.press import Step
from pairing.render import ShellMaker, render
from pairing.views import PageJob, Portal, page_jobs


def page_steps(portal: Portal, make_shell: ShellMaker, lead: str = "") -> Iterator[Step]:
    """Every generated page, below ``lead``."""
    for job in page_jobs(portal):
        yield Step(f"{lead}pages/{job.name}", job.key, partial(_rendered, job, make_shell, lead))


def _rendered(job: PageJob, make_shell: ShellMaker, lead: str) -> Iterator[tuple[str, bytes]]:
    return below(lead, render(job.make(), make_shell))


def below(lead: str, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Files with their paths below a folder."""
    return ((f"{lead}{path}", content) for path, content in files)
