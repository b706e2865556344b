"""What pages wear: a digest of all that their shells are made of, for the keys of steps."""

from collections.abc import Iterable
from pathlib import Path

from pairing.content import read_content
from pairing.digests import contents, fingerprint


def dress(root: Path, files: Iterable[Path], folders: Iterable[Path], *words: str) -> bytes:
    """A digest of files and folders (the configuration, the hooks, the theme) and words.

    The engine and all libraries stand in the keys already (`keep.engine`). The front matter of hand-written pages is
    part of it: their titles stand in the navigation of every page.
    """
    parts: list[str | bytes] = [*words]
    for file in files:
        parts += [file.name, file.read_bytes()]
    for folder in folders:
        parts += contents(folder)
    pages, _ = read_content(root)
    return fingerprint(*parts, *(part for path, record in pages.items() for part in (path, record.text)))
