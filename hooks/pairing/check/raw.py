"""HTML and SVG of content/pages/ that are published as they are: they run nothing and fetch nothing from elsewhere.

The pages that we make carry a policy that keeps browsers from both (`served`). These carry none: a file by
which a search engine knows the owner of a site must keep every byte.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pairing.advice import shown
from pairing.check.markup import BESIDE
from pairing.check.rendered import Tag, acting, fetching, judged, place, seen
from pairing.folders import found_files
from pairing.later import later
from pairing.media import remote
from pairing.problems import Problem, Where, find
from pairing.source import decoded
from pairing.svg import active, broken

_PAGES: Final = (".html", ".htm", ".xhtml")
# What runs, shows another page within the page, or changes where its links lead.
_REFUSED: Final = frozenset(
    ("script", "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "fencedframe", "base")
)
# What a link in the head only names, and no browser fetches.
_NAMED: Final = frozenset(("canonical", "alternate", "author", "license", "me", "help", "next", "prev"))
# Style sheets and pictures that a style would take from another host.
_STYLED: Final = later(r"""(?i)(?:@import\s*+|url\(\s*+)["']?\s*+(?:https?:|//)[^\s"')]{0,200}""")
_PURE: Final = "请用绘图软件另存为“纯 SVG”，或改用 png"


def raw_files(root: Path) -> Iterator[Problem]:
    """What is wrong with the pages and pictures of content/pages/ that are copied."""
    for path, file in found_files(root / "content" / "pages"):
        name, lower = f"content/pages/{path}", path.lower()
        if lower.endswith(_PAGES):
            yield from _page(name, decoded(Path(file).read_bytes(), name))
        elif lower.endswith(".svg"):
            yield from svg_faults(name, Path(file).read_bytes(), "图片")


def _page(path: str, text: str | Problem) -> Iterator[Problem]:
    if isinstance(text, Problem):
        yield text
        return
    for wrong, tag in judged(seen(text), _wrong):
        message = f"{wrong}；这个网页照原样发布，不受本站的保护，也可以改写成 .md 文件"
        yield Problem(place(path, text, tag), message)
    for found in _STYLED.finditer(text):
        message = f"样式不能从别的网站取内容，找到{shown(found[0])}，{BESIDE}"
        yield Problem(find(path, text, found[0]), message)


def _wrong(tag: Tag) -> str:
    if tag.name in _REFUSED:
        return f"照原样发布的网页里不能用标签 <{tag.name}>，请删去"
    if tag.name == "link":
        told = dict(tag.attributes)
        if remote(told.get("href", "")) and not set(told.get("rel", "").lower().split()) <= _NAMED:
            return f"不能从别的网站取样式等内容，找到{shown(told['href'])}，{BESIDE}"
    return acting(tag) or fetching(tag)


def svg_faults(path: str, content: bytes, what: str) -> Iterator[Problem]:
    """What keeps an SVG from being published; ``what`` it is: a logo, a picture."""
    lines = active(content.decode("utf-8", "replace"))
    for line in lines:
        yield Problem(Where(path, line), f"SVG {what}里不能有脚本、事件、动画、外部引用和内嵌网页，{_PURE}")
    if not lines and (fault := broken(content)):
        yield Problem(Where(path, fault), f"SVG {what}打不开，或不是 UTF-8 编码，{_PURE}")
