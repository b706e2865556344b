"""Entries judged as they are read: the same findings as when everybody asks for himself, whoever reads."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from golden import DAY, SITES
from pairing import keep, read
from pairing.early import seat
from pairing.entries import Place, Work
from pairing.load import load, survey
from pairing.portal import open_portal
from pairing.problems import DataError
from pairing.proof import Finding, Vocabulary, proof, remarks
from pairing.read import Dataset, Seat, nobody
from pairing.scan.guard import open_guard, source_findings
from pairing.scan.policy import policy
from pairing.workers import MANY, Crew

TWO = Crew(2)
TEXTS = (
    "甲院长与乙老师座谈。",
    "见[资料](missing.pdf)。",
    "电话13800000000。",
    "本次活动非常非常非常重要重要,大家都都来了。",
    "<iframe src='x'></iframe>",
)
HEADS = ("column: dongtai", "column: nothing", "column: anli", "column: dongtai\nsummary: 我校的的老师")


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Path]:
    """The small site with more entries than one process reads alone, most of them with something wrong."""
    root = tmp_path / "small"
    shutil.copytree(SITES / "small", root, ignore=shutil.ignore_patterns("expected", ".cache"))
    for i in range(MANY):
        folder = root / f"content/entries/jia-yi/{2020 + i % 2}"
        folder.mkdir(exist_ok=True)
        day = f"{2020 + i % 2}-03-{1 + i % 28:02}"
        head = f"title: 第{i}次座谈\ndate: {day}\npublished: {day}\n{HEADS[i % len(HEADS)]}"
        (folder / f"{day}-talk-{i}.md").write_text(f"---\n{head}\n---\n\n{TEXTS[i % len(TEXTS)]}\n", encoding="utf-8")
    os.environ["JIEDUI_CACHE"] = "yes"
    yield root
    os.environ["JIEDUI_CACHE"] = "none"
    keep._keep.cache_clear()


def told(root: Path, crew: Crew, ask: Seat) -> tuple[Dataset, str, list[str], list[str]]:
    """Everything that is said of a site that nobody has read before: by the rules, the scan, the text checks."""
    shutil.rmtree(root / ".cache", ignore_errors=True)
    keep._keep.cache_clear()
    data, problems = survey(root, crew, ask)
    found = source_findings(data, policy(data), crew)
    return data, DataError(problems).report(), sorted(map(repr, found)), [str(item) for item in proof(data, crew)]


def test_judges_say_the_same_while_reading(many: Path) -> None:
    _, *alone = told(many, Crew(1), nobody)
    afterwards, *later = told(many, TWO, nobody)
    data, *early = told(many, TWO, partial(seat, {}))
    assert alone == later == early
    assert not afterwards.verdicts.found
    assert len(data.verdicts.found) >= MANY
    assert data.verdicts.records is data.records
    report, secrets, remarks = alone
    assert "没有编号为“nothing”的栏目" in report
    assert "missing.pdf" in report
    assert len(secrets) == MANY // len(TEXTS)
    assert sum("“重要”写了两遍" in item for item in remarks) == MANY // len(TEXTS)


def mend(root: Path, text: str, more: str = "") -> None:
    """Write entries that rules and scan have nothing against in place of the others."""
    for file in sorted((root / "content/entries").rglob("*-talk-*.md")):
        day = file.name[:10]
        said = f"reviews:\n  - {{step: final, post: 办公室主任, on: {day}}}\n{more}"
        head = f"title: 座谈\ncolumn: dongtai\ndate: {day}\npublished: {day}\nsummary: 摘要\norigin: 办公室\n{said}"
        file.write_text(f"---\n{head}---\n\n{text}\n", encoding="utf-8")
    keep._keep.cache_clear()


def test_nobody_judges_twice(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was judged while it was read is not opened again by rules, scan and text checks."""
    mend(many, "甲院长与乙老师座谈座谈。")
    data = load(many, TWO, partial(seat, {}))

    def opened(_: object, place: tuple[str, str, str]) -> None:
        raise AssertionError(f"{place} was opened again")

    monkeypatch.setattr(Dataset, "_read", opened)
    open_guard(data, DAY, {}, crew=TWO)
    assert sum("“座谈”写了两遍" in str(item) for item in proof(data, TWO)) == MANY


