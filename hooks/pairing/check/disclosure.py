"""Rules on disclosure: reasons are given, nothing is looser than what it belongs to, nothing closed is named."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from pairing.advice import likely
from pairing.check.references import objects, objects_of_entries
from pairing.entries import Place, entry_file
from pairing.folders import found_files
from pairing.levels import (
    FIELDS,
    ITEMS_ONLY,
    Guarded,
    attachment_level,
    document_level,
    guarded,
    levels,
    row_key,
    says_so,
    split,
)
from pairing.model import Document, Entry, Plan
from pairing.model.disclosure import LOOSENESS, Withheld
from pairing.problems import Problem, Where, find
from pairing.read import Dataset
from pairing.shelf import source
from pairing.source import Loc, Record
from pairing.words import DISCLOSURE

# Shorter titles may stand in any text by chance.
_SHORTEST: Final = 6
# What editors write about disclosure is never published.
_INWARD: Final = ("withheld", "disclosure_reason")


def disclosure_reasons(data: Dataset) -> Iterator[Problem]:
    """不主动公开的须写 disclosure_reason；主动公开的不必写。"""
    for kind, key, value in guarded(data):
        record = data.record(kind, *key)
        if "disclosure" in type(value).model_fields:
            yield from _reason(record, (), value)
        if isinstance(value, Entry):
            for i, item in enumerate(value.attachments):
                yield from _reason(record, ("attachments", i), item)


def _reason(record: Record, loc: Loc, value: BaseModel) -> Iterator[Problem]:
    level, reason = getattr(value, "disclosure"), getattr(value, "disclosure_reason")  # noqa: B009 -- no common base
    # An annex shares the reason of what it hangs on.
    if level in ("on-request", "closed") and not reason and not getattr(value, "annex_of", None):
        message = f"公开属性是“{DISCLOSURE[level]}”，须写 disclosure_reason（理由，只出现在内部版）"
        yield Problem(record.where(*loc, "disclosure"), message)
    elif level in (None, "open") and reason:
        yield Problem(record.where(*loc, "disclosure_reason"), "主动公开的不需要 disclosure_reason，请删去")


def never_looser(data: Dataset) -> Iterator[Problem]:
    """方案、报告和稿件的公开属性不得宽于项目，稿件附件的不得宽于稿件。"""
    found = levels(data)
    for kind, key, value in guarded(data):
        if isinstance(value, Entry):
            own = found("entry", *key)
            for i, item in enumerate(value.attachments):
                yield from _looser(data.record(kind, *key), ("attachments", i), item.disclosure, own, "附件", "稿件")
        if kind in ("plan", "report", "entry") and key[0] in data.programmes:
            words = {"plan": "方案", "report": "报告", "entry": "稿件"}[kind]
            owner, mine = data.programmes[key[0]].disclosure, getattr(value, "disclosure", None)
            yield from _looser(data.record(kind, *key), (), mine, owner, words, "项目")


def _looser(record: Record, loc: Loc, level: str | None, owner: str, what: str, whose: str) -> Iterator[Problem]:
    if level and LOOSENESS[level] > LOOSENESS[owner]:
        message = f"{what}的公开属性“{level}”宽于{whose}的“{owner}”，请改为“{owner}”或更严，或删去这一行"
        yield Problem(record.where(*loc, "disclosure"), message)


def withheld_fields(data: Dataset) -> Iterator[Problem]:
    """withheld 写的是本文件里有内容、可以单独不公开的字段，或其中的一项，各写一次。"""
    for kind, key, value in guarded(data):
        record, seen = data.record(kind, *key) if value.withheld else None, set[str]()
        for i, item in enumerate(value.withheld):
            assert record is not None
            where = record.where("withheld", i, "field")
            message = _fault(record, value, item)
            if item.field in seen:
                message = f"“{item.field}”写了两次，请删去一处"
            seen.add(item.field)
            if message:
                yield Problem(where, message)


def _fault(record: Record, value: Guarded, item: Withheld) -> str:
    """What is wrong with one withheld field, or nothing."""
    (name, row), known = split(item), FIELDS[type(value)]
    if name not in known:
        hint = likely(name, known) or f"，可以写的有：{'、'.join(known)}"
        return f"没有可写进 withheld 的字段“{name}”{hint}"
    found = record.body.strip() if name == "body" else getattr(value, name)
    if not row:
        if (type(value), name) in ITEMS_ONLY:
            return f"“{name}”不能整个不公开，请写明是哪一项（{name}/编号）"
        empty = not found or found == type(value).model_fields[name].get_default() if name != "body" else not found
        return f"“{name}”没有内容，不需要写在 withheld 中，请删去" if empty else ""
    rows = found if isinstance(found, tuple) else ()
    names = [row_key(one, i) for i, one in enumerate(rows) if isinstance(one, BaseModel)]
    if row in names:
        return ""
    return f"“{name}”中没有“{row}”{likely(row, names) or ('，可以写的有：' + '、'.join(names) if names else '')}"


def withheld_plans(data: Dataset) -> Iterator[Problem]:
    """相接的两个方案，同一部分要么都公开，要么都不公开：否则“与前一方案的不同”会说错或泄露。"""
    for (programme, key), plan in data.plans.items():
        before = data.plans.get((programme, plan.succeeds or ""))
        if before is None or {plan.disclosure, before.disclosure} & {"on-request", "closed"}:
            continue  # plans of which one is not open as a whole are not compared at all
        for mine, other, owner, name in (
            (plan, before, key, plan.succeeds),
            (before, plan, str(plan.succeeds), key),
        ):
            for i, item in enumerate(mine.withheld):
                if _open_there(other, item):
                    where = data.record("plan", programme, owner).where("withheld", i, "field")
                    message = (
                        f"方案“{name}”的“{item.field}”是公开的；相接的方案须一样，请在那里也写进 withheld，或在这里删去"
                    )
                    yield Problem(where, message)


def _open_there(plan: Plan, item: Withheld) -> bool:
    """Whether another plan shows what this one withholds."""
    name, row = split(item)
    rows = getattr(plan, name, None)
    if not isinstance(rows, tuple) or any(other.field in (name, item.field) for other in plan.withheld):
        return False
    return any(getattr(one, "id", None) == row for one in rows) if row else any(hasattr(one, "cadence") for one in rows)


def withheld_files(data: Dataset) -> Iterator[Problem]:
    """不公开的附件，正文不能再链接，同一文件夹的其他稿件也不能公开。"""
    held: dict[str, str] = {}
    for place in (place for place, head in data.heads.items() if head.partly):
        entry = data.entries[place]
        for item in entry.attachments:
            if attachment_level(entry, item) != "open":
                held[source(place, item.file)] = data.record("entry", *place).path
    if not held:
        return
    found, folders = levels(data), {path.rpartition("/")[0] for path in held}
    for place in (place for place in data.heads if source(place, "").rpartition("/")[0] in folders):
        entry, record = data.entries[place], data.record("entry", *place)
        if found("entry", *place) != "open":
            continue
        hidden = any(item.field == "body" for item in entry.withheld)
        for reference in () if hidden else data.references(place):
            if source(place, reference.target) in held:
                message = f"正文用到了不公开的附件“{reference.target}”，请从正文中删去，或改它的公开属性"
                where = find(record.path, record.body, reference.target)
                yield Problem(Where(where.path, where.line + record.body_line - 1, where.column), message)
        for i, item in enumerate(entry.attachments):
            owner = held.get(source(place, item.file))
            if owner and attachment_level(entry, item) == "open":
                message = f"文件“{item.file}”在 {owner} 中不公开，这里也不能公开"
                yield Problem(record.where("attachments", i, "file"), message)


def retired_items(data: Dataset) -> Iterator[Problem]:
    """撤下和被替代只写一样；被替代的指向另一篇存在的稿件或另一份文件，日期写到日。"""
    for kind, key, value in guarded(data):
        if not isinstance(value, Entry | Document) or value.current:
            continue
        record = data.record(kind, *key)
        if value.withdrawn and value.superseded:
            yield Problem(
                record.where_key("superseded"), "withdrawn（撤下）和 superseded（被替代）只能写一样，请删去一个"
            )
        for name in ("withdrawn", "superseded"):
            said = getattr(value, name)
            if said and said.on.precision != "day":
                yield Problem(record.where(name, "on"), f"日期须写到日，找到“{said.on}”，请写成 2026-11-21 的样子")
        by = value.superseded.by if value.superseded else None
        if by is None:
            continue
        where = record.where("superseded", "by")
        if by == "/".join(key):
            yield Problem(where, "不能被自己替代，请写另一个编号")
        elif kind == "entry" and tuple(by.split("/")) not in data.known["entry"]:
            hint = likely(by, ["/".join(place) for place in data.entries if place[0] == key[0]])
            yield Problem(where, f"没有稿件“{by}”{hint or '，请写成 <项目>/<年份>/<文件名>，不带 .md'}")


def closed_words(data: Dataset) -> dict[str, str]:
    """``word -> the file that it names`` for every title and number that nothing public may hold."""
    said: list[tuple[str | None, str]] = []
    for key, item in data.documents.items():
        if document_level(data, key) == "closed":
            path = data.record("document", key).path
            said += [(word, path) for word in (item.title, item.number, *item.titles)]
    shut = {key: item for key, item in data.programmes.items() if item.disclosure == "closed"}
    said += [(item.title, data.record("programme", key).path) for key, item in shut.items()]
    for place, head in data.heads.items():
        if head.disclosure == "closed" or (place[0] in shut and says_so(head)):
            said.append((head.title, entry_file(place)))
    return {word: path for word, path in said if word and len(word) >= _SHORTEST and "{{" not in word}


def closed_names(data: Dataset, passed: Collection[Place] = ()) -> Iterator[Problem]:
    """公开的内容不写不予公开的文件、项目和稿件的题名和文号。"""
    names = closed_words(data)
    if not names:
        return
    found = levels(data)
    pattern = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    secret = set(names.values())
    fresh = replace(data, entries=data.entries.only(at for at in data.heads if at not in passed))
    for record, key, holder in (*objects(data), *objects_of_entries(fresh)):
        if record.path in secret or found(type(holder).__name__.lower(), *key) == "closed":
            continue
        if not (pattern.search(record.text) or pattern.search(record.body)):
            continue
        hidden = {*_INWARD, *(item.field for item in getattr(holder, "withheld", ()))}
        for loc, text in _texts(record.data):
            if str(loc[0]) not in hidden and (hit := pattern.search(text)):
                yield Problem(record.where(*loc), _named(names[hit[0]]))
        if "body" not in hidden and (hit := pattern.search(record.body)):
            where = find(record.path, record.body, hit[0])
            yield Problem(Where(where.path, where.line + record.body_line - 1, where.column), _named(names[hit[0]]))
    for below, file in found_files(data.root / "content" / "pages"):
        if below.endswith(".md"):
            text, path = Path(file).read_text(encoding="utf-8", errors="replace"), f"content/pages/{below}"
            if hit := pattern.search(text):
                yield Problem(find(path, text, hit[0]), _named(names[hit[0]]))


def _named(path: str) -> str:
    return f"这里写出了不予公开的题名或文号（见 {path}），公开的内容不能提到它；请改写，或把这里也列为不公开"


def _texts(value: object, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Every text of a record with its place."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(item, (*loc, name))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _texts(item, (*loc, i))


def published_days(data: Dataset) -> Iterator[Problem]:
    """文件的发布日期写到日，不早于印发、成文或审议。"""
    for key, document in data.documents.items():
        if document.published is None:
            continue
        where = data.record("document", key).where("published")
        if document.published.precision != "day":
            yield Problem(where, f"发布日期须写到日，找到“{document.published}”，请写成 2026-11-21 的样子")
        elif document.made and document.published.last < document.made[1].first:
            what, made = document.made
            yield Problem(where, f"发布日期“{document.published}”早于{what}日期“{made}”，请核对")
