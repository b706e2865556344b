"""The internal build: marked on every page, told apart by a file, never where the public site stands.

It shows what the public one holds back, so it must not be published. Its folder has ``internal`` in its
name and holds ``MARKER``; whatever publishes or packs a folder calls `refuse_internal` first.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from pairing.problems import DataError, Problem, Where
from pairing.read import Dataset

AUDIENCES: Final = ("public", "internal")
MARKER: Final = "INTERNAL.txt"
MARK: Final = "内部版：含不公开的内容，不得发布、转发"
_NAME: Final = "internal"
_META: Final = '<meta name="robots" content="noindex, nofollow, noarchive">'
_BANNER: Final = f'<p class="jd-internal" role="note">{MARK}</p>'
_SAID: Final = f"{MARK}。\n由 make internal 生成；公开的网站用 make site 生成。\n"
_BODY: Final = re.compile(rb"<body[^>]*>")
_HEAD: Final = re.compile(rb"<meta charset=[^>]*>")

Job = Callable[[], Iterable[tuple[str, bytes]]]


def wanted(environ: Mapping[str, str], target: Path) -> bool:
    """Whether a build is internal: ``JIEDUI_AUDIENCE`` says so; DataError for another word or the wrong folder."""
    asked = environ.get("JIEDUI_AUDIENCE") or "public"
    if asked not in AUDIENCES:
        message = f"环境变量 JIEDUI_AUDIENCE 写法有误，找到“{asked}”，请写成 internal（内部版），或不写（公开版）"
        raise DataError([Problem(Where("JIEDUI_AUDIENCE"), message)])
    guard(target, inside=asked == "internal")
    return asked == "internal"


def inward(data: Dataset) -> Dataset:
    """The dataset as the internal build shows it: its own title and banner, so that every page is marked."""
    assert data.site is not None, "load() refuses data without site.yml"
    return replace(data, site=data.site.model_copy(update={"title": f"{data.site.title}（内部版）", "banner": MARK}))


def marked(job: Job) -> Job:
    """A job whose pages all carry the mark, also those without the theme's banner, and ask not to be indexed."""
    return lambda: ((path, mark(path, content)) for path, content in job())


def mark(path: str, content: bytes) -> bytes:
    """A page with the mark and the wish not to be indexed; other files as they are."""
    if not path.endswith(".html"):
        return content
    # A block for a foreign page is pure ASCII.
    shown = MARK.encode() in content or MARK.encode("ascii", "xmlcharrefreplace") in content
    if not shown:
        banner = _BANNER.encode("ascii", "xmlcharrefreplace")
        begins = _BODY.search(content)
        at = begins.end() if begins else 0
        at = content.index(b"<p>", at) if not begins and b"<!doctype" in content[:20].lower() else at
        content = content[:at] + banner + content[at:]
    head = _HEAD.search(content)
    return content[: head.end()] + _META.encode() + content[head.end() :] if head else content


def marker_files() -> dict[str, bytes]:
    """What tells an internal site apart, and asks crawlers to stay out."""
    return {MARKER: _SAID.encode(), "robots.txt": b"User-agent: *\nDisallow: /\n"}


def guard(target: Path, *, inside: bool) -> None:
    """DataError where a build would put one kind of site in the place of the other."""
    if not inside:
        _refuse(target, _above(target))
        return
    where = Where(str(target.name))
    if _NAME not in target.name:
        message = f"内部版只写进名字里有 {_NAME} 的文件夹，找到“{target.name}”；请用 make internal"
        raise DataError([Problem(where, message)])
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).exists():
        message = f"这个文件夹里已有别的内容，没有 {MARKER}；请换一个空文件夹"
        raise DataError([Problem(where, message)])
    if any((parent / "index.html").exists() and not (parent / MARKER).exists() for parent in target.parents):
        message = "内部版不能放在公开网站的文件夹里；请换一个位置"
        raise DataError([Problem(where, message)])


def refuse_internal(folder: Path) -> None:
    """DataError where a folder, or one that it lies in or holds, is an internal site."""
    folder = folder.resolve()  # as those above it are
    inner = (file.parent for file in sorted(folder.rglob(MARKER))) if folder.is_dir() else ()
    _refuse(folder, (*_above(folder), *inner))


def _refuse(folder: Path, found: Iterable[Path]) -> None:
    for place in found:
        message = f"这是内部版（有 {MARKER}），不得发布；请用 make site 重新生成公开的网站"
        raise DataError([Problem(Where(place.name if place == folder else f"{folder.name}/{place.name}"), message)])


def _above(folder: Path) -> Iterator[Path]:
    folder = folder.resolve()
    return (place for place in (folder, *folder.parents) if (place / MARKER).is_file())