def test_rules_do_not_unpack_entries_again_and_again(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty rules ask for each, and no more than some are kept at hand: one rule on everything, all on each entry."""
    mend(many, "甲院长与乙老师座谈。")
    assert len(load(many).entries) > keep.AT_HAND
    keep._keep.cache_clear()
    calendar = many / "data/calendar.yml"
    calendar.write_text(calendar.read_text(encoding="utf-8") + "# 全部重新核对\n", encoding="utf-8")
    unpacked, unpack = Counter[int](), keep._Packed.value

    def counted(packed: keep._Packed) -> Any:
        unpacked[id(packed)] += 1
        return unpack(packed)

    monkeypatch.setattr(keep._Packed, "value", counted)
    data = load(many)
    assert len(unpacked) > len(data.entries)  # these, and other records
    assert max(unpacked.values()) <= 2


def test_texts_are_checked_again_where_the_vocabulary_has_changed(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of other data leaves what was found in entries as it is."""
    mend(many, "甲院长与乙老师在市甲职业技术学院座谈座谈。")
    asked: list[int] = []

    def counted(data: Dataset, known: Vocabulary, places: Sequence[Place]) -> dict[Place, tuple[Finding, ...]]:
        asked.append(len(places))
        return remarks(data, known, places)

    monkeypatch.setattr("pairing.proof.remarks", counted)
    first = [str(item) for item in proof(load(many))]
    assert sum(asked) >= MANY
    asked.clear()
    for name, old, new in (("calendar", "semesters:", "# 注\nsemesters:"), ("schools/jia", "省示范校", "国家示范校")):
        file = many / f"data/{name}.yml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        keep._keep.cache_clear()
        assert [str(item) for item in proof(load(many))] == first
    assert not asked
    school = many / "data/schools/jia.yml"
    text = school.read_text(encoding="utf-8")
    row = "  - {text: 市甲职业技术学院, source: {document: plan}}\n"
    school.write_text(text.replace("misprints:\n", f"misprints:\n{row}"), encoding="utf-8")
    keep._keep.cache_clear()
    told = [str(item) for item in proof(load(many))]
    assert sum(asked) >= MANY
    assert sum("市甲职业技术学院" in item for item in told) == MANY


def test_what_is_saved_while_it_is_judged_is_judged_again(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that comes between the look at an entry and the end of reading does not slip through."""
    mend(many, "甲院长与乙老师座谈。")
    late, reading = many / "content/entries/jia-yi/2021/2021-03-02-talk-1.md", read._read_entries

    def slow(*asked: Any) -> Any:
        late.write_text(
            late.read_text(encoding="utf-8") + "电话13800000000，见[资料](missing.pdf)。\n", encoding="utf-8"
        )
        return reading(*asked)

    monkeypatch.setattr(read, "_read_entries", slow)
    data, problems = survey(many, TWO, partial(seat, {}))
    assert [problem.where.path for problem in problems] == [late.relative_to(many).as_posix()]
    assert {item.path for item in source_findings(data, policy(data), TWO)} == {late.relative_to(many).as_posix()}


def test_what_is_held_back_is_judged_as_readers_see_it(many: Path) -> None:
    mend(many, "甲院长与乙老师座谈座谈。", "withheld:\n  - {field: body, reason: 未公开}\n")
    written = open_portal(load(many, TWO, partial(seat, {})), DAY).written
    assert written is not None
    assert len(written.verdicts.found) >= MANY
    assert not [item for item in proof(written, TWO) if "talk" in item.where.path]


def test_work_is_that_of_the_entry(tmp_path: Path) -> None:
    """What ledger and health count is what the entries say, held back or not."""
    root = tmp_path / "demo"
    for name in ("demo", "held"):
        shutil.copytree(SITES / name, root, dirs_exist_ok=True)
    data = load(root)
    written = open_portal(data, date(2024, 6, 28)).written
    assert written is not None
    assert 100 < len(written.entries) < len(data.entries)
    for told in (data, written):
        assert [told.entries.work(at) for at in told.entries] == [Work.of(entry) for entry in told.entries.values()]
    changed = [at for at in written.entries if written.entries.work(at) != data.entries.work(at)]
    assert changed, "something of some entry's work is held back"
