#!/usr/bin/env python3
"""List every problem of the data, without building. Exit code 1 where there is one."""
import sys
from _paths import ROOT
from pairing.problems import DataError
from pairing.read import read_data

if __name__ == "__main__":
    only = sys.argv[1:]
    _, problems = read_data(ROOT)
    problems = [p for p in problems if not only or any(o in p.where.path for o in only)]
    if problems:
        sys.exit(str(DataError(problems)))
    print("ok")
