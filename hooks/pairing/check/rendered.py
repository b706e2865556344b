"""What Markdown made of a hand-written page: the rules on its source hold for the page as browsers read it.

The source is judged before (`markup`), where code can be told by its marks alone; what Markdown takes
for code, and where a browser sees a tag begin and end, is known for certain only here.
"""

from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from typing import Final, NamedTuple
from urllib.parse import unquote

import nh3

from pairing.advice import shown
from pairing.check.markup import BESIDE, ELSEWHERE, PAGE_REFUSED, SAID, instead
from pairing.markup import fault
from pairing.media import remote
from pairing.problems import Problem, Where, find

_ADDRESSES: Final = frozenset({"href", "src", "action", "formaction", "data", "poster", "xlink:href"})
# What a browser fetches without being asked to.
_LOADED: Final = frozenset({"src", "srcset", "poster", "background"})
# Reads HTML as browsers do, and writes it so plainly that any other reader sees the same.
_BROWSER: Final = nh3.Cleaner(
    tags={*PAGE_REFUSED, "a", "body", "div", "img", "p", "picture", "source", "span"},
    clean_content_tags=set(),
    generic_attribute_prefixes=set("abcdefghijklmnopqrstuvwxyz"),
    link_rel=None,
)


class Tag(NamedTuple):
    """A tag as a reader of HTML sees it: its name, its attributes, and how it is written."""

    name: str
    attributes: list[tuple[str, str]]
    text: str


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Tag] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Tag(tag, [(name, value or "") for name, value in attrs], self.get_starttag_text() or ""))


def finished(path: str, source: str, html: str, broken: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with a finished page: what no page may have, links that lead nowhere.

    Its file is at ``path`` below content/pages/ and has the text ``source``.
    """
    path, tags = f"content/pages/{path}", seen(html)
    for wrong, tag in judged(tags, _wrong):
        message = f"{wrong}；生成的网页里是{shown(tag.text)}，Markdown 没有把它当作代码"
        yield Problem(place(path, source, tag), message)
    for wrong, tag in judged(tags, fetching):
        yield Problem(place(path, source, tag), wrong)
    for link in sorted(set(broken)):
        yield Problem(_linked(path, source, link), f"链接“{link}”指向的页面或位置不存在，请核对")


def _linked(path: str, source: str, link: str) -> Where:
    """Where a link stands in a text, which names a page by its file and may write signs that an address encodes."""
    plain = unquote(link)
    page, _, anchor = plain.partition("#")
    spots = (link, plain, f"{page.removesuffix('/index.html')}.md#{anchor}", f"#{anchor}" if anchor else "")
    return find(path, source, next((words for words in spots if words and words in source), link))


def seen(html: str) -> list[Tag]:
    """The tags of a page that a strict reader sees, and those that browsers do."""
    return [*_Tags(html).found, *_Tags(_BROWSER.clean(html)).found]


def judged(tags: Iterable[Tag], judge: Callable[[Tag], str]) -> Iterator[tuple[str, Tag]]:
    """(what is wrong, with the first tag where it is), each fault once."""
    told: dict[str, Tag] = {}
    for tag in tags:
        told.setdefault(judge(tag), tag)
    return ((wrong, tag) for wrong, tag in told.items() if wrong)


def place(path: str, source: str, tag: Tag) -> Where:
    """Where a tag stands in the text of a file, as far as it can be found there."""
    addresses = (value for name, value in tag.attributes if name in _LOADED)
    spots = (tag.text, tag.text.rstrip("/> "), f"<{tag.name}", *addresses)
    return find(path, source, next((words for words in spots if words and words in source), ""))


def _wrong(tag: Tag) -> str:
    """What is wrong with a tag; "" where nothing is."""
    if tag.name in PAGE_REFUSED:
        return f"不能用标签 <{tag.name}>，{instead(tag.name)}"
    return acting(tag)


def acting(tag: Tag) -> str:
    """What is wrong with a tag whose attributes hold a program; "" where none does."""
    for attribute, value in tag.attributes:
        if attribute.startswith("on"):
            return f"标签 <{tag.name}> 里有程序（属性 {attribute}），请删去这个属性"
        if attribute in _ADDRESSES and fault(value, remote_only=False) == "scheme":
            return f"标签 <{tag.name}> 的网址不能用，{SAID['scheme']}，找到{shown(value)}"
    return ""


def fetching(tag: Tag) -> str:
    """What is wrong with a tag that would have browsers ask another host; "" where it would not."""
    for attribute, value in tag.attributes:
        parts = value.split(",") if attribute == "srcset" else [value]
        if attribute in _LOADED and any(remote(part.strip()) for part in parts):
            return f"{ELSEWHERE}，找到{shown(value)}，{BESIDE}"
    return ""
