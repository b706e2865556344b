"""Passages: the pieces of a record that are prose, each with the place of every sign in its file."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel

from pairing.media import without_code
from pairing.model import Entry
from pairing.problems import Where
from pairing.proof.glance import doubtful
from pairing.source import Loc, Record
from pairing.walk import below

# Fields that hold words as a document prints them, or no words at all.
_AS_PRINTED: Final = frozenset({"printed", "misprints", "former", "url", "home", "remark", "serial", "file"})
_PRINTED_IN: Final = frozenset({("cadence", "text")})
# What of a body is no prose: code, targets of links, addresses, placeholders. Each of its signs becomes
# one that nothing is looked for in, so that all others keep their place.
_BLANK: Final = "\x00"
_NO_PROSE: Final = re.compile(
    r"`[^`\n]*+`|\]\([^()\n]*+(?>(?:\([^()\n]*+\)[^()\n]*+)*)\)|<[^<>\n]*+>|https?://[\w\-./:?=%#~+,@&]++|\{\{[^{}\n]*+\}\}"
)


@dataclass(frozen=True)
class Passage:
    """A body (``loc`` is None), or one value of the YAML."""

    record: Record
    loc: Loc | None
    text: str

    @property
    def plain(self) -> str:
        """The text without its code; signs keep their place."""
        return self.text if self.loc is not None else without_code(self.text)

    @cached_property
    def prose(self) -> str:
        """The text with everything that is no prose blanked out; signs keep their place."""
        return _NO_PROSE.sub(lambda found: _BLANK * len(found[0]), self.plain)

    @cached_property
    def doubtful(self) -> bool:
        """Whether anything may be wrong that one look can tell (see `pairing.proof.glance`)."""
        return doubtful(self.text)

    def where(self, start: int, end: int) -> Where:
        """The place in the file of a piece of the text."""
        return self._at(start, end)[0]

    def exact(self, start: int, end: int) -> bool:
        """Whether the file has the very same signs there, so that they can be replaced."""
        return self._at(start, end)[1]

    def _at(self, start: int, end: int) -> tuple[Where, bool]:
        record = self.record
        if self.loc is None:
            return Where(record.path, *_line_column(self.text, start, record.body_line)), True
        if (begin := self._begin) >= 0:
            return Where(record.path, *_line_column(record.text, begin + start, record.line)), True
        line, column = record.places.get(self.loc, (record.line, 1))
        lines = record.text.split("\n")
        first = sum(len(one) + 1 for one in lines[: line - record.line]) + column - 1
        # A quoted or folded value does not stand in the file sign for sign: it is looked for with its
        # neighbours, as many as are found. What stands there twice is only pointed at.
        limit = self._end(lines, first)
        for reach in (len(self.text), 12, 6, 2):
            left = max(start - reach, 0)
            words = self.text[left : end + reach]
            at = record.text.find(words, first, limit)
            if at >= 0 and record.text.find(words, at + 1, limit) < 0:
                return Where(record.path, *_line_column(record.text, at + start - left, record.line)), True
        return Where(record.path, line, column), False

    @cached_property
    def _begin(self) -> int:
        """Where a value begins that stands in the file once, sign for sign, alone behind its name; -1 for all others.

        So most are found without reading the file again for the places of all.
        """
        text, name = self.record.text, self.loc[-1] if self.loc else ""
        at = text.find(self.text)
        end = at + len(self.text)
        if at < 0 or text.find(self.text, at + 1) >= 0 or text[end : end + 1] not in ("", "\n"):
            return -1
        lead = text[text.rfind("\n", 0, at) + 1 : at].lstrip(" -")
        return at if lead == ("" if isinstance(name, int) else f"{name}: ") else -1

    def _end(self, lines: list[str], first: int) -> int:
        """Where at the latest a value ends: at the next one."""
        record = self.record
        here = record.places.get(self.loc or (), (1, 1))
        after = [place for place in record.places.values() if place > here]
        if not after:
            return len(record.text)
        line, column = min(after)
        return max(first, sum(len(one) + 1 for one in lines[: line - record.line]) + column - 1)


def _line_column(text: str, at: int, first: int) -> tuple[int, int]:
    return first + text.count("\n", 0, at), at - text.rfind("\n", 0, at)


def values(record: Record) -> list[tuple[Loc, str]]:
    """Every value of a record that is prose, with its place."""
    found: list[tuple[Loc, str]] = []
    _find(record.data, (), found)
    return found


def _find(value: Any, loc: Loc, found: list[tuple[Loc, str]]) -> None:
    named = isinstance(value, dict)
    for name, item in value.items() if named else enumerate(value):
        if named and (name in _AS_PRINTED or (*loc[-1:], name) in _PRINTED_IN):
            continue
        if isinstance(item, str):
            if not item.isascii():
                found.append(((*loc, name), item))
        elif isinstance(item, dict | tuple):
            _find(item, (*loc, name), found)


def values_of_entry(entry: Entry) -> list[tuple[Loc, str]]:
    """The same of an entry that has been read, so that its file need not be read again."""
    found: list[tuple[Loc, str]] = []
    _gather(entry, (), found)
    return found


def _gather(row: BaseModel, loc: Loc, found: list[tuple[Loc, str]]) -> None:
    # A pydantic object keeps its fields in __dict__, under the names that they have in the file.
    names = _wordy(type(row))
    fields = row.__dict__ if names else {}
    for name in names:
        item = fields[name]
        if not item:
            continue  # most fields of most rows
        if isinstance(item, str):
            if not item.isascii():
                found.append(((*loc, name), item))
        elif isinstance(item, tuple):
            for i, one in enumerate(item):
                if not isinstance(one, str):
                    _gather(one, (*loc, name, i), found)
                elif not one.isascii():
                    found.append(((*loc, name, i), one))
        else:
            _gather(item, (*loc, name), found)


def texts_of_entry(entry: Entry) -> list[str]:
    """The same values without their places, which few entries have to be asked for; and some that are ASCII."""
    found: list[str] = []
    _gather_texts(entry, found)
    return found


def _gather_texts(row: BaseModel, found: list[str]) -> None:
    fields = row.__dict__
    for name in _wordy(type(row)):
        item = fields[name]
        if not item:
            continue
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, tuple):
            for one in item:
                if isinstance(one, str):
                    found.append(one)
                else:
                    _gather_texts(one, found)
        else:
            _gather_texts(item, found)


@cache
def _wordy(model: type) -> tuple[str, ...]:
    """The fields of a class that can hold prose, or rows with such fields."""
    fields = model.model_fields.items() if issubclass(model, BaseModel) else ()
    return tuple(name for name, field in fields if name not in _AS_PRINTED and _can_tell(field.annotation))


def _can_tell(annotation: Any) -> bool:
    if get_origin(annotation) is Literal:
        return any(not word.isascii() for word in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return any(_can_tell(field.annotation) for row in below(annotation) for field in row.model_fields.values())
    return annotation is str or any(_can_tell(inner) for inner in get_args(annotation))
