"""The fast way for plain Markdown: what it gives, what it refuses, that it equals Python-Markdown."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from _texts import FILES, FRAGMENTS, any_text, mutated, typical
from golden import ROOT, SITES
from pairing import plain as room
from pairing import text as slow
from pairing.load import load
from pairing.plain import plain
from pairing.portal import open_campuses, open_portal
from pairing.text import converted, html
from pairing.views import Portal

DAY = date(2026, 11, 21)
EXTERNAL, OUT = 'rel="noopener external"', '<span class="jd-out">（站外链接）</span>'
PAIR = (
    f'<p>见<a href="https://a.cn/x_y?a=1&amp;b=2#c" {EXTERNAL}>甲{OUT}</a>（'
    f'<a href="http://b.cn" {EXTERNAL}><em>乙</em>{OUT}</a>）</p>'
)
REFERENCE = '<sup id="fnref:{0}"><a class="footnote-ref" href="#fn:{0}">{1}</a></sup>'
NOTE = (
    '<li id="fn:{0}">\n<p>{1}&nbsp;<a class="footnote-backref" href="#fnref:{0}" title="回到正文的注释{2}">↩</a></p>'
    "\n</li>\n"
)
FRAME = (
    '<div aria-label="表格" class="jd-scroll" role="region" tabindex="0">\n<table class="jd-table">\n<thead>\n<tr>\n'
)


def same(text: str) -> bool:
    """Whether a text takes the fast way; where it does, the result must be that of the slow one."""
    found = plain(text)
    assert found is None or found == converted(text, FILES), text
    return found is not None


def voices(site: Path) -> Iterator[Portal]:
    """The portal and every school's own column."""
    portal = open_portal(load(site), DAY)
    yield portal
    for _, column in open_campuses(portal):
        yield column


def bodies(site: Path) -> list[str]:
    """Every text of a site as every voice says it, and as it is written."""
    found = [
        portal.casts[place[0]].say(portal.data.record("entry", *place).body)
        for portal in voices(site)
        for place in portal.data.entries
    ]
    data = load(site)
    return found + [data.record("entry", *place).body for place in data.entries]


# What is plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\n乙\n\n\n丙 > 丁 & 戊\n", "<p>甲乙</p>\n<p>丙 &gt; 丁 &amp; 戊</p>"),
        ("\u3000\u3000甲", "<p>甲</p>"),
        ("，**甲：**乙*丙*", "<p>，<strong>甲：</strong>乙<em>丙</em></p>"),
        (
            "见[甲](https://a.cn/x_y?a=1&b=2#c)（[*乙*](http://b.cn)）",
            PAIR,
        ),
        ("**见[甲](http://b.cn)**", f'<p><strong>见<a href="http://b.cn" {EXTERNAL}>甲{OUT}</a></strong></p>'),
        ("- 甲\n* **乙**", "<ul>\n<li>甲</li>\n<li><strong>乙</strong></li>\n</ul>"),
        ("1. 甲\n2. 乙\n\n- 丙", "<ol>\n<li>甲</li>\n<li>乙</li>\n</ol>\n<ul>\n<li>丙</li>\n</ul>"),
        ("03. 甲", '<ol start="03">\n<li>甲</li>\n</ol>'),
        ("### 甲\n乙\n\n#### 丙", "<h2>甲</h2>\n<p>乙</p>\n<h3>丙</h3>"),
        ("# 甲\n\n###### 乙", "<h2>甲</h2>\n<h6>乙</h6>"),
        ("> 甲\n> 乙", "<blockquote>\n<p>甲乙</p>\n</blockquote>"),
        (
            "> 甲\n>\n>乙\n>\n>\n> ——丙",
            "<blockquote>\n<p>甲</p>\n<p>乙</p>\n<p>——丙</p>\n</blockquote>",
        ),
        ("甲\n- 乙", "<p>甲\n- 乙</p>"),
        (
            "| 甲 | 乙 |\n|:-:|---|\n| **1** |\n| 1 | 2 | 3 |",
            FRAME
            + '<th class="jd-center" scope="col">甲</th>\n<th scope="col">乙</th>\n</tr>\n</thead>\n<tbody>\n'
            + '<tr>\n<td class="jd-center"><strong>1</strong></td>\n<td></td>\n</tr>\n'
            + '<tr>\n<td class="jd-center">1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>\n</div>',
        ),
        (
            "**甲[^b]**乙[^1]\n\n\n[^1]:  *丙*\n\n[^b]: 丁",
            f"<p><strong>甲{REFERENCE.format('b', 2)}</strong>乙{REFERENCE.format('1', 1)}</p>\n"
            '<div class="footnote">\n<hr>\n<ol>\n'
            + NOTE.format("1", "<em>丙</em>", 1)
            + NOTE.format("b", "丁", 2)
            + "</ol>\n</div>",
        ),
        ("", ""),
    ],
)
def test_what_is_plain(text: str, expected: str) -> None:
    assert plain(text) == expected == converted(text)


def test_tables_are_counted() -> None:
    table = "| 甲 |\n|---|\n| 1 |"
    page = plain(f"{table}\n\n{table}")
    assert page == converted(f"{table}\n\n{table}")
    assert page.count('aria-label="表格2"') == 1


