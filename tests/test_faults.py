"""Whatever happens to a data file: a message with the right place, or nothing wrong at all."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golden import ROOT, SITES
from pairing.folders import data_files
from pairing.load import survey
from pairing.problems import Problem

DAMAGES = ("", "\n", "\t", ": ", "- ", "[", "{", "'", '"', "甲", "&a ", "*a ", "---\n")
REAL = [file.relative_to(ROOT).as_posix() for file in data_files(ROOT / "data")]


def faults(root: Path, path: str, text: str) -> list[Problem]:
    """The problems of a site when one of its files reads otherwise."""
    file = root / path
    good = file.read_bytes()
    file.write_text(text, encoding="utf-8")
    try:
        return survey(root)[1]
    finally:
        file.write_bytes(good)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("real")
    for folder in ("data", "content"):
        shutil.copytree(ROOT / folder, root / folder)
    return root


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(REAL), st.randoms(use_true_random=False))
def test_a_line_that_no_schema_knows_is_found_at_its_line(real: Path, path: str, random: object) -> None:
    lines = (real / path).read_text(encoding="utf-8").splitlines(keepends=True)
    problems = faults(real, path, "".join([*lines, "no_such_field: 1\n"]))
    assert [(p.where.path, p.where.line, p.where.column) for p in problems] == [(path, len(lines) + 1, 1)]
    assert "no_such_field" in problems[0].message


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(REAL), st.data())
def test_a_tab_a_lost_colon_and_a_double_are_found_at_their_line(real: Path, path: str, draw: st.DataObject) -> None:
    lines = (real / path).read_text(encoding="utf-8").splitlines()
    keys = [i for i, line in enumerate(lines) if line[:1].isalpha() and ": " in line and not line.endswith((":", "|"))]
    at = draw.draw(st.sampled_from(keys))
    fault = draw.draw(st.sampled_from(["lost colon", "double", "quote", "tab"]))
    line = lines[at]
    if fault == "lost colon":
        changed, expected = [*lines[:at], line.replace(": ", " ", 1), *lines[at + 1 :]], at
    elif fault == "double":
        changed, expected = [*lines, line], len(lines)
    elif fault == "quote":
        changed, expected = [*lines[:at], f'{line.split(": ")[0]}: "{"x"}', *lines[at + 1 :]], at
    else:
        changed, expected = [*lines[: at + 1], "\tx: 1", *lines[at + 1 :]], at + 1
    problems = faults(real, path, "\n".join(changed) + "\n")
    assert problems
    assert {problem.where.path for problem in problems} == {path}
    # A plain text may go on over lines, so a lost colon at the end of one is only seen after it.
    assert min(abs(problem.where.line - 1 - expected) for problem in problems) <= (1 if fault == "lost colon" else 0)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damage_is_told_or_harmless(tmp_path: Path, draw: st.DataObject) -> None:
    """Cut out, double or garble any piece of any text of the small site: no crash, every place exists."""
    root = tmp_path / "small"
    if not root.exists():
        shutil.copytree(SITES / "small", root, ignore=shutil.ignore_patterns("expected"))
    files = [file.relative_to(root).as_posix() for folder in ("data", "content") for file in data_files(root / folder)]
    path = draw.draw(st.sampled_from([file for file in files if file.endswith((".yml", ".md"))]))
    text = (root / path).read_text(encoding="utf-8")
    start = draw.draw(st.integers(0, len(text)))
    end = draw.draw(st.integers(start, min(len(text), start + 40)))
    damage = draw.draw(st.sampled_from([*DAMAGES, text[start:end] * 2]))
    changed = text[:start] + damage + text[end:]
    for problem in faults(root, path, changed):
        file = root / problem.where.path
        lines = file.read_bytes().count(b"\n") + 2 if file.exists() else 1
        assert 1 <= problem.where.line <= max(lines, changed.count("\n") + 2)
        assert problem.message


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return shutil.copytree(SITES / "small", tmp_path / "small", ignore=shutil.ignore_patterns("expected"))


def faults_of_new(root: Path, path: str, text: str) -> list[Problem]:
    """The problems of a site with one more file."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")
    return survey(root)[1]


PROGRAMME = "data/programmes/jia-yi"
QUOTING = "{{fig:plan/2021/training-experts}}，{{fig:indicator/teachers}}，{{fig:report/2020/lecture}}。\n"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (f"{PROGRAMME}/plans/2021.yml", "{every: semester, at_least: 1}", "{every: 每学期, at_least: 1}"),
        (f"{PROGRAMME}/plans/2021.yml", "kind: annual", "kind：annual"),
        (f"{PROGRAMME}/programme.yml", "line: east-west", "line: 东西协作"),
        (f"{PROGRAMME}/reports/2020.yml", "kind: ", "kind："),
    ],
)
def test_a_fault_of_a_programme_is_none_of_the_texts_that_quote_it(small: Path, file: str, old: str, new: str) -> None:
    entry = small / "content/entries/jia-yi/2020/2020-02-12-guidance.md"
    entry.write_text(entry.read_text(encoding="utf-8") + "\n" + QUOTING, encoding="utf-8")
    assert survey(small)[1] == []
    text = (small / file).read_text(encoding="utf-8")
    assert old in text
    told = faults(small, file, text.replace(old, new, 1))
    assert [problem.where.path for problem in told] == [file]


def test_in_a_folder_of_no_programme_only_that_is_told(small: Path) -> None:
    entry = small / "content/entries/jia-yi/2020/2020-02-12-guidance.md"
    text = entry.read_text(encoding="utf-8") + "\n" + QUOTING
    told = faults_of_new(small, "content/entries/jia_yi/2020/2020-02-12-again.md", text)
    assert not [problem for problem in told if "没有这个数字" in problem.message]
    assert [problem for problem in told if "稿件放在不存在的项目“jia_yi”之下，是否应为“jia-yi”" in problem.message]
    # What an entry has not reported itself is its own mistake, wherever it lies.
    told = faults_of_new(small, "content/entries/jia_yi/2020/2020-02-12-again.md", text + "{{fig:own/student}}\n")
    assert [problem.message for problem in told if "没有这个数字" in problem.message] == [
        "没有这个数字“{{fig:own/student}}”；写法见编辑指南“引用数字”"
    ]


@pytest.mark.parametrize(("old", "new"), [("kind: college", "kind: 高职"), ("short: ", "short：")])
def test_a_school_whose_file_has_a_fault_keeps_its_logo(small: Path, old: str, new: str) -> None:
    text = (small / "data/schools/jia.yml").read_text(encoding="utf-8")
    told = faults(small, "data/schools/jia.yml", text.replace(old, new, 1))
    assert {problem.where.path for problem in told} == {"data/schools/jia.yml"}
    shutil.copyfile(small / "data/schools/jia.svg", small / "data/schools/spare.svg")
    told = faults(small, "data/schools/jia.yml", text.replace(old, new, 1))
    assert "data/schools/spare.svg" in {problem.where.path for problem in told}
