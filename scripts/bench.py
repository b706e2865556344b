#!/usr/bin/env python3
"""Measure how fast sites are built, beside Hugo, Zensical and Material's blog plugin: scripts/bench.md says how."""

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from _bench_entries import stories
from _bench_measure import BrokenError, measure
from _bench_peers import Installed, MissingError, install
from _bench_table import OURS, Row, goals, medians, save, table
from _bench_tools import PEERS, TASKS, TOOLS, Tool, make
from _paths import ROOT

SIZES: Final = (100, 1000, 10_000)
SCHOOLS: Final = 20
SAVED: Final = ROOT / ".cache" / "bench.json"
# Larger sizes only where the tool is asked for by name: its time grows with the square of them.
MOST: Final = {"material-blog": 1000}
MEMORY: Final = Path("/dev/shm")  # noqa: S108 -- a folder of our own is made in it


def _some(allowed: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """Reads some of the allowed words, parted by commas."""

    def read(text: str) -> tuple[str, ...]:
        words = tuple(filter(None, text.split(",")))
        wrong = [word for word in words if word not in allowed]
        if wrong or not words:
            found = ", ".join(wrong) or "nothing given"
            raise argparse.ArgumentTypeError(f"{found}; known are {', '.join(allowed)}")
        return words

    return read


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(word) for word in text.split(",") if word.isdecimal() and int(word) > 0)
    if not sizes or len(sizes) != text.count(",") + 1:
        raise argparse.ArgumentTypeError(f"numbers of entries, such as 100 or 100,1000, not {text}")
    return sizes


def _schools(text: str) -> int:
    if not text.isdecimal() or int(text) < 2 or int(text) % 2:
        raise argparse.ArgumentTypeError(f"an even number, as every two schools are a pair, not {text}")
    return int(text)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=_sizes, default=SIZES, metavar="N,…", help="entries (default: 100,1000,10000)")
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured (default: %(default)s)")
    parser.add_argument("--tools", type=_some(TOOLS), metavar="A,B", help=f"of {', '.join(TOOLS)} (default: all)")
    parser.add_argument("--tasks", type=_some(TASKS), default=TASKS, metavar="A,B", help=f"of {', '.join(TASKS)}")
    parser.add_argument(
        "--schools", type=_schools, default=SCHOOLS, metavar="S", help="schools; every two have a plan (default: 20)"
    )
    parser.add_argument("--seed", type=int, default=1, help="the dice of the corpus (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=SAVED, help="the JSON file (default: .cache/bench.json)")
    asked = parser.parse_args()
    if asked.runs < 1:
        parser.error("--runs: at least 1")
    return asked


def installed(names: Iterable[str]) -> dict[str, Installed]:
    """The peers that could be installed; of the others one line says why not."""
    found = {}
    for name in names:
        try:
            found[name] = install(name)
        except MissingError as reason:
            print(f"{name} is left out: {reason}", file=sys.stderr)
    return found


def versions(peers: dict[str, Installed]) -> dict[str, str]:
    """Of all that is measured and of what we are built on."""
    commit = subprocess.run(
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    ours = {OURS: commit.stdout.strip() or "unknown"}
    ours |= {name: version(name) for name in ("mkdocs", "mkdocs-material", "markdown", "pydantic", "jinja2")}
    return {**ours, **{name: peer.version for name, peer in peers.items()}}


def round_trip(tools: list[Tool], tasks: Sequence[str], label: str) -> Iterator[Row]:
    """Every task of every tool once, the tools in turn.

    A broken peer leaves the list; a broken build of ours ends all.
    """
    for task in tasks:
        for tool in [item for item in tools if task in item.tasks]:
            try:
                row = measure(tool, task)
            except BrokenError as error:
                if tool.name == OURS:
                    sys.exit(f"our build broke ({task}, N={len(tool.paths)}):\n{error}")
                said = [line for line in str(error).splitlines() if line.strip()] or ["no message"]
                print(f"{tool.name} is left out from here: {said[-1]}", file=sys.stderr)
                tools.remove(tool)
                continue
            print(f"{label}  {task:9}{tool.name:14}{row.seconds:8.2f} s", file=sys.stderr, flush=True)
            yield row


def size(n: int, names: Iterable[str], peers: dict[str, Installed], asked: argparse.Namespace) -> Iterator[Row]:
    """All measurements at one size, in a folder that is removed again."""
    folder = Path(tempfile.mkdtemp(prefix="jiedui-bench-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        told = list(stories(n, asked.schools, asked.seed))
        tools = [make(name, folder, told, peers.get(name), asked.schools, asked.seed) for name in names]
        del told
        for run in range(1, asked.runs + 1):
            yield from round_trip(tools, asked.tasks, f"N={n} run {run}/{asked.runs}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measured(asked: argparse.Namespace, wanted: Sequence[str], peers: dict[str, Installed]) -> list[Row]:
    """All rows. Interrupted (Ctrl-C or a kill), those that there are."""
    names = [name for name in wanted if name == OURS or name in peers]
    found: list[Row] = []
    try:
        for n in sorted(set(asked.n)):
            for row in size(n, [name for name in names if asked.tools or n <= MOST.get(name, n)], peers, asked):
                found.append(row)  # one by one, so that an interruption leaves what is there
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
    return found


def main() -> None:
    asked = arguments()
    for sign in (signal.SIGINT, signal.SIGTERM):  # also in the background, where shells let the first be ignored
        signal.signal(sign, signal.default_int_handler)
    wanted = asked.tools or TOOLS
    peers = installed(name for name in wanted if name in PEERS)
    rows = medians(measured(asked, wanted, peers))
    if not rows:
        sys.exit("nothing was measured")
    print(f"\nMedians of {asked.runs} (fewer where interrupted), {asked.schools} schools.")
    print("The ratio is to Hugo's same task, of campus to our own cold build.\n")
    print(f"{table(rows)}\n\n{goals(rows)}")
    save(asked.out, rows, versions(peers), asked.schools)


if __name__ == "__main__":
    main()
