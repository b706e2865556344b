"""Duties in Python: a large plan has hundreds of them, and the ledger, its picture and the clauses' pages show each."""

from collections.abc import Iterable
from typing import Final

from pairing.parts import dates, escape, link
from pairing.views.base import Link
from pairing.views.duty import DeedView, DutyView
from pairing.views.grid import Grid, GridRow

# What a task has in a semester in which nothing of it is due.
_NOTHING: Final = '<span class="jd-note">无</span>'


def duty_rows(items: Iterable[DutyView], root: str) -> str:
    """The rows of the ledger's table."""
    return "".join(_row(item, root) for item in items)


def _row(duty: DutyView, root: str) -> str:
    units = escape("|".join(duty.units))  # names have blanks; filter.js parts them here
    return (
        f'    <tr role="row" id="{escape(duty.anchor)}" data-status="{duty.status_code}" data-side="{duty.by_code}"'
        f' data-unit="{units}" data-school="{escape("|".join(duty.schools))}">\n'
        f'      <td role="cell">{status(duty)}</td>\n'
        f'      <td role="cell" class="jd-place">{_clause(duty, root)}</td>\n'
        f'      <td role="cell" class="jd-text"><a href="{root}{escape(duty.path)}">{escape(duty.statement)}</a><br>'
        f'<span class="jd-note">{escape(duty.place)} · {escape(duty.by)}</span></td>\n'
        f'      <td role="cell" data-label="时段">{escape(duty.window)}</td>\n'
        f'      <td role="cell" data-label="记录／要求">{duty.recorded}／{duty.required}{escape(duty.unit)}</td>\n'
        f'      <td role="cell" class="jd-text">{_why(duty, root)}</td>\n'
        "    </tr>\n"
    )


def _clause(duty: DutyView, root: str) -> str:
    """The printed clause with its page, where it has one."""
    return link(Link(duty.clause, duty.clause_path), root)


def brief_rows(items: Iterable[DutyView], root: str) -> str:
    """The rows of the table of one promise."""
    return "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{escape(duty.window)}</th>'
        f'<td role="cell" data-label="记录／要求">{duty.recorded}／{duty.required}{escape(duty.unit)}</td>'
        f'<td role="cell">{status(duty)}</td><td role="cell" class="jd-text">{_why(duty, root)}</td></tr>'
        for duty in items
    )


def planned_rows(items: Iterable[DutyView], root: str) -> str:
    """The rows of work-plan tables as the ledger's page lists them."""
    return "".join(_planned(item, root) for item in items)


def _planned(row: DutyView, root: str) -> str:
    return (
        f'    <tr role="row" id="{escape(row.anchor)}">\n'
        f'      <td role="cell">{status(row)}</td>\n'
        f'      <td role="cell" class="jd-place" data-label="序号">{escape(row.clause)}</td>\n'
        f'      <td role="cell" data-label="时间安排">{escape(row.window)}</td>\n'
        f'      <td role="cell" class="jd-text"><a href="{root}{escape(row.path)}">{escape(row.statement)}</a><br>'
        f'<span class="jd-note">{escape(row.by)}</span></td>\n'
        f'      <td role="cell" class="jd-text">{brief(row, root).removeprefix("<br>")}</td>\n'
        "    </tr>\n"
    )


def grid_drawn(grid: Grid) -> str:
    """The rows of the picture of tasks and semesters, as SVG."""
    return "".join(map(_drawn, grid.rows))


def _drawn(row: GridRow) -> str:
    plan, y = "" if row.cells else " jd-grid__plan", row.y + 17
    cells = [
        f'<g class="jd-cell jd-cell--{escape(cell.status)}" data-cell="{escape(cell.duties)}">'
        f'<rect x="{cell.x}" y="{row.y + 1}" width="58" height="22" rx="3"/>'
        f'<text x="{cell.x + 29}" y="{y}" text-anchor="middle">{escape(cell.sign)} {cell.met}/{cell.total}</text></g>\n'
        for cell in row.cells
    ]
    return f'<text class="jd-grid__label{plan}" x="0" y="{y}">{escape(row.label)}</text>\n{"".join(cells)}'


def grid_told(grid: Grid, root: str) -> str:
    """The same as the rows of a table."""
    return "".join([_told(row, grid, root) for row in grid.rows])


def _told(row: GridRow, grid: Grid, root: str) -> str:
    if not row.cells:
        return f'    <tr><th scope="rowgroup" colspan="{len(grid.columns) + 1}">{escape(row.title)}</th></tr>\n'
    there = {
        cell.x: f'<a href="#{escape(cell.anchor)}" data-cell-words="{escape(cell.duties)}">'
        f"{cell.met}/{cell.total} {escape(cell.label)}</a>"
        for cell in row.cells
    }
    cells = [f"<td>{there.get(x, _NOTHING)}</td>" for _, x in grid.columns]
    head = f'<th scope="row"><a href="{root}{escape(row.path)}">{escape(row.title)}</a></th>'
    return f"    <tr>{head}{''.join(cells)}</tr>\n"


def status(duty: DutyView) -> str:
    """A status with its window: the reader's clock (clock.js) may recompute it for the reader's own day."""
    fixed = " data-fixed" if duty.fixed else ""
    # A record without heads is a record: without this the clock would see none.
    seen = " data-seen" if duty.deeds and not duty.enough else ""
    return (
        f'<span class="jd-status jd-status--{duty.status_code}" data-clock data-first="{duty.first}"'
        f' data-last="{duty.last}" data-recorded="{duty.enough}" data-required="{duty.required}"{seen}{fixed}>'
        f"{escape(duty.status)}</span>"
    )


def _why(duty: DutyView, root: str) -> str:
    """The rule of a duty, and the rest of its reason."""
    return f'<span class="jd-note">{dates(duty.rule)}</span>\n{brief(duty, root)}\n'


def brief(duty: DutyView, root: str) -> str:
    """What is lacking, who set a status by hand, and the records that count."""
    lacking = f'<br><span class="jd-note">{escape(duty.lacking)}</span>' if duty.lacking else ""
    fit = f'<br><span class="jd-note">人数{escape(duty.fit)}</span>' if duty.fit else ""
    override = f'<br><span class="jd-override">{escape(duty.override)}</span>' if duty.override else ""
    records = deeds(duty.deeds, root)
    if duty.late:
        records += f'<p class="jd-note">时段之后的记录</p>{deeds(duty.late, root)}'
    return f"{lacking}{fit}{override}{records}"


def deeds(items: tuple[DeedView, ...], root: str) -> str:
    """Records in a list."""
    shown = "".join([_deed(item, root) for item in items])
    return f'<ul class="jd-deeds">{shown}</ul>' if items else ""


def _deed(deed: DeedView, root: str) -> str:
    size = f" · {escape(deed.size)}" if deed.size else ""
    evidence = f" · 佐证：{escape('、'.join(deed.evidence))}" if deed.evidence else ""
    again = " · 同一次活动，不另计" if deed.again else ""
    told = f" {escape(deed.when)}{size} · {escape(deed.confirmed)}{evidence}{again}"
    return f'<li>{link(deed.link, root)}<span class="jd-note">{told}</span></li>'
