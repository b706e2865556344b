"""Pages of entries: the text, the activities that it records, its neighbours in the column."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import starmap
from typing import Final, NamedTuple
from urllib.parse import quote

from pairing import addresses, phrases
from pairing.digests import fingerprint
from pairing.entries import Place
from pairing.media import Asset
from pairing.model import Entry
from pairing.model.entry import Activity, Claim, EntryResult
from pairing.shelf import assets
from pairing.text import html
from pairing.views.base import HOME, Fact, Heading, Link, Page, PageJob, Portal, fact
from pairing.views.duty import row_links
from pairing.views.found import found_entry
from pairing.views.meta import entry_meta, json_ld
from pairing.views.notice import entry_notices
from pairing.views.report import ResultView, result_view
from pairing.voice import Cast
from pairing.when import When
from pairing.words import CONFIRMED, REVIEW_STEP, Side

_RELATED = 5
_SIDES: Final[tuple[Side, ...]] = ("helper", "recipient")
_OWN_FIRST: Final[Mapping[str | None, tuple[Side, ...]]] = {"recipient": ("recipient", "helper")}
# How many pages are made in one step.
_AT_ONCE = 100
# How far back under each keyword related entries are looked for.
_NEAR = 20
# How many entries under a keyword share a digest; more than are near one.
_BLOCK = 32


class ActivityView(NamedTuple):
    """One activity with what it serves and who confirmed it."""

    facts: tuple[Fact, ...]
    measures: tuple[Link, ...]
    schedule: tuple[Link, ...]
    confirmed: str
    confirmed_code: str
    informal: bool


class CoverView(NamedTuple):
    """The picture above the text; width and height in pixels, 0 where unknown."""

    file: str
    alt: str
    caption: str
    width: int
    height: int


class FileView(NamedTuple):
    """An attachment: its file beside the page, what it is called, its kind and size."""

    file: str
    title: str
    label: str
    size: str


class EntryPage(Page):
    """One entry."""

    programme: Link
    column: Link
    line: tuple[Fact, ...]
    draft: bool
    cover: CoverView | None
    body: str
    attachments: tuple[FileView, ...]
    activities: tuple[ActivityView, ...]
    results: tuple[ResultView, ...]
    keywords: tuple[Link, ...]
    links: tuple[Link, ...]
    before: Link | None
    after: Link | None
    related: tuple[Link, ...]


class Index(NamedTuple):
    """The neighbours of every entry: the next newer and older of its column, and those under its keywords.

    ``all`` holds every entry, the oldest first, ``under`` of each keyword where in there its entries stand, ``at``
    of each entry its keywords, and where among the entries of each it stands; ``link`` leads to one.
    """

    newer: Mapping[Place, Place]
    older: Mapping[Place, Place]
    all: Sequence[Place]
    under: Mapping[str, list[int]]
    at: Mapping[Place, Sequence[tuple[str, int]]]
    link: Callable[[Place], Link]

    @classmethod
    def of(cls, portal: Portal) -> "Index":
        """The neighbours of a portal's entries."""
        newer, older, under = dict[Place, Place](), dict[Place, Place](), dict[str, list[int]]()
        at: dict[Place, list[tuple[str, int]]] = {}
        last: dict[str, Place] = {}
        places, heads = portal.newest[::-1], portal.data.heads
        for i, place in enumerate(places):
            head = heads[place]
            if head.column in last:
                older[place] = last[head.column]
                newer[older[place]] = place
            last[head.column] = place
            mine = at[place] = []
            for word in dict.fromkeys(head.keywords):
                found = under.setdefault(word, [])
                mine.append((word, len(found)))
                found.append(i)
        return cls(newer, older, places, under, at, cache(partial(_link, portal)))  # half a dozen pages lead to each


def entry_jobs(portal: Portal) -> Iterator[PageJob]:
    """A page per entry, some at a time: those of one programme and year, by date."""
    index = Index.of(portal)
    folders: dict[str, list[Place]] = {}
    for place in sorted(portal.data.entries):
        folders.setdefault(f"{place[0]}/{place[1]}", []).append(place)
    near = _near_keys(portal, index)
    for folder, places in folders.items():
        for start in range(0, len(places), _AT_ONCE):
            some = places[start : start + _AT_ONCE]
            key = _key(portal, some, index, near)
            yield PageJob(f"entries/{folder}/{start}", key, partial(_entry_pages, portal, some, index), tuple(some))


