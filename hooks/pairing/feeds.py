"""Calendars: what is due as iCalendar (RFC 5545), for one programme, for all, and for the columns.

UIDs are the duties' ids (of columns, school and column), so a corrected date moves in the subscriber's
calendar. DTSTAMP is the as-of date: the same data gives the same bytes.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from pairing.ledger.match import Settled
from pairing.views.base import Portal
from pairing.views.news import columns
from pairing.words import DUTY_STATUS


def calendar_files(portal: Portal) -> dict[str, bytes]:
    """``path -> bytes`` of calendar/<programme>.ics, calendar/all.ics and calendar/columns.ics."""
    events = {key: [_event(portal, item) for item in items] for key, items in portal.ledger.settled.items()}
    files = {
        f"calendar/{key}.ics": _calendar(f"应做事项：{portal.data.programmes[key].short}", found)
        for key, found in events.items()
    }
    everything = [event for found in events.values() for event in found]
    columns = _calendar("栏目更新期限", _column_events(portal))
    return {**files, "calendar/all.ics": _calendar("应做事项：全部项目", everything), "calendar/columns.ics": columns}


def _calendar(name: str, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Jiedui//promise ledger//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(portal: Portal, item: Settled) -> Event:
    """All-day on the last day of the window: that is when it is due."""
    duty = item.duty
    event = _all_day(portal, duty.id.replace("/", "."), duty.last)
    event.add("summary", f"{duty.window}：{duty.promise.measure.statement}")
    clause = f"条款 {duty.promise.clause}\n" if duty.promise.clause else ""
    status = f"{DUTY_STATUS[item.status]}（{item.recorded}/{duty.required}{duty.unit}）"
    event.add("description", f"{clause}{duty.rule}\n{status}，数据截至 {portal.figures.as_of.isoformat()}")
    return event


def _column_events(portal: Portal) -> Iterator[Event]:
    """One for every column of a school that has a last day on time, on that day."""
    titles = {column.id: column.title for column in columns(portal)}
    for item in portal.health.all:
        if item.due is None or item.last is None or item.threshold is None:
            continue
        event = _all_day(portal, f"column.{item.school}.{item.column}", item.due)
        event.add("summary", f"{portal.data.schools[item.school].short} {titles[item.column]} 最迟更新")
        newest = f"最近发布 {item.last.isoformat()}，期限 {item.threshold.text}"
        event.add("description", f"{newest}\n{item.words}，数据截至 {portal.figures.as_of.isoformat()}")
        yield event


def _all_day(portal: Portal, name: str, day: date) -> Event:
    event = Event()
    event.add("uid", f"{name}@jiedui")
    event.add("dtstamp", datetime.combine(portal.figures.as_of, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    return event
