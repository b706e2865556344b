"""What was told of entries as they were read, by those who look at one entry at a time.

A kept entry is unpacked when somebody asks for it. The rules, the scan and the text checks ask for every new
one; told what they find while it is in memory anyway, none of them needs to have it unpacked again.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pairing.entries import Place
from pairing.keep import Held
from pairing.problems import Problem


class Verdict(NamedTuple):
    """What was told of one entry; ``digest`` is of the bytes that were judged.

    ``secrets`` are findings of the scan, ``remarks`` those of the text checks.
    """

    digest: bytes
    secrets: tuple[Any, ...]
    remarks: tuple[Any, ...]


class Verdicts(NamedTuple):
    """The verdicts on entries that were new, and what the rules told of them and of what lies beside them.

    They went by a policy with the digest ``rules``, and by a ``vocabulary``. ``remarks`` are those on all else,
    which are the ``records``.
    """

    rules: bytes = b""
    vocabulary: object = None
    faults: tuple[Problem, ...] = ()
    found: Mapping[Place, Verdict] = {}
    records: object = None
    remarks: tuple[Any, ...] = ()

    def on(self, held: Mapping[Place, Held]) -> "Verdicts":
        """The same where all entries are as they were judged; none where somebody has saved one since.

        Its places are those of the entries: ten thousand more of them would fill the memory of every process.
        """
        stand = all(at in held and held[at].digest == told.digest for at, told in self.found.items())
        return self._replace(found={at: self.found[at] for at in held if at in self.found}) if stand else Verdicts()


# What is told of some entries.
Told = tuple[list[Problem], dict[Place, Verdict]]
