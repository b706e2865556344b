"""Reports: what was done, what went wrong, what comes next, and whose result it is."""

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pairing.model.base import Duration, Id, People, Period, Printed, Quantity, Ref, Row, Source, Text, blank
from pairing.model.disclosure import Withheld
from pairing.model.plan import Units
from pairing.when import When
from pairing.words import Disclosure, ItemState, Level, Mode, Outcome, ReportKind, ReportPart, ResultKind, Side, Whose


class Evidence(Row):
    """A numbered figure or annex that a source names as proof."""

    number: Text
    caption: Text
    note: Text | None = None


class Progress(Row):
    """One thing reported as done, under way or intended."""

    id: Id
    clause: Text | None = None
    title: Text
    statement: Text = Field(description="用自己的话，不照抄原文；不写普通教职工和学生姓名")
    state: ItemState = "done"
    by: Side
    to: Side | None = None
    schools: tuple[Ref, ...] = Field((), description="另有哪些学校参与")
    when: When | None = None
    until: When | None = None
    event: Id | None = Field(None, description="同一次活动写在几处的，写同一个编号；不是同一次的，写不同的编号")
    people: tuple[People, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    duration: Duration | None = None
    mode: tuple[Mode, ...] = ()
    place: Text | None = None
    platform: Text | None = None
    host: Text | None = Field(None, description="主办单位或平台名称")
    speaker: Text | None = Field(None, description="主讲人身份（单位与职务），不写姓名")
    topic: Text | None = Field(None, description="题目，照录")
    certificates: bool = Field(False, description="发放培训证书")
    informal: bool = Field(False, description="电话、微信等非正式联系，无佐证")
    units: Units = blank(Units)
    evidence: tuple[Evidence, ...] = ()
    measures: tuple[Ref, ...] = Field((), description="对应的举措编号")
    schedule: tuple[Ref, ...] = Field((), description="对应工作计划表哪几行，写行的编号")
    indicators: tuple[Ref, ...] = ()
    printed: tuple[Printed, ...] = ()
    note: Text | None = None


class Result(Row):
    """An outcome, and whose it is: a helper's own award never counts as assistance."""

    id: Id
    clause: Text | None = None
    statement: Text
    whose: Whose
    kind: ResultKind
    state: ItemState = "done"
    level: tuple[Level, ...] = ()
    when: When | None = None
    quantities: tuple[Quantity, ...] = ()
    people: tuple[People, ...] = ()
    progress: tuple[Ref, ...] = Field((), description="由哪几项工作带来")
    indicators: tuple[Ref, ...] = ()
    note: Text | None = None


class Issue(Row):
    """A problem that a report admits, with its causes."""

    id: Id
    clause: Text | None = None
    title: Text
    statement: Text
    causes: tuple[Text, ...] = ()
    behind: bool = Field(False, description="报告称进度滞后")


class NextStep(Row):
    """Something that a report says will be done next."""

    id: Id
    clause: Text | None = None
    title: Text
    statement: Text
    items: tuple[Text, ...] = ()


class Answer(Row):
    """What became of a problem or next step of an earlier report."""

    report: Ref = Field(description="哪一份报告，例如 2022")
    item: Ref = Field(description="该报告中问题或下一步的编号")
    outcome: Outcome
    reason: Text = Field(description="怎样解决，或为什么没有解决")


class Report(Row):
    """data/programmes/<programme>/reports/<period>.yml: three parts, none silently empty."""

    title: Text
    kind: ReportKind
    by: Ref = Field(description="由哪所学校报告")
    document: Ref | None = None
    clause: Text | None = Field(None, description="在文件中的位置")
    period: Period
    progress: tuple[Progress, ...] = ()
    results: tuple[Result, ...] = ()
    problems: tuple[Issue, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    answers: tuple[Answer, ...] = Field((), description="对前一份报告的问题和下一步的答复")
    unstated: tuple[ReportPart, ...] = Field((), description="文件没有写的部分")
    sources: tuple[Source, ...] = ()
    gaps: tuple[Text, ...] = ()
    printed: tuple[Printed, ...] = ()
    disclosure: Disclosure | None = Field(None, description="公开属性；不写则随项目")
    disclosure_reason: Text | None = Field(None, description="不主动公开的理由；只出现在内部版")
    withheld: tuple[Withheld, ...] = Field((), description="不公开的单个字段，各写理由")

    @model_validator(mode="after")
    def _shape(self) -> "Report":
        for part in ("progress", "problems", "next_steps"):
            filled = bool(getattr(self, part))
            if filled == (part in self.unstated):
                kind = "report_part_both" if filled else "report_part_empty"
                raise PydanticCustomError(kind, "part empty or also unstated", {"part": part})
        return self
