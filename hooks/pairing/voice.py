"""Voices: who is speaking. The portal is neutral; in a school's own column the school says 我校, an authority 我局.

One entry, written once, reads 青岚职院派专家到云溪职教 in the portal, 我校派专家到云溪职教 in the
helper's column and 青岚职院派专家到我校 in the recipient's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from pairing.cited import OWN, cited
from pairing.cited import own as own_figures
from pairing.entries import Entries, Head
from pairing.media import Asset
from pairing.model import Entry, Programme, School
from pairing.names import sides
from pairing.prose import PLACEHOLDER, Prose
from pairing.read import Dataset
from pairing.walk import Model
from pairing.words import SIDE

_NONE: Final[Mapping[str, str]] = {}
# Where people go somewhere, one side sends them and the other receives them. Of an online lecture
# or a training course that cannot be said: those counted may be the listeners.
_TRAVELLING: Final = frozenset({"on-site", "teaching", "secondment", "shadowing", "visit", "review"})
_LISTENING: Final = frozenset({"online", "lecture", "training", "contest"})


def ours(school: School) -> str:
    """What a party calls itself: 我校; an authority is no school and says 我局 or 我单位."""
    if school.kind != "authority":
        return "我校"
    return "我局" if school.name.endswith("局") else "我单位"


class Voice(NamedTuple):
    """Neutral without a school, else that school's."""

    school: str | None = None

    def name(self, schools: Mapping[str, School], key: str) -> str:
        """我校 (`ours`) for the speaker, the short name for every other school."""
        return ours(schools[key]) if key == self.school else schools[key].short


NEUTRAL: Final = Voice()


class Cast(NamedTuple):
    """The parties of one programme as one voice calls them.

    ``ids`` are the schools of each side; ``own`` is the speaker's side, None where it has none;
    ``names`` maps helper, recipient and both to 支援方, 受援方 and 双方, or for a speaker to 我校 (我校一方
    among several) and its partner's short name; ``words`` maps what may stand in a placeholder to names.
    """

    ids: Mapping[str, tuple[str, ...]]
    own: str | None
    names: Mapping[str, str]
    words: Mapping[str, str]

    @classmethod
    def of(
        cls, schools: Mapping[str, School], programme: Programme, voice: Voice, figures: Mapping[str, str] = _NONE
    ) -> "Cast":
        """The cast of a programme; ``figures`` are what its entries may quote (`pairing.cited`)."""
        ids = sides(programme)
        own = next((side for side, keys in ids.items() if voice.school in keys), None)
        known = {key: voice.name(schools, key) for key in schools}
        names = {side: _side(known, keys, side, voice.school if own else None) for side, keys in ids.items()}
        known |= {side: "、".join(known[key] for key in keys) for side, keys in ids.items()}
        return cls(ids, own, {**names, "both": SIDE["both"]}, {**known, **figures})

    def heads(self, by: str, to: str | None, mode: Iterable[str]) -> str:
        """The label of a head count: 我校派出, 我校接收 (我校一方… among several); else 人数.

        人数 also stands where nobody need have gone anywhere.
        """
        if self.own is None:
            return "人数"
        modes = set(mode)
        if not modes & _TRAVELLING or modes & _LISTENING or "both" in (by, to):
            return "人数"
        return f"{self.names[self.own]}{'派出' if by == self.own else '接收'}"

    def say(self, text: str, entry: Entry | None = None) -> str:
        """A text with its placeholders as the speaker says them; unknown ones stay as they are.

        ``entry`` is the one whose own figures the text may quote.
        """
        if "{{" not in text:
            return text
        words = {**self.words, **own_figures(entry)} if entry and OWN in text else self.words
        return PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), text)

    def fill(self, prose: Prose, entry: Entry, files: Mapping[str, Asset]) -> str:
        """The HTML of an entry's text as the speaker says it; ``files`` are those beside it, by name."""
        own = any(OWN in gap for gap in prose.gaps)
        return prose.filled({**self.words, **own_figures(entry)} if own else self.words, files)


def _side(known: Mapping[str, str], keys: Sequence[str], side: str, speaker: str | None) -> str:
    """One side as a speaker calls it who stands on one; ``known`` are the parties as it calls them."""
    if speaker is None or (len(keys) > 1 and speaker not in keys):
        return SIDE[side]
    return known[keys[0]] if len(keys) == 1 else f"{known[speaker]}一方"


def spoken(data: Dataset, voice: Voice, schools: Mapping[str, School]) -> Dataset:
    """The dataset with the short texts of its entries as one voice says them; ``schools`` are all that they name."""
    casts = {key: Cast.of(schools, programme, voice, cited(data, key)) for key, programme in data.programmes.items()}
    told = Entries.of(data.entries).told(
        lambda place, head: _said_head(head, casts[place[0]], partial(data.entries.__getitem__, place)),
        lambda place, entry: _told(entry, casts[place[0]]),
    )
    return replace(data, entries=told)


def _said_head(head: Head, cast: Cast, opening: Callable[[], Entry]) -> Head:
    """``opening`` gives the entry, of which a head knows no people."""
    said = f"{head.title}{head.summary or ''}"
    if "{{" not in said:
        return head
    entry = opening() if "fig:own/" in said else None
    summary = cast.say(head.summary, entry) if head.summary else head.summary
    return head._replace(title=cast.say(head.title, entry), summary=summary)


def _told(entry: Entry, cast: Cast) -> Entry:
    told = _said(entry, cast, entry, "title", "summary")
    if entry.cover:
        told = told.model_copy(update={"cover": _said(entry.cover, cast, entry, "alt", "caption")})
    if entry.attachments:
        told = told.model_copy(
            update={"attachments": tuple(_said(item, cast, entry, "title") for item in entry.attachments)}
        )
    return told


def _said(row: Model, cast: Cast, entry: Entry, *names: str) -> Model:
    texts = {name: getattr(row, name) or "" for name in names}
    said = {name: cast.say(text, entry) for name, text in texts.items() if "{{" in text}
    return row.model_copy(update=said) if said else row
