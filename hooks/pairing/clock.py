"""The as-of date: asked for once, at the edge, and an argument everywhere else."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from pairing.history import ask_git
from pairing.model import Site
from pairing.problems import DataError, Problem, Where

CHINA: Final = timezone(timedelta(hours=8))


def as_of(root: Path, site: Site, environ: Mapping[str, str]) -> date:
    """The day all statuses are computed for.

    In this order: ``JIEDUI_AS_OF`` (2026-11-21), ``as_of`` of data/site.yml, ``SOURCE_DATE_EPOCH``,
    the day of the last commit in China. Never the clock, so a build can be repeated.
    """
    asked = environ.get("JIEDUI_AS_OF")
    if asked:
        try:
            return date.fromisoformat(asked)
        except ValueError:
            message = f"环境变量 JIEDUI_AS_OF 不是日期，找到“{asked}”，请写成 2026-11-21"
            raise DataError([Problem(Where("JIEDUI_AS_OF"), message)]) from None
    if site.as_of:
        return site.as_of.last
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if epoch and epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(CHINA).date()
    committed = ask_git(root, "log", "-1", "--format=%ct")
    if not committed.answer:
        message = f"不知道数据截至哪一天：{committed.why}；也可以在本文件写 as_of（例如 as_of: 2026-11-21）"
        raise DataError([Problem(Where("data/site.yml"), message)])
    return datetime.fromtimestamp(int(committed.answer), UTC).astimezone(CHINA).date()
