"""What scripts/fuzz.py feeds and what it asserts: one function a target, each takes bytes or a random source.

A target is a pure function of its random numbers; it raises AssertionError (or anything else) with the
text that did it. Used by the tests for a second and by `make fuzz` for minutes.
"""

import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from _safe import safe
from _texts import FILES, FRAGMENTS, WORDS, any_text, with_placeholders
from pairing import events, lines
from pairing.advice import explain
from pairing.check.footnotes import footnotes
from pairing.check.markup import page_markup, refused
from pairing.markup import REFUSED, clean
from pairing.media import references
from pairing.model import Entry, Plan, Report
from pairing.model.base import Amount, Duration, People, Period, Quantity
from pairing.model.plan import Cadence
from pairing.phrases import amount, cadence, duration, people, period, quantity
from pairing.plain import plain
from pairing.problems import Problem
from pairing.proof import Vocabulary, proofread
from pairing.prose import PLACEHOLDER, Prose
from pairing.source import Record, read_page, read_yaml
from pairing.text import converted, html
from pairing.when import When

Target = Callable[[Random, Sequence[str]], None]

_YAML: Final = (
    *"-:?,[]{}#&*!|>'\"%@`~=\\\n \t0123456789甲乙aZ",
    *(
        "- ",
        ": ",
        "\n  ",
        "\n- ",
        "---\n",
        "...\n",
        "<<: ",
        "&a ",
        "*a",
        "!!python/object:x ",
        "!t ",
        "? ",
        "|\n ",
        ">-\n ",
    ),
    *(
        "true",
        "null",
        "~",
        "1_000",
        "0x1f",
        ".inf",
        ".nan",
        "1e9",
        "2020-02-30",
        "12:30",
        "\\u202e",
        '"\\0"',
        "\r\n",
        "\ufeff",
    ),
    *(
        "\x00",
        "\x85",
        "\u2028",
        "\ud7ff",
        "𠮷",
        "{" * 50,
        "[" * 50,
        "title: 甲\n",
        "people: [{kind: teacher, count: 3}]\n",
    ),
    *(
        "every: semester",
        "at_least: 1",
        "window: {month: 1}",
        "since: 2020",
        "count: 1",
        "approx: over",
        "min: 3",
        "max: 1",
    ),
)
_MARKUP: Final = (
    *(
        "<script>",
        "</script>",
        "<img src=x onerror=a>",
        "<svg/onload=a>",
        "<a href='javascript:a'>",
        "<iframe ",
        "<!--",
        "-->",
    ),
    *(
        "[甲](javascript:a)",
        "[甲](java\nscript:a)",
        "[甲](JAVASCRIPT&colon;a)",
        "&#106;avascript:",
        "![甲](data:a 't')",
        "<o:p>",
    ),
    *(
        "[甲](//a.cn)",
        "[甲](https://a@b.cn/)",
        "<![CDATA[",
        "]]>",
        "<?x",
        "<p onclick=a>",
        "style=x",
        '" onclick=a x="',
        "'>",
    ),
    *(
        "{{fig:own/teacher}}",
        "{{helper}}",
        "{{ 7*7 }}",
        "{% x %}",
        "學",
        "由由",
        "（",
        "”",
        "，，",
        "［2020］3号",
        "２５",
        "甲 乙",
    ),
    *("25名教师", "职业技师学院", "\u200b", "⼀", "...", "甲,乙", "。\n\n", "，\n\n"),
)
_WORDS: Final = (
    "2020",
    "-",
    "spring",
    "autumn",
    "end",
    "13",
    "02",
    "30",
    "0",
    "９",
    "٣",
    " ",
    "\n",
    "年",
    "--",
    "2020-10-08",
)
_VALUES: Final[tuple[Any, ...]] = (
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        3,
        10**18,
        0.5,
        1e308,
        float("inf"),
        float("nan"),
        "",
        " ",
        "3",
        "约3",
        "teacher",
        "教师",
    ),
    *(
        "over",
        "about",
        "relative",
        "semester",
        "year",
        "once",
        "week",
        "stated",
        "unstated",
        "inferred",
        "2020",
        "2019-end",
    ),
    *((), (1,), {}, {"month": 1}, {"month": 0}, "\x00", "甲" * 50),
)
KNOWN: Final = Vocabulary(("甲市职业技术学院",), ("甲市职业技术学院",), {"甲职业学院": "甲市职业技术学院"})


