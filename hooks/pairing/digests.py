"""Digests: of bytes, of folders, of the engine with the libraries that are installed beside it."""

import hashlib
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from pairing.folders import found_files

# Folders beside libraries that name them with their versions.
_INSTALLED: Final = (".dist-info", ".egg-info")
# SHA-256, which today's processors have instructions for, cut to as many bytes as tell everything apart.
_SIZE: Final = 16
_ONE: Final = struct.Struct(">2Q").pack


def fingerprint(*parts: bytes | str) -> bytes:
    """A digest of parts: equal only where every part is."""
    if len(parts) == 1 and isinstance(parts[0], bytes):  # a whole file or value, of which there are most
        return hashlib.sha256(b"".join((_ONE(1, len(parts[0])), parts[0]))).digest()[:_SIZE]
    contents = [part.encode(errors="surrogatepass") if isinstance(part, str) else part for part in parts]
    lengths = struct.pack(f">{len(contents) + 1}Q", len(contents), *map(len, contents))
    return hashlib.sha256(b"".join((lengths, *contents))).digest()[:_SIZE]


def all_bytes(file: Path | str | os.DirEntry[str], size: int) -> bytes:
    """All bytes of a file; one look is enough where they are as many as its size says."""
    opened = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        content = os.read(opened, size + 1)
    finally:
        os.close(opened)
    return content if len(content) == size else Path(file).read_bytes()


@cache
def reader() -> bytes:
    """The engine's own code and the libraries that values are made with."""
    return fingerprint(sys.version, *_libraries(), *contents(Path(__file__).parent, ".py"))


@cache
def engine() -> bytes:
    """All that turns records into pages, templates too, which a preview sees change (see `renew`)."""
    return fingerprint(reader(), *contents(Path(__file__).parent, ".j2"))


def _libraries() -> list[str]:
    """All libraries that are installed, with their versions: to ask each of those in use took ten times as long."""
    found: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):  # a file, or nothing
            found.update(entry.name for entry in os.scandir(folder) if entry.name.endswith(_INSTALLED))
    return sorted(found)


def contents(folder: Path, *endings: str) -> Iterator[str | bytes]:
    """The paths of files below a folder, each with its bytes; those with some endings, or all but compiled modules."""
    for path, file in found_files(folder):
        if path.endswith(endings) if endings else "__pycache__" not in path:
            yield path
            yield all_bytes(file, file.stat().st_size)
