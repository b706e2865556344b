"""The model: frozen rows, one class per kind of data file, unknown fields forbidden."""

from pairing.model.calendar import Calendar
from pairing.model.column import Column, Columns
from pairing.model.entry import Activity, Entry
from pairing.model.exceptions import Waiver, Waivers
from pairing.model.plan import Area, Measure, Plan, ScheduleRow, Task
from pairing.model.programme import Indicator, Programme
from pairing.model.register import Alliance, Document, School, Site
from pairing.model.report import Report

__all__ = [
    "Activity",
    "Alliance",
    "Area",
    "Calendar",
    "Column",
    "Columns",
    "Document",
    "Entry",
    "Indicator",
    "Measure",
    "Plan",
    "Programme",
    "Report",
    "ScheduleRow",
    "School",
    "Site",
    "Task",
    "Waiver",
    "Waivers",
]
