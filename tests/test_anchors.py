"""Ids become anchors, keys of open data and names of files: none of them can stand for two things."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from golden import EXPECTED, ROOT, SITES, SMALL
from pairing.check import anchors
from pairing.load import load
from pairing.model import Measure
from pairing.model.programme import Agreement
from pairing.problems import Problem
from pairing.read import Dataset

TEMPLATES = ROOT / "hooks/pairing/templates"


def term(key: str) -> dict[str, Any]:
    return {"id": key, "statement": "条款", "by": "helper", "cadence": {"every": "irregular"}}


def agreement(key: str, *terms: str) -> Agreement:
    held = {"id": key, "title": "协议", "kind": "framework", "state": "signed"}
    return Agreement.model_validate({**held, "terms": tuple(map(term, terms))})


def with_agreements(*found: Agreement) -> Dataset:
    data = load(SMALL)
    return replace(data, programmes={"jia-yi": data.programmes["jia-yi"].model_copy(update={"agreements": found})})


def words(problems: Iterator[Problem]) -> list[str]:
    return [problem.message for problem in problems]


@pytest.mark.parametrize("site", [ROOT, SMALL, SITES / "demo"])
def test_our_sites_have_no_such_ids(site: Any) -> None:
    data = load(site)
    for rule in (anchors.reserved_measures, anchors.reserved_programmes, anchors.agreements_apart):
        assert words(rule(data)) == []


def test_an_agreement_is_no_plan() -> None:
    assert words(anchors.agreements_apart(with_agreements(agreement("2022", "a")))) == []
    [message] = words(anchors.agreements_apart(with_agreements(agreement("2020", "a"))))
    assert "协议编号“2020”与本项目的方案“2020”相同" in message


def test_a_term_belongs_to_one_agreement() -> None:
    found = words(anchors.agreements_apart(with_agreements(agreement("x", "a", "b"), agreement("y", "b", "c"))))
    assert [message.partition("（")[0] for message in found] == ["条款编号“b”已在另一份协议"]
    assert words(anchors.agreements_apart(with_agreements(agreement("x", "a", "b"), agreement("y", "c")))) == []


@pytest.mark.parametrize("key", ["top", "results", "gaps", "problems", "agreement-x", "indicator-teachers"])
def test_a_term_is_no_section_of_its_programme(key: str) -> None:
    [message] = words(anchors.reserved_measures(with_agreements(agreement("x", "a", key))))
    assert f"举措编号不能用“{key}”" in message


@pytest.mark.parametrize(
    "key", ["top", "publicity", "schedule", "printed", "versions", "area-teaching", "task-training", "m-h"]
)
def test_a_measure_is_no_section_of_its_plan(key: str) -> None:
    data = load(SMALL)
    measures = tuple(Measure.model_validate(term(name)) for name in ("m", key))
    plan = data.plans["jia-yi", "2020"].model_copy(update={"mechanisms": measures})
    [message] = words(anchors.reserved_measures(replace(data, plans={("jia-yi", "2020"): plan})))
    assert f"举措编号不能用“{key}”" in message


@pytest.mark.parametrize(("key", "count"), [("all", 1), ("columns", 1), ("allies", 0)])
def test_a_programme_is_not_everything(key: str, count: int) -> None:
    data = load(SMALL)
    records = {**data.records, ("programme", (key,)): data.record("programme", "jia-yi")}
    named = replace(data, programmes={key: data.programmes["jia-yi"]}, records=records)
    assert len(words(anchors.reserved_programmes(named))) == count


@pytest.mark.parametrize(("name", "known"), [("plan", anchors.PLAN), ("programme", anchors.PROGRAMME)])
def test_every_section_of_a_page_is_known(name: str, known: frozenset[str]) -> None:
    text = (TEMPLATES / f"{name}.html.j2").read_text(encoding="utf-8")
    assert set(re.findall(r'<h[1-6] id="([a-z-]+)"', text)) <= known


def test_every_section_of_the_example_is_known() -> None:
    for path, known in (("plans/2020/index.html", anchors.PLAN), ("index.html", anchors.PROGRAMME)):
        text = (EXPECTED / "programmes/jia-yi" / path).read_text(encoding="utf-8")
        heads = set(re.findall(r'<h[12] id="([a-z-]+)"', text))
        assert {name for name in heads if not name.startswith(("area-", "task-"))} <= known
        assert "top" in heads


@pytest.mark.parametrize("site", ["real_site", "demo"])
def test_no_page_has_an_id_twice(site: str, request: pytest.FixtureRequest) -> None:
    pages = sorted(request.getfixturevalue(site).rglob("*.html"))
    assert len(pages) > 1000
    for page in pages:
        ids = re.findall(r'<[^<>]*\sid="([^"]+)"', page.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids)), (page, sorted(key for key in ids if ids.count(key) > 1))
