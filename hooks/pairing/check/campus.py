"""Rules on the schools' own columns: what their footers and looks need, and placeholders in entries."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from pairing.advice import likely, shown
from pairing.check.markup import where_in
from pairing.check.media import damage
from pairing.check.raw import svg_faults
from pairing.cited import OWN, PREFIX, all_read, cited, own
from pairing.filing import LOGOS
from pairing.later import later
from pairing.media import without_code, without_spans
from pairing.model import Entry
from pairing.problems import Problem, Where
from pairing.prose import PLACEHOLDER
from pairing.read import Dataset
from pairing.source import Loc, Record

_COLOUR: Final = later(r"#[0-9a-fA-F]{6}")
_FORMS: Final = {
    "colour": (_COLOUR, "#12507b"),
    "icp": (later(r"[\u4e00-\u9fff]ICP备\d{6,8}号(?:-\d{1,3})?"), "粤ICP备12345678号-1"),
    "police": (later(r"[\u4e00-\u9fff]公网安备 ?\d{11,14}号"), "粤公网安备44010602000001号"),
    "url": (later(r"https?://\S+/"), "https://www.example.edu.cn/jiedui/"),
}
# Where placeholders are replaced, in front matter.
_REPLACED: Final = later(r"title|summary|cover/(?:alt|caption)|attachments/\d+/title")
# White text on the main colour must be readable (WCAG 2.1, 1.4.3: 4.5 to 1).
_CONTRAST: Final = 4.5
_PLACES: Final = "标题、摘要、正文、题图的说明和图注、附件的题名"
# What was meant as a placeholder and is none: braces of another kind or number, other words, blanks inside.
_ALMOST: Final = later(
    r"\{\{[^{}\n]{0,80}\}{0,2}|｛｛?[^{}｛｝\n]{1,80}｝{1,2}|(?<!\{)\{(?:helper|recipient|fig:[^{}\n]{1,80})\}"
)
_MISSPELT: Final = (
    "代称写法有误，找到“{}”，请用英文花括号写成 {{{{helper}}}}、{{{{recipient}}}}、{{{{学校编号}}}} 或 {{{{fig:…}}}}"
)
_LARGEST_LOGO: Final = 500_000
_NUMBER_FORM: Final = later(r"[0-9A-Za-z#?\-]{6,24}")


def campus_fields(data: Dataset) -> Iterator[Problem]:
    """专栏的主色、备案号和网址须写对；主色上的白字须看得清。"""
    for key, school in data.schools.items():
        record = data.record("school", key)
        if "colour" in (record.data.get("campus") or {}) and school.campus.colour is None:
            message = '主色空着：“#”开头的内容要用引号括起来，例如 colour: "#12507b"'
            yield Problem(record.where_key("campus", "colour"), message)
        for name, (form, example) in _FORMS.items():
            value = getattr(school.campus, name)
            if value is not None and not form.fullmatch(value):
                message = (
                    f"“{name}”写法有误，找到“{value}”，请写成 {example} 的样子{'，以 / 结尾' if name == 'url' else ''}"
                )
                message += "，两边的引号要用英文的" if value[0] in "“”‘’" else ""
                yield Problem(record.where("campus", name), message)
            elif name == "colour" and value and (found := contrast(value)) < _CONTRAST:
                message = f"主色“{value}”太浅，白字看不清（对比度 {found:.1f}，至少要 {_CONTRAST}），请换深一些的颜色"
                yield Problem(record.where("campus", name), message)


def campus_logos(data: Dataset) -> Iterator[Problem]:
    """校徽须是 data/schools/ 下的图片，不能太大；没有学校用到的图片不留。"""
    used = set()
    for key, school in data.schools.items():
        logo = school.campus.logo
        if logo is None:
            continue
        used.add(logo)
        where = data.record("school", key).where("campus", "logo")
        if logo not in data.logos:
            hint = likely(logo, data.logos) or f"，请把图片（{'、'.join(LOGOS)}）放到 data/schools/"
            yield Problem(where, f"没有校徽图片“{logo}”{hint}")
        elif len(data.logos[logo]) > _LARGEST_LOGO:
            size = len(data.logos[logo]) // 1000
            yield Problem(where, f"校徽图片“{logo}”有 {size} KB，太大，请缩小到 {_LARGEST_LOGO // 1000} KB 以内")
        else:
            yield from _of_logo(data, logo)
    unread = [key for (key,) in sorted(data.known["school"]) if key not in data.schools]
    for name in sorted(set(data.logos) - used):
        if any(_perhaps_named(data, key, name) for key in unread):
            continue
        yield Problem(
            Where(f"data/schools/{name}"), "没有学校用到这张图片；请在学校文件的 campus.logo 写明，或删去图片"
        )


def _perhaps_named(data: Dataset, school: str, logo: str) -> bool:
    """Whether a school whose file has a fault may use a logo: its name stands there, or nobody can look."""
    try:
        return os.fsencode(logo) in (data.root / f"data/schools/{school}.yml").read_bytes()
    except OSError:
        return True


def _of_logo(data: Dataset, logo: str) -> Iterable[Problem]:
    """What is wrong inside the file of a logo."""
    path = f"data/schools/{logo}"
    return svg_faults(path, data.logos[logo], "校徽") if logo.endswith(".svg") else damage(data, path)


def number_forms(data: Dataset) -> Iterator[Problem]:
    """学号、工号的样式只用数字、字母、- 和 # ?，至少四位不定，不能与日期混同。"""
    for key, school in data.schools.items():
        for i, form in enumerate(school.number_forms):
            open_digits = form.count("#")
            if not _NUMBER_FORM.fullmatch(form) or open_digits < 4:
                message = f"学号样式写法有误，找到{shown(form)}：# 是一位数字，? 是一个字母，其余照写，至少四个 #"
                yield Problem(data.record("school", key).where("number_forms", i), f"{message}，例如 20########")
            elif re.fullmatch(r"[0-9#]{1,8}", form):
                message = f"学号样式“{form}”太宽，会与日期和其他数字混同，请写得更具体（多于八位，或带字母）"
                yield Problem(data.record("school", key).where("number_forms", i), message)


