"""Rules on tables in texts: what Markdown would drop, or print as it was typed."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pairing.advice import shown
from pairing.media import without_code, without_spans
from pairing.problems import Problem, Where
from pairing.read import Dataset
from pairing.source import Record

_RULE: Final = re.compile(r" {0,3}\|?[ :]*-[-: |]*")
_WIDE: Final = "｜"


def tables_whole(data: Dataset) -> Iterator[Problem]:
    """表格前后空一行，第二行是 |---|，各行不多于表头的格数，竖线用英文的“|”。"""
    for _, record, _, _ in data.opened:
        if "|" in record.body or f"\n{_WIDE}" in record.body:
            yield from tables(record)


def tables(record: Record) -> Iterator[Problem]:
    """What is wrong with the tables of a text: runs of lines with bars."""
    lines = without_spans(without_code(record.body)).split("\n")
    end = 0
    for barred in [i for i, line in enumerate(lines) if "|" in line or _WIDE in line]:
        if barred < end:
            continue
        start = end = barred
        while start and lines[start - 1].strip():
            start -= 1
        while end < len(lines) and lines[end].strip():
            end += 1
        for at, message in _of_block(lines[start:end]):
            yield Problem(Where(record.path, record.body_line + start + at, 1), message)


def _of_block(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(line from 0, message) for the lines between two blank ones."""
    if lines and lines[0].startswith("    "):  # code, or a part of a list
        return
    rule = next((i for i, line in enumerate(lines) if "|" in line and "-" in line and _RULE.fullmatch(line)), None)
    barred = [i for i, line in enumerate(lines) if line.lstrip().startswith("|") and line.rstrip().endswith("|")]
    wide = next((i for i, line in enumerate(lines) if line.lstrip().startswith(_WIDE)), None)
    if wide is not None:
        yield wide, f"表格要用英文的竖线“|”，找到{shown(lines[wide])}"
    elif rule is None and len(barred) > 1:
        yield barred[0], f"表格第二行要写 |---|---|，每列一格，找到{shown(lines[barred[0]])}"
    elif rule and rule > 1 and "|" in lines[rule - 1]:
        yield rule - 1, f"表格前要空一行，找到{shown(lines[rule - 1])}"
    elif rule == 1 and "|" in lines[0]:
        yield from _of_rows(lines)


def _of_rows(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    wanted = _cells(lines[0])
    if _cells(lines[1]) != wanted:
        yield 1, f"表头有 {wanted} 格，这一行有 {_cells(lines[1])} 格，请写成一样多，找到{shown(lines[1])}"
        return
    for i, line in enumerate(lines[2:], start=2):
        if "|" not in line:
            yield i, f"表格后面的文字前要空一行，找到{shown(line)}"
        elif (found := _cells(line)) > wanted:
            yield i, f"这一行有 {found} 格，表头只有 {wanted} 格，多出的不会显示，找到{shown(line)}；格内的竖线写成 \\|"


def _cells(line: str) -> int:
    row = line.strip().removeprefix("|").removesuffix("|")
    return len(re.split(r"(?<!\\)\|", row)) if "\\" in row else row.count("|") + 1
