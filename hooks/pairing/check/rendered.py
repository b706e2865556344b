"""What Markdown made of a hand-written page: the rules on its source hold for the page as browsers read it.

The source is judged before (`markup`), where code can be told by its marks alone; what Markdown takes
for code, and where a browser sees a tag begin and end, is known for certain only here.
"""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Final

import nh3

from pairing.advice import shown
from pairing.check.markup import INSTEAD, PAGE_REFUSED, SAID
from pairing.markup import fault
from pairing.problems import Problem, find

_ADDRESSES: Final = frozenset({"href", "src", "action", "formaction", "data", "poster", "xlink:href"})
# Reads HTML as browsers do, and writes it so plainly that any other reader sees the same.
_BROWSER: Final = nh3.Cleaner(
    tags={*PAGE_REFUSED, "a", "div", "p", "span"},
    clean_content_tags=set(),
    generic_attribute_prefixes=set("abcdefghijklmnopqrstuvwxyz"),
    link_rel=None,
)


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, list[tuple[str, str]], str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [(name, value or "") for name, value in attrs], self.get_starttag_text() or ""))


def finished(path: str, source: str, html: str, broken: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with a finished page: what no page may have, links that lead nowhere.

    Its file is at ``path`` below content/pages/ and has the text ``source``.
    """
    path = f"content/pages/{path}"
    yield from rendered(path, source, html)
    for link in sorted(set(broken)):
        yield Problem(find(path, source, link), f"链接“{link}”指向的页面或位置不存在，请核对")


def rendered(path: str, source: str, html: str) -> Iterator[Problem]:
    """What a finished page has that no page may have; ``source`` is the text of its file, to find the place."""
    told: set[str] = set()
    for name, attributes, text in (*_Tags(html).found, *_Tags(_BROWSER.clean(html)).found):
        wrong = _wrong(name, attributes)
        if wrong and wrong not in told:
            told.add(wrong)
            spots = (find(path, source, words) for words in (text, text.rstrip("/> "), f"<{name}"))
            where = next((spot for spot in spots if (spot.line, spot.column) != (1, 1)), find(path, source, ""))
            yield Problem(where, f"{wrong}；生成的网页里是{shown(text)}，Markdown 没有把它当作代码")


def _wrong(name: str, attributes: list[tuple[str, str]]) -> str:
    """What is wrong with a tag; "" where nothing is."""
    if name in PAGE_REFUSED:
        return f"不能用标签 <{name}>，{INSTEAD.get(name, '请删去；网页不运行稿件里的程序和样式')}"
    for attribute, value in attributes:
        if attribute.startswith("on"):
            return f"标签 <{name}> 里有程序（属性 {attribute}），请删去这个属性"
        if attribute in _ADDRESSES and fault(value, remote_only=False) == "scheme":
            return f"标签 <{name}> 的网址不能用，{SAID['scheme']}，找到{shown(value)}"
    return ""
