"""Figures in prose: numbers of people that the same record gives otherwise, and numbers beside a {{fig:…}}."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from re import Match
from typing import Final, NamedTuple

from pairing.later import later
from pairing.model import Entry, Report
from pairing.model.base import People
from pairing.phrases import amount
from pairing.proof.finding import Finding, Vocabulary
from pairing.proof.passage import Passage

# How far behind a number it may say whom it counts.
_REACH: Final = 10
# A number of people, and what goes before it: 约30余名教师.
_COUNT: Final = later(
    r"(?<![\d.年月日—–~～-])(?P<number>\d{1,6})(?P<over>余|多)?(?:名|位|人(?!次))"
    rf"(?P<what>[\u4e00-\u9fff]{{0,{_REACH}}})"
)
_ABOUT: Final = later("(?:约|近|大约|超过|超|逾)$")
# What prose calls people, and the kinds of the records that it can mean.
_MEANT: Final = (
    (("骨干教师",), ("backbone-teacher",)),
    (("教师", "老师"), ("teacher", "backbone-teacher")),
    (("学生", "同学"), ("student", "student-leader", "student-team", "pupil")),
    (("专家",), ("expert", "senior-expert", "expert-or-manager")),
    (("学员",), ("trainee",)),
    (("中层干部",), ("middle-manager",)),
    (("管理干部",), ("manager", "outstanding-manager", "expert-or-manager")),
)
# What of a report's item tells of its people.
_TOLD_IN: Final = ("title", "statement")
# What a plan is made of, in all, and the figure that says how many of it there are.
_WHOLE: Final = later(r"(?:共有?|全部|总共|合计)(?P<number>\d{1,5})[个项条](?P<what>板块|任务|举措)")
_PARTS: Final = {
    word: later(f"fig:count/[^/]+/{name}")
    for word, name in (("板块", "areas"), ("任务", "tasks"), ("举措", "measures"))
}
# Where a number of either may stand, by the sign behind it, which is rarer than digits are.
_OF_PEOPLE: Final = "名位人"
_OF_PARTS: Final = "个项条"
_ENDS: Final = "|".join(sorted({word[-2:] for words, _ in _MEANT for word in words}))
_NUMBERED: Final = later(
    rf"[{_OF_PEOPLE}{_OF_PARTS}](?<=[\d余多].)"
    rf"(?=[\u4e00-\u9fff]{{0,{_REACH - 2}}}?(?:{_ENDS})|{'|'.join(_PARTS)})"
)
_NUMBER: Final = later(r"(?<!\d)\d{1,6}[余多]?$")
_FIG: Final = later(r"\{\{ ?(fig:[a-z0-9/-]{1,120}) ?\}\}")
_BESIDE: Final = later(r"(?<![\d.])(\d{1,9}(?:\.\d{1,4})?)(余|多)?([%\u4e00-\u9fff])")


class _Told(NamedTuple):
    """A number of people in prose."""

    passage: Passage
    start: int
    end: int
    value: int
    sure: str
    words: str


def figures(body: Passage, model: Entry | Report, known: Vocabulary) -> Iterator[Finding]:
    """Numbers in the prose of an entry or report that its own records contradict; ``body`` is its text."""
    record = body.record
    if not isinstance(model, Entry):
        for name in ("progress", "results"):
            for i, row in enumerate(getattr(model, name)):
                told = [Passage(record, (name, i, part), getattr(row, part, None) or "") for part in _TOLD_IN]
                yield from _people(told, row.people, whole=False)
        return
    heads = [(name, getattr(model, name) or "") for name in ("title", "summary")]
    passages = [Passage(record, (name,), text) for name, text in heads if _NUMBERED.search(text)]
    hints = [(passage, hits) for passage in (*passages, body) if (hits := _numbered(passage.text))]
    if hints:
        people = _people_of(model)
        words = _meant(frozenset([row.kind for row in people]))
        counting = [passage for passage, hits in hints if any(word in what for _, what in hits for word in words)]
        yield from _people(counting, people, whole=True)
    if "fig:" in body.text:
        yield from _beside(body, known)
    for passage, hits in hints:
        if any(sign in _OF_PARTS for sign, _ in hits):
            yield from _counted(passage, known)


def _numbered(text: str) -> list[tuple[str, str]]:
    """(the sign behind it, what follows) of every number that may be one of people or of the parts of a plan."""
    return [(found[0], text[found.end() : found.end() + _REACH]) for found in _NUMBERED.finditer(text)]


def _people_of(entry: Entry) -> list[People]:
    people = [row for item in entry.activities for row in item.people]
    for item in entry.activities:
        for claim in (item.confirmation.helper, item.confirmation.recipient):
            people += claim.people if claim else ()
    return people + [row for result in entry.results for row in result.people]


@cache
def _meant(recorded: frozenset[str]) -> frozenset[str]:
    """What prose calls people of some kinds."""
    return frozenset(word for words, kinds in _MEANT if recorded.intersection(kinds) for word in words)


def _people(passages: list[Passage], people: Sequence[People], whole: bool) -> Iterator[Finding]:
    counts = [(passage, found) for passage in passages for found in _counts(passage.prose)]
    for words, kinds in _MEANT if counts else ():
        rows = [row for row in people if row.kind in kinds and row.stated]
        told = [item for passage, found in counts for item in _told(passage, found, words)] if rows else []
        if not told:
            continue
        right = [item for item in told if any(_fits(item, row) for row in rows) or _fits_sum(item, rows)]
        most = max((row.bounds[1] or float("inf")) for row in rows)
        for item in told:
            # A number below a right one may be a part of it: 25名教师，其中8名教师….
            part = right and item.value < max(found.value for found in right)
            if item in right or part or (not right and item.value < most and len(rows) > 1):
                continue
            said = "、".join(amount(row, "名") for row in rows)
            message = f"正文写“{item.words}”，记录中的人数是{said}，请核对；也可以写 {{{{fig:own/{rows[0].kind}}}}}"
            if not whole:
                message = f"文字写“{item.words}”，people 中的人数是{said}，请核对"
            yield Finding(item.passage.where(item.start, item.end), message)


def _counts(prose: str) -> Iterator[Match[str]]:
    for sign in _NUMBERED.finditer(prose):
        number = _NUMBER.search(prose, max(sign.start() - 7, 0), sign.start())
        if number and (found := _COUNT.match(prose, number.start())):
            yield found


def _told(passage: Passage, found: Match[str], words: tuple[str, ...]) -> Iterator[_Told]:
    what, prose = found["what"], passage.prose
    word = next((word for word in words if word in what), "")
    # 3名学生的教师: the number counts what stands first; 骨干教师 are told as such.
    if not word or re.search("[的到赴在为向和与及由、]", what.partition(word)[0]):
        return
    about = _ABOUT.search(prose[max(found.start() - 2, 0) : found.start()])
    start = found.start() - len(about[0]) if about else found.start()
    end = found.start("what") + what.index(word) + len(word)
    sure = "over" if found["over"] or (about and about[0] in ("超过", "超", "逾")) else "about" if about else ""
    yield _Told(passage, start, end, int(found["number"]), sure, prose[start:end])


def _fits(item: _Told, row: People) -> bool:
    if row.approx == "relative":
        return True
    if row.count is not None:
        return item.value == row.count and item.sure == (row.approx or "")
    return (row.min or 0) <= item.value <= (row.max if row.max is not None else item.value)


def _fits_sum(item: _Told, rows: Iterable[People]) -> bool:
    found = list(rows)
    return len(found) > 1 and item.value == sum(row.count or row.min or 0 for row in found)


def _counted(passage: Passage, known: Vocabulary) -> Iterator[Finding]:
    """How many areas, tasks or measures there are in all, told otherwise than any plan of the programme has it."""
    printed = _figures(passage, known)
    for found in _WHOLE.finditer(passage.prose):
        told = {name: said for name, said in printed.items() if _PARTS[found["what"]].fullmatch(name)}
        if told and not any(said[:-1] == found["number"] for said in told.values()):
            said, name = "、".join(told.values()), next(iter(told))
            message = f"“{found[0]}”与方案的{found['what']}数（{said}）不一致，请核对；也可以写 {{{{{name}}}}}"
            yield Finding(passage.where(found.start(), found.end()), message)


def _figures(passage: Passage, known: Vocabulary) -> Mapping[str, str]:
    """The figures of the programme that an entry belongs to."""
    path = passage.record.path
    return known.figures.get(path.split("/")[2] if path.count("/") > 3 else "", {})


def _beside(passage: Passage, known: Vocabulary) -> Iterator[Finding]:
    """A number with the unit of the figure in the same clause that says something else."""
    printed = _figures(passage, known)
    for clause in re.finditer(r"[^，。；！？\n|]+", passage.text):
        for found in _FIG.finditer(clause[0]):
            said = re.search(r"(\d{1,9}(?:\.\d{1,4})?)(余)?([%\u4e00-\u9fff])", printed.get(found[1], ""))
            if said is None:
                continue
            for other in _BESIDE.finditer(_FIG.sub(lambda gone: "\x00" * len(gone[0]), clause[0])):
                if other[3] == said[3] and other[1] != said[1]:
                    start = clause.start() + other.start()
                    message = f"“{other[0]}”与旁边的 {found[0]}（{printed[found[1]]}）不一致，请核对"
                    yield Finding(passage.where(start, start + len(other[0])), message)
