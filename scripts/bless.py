#!/usr/bin/env python3
"""Accept new golden files: the messages of the broken site and the pages of the small one."""

import argparse
import sys

from _paths import ROOT

sys.path.insert(0, str(ROOT / "tests"))

import tempfile
from pathlib import Path

import corpus
from golden import BROKEN, EXPECTED, broken_messages, small_files


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    BROKEN.write_text(broken_messages(), encoding="utf-8")
    files = small_files()
    for old in sorted(EXPECTED.rglob("*"), reverse=True):
        old.unlink() if old.is_file() else old.rmdir()
    for path, content in files.items():
        file = EXPECTED / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    with tempfile.TemporaryDirectory() as folder:
        said = corpus.blessed(Path(folder))
    corpus.EXPECTED.write_text(said, encoding="utf-8")
    print(f"已更新 {BROKEN.relative_to(ROOT)} 和 {len(files)} 个页面；请用 git diff 查看。")


if __name__ == "__main__":
    main()
