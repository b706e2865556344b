"""Folded texts → postings: where every pair of neighbouring characters stands.

A phrase of n characters is found by n/2 pairs that follow each other, so exactly as a search in the plain
text would find it. Single characters are listed with their first place in each page. Everything works on
UTF-16 code units, as browsers count, and on whole arrays: characters are too many for a loop each.
"""

import json
import re
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pairing.letters import NEWLINE, Ends, Letters
from pairing.notation import BASE, EARLIER, EMPTY, LAST, MOST, MOST_BUCKETS, PLACE_BITS, SINGLE

_LAST: Final = np.frombuffer(LAST.encode(), np.uint8).astype(np.uint32)
_EARLIER: Final = np.frombuffer(EARLIER.encode(), np.uint8).astype(np.uint32)
# A place is written in so many digits at most, in as many bytes; behind it stands a sign, or nothing.
_DIGITS: Final = 4
# So many code units may have postings of their own.
LONGEST: Final = min(MOST, sum(BASE**i for i in range(1, _DIGITS + 1)))
_ROW: Final = np.dtype([("digits", "<u4"), ("behind", "u1")])
# Spreads pairs over the buckets, as in search.js; larger than any number of buckets, and prime.
_SPREAD: Final = np.uint32(8191)
_RARE: Final = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
Packed = NDArray[np.uint64]
Places = NDArray[np.uint32]


def buckets(letters: Letters, ends: Ends, count: int) -> list[bytes]:
    """The pairs of some pages in ``count`` buckets: two characters each, and for each its places, ended by a space.

    Each page ends with a newline; places run through all pages. Both texts of a bucket stand in quotes, which
    they have none of. One sort does it all: of numbers made of bucket, pair and place.
    """
    if len(letters) > LONGEST or count > MOST_BUCKETS:
        raise ValueError("too much text for one volume")
    packed = _packed(letters, _singles(letters, ends), np.uint32(count))
    if not len(packed):
        return [EMPTY] * count
    places = packed.astype(np.uint32) & np.uint32(MOST - 1)
    packed >>= np.uint64(PLACE_BITS)
    starts = np.flatnonzero(np.append(True, packed[1:] != packed[:-1]))
    keys = packed[starts]
    bounds = np.searchsorted(keys >> np.uint64(32), np.arange(1, count + 1, dtype=np.uint64))
    written = iter(_written(places, starts, bounds))
    return [b'"%b","%b "' % (names, next(written)) if names else EMPTY for names in _named(keys, bounds)]


def _singles(letters: Letters, ends: Ends) -> Places:
    """Each page's first place of every character."""
    points = letters.astype(np.intp)  # as NumPy looks places up; else it would make them such twice
    used = np.zeros(1 << 16, bool)
    used[points] = True
    alphabet = np.flatnonzero(used)
    slots = np.zeros(1 << 16, np.int64)
    slots[alphabet] = np.arange(len(alphabet))
    slot = slots.take(points)
    slot += np.repeat(np.arange(len(ends)) * len(alphabet), np.diff(ends, prepend=0))
    first = np.full(len(ends) * len(alphabet), MOST, np.uint32)
    np.minimum.at(first, slot, np.arange(len(letters), dtype=np.uint32))
    found = first[first != MOST]
    inside: Places = found[letters.take(found) != NEWLINE]
    return inside


def _packed(letters: Letters, singles: Places, count: np.uint32) -> Packed:
    """Bucket, pair and place of every pair within a line and of every single character, sorted."""
    first = np.concatenate((letters[:-1], letters.take(singles))).astype(np.uint32)
    second = np.concatenate((letters[1:], np.full(len(singles), ord(SINGLE), np.uint16)))
    across = (first == NEWLINE) | (second == NEWLINE)
    bucket = first * _SPREAD + second
    bucket -= bucket // count * count  # the remainder, faster
    first <<= np.uint32(16)
    first |= second
    packed = bucket.astype(np.uint64)
    place = np.concatenate((np.arange(max(len(letters) - 1, 0), dtype=np.uint32), singles))
    for field, bits in ((first, 32), (place, PLACE_BITS)):
        packed <<= np.uint64(bits)
        packed |= field
    packed[across] = ~np.uint64(0)  # to the end with what is left out
    packed.sort()
    return packed[: len(packed) - np.count_nonzero(across)]


def _named(keys: Packed, bounds: NDArray[np.int64]) -> list[bytes]:
    """The characters of each bucket's keys, as a file in UTF-8 can hold them inside quotes.

    Half a rare character cannot stand there: it is written as an escape.
    """
    pairs = np.stack((keys >> np.uint64(16), keys), axis=1).astype(np.uint16).ravel()
    names = np.insert(pairs, 2 * bounds[:-1], NEWLINE).tobytes().decode("utf-16-le", "surrogatepass")
    return _RARE.sub(lambda match: json.dumps(match[0])[1:-1], names).encode().split(b"\n")


def _written(places: Places, starts: NDArray[np.int64], bounds: NDArray[np.int64]) -> list[bytes]:
    """The places of every key as steps from one to the next, a space between keys; one text for each filled bucket."""
    steps = places.copy()
    steps[1:] -= places[:-1]
    steps[starts] = places[starts]
    rows = np.zeros(len(steps), _ROW)
    rows["digits"] = _numbers(1 << int(steps.max()).bit_length()).take(steps)
    last = np.append(starts[1:], len(places)) - 1
    rows["behind"][last] = ord(" ")
    rows["behind"][last[bounds - 1]] = NEWLINE
    return rows.tobytes().translate(None, b"\0").split(b"\n")


@cache
def _numbers(count: int) -> Places:
    """The first numbers as they are written, each as the bytes of its digits; unused bytes are zero."""
    written, leads = [np.zeros(0, np.uint32)], np.zeros(1, np.uint32)
    for i in range(_DIGITS):
        written.append((leads[: -(-count // BASE), None] | _LAST << np.uint32(8 * i)).ravel())
        leads = (leads[: -(-count // BASE), None] | _EARLIER << np.uint32(8 * i)).ravel()
    return np.concatenate(written)
