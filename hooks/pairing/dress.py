"""What pages wear: a digest of all that their shells are made of, for the keys of steps."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pairing.content import read_content
from pairing.folders import found_files
from pairing.keep import fingerprint

# What renders the theme and the hand-written pages.
_LIBRARIES: Final = ("jinja2", "markdown", "mkdocs", "mkdocs-material", "pymdown-extensions")


def dress(root: Path, files: Iterable[Path], folders: Iterable[Path], *words: str) -> bytes:
    """A digest of files and folders (the configuration, the theme, the hooks), libraries and words.

    The front matter of hand-written pages is part of it: their titles stand in the navigation of every page.
    """
    parts: list[str | bytes] = [*words, *(version(name) for name in _LIBRARIES)]
    parts += [file.read_bytes() for file in files]
    for folder in folders:
        for path, file in found_files(folder):
            if "__pycache__" not in path:
                parts += [path, Path(file).read_bytes()]
    pages, _ = read_content(root)
    return fingerprint(*parts, *(part for path, record in pages.items() for part in (path, record.text)))
