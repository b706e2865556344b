"""Entries: one Markdown file each; its front matter records what happened."""

from collections.abc import Iterator

from pydantic import Field

from pairing.model.base import Duration, Id, Number, People, Ref, Row, Source, Text, Url, blank
from pairing.model.disclosure import Superseded, Withdrawn, Withheld
from pairing.model.plan import Units
from pairing.model.report import Evidence, Result
from pairing.when import When
from pairing.words import Confirmed, Disclosure, Mode, ReviewStep, Side


class Claim(Row):
    """One side's confirmation of an activity, with its own figures where they differ."""

    post: Text = Field(description="由谁确认：岗位，不写姓名")
    on: When
    people: tuple[People, ...] = Field((), description="本方登记的人数")


class Confirmation(Row):
    """Who confirmed: both, one or none of the sides."""

    helper: Claim | None = None
    recipient: Claim | None = None

    def of(self, people: tuple[People, ...]) -> Confirmed:
        """双方确认, 单方登记, 数字不一致 or 尚未确认; ``people`` are those of the activity, where a side gives none."""
        first, second = self.helper, self.recipient
        if first is None or second is None:
            return "single" if first or second else "none"
        if not first.people and not second.people:
            return "both"
        return "both" if _figures(first.people or people) == _figures(second.people or people) else "differ"

    def agreed(self, people: tuple[People, ...]) -> tuple[People, ...]:
        """The people of an activity; where it gives none, those of its confirmations unless they differ."""
        if people:
            return people
        claims = [claim.people for claim in (self.helper, self.recipient) if claim and claim.people]
        same = bool(claims) and all(_figures(claim) == _figures(claims[0]) for claim in claims[1:])
        return claims[0] if same else ()


def _figures(people: tuple[People, ...]) -> dict[object, Number]:
    """What is said of each kind, exact numbers added up: 10 and 5 teachers are 15."""
    found: dict[object, Number] = {}
    for row in people:
        exact = row.count is not None and row.approx is None
        what = row.kind if exact else (row.kind, row.min, row.max, row.count, row.approx)
        found[what] = found.get(what, 0) + ((row.count or 0) if exact else 1)
    return found


class Activity(Row):
    """What happened: when, where, by whom, how many, and which measures it serves."""

    measures: tuple[Ref, ...] = Field((), description="对应的举措编号；不写则不计入任何应做事项")
    schedule: tuple[Ref, ...] = Field((), description="对应工作计划表哪几行，写行的编号")
    by: Side
    to: Side | None = None
    when: When | None = Field(None, description="不写则用稿件的日期")
    until: When | None = None
    event: Id | None = Field(None, description="同一次活动写在几处的，写同一个编号；不是同一次的，写不同的编号")
    people: tuple[People, ...] = ()
    mode: tuple[Mode, ...] = ()
    place: Text | None = None
    platform: Text | None = None
    duration: Duration | None = None
    certificates: bool = False
    informal: bool = False
    units: Units = blank(Units)
    confirmation: Confirmation = blank(Confirmation)
    evidence: tuple[Evidence, ...] = ()


class Review(Row):
    """One step of the review trail: who released the entry, and when."""

    step: ReviewStep
    post: Text = Field(description="岗位，不写姓名")
    on: When


class Cover(Row):
    """The picture of an entry. A picture without words for those who cannot see it is refused."""

    file: Text = Field(description="图片文件，放在稿件旁边")
    alt: Text = Field(description="看不见图片的人也能明白的说明")
    caption: Text | None = Field(None, description="图注，写在图片下面")


class Attachment(Row):
    """A file that readers may take along."""

    file: Text = Field(description="附件，放在稿件旁边")
    title: Text = Field(description="附件叫什么，例如 报名表")
    disclosure: Disclosure | None = Field(None, description="公开属性；不写则随稿件")
    disclosure_reason: Text | None = Field(None, description="不主动公开的理由；只出现在内部版")


