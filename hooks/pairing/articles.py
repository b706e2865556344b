"""The page of an entry, written in Python: of these pages there are thousands."""

from pairing.parts import activities, crumbs, escape, facts, items, link, links, noted, pager, results, tag
from pairing.views.base import Link
from pairing.views.entry import CoverView, EntryPage, FileView


def article(view: EntryPage) -> str:
    """What stands inside the shell of an entry's page."""
    root = view.root
    draft = f" {tag('草稿', 'soft')}" if view.draft else ""
    keywords = f'<p><span class="jd-label">关键词</span> {links(view.keywords, root)}</p>' if view.keywords else ""
    return (
        f'{crumbs(view)}\n<h1 id="top">{escape(view.title)}{draft}</h1>\n'
        f'<p class="jd-note">{link(view.programme, root)}</p>\n{facts(view.line, root)}\n'
        f'{_cover(view.cover) if view.cover else ""}<div class="jd-body">{view.body}</div>\n'
        f"{_attachments(view.attachments) if view.attachments else ''}"
        f"{_originals(view.links) if view.links else ''}{keywords}{_recorded(view, root)}{_related(view.related, root)}"
        f"{pager(view.before, view.after, root, '同栏目相邻稿件', '篇')}"
    )


def _cover(cover: CoverView) -> str:
    size = f' width="{cover.width}" height="{cover.height}"' if cover.width and cover.height else ""
    caption = f"<figcaption>{escape(cover.caption)}</figcaption>" if cover.caption else ""
    image = f'<img src="{escape(cover.file)}" alt="{escape(cover.alt)}"{size}>'
    return f'<figure class="jd-figure">{image}{caption}</figure>\n'


def _attachments(files: tuple[FileView, ...]) -> str:
    shown = "".join(
        f'<li><a class="jd-file" href="{escape(item.file)}" download>{escape(item.title)}'
        f'<span class="jd-note">（{escape(item.label)}，{escape(item.size)}）</span></a></li>'
        for item in files
    )
    return _section("attachments", "附件", f"<ul>{shown}</ul>\n")


def _originals(found: tuple[Link, ...]) -> str:
    """The same story on other sites."""
    shown = "、".join(
        f'<a href="{escape(item.path)}" rel="noopener external">{escape(item.text)}'
        f'<span class="jd-out">（站外链接）</span></a>{noted(item.note) if item.note else ""}'
        for item in found
    )
    return f'<p><span class="jd-label">原文</span> {shown}</p>'


def _recorded(view: EntryPage, root: str) -> str:
    """The results and the activities that an entry tells of."""
    gained = f"{results(view.results, root, sourced=False)}\n" if view.results else ""
    done = activities(view.activities, root) if view.activities else ""
    return (_section("results", "成果", gained) if gained else "") + (
        _section("activities", "活动记录", done) if done else ""
    )


def _related(found: tuple[Link, ...], root: str) -> str:
    return _section("related", "相关稿件", f"{items(found, root)}\n", " data-nosearch") if found else ""


def _section(anchor: str, heading: str, inside: str, mark: str = "") -> str:
    return f'<section aria-labelledby="{anchor}"{mark}>\n<h2 id="{anchor}">{heading}</h2>\n{inside}</section>\n'
