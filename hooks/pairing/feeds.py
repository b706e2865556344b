"""Calendars: what is due as iCalendar (RFC 5545), for one programme and for all.

UIDs are the duties' ids, so a corrected date moves in the subscriber's calendar. DTSTAMP is the
as-of date: the same data gives the same bytes.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event

from pairing.ledger.match import Settled
from pairing.views.base import Portal
from pairing.words import DUTY_STATUS


def calendar_files(portal: Portal) -> dict[str, bytes]:
    """``path -> bytes`` of calendar/<programme>.ics and calendar/all.ics."""
    events = {key: [_event(portal, item) for item in items] for key, items in portal.ledger.settled.items()}
    files = {
        f"calendar/{key}.ics": _calendar(portal.data.programmes[key].short, found) for key, found in events.items()
    }
    everything = [event for found in events.values() for event in found]
    return {**files, "calendar/all.ics": _calendar("全部项目", everything)}


def _calendar(name: str, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Jiedui//promise ledger//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"应做事项：{name}")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(portal: Portal, item: Settled) -> Event:
    """All-day on the last day of the window: that is when it is due."""
    duty = item.duty
    event = Event()
    event.add("uid", f"{duty.id.replace('/', '.')}@jiedui")
    event.add("dtstamp", datetime.combine(portal.figures.as_of, time(), UTC))
    event.add("dtstart", duty.last)
    event.add("dtend", duty.last + timedelta(days=1))
    event.add("summary", f"{duty.window}：{duty.promise.measure.statement}")
    clause = f"条款 {duty.promise.clause}\n" if duty.promise.clause else ""
    status = f"{DUTY_STATUS[item.status]}（{item.recorded}/{duty.required}{duty.unit}）"
    event.add("description", f"{clause}{duty.rule}\n{status}，数据截至 {portal.figures.as_of.isoformat()}")
    return event
