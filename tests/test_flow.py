"""Line breaks between Chinese signs: no gap on the page, in entries and in hand-written pages; all else stays."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from pairing.flow import Flowing, flowing
from pairing.text import converted, extensions, html

_INSIDE = st.lists(
    st.sampled_from(["甲", "，", "“", "a", "1", " ", "\n", "\n", "**乙**", "*丙\n丁*", "[戊](https://a.cn)"])
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲，\n乙", "<p>甲，乙</p>"),
        ("甲\n乙\n丙", "<p>甲乙丙</p>"),
        ("甲\n“乙”\n丙", "<p>甲“乙”丙</p>"),
        ("**甲**\n*乙*\n丙", "<p><strong>甲</strong><em>乙</em>丙</p>"),
        ("**甲\n乙**", "<p><strong>甲乙</strong></p>"),
        ("> 甲\n> 乙", "<blockquote>\n<p>甲乙</p>\n</blockquote>"),
        ("- 甲\n  乙", "<ul>\n<li>甲乙</li>\n</ul>"),
        ("甲\n  乙", "<p>甲乙</p>"),
        # A space is meant, or may be.
        ("甲\nabc\n乙", "<p>甲\nabc\n乙</p>"),
        ("共\n15人", "<p>共\n15人</p>"),
        ("“a”\n“b”", "<p>“a”\n“b”</p>"),
        ("甲\n\u3000\u3000乙", "<p>甲\n\u3000\u3000乙</p>"),
        ("甲  \n乙", "<p>甲<br>\n乙</p>"),
        # Not within a paragraph.
        ("- 甲\n- 乙", "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
        ("甲\n\n乙", "<p>甲</p>\n<p>乙</p>"),
        ("```\n甲\n乙\n```", "<pre><code>甲\n乙\n</code></pre>"),
        ("    甲\n    乙", "<pre><code>甲\n乙\n</code></pre>"),
    ],
)
def test_where_a_gap_is_meant(text: str, expected: str) -> None:
    assert html(text) == converted(text) == expected


@given(_INSIDE.map("".join))
def test_breaks_are_all_that_goes(text: str) -> None:
    """Nothing but breaks and the blanks beside them, and none of those that part words of Latin letters or figures."""
    plain = Markdown(extensions=extensions()).convert(text)
    flown = Markdown(extensions=[*extensions(), Flowing()]).convert(text)
    assert flown.replace("\n", "").replace(" ", "") == plain.replace("\n", "").replace(" ", "")
    for gap in ("a\na", "a\n1", "1\n1", "1\na"):
        assert flown.count(gap) == plain.count(gap)


def test_of_html_only_inline_tags_are_looked_past() -> None:
    assert flowing('<a href="#">甲<span>乙</span></a>\n<em>丙</em>') == '<a href="#">甲<span>乙</span></a><em>丙</em>'
    assert flowing("<p>甲</p>\n<p>乙</p>") == "<p>甲</p>\n<p>乙</p>"
    page = Markdown(extensions=["md_in_html", Flowing()]).convert("<ul>\n<li>甲\n乙</li>\n</ul>\n\n丙\n丁")
    assert page == "<ul>\n<li>甲\n乙</li>\n</ul>\n\n<p>丙丁</p>"


def test_hand_written_pages(demo: Path) -> None:
    page = (demo / "index.html").read_text(encoding="utf-8")
    assert "只用来演示本专栏能做什么：方案逐条拆成承诺" in page
