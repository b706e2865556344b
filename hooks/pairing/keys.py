"""Keys of steps: digests of all that a step's files can depend on, so that equal keys mean equal bytes.

A key may cover too much: then a step is run for nothing. It must never cover too little; the tests that
compare incremental with clean builds (tests/test_incremental.py) watch over that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from pairing.digests import engine, fingerprint
from pairing.entries import Place
from pairing.read import Dataset

_OWN: Final = "data/programmes/"


@dataclass(frozen=True)
class Keys:
    """Keys for one site on one day. ``dress`` stands for the theme, and for all else that is not data."""

    data: Dataset
    as_of: date
    dress: bytes

    @cached_property
    def common(self) -> bytes:
        """The engine, the theme, and the data that no programme owns."""
        prints = self.data.prints.items()
        shared = (part for path, item in prints if not path.startswith(_OWN) for part in (path, item))
        return fingerprint(engine(), self.dress, *shared)

    @cached_property
    def whole(self) -> bytes:
        """Everything but the words of the entries' texts: what counts, sums up and judges depends on it."""
        owned = [part for key in self.data.programmes for part in (key, self.programme(key))]
        return fingerprint(self.common, self.as_of.isoformat(), *owned, self.entries(self.data.entries), self._arrived)

    @cached_property
    def lists(self) -> bytes:
        """What the rows of lists depend on beside their entries."""
        own = (self.data.prints.get(f"{_OWN}{key}/programme.yml", b"") for key in self.data.programmes)
        return fingerprint(self.common, *own)

    def part(self, programmes: Iterable[str]) -> bytes:
        """Some programmes and all that belongs to them, the texts of their entries too."""
        found = (part for key in programmes for part in (key, self.programme(key), self._texts.get(key, b"")))
        return fingerprint(self.common, self.as_of.isoformat(), *found)

    def programme(self, key: str) -> bytes:
        """A programme with its plans and reports, and all that lies beside its entries."""
        return self._programmes.get(key, b"")

    def entry(self, place: Place) -> bytes:
        """An entry, every byte of it."""
        held = self.data.held.get(place)
        return self.fronts[place] + (held.digest if held else b"")

    def entries(self, places: Iterable[Place]) -> bytes:
        """Entries but for the words of their texts, in their order."""
        return fingerprint(b"".join(map(self.fronts.__getitem__, places)))

    @cached_property
    def fronts(self) -> dict[Place, bytes]:
        """Every entry by its place, what is in it but for the words of its text, and its head as it is told."""
        held, found = self.data.held, {}
        for place, head in self.data.heads.items():
            brief = held[place].brief if place in held else None
            front = brief.front if brief else fingerprint(repr(head))
            # Placeholders stand for what is written elsewhere, and other programmes' pages name this entry, too.
            if brief and head is not brief.head:
                front = fingerprint(front, head.title, head.summary or "")
            found[place] = "/".join(place).encode() + b"\0" + front
        return found

    @cached_property
    def _arrived(self) -> bytes:
        """When documents came into the repository of which nobody wrote when they were published."""
        days, silent = self.data.committed, (key for key, item in self.data.documents.items() if not item.published)
        return fingerprint(*(f"{key} {days.get(f'data/documents/{key}.yml')}" for key in silent))

    @cached_property
    def _texts(self) -> dict[str, bytes]:
        """Every byte of the entries of each programme."""
        parts: dict[str, list[str | bytes]] = {}
        for place in self.data.entries:
            parts.setdefault(place[0], []).append(self.entry(place))
        return {key: fingerprint(*found) for key, found in parts.items()}

    @cached_property
    def _programmes(self) -> dict[str, bytes]:
        parts: dict[str, list[str | bytes]] = {key: [] for key in self.data.programmes}
        for lead, items in ((_OWN, self.data.prints), ("content/entries/", self.data.stamps)):
            for path, item in items.items():
                key = path.removeprefix(lead).partition("/")[0] if path.startswith(lead) else ""
                if key in parts:
                    parts[key] += [path, item]
        return {key: fingerprint(self.common, *found) for key, found in parts.items()}
