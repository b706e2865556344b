"""The home page of a school's own column, and its footer."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from pairing import addresses
from pairing.entries import Act
from pairing.views.base import Fact, Link, Page, Portal, fact, stated
from pairing.views.found import OVERVIEW
from pairing.views.ledger import tally_rows
from pairing.views.news import EntryRow, columns, latest
from pairing.views.programme import ProgrammeRow, programme_rows
from pairing.views.site import Figure
from pairing.views.standing import actors, owing, reminded
from pairing.voice import ours

_LATEST = 8
# Fewer heads than these are no figure of a column.
_MANY = 10


class CampusPage(Page):
    """What the school gives and receives, what is new, and where to read on."""

    template: ClassVar[str] = "campus.html.j2"

    as_of: str
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    latest: tuple[EntryRow, ...]
    columns: tuple[tuple[Link, int, str], ...]
    programmes: tuple[ProgrammeRow, ...]
    # What the school calls itself, how the duties that it owes stand, and how many others owe alone.
    own: str
    tally: tuple[tuple[str, str, int], ...]
    owed: int
    others: int
    calendar: bool
    documents: tuple[Link, ...]


class Footer(NamedTuple):
    """Who runs the column, its filing numbers and its licence."""

    title: str
    host: str
    home: str
    icp: str
    police: str
    police_code: str
    licence: str


def campus_page(portal: Portal) -> CampusPage:
    """The home page of the column of the school that speaks."""
    key, data = str(portal.voice.school), portal.data
    school, site = data.schools[key], data.site
    assert site is not None, "load() refuses data without site.yml"
    own, owed = ours(school), owing(portal).get(key, ())
    return CampusPage(
        path="index.html",
        found=OVERVIEW,
        title=site.title,
        description=site.subtitle,
        section="home",
        at_portal=addresses.school(key),
        as_of=portal.as_of.isoformat(),
        facts=stated(
            fact("单位" if school.kind == "authority" else "学校", portal.school(key)),
            fact(f"{own}支援", *_partners(portal, "helper")),
            fact(f"支援{own}", *_partners(portal, "recipient")),
            fact("负责机构", school.office.name if school.office else None),
        ),
        figures=tuple(_figures(portal, own)),
        latest=latest(portal, None, _LATEST),
        columns=tuple(_columns(portal)),
        programmes=programme_rows(portal),
        own=own,
        tally=tally_rows(owed),
        owed=len(owed),
        others=len(portal.ledger.all) - len(owed),
        calendar=reminded(portal, portal.data.programmes),
        documents=portal.documents(portal.public.documents)[:_LATEST],
    )


def _partners(portal: Portal, own: str) -> tuple[Link, ...]:
    """The schools on the other side of the programmes in which the speaker stands on one."""
    found: dict[str, None] = {}
    for cast in portal.casts.values():
        if cast.own == own:
            found |= dict.fromkeys(cast.ids["recipient" if own == "helper" else "helper"])
    return tuple(portal.short(key) for key in found)


def _figures(portal: Portal, own: str) -> Iterator[Figure]:
    """What the school itself promised and owes, entries, heads sent and received; nothing that is zero."""
    key = str(portal.voice.school)
    promised = sum(key in actors(portal, promise) for promise in portal.figures.promises)
    for count, label, path in (
        (promised, f"{own}承担的举措", f"{addresses.school(key)}#promised"),
        (len(owing(portal).get(key, ())), f"{own}的应做事项", "ledger/index.html#by-school"),
        (len(portal.newest), "稿件", "columns/index.html"),
        *_travels(portal, own),
        (len(portal.public.documents), "文件", "documents/index.html"),
    ):
        if count:
            yield Figure(count, label, path)


def _travels(portal: Portal, own: str) -> Iterator[tuple[int, str, str]]:
    """Heads sent and received at the least, as entries tell, with where each activity is counted.

    A handful is left out: it would stand beside years of work as if it were all of it.
    """
    heads, more, where = dict[str, int](), set[str](), dict[str, set[str]]()
    for place in portal.newest:
        for act in portal.data.entries.work(place).acts:
            label = portal.casts[place[0]].heads(act.by, act.to, act.mode)
            if label.startswith(own):
                low, exact = _heads(act)
                heads[label] = heads.get(label, 0) + low
                where.setdefault(label, set()).add(place[0])
                more |= set() if exact else {label}
    for label, count in sorted(heads.items(), reverse=True):
        if count >= _MANY:
            one = next(iter(where[label])) if len(where[label]) == 1 else ""
            path = f"{addresses.ledger(one)}#fairness" if one else "ledger/index.html"
            yield count, f"{label}（人次{'，至少' if label in more else ''}，据已发布稿件）", path


def _heads(act: Act) -> tuple[int, bool]:
    """How many people at the least, and whether that is exact."""
    bounds = [row.bounds for row in act.people]
    return sum(int(low or 0) for low, _ in bounds), all(low is not None and low == high for low, high in bounds)


def _columns(portal: Portal) -> Iterator[tuple[Link, int, str]]:
    """Every column that has entries, with their number and how fresh they are."""
    for column in columns(portal):
        found = [head for head in portal.data.heads.values() if head.column == column.id and head.current]
        if found:
            yield Link(column.title, addresses.column(column.id)), len(found), portal.health.portal[column.id].dates


def footer(portal: Portal) -> Footer:
    """The footer of every page of the column of the school that speaks."""
    site = portal.data.site
    assert site is not None, "load() refuses data without site.yml"
    campus = portal.data.schools[str(portal.voice.school)].campus
    return Footer(
        title=site.title,
        host=site.office.name,
        home=campus.home or "",
        icp=campus.icp or "",
        police=campus.police or "",
        police_code="".join(letter for letter in campus.police or "" if letter.isdecimal()),
        licence=site.licence.name,
    )
