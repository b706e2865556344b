"""The page of a list, written in Python: a site has thousands of them, which differ in little but their rows."""

from functools import lru_cache

from pairing.parts import dates, escape, link, links, rows, trail
from pairing.views.base import Link
from pairing.views.news import ListPage

# What the pages of a list share is made once; there are never many lists in work.
_LISTS = 16


def list_page(view: ListPage) -> str:
    """What stands inside the shell of a page of a list."""
    root = view.root
    shown = rows(view.rows, root) if view.rows else '\n<p class="jd-lacking">还没有稿件。</p>'
    parts = (
        _above(view.crumbs, root),
        f'\n<h1 id="top">{escape(view.title)}</h1>\n',
        _led(view.lead, view.siblings, root),
        _told(view, root),
        f'<p class="jd-note">{dates(view.updated)}</p>' if view.updated else "",
        f"{shown}\n" if view.rows else shown,
        _numbers(view, root) if view.pages else "",
    )
    return "".join(parts)


_above = lru_cache(_LISTS)(trail)


@lru_cache(_LISTS)
def _led(lead: str, siblings: tuple[Link, ...], root: str) -> str:
    """What a list is about, and the ways to those beside it."""
    said = f'<p class="jd-lead">{escape(lead)}</p>' if lead else ""
    beside = "".join(link(item, root) for item in siblings)
    return said + (f'<nav class="jd-siblings" aria-label="栏目">{beside}</nav>' if siblings else "")


def _told(view: ListPage, root: str) -> str:
    """How many there are, on the first page; the feed; the years."""
    if view.here and not view.feed:
        return ""
    total = f"共 {view.total} 篇。" if view.total else ""
    feed = f'<a href="{root}{escape(view.feed)}">订阅（Atom）</a>' if view.feed else ""
    years = f" 归档：{links(view.years, root)}" if view.years else ""
    return f'<p class="jd-note">{total}{feed}{years}</p>\n'


def _numbers(view: ListPage, root: str) -> str:
    """The way to newer and to older entries, and the numbered pages that one leads to."""
    newer = f'  <a href="{root}{escape(view.newer)}" rel="prev">← 更新</a>\n' if view.newer else ""
    older = f'  <a href="{root}{escape(view.older)}" rel="next">更早 →</a>\n' if view.older else ""
    newest = _number(Link("最新", view.newest), view.here or "最新", root)
    pages = [_number(item, view.here, root) for item in view.pages]
    # The oldest comes last; a sign stands for those between it and its neighbour.
    if len(pages) > 1 and view.pages[-2].text != "2":
        pages.insert(-1, '  <span aria-hidden="true">…</span>\n')
    return (
        f'<nav class="jd-pages" aria-label="分页">\n{newer}{newest}{"".join(pages)}{older}</nav>\n'
        '<p class="jd-note">页码从最早的一篇编起，第 1 页最早。</p>\n'
    )


def _number(item: Link, here: str, root: str) -> str:
    current = ' aria-current="page"' if item.text == here else ""
    return f'  <a href="{root}{escape(item.path)}"{current}>{escape(item.text)}</a>\n'
