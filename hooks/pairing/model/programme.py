"""Programmes: who helps whom, under which authority and agreement, run by whom, measured how."""

from typing import Any

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pairing.model.base import Amount, Id, Number, Period, Printed, Ref, Row, Source, Text, blank
from pairing.model.disclosure import Withheld
from pairing.model.plan import Measure
from pairing.when import When
from pairing.words import (
    Aggregation,
    AgreementKind,
    AgreementState,
    AuthorityRole,
    Better,
    Disclosure,
    IndicatorKind,
    Level,
    Line,
    PostRole,
    Role,
    Strength,
    Whose,
)


class Party(Row):
    """A school in a programme, its role, and what it is there for."""

    school: Ref
    role: Role = "sole"
    scope: tuple[Text, ...] = Field((), description="分工：帮扶哪些专业、哪些事项")
    note: Text | None = None


class Authority(Row):
    """An authority above the programme and what it does there."""

    school: Ref
    role: AuthorityRole
    note: Text | None = None


class Signatory(Row):
    """A party to an agreement: a registered school, or a name where it is not registered."""

    school: Ref | None = None
    name: Text | None = None

    @model_validator(mode="after")
    def _shape(self) -> "Signatory":
        if (self.school is None) == (self.name is None):
            raise PydanticCustomError("one_of", "one of school and name", {"names": "school、name"})
        return self


class Agreement(Row):
    """A signed (or planned) agreement with its terms."""

    id: Id
    title: Text = Field(description="协议名称，照录")
    kind: AgreementKind
    state: AgreementState
    parties: tuple[Signatory, ...] = ()
    signed: When | None = None
    document: Ref | None = None
    terms: tuple[Measure, ...] = ()
    source: Source | None = None
    gaps: tuple[Text, ...] = ()
    printed: tuple[Printed, ...] = ()


class Post(Row):
    """A seat in a group or office: its role and the post or units that hold it, never a name."""

    role: PostRole
    title: Text = Field(description="岗位，例如 书记、校长、处级干部；不写姓名")
    count: int | None = Field(None, ge=1)
    units: tuple[Text, ...] = Field((), description="由哪些单位负责人担任")


class Duty(Row):
    """One printed duty of a group or office."""

    id: Id
    clause: Text | None = None
    statement: Text


class Group(Row):
    """A leading group or office of one school."""

    id: Id
    school: Ref
    title: Text
    clause: Text | None = None
    seat: Text | None = Field(None, description="设在哪个单位")
    dual_leaders: bool = Field(False, description="双组长制")
    posts: tuple[Post, ...] = ()
    duties: tuple[Duty, ...] = ()
    source: Source | None = None
    note: Text | None = None


class Practice(Row):
    """An arrangement that a source reports as in place."""

    id: Id
    statement: Text
    source: Source


class Governance(Row):
    """Leading groups, offices, counterparts and reported arrangements."""

    groups: tuple[Group, ...] = ()
    offices: tuple[Group, ...] = ()
    counterparts: tuple[Group, ...] = ()
    practices: tuple[Practice, ...] = ()


class Target(Amount):
    """What a plan wants an indicator to be, and by when."""

    plan: Ref
    clause: Text | None = None
    by_date: When | None = None
    strength: Strength = "commit"
    level: tuple[Level, ...] = ()
    statement: Text = Field(description="目标，用自己的话")


class Actual(Amount):
    """What a source says an indicator was."""

    of: Number | None = Field(None, description="分母")
    when: When | None = None
    statement: Text
    source: Source


class Indicator(Row):
    """One indicator of a programme: kind, direction of good, whose result, baseline, targets, actuals."""

    id: Id
    title: Text
    kind: IndicatorKind
    unit: Text | None = None
    better: Better = Field("higher", description="越大越好还是越小越好；不写时，排名越小越好，其余越大越好")
    whose: Whose
    aggregation: Aggregation = "none"
    denominator: Text | None = Field(None, description="分母是什么")
    baseline: Actual | None = None
    targets: tuple[Target, ...] = ()
    actuals: tuple[Actual, ...] = ()
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _ranked(cls, value: Any) -> Any:
        """The first place is the best, unless somebody writes otherwise."""
        if isinstance(value, dict) and value.get("kind") == "rank" and "better" not in value:
            return {**value, "better": "lower"}
        return value


class Link(Row):
    """Another programme of the same parties or of the same work."""

    programme: Ref
    note: Text


class Programme(Row):
    """data/programmes/<programme>/programme.yml: one pairing."""

    title: Text
    short: Text = Field(description="简称，例如 广东轻工—汕职院")
    line: Line = Field(description="帮扶类型")
    helpers: tuple[Party, ...] = Field(min_length=1)
    recipients: tuple[Party, ...] = Field(min_length=1)
    authorities: tuple[Authority, ...] = ()
    started: When | None = Field(None, description="文件载明的开始时间")
    period: Period
    summary: Text = Field(description="两三句话介绍，不照抄原文")
    levels: tuple[Text, ...] = Field((), description="结对层级，例如 校—校、部门—部门")
    documents: tuple[Ref, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    governance: Governance = blank(Governance)
    indicators: tuple[Indicator, ...] = ()
    links: tuple[Link, ...] = ()
    gaps: tuple[Text, ...] = Field((), description="文件未载明什么，例如 起止日期")
    printed: tuple[Printed, ...] = ()
    disclosure: Disclosure = Field("open", description="公开属性；方案、报告和稿件不会比项目更宽")
    disclosure_reason: Text | None = Field(None, description="不主动公开的理由；只出现在内部版")
    withheld: tuple[Withheld, ...] = Field((), description="不公开的单个字段，各写理由")
