"""Column health: how long ago each school last published in each column, and how long news takes.

The limits are the site's own rule (data/site.yml, ``health``). Where it states none, they are the
three of 国办秘函〔2019〕19号: news within 14 days, notices and policy documents within six months, and
no column empty. Pure: the day is an argument. Drafts and entries to come are already gone
(`pairing.release`).
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from statistics import median
from typing import Final, NamedTuple

from pairing.model import Columns, Plan, Site
from pairing.model.base import blank
from pairing.model.health import HealthRules, Limit
from pairing.names import sides, taking_part, unit_names
from pairing.read import Dataset
from pairing.terms import Span, Terms
from pairing.when import When
from pairing.words import COLUMN_STATE, ColumnState

# 国办秘函〔2019〕19号, by the column ids of data/columns.yml.
DEFAULT: Final = (
    Limit(column="dongtai", days=14),
    Limit(column="tongzhi", months=6),
    Limit(column="zhengce", months=6),
)
URGENCY: Final = tuple(COLUMN_STATE)


class Threshold(NamedTuple):
    """How long a column may stay without a new entry: so many days, or so many months."""

    days: int | None = None
    months: int | None = None

    def after(self, day: date) -> date:
        """The last day on time, counted from the newest entry.

        Of months: the same day of the month, or that month's last day where it is shorter.
        """
        if self.months is None:
            return day + timedelta(days=self.days or 0)
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    @property
    def text(self) -> str:
        """In Chinese: 14 天, 6 个月."""
        return f"{self.months} 个月" if self.months is not None else f"{self.days} 天"


class Profile(NamedTuple):
    """The site's rule: limits by column id, columns that may be empty, days of warning."""

    thresholds: Mapping[str, Threshold]
    empty_allowed: frozenset[str]
    warn: int


class Standing(NamedTuple):
    """How one column of one school stands on a day; ``school`` is empty for the whole portal.

    ``days_left`` counts to ``due``, the last day on time: 0 on that day, negative when overdue. Both are
    None where nothing is judged: no limit, no entry yet, or all programmes ended.
    """

    school: str
    column: str
    entries: int
    last: date | None
    threshold: Threshold | None
    due: date | None
    days_left: int | None
    state: ColumnState

    @property
    def words(self) -> str:
        """What there is to say of it: 还有 9 天到期, 今天到期, 已超期 3 天, 还没有稿件; else the state's name."""
        if self.state == "empty":
            return "还没有稿件"
        if self.state == "stale" and self.days_left is not None:
            return f"已超期 {-self.days_left} 天"
        if self.state == "soon":
            return f"还有 {self.days_left} 天到期" if self.days_left else "今天到期"
        return COLUMN_STATE[self.state]

    @property
    def dates(self) -> str:
        """What readers of the column see; only days, as they stay true until the next entry."""
        if self.state == "archived":
            return "项目期间已过，本栏目已归档"
        newest = f"最近发布 {self.last.isoformat()}" if self.last else ""
        return f"{newest}，下一篇最迟 {self.due.isoformat()}" if self.due else newest

    @property
    def urgency(self) -> tuple[int, int, str, str]:
        """A sort key: stale before empty before soon; the longest overdue, then the nearest first."""
        return URGENCY.index(self.state), self.days_left or 0, self.school, self.column


class Lag(NamedTuple):
    """Days from event to publication over a number of entries."""

    entries: int
    median: float
    longest: int


class Outlook(NamedTuple):
    """What a running programme has for the next semester.

    ``semester`` is None where the calendar does not know it yet, ``plan`` is the plan that covers its
    first day, ``ends`` is the programme's end where it comes before that day.
    """

    programme: str
    semester: Span | None
    plan: str | None
    ends: date | None


class Health(NamedTuple):
    """Everything about the columns' health on one day. ``schools`` maps a school to its columns, in order."""

    as_of: date
    profile: Profile
    portal: Mapping[str, Standing]
    schools: Mapping[str, Mapping[str, Standing]]
    programme_lags: Mapping[str, Lag]
    unit_lags: Mapping[tuple[str, str], Lag]
    outlook: tuple[Outlook, ...]

    @property
    def all(self) -> Iterator[Standing]:
        """Every column of every school."""
        return (item for found in self.schools.values() for item in found.values())

    @property
    def timed(self) -> Iterator[tuple[Standing, date, date, Threshold]]:
        """Those that have a last day on time: that day, the day of the newest entry and the limit."""
        for item in self.all:
            if item.due and item.last and item.threshold:
                yield item, item.due, item.last, item.threshold

    def findings(self, within: int | None = None, schools: Iterable[str] = ()) -> list[Standing]:
        """What editors must see, the most urgent first: stale, empty, and due within a number of days.

        Without ``within`` the profile's warning counts; without ``schools`` all of them.
        """
        most, asked = self.profile.warn if within is None else within, set(schools)
        found = (judged(item, most) for item in self.all if not asked or item.school in asked)
        return sorted((item for item in found if item.state in ("stale", "empty", "soon")), key=lambda at: at.urgency)


def profile(site: Site, columns: Columns) -> Profile:
    """The rule of data/site.yml; the default limits only for columns that exist."""
    rules, known = site.health or blank(HealthRules), {column.id for column in columns.columns}
    limits = rules.columns if rules.columns is not None else DEFAULT
    return Profile(
        thresholds={item.column: Threshold(item.days, item.months) for item in limits if item.column in known},
        empty_allowed=frozenset(rules.empty_allowed),
        warn=rules.warn,
    )


