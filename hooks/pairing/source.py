"""Files → records: YAML and front matter whose every key and value knows path, line and column.

PyYAML's C parser reads; our own scalar rules decide. Only ``true``/``false``, ``null``, plain
integers and plain decimals are anything but text, so ``NO``, ``0754``, ``12:30``, ``2020-13-01``
and ``1_000`` stay what was typed (YAML 1.1 makes False, 492, 750, an error and 1000 of them).
"""

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import yaml

from pairing import events, lines
from pairing.events import BOOL, FLOAT, INT, LONGEST_NUMBER, MAX_DEPTH, MERGE, NULL
from pairing.problems import Problem, Where, reason
from pairing.slips import LOADER, cut, told

Loc = tuple[str | int, ...]
# A file as such, or as a folder's listing gives it: to make a path of each takes as long as to read it.
File = Path | os.DirEntry[str]

MAX_BYTES: Final = 2_000_000


class _Loader(LOADER):  # type: ignore[misc]
    """The C loader with no implicit types but the plain ones below."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", BOOL, "tf"),
    ("int", INT, "-0123456789"),
    ("float", FLOAT, "-0123456789"),
    ("null", NULL, ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^{_pattern}$"), list(_first))

_PLAIN_TAGS: Final = {f"tag:yaml.org,2002:{name}" for name in ("str", "bool", "int", "float", "null", "map", "seq")}
# What YAML does not allow in a text, and the line breaks (U+0085, U+2028, U+2029) that only YAML
# takes for such, so that lines are what an editor's program shows.
# Marks of direction (U+202A…) let a text or an address read otherwise than it is.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
# The lines around a front matter.
_OPENING: Final = re.compile(r"---[ \t]*(?:\n|$)")
_CLOSING: Final = re.compile(r"\n(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
# A line that is meant to end a front matter.
_RULE: Final = re.compile("[-－—–―‐‑_─=]{2,20}")
# What git leaves where two people changed the same lines.
_CONFLICT: Final = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Record:
    """One file as data with positions: ``data`` holds dicts, tuples and scalars.

    ``text`` is the YAML, which begins on ``line``; ``body`` is what follows the front matter.
    """

    path: str
    data: Any
    text: str = field(repr=False)
    line: int = 1
    body: str = ""
    body_line: int = 1

    @classmethod
    def kept(cls, path: str, text: str, line: int, body: str, body_line: int) -> "Record":
        """A record that was kept without what its text says."""
        record = object.__new__(cls)
        record.__dict__.update(path=path, text=text, line=line, body=body, body_line=body_line)
        return record

    def __getstate__(self) -> dict[str, Any]:
        """Without what the text says as well: a kept record is read again by the few who ask."""
        return {name: item for name, item in self.__dict__.items() if name not in ("data", "_positions")}

    def __getattr__(self, name: str) -> Any:
        """``data`` of a record that was kept."""
        if name != "data":
            raise AttributeError(name)
        record, _ = _compose(self.text, self.path, self.line)
        data = record.data if record else {}
        self.__dict__["data"] = data
        return data

    @property
    def places(self) -> dict[Loc, tuple[int, int]]:
        """A location, such as ``("areas", 0, "id")`` -> (line, column) of its value."""
        return self._positions[0]

    @property
    def keys(self) -> dict[Loc, tuple[int, int]]:
        """A location -> (line, column) of its key."""
        return self._positions[1]

    @cached_property
    def _positions(self) -> tuple[dict[Loc, tuple[int, int]], dict[Loc, tuple[int, int]]]:
        """Read again with care; few records are ever asked."""
        node, _ = _node(self.text, self.path, self.line - 1)
        reader = _Reader(self.path, self.line - 1)
        if node is not None:
            reader.value(node, ())
        return reader.places, reader.keys

    def where(self, *loc: str | int) -> Where:
        """The place of a value, or of the nearest thing that holds it."""
        return Where(self.path, *self._near(self.places, loc))

    def where_key(self, *loc: str | int) -> Where:
        """The place of a key, or of the value where it has none."""
        return Where(self.path, *(self.keys.get(loc) or self._near(self.places, loc)))

    @staticmethod
    def _near(places: dict[Loc, tuple[int, int]], loc: Loc) -> tuple[int, int]:
        while loc and loc not in places:
            loc = loc[:-1]
        return places.get(loc, (1, 1))


def _below(file: File, root: Path) -> str:
    """The path of a file below ``root``, as people are told it."""
    path, lead = os.fspath(file), f"{root}/"  # as almost always: comparing parts takes five times as long
    return path[len(lead) :] if path.startswith(lead) else Path(file).relative_to(root).as_posix()


def read_yaml(file: File, root: Path, content: bytes | None = None) -> tuple[Record | None, list[Problem]]:
    """Read one YAML file below ``root``; a record, or the problems that keep it from being one.

    ``content`` are its bytes, where they have been read.
    """
    path = _below(file, root)
    text, problems = _text(file, path, content)
    if text is None:
        return None, problems
    return _compose(text, path, first_line=1)


def read_tree(file: Path, root: Path) -> tuple[Any, list[Problem]]:
    """The tree of a YAML file that is not ours and has tags of its own; or what keeps it from being read."""
    path = _below(file, root)
    text, problems = _text(file, path, None)
    return (None, problems) if text is None else _node(text, path, 0)


def read_page(file: File, root: Path, content: bytes | None = None) -> tuple[Record | None, list[Problem]]:
    """Read one Markdown file: its front matter as a record, the rest as ``body``.

    MkDocs drops broken front matter in silence; here it is a problem.
    """
    path = _below(file, root)
    text, problems = _text(file, path, content)
    if text is None:
        return None, problems
    if not _OPENING.match(text):
        return Record(path, {}, "", 1, text, 1), []
    end = _CLOSING.search(text, 3)
    if not end:
        for number, line in enumerate(text.split("\n")[1:], 2):
            if _RULE.fullmatch(line.strip()):
                advice = f"文件头的结尾要写“---”（三个英文减号），顶格，单独一行，找到“{line.strip()[:40]}”"
                return None, [Problem(Where(path, number, 1), advice)]
        return None, [Problem(Where(path, 1, 1), "文件头没有结束：找到开头的“---”，请在文件头之后另起一行再写“---”")]
    head, body = text[4 : end.start() + 1], text[end.end() :].removeprefix("\n")
    return _compose(head, path, 2, body, 2 + head.count("\n") + 1)


def decoded(raw: bytes, path: str) -> str | Problem:
    """A file's text, or why it is none."""
    try:
        return raw.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return Problem(Where(path, 1, 1), "文件编码是 UTF-16，请另存为 UTF-8")
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        return Problem(Where(path, line, column), "文件编码不是 UTF-8（可能是 GBK），请另存为 UTF-8")


