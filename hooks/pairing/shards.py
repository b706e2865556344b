"""Files of packed values: some of the bytes behind an index, at whatever place."""

import contextlib
import os
from io import FileIO
from pathlib import Path
from typing import Final, NamedTuple


class Values(NamedTuple):
    """The packed values of one shard, behind its index; each is read when it is asked for, and not kept."""

    file: Path
    start: int
    inode: int

    def at(self, start: int, size: int) -> bytes:
        """Some of the bytes behind the index; fewer where they are gone."""
        try:
            if _STAY_OPEN:
                return os.pread(_opened(self).fileno(), size, self.start + start)
            with FileIO(self.file) as shelf:
                shelf.seek(self.start + start)
                return shelf.read(size) or b""
        except OSError:
            return b""

    def discard(self) -> None:
        """Throw the shard away, unless somebody has written another one in its place."""
        with contextlib.suppress(OSError):
            if self.file.stat().st_ino == self.inode:
                self.file.unlink()


# Whether a file can be read without moving the place where it stands, which forked workers share.
_STAY_OPEN: Final = hasattr(os, "pread")
# The shard that was read last, which stays open: whoever wants one of its values soon wants the next.
_LAST: Final[list[tuple[Values, FileIO]]] = []


def _opened(values: Values) -> FileIO:
    if not _LAST or _LAST[0][0] is not values:
        shelf = FileIO(values.file)
        for _, last in _LAST:
            last.close()
        _LAST[:] = [(values, shelf)]
    return _LAST[0][1]
