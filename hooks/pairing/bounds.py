"""How long, how deep and how tangled a text may be: beyond that nobody can read it, and no program gets to its end."""

from collections.abc import Iterator
from typing import Final

from pairing.later import later
from pairing.media import without_code

# In characters; the longest report of the field has a tenth of it.
LONGEST: Final = 200_000
_LEVELS: Final = 8
# Markdown tries each with each.
_BRACKETS: Final = 400
_MARK: Final = r"(?:[-*+>]|\d{1,9}[.)])"
_RUN: Final = rf"(?: {{0,3}}{_MARK} ?){{{_LEVELS + 1}}}"
_DEEP: Final = later(rf"(?m)^(?:(?: {{4}}| {{0,3}}\t){{{_LEVELS}}}[ \t]*+{_MARK}|{_RUN})")
# Looked for behind a line's end, which is found many times faster than its beginning: signs that a run is made of.
_SIGNS: Final = later(rf"\n[-*+>\d.) ]{{{_LEVELS + 1}}}")


def beyond(body: str) -> Iterator[tuple[str, int]]:
    """(what is too much, for editors; where it begins) of a text of at most ``LONGEST`` signs."""
    deep = _DEEP.search(body) if "        " in body or "\t" in body or _SIGNS.search(f"\n{body}") else None
    if deep and (found := _DEEP.search(without_code(body))):
        yield f"列表或引文嵌套过深，最多 {_LEVELS} 层，请检查缩进", found.start()
    if body.count("[") > _BRACKETS:
        at = 0
        for part in body.split("\n\n"):
            if part.count("[") > _BRACKETS:
                yield f"一段中有 {part.count('[')} 个“[”，最多 {_BRACKETS} 个，请分段", at
            at += len(part) + 2


def bounded(body: str) -> bool:
    """Whether a text may be rendered."""
    return len(body) <= LONGEST and next(beyond(body), None) is None
