"""Rules on data/calendar.yml: semesters lie where their names say, one after the other; holidays lie in their year."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from pairing.model.calendar import Calendar, Semester
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.source import Loc, Record

# Of each season: the months in which it may begin, and the month by whose end it is over (the next year's for autumn).
# Wide enough for schools that begin late or hold courses into the holidays; too narrow for a wrong year.
_BEGINS: Final = {"spring": range(1, 5), "autumn": range(7, 11)}
_ENDS: Final = {"spring": (0, 9), "autumn": (1, 3)}
# No run of days off has been longer than ten days.
_LONGEST: Final = 15
# A semester and its place in the file.
Placed = tuple[Loc, Semester]


def calendar_semesters(data: Dataset) -> Iterator[Problem]:
    """校历每个学期的起止日期须与它的名称相符，同一列表中只写一次；一所学校的校历只写一处。"""
    if data.calendar is None:
        return
    record = data.record("calendar")
    for base, items in _lists(data.calendar):
        seen: dict[str, int] = {}
        for i, item in enumerate(items):
            where, code = record.where(*base, i, "semester"), item.semester.code
            if code in seen:
                yield Problem(where, f"学期“{code}”已在第 {seen[code]} 行写过，请删去一处")
            seen.setdefault(code, where.line)
            yield from (Problem(record.where(*base, i, name), wrong) for name, wrong in _misplaced(item))
    schools: dict[str, int] = {}
    for i, own in enumerate(data.calendar.schools):
        where = record.where("schools", i, "school")
        if own.school in schools:
            message = f"“{own.school}”的校历已在第 {schools[own.school]} 行写过，请把学期合写在一处"
            yield Problem(where, message)
        schools.setdefault(own.school, where.line)


def _lists(calendar: Calendar) -> Iterator[tuple[Loc, tuple[Semester, ...]]]:
    """The semesters for all schools, then those of single schools, with their places."""
    yield ("semesters",), calendar.semesters
    for i, own in enumerate(calendar.schools):
        yield ("schools", i, "semesters"), own.semesters


def _months(item: Semester) -> tuple[range, int, int]:
    """When a semester may begin, and the year and month that it is over by."""
    year, _, season = item.semester.code.partition("-")
    later, month = _ENDS[season]
    return _BEGINS[season], int(year) + later, month


def _misplaced(item: Semester) -> Iterator[tuple[str, str]]:
    """(field, what is wrong with it) of what does not lie where the semester's name says."""
    year, (begins, end, month) = item.semester.first.year, _months(item)
    first, last = item.days
    if first.year != year or first.month not in begins:
        wanted = f"应在 {year} 年 {begins[0]} 月至 {begins[-1]} 月之间"
        yield "first", f"“{item.semester}”的第一天{wanted}，找到“{item.first}”，请核对年份和月份"
    if (last.year, last.month) > (end, month):
        wanted = f"不能晚于 {end} 年 {month} 月"
        yield "last", f"“{item.semester}”的最后一天{wanted}，找到“{item.last}”，请核对年份和月份"


def calendar_apart(data: Dataset) -> Iterator[Problem]:
    """校历的学期不能重叠，换成某校自己的起止日期以后也不能。"""
    if data.calendar is None:
        return
    record = data.record("calendar")
    [(base, general), *schools] = _lists(data.calendar)
    common = {item.semester.code: ((*base, i), item) for i, item in enumerate(general)}
    for loc, item, before in _overlaps(common):
        yield Problem(record.where(*loc, "first"), f"{_said(item)}与{_said(before)}重叠，请改正日期")
    for base, items in schools:
        own = {item.semester.code: ((*base, i), item) for i, item in enumerate(items)}
        for loc, item, before in _overlaps(common | own):
            if item.semester.code in own or before.semester.code in own:
                yield _clash(record, own, loc, item, before)


def _clash(record: Record, own: dict[str, Placed], loc: Loc, item: Semester, before: Semester) -> Problem:
    """Two semesters of one school that overlap; where only one is its own, the other may have to be."""
    message = f"{_said(item)}与{_said(before)}重叠，请改正日期"
    common = [one.semester.code for one in (before, item) if one.semester.code not in own]
    if common:
        message += f"；这所学校的“{common[0]}”也与别校不同的，请一并写在这里"
    at = (*loc, "first") if item.semester.code in own else (*own[before.semester.code][0], "last")
    return Problem(record.where(*at), message)


def _overlaps(items: dict[str, Placed]) -> list[tuple[Loc, Semester, Semester]]:
    """(place, semester, the one before that reaches into it), of semesters that lie where they may."""
    found = sorted((row for row in items.values() if _plausible(row[1])), key=lambda row: row[1].days)
    return [(loc, item, before) for (_, before), (loc, item) in pairwise(found) if item.days[0] <= before.days[1]]


def _plausible(item: Semester) -> bool:
    return not list(_misplaced(item))


def _said(item: Semester) -> str:
    return f"“{item.semester.code}”（{item.first} 至 {item.last}）"


def calendar_holidays(data: Dataset) -> Iterator[Problem]:
    """节假日各年只写一次，放假和调休上班的日子都在这一年（元旦可从上一年十二月起）；上班日是周末，不能又放假。"""
    if data.calendar is None:
        return
    record, seen, holidays = data.record("calendar"), set[int](), data.calendar.holidays
    off = {day: run.name for year in holidays for run in year.off if run.length <= _LONGEST for day in run.days}
    for i, year in enumerate(holidays):
        if year.year in seen:
            yield Problem(record.where("holidays", i, "year"), f"{year.year} 年的节假日写了两次，请删去一处")
        seen.add(year.year)
        for j, run in enumerate(year.off):
            at, first = ("holidays", i, "off", j), run.first.first
            if not _near(first, year.year):
                yield Problem(record.where(*at, "first"), _elsewhere(first, year.year))
            elif run.length > _LONGEST:
                message = f"“{run.name}”放假共 {run.length} 天，至多 {_LONGEST} 天，找到“{run.last}”，请核对"
                yield Problem(record.where(*at, "last"), message)
        for j, day in enumerate(year.worked):
            where = record.where("holidays", i, "worked", j)
            if day.precision != "day" or day.first.weekday() < 5:
                yield Problem(where, f"调休上班的日子应是周末的一天，找到“{day}”，请核对")
            elif not _near(day.first, year.year):
                yield Problem(where, _elsewhere(day.first, year.year))
            elif day.first in off:
                yield Problem(where, f"“{day}”写了调休上班，又在“{off[day.first]}”的放假日子里，请删去一处")


def _near(day: date, year: int) -> bool:
    """Whether a notice for a year can arrange a day: New Year's days off may begin, or be made up for, before it."""
    return day.year == year or (day.year, day.month) == (year - 1, 12)


def _elsewhere(day: date, year: int) -> str:
    return f"“{day}”不在 {year} 年的安排之内（{year - 1} 年 12 月至 {year} 年 12 月），请核对年份，或移到那一年"
