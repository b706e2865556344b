"""What was made of files, kept between builds: a file that has not changed is not read again.

One shard a folder, below .cache/jiedui/ beside the site's data. A kept value is used only where its
file still has the same size, times and inode; where the file is so young that times cannot tell, its
bytes are compared by hash. Shards are signed with a key that lies in the user's own cache folder: one
that is damaged, from another engine or slipped in by somebody else is not believed but made anew.
The cache may be deleted at any time. JIEDUI_CACHE=none goes without it.
"""

import contextlib
import errno
import hashlib
import hmac
import os
import pickle
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from pairing.digests import all_bytes, fingerprint, reader
from pairing.shards import Values
from pairing.source import File

_SIZE: Final = 32
_LENGTH: Final = 8
# A file changed less than this before its shard was written may have changed again unseen.
_YOUNG: Final = 2_000_000_000
# How often a file is read that changes while it is read.
_TRIES: Final = 5


class Stamp(NamedTuple):
    """What the file system says of a file; times in nanoseconds."""

    size: int
    changed: int
    status: int
    inode: int

    @classmethod
    def of(cls, stat: os.stat_result) -> "Stamp":
        """The stamp of a file."""
        return cls(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


# What is made of a file, and of its bytes; None where they cannot be read, and whoever makes it finds out why.
Make = Callable[[File, bytes | None], Any]


class _Packed(NamedTuple):
    """Where a packed value lies, its digest, and how it is made again where it is not there any more."""

    values: Values
    start: int
    size: int
    digest: bytes
    make: Make
    source: str | None

    def content(self) -> bytes | None:
        """The packed value; None where other bytes stand there. Then the shard is thrown away."""
        content = self.values.at(self.start, self.size)
        if fingerprint(content) == self.digest:
            return content
        self.values.discard()
        return None

    def value(self) -> Any:
        """The value itself."""
        content = self.content()
        return self._again() if content is None else pickle.loads(content)  # noqa: S301 -- its digest was signed

    def _again(self) -> Any:
        """What is made of a file whose kept value is lost."""
        file = Path(self.source) if self.source else None
        return None if file is None else _read(file, Stamp.of(file.stat()), self.make)[2]


class Held:
    """What was made of one file. The value itself is unpacked when somebody asks for it.

    ``digest`` is of the file's bytes; ``brief`` is a part of the value that is wanted at once.
    """

    __slots__ = ("_packed", "_value", "brief", "digest", "stamp")

    def __init__(
        self, stamp: Stamp, digest: bytes, brief: Any, value: Any = None, packed: _Packed | None = None
    ) -> None:
        self.stamp, self.digest, self.brief = stamp, digest, brief
        self._value, self._packed = value, packed

    @property
    def value(self) -> Any:
        """What was made of the file; None where nothing could be."""
        if self._value is None and self._packed is not None:
            self._value = self._packed.value()
            _UNPACKED.append(self)
            if len(_UNPACKED) > AT_HAND:
                _UNPACKED.popleft().forget()
        return self._value

    def finish(self, act: Callable[[Any], Any]) -> None:
        """Finish a value that was just made."""
        self._value = act(self._value)

    def forget(self) -> None:
        """Let go of the value where it can be unpacked again."""
        if self._packed is not None:
            self._value = None

    def lies(self, packed: _Packed) -> None:
        """Say where the value lies packed."""
        self._packed = packed

    @property
    def nothing(self) -> bool:
        """Whether nothing could be made of the file."""
        return self._value is None and self._packed is None

    def pack(self) -> bytes:
        """The value as it is kept in a shard."""
        kept = self._packed.content() if self._packed is not None else None
        return pickle.dumps(self.value, pickle.HIGHEST_PROTOCOL) if kept is None else kept


# The values that were unpacked last. Of ten thousand nobody needs more at a time, and they would fill the memory:
# who looks at many more than once takes fewer than these at a time.
_UNPACKED: Final[deque[Held]] = deque()
AT_HAND: Final = 200


class Keep:
    """Kept values by folder. Without ``folder`` nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._memory: dict[str, tuple[int, dict[str, Held]]] = {}

    def values(
        self,
        shard: str,
        files: Mapping[str, File],
        make: Make,
        brief: Callable[[Any], Any] = lambda _: None,
        finish: Callable[[Any], Any] = lambda value: value,
    ) -> dict[str, Held]:
        """What was made of every file, by name: as kept, else made; where ``make`` gives None nothing is kept.

        What was made is finished when all files are read.
        """
        again = partial(_made, make, finish)
        written, before = (0, {}) if self.folder is None else self._memory.get(shard) or self._open(shard, files, again)
        after: dict[str, Held] = {}
        found, made, verified = {}, list[Held](), False
        for name, file in files.items():
            stamp = Stamp.of(file.stat())
            held = before.get(name)
            if held and held.stamp == stamp:
                if stamp.status < written - _YOUNG:
                    found[name] = after[name] = held
                    continue
                if _digest(file) == held.digest:
                    found[name], after[name], verified = held, held, True
                    continue
            stamp, digest, value = _read(file, stamp, make)
            found[name] = Held(stamp, digest, None, value)
            if value is not None:
                after[name] = found[name]
                made.append(found[name])
        for held in made:  # apart from reading: each of the three finds its code at hand then
            held.finish(finish)
        for held in made:
            held.brief = brief(held.value)
        if self.folder is not None:
            same = after.keys() == before.keys() and all(after[name] is before[name] for name in after)
            if not same or verified:
                written = self._say(shard) if same else self._shelve(shard, after, files, again)
            self._memory[shard] = (written, after)
        return found

    def forget(self, shard: str) -> None:
        """Let go of a shard: whoever asks for it reads it again."""
        self._memory.pop(shard, None)

    def missing(self, shard: str) -> bool:
        """Whether a shard would be kept, and never was."""
        file = self._file(shard)
        return file is not None and shard not in self._memory and _key() is not None and not file.exists()

    def recall(self, name: str) -> Any:
        """One value by its name; None where there is nothing to be believed."""
        return self._load(name)[1]

    def remember(self, name: str, value: Any) -> None:
        """Keep one value under a name. What cannot be written is made again next time."""
        payload = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        self._write(name, payload, [payload] if value else [])

    def _open(self, shard: str, files: Mapping[str, File], make: Make) -> tuple[int, dict[str, Held]]:
        """When a shard was written, and what it holds: its index at once, its values on demand."""
        written, index, values = self._index(shard)
        kept = {name: Held(stamp, digest, brief) for name, (stamp, digest, brief, _, _) in index.items()}
        _place(kept, [(size, told) for *_, size, told in index.values()], values, files, make)
        return written, kept

    def _index(self, shard: str) -> tuple[int, dict[str, tuple[Stamp, bytes, Any, int, bytes]], Values]:
        nothing: tuple[int, dict[str, Any], Values] = (0, {}, Values(Path(), 0, 0))
        file, key = self._file(shard), _key()
        if file is None or key is None:
            return nothing
        try:
            with file.open("rb") as shelf:
                signed, length = shelf.read(_SIZE), shelf.read(_LENGTH)
                index, stat = shelf.read(int.from_bytes(length, "big")), os.fstat(shelf.fileno())
            if not hmac.compare_digest(signed, _sign(key, shard, index)):
                return nothing
            found = pickle.loads(index)  # noqa: S301 -- signed by ourselves
            start = _SIZE + _LENGTH + len(index)
            whole = stat.st_size == start + sum(row[3] for row in found.values())
            return (stat.st_mtime_ns, found, Values(file, start, stat.st_ino)) if whole else nothing
        except Exception:
            return nothing

    def _shelve(self, shard: str, held: Mapping[str, Held], files: Mapping[str, File], make: Make) -> int:
        """Write a shard: a signed index with the digests of the values, then the values; when that was, else 0."""
        packed = [item.pack() for item in held.values()]
        sizes = [(len(content), fingerprint(content)) for content in packed]
        index = {
            name: (item.stamp, item.digest, item.brief, *size)
            for (name, item), size in zip(held.items(), sizes, strict=True)
        }
        payload = pickle.dumps(index, pickle.HIGHEST_PROTOCOL)
        parts = [len(payload).to_bytes(_LENGTH, "big"), payload, *packed]
        written, file = self._write(shard, payload, parts if held else []), self._file(shard)
        if written and file:  # where they lay before lies something else now
            with contextlib.suppress(OSError):
                values = Values(file, _SIZE + _LENGTH + len(payload), file.stat().st_ino)
                _place(held, sizes, values, files, make)
        return written

    def _file(self, shard: str) -> Path | None:
        return (
            self.folder / f"{hashlib.blake2b(shard.encode(), digest_size=16).hexdigest()}.kept" if self.folder else None
        )

    def _load(self, shard: str) -> tuple[int, Any]:
        """(when it was written, what it holds); (0, None) where there is nothing to be believed."""
        file, key = self._file(shard), _key()
        if file is None or key is None:
            return 0, None
        try:
            signed, written = file.read_bytes(), file.stat().st_mtime_ns
            if not hmac.compare_digest(signed[:_SIZE], _sign(key, shard, signed[_SIZE:])):
                return 0, None
            return written, pickle.loads(signed[_SIZE:])  # noqa: S301 -- signed by ourselves
        except Exception:
            return 0, None

    def _say(self, shard: str) -> int:
        """Say that a shard still holds; when that was, 0 where it could not be said."""
        file = self._file(shard)
        if file is None:
            return 0
        try:
            os.utime(file)
            return file.stat().st_mtime_ns
        except OSError:
            return 0

    def _write(self, shard: str, signed: bytes, parts: Sequence[bytes]) -> int:
        """Write a file of parts behind the signature of what is signed, none for no parts; when that was, else 0."""
        file, key = self._file(shard), _key()
        if file is None or key is None:
            return 0
        try:
            if not parts:
                file.unlink(missing_ok=True)
                return 0
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(f".{os.getpid()}.tmp")
            draft.write_bytes(b"".join((_sign(key, shard, signed), *parts)))
            draft.replace(file)
            return file.stat().st_mtime_ns
        except OSError:
            return 0  # a full or read-only disk costs time, nothing else


def _place(
    held: Mapping[str, Held], sizes: Iterable[tuple[int, bytes]], values: Values, files: Mapping[str, File], make: Make
) -> None:
    """Say of values where each of them lies in a shard: ``sizes`` are its length and digest, in their order."""
    start = 0
    for (name, item), (size, digest) in zip(held.items(), sizes, strict=True):
        # The path as such: what a folder's listing gives remembers all that the system said of the file.
        source = os.fspath(files[name]) if name in files else None
        item.lies(_Packed(values, start, size, digest, make, source))
        start += size


def _read(file: File, stamp: Stamp, make: Make) -> tuple[Stamp, bytes, Any]:
    """A file's digest and what is made of it, both of the same bytes; OSError where it does not stop changing."""
    for _ in range(_TRIES):
        content = None
        with contextlib.suppress(OSError):  # of what cannot be read nothing is made
            content = all_bytes(file, stamp.size)
        digest = b"" if content is None else fingerprint(content)
        value = make(file, content)
        before, stamp = stamp, Stamp.of(os.stat(file))  # noqa: PTH116 -- a listing remembers what it was told before
        if before == stamp:
            return stamp, digest, value
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), os.fspath(file))


