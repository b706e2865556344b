#!/usr/bin/env python3
"""Fingerprints of a document on request: of every 30-character run and of every name listed in it.

Neither the text nor a name is kept: tests/sealed.json has salted, shortened hashes only, those of names so
short (24 bits) that many other words share each of them. White space does not count. A test looks for them in
everything that is published: scripts/seal.py notice.txt
"""

import argparse
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

from _paths import ROOT

RUN = 30
RUN_BYTES, NAME_BYTES = 6, 3
SALT = b"jiedui-sealed-1"
FILE = ROOT / "tests" / "sealed.json"
# Lines that list people: 组长：甲 乙, with names of two characters set apart by spaces, and lines that go on.
LISTED = re.compile(
    r"^(?:组\s*长|副组长|成\s*员|办公室主任|办公室成员)：(.*(?:\n\s*\n?[\u4e00-\u9fff ]{2,12}$)?)", re.MULTILINE
)


_CHINESE = re.compile("[\u4e00-\u9fff]")
# No run of a Chinese text has fewer Chinese characters (`sealed` holds to it).
_FEWEST = 8


def dense(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def runs(text: str) -> Iterator[str]:
    """Every run of 30 characters of a dense text."""
    return (text[i : i + RUN] for i in range(len(text) - RUN + 1))


def print_of(words: str, size: int) -> str:
    """The salted fingerprint of some words, in hex."""
    return hashlib.blake2b(words.encode(), digest_size=size, key=SALT).hexdigest()


def names(text: str) -> set[str]:
    """The names that a text lists: a single character belongs to the next one."""
    found: set[str] = set()
    for line in LISTED.findall(text):
        words = line.split()
        while words:
            word = words.pop(0)
            found.add(word + words.pop(0) if len(word) == 1 and words else word)
    return found


def sieve(text: str) -> Iterator[tuple[int, int]]:
    """(position, quick check sum) of every run: what tells most runs apart in a quarter of the time."""
    raw, width = memoryview(text.encode("utf-32-le")), 4 * RUN
    return ((i // 4, crc32(raw[i : i + width])) for i in range(0, len(raw) - width + 1, 4))


def sealed(text: str) -> dict[str, list[str]]:
    """What is kept of a text."""
    return {
        "sieve": sorted({f"{code & 0xFFFFF:05x}" for _, code in sieve(dense(text))}),
        "runs": sorted({print_of(run, RUN_BYTES) for run in runs(dense(text))}),
        "names": sorted({print_of(name, NAME_BYTES) for name in names(text)}),
    }


def found_in(texts: Iterable[str], known: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """(kind, words) of what is sealed and stands in some texts; white space and line breaks do not count.

    A line is looked at together with the end of what comes before it, each such pair once.
    """
    run_prints, name_prints, grams, seen = set(known["runs"]), set(known["names"]), set[str](), set[str]()
    coarse = {int(code, 16) for code in known["sieve"]}
    for text in texts:
        tail = ""
        for line in text.split("\n"):
            piece = tail + dense(line)
            if len(piece) == len(tail):
                continue
            tail = piece[-(RUN - 1) :]
            if piece in seen:
                continue
            seen.add(piece)
            grams |= {piece[i : i + size] for size in (2, 3) for i in range(len(piece) - size + 1)}
            if len(_CHINESE.findall(piece)) < _FEWEST:
                continue
            near = (piece[i : i + RUN] for i, code in sieve(piece) if code & 0xFFFFF in coarse)
            yield from (("run", run) for run in near if print_of(run, RUN_BYTES) in run_prints)
    chinese = (gram for gram in grams if all("\u4e00" <= letter <= "\u9fff" for letter in gram))
    yield from (("name", gram) for gram in sorted(chinese) if print_of(gram, NAME_BYTES) in name_prints)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path, help="the UTF-8 text of the document")
    text = parser.parse_args().text.read_text(encoding="utf-8")
    kept = sealed(text)
    assert all(len(_CHINESE.findall(run)) >= _FEWEST for run in runs(dense(text))), "a run with too little Chinese"
    FILE.write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
    print(f"{len(kept['runs'])} 个文字指纹和 {len(kept['names'])} 个姓名指纹写入 {FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
