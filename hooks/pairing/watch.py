"""What a preview needs to notice a change, and to end tidily."""

import errno
import fnmatch
import os
import signal
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

POLL_SECONDS: Final = 0.3


def stamp(folders: Iterable[Path], pattern: str = "*") -> frozenset[tuple[str, int, int]]:
    """(path, time of change, size) of every file below some folders: differs when a file differs."""
    found = set()
    for folder in folders:
        for walked, _, names in os.walk(folder):
            for name in fnmatch.filter(names, pattern):
                with suppress(OSError):  # gone in the meantime, as programs' temporary files are
                    stat = Path(walked, name).stat()
                    found.add((f"{walked}/{name}", stat.st_mtime_ns, stat.st_size))
    return frozenset(found)


class Look:
    """Looks at the folders of a site where people write; the first is taken when it is made."""

    def __init__(self, root: Path) -> None:
        self._folders = (root / "data", root / "content")
        self._seen = stamp(self._folders)

    def differs(self) -> bool:
        """Whether a file is not as it was at the look before."""
        before, self._seen = self._seen, stamp(self._folders)
        return self._seen != before

    def wait(self) -> None:
        """Return as soon as a file is not as it was, be it since long."""
        while not self.differs():
            time.sleep(POLL_SECONDS)


def unusable(host: str, port: int) -> str:
    """Why nobody can serve at an address, in words; "" where one can."""
    try:
        family, kind, *_ = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            if os.name == "posix":  # as servers do: a connection that is just being closed is in nobody's way
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OverflowError:
        return f"预览地址 {host}:{port} 有误：端口最大是 65535。"
    except OSError as error:
        why = {
            errno.EADDRINUSE: "已被占用，多半是另一个预览还开着；请先关掉它，或换一个端口，例如 make serve PORT=8001",
            errno.EACCES: "没有权限使用，请换一个 1024 以上的端口，例如 make serve PORT=8001",
        }
        found = why.get(error.errno or 0, f"不能使用（{error.strerror}），请检查 --dev-addr")
        return f"预览地址 {host}:{port} {found}。"
    return ""


def end_as_interrupted() -> None:
    """Let the end that a closed terminal or the system brings be one that can be tidied up after: as by Ctrl+C."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # not every system has each
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
