"""Bad input of every kind: each case says what is blessed, has a place that exists, and never reaches a page."""

import re
from pathlib import Path

import pytest

import corpus
from _safe import safe
from pairing.load import survey
from pairing.markup import clean
from pairing.proof import proof

NAMES = corpus.names()
EXPECTED = corpus.expected()
# Good input that only looks odd: it is read as what it is.
GOOD = {
    "bytes/bom", "bytes/crlf", "bytes/cr", "entry/activity-place-null", "entry/quote-levels", "entry/entity-script",
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus.copy_of_small(tmp_path_factory.mktemp("hostile"))


def test_the_corpus_is_large_and_blessed() -> None:
    assert len(NAMES) >= 400
    assert len(set(NAMES)) == len(NAMES)
    assert set(EXPECTED) == set(NAMES), "run `make bless`"
    assert len(set(EXPECTED.values())) > 330, "the cases are not variants of one"


@pytest.mark.parametrize("chunk", range(8))
def test_what_is_said(root: Path, chunk: int) -> None:
    """`make bless` accepts other words; look at the difference first."""
    for name in NAMES[chunk::8]:
        assert corpus.told(root, name).strip("\n") == EXPECTED[name], name


def test_every_case_is_refused_told_or_neutralised() -> None:
    """A problem or finding with a place, or HTML that the sanitiser leaves as it is."""
    for name, said in EXPECTED.items():
        lines = said.split("\n")
        told = [line for line in lines if not line.startswith("> ")]
        shown = "\n".join(line.removeprefix("> ") for line in lines if line.startswith("> "))
        assert told or shown, name
        for line in told:
            assert re.match(r"(?:data|content)/.*?:\d+:\d+: (?:提示：)?.*[\u4e00-\u9fff]", line), (name, line)
            assert "Traceback" not in line
        assert clean(shown) == shown, name
        safe(shown)
        assert told or name in GOOD or name.startswith("entry/"), name


def test_places_exist(root: Path) -> None:
    for name in NAMES[::5]:
        for problem in corpus.places(root, name):
            assert problem.where.line >= 1
            assert problem.where.column >= 1


def test_the_small_site_itself_is_clean(root: Path) -> None:
    data, problems = survey(root)
    assert problems == []
    assert proof(data) == []
