"""Registers: schools, alliances, documents and the site itself."""

from pydantic import Field

from pairing.model.base import Id, Printed, Ref, Row, Source, Text, Url, blank
from pairing.model.disclosure import SupersededDocument, Withdrawn, Withheld
from pairing.model.health import HealthRules
from pairing.model.plan import Decision
from pairing.model.programme import Duty, Post, Practice
from pairing.model.report import Progress, Result
from pairing.when import When
from pairing.words import Disclosure, DocumentKind, SchoolKind


class Place(Row):
    """Where a school is. ``province`` is what the region filter uses."""

    province: Text
    city: Text | None = None


class Misprint(Row):
    """A wrong name that a document prints; it resolves, but should not be written again."""

    text: Text
    source: Source


class Unit(Row):
    """A department inside a school."""

    id: Id
    name: Text
    aliases: tuple[Text, ...] = ()
    note: Text | None = None


class Office(Row):
    """The school's office for assistance work."""

    name: Text
    since: When | None = None
    posts: tuple[Post, ...] = ()
    duties: tuple[Duty, ...] = ()
    source: Source | None = None


class Campus(Row):
    """The look and the footer of a school's own column (campus/<school>/)."""

    title: Text | None = Field(None, description="专栏名称；不写则为“<简称>结对帮扶专栏”")
    url: Url | None = Field(None, description="专栏在本校网站上的网址，以 / 结尾")
    home: Url | None = Field(None, description="学校网站首页")
    logo: Text | None = Field(None, description="校徽图片，与学校文件一起放在 data/schools/")
    colour: Text | None = Field(None, description="主色，写成 #12507b 的样子，须衬得出白字")
    icp: Text | None = Field(None, description="ICP备案号，例如 粤ICP备××××××××号-1")
    police: Text | None = Field(None, description="公安备案号，例如 粤公网安备××××××××××××××号")


class Contacts(Row):
    """Telephone numbers and e-mail addresses of offices that may be published; all others stop the build."""

    phones: tuple[Text, ...] = Field((), description="可以公开的办公电话，写成“区号-号码”")
    emails: tuple[Text, ...] = Field((), description="可以公开的办公邮箱")


class School(Row):
    """data/schools/<id>.yml: any party, from a college to an education authority."""

    name: Text = Field(description="全称")
    short: Text = Field(description="规范简称")
    aliases: tuple[Text, ...] = Field((), description="文件中出现过的其他叫法")
    misprints: tuple[Misprint, ...] = Field((), description="文件印错的名称")
    kind: SchoolKind
    place: Place
    honours: tuple[Text, ...] = Field((), description="文件载明的建设身份")
    units: tuple[Unit, ...] = ()
    office: Office | None = None
    campus: Campus = blank(Campus)
    contacts: Contacts = blank(Contacts)
    number_forms: tuple[Text, ...] = Field(
        (), description="学号、工号的样式，用来查漏：# 是一位数字，? 是一个字母，其余照写，例如 T-########"
    )
    practices: tuple[Practice, ...] = ()
    sources: tuple[Source, ...] = ()
    note: Text | None = None
    gaps: tuple[Text, ...] = ()
    withheld: tuple[Withheld, ...] = Field((), description="不公开的单个字段，各写理由")


class FormerName(Row):
    """A name an alliance had before."""

    name: Text
    since: When | None = None
    until: When | None = None


class Member(Row):
    """A named member of an alliance."""

    school: Ref
    role: Text | None = None
    since: When | None = None


class Size(Row):
    """How large an alliance was at a time."""

    when: When | None = None
    schools: int
    provinces: int | None = None
    statement: Text


class Alliance(Row):
    """data/alliances/<id>.yml: a group of schools that grows over time."""

    name: Text
    former_names: tuple[FormerName, ...] = ()
    lead: Ref
    founded: When | None = None
    summary: Text
    members: tuple[Member, ...] = ()
    sizes: tuple[Size, ...] = ()
    progress: tuple[Progress, ...] = ()
    results: tuple[Result, ...] = ()
    documents: tuple[Ref, ...] = ()
    sources: tuple[Source, ...] = ()
    gaps: tuple[Text, ...] = ()
    printed: tuple[Printed, ...] = ()


class Annex(Row):
    """A numbered attachment: a document of its own, never looser than the one it hangs on."""

    number: Text
    document: Ref


class Document(Row):
    """data/documents/<id>.yml: a card of the register."""

    title: Text
    titles: tuple[Text, ...] = Field((), description="被引用时的其他题名")
    number: Text | None = Field(None, description="发文字号，例如 津职大〔2018〕118号")
    kind: DocumentKind
    issuers: tuple[Ref, ...] = Field((), description="发文机关（学校编号）")
    issuer_names: tuple[Text, ...] = Field((), description="未登记的发文机关名称")
    written: When | None = Field(None, description="成文日期")
    issued: When | None = Field(None, description="印发日期")
    printed_by: Text | None = Field(None, description="印发机关")
    to: Text | None = Field(None, description="主送机关")
    disclosure: Disclosure
    disclosure_reason: Text | None = Field(None, description="不主动公开的理由；只出现在内部版")
    published: When | None = Field(None, description="在本站发布的日期；那一天以前不出现")
    decision: Decision | None = None
    annexes: tuple[Annex, ...] = ()
    annex_of: Ref | None = None
    cites: tuple[Ref, ...] = Field((), description="引用的文件编号")
    stamped_by: tuple[Ref, ...] = Field((), description="编制并盖章的单位")
    summary: Text | None = None
    gaps: tuple[Text, ...] = ()
    printed: tuple[Printed, ...] = ()
    withheld: tuple[Withheld, ...] = Field((), description="不公开的单个字段，各写理由")
    withdrawn: Withdrawn | None = Field(None, description="已撤下：卡片保留，页面上方写明")
    superseded: SupersededDocument | None = Field(None, description="已被替代或已废止：卡片保留，页面上方写明")

    @property
    def current(self) -> bool:
        """Whether it is still in force."""
        return self.withdrawn is None and self.superseded is None

    @property
    def made(self) -> tuple[str, When] | None:
        """The day that it was made on, from which the clock runs, and what was done on it."""
        decided = self.decision.on if self.decision else None
        days = (("印发", self.issued), ("成文", self.written), ("审议", decided))
        return next(((what, when) for what, when in days if when), None)


class SiteOffice(Row):
    """Who runs the portal and how to ask for a document on request."""

    name: Text
    how_to_apply: Text


class Licence(Row):
    """Under which terms the data may be used again."""

    name: Text
    statement: Text


class Deadline(Row):
    """How long an open document may take from its making to its publication, in working days."""

    since: When | None = Field(None, description="从哪一天起形成的文件开始计时；不写则全部计时")
    days: int = Field(20, ge=1, le=250, description="多少个工作日（《政府信息公开条例》第二十六条：20）")
    warn: int = Field(5, ge=0, le=60, description="还剩几个工作日时提醒")


class Site(Row):
    """data/site.yml: what the portal says of itself."""

    title: Text
    subtitle: Text
    site_id_code: Text | None = Field(None, description="网站标识码，没有就不填")
    banner: Text | None = Field(None, description="每一页顶部的提示，例如 演示数据")
    as_of: When | None = Field(None, description="数据截至；不写则取最近一次提交的日期")
    office: SiteOffice
    licence: Licence
    contacts: Contacts = blank(Contacts)
    health: HealthRules | None = Field(None, description="栏目更新的期限；不写则用国办秘函〔2019〕19号的三条")
    deadline: Deadline = Field(Deadline(), description="主动公开的文件多少个工作日内发布")
