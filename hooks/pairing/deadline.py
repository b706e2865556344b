"""The clock of open documents: how many working days from their making to their publication.

《政府信息公开条例》第二十六条 and 教办函〔2014〕23号 ask for 20 working days from the day a document is made; that day
itself does not count. It applies to open documents of the paired schools themselves, from the day that
data/site.yml names on. What nobody wrote down is not guessed: the state is then unknown, with the reason.
Pure: the day is an argument.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

from pairing.levels import document_level
from pairing.model import Document
from pairing.model.register import Deadline
from pairing.names import taking_part
from pairing.problems import Problem
from pairing.read import Dataset
from pairing.workdays import Workdays

# The most urgent first.
TimedState = Literal["overdue", "due", "late", "unknown", "on-time", "exempt"]
TIMED: Final[dict[TimedState, str]] = {
    "overdue": "已超期未发布",
    "due": "待发布",
    "late": "迟于期限",
    "unknown": "无法计算",
    "on-time": "按期发布",
    "exempt": "不计时",
}
URGENCY: Final = tuple(TIMED)


class Timed(NamedTuple):
    """One document under the clock: made, published, the last day on time, working days used and left.

    ``estimated`` says that the calendar lacks the holidays of a year in between. ``idle`` are the days gone by
    since the last one on time where none of them is a working day, so that no number of those tells that it was
    missed. ``why`` says in words why the state is unknown, or why the clock does not run.
    """

    document: str
    state: TimedState
    made: date | None = None
    published: date | None = None
    last: date | None = None
    used: int | None = None
    left: int | None = None
    estimated: bool = False
    idle: int = 0
    why: str = ""

    @property
    def words(self) -> str:
        """What there is to say of it: 用了 3 个工作日, 还剩 5 个工作日, 已超过 2 个工作日, 已超过 1 天（非工作日）."""
        about = "约 " if self.estimated else ""
        if self.state in ("on-time", "late"):
            used = f"用了{about or ' '}{self.used} 个工作日"
            return f"{used}，又过了 {self.idle} 天（非工作日）" if self.idle else used
        if self.state == "due":
            return f"还剩{about or ' '}{self.left} 个工作日" if self.left else "今天到期"
        if self.state == "overdue" and self.idle:
            return f"已超过{about or ' '}{self.idle} 天（非工作日）"
        if self.state == "overdue":
            return f"已超过{about or ' '}{-(self.left or 0)} 个工作日"
        return self.why


def open_deadlines(data: Dataset, as_of: date) -> tuple[Timed, ...]:
    """Every open document of the dataset, the most urgent first."""
    assert data.site is not None, "load() refuses data without site.yml"
    assert data.calendar is not None, "load() refuses data without calendar.yml"
    days, rule, parties = Workdays.of(data.calendar), data.site.deadline, {*taking_part(data)}
    found = [
        _timed(data, key, document, rule, days, as_of, own=bool(parties.intersection(document.issuers)))
        for key, document in data.documents.items()
        if document_level(data, key) == "open"
    ]
    return tuple(sorted(found, key=lambda item: (URGENCY.index(item.state), item.last or date.max, item.document)))


def _timed(
    data: Dataset, key: str, document: Document, rule: Deadline, days: Workdays, as_of: date, *, own: bool
) -> Timed:
    if not own:
        return Timed(key, "exempt", why="没有写明由结对学校制作")
    if document.annex_of:
        return Timed(key, "exempt", why="附件随正文计时")
    when = document.made[1] if document.made else None
    if when is None or when.precision != "day":
        return Timed(key, "unknown", why="没有写明印发、成文或审议的日期" if when is None else f"日期只写到“{when}”")
    made = when.first
    if rule.since and made < rule.since.first:
        return Timed(key, "exempt", made, why=f"{rule.since.first.isoformat()}（开始计时）以前形成的")
    published = document.published.first if document.published else _committed(data, key, made)
    if published is None:
        return Timed(key, "unknown", made, why="没有写明在本站发布的日期")
    last = days.after(made, rule.days)
    until = min(published, as_of)
    used, left = days.between(made, until), days.between(as_of, last)
    estimated = not days.known(made, max(last, until))
    idle = max((until - last).days, 0) if used == rule.days else 0
    if published <= as_of:
        state: TimedState = "on-time" if published <= last else "late"
        return Timed(key, state, made, published, last, used, None, estimated, idle)
    return Timed(key, "due" if as_of <= last else "overdue", made, published, last, used, left, estimated, idle)


def _committed(data: Dataset, key: str, made: date) -> date | None:
    """The day on which the card came into the repository, where nobody wrote the day of publication.

    A card that was there before its document is published with it.
    """
    found = data.committed.get(f"data/documents/{key}.yml")
    return max(found, made) if found else None


def hints(data: Dataset, as_of: date) -> Iterator[Problem]:
    """A hint at every document that is overdue or soon due."""
    assert data.site is not None, "load() refuses data without site.yml"
    for item in pressing(open_deadlines(data, as_of), data.site.deadline.warn):
        where = data.record("document", item.document).where("published")
        yield Problem(
            where,
            f"提示：{TIMED[item.state]}，{item.words}，最迟 {item.last} 发布（{data.site.deadline.days} 个工作日）",
        )


def pressing(timed: tuple[Timed, ...], warn: int) -> tuple[Timed, ...]:
    """What editors must see: overdue, or due within a number of working days."""
    return tuple(
        item for item in timed if item.state == "overdue" or (item.state == "due" and (item.left or 0) <= warn)
    )
