"""The end of a build in one place: make every file, look at the whole, publish it, say what was done."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from pairing.ahead import Begun, Proofs
from pairing.digests import fingerprint
from pairing.keep import keep_for
from pairing.links import astray
from pairing.moves import clashes
from pairing.portal import campus_steps, closing, guarded, portal_steps, taken, watched
from pairing.press import Contents, Press, Step
from pairing.problems import DataError, Problem, Trouble, told
from pairing.progress import Progress
from pairing.proof import notice
from pairing.publish import publish
from pairing.render import ShellMaker
from pairing.scan.guard import Guard, unneeded_waivers
from pairing.search import ready
from pairing.shell import Shell
from pairing.views import Portal
from pairing.workers import Crew, leave


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
    keep = keep_for(portal.data.root)
    with Press(target, keep, crew, preview=preview, looked=begun.looked) as press:
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
        done = publish(files, press.published, press.folders, in_place=preview, spare=press.spare, crew=crew)
        press.remember(done.copied)
    progress.stage("文字核对")
    said = _said(begun.proofs, portal.data.root)
    progress.end()
    if not preview:
        leave(portal, keep, press, files)
    pages = sum(path.endswith(".html") for path in files)
    first = f"网站：{pages} 个网页，共 {done.files} 个文件，{done}；用时 {progress.seconds:.1f} 秒，没有错误。"
    return "".join(f"{line}\n" for line in (first, *hints)) + said


def _said(proofs: Proofs, root: Path) -> str:
    """What text checks found, or why they could not be made: they stop nothing, and the site is out."""
    try:
        return notice(proofs())
    except (DataError, Trouble, OSError) as error:
        return f"网站已更新，但文字检查没有做完，请再运行 make check：{told(error, root)}"
