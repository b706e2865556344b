"""One plan succeeds another: what is compared, what is owed where, and what readers may know of it."""

from dataclasses import replace
from typing import Any

import pytest

from golden import DAY, SMALL
from pairing.api import api_files, api_tables
from pairing.check.disclosure import withheld_plans
from pairing.load import load
from pairing.model import Plan
from pairing.portal import open_portal, portal_pages
from pairing.read import Dataset
from pairing.render import render_content
from pairing.views import Portal

KEY = "jia-yi"
CHANGES = "programmes/jia-yi/plans/2021/index.html"


def measure(key: str, **fields: Any) -> dict[str, Any]:
    return {"id": key, "statement": f"举措{key}。", "by": "helper", "to": "recipient", "clause": "一1", **fields}


def plan(since: str, until: str, *measures: dict[str, Any], **fields: Any) -> Plan:
    period = {"since": since, "until": until, "basis": "stated"}
    text = {"title": f"{since}方案", "kind": "annual", "period": period, "mechanisms": measures, **fields}
    return Plan.model_validate(text)


def two(before: Plan, after: Plan) -> Dataset:
    """The small site with two plans of its programme changed, and without reports and entries."""
    data, later = load(SMALL), after.model_copy(update={"succeeds": "2020"})
    plans = {(KEY, "2020"): before, (KEY, "2021"): later}
    return replace(data, plans=plans, reports={}, entries=data.entries.only([]))


def shown(portal: Portal) -> dict[str, str]:
    """Every page and file of open data that a portal publishes."""
    pages = {page.path: render_content(page) for page in portal_pages(portal)}
    return pages | {path: content.decode() for path, content in api_files(portal, api_tables(portal))}


ONCE: dict[str, Any] = {"cadence": {"every": "once"}}
HELD: dict[str, Any] = {"disclosure": "on-request", "disclosure_reason": "按要求"}


@pytest.mark.parametrize("hidden", ["2020", "2021"])
def test_a_plan_on_request_is_not_compared(hidden: str) -> None:
    fields: list[dict[str, Any]] = [HELD if hidden == key else {} for key in ("2020", "2021")]
    data = two(
        plan("2020-03", "2020-12", measure("zang", **ONCE), measure("kept", **ONCE), **fields[0]),
        plan("2021-02", "2021-12", measure("kept", **ONCE), **fields[1]),
    )
    portal = open_portal(data, DAY)
    assert portal.ledger.changes == {}
    pages = shown(portal)
    whose = "前一方案" if hidden == "2020" else "本方案"
    assert f"{whose}依申请公开，这里不作比较。" in pages[CHANGES]
    for path, text in pages.items():
        assert not any(word in text for word in ("没有写明</td>", "新增：举措", "取消：举措", "承诺没有变化")), path
    assert hidden == "2021" or not any("举措zang" in text for text in pages.values())
    programme = pages["programmes/jia-yi/index.html"]
    assert "方案内容依申请公开" in programme
    assert "方案正文未收录" not in programme
    inside = shown(open_portal(data, DAY, internal=True))
    assert "取消：举措zang" in inside[CHANGES], "whoever may know of both plans sees how they differ"


def test_a_clause_names_the_later_plan_on_request() -> None:
    data = two(plan("2020-03", "2020-12", measure("kept", **ONCE)), plan("2021-02", "2021-12", **HELD))
    [page] = [text for path, text in shown(open_portal(data, DAY)).items() if "/clauses/" in path]
    assert "2021-02方案</a>：依申请公开，这里不作比较。" in page


def test_a_closed_plan_is_not_compared_either() -> None:
    shut = {**HELD, "disclosure": "closed"}
    for fields in (({}, shut), (shut, {})):
        data = two(
            plan("2020-03", "2020-12", measure("old", **ONCE), **fields[0]),
            plan("2021-02", "2021-12", measure("new", **ONCE), **fields[1]),
        )
        portal = open_portal(data, DAY)
        assert portal.ledger.changes == {}
        assert not any("与前一方案的不同" in text for text in shown(portal).values())


def test_what_one_plan_withholds_need_not_be_withheld_in_one_that_is_not_open() -> None:
    funds = {"funding": (measure("money", **ONCE),)}
    held = {**funds, "withheld": ({"field": "funding", "reason": "经费不公开。"},)}
    one, other = plan("2020-03", "2020-12", **held), plan("2021-02", "2021-12", **funds)
    assert len(list(withheld_plans(two(one, other)))) == 1
    assert list(withheld_plans(two(one, plan("2021-02", "2021-12", **funds, **HELD)))) == []
