"""What editors are told: the broken site's complete list, and that every rule can speak."""

import re

import pytest

from golden import BROKEN, SITES, broken_messages
from pairing.advice import _PARTS, _SAID
from pairing.check import CHECKS, Check
from pairing.check.entries import backdated
from pairing.check.media import media_clash
from pairing.problems import DataError, Problem, Where
from pairing.read import read_data
from pairing.slips import MEANT, SLIPS, SYNTAX

LINES = BROKEN.read_text(encoding="utf-8").splitlines()


def test_the_complete_list() -> None:
    """`make bless` accepts a new list; look at the difference first."""
    assert broken_messages() == BROKEN.read_text(encoding="utf-8")


def test_every_message_is_chinese_and_has_a_place() -> None:
    for line in LINES:
        if re.fullmatch(r"共 \d+ 个问题。", line):
            continue
        assert re.match(r"(?:data|content)/\S+:\d+:\d+: ", line), line
        message = line.split(": ", 1)[1]
        assert re.search(r"[\u4e00-\u9fff]", message), line
        assert not re.search(r"（[a-z_]+）$", message), f"no words for this kind of error: {line}"


# What needs a repository of its own is shown in test_entries.py; names that differ in case only, which not
# every file system can hold, in test_media.py.
IN_SITES = [rule for rule in CHECKS if rule not in (backdated, media_clash)]


@pytest.mark.parametrize("rule", IN_SITES, ids=lambda rule: rule.__name__)
def test_every_rule_finds_something_in_the_broken_site(rule: Check) -> None:
    data, _ = read_data(SITES / "broken")
    assert list(rule(data))
    assert rule.__doc__


@pytest.mark.parametrize(
    "words", [*_SAID.values(), *_PARTS.values(), *(words for rules in (SYNTAX, SLIPS, MEANT) for _, words in rules)]
)
def test_every_message_is_exercised(words: str) -> None:
    pattern = re.sub(r"\\\{\w+\\\}", ".*", re.escape(words))
    assert any(re.search(pattern, line) for line in LINES), words


def test_problems_are_sorted_and_unique() -> None:
    late, early = Problem(Where("b", 2, 1), "乙"), Problem(Where("a", 10, 1), "甲")
    error = DataError([late, early, late, Problem(Where("a", 9, 3), "丙")])
    assert str(error) == "a:9:3: 丙\na:10:1: 甲\nb:2:1: 乙\n共 3 个问题。"
