"""What is allowed and hardly meant: a plan copied and not changed, days that have not come, shares out of range."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Final

from pairing.model import Measure, Plan, Report
from pairing.model.base import Amount, Period
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.walk import rows_of
from pairing.when import When

# So many ids are named in a line.
_NAMED: Final = 3


def unlikely(data: Dataset, as_of: date) -> Iterator[Problem]:
    """A hint at each."""
    for programme in data.programmes:
        yield from _copied(data, programme)
        yield from _indicators(data, programme, as_of)
    for (programme, key), report in data.reports.items():
        yield from _dates(data, programme, key, report, as_of)


def _copied(data: Dataset, programme: str) -> Iterator[Problem]:
    """Plans that hold at the same time and promise the same, of which none follows the other."""
    plans = sorted(data.plans_of(programme).items(), key=lambda item: (_span(item[1].period)[0], item[0]))
    for (before, first), (key, second) in combinations(plans, 2):
        ids = {measure.id for _, measure in rows_of(first, Measure)}
        shared = [measure.id for _, measure in rows_of(second, Measure) if measure.id in ids]
        since, until = _span(second.period)[0], _span(first.period)[1]
        related = before in _line(data, programme, second) or key in _line(data, programme, first)
        if shared and since <= until and not related:
            listed = "、".join(shared[:_NAMED]) + (f" 等 {len(shared)} 个" if len(shared) > _NAMED else "")
            yield Problem(
                data.record("plan", programme, key).where("period"),
                f"提示：本方案与“{before}”的期间重叠，又有相同的举措编号（{listed}），同一件事会推算两遍；"
                f"期间抄错的请改 period，接着前一方案的请写 succeeds: {_quoted(before)}，不是同一件事的请换编号",
            )


def _span(period: Period) -> tuple[date, date]:
    """The days of a period; without end where none is written."""
    return (period.since.first if period.since else date.min, period.until.last if period.until else date.max)


def _line(data: Dataset, programme: str, plan: Plan) -> set[str]:
    """The plans that one succeeds, directly and by way of others."""
    found, at = set[str](), plan.succeeds
    while at and at not in found:
        found.add(at)
        before = data.plans.get((programme, at))
        at = before.succeeds if before else None
    return found


def _quoted(key: str) -> str:
    """An id as YAML wants it: a year alone would be a number."""
    return f'"{key}"' if key.isdecimal() else key


def _dates(data: Dataset, programme: str, key: str, report: Report, as_of: date) -> Iterator[Problem]:
    """What a report tells as done on days that have not come, or out of the time that it reports on."""
    record, (since, until) = data.record("report", programme, key), _span(report.period)
    for part, words in (("progress", "进展"), ("results", "成果")):
        for i, item in enumerate(getattr(report, part)):
            if item.when is None or item.state == "planned":
                continue
            if item.when.first > as_of:
                yield Problem(record.where(part, i, "when"), _ahead(words, item.when, as_of))
            elif part == "progress" and (item.when.last < since or item.when.first > until):
                message = f"提示：进展的日期“{item.when}”不在报告的期间（{_told(report.period)}）之内，请核对"
                yield Problem(record.where(part, i, "when"), message)


def _told(period: Period) -> str:
    return f"{period.since or '没有写明起点'} 至 {period.until or '没有写明终点'}"


def _ahead(words: str, day: When, as_of: date) -> str:
    return f"提示：{words}的日期是 {day}，现在按 {as_of} 生成，还没有到那一天，请核对"


def _indicators(data: Dataset, programme: str, as_of: date) -> Iterator[Problem]:
    """Actual values of days that have not come, and shares that no share can be."""
    record = data.record("programme", programme)
    for i, indicator in enumerate(data.programmes[programme].indicators):
        rows: list[tuple[tuple[str | int, ...], Amount]] = [
            *((("indicators", i, "targets", j), item) for j, item in enumerate(indicator.targets)),
            *((("indicators", i, "actuals", j), item) for j, item in enumerate(indicator.actuals)),
        ]
        if indicator.baseline:
            rows.append((("indicators", i, "baseline"), indicator.baseline))
        for loc, row in rows:
            when = getattr(row, "when", None)
            if when and when.first > as_of:
                yield Problem(record.where(*loc, "when"), _ahead("实际值", when, as_of))
            for name in ("count", "min", "max") if indicator.kind == "percentage" else ():
                if told := _share(getattr(row, name)):
                    yield Problem(record.where(*loc, name), told)


def _share(value: float | None) -> str:
    """What is odd about a percentage."""
    if value is not None and 0 < value < 1:
        return f"提示：比例写百分号前面的数，找到 {value}，印成 {value}%；要说 {value * 100:g}% 请写 {value * 100:g}"
    if value is not None and value > 100:
        return f"提示：比例超过了 100%，找到 {value}，请核对；确实超过的（例如增长率）不用改"
    return ""
