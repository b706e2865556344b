"""YAML events → data, for files with nothing unusual in them: several times faster than with positions.

`mapping` gives what `source` would give, or None where it sees anything that needs the careful
reader: an error, an anchor, a tag, a doubled or merged key, a second document, too deep nesting.
The careful reader then says what is wrong and where; positions are worked out only when asked for.
"""

import re
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

MAX_DEPTH: Final = 40
MERGE: Final = "<<"
# How plain scalars read; everything else is text. An int or float of more than 20 digits is, too.
BOOL: Final = r"(?:true|false)"
INT: Final = r"-?(?:0|[1-9][0-9]*)"
FLOAT: Final = r"-?(?:0|[1-9][0-9]*)\.[0-9]+"
NULL: Final = r"(?:~|null|)"
LONGEST_NUMBER: Final = 20
_TYPED: Final = re.compile(f"(?P<bool>{BOOL})|(?P<float>{FLOAT})|(?P<int>{INT})|(?P<null>{NULL})")


_FIRST: Final = frozenset("tfn~-0123456789")
# Only the C library's parser is fast; its base loader adds nothing that is used here.
_PARSER: Final = getattr(yaml, "CBaseLoader", None)


class _UnusualError(Exception):
    """The careful reader must look at this."""


def mapping(text: str) -> dict[str, Any] | None:
    """The one mapping that a text holds, with tuples for lists; None where the careful reader is needed."""
    if _PARSER is None:
        return None
    parser = _PARSER(text)
    try:
        take = parser.get_event
        take()  # the stream
        if type(take()) is not DocumentStartEvent:
            return None
        value = _value(take, take(), 0)
        take()  # the document's end
        whole = isinstance(value, dict) and type(take()) is StreamEndEvent
        return value if whole else None
    except (yaml.YAMLError, _UnusualError):
        return None
    finally:
        parser.dispose()


def _value(take: Any, event: Any, depth: int) -> Any:
    kind = type(event)
    if kind is AliasEvent or depth > MAX_DEPTH:
        raise _UnusualError
    if event.anchor is not None or event.tag is not None:
        raise _UnusualError
    if kind is ScalarEvent:
        return scalar(event.value) if event.implicit[0] else event.value
    if kind is MappingStartEvent:
        found: dict[str, Any] = {}
        while type(key := take()) is ScalarEvent:
            name = key.value
            if name in found or name == MERGE or key.anchor is not None or key.tag is not None:
                raise _UnusualError
            found[name] = _value(take, take(), depth + 1)
        if type(key) is not MappingEndEvent:
            raise _UnusualError
        return found
    if kind is SequenceStartEvent:
        items = []
        while type(item := take()) is not SequenceEndEvent:
            items.append(_value(take, item, depth + 1))
        return tuple(items)
    raise _UnusualError


def scalar(text: str) -> Any:
    """A plain scalar as true, false, null, a number or text."""
    if text and (text[0] not in _FIRST or text.find("-", 1) > 0):  # a day is most of what begins like a number
        return text
    found = _TYPED.fullmatch(text)
    if found is None:
        return text
    kind = found.lastgroup
    if kind == "bool":
        return text == "true"
    if kind == "null":
        return None
    if len(text) > LONGEST_NUMBER:
        return text
    return int(text) if kind == "int" else float(text)
