"""Rules on entries: columns, required fields, dates, reviews."""

from collections.abc import Iterator
from typing import Final

from pairing.addresses import KEPT, former
from pairing.advice import likely, resolve, resolve_id
from pairing.later import later
from pairing.media import KINDS
from pairing.media import place as place_of
from pairing.model import Entry
from pairing.paths import folded
from pairing.problems import Problem, Where
from pairing.read import Dataset
from pairing.source import Record
from pairing.words import ASKED, REVIEW_STEP

# What a skeleton (scripts/new.py) says until somebody writes something better.
_SKELETON: Final = later(r"（[^（）\n]{0,40}请改写。?）")
# A path below the site's root: no way out, nothing hidden, no address of another host.
FORMER: Final = later(
    r"(?!.*(?:^|/)(?i:con|prn|aux|nul|com\d|lpt\d)(?:[./]|$))"
    r"[\w%-][\w%~-]*+(?>(?:\.[\w%~-]++)*)(?>(?:/[\w%~-]++(?>(?:\.[\w%~-]++)*))*)(?:(?<=\.html)|(?<=\.htm)|/)"
)
# What every site has of its own, below its root and in the columns of schools.
_OWN: Final = ("404.html", "sitemap.xml", "assets")
# How names of the site's own files end; a folder of that name would take the place of one.
_SITE_FILES: Final = (".html", ".htm", ".xml", ".json", ".ics", ".js", ".css", ".map", ".svg", ".txt", ".csv")
_FILES: Final = (*_SITE_FILES, *KINDS, KEPT.rstrip("/"))
# In bytes: of a file's name most systems take 255.
_LONGEST: Final = 200


def entry_columns(data: Dataset) -> Iterator[Problem]:
    """稿件的栏目须在 data/columns.yml 中，并填写该栏目要求的字段。"""
    if data.columns is None:
        return
    columns = {column.id: column for column in data.columns.columns}
    names = {**{key: key for key in columns}, **{column.title: key for key, column in columns.items()}}
    for _, record, entry, _ in data.opened:
        column = columns.get(entry.column)
        if column is None:
            hint = resolve(entry.column, names) or f"，可用的有：{'、'.join(columns)}"
            yield Problem(record.where("column"), f"没有编号为“{entry.column}”的栏目{hint}")
            continue
        for name in column.required:
            if not getattr(entry, name):
                message = f"“{column.title}”栏目的稿件须填写{ASKED[name]}（{name}），请补上"
                yield Problem(record.where(), message)


def entry_dates(data: Dataset) -> Iterator[Problem]:
    """发布日期写到日，不早于事情发生的日期；更正、撤下不早于发布，审核、活动不晚于它；先有起后有止，先活动后确认。"""
    for _, record, entry, _ in data.opened:
        last = entry.published.last
        if entry.published.precision != "day":
            found = f"发布日期须写到日，找到“{entry.published}”，请写成 2026-11-21 的样子"
            yield Problem(record.where("published"), found)
        elif last < entry.date.first:
            message = f"发布日期“{entry.published}”早于事情发生的日期“{entry.date}”，请核对"
            yield Problem(record.where("published"), message)
        if entry.updated and (entry.updated.precision != "day" or entry.updated.last < entry.published.first):
            message = f"更正日期“{entry.updated}”须写到日，不早于发布日期“{entry.published}”，请改正或删去"
            yield Problem(record.where("updated"), message)
        for i, review in enumerate(entry.reviews):
            if review.on.first > last:
                message = f"{REVIEW_STEP[review.step]}日期“{review.on}”晚于发布日期“{entry.published}”，请核对"
                yield Problem(record.where("reviews", i, "on"), message)
        if entry.until or entry.activities or not entry.current:
            yield from _spans(record, entry)


def _spans(record: Record, entry: Entry) -> Iterator[Problem]:
    """Ends before their beginnings, and activities that an entry tells of before they happen."""
    if entry.until and entry.until.last < entry.date.first:
        message = f"结束日期“{entry.until}”早于事情发生的日期“{entry.date}”，请核对"
        yield Problem(record.where("until"), message)
    last = entry.changed.last
    for i, activity in enumerate(entry.activities):
        begins, confirmation = activity.when or entry.date, activity.confirmation
        if activity.until and activity.until.last < begins.first:
            message = f"活动的结束日期“{activity.until}”早于开始的日期“{begins}”，请核对"
            yield Problem(record.where("activities", i, "until"), message)
        if begins.first > last:
            message = f"活动日期“{begins}”晚于稿件的日期“{entry.changed}”，还没有发生的事不写进活动记录，请核对"
            yield Problem(record.where("activities", i, "when"), message)
        for side, claim in (("helper", confirmation.helper), ("recipient", confirmation.recipient)):
            if claim and claim.on.last < begins.first:
                message = f"确认日期“{claim.on}”早于活动日期“{begins}”，活动之后才能确认，请核对"
                yield Problem(record.where("activities", i, "confirmation", side, "on"), message)
    gone = entry.withdrawn or entry.superseded
    if gone and gone.on.last < entry.published.first:
        name = "withdrawn" if entry.withdrawn else "superseded"
        words = "撤下" if entry.withdrawn else "被替代的"
        yield Problem(record.where(name, "on"), f"{words}日期“{gone.on}”早于发布日期“{entry.published}”，请核对")


