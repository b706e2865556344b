"""Folded texts → postings: where every pair of neighbouring characters stands.

A phrase of n characters is found by n/2 pairs that follow each other, so exactly as a search in the plain
text would find it. Single characters are listed with their first place in each page. Everything works on
UTF-16 code units, as browsers count, and on whole arrays: characters are too many for a loop each.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pairing.notation import BASE, EARLIER, LAST, MOST, MOST_BUCKETS, PLACE_BITS, SINGLE

_LAST: Final = np.frombuffer(LAST.encode(), np.uint8)
_EARLIER: Final = np.frombuffer(EARLIER.encode(), np.uint8)
# From how much on a number has one more digit.
_STEPS: Final = tuple(sum(BASE**i for i in range(1, most + 1)) for most in range(1, 4))
_BASE: Final = np.uint32(BASE)
_NEWLINE: Final = 10
# Spreads pairs over the buckets, as in search.js; larger than any number of buckets, and prime.
_SPREAD: Final = np.uint32(8191)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
Letters = NDArray[np.uint16]
Places = NDArray[np.uint32]


class Bucket(NamedTuple):
    """Pairs that share a file: two characters each, and for each its places, ended by a space."""

    keys: str
    places: str


def buckets(texts: Sequence[str], count: int) -> list[Bucket]:
    """The pairs of some pages in ``count`` buckets; places run through all pages, each ended by a newline.

    One sort does it all: of numbers made of bucket, pair and place.
    """
    pages = [np.frombuffer(f"{text}\n".encode("utf-16-le"), np.uint16) for text in texts]
    if sum(map(len, pages)) > MOST or count > MOST_BUCKETS:
        raise ValueError("too much text for one volume")
    letters = np.concatenate([np.zeros(0, np.uint16), *pages])
    lengths = np.array([len(page) for page in pages], np.uint32)
    first, second, places = _pairs(letters, np.repeat(np.arange(len(pages), dtype=np.uint32), lengths))
    packed = ((first.astype(np.uint32) * _SPREAD + second) % np.uint32(count)).astype(np.uint64)
    for field, bits in ((first, 16), (second, 16), (places, PLACE_BITS)):
        packed <<= np.uint64(bits)
        packed |= field
    packed.sort()
    places = (packed & np.uint64(MOST - 1)).astype(np.uint32)
    packed >>= np.uint64(PLACE_BITS)
    fresh = np.ones(len(packed), bool)
    np.not_equal(packed[1:], packed[:-1], out=fresh[1:])
    written, ends = _written(places, fresh)
    starts = np.flatnonzero(fresh)
    keys = packed[starts]
    pairs = np.stack((keys >> np.uint64(16), keys), axis=1).astype(np.uint16)
    names = pairs.tobytes().decode("utf-16-le", "surrogatepass")
    bounds = np.searchsorted(keys >> np.uint64(32), np.arange(count + 1))
    cuts = np.concatenate(([0], ends))[np.append(starts, len(places))[bounds]]
    return [
        Bucket(_safe(_named(pairs, names, low, high)), written[begin:end])
        for low, high, begin, end in zip(bounds, bounds[1:], cuts, cuts[1:], strict=False)
    ]


def _named(pairs: NDArray[np.uint16], names: str, low: int, high: int) -> str:
    """The keys of a bucket; where rare characters join their halves, the string is shorter than it seems."""
    if len(names) == 2 * len(pairs):
        return names[2 * low : 2 * high]
    return "".join(map(chr, pairs[low:high].ravel()))


def _pairs(letters: Letters, page: Places) -> tuple[Letters, Letters, Places]:
    """(first, second, place) of every pair within a line, and of each page's first of every character."""
    inside = letters != _NEWLINE
    pair = np.flatnonzero(inside[:-1] & inside[1:]).astype(np.uint32)
    packed = page.astype(np.uint64) << np.uint64(16)
    packed |= letters
    packed <<= np.uint64(PLACE_BITS)
    packed |= np.arange(len(letters), dtype=np.uint64)
    packed = packed[inside]
    packed.sort()
    single = (packed & np.uint64(MOST - 1)).astype(np.uint32)
    packed >>= np.uint64(PLACE_BITS)
    new = np.ones(len(packed), bool)
    np.not_equal(packed[1:], packed[:-1], out=new[1:])
    single = single[new]
    first = np.concatenate((letters[pair], letters[single]))
    second = np.concatenate((letters[pair + 1], np.full(len(single), ord(SINGLE), np.uint16)))
    return first, second, np.concatenate((pair, single))


def _written(places: Places, fresh: NDArray[np.bool_]) -> tuple[str, NDArray[np.int64]]:
    """The places of every key as steps from one to the next, in digits; and where each place ends."""
    steps = places.copy()
    steps[1:] -= places[:-1]
    steps[fresh] = places[fresh]
    digits = np.ones(len(steps), np.uint8)
    for step in _STEPS:
        digits += steps >= step
    width = digits.copy()
    width[:-1] += fresh[1:]  # the space behind a key's last place
    width[-1:] += 1
    ends = np.cumsum(width, dtype=np.int64)
    out = np.full(int(ends[-1]) if len(ends) else 0, ord(" "), np.uint8)
    at = ends - width + digits - 1
    for turn in range(1, len(_STEPS) + 2):
        rest = steps // _BASE
        out[at] = (_LAST if turn == 1 else _EARLIER)[steps - rest * _BASE]
        more = np.flatnonzero(digits > turn)
        at, steps, digits = at[more] - 1, rest[more] - 1, digits[more]
    return out.tobytes().decode("ascii"), ends


def _safe(names: str) -> str:
    """Names that a file in UTF-8 can hold inside quotes: halves of rare characters are written as escapes."""
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", names)
