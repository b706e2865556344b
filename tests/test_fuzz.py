"""The fuzzer itself: every target runs for a moment, and its assertions can fail."""

from random import Random

import pytest

import _fuzz
from _fuzz import TARGETS
from _safe import safe
from fuzz import bodies
from pairing.problems import Problem, Where

COUNTS = {
    "markdown": 400,
    "prose": 400,
    "sanitiser": 200,
    "reader": 40,
    "front": 100,
    "proofs": 150,
    "when": 3000,
    "quantities": 400,
}


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return bodies()


@pytest.mark.parametrize("name", TARGETS)
def test_a_moment_of_every_target(name: str, texts: list[str]) -> None:
    """`make fuzz` does the same for ten minutes."""
    for number in range(COUNTS[name]):
        TARGETS[name](Random(f"test/{number}"), texts)


@pytest.mark.parametrize(
    "html",
    [
        *("<script>a()</script>", "<b onclick=a()>甲</b>", '<p style="color:red">甲</p>', "<!-- 甲 -->"),
        *('<a href="javascript:a()">甲</a>', '<a href=" java&#9;script:a()">甲</a>', '<img src="data:,a">'),
    ],
)
def test_what_must_not_be_on_a_page_is_seen(html: str) -> None:
    with pytest.raises(AssertionError):
        safe(html)


@pytest.mark.parametrize(
    "problem", [Problem(Where("a", 9, 1), "甲"), Problem(Where("a", 1, 0), "甲"), Problem(Where("a"), "no")]
)
def test_a_message_without_a_place_is_seen(problem: Problem) -> None:
    with pytest.raises(AssertionError):
        _fuzz._placed([problem], "甲\n")


def test_a_crash_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_fuzz, "clean", lambda _text: "<script>")
    with pytest.raises(AssertionError):
        TARGETS["sanitiser"](Random(1), [])