class EntryResult(Result):
    """A result that an entry tells of. One that a report lists as well is added up only once."""

    same_as: Text | None = Field(None, description="与报告中的哪一项成果相同，写成 <报告>/<成果编号>；写明后不重复计算")


class Original(Row):
    """The same story elsewhere: a WeChat article, a newspaper."""

    title: Text
    url: Url
    outlet: Text | None = Field(None, description="媒体或公众号名称")
    on: When | None = None


class Entry(Row):
    """content/entries/<programme>/<year>/<date>-<slug>.md: the front matter of one entry.

    The event and its publication keep dates of their own.
    """

    title: Text
    column: Ref = Field(description="栏目编号，见 data/columns.yml")
    date: When = Field(description="事情发生的日期")
    until: When | None = None
    published: When = Field(description="发布日期，不早于事情发生的日期")
    updated: When | None = Field(None, description="发布后更正或补充的日期；没有改过就不写")
    published_reason: Text | None = Field(None, description="发布日期早于稿件入库时的理由")
    summary: Text | None = None
    origin: Text | None = Field(None, description="来源：供稿单位")
    author: Text | None = Field(None, description="作者：岗位或单位")
    editor: Text | None = Field(None, description="编辑：岗位或单位")
    reviews: tuple[Review, ...] = Field((), description="审核：初审、复审、终审")
    keywords: tuple[Text, ...] = ()
    cover: Cover | None = Field(None, description="题图")
    attachments: tuple[Attachment, ...] = Field((), description="附件，列在正文后面")
    activities: tuple[Activity, ...] = ()
    results: tuple[EntryResult, ...] = ()
    links: tuple[Original, ...] = Field((), description="微信或媒体原文")
    source: Source | None = Field(None, description="出自哪份文件")
    former: tuple[Text, ...] = Field((), description="以前的网址（网站根目录以下），例如 news/2020/12.html")
    pinned: bool = Field(False, description="置顶")
    draft: bool = Field(False, description="草稿：只在预览中出现")
    disclosure: Disclosure | None = Field(None, description="公开属性；不写则随项目")
    disclosure_reason: Text | None = Field(None, description="不主动公开的理由；只出现在内部版")
    withheld: tuple[Withheld, ...] = Field((), description="不公开的单个字段，各写理由")
    withdrawn: Withdrawn | None = Field(None, description="已撤下：网址保留，页面上方写明，不再进列表和台账")
    superseded: Superseded | None = Field(None, description="已被另一篇稿件替代：网址保留，不再进列表和台账")

    @property
    def changed(self) -> When:
        """The day of what readers see: when it was last corrected, else when it was published."""
        return self.updated or self.published

    @property
    def past(self) -> Iterator[tuple[str, tuple[str | int, ...], When]]:
        """(what in Chinese, place in the file, day) of all that it tells of as having been done to it."""
        if self.updated:
            yield "更正日期", ("updated",), self.updated
        for i, item in enumerate(self.activities):
            for side in ("helper", "recipient"):
                if claim := getattr(item.confirmation, side):
                    yield "确认日期", ("activities", i, "confirmation", side, "on"), claim.on
        if self.withdrawn:
            yield "撤下日期", ("withdrawn", "on"), self.withdrawn.on
        if self.superseded:
            yield "被替代的日期", ("superseded", "on"), self.superseded.on

    @property
    def latest(self) -> When:
        """The last day of these, and of its publication."""
        last = self.published
        for _, _, day in self.past:
            if day.first > last.first:
                last = day
        return last

    @property
    def current(self) -> bool:
        """Whether lists, feeds and the ledger still have it."""
        return self.withdrawn is None and self.superseded is None

    @property
    def partly(self) -> bool:
        """Whether it holds something back, or says why."""
        return bool(self.withheld or self.disclosure_reason or any(item.disclosure for item in self.attachments))
