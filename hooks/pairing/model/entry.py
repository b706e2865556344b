"""Entries: one Markdown file each; its front matter records what happened."""

from pydantic import Field

from pairing.model.base import Duration, People, Ref, Row, Source, Text
from pairing.model.plan import Units
from pairing.model.report import Evidence
from pairing.when import When
from pairing.words import Mode, Side


class Claim(Row):
    """One side's confirmation of an activity, with its own figures where they differ."""

    post: Text = Field(description="由谁确认：岗位，不写姓名")
    on: When
    people: tuple[People, ...] = Field((), description="本方登记的人数")


class Confirmation(Row):
    """Who confirmed: both, one or none of the sides."""

    helper: Claim | None = None
    recipient: Claim | None = None


class Activity(Row):
    """What happened: when, where, by whom, how many, and which measures it serves."""

    measures: tuple[Ref, ...] = Field((), description="对应的举措编号；不写则不计入任何应做事项")
    by: Side
    to: Side | None = None
    when: When | None = Field(None, description="不写则用稿件的日期")
    until: When | None = None
    people: tuple[People, ...] = ()
    mode: tuple[Mode, ...] = ()
    place: Text | None = None
    platform: Text | None = None
    duration: Duration | None = None
    certificates: bool = False
    informal: bool = False
    units: Units = Units()
    confirmation: Confirmation = Confirmation()
    evidence: tuple[Evidence, ...] = ()


class Entry(Row):
    """content/entries/<programme>/<year>/<date>-<slug>.md: the front matter of one entry."""

    title: Text
    date: When = Field(description="事情发生的日期")
    until: When | None = None
    summary: Text | None = None
    activities: tuple[Activity, ...] = ()
    source: Source | None = Field(None, description="出自哪份文件")