def _text(file: File, path: str, content: bytes | None) -> tuple[str | None, list[Problem]]:
    try:
        raw = Path(file).read_bytes() if content is None else content
    except OSError as error:
        return None, [Problem(Where(path), reason(error))]
    if len(raw) > MAX_BYTES:
        found = f"{len(raw) / 1_000_000:.1f} MB"
        return None, [Problem(Where(path), f"文件过大：{found}，上限 2 MB，请拆分文件")]
    text = decoded(raw, path)
    if isinstance(text, Problem):
        return None, [text]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<<<<<<<" in text and (conflict := _CONFLICT.search(text)):
        line = text.count("\n", 0, conflict.start()) + 1
        advice = "请留下对的一种，删去 <<<<<<<、=======、>>>>>>> 这几行"
        return None, [
            Problem(Where(path, line, 1), f"两个人的修改在这里冲突，还没有合并，{advice}，找到“{conflict[0][:40]}”")
        ]
    control = _CONTROL.search(text)
    if control:
        line, column = text.count("\n", 0, control.start()) + 1, control.start() - text.rfind("\n", 0, control.start())
        code = f"U+{ord(control[0]):04X}"
        return None, [Problem(Where(path, line, column), f"有不可见的控制字符（{code}），请删去后重新输入")]
    return text, []