def judged(item: Standing, warn: int) -> Standing:
    """The same column with another number of days of warning."""
    if item.days_left is None or item.days_left < 0:
        return item
    state: ColumnState = "soon" if item.days_left <= warn else "fresh"
    return item._replace(state=state)


def standing(
    rule: Profile, as_of: date, school: str, column: str, entries: int, last: date | None, *, archived: bool
) -> Standing:
    """Judge one column: ``last`` is the day of its newest entry, None where it has none."""
    threshold = rule.thresholds.get(column)
    due = threshold.after(last) if threshold and last and not archived else None
    left = (due - as_of).days if due else None
    state: ColumnState
    if archived:
        state = "archived"
    elif last is None:
        state = "untimed" if column in rule.empty_allowed else "empty"
    elif left is None:
        state = "untimed"
    elif left < 0:
        state = "stale"
    else:
        state = "soon" if left <= rule.warn else "fresh"
    return Standing(school, column, entries, last, threshold, due, left, state)


def open_health(data: Dataset, as_of: date) -> Health:
    """Judge every column of every school that is a party of a programme with a plan or an entry."""
    assert data.site is not None, "load() refuses data without site.yml"
    assert data.columns is not None, "load() refuses data without columns.yml"
    rule, columns = profile(data.site, data.columns), [column.id for column in data.columns.columns]
    counts, newest = _count(data)
    alive = {owner for owner, _ in data.plans} | {owner for owner, _ in counts}
    ended = {key for key in data.programmes if (last := end(data, key)) is not None and last < as_of}
    parties = taking_part(data)

    def judge(school: str, programmes: Iterable[str]) -> dict[str, Standing]:
        keys = tuple(programmes)
        archived = bool(keys) and ended.issuperset(keys)
        found = {}
        for column in columns:
            entries = sum(counts.get((key, column), 0) for key in keys)
            last = max((newest[key, column] for key in keys if (key, column) in newest), default=None)
            found[column] = standing(rule, as_of, school, column, entries, last, archived=archived)
        return found

    programme_lags, unit_lags = _lags(data)
    return Health(
        as_of=as_of,
        profile=rule,
        portal=judge("", data.programmes),
        schools={school: judge(school, keys) for school, keys in parties.items() if alive.intersection(keys)},
        programme_lags=programme_lags,
        unit_lags=unit_lags,
        outlook=tuple(_outlook(data, key, as_of) for key in data.programmes if key not in ended),
    )


def end(data: Dataset, programme: str) -> date | None:
    """A programme's last day: as its own period states, else the last that its plans state; None where none does."""
    terms, own = _terms(data, programme), data.programmes[programme].period.until
    if own:
        return _last(terms, own)
    stated = (plan.period.until for plan in data.plans_of(programme).values())
    return max((_last(terms, until) for until in stated if until), default=None)


def lag(published: When, over: When) -> int:
    """Days from the event's last day to publication; a month or a year counts from its last day, never below 0."""
    return max(0, (published.last - over.last).days)


def _count(data: Dataset) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], date]]:
    """(programme, column) -> number of entries, and day of the newest."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    newest: dict[tuple[str, str], date] = {}
    for (programme, _, _), head in data.heads.items():
        if not head.current:
            continue
        at = programme, head.column
        counts[at] += 1
        newest[at] = max(newest.get(at, date.min), head.published.last)
    return counts, newest


def _terms(data: Dataset, programme: str) -> Terms:
    """The calendar of a programme: that of its first helper, as in the ledger."""
    assert data.calendar is not None, "load() refuses data without calendar.yml"
    helpers = sides(data.programmes[programme])["helper"]
    return Terms.of(data.calendar, helpers[0] if helpers else None)


def _last(terms: Terms, when: When) -> date:
    return terms.last_day(when) or when.last


def _lags(data: Dataset) -> tuple[dict[str, Lag], dict[tuple[str, str], Lag]]:
    """By programme and by school unit; an entry counts once for each unit that its activities name."""
    by_programme: dict[str, list[int]] = defaultdict(list)
    by_unit: dict[tuple[str, str], list[int]] = defaultdict(list)
    known = {
        key: {side: unit_names(data.schools, ids) for side, ids in sides(programme).items()}
        for key, programme in data.programmes.items()
    }
    for place, head in data.heads.items():
        if not head.current:
            continue
        programme, work = place[0], data.entries.work(place)
        days = lag(head.published, work.over)
        by_programme[programme].append(days)
        units = {
            names[name]
            for side, names in known[programme].items()
            for act in work.acts
            for name in getattr(act.units, side)
            if name in names
        }
        for unit in units:
            by_unit[unit].append(days)
    return (
        {key: _lag(days) for key, days in sorted(by_programme.items())},
        {unit: _lag(days) for unit, days in sorted(by_unit.items())},
    )


def _lag(days: list[int]) -> Lag:
    return Lag(len(days), median(days), max(days))


def _outlook(data: Dataset, programme: str, as_of: date) -> Outlook:
    terms, last = _terms(data, programme), end(data, programme)
    semester = next((span for span in terms.semesters if span.first > as_of), None)
    if semester is None:
        return Outlook(programme, None, None, None)
    covering = (key for key, plan in data.plans_of(programme).items() if _covers(terms, plan, semester.first))
    ends = last if last is not None and last < semester.first else None
    return Outlook(programme, semester, next(covering, None), ends)


def _covers(terms: Terms, plan: Plan, day: date) -> bool:
    """Whether a plan's stated period holds a day. A plan that states no end promises nothing for it."""
    since, until = plan.period.since, plan.period.until
    begun = since is None or (terms.first_day(since) or since.first) <= day
    return begun and until is not None and day <= _last(terms, until)
