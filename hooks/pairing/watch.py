"""Watching files: what a preview needs to notice a change."""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

POLL_SECONDS: Final = 0.3


def stamp(folders: Iterable[Path], pattern: str = "*") -> frozenset[tuple[str, int, int]]:
    """(path, time of change, size) of every file below some folders: differs when a file differs."""
    files = ((file, file.stat()) for folder in folders for file in folder.rglob(pattern) if file.is_file())
    return frozenset((str(file), found.st_mtime_ns, found.st_size) for file, found in files)


def wait_for_change(folders: Iterable[Path]) -> None:
    """Return as soon as a file below some folders changes, comes or goes."""
    watched = tuple(folders)
    before = stamp(watched)
    while stamp(watched) == before:
        time.sleep(POLL_SECONDS)


class _Told(Observer):  # type: ignore[misc, valid-type]
    """The system's own notices, of changes only: files that a build opens to read are none."""

    def schedule(self, event_handler: Any, path: str, **more: Any) -> Any:
        """Watch a path."""
        changes = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]
        return super().schedule(event_handler, path, event_filter=changes, **more)


def observer(polling: BaseObserver, environ: Mapping[str, str]) -> BaseObserver:
    """Who tells of changes: the system; with JIEDUI_POLL, for folders in a network, the one that looks itself."""
    found: BaseObserver = polling if environ.get("JIEDUI_POLL") else _Told()
    return found
