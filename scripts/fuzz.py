#!/usr/bin/env python3
"""Look for texts that crash a reader, slip past the sanitiser, or are told without a place.

Targets run in turn, a second each, for as long as asked. Every text is a function of the seed and its
number, so that `--seed N` finds the same one again. With --atheris the numbers come from libFuzzer, which
looks for new ways through the code; it must be installed (pip install atheris). Exit code 1 for a find.
"""

import argparse
import importlib
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from _paths import ROOT  # isort: skip -- puts hooks/ on the path
from _fuzz import TARGETS
from pairing.folders import data_files
from pairing.load import load

# A find says enough; ten of them are enough for a day.
_MOST = 10


def bodies() -> list[str]:
    """What real people wrote, to begin from: bodies, whole entries and small data files of three sites."""
    found: list[str] = []
    for site in (ROOT, ROOT / "tests/sites/demo", ROOT / "tests/sites/small"):
        data = load(site)
        found += [data.record("entry", *place).body for place in data.entries]
        files: list[Path] = [*data_files(site / "data"), *data_files(site / "content" / "entries")]
        texts = [file.read_text(encoding="utf-8") for file in files if file.suffix in (".yml", ".md")]
        found += [text for text in texts if len(text) < 3000]
    return found


def run(names: list[str], seed: int, seconds: float) -> int:
    """Run targets in turn; print every find and counts; give how many there were."""
    texts, counts, wrong = bodies(), Counter[str](), 0
    until, turn = time.monotonic() + seconds, 0
    while time.monotonic() < until and wrong < _MOST:
        name = names[turn % len(names)]
        random = Random(f"{seed}/{turn}")  # noqa: S311 -- the same texts for the same number
        turn += 1
        end = min(until, time.monotonic() + 1)
        while time.monotonic() < end and wrong < _MOST:
            counts[name] += 1
            try:
                TARGETS[name](random, texts)
            except (Exception, RecursionError):
                wrong += 1
                print(f"{name}, seed {seed}, turn {turn - 1}, text {counts[name]}:\n{traceback.format_exc()}")
    told = "、".join(f"{name} {counts[name]}" for name in names)
    print(f"seed {seed}: {told}; {wrong} finds")
    return wrong


def libfuzzer(name: str, seconds: float) -> None:
    """Let libFuzzer choose; it ends the process itself."""
    atheris = importlib.import_module("atheris")
    texts = bodies()

    def once(raw: bytes) -> None:
        TARGETS[name](Random(raw), texts)  # noqa: S311 -- the same text for the same bytes

    atheris.Setup([sys.argv[0], f"-max_total_time={int(seconds)}", "-max_len=64"], once)
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=[*TARGETS, "all"], help="what to feed")
    parser.add_argument("--minutes", type=float, default=10, help="how long to look (default: 10)")
    parser.add_argument("--seed", type=int, default=1, help="the first random number (default: 1)")
    parser.add_argument("--atheris", action="store_true", help="let libFuzzer choose (one target only)")
    asked = parser.parse_args()
    if asked.atheris:
        if asked.what == "all":
            parser.error("--atheris takes one target")
        libfuzzer(asked.what, asked.minutes * 60)
    names = list(TARGETS) if asked.what == "all" else [asked.what]
    sys.exit(run(names, asked.seed, asked.minutes * 60) > 0)


if __name__ == "__main__":
    main()
