"""Passages: where a piece of a value stands in its file."""

from pathlib import Path

import pytest

from golden import ROOT, SITES
from pairing.load import load
from pairing.proof.passage import Passage, values
from pairing.source import read_yaml


@pytest.mark.parametrize("folder", [ROOT, SITES / "small", SITES / "demo"], ids=lambda folder: folder.name)
def test_values_are_found_at_once_where_a_careful_reader_finds_them(folder: Path) -> None:
    records, quick = load(folder).records.values(), 0
    for record in records:
        for loc, text in values(record):
            passage, careful = Passage(record, loc, text), Careful(record, loc, text)
            quick += passage._begin >= 0
            assert passage.where(0, len(text)) == careful.where(0, len(text))
            assert passage.exact(1, 2) == careful.exact(1, 2)
    assert quick > 50


class Careful(Passage):
    """Looks every value up among the places of all."""

    _begin = -1


@pytest.mark.parametrize(
    ("text", "loc", "place"),
    [
        ("a: 甲甲\nb: 乙\n", ("a",), "x.yml:1:4"),
        ("a: '甲甲'\nb: 甲甲\n", ("a",), "x.yml:1:5"),
        ("# a: 甲甲\na: '甲甲'\n", ("a",), "x.yml:2:5"),
        ("# b: 甲甲\na: '甲\\\n  甲'\n", ("a",), "x.yml:2:4"),
        ("a: 甲甲 # 乙\n", ("a",), "x.yml:1:4"),
        ("a:\n- 甲甲\n- 乙\n", ("a", 0), "x.yml:2:3"),
        ("a:\n- b: 甲甲\n  c: 乙\n", ("a", 0, "b"), "x.yml:2:6"),
        ("a: {b: 甲甲}\n", ("a", "b"), "x.yml:1:8"),
    ],
)
def test_values_are_found_where_they_stand(tmp_path: Path, text: str, loc: tuple[str | int, ...], place: str) -> None:
    (tmp_path / "x.yml").write_text(text, encoding="utf-8")
    record, _ = read_yaml(tmp_path / "x.yml", tmp_path)
    assert record is not None
    assert str(Passage(record, loc, "甲甲").where(0, 2)) == place
