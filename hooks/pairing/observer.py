"""Who tells a preview of changes; a build needs none of it, and does not load it."""

from collections.abc import Mapping
from typing import Any

from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver


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
