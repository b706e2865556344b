"""A thousand entries of three programmes: every list and feed of the portal and of each school's column, recounted."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from html import unescape
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest

from golden import DAY, SMALL
from pairing.feeds import calendar_files
from pairing.fragments import fragment_files
from pairing.load import load
from pairing.portal import open_campuses, open_portal
from pairing.render import render_content
from pairing.syndicate import feed_files
from pairing.views import Portal, pages
from pairing.views.campus import campus_page
from pairing.views.news import ListPage, TagsPage, news_pages

# One group: a single worker writes and reads the thousand entries, once.
pytestmark = pytest.mark.xdist_group("thousand")

# programme -> helpers, recipients. 丙职大 helps in two, 乙职校 stands on either side, 甲学院 is in one only.
PARTIES = {
    "jia-yi": (("jia", "bing"), ("yi",)),
    "bing-ding": (("bing",), ("ding",)),
    "yi-ding": (("yi",), ("ding",)),
}
NAMES = {"jia": "甲学院", "bing": "丙职大", "yi": "乙职校", "ding": "丁职校"}
# The columns, three of them with entries of every programme.
FULL, OTHERS = ("dongtai", "anli", "chengguo"), ("tongzhi", "zhengce", "jihua", "jinzhan", "meiti")
# A column of a school, or the portal.
SITES = ("", *NAMES)


class Told(NamedTuple):
    """An entry as one voice tells it."""

    place: str
    title: str
    column: str
    year: str
    keywords: tuple[str, ...]
    pinned: bool

    @property
    def programme(self) -> str:
        return self.place.partition("/")[0]


def write(root: Path) -> None:
    """The small site with another school, two programmes more and a thousand entries, two a day."""
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("expected"))
    school = "name: 丁县中等职业学校\nshort: 丁职校\nkind: secondary\nplace: {province: 丁省}\n"
    (root / "data/schools/ding.yml").write_text(school, encoding="utf-8")
    for key in ("bing-ding", "yi-ding"):
        (helper,), (recipient,) = PARTIES[key]
        lines = (
            f"title: {NAMES[helper]}结对帮扶{NAMES[recipient]}",
            f"short: {NAMES[helper]}—{NAMES[recipient]}",
            "line: in-province",
            f"helpers: [{{school: {helper}}}]",
            f"recipients: [{{school: {recipient}}}]",
            "period: {since: 2018, until: 2021, basis: stated}",
            "summary: 两校结对。",
            "",
        )
        file = root / f"data/programmes/{key}/programme.yml"
        file.parent.mkdir()
        file.write_text("\n".join(lines), encoding="utf-8")
    template = (root / "content/entries/jia-yi/2021/2021-01-08-award.md").read_text(encoding="utf-8")
    for i in range(1000):
        day = date(2018, 1, 1) + timedelta(days=i // 2 * 2)
        text = template.replace("2021-01-08", str(day)).replace("2021-01-09", str(day + timedelta(days=1)))
        text = text.replace("column: chengguo", f"column: {FULL[i // 3 % 3]}")
        text = text.replace("[专家]", f"[词{i % 7}, 词{i % 5}]" if i % 7 != i % 5 else f"[词{i % 7}]")
        text = text.replace("title: 获奖一项", f'title: "{{{{helper}}}}帮{{{{recipient}}}}：第{i}篇"')
        file = root / "content/entries" / list(PARTIES)[i % 3] / str(day.year) / f"{day}-n{i}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Portal]:
    """The portal under an empty name, and the column of every school."""
    root = tmp_path_factory.mktemp("thousand") / "site"
    write(root)
    portal = open_portal(load(root), DAY)
    return {"": portal, **dict(open_campuses(portal))}


def own(site: str) -> set[str]:
    """The programmes of a school; all of them for the portal."""
    return {key for key, sides in PARTIES.items() if not site or site in chain(*sides)}


def said(title: str, programme: str, site: str) -> str:
    """A title as a site says it, by plain replacement."""
    for word, schools in zip(("helper", "recipient"), PARTIES[programme], strict=True):
        names = "、".join("我校" if key == site else NAMES[key] for key in schools)
        title = title.replace(f"{{{{{word}}}}}", names)
    return title


def recount(portal: Portal, site: str) -> list[Told]:
    """What a site has to tell, the newest first, from the entries that are out, as they were written."""
    assert portal.written is not None
    written = [(place, entry) for place, entry in portal.written.entries.items() if place[0] in own(site)]
    written.sort(key=lambda item: (item[1].published.last, item[1].date.last, item[0]), reverse=True)
    return [
        Told("/".join(at), said(e.title, at[0], site), e.column, str(e.published.last.year), e.keywords, e.pinned)
        for at, e in written
    ]


def groups(told: Iterable[Told], site: str) -> dict[str, list[Told]]:
    """Every list that a site must have, by its address: columns, years, keywords, programmes, schools."""
    found: dict[str, list[Told]] = {f"columns/{column}/": [] for column in (*FULL, *OTHERS)}
    for item in told:
        schools = chain(*PARTIES[item.programme])
        for base in (
            f"columns/{item.column}/",
            f"columns/{item.column}/{item.year}/",
            *(f"tags/{word}/" for word in item.keywords),
            f"programmes/{item.programme}/news/",
            *(f"schools/{school}/{item.column}/" for school in schools),
        ):
            found.setdefault(base, []).append(item)
    return found


def test_every_party_has_a_column(sites: dict[str, Portal]) -> None:
    assert set(sites) == set(SITES)
    count = {site: len(recount(sites[""], site)) for site in SITES}
    assert count[""] == 1004
    assert count["jia"] == 338, "a third, and what the small site has"
    assert count["bing"] == count["yi"] == 338 + 333
    assert count["ding"] == 333 + 333


@pytest.mark.parametrize("site", SITES)
def test_every_list_agrees_with_a_plain_recount(sites: dict[str, Portal], site: str) -> None:
    told = recount(sites[""], site)
    found = [page for page in news_pages(sites[site]) if isinstance(page, ListPage)]
    lists = {page.path: page for page in found}
    assert len(lists) == len(found)
    expected = groups(told, site)
    assert {re.sub(r"(page-\d+/)?index\.html$", "", path) for path in lists} == set(expected)
    for base, items in expected.items():
        first = lists[f"{base}index.html"]
        count = sum(path.startswith(f"{base}page-") for path in lists)
        numbered = [lists[f"{base}page-{number}/index.html"] for number in range(count, 0, -1)]
        for number, page in enumerate(reversed(numbered), 1):
            near = sorted({number + 1, number, number - 1, 1} & set(range(1, count + 1)), reverse=True)
            assert [link.path for link in page.pages] == [f"{base}page-{other}/index.html" for other in near]
            assert page.newest == first.path
            around = [f"{base}page-{other}/index.html" for other in (number + 1, number - 1)]
            assert page.newer == (around[0] if number < count else first.path)
            assert page.older == (around[1] if number > 1 else "")
        if numbered:
            last = [f"{base}page-{other}/index.html" for other in sorted({count, count - 1, 1}, reverse=True) if other]
            assert [link.path for link in first.pages] == last
        shown = [(f"entries/{item.place}/index.html", item.title) for item in items]
        front = [(f"entries/{item.place}/index.html", item.title) for item in items if item.pinned]
        front += [row for row in shown if row not in front]
        assert [(row.path, row.title) for row in first.rows] == front[:2], f"{base}: the small site shows two a page"
        unseen = [page.path for page in numbered if {row.path for row in page.rows} - {row.path for row in first.rows}]
        assert (first.newer, first.older) == ("", next(iter(unseen), ""))
        assert first.older in {"", *(link.path for link in first.pages)}
        if numbered or len(items) > 2:
            assert [(row.path, row.title) for page in numbered for row in page.rows] == shown, base
        assert first.total == len(items)
    listed = Counter(
        row.path
        for path, page in lists.items()
        if re.fullmatch(r"columns/\w+/page-\d+/index\.html", path)
        or (re.fullmatch(r"columns/\w+/index\.html", path) and not page.pages)
        for row in page.rows
    )
    assert listed == Counter(f"entries/{item.place}/index.html" for item in told), "each once in its column"


@pytest.mark.parametrize("site", SITES)
def test_keywords_are_counted_right(sites: dict[str, Portal], site: str) -> None:
    counts = Counter(word for item in recount(sites[""], site) for word in item.keywords)
    (page,) = (page for page in news_pages(sites[site]) if isinstance(page, TagsPage))
    assert [(link.text, count) for link, count in page.tags] == sorted(counts.items(), key=lambda at: (-at[1], at[0]))


@pytest.mark.parametrize("site", SITES)
def test_feeds_hold_the_newest_of_a_plain_recount(sites: dict[str, Portal], site: str) -> None:
    told = recount(sites[""], site)
    expected = {"feeds/all": told}
    expected |= {f"feeds/columns/{key}": [item for item in told if item.column == key] for key in (*FULL, *OTHERS)}
    for key in own(site):
        expected[f"feeds/programmes/{key}"] = [item for item in told if item.programme == key]
        for school in chain(*PARTIES[key]):
            mine = {other for other, parties in PARTIES.items() if school in chain(*parties)}
            expected[f"feeds/schools/{school}"] = [item for item in told if item.programme in mine]
    files = feed_files(sites[site])
    assert set(files) == {f"{name}.{suffix}" for name in expected for suffix in ("xml", "json")}
    atom = {"a": "http://www.w3.org/2005/Atom"}
    for name, items in expected.items():
        newest = [(f"tag:jiedui,2026:entries/{item.place}", item.title) for item in items[:20]]
        assert [(item["id"], item["title"]) for item in json.loads(files[f"{name}.json"])["items"]] == newest
        entries = ET.fromstring(files[f"{name}.xml"]).findall("a:entry", atom)
        assert [(item.findtext("a:id", "", atom), item.findtext("a:title", "", atom)) for item in entries] == newest


def everything(portal: Portal, site: str) -> dict[str, str]:
    """All that a site says: its pages without the theme's shell, its feeds, calendars and fragments."""
    blocks, blocks_page = fragment_files(portal)
    shown = [*pages(portal), blocks_page, *([campus_page(portal)] if site else [])]
    files = {page.path: render_content(page) for page in shown}
    assert len(files) == len(shown)
    more = {**blocks, **feed_files(portal), **calendar_files(portal)}
    return {**files, **{path: unescape(content.decode()) for path, content in more.items()}}


@pytest.mark.parametrize("site", NAMES)
def test_nothing_of_other_programmes_is_in_a_column(sites: dict[str, Portal], site: str) -> None:
    files, told = everything(sites[site], site), recount(sites[""], site)
    entries = [path for path in files if path.startswith("entries/")]
    assert sorted(entries) == sorted(f"entries/{item.place}/index.html" for item in told)
    for item in told:
        assert f'<h1 id="top">{item.title}' in files[f"entries/{item.place}/index.html"]
    foreign = set(PARTIES) - own(site)
    assert foreign, "every school here has a programme that it is not in"
    numbers: set[str] = set()
    for path, text in files.items():
        assert not [key for key in foreign if key in path or key in text], path
        assert "{{" not in text, path
        numbers |= set(re.findall(r"第(\d+)篇", text))
    assert numbers == {found[1] for item in told if (found := re.search(r"第(\d+)篇", item.title))}