def _compose(
    text: str, path: str, first_line: int, body: str = "", body_line: int = 1
) -> tuple[Record | None, list[Problem]]:
    simple = lines.mapping(text) or events.mapping(text)
    if simple is not None:
        record = Record(path, simple, text, first_line, body, body_line)
        # Only an escape in a quoted text can bring in what the file itself may not hold.
        problems = list(_escaped(record, simple, ())) if "\\" in text else []
        problems += cut(text, path, first_line - 1)
        return (None, problems) if problems else (record, [])
    node, problems = _node(text, path, first_line - 1)
    if problems:
        return None, problems
    reader = _Reader(path, first_line - 1)
    data = reader.value(node, ()) if node is not None else {}
    problems = reader.problems
    if not isinstance(data, dict):
        found = "列表" if isinstance(data, tuple) else f"“{data}”"
        problems.append(Problem(reader.at(node), f"文件应由“名称: 内容”组成，找到的是{found}"))
    record = Record(path, data, text, first_line, body, body_line)
    problems = problems or [*_escaped(record, data, ()), *cut(text, path, first_line - 1)]
    return (None, problems) if problems else (record, [])


def _escaped(record: Record, value: Any, loc: Loc) -> Iterator[Problem]:
    """Control characters that are written as escapes: "\\0"."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _escaped(record, item, (*loc, name))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _escaped(record, item, (*loc, i))
    elif isinstance(value, str) and (found := _CONTROL.search(value)):
        yield Problem(record.where(*loc), f"有不可见的控制字符（U+{ord(found[0]):04X}），请删去后重新输入")


def _node(text: str, path: str, shift: int) -> tuple[Any, list[Problem]]:
    """The tree of a text (None where it is empty), or what is wrong with it."""
    try:
        loader = _Loader(text)
        try:
            return loader.get_single_node(), []
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        return None, told(error, text, path, shift)
    except RecursionError:
        return None, [Problem(Where(path), f"嵌套过深：最多 {MAX_DEPTH} 层，请检查缩进")]


class _Reader:
    """Walks a node tree once: values, positions and the faults YAML itself would let pass."""

    def __init__(self, path: str, shift: int) -> None:
        self.path, self.shift = path, shift
        self.places: dict[Loc, tuple[int, int]] = {}
        self.keys: dict[Loc, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def at(self, node: Any) -> Where:
        return Where(self.path, node.start_mark.line + 1 + self.shift, node.start_mark.column + 1)

    def value(self, node: Any, loc: Loc) -> Any:
        where = self.at(node)
        self.places[loc] = (where.line, where.column)
        if len(loc) > MAX_DEPTH:
            self.problems.append(Problem(where, f"嵌套过深：最多 {MAX_DEPTH} 层，请检查缩进"))
            return None
        # An alias composes to the very node of its anchor: one pass over each node bounds
        # the work, so nested aliases cannot blow up ("billion laughs").
        if id(node) in self._seen:
            self.problems.append(Problem(where, "不能使用 YAML 锚点与别名（& 和 *），请把内容写全"))
            return None
        self._seen.add(id(node))
        if node.tag not in _PLAIN_TAGS:
            self.problems.append(Problem(where, f"不认识的 YAML 标签“{node.tag}”，请删去"))
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.value(item, (*loc, i)) for i, item in enumerate(node.value))
        return self._scalar(node)

    def _mapping(self, node: Any, loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            where = self.at(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(where, "名称应是一个词，找到的是列表或一组“名称: 内容”，请检查缩进和冒号"))
                continue
            key = str(key_node.value)
            if key == MERGE:
                self.problems.append(Problem(where, "不能使用 YAML 合并键“<<”，请把内容写全"))
                continue
            if key in found:
                first = self.keys[(*loc, key)][0]
                self.problems.append(Problem(where, f"“{key}”写了两次（第一次在第 {first} 行），请删去一个"))
                continue
            self.keys[(*loc, key)] = (where.line, where.column)
            found[key] = self.value(value_node, (*loc, key))
        return found

    @staticmethod
    def _scalar(node: Any) -> Any:
        kind, text = node.tag.rpartition(":")[2], node.value
        if kind == "bool":
            return text == "true"
        if kind == "null":
            return None
        # int() refuses more than 4300 digits; no figure of ours has twenty.
        if kind == "int" and len(text) <= LONGEST_NUMBER:
            return int(text)
        if kind == "float" and len(text) <= LONGEST_NUMBER:
            return float(text)
        return str(text)
