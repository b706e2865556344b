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
from pairing.notation import BASE, EARLIER, EMPTY, LAST, MOST, MOST_BUCKETS, SINGLE

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
# An alphabet of so many characters has its pairs told apart by a table of all that there could be.
_ALPHABET: Final = 1 << 12
Places = NDArray[np.uint32]
Codes = NDArray[np.uint32]
# Whole numbers of the size by which NumPy looks places up.
Whole = NDArray[np.intp]


def buckets(letters: Letters, ends: Ends, count: int) -> list[bytes]:
    """The pairs of some pages in ``count`` buckets: two characters each, and for each its places, ended by a space.

    Each page ends with a newline; places run through all pages. Both texts of a bucket stand in quotes, which
    they have none of. Characters and pairs are numbered, and counted instead of compared.
    """
    if len(letters) > LONGEST or count > MOST_BUCKETS:
        raise ValueError("too much text for one volume")
    alphabet, text = _numbered(letters)
    pairs, places = _pairs(text, _singles(text, ends, alphabet), alphabet)
    if not len(pairs):
        return [EMPTY] * count
    found, which = _told_apart(pairs, len(alphabet))
    first, second = (alphabet.take(part).astype(np.uint32) for part in np.divmod(found, len(alphabet)))
    bucket = (first * _SPREAD + second) % np.uint32(count)
    order = np.argsort(bucket.astype(np.uint16), kind="stable")
    rank = np.empty(len(found), np.uint16 if len(found) <= 1 << 16 else np.uint32)
    rank[order] = np.arange(len(found), dtype=rank.dtype)
    # Stable: the places of a pair stay in their order. Numbers of two bytes are sorted without a comparison.
    places = places.take(np.argsort(rank.take(which), kind="stable"))
    sizes = np.bincount(which).take(order)
    bounds = np.searchsorted(bucket.take(order), np.arange(1, count + 1, dtype=np.uint32))
    written = iter(_written(places, np.cumsum(sizes) - sizes, bounds))
    named = _named(first.take(order), second.take(order), bounds)
    return [b'"%b","%b "' % (names, next(written)) if names else EMPTY for names in named]


def _numbered(letters: Letters) -> tuple[Whole, Whole]:
    """The characters of a text in the order of their codes, with the one that stands for none; the text in numbers."""
    points = letters.astype(np.intp)  # as NumPy looks places up; else it would make them such again and again
    used = np.zeros(1 << 16, bool)
    used[points] = used[NEWLINE] = used[ord(SINGLE)] = True
    alphabet = np.flatnonzero(used)
    numbers = np.zeros(1 << 16, np.intp)
    numbers[alphabet] = np.arange(len(alphabet))
    return alphabet, numbers.take(points)


def _singles(text: Whole, ends: Ends, alphabet: Whole) -> Whole:
    """Each page's first place of every character but the newline."""
    size = len(alphabet)
    slot = text + np.repeat(np.arange(len(ends)) * size, np.diff(ends, prepend=0))
    first = np.full(len(ends) * size, MOST, np.uint32)
    np.minimum.at(first, slot, np.arange(len(text), dtype=np.uint32))
    first[np.searchsorted(alphabet, NEWLINE) :: size] = MOST
    found: Whole = first[first != MOST].astype(np.intp)
    return found


def _pairs(text: Whole, singles: Whole, alphabet: Whole) -> tuple[Whole, Places]:
    """Every pair within a line and every single character as a number, and its place, which grow for each number."""
    lone, newline = np.searchsorted(alphabet, (ord(SINGLE), NEWLINE))
    across = text == newline
    within = np.flatnonzero(~(across[:-1] | across[1:]))
    pairs = text.take(within) * len(alphabet) + text.take(within + 1)
    numbers = np.concatenate((pairs, text.take(singles) * len(alphabet) + lone))
    return numbers, np.concatenate((within, singles)).astype(np.uint32)


def _told_apart(pairs: Whole, size: int) -> tuple[Whole, Whole]:
    """The different pairs in their order, and which of them each pair is."""
    if size > _ALPHABET:
        found, which = np.unique(pairs, return_inverse=True)
        return found, which
    there = np.zeros(size * size, bool)
    there[pairs] = True
    found = np.flatnonzero(there)
    ranks = np.empty(size * size, np.intp)
    ranks[found] = np.arange(len(found))
    return found, ranks.take(pairs)


def _named(first: Codes, second: Codes, bounds: NDArray[np.int64]) -> list[bytes]:
    """The characters of each bucket's pairs, as a file in UTF-8 can hold them inside quotes.

    Half a rare character cannot stand there: it is written as an escape.
    """
    pairs = np.stack((first, second), axis=1).astype(np.uint16).ravel()
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
