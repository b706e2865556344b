"""People promised and people recorded: which kinds count for which, and how many heads."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from pairing.model.base import People

# The narrower kinds that a kind has in it: a senior expert is an expert as well. Where that depends
# on the case (a participant may be anybody) nothing is assumed: only the kind itself counts.
_MANAGERS: Final = ("manager", "school-leader", "middle-manager", "outstanding-manager")
NARROWER: Final[dict[str, tuple[str, ...]]] = {
    "expert": ("senior-expert",),
    "teacher": ("backbone-teacher",),
    "manager": _MANAGERS[1:],
    "expert-or-manager": ("expert", "senior-expert", *_MANAGERS),
    "student": ("student-leader",),
    "staff": ("teacher", "backbone-teacher", *_MANAGERS, "researcher", "student-affairs", "party-official"),
}


def answering(promised: Iterable[str]) -> frozenset[str]:
    """The kinds of people that count for the promised kinds: those themselves and what they have in them."""
    return frozenset(kind for wanted in promised for kind in (wanted, *NARROWER.get(wanted, ())))


def least(rows: Iterable[People]) -> Counter[str]:
    """``kind -> heads``, at the least, of the rows that have a number; about 30 are taken as 30."""
    found = Counter[str]()
    for row in rows:
        heads = (row.min if row.count is None else row.count) if about(row) else row.bounds[0]
        if heads is not None:
            found[row.kind] += int(heads)
    return found


def about(row: People) -> bool:
    """Whether the number is only about right: 约30名. Pages print it so."""
    return row.approx == "about" and row.stated


def counted(promised: Iterable[People], recorded: Iterable[People]) -> int:
    """How many of the heads recorded count for those promised: too many of one kind are not another kind's.

    At least as many as promised only where every kind is complete; then all that answer are counted.
    """
    wanted, found = least(promised), least(recorded)
    kinds = answering(wanted)
    everybody = sum(heads for kind, heads in found.items() if kind in kinds)
    used = 0
    for kind in sorted(wanted, key=lambda name: (len(NARROWER.get(name, ())), name)):
        for name in (kind, *NARROWER.get(kind, ())):
            taken = min(wanted[kind], found[name])
            wanted[kind] -= taken
            found[name] -= taken
            used += taken
    return used if any(wanted.values()) else everybody
