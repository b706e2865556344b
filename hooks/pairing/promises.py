"""Promises in Python: lines of lists, the page of a task, the page of a clause. A large plan has hundreds of each."""

from collections.abc import Iterable
from typing import Final

from pairing.duties import brief_rows
from pairing.parts import card_heads, crumbs, escape, facts, link, noted, pager, tag
from pairing.phrases import on_record
from pairing.views.base import Fault, Link
from pairing.views.clause import ClausePage
from pairing.views.duty import DutyView
from pairing.views.plan import TaskPage
from pairing.views.promise import PromiseView
from pairing.views.standing import Standing

_CLAUSE: Final = '<span class="jd-clause">'


def faults(items: tuple[Fault, ...]) -> str:
    """Printed faults."""
    shown = "".join(map(_fault, items))
    return f'<ul class="jd-faults" aria-label="原文存疑之处">\n{shown}</ul>\n' if items else ""


def _fault(item: Fault) -> str:
    text = f"<q>{escape(item.text)}</q>：" if item.text else "（原文不公开）："
    clause = noted(item.clause) if item.clause else ""
    return f'  <li><span class="jd-label">原文存疑</span> {text}{escape(item.note)}{clause}</li>\n'


def lacking(labels: tuple[str, ...]) -> str:
    """What the document leaves out."""
    told = escape("、".join(labels))
    return f'<p class="jd-lacking"><span class="jd-label">文件未载明</span> {told}</p>\n' if labels else ""


def standing(item: Standing, root: str) -> str:
    """How duties stand: how many there are, with where they are listed, and a mark for each status; else why none."""
    if not item.total:
        return f'<p class="jd-standing"><span>不产生应做事项：{escape(item.why)}</span></p>\n' if item.why else ""
    many = "1" if item.total > 1 else ""
    marks = "".join(
        f' <span class="jd-status jd-status--{escape(code)}">{escape(label)}{many and f" {count}"}</span>'
        for code, label, count in item.counts
    )
    listed = f'<a href="{root}{escape(item.path)}">应做事项 {item.total} 项</a>'
    return f'<p class="jd-standing" data-standing="{escape(item.duties)}">{listed}{marks}</p>\n'


def clause_label(clause: str, path: str, root: str) -> str:
    """The printed address of a promise, which leads to the page of that clause where there is one."""
    start, end = (f'<a class="jd-clause" href="{root}{escape(path)}">', "</a>") if path else (_CLAUSE, "</span>")
    return f"{start}{escape(clause)}{end}"


def promise_line(item: PromiseView, root: str, here: str = "") -> str:
    """A promise in a list; ``here`` with all that is known of it, where it has no page of its own."""
    anchor = f' id="{escape(item.anchor)}"' if here else ""
    clause = f"{clause_label(item.clause, item.clause_path, root)} " if item.clause else ""
    text = escape(item.statement) if here else f'<a href="{root}{escape(item.path)}">{escape(item.statement)}</a>'
    brief = "".join(f" <span>{escape(part)}</span>" for part in (item.by, *item.brief))
    vague = "" if item.measurable else f" {tag('暂不可考核', 'soft')}"
    outlives = f" {tag('超出方案期', 'soft')}" if item.outlives else ""
    rest = f"  {standing(item.standing, root)}{_rest(item, root)}\n" if here else ""
    return (
        f'<li class="jd-line"{anchor}>\n'
        f'  <p class="jd-line__text">{clause}{text}</p>\n'
        f'  <p class="jd-line__brief">{tag(item.strength, item.strength_code)}{brief}{vague}{outlives}</p>\n'
        f"{rest}</li>\n"
    )


def unit_rows(rows: Iterable[tuple[str, Link, Link, PromiseView]], root: str) -> str:
    """The rows of the table of a unit: the side, the programme, the place in the plan and the promise of each."""
    return "".join([_unit_row(*row, root) for row in rows])


def _unit_row(side: str, programme: Link, place: Link, item: PromiseView, root: str) -> str:
    clause = link(Link(item.clause, item.clause_path), root)
    plan = f'<br><span class="jd-note">{escape(place.note)}</span>' if place.note else ""
    return (
        f'    <tr role="row"><td role="cell" class="jd-place">{clause}</td>'
        f'<td role="cell" class="jd-text"><a href="{root}{escape(item.path)}">{escape(item.statement)}</a><br>'
        f'<span class="jd-note">{escape(" · ".join(item.brief))}</span></td>'
        f'<td role="cell" class="jd-words">{standing(item.standing, root)}</td>'
        f'<td role="cell" class="jd-words" data-label="任务">{escape(place.text)}{plan}</td>'
        f'<td role="cell" class="jd-words" data-label="项目">{link(programme, root)}<br>'
        f'<span class="jd-note">{escape(side)}</span></td></tr>\n'
    )


def _rest(item: PromiseView, root: str) -> str:
    """What a list leaves out of a promise that has no page of its own."""
    note = f'<p class="jd-note">{escape(item.note)}</p>' if item.note else ""
    return (
        '<details class="jd-more"><summary>全部要素</summary>\n'
        f"{facts(item.facts, root)}\n{lacking(item.lacking)}\n{faults(item.faults)}\n{note}</details>\n"
    )


def task_page(view: TaskPage) -> str:
    """What stands inside the shell of a task's page."""
    root = view.root
    summary = f"<p>{escape(view.summary)}</p>" if view.summary else ""
    note = f'<p class="jd-note">{escape(view.note)}</p>' if view.note else ""
    shown = "".join(_measure(i, item, view.clause, root) for i, item in enumerate(view.promises, 1))
    return (
        f'{crumbs(view)}\n<h1 id="top">{escape(view.title)}</h1>\n{_task_facts(view, root)}'
        f"{_dated(view) if view.duties else ''}{summary}{note}{faults(view.faults)}\n{shown}"
        f"{pager(view.before, view.after, root, '相邻任务', '项')}"
    )


