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
# Spaces that do not stand between two Latin words.
_LOOSE: Final = re.compile(r" (?![a-z0-9])|(?<![a-z0-9]) ")


def fold(text: str) -> str:
    """A text of one or many lines, folded; what stands in a line stays in its line."""
    folded = "".join(letter if letter == "\n" else fold_letter(letter) for letter in text)
    return _LOOSE.sub("", folded) if " " in folded else folded


@cache
def fold_letter(letter: str) -> str:
    """One character, folded: none, one or several characters."""
    alike = _FORMS.get(letter, letter)
    return "".join(_FORMS.get(part, part) for part in normalize("NFKC", alike).lower() if part != "\n")
