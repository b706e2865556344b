#!/usr/bin/env python3
"""Print the headers that a web server should send with a finished site, as lines for nginx (see docs/deploy.md)."""

import argparse
from pathlib import Path

from _paths import ROOT
from pairing.served import FRAGMENTS, fragment_headers, headers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site", help="the finished site (default: site/)")
    asked = parser.parse_args()
    pages = (file.read_text(encoding="utf-8") for file in sorted(asked.site.rglob("*.html")))
    general = [*headers(pages)]
    print(_lines(general, ""))
    print(f"location ~ {FRAGMENTS} {{\n{_lines(fragment_headers(general), '    ')}\n}}")


def _lines(told: list[tuple[str, str]], indent: str) -> str:
    return "\n".join(f'{indent}add_header {name} "{value}" always;' for name, value in told)


if __name__ == "__main__":
    main()
