"""Footnotes that editors write: which are told, and that those that are not show as meant."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from _texts import any_text
from pairing.check.footnotes import footnotes
from pairing.plain import plain
from pairing.source import Record
from pairing.text import converted

# Nothing that makes code of what follows: there a rule on the text cannot know as much as Markdown does.
_PARTS = (
    *("甲", "乙。", "\n", "\n\n", "\n\n> ", "\n\n- ", "\n\n1. ", "**", "|", "(a)", ":", "\n\n## ", "<!--", "-->"),
    *(
        "[^1]",
        "[^1]",
        "[^注]",
        "［^1］",
        "\n\n[^1]：注",
        "\n\n[^1]: 注",
        "\n\n[^1]: 注",
        "\n\n[^注]: 又注",
        "[甲[^1]](https://a.cn)",
    ),
)


def said(body: str) -> list[str]:
    return [f"{found.where.line}:{found.where.column}: {found.message}" for found in footnotes(record(body))]


def record(body: str) -> Record:
    return Record("content/a.md", {}, "", 1, body, 11)


@pytest.mark.parametrize(
    "body",
    [
        "甲[^1]\n\n[^1]: 注",
        "甲[^1]乙[^1]\n\n[^1]: 注",
        "甲[^1]乙[^2]\n\n[^1]: [^2]: 注",
        "甲[^1]乙[^2]\n\n[^1]: 注\n[^2]: 注",
        "甲乙：\n[^1]：丙\n\n[^1]: 注",
        "甲[^1]：乙\n\n[^1]: 注，见[^2]\n\n    [^2]: 注",
        "> 甲[^1]\n>\n> [^1]: 注",
        "`［^1］`\n\n```\n[^2]\n```\n\n\\[^3] [^](a) [^甲](https://a.cn) <!-- [^4] -->",
    ],
)
def test_nothing_is_wrong_with_footnotes_that_show(body: str) -> None:
    assert said(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("甲\n乙[^1]", "12:2: 脚注“[^1]”没有注文，请在文末另起一段写“[^1]: 注文”，或删去这个标记"),
        ("甲[^1]: 注", "11:2: 脚注“[^1]”没有注文，请在文末另起一段写“[^1]: 注文”，或删去这个标记"),
        ("甲\n\n[^a]: 注", "13:1: 正文没有引用脚注“[^a]”，请在要加注的地方写 [^a]，或删去这一条"),
        ("甲[^1]\n\n[^1]: 注\n\n[^1]: 又注", "15:1: 脚注“[^1]”写了两次，只有一条会显示，请换一个名称"),
        ("甲[^2]\n\n[^2]：注", "13:1: 脚注的冒号要用英文的，找到“[^2]：”，请写成“[^2]: 注文”"),
        ("甲[^2]\n\n> - [^2]：注", "13:5: 脚注的冒号要用英文的，找到“[^2]：”，请写成“[^2]: 注文”"),
        ("甲［^1］：乙\n\n[^1]: 注", "11:2: 脚注的方括号要用英文的，找到“［^1］”，请写成“[^1]”"),
        ("甲[^1]\n\n【^1】: 注", "13:1: 脚注的方括号要用英文的，找到“【^1】”，请写成“[^1]”"),
        ("甲[^1]\n\n[^1］：注", "13:1: 脚注的方括号和冒号要用英文的，找到“[^1］：”，请写成“[^1]: 注文”"),
    ],
)
def test_what_is_said_of_others(body: str, expected: str) -> None:
    assert said(body) == [expected]


@settings(max_examples=600, deadline=None)
@given(st.randoms(use_true_random=False))
def test_nothing_is_said_of_what_the_fast_way_shows(random: Random) -> None:
    text = any_text(random)
    if plain(text) is not None and "[^" in text:
        assert not any("没有引用" in one or "写了两次" in one for one in said(text)), text


@settings(max_examples=800, deadline=None)
@given(st.lists(st.sampled_from(_PARTS), max_size=12).map("".join))
def test_where_nothing_is_said_every_way_to_a_footnote_and_back_leads_somewhere(text: str) -> None:
    if said(text):
        return
    page = converted(text)
    anchors = re.findall(r' id="(fn[^"]*)"', page)
    assert {*re.findall(r'href="#(fn[^"]*)"', page)} <= {*anchors}, page
    assert len(anchors) == len({*anchors})
