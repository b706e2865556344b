#!/usr/bin/env python3
"""Mend what text checks found, where the fix is safe: the words found and nothing else.

Comments and layout stay as they are. Prints every change; --dry-run changes nothing.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from _paths import ROOT
from pairing.load import survey
from pairing.proof import Finding, proof

_LINE_END = re.compile("\r\n|\r|\n")


def mended(text: str, findings: Iterable[Finding]) -> tuple[str, list[Finding]]:
    """A file's text with the safe fixes made, and the findings that were; positions are those of ``text``."""
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    done: list[Finding] = []
    limit = len(text)
    for finding in sorted(findings, reverse=True):
        fix = finding.fix
        if fix is None or not fix.safe or finding.where.line > len(starts):
            continue
        start = starts[finding.where.line - 1] + finding.where.column - 1
        end = start + len(fix.old)
        # Two fixes that overlap: the later one is made, the other comes up again at the next run.
        if end > limit or text[start:end] != fix.old:
            continue
        text, limit = text[:start] + fix.new + text[end:], start
        done.append(finding)
    return text, done[::-1]


def main() -> None:
    parser = argparse.ArgumentParser(description="把文字检查里有把握的地方一次改好")
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, help="网站的文件夹（不写就是本仓库）")
    parser.add_argument("--dry-run", action="store_true", help="只列出会改什么，不改")
    asked = parser.parse_args()
    data, problems = survey(asked.root)
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in proof(data):
        by_file[finding.where.path].append(finding)
    count = 0
    for path, findings in sorted(by_file.items()):
        file = asked.root / path
        raw = file.read_bytes()
        mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
        after, done = mended(raw.removeprefix(mark).decode(), findings)
        for finding in done:
            assert finding.fix is not None, "only what has one was mended"
            print(f"{finding.where}: “{finding.fix.old}”→“{finding.fix.new}”")
        count += len(done)
        if done and not asked.dry_run:
            file.write_bytes(mark + after.encode())
    left = sum(map(len, by_file.values())) - count
    if count or left:
        more = f"；另有 {left} 处要人看过再改（make check 列出）" if left else ""
        print(f"{'可改' if asked.dry_run else '已改'} {count} 处{more}。")
    else:
        print("没有要改的地方。")
    if problems:
        sys.exit(f"数据还有 {len(set(problems))} 个问题，请先用 make check 查看；读不了的文件没有检查。")


if __name__ == "__main__":
    main()
