"""Links of entries to pages of the site: what the records tell of them; all else a build knows (`links.astray`)."""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from posixpath import basename, dirname, relpath
from typing import Final
from urllib.parse import urlsplit

from pairing import addresses
from pairing.entries import Place
from pairing.media import Reference
from pairing.problems import Problem, Where
from pairing.read import Dataset

# Folders in which every page is that of a record: the kind, and where its page stands.
_FOLDERS: Final[Mapping[str, tuple[str, Callable[..., str]]]] = {
    "alliances": ("alliance", addresses.alliance),
    "documents": ("document", addresses.document),
    "entries": ("entry", addresses.entry),
    "programmes": ("programme", addresses.programme),
    "schools": ("school", addresses.school),
}


def entry_ways(data: Dataset) -> Iterator[Problem]:
    """正文里的链接指向存在的稿件、项目、学校、文件和联盟。"""
    for place in data.heads:
        for link in data.held[place].brief.ways:
            path, _ = target(place, link)
            folder, *key, last = path.split("/")
            kind, address = _FOLDERS.get(folder, ("", None))
            # Deeper pages of a programme or a school are for the build to judge.
            if address is None or last != "index.html" or len(key) != (3 if kind == "entry" else 1):
                continue
            if not data.exists(kind, *key) and not _otherwise(data, path):
                pages = (address(*known) for known in data.known[kind] if known[:-1] == tuple(key[:-1]))
                yield Problem(where(data, place, link), no_page(place, link, path, pages))


def _otherwise(data: Dataset, path: str) -> bool:
    """Whether a page stands where no record has one: an entry's old address, or a hand-written page."""
    file = data.root / "content" / "pages" / path
    formers = (old for head in data.heads.values() for old in head.former)
    return path in map(addresses.former, formers) or any((file.parent / name).exists() for name in _WRITTEN)


_WRITTEN: Final = ("index.md", "README.md", "index.html")


def target(place: Place, link: Reference) -> tuple[str, str]:
    """The file and the anchor that a link of an entry leads to; two empty ones where nobody can tell."""
    try:
        return addresses.aim(addresses.entry(*place), urlsplit(unescape(link.target)))
    except ValueError:
        return "", ""


def where(data: Dataset, place: Place, link: Reference) -> Where:
    """Where a link of an entry stands."""
    record = data.record("entry", *place)
    return Where(record.path, record.body_line + link.line - 1, link.column)


def quoted(link: Reference) -> str:
    """Where a link leads as a message quotes it: whole, as its end tells most."""
    return f"“{' '.join(link.target.split())}”"


def no_page(place: Place, link: Reference, path: str, pages: Iterable[str]) -> str:
    """What is said of a link to a page that there is not, with the likeliest of some that there are."""
    said = f"链接指向的网页不存在，找到{quoted(link)}"
    if near := _near(path, sorted(pages)):
        return f"{said}，是否应为“{relpath(near, dirname(addresses.entry(*place)))}”"
    if "." in link.target.partition("/")[0].strip("."):
        return f"{said}；别的网站请写全网址，以 https:// 开头"
    return f"{said}，请核对有几个“../”、每一段怎样拼写，或只留文字"


def _near(path: str, pages: Iterable[str]) -> str:
    """The page with the nearest name in the same folder, else the nearest path in others; "" where none is near."""
    beside, others = dict[str, str](), list[str]()
    for page in pages:
        if dirname(dirname(page)) == dirname(dirname(path)):
            beside[basename(dirname(page))] = page
        else:
            others.append(page)
    if names := difflib.get_close_matches(basename(dirname(path)), beside, n=1, cutoff=0.8):
        return beside[names[0]]
    return next(iter(difflib.get_close_matches(path, others, n=1, cutoff=0.9)), "")
