"""Markup of editors: what the sanitiser lets through, what the fast way can emit, links to other sites, addresses."""

import re
import time
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from _safe import safe
from _texts import FILES, FRAGMENTS, any_text
from golden import small_portal
from pairing import markup
from pairing.check.markup import page_markup
from pairing.markup import clean, fault, tags
from pairing.plain import plain
from pairing.portal import open_campuses
from pairing.render import render_content
from pairing.source import Record
from pairing.text import converted
from pairing.views import pages

MARKUP = (
    *FRAGMENTS,
    *("<script>", "</script>", "<img src=x onerror=a()>", "<svg/onload=a()>", "<a href='javascript:a()'>"),
    *("<iframe src=//a>", "[甲](javascript:a())", "[甲](JAVASCRIPT&colon;a)", "[甲](data:text/html,a)"),
    *("![甲](javascript:a 't')", "<javascript:a>", "[甲](java\nscript:a)", "[甲]( vbscript:a)", "[a]: javascript:a\n"),
    "&#x1fjavascript:",
    *("[甲][a]", "&#x6A;avascript:", "\x01javascript:a", "<style>*{}</style>", "<!--", "-->", "<![CDATA["),
    "]]>",
    "<?php",
    *("<math><mtext></form><form>", "<p id=x class=y style=z>", "[甲](https://a.cn \"b' onclick='a()\")", "<a@b.c>"),
    *('![" onerror=a() x="](p.png "t")', '[^"><script>]', '```"><script>\n'),
)  # fmt: skip


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(MARKUP), max_size=8).map("".join))
def test_nothing_gets_through(text: str) -> None:
    html = converted(text, FILES)
    safe(html)
    assert clean(html) == html


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_the_sanitiser_alone_lets_nothing_through(text: str) -> None:
    html = clean(text)
    safe(html)
    assert clean(html) == html


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_the_fast_way_emits_nothing_that_the_sanitiser_would_change(random: Random) -> None:
    """So plain pages need no sanitiser, and pay nothing."""
    html = plain(any_text(random))
    assert html is None or clean(html) == html


@pytest.mark.parametrize("written", ["&#13;", "&#xd;", "&#13 "])
def test_a_written_carriage_return_is_a_line_break(written: str) -> None:
    html = clean(f"甲{written}乙")
    assert html.replace(" ", "") == "甲\n乙"
    assert clean(html) == html


def test_words_stay_tags_go_comments_vanish() -> None:
    assert converted("甲<b onclick=a()>乙</b><i>丙</i>") == "<p>甲乙丙</p>"
    assert converted("甲<!-- 密\n\n件 -->乙") == "<p>甲乙</p>"
    assert converted("`<b>` 与\n\n```\n<script>\n```") == (
        "<p><code>&lt;b&gt;</code> 与</p>\n<pre><code>&lt;script&gt;\n</code></pre>"
    )
    assert converted('<div class="jd-status">假</div>') == "<p>假</p>"


@pytest.mark.parametrize(
    "text", ["[甲](https://a.cn/)", "[甲](http://a.cn/x_(1))", "<https://a.cn/>", "![图](p.png) [甲](HTTPS://a.cn)"]
)
def test_links_to_other_sites_say_so(text: str) -> None:
    html = converted(text, FILES)
    assert html.count('rel="noopener external"') == 1
    assert html.count('<span class="jd-out">（站外链接）</span></a>') == 1


@pytest.mark.parametrize(
    "text", ["[甲](../b/index.html)", "[甲](#a)", "[甲](表.docx)", "[甲](mailto:a@b.cn)", "甲[^1]\n\n[^1]: 乙"]
)
def test_links_within_the_site_stay_as_they_are(text: str) -> None:
    html = converted(text, FILES)
    assert "external" not in html
    assert "站外" not in html


def test_every_link_to_another_site_is_marked_on_every_page() -> None:
    portal = small_portal()
    found = 0
    for page in [*pages(portal), *(page for _, column in open_campuses(portal) for page in pages(column))]:
        for link in re.findall(r"<a [^>]*href=\"https?:[^>]*>(?:(?!</a>).)*", render_content(page), re.DOTALL):
            found += 1
            assert 'rel="noopener external"' in link, (page.path, link)
            assert "（站外链接）" in link, (page.path, link)
    assert found, "the small site links to another"


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        *(
            ("https://www.example.edu.cn/a?b=1#c", ""),
            ("http://例子.中国/", ""),
            ("mailto:a@b.cn", ""),
            ("../a/index.html", ""),
        ),
        *(("#a", ""), ("javascript:a()", "scheme"), ("JAVA&#115;CRIPT:a", "scheme"), (" java\tscript:a", "scheme")),
        *(("\u200bjavascript:a", "scheme"), ("data:,a", "scheme"), ("ftp://a.cn/", "scheme"), ("C:/a.doc", "scheme")),
        *(("//a.cn", "bare"), ("\\\\a.cn", "bare"), ("/\\a.cn", "bare"), ("http:a.cn", "bare"), ("https:///a", "bare")),
        *(
            ("https://a.cn@b.cn/", "user"),
            ("https://www.еdu.cn/", "host"),
            ("https://[::1/", "host"),
            ("https://a:b/", "host"),
        ),
        *(("/a/", "absolute"), ("a\\b", "slash")),
    ],
)
def test_addresses(address: str, wrong: str) -> None:
    assert fault(address, remote_only=False) == wrong


