"""Publish: write what differs, remove what is gone, leave the rest untouched.

The output folder is never emptied first: a build that fails before this point changes nothing,
and one that is killed in the middle leaves whole files only.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pairing.press import KEPT, Content, place


@dataclass(frozen=True)
class Summary:
    """What a publication did, in numbers of files."""

    written: int
    unchanged: int
    removed: int

    def __str__(self) -> str:
        return f"写入 {self.written}，未变 {self.unchanged}，删除 {self.removed}"

    @property
    def files(self) -> int:
        """How many files the site now has."""
        return self.written + self.unchanged


def publish(files: Mapping[str, Content], published: Iterable[str], target: Path) -> Summary:
    """Make ``target`` hold exactly ``files`` (path below it -> bytes); ``published`` are all paths that it has."""
    target.mkdir(parents=True, exist_ok=True)
    written = 0
    for path in sorted(files):
        content = files[path]
        if isinstance(content, bytes):
            written += _write(target / path, content)
        elif content.fresh:
            _move(Path(content.file), Path(place(target, path)))
            written += KEPT not in path
    gone = sorted(set(published) - files.keys(), reverse=True)
    removed = sum(_unlink(target, path) for path in gone)
    shown = sum(KEPT not in path for path in files)
    return Summary(written, shown - written, removed)


def folder_files(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def _write(file: Path, content: bytes) -> bool:
    try:
        if file.read_bytes() == content:
            return False
    except IsADirectoryError:
        shutil.rmtree(file)
    except (FileNotFoundError, NotADirectoryError):
        _clear_way(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and moved over: a reader sees the old file or the new one, never half of one.
    draft = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    draft.write_bytes(content)
    draft.replace(file)
    return True


def _move(staged: Path, file: Path) -> None:
    """Move a finished file to its place; the stage is on the same disk."""
    try:
        staged.replace(file)
    except OSError:
        if file.is_dir():
            shutil.rmtree(file)
        _clear_way(file)
        file.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(file)


def _unlink(target: Path, path: str) -> bool:
    """Remove a file and the folders that it leaves empty; False where it has made way already."""
    file = Path(place(target, path))
    try:
        file.unlink()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False
    for folder in file.parents:
        if folder == target or any(folder.iterdir()):
            break
        folder.rmdir()
    return True


def _clear_way(file: Path) -> None:
    """Remove a file that stands where a folder is needed."""
    for parent in file.parents:
        if parent.is_file():
            parent.unlink()
