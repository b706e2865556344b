"""The end of a build in one place: make every file, look at the whole, publish it, say what was done."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from pairing.health import Health
from pairing.keep import fingerprint, keep_for
from pairing.ledger import Ledger
from pairing.links import astray
from pairing.moves import clashes
from pairing.portal import campus_steps, closing, guarded, portal_steps, taken, watched
from pairing.press import Contents, Press, Step
from pairing.problems import DataError, Problem, Trouble, told
from pairing.progress import Progress
from pairing.proof import NAME, Finding, notice, proof
from pairing.publish import make_ready, publish
from pairing.render import ShellMaker, compile_all, nothing_compiled
from pairing.scan.guard import Guard, unneeded_waivers
from pairing.search import ready
from pairing.shell import Shell
from pairing.views import Portal
from pairing.workers import Ahead, Crew, leave


class Lent(NamedTuple):
    """What the theme lends: its files and pages by path, the titles of hand-written pages, shells."""

    files: Mapping[str, bytes]
    titles: Mapping[str, str]
    shells: ShellMaker
    campus: tuple[ShellMaker, Shell] | None  # None where the schools get no columns


# From so many steps on all workers come to ask for what nearly every step asks for.
_MANY: Final = 100
# Looks at a whole site before it is published, and gives what is wrong with it.
Judge = Callable[[Mapping[str, bytes]], list[Problem]]
# Gives the findings of text checks, which stop nothing.
Proofs = Callable[[], list[Finding]]


class Begun(NamedTuple):
    """What another core has begun while MkDocs makes its pages, if it has: who does it, and how to ask for it."""

    work: Ahead
    proofs: Proofs
    judged: Callable[[], tuple[Ledger, Health]]

    def close(self) -> None:
        """Let nobody work on it any more."""
        self.work.close()


def ahead(portal: Portal, crew: Crew) -> Begun:
    """Let another core begin with what is known to be asked for; whatever it has not begun is done by who asks.

    Every build asks for the text checks, a first one for templates and the ledger before.
    """
    assert portal.written is not None, "only a column has no texts of its own"
    proofs, judged = partial(proof, portal.written, crew), lambda: (portal.ledger, portal.health)
    first: list[Callable[[], Any]] = [*([compile_all] if nothing_compiled() else []), judged]
    tasks = [*(first if keep_for(portal.data.root).missing(NAME) else ()), proofs]
    begun = Ahead(tasks, crew)
    of = {task: partial(begun.result, i) for i, task in enumerate(tasks)}
    return Begun(begun, of[proofs], of.get(judged, judged))


def _look(files: Mapping[str, bytes], guard: Guard) -> Step:
    """A look at the files of the theme, while others make pages; it makes none. The same ones pass without."""

    def look() -> tuple[()]:
        for _ in guard.files(files.items()):
            pass
        return ()

    return Step("theme", fingerprint(guard.digest, *(part for item in sorted(files.items()) for part in item)), look)


def _share(portal: Portal, begun: Begun, steps: int) -> None:
    """Work out what many steps ask for before workers part; of few steps, as after one edit, not every worker asks."""
    if steps >= _MANY:
        portal.work_out(*begun.judged())


def finish(
    portal: Portal,
    guard: Guard,
    lent: Lent,
    target: Path,
    judge: Judge,
    begun: Begun,
    *,
    crew: Crew,
    preview: bool,
    progress: Progress,
    hints: Sequence[str],
) -> str:
    """Publish the whole site into ``target``; what was done, and hints. An error says that nothing has changed."""
    with Press(target, keep_for(portal.data.root), crew, preview=preview) as press:
        steps = [*portal_steps(portal, watched(lent.shells, guard))]
        if lent.campus and not portal.internal:
            steps = [*campus_steps(portal, *lent.campus, lent.files, target, guard), *steps]
        progress.stage("生成页面和数据")
        made = press.run([_look(lent.files, guard), *guarded(steps, guard)], partial(_share, portal, begun), ready)
        progress.stage("检索索引")
        last = closing(press, portal, made, lent.files, lent.titles, guard)
        files = {**lent.files, **made, **last}
        progress.stage("核对链接")
        whole = Contents(files)
        wrong = [*judge(whole), *astray(portal, whole), *unneeded_waivers(portal.data, guard, whole)]
        if wrong := [*wrong, *clashes(portal, [*taken(made), *lent.files])]:
            raise DataError(wrong)
        progress.stage("发布")
        done = publish(files, press.published, press.folders, in_place=preview, spare=press.spare)
        press.remember(done.copied)
        remarks = cache(partial(_said, begun.proofs, portal.data.root))
        with suppress(Trouble):  # from here on the new site is out, whatever happens; this can be done without
            if not preview:
                make_ready(press.folders, files, crew, remarks)
    progress.stage("文字核对")
    said = remarks()
    progress.end()
    if not preview:
        leave(portal, keep_for(portal.data.root), press, files)
    pages = sum(path.endswith(".html") for path in files)
    first = f"网站：{pages} 个网页，共 {done.files} 个文件，{done}；用时 {progress.seconds:.1f} 秒，没有错误。"
    return "".join(f"{line}\n" for line in (first, *hints)) + said


def _said(proofs: Proofs, root: Path) -> str:
    """What text checks found, or why they could not be made: they stop nothing, and the site is out."""
    try:
        return notice(proofs())
    except (DataError, Trouble, OSError) as error:
        return f"网站已更新，但文字检查没有做完，请再运行 make check：{told(error, root)}"