def _soup(random: Random, parts: Sequence[str], bodies: Sequence[str]) -> str:
    if bodies and random.random() < 0.6:
        text = random.choice(bodies)
        for _ in range(random.randint(1, 4)):
            start = random.randint(0, len(text))
            end = min(len(text), start + random.choice((0, 0, 1, 3, 20)))
            text = text[:start] + random.choice((*parts, text[start:end] * 2)) + text[end:]
        return text
    return "".join(random.choice(parts) for _ in range(random.randint(1, 30)))


def _placed(problems: Sequence[Problem], text: str) -> None:
    """Every problem has words in Chinese and a place that exists."""
    for problem in problems:
        assert 1 <= problem.where.line <= text.count("\n") + text.count("\r") + 2, (problem, text)
        assert problem.where.column >= 1, (problem, text)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in problem.message), (problem, text)
        assert "Error" not in problem.message.split("找到")[0], (problem, text)


def markdown(random: Random, bodies: Sequence[str]) -> None:
    """The fast way for plain Markdown gives what Python-Markdown gives."""
    text = any_text(random, bodies)
    fast = plain(text)
    if fast is not None or random.random() < 0.1:
        slow = converted(text, FILES)
        assert fast is None or fast == slow, (text, fast, slow)


def prose(random: Random, bodies: Sequence[str]) -> None:
    """A text rendered once and then filled is what its words would give, rendered as they stand."""
    text = with_placeholders(random, any_text(random, bodies))
    once = Prose.of(text, FILES)
    if once is None:
        return
    said = PLACEHOLDER.sub(lambda found: WORDS.get(found[1], found[0]), text)
    filled, expected = once.filled(WORDS, FILES), html(said, FILES)
    # Between single and double stars Python-Markdown loses its place, and a sign or two of whatever stands there.
    tangled = len({len(run) for run in re.findall(r"\*+", text)}) > 1 and plain(said) is None
    assert tangled or filled == expected, (text, filled, expected)
    assert not re.search("[\U00030000-\U0003ffff]", filled), (text, filled)


def sanitiser(random: Random, bodies: Sequence[str]) -> None:
    """Nothing dangerous is on a page, whatever the text; cleaning twice changes nothing."""
    text = _soup(random, (*_MARKUP, *_MARKUP, *FRAGMENTS), bodies)
    html = converted(text, FILES)
    safe(html)
    assert clean(html) == html, text
    raw = clean(text.replace("\ufeff", ""))  # at the beginning it is no part of a text
    safe(raw)
    assert clean(raw) == raw, text


def _file(raw: bytes, suffix: str) -> Path:
    path = Path(tempfile.gettempdir()) / f"jiedui-fuzz-{id(_file)}{suffix}"
    path.write_bytes(raw)
    return path


def _read(raw: bytes, suffix: str) -> Record | None:
    file = _file(raw, suffix)
    try:
        record, problems = (read_page if suffix == ".md" else read_yaml)(file, file.parent)
    finally:
        file.unlink()
    text = raw.decode("utf-8", "replace")
    _placed(problems, text)
    assert (record is None) == bool(problems), text
    if record is not None:
        for model in (Entry, Plan, Report) if suffix == ".yml" else (Entry,):
            _validated(record, model)
    return record


def _validated(record: Record, model: type[BaseModel]) -> BaseModel | None:
    try:
        return model.model_validate(record.data)
    except ValidationError as error:
        problems = explain(error, record, model)
        assert problems, record.text
        _placed(problems, record.text + "\n" * record.line)
        return None


