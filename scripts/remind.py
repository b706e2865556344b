#!/usr/bin/env python3
"""Remind editors of columns and documents that are late or soon due. Exit code 1 where one is late, 2 on errors."""

import argparse
import sys
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from _paths import ROOT
from pairing.advice import resolve_id
from pairing.clock import CHINA, day_of
from pairing.deadline import TIMED, Timed, open_deadlines, pressing
from pairing.gate import disclose
from pairing.health import Standing, open_health
from pairing.load import load
from pairing.names import register
from pairing.problems import DataError
from pairing.read import Dataset
from pairing.release import released


def line(data: Dataset, item: Standing) -> str:
    """One finding: school, column, what is the matter, and why."""
    titles = {column.id: column.title for column in data.columns.columns} if data.columns else {}
    why = f"（最近发布 {item.last}，期限 {item.threshold.text}）" if item.last and item.threshold else ""
    return f"{data.schools[item.school].short}　{titles[item.column]}　{item.words}{why}"


def document_line(data: Dataset, item: Timed) -> str:
    """One document that waits: title, what is the matter, the last day on time."""
    return f"文件　{data.documents[item.document].title}　{TIMED[item.state]}，{item.words}（最迟 {item.last}）"


def _day(word: str) -> date:
    try:
        return day_of(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"不是日期，找到“{word}”，请写成 2026-11-21（1900 至 2999 年）") from None


def _count(word: str) -> int:
    if not word.isdecimal():
        raise argparse.ArgumentTypeError(f"应为天数，找到“{word}”，请写成 14 的样子")
    return int(word)


def _unknown(data: Dataset, words: Iterable[str]) -> str:
    """What is wrong with the schools asked for, or nothing."""
    names = {**{key: key for key in data.schools}, **register(data.schools)}
    found = [f"没有编号为“{word}”的学校{resolve_id(word, names)}" for word in words if word not in data.schools]
    return "；".join(found)


def main() -> None:
    parser = argparse.ArgumentParser(description="列出超期、空着和快要超期的栏目")
    parser.add_argument("--root", type=Path, default=ROOT, help="网站的文件夹（不写就是本仓库）")
    parser.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="按哪一天判断（不写就是今天）")
    parser.add_argument("--school", action="append", default=[], metavar="ID", help="只看这所学校，可以写几次")
    parser.add_argument("--within", type=_count, metavar="DAYS", help="提前多少天提醒（不写就按 data/site.yml）")
    asked = parser.parse_args()
    as_of = asked.as_of or datetime.now(CHINA).date()
    try:
        data = load(asked.root)
    except DataError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    if wrong := _unknown(data, asked.school):
        parser.error(wrong)
    found = open_health(disclose(released(data, as_of), as_of)[0], as_of).findings(asked.within, asked.school)
    for item in found:
        print(line(data, item))
    if not found:
        print(f"没有超期、空着或快要到期的栏目（{as_of}）。")
    assert data.site is not None, "load() refuses data without site.yml"
    warn = data.site.deadline.warn if asked.within is None else asked.within
    waiting = pressing(open_deadlines(data, as_of), warn)
    shown = [item for item in waiting if not asked.school or {*data.documents[item.document].issuers} & {*asked.school}]
    for document in shown:
        print(document_line(data, document))
    late = [item for item in found if item.state in ("stale", "empty")]
    sys.exit(1 if late or any(document.state == "overdue" for document in shown) else 0)


if __name__ == "__main__":
    main()