def entry_reviews(data: Dataset) -> Iterator[Problem]:
    """发布的稿件须有 data/columns.yml 要求的审核步骤。"""
    wanted = data.columns.reviews if data.columns else ()
    for _, record, entry, _ in data.opened:
        steps = {review.step for review in entry.reviews}
        if not (entry.draft or steps.issuperset(wanted)):
            lacking = [step for step in wanted if step not in steps]
            listed = "、".join(f"{REVIEW_STEP[step]}（{step}）" for step in lacking)
            message = f"缺少审核：{listed}；请在 reviews 写明 step、post 和 on，或先写 draft: true"
            yield Problem(record.where_key("reviews"), message)


def former_addresses(data: Dataset) -> Iterator[Problem]:
    """旧网址写成网站根目录以下的路径，以 .html 或 / 结尾，不占网站自己的文件，同一个旧网址只属于一篇稿件。"""
    seen: dict[str, tuple[str, str]] = {}
    for place, head in data.heads.items():
        if not head.former:
            continue
        record = data.record("entry", *place)
        for i, path in enumerate(head.former):
            where, same = record.where("former", i), folded(former(path))
            if not FORMER.fullmatch(path):
                yield Problem(where, f"旧网址写法有误，找到“{path}”，请写成 news/2020/12.html 或 news/12/ 的样子")
            elif message := _former_fault(same):
                yield Problem(where, f"{message}，找到“{path}”，请改正或删去")
            elif same in seen:
                other, file = seen[same]
                how = "" if other == path else f"（写成“{other}”，有的服务器分不清）"
                yield Problem(where, f"旧网址“{path}”已写在 {file} 中{how}，请删去一处")
            seen.setdefault(same, (path, record.path))


def _former_fault(path: str) -> str:
    """What is wrong with the file of an old address, or nothing: it would stand in the way of the site's own."""
    first, *_ = parts = path.split("/")
    if first in _OWN:
        return f"旧网址不能占用网站自己的“{first}”"
    if any(len(part.encode()) > _LONGEST for part in parts):
        return f"旧网址过长，两个 / 之间最多 {_LONGEST} 字节"
    if odd := next((part for part in parts[:-1] if part.endswith(_FILES)), ""):
        return f"旧网址中的文件夹不能叫作“{odd}”，那是文件的名字"
    return ""


def rewritten(data: Dataset) -> Iterator[Problem]:
    """骨架里写着“请改写”的地方，草稿以外都要改写。"""
    for _, record, entry, _ in data.opened:
        if entry.draft or ("请改写" not in record.text and "请改写" not in record.body):
            continue
        for text, first in ((record.text, record.line), (record.body, record.body_line)):
            for found in _SKELETON.finditer(text):
                line, column = place_of(text, found.start())
                where = Where(record.path, first + line - 1, column)
                yield Problem(where, f"这里还没有改写，找到“{found[0]}”，请写上内容，或加一行 draft: true")


def backdated(data: Dataset) -> Iterator[Problem]:
    """发布日期不得早于稿件入库的日期；确有原因的须写 published_reason。"""
    for _, record, entry, _ in data.opened:
        committed = data.committed.get(record.path)
        early = committed is not None and entry.published.last < committed
        if early and not entry.published_reason:
            message = f"发布日期“{entry.published}”早于稿件入库的日期“{committed}”，请写 published_reason 说明理由"
            yield Problem(record.where("published"), message)
        if entry.published_reason and committed is not None and not early:
            message = "发布日期不早于入库日期，不需要 published_reason，请删去"
            yield Problem(record.where("published_reason"), message)


def same_results(data: Dataset) -> Iterator[Problem]:
    """稿件成果的 same_as 指向本项目报告中的成果；指标编号存在，不写 progress。"""
    for place, record, entry, _ in data.opened:
        if not entry.results or (programme := data.programmes.get(place[0])) is None:
            continue
        reports = data.reports_of(place[0])
        known = [f"{period}/{item.id}" for period, report in reports.items() for item in report.results]
        unread = {period for owner, period in data.known["report"] if owner == place[0]} - set(reports)
        indicators = {item.id: item.id for item in programme.indicators}
        for i, result in enumerate(entry.results):
            same = result.same_as
            if same and same not in known and same.partition("/")[0] not in unread:
                hint = likely(same, known) or "，请写成 <报告>/<成果编号>，例如 2022/award"
                yield Problem(record.where("results", i, "same_as"), f"本项目的报告中没有成果“{same}”{hint}")
            for j, word in enumerate(result.indicators):
                if word not in indicators:
                    hint = resolve_id(word, indicators)
                    where = record.where("results", i, "indicators", j)
                    yield Problem(where, f"本项目没有编号为“{word}”的指标{hint}")
            if result.progress:
                message = "稿件的成果不写 progress；由哪些工作带来，请在 activities 的 measures 写明"
                yield Problem(record.where_key("results", i, "progress"), message)
