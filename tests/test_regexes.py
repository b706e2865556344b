"""No expression of ours takes more than its share of time, whatever an editor writes.

Four times the text may take about four times as long; sixteen times would be a way to stop the build.
"""

import importlib
import pickle
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from itertools import chain

import pytest

import pairing
from golden import ROOT
from pairing.flow import _breaks
from pairing.later import Later, later
from pairing.proof.signs import _expressions
from pairing.svg import _active

PIECES = (
    *("a", " ", "甲", "1", "(", "[", "<a ", "<", "*", "](", "-", "{{", "{{a", "\n", " \n", "（", ".", "a.", "/", "a/"),
    *('"', "#", "|", "> ", "1.", "![", "`", "<!--", '](a"', "](a(", "https://a", "href=", "on", "\t", "甲 ", "25"),
    *("=", "(2020", "[甲](https://a-"),
    *("超25", "由", "，", "《", "%", "&", "\\", "学院", "{:a", "25名", "1）", "- "),
    *("甲\n", "甲</a>", "</a>", "“ ", "“</em>\n"),
    *("<a:", "<a-b", "href", "url("),
    *("电话", "电话<a", "1 ", "0340 ", "a@a.", "某小区3", "家庭住址：某", "3栋2", "村一", "家住某"),
)  # fmt: skip
# Asked once, from the beginning of a text: match and fullmatch. All others look for more than one.
ANCHORED = {
    "check.campus._COLOUR",
    "check.campus._REPLACED",
    "check.entries.FORMER",
    "check.rules.NUMBER",
    "check.media._EMPTY_WORDS",
    "check.media._MAIL",
    "events._TYPED",
    "lines._LINE",
    "markup._SCHEME",
    "media._FOREIGN",
    "media._NAME",
    "media._PAGE",
    "media._SCHEME",
    "plain._ITEM",
    "plain._ALIGNMENT",
    "read.ENTRY",
    "when.PATTERN",
    "when._FAR",
    "paths._ENTRY",
    "paths._RESERVED",
    "paths._SLUG",
    "media._FENCE",
    "content._FENCE",
    "content._MACRO",
    "proof.layout._MARK",
    "proof.layout._UNPARTED",
    "proof.sentences._NO_SENTENCE",
    "check.tables._RULE",
    "check.stars._LEAD",
    "slips._PROPER",
    "slips.MEANT",
    "slips.SLIPS",
}


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every expression at the top of a module, those in dictionaries and in rows among them."""
    for module in pkgutil.walk_packages(pairing.__path__, "pairing."):
        for name, value in vars(importlib.import_module(module.name)).items():
            rows = value if isinstance(value, tuple) else ()
            values = (
                value.values()
                if isinstance(value, dict)
                else (value, *chain(*(row for row in rows if isinstance(row, tuple))))
            )
            for item in values:
                if isinstance(item, re.Pattern | Later) and isinstance(item.pattern, str):
                    yield f"{module.name.removeprefix('pairing.')}.{name}", re.compile(item.pattern, item.flags)
    for item in _expressions():
        yield "proof.signs._expressions", item
    for item in _breaks():
        yield "flow", item
    yield "svg", _active()


FOUND = {item: name for name, item in patterns()}


def fastest(ask: Callable[[], object]) -> float:
    """Seconds of work of the fastest of three runs; what need not be repeated is not."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        ask()
        best = min(best, time.process_time() - start)
        if best < 0.008 or best > 0.3:
            break
    return best


def test_the_expressions_are_found() -> None:
    assert len(FOUND) > 60
    assert {"proof.sentences._WORD", "media._TOKEN", "markup._TAG", "voice.PLACEHOLDER"} <= set(FOUND.values())


@pytest.mark.parametrize("name", sorted(set(FOUND.values())))
def test_work_grows_with_the_text_and_no_faster(name: str) -> None:
    for pattern in (item for item, found in FOUND.items() if found == name):
        for piece in PIECES:

            def ask(number: int, pattern: re.Pattern[str] = pattern, piece: str = piece) -> Callable[[], object]:
                text = piece * number
                if name in ANCHORED:
                    return lambda: (pattern.match(text), pattern.fullmatch(text))
                return lambda: sum(1 for _ in pattern.finditer(text))

            long = fastest(ask(3000))
            assert long < 0.008 or long < 12 * fastest(ask(750)), (name, piece)


def test_an_expression_is_compiled_when_it_is_used() -> None:
    word, wrong = later("(?P<word>a+)b", re.IGNORECASE), later(b"(")
    assert (word.pattern, "search" in vars(word)) == ("(?P<word>a+)b", False)
    assert [found["word"] for found in (word.search("xAAb"), word.fullmatch("ab")) if found] == ["AA", "a"]
    assert (word.flags & re.IGNORECASE, word.sub("-", "ab, aab"), "search" in vars(word)) == (2, "-, -", True)
    assert pickle.loads(pickle.dumps(word)).findall("ab aab") == ["a", "aa"]
    with pytest.raises(re.error, match="missing"):
        wrong.search(b"a")


def test_no_group_is_possessive() -> None:
    """Up to Python 3.11.4 such groups match what they must not (CPython gh-106052); atomic groups say the same."""
    possessive = re.compile(r"(?<!\()\)(?:[*+?]|\{[0-9,]+\})\+")
    assert possessive.search("(?:<(?!x)[^<]*+)*+")
    for file in sorted(ROOT.glob("hooks/**/*.py")) + sorted(ROOT.glob("scripts/*.py")):
        assert not possessive.search(file.read_text(encoding="utf-8")), file
