"""Reading: scalars stay what was typed, places are exact, nothing an editor can type breaks the reader."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from golden import ROOT, SMALL
from pairing import source
from pairing.events import mapping
from pairing.load import load, survey
from pairing.model import Measure
from pairing.model.base import Source
from pairing.model.plan import Units
from pairing.model.report import Result
from pairing.problems import Problem
from pairing.source import MAX_BYTES, Record, read_page, read_yaml
from pairing.walk import rows, rows_of


def read(folder: Path, text: str | bytes) -> tuple[Record | None, list[Problem]]:
    file = folder / "x.yml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_yaml(file, folder)


@pytest.mark.parametrize(
    "typed",
    [
        "NO",
        "yes",
        "on",
        "Off",
        "0754",
        "12:30",
        "2020-13-01",
        "2020-02-30",
        "1_000",
        "1e3",
        "0x1F",
        "0o17",
        "=",
        ".5",
        "+3",
    ],
)
def test_scalars_stay_what_was_typed(tmp_path: Path, typed: str) -> None:
    record, problems = read(tmp_path, f"value: {typed}\n")
    assert not problems
    assert record is not None
    assert record.data == {"value": typed}


def test_plain_scalars_have_types(tmp_path: Path) -> None:
    record, _ = read(tmp_path, "a: true\nb: -3\nc: 2.50\nd: null\ne: ~\nf:\ng: '12'\nh: 00\n")
    assert record is not None
    assert record.data == {"a": True, "b": -3, "c": 2.5, "d": None, "e": None, "f": None, "g": "12", "h": "00"}


def test_every_key_and_value_knows_its_place(tmp_path: Path) -> None:
    record, _ = read(tmp_path, "name: 甲\nlist:\n  - {id: a}\n  - id: b\n    值: 丙\n")
    assert record is not None
    assert str(record.where("name")) == "x.yml:1:7"
    assert str(record.where("list", 0, "id")) == "x.yml:3:10"
    assert str(record.where("list", 1, "值")) == "x.yml:5:8"
    assert str(record.where_key("list", 1, "值")) == "x.yml:5:5"
    assert str(record.where("list", 1, "absent")) == "x.yml:4:5"


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    record, _ = read(tmp_path, b"\xef\xbb\xbfname: a\r\nshort: b\r\n")
    assert record is not None
    assert record.data == {"name": "a", "short": "b"}
    assert str(record.where("short")) == "x.yml:2:8"


def test_front_matter_is_read_by_the_same_rules(tmp_path: Path) -> None:
    file = tmp_path / "p.md"
    file.write_text("---\ntitle: NO\ndate: 2020-13-01\n---\n正文\n---\n尾\n", encoding="utf-8")
    record, problems = read_page(file, tmp_path)
    assert not problems
    assert record is not None
    assert record.data == {"title": "NO", "date": "2020-13-01"}
    assert (record.body, record.body_line) == ("正文\n---\n尾\n", 5)
    assert str(record.where("date")) == "p.md:3:7"


@pytest.mark.parametrize("front", ["tags: [x", 'title: "甲', "a: 1\na: 2"])
def test_broken_front_matter_is_a_problem(tmp_path: Path, front: str) -> None:
    file = tmp_path / "p.md"
    file.write_text(f"---\n{front}\n---\n正文\n", encoding="utf-8")
    record, problems = read_page(file, tmp_path)
    assert record is None
    assert [problem.where.line for problem in problems] in ([2], [3])


def test_page_without_front_matter(tmp_path: Path) -> None:
    file = tmp_path / "p.md"
    file.write_text("# 标题\n", encoding="utf-8")
    record, problems = read_page(file, tmp_path)
    assert not problems
    assert record is not None
    assert (record.data, record.body, record.body_line) == ({}, "# 标题\n", 1)


def test_nested_aliases_cost_nothing(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    record, problems = read(tmp_path, "\n".join(lines))
    assert record is None
    assert all("锚点与别名" in problem.message for problem in problems)
    assert len(problems) == 8 * 9


def test_a_recursive_alias_ends(tmp_path: Path) -> None:
    record, problems = read(tmp_path, "a: &a [*a]\n")
    assert record is None
    assert problems


def test_size_depth_and_numbers_are_bounded(tmp_path: Path) -> None:
    _, large = read(tmp_path, "a: " + "x" * MAX_BYTES)
    assert "文件过大" in large[0].message
    _, deep = read(tmp_path, "a: " + "[" * 3000 + "]" * 3000)
    assert "嵌套过深" in deep[0].message
    record, _ = read(tmp_path, "a: " + "9" * 5000)
    assert record is not None
    assert record.data["a"] == "9" * 5000


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from(list("ab: -[]{}\n\t\"'#&*!|>%@`,?甲乙。\\0-9~<=\x07\u2028")), max_size=60))
def test_any_text_is_read_or_refused_with_a_place(tmp_path: Path, text: str) -> None:
    record, problems = read(tmp_path, text)
    assert (record is None) == bool(problems)
    lines = text.count("\n") + 2
    assert all(1 <= problem.where.line <= lines and problem.where.column >= 1 for problem in problems)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes) -> None:
    record, problems = read(tmp_path, raw)
    assert (record is None) == bool(problems)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"))),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abc甲乙", min_size=1, max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text("abc甲乙", min_size=1, max_size=4), values, max_size=4))
def test_what_is_written_quoted_is_read_back(tmp_path: Path, data: dict[str, object]) -> None:
    import json

    record, problems = read(tmp_path, json.dumps(data, ensure_ascii=False))
    assert not problems
    assert record is not None
    assert record.data == _tuples(data)


def _tuples(value: object) -> object:
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return value


_YAML = st.lists(
    st.sampled_from(
        [
            *(
                "a: ",
                "b: ",
                "- ",
                "  ",
                "\n",
                "\n  ",
                "{",
                "}",
                "[",
                "]",
                ", ",
                ": ",
                "x",
                "甲",
                "true",
                "false",
                "null",
            ),
            *("~", "012", "12", "-3", "1.50", "1e3", "0x1", "'", '"', "&a ", "*a", "!!str ", "!!int ", "<<: ", "# c"),
            *(
                "|\n  ",
                ">\n  ",
                "---\n",
                "...\n",
                "? ",
                "\t",
                "2020-01-01",
                "9" * 21,
                "yes",
                "\\n",
                "a: 1\n",
                "b: [1, x]\n",
            ),
        ]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=1500, deadline=None)
@given(_YAML)
def test_the_quick_reader_agrees_with_the_careful_one_or_leaves_it_to_him(text: str) -> None:
    quick = mapping(text)
    if quick is not None:
        node, problems = source._node(text, "x.yml", 0)
        assert not problems
        reader = source._Reader("x.yml", 0)
        careful = reader.value(node, ())
        assert not reader.problems
        assert careful == quick
        assert repr(careful) == repr(quick)


def test_the_quick_reader_takes_every_file_of_the_real_site() -> None:
    files = [*(ROOT / "data").rglob("*.yml")]
    taken = [mapping(file.read_text(encoding="utf-8")) is not None for file in files]
    assert len(taken) > 80
    assert all(taken)


def plainly(value: object, loc: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], type]]:
    """Every row below a value, by looking at everything."""
    if isinstance(value, tuple):
        return [found for i, item in enumerate(value) for found in plainly(item, (*loc, i))]
    if not isinstance(value, BaseModel):
        return []
    inner = [found for name in type(value).model_fields for found in plainly(getattr(value, name), (*loc, name))]
    return [(loc, type(value)), *inner]


@pytest.mark.parametrize("site", [ROOT, ROOT / "tests/sites/demo"])
def test_a_walk_meets_every_row(site: Path) -> None:
    data = load(site)
    objects = [*data.programmes.values(), *data.plans.values(), *data.reports.values(), *data.entries.values()]
    objects += [*data.schools.values(), *data.documents.values(), *data.alliances.values()]
    for value in objects:
        everything = plainly(value)
        assert [(loc, type(row)) for loc, row in rows(value)] == everything
        for kind in (Measure, Units, Source, Result):
            assert [loc for loc, _ in rows_of(value, kind)] == [loc for loc, row in everything if issubclass(row, kind)]


@pytest.mark.parametrize(
    "text", ["title: {{helper}}来访\n", "a: 1\ncover:\n  alt: {{helper}}的楼\n", "- x: {{helper}}到校\n"]
)
def test_a_placeholder_without_quotes_is_told_as_such(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    _, (problem,) = read_yaml(tmp_path / "a.yml", tmp_path)
    assert problem.message.startswith("以“{{”开头的内容要用英文双引号括起来")
    assert problem.where.line == text.count("\n", 0, text.index("{{")) + 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_told_apart(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.yml").write_bytes("\ufeff标题: 好".encode(encoding))
    _, (problem,) = read_yaml(tmp_path / "a.yml", tmp_path)
    assert "UTF-16，请另存为 UTF-8" in problem.message


@pytest.mark.parametrize("path", ["data/schools/zzz.yml", "content/entries/jia-yi/2020/2020-03-29-x.md"])
def test_a_folder_with_the_name_of_a_file(tmp_path: Path, path: str) -> None:
    shutil.copytree(SMALL, tmp_path / "small", ignore=shutil.ignore_patterns("expected"))
    root = tmp_path / "small"
    assert not survey(root)[1]
    (root / path).mkdir(parents=True)
    assert [str(problem) for problem in survey(root)[1]] == [
        f"{path}:1:1: 这里应当是文件，找到的是文件夹，请移走文件夹"
    ]
