"""What Python writes without a template: every text of a view is shown, and none of it is read as HTML or JSON."""

import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import from_json, to_json

from golden import small_portal
from pairing.api import entry_pieces
from pairing.entries import Entries
from pairing.parts import facts, links
from pairing.render import render_content
from pairing.views import Page, pages
from pairing.views.base import Link, PageJob, fact
from pairing.views.clause import ClausePage
from pairing.views.entry import EntryPage
from pairing.views.ledger import LedgerPage
from pairing.views.meta import json_ld
from pairing.views.news import ListPage
from pairing.views.plan import PlanPage, TaskPage
from pairing.views.programme import ProgrammePage

# What comes from fixed lists or is a date, and what stands outside the content, is HTML or says how deep a page lies.
KEPT = ("level", "kind", "state", "published", "first", "last")
OUTSIDE = ("path", "toc", "meta", "notices", "json_ld", "at_portal", "found", "as_of", "body")
HOSTILE = st.text(st.sampled_from("<>&\"'i甲;#/= "), min_size=1, max_size=12)
# A character that no text has.
MARK = "\ue000"


class Seen(HTMLParser):
    """The tags of a piece of HTML with the names of their attributes, and all its texts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.texts += [value for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def with_more(value: Any, text: str) -> Any:
    """A value of a view with a text at the end of every text in it."""
    if isinstance(value, str):
        return value + text if value else value
    if hasattr(value, "_fields"):
        kept = (*KEPT, *(name for name in value._fields if name.endswith("_code")))
        return value._replace(
            **{name: with_more(getattr(value, name), text) for name in value._fields if name not in kept}
        )
    return tuple(with_more(item, text) for item in value) if isinstance(value, tuple) else value


def page_with_more(page: Page, text: str) -> Page:
    names = (name for name in page._fields if name not in OUTSIDE)
    return page._replace(**{name: with_more(getattr(page, name), text) for name in names})


@cache
def small_pages() -> tuple[Page, ...]:
    return tuple(pages(small_portal()))


@pytest.mark.parametrize("kind", [EntryPage, ListPage, TaskPage, ClausePage, LedgerPage, PlanPage, ProgrammePage])
@settings(max_examples=50, deadline=None)
@given(which=st.integers(0, 99), text=HOSTILE)
def test_any_text_is_shown_and_none_is_html(kind: type[Page], which: int, text: str) -> None:
    found = [page for page in small_pages() if isinstance(page, kind)]
    page = found[which % len(found)]
    harmless = Seen(render_content(page_with_more(page, MARK * len(text))))
    hostile = Seen(render_content(page_with_more(page, text)))
    assert hostile.tags == harmless.tags
    assert "".join(hostile.texts) == "".join(harmless.texts).replace(MARK * len(text), text)


@settings(max_examples=50, deadline=None)
@given(text=st.text(min_size=1), page=st.sampled_from(["", "https://jiedui.example/a/"]), which=st.integers(0, 99))
def test_any_text_stands_in_the_tags_for_machines_as_json_does_it(text: str, page: str, which: int) -> None:
    entries = [*small_portal().data.entries.values()]
    told = {"title": text, "summary": which % 2 and text, "author": text, "keywords": (text, "甲")}
    entry = entries[which % len(entries)].model_copy(update=told)
    found = json_ld(entry, text, page)
    said = json.loads(found)
    assert found == json.dumps(said, ensure_ascii=False).replace("<", "\\u003c")
    assert [said["headline"], said["description"], said["author"]["name"], said["publisher"]["name"]] == [text] * 4
    assert said["keywords"] == [text, "甲"]
    assert said.get("mainEntityOfPage", "") == page
    assert said.get("image") == (f"{page}{entry.cover.file}" if entry.cover else None)


@settings(max_examples=50, deadline=None)
@given(text=st.text(min_size=1), which=st.integers(0, 99))
def test_an_entry_is_told_in_the_open_data_as_it_stands(text: str, which: int) -> None:
    portal = small_portal()
    place = [*portal.data.entries][which % len(portal.data.entries)]
    entry = portal.data.entries[place].model_copy(update={"title": text, "keywords": (text, "甲")})
    entries = Entries.of({**portal.data.entries, place: entry})
    portal = replace(portal, data=replace(portal.data, entries=entries))
    said = entry.model_dump(mode="json", exclude={"draft", "withheld", "disclosure_reason"})
    for item in said["attachments"]:
        del item["disclosure"], item["disclosure_reason"]
    ((_, piece),) = entry_pieces(portal, PageJob("some", b"", tuple, (place,)))
    told = from_json(piece.partition(b"\n")[2])
    above = {"id": "/".join(place), "programme": place[0]}
    below = {"disclosure": portal.level("entry", *place), "derived": told["derived"]}
    assert piece == b"/".join(part.encode() for part in place) + b"\n" + to_json({**above, **said, **below}, indent=1)


def test_a_note_with_brackets_of_its_own_stands_behind_a_comma() -> None:
    told = links([Link("方案", "a.html", "一"), Link("报告", "", "四（一）")], "")
    assert told == (
        '<a href="a.html">方案</a><span class="jd-note">（一）</span>、报告<span class="jd-note">，四（一）</span>'
    )


def test_sentences_in_a_row_end_without_a_full_stop() -> None:
    assert links([Link("每学期到校。", "a.html"), Link("办培训班。")], "../") == (
        '<a href="../a.html">每学期到校</a>；办培训班'
    )
    assert "<dd>每年一次；由双方商定</dd>" in facts([fact("频次", "每年一次。", "由双方商定。")], "")
    assert "<dd>只有一句。</dd>" in facts([fact("频次", "只有一句。")], "")


@pytest.mark.parametrize("site", ["real_site", "demo"])
def test_no_page_has_ways_that_lead_nowhere(site: str, request: pytest.FixtureRequest) -> None:
    """Who listens is told of every such part of a page, and who looks sees a line with nothing below it."""
    pages = (file.read_text(encoding="utf-8") for file in request.getfixturevalue(site).rglob("*.html"))
    ways = [part for page in pages for part in re.findall(r'(?s)<nav class="jd-.*?</nav>', page)]
    assert sum(part.startswith('<nav class="jd-pager"') for part in ways) > 50
    assert not [part for part in ways if "<a " not in part]