# What is not


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<b>甲</b>",
            "a < b",
            "&amp;",
            "&#12 甲",
            "`甲`",
            "\\*",
            "甲  \n乙",
            "甲\t乙",
            "甲\r\n乙",
            "甲\xa0乙",
            "甲\x02",
            "\x03",
        ),
        *(
            "    甲",
            " 甲",
            "甲\n 乙",
            "甲\n===",
            "甲\n---",
            "---",
            "* * *",
            "~~~\n甲\n~~~",
            "甲{:.a}",
            "#",
            "# a#b",
            "####### 甲",
        ),
        *(
            "甲[^1]",
            "甲\n\n[^1]: 乙",
            "甲[^1][^1]\n\n[^1]: 乙",
            "甲[^1]\n\n[^1]: 乙\n[^1]: 丙",
            "甲[^1]\n\n[^1]: 乙\n丙",
            "甲[^1]\n\n[^1]: 乙\n\n丙",
            "甲[^1]\n[^1]: 乙",
            "甲[^2]\n\n[^1]: 乙[^1]\n[^2]: 丙",
            "甲[^1]\n\n[^1]: - 乙",
            "甲[^1]///Footnotes Go Here///\n\n[^1]: 乙",
            "[^1]: 甲\n\n[^1]: 乙",
            "[甲[^1]](http://a.cn)\n\n[^1]: 乙",
            "甲[^甲]\n\n[^甲]: 乙",
            "[甲][乙]",
            "[甲]",
            "[甲]: http://a.cn",
            "[甲](p.png)",
            "[甲](/a/)",
            "[甲](#a)",
            "[甲](表.docx)",
        ),
        *(
            '[甲](https://a.cn/ "乙")',
            "![甲](https://a.cn/p.png)",
            "[甲](https://a.cn/(1))",
            "[甲](<https://a.cn>)",
            "[甲](https://###.cn/)",
            "[甲](https://a.cn@b.cn/)",
            "[甲](https://1.2.3.4/)",
            "[甲](https://a.cn:99999/)",
            "[甲](https://xn--a.cn/)",
            "[](http://a.cn)",
        ),
        *(
            "_甲_",
            "a_b",
            "**甲",
            "甲**",
            "** 甲**",
            "**甲 **",
            "***甲***",
            "**甲*乙*丙**",
            "*甲**",
            "3 * 5",
            "[甲*](http://a.cn)*",
        ),
        *(
            "- 甲\n\n- 乙",
            "- 甲\n  - 乙",
            "- 甲\n乙",
            "- 甲\n1. 乙",
            "- - 甲",
            "- # 甲",
            "- > 甲",
            "甲\n## 乙",
            "甲\n> 乙",
            "> 甲\n乙",
        ),
        *(
            "> 甲\n\n> 乙",
            "> - 甲",
            "> # 甲",
            "> 甲\n>",
            ">",
            "> 甲\n>\u3000\n> 乙",
            "> 甲\n>\n> - 乙",
            "| 甲 | 乙 |\n|---|\n| 1 |",
            "甲 | 乙\n--- | ---\n1 | 2",
            "甲|乙",
        ),
        *("| 甲 |\n|---|", "| 甲 |\n|---|\n乙", "- 甲|乙", "# 甲 |\n|---|\n|---|\n|1|", "甲" * 20_001),
    ],
)
def test_what_is_refused(text: str) -> None:
    assert plain(text) is None


@pytest.mark.parametrize(
    "text",
    ["[" * 9_999, "[甲](" * 3_000, "*" * 9_999, "*甲" * 9_999, "[甲](http://a" * 1_000, "- " * 9_999, "1" * 9_999],
)
def test_odd_texts_cost_little(text: str) -> None:
    """Work, not time: an expression that tries every way would never come back."""
    assert plain(f"{text}_") is None


# Both ways


@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=10).map("".join))
def test_both_ways_agree_on_fragments(text: str) -> None:
    same(text)


@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(FRAGMENTS), max_size=2).map("".join))
def test_both_ways_agree_on_articles(random: Random, more: str) -> None:
    same(any_text(random) + more)


@settings(max_examples=2000, deadline=None)
@given(
    st.lists(st.sampled_from(["**", "**", "*", "甲", "乙，", " ", "\n", "&amp;", "\u3000"]), max_size=9).map("".join)
)
def test_stars_in_twos_mean_what_the_rule_says(text: str) -> None:
    strong = room._strong(text)
    assert strong is None or strong == room._delimited(text)


def test_both_ways_agree_on_damaged_entries() -> None:
    random, found = Random(1), bodies(SITES / "demo")
    taken = sum(same(mutated(random, random.choice(found))) for _ in range(3000))
    assert taken > 500, "else little was compared"


@pytest.mark.parametrize("site", [ROOT, SITES / "demo", SITES / "small"], ids=["real", "demo", "small"])
def test_both_ways_agree_on_every_entry(site: Path) -> None:
    assert sum(map(same, bodies(site))) > 0


# It is used


def test_entries_take_the_fast_way() -> None:
    """At 10,000 entries the other way costs ten seconds."""
    found = bodies(SITES / "demo")
    assert sum(plain(body) is not None for body in found) > 0.9 * len(found)
    random = Random(1)
    texts = [typical(random, number) for number in range(200)]
    assert sum(map(same, texts)) >= 190
    assert 800 < sum(map(len, texts)) / 200 < 1000


def test_pages_ask_for_the_fast_way_first(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> str:
        raise AssertionError("slow")

    monkeypatch.setattr(slow, "converted", never)
    assert html("甲，**乙**。", FILES) == "<p>甲，<strong>乙</strong>。</p>"
    with pytest.raises(AssertionError, match="slow"):
        html("`甲`")
