"""What has passed the rules before and has not changed since: it is not judged again.

A mark stands for all that the rules which go by it look at; what no mark stands for is judged every time:
names of files, hand-written pages. Only clean verdicts are kept: problems are found anew every time, until
they are mended.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from posixpath import dirname
from typing import Final, NamedTuple

from pairing.check.disclosure import closed_words
from pairing.digests import fingerprint
from pairing.entries import Place
from pairing.keep import Keep
from pairing.read import Dataset

_NAME: Final = "passed"


class Passed(NamedTuple):
    """Whether everything but the single entries has passed, the entries that have, those that name nothing closed."""

    site: bool
    entries: frozenset[Place]
    discreet: frozenset[Place] = frozenset()


NOTHING_PASSED: Final = Passed(site=False, entries=frozenset())


class Marks(NamedTuple):
    """Digests of what rules look at: those on everything, those on each entry, and of all words that none may hold."""

    site: bytes
    entries: Mapping[Place, bytes]
    closed: bytes

    @classmethod
    def of(cls, data: Dataset) -> "Marks":
        """The marks of a dataset."""
        ground = fingerprint(*(part for path, item in data.prints.items() for part in (path, item)))
        beside: dict[str, list[bytes | str]] = defaultdict(list)
        for path in data.files:
            beside[dirname(path)] += [path, data.stamps[path]]
        folders = {folder: fingerprint(*parts) for folder, parts in beside.items()}
        site = [ground, *(part for item in folders.items() for part in item)]
        below = cache(lambda folder: fingerprint(ground, folders.get(folder, b"")))
        entries, committed = {}, data.committed
        for place, held in data.held.items():
            path = "/".join(place)
            # Whether the text is empty matters where it is held back.
            site += [path, held.digest if held.brief.head.partly else held.brief.front]
            day = str(committed.get(f"content/entries/{path}.md"))
            # Digests side by side mark as well as one of both, for which ten thousand entries would pay.
            entries[place] = below(f"content/entries/{place[0]}/{place[1]}") + held.digest + day.encode()
        unread = sorted("/".join(key) for key in data.known["entry"] - set(data.held))
        return cls(fingerprint(*site, *unread), entries, fingerprint(*sorted(closed_words(data))))


def passed_before(marks: Marks, keep: Keep) -> Passed:
    """What of it passed in an earlier build."""
    found: tuple[bytes, dict[Place, bytes], bytes] = keep.recall(_NAME) or (b"", {}, b"")
    site, before, closed = found
    entries = frozenset(at for at, mark in marks.entries.items() if before.get(at) == mark)
    return Passed(site == marks.site, entries, entries if closed == marks.closed else frozenset())


def pass_all(marks: Marks, keep: Keep) -> None:
    """Everything has passed."""
    kept = (marks.site, dict(marks.entries), marks.closed)
    if keep.recall(_NAME) != kept:
        keep.remember(_NAME, kept)
