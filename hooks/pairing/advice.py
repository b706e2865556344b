"""Validation errors → Chinese messages that quote what was found and say what to write."""

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ValidationError

from pairing.later import later
from pairing.misread import number, strange
from pairing.problems import Problem, Where
from pairing.source import Loc, Record
from pairing.vocabularies import VOCABULARIES
from pairing.when import HOW_TO_WRITE, YEARS
from pairing.words import EVERY, REPORT_PART

_LABELS: Final = [dict(labels) for _, labels in VOCABULARIES.values()]
# Signs that part items for a reader, and none for YAML.
_JOINED: Final = later("[，、；]")
# A name in braces that runs into its value: kind：expert, count:3.
_GLUED: Final = later(r"(?:^|(?<=[，、；])) *([A-Za-z_][A-Za-z_0-9]*) *([：:])", re.ASCII)
_DAY: Final = later(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BRACKETED: Final = later("[［【〔（]([^［【〔（］】〕）]{0,200})[］】〕）]")
# Faults of values in which a sign that nobody sees, or that looks like another, may be all that is wrong.
_OF_SIGNS: Final = ("when", "bool_type", "literal_error", "string_pattern_mismatch")


def shown(value: Any) -> str:
    """A found value as a message quotes it: short, on one line."""
    if value is None:
        return "空"
    if isinstance(value, bool):
        return f"“{str(value).lower()}”"
    if isinstance(value, dict):
        return "一组“名称: 内容”"
    if isinstance(value, tuple | list):
        return "一个列表"
    text = " ".join(str(value).split())
    return f"“{text[:30]}…”" if len(text) > 30 else f"“{text}”"


def likely(word: str, known: Iterable[str]) -> str:
    """“，是否应为“x”” for the nearest known word, or nothing where none is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.65)
    return f"，是否应为“{near[0]}”" if near else ""


def apart(word: str) -> str:
    """What to write for several items that are joined as readers part them: [甲, 乙]; "" for a single one."""
    items = [part.strip() for part in _JOINED.split(word)]
    return f"[{', '.join(filter(None, items))}]" if len(items) > 1 else ""


def resolve(word: str, names: Mapping[str, str]) -> str:
    """The same for a reference: ``names`` maps every id, short name and alias to the id."""
    if word in names:
        return f"，是否应为“{names[word]}”"
    if odd := strange(word):
        return odd
    if _JOINED.search(word):
        return "，几项之间请用英文逗号“,”隔开"
    near = difflib.get_close_matches(word, list(names), n=1, cutoff=0.5)
    return f"，是否应为“{names[near[0]]}”" if near else ""


def resolve_id(word: str, names: Mapping[str, str]) -> str:
    """The same for an id that nothing has; what to do where none is near."""
    return resolve(word, names) or "，请核对编号，或先登记"


def explain(error: ValidationError, record: Record, model: type[BaseModel], at: Loc = ()) -> list[Problem]:
    """Every fault that pydantic found in one record, as problems with exact places."""
    faults = [(at + _strip(fault["loc"]), str(fault["type"]), fault) for fault in error.errors(include_url=False)]
    found: dict[Problem, None] = {}
    glued = _glued([loc for loc, kind, _ in faults if kind == "extra_forbidden"])
    for loc, kind, fault in faults:
        if kind == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"]:
            continue  # pydantic does not count items that have faults of their own
        fields = partial(_fields, model, loc[len(at) : -1])
        problem: Problem | None
        if kind in ("missing", "extra_forbidden"):
            problem = _field(record, loc, fault, fields, glued.get(loc[:-1]))
        elif kind in _PARTS:
            part = fault["ctx"]["part"]
            words = _PARTS[kind].format(part=part, label=REPORT_PART[part])
            problem = Problem(record.where_key(*loc, part), words)
        elif fault["input"] is None and _remark(record, record.where(*loc)):
            problem = Problem(record.where(*loc), f"“{_name(loc)}”空着：“#”开头的内容会被当作注释，要用英文引号括起来")
        else:
            problem = Problem(record.where(*loc), f"“{_name(loc)}”{_fault(kind, fault, fields)}")
        if problem:
            found[problem] = None
    return list(found)


class _Glued(NamedTuple):
    """Names of one row that took their values in, for want of a colon that YAML knows: the first one, and all."""

    first: str
    names: frozenset[str]
    advice: str


def _glued(unknown: Iterable[Loc]) -> dict[Loc, _Glued]:
    """Rows with unknown fields such as “kind：expert” and “count:3”: one message says what the slip is."""
    rows: dict[Loc, list[str]] = {}
    for loc in unknown:
        if _GLUED.match(str(loc[-1])):
            rows.setdefault(loc[:-1], []).append(str(loc[-1]))
    found = {}
    for row, words in rows.items():
        signs = [(name, colon) for word in words for name, colon in _GLUED.findall(word)]
        advice = "冒号要用英文的“:”，后面空一格" if any(colon == "：" for _, colon in signs) else "冒号后面要空一格"
        if any(len(_GLUED.findall(word)) > 1 for word in words):
            advice += "，几项之间用英文逗号“,”"
        quoted = "、".join(f"“{word[:40]}”" for word in words)
        found[row] = _Glued(words[0], frozenset(name for name, _ in signs), f"{advice}，找到{quoted}")
    return found


def _field(
    record: Record, loc: Loc, fault: Any, fields: Callable[[], Collection[str]], glued: _Glued | None
) -> Problem | None:
    """What to say of a field that is missing or unknown; nothing where another message of its row says it."""
    name = str(loc[-1])
    if glued and name == glued.first:
        return Problem(record.where_key(*loc), glued.advice)
    if glued and (name in glued.names or _GLUED.match(name)):
        return None
    if fault["type"] == "missing":
        return Problem(record.where(*loc[:-1]), f"缺少必填字段“{name}”，请补上")
    where = record.where_key(*loc)
    if fault["input"] is None and _behind_a_comma(record, where, name):
        advice = "花括号里的英文逗号“,”隔开两项；是内容的，请改用中文逗号“，”，或给整段内容加英文引号"
        return Problem(where, f"{advice}，找到“,{name[:40]}”")
    hint = strange(name) or likely(name, fields()) or f"，可用的有：{'、'.join(sorted(fields()))}"
    return Problem(where, f"不认识的字段“{name}”{hint}")


def _remark(record: Record, where: Where) -> bool:
    """Whether nothing stands at a place but a remark that was meant as the text: title: #关于."""
    lines = record.text.split("\n")[where.line - record.line :]
    return bool(lines) and re.match(r"[ \t]*#[^\s#]", lines[0][where.column - 1 :]) is not None


def _behind_a_comma(record: Record, where: Where, name: str) -> bool:
    """Whether a name without a value stands behind a comma in braces: the rest of a text that has one."""
    lines = record.text.split("\n")[: where.line - record.line + 1]
    after = lines[-1][where.column - 1 + len(name) :].lstrip()
    before = "\n".join([*lines[-2:-1], lines[-1][: where.column - 1]]).rstrip()
    return before.endswith(",") and not after.startswith(":")


def _strip(loc: tuple[int | str, ...]) -> Loc:
    """Drop what pydantic adds for the union of whole and decimal numbers."""
    return loc[:-1] if loc and loc[-1] in ("int", "float") else loc


def _fields(model: type[BaseModel], loc: Loc) -> list[str]:
    """The field names allowed at a place, found by walking the model's JSON schema."""
    schema = model.model_json_schema()
    here = schema
    for part in loc:
        here = _deref(here, schema)
        here = here.get("properties", {}).get(part, {}) if isinstance(part, str) else here.get("items", {})
    return list(_deref(here, schema).get("properties", {}))


def _deref(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    node = next((option for option in node.get("anyOf", ()) if option.get("type") != "null"), node)
    name = node.get("$ref", "").rpartition("/")[2]
    return dict(schema["$defs"][name]) if name else node


def _name(loc: Loc) -> str:
    """The innermost field name of a place; list positions are counted from 1."""
    names = [part for part in loc if isinstance(part, str)]
    if not names:
        return "内容"
    tail = loc[-1]
    return f"{names[-1]} 第 {tail + 1} 项" if isinstance(tail, int) else names[-1]


# What is wrong, by pydantic's (and our own) kind of error. {found} is what the file says.
_SAID: Final = {
    "string_type": "应为文字，找到{found}",
    "number_as_text": '应为文字，找到{found}，请加英文引号，写成 "{number}"',
    "bool_type": "应为 true 或 false，找到{found}",
    "tuple_type": "应为列表，每项以“- ”开头，找到{found}",
    "model_type": "应为一组“名称: 内容”，找到{found}",
    "string_too_short": "不能为空，请填写或删去这一行",
    "string_too_long": "过长，找到{found}，最多 {max_length} 字",
    "too_short": "至少要有 {min_length} 项",
    "greater_than_equal": "不能小于 {ge}，找到{found}",
    "less_than_equal": "不能大于 {le}，找到{found}",
    "when": f"不是日期，找到{{found}}，请写成 {HOW_TO_WRITE}",
    "when_year": f"的年份应在 {YEARS[0]} 至 {YEARS[-1]} 之间，找到{{found}}，请核对",
    "amount_both": "不能同时写 count 和 min、max：确数写 count，范围写 min 与 max",
    "amount_order": "的 min（{min}）大于 max（{max}），请对调",
    "period_unstated": "的 basis 是 unstated（文件未载明），就不能写 since、until；有日期时写 stated 或 inferred",
    "period_empty": "没有写 since 或 until；文件未载明时 basis 写 unstated",
    "period_reason": "的 basis 是 inferred（推定），请在 note 写明推定的理由",
    "period_order": "的 until 早于 since，请核对",
    "window_every": "的 window 是学期内的第几个月，只能与 every: semester（每学期）一起写，"
    "找到 every: {every}（{label}）；请改 every，或删去 window，把时间照录写进 text",
    "semester_code": "的 semester 应为学期，请写成 2019-autumn 或 2020-spring 的样子",
    "semester_days": "的 first、last 应为具体日期，且 first 早于 last，例如 first: 2019-09-01",
    "days_off": "的 first、last 应为具体日期，且 first 不晚于 last，例如 first: 2026-10-01",
    "one_of": "须写，也只能写 {names} 中的一个",
}
# Paces that have no word of their own: what editors write, and how often that is in a year.
_PACES: Final = {
    "每月": (12, ("month", "monthly", "months", "每月", "每个月", "按月", "月")),
    "每季度": (4, ("quarter", "quarterly", "quarters", "每季度", "每个季度", "每季", "按季度", "按季", "季度", "季")),
    "每半年": (2, ("half-year", "half-yearly", "每半年", "半年")),
}
_PARTS: Final = {
    "report_part_empty": "报告的“{label}”（{part}）没有内容；文件没有写这一部分时，请在 unstated 中列出 {part}",
    "report_part_both": "报告的“{label}”（{part}）已有内容，请从 unstated 中删去 {part}",
}


def _fault(kind: str, fault: Any, fields: Callable[[], Collection[str]]) -> str:
    value, context = fault["input"], dict(fault.get("ctx", {}))
    if kind == "when" and isinstance(value, str) and _DAY.fullmatch(value):
        return f"不是日期，找到{shown(value)}，日历上没有这一天，请核对"
    if kind == "tuple_type" and isinstance(value, str) and (inside := _BRACKETED.fullmatch(value)):
        items = ", ".join(part.strip() for part in re.split("[，、；,]", inside[1]))
        return f"要用英文方括号，找到{shown(value)}，请写成 [{items}]"
    if kind in _OF_SIGNS and isinstance(value, str) and (odd := strange(value)):
        return f"写法有误，找到{shown(value)}{odd}"
    loc = _strip(fault["loc"])
    if loc != fault["loc"] or kind == "int_type":
        whole = "整数" if loc == fault["loc"] else "数字"
        odd = number(value, str(loc[-1]), fields()) if isinstance(value, str) else ""
        return f"应为{whole}，找到{shown(value)}{odd}"
    if kind == "string_type" and isinstance(value, int | float) and not isinstance(value, bool):
        kind, context = "number_as_text", {"number": value}
    if kind == "literal_error":
        return _choice(value, str(context["expected"]))
    if kind == "string_pattern_mismatch":
        return _pattern(str(value), str(context["pattern"]))
    return _SAID.get(kind, f"写法有误，找到{{found}}（{kind}）").format(found=shown(value), **context)


def _pattern(value: str, pattern: str) -> str:
    if value.strip() and value != value.strip():
        return f"首尾不能有空格或换行，找到{shown(value)}"
    if "a-z0-9" in pattern:
        return f"应为编号：小写英文字母、数字和连字符，找到{shown(value)}"
    if "http" in pattern:
        return f"应为以 http:// 或 https:// 开头的网址，找到{shown(value)}"
    return "不能为空，请填写或删去这一行"


def _choice(value: Any, expected: str) -> str:
    options = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
    labels = next((words for words in _LABELS if set(words) == set(options)), {})
    by_label = {**{word: word for word in options}, **{label: word for word, label in labels.items()}}
    hint = (_paced(value, labels) or resolve(value, by_label)) if isinstance(value, str) else ""
    listed = "、".join(f"{word}（{labels[word]}）" if word in labels else word for word in options)
    return f"不能写{shown(value)}{hint}；可用的有：{listed}"


def _paced(word: str, labels: Mapping[str, str]) -> str:
    """What to write for a pace that every: has no word for; the duty is then counted over the year."""
    told = [(name, times) for name, (times, words) in _PACES.items() if labels == EVERY and word.lower() in words]
    return "".join(f"；{name}请写 cadence: {{every: year, at_least: {times}, text: {name}}}" for name, times in told)
