"""Parts of pages that every page has many of, written in Python: links, crumbs, facts, rows of lists.

A template engine pays for every one of them again; these make the same HTML several times faster.
Everything that comes from a view is escaped here. The templates see them as `html.link` and so on (render.py).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from markupsafe import escape as _escape

from pairing.views.base import Fact, Link, Notice, Page
from pairing.views.entry import ActivityView
from pairing.views.news import EntryRow
from pairing.views.report import ResultView
from pairing.words import DISCLOSURE

# Not within longer numbers, as documents have them.
_ISO: Final = re.compile(r"(?<![\d-])\d{4}-\d\d-\d\d(?![\d-])")
# Facts with longer values stand over the whole width, and values that are all short in one line.
_WIDE, _SHORT = 22, 14
_REMEMBERED: Final = 20_000
_WIDTHS: Final = {True: ' class="jd-wide"', False: ""}
# Where the way to the root comes: no text can look like it, for all texts are escaped.
_ROOT: Final = "<root>"


def escape(text: str) -> str:
    """A text safe inside an element or a quoted attribute."""
    # Plain words are looked for several times faster than a set of signs in an expression.
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return str(_escape(text))
    return text


@lru_cache(_REMEMBERED)
def dates(text: str) -> str:
    """A text of ours with its days marked, which no line then parts (jiedui.css); browsers part 2023-11-/21."""
    html = escape(text)
    return _ISO.sub(r"<time>\g<0></time>", html) if "-" in html else html


def link(item: Link, root: str) -> str:
    """A link with the note behind it; plain text where it leads nowhere."""
    text, path, note = item
    html = f'<a href="{root}{escape(path)}">{escape(text)}</a>' if path else escape(text)
    return f"{html}{noted(note)}" if note else html


def noted(text: str) -> str:
    """A note behind something: in brackets, or after a comma where it has some of its own, as 四（一） has."""
    said = f"，{escape(text)}" if "（" in text else f"（{escape(text)}）"
    return f'<span class="jd-note">{said}</span>'


@lru_cache(64)
def card_heads(*names: str) -> str:
    """The head of a table whose rows are cards on phones (`jd-cards`): a name for each column, "" for none.

    Such a table says its roles itself: shown as anything else than a table, some browsers would take it for none.
    """
    heads = "".join(f'<th scope="col" role="columnheader">{escape(name)}</th>' for name in names if name)
    return f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'


def links(items: Iterable[Link], root: str) -> str:
    """Several links with 、 between them, or ； where they are sentences, without the full stop that these end with."""
    found = [*items]
    if not any(item.text.endswith("。") for item in found):  # as nearly always
        return "、".join([link(item, root) for item in found])
    return "；".join([link(item._replace(text=item.text.removesuffix("。")), root) for item in found])


def notices(items: Iterable[Notice], root: str) -> str:
    """What readers must know before they read on."""
    return "".join(_notice(item, root) for item in items)


def _notice(item: Notice, root: str) -> str:
    texts = "".join(f"<p>{escape(text)}</p>" for text in item.texts)
    way = f"<p>请看{link(item.link, root)}。</p>" if item.link else ""
    head = f"<p><strong>{escape(item.heading)}</strong></p>"
    return f'<div class="jd-notice jd-notice--{item.kind}" role="note">{head}{texts}{way}</div>\n'


def items(found: Iterable[Link], root: str) -> str:
    """Several links in a list."""
    shown = "".join([f"<li>{link(item, root)}</li>" for item in found])
    return f"<ul>{shown}</ul>"


def pager(before: Link | None, after: Link | None, root: str, name: str, one: str) -> str:
    """The ways to the pages before and after one, each ``one`` of its kind; nothing for a page that stands alone."""
    prev = _step(before, root, "prev", f"上一{one}") if before else ""
    following = _step(after, root, "next", f"下一{one}") if after else ""
    return f'<nav class="jd-pager" aria-label="{name}">\n{prev}{following}</nav>' if prev or following else ""


def _step(item: Link, root: str, rel: str, label: str) -> str:
    note = f'<span class="jd-note">{label}{f" {escape(item.note)}" if item.note else ""}</span>'
    return f'<a rel="{rel}" href="{root}{escape(item.path)}">{note}{escape(item.text)}</a>'


def activities(found: Iterable[ActivityView], root: str) -> str:
    """The activities that an entry records."""
    return "".join([_activity(item, root) for item in found])


def _activity(item: ActivityView, root: str) -> str:
    informal = f" {tag('非正式联系', 'soft')}" if item.informal else ""
    marks = f"{tag(item.confirmed, 'open' if item.confirmed_code == 'both' else 'soft')}{informal}"
    lists = "".join(
        f'<p><span class="jd-label">{label}</span></p>{items(served, root)}'
        for label, served in (("对应的举措", item.measures), ("对应的工作计划", item.schedule))
        if served
    )
    lists = lists or '<p class="jd-lacking">没有写明对应哪项举措。</p>'
    return f'<article class="jd-item">\n<p>{marks}</p>\n{facts(item.facts, root)}\n{lists}</article>\n'


def results(
    rows: Iterable[ResultView],
    root: str,
    *,
    sourced: bool = True,
    caption: str = "成果与归属：支援方自身成果不计入帮扶成效",
) -> str:
    """The table of results; with the report that each is from, else with their anchors."""
    heads = card_heads("成果", "归属", "类别", "数量", "时间", "出处" if sourced else "")
    shown = "".join([_result(row, root, sourced=sourced) for row in rows])
    return (
        '<div class="jd-scroll" tabindex="0" role="region" aria-label="成果表">\n'
        f'<table class="jd-table jd-cards" role="table">\n  <caption>{escape(caption)}</caption>\n  {heads}\n'
        f'  <tbody role="rowgroup">\n{shown}  </tbody>\n</table>\n</div>\n'
    )


def _result(row: ResultView, root: str, *, sourced: bool) -> str:
    note = f' <span class="jd-note">{escape(row.note)}</span>' if row.note else ""
    same = f"与{link(row.same, root)}所列为同一项，合计时只计一次。" if row.same else ""
    same = f'<br><span class="jd-note">{same}</span>' if same else ""
    below = "".join(
        f'<br><span class="jd-note">{escape(text)}</span>'
        for text in (row.level, row.state if row.state != "已开展" else "")
        if text
    )
    anchor = "" if sourced else f' id="{escape(row.id)}"'
    source = f'<td role="cell" class="jd-words" data-label="出处">{link(row.source, root)}</td>' if sourced else ""
    return (
        f'    <tr role="row"{anchor}>\n'
        f'      <td role="cell" class="jd-text">{escape(row.statement)}{note}{same}</td>\n'
        f'      <td role="cell">{tag(row.whose, row.whose_code)}</td>\n'
        f'      <td role="cell">{escape(row.kind)}{below}</td>\n'
        f'      <td role="cell" data-label="数量">{escape(row.sizes) or "—"}</td>\n'
        f'      <td role="cell" data-label="时间">{escape(row.when) or "文件未载明"}</td>\n'
        f"{source}    </tr>\n"
    )


def crumbs(page: Page) -> str:
    """The way from the home page to this one."""
    return trail(page.crumbs, page.root)


def trail(items: tuple[Link, ...], root: str) -> str:
    """The way from the home page to the last of some pages."""
    here = f'    <li aria-current="page">{link(items[-1], root)}</li>\n' if items else ""
    return f'<nav class="jd-crumbs" aria-label="当前位置">\n  <ol>\n{_way(items[:-1], root)}{here}  </ol>\n</nav>\n'


@lru_cache(256)  # pages of a kind lie below the same ones
def _way(above: tuple[Link, ...], root: str) -> str:
    return "".join([f"    <li>{link(item, root)}</li>\n" for item in above])


def facts(items: Iterable[Fact], root: str) -> str:
    """Facts in a grid: short values in a line, long ones below each other over the whole width."""
    shown = "".join([_fact(item, root) for item in items])
    return f'<dl class="jd-facts">\n{shown}</dl>\n' if shown else ""


def _fact(item: Fact, root: str) -> str:
    label, values = item
    if len(values) == 1:  # as most have, and mere words
        text, path, note = value = values[0]
        shown = link(value, root) if path or note else escape(text)
        return f"  <div{_WIDTHS[len(text) > _WIDE]}>{_label(label)}<dd>{shown}</dd></div>\n"
    lengths = [len(value.text) for value in values]
    if max(lengths) <= _SHORT:
        shown = f"<dd>{links(values, root)}</dd>"
    else:
        shown = "".join([f"<dd>{link(value, root)}</dd>" for value in values])
    return f"  <div{_WIDTHS[sum(lengths) > _WIDE]}>{_label(label)}{shown}</div>\n"


@lru_cache(256)
def _label(text: str) -> str:
    return f"<dt>{escape(text)}</dt>"


@lru_cache(256)
def tag(text: str, kind: str = "") -> str:
    """A small label."""
    more = f" jd-tag--{escape(kind)}" if kind else ""
    return f'<span class="jd-tag{more}">{escape(text)}</span>'


def rows(items: Iterable[EntryRow], root: str) -> str:
    """Entries in a list."""
    shown = "".join([_row(row) for row in items]).replace(_ROOT, root)
    return f'<ul class="jd-news">\n{shown}</ul>\n'


@lru_cache(_REMEMBERED)  # an entry stands in half a dozen lists, at several depths
def _row(row: EntryRow) -> str:
    """A row, with a mark where the way to the root comes."""
    marks = f" {tag('置顶', 'strive')}" if row.pinned else ""
    marks += f" {tag('草稿', 'soft')}" if row.draft else ""
    marks += f" {tag(DISCLOSURE[row.level], row.level)}" if row.level not in ("", "open") else ""
    summary = f"<p>{escape(row.summary)}</p>" if row.summary else ""
    return (
        "  <li>\n"
        f'    <h2 class="jd-news__title"><a href="{_ROOT}{escape(row.path)}">{escape(row.title)}</a>{marks}</h2>\n'
        f'{summary}    <p class="jd-note">发布于<time datetime="{row.published}">{escape(row.released)}</time> · '
        f"{link(row.column, _ROOT)} · {link(row.programme, _ROOT)} · 发生于{escape(row.happened)}</p>\n"
        "  </li>\n"
    )
