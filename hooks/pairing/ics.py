"""iCalendar text (RFC 5545) of all-day events: what a duty or a column needs, and nothing else.

Written here and read back by a library in the tests: a site has thousands of events, each in two
calendars, and a general library takes longer over them than over all other files of a small site.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

# RFC 5545 3.1: lines are folded at 75 octets, not counting the line break.
_OCTETS: Final = 75
# RFC 5545 3.3.11.
_ESCAPED: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_SPECIAL: Final = re.compile(r"[\\;,\n]")
# RFC 5545 3.8.2.7: a reminder keeps no one busy, as an event would that says nothing.
_BUSY: Final = "TRANSP:TRANSPARENT"


def calendar(name: str, events: Iterable[bytes]) -> bytes:
    """A calendar of events that `all_day` made."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Jiedui//promise ledger//ZH", f"X-WR-CALNAME:{_text(name)}")
    return _lines(head) + b"".join(events) + _lines(("END:VCALENDAR",))


def all_day(uid: str, day: date, stamp: date, summary: str, description: str, url: str = "") -> bytes:
    """One event that takes a whole day and nobody's time; ``stamp`` is the day of the data, ``url`` a whole address."""
    told = (f"UID:{uid}", f"DESCRIPTION:{_text(description)}", _BUSY, *([f"URL:{url}"] if url else []), "END:VEVENT")
    return _lines(("BEGIN:VEVENT", f"SUMMARY:{_text(summary)}")) + _days(day, stamp) + _lines(told)


@lru_cache
def _days(day: date, stamp: date) -> bytes:
    """The dates of an event; many are due on one day."""
    return _lines(
        (
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        )
    )


def _text(value: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], value)


def _lines(lines: Iterable[str]) -> bytes:
    coded = [line.encode() for line in lines]
    return b"\r\n".join((*[line if len(line) <= _OCTETS else _folded(line) for line in coded], b""))


def _folded(line: bytes) -> bytes:
    """A long line cut so that no piece is too long and no character is torn; the space of a new piece counts."""
    pieces, start, room = [], 0, _OCTETS
    while len(line) - start > room:
        end = start + room
        while line[end] & 0xC0 == 0x80:  # inside a character of several octets
            end -= 1
        pieces.append(line[start:end])
        start, room = end, _OCTETS - 1
    return b"\r\n ".join((*pieces, line[start:]))
