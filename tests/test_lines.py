"""YAML read line by line: what the parser says, or nothing."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from golden import ROOT
from pairing import events, lines

SITES = (ROOT, *(ROOT / "tests" / "sites" / name for name in ("demo", "small", "held", "broken")))


def heads(site: Path) -> list[str]:
    """The front matter of all entries of a site."""
    texts = [file.read_text(encoding="utf-8") for file in sorted((site / "content" / "entries").rglob("*.md"))]
    return [text.split("---\n", 2)[1] for text in texts if text.count("---\n") > 1]


HEADS = [head for site in SITES for head in heads(site)]
NAMES = st.sampled_from(["a", "b", "count", "null", "true", "Ab_1", "on", "y"])
PLAIN = """甲 第3场 a1-t5 2021-09-06 28 0 00 2.50 -3 1. 1.5.2 true false null ~ no 1e3 0x1F 12:30 https://example.com/1
- . 甲,乙 甲：乙 “丙” a/b 50% 甲#乙 &a *a !a | > @a %a `a` ? ... --- [] {} << 999999999999999999999
到{{helper}}去 [甲]"""
QUOTED = ("''", '""', "'a'", '"b"', "'a: b'", '"a #b"', "'it''s'", '"a\\n"', "'a \"b\"'", '"[x, y]"', "'{a: b}'", "'a")
ODD = (
    '"{{helper}}甲"',
    '"a\u2028b"',
    '"a\tb"',
    "'\ufeff'",
    "甲\u3000乙",
    "甲\u3000",
    "\u3000甲",
    '"甲\U0001f600"',
    "甲\xa0",
)
WORDS = st.sampled_from([*PLAIN.split(), *QUOTED, *ODD])
PHRASES = st.lists(WORDS, min_size=1, max_size=2).map(" ".join)
FLOWS = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(NAMES, inner).map(": ".join), max_size=3).map(lambda items: f"{{{', '.join(items)}}}")
    ),
    max_leaves=6,
)
LINES = st.tuples(
    st.sampled_from(["", "", "", "  ", "  ", "    ", " "]),
    st.sampled_from(["", "", "", "- ", "-  ", "- - "]),
    st.one_of(NAMES.map("{}: ".format), NAMES.map("{}:".format), st.just("")),
    st.one_of(FLOWS, PHRASES, st.just(""), st.just(""), st.text(max_size=3)),
).map("".join)
TEXTS = st.lists(LINES, min_size=1, max_size=7).map(lambda found: "\n".join(found) + "\n")


def same(text: str) -> bool:
    """Whether it was read, and then as the parser reads it, types and all."""
    found = lines.mapping(text)
    if found is not None:
        parsed = events.mapping(text)
        assert parsed == found
        assert repr(parsed) == repr(found)
    return found is not None


@settings(max_examples=3000, deadline=None)
@given(TEXTS)
@example("a:\n- b: 1\n  c:\n  - 甲\nd:\n")
@example("a:\n  - b\n - c\n")
@example("a:\n  b: 1\n   c: 2\n")
@example("- a: 1\n")
@example("a: 1\na: 2\n")
@example("a: {b: 1, b: 2}\n")
@example("a: {b: 1} c: 2}\n")
@example("a: [甲, 乙]丙, 丁]\n")
@example("a: 甲\n  乙\n")
@example("a: |\n  b: 甲\n")
def test_what_is_read_by_lines_is_what_the_parser_reads(text: str) -> None:
    same(text)


@settings(max_examples=1500, deadline=None)
@given(
    st.sampled_from(HEADS),
    st.integers(0, 10_000),
    st.integers(0, 6),
    st.sampled_from(list(" \n:#-,[]{}\"'\\\t&*!|>%甲0~")),
)
def test_front_matter_with_slips_is_read_as_the_parser_reads_it(text: str, at: int, cut: int, sign: str) -> None:
    at %= len(text)
    same(text[:at] + sign + text[at + cut :])


def test_the_front_matter_of_all_entries() -> None:
    read = [same(text) for text in HEADS]
    assert len(read) > 200
    assert sum(read) > 0.95 * len(read)


@pytest.mark.parametrize("text", ["a: 甲\nb:\n  - {c: 28, d: [甲, '乙']}\n  - e:\n    - f\n", "a:\n  b: 2021-09-06\n"])
def test_what_is_plain_is_read(text: str) -> None:
    assert same(text)


@pytest.mark.parametrize(
    "text", ["", "a: &b c\n", "a: *b\n", "a: !b c\n", "<<: b\n", "a: 1\na: 2\n", "a: b # c\n", "a\n"]
)
def test_what_is_not_plain_is_left_to_the_parser(text: str) -> None:
    assert lines.mapping(text) is None
