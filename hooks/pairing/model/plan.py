"""Plans: areas → tasks → measures, with goals, working mechanisms, schedule and phases."""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pairing.model.base import Duration, Id, People, Period, Printed, Quantity, Ref, Row, Source, Text, blank
from pairing.model.disclosure import Withheld
from pairing.when import When
from pairing.words import EVERY, DeliverableKind, Disclosure, DutyStatus, Every, Level, Mode, PlanKind, Side, Strength


class Window(Row):
    """A window inside a semester: the n-th month after it begins (开学第1个月)."""

    month: int = Field(ge=1, le=6)


class Cadence(Row):
    """How often a measure repeats, with the least number of times where the text gives one."""

    every: Every = Field(description="每月、每季度写 year，并写 at_least: 12、at_least: 4")
    at_least: int | None = Field(None, ge=1, description="文件写明的最少次数；未写就不填")
    window: Window | None = Field(None, description="学期内的时间窗口，只与 every: semester 一起写")
    text: Text | None = Field(None, description="文件的频次用语，照录", max_length=40)

    @model_validator(mode="after")
    def _shape(self) -> "Cadence":
        # Only a semester has months of its own; elsewhere a window would be printed, and pass unheeded.
        if self.window and self.every != "semester":
            context = {"every": self.every, "label": EVERY[self.every]}
            raise PydanticCustomError("window_every", "a window of no semester", context)
        return self


class Units(Row):
    """Responsible units on each side, by the names that the school's file lists."""

    helper: tuple[Text, ...] = ()
    recipient: tuple[Text, ...] = ()


class Deliverable(Row):
    """Something to show at the end: a scheme, a set of rules, a platform."""

    title: Text
    kind: DeliverableKind
    by_date: When | None = None


class Cost(Row):
    """Who bears which costs."""

    by: Side
    what: Text


class Override(Row):
    """An editor's word on one duty instead of the computed status: visible, with a reason and a post."""

    window: When = Field(description="哪一个学期、年份或日期的应做事项")
    status: DutyStatus
    reason: Text
    post: Text = Field(description="由谁决定：岗位，不写姓名")
    on: When | None = None


