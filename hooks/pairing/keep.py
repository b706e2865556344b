"""What was made of files, kept between builds: a file that has not changed is not read again.

One shard a folder, below .cache/jiedui/ beside the site's data. A kept value is used only where its
file still has the same size, times and inode; where the file is so young that times cannot tell, its
bytes are compared by hash. Shards are signed with a key that lies in the user's own cache folder: one
that is damaged, from another engine or slipped in by somebody else is not believed but made anew.
The cache may be deleted at any time. JIEDUI_CACHE=none goes without it.
"""

import contextlib
import hashlib
import hmac
import os
import pickle
import secrets
import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NamedTuple

_SIZE: Final = 32
# A file changed less than this before its shard was written may have changed again unseen.
_YOUNG: Final = 2_000_000_000
_LIBRARIES: Final = ("pydantic", "pydantic_core", "pyyaml")


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


class Kept(NamedTuple):
    """A value with the file that it was made of."""

    stamp: Stamp
    digest: bytes
    value: Any


class Keep:
    """Kept values by folder. Without ``folder`` nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._memory: dict[str, tuple[int, dict[str, Kept]]] = {}

    def values(self, shard: str, files: Mapping[str, Path], make: Callable[[Path], Any]) -> dict[str, Any]:
        """``name -> value`` of every file: as kept, else made; None is not kept."""
        if self.folder is None:
            return {name: make(file) for name, file in files.items()}
        written, before = self._memory.get(shard) or self._load(shard)
        after: dict[str, Kept] = {}
        values, verified = {}, False
        for name, file in files.items():
            stamp = Stamp.of(file.stat())
            kept = before.get(name)
            if kept and kept.stamp == stamp:
                if stamp.status < written - _YOUNG:
                    values[name], after[name] = kept.value, kept
                    continue
                if _digest(file) == kept.digest:
                    values[name], after[name], verified = kept.value, kept, True
                    continue
            digest = _digest(file)
            values[name] = make(file)
            if values[name] is not None:
                after[name] = Kept(stamp, digest, values[name])
        same = after.keys() == before.keys() and all(after[name] is before[name] for name in after)
        if not same or verified:
            self._memory[shard] = (self._save(shard, after, rewrite=not same), after)
        else:
            self._memory[shard] = (written, after)
        return values

    def _file(self, shard: str) -> Path | None:
        return (
            self.folder / f"{hashlib.blake2b(shard.encode(), digest_size=16).hexdigest()}.kept" if self.folder else None
        )

    def _load(self, shard: str) -> tuple[int, dict[str, Kept]]:
        """(when it was written, what it holds); empty where there is nothing to be believed."""
        file, key = self._file(shard), _key()
        if file is None or key is None:
            return 0, {}
        try:
            signed, written = file.read_bytes(), file.stat().st_mtime_ns
            if not hmac.compare_digest(signed[:_SIZE], _sign(key, shard, signed[_SIZE:])):
                return 0, {}
            found: dict[str, Kept] = pickle.loads(signed[_SIZE:])  # noqa: S301 -- signed by ourselves
        except Exception:
            return 0, {}
        return written, found

    def _save(self, shard: str, values: Mapping[str, Kept], *, rewrite: bool) -> int:
        """Write a shard, or only say that it still holds; when that was, 0 where it could not be."""
        file, key = self._file(shard), _key()
        if file is None or key is None:
            return 0
        try:
            if not rewrite:
                os.utime(file)
            elif not values:
                file.unlink(missing_ok=True)
                return 0
            else:
                payload = pickle.dumps(dict(values), pickle.HIGHEST_PROTOCOL)
                file.parent.mkdir(parents=True, exist_ok=True)
                draft = file.with_suffix(f".{os.getpid()}.tmp")
                draft.write_bytes(_sign(key, shard, payload) + payload)
                draft.replace(file)
            return file.stat().st_mtime_ns
        except OSError:
            return 0  # a full or read-only disk costs time, nothing else


def _digest(file: Path) -> bytes:
    return hashlib.blake2b(file.read_bytes(), digest_size=16).digest()


def _sign(key: bytes, shard: str, payload: bytes) -> bytes:
    signed = hashlib.blake2b(key=key, digest_size=_SIZE)
    for part in (_engine(), shard.encode(), payload):
        signed.update(hashlib.blake2b(part, digest_size=_SIZE).digest())
    return signed.digest()


@cache
def _engine() -> bytes:
    """The engine's own code and the libraries that values are made with."""
    found = hashlib.blake2b(sys.version.encode(), digest_size=_SIZE)
    for name in _LIBRARIES:
        found.update(version(name).encode())
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        found.update(file.name.encode() + file.read_bytes())
    return found.digest()


@cache
def _key() -> bytes | None:
    """This user's own key, made at first use; None where there is no place for it."""
    try:
        file = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jiedui" / "key"
        file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(made, secrets.token_bytes(_SIZE))
            os.close(made)
        key = file.read_bytes()
    except (OSError, RuntimeError):  # nowhere to write, or a user without a home
        return None
    return key if len(key) == _SIZE else None


def keep_for(root: Path) -> Keep:
    """The one keep of a site's folder in this process: a preview has what it read in memory."""
    return _NOTHING if os.environ.get("JIEDUI_CACHE") == "none" else _keep(root.resolve())


@cache
def _keep(root: Path) -> Keep:
    return Keep(root / ".cache" / "jiedui")


_NOTHING: Final = Keep(None)
