"""Passages: the pieces of a record that are prose, each with the place of every sign in its file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pydantic import BaseModel

from pairing.media import without_code
from pairing.problems import Where
from pairing.source import Loc, Record

# Fields that hold words as a document prints them, or no words at all.
_AS_PRINTED: Final = frozenset({"printed", "misprints", "former", "url", "home", "remark", "serial", "file"})
_PRINTED_IN: Final = frozenset({("cadence", "text")})
# What of a body is no prose: code, targets of links, addresses, placeholders. Each of its signs becomes
# one that nothing is looked for in, so that all others keep their place.
_BLANK: Final = "\x00"
_NO_PROSE: Final = re.compile(
    r"`[^`\n]*+`|\]\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)*+\)|<[^<>\n]*+>|https?://[\w\-./:?=%#~+,@&]++|\{\{[^{}\n]*+\}\}"
)


@dataclass(frozen=True)
class Passage:
    """A body (``loc`` is None), or one value of the YAML."""

    record: Record
    loc: Loc | None
    text: str

    @cached_property
    def prose(self) -> str:
        """The text with everything that is no prose blanked out; signs keep their place."""
        text = self.text if self.loc is not None else without_code(self.text)
        return _NO_PROSE.sub(lambda found: _BLANK * len(found[0]), text)

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


def passages(record: Record, model: object = None) -> Iterator[Passage]:
    """Every piece of prose of a record; of an entry as its ``model`` holds it, so that it need not be read again."""
    for loc, value in _values(record.data if model is None else model, ()):
        yield Passage(record, loc, value)
    if record.body:
        yield Passage(record, None, record.body)


def _values(value: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        if not value.isascii():
            yield loc, value
    elif isinstance(value, dict | BaseModel):
        # A pydantic object keeps its fields in __dict__, under the names that they have in the file.
        for name, item in (value if isinstance(value, dict) else value.__dict__).items():
            if item is not None and name not in _AS_PRINTED and (*loc[-1:], name) not in _PRINTED_IN:
                yield from _values(item, (*loc, name))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _values(item, (*loc, i))
