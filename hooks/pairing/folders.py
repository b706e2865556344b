"""Folders as editors see them: every file below one, without what systems and programs leave behind."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

# What Windows leaves in folders of pictures.
_LITTER: Final = ("Thumbs.db", "desktop.ini")

# Endings of files that are read.
_READ: Final = (".yml", ".yaml", ".md")

# A file with its path below the folder, parted by "/". What the system said of it is asked for once.
Found = tuple[str, "os.DirEntry[str]"]


def found_files(folder: Path) -> list[Found]:
    """Every file below ``folder`` in a fixed order, without hidden, backup and system files."""
    return sorted(_walk(str(folder), ""), key=lambda item: item[0].split("/"))


def top_names(folder: Path) -> list[str]:
    """The names of what lies right below ``folder``, hidden and backup files left out."""
    return sorted(entry.name for entry in folder.iterdir() if not _hidden(entry.name)) if folder.is_dir() else []


def data_files(folder: Path) -> list[Path]:
    """The same as plain paths."""
    return [Path(file) for _, file in found_files(folder)]


def _walk(folder: str, lead: str) -> Iterator[Found]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if _hidden(entry.name):
            continue
        path = f"{lead}{entry.name}"
        # A link to a file is a file, one to a folder is not entered: it could lead anywhere. A folder with the
        # name of a file is given as one, so that whoever reads it says what is wrong.
        if entry.is_dir(follow_symlinks=False):
            if entry.name.endswith(_READ):
                yield path, entry
            yield from _walk(entry.path, f"{path}/")
        elif entry.is_file():
            yield path, entry


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith("~") or name in _LITTER