def _dated(view: TaskPage) -> str:
    """Of which day the statuses are."""
    return (
        f'<p class="jd-note" data-clock-note data-as-of="{view.as_of}">各项状态按数据截至日 {view.as_of} 计算；'
        "“未见记录”只说明这里没有收到记录，不等于没有做。</p>\n"
    )


def _task_facts(view: TaskPage, root: str) -> str:
    clause = clause_label(view.clause, view.clause_path, root) if view.clause_path else escape(view.clause)
    page = f"{root}{escape(view.duties_path)}"
    number = '<span class="jd-note">，文件未编号</span>' if view.unnumbered else ""
    met = on_record(view.duties, view.met)
    duties = f'<a href="{page}">{view.duties} 项，{met}</a>' if view.duties else "没有可以推算的"
    rows = (
        ("条款地址", f"{clause}{number}"),
        ("板块", escape(view.area)),
        ("方案", link(view.plan, root)),
        ("方案期间", escape(view.period)),
        ("应做事项", duties),
    )
    shown = "".join(f"  <div><dt>{label}</dt><dd>{html}</dd></div>\n" for label, html in rows)
    return f'<dl class="jd-facts">\n{shown}</dl>\n'


def _measure(i: int, item: PromiseView, clause_of_task: str, root: str) -> str:
    vague = "" if item.measurable else f" {tag('暂不可考核', 'soft')}"
    outlives = f" {tag('超出方案期', 'soft')}" if item.outlives else ""
    note = f'<p class="jd-note">{escape(item.note)}</p>' if item.note else ""
    own = item.clause_path and item.clause != clause_of_task
    clause = f'  <p class="jd-note">{clause_label(item.clause, item.clause_path, root)}</p>\n' if own else ""
    return (
        f"{_head(i, item, vague + outlives)}{clause}"
        f"  {standing(item.standing, root)}"
        f"  {facts(item.facts, root)}\n  {lacking(item.lacking)}\n{note}  {faults(item.faults)}\n</section>\n"
    )


def _head(i: int, item: PromiseView, marks: str, indent: str = "  ") -> str:
    anchor = escape(item.anchor)
    return (
        f'<section class="jd-promise" id="{anchor}" aria-labelledby="{anchor}-h">\n'
        f'{indent}<h2 id="{anchor}-h">举措{i} {tag(item.strength, item.strength_code)}{marks}</h2>\n'
        f'{indent}<p class="jd-promise__text">{escape(item.statement)}</p>\n'
    )


def clause_page(view: ClausePage) -> str:
    """What stands inside the shell of a clause's page."""
    root = view.root
    original = f"，出自{link(view.document, root)}" if view.document else ""
    shown = "".join(_kept(i, *row, root) for i, row in enumerate(view.promises, 1))
    return (
        f'{crumbs(view)}\n<h1 id="top">{escape(view.title)}</h1>\n<p class="jd-lead">{link(view.plan, root)}</p>\n'
        '<p class="jd-note">本页跟踪文件中的一个条款：拆成哪些举措，推算出哪些应做事项，有哪些记录，带来什么成果，'
        f"后续方案怎样改动。条文由本站转述{original}。</p>\n"
        f'<p class="jd-note" data-clock-note data-as-of="{view.as_of}">状态按数据截至日 {view.as_of} 计算。</p>\n'
        f'{shown}<h2 id="results">成果</h2>\n{_results(view.results, root)}<h2 id="versions">后续方案</h2>\n'
        f"{_versions(view, root)}"
    )


def _kept(i: int, item: PromiseView, place: Link, duties: tuple[DutyView, ...], why: str, root: str) -> str:
    """A measure with its duties, or why it has none."""
    table = (
        f'<div class="jd-scroll" tabindex="0" role="region" aria-label="举措{i}的应做事项">\n'
        '<table class="jd-table jd-cards" role="table">\n  <caption>应做事项与记录</caption>\n'
        f"  {card_heads('时段', '记录／要求', '状态', '依据')}\n"
        f'  <tbody role="rowgroup">{brief_rows(duties, root)}</tbody>\n</table>\n</div>\n'
    )
    none = f'<p class="jd-lacking">这项举措不产生应做事项：{escape(why)}。</p>\n'
    where = f'<p class="jd-note">{link(place, root)}</p>\n'
    return f"{_head(i, item, '', '')}{where}{table if duties else none}</section>\n"


def _results(items: Iterable[Link], root: str) -> str:
    shown = "".join(f"<li>{link(item, root)}</li>" for item in items)
    return f"<ul>{shown}</ul>" if shown else '<p class="jd-lacking">报告和稿件没有写明由这一条带来的成果。</p>'


def _versions(view: ClausePage, root: str) -> str:
    """How later plans changed the clause."""
    shown = ""
    for plan, change in view.versions:
        reason = f'<br><span class="jd-note">理由：{escape(change.reason)}</span>' if change.reason else ""
        told = escape("；".join(change.words) or change.statement)
        shown += f"<li>{link(plan, root)}：{tag(change.label)} {told}{reason}</li>"
    shown += "".join(f"<li>{link(plan, root)}：依申请公开，这里不作比较。</li>" for plan in view.held)
    return f"<ul>{shown}</ul>" if shown else '<p class="jd-lacking">没有后续方案改动这一条。</p>'
