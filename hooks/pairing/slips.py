"""Faults of YAML → what was mistyped, where, and what to write; the parser knows only where it gave up."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import yaml

from pairing.later import later
from pairing.problems import Problem, Where

# The parser in C where there is one.
LOADER: Final[type] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_FROM_THE_START: Final = (
    "end of stream",
    "document indicator",
    "could not find expected ':'",
    "expected ',' or ']'",
    "expected ',' or '}'",
)
# Part of what the parser says → advice.
SYNTAX: Final = (
    ("found a tab character", "不能用制表符（Tab）缩进，请改用空格"),
    (
        "could not find expected ':'",
        "这一行缺少冒号“: ”，应写成“名称: 内容”；是上一行没有写完的，请接在上一行后面，或在行首空两格",
    ),
    ("mapping values are not allowed", "这里不该出现“: ”；内容中有冒号时请用引号把整段内容括起来"),
    ("did not find expected key", "缩进或引号有误；请与上一行同级对齐，并检查引号是否成对"),
    ("did not find expected '-' indicator", "列表缩进有误；同一列表的“- ”应上下对齐"),
    (
        "found character that cannot start any token",
        "不能用制表符（Tab）缩进，或行首有不能用的符号；请改用空格，或用引号括起来",
    ),
    ("found unexpected end of stream", "引号没有成对：缺少结尾的引号"),
    ("found unexpected document indicator", "引号没有成对：缺少结尾的引号"),
    ("did not find expected ',' or ']'", "方括号没有成对：缺少“]”或项目之间的逗号“,”"),
    ("did not find expected ',' or '}'", "花括号没有成对：缺少“}”或项目之间的逗号“,”"),
    ("block sequence entries are not allowed", "列表“- ”的位置有误；请换行并缩进后再写"),
    ("found undefined alias", "“*”开头的内容要用引号括起来"),
    ("did not find expected alphabetic or numeric character", "“*”或“&”开头的内容要用引号括起来"),
    ("found unknown escape character", "双引号中的反斜杠“\\”有误；请改用单引号"),
    ("expected <document start>", "最外层的名称要顶格写，行首不留空格，上下对齐"),
    ("expected a single document", "文件中间不能有“---”，一个文件只写一份数据"),
    ("found duplicate anchor", "不能使用 YAML 锚点（&），请把内容写全"),
)
_NAME: Final = r"[A-Za-z_][\w-]{0,60}"
_KEY: Final = r"[A-Za-z_][A-Za-z_0-9]{0,60}"
_BEGIN: Final = rf"(?: *- )? *{_NAME}"
# Blanks that look like one and are none for YAML.
_ODD: Final = "\xa0\u2000-\u200b\u202f\u205f\u3000\ufeff"
# What stands before a value.
_HEAD: Final = r".{0,200}(?::[ \t]{1,9}|- )"
_PROPER: Final = later(rf"{_BEGIN}:(?: |$)")
# Lines that miss being "name: value" or "- item" by a sign.
SLIPS: Final = (
    (later(rf"{_BEGIN}[ {_ODD}]*："), "冒号要用英文的“:”，后面空一格"),
    (later(rf"{_BEGIN}:[{_ODD}]"), "冒号后面是看不见的特殊空格，请删去，改用普通空格"),
    (later(rf"{_BEGIN}:(?=[^\s:/])"), "冒号后面要空一格"),
    (later(r" *-(?=[^\s\d-])"), "列表的“-”后面要空一格"),
    (later(r" *[－–—•·●]"), "列表要用英文的“-”，后面空一格"),
    (later(rf" *[{_ODD}]"), "行首是看不见的特殊空格，请改用普通空格缩进"),
)
# The same in braces and brackets, which YAML gives up as a whole.
_IN_BRACES: Final = (
    (later(rf" {{0,80}}(?:- {{1,9}})?(?:{_KEY}: {{1,9}})?｛"), "花括号要用英文的“{}”"),
    (later(r"[^\"'\n]{0,200}?[\[,{][ \t]{0,9}#(?=[^\s#])"), "“#”开头的内容要用英文引号括起来"),
    (later(rf".{{0,200}}?[{{,，][ \t]{{0,9}}{_KEY}[ \t]{{0,9}}："), "冒号要用英文的“:”，后面空一格"),
    (
        later(
            rf".{{0,200}}?[{{,][ \t]{{0,9}}{_KEY}:[ \t]{{1,9}}[^\s\"'\[\]{{}},][^,{{}}\[\]\"':]{{0,200}}[\[{{](?!{{)"
        ),
        "花括号里的内容有“[ ]”“{ }”时，要给整段内容加英文引号，或改用中文括号",
    ),
)
# What a line holds that YAML takes for something else; bounded, for lines may be long.
MEANT: Final = (
    (
        later(r"[ \t]*(?:- )?[A-Za-z_]\w*:[ \t]+\{\{"),
        '以“{{”开头的内容要用英文双引号括起来，写成 title: "{{helper}}……"',
    ),
    (
        later(r".{0,200}\{[^{}]{0,200}:[ \t]{1,9}[^\"'{}]{0,200}\{\{"),
        "花括号里带“{{……}}”的内容要用英文双引号括起来",
    ),
    (later(rf".{{0,200}}[{{\[][^{{}}\"']{{0,200}}[，、；]\s{{0,9}}{_NAME}:\s"), "花括号里项目之间要用英文逗号“,”"),
    (
        later(rf".{{0,200}}[{{,]\s{{0,9}}{_NAME}:\s{{1,9}}[^\"'\s,{{}}\[\]][^,{{}}\[\]]{{0,200}}:\s"),
        "花括号里的内容有冒号时，要用引号括起来",
    ),
    (
        later(rf"{_HEAD}(?:\"[^\"]{{0,200}}\"|'[^']{{0,200}}')[ \t]{{0,9}}[^\s#,\]}}\"':]"),
        "引号要括住整段内容；内容里有英文双引号时，改用“”，或在整段两边用英文单引号",
    ),
    (
        later(rf"{_HEAD}(?:\[[^\[\]]{{0,200}}\]|\{{[^{{}}]{{0,200}}\}})[ \t]{{0,9}}[^\s#,\]}}:]"),
        "以“[”或“{”开头的内容要用英文双引号把整段括起来",
    ),
    (later(rf"{_HEAD}[@%`]"), "以“@”“%”或“`”开头的内容要用引号括起来"),
)


# A value that goes on behind " #" without quotes; YAML takes the rest for a remark. Those have a blank behind the sign.
_CUT: Final = later(rf"^{_BEGIN}: +[^\s\"'#&*!|>\[{{][^\n\"#]*? (#(?=[^\s#!])[^\n]*)", re.MULTILINE)


def cut(text: str, path: str, shift: int) -> Iterator[Problem]:
    """Values that end before their time."""
    for found in _CUT.finditer(text) if " #" in text else ():
        line, column = text.count("\n", 0, found.start(1)), found.start(1) - text.rfind("\n", 0, found.start(1))
        advice = "“ #”后面的字会被当作注释丢掉；是内容的，请给整段加英文引号，是备注的，“#”后空一格"
        yield Problem(Where(path, line + 1 + shift, column), f"{advice}，找到“{found[1][:40]}”")


def told(error: yaml.YAMLError, text: str, path: str, shift: int) -> list[Problem]:
    """What to write; ``shift`` lines stand before the text in its file."""
    said, lines = str(error), text.split("\n")
    advice = next((words for mark, words in SYNTAX if mark in said), "YAML 写法有误，请检查缩进、冒号和引号")
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if mark is None:
        return [Problem(Where(path, 1 + shift, 1), advice)]
    quote = _lost_quote(text, mark.line)
    slips = [] if quote else list(_slips(lines, mark.line))
    if slips:
        return [_problem(path, shift, lines, *slip) for slip in slips]
    # A missing colon, quote or bracket is noticed where the parser gives up; the slip itself is
    # where the construct began, if the parser knows it.
    if context is not None and any(words in said for words in _FROM_THE_START):
        mark = context
    if quote is not None:
        mark, advice = quote, "引号没有成对：缺少结尾的引号"
    if "<document start>" in said:
        first = next((i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
        return [_problem(path, shift, lines, first, 1, advice)]
    if "mapping values are not allowed" in said and _too_deep(lines, mark.line):
        return [_problem(path, shift, lines, mark.line, 1, "这一行缩进过多，请与上一行对齐")]
    start = max(context.line if context else mark.line, 0)
    if "expected '-' indicator" in said and not _begins(lines, mark.line).startswith("-"):
        return [
            _problem(
                path,
                shift,
                lines,
                mark.line,
                mark.column + 1,
                "缩进有误，请与同级的内容对齐；是列表的一项，前面要有“- ”",
            )
        ]
    within = lines[start : mark.line + 1]
    for form, words in _IN_BRACES:
        for i, line in enumerate(within):
            if found := form.match(line):
                return [_problem(path, shift, lines, start + i, found.end(), words)]
    advice = next((words for form, words in MEANT if any(form.match(line) for line in within)), advice)
    return [_problem(path, shift, lines, mark.line, mark.column + 1, advice)]


def _problem(path: str, shift: int, lines: Sequence[str], line: int, column: int, advice: str) -> Problem:
    quoted = lines[line].strip()[:40] if line < len(lines) else ""
    found = f"，找到“{quoted}”" if quoted else ""
    return Problem(Where(path, line + 1 + shift, column), advice + found)


def _slips(lines: Sequence[str], last: int) -> Iterator[tuple[int, int, str]]:
    """(line from 0, column, advice) of the slips that a fault on a line comes from: down from the last proper line.

    YAML takes a line that misses being a pair for words, which go on to where the next pair makes no sense.
    """
    first = min(last, len(lines) - 1)
    while first > 0 and not _PROPER.match(lines[first - 1]):
        first -= 1
    for i in range(first, min(last + 1, len(lines))):
        for form, advice in SLIPS:
            if found := form.match(lines[i]):
                yield i, found.end(), advice
                break


def _begins(lines: Sequence[str], line: int) -> str:
    """A line without what it is indented by."""
    return lines[line].lstrip() if line < len(lines) else ""


def _too_deep(lines: Sequence[str], line: int) -> bool:
    """Whether a pair stands deeper than the one before it, which is complete."""
    before, here = (lines[i] if 0 <= i < len(lines) else "" for i in (line - 1, line))
    pair = _PROPER.match(here) and (found := _PROPER.match(before)) and before[found.end() :].strip()
    return bool(pair) and len(here) - len(here.lstrip()) > len(before) - len(before.lstrip())


def _lost_quote(text: str, line: int) -> Any:
    """Where a quoted text began that runs over lines and ends on the line of a fault, or None.

    A lost closing quote pairs up with the next one in the file, and only what follows is an error.
    """
    found = None
    try:
        for token in yaml.scan(text, Loader=LOADER):
            over_lines = token.start_mark.line < token.end_mark.line == line
            if over_lines and getattr(token, "style", None) in ("'", '"'):
                found = token.start_mark
    except yaml.YAMLError:
        pass
    return found
