"""Tasks over the cores: this process and forked ones take the next task as soon as they are done with one."""

import gc
import os
import pickle
import selectors
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from typing import Any, Final, NamedTuple, TypeVar

from pairing.problems import DataError, Problem, Trouble

Result = TypeVar("Result")
Item = TypeVar("Item")
# What is told while tasks are done: how many are, and how many there are.
Tell = Callable[[int, int], None]

# Numbers of tasks travel through a pipe; reading one is a single act, so that no two workers get the same.
_WIDTH: Final = 4
# A pipe holds at least this many numbers before somebody must read.
_ROOM: Final = 4096 // _WIDTH
_LENGTH: Final = 8
# What a pipe for results should hold, in bytes: everybody may have as much on Linux.
_WIDE: Final = 1 << 20
# From how many items on more than one process works on them, in how many shares for each, of what size at least.
MANY: Final = 200
_SHARES: Final = 8
_LEAST: Final = 25
# Workers that may not have ended yet.
_LEAVING: Final[list[int]] = []


def spread(
    tasks: Sequence[Callable[[], Result]],
    workers: int,
    tell: Tell = lambda done, of: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[Result]:
    """The results of all tasks, in the order of the tasks. What a task raises is raised here.

    Problems of data (`DataError`) do not end the work: those of all tasks are raised together at its end.
    ``tell`` is told how many are done, and how many there are. While others work, ``meanwhile`` is done here.
    """
    problems: list[Problem] = []
    for found in _found(tasks, workers, tell, meanwhile):
        if isinstance(found, DataError):
            problems += found.problems
        elif isinstance(found, BaseException):
            raise found
        else:
            yield found
    if problems:
        raise DataError(problems)


def _found(
    tasks: Sequence[Callable[[], Result]], workers: int, tell: Tell, meanwhile: Callable[[], object]
) -> Iterable[Any]:
    """The results of all tasks, their problems among them."""
    if workers > 1 and len(tasks) > 1:
        # What ends the work comes first, as it does where one task is done after the other.
        results = _forked(tasks, min(workers, len(tasks)), tell, meanwhile)
        yield from sorted(results, key=_ending, reverse=True)
        return
    for i, task in enumerate(tasks):
        try:
            yield task()
        except DataError as error:
            yield error
        tell(i + 1, len(tasks))


def _ending(found: Any) -> bool:
    return isinstance(found, BaseException) and not isinstance(found, DataError)


class Crew(NamedTuple):
    """How many may work on a build, and who is told how far they are."""

    workers: int = 1
    tell: Tell = lambda done, of: None


# One worker, of whom nobody hears.
ALONE: Final = Crew()


def shared(
    items: Sequence[Item],
    work: Callable[[Sequence[Item]], Result],
    crew: Crew,
    meanwhile: Callable[[], object] = lambda: None,
) -> Iterator[Result]:
    """What ``work`` makes of shares of some items, in order; few items are one share, and need no second process.

    Where there is one, ``meanwhile`` is done here first.
    """
    if crew.workers <= 1 or len(items) < MANY:
        return iter([work(items)] if items else [])
    size = max(_LEAST, -(-len(items) // (crew.workers * _SHARES)))
    shares = [items[start : start + size] for start in range(0, len(items), size)]
    return spread([partial(work, share) for share in shares], *crew, meanwhile)


class Ahead:
    """Tasks that somebody else begins at once, one after another, where there is somebody."""

    def __init__(self, tasks: Sequence[Callable[[], Any]], crew: Crew) -> None:
        self._tasks, self._child = tasks, 0
        self._results: dict[int, Any] = {}
        if crew.workers > 1:
            taking = _numbers(len(tasks))
            self._child, reading = _fork(tasks, [range(i, i + 1) for i in range(len(tasks))], taking)
            self._pipe = os.fdopen(reading, "rb", buffering=0)
            os.close(taking)

    def result(self, number: int) -> Any:
        """The result of a task, done here if nobody has begun it; what it raises is raised here."""
        while self._child and number not in self._results:
            told = _message(self._pipe)
            if told is None:
                self.close()
            else:
                self._results[told[0]] = told[1]
        found = self._results[number] if number in self._results else self._tasks[number]()
        if isinstance(found, BaseException):
            raise found
        return found

    def close(self) -> None:
        """Let nobody work on them any more."""
        if self._child:
            self._pipe.close()
            os.kill(self._child, signal.SIGKILL)
            _LEAVING.append(self._child)  # it gives back its memory first, for which nobody waits
            self._child = 0


def leave(*objects: object) -> None:
    """Keep objects to the end of the process, which then ends at once: to free a million of them takes a second.

    So do all that modules have: Python empties these at its end, and what they alone hold is freed then.
    """
    _bury(wait=True)
    held: list[object] = [*objects, *([*vars(module).values()] for module in [*sys.modules.values()])]
    held.append(held)  # a ring is freed by the collector only, and what is frozen it passes over
    gc.freeze()


def _forked(tasks: Sequence[Callable[[], Any]], workers: int, tell: Tell, meanwhile: Callable[[], object]) -> list[Any]:
    """The results of all tasks, in order. This process is one of the workers."""
    size = -(-len(tasks) // _ROOM)  # tasks that share a number, so that the pipe never fills
    shares = [range(start, min(start + size, len(tasks))) for start in range(0, len(tasks), size)]
    taking = _numbers(len(shares))
    gc.freeze()  # what exists is not looked at again, so that its pages stay shared
    others = [_fork(tasks, shares, taking) for _ in range(workers - 1)]
    _LEAVING.extend(child for child, _ in others)
    gc.unfreeze()
    results: dict[int, Any] = {}
    with ExitStack() as opened:
        opened.enter_context(os.fdopen(taking, "rb", buffering=0))
        selector = opened.enter_context(selectors.DefaultSelector())
        for _, reading in others:
            pipe = opened.enter_context(os.fdopen(reading, "rb", buffering=0))
            selector.register(pipe, selectors.EVENT_READ)
        meanwhile()
        for number in _taken(shares, taking):
            results[number] = _done(tasks[number])
            _hear(selector, results, wait=False)
            tell(len(results), len(tasks))
        while selector.get_map():
            _hear(selector, results, wait=True)
            tell(len(results), len(tasks))
    found = [results[number] for number in sorted(results)]
    if len(results) < len(tasks) and not any(isinstance(result, BaseException) for result in found):
        found.append(Trouble("系统终止了生成网站的一个进程（多半是内存不足），请关闭其他程序后再试。"))
    return found


def _taken(shares: Sequence[range], taking: int) -> Iterator[int]:
    """The numbers of tasks that nobody else takes, until there are none."""
    while taken := os.read(taking, _WIDTH):
        yield from shares[int.from_bytes(taken, "big")]


def _done(task: Callable[[], Any]) -> Any:
    """The result of a task, or its error."""
    try:
        return task()
    except Exception as error:
        return error


def _hear(selector: selectors.BaseSelector, results: dict[int, Any], *, wait: bool) -> None:
    """Take what others tell, and let go who has ended."""
    for event, _ in selector.select(None if wait else 0):
        told = _message(event.fileobj)
        if told is None:
            selector.unregister(event.fileobj)
        else:
            results[told[0]] = told[1]


def _numbers(count: int) -> int:
    """A pipe from which workers take numbers of tasks."""
    taking, giving = os.pipe()
    os.write(giving, b"".join(i.to_bytes(_WIDTH, "big") for i in range(count)))
    os.close(giving)
    return taking


def _bury(*, wait: bool = False) -> None:
    """Let the system forget workers that have ended. They give back their memory first, for which nobody waits."""
    _LEAVING[:] = [child for child in _LEAVING if os.waitpid(child, 0 if wait else os.WNOHANG) == (0, 0)]


def _fork(tasks: Sequence[Callable[[], Any]], shares: Sequence[range], taking: int) -> tuple[int, int]:
    """(process, pipe) of a child that takes tasks until there are none."""
    _bury()
    reading, writing = _wide_pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        _LEAVING.clear()  # not this one's children
        os.close(reading)
        gc.disable()
        with os.fdopen(writing, "wb") as pipe:
            for number in _taken(shares, taking):
                told = _told(number, tasks[number])
                pipe.write(len(told).to_bytes(_LENGTH, "big") + told)
                pipe.flush()
    finally:
        os._exit(0)


def _wide_pipe() -> tuple[int, int]:
    """A pipe that holds what a worker tells while nobody listens, on systems that have such pipes."""
    reading, writing = os.pipe()
    with suppress(ImportError, OSError):
        from fcntl import F_SETPIPE_SZ, fcntl  # Linux only

        fcntl(writing, F_SETPIPE_SZ, _WIDE)
    return reading, writing


def _told(number: int, task: Callable[[], Any]) -> bytes:
    """The result of a task, or its error; one that cannot travel becomes its words."""
    try:
        return pickle.dumps((number, task()), pickle.HIGHEST_PROTOCOL)
    except BaseException as error:
        try:
            told = pickle.dumps((number, error))
            pickle.loads(told)  # noqa: S301 -- our own
        except Exception:
            return pickle.dumps((number, RuntimeError(f"{type(error).__name__}: {error}")))
        return told


def _message(pipe: Any) -> tuple[int, Any] | None:
    """The next message of a worker; None where it has ended."""
    length = _read(pipe, _LENGTH)
    size = int.from_bytes(length, "big")
    told = _read(pipe, size) if len(length) == _LENGTH else b""
    if not told or len(told) < size:  # it may have been killed in the midst of a message
        return None
    found: tuple[int, Any] = pickle.loads(told)  # noqa: S301 -- our own child's
    return found


def _read(pipe: Any, size: int) -> bytes:
    """So many bytes, fewer only where the worker has ended. Unbuffered: select() must see what is left."""
    found = bytearray()
    while len(found) < size and (more := pipe.read(size - len(found))):
        found += more
    return bytes(found)