@given(st.from_regex(re.compile(markup._PLAIN.pattern, re.ASCII), fullmatch=True), st.booleans())
def test_nothing_is_wrong_with_a_plain_address(address: str, remote_only: bool) -> None:
    assert markup._faulty(address, remote_only) == fault(address, remote_only=remote_only) == ""


def test_tags_are_told_from_addresses_and_signs() -> None:
    assert [tag.name for tag in tags("a < b <https://a.cn> <o:p> <3 <B> </b> <姓名> <!-- x --> <script")] == [
        "o:p", "b", "!--", "script",
    ]  # fmt: skip


def test_pages_may_hold_harmless_html() -> None:
    def said(body: str) -> int:
        return len(list(page_markup(Record("content/a.md", {}, "", 1, body, 1))))

    assert said('<div class="grid" markdown>甲</div>\n\n[甲](a.md){ .md-button }\n') == 0
    assert said("[甲](a.md){ onclick=a() }") == 1
    assert said("<script>a()</script>") == 1


@pytest.mark.parametrize(
    ("body", "place"),
    [
        *(
            ("甲[乙](http://[x)", (1, 4)),
            ("![乙](http://[x)", (1, 4)),
            ("[乙](<http://[x>)", (1, 5)),
            ("甲\n\n[乙]: http://[x\n", (3, 1)),
        ),
        *(("[乙](//[x)", (1, 3)), ("[乙](https://[::1/)", (1, 3)), ("[乙][]\n\n[乙]: javascript:a()", (3, 1))),
    ],
)
def test_an_address_that_mkdocs_cannot_read_is_told_before(body: str, place: tuple[int, int]) -> None:
    (problem,) = page_markup(Record("content/a.md", {}, "", 1, body, 1))
    assert (problem.where.line, problem.where.column) == place
    assert re.search("域名中有不该有的字符|链接只能用", problem.message)
    assert not list(page_markup(Record("content/a.md", {}, "", 1, f"```\n{body}\n```\n", 1)))


# Growth: four times the text must not take sixteen times the work. The fastest of several runs is
# compared with the fastest, so that a busy machine does not matter.
GROWING: dict[str, Callable[[int], object]] = {
    "tags": lambda n: list(tags("<a " * n)),
    "tags with attributes": lambda n: list(tags('<a b="' * n)),
    "comments": lambda n: list(tags("<!--" * n)),
    "address": lambda n: fault("https://" + "a." * n, remote_only=False),
    "blanks in an address": lambda n: fault("java" + "\t" * n + "script:", remote_only=False),
    "clean open": lambda n: clean("<b>" * n),
    "clean attributes": lambda n: clean("<a " + "href=x " * n),
    "entities": lambda n: clean("&amp" * n),
}


@pytest.mark.parametrize("name", GROWING)
def test_work_grows_with_the_text_and_no_faster(name: str) -> None:
    def fastest(n: int) -> float:
        best = float("inf")
        for _ in range(5):
            start = time.process_time()
            GROWING[name](n)
            best = min(best, time.process_time() - start)
        return best

    assert (long := fastest(8000)) < 0.02 or long < 12 * fastest(2000)


@pytest.mark.parametrize("within", ["[^2]: 里", "外\n\n    > [^2]: 里", "[^2]: [^4]: 里"])
def test_a_footnote_within_another_one_is_shown(within: str) -> None:
    page = converted(f"甲[^1]丁[^3]戊[^2]\n\n[^1]: {within}\n\n[^3]: 末\n")
    assert page.count("里") == page.count("末") == 1
    assert page.index("末") < page.index("里"), "it comes behind those that stand for themselves"
    assert 'href="#fn:2"' in page
    assert 'id="fn:2"' in page


def test_footnotes_one_within_the_other_are_no_way_to_stop_a_build() -> None:
    page = converted("甲[^0]\n\n" + "".join(f"[^{i}]: " for i in range(300)) + "末\n\n[^x]: 乙\n")
    assert page.count("<li") == 301
