"""Names of files and folders that hold on every system: no links out, no twins, nothing reserved.

Pure but for the look into the folders. What is judged is the name as it lies on the disk.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pairing.problems import Problem, Where

# Windows keeps these names, with any suffix, and drops dots and blanks at the end of a name.
_RESERVED: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?")
_FORBIDDEN: Final = re.compile('[<>:"|?*\\\\\x00-\x1f\x7f]')
# Longer ones fail on some systems, or once they stand below the address of a site.
_LONGEST: Final = 180
# The names of entries become addresses.
_SLUG: Final = re.compile(r"\d{4}-\d{2}(?:-\d{2})?-[a-z0-9]+(?:-[a-z0-9]+)*\.md", re.ASCII)
_DEPTH: Final = 8


def encoding_problem(encoding: str) -> Problem | None:
    """What is wrong where the system writes names of files in other bytes than a site has everywhere else."""
    if encoding.lower() in ("utf-8", "utf8"):
        return None
    message = (
        f"系统的文件名编码是 {encoding}，生成的网站会与别处不同；请设环境变量 PYTHONUTF8=1 再运行（用 make 时已设好）"
    )
    return Problem(Where("PYTHONUTF8=1"), message)


def path_problems(root: Path, folders: tuple[str, ...] = ("data", "content")) -> list[Problem]:
    """What is wrong with the names of files below some folders of ``root``."""
    found: list[Problem] = []
    for folder in folders:
        seen: dict[str, str] = {}
        for path, linked in _walk(str(root / folder), folder, 0):
            found += _judge(path, linked, seen)
    return found


def _walk(folder: str, lead: str, depth: int) -> Iterator[tuple[str, bool]]:
    """(path that begins with ``lead``, whether it is a link) of every file and folder, in a fixed order."""
    try:
        items = sorted(os.scandir(folder), key=lambda item: item.name)
    except OSError:
        return
    for item in items:
        if item.name.startswith((".", "~$")) or item.name.endswith("~"):
            continue
        path = f"{lead}/{item.name}"
        yield path, item.is_symlink()
        if depth < _DEPTH and item.is_dir(follow_symlinks=False):
            yield from _walk(item.path, path, depth + 1)


def _judge(path: str, linked: bool, seen: dict[str, str]) -> Iterable[Problem]:
    if not linked and _plain(path) and seen.setdefault(path, path) == path:
        return ()
    return _problems(path, linked, seen)


def _problems(path: str, linked: bool, seen: dict[str, str]) -> Iterator[Problem]:
    name, entry = path.rpartition("/")[2], path.startswith("content/entries/")
    where = Where(printable(path))
    if linked and not (entry and name.endswith((".md", *_MEDIA))):
        yield Problem(where, "这是快捷方式（符号链接），请放文件或文件夹本身")
    if _RESERVED.fullmatch(name) or name != name.rstrip(". "):
        yield Problem(where, f"“{printable(name)}”是 Windows 的保留名称，或以点、空格结尾，在有的电脑上打不开，请改名")
    elif _FORBIDDEN.search(name):
        yield Problem(where, f"文件名“{printable(name)}”中有不能用的符号，请只用字母、数字、汉字和 - _ .")
    elif not encodable(name):
        yield Problem(where, "文件名的编码不是 UTF-8，请改名")
    elif len(path.encode()) > _LONGEST:
        yield Problem(where, f"路径过长（{len(path.encode())} 字节，上限 {_LONGEST}），请改短文件名")
    elif entry and name.endswith(".md") and path.count("/") == 4 and _DATED.match(name) and not _SLUG.fullmatch(name):
        message = f"稿件文件名“{name}”，日期之后只用小写英文字母、数字和连字符，例如 2026-11-21-first-try.md"
        yield Problem(where, message)
    other = seen.setdefault(folded(path), path)
    if other != path and not (entry and name.endswith(_MEDIA)):
        yield Problem(where, f"与“{printable(other)}”只差大小写或字符的写法，有的电脑和服务器分不清，请改名")


def _plain(path: str) -> bool:
    """Whether a path is of the kind that almost all are of, which has nothing wrong and is its own folded form."""
    if len(path) > _LONGEST:
        return False
    if _ENTRY.fullmatch(path):  # whose folders are looked at by themselves
        return True
    name = path.rpartition("/")[2]
    entry = path.startswith("content/entries/") and name.endswith(".md")
    return bool(_PLAIN.fullmatch(path) and path[-1] != "." and not entry and not _RESERVED.fullmatch(name))


_PLAIN: Final = re.compile(r"[a-z0-9._/-]++")
_ENTRY: Final = re.compile(rf"content/entries/[a-z0-9-]+/\d{{4}}/{_SLUG.pattern}", re.ASCII)
_DATED: Final = re.compile(r"\d{4}-\d{2}")
# Of these, other rules say so (check/media.py).
_MEDIA: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".pdf", ".docx", ".xlsx", ".csv", ".txt", ".zip")


def encodable(name: str) -> bool:
    """Whether a text can be put as UTF-8: halves of signs cannot."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def folded(path: str) -> str:
    """What some system cannot tell a path from: all of its spellings have the same."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFKC", path).casefold()


def reserved(name: str) -> bool:
    """Whether Windows keeps a name for itself, whatever its suffix."""
    return _RESERVED.fullmatch(name) is not None


def printable(path: str) -> str:
    """A path that can be printed."""
    return "".join(sign if sign.isprintable() and not "\ud800" <= sign <= "\udfff" else "□" for sign in path)
