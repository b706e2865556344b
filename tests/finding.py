"""What search must find: a plain text search of published pages, told apart from the index that it judges.

The text of a page is read here from the finished HTML by another parser than the one that feeds the index.
"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

from pairing.fold import fold

# Pages that only list other pages, and those that are no pages of the site.
LISTS = re.compile(
    r"(columns|tags|search|fragments)/|programmes/[^/]+/news/|schools/[^/]+/(?!units/|index)[^/]+/|404|campus/"
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
    ]
)
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
SKIPPED = frozenset(["nav", "form", "svg", "script", "style", "template", "noscript"])


class _Reader(HTMLParser):
    """Collects the lines of the main content."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines, self.open, self.article, self.skip = [""], list[tuple[str, bool]](), 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if "md-content__inner" in (names.get("class") or ""):
            self.article = len(self.open) + 1
        if tag not in INLINE:
            self.lines.append("")
        if tag not in VOID:
            out = tag in SKIPPED or "hidden" in names or "data-nosearch" in names
            self.open.append((tag, out))
            self.skip += out

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.lines.append("")
        while self.open:
            found, out = self.open.pop()
            self.skip -= out
            if found == tag:
                break
        if len(self.open) < self.article:
            self.article = 0

    def handle_data(self, data: str) -> None:
        if self.article and not self.skip:
            self.lines[-1] += data


def lines_of(html: str) -> list[str]:
    """The lines of a page's main content."""
    reader = _Reader()
    reader.feed(html)
    return [text for line in reader.lines if (text := " ".join(line.split()))]


def texts(site: Path) -> dict[str, str]:
    """The folded text of every page of a site that is searched, by path."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        lines = [] if LISTS.match(path) else lines_of(file.read_text(encoding="utf-8"))
        if lines:
            found[path] = "\n".join(map(fold, lines))
    return found


def having(pages: dict[str, str], *words: str | tuple[str, ...]) -> set[str]:
    """The pages that hold every word; of several names for one thing any will do."""
    wanted = [tuple(map(fold, (word,) if isinstance(word, str) else word)) for word in words]
    return {path for path, text in pages.items() if all(any(name in text for name in names) for names in wanted)}


def indexed(site: Path) -> dict[str, list[str]]:
    """What the index's files say: path -> title and lines."""
    found = {}
    for file in (site / "search" / "text").glob("*.js"):
        name = file.read_text(encoding="utf-8").removeprefix("jieduiSearch.text(").removesuffix(");\n")
        for path, title, lines, *_dated in json.loads(f"[{name}]")[1]:
            assert path not in found, path
            found[path] = [title, *lines.split("\n")]
    return found
