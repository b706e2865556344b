"""Many texts folded at once, as one array of UTF-16 code units: what `fold` does, without a look at each letter.

A table says for every character what it becomes; it is filled from `fold_letter` with the characters that occur.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pairing.fold import fold_letter

Letters = NDArray[np.uint16]
Ends = NDArray[np.int64]

NEWLINE: Final = 10
_SPACE: Final = 32
# Stand in the table where a character was not asked for yet, and where it becomes none or several code units.
# No character becomes the second of them alone.
_UNKNOWN, _OTHER = 0, 0xD800
_FORMS: Final = np.zeros(0x110000, np.uint16)
_LATIN: Final = np.isin(np.arange(0x10000), np.frombuffer(b"abcdefghijklmnopqrstuvwxyz0123456789", np.uint8))


def fold_all(texts: Sequence[str]) -> tuple[Letters, Ends]:
    """Texts folded, one behind the other, and where each of them ends. Each is empty or ends with a newline."""
    points = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
    ends = np.cumsum([0, *map(len, texts)])
    letters = _FORMS.take(points)
    fresh = points[letters == _UNKNOWN]
    if len(fresh):
        for point in set(fresh.tolist()):
            form = _form(point)
            _FORMS[point] = np.frombuffer(form, np.uint16)[0] if len(form) == 2 else _OTHER
        letters = _FORMS.take(points)
    if len(points[letters == _OTHER]):
        forms = [_form(point) for point in points[letters == _OTHER].tolist()]
        sizes = np.ones(len(points), np.int64)
        sizes[letters == _OTHER] = [len(form) // 2 for form in forms]
        letters = np.repeat(letters, sizes)
        letters[letters == _OTHER] = np.frombuffer(b"".join(forms), np.uint16)
        ends = np.cumsum(np.append(0, sizes)).take(ends)
    spaces = np.flatnonzero(letters == _SPACE)
    loose = spaces[~(_LATIN[letters[spaces - 1]] & _LATIN[letters[spaces + 1]])]
    return np.delete(letters, loose), (ends - np.searchsorted(loose, ends))[1:]


def _form(point: int) -> bytes:
    """What a character becomes, as UTF-16; a newline stays."""
    letter = chr(point)
    return (letter if point == NEWLINE else fold_letter(letter)).encode("utf-16-le")
