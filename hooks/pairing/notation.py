"""How the search index writes numbers and measures texts; shared with search.js."""

from functools import lru_cache
from typing import Final

# Digits of numbers: printable, without space, quotation mark and backslash, and without the sign that makes
# a row of them look like an e-mail address. The last digit of a number is of the first half, those before
# it of the second.
_DIGITS: Final = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"\\`@')
BASE: Final = len(_DIGITS) // 2
LAST, EARLIER = _DIGITS[:BASE], _DIGITS[BASE : 2 * BASE]
# Stands for "no second character": folding leaves no such sign in a text.
SINGLE: Final = "`"
# A bucket without postings.
EMPTY: Final = b'"",""'
# So many code units a group may have, and so many buckets a volume.
MOST, MOST_BUCKETS = 1 << 22, 1 << 10


@lru_cache(1 << 16)
def number(value: int) -> str:
    """A number in the notation of the index. Lengths and days of pages are asked for again and again."""
    digits = LAST[value % BASE]
    while (value := value // BASE - 1) >= 0:
        digits = EARLIER[value % BASE] + digits
    return digits


def units(text: str) -> int:
    """How long a text is as a browser counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
