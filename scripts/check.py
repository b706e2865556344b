#!/usr/bin/env python3
"""List every problem of data/ and content/, without building. Exit code 1 where there is one."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from _paths import ROOT
from pairing.clock import as_of
from pairing.deadline import hints
from pairing.derive import derive
from pairing.ledger.suggest import suggestions
from pairing.load import load
from pairing.problems import DataError
from pairing.scan.guard import open_guard


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, help="the site's folder (default: this one)")
    root = parser.parse_args().root
    try:
        data = load(root)
        assert data.site is not None, "load() refuses data without site.yml"
        open_guard(data, as_of(root, data.site, os.environ))
    except DataError as error:
        sys.exit(str(error))
    for hint in suggestions(data, derive(data, date.min)):
        print(hint)
    for hint in hints(data, as_of(root, data.site, os.environ)) if data.site else ():
        print(hint)
    print(
        f"没有发现问题：{len(data.programmes)} 个项目，{len(data.plans)} 份方案，"
        f"{len(data.reports)} 份报告，{len(data.schools)} 所学校，{len(data.documents)} 份文件。"
    )


if __name__ == "__main__":
    main()
