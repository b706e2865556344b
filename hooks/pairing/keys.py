"""Keys of steps: digests of all that a step's files can depend on, so that equal keys mean equal bytes.

A key may cover too much: then a step is run for nothing. It must never cover too little; the test that
compares incremental with clean builds (tests/test_incremental.py) watches over that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from pairing.entries import Place
from pairing.keep import engine, fingerprint
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
        fronts = (part for place in self.data.entries for part in ("/".join(place), self.front(place)))
        return fingerprint(self.common, self.as_of.isoformat(), *owned, *fronts)

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

    def front(self, place: Place) -> bytes:
        """An entry but for the words of its text."""
        held = self.data.held.get(place)
        front: bytes = held.brief.front if held else fingerprint(repr(self.data.heads[place]))
        return front

    def entry(self, place: Place) -> bytes:
        """An entry, every byte of it."""
        return fingerprint(self.front(place), self.data.held[place].digest if place in self.data.held else b"")

    def entries(self, places: Iterable[Place]) -> bytes:
        """Entries but for their texts, in their order."""
        return fingerprint(*(part for place in places for part in ("/".join(place), self.front(place))))

    @cached_property
    def _texts(self) -> dict[str, bytes]:
        """Every byte of the entries of each programme."""
        parts: dict[str, list[str | bytes]] = {}
        for place in self.data.entries:
            parts.setdefault(place[0], []).extend(("/".join(place), self.entry(place)))
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
