"""What a preview needs: to begin, to notice a change, to end tidily."""

import errno
import os
import signal
import socket
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from pairing.beside import Stamp, stamps, temporary

POLL_SECONDS: Final = 0.3


class Look:
    """Looks at the files below some folders whose names have an ending; the first is taken when it is made."""

    def __init__(self, folders: Iterable[Path], ending: str = "") -> None:
        self._folders, self._ending = tuple(folders), ending
        self._seen = self._stamps()

    def differs(self) -> bool:
        """Whether a file is not as it was at the look before."""
        before, self._seen = self._seen, self._stamps()
        return self._seen != before

    def wait(self) -> None:
        """Return as soon as a file is not as it was, be it since long."""
        while not self.differs():
            time.sleep(POLL_SECONDS)

    def _stamps(self) -> dict[tuple[Path, str], Stamp]:
        found: dict[tuple[Path, str], Stamp] = {}
        for folder in self._folders:
            with suppress(OSError):  # who reads a folder tells what is wrong with it
                seen = stamps(str(folder), follow=True)
                found |= {(folder, path): stamp for path, stamp in seen.items() if path.endswith(self._ending)}
        return found


@cache
def begin(target: Path, host: str, port: int) -> str:
    """Once, before the first build: the folder of a preview will go at its end; why it cannot be served, in words."""
    temporary(target)
    return unusable(host, port)


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
