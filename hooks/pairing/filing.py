"""Paths → what lies there: the folder layout is the index of data/ and of the entries.

data/schools/<id>.yml, data/programmes/<id>/plans/<id>.yml and so on; data/site.yml, calendar.yml, columns.yml and
exceptions.yml are there once, logos lie beside the schools, entries are
content/entries/<programme>/<year>/<date>-<name>.md. A file anywhere else is a problem.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import BaseModel

from pairing.model import Alliance, Calendar, Columns, Document, Plan, Programme, Report, School, Site, Waivers
from pairing.model.base import ID_PATTERN
from pairing.problems import Problem, Where

Key = tuple[str, ...]
# A kind of file, its id, and its model.
Filed = tuple[str, Key, type[BaseModel]]

# A kind of file: the pattern of its path below data/, and its model. Groups are its id.
LAYOUT: Final[tuple[tuple[str, str, type[BaseModel]], ...]] = (
    ("site", r"site\.yml", Site),
    ("calendar", r"calendar\.yml", Calendar),
    ("columns", r"columns\.yml", Columns),
    ("exceptions", r"exceptions\.yml", Waivers),
    ("school", r"schools/([^/]+)\.yml", School),
    ("document", r"documents/([^/]+)\.yml", Document),
    ("alliance", r"alliances/([^/]+)\.yml", Alliance),
    ("programme", r"programmes/([^/]+)/programme\.yml", Programme),
    ("plan", r"programmes/([^/]+)/plans/([^/]+)\.yml", Plan),
    ("report", r"programmes/([^/]+)/reports/([^/]+)\.yml", Report),
)
_EXPECTED: Final = (
    "应在 data/ 的 schools/、documents/、alliances/、programmes/<项目>/programme.yml、"
    "programmes/<项目>/plans/ 或 programmes/<项目>/reports/ 之下"
)
# Files without which there is no site: their kind, and what they are for.
_NEEDED: Final = (("site", "网站名称、办公室和许可"), ("calendar", "各学期的起止日期"), ("columns", "有哪些栏目"))

ENTRY_ELSEWHERE: Final = "这像是一篇稿件，请移到 content/entries/<项目>/<年份>/，文件名写成 <日期>-<英文短名>.md"

# Pictures that may lie beside the files of schools.
LOGOS: Final = (".svg", ".png", ".jpg", ".webp")

# An entry's path below content/entries/: its programme, year and name.
ENTRY: Final = re.compile(r"([^/]+)/(\d{4})/(\d{4}(?:-\d{2}){0,2}-[^/]+)\.md")


def filed(path: str, problems: list[Problem]) -> Filed | None:
    """What a file is, by its path below data/; None for one that should not lie there."""
    where = Where(f"data/{path}")
    for kind, pattern, model in LAYOUT:
        found = re.fullmatch(pattern, path)
        if not found:
            continue
        key = found.groups()
        for part in key:
            if not re.fullmatch(ID_PATTERN, part):
                problems.append(Problem(where, f"文件名“{part}”不能作编号，请用小写英文字母、数字和连字符"))
                return None
        return kind, key, model
    if path.endswith(".md") and re.match(r"\d{4}-", path.rpartition("/")[2]):
        problems.append(Problem(where, ENTRY_ELSEWHERE))
    elif path.endswith(".yaml"):
        problems.append(Problem(where, "文件名以“.yaml”结尾，请改为“.yml”"))
    else:
        problems.append(Problem(where, f"不知道这个文件是什么：{_EXPECTED}，文件名以“.yml”结尾"))
    return None


def missing(known: Mapping[str, set[Key]]) -> Iterator[Problem]:
    """Files that must be there, among those of all kinds that are."""
    for kind, use in _NEEDED:
        if () not in known[kind]:
            yield Problem(Where(f"data/{kind}.yml"), f"缺少这个文件，请补上；它写明{use}")
    owners = {key[0] for kind in ("plan", "report") for key in known[kind]}
    for owner in sorted(owner for owner in owners if (owner,) not in known["programme"]):
        message = "缺少这个文件，请补上；有方案或报告的项目必须有它"
        yield Problem(Where(f"data/programmes/{owner}/programme.yml"), message)
