"""Runs one command and says what it took: a process of its own, small, with the standard library only.

``python -I -S _bench_runner.py WATCH FOLDER LOG COMMAND...`` prints {"seconds", "cpu", "memory_mb", "code"} as
JSON. WATCH is 1 to look at the memory of the whole process tree, which takes time, or 0 for the clock alone.
A process that starts another counts towards its largest memory, so the benchmark itself, which holds thousands
of entries, must not be the one.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

# Seconds between looks at the memory; and no more than this share of the time is spent looking.
PAUSE = 0.05
SHARE = 0.05


def tree(pid: int) -> list[int]:
    """A process and all that descend from it; empty where it is gone or the system does not tell."""
    found, todo = [], [pid]
    while todo:
        here = todo.pop()
        threads = Path(f"/proc/{here}/task")
        with contextlib.suppress(OSError):
            for thread in threads.iterdir():
                todo += map(int, (thread / "children").read_text().split())
            found.append(here)
    return found


def held(pid: int) -> int:
    """Bytes that a process and its descendants hold: what they share is counted once (PSS)."""
    total = 0
    for each in tree(pid):
        with contextlib.suppress(OSError, StopIteration):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += int(next(line for line in lines if line.startswith("Pss:")).split()[1]) * 1024
    return total


def busy(pid: int) -> float:
    """CPU seconds that a process, its descendants and those it waited for have used so far."""
    total = 0.0
    for each in tree(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return total


class Watch:
    """Looks at the memory of a process tree every 50 ms while it is entered; ``most`` is the largest found."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most = pid, 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        took = 0.0
        while not self._done.wait(max(PAUSE, took / SHARE)):
            start = time.perf_counter()
            self.most = max(self.most, held(self.pid))
            took = time.perf_counter() - start

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()


def main() -> None:
    watched, folder, log, *command = sys.argv[1:]
    with Path(log).open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
        watch = Watch(process.pid)
        with watch if watched == "1" else contextlib.nullcontext():
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
    # The largest single process is known exactly, the sum over all of them only at the looks.
    most = max(watch.most, usage.ru_maxrss * 1024)
    took = {"seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "memory_mb": most / 1_000_000}
    print(json.dumps({**took, "code": os.waitstatus_to_exitcode(status)}))


if __name__ == "__main__":
    main()
