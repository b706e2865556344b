"""Calendars written here say the same to a well-kept library, whatever the words."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from golden import DAY, ROOT, small_portal
from pairing import ics
from pairing.derive import derive
from pairing.feeds import calendar_files
from pairing.load import load
from pairing.render import render_content
from pairing.views.ledger import ledger_page
from pairing.views.status import status_page

# All that an editor's text can hold; a lone carriage return is gone by then.
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=200)


@given(WORDS, WORDS, st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 1, 1)))
def test_a_library_reads_back_what_was_written(summary: str, description: str, day: date) -> None:
    written = ics.calendar("应做事项", [ics.all_day("a.b@jiedui", day, date(2026, 11, 21), summary, description)])
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    written.decode()  # no character is torn
    calendar = icalendar.Calendar.from_ical(written)
    (event,) = calendar.walk("VEVENT")
    assert calendar["X-WR-CALNAME"] == "应做事项"
    assert (event["UID"], event["SUMMARY"], event["DESCRIPTION"]) == ("a.b@jiedui", summary, description)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (day, day + timedelta(days=1))
    assert event.decoded("DTSTAMP").isoformat() == "2026-11-21T00:00:00+00:00"


def test_lines_are_folded_where_the_standard_says() -> None:
    written = ics.all_day("x", date(2026, 1, 2), date(2026, 1, 2), "帮" * 40, "a" * 200)
    assert "SUMMARY:" + "帮" * 22 + "\r\n " + "帮" * 18 + "\r\n" in written.decode()
    assert "DESCRIPTION:" + "a" * 63 + "\r\n " + "a" * 74 + "\r\n " + "a" * 63 + "\r\n" in written.decode()


@pytest.mark.parametrize("site", ["demo", "real_site"])
def test_no_calendar_is_without_events(site: str, request: pytest.FixtureRequest) -> None:
    """RFC 5545 3.6: a calendar holds at least one component. Where there is none, no page offers one."""
    root: Path = request.getfixturevalue(site)
    found = sorted(root.rglob("*.ics"))
    assert len(found) >= {"demo": 9, "real_site": 5}[site]
    for file in found:
        assert icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT"), file
    for page in root.glob("programmes/*/ledger/index.html"):
        offered = re.findall(r'href="([^"]+\.ics)"', page.read_text(encoding="utf-8"))
        there = root / "calendar" / f"{page.parts[-3]}.ics"
        assert [(page.parent / link).resolve() for link in offered] == ([there.resolve()] if there.exists() else [])


def test_calendars_are_valid_and_stable(real_site: Path) -> None:
    content = (real_site / "calendar/qinggong-shantou.ics").read_bytes()
    calendar = icalendar.Calendar.from_ical(content)
    events = list(calendar.walk("VEVENT"))
    uids = [str(event["uid"]) for event in events]
    assert len(set(uids)) == len(uids) == 188
    assert all(event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1) for event in events)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.count(b"\r\n") == content.count(b"\n")
    statements = {promise.measure.statement for promise in derive(load(ROOT), DAY).promises}
    assert {str(event["summary"]).removeprefix("✓ ") for event in events} <= statements, (
        "the window stands in the description"
    )
    everything = icalendar.Calendar.from_ical((real_site / "calendar/all.ics").read_bytes())
    assert set(uids) < {str(event["uid"]) for event in everything.walk("VEVENT")}


def test_a_reminder_keeps_nobody_busy_and_leads_to_its_page_where_that_has_an_address() -> None:
    portal = small_portal()
    assert b"URL:" not in b"".join(calendar_files(portal).values())
    files = calendar_files(replace(portal, address="https://pair.example/a/"))
    events = [event for path in files for event in icalendar.Calendar.from_ical(files[path]).walk("VEVENT")]
    assert {str(event["transp"]) for event in events} == {"TRANSPARENT"}
    urls = {str(event["uid"]): str(event["url"]) for event in events}
    ledger = "https://pair.example/a/programmes/jia-yi/ledger/#2020--training-experts--2020-spring"
    assert urls["jia-yi.2020.training-experts.2020-spring@jiedui"] == ledger
    assert all(url.startswith("https://pair.example/a/") for url in urls.values())


def test_what_is_met_has_a_mark_and_what_is_waived_is_gone() -> None:
    portal = small_portal()
    events = icalendar.Calendar.from_ical(calendar_files(portal)["calendar/jia-yi.ics"]).walk("VEVENT")
    shown = {str(event["uid"]): str(event["summary"]).startswith("✓ ") for event in events}
    duties = {item.duty.id: item.status for item in portal.ledger.settled["jia-yi"]}
    rows = {item.id: item.status for item in portal.ledger.planned["jia-yi"]}
    known = {f"{key.replace('/', '.')}@jiedui": status for key, status in (duties | rows).items()}
    assert {"met", "waived", "no-record"} <= set(duties.values())
    assert {"met", "waived"} <= set(rows.values())
    assert shown == {key: status == "met" for key, status in known.items() if status != "waived"}


def test_where_all_is_waived_no_calendar_is_offered() -> None:
    portal = small_portal()
    ledger = portal.ledger
    settled = {key: tuple(item._replace(status="waived") for item in items) for key, items in ledger.settled.items()}
    planned = {key: tuple(item._replace(status="waived") for item in items) for key, items in ledger.planned.items()}
    waived = replace(portal)
    waived.__dict__["ledger"] = ledger._replace(settled=settled, planned=planned)
    assert [path for path in calendar_files(waived) if path != "calendar/columns.ics"] == []
    for page in (ledger_page(waived, "jia-yi"), status_page(waived)):
        assert ".ics" not in render_content(page)
    assert ".ics" in render_content(status_page(portal))
