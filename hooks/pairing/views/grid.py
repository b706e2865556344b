"""The picture of a ledger: tasks by semester, laid out at build time, drawn as SVG by the template."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from pairing.derive import Promise
from pairing.ledger.match import Settled
from pairing.terms import Terms
from pairing.views.base import Link, Portal
from pairing.views.promise import place_of, plan_name
from pairing.views.standing import anchor
from pairing.when import When
from pairing.words import DUTY_STATUS

# What a cell shows beside its colour, so that colour is never alone.
SIGNS: Final = {"met": "✓", "partly": "◐", "due": "○", "upcoming": "·", "no-record": "–", "waived": "×"}
# Of duties without any record a cell takes the status that most wants attention.
_ATTENTION: Final = ("no-record", "due", "upcoming")
# Sizes in pixels: the column of names, a cell's pitch, a row's pitch, the head.
_NAMES, _CELL, _ROW, _HEAD = 230, 62, 26, 40
_LONGEST_NAME: Final = 17


class Cell(NamedTuple):
    """A task in a semester: how many duties are met of how many, and which (for the reader's clock)."""

    status: str
    label: str
    sign: str
    met: int
    total: int
    x: int
    duties: str
    # Where the first of them is listed.
    anchor: str


class GridRow(NamedTuple):
    """A task's row of the picture; a row without cells is the heading of a plan."""

    label: str
    title: str
    path: str
    y: int
    cells: tuple[Cell, ...]


class Grid(NamedTuple):
    """The whole picture."""

    columns: tuple[tuple[str, int], ...]
    rows: tuple[GridRow, ...]
    width: int
    height: int


def grid(portal: Portal, settled: Sequence[Settled]) -> Grid:
    """Tasks by semester; a duty stands in the semester in which it is due: that of its window's last day."""
    assert portal.data.calendar is not None, "load() refuses data without calendar.yml"
    # Most duties share the semesters of one school.
    terms = {id(item.duty.terms): item.duty.terms for item in settled}
    codes = {span.code for own in (*terms.values(), Terms.of(portal.data.calendar, None)) for span in own.semesters}
    semesters = sorted(codes, key=lambda code: When.parse(code).first)
    due = [semesters.index(_semester(item)) for item in settled]
    columns = list(range(min(due), max(due) + 1)) if due else []
    cells: dict[tuple[str, str], dict[int, list[Settled]]] = {}
    names: dict[tuple[str, str], Link] = {}
    for item, column in zip(settled, due, strict=True):
        key = _row_of(item.duty.promise)
        names.setdefault(key, _name(portal, item.duty.promise))
        cells.setdefault(key, {}).setdefault(column, []).append(item)
    rows: list[GridRow] = []
    for key in _order(portal, cells):
        y = _HEAD + len(rows) * _ROW
        laid = (_cell(found, _NAMES + columns.index(at) * _CELL) for at, found in sorted(cells.get(key, {}).items()))
        name = names.get(key) or Link(_plan(portal, settled[0].duty.promise.programme, key[0]))
        rows.append(GridRow(_cut(name.text), name.text, name.path, y, tuple(laid)))
    heads = tuple((semesters[column], _NAMES + i * _CELL) for i, column in enumerate(columns))
    return Grid(heads, tuple(rows), _NAMES + len(columns) * _CELL + 8, _HEAD + len(rows) * _ROW + 8)


def _semester(item: Settled) -> str:
    """The semester in which a duty's window ends, or the holidays after it, by the calendar of the school that acts."""
    spans = item.duty.terms.semesters
    return next((span.code for span in reversed(spans) if span.first <= item.duty.last), spans[0].code)


def _row_of(promise: Promise) -> tuple[str, str]:
    """(plan, task or group) of a promise."""
    holder = promise.task.id if promise.task else promise.group or promise.agreement
    return promise.plan or "协议", str(holder)


def _plan(portal: Portal, programme: str, plan: str) -> str:
    """The heading of a plan's rows."""
    return plan_name(portal, programme, plan) if plan in portal.data.plans_of(programme) else plan


def _name(portal: Portal, promise: Promise) -> Link:
    if promise.task:
        return Link(f"{promise.task.clause} {promise.task.title}", promise.path)
    section = promise.group or f"agreement-{promise.agreement}"
    return Link(place_of(promise, portal).text, f"{promise.path}#{section}")


def _order(portal: Portal, cells: dict[tuple[str, str], dict[int, list[Settled]]]) -> list[tuple[str, str]]:
    """The rows plan by plan in the order of the plan, a heading before each where there are several."""
    rows = _rows(portal)
    plans = list(dict.fromkeys(plan for plan, holder in rows if (plan, holder) in cells))
    found: list[tuple[str, str]] = []
    for plan in plans:
        if len(plans) > 1:
            found.append((plan, ""))
        tasks = [row for row in rows if row in cells and row[0] == plan]
        # Areas first, then what stands beside them, as the plan itself has it.
        found += sorted(tasks, key=lambda row: next(iter(cells[row].values()))[0].duty.promise.task is None)
    return found


def _rows(portal: Portal) -> list[tuple[str, str]]:
    """The rows of all promises in the order of these, worked out once."""
    return portal.once(("rows", "", None), lambda: list(dict.fromkeys(map(_row_of, portal.figures.promises))))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"


def summed(statuses: Collection[str]) -> str:
    """The status of several duties together, true of them by the words of the legend; clock.js has the same.

    Where some are met and others not, there are some records: 未见记录 would deny them.
    """
    found = set(statuses)
    if len(found) == 1:
        return found.pop()
    return "partly" if found & {"met", "partly"} else next(name for name in _ATTENTION if name in found)


def _cell(items: list[Settled], x: int) -> Cell:
    # What is waived need not be done; it shows where nothing else is.
    statuses = [item.status for item in items]
    owed = [status for status in statuses if status != "waived"] or statuses
    status, met = summed(owed), owed.count("met")
    duties = " ".join(anchor(item) for item in items)
    return Cell(status, DUTY_STATUS[status], SIGNS[status], met, len(owed), x, duties, anchor(items[0]))
