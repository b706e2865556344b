"""Publish: the whole new site takes the place of the whole old one in a single act.

A second site lies beside the published one. What differs is laid there first, files that have not changed
as further names of the same bytes; then the two trade places. A build that fails or is killed, at whatever
moment, leaves the old site whole or the new one; on a system without such an act two moves do, and one that
is killed between them leaves the old site to the next build, which puts it back. A preview, and a folder that
cannot be moved (a mount, a link, a disk without hard links), is changed file by file instead: there no file is
ever half written, but old and new ones may stand side by side for a moment. Onto another disk all that is new
is copied before the first file changes, so that a full one leaves the old site whole, too.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from pairing.addresses import KEPT
from pairing.beside import Folders, Stamp, keep_inside, make_folder, stamp_of, stamps
from pairing.press import Content, lay
from pairing.problems import HalfwayError
from pairing.workers import ALONE, Crew, shared

# The folder in a site on another disk where what is new lies before it is moved to its place.
_NEAR: Final = ".new"
_HERE: Final = -100  # AT_FDCWD: paths are seen from the working folder
_SWAP: Final = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
# What removing says of a file that is not there any more, and of a folder that holds others; moving, of what is
# in the way.
_MADE_WAY: Final = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY, errno.EEXIST)


@dataclass(frozen=True)
class Summary:
    """What a publication did, in numbers of files."""

    written: int
    unchanged: int
    removed: int
    # The stamps of what was copied to another disk, where it is not the file that was laid.
    copied: Mapping[str, Stamp] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return f"写入 {self.written}，未变 {self.unchanged}，删除 {self.removed}"

    @property
    def files(self) -> int:
        """How many files the site now has."""
        return self.written + self.unchanged


def publish(
    files: Mapping[str, Content],
    published: dict[str, Stamp],
    folders: Folders,
    *,
    in_place: bool = False,
    spare: Callable[[], Mapping[str, Stamp]] | None = None,
    crew: Crew = ALONE,
) -> Summary:
    """Make the site hold exactly ``files``; ``published`` are the stamps of all that it has.

    ``spare`` gives those of the second site, which is looked through here otherwise. What is changed
    ``in_place`` has its new stamps in ``published`` afterwards.

    OSError where that cannot be done, with the site as it was; HalfwayError where some of it is changed.
    """
    laid = {
        path: lay(path, content, folders, published)[0] if isinstance(content, bytes) else content
        for path, content in files.items()
    }
    fresh = sorted(path for path, item in laid.items() if item.fresh)
    gone = sorted(published.keys() - laid.keys(), reverse=True)
    beside = [path for path in fresh if KEPT in path], [path for path in gone if KEPT in path]
    for _ in _changes(*beside, folders, folders.staged):
        pass
    shown = [path for path in laid if KEPT not in path]
    new, old = [path for path in fresh if KEPT not in path], [path for path in gone if KEPT not in path]
    copied: dict[str, Stamp] = {}
    if new or old:
        if in_place or not _movable(folders, shown, published):
            copied = _change_the_site(new, old, folders)
        else:
            copied = _trade(shown, set(new), published, folders, spare or partial(stamps, folders.spare), crew)
    if in_place:
        for path in gone:
            del published[path]
        published |= {path: stamp_of(os.stat(folders.at(path))) for path in fresh}
    return Summary(len(new), len(shown) - len(new), len(old), copied)


def folder_files(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def exchange(one: str, other: str) -> None:
    """Two folders trade names in a single act; OSError where the system or the disk has no such act."""
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    swap = getattr(library, "renamex_np" if sys.platform == "darwin" else "renameat2", None)
    if swap is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    names = os.fsencode(one), os.fsencode(other)
    failed = swap(*names, _SWAP) if sys.platform == "darwin" else swap(_HERE, names[0], _HERE, names[1], _SWAP)
    if failed:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), one)


def _movable(folders: Folders, shown: Iterable[str], published: Mapping[str, Stamp]) -> bool:
    """Whether the site's folder can trade places with another, and its files can have second names."""
    if folders.target.is_symlink() or os.path.ismount(folders.target):
        return False
    one = next((path for path in shown if path in published), None)
    try:
        if one is not None:
            os.link(folders.at(one), f"{folders.stage}/probe")
    except OSError:
        return False
    return True


def _trade(
    shown: list[str],
    fresh: set[str],
    published: Mapping[str, Stamp],
    folders: Folders,
    spare: Callable[[], Mapping[str, Stamp]],
    crew: Crew,
) -> dict[str, Stamp]:
    """Make the spare site the new one, and let it trade places with the published one; stamps of what was copied."""
    target = str(folders.target)
    if not any(KEPT not in path for path in published):
        shutil.rmtree(target, ignore_errors=True)  # folders without a single file
        try:
            os.rename(f"{folders.stage}/site", target)
        except OSError as error:
            if error.errno not in (errno.EBUSY, errno.EXDEV):
                raise
            return _change_the_site(sorted(fresh), (), folders)  # a mount of the same disk: nothing else has shown it
        return {}
    kept = sorted(path for path in shown if path not in fresh)
    before = spare() if os.path.isdir(folders.spare) else _laid_out(kept, published, folders, crew)
    _renew(shown, fresh, published, folders, before)
    shutil.copymode(target, folders.spare)
    try:
        exchange(folders.spare, target)
    except OSError:
        # Between the two moves there is no site; where nothing takes its place, the stage gives it back (`beside`).
        os.rename(target, f"{folders.stage}/aside")
        os.rename(folders.spare, target)
        with suppress(OSError):  # the new site is out, and a second one can be laid again
            os.rename(f"{folders.stage}/aside", folders.spare)
    return {}


