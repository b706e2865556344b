"""Work over the cores: jobs make files; forked workers run them and lay what is new into a stage.

A worker inherits everything that is known before the fork and hands back only where each file lies,
so nothing large travels between processes. What a file holds does not depend on who made it: one
worker or many give the same bytes. Nothing of the published site is touched here.
"""

import gc
import os
import pickle
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# One step of a build: (path, bytes) of the files that it makes.
Job = Callable[[], Iterable[tuple[str, bytes]]]
# Fewer jobs than this are not worth a second process.
_WORTH_IT: Final = 8


@dataclass(frozen=True)
class Laid:
    """A finished file on disk: ``fresh`` in the stage, else already published with the same bytes."""

    file: Path
    fresh: bool

    def read(self) -> bytes:
        """Its bytes."""
        return self.file.read_bytes()


Content = bytes | Laid


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


def pace(environ: Mapping[str, str], *, serving: bool) -> int:
    """How many workers a build may have: JIEDUI_WORKERS, else the cores; a preview has threads and does not fork.

    Also sets the pace of Python's garbage collector. A build makes a million small objects that live to
    its end; looking at them again and again would take longer than making them.
    """
    if serving:
        gc.set_threshold(100_000, 50, 100)
        return 1
    gc.disable()
    asked = environ.get("JIEDUI_WORKERS", "")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, int(asked)) if asked.isdecimal() else cores if hasattr(os, "fork") else 1


def gather(jobs: Iterable[Job]) -> dict[str, bytes]:
    """All files of all jobs in memory, in this process."""
    return {path: content for job in jobs for path, content in job()}


class Press:
    """Runs jobs for one target folder. Use as a context: the stage is removed at its end."""

    def __init__(self, target: Path, workers: int) -> None:
        self.target, self.workers = target, workers
        self.stage = target.parent / f".{target.name}.stage-{os.getpid()}"

    def __enter__(self) -> "Press":
        self.target.parent.mkdir(parents=True, exist_ok=True)
        for left in self.target.parent.glob(f".{self.target.name}.stage-*"):
            if left == self.stage or not _alive(left):
                shutil.rmtree(left, ignore_errors=True)
        self.stage.mkdir()
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.stage, ignore_errors=True)

    def run(self, jobs: Sequence[Job]) -> dict[str, Content]:
        """All files of all jobs. What a job raises is raised here, whoever ran it."""
        workers = self.workers if len(jobs) >= _WORTH_IT else 1
        if workers == 1:
            return dict(self._lay(jobs, 0))
        gc.freeze()  # what exists is not looked at again, so that its pages stay shared
        children = [self._fork(jobs[i::workers], i) for i in range(workers)]
        results = [_result(*child) for child in children]
        gc.unfreeze()
        files: dict[str, Content] = {}
        for found in results:
            if isinstance(found, BaseException):
                raise found
            files |= found
        return files

    def _lay(self, jobs: Iterable[Job], worker: int) -> Iterator[tuple[str, Laid]]:
        """Lay what the published site does not have yet into the stage."""
        number = 0
        for job in jobs:
            for path, content in job():
                published = self.target / path
                if _holds(published, content):
                    yield path, Laid(published, fresh=False)
                    continue
                file = self.stage / f"{worker}-{number}"
                number += 1
                file.write_bytes(content)
                yield path, Laid(file, fresh=True)

    def _fork(self, jobs: Sequence[Job], worker: int) -> tuple[int, int]:
        """(process, pipe) of a child that runs some jobs and writes what it found."""
        reading, writing = os.pipe()
        child = os.fork()
        if child:
            os.close(writing)
            return child, reading
        os.close(reading)
        gc.disable()
        try:
            told = pickle.dumps(dict(self._lay(jobs, worker)))
        except BaseException as error:
            told = _told(error)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
        os._exit(0)


def _told(error: BaseException) -> bytes:
    """An error on its way to the parent; one that cannot travel becomes its words."""
    try:
        told = pickle.dumps(error)
        pickle.loads(told)  # noqa: S301 -- our own
    except Exception:
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
    return told


def _result(child: int, reading: int) -> "dict[str, Content] | BaseException":
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if status or not told:
        return RuntimeError(f"a worker died (status {status})")
    found: dict[str, Content] | BaseException = pickle.loads(told)  # noqa: S301 -- our own child's
    return found


def _holds(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False


def _alive(stage: Path) -> bool:
    """Whether the build that a stage belongs to still runs."""
    try:
        os.kill(int(stage.name.rpartition("-")[2]), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
