"""What the model takes for an id and an address, in Python and in the schemas of editors."""

import json
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from pairing.advice import explain
from pairing.model.base import People, Row, blank
from pairing.model.entry import Original, Review
from pairing.model.plan import Cadence
from pairing.model.register import Unit
from pairing.render import bytecode
from pairing.schema import published_files, schema_files
from pairing.source import Record
from pairing.words import EVERY


def taken(model: type[BaseModel], **values: object) -> bool:
    try:
        model.model_validate(values)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("word", ["meiti", "a", "1", "a-1-b"])
def test_ids(word: str) -> None:
    assert taken(Unit, id=word, name="甲")


@pytest.mark.parametrize(
    "word", ["meiti\n", "\nmeiti", "a\nb", "a\n\n", "A", "a_b", "-a", "a-", "a--b", "", "甲", "a/b", ".."]
)
def test_what_is_no_id(word: str) -> None:
    assert not taken(Unit, id=word, name="甲")


def kinds(model: type[Row]) -> Iterator[type[Row]]:
    for kind in model.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_no_two_kinds_of_rows_share_the_name_by_which_they_are_kept() -> None:
    names = [kind.__name__ for kind in kinds(Row)]
    assert sorted(set(names)) == sorted(names)
    review = Review.model_validate({"step": "first", "post": "某岗位", "on": "2024-06"})
    assert pickle.loads(pickle.dumps(review)) == review


def test_a_blank_row_is_what_a_validator_makes_of_nothing() -> None:
    blanks = [kind for kind in kinds(Row) if not any(field.is_required() for field in kind.model_fields.values())]
    assert {"Units", "Campus", "Contacts", "Governance", "Waivers"} <= {kind.__name__ for kind in blanks}
    for kind in blanks:
        try:
            made = kind.model_validate({})
        except ValidationError:  # it has rules beyond its fields, and nothing is blank(it)
            continue
        assert (blank(kind), blank(kind).model_fields_set) == (made, set())
        assert pickle.loads(pickle.dumps(blank(kind))) == made


def test_an_address_ends_with_its_line() -> None:
    assert taken(Original, title="甲", url="https://example.com/a")
    for address in (
        "https://example.com/a\n",
        "https://example.com/a b",
        "ftp://example.com/",
        "https://",
        "\nhttps://a",
    ):
        assert not taken(Original, title="甲", url=address), address


def test_editors_judge_ids_and_addresses_in_the_same_way() -> None:
    """ECMA-262, which JSON Schema asks for, has the lookahead with the same meaning."""
    defined = {**schema_files()["school.schema.json"]["$defs"], **schema_files()["entry.schema.json"]["$defs"]}
    known, url = defined["Unit"]["properties"]["id"]["pattern"], defined["Original"]["properties"]["url"]["pattern"]
    assert re.search(known, "a-1")
    assert re.search(url, "https://a/")
    assert not re.search(known, "a-1\n")
    assert not re.search(url, "https://a/\n")


# The words of JSON Schema (2020-12) that ours use; an editor passes over any other in silence.
KEYWORDS = {
    *("$schema", "$defs", "$ref", "type", "properties", "required", "additionalProperties", "items", "anyOf"),
    *("enum", "const", "pattern", "minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"),
    *("title", "description", "default", "prefixItems"),
}


def keywords(schema: dict[str, Any]) -> Iterator[str]:
    """Every word of a schema that says something of values."""
    for word, said in schema.items():
        yield word
        inner = said.values() if word in ("properties", "$defs") else said if isinstance(said, list) else [said]
        if word not in ("default", "enum", "const"):
            for part in inner:
                yield from keywords(part) if isinstance(part, dict) else ()


@pytest.mark.parametrize("name", schema_files())
def test_schemas_speak_the_language_of_editors(name: str) -> None:
    assert {*keywords(schema_files()[name])} <= KEYWORDS


def test_editors_refuse_numbers_below_zero_as_python_does() -> None:
    counted = schema_files()["entry.schema.json"]["$defs"]["People"]["properties"]["count"]["anyOf"]
    assert counted == [{"type": "number", "minimum": 0}, {"type": "null"}]
    assert taken(People, kind="teacher", count=0)
    assert not taken(People, kind="teacher", count=-1)
    assert not taken(People, kind="teacher", count=-0.5)


@pytest.mark.parametrize("every", EVERY)
def test_only_semesters_have_a_window_of_months(every: str) -> None:
    assert taken(Cadence, every=every, at_least=1)
    assert taken(Cadence, every=every, window={"month": 1}) == (every == "semester")


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("每月", {"every": "year", "at_least": 12, "text": "每月"}),
        ("monthly", {"every": "year", "at_least": 12, "text": "每月"}),
        ("Quarterly", {"every": "year", "at_least": 4, "text": "每季度"}),
        ("每半年", {"every": "year", "at_least": 2, "text": "每半年"}),
    ],
)
def test_a_pace_without_a_word_is_told_what_to_write(word: str, written: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as found:
        Cadence.model_validate({"every": word})
    [problem] = explain(found.value, Record("plan.yml", {}, ""), Cadence)
    flow = ", ".join(f"{name}: {value}" for name, value in written.items())
    assert f"请写 cadence: {{{flow}}}；可用的有" in problem.message
    assert taken(Cadence, **written)


@pytest.mark.parametrize("word", ["每两月", "weekly", "每学年", "一月"])
def test_another_pace_is_not_taken_for_a_month(word: str) -> None:
    with pytest.raises(ValidationError) as found:
        Cadence.model_validate({"every": word})
    assert "at_least" not in explain(found.value, Record("plan.yml", {}, ""), Cadence)[0].message


def test_published_schemas_are_kept_and_made_anew_where_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.pycache_prefix", str(tmp_path))
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    bytecode.cache_clear()
    try:
        made = published_files()
        assert {name: json.loads(content) for name, content in made.items()} == schema_files()
        (kept,) = tmp_path.rglob("schemas.cache")
        whole = kept.read_bytes()
        monkeypatch.setattr("pairing.schema.schema_files", lambda: pytest.fail("made again"))
        assert published_files() == made
        monkeypatch.setattr("pairing.schema.schema_files", schema_files)
        for damaged in (b"", whole[:-5], whole.replace(b"object", b"string", 1), b"\0" * 11, whole + b"\0"):
            kept.write_bytes(damaged)
            assert published_files() == made
            assert kept.read_bytes() == whole
        monkeypatch.setattr("pairing.schema.engine", lambda: b"other code")
        assert published_files() == made
        assert kept.read_bytes() != whole
    finally:
        bytecode.cache_clear()
