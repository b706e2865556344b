"""What another core begins as soon as all is read: while this one checks it, and while MkDocs makes its pages."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from pairing.beside import Folders
from pairing.health import Health
from pairing.keep import keep_for
from pairing.ledger import Ledger
from pairing.press import SITE, SPARE, Looks, look
from pairing.proof import NAME, Finding, proof
from pairing.render import compile_all, nothing_compiled
from pairing.views import Portal
from pairing.workers import Ahead, Crew

# Gives the findings of text checks, which stop nothing.
Proofs = Callable[[], list[Finding]]


class Begun(NamedTuple):
    """What another core has begun, if there is one: who does it, and how to ask for it.

    ``portal`` opens the portal, once in every process: the other one has its own, of data that may yet be refused.
    ``looked`` tells what was seen of the site and of the second one.
    """

    work: Ahead
    looked: Looks
    portal: Callable[[], Portal]
    proofs: Proofs
    judged: Callable[[], tuple[Ledger, Health]]

    def close(self) -> None:
        """Let nobody work on it any more."""
        self.work.close()


def begin(root: Path, target: Path, opened: Callable[[], Portal], crew: Crew) -> Begun:
    """Let another core begin with what is known to be asked for; whatever it has not begun is done by who asks.

    Every build asks for the text checks, a first one for templates and the ledger before. Where there is a site, it has
    to be looked through first, and the second one last: it is asked for when something has changed.
    """
    portal, keep = cache(opened), keep_for(root)
    proofs, judged = partial(_proofs, portal, crew), partial(_judged, portal)
    folders, there = Folders(target), target.exists() and crew.workers > 1
    turn = folders.turn()
    site, spare = (partial(look, folders, keep, turn, part) for part in (SITE, SPARE))
    first: list[Callable[[], Any]] = [*([compile_all] if nothing_compiled() else []), judged]
    tasks = [*(first if keep.missing(NAME) else ()), *([site, proofs, spare] if there else [proofs])]
    begun = Ahead(tasks, crew)
    of = {task: partial(begun.result, i) for i, task in enumerate(tasks)}
    looked = {part: of[task] for part, task in ((SITE, site), (SPARE, spare)) if task in of}
    return Begun(begun, looked, portal, of[proofs], of.get(judged, judged))


def _proofs(portal: Callable[[], Portal], crew: Crew) -> list[Finding]:
    written = portal().written
    assert written is not None, "only a column has no texts of its own"
    return proof(written, crew)


def _judged(portal: Callable[[], Portal]) -> tuple[Ledger, Health]:
    return portal().ledger, portal().health
