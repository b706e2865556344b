"""Voices: who is speaking. The portal is neutral; in a school's own column the school says 我校.

One entry, written once, reads 青岚职院派专家到云溪职教 in the portal, 我校派专家到云溪职教 in the
helper's column and 青岚职院派专家到我校 in the recipient's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from pairing.model import Entry, Programme, School
from pairing.names import sides
from pairing.read import Dataset
from pairing.walk import Model
from pairing.words import SIDE

OURS: Final = "我校"
# {{helper}}, {{recipient}} or {{<school id>}} in an entry.
PLACEHOLDER: Final = re.compile(r"\{\{ ?([a-z0-9-]{1,60}) ?\}\}")
# Where people go somewhere, one side sends them and the other receives them. Of an online lecture
# or a training course that cannot be said: those counted may be the listeners.
_TRAVELLING: Final = frozenset({"on-site", "teaching", "secondment", "shadowing", "visit", "review"})
_LISTENING: Final = frozenset({"online", "lecture", "training", "contest"})


@dataclass(frozen=True)
class Voice:
    """Neutral without a school, else that school's."""

    school: str | None = None

    def name(self, schools: Mapping[str, School], key: str) -> str:
        """我校 for the speaker, the short name for every other school."""
        return OURS if key == self.school else schools[key].short

    def names(self, schools: Mapping[str, School], keys: Iterable[str]) -> str:
        """我校、乙职校."""
        return "、".join(self.name(schools, key) for key in keys)

    def own_side(self, programme: Programme) -> str | None:
        """The speaker's side of a programme: helper, recipient or None."""
        return next((side for side, keys in sides(programme).items() if self.school in keys), None)

    def side(self, schools: Mapping[str, School], programme: Programme, side: str) -> str:
        """支援方, 受援方 or 双方; for the speaker 我校 (我校一方 among several) and the partner's short name."""
        own = self.own_side(programme)
        if own is None or side == "both":
            return SIDE[side]
        keys = sides(programme)[side]
        if side == own:
            return OURS if len(keys) == 1 else f"{OURS}一方"
        return schools[keys[0]].short if len(keys) == 1 else SIDE[side]

    def heads(self, programme: Programme, by: str, to: str | None, mode: Iterable[str]) -> str:
        """The label of a head count: 我校派出, 我校接收 (我校一方… among several); else 人数.

        人数 also stands where nobody need have gone anywhere.
        """
        own, modes = self.own_side(programme), set(mode)
        if own is None or not modes & _TRAVELLING or modes & _LISTENING or "both" in (by, to):
            return "人数"
        name = OURS if len(sides(programme)[own]) == 1 else f"{OURS}一方"
        return f"{name}派出" if by == own else f"{name}接收"

    def say(self, schools: Mapping[str, School], programme: Programme, text: str) -> str:
        """A text with its placeholders as the speaker says them; unknown ones stay as they are."""
        if "{{" not in text:
            return text
        of_side = sides(programme)

        def named(found: re.Match[str]) -> str:
            word = found[1]
            if word in of_side:
                return self.names(schools, of_side[word])
            return self.name(schools, word) if word in schools else found[0]

        return PLACEHOLDER.sub(named, text)


NEUTRAL: Final = Voice()


def spoken(data: Dataset, voice: Voice) -> Dataset:
    """The dataset with the short texts of its entries as one voice says them."""
    return replace(data, entries=dict(_entries(data, voice)))


def _entries(data: Dataset, voice: Voice) -> Iterator[tuple[tuple[str, str, str], Entry]]:
    for place, entry in data.entries.items():
        programme = data.programmes[place[0]]

        def say(row: Model, *names: str, owner: Programme = programme) -> Model:
            texts = {name: getattr(row, name) or "" for name in names}
            said = {name: voice.say(data.schools, owner, text) for name, text in texts.items() if "{{" in text}
            return row.model_copy(update=said) if said else row

        told = say(entry, "title", "summary")
        if entry.cover:
            told = told.model_copy(update={"cover": say(entry.cover, "alt", "caption")})
        if entry.attachments:
            told = told.model_copy(update={"attachments": tuple(say(item, "title") for item in entry.attachments)})
        yield place, told
