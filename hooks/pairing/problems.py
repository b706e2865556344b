"""What editors are told: a place, what is wrong there, and all of it at once."""

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FAULTS: Final = {
    errno.ENOSPC: "磁盘已满，请腾出空间后再试",
    errno.EDQUOT: "磁盘配额已用完，请腾出空间后再试",
    errno.EFBIG: "超过了系统允许的文件大小",
    errno.EROFS: "磁盘是只读的，请换一个可写的位置",
    errno.EACCES: "没有权限，请检查文件和文件夹的权限",
    errno.EPERM: "没有权限，请检查文件和文件夹的权限",
    errno.ENOENT: "文件不见了，请确认没有别的程序正在移动它，然后再试",
    errno.EISDIR: "这里应当是文件，找到的是文件夹，请移走文件夹",
    errno.ENOTDIR: "这里应当是文件夹，找到的是文件，请移走文件",
    errno.EBUSY: "文件正被别的程序改写，请等它写完后再试",
    errno.EXDEV: "两个位置不在同一个磁盘上，请放到同一个磁盘上",
    errno.EIO: "磁盘读写出错，请检查磁盘",
    errno.EMFILE: "打开的文件太多，请关闭其他程序后再试",
    errno.ENAMETOOLONG: "文件名太长，请改短",
    errno.ELOOP: "快捷方式（符号链接）绕了圈，请放文件本身",
}


@dataclass(frozen=True, order=True)
class Where:
    """A place in a file. Line and column count from 1; 0 means the file as a whole."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


def find(path: str, text: str, words: str) -> Where:
    """The place where some words first stand in a text, or its beginning."""
    start = text.find(words)
    if start < 0:
        return Where(path)
    return Where(path, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: what, what was found, and what to write instead, in Chinese."""

    where: Where
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def reason(error: OSError) -> str:
    """What the system says of a file, in words for editors."""
    return _FAULTS.get(error.errno or 0, f"系统报告：{error.strerror or error}")


def fault(error: OSError, root: Path) -> Problem:
    """The same with the file that it is about, as seen from ``root``."""
    file = Path(str(error.filename or root))
    path = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
    return Problem(Where(path), reason(error))


class Trouble(Exception):  # noqa: N818 -- it is told, not handled
    """What ends a build although no file of the site's is wrong; its text is for people."""


class HalfwayError(OSError):
    """What kept the rest of a site from being published, some of whose files are new already."""


class DataError(Exception):
    """Raised with every problem of a run, sorted and without duplicates."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.report())

    def __reduce__(self) -> tuple[type["DataError"], tuple[tuple[Problem, ...]]]:
        """How it travels from a worker to the parent."""
        return DataError, (self.problems,)

    def report(self) -> str:
        """All problems, one a line, and their number."""
        lines = [str(problem) for problem in self.problems]
        return "\n".join([*lines, f"共 {len(lines)} 个问题。"])


def told(error: DataError | Trouble | OSError, root: Path) -> str:
    """What ended a build, in lines for people; a file's path as seen from ``root``."""
    if isinstance(error, OSError):
        problem = fault(error, root)
        return f"{problem.where.path}: {problem.message}\n" if error.filename else f"{problem.message}\n"
    return f"{error}" if isinstance(error, DataError) else f"{error}\n"


def ended(error: DataError | Trouble | OSError, root: Path) -> str:
    """The same, and what has become of the site."""
    if isinstance(error, HalfwayError):
        return f"\n{told(error, root)}网站只换了一部分文件，请排除上面的问题后再生成一次，就会补齐。"
    return f"\n{told(error, root)}网站没有改动。"
