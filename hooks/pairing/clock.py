"""The as-of date: asked for once, at the edge, and an argument everywhere else."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from pairing.history import ask_git
from pairing.model import Site
from pairing.problems import DataError, Problem, Where

CHINA: Final = timezone(timedelta(hours=8))
# The days that calendars, semesters and deadlines can be worked out for.
_FIRST, _LAST = date(1900, 1, 1), date(2999, 12, 31)
# Seconds since 1970 that fit into 32 bits, as archives have them.
_SECONDS: Final = 2**32


def as_of(root: Path, site: Site, environ: Mapping[str, str]) -> date:
    """The day all statuses are computed for.

    In this order: ``JIEDUI_AS_OF`` (2026-11-21), ``as_of`` of data/site.yml, ``SOURCE_DATE_EPOCH``,
    the day of the last commit in China. Never the clock, so a build can be repeated.
    """
    asked, epoch = environ.get("JIEDUI_AS_OF"), environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None and not _is_seconds(epoch):  # MkDocs asks for it in any case
        message = (
            f"环境变量 SOURCE_DATE_EPOCH 应为 1970 年以来的秒数，找到“{epoch}”，请写成 1795190400 的样子，或取消它"
        )
        raise DataError([Problem(Where("SOURCE_DATE_EPOCH"), message)])
    if asked:
        try:
            return day_of(asked)
        except ValueError:
            message = f"环境变量 JIEDUI_AS_OF 不是日期，找到“{asked}”，请写成 2026-11-21（1900 至 2999 年）"
            raise DataError([Problem(Where("JIEDUI_AS_OF"), message)]) from None
    if site.as_of:
        return site.as_of.last
    if epoch:
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(CHINA).date()
    committed = ask_git(root, "log", "-1", "--format=%ct")
    if not committed.answer:
        message = f"不知道数据截至哪一天：{committed.why}；也可以在本文件写 as_of（例如 as_of: 2026-11-21）"
        raise DataError([Problem(Where("data/site.yml"), message)])
    return datetime.fromtimestamp(int(committed.answer), UTC).astimezone(CHINA).date()


def day_of(word: str) -> date:
    """The day that a word like 2026-11-21 names; ValueError where it is none, or one that nothing is known of."""
    day = date.fromisoformat(word)
    if not _FIRST <= day <= _LAST:
        raise ValueError(word)
    return day


def _is_seconds(word: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,10}", word)) and int(word) < _SECONDS
