"""Folding: how a text and a query are made alike before they are compared.

Character by character, so that a browser does the same with the same table (theme/assets/query.js):
compatibility form (NFKC: full width → half width), lower case, traditional → simplified, and one form
for each family of brackets, dashes and quotes. A space stays only between two Latin words.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import normalize

# Derived from OpenCC's dictionary (Apache-2.0) by scripts/simplified.py.
PAIRS: Final = (Path(__file__).parent / "simplified.txt").read_text(encoding="utf-8").strip()
# Each first character stands for all others of its line.
ALIKE: Final = ("([{〔【〖「『《〈", ")]}〕】〗」』》〉", "-‐‑‒–—―−－~～", "'\"`‘’‚‛“”„‟′″", "/\\", ".。·•・‧")
_FORMS: Final = {
    **dict(zip(PAIRS[::2], PAIRS[1::2], strict=True)),
    **{letter: family[0] for family in ALIKE for letter in family[1:]},
}


@cache
def _odd() -> re.Pattern[str]:
    """What folding may change. Most of what is written is left alone, and asking that is faster than any table."""
    plain = [*"\n !#$%&'()*+,-./0123456789:;<=>?@^_|、", *map(chr, range(ord("a"), ord("z") + 1))]
    ideographs, start = [], 0x4E00
    for code in [*sorted(ord(letter) for letter in _FORMS if "\u4e00" <= letter <= "\u9fff"), 0xA000]:
        if start < code:
            ideographs.append(f"{chr(start)}-{chr(code - 1)}")
        start = code + 1
    return re.compile(f"[^{re.escape(''.join(plain))}{''.join(ideographs)}]")


_LOOSE: Final = re.compile(r" (?![a-z0-9])|(?<![a-z0-9]) ")
_KNOWN: Final[dict[str, str]] = {}


def fold(text: str) -> str:
    """A text of one or many lines, folded; what stands in a line stays in its line."""
    folded = _odd().sub(_form, text)
    return _LOOSE.sub("", folded) if " " in folded else folded


def _form(match: re.Match[str]) -> str:
    letter = match[0]
    found = _KNOWN.get(letter)
    if found is None:
        found = _KNOWN[letter] = fold_letter(letter)
    return found


def fold_letter(letter: str) -> str:
    """One character, folded: none, one or several characters."""
    alike = _FORMS.get(letter, letter)
    return "".join(_FORMS.get(part, part) for part in normalize("NFKC", alike).lower() if part != "\n")
