"""What an editor meant as a list, a table, a paragraph or a link, and Markdown would print otherwise."""

import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from _texts import any_text
from pairing.check.tables import tables
from pairing.problems import Problem
from pairing.proof.finding import Finding
from pairing.proof.layout import layout
from pairing.proof.passage import Passage
from pairing.source import Record
from pairing.text import html


def said(body: str) -> list[str]:
    record = Record("a.md", {}, "", 1, body, 1)
    found: list[Finding | Problem] = [*layout(Passage(record, None, body)), *tables(record)]
    return [f"{one.where.line}:{one.where.column} {one.message}" for one in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("主要内容：\n- 甲\n- 乙", "2:1 列表前要空一行"),
        ("甲\n2. 乙", "2:1 列表前要空一行"),
        ("1. 甲\n   - 甲一\n2. 乙", "2:1 下一级列表要缩进四个空格"),
        ("- 甲\n  - 甲一", "2:1 下一级列表要缩进四个空格"),
        ("-甲", "1:1 “-”后面空一格才是列表"),
        ("    缩进", "1:1 行首的空格或制表符会让这一段变成代码"),
        ("甲\n\n\t缩进", "3:1 行首的空格或制表符会让这一段变成代码"),
        ("学校\t人数\n甲\t3\n乙\t4", "1:3 有制表符，像是从 Excel 粘贴的"),
        ("第一段。\n　　\n第二段。", "2:1 这里看着是空行，其实有全角空格"),
        ("\uf06c 甲", "1:1 有 Word 的特殊符号"),
        ("[甲]（https://a.cn）", "1:3 链接要写成 [名称](网址)"),
        ("[甲] (https://a.cn)", "1:3 链接要写成 [名称](网址)"),
        ("【甲】(https://a.cn)", "1:3 链接要写成 [名称](网址)"),
        ("[甲](https://a.cn/abc。)", "1:3 网址末尾有标点"),
        ("如下表：\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", "2:1 表格前要空一行"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |", "3:1 这一行有 3 格，表头只有 2 格，多出的不会显示"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n以上。", "4:1 表格后面的文字前要空一行"),
        ("| 甲 | 乙 |\n| 1 | 2 |", "1:1 表格第二行要写 |---|---|"),
        ("| 甲 | 乙 |\n| —— | —— |\n| 1 | 2 |", "1:1 表格第二行要写 |---|---|"),
        ("| 甲 | 乙 |\n|---|\n| 1 | 2 |", "2:1 表头有 2 格，这一行有 1 格"),
        ("｜甲｜乙｜\n｜--｜--｜", "1:1 表格要用英文的竖线"),
        ("做了三件事：\n1、听课\n2、评课\n3、座谈", "2:1 从这里起连着的几行会并成一段"),
        ("（1）听课\n（2）评课", "1:1 从这里起连着的几行会并成一段"),
        ("一、听课\n二、评课\n\n一、座谈\n二、参观", "1:1 从这里起连着的几行会并成一段"),
        ("①听课\n②评课", "1:1 从这里起连着的几行会并成一段"),
        ("• 听课\n• 评课", "1:1 从这里起连着的几行会并成一段"),
        ("●听课\n●评课", "1:1 从这里起连着的几行会并成一段"),
        ("－ 听课\n－ 评课", "1:1 从这里起连着的几行会并成一段"),
        ("甲\n\n＃＃ 做了什么", "3:1 小标题要用英文的 # 开头"),
        ("＞ 引文", "1:1 引文要用英文的 > 开头"),
        ("甲\n\n## \n\n乙", "3:1 小标题是空的"),
        ("甲\n\n##", "3:1 小标题是空的"),
        ("见【表】（a.pdf）", "1:4 链接要写成 [名称](文件名)"),
        ("见[表] (报名表.DOCX)和[乙] (b.pdf)", "1:4 链接要写成 [名称](文件名)"),
        ("![[a.jpg]]", "1:1 图片请写成"),
        ('![甲](a.jpg "乙"){width=50%}', "1:16 “{…}”会原样显示"),
        ("[甲](a.pdf){ .button }", "1:11 “{…}”会原样显示"),
        ("甲~~乙~~，~~丙~~", "1:2 “~~”不是删除线"),
        ("甲==乙==", "1:2 “==”会原样显示"),
        ("第一部分\n---\n乙", "1:1 下一行紧接着“-”，这一行会变成标题"),
        ("甲\n\n第一部分\n=====", "3:1 下一行紧接着“=”，这一行会变成标题"),
        ("2026. 这一年", "1:1 行首的数字和“.”会变成列表的编号"),
    ],
)
def test_what_would_look_otherwise_is_told(body: str, expected: str) -> None:
    found = said(body)
    assert len(found) == 1, found
    assert found[0].startswith(expected), found


@pytest.mark.parametrize(
    "body",
    [
        "甲\n\n- 乙\n- 丙\n\n丁",
        "- 甲\n\n    续段\n\n- 乙",
        "- 甲\n  续行\n- 乙",
        "1. 甲\n\n    - 乙\n",
        "甲[^1]\n\n[^1]: 注\n\n    续",
        "> - 甲\n> - 乙",
        "```\n- a\n  - b\n\ta\n| a | b |\n| c |\n```",
        "甲\n\n| a | b |\n| :-: | --- |\n| c \\| d | `e|f` |\n\n乙",
        "a | b\n--|--\nc | d",
        "[甲](https://a.cn/)。（见[乙](https://b.cn/x_(1))）",
        "第一行\n第二行　第三行",
        "1、听课。\n\n2、评课。\n\n①座谈",
        "（1）听课  \n（2）评课\\\n（3）座谈\n（联系人：办公室）",
        "甲乙丙。\n\n---\n\n## 丁\n---\n\n### 戊 #1",
        "甲\n乙\n---",
        "`~~甲~~` `![[a]]`\n\n```\n＃\n==甲==\n## \n```\n\n~ ~~ = == a==b",
        "甲【表】（见附件），[注] (2026)，（[乙](a.pdf)）{{helper}}",
        "2026\\. 这一年\n2026. 这一年",
        "甲（1）\n－3℃",
    ],
)
def test_nothing_is_said_of_what_shows_as_meant(body: str) -> None:
    assert said(body) == []


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_text_can_be_judged(random: Random) -> None:
    body = any_text(random)
    lines = body.split("\n")
    for one in said(body):
        assert 1 <= int(one.split(":")[0]) <= len(lines)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["甲", "乙 丙", "1", ""]), min_size=1, max_size=4), min_size=1, max_size=4))
def test_where_nothing_is_said_of_a_table_every_cell_shows(rows: list[list[str]]) -> None:
    body = "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], ["---"] * len(rows[0]), *rows[1:]))
    if not said(body):
        page = html(body)
        assert all(page.count(cell) >= sum(row.count(cell) for row in rows) for cell in ("甲", "乙 丙")), page


def test_a_line_above_a_line_takes_no_longer_for_being_long() -> None:
    """Once it took the square of its length: a line of this one, seconds."""
    start = time.process_time()
    assert said("甲" * 100_000 + "\n乙\n\n-\n\n=") == []
    assert time.process_time() - start < 1