def _raw(random: Random, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.1:
        at = random.randint(0, len(raw))
        raw = raw[:at] + bytes(random.randrange(256) for _ in range(random.randint(1, 4))) + raw[at:]
    if random.random() < 0.02:
        raw = text.encode(random.choice(("gbk", "utf-16", "gb18030", "big5")), "ignore")
    return raw


def reader(random: Random, bodies: Sequence[str]) -> None:
    """Any bytes as a YAML file: a record, or problems with places."""
    _read(_raw(random, _soup(random, _YAML, [body for body in bodies if not body.startswith("---")])), ".yml")


def front(random: Random, bodies: Sequence[str]) -> None:
    """Any bytes as an entry: a record, or problems with places; the rules on its text, both ways of YAML."""
    text = _soup(random, (*_YAML, *_MARKUP), [body for body in bodies if body.startswith("---")])
    if random.random() < 0.3:
        text = f"---\n{text}"
    record = _read(_raw(random, text), ".md")
    if record is not None:
        _placed([*refused(record, REFUSED), *page_markup(record), *footnotes(record)], text)
        for link in references(record.body):
            assert link.line >= 1 <= link.column, text
    head = text.removeprefix("---\n").partition("\n---")[0]
    known = lines.mapping(head)
    assert known is None or repr(known) == repr(events.mapping(head)), head


def proofs(random: Random, bodies: Sequence[str]) -> None:
    """Text checks: places exist, and a fix says truly what stands there."""
    text = _soup(random, (*_MARKUP, *FRAGMENTS), [body for body in bodies if body.startswith("---")])
    file = _file(_raw(random, text if text.startswith("---") else f"---\ntitle: 甲\n---\n{text}"), ".md")
    try:
        record, _ = read_page(file, file.parent)
        shown = file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    finally:
        file.unlink()
    if record is None or not isinstance(record.data, dict):
        return
    for finding in proofread(record, _validated(record, Entry), KNOWN):
        assert 1 <= finding.where.line <= len(shown) + 1, (finding, text)
        if finding.fix:
            rest = "\n".join(shown[finding.where.line - 1 :])[finding.where.column - 1 :]
            assert rest.startswith(finding.fix.old), (finding, finding.fix, text)


def when(random: Random, _bodies: Sequence[str]) -> None:
    """Any words as a date: ValueError, or a date that reads back as itself and lies the right way round."""
    text = "".join(random.choice(_WORDS) for _ in range(random.randint(1, 6)))
    try:
        found = When.parse(text)
    except ValueError:
        return
    assert found.code == text, text
    assert found.first <= found.last, text
    assert found.text.endswith(("年", "日", "月", "底", "学期")), text


_ROWS: Final[tuple[tuple[type[BaseModel], Callable[..., str]], ...]] = (
    (Amount, amount),
    (People, people),
    (Quantity, quantity),
    (Duration, duration),
    (Cadence, cadence),
    (Period, period),
)


def quantities(random: Random, _bodies: Sequence[str]) -> None:
    """Any values as a quantity, head count, duration, cadence or period: refused in Chinese, or put into words."""
    model, said = random.choice(_ROWS)
    names = [*model.model_fields, "no_such"]
    value = {name: random.choice(_VALUES) for name in random.sample(names, random.randint(0, len(names) - 1))}
    record = Record("a.yml", value, "")
    try:
        row = model.model_validate(value)
    except ValidationError as error:
        problems = explain(error, record, model)
        assert problems, value
        _placed(problems, "")
        return
    assert isinstance(said(row), str), value


TARGETS: Final[dict[str, Target]] = {
    "markdown": markdown,
    "prose": prose,
    "sanitiser": sanitiser,
    "reader": reader,
    "front": front,
    "proofs": proofs,
    "when": when,
    "quantities": quantities,
}
