"""Measures → duties: every promise with a pace or a date becomes dated things to do.

A duty is one window and what it asks for. Irregular, on-event and unstated cadences make none,
neither does what may or is only intended to be done; each is counted under its reason.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from pairing.derive import Promise
from pairing.ledger.heads import about, least
from pairing.model import Measure
from pairing.model.base import Period
from pairing.phrases import number
from pairing.terms import Span, Terms, calendar_years
from pairing.when import When

PACED: Final = ("semester", "year", "school-year")
# The window of what has no dates of its own.
_PERIOD: Final = "全部期间"
# Why a measure makes no duty.
UNDATED: Final = {
    "irregular": "不定期",
    "on-event": "视情形",
    "unstated": "文件未载明频次",
    "optional": "可选或只是拟开展",
    "no-period": "没有起止时间，无法推算",
    "ends-first": "写明的截止日期早于开始日期，无法推算",
    "no-window": "起止时间太短，排不出学期、学年或写明的月份",
    "succeeded": "开始之前已由后一方案接替",
    "continued": "由后一方案接续，在那里推算",
    "dropped": "到期之前已由后一方案取消，理由见后一方案",
    "hidden": "到期之前已有后一方案，其内容依申请公开",
    "shared": "所在的一年大部分属于相接的另一方案，在那里推算",
}


class Duty(NamedTuple):
    """One dated thing to do: ``required`` times (次) or heads (名) between two days.

    ``code`` names the window (2019-autumn, 2020, 2020-08, period); ``rule`` says in words how
    the window follows from the promise. ``terms`` are the semesters that its dates are meant by.
    ``former`` are the promises of plans before that it carries on: what names one of them counts as well.
    ``void`` says why nothing is owed where nothing is recorded (a key of UNDATED); empty for most.
    """

    id: str
    promise: Promise
    code: str
    window: str
    first: date
    last: date
    required: int
    unit: str
    rule: str
    terms: Terms
    former: tuple[str, ...] = ()
    void: str = ""

    def holds(self, when: When) -> bool:
        """Whether a date lies in the window; a semester by the acting school's calendar, or cut as the window is."""
        own = when.precision == "semester" and when.code == self.code
        return own or self.terms.holds(self.first, self.last, when)


class Unrolled(NamedTuple):
    """What one measure came to: its duties, or the reason (a key of UNDATED) that there are none.

    ``cut`` says that of what the last duty asks for too little lies before another plan succeeds.
    """

    duties: tuple[Duty, ...]
    reason: str | None
    cut: bool = False


def unroll(promise: Promise, period: Period | None, terms: Terms, heir: When | None = None) -> Unrolled:
    """The duties of one measure. ``period`` is the plan's, ``terms`` the acting school's semesters.

    From ``heir`` on another plan succeeds its own, and what is to be done stands in that one.
    """
    measure = promise.measure
    every = measure.cadence.every
    if why := undated(measure):
        return Unrolled((), why)
    first, last = _ends(measure, period, terms)
    if first is None or last is None:
        return Unrolled((), "no-period")
    if first > last:
        return Unrolled((), "ends-first")
    end = last_before(heir, last, terms)
    if end < first:
        return Unrolled((), "succeeded")
    whole = _whole(measure, first, last)
    if end < last:
        whole = Span(whole.code, f"{whole.text}（至后一方案开始）", first, end)
    spans = _paced(measure, period, terms, first, end) if every in PACED else [whole]
    required, unit = measure.cadence.at_least or 1, "次"
    if every == "batches":
        required, unit = heads(measure) or required, _unit(measure)
    duties = tuple(_duty(promise, span, required, unit, terms) for span in spans)
    cut = every in ("once", "batches") and end < last
    if every in ("year", "school-year") and duties and end < last:
        cut = _mostly_later(duties[-1], _paced(measure, period, terms, first, last))
    return Unrolled(duties, None if duties else "no-window", cut)


def _mostly_later(duty: Duty, years: Iterable[Span]) -> bool:
    """Whether most of a duty's year, as it would be without another plan, lies after the duty's end."""
    whole = next(span for span in years if span.first <= duty.first <= span.last)
    return 2 * (duty.last - duty.first + timedelta(days=1)) < whole.last - whole.first + timedelta(days=1)


def undated(measure: Measure) -> str | None:
    """Why a measure makes no duty whatever the dates are (a key of UNDATED)."""
    if measure.strength in ("may", "intend"):
        return "optional"
    every = measure.cadence.every
    return every if every in ("irregular", "on-event", "unstated") else None


def by_semester(measure: Measure, period: Period | None) -> bool:
    """Whether the duties of a measure follow the semesters of the calendar."""
    every = measure.cadence.every
    return every in ("semester", "school-year") or (every == "year" and _in_semesters(measure, period))


def bounds(measure: Measure, period: Period | None, terms: Terms) -> tuple[date | None, date | None]:
    """The first and last day of a measure; None and None where it has not both, or ends before it begins."""
    first, last = _ends(measure, period, terms)
    return (None, None) if first is None or last is None or first > last else (first, last)


