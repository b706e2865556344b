#!/usr/bin/env python3
"""Look for texts where a fast way and the slow one disagree. Exit code 1 where there is one."""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from _paths import ROOT
from _texts import FILES, any_text
from pairing.load import load
from pairing.plain import plain
from pairing.source import Record
from pairing.text import converted


def entries(site: Path) -> Iterator[Record]:
    """The entries of a site, as written."""
    data = load(site)
    return (data.record("entry", *place) for place in data.entries)


def markdown(seed: int, seconds: float) -> int:
    """Compare `pairing.plain` with Python-Markdown; print counts and every difference; give their number."""
    sites = (ROOT, ROOT / "tests/sites/demo", ROOT / "tests/sites/small")
    bodies = [record.body for site in sites for record in entries(site)]
    random = Random(seed)  # noqa: S311 -- the same texts for the same number
    until = time.monotonic() + seconds
    compared = taken = wrong = 0
    while time.monotonic() < until and wrong < 10:
        text = any_text(random, bodies)
        fast = plain(text)
        compared += 1
        if fast is None:
            if random.random() < 0.1:  # what the slow way leaves behind must not show in the next text
                converted(text, FILES)
            continue
        taken += 1
        slow = converted(text, FILES)
        if fast != slow:
            wrong += 1
            print(f"text  {text!r}\nfast  {fast!r}\nslow  {slow!r}\n")
    print(f"seed {seed}: {compared} texts, {taken} taken by the fast way and compared, {wrong} differences")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["markdown"], help="what to compare")
    parser.add_argument("--minutes", type=float, default=1, help="how long to look (default: 1)")
    parser.add_argument("--seed", type=int, default=1, help="the first random number (default: 1)")
    asked = parser.parse_args()
    sys.exit(markdown(asked.seed, asked.minutes * 60) > 0)


if __name__ == "__main__":
    main()
