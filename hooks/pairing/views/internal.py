"""The internal build's own page: all that readers do not get, why, and what they see instead."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from pairing import addresses
from pairing.deadline import TIMED
from pairing.entries import Place
from pairing.gate import mark_words
from pairing.ledger import Settled
from pairing.views.base import HOME, Heading, Link, Page, Portal
from pairing.words import DUTY_STATUS

_KINDS = {"document": "文件", "programme": "项目", "plan": "方案", "report": "报告", "entry": "稿件", "school": "学校"}


class DifferenceRow(NamedTuple):
    """A duty that stands otherwise in the public ledger, or is not there at all."""

    duty: Link
    window: str
    inside: str
    outside: str


class InternalPage(Page):
    """Everything held back, kind by kind, and where the public ledger differs."""

    template: ClassVar[str] = "internal.html.j2"

    as_of: str
    held: tuple[tuple[str, str, tuple[tuple[Link, tuple[str, ...]], ...]], ...]
    differences: tuple[DifferenceRow, ...]
    waiting: tuple[tuple[Link, str], ...]


def internal_page(portal: Portal, outside: Portal) -> InternalPage:
    """The page; ``outside`` is the public portal of the same data and day."""
    held = tuple((kind, words, tuple(_held(portal, kind))) for kind, words in _KINDS.items())
    shown = tuple(group for group in held if group[2])
    differences = tuple(_differences(portal, outside))
    waiting = tuple(_waiting(portal))
    return InternalPage(
        path=addresses.internal(),
        title="不公开的内容",
        description="内部版：哪些内容没有公开、为什么",
        section="documents",
        crumbs=(HOME, Link("不公开的内容")),
        toc=(
            *(Heading(kind, words) for kind, words, _ in shown),
            *((Heading("differences", "台账的差别"),) if differences else ()),
            *((Heading("waiting", "待发布的文件"),) if waiting else ()),
        ),
        as_of=portal.as_of.isoformat(),
        held=shown,
        differences=differences,
        waiting=waiting,
    )


def _held(portal: Portal, kind: str) -> Iterator[tuple[Link, tuple[str, ...]]]:
    for (of, key), marks in portal.marks.items():
        if of == kind:
            yield _link(portal, kind, key), tuple(map(mark_words, marks))


def _link(portal: Portal, kind: str, key: tuple[str, ...]) -> Link:
    data = portal.data
    if kind == "document":
        return portal.document(key[0]) or Link(key[0])
    if kind == "programme":
        return portal.programme(key[0])
    if kind == "plan":
        return Link(data.plans[key[0], key[1]].title, addresses.plan(*key))
    if kind == "report":
        return Link(data.reports[key[0], key[1]].title, addresses.report(*key))
    if kind == "entry":
        place: Place = (key[0], key[1], key[2])
        return Link(data.heads[place].title, addresses.entry(*place))
    return portal.school(key[0])


def _differences(portal: Portal, outside: Portal) -> Iterator[DifferenceRow]:
    public: dict[str, Settled] = {item.duty.id: item for item in outside.ledger.all}
    for item in portal.ledger.all:
        there = public.get(item.duty.id)
        if there is not None and there.status == item.status and there.recorded == item.recorded:
            continue
        promise = item.duty.promise
        link = Link(promise.measure.statement, f"{promise.path}#{promise.measure.id}", promise.clause)
        told = f"{DUTY_STATUS[there.status]}（{there.recorded}）" if there else "没有这一项"
        yield DifferenceRow(link, item.duty.window, f"{DUTY_STATUS[item.status]}（{item.recorded}）", told)


def _waiting(portal: Portal) -> Iterator[tuple[Link, str]]:
    for item in portal.timed:
        if item.state in ("due", "overdue"):
            link = portal.document(item.document)
            last = item.last.isoformat() if item.last else ""
            yield link or Link(item.document), f"{TIMED[item.state]}，{item.words}，最迟 {last}"
