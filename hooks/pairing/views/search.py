"""The page that searches, and what it offers where no script runs: columns, years, keywords, programmes."""

from typing import ClassVar, Final

from pairing import addresses
from pairing.views.base import FACETS, HOME, Link, Page, Portal
from pairing.views.news import columns

_TAGS: Final = 60


class SearchPage(Page):
    """The search form, and lists to browse."""

    template: ClassVar[str] = "search.html.j2"

    facets: tuple[tuple[str, str], ...]
    browse: tuple[tuple[str, str, tuple[Link, ...]], ...]


def search_page(portal: Portal) -> SearchPage:
    """The page that searches the portal or a school's column."""
    by_column, by_word = dict[str, int](), dict[str, int]()
    for entry in map(portal.data.heads.__getitem__, portal.newest):
        by_column[entry.column] = by_column.get(entry.column, 0) + 1
        for word in dict.fromkeys(entry.keywords):
            by_word[word] = by_word.get(word, 0) + 1
    words = sorted(by_word.items(), key=lambda item: (-item[1], item[0]))
    lists = (
        (
            "columns",
            "栏目",
            tuple(
                Link(item.title, addresses.column(item.id), _entries(by_column.get(item.id, 0)))
                for item in columns(portal)
            ),
        ),
        ("tags", "关键词", tuple(Link(word, addresses.tag(word), _entries(count)) for word, count in words[:_TAGS])),
        ("programmes", "帮扶项目", tuple(portal.programme(key) for key in portal.data.programmes)),
    )
    return SearchPage(
        path="search/index.html",
        title="搜索",
        description="在全部页面中搜索",
        section="search",
        crumbs=(HOME, Link("搜索")),
        facets=FACETS,
        browse=tuple(found for found in lists if found[2]),
    )


def _entries(count: int) -> str:
    """How many entries a list has; nothing of an empty one."""
    return f"{count} 篇" if count else ""