def _made(make: Make, finish: Callable[[Any], Any], file: File, content: bytes | None) -> Any:
    """What is made of a file, finished."""
    value = make(file, content)
    return None if value is None else finish(value)


def _digest(file: File) -> bytes:
    return fingerprint(Path(file).read_bytes())


def _sign(key: bytes, shard: str, payload: bytes) -> bytes:
    signed = hashlib.blake2b(key=key, digest_size=_SIZE)
    for part in (reader(), shard.encode(), payload):
        signed.update(hashlib.blake2b(part, digest_size=_SIZE).digest())
    return signed.digest()


@cache
def _key() -> bytes | None:
    """This user's own key, made at first use; None where there is no place for it."""
    try:
        file = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jiedui" / "key"
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            _make_key(file)
        key = file.read_bytes()
    except (OSError, RuntimeError):  # nowhere to write, or a user without a home
        return None
    return key if len(key) == _SIZE else None


def _make_key(file: Path) -> None:
    """A key that is whole at once: of several builds that begin together one makes it for all."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(0o600)
    draft.write_bytes(secrets.token_bytes(_SIZE))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    except (OSError, AttributeError):  # a disk or a system without further names
        draft.replace(file)
    draft.unlink(missing_ok=True)


def keep_for(root: Path) -> Keep:
    """The one keep of a site's folder in this process: a preview has what it read in memory."""
    return _NOTHING if os.environ.get("JIEDUI_CACHE") == "none" else _keep(root.resolve())


@cache
def _keep(root: Path) -> Keep:
    return Keep(root / ".cache" / "jiedui")


_NOTHING: Final = Keep(None)
