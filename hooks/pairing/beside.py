"""Beside a site: the hidden folder `.<site>.build` with what builds of it need and nobody reads.

``kept/`` holds what the search knows of pages; ``spare/`` is a second whole site that trades places with
the published one; ``stage-<process>/`` is where one build lays what is new; ``lock`` lets one build in, and
``turn`` has a word of the last one that it let in.
"""

import atexit
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from pairing.addresses import KEPT
from pairing.problems import Trouble

# How long a build waits for another one of the same site, in seconds.
PATIENCE: Final = 300.0

# The size, time of change (nanoseconds) and inode of a file: other bytes come with another stamp.
Stamp = tuple[int, int, int]


def make_folder(folder: str) -> None:
    """Make a folder, and those that it lies in, unless it is there. Mostly only the last one is missing."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)


def keep_inside(path: str) -> None:
    """ValueError where a path leads out of the folder that it is meant below: whoever gave it is at fault."""
    out = path[:1] == "/" or (".." in path and ".." in path.split("/"))
    if out or (os.name == "nt" and ("\\" in path or ":" in path)):
        raise ValueError(f"a path out of the site: {path!r}")


@dataclass(frozen=True)
class Folders:
    """Where one build of the site ``target`` has its things."""

    target: Path

    @cached_property
    def beside(self) -> str:
        """The hidden folder."""
        folder, name = os.path.split(os.path.abspath(self.target))
        return os.path.join(folder, f".{name}.build")

    @cached_property
    def spare(self) -> str:
        """The second site."""
        return f"{self.beside}/spare"

    @cached_property
    def stage(self) -> str:
        """This process's own place for what is new."""
        return f"{self.beside}/stage-{os.getpid()}"

    @cached_property
    def theme(self) -> str:
        """This process's own place for what MkDocs makes."""
        return f"{self.beside}/theme-{os.getpid()}"

    def root(self, path: str) -> str:
        """The folder below which a finished file lies."""
        return f"{self.beside}/kept" if KEPT in path else str(self.target)

    def at(self, path: str) -> str:
        """Where a finished file lies."""
        return f"{self.root(path)}/{path}"

    def staged(self, path: str) -> str:
        """Where a file is laid that is new."""
        return f"{self.stage}/{'kept' if KEPT in path else 'site'}/{path}"

    def stamps(self) -> dict[str, Stamp]:
        """The stamp of every finished file, by path."""
        return stamps(str(self.target)) | stamps(f"{self.beside}/kept")

    def vanish(self) -> None:
        """Remove the site and what lies beside it."""
        shutil.rmtree(self.target, ignore_errors=True)
        shutil.rmtree(self.beside, ignore_errors=True)

    def turn(self) -> bytes:
        """The word of the build that held the site last; nothing where one is at it, or left it without an end.

        What was seen of the site from then on still holds as long as the word is the same.
        """
        word = self._word()  # before the look: whoever comes now has another word
        return b"" if any(Path(self.beside).glob("stage-*")) else word

    def _word(self) -> bytes:
        try:
            return Path(f"{self.beside}/turn").read_bytes()
        except FileNotFoundError:
            return b""

    @contextmanager
    def held(self, patience: float = PATIENCE) -> Iterator[bytes]:
        """Hold the site for one build: others wait. What builds that were killed left is cleared away first.

        Gives the word of the build that held it before.
        """
        os.makedirs(self.beside, exist_ok=True)
        lock = FileLock(f"{self.beside}/lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            print("另一次生成正在写这个网站，等它结束……", flush=True)
            try:
                lock.acquire(timeout=patience)
            except Timeout:
                raise Trouble(f"等了 {patience:.0f} 秒，另一次生成仍未结束，请稍后再试。") from None
        try:
            before = self._word()
            self._clear()
            os.makedirs(self.stage)
            Path(f"{self.beside}/turn").write_bytes(secrets.token_bytes(16))
            yield before
        finally:
            try:
                self._discard(self.stage)
            finally:
                lock.release()

    def _clear(self) -> None:
        """Remove what builds left that have died."""
        for left in Path(self.beside).glob("stage-*"):
            self._discard(str(left))
        for left in Path(self.beside).glob("theme-*"):
            if not _alive(left):
                shutil.rmtree(left, ignore_errors=True)

    def _discard(self, stage: str) -> None:
        """Remove a stage; a site that was moved aside comes back first, and stays there where it cannot."""
        aside = f"{stage}/aside"
        if os.path.isdir(aside):
            with suppress(OSError):
                os.rmdir(self.target)  # somebody may have made an empty folder in its place
            if not os.path.lexists(self.target):
                os.rename(aside, self.target)
        shutil.rmtree(stage, ignore_errors=True)


def temporary(target: Path) -> None:
    """Let a site and what lies beside it go at the end of this process."""
    atexit.register(Folders(target).vanish)


def stamps(folder: str, *, follow: bool = False) -> dict[str, Stamp]:
    """The stamp of every file below a folder, by path; of what links to files lead to where they are followed."""
    found: dict[str, Stamp] = {}
    todo = [(folder, "")]
    while todo:
        place, lead = todo.pop()
        try:
            entries = os.scandir(place)
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                todo.append((entry.path, f"{lead}{entry.name}/"))
                continue
            try:
                found[f"{lead}{entry.name}"] = stamp_of(entry.stat(follow_symlinks=follow))
            except FileNotFoundError:  # gone in the meantime, as programs' temporary files are
                continue
    return found


def stamp_of(stat: os.stat_result) -> Stamp:
    """The stamp of one file."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ino


def _alive(left: Path) -> bool:
    """Whether the build that a folder belongs to still runs."""
    try:
        os.kill(int(left.name.rpartition("-")[2]), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True
