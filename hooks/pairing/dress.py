"""What pages wear: a digest of all that their shells are made of, for the keys of steps."""

from pathlib import Path
from typing import Final

from pairing.content import read_content
from pairing.digests import contents, fingerprint
from pairing.folders import top_names

# Folders among the hooks that change no shell by themselves: the engine stands in the keys already (`digests.engine`).
_APART: Final = ("pairing", "__pycache__")


def dress(file: Path, hooks: Path, theme: str | None, *words: str) -> bytes:
    """A digest of the configuration in ``file``, all that lies among the hooks, the theme's own folder, and words.

    All libraries stand in the keys already. The front matter of hand-written pages is part of it: their titles stand
    in the navigation of every page.
    """
    own = [hooks / name for name in top_names(hooks) if name not in _APART]
    parts: list[str | bytes] = [*words]
    for path in dict.fromkeys((file, *own, *([Path(theme)] if theme else []))):
        parts.append(path.name)
        parts += contents(path) if path.is_dir() else [path.read_bytes()]
    pages, _ = read_content(file.parent)
    return fingerprint(*parts, *(part for path, record in pages.items() for part in (path, record.text)))
