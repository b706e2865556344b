"""Rules of the ledger: records name what exists, changes give reasons, reports answer each other."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from pairing.advice import resolve, resolve_id
from pairing.derive import derive
from pairing.ledger import unroll_all
from pairing.ledger.carry import unanswered
from pairing.ledger.changes import measures, needless, unreasoned
from pairing.ledger.match import last_word, overrides_of
from pairing.ledger.placed import placed
from pairing.ledger.unroll import Duty
from pairing.model import Measure, Report
from pairing.model.plan import Override
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.walk import rows_of
from pairing.when import When

# Windows do not depend on the day that statuses are computed for.
_ANY_DAY: Final = date(2000, 1, 1)


def entry_places(data: Dataset) -> Iterator[Problem]:
    """稿件放在存在的项目之下，年份文件夹和文件名与日期一致，举措编号存在。"""
    known: dict[str, Ids | None] = {}
    for (programme, year, name), record, entry, _ in data.opened:
        if not data.exists("programme", programme):
            hint = resolve_id(programme, {key[0]: key[0] for key in data.known["programme"]})
            yield Problem(record.where(), f"稿件放在不存在的项目“{programme}”之下{hint}")
            continue
        if not entry.date.code.startswith(year) or not name.startswith(f"{entry.date.code}-"):
            found = f"{year}/{name}.md"
            message = f"日期“{entry.date}”与文件的位置不符，找到“{found}”，请改日期或移动文件"
            yield Problem(record.where("date"), message)
        if programme not in known:
            known[programme] = _ids(data, programme)
        ids = known[programme]
        for i, activity in enumerate(entry.activities if ids is not None else ()):
            for field, kind, there in ids or ():
                words = getattr(activity, field)
                for j, word in enumerate(() if there.issuperset(words) else words):
                    if word not in there:
                        hint = resolve_id(word, {key: key for key in sorted(there)})
                        where = record.where("activities", i, field, j)
                        yield Problem(where, f"本项目没有编号为“{word}”的{kind}{hint}")


# Field of an activity, what it names, and what there is of it.
Ids = tuple[tuple[str, str, set[str]], ...]


def _ids(data: Dataset, programme: str) -> Ids | None:
    """What the activities of a programme may name, None where a file that may hold some is broken."""
    broken = any((owner, plan) not in data.plans for owner, plan in data.known["plan"] if owner == programme)
    if broken or programme not in data.programmes:
        return None
    plans = data.plans_of(programme).values()
    holders = (*plans, data.programmes[programme].agreements)
    return (
        ("measures", "举措", {row.id for holder in holders for _, row in rows_of(holder, Measure)}),
        ("schedule", "工作计划表行", {row.id for plan in plans for row in plan.schedule}),
    )


def overrides(data: Dataset) -> Iterator[Problem]:
    """人工改定的状态须对应一次应做事项，方案的举措和协议的条款都是。"""
    held = [item for item in placed(data) if item.measure.overrides]
    if data.calendar is None or not held:
        return
    duties, _ = unroll_all(data, derive(data, _ANY_DAY), data.calendar)
    owed = [duty for found in duties.values() for duty in found]
    meant = {id(item) for duty in owed for item in overrides_of(duty)}
    heard = {id(item) for duty in owed for item in _heard(duty)}
    for programme, _, record, loc, measure in held:
        if programme not in duties:
            continue  # the programme's own file is broken
        windows = [_window(duty) for duty in duties[programme] if duty.promise.measure is measure]
        for i, override in enumerate(measure.overrides):
            where = record.where(*loc, "overrides", i, "window")
            if id(override) not in meant:
                listed = f"，可写的有：{'、'.join(windows)}" if windows else "，这项举措没有应做事项"
                yield Problem(where, f"“{override.window}”不是这项举措的应做事项{listed}")
            elif id(override) not in heard:
                yield Problem(where, f"“{override.window}”改定了两次，日期相同，请删去一次，或在 on 写明各次的日期")


def _heard(duty: Duty) -> list[Override]:
    """The words of editors on a duty that count on some day: of one day the last."""
    words = overrides_of(duty)
    days = {item.on.first if item.on else date.min for item in words}
    return [word for day in days if (word := last_word(words, day))]


def planned_overrides(data: Dataset) -> Iterator[Problem]:
    """人工改定的工作计划表行，window 写这一行的时间。"""
    for pair, plan in data.plans.items():
        for i, row in enumerate(plan.schedule):
            for j, override in enumerate(row.overrides):
                if override.window.code != row.when.code:
                    where = data.record("plan", *pair).where("schedule", i, "overrides", j, "window")
                    yield Problem(where, f"“{override.window}”不是这一行的时间，请写 {row.when.code}")


def _window(duty: Duty) -> str:
    """What an override may write to mean a duty: its code, or where that is no date its first day."""
    try:
        return When.parse(duty.code).code
    except ValueError:
        return f"{duty.first.isoformat()}（指{duty.window}）"


def plan_changes(data: Dataset) -> Iterator[Problem]:
    """后一方案放宽、取消、调整或新增承诺，须在 changes 写明理由；没有变化的不必写。"""
    for (programme, key), plan in data.plans.items():
        before = data.plans.get((programme, plan.succeeds or ""))
        if before is None:
            continue
        record, places = data.record("plan", programme, key), {row.id: loc for loc, row in rows_of(plan, Measure)}
        for item in unreasoned(before, plan):
            where = record.where(*places[item.measure]) if item.measure in places else record.where_key("succeeds")
            said = "；".join(item.words) or f"{item.label}：{item.statement}"
            message = f"举措“{item.measure}”与前一方案相比有变化（{said}），请在 changes 写明 measures 和 reason"
            yield Problem(where, message)
        for i, j, word in needless(before, plan):
            both = {**measures(before), **measures(plan)}
            message = f"举措“{word}”与前一方案没有不同，请从 changes 中删去"
            if word not in both:
                hint = resolve(word, {name: name for name in sorted(both)})
                message = f"两份方案都没有举措“{word}”{hint}，请改正，或从 changes 中删去"
            yield Problem(record.where("changes", i, "measures", j), message)


def replaced(data: Dataset) -> Iterator[Problem]:
    """举措写明替代的（replaces），须是前一方案（succeeds）中的举措；变化的理由（changes）也须有前一方案。"""
    for (programme, key), plan in data.plans.items():
        record, named = data.record("plan", programme, key), [*rows_of(plan, Measure)]
        if not plan.succeeds:
            idle = [(*loc, "replaces") for loc, row in named if row.replaces]
            if plan.changes:
                idle.append(("changes",))
            for loc in idle:
                message = f"写了 {loc[-1]}，却没有写本方案接续哪一个方案；请在方案开头写 succeeds，或删去 {loc[-1]}"
                yield Problem(record.where_key(*loc), message)
        elif before := data.plans.get((programme, plan.succeeds)):  # of one that cannot be read others tell
            known = {name: name for name in sorted(measures(before))}
            for loc, row in named:
                for i, word in enumerate(row.replaces):
                    if word not in known:
                        message = f"前一方案“{plan.succeeds}”没有编号为“{word}”的举措{resolve_id(word, known)}"
                        yield Problem(record.where(*loc, "replaces", i), message)


def answers(data: Dataset) -> Iterator[Problem]:
    """一所学校的后一份报告须逐条答复它前一份报告的问题和下一步；答复须对应存在的条目。"""
    for programme in data.programmes:
        if any(owner == programme and (owner, key) not in data.reports for owner, key in data.known["report"]):
            continue  # an unreadable report may hold the answers
        for report, owed, kind, item in unanswered(data, programme):
            message = (
                f"没有答复“{owed.report.title}”的{kind}“{item.title}”，"
                f'请在 answers 中写 report: "{owed.key}"、item: {item.id}、outcome 和 reason'
            )
            yield Problem(data.record("report", programme, report.key).where_key("answers"), message)
        reports = data.reports_of(programme)
        for period, found in reports.items():
            for i, answer in enumerate(found.answers):
                earlier = reports.get(answer.report)
                items = _items(earlier) if earlier else set()
                record = data.record("report", programme, period)
                if earlier is None:
                    hint = resolve_id(answer.report, {key: key for key in reports})
                    yield Problem(record.where("answers", i, "report"), f"本项目没有“{answer.report}”报告{hint}")
                elif answer.item not in items:
                    hint = resolve_id(answer.item, {key: key for key in sorted(items)})
                    where = record.where("answers", i, "item")
                    yield Problem(where, f"“{answer.report}”报告没有编号为“{answer.item}”的问题或下一步{hint}")


def _items(report: Report) -> set[str]:
    return {row.id for row in report.problems} | {row.id for row in report.next_steps}


def totals_of_batches(data: Dataset) -> Iterator[Problem]:
    """分批完成的人数是合计，不按次、按学期或按年写。"""
    for item in placed(data):
        for i, row in enumerate(item.measure.people):
            if item.measure.cadence.every == "batches" and row.per not in (None, "total"):
                where = item.record.where(*item.loc, "people", i, "per")
                yield Problem(where, f"分批（batches）的人数按合计计算，请写合计的人数和 per: total，找到“{row.per}”")
