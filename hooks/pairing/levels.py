"""How open every record is: open, on-request or closed, with what it inherits.

A plan, report or entry is never looser than its programme, an annex never looser than the document it
hangs on, an attachment never looser than its entry. The check refuses what says otherwise; these
functions take the strictest in any case. A document that is published on a later day is closed until then.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import BaseModel

from pairing.entries import Head
from pairing.model import Document, Entry, Plan, Programme, Report, School
from pairing.model.disclosure import Withheld, strictest
from pairing.model.entry import Attachment
from pairing.read import Dataset
from pairing.words import Disclosure

# What a card keeps of a record on request; everything else stands at its default.
CARDS: Final[Mapping[type[BaseModel], frozenset[str]]] = {
    Document: frozenset(
        {"title", "number", "kind", "issuers", "issuer_names", "written", "issued", "disclosure", "annexes", "annex_of"}
        | {"withdrawn", "superseded"}
    ),
    Programme: frozenset({"title", "short", "line", "helpers", "recipients", "period", "disclosure"}),
    Plan: frozenset({"title", "kind", "document", "period", "succeeds", "disclosure"}),
    Report: frozenset({"title", "kind", "by", "document", "period", "disclosure"}),
    Entry: frozenset(
        {"title", "column", "date", "until", "published", "origin", "former", "draft", "disclosure"}
        | {"withdrawn", "superseded"}
    ),
}
# The fields that may be withheld one by one: those whose absence says nothing wrong. With their labels.
FIELDS: Final[Mapping[type[BaseModel], Mapping[str, str]]] = {
    School: {
        "office": "负责机构",
        "practices": "工作安排",
        "honours": "建设身份",
        "sources": "出处",
        "note": "说明",
        "gaps": "文件未载明",
    },
    Document: {
        "summary": "内容提要",
        "to": "主送机关",
        "printed_by": "印发机关",
        "decision": "审议情况",
        "stamped_by": "编制并盖章的单位",
        "cites": "引用的文件",
        "gaps": "文件未载明",
        "printed": "原文存疑",
    },
    Programme: {
        "authorities": "主管与协调",
        "levels": "结对层级",
        "documents": "文件",
        "agreements": "协议",
        "governance": "组织领导",
        "indicators": "指标",
        "links": "相关项目",
        "gaps": "文件未载明",
        "printed": "原文存疑",
    },
    Plan: {
        "document": "方案文件",
        "decision": "审议情况",
        "basis": "依据",
        "principles": "原则",
        "goals": "目标",
        "mechanisms": "工作机制",
        "incentives": "激励与待遇",
        "funding": "经费",
        "reciprocal": "受援方反向承担",
        "publicity": "宣传",
        "schedule": "工作计划表",
        "phases": "实施步骤",
        "sources": "出处",
        "gaps": "文件未载明",
        "printed": "原文存疑",
    },
    Report: {
        "document": "报告文件",
        "progress": "进展",
        "results": "成果",
        "problems": "问题",
        "next_steps": "下一步",
        "sources": "出处",
        "gaps": "文件未载明",
        "printed": "原文存疑",
    },
    Entry: {
        "body": "正文",
        "summary": "摘要",
        "origin": "来源",
        "author": "作者",
        "editor": "编辑",
        "reviews": "审核",
        "keywords": "关键词",
        "cover": "题图",
        "activities": "活动记录",
        "results": "成果",
        "links": "原文链接",
        "source": "出处",
    },
}
# Of these a report must say something: a single item may be withheld, the whole part may not.
ITEMS_ONLY: Final = frozenset({(Report, "progress"), (Report, "problems"), (Report, "next_steps")})

# What may be withheld from.
Guarded = School | Document | Programme | Plan | Report | Entry


@dataclass(frozen=True)
class Levels:
    """The level of every record by kind and key."""

    of: Mapping[str, Mapping[tuple[str, ...], Disclosure]]

    def __call__(self, kind: str, *key: str) -> Disclosure:
        """The level of one record; what is not guarded is open."""
        return self.of.get(kind, {}).get(key, "open")


def levels(data: Dataset, as_of: date | None = None) -> Levels:
    """The level of all records; without a day, as if everything were published."""
    documents: dict[tuple[str, ...], Disclosure] = {(key,): document_level(data, key, as_of) for key in data.documents}
    programmes = {key: item.disclosure for key, item in data.programmes.items()}
    below: dict[str, dict[tuple[str, ...], Disclosure]] = {"plan": {}, "report": {}, "entry": {}}
    for kind, table in (("plan", data.plans), ("report", data.reports)):
        for pair, item in table.items():
            owner = programmes.get(pair[0])
            # The card of a programme stands for its plans and reports, too.
            below[kind][pair] = "closed" if owner == "on-request" else strictest(owner, item.disclosure)
    for place, head in data.heads.items():
        below["entry"][place] = strictest(programmes.get(place[0]), head.disclosure)
    owners: dict[tuple[str, ...], Disclosure] = {(key,): item for key, item in programmes.items()}
    return Levels({"document": documents, "programme": owners, **below})


def document_level(data: Dataset, key: str, as_of: date | None = None) -> Disclosure:
    """The level of a document: its own and that of all it hangs on; closed until it is published."""
    found: list[Disclosure] = []
    seen: set[str] = set()
    at: str | None = key
    while at and at in data.documents and at not in seen:
        seen.add(at)
        document = data.documents[at]
        found.append("closed" if as_of is not None and waits(document, as_of) else document.disclosure)
        at = document.annex_of
    return strictest(*found)


def waits(document: Document, as_of: date) -> bool:
    """Whether a document has not yet come to the day of its publication."""
    return document.published is not None and document.published.first > as_of


def attachment_level(entry: Entry, item: Attachment) -> Disclosure:
    """The level of an attachment within its entry."""
    return strictest(entry.disclosure, item.disclosure)


def split(item: Withheld) -> tuple[str, str]:
    """(field, row) of what is withheld; the row is empty where it is the whole field."""
    name, _, row = item.field.partition("/")
    return name, row


def row_key(row: BaseModel, position: int) -> str:
    """How a row of a list is named: its id, its file, or its number from 1."""
    return str(getattr(row, "id", None) or getattr(row, "file", None) or position + 1)


def label(record: BaseModel, item: Withheld) -> str:
    """What is withheld, as editors wrote it, in words: 经费（funding）, 成果（results/award）."""
    return f"{FIELDS[type(record)].get(split(item)[0], '')}（{item.field}）"


def public_label(record: BaseModel, item: Withheld) -> str:
    """The same for readers, who need not know any id: 经费, 成果中的一项."""
    name, row = split(item)
    return f"{FIELDS[type(record)].get(name, name)}{'中的一项' if row else ''}"


def says_so(head: Head) -> bool:
    """Whether an entry says anything of its own disclosure, or that it is current no more."""
    return bool(head.disclosure or head.partly or not head.current)


def guarded(data: Dataset) -> Iterator[tuple[str, tuple[str, ...], Guarded]]:
    """(kind, key, record) of everything that can hold something back; of entries only those that say so."""
    for key, school in data.schools.items():
        yield "school", (key,), school
    for key, document in data.documents.items():
        yield "document", (key,), document
    for key, programme in data.programmes.items():
        yield "programme", (key,), programme
    for pair, plan in data.plans.items():
        yield "plan", pair, plan
    for pair, report in data.reports.items():
        yield "report", pair, report
    for place, head in data.heads.items():
        if says_so(head):
            yield "entry", place, data.entries[place]
