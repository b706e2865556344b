"""Hand-written pages: their front matter and macros, checked before MkDocs sees them.

MkDocs passes over broken front matter in silence, even under ``--strict``; here it is an error.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError

from pairing.advice import explain, likely, shown
from pairing.filing import ENTRY_ELSEWHERE
from pairing.folders import found_files, top_names
from pairing.model.base import Row, Text
from pairing.problems import Problem, Where
from pairing.source import Record, read_page

Hide = Literal["navigation", "toc", "footer"]
# What a page may quote from the data, alone on a line as {{ name }}.
MACROS: Final = ("figures", "programmes", "alliances", "gaps", "office", "licence", "as_of", "vocabulary", "latest")
_MACRO: Final = re.compile(r"^[ \t]*\{\{(.*)\}\}[ \t]*$")
# How many entries a page may ask for: 1 to 999.
_FEW: Final = re.compile(r"[1-9][0-9]{0,2}")
# Folders and files that the build writes: a hand-written file of such a name would be lost without a word.
RESERVED: Final = frozenset(
    (
        *("alliances", "api", "calendar", "campus", "columns", "data", "documents", "due", "entries", "feeds"),
        *("fragments", "health", "indicators", "internal", "ledger", "programmes", "schools", "search", "tables"),
        *("tags", "units", "sitemap.xml"),
    )
)
_FENCE: Final = re.compile(r"^\s*(?:```|~~~)")


class PageMeta(Row):
    """The front matter of a hand-written page."""

    title: Text
    description: Text | None = Field(None, description="一句话说明，供搜索引擎和分享使用")
    hide: tuple[Hide, ...] = ()


def read_content(root: Path) -> tuple[dict[str, Record], list[Problem]]:
    """``path below content/pages/ -> record`` for every hand-written page of ``root``, and all that is wrong."""
    pages: dict[str, Record] = {}
    problems: list[Problem] = []
    folder = root / "content" / "pages"
    problems += _lost(root / "content")
    for path, file in found_files(folder):
        problems += _reserved(path)
        if not path.endswith(".md"):
            continue
        record, faults = read_page(Path(file), root)
        problems += faults
        if record is None:
            continue
        if "column" in record.data and "date" in record.data:
            problems.append(Problem(Where(record.path), ENTRY_ELSEWHERE))
            continue
        pages[path] = record
        problems += _meta(record)
        problems += _unknown_macros(record)
    if "index.md" not in pages and not any(problem.where.path == "content/pages/index.md" for problem in problems):
        problems.append(Problem(Where("content/pages/index.md"), "缺少首页文件，请新建"))
    return pages, problems


def _lost(folder: Path) -> Iterator[Problem]:
    """What lies beside the two folders that are read would be passed over in silence."""
    for name in top_names(folder):
        if name not in ("pages", "entries"):
            message = "这里的文件不会发布：网页请放在 content/pages/，稿件请放在 content/entries/"
            yield Problem(Where(f"content/{name}"), message)


def _reserved(path: str) -> Iterator[Problem]:
    """What stands at an address of generated pages; some disks cannot tell twins by case."""
    top = path.partition("/")[0]
    if top.casefold() in RESERVED:
        kind = "文件夹" if "/" in path else "文件"
        message = f"网址“{top}”留给自动生成的网页，这个文件不会出现，请给{kind}换一个名称"
        yield Problem(Where(f"content/pages/{path}"), message)


def _meta(record: Record) -> list[Problem]:
    try:
        PageMeta.model_validate(record.data)
    except ValidationError as error:
        return explain(error, record, PageMeta)
    return []


def macros(body: str) -> Iterator[tuple[int, str]]:
    """(line, name) of every macro in a Markdown text; code blocks are passed over."""
    fenced = False
    for number, line in enumerate(body.split("\n"), 1):
        if _FENCE.match(line):
            fenced = not fenced
        found = None if fenced else _MACRO.match(line)
        if found:
            yield number, found[1].strip()


def expand(body: str, render: Callable[[str, tuple[str, ...]], str]) -> str:
    """The text with every macro replaced by its HTML, set apart as a block of its own.

    What follows a macro's name are its arguments: {{ latest dongtai 5 }}.
    """
    lines = body.split("\n")
    for number, said in macros(body):
        name, *arguments = said.split()
        lines[number - 1] = f"\n{render(name, tuple(arguments))}\n"
    return "\n".join(lines)


def _unknown_macros(record: Record) -> Iterator[Problem]:
    for line, said in macros(record.body):
        name, *arguments = said.split() or [""]
        where = Where(record.path, record.body_line + line - 1, 1)
        if name == "latest" and not (len(arguments) == 2 and _FEW.fullmatch(arguments[1])):
            yield Problem(where, f"宏“{said}”写法有误，请写成 {{{{ latest dongtai 5 }}}}：栏目编号（all 为全部）和篇数")
        elif name not in MACROS:
            hint = likely(name, MACROS) or f"，可用的有：{'、'.join(MACROS)}"
            yield Problem(where, f"不认识的宏“{name}”{hint}")
        elif arguments and name != "latest":
            yield Problem(where, f"宏“{name}”后面不写别的，找到{shown(' '.join(arguments))}，请写成 {{{{ {name} }}}}")


def unknown_columns(record: Record, columns: Iterable[str]) -> Iterator[Problem]:
    """The columns that a page's macros ask for and that are none; an empty list would say that nothing is written."""
    known = ("all", *columns)
    for line, said in macros(record.body):
        match said.split():
            case ["latest", column, _] if column not in known:
                hint = likely(column, known) or f"，可用的有：{'、'.join(known)}"
                yield Problem(Where(record.path, record.body_line + line - 1, 1), f"不认识的栏目“{column}”{hint}")
