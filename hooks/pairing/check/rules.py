"""Rules between and inside records: doubles, order, disclosure, document numbers."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from pydantic import BaseModel

from pairing.advice import apart
from pairing.check.references import Object, entries_with, objects
from pairing.model import Entry, Measure, Plan, Task
from pairing.model.disclosure import LOOSENESS
from pairing.model.plan import ScheduleRow
from pairing.names import school_names
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.source import Loc, Record
from pairing.walk import below, rows_of, rows_to, ways

# Folder names below a plan's address that a task may not take.
RESERVED_TASKS: Final = ("schedule",)
# GB/T 9704-2012, 7.2.5: issuer code, full year in 〔〕, serial without 第 and leading zeros, 号.
NUMBER: Final = re.compile(r"[^\d\s〔〕\[\]()（）【】]+〔(?:19|20)\d{2}〕[1-9]\d*号")


def doubled_ids(data: Dataset) -> Iterator[Problem]:
    """同一列表中的编号不能重复；任务编号、举措编号在整个方案中不能重复。"""
    return _doubled_ids(objects(data))


def aliases_apart(data: Dataset) -> Iterator[Problem]:
    """学校和单位的别名一项一个，几项之间用英文逗号。"""
    for key, school in data.schools.items():
        names: list[tuple[Loc, tuple[str, ...]]] = [(("aliases",), school.aliases)]
        names += [(("units", i, "aliases"), unit.aliases) for i, unit in enumerate(school.units)]
        for loc, i, name in ((loc, i, name) for loc, found in names for i, name in enumerate(found)):
            if items := apart(name):
                message = f"几个别名连在了一起，找到“{name}”，请用英文逗号隔开，写成 {items}"
                yield Problem(data.record("school", key).where(*loc, i), message)


def doubled_ids_of_entries(data: Dataset) -> Iterator[Problem]:
    """稿件同一列表中的编号不能重复。"""
    return _doubled_ids(entries_with(data, _named(Entry)))


def _doubled_ids(objects: Iterable[Object]) -> Iterator[Problem]:
    found = list(objects)
    kinds = frozenset(row for _, _, value in found for row in _named(type(value)))
    for record, _, value in found:
        for loc, row in rows_to(value, kinds):
            for name in ways(type(row), kinds):
                items = getattr(row, name)
                if isinstance(items, tuple) and len(items) > 1 and hasattr(items[0], "id"):
                    yield from _doubles(record, (((*loc, name, i), item) for i, item in enumerate(items)))
        if isinstance(value, Plan):
            yield from _doubles(record, rows_of(value, Task))
            yield from _doubles(record, rows_of(value, Measure))


@cache
def _named(model: type[BaseModel]) -> frozenset[type[BaseModel]]:
    """The classes with an id that a class can hold."""
    return frozenset(row for row in below(model) if "id" in row.model_fields)


def _doubles(record: Record, items: Iterable[tuple[Loc, BaseModel]]) -> Iterator[Problem]:
    first: dict[str, Loc] = {}
    for loc, item in items:
        key = str(getattr(item, "id"))  # noqa: B009 -- rows with an id have no common base
        if key in first:
            line = record.where(*first[key], "id").line
            yield Problem(record.where(*loc, "id"), f"编号“{key}”已在第 {line} 行用过，请换一个")
        first.setdefault(key, loc)


def doubled_names(data: Dataset) -> Iterator[Problem]:
    """一个校名、简称或别名只能属于一所学校。"""
    owner: dict[str, str] = {}
    for name in school_names(data.schools):
        if name.text not in owner:
            owner[name.text] = name.school
            continue
        where = data.record("school", name.school).where(*name.loc)
        if owner[name.text] == name.school:
            yield Problem(where, f"“{name.text}”在本文件中写了两次，请删去一个")
        else:
            yield Problem(where, f"“{name.text}”已属于 data/schools/{owner[name.text]}.yml，请核对是哪一所学校")


def doubled_serials(data: Dataset) -> Iterator[Problem]:
    """工作计划表的印刷序号重复时，须在 printed 中说明。"""
    for pair, plan in data.plans.items():
        record, first = data.record("plan", *pair), dict[str, int]()
        for loc, row in rows_of(plan, ScheduleRow):
            where = record.where(*loc, "serial")
            if row.serial in first and not row.printed:
                yield Problem(
                    where,
                    f"印刷序号“{row.serial}”与第 {first[row.serial]} 行重复；"
                    "若原表如此，请在 printed 中注明，否则请改正",
                )
            first.setdefault(row.serial, where.line)


def reserved_tasks(data: Dataset) -> Iterator[Problem]:
    """任务编号不能占用固定网址。"""
    for pair, plan in data.plans.items():
        for loc, task in rows_of(plan, Task):
            if task.id in RESERVED_TASKS:
                yield Problem(
                    data.record("plan", *pair).where(*loc, "id"), f"任务编号不能用“{task.id}”（网址已占用），请换一个"
                )


def parties(data: Dataset) -> Iterator[Problem]:
    """支援方有多所学校时须有且只有一所牵头；同一学校不能既支援又受援。"""
    for key, programme in data.programmes.items():
        record = data.record("programme", key)
        leads = [party for party in programme.helpers if party.role == "lead"]
        if len(programme.helpers) > 1 and len(leads) != 1:
            yield Problem(
                record.where("helpers"),
                f"支援方有 {len(programme.helpers)} 所学校，须有且只有一所写 role: lead（牵头），找到 {len(leads)} 所",
            )
        helping = {party.school for party in programme.helpers}
        for i, party in enumerate(programme.recipients):
            if party.school in helping:
                yield Problem(
                    record.where("recipients", i, "school"), f"“{party.school}”同时写在支援方和受援方，请删去一处"
                )


def document_numbers(data: Dataset) -> Iterator[Problem]:
    """发文字号须合 GB/T 9704-2012 第 7.2.5 条：年份用六角括号〔〕，序号不编虚位，不加“第”字。"""
    owner: dict[str, str] = {}
    for key, document in data.documents.items():
        if document.number is None:
            continue
        where = data.record("document", key).where("number")
        if not NUMBER.fullmatch(document.number):
            yield Problem(where, f"发文字号写法有误，找到“{document.number}”，请写成“津职大〔2018〕118号”的样子")
        if document.number in owner:
            other = f"data/documents/{owner[document.number]}.yml"
            yield Problem(where, f"发文字号“{document.number}”已属于 {other}，请核对")
        owner.setdefault(document.number, key)


def annexes(data: Dataset) -> Iterator[Problem]:
    """附件与正文互相指认，附件的公开属性不得宽于正文。"""
    for key, document in data.documents.items():
        record = data.record("document", key)
        for i, annex in enumerate(document.annexes):
            child = data.documents.get(annex.document)
            if child is not None and child.annex_of != key:
                yield Problem(
                    record.where("annexes", i, "document"),
                    f"附件“{annex.document}”没有指回本文件，"
                    f"请在 data/documents/{annex.document}.yml 写 annex_of: {key}",
                )
        parent = data.documents.get(document.annex_of or "")
        if parent is None:
            continue
        if all(annex.document != key for annex in parent.annexes):
            yield Problem(
                record.where("annex_of"),
                f"data/documents/{document.annex_of}.yml 的 annexes 中没有“{key}”，请补上或删去这一行",
            )
        if LOOSENESS[document.disclosure] > LOOSENESS[parent.disclosure]:
            yield Problem(
                record.where("disclosure"),
                f"附件的公开属性“{document.disclosure}”宽于正文的“{parent.disclosure}”，请改为“{parent.disclosure}”或更严",
            )


def order(data: Dataset) -> Iterator[Problem]:
    """印发不早于成文；方案不能接续自己；举措不早于方案开始。"""
    for key, document in data.documents.items():
        if document.written and document.issued and document.issued.last < document.written.first:
            yield Problem(
                data.record("document", key).where("issued"),
                f"印发日期“{document.issued}”早于成文日期“{document.written}”，请核对",
            )
    for (programme, plan_id), plan in data.plans.items():
        record, seen, at = data.record("plan", programme, plan_id), {plan_id}, plan.succeeds
        while at and at not in seen:
            seen.add(at)
            before = data.plans.get((programme, at))
            at = before.succeeds if before else None
        if at:
            yield Problem(record.where("succeeds"), f"方案接续成了一个圈：“{plan.succeeds}”又接续“{at}”，请改正")
