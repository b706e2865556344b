"""Rules on asterisks: between numbers they are meant to be read, and Markdown takes them for marks of emphasis."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from markdown import Markdown

from pairing.advice import shown
from pairing.check.markup import where_in
from pairing.later import later
from pairing.media import without_code, without_spans
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.source import Record

# What begins with a sign is found several times faster than what follows one.
_BETWEEN: Final = later(r"\*(?<=\d\*)\**+(?=\d)")
_PRODUCT: Final = later(r"(?<![\d.])\d[\d.]*+(?:\*+\d[\d.]*+)+")
# Where one text ends and another begins: emphasis reaches over neither items of lists, nor headings, nor cells.
_PARTED: Final = later(r"\n[ \t]*(?=\n)|\n(?=[ \t>]*(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t])|\|")
_LEAD: Final = later(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+)*")
# Where links and pictures lead, with their titles, and tags.
_ADDRESS: Final = later(r"\]\([^()\n]*+\)|<[^<>\n]*+>")
# Escaped signs, and all that is neither a number, an asterisk nor white space.
_OTHER: Final = later(r"\\.|[^\d*\s]")
_GONE: Final = "数字之间的“*”会变成强调的记号，不再显示"
# From so many digits on it may be a number that the scan tells of; what has the form of one is for the scan alone.
_LOCAL: Final = 7
_NUMBER: Final = later(r"1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}|\d{15,19}")
# Longer texts are not tried out: Markdown would take its time. In characters.
_MOST: Final = 5_000


def products(data: Dataset) -> Iterator[Problem]:
    """数字之间的“*”不能成为强调的记号：那样它不显示，3*4*5 成了 345。"""
    for _, record, _, _ in data.opened:
        if "*" in record.body:
            yield from products_of(record)


def products_of(record: Record) -> Iterator[Problem]:
    """The same of an entry or a hand-written page."""
    if "*" not in record.body or not _BETWEEN.search(record.body):
        return
    text = without_spans(without_code(record.body))
    text, start = _ADDRESS.sub(lambda found: " " * len(found[0]), text), 0
    for end in (*(found.start() for found in _PARTED.finditer(text)), len(text)):
        if _BETWEEN.search(text, start, end) and _lost(text[start:end]):
            for found in _PRODUCT.finditer(text, start, end):
                if not _NUMBER.fullmatch(digits := re.sub(r"\D", "", found[0])):
                    yield Problem(where_in(record, text, found.start()), f"{_GONE}，{_meant(found[0], len(digits))}")
        start = end


def _meant(product: str, digits: int) -> str:
    """What was found and what to write; what may be somebody's number is not repeated."""
    if digits >= _LOCAL:
        return "请写成 ×，或在每个“*”前面加“\\”"
    times, escaped = (re.sub(r"\*+", sign, product) for sign in ("×", r"\\*"))
    return f"找到{shown(product)}，请写成 {times}，或 {escaped}"


def _lost(words: str) -> bool:
    """Whether Markdown takes an asterisk between two numbers for a mark; only it knows which ones make a pair."""
    signs = _OTHER.sub("字", words[_LEAD.match(words).end() :])  # type: ignore[union-attr]
    if signs.count("*") < 2:
        return False
    page = _markdown().reset().convert(signs) if len(signs) <= _MOST else ""
    return len(_BETWEEN.findall(page)) < len(_BETWEEN.findall(signs))


@cache
def _markdown() -> Markdown:
    return Markdown()