class Measure(Row):
    """One promise: who, to whom, how many, how often, from when, until when."""

    id: Id
    clause: Text | None = Field(None, description="印刷条款地址，例如 三（一）1")
    statement: Text = Field(description="用自己的话写明承诺，不照抄原文")
    by: Side = Field(description="由哪一方做")
    to: Side | None = Field(None, description="为哪一方做")
    schools: tuple[Ref, ...] = Field((), description="由哪几所学校做（一方有多所学校时）")
    audience: Text | None = Field(None, description="具体面向谁")
    people: tuple[People, ...] = ()
    cadence: Cadence
    since: When | None = None
    until: When | None = None
    by_date: When | None = Field(None, description="最迟何时完成")
    duration: Duration | None = Field(None, description="每次时长")
    mode: tuple[Mode, ...] = ()
    strength: Strength = Field("commit", description="承诺的分量")
    units: Units = blank(Units)
    deliverables: tuple[Deliverable, ...] = ()
    indicators: tuple[Ref, ...] = Field((), description="对应的指标编号")
    quantities: tuple[Quantity, ...] = ()
    level: tuple[Level, ...] = Field((), description="项目级别，例如省级及以上写 [province, national]")
    condition: Text | None = Field(None, description="前提条件")
    costs: tuple[Cost, ...] = ()
    resources: tuple[Text, ...] = Field((), description="共享的资源")
    topics: tuple[Text, ...] = Field((), description="涉及的专业、课程、事项")
    overrides: tuple[Override, ...] = Field((), description="人工改定某一次应做事项的状态")
    replaces: tuple[Ref, ...] = Field((), description="替代前一方案的哪几项举措（编号不同时）")
    printed: tuple[Printed, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _shape(self) -> "Measure":
        if self.since and self.until and self.since.first > self.until.last:
            raise PydanticCustomError("period_order", "until before since")
        return self

    @property
    def measurable(self) -> bool:
        """Whether anything in it can be counted: a number, a date, a cadence or a unit."""
        dated = self.since or self.until or self.by_date
        headed = any(item.stated for item in self.people)
        counted = headed or self.quantities or self.indicators or self.deliverables
        paced = self.cadence.every in ("semester", "year", "school-year", "once", "batches")
        return bool(dated or counted or paced or self.units.helper or self.units.recipient)


class Task(Row):
    """One numbered (or unnumbered) piece of work with its measures."""

    id: Id
    number: Text | None = Field(None, description="印刷序号，例如 1；条款地址末尾已有序号的可不填，文件未编号就不填")
    clause: Text
    title: Text
    summary: Text | None = Field(None, description="一两句话说明，不照抄原文")
    measures: tuple[Measure, ...] = Field(min_length=1)
    printed: tuple[Printed, ...] = ()
    note: Text | None = None


class Area(Row):
    """A field of work: 党建工作帮扶, 人才培养帮扶."""

    id: Id
    clause: Text
    title: Text
    summary: Text | None = None
    tasks: tuple[Task, ...] = Field(min_length=1)
    printed: tuple[Printed, ...] = ()


class Statement(Row):
    """A sentence of a plan that promises nothing countable: a principle, a goal."""

    id: Id
    clause: Text | None = None
    statement: Text
    strength: Strength | None = None
    indicators: tuple[Ref, ...] = ()
    printed: tuple[Printed, ...] = ()


class ScheduleRow(Row):
    """A row of the work-plan table 序号、时间安排、工作内容、备注. The serial is as printed; the id is ours."""

    id: Id
    serial: Text = Field(description="印刷序号，照录；重复时在 printed 中说明")
    when: When
    content: Text = Field(description="工作内容，用自己的话；不写教职工和学生姓名")
    by: Side = Field(description="由哪一方前往或承担")
    to: Side
    people: tuple[People, ...] = ()
    duration: Duration | None = None
    mode: tuple[Mode, ...] = ()
    units: Units = blank(Units)
    measures: tuple[Ref, ...] = Field((), description="对应方案中的举措编号")
    overrides: tuple[Override, ...] = Field((), description="人工改定这一行的状态；window 写这一行的时间")
    remark: Text | None = Field(None, description="备注栏，照录；原表为空的不填")
    printed: tuple[Printed, ...] = ()


class PhaseItem(Row):
    """One piece of work of a phase."""

    id: Id
    statement: Text
    measures: tuple[Ref, ...] = ()


class Phase(Row):
    """A stage of a plan with its own dates."""

    id: Id
    title: Text
    clause: Text | None = None
    since: When
    until: When
    items: tuple[PhaseItem, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _shape(self) -> "Phase":
        if self.since.first > self.until.last:
            raise PydanticCustomError("period_order", "until before since")
        return self


class Decision(Row):
    """Which meeting approved the plan."""

    meeting: Text
    on: When | None = None


class ChangeReason(Row):
    """Why a later plan eased, dropped, moved or added promises."""

    measures: tuple[Ref, ...] = Field(min_length=1, description="举措编号；取消的写前一方案中的编号")
    reason: Text


class Plan(Row):
    """data/programmes/<programme>/plans/<plan>.yml: one signed plan."""

    title: Text = Field(description="方案名称，照录")
    kind: PlanKind
    document: Ref | None = Field(None, description="方案文件在 data/documents/ 中的编号")
    period: Period
    signed: When | None = None
    signatories: tuple[Ref, ...] = ()
    decision: Decision | None = None
    basis: tuple[Ref, ...] = Field((), description="依据的政策文件编号")
    succeeds: Ref | None = Field(None, description="接续哪一个方案")
    changes: tuple[ChangeReason, ...] = Field((), description="与前一方案不同之处的理由")
    principles: tuple[Statement, ...] = ()
    goals: tuple[Statement, ...] = ()
    areas: tuple[Area, ...] = ()
    mechanisms: tuple[Measure, ...] = Field((), description="工作机制")
    incentives: tuple[Measure, ...] = Field((), description="激励与待遇")
    funding: tuple[Measure, ...] = Field((), description="经费")
    reciprocal: tuple[Measure, ...] = Field((), description="受援方反向承担的事项")
    publicity: tuple[Measure, ...] = Field((), description="宣传")
    schedule: tuple[ScheduleRow, ...] = Field((), description="工作计划表")
    schedule_title: Text | None = Field(None, description="工作计划表名称，照录")
    schedule_document: Ref | None = None
    phases: tuple[Phase, ...] = Field((), description="实施步骤")
    sources: tuple[Source, ...] = ()
    gaps: tuple[Text, ...] = Field((), description="文件未载明什么")
    printed: tuple[Printed, ...] = ()
    disclosure: Disclosure | None = Field(None, description="公开属性；不写则随项目")
    disclosure_reason: Text | None = Field(None, description="不主动公开的理由；只出现在内部版")
    withheld: tuple[Withheld, ...] = Field((), description="不公开的单个字段，各写理由")