def _ends(measure: Measure, period: Period | None, terms: Terms) -> tuple[date | None, date | None]:
    """A measure's own dates, else those of the plan.

    A measure that its text lets begin before or end after the plan keeps its own dates: it is
    flagged elsewhere, not clipped away.
    """
    since = measure.since or (period.since if period else None)
    until = measure.by_date or measure.until or (period.until if period else None)
    first = terms.first_day(since) if since else None
    last = terms.last_day(until) if until else None
    if measure.since and _within_since(measure):
        ends = [day for day in (terms.last_day(measure.since), last) if day is not None]
        last = min(ends, default=None)
    return first, last


def last_before(heir: When | None, last: date, terms: Terms) -> date:
    """The last day, or the day before another plan succeeds if that is earlier."""
    begin = terms.first_day(heir) if heir else None
    return min(last, begin - timedelta(days=1)) if begin else last


def _within_since(measure: Measure) -> bool:
    """Whether a single time is meant within its own date: 2021年春季学期，…"""
    return measure.cadence.every == "once" and not (measure.by_date or measure.until)


def heads(measure: Measure) -> int | None:
    """How many people a measure promises in all, at the least."""
    return least(measure.people).total() or None


def _unit(measure: Measure) -> str:
    return "名" if heads(measure) else "次"


def _paced(measure: Measure, period: Period | None, terms: Terms, first: date, last: date) -> Iterable[Span]:
    if measure.cadence.every == "semester":
        spans = terms.within(first, last)
        month = measure.cadence.window.month if measure.cadence.window else None
        return _months(spans, month, terms) if month else spans
    if by_semester(measure, period):
        return terms.school_years(first, last)
    return calendar_years(first, last)


def _in_semesters(measure: Measure, period: Period | None) -> bool:
    """Whether 每年 means the school year: where the dates that bound it are semesters."""
    since = measure.since or (period.since if period else None)
    until = measure.until or (period.until if period else None)
    return any(when is not None and when.precision == "semester" for when in (since, until))


def begun(duty: Duty, first: date, mark: str = "") -> Duty:
    """The same duty, with another first day."""
    span = Span(duty.code, f"{duty.window}{mark}", first, duty.last)
    found = _duty(duty.promise, span, duty.required, duty.unit, duty.terms)
    return found._replace(former=duty.former, void=duty.void)


def _months(spans: Iterable[Span], month: int, terms: Terms) -> Iterator[Span]:
    """The n-th month of each semester, counted from its first day even where a plan begins later.

    A month outside of what the plan has of the semester makes none.
    """
    begins = {span.code: span for span in terms.semesters}
    for span in spans:
        found = _nth_month(begins[span.code], month)
        first, last = max(found.first, span.first), min(found.last, span.last)
        if first <= last:
            yield found._replace(first=first, last=last)


def _nth_month(span: Span, month: int) -> Span:
    """The n-th month after a semester begins, clipped to the semester; none of it where the semester is shorter."""
    first = _months_later(span.first, month - 1)
    last = _months_later(span.first, month) - timedelta(days=1)
    text = f"{span.text}开学第{month}个月"
    return Span(span.code, text, first, min(last, span.last))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _whole(measure: Measure, first: date, last: date) -> Span:
    if measure.by_date:
        return Span(measure.by_date.code, f"最迟{measure.by_date.text}", first, last)
    if measure.since and _within_since(measure):
        return Span(measure.since.code, measure.since.text, first, last)
    return Span("period", _PERIOD, first, last)


def _duty(promise: Promise, span: Span, required: int, unit: str, terms: Terms) -> Duty:
    return Duty(
        id=f"{promise.id}/{span.code}",
        promise=promise,
        code=span.code,
        window=span.text,
        first=span.first,
        last=span.last,
        required=required,
        unit=unit,
        rule=_rule(promise.measure, span, required, unit),
        terms=terms,
    )


def _rule(measure: Measure, span: Span, required: int, unit: str) -> str:
    """每学期至少1次：2020年春季学期（…）; the whole period is not named where the pace has just said it."""
    window = "" if span.text == _PERIOD and measure.cadence.every != "batches" else f"：{span.text}"
    return f"{_pace(measure, required, unit)}{window}（{span.first.isoformat()} 至 {span.last.isoformat()}）"


def _pace(measure: Measure, required: int, unit: str) -> str:
    if every := {"semester": "每学期", "year": "每年", "school-year": "每学年"}.get(measure.cadence.every):
        return f"{every}至少{required}次"
    if measure.cadence.every == "once":
        return "期限内完成"
    if measure.cadence.every == "batches":
        near = "约" if unit == "名" and any(map(about, measure.people)) else ""
        return f"分批，合计{near}{number(required)}{unit}"
    return f"期间内至少{number(required)}{unit}"