def contrast(colour: str) -> float:
    """The contrast of white on a colour (#rrggbb), 1 to 21, by WCAG 2.1's relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def placeholders(data: Dataset) -> Iterator[Problem]:
    """稿件里的 {{…}} 只能是 helper、recipient、学校编号或记录中的数字，写在标题、摘要、正文、题图和附件的文字中。"""
    # A school whose own file is broken is no unknown one.
    known = ["helper", "recipient", *(key for (key,) in sorted(data.known["school"]))]
    usual = frozenset(known)
    for place, record, entry, _ in data.opened:
        if _usual(record, entry, usual):
            continue
        if "{{" in record.text:
            for loc in _elsewhere(record.data):
                message = f"代称“{{{{…}}}}”在这里不会换成校名，请直接写明；它只能用在{_PLACES}中"
                yield Problem(record.where(*loc), message)
        yield from _almost(record, entry)
        quoted: dict[str, str] | None = None
        for at, word in _said(record, entry):
            if word.startswith(PREFIX):
                quoted = {**cited(data, place[0]), **own(entry)} if quoted is None else quoted
                if word not in quoted:
                    # A fault in the programme's own files, told there, is no fault of every text that quotes them.
                    if word.startswith(OWN) or all_read(data, place[0]):
                        yield Problem(_where(record, at), _unknown_figure(word, quoted))
                elif not isinstance(at, int) and not word.startswith(OWN):
                    # Lists show titles and summaries; they know an entry by its own file alone.
                    message = f"文件头里只能引用本稿的数字（{{{{fig:own/…}}}}），找到“{{{{{word}}}}}”，请移到正文中"
                    yield Problem(_where(record, at), message)
            elif word not in known:
                hint = likely(word, known) or "，可用的有：helper（支援方）、recipient（受援方）和学校编号"
                yield Problem(_where(record, at), f"不认识的代称“{{{{{word}}}}}”{hint}")


def _usual(record: Record, entry: Entry, known: frozenset[str]) -> bool:
    """Whether all braces of an entry are those of known placeholders in its body, as they nearly always are."""
    body, words = record.body, PLACEHOLDER.findall(record.body)
    if not known.issuperset(words) or body.count("{") != 2 * len(words) or "｛" in body or "{{" in record.text:
        return False
    if entry.cover or entry.attachments:
        told = "".join([text for _, text in _fields(entry)])
    else:
        told = f"{entry.title}{entry.summary}"
    return "{" not in told and "｛" not in told


def _unknown_figure(word: str, known: Mapping[str, str]) -> str:
    """The message for a figure that the records do not have, with those that are near."""
    near = (
        get_close_matches(word, list(known), n=3, cutoff=0.5)
        or [name for name in known if name.split("/")[:2] == word.split("/")[:2]][:3]
    )
    hint = "，相近的有：" + "、".join(f"{name}（{known[name]}）" for name in near) if near else ""
    return f"没有这个数字“{{{{{word}}}}}”{hint}；写法见编辑指南“引用数字”"


def _elsewhere(value: object, loc: Loc = ()) -> Iterator[Loc]:
    """The places of texts with a placeholder where none is replaced."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _elsewhere(item, (*loc, name))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _elsewhere(item, (*loc, i))
    elif isinstance(value, str) and PLACEHOLDER.search(value) and not _REPLACED.fullmatch("/".join(map(str, loc))):
        yield loc


def _where(record: Record, at: Loc | int) -> Where:
    """The place of a value of the front matter, or of a sign of the body."""
    if not isinstance(at, int):
        return record.where(*at)
    return where_in(record, record.body, at)


def _said(record: Record, entry: Entry) -> Iterator[tuple[Loc | int, str]]:
    """Every placeholder of an entry: the value of the front matter that has it, or where it begins in the body."""
    for loc, text in _fields(entry):
        for found in PLACEHOLDER.finditer(text) if "{{" in text else ():
            yield loc, found[1]
    for found in PLACEHOLDER.finditer(record.body):
        yield found.start(), found[1]


def _fields(entry: Entry) -> Iterator[tuple[Loc, str]]:
    """The values of the front matter in which placeholders are replaced."""
    fields: list[tuple[Loc, str | None]] = [(("title",), entry.title), (("summary",), entry.summary)]
    if entry.cover:
        fields += [(("cover", "alt"), entry.cover.alt), (("cover", "caption"), entry.cover.caption)]
    fields += [(("attachments", i, "title"), item.title) for i, item in enumerate(entry.attachments)]
    return ((loc, text) for loc, text in fields if text)


def _almost(record: Record, entry: Entry) -> Iterator[Problem]:
    """What readers would see as it was typed."""
    for loc, text in _fields(entry):
        for found in _ALMOST.finditer(text) if _braces(text) else ():
            if not PLACEHOLDER.match(found[0]):
                yield Problem(record.where(*loc), _MISSPELT.format(found[0]))
    if _braces(record.body):
        body = without_spans(without_code(record.body))
        for found in _ALMOST.finditer(body):
            if not PLACEHOLDER.match(found[0]):
                yield Problem(_where(record, found.start()), _MISSPELT.format(found[0]))


def _braces(text: str) -> bool:
    """Whether a text has braces but those of placeholders, which most have none of."""
    found = text.count("{")
    return "｛" in text or (found > 0 and found != 2 * sum(1 for _ in PLACEHOLDER.finditer(text)))
