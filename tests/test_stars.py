"""Asterisks between numbers: told where Markdown would take them for marks, and nowhere else."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pairing.check.stars import products_of
from pairing.source import Record
from pairing.text import html


def said(body: str) -> list[str]:
    found = products_of(Record("content/a.md", {}, "", 1, body, 11))
    return [f"{one.where.line}:{one.where.column}: {one.message}" for one in found]


LOST = "数字之间的“*”会变成强调的记号，不再显示，找到“{}”，请写成 {}，或 {}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("尺寸 3*4*5 米", [("11:4", "3*4*5", "3×4×5", "3\\*4\\*5")]),
        (
            "面积\n机房面积3*4米，高5*2.5米",
            [("12:5", "3*4", "3×4", "3\\*4"), ("12:11", "5*2.5", "5×2.5", "5\\*2.5")],
        ),
        ("- 共3*4米，*重点*。", [("11:4", "3*4", "3×4", "3\\*4")]),
        ("- 甲\n\n    共3*4*5米。", [("13:6", "3*4*5", "3×4×5", "3\\*4\\*5")]),
        ("2**3**4", [("11:1", "2**3**4", "2×3×4", "2\\*3\\*4")]),
        ("| 甲 | 乙 |\n|---|---|\n| 3*4*5 | 6*7 |", [("13:3", "3*4*5", "3×4×5", "3\\*4\\*5")]),
    ],
)
def test_figures_that_would_change_are_told(body: str, expected: list[tuple[str, ...]]) -> None:
    assert said(body) == [f"{place}: {LOST.format(*words)}" for place, *words in expected]


@pytest.mark.parametrize(
    "body",
    [
        "机房面积3*4米。\n\n高5*2米。",
        "尺寸 3\\*4\\*5 米，3×4×5 米，3 * 4 * 5 米。",
        "- 3*4\n- 5*6",
        "| 甲 | 乙 |\n|---|---|\n| 3*4 | 5*6 |",
        "**甲**3*4米。\n\n共**12**人，*5*次。",
        "`3*4*5`\n\n```\n3*4*5\n```\n\n[甲](a.html#3*4*5) <!-- 3*4*5 -->",
    ],
)
def test_nothing_is_said_of_figures_that_show(body: str) -> None:
    assert said(body) == []


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(["甲", "3*4", "5*6*7", "*", "**", "2**3", "，", " ", "12", "\\*"]), max_size=9))
def test_what_is_said_is_what_the_page_loses(parts: list[str]) -> None:
    body = f"甲{''.join(parts)}乙"
    # What has as many digits as a card is for the scan.
    assume(sum(map(str.isdigit, body)) < 10)
    # Beside another asterisk an escaped one would be counted as one of those that mark.
    assume(not re.search(r"\*\\\*|\\\*\*", body))
    page = re.sub(r"</?(?:p|em|strong)>", "|", html(body))
    shown, written = (len(re.findall(r"(?<=\d)\*+(?=\d)", text)) for text in (page, body))
    escaped = len(re.findall(r"(?<=\d)\\\*(?=\d)", body))
    assert bool(said(body)) == (shown < written + escaped), (body, page)
