#!/usr/bin/env python3
"""List every problem of data/, content/ and mkdocs.yml, and every finding of the text checks, without building.

Exit code 1 where there is a problem; findings are hints and fail nothing (--strict: they do, too).
"""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from _paths import ROOT
from pairing.deadline import hints
from pairing.derive import derive
from pairing.examine import examine
from pairing.ledger.suggest import suggestions
from pairing.problems import DataError
from pairing.proof import notice, proof
from pairing.release import waiting
from pairing.settings import settings
from pairing.unlikely import unlikely


def main() -> None:
    parser = argparse.ArgumentParser(description="列出 data/ 和 content/ 的全部问题和提示，不生成网站")
    parser.add_argument("--strict", action="store_true", help="文字检查有提示时也以失败结束")
    parser.add_argument("root", nargs="?", type=Path, default=ROOT, help="网站的文件夹（不写就是本仓库）")
    asked = parser.parse_args()
    wrong = settings(asked.root)
    try:
        data, day, _ = examine(asked.root, os.environ)
    except DataError as error:
        sys.exit(str(DataError([*wrong, *error.problems])))
    if wrong:
        sys.exit(str(DataError(wrong)))
    for hint in suggestions(data, derive(data, date.min)):
        print(hint)
    for hint in (*unlikely(data, day), *hints(data, day), *waiting(data, day)):
        print(hint)
    if data.blind:
        print(data.blind)
    findings = proof(data)
    for finding in findings:
        print(finding)
    print(
        f"{'没有错误' if findings else '没有发现问题'}：{len(data.programmes)} 个项目，{len(data.plans)} 份方案，"
        f"{len(data.reports)} 份报告，{len(data.schools)} 所学校，{len(data.documents)} 份文件。"
    )
    print(notice(findings), end="")
    sys.exit(bool(asked.strict and findings))


if __name__ == "__main__":
    main()