def _laid_out(paths: Sequence[str], published: Mapping[str, Stamp], folders: Folders, crew: Crew) -> dict[str, Stamp]:
    """Lay the second site out, which a first publication leaves to the next one: many a site is built but once.

    The stamps of all that it has then.
    """
    os.makedirs(folders.spare)
    for _ in shared(paths, partial(_link_all, folders), crew):
        pass
    return {path: published[path] for path in paths}


def _link_all(folders: Folders, paths: Sequence[str]) -> None:
    """Lay files into the empty second site, folder by folder; from an open folder the way to a file is short."""
    made = None
    with _opened(str(folders.target)) as site, _opened(folders.spare) as spare:
        for path in paths:
            folder = path.rpartition("/")[0]
            if folder != made:
                make_folder(f"{folders.spare}/{folder}")
                made = folder
            os.link(path, path, src_dir_fd=site, dst_dir_fd=spare)


@contextmanager
def _opened(folder: str) -> Iterator[int]:
    """A folder from which paths are looked up."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        yield opened
    finally:
        os.close(opened)


def _renew(
    shown: list[str],
    fresh: set[str],
    published: Mapping[str, Stamp],
    folders: Folders,
    before: Mapping[str, Stamp],
) -> None:
    """Make the spare site hold exactly the new one's files. Nobody reads it, so the order does not matter."""
    spare = folders.spare
    for path in sorted(before.keys() - set(shown), reverse=True):
        _remove(spare, path)
    for path in shown:
        if path in fresh:
            _put(os.replace, folders.staged(path), spare, path)
        elif before.get(path) != published[path]:
            _put(os.link, folders.at(path), spare, path)


def _change_the_site(fresh: Sequence[str], gone: Iterable[str], folders: Folders) -> dict[str, Stamp]:
    """Change the published folder file by file; from another disk, all that is new is first copied into it.

    The stamps of what was copied.
    """
    if not fresh or not _far(folders):
        _change_what_is_read(fresh, gone, folders, folders.staged)
        return {}
    near = f"{folders.target}/{_NEAR}"
    shutil.rmtree(near, ignore_errors=True)  # left by a build that was killed
    try:
        for path in fresh:
            make_folder(os.path.dirname(f"{near}/{path}"))
            shutil.copyfile(folders.staged(path), f"{near}/{path}")
        _change_what_is_read(fresh, gone, folders, lambda path: f"{near}/{path}")
    finally:
        shutil.rmtree(near, ignore_errors=True)
    return {path: stamp_of(os.stat(folders.at(path))) for path in fresh}


def _far(folders: Folders) -> bool:
    """Whether nothing can be moved from the stage to the target: another disk, or a mount of the same one."""
    probe, place = f"{folders.stage}/probe-far", f"{folders.target}/{_NEAR}"
    os.mkdir(probe)
    try:
        os.rename(probe, place)
        os.rmdir(place)
    except OSError as error:
        return error.errno == errno.EXDEV
    return False


def _change_what_is_read(
    fresh: Iterable[str], gone: Iterable[str], folders: Folders, source: Callable[[str], str]
) -> None:
    """Change files that readers see; HalfwayError where that ends before its end."""
    done = 0
    try:
        for _ in _changes(fresh, gone, folders, source):
            done += 1
    except OSError as error:
        raise (HalfwayError(error.errno, error.strerror, error.filename) if done else error) from None


def _changes(
    fresh: Iterable[str], gone: Iterable[str], folders: Folders, source: Callable[[str], str]
) -> Iterator[None]:
    """Remove what is gone, and move what is new to its place, a file for each step."""
    for path in gone:
        _remove(folders.root(path), path)
        yield
    for path in fresh:
        _put(os.replace, source(path), folders.root(path), path)
        yield


def _put(act: Callable[[str, str], None], source: str, root: str, path: str) -> None:
    """Give a file its place below ``root``; what stands in the way there is removed."""
    keep_inside(path)
    place = f"{root}/{path}"
    try:
        act(source, place)
    except OSError as error:
        if error.errno not in _MADE_WAY and not os.path.isdir(place):
            raise  # a full disk, say: what stands there is not in the way
        if os.path.isdir(place) and not os.path.islink(place):
            shutil.rmtree(place)
        elif os.path.lexists(place):
            os.unlink(place)
        folder = os.path.dirname(path)
        while folder:
            if os.path.islink(f"{root}/{folder}") or os.path.isfile(f"{root}/{folder}"):
                os.unlink(f"{root}/{folder}")
            folder = os.path.dirname(folder)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        act(source, place)


def _remove(root: str, path: str) -> None:
    """Remove a file and the folders that it leaves empty, where it has not made way already."""
    keep_inside(path)
    try:
        os.unlink(f"{root}/{path}")
        while path := path.rpartition("/")[0]:
            os.rmdir(f"{root}/{path}")
    except OSError as error:
        if error.errno not in _MADE_WAY:
            raise
