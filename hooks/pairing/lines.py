"""YAML of the plainest kind → data, line by line: nearly all front matter, in half of the parser's time.

`mapping` gives what `events` would give, or None where a line is not surely a name with a word, a quoted text, a list
or pairs in braces. What a line says depends on nothing but the line, so one that many entries have is read once.
"""

import re
from functools import lru_cache
from typing import Any, Final

from pairing.events import scalar

# Signs that mean nothing to YAML wherever they stand, and those that mean nothing within a word. Each class with all
# Chinese characters takes Python a millisecond to compile, so that what begins and ends a word is looked at aside.
_SIGN: Final = r"A-Za-z0-9_\u3400-\u4dbf\u4e00-\u9fff、，。；：？！“”‘’（）《》〔〕·…—"
_LATER: Final = r"\u3000./()+%=~\-"
_WORD: Final = rf"(?![ {_LATER}])[ {_SIGN}{_LATER}]{{1,122}}(?<! )"
_WORDS: Final = rf"(?![ ,\[\]{{}}{_LATER}])[ ,\[\]{{}}{_SIGN}{_LATER}]+(?<! )"  # on a line of their own
# No escapes, and nothing that YAML refuses or takes for the end of a line.
_INSIDE: Final = r"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_QUOTED: Final = rf"\"[^\"{_INSIDE}]*\"|'[^'{_INSIDE}]*'"
_NAME: Final = r"[A-Za-z_][A-Za-z0-9_]{0,40}"
_LINE: Final = re.compile(rf"( {{0,16}})(- )?(?:({_NAME}):(?: |$))?(?:({_WORDS})|({_QUOTED}|[\[{{].*))?")
# What stands in a list or in braces: of lists and braces only their ends are looked for, what they hold comes later.
_PART: Final = rf"({_WORD})|({_QUOTED}|\[[^\[\]]*\]|{{[^{{}}]*}})"
_ITEM: Final = re.compile(rf"(?:{_PART})(?:, |\])")
_PAIR: Final = re.compile(rf"({_NAME}): (?:{_PART})(?:, |}})")
# The value of a name that stands alone on its line.
_BELOW: Final = object()

# A line: the column of its name, or the complement of that of its "- "; its name ("" for none); its value.
Line = tuple[int, str, Any]


class _UnsureError(Exception):
    """The parser must look at this."""


def mapping(text: str) -> dict[str, Any] | None:
    """The one mapping that a text holds, with tuples for lists; None where the parser is needed.

    It shares parts with what other texts hold that have the same lines: nobody changes them.
    """
    try:
        lines = [*map(_line, text.removesuffix("\n").split("\n"))]
        lines.reverse()
        found = _pairs(lines, 0)
    except _UnsureError:
        return None
    return None if lines else found


def _pairs(lines: list[Line], column: int) -> dict[str, Any]:
    """The mapping that begins with the last of the lines, which are taken away."""
    found: dict[str, Any] = {}
    while lines and lines[-1][0] == column:
        _, name, value = lines.pop()
        if not name or name in found:
            raise _UnsureError
        found[name] = _below(lines, column) if value is _BELOW else value
    return found


def _below(lines: list[Line], column: int) -> Any:
    """What stands below a name in a column: a list may begin in the same one."""
    inner = lines[-1][0] if lines else 0
    if inner > column:
        return _pairs(lines, inner)
    return _items(lines, ~inner) if inner < 0 and ~inner >= column else None


def _items(lines: list[Line], dash: int) -> tuple[Any, ...]:
    """The list whose first item is the last of the lines."""
    items = []
    while lines and lines[-1][0] == ~dash:
        _, name, value = lines.pop()
        if name:
            lines.append((dash + 2, name, value))
        items.append(_pairs(lines, dash + 2) if name else value)
    return tuple(items)


@lru_cache(maxsize=8192)
def _line(text: str) -> Line:
    """What one line says."""
    found = _LINE.fullmatch(text)
    if found is None:
        raise _UnsureError
    blanks, dash, name, word, other = found.groups()
    if not (word or other or name):
        raise _UnsureError
    value = scalar(word) if word else _other(other) if other else _BELOW
    return ~len(blanks) if dash else len(blanks), name or "", value


def _other(text: str) -> Any:
    """What a quoted text, a list or pairs in braces say. What was found, put together again, has to be the whole."""
    if text[0] in "\"'":
        return text[1:-1]
    if text[0] == "[":
        parts = _ITEM.findall(text, 1)
        if f"[{', '.join([word or other for word, other in parts])}]" == text:
            return tuple([scalar(word) if word else _other(other) for word, other in parts])
    else:
        pairs = _PAIR.findall(text, 1)
        whole = ", ".join([f"{name}: {word or other}" for name, word, other in pairs])
        found = {name: scalar(word) if word else _other(other) for name, word, other in pairs}
        if len(found) == len(pairs) and f"{{{whole}}}" == text:
            return found
    raise _UnsureError