def _key(portal: Portal, places: list[Place], index: Index, near: Callable[[str, int], bytes]) -> bytes:
    """What the pages of some entries depend on: each of them whole, and the heads of their neighbours."""
    keys, heads, fronts, at = portal.keys, portal.data.heads, portal.keys.fronts, index.at
    parts = [keys.programme(places[0][0])]
    blocks: dict[tuple[str, int], None] = {}
    for place in places:
        newer, older = index.newer.get(place), index.older.get(place)
        parts += (keys.entry(place), fronts[newer] if newer else b"", fronts[older] if older else b"")
        if not heads[place].current:
            parts.append(keys.whole)  # what replaces it may lie anywhere
            continue
        for word, middle in at[place]:  # what is near lies in two blocks at most
            blocks[word, max(middle - _NEAR, 0) // _BLOCK] = None
            blocks[word, (middle + _RELATED) // _BLOCK] = None
    return fingerprint(*parts, *starmap(near, blocks))


def _near_keys(portal: Portal, index: Index) -> Callable[[str, int], bytes]:
    @cache
    def near(word: str, block: int) -> bytes:
        return portal.keys.entries(index.all[i] for i in index.under[word][block * _BLOCK : (block + 1) * _BLOCK])

    return near


def entry_pages(portal: Portal) -> list[Page]:
    """A page per entry."""
    return [page for job in entry_jobs(portal) for page in job.make()]


def _entry_pages(portal: Portal, places: list[Place], index: Index) -> Iterator[Page]:
    # All of a kind together, which takes less than one page after the other: its code stays at hand.
    files = [assets(portal.data, place) for place in places]
    bodies = [_body(portal, place, beside) for place, beside in zip(places, files, strict=True)]
    for place, beside, body in zip(places, files, bodies, strict=True):
        yield _entry_page(portal, place, beside, body, index)


def _body(portal: Portal, place: Place, files: Mapping[str, Asset]) -> str:
    cast, entry, prose = portal.casts[place[0]], portal.data.entries[place], portal.data.prose(place)
    if prose is None:
        return html(cast.say(portal.data.record("entry", *place).body, entry), files)
    return cast.fill(prose, entry, files)


def _entry_page(portal: Portal, place: Place, files: Mapping[str, Asset], body: str, index: Index) -> EntryPage:
    programme, entry = place[0], portal.data.entries[place]
    page, column = addresses.entry(*place), portal.column(entry.column)
    newer, older = index.newer.get(place), index.older.get(place)
    above = Link(column.title, addresses.column(column.id))
    activities = tuple([_activity(portal, programme, item, item.when or entry.date) for item in entry.activities])
    parts = (
        ("attachments", "附件", entry.attachments),
        ("results", "成果", entry.results),
        ("activities", "活动记录", entry.activities),
    )
    full = f"{portal.address}{quote(page.removesuffix('index.html'))}" if portal.address else ""
    return EntryPage(
        path=page,
        found=found_entry(portal, place, [item.confirmed for item in activities]) if entry.current else None,
        title=entry.title,
        description=entry.summary or entry.title,
        meta=entry_meta(entry, column, full),
        notices=entry_notices(portal, place),
        # A column's page is a copy: the portal's, which it names as canonical, is the entry's own.
        json_ld=json_ld(entry, portal.data.site.title if portal.data.site else "", "" if portal.voice.school else full),
        section="columns",
        crumbs=(HOME, Link("栏目", "columns/index.html"), above, Link(entry.title)),
        toc=tuple(Heading(anchor, text) for anchor, text, shown in parts if shown),
        programme=portal.programme(programme),
        column=above,
        line=_line(portal, entry),
        draft=entry.draft,
        cover=_cover(entry, files),
        body=body,
        attachments=tuple(_attachment(item.title, files[item.file]) for item in entry.attachments),
        activities=activities,
        results=tuple(_result(portal, programme, item, Link(entry.title, page)) for item in entry.results),
        keywords=tuple(Link(word, addresses.tag(word) if entry.current else "") for word in entry.keywords),
        links=tuple(_original(item.title, item.url, item.outlet) for item in entry.links),
        before=index.link(older) if older else None,
        after=index.link(newer) if newer else None,
        related=_related(place, index) if entry.current else (),
    )


def _cover(entry: Entry, files: Mapping[str, Asset]) -> CoverView | None:
    if entry.cover is None:
        return None
    asset = files[entry.cover.file]
    return CoverView(asset.name, entry.cover.alt, entry.cover.caption or "", asset.width, asset.height)


def _attachment(title: str, asset: Asset) -> FileView:
    return FileView(asset.name, title, asset.label, asset.size)


def _result(portal: Portal, programme: str, item: EntryResult, source: Link) -> ResultView:
    """A result; one that a report lists as well leads there."""
    view = result_view(item, source)
    if item.same_as is None:
        return view
    period, _, key = item.same_as.partition("/")
    report = portal.data.reports[programme, period]
    return view._replace(same=Link(report.title, f"{addresses.report(programme, period)}#{key}"))


def _line(portal: Portal, entry: Entry) -> tuple[Fact, ...]:
    """来源、作者、编辑、审核, as campus sites print them."""
    happened = phrases.since_until(entry.date, entry.until) if entry.until else entry.date.text
    facts = [fact("发布日期", entry.published.text)]
    if entry.updated:
        facts.append(_once("更正日期", entry.updated.text))
    facts.append(fact("发生日期", happened))
    hands = (("来源", entry.origin), ("作者", entry.author), ("编辑", entry.editor))
    facts += [fact(label, office) for label, office in hands if office]
    facts += [_once(REVIEW_STEP[item.step], f"{item.post}（{item.on.text}）") for item in entry.reviews]
    if source := portal.source(entry.source):
        facts.append(fact("出处", source))
    return tuple(facts)


def _once(label: str, text: str) -> Fact:
    """A fact from a text that hardly comes again: to remember such ones takes longer than to make them."""
    return Fact(label, (Link(text),))


def _original(title: str, url: str, outlet: str | None) -> Link:
    return Link(title, url, outlet or "")


def _link(portal: Portal, place: Place) -> Link:
    return Link(portal.data.heads[place].title, addresses.entry(*place))


def _related(place: Place, index: Index) -> tuple[Link, ...]:
    """The entries that share the most keywords, of those published shortly before this one.

    So a new entry leaves older pages as they are; only where there are too few, later ones fill up.
    """
    near: list[int] = []
    for word, at in index.at[place]:
        found = index.under[word]
        before = found[max(at - _NEAR, 0) : at]
        near += before[::-1]
        near += found[at + 1 : at + 1 + _RELATED - len(before)]
    shared = Counter(near)
    best = sorted(shared, key=shared.__getitem__, reverse=True)[:_RELATED]
    return tuple([index.link(index.all[other]) for other in best])


def _activity(portal: Portal, programme: str, item: Activity, when: When) -> ActivityView:
    cast = portal.casts[programme]
    of_side, names = cast.ids, cast.names
    code = item.confirmation.of(item.people)
    # In a school's voice its own confirmation and figure stand first.
    order = _OWN_FIRST.get(cast.own, _SIDES)
    claim = getattr(item.confirmation, cast.own) if cast.own else None
    own = claim.people if claim else ()
    facts = [fact("由谁做", _party(portal, cast, item.by))]
    if item.to:
        facts.append(fact("面向", _party(portal, cast, item.to)))
    if item.when:
        facts.append(fact("时间", item.when.text))
    if people := own or item.people:
        facts.append(fact(cast.heads(item.by, item.to, item.mode), *map(phrases.people, people)))
    facts += [fact(label, text) for label, text in _how(item) if text]
    for side in order:
        if used := getattr(item.units, side):
            facts.append(fact(f"{names[side]}责任单位", *portal.units(of_side[side], used)))
    for side in order:
        if told := getattr(item.confirmation, side):
            facts.append(_once(f"{names[side]}确认", _claim(told)))
    if item.evidence:
        proofs = (Link(f"{proof.number} {proof.caption}", "", proof.note or "") for proof in item.evidence)
        facts.append(fact("佐证", *proofs))
    return ActivityView(
        facts=tuple(facts),
        measures=portal.measures(programme, item.measures, (when, when)),
        schedule=row_links(portal, programme, item.schedule) if item.schedule else (),
        confirmed=CONFIRMED[code],
        confirmed_code=code,
        informal=item.informal,
    )


def _how(item: Activity) -> tuple[tuple[str, str | None], ...]:
    """How, where and how long something was done, each under its label."""
    return (
        ("方式", phrases.modes(item.mode)),
        ("地点", item.place),
        ("平台", item.platform),
        ("时长", phrases.duration(item.duration) if item.duration else None),
        ("证书", "发放培训证书" if item.certificates else None),
    )


def _party(portal: Portal, cast: Cast, side: Side) -> Link:
    """A side as the one who speaks calls it; the portal, which belongs to neither, says which school it is.

    Of several schools on one side a record does not tell which ones took part.
    """
    schools = cast.ids.get(side, ()) if cast.own is None else ()
    return Link(cast.names[side], "", portal.data.schools[schools[0]].short if len(schools) == 1 else "")


def _claim(claim: Claim) -> str:
    figures = f"，登记为{'、'.join(map(phrases.people, claim.people))}" if claim.people else ""
    return f"{claim.post}，{claim.on.text}{figures}"
