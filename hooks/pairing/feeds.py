"""Calendars: what is due as iCalendar (RFC 5545), for one programme, for all, and for the columns.

UIDs are the ids of duties and of rows of work-plan tables (of columns, school and column), so a corrected
semester or row moves in the subscriber's calendar; a deadline is part of the id of its duty. What is met keeps
its day, with a ✓; what is waived is left out, and so leaves the subscriber's calendar. DTSTAMP is the as-of date:
the same data gives the same bytes.
"""

from collections.abc import Iterator
from urllib.parse import quote

from pairing import addresses, ics
from pairing.ledger import Planned, Settled
from pairing.views.base import Portal
from pairing.views.duty import SCHEDULE
from pairing.views.news import columns
from pairing.views.standing import anchor
from pairing.words import DUTY_STATUS


def calendar_files(portal: Portal) -> dict[str, bytes]:
    """``path -> bytes`` of calendar/<programme>.ics, calendar/all.ics and calendar/columns.ics.

    RFC 5545 3.6 has no calendars without events: where there is none, there is no file, and pages offer none.
    """
    ledger = portal.ledger
    events = {
        key: [_event(portal, item) for item in items if item.status != "waived"]
        for key, items in ledger.settled.items()
    }
    for key, rows in ledger.planned.items():
        events[key] += [_planned_event(portal, row) for row in rows if row.status != "waived"]
    calendars = {
        f"calendar/{key}.ics": (f"应做事项：{portal.data.programmes[key].short}", found)
        for key, found in events.items()
    }
    calendars["calendar/all.ics"] = "应做事项：全部项目", [event for found in events.values() for event in found]
    calendars["calendar/columns.ics"] = "栏目更新期限", list(_column_events(portal))
    return {path: ics.calendar(name, found) for path, (name, found) in calendars.items() if found}


def _mark(status: str) -> str:
    """What calendars show first of what is done."""
    return "✓ " if status == "met" else ""


def _url(portal: Portal, path: str) -> str:
    """The whole address of a place on a page; "" where nobody knows under which address the site lies."""
    if not portal.address:
        return ""
    page, _, place = path.partition("#")
    tail = f"#{quote(place)}" if place else ""
    return f"{portal.address}{quote(page.removesuffix('index.html'))}{tail}"


def _event(portal: Portal, item: Settled) -> bytes:
    """All-day on the last day of the window: that is when it is due."""
    duty = item.duty
    clause = f"条款 {named}\n" if (named := duty.promise.clause) else ""
    status = f"{DUTY_STATUS[item.status]}（{item.recorded}/{duty.required}{duty.unit}）"
    return ics.all_day(
        f"{duty.id.replace('/', '.')}@jiedui",
        duty.last,
        portal.as_of,
        f"{_mark(item.status)}{duty.promise.measure.statement}",
        f"{clause}{duty.rule}\n{status}，数据截至 {portal.as_of.isoformat()}",
        _url(portal, f"{addresses.ledger(duty.promise.programme)}#{anchor(item)}"),
    )


def _planned_event(portal: Portal, item: Planned) -> bytes:
    """All-day on the last day of a row of the work-plan table."""
    return ics.all_day(
        f"{item.id.replace('/', '.')}@jiedui",
        item.last,
        portal.as_of,
        f"{_mark(item.status)}{item.row.content}",
        f"{SCHEDULE}写明{item.row.when.text}\n{DUTY_STATUS[item.status]}，数据截至 {portal.as_of.isoformat()}",
        _url(portal, item.path),
    )


def _column_events(portal: Portal) -> Iterator[bytes]:
    """One for every column of a school that has a last day on time, on that day."""
    titles = {column.id: column.title for column in columns(portal)}
    for item, due, last, limit in portal.health.timed:
        newest = f"最近发布 {last.isoformat()}，期限 {limit.text}"
        yield ics.all_day(
            f"column.{item.school}.{item.column}@jiedui",
            due,
            portal.as_of,
            f"{portal.data.schools[item.school].short} {titles[item.column]} 最迟更新",
            f"{newest}\n{item.words}，数据截至 {portal.as_of.isoformat()}",
            _url(portal, "health/index.html"),
        )
