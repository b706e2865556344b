"""Blocks for a campus CMS: lists and progress as self-contained HTML, and the page that hands them out."""

from html import escape
from typing import ClassVar, NamedTuple

from pairing import addresses
from pairing.views.base import HOME, Heading, Link, Page, Portal
from pairing.views.ledger import Bar, bars, tally_rows
from pairing.views.news import EntryRow, columns, latest

_LATEST = 8


class Fragment(NamedTuple):
    """One block: what it shows, and where its links lead (``more`` below the site's root).

    ``name`` is its file below fragments/, without the ending; ``feed`` the Atom feed of the same.
    """

    name: str
    title: str
    kind: str
    rows: tuple[EntryRow, ...]
    more: str
    feed: str
    tally: tuple[tuple[str, str, int], ...] = ()
    bars: tuple[Bar, ...] = ()
    as_of: str = ""

    @property
    def path(self) -> str:
        """The HTML file."""
        return f"fragments/{self.name}.html"

    @property
    def json_path(self) -> str:
        """The JSON file."""
        return f"fragments/{self.name}.json"


class Offer(NamedTuple):
    """A block as the page hands it out: ``code`` to paste, ``frame`` to embed."""

    fragment: Fragment
    code: str
    frame: str


class FragmentsPage(Page):
    """Every block with its code, and how to use it in a campus CMS."""

    template: ClassVar[str] = "fragments.html.j2"

    address: str
    groups: tuple[tuple[str, str, tuple[Offer, ...]], ...]


def fragments(portal: Portal) -> tuple[Fragment, ...]:
    """Every block of the site: the latest entries, each column, each programme's progress."""
    found = [
        Fragment("latest", "最新稿件", "latest", latest(portal, None, _LATEST), "columns/index.html", "feeds/all.xml")
    ]
    for column in columns(portal):
        rows = latest(portal, column.id, _LATEST)
        path, feed = addresses.column(column.id), f"feeds/columns/{column.id}.xml"
        found.append(Fragment(f"columns/{column.id}", column.title, "columns", rows, path, feed))
    by_programme: dict[str, list[EntryRow]] = {}
    for row in latest(portal, None, len(portal.data.entries)):
        by_programme.setdefault(row.programme.path, []).append(row)
    for key, programme in portal.data.programmes.items():
        settled = portal.ledger.settled[key]
        found.append(
            Fragment(
                name=f"programmes/{key}",
                title=f"{programme.short}：进展",
                kind="programmes",
                rows=tuple(by_programme.get(addresses.programme(key), ())[:_LATEST]),
                more=addresses.programme(key),
                feed=f"feeds/programmes/{key}.xml",
                tally=tally_rows(settled),
                bars=bars(settled, portal.as_of),
                as_of=portal.as_of.isoformat(),
            )
        )
    return tuple(found)


def fragments_page(portal: Portal, found: tuple[tuple[Fragment, str], ...]) -> FragmentsPage:
    """The page that shows the blocks; ``found`` are the blocks with their HTML."""
    kinds = (("latest", "最新稿件"), ("columns", "一个栏目"), ("programmes", "一个项目的进展"))
    groups = tuple(
        (kind, label, tuple(_offer(portal, item, html) for item, html in found if item.kind == kind))
        for kind, label in kinds
    )
    return FragmentsPage(
        path="fragments/index.html",
        title="嵌入校园网",
        description="把最新稿件、一个栏目或一个项目的进展放到学校网站的页面上",
        section="columns",
        crumbs=(HOME, Link("栏目", "columns/index.html"), Link("嵌入校园网")),
        toc=(Heading("how", "怎样使用"), *(Heading(kind, label) for kind, label, offers in groups if offers)),
        address=portal.address,
        groups=tuple(group for group in groups if group[2]),
    )


def _offer(portal: Portal, item: Fragment, html: str) -> Offer:
    source = f"{portal.address}{item.path}"
    title = escape(item.title)
    frame = f'<iframe src="{escape(source)}" title="{title}" width="100%" height="360" style="border:0"></iframe>'
    return Offer(item, html, frame)
