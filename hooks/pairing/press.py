"""Steps: named pieces of work that make files, each with a key of all that it depends on.

A step whose key is that of the last build, and whose files still lie in the site as that build left
them, is not run. All others are run by this process and by forked ones, which inherit everything that
is known before the fork and lay what is new into a stage; nothing large travels between processes. What a
file holds does not depend on who made it: one worker or many, with or without what was kept, give the same
bytes. Nothing of the published site is touched here.
"""

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Final, NamedTuple, Union

from pairing.addresses import KEPT
from pairing.beside import Folders, Stamp, keep_inside, make_folder, stamp_of, stamps
from pairing.digests import all_bytes
from pairing.keep import Keep
from pairing.problems import DataError, Trouble
from pairing.workers import ALONE, Crew, spread

# What previews left in their folders, by folder: the stamps of all files, and every step.
_LEFT: Final[dict[Path, tuple[dict[str, Stamp], dict[str, "Done"]]]] = {}
# What there is to look through: the site with what is kept beside it, and the second site.
SITE: Final = "site"
SPARE: Final = "spare"
# Fewer steps than this are not worth a second process.
_WORTH_IT: Final = 4


class Step(NamedTuple):
    """One piece of work. ``make`` gives (path, bytes) of files, or smaller steps that it falls into.

    ``after`` gives more files once the smaller steps are done; it gets all paths that the step has made.
    """

    name: str
    key: bytes
    make: Callable[[], Iterable[Union[tuple[str, bytes], "Step"]]]
    after: Callable[[Sequence[str]], Iterable[tuple[str, bytes]]] | None = None


class Done(NamedTuple):
    """What a step left: its key, its own files, and the names of the smaller steps that it fell into."""

    key: bytes
    files: dict[str, Stamp]
    steps: tuple[str, ...]


class Laid(NamedTuple):
    """A finished file on disk: ``fresh`` in the stage, else already published with the same bytes."""

    file: str
    fresh: bool

    def read(self) -> bytes:
        """Its bytes."""
        return Path(self.file).read_bytes()


class Looked(NamedTuple):
    """What was seen of a site or of the second one by somebody who did not hold it, which travels fast as it is small.

    Where it differs from what the last build left: the stamps of other files, and what is gone. ``turn`` tells who held
    the site last, ``left`` how many files were left as far as is known.
    """

    turn: bytes
    left: int
    others: dict[str, Stamp]
    gone: list[str]


Content = bytes | Laid
# Who tells what was seen of each part, if somebody looked.
Looks = Mapping[str, Callable[[], Looked]]


class Contents(Mapping[str, bytes]):
    """Finished files as bytes, read when asked for."""

    def __init__(self, files: Mapping[str, Content]) -> None:
        self._files = files

    def __getitem__(self, path: str) -> bytes:
        found = self._files[path]
        return found if isinstance(found, bytes) else found.read()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def lay(path: str, content: bytes, folders: Folders, published: Mapping[str, Stamp]) -> tuple[Laid, Stamp]:
    """Lay a file into the stage, where the published site does not have the same bytes; where it lies, its stamp."""
    keep_inside(path)
    stamp = published.get(path)
    if stamp and stamp[0] == len(content) and all_bytes(place := folders.at(path), stamp[0]) == content:
        return Laid(place, fresh=False), stamp
    staged = folders.staged(path)
    try:
        if path.endswith("/index.html"):  # mostly the first of its folder: not to try and fail costs less
            make_folder(staged.removesuffix("/index.html"))
        return Laid(staged, fresh=True), _write(staged, content)
    except FileNotFoundError:
        make_folder(os.path.dirname(staged))
        return Laid(staged, fresh=True), _write(staged, content)


def _write(staged: str, content: bytes) -> Stamp:
    """Write a file without the layers of `open`, which cost more than the file."""
    file = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        written = os.write(file, content)
        while written < len(content):
            written += os.write(file, content[written:])
        return stamp_of(os.fstat(file))
    finally:
        os.close(file)


@dataclass
class _Output:
    """What a worker hands back of one step: every step that it fell into, and the paths that are new."""

    done: dict[str, Done] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)


def pace(environ: Mapping[str, str], *, serving: bool) -> int:
    """How many workers a build may have: JIEDUI_WORKERS, else the cores; a preview has threads and does not fork.

    A build needs no garbage collector: what it makes lives to its end.
    """
    if serving:
        return 1
    gc.disable()
    asked = environ.get("JIEDUI_WORKERS", "")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, int(asked)) if asked.isdecimal() else cores if hasattr(os, "fork") else 1


