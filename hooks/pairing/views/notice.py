"""Notices above a page: withdrawn, superseded, on request; in the internal build all that is held back."""

from collections.abc import Iterator

from pairing import addresses
from pairing.entries import Place
from pairing.gate import mark_words
from pairing.model import Document, Entry
from pairing.views.base import Link, Notice, Portal


def notices(portal: Portal, kind: str, *key: str) -> tuple[Notice, ...]:
    """What readers must know first of a record; nothing for most."""
    marks = portal.marks.get((kind, key), ())
    if not marks:
        return ()
    if portal.internal:
        return (Notice("internal", "内部版：这里有不公开的内容", tuple(map(mark_words, marks))),)
    apply = portal.site.office.how_to_apply
    if not marks[0].part:
        return (Notice("on-request", "此件依申请公开。", ("这里只有目录卡片，不提供内容和附件。", apply)),)
    parts = "、".join(mark.part for mark in marks)
    return (Notice("on-request", "部分内容依申请公开。", (f"依申请公开的有：{parts}。", apply)),)


def entry_notices(portal: Portal, place: Place) -> tuple[Notice, ...]:
    """Those of an entry; what replaces it is named only where readers may open it."""
    entry = portal.data.entries[place]
    if entry.current and not portal.marks:
        return ()
    by = entry.superseded.by if entry.superseded else None
    heir = next((key for key in portal.data.heads if "/".join(key) == by), None) if by else None
    link = Link(portal.data.heads[heir].title, addresses.entry(*heir)) if heir else None
    return (*_retired(entry, "本稿", "停止使用", link), *notices(portal, "entry", *place))


def document_notices(portal: Portal, key: str) -> tuple[Notice, ...]:
    """Those of a document; its card already says that it is on request."""
    card = portal.public.documents[key]
    link = portal.document(card.superseded.by) if card.superseded else None
    told = notices(portal, "document", key) if portal.internal or card.disclosure == "open" else ()
    return (*_retired(card, "本文件", "废止", link), *told)


def _retired(item: Entry | Document, what: str, end: str, link: Link | None) -> Iterator[Notice]:
    if item.withdrawn:
        heading = f"{what}已于{item.withdrawn.on.text}撤下。"
        yield Notice("withdrawn", heading, (item.withdrawn.reason, "网址保留，内容只供查考，不再有效。"))
    if item.superseded:
        note = (item.superseded.note,) if item.superseded.note else ()
        heading = f"{what}已于{item.superseded.on.text}{'被替代' if item.superseded.by else end}。"
        yield Notice("superseded", heading, (*note, "网址保留，内容只供查考。"), link)


def state(card: Document) -> str:
    """已撤下, 已被替代 or 已废止; nothing for a document in force."""
    if card.withdrawn:
        return "已撤下"
    if card.superseded:
        return "已被替代" if card.superseded.by else "已废止"
    return ""
