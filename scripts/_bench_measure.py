"""Measurements: one task of one tool, as a row; and a preview from the save of a file to the new page."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Final

from _bench_runner import Watch, busy
from _bench_table import Row
from _bench_tools import Tool

RUNNER: Final = Path(__file__).with_name("_bench_runner.py")
EDITS: Final = 3
POLL: Final = 0.02
# Seconds: for a preview to come up, or to show an edit.
PATIENCE: Final = 1800.0
_FRESH: Final = ("cold", "campus")


class BrokenError(Exception):
    """A build that failed, with what it said."""


def measure(tool: Tool, task: str) -> Row:
    """Run one task once. A task that changes a built site gets one first, unmeasured.

    Memory is looked at once, in a run of its own before the first: to look takes time.
    """
    if task not in _FRESH and not tool.built:
        tool.prepare("cold")
        _run(tool, "cold")
    if task == "serve":
        return _serve(tool)
    if task not in tool.memory:
        tool.prepare(task)
        tool.memory[task] = _run(tool, task, watch=True)["memory_mb"]
    tool.prepare(task)
    took = _run(tool, task)
    files, size = weigh(tool.out)
    return Row(tool.name, len(tool.paths), task, took["seconds"], took["cpu"], tool.memory[task], files, size)


def weigh(folder: Path) -> tuple[int, int]:
    """How many files lie below a folder, and their bytes."""
    sizes = [os.lstat(Path(walked) / name).st_size for walked, _, names in os.walk(folder) for name in names]
    return len(sizes), sum(sizes)


def _run(tool: Tool, task: str, *, watch: bool = False) -> dict[str, float]:
    """Build once in a process of its own: {"seconds", "cpu", "memory_mb"}; BrokenError where it fails."""
    log = tool.folder / "build.log"
    command = [sys.executable, "-I", "-S", str(RUNNER), str(int(watch)), str(tool.folder), str(log), *tool.command()]
    # A group of its own, so that an interruption leaves nothing running.
    process = subprocess.Popen(
        command,
        env=tool.environment(task),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said, error = process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if process.returncode:
        raise BrokenError(error)
    took: dict[str, float] = json.loads(said)
    if took["code"]:
        raise BrokenError(log.read_text(encoding="utf-8", errors="replace"))
    tool.done(task)
    return took


def _serve(tool: Tool) -> Row:
    """From saving an entry to its new sentence over HTTP: the median of three edits of one preview."""
    dice = random.Random(len(tool.paths))  # noqa: S311 -- only so that no edit meets a polling watcher in step
    seconds, cpu = [], []
    with _preview(tool) as (address, process), Watch(process.pid) as watch:
        _until(process, f"{address}{tool.address(tool.paths[0])}", "", tool)
        for _ in range(EDITS):
            time.sleep(1.5 + dice.random())
            used = busy(process.pid)
            start = time.perf_counter()
            page, sentence = tool.edit()
            _until(process, f"{address}{page}", sentence, tool)
            seconds.append(time.perf_counter() - start)
            cpu.append(busy(process.pid) - used)
    most = watch.most / 1_000_000
    return Row(tool.name, len(tool.paths), "serve", median(seconds), median(cpu), most, None, None)


@contextmanager
def _preview(tool: Tool) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A running preview: its address and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (tool.folder / "serve.log").open("wb") as out:
        process = subprocess.Popen(
            tool.server(port), cwd=tool.folder, env=tool.environment("serve"), stdout=out, stderr=out
        )
    try:
        yield f"http://127.0.0.1:{port}/", process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _until(process: subprocess.Popen[bytes], address: str, text: str, tool: Tool) -> None:
    """Ask every 20 ms for a page until it holds a text."""
    deadline = time.monotonic() + PATIENCE
    wanted = text.encode()
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 -- our own preview
                if wanted in answer.read():
                    return
        except (OSError, http.client.HTTPException):
            pass  # not up yet, or between two builds
        if process.poll() is not None or time.monotonic() > deadline:
            raise BrokenError((tool.folder / "serve.log").read_text(encoding="utf-8", errors="replace"))
        time.sleep(POLL)