class Press:
    """Runs steps for one target folder. Use as a context: other builds of it wait till its end.

    The folder of a ``preview`` is its own and goes with it: what is in there is known without a look, and nothing of
    it is kept for another day.
    """

    def __init__(
        self,
        target: Path,
        keep: Keep,
        crew: Crew = ALONE,
        *,
        preview: bool = False,
        looked: Looks | None = None,
    ) -> None:
        self.folders, self.keep, self.crew, self.preview = Folders(target), keep, crew, preview
        self._done: dict[str, Done] = {}
        self._before: dict[str, Done] = {}
        self._inside = ExitStack()
        self._looked, self._turn = looked or {}, b""

    def __enter__(self) -> "Press":
        self._turn = self._inside.enter_context(self.folders.held())
        if self.folders.target in _LEFT:
            self.published, self._before = _LEFT[self.folders.target]
        elif not self.preview:
            self._before = _recall(self.folders.target, self.keep)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # Problems are found before anything is published; anything else may have come in the midst of it.
        if kind is not None and not issubclass(kind, DataError | Trouble):
            _LEFT.pop(self.folders.target, None)
        self._inside.close()

    @cached_property
    def published(self) -> dict[str, Stamp]:
        """The stamps of all that the site has."""
        return self._seen(SITE) or _through(self.folders, SITE)

    def spare(self) -> dict[str, Stamp]:
        """The stamps of all that the second site has."""
        return self._seen(SPARE) or _through(self.folders, SPARE)

    def _seen(self, part: str) -> dict[str, Stamp]:
        """What was seen before the site was held, if nobody else has held it since; else nothing."""
        if part not in self._looked:
            return {}
        looked, left = self._looked[part](), _left(self._before, part)
        if not looked.turn or (looked.turn, looked.left) != (self._turn, len(left)):
            return {}
        left.update(looked.others)
        for path in looked.gone:
            del left[path]
        return left

    def run(
        self,
        steps: Iterable[Step],
        ready: Callable[[int], None] = lambda count: None,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> dict[str, Content]:
        """All files of all steps. What a step raises is raised here, whoever ran it.

        ``ready`` is told, before any of them is run, how many will be: what it loads then, workers share.
        ``meanwhile`` is done while workers run them, where there are any: what comes next may need it.
        """
        files: dict[str, Content] = {}
        todo = []
        # All keys first: meanwhile another core looks through the site, which must be known before workers are forked.
        listed, _ = [*steps], self.published
        for step in listed:
            if self._stands(step):
                self._take(step.name, files)
            else:
                todo.append(step)
        ready(len(todo))
        workers = self.crew.workers if len(todo) >= _WORTH_IT else 1
        tasks = [partial(self.work, step) for step in todo]
        for output in spread(tasks, workers, self.crew.tell, meanwhile):
            self._done |= output.done
            fresh = output.fresh
            for done in output.done.values():
                for path in done.files:
                    new = path in fresh
                    files[path] = Laid(self.folders.staged(path) if new else self.folders.at(path), new)
        return files

    def remember(self, copied: Mapping[str, Stamp]) -> None:
        """Keep what was done, when all of it is published; ``copied``: stamps of what is another file than was laid."""
        for done in self._done.values() if copied else ():
            done.files.update({path: copied[path] for path in done.files if path in copied})
        if self.preview:
            _LEFT[self.folders.target] = self.published, self._done
        elif self._done != self._before:
            self.keep.remember(_name(self.folders.target), self._done)

    def _stands(self, step: Step) -> bool:
        """Whether a step is as the last build did it, and its files lie in the site as they were left."""
        done = self._before.get(step.name)
        return done is not None and done.key == step.key and self._whole(done)

    def _whole(self, done: Done) -> bool:
        published = self.published
        if not done.files.items() <= published.items():
            return False
        return all(name in self._before and self._whole(self._before[name]) for name in done.steps)

    def _take(self, name: str, files: dict[str, Content]) -> None:
        done = self._done[name] = self._before[name]
        for path in done.files:
            files[path] = Laid(self.folders.at(path), fresh=False)
        for inner in done.steps:
            self._take(inner, files)

    def work(self, step: Step) -> _Output:
        """Run one step, in whatever process."""
        output = _Output()
        self._run(step, output)
        return output

    def _run(self, step: Step, output: _Output) -> list[str]:
        """Every path of a step; what is new of it lies in the stage then."""
        if self._stands(step):
            kept: dict[str, Content] = {}
            self._take(step.name, kept)
            output.done |= {name: self._done[name] for name in _names(step.name, self._done)}
            return list(kept)
        own: dict[str, Stamp] = {}
        inner: list[str] = []
        paths: list[str] = []
        for made in step.make():
            if isinstance(made, Step):
                paths += self._run(made, output)
                inner.append(made.name)
            else:
                own[made[0]] = self._lay(*made, output)
        paths += own
        for path, content in step.after(paths) if step.after else ():
            own[path] = self._lay(path, content, output)
            paths.append(path)
        output.done[step.name] = Done(step.key, own, tuple(inner))
        return paths

    def _lay(self, path: str, content: bytes, output: _Output) -> Stamp:
        laid, stamp = lay(path, content, self.folders, self.published)
        output.fresh.update((path,) if laid.fresh else ())
        return stamp


def look(folders: Folders, keep: Keep, turn: bytes, part: str) -> Looked:
    """How a site or the second one differs from what the last build left: for `Press`, which then holds both.

    ``turn`` is whose turn it was before the look (`Folders.turn`).
    """
    left = _left(_recall(folders.target, keep), part)
    found = _through(folders, part)
    others = {path: stamp for path, stamp in found.items() if left.get(path) != stamp}
    return Looked(turn, len(left), others, [path for path in left if path not in found])


def _through(folders: Folders, part: str) -> dict[str, Stamp]:
    return folders.stamps() if part == SITE else stamps(folders.spare)


def _name(target: Path) -> str:
    return f"steps {target.resolve()}"


def _recall(target: Path, keep: Keep) -> dict[str, Done]:
    """Every step of the last build, as far as it is known."""
    return keep.recall(_name(target)) or {}


def _left(before: Mapping[str, Done], part: str) -> dict[str, Stamp]:
    """The stamps of all files that steps left; the second site has what is published of them."""
    found: dict[str, Stamp] = {}
    for done in before.values():
        found.update(done.files)
    return found if part == SITE else {path: stamp for path, stamp in found.items() if KEPT not in path}


def _names(name: str, done: Mapping[str, Done]) -> Iterator[str]:
    yield name
    for inner in done[name].steps:
        yield from _names(inner, done)
