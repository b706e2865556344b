"""Rules on keywords: each one is a word by itself, and a folder of the site: `tags/<keyword>/`."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pairing.addresses import KEPT
from pairing.advice import apart, shown
from pairing.paths import folded, printable, reserved
from pairing.problems import Problem
from pairing.read import Dataset

# What no name of a folder may hold on every system, and what means something else in an address; signs unseen.
_SIGNS: Final = re.compile(
    r"[/\\?#%:*\"<>|\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff\ud800-\udfff]"
)
# The page of all keywords.
_TAKEN: Final = ("index.html", "index.htm")
# In letters; of Chinese each takes three bytes, and a file's name has 255.
_LONGEST: Final = 40


def keywords_apart(data: Dataset) -> Iterator[Problem]:
    """关键词一项一个，几项之间用英文逗号。"""
    for _, record, entry, _ in data.opened:
        for i, word in enumerate(entry.keywords):
            if items := _items(word):
                message = f"几个关键词连在了一起，找到“{word}”，请用英文逗号隔开，写成 {items}"
                yield Problem(record.where("keywords", i), message)


# Many entries share few keywords.
_items: Final = lru_cache(1_000)(apart)


def keywords_plain(data: Dataset) -> Iterator[Problem]:
    """关键词要作网址中的一级：不带有别的意思的符号，不以点开头或结尾，不过长。"""
    for _, record, entry, _ in data.opened:
        for i, word in enumerate(entry.keywords):
            if message := _fault(word):
                yield Problem(record.where("keywords", i), message)


@lru_cache(1_000)
def _fault(word: str) -> str:
    """What is wrong with one keyword as a part of an address, or nothing."""
    found = f"找到{shown(printable(word))}"
    if _SIGNS.search(word):
        return f'关键词要用在网址里，不能有 / \\ ? # % : * " < > | 和看不见的符号，{found}，请改写'
    if len(word) > _LONGEST:
        return f"关键词过长（{len(word)} 字，上限 {_LONGEST}），{found}，请改短"
    name = word.casefold()
    if name[:1] == "." or name.endswith((".", KEPT.rstrip("/"))) or name in _TAKEN or reserved(word):
        return f"关键词要用在网址里，不能以点开头或结尾，也不能是网站和系统的保留名称，{found}，请换一个词"
    return ""


def keywords_clash(data: Dataset) -> Iterator[Problem]:
    """同一个关键词只有一种写法，不能只差大小写或字符的写法。"""
    first: dict[str, str] = {}
    for place, head in data.heads.items():
        for i, word in enumerate(head.keywords):
            other = first.setdefault(folded(word), word)
            if other != word:
                message = f"关键词“{word}”与别处的“{other}”只差大小写或字符的写法，有的服务器分不清，请写成一样"
                yield Problem(data.record("entry", *place).where("keywords", i), message)
