"""The text of an entry as HTML, rendered once: every site and every voice takes it as it is and fills its gaps.

A gap is what the text leaves to others: a placeholder, which the portal and each school's column say in their own
words, and what readers are told of a file beside the text, which may change while the text stays as it is.

While Markdown is at work, a sign stands for each of them: a Chinese character as good as any other, so that nothing
of the text around it can mean something else than it would around the words.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Final, NamedTuple

from pairing.bounds import bounded
from pairing.later import later
from pairing.media import Asset, Kind, kind_of
from pairing.text import html

# {{helper}}, {{recipient}}, {{<school id>}} or {{fig:…}} in an entry.
PLACEHOLDER: Final = re.compile(r"\{\{ ?((?:fig:)?[a-z0-9/-]{1,120}) ?\}\}")
# The last character of CJK Extension G, and behind it one that counts: both are letters, as wide as all others.
_SIGN: Final = "\U0003134a"
_FIRST: Final = 0x30000
_MOST: Final = 4_000
# What is left of two signs where Markdown has lost the one before it, as it does between stars that it takes wrongly.
_TORN: Final = later(f"(?<!{_SIGN})[{chr(_FIRST)}-{chr(_FIRST + _MOST)}]")
# What pictures measure, before that is asked: no picture of ours is as large.
_PIXELS: Final = 90_000
# No text has such a mark: in there a quotation mark is written as &quot;, and > as &gt;.
_MEASURE: Final = later(r' (height|width)="9(\d{4})"(?=[^<>]*>)')
# A tag that is not at its end yet, in the midst of an attribute that decides nothing.
_WORDS: Final = later(r'<[^<>]* (?:alt|title)="[^"<>]*')
_SIZE: Final = "SIZE "
# What there is to say of a file, by the word before its name. No placeholder has capitals.
_ASKED: Final[Mapping[str, Callable[[Asset], str]]] = {
    "SIZE": lambda asset: asset.size,
    "HEIGHT": lambda asset: f' height="{asset.height}"' if asset.width and asset.height else "",
    "WIDTH": lambda asset: f' width="{asset.width}"' if asset.width and asset.height else "",
}


class Prose(NamedTuple):
    """HTML and gaps in turn, HTML first and last; a gap is a placeholder's name or what it tells of which file."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, body: str, names: Iterable[str]) -> "Prose | None":
        """A text as HTML; ``names`` are those of the files that its entry refers to.

        None where that cannot be told before the words are known, or where no text should be: a placeholder within an
        address, the name of a footnote or a tangle of stars, more than a page can hold (`pairing.bounds`).
        """
        if _SIGN in body or not bounded(body):
            return None
        signs = _Signs()
        marked = PLACEHOLDER.sub(lambda found: signs[found[0][2:-2]], body) if "{{" in body else body
        files = {name: _unmeasured(name, kind, signs) for name in names if (kind := kind_of(name))}
        if len(signs) > _MOST:
            return None
        shown = html(marked, files)
        if files:
            shown = _MEASURE.sub(lambda found: signs.measure(found[1], int(found[2])), shown)
        parts = shown.split(_SIGN)
        gaps = [ord(part[0]) - _FIRST if part else -1 for part in parts[1:]]
        whole = all(0 <= gap < len(signs) for gap in gaps) and (len({*gaps}) == len(signs) or not _TORN.search(shown))
        if not whole or not _readable(parts[:-1]):
            return None
        keys = [*signs]
        told = [part for gap, part in zip(gaps, parts[1:], strict=True) for part in (keys[gap], part[1:])]
        return cls((parts[0], *told))

    def filled(self, words: Mapping[str, str], files: Mapping[str, Asset]) -> str:
        """The HTML with ``words`` for its placeholders, unknown ones as they are, and what there is to say of files."""
        if len(self.parts) == 1:
            return self.parts[0]
        parts = [*self.parts]
        parts[1::2] = [_told(key, words, files) for key in parts[1::2]]
        return "".join(parts)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What its gaps ask for, in their order."""
        return self.parts[1::2]


class _Signs(dict[str, str]):
    """What stands for each gap while Markdown is at work; the same for the same, made when it is asked for."""

    def __missing__(self, key: str) -> str:
        sign = self[key] = f"{_SIGN}{chr(_FIRST + len(self))}"
        return sign

    def measure(self, side: str, number: int) -> str:
        """The sign of a picture's height or width, of which so far stands the number of its size."""
        name = [*self][number].removeprefix(_SIZE)
        return self[f"{side.upper()} {name}"]


def _unmeasured(name: str, kind: Kind, signs: _Signs) -> Asset:
    """A file of which a sign and numbers stand for what is not known yet."""
    pixels, size = _PIXELS + len(signs), signs[f"{_SIZE}{name}"]
    return Asset(name, kind.label, kind.mime, 0, size, "", kind.group == "picture", pixels, pixels)


def _readable(before: Iterable[str]) -> bool:
    """Whether words may stand behind each piece of HTML: in a text, or in an attribute that readers hear.

    What pictures measure stands between attributes.
    """
    tag = ""
    for part in before:
        start, end = part.rfind("<"), part.rfind(">")
        tag = part[start:] if start > end else tag + part if tag and end < 0 else ""
        if tag.count('"') % 2 and not _WORDS.fullmatch(tag):
            return False
    return True


def _told(key: str, words: Mapping[str, str], files: Mapping[str, Asset]) -> str:
    """What a gap says."""
    kind, blank, name = key.partition(" ")
    if blank and kind in _ASKED:
        return _ASKED[kind](files[name]) if name in files else ""
    return escape(words.get(key.strip(), f"{{{{{key}}}}}"))
