#!/usr/bin/env python3
"""Scan every byte of a finished site for what must not be published. Exit code 1 where there is something.

A build looks at what it makes; this trusts nothing: archives are opened, pictures taken apart, the theme's
own files read as well. Values that were found are never shown.
"""

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from _paths import ROOT
from pairing.examine import examine
from pairing.internal import refuse_internal
from pairing.problems import DataError
from pairing.scan import Finding, Verdict, scan_file
from pairing.scan.guard import Guard, problems, waived
from pairing.scan.policy import NAMES, Policy

# Files of one piece of work for a process.
_AT_ONCE = 50


def main() -> None:
    parser = argparse.ArgumentParser(description="逐个字节检查生成的网站里有没有个人信息和不公开的内容")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "site", help="检查哪个文件夹（不写就是 site/）")
    parser.add_argument("--root", type=Path, default=ROOT, help="网站的源文件所在的文件夹，里面有名单和例外")
    asked = parser.parse_args()
    if not asked.folder.is_dir():
        sys.exit(f"没有文件夹 {asked.folder}，请先运行 make site")
    try:
        refuse_internal(asked.folder)
        _, _, guard = examine(asked.root, os.environ)
        count, judged, left = scan_folder(asked.folder, guard)
        if left:
            raise DataError(problems(left, asked.root))
    except DataError as error:
        sys.exit(str(error))
    print(f"没有发现问题：{count} 个文件，判断了 {judged} 处像号码、邮箱或住址的文字。")
    if not guard.policy.names:
        print(f"没有姓名清单（环境变量 {NAMES}），没有查姓名。")
    if not guard.policy.numbers:
        print("没有学校填写学号、工号的样式（number_forms），没有查学号和工号。")


def scan_folder(folder: Path, guard: Guard) -> tuple[int, int, list[Finding]]:
    """(files, candidates judged, findings that no exception lets pass) of a folder, over all cores."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    with ProcessPoolExecutor() as pool:
        verdicts = [*pool.map(partial(_scan, folder, guard.policy), paths, chunksize=_AT_ONCE)]
    found = [finding for verdict in verdicts for finding in verdict.findings]
    left = [finding for finding in found if not waived(finding, guard.waivers)]
    return len(paths), sum(verdict.judged for verdict in verdicts), left


def _scan(folder: Path, policy: Policy, path: str) -> Verdict:
    return scan_file(path, (folder / path).read_bytes(), policy, counted=True)


if __name__ == "__main__":
    main()
