"""Rows of measurements → medians, the printed table, the comparison with the goals, and the JSON file."""

import json
import math
import os
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Final

OURS: Final = "ours"
HUGO: Final = "hugo"
BLOG: Final = "material-blog"
# What of Hugo is set beside a task that it does not know: whatever was changed, it builds all again.
_REBUILD: Final = {"plan": "entry", "template": "entry"}


@dataclass(frozen=True)
class Row:
    """One task of one tool at one size. Seconds by the wall and of CPU; files and bytes of the output.

    ``files`` and ``bytes`` are None for a preview, which keeps its output to itself.
    """

    tool: str
    n: int
    task: str
    seconds: float
    cpu: float
    memory_mb: float
    files: int | None
    bytes: int | None


Rows = Mapping[tuple[str, int, str], Row]


@dataclass(frozen=True)
class Goal:
    """One line of the comparison: what, where it is found, what is wanted, and what is the least."""

    what: str
    value: Callable[[Rows], float | None]
    goal: float
    floor: float | None


def _ratio(tool: str, other: str, n: int, task: str) -> Callable[[Rows], float | None]:
    return lambda rows: _over(rows, (tool, n, task), (other, n, task), "seconds")


def _over(rows: Rows, one: tuple[str, int, str], other: tuple[str, int, str], name: str) -> float | None:
    """How a row stands to another; None where one is missing or nothing was counted."""
    if one not in rows or other not in rows:
        return None
    below = float(getattr(rows[other], name))
    return float(getattr(rows[one], name)) / below if below else None


def exponent(rows: Rows) -> float | None:
    """The power of N with which our CPU time of a cold build grows from 1,000 to 10,000 entries."""
    ratio = _over(rows, (OURS, 10_000, "cold"), (OURS, 1_000, "cold"), "cpu")
    return math.log10(ratio) if ratio else None


def _campus(rows: Rows) -> float | None:
    """Portal and all columns against the portal alone, at the largest size that has both.

    None where both have the same files: then the columns were not left out, and there is nothing to compare.
    """
    sizes = sorted({n for tool, n, task in rows if (tool, task) == (OURS, "campus")}, reverse=True)
    for n in sizes:
        whole, alone = rows[OURS, n, "campus"], rows.get((OURS, n, "cold"))
        if alone and whole.files != alone.files:
            return whole.seconds / alone.seconds
    return None


def _memory(rows: Rows) -> float | None:
    return _over(rows, (OURS, 10_000, "cold"), (HUGO, 10_000, "cold"), "memory_mb")


GOALS: Final = (
    Goal("cold, N=10000, to hugo", _ratio(OURS, HUGO, 10_000, "cold"), 0.9, 1.6),
    Goal("serve, N=10000, to hugo server", _ratio(OURS, HUGO, 10_000, "serve"), 1.0, 1.6),
    Goal("cold, N=1000, to material-blog", _ratio(OURS, BLOG, 1_000, "cold"), 0.08, 0.15),
    Goal("entry, N=10000, to hugo's rebuild", _ratio(OURS, HUGO, 10_000, "entry"), 0.22, 0.4),
    Goal("campus to the portal alone", _campus, 1.8, 3.0),
    Goal("growth of cold CPU, exponent of N", exponent, 1.0, 1.1),
    Goal("memory, cold, N=10000, to hugo", _memory, 0.5, None),
)


def medians(found: Iterable[Row]) -> list[Row]:
    """One row per (tool, n, task) with the median of each figure, in the order of first appearance."""
    groups: dict[tuple[str, int, str], list[Row]] = {}
    for row in found:
        groups.setdefault((row.tool, row.n, row.task), []).append(row)
    return [_median(rows) for rows in groups.values()]


def _median(rows: Sequence[Row]) -> Row:
    first = rows[0]

    def whole(name: str) -> int | None:
        values = [value for row in rows if (value := getattr(row, name)) is not None]
        return int(median(values)) if values else None

    seconds, cpu, memory = (median(getattr(row, name) for row in rows) for name in ("seconds", "cpu", "memory_mb"))
    return Row(first.tool, first.n, first.task, seconds, cpu, memory, whole("files"), whole("bytes"))


def by_key(rows: Iterable[Row]) -> dict[tuple[str, int, str], Row]:
    """The rows by (tool, n, task)."""
    return {(row.tool, row.n, row.task): row for row in rows}


def beside(rows: Rows, row: Row) -> float | None:
    """The ratio that the table prints: to Hugo's same task, or for ``campus`` to our own cold build."""
    other = (OURS, row.n, "cold") if row.task == "campus" else (HUGO, row.n, _REBUILD.get(row.task, row.task))
    return _over(rows, (row.tool, row.n, row.task), other, "seconds")


def table(rows: Sequence[Row]) -> str:
    """The table of all figures: by size, then task, then tool."""
    known, tasks = by_key(rows), list(dict.fromkeys(row.task for row in rows))
    lines = [("N", "task", "tool", "seconds", "ratio", "CPU s", "MB held", "files", "MB out")]
    for row in sorted(rows, key=lambda row: (row.n, tasks.index(row.task))):
        ratio = beside(known, row)
        lines.append(
            (
                str(row.n),
                row.task,
                row.tool,
                f"{row.seconds:.2f}",
                "–" if ratio is None else f"{ratio:.2f}",
                f"{row.cpu:.2f}",
                f"{row.memory_mb:.0f}",
                "–" if row.files is None else str(row.files),
                "–" if row.bytes is None else f"{row.bytes / 1_000_000:.1f}",
            )
        )
    return _aligned(lines, left=(1, 2))


def goals(rows: Sequence[Row]) -> str:
    """What was reached beside what is wanted; it is told, never enforced."""
    known = by_key(rows)
    lines = [("comparison", "found", "goal", "floor", "")]
    for item in GOALS:
        value = item.value(known)
        floor = "–" if item.floor is None else f"{item.floor:.2f}"
        shown = "–" if value is None else f"{value:.2f}"
        lines.append((item.what, shown, f"{item.goal:.2f}", floor, _verdict(item, value)))
    return _aligned(lines, left=(0, 4))


def _verdict(item: Goal, value: float | None) -> str:
    if value is None:
        return "not measured"
    if value <= item.goal:
        return "goal reached"
    if item.floor is None:
        return "goal missed"
    return "floor reached" if value <= item.floor else "floor missed"


def _aligned(lines: Sequence[tuple[str, ...]], left: tuple[int, ...]) -> str:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rows = (
        "  ".join(
            cell.ljust(width) if i in left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
    return "\n".join(row.rstrip() for row in rows)


def save(file: Path, rows: Sequence[Row], versions: Mapping[str, str], schools: int) -> None:
    """Write everything as JSON: the machine, the versions of all tools, how many schools there are, the rows."""
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    listed = [{name: _short(value) for name, value in asdict(row).items()} for row in rows]
    file.parent.mkdir(parents=True, exist_ok=True)
    told = {"machine": machine, "versions": dict(versions), "schools": schools, "rows": listed}
    file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _short(value: object) -> object:
    return round(value, 4) if isinstance(value, float) else value
