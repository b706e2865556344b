#!/usr/bin/env python3
"""Fingerprints of every 40-character run of source documents, so that a test can tell a copied sentence.

The documents themselves are not kept here. White space does not count. Run it on the text files
of new documents before their data is entered: scripts/prints.py plan.txt report.txt
"""

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path

from _paths import ROOT

RUN = 40
BYTES = 6
FILE = ROOT / "tests" / "source-prints.bin"


def runs(text: str) -> Iterator[tuple[int, bytes]]:
    """(position, fingerprint) of every run of 40 characters, white space left out."""
    dense = "".join(text.split())
    for i in range(len(dense) - RUN + 1):
        yield i, hashlib.blake2b(dense[i : i + RUN].encode(), digest_size=BYTES).digest()


def known() -> frozenset[bytes]:
    """The fingerprints on file."""
    raw = FILE.read_bytes()
    return frozenset(raw[i : i + BYTES] for i in range(0, len(raw), BYTES))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path, help="UTF-8 text files of the documents")
    parser.add_argument("--add", action="store_true", help="keep the fingerprints on file, too")
    asked = parser.parse_args()
    found = set(known()) if asked.add else set()
    for file in asked.texts:
        found |= {code for _, code in runs(file.read_text(encoding="utf-8"))}
    FILE.write_bytes(b"".join(sorted(found)))
    print(f"{len(found)} 个指纹写入 {FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
