"""What a scan looks for: the rules with their names, and the lists that a site keeps of its own."""

import hashlib
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from pairing.later import later
from pairing.levels import CARDS
from pairing.model import Document
from pairing.problems import DataError, Problem, Where
from pairing.read import Dataset
from pairing.scan.forms import SEP

# Rule -> what editors are told was found. The names stand in data/exceptions.yml.
RULES: Final[Mapping[str, str]] = {
    "id-number": "身份证号码",
    "mobile": "手机号码",
    "phone": "不在公开名单上的电话号码",
    "bank-card": "银行卡号",
    "school-number": "学号或工号",
    "email": "不在公开名单上的邮箱地址",
    "address": "家庭住址",
    "name": "未经同意不得公开的姓名",
    "withheld": "依申请公开或不予公开的内容",
    "location": "图片里的拍摄地点（GPS）",
    "device": "图片里的相机序列号或机主",
    "picture-data": "图片里的附加信息（EXIF、XMP、IPTC 或文字）",
    "svg-active": "SVG 图片里的脚本、事件、外部引用或内嵌网页",
    "unreadable": "打不开或读不全的文件，无法确认里面没有个人信息",
}
# Where the names are that may not be published: a file outside of the repository, one name a line.
NAMES: Final = "JIEDUI_NAMES"
# What stands between several items of a line, and Chinese names between blanks: 王 明 is one, with a blank to align it.
_JOINED: Final = later(r"[、，,；;/|\t]")
_WHOLE: Final = later(r"(?<!\S)[\u3400-\u9fff·]{2,}(?!\S)")
# A hyphen in a number, as keyboards and word processors write it.
_HYPHENS: Final = "-－﹣—–‐‑‒―−"
_FORMS: Final = {"#": "[0-9０-９]", "?": "[A-Za-zＡ-Ｚａ-ｚ]", "-": f"[{re.escape(_HYPHENS)}]"}
# A withheld text shorter than this may stand anywhere by chance.
_TELLING: Final = 12


class Forbidden(NamedTuple):
    """A text or an id that may stand nowhere in the output, and why: a name in RULES."""

    text: str
    rule: str = "withheld"


@dataclass(frozen=True)
class Policy:
    """The lists behind the rules. Phones are digits, e-mail addresses in lower case.

    ``accepted`` are values that an exception lets pass; it is never written anywhere.
    """

    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = field(default=(), repr=False)
    forbidden: tuple[Forbidden, ...] = field(default=(), repr=False)
    accepted: frozenset[str] = field(default=frozenset(), repr=False)

    @cached_property
    def number_form(self) -> re.Pattern[str] | None:
        """One expression for the forms of student and staff numbers of all schools."""
        return _number_forms(self.numbers)

    @cached_property
    def announced_form(self) -> re.Pattern[str] | None:
        """The same behind a label: with gaps between the signs, with a letter before."""
        spread = "|".join(
            sorted({number_form(form, f"{SEP}?") for form in self.numbers}, key=lambda form: (-len(form), form))
        )
        label = "(?:学号|工号)[^0-9A-Za-z\\n]{0,4}[A-Za-z]{0,2}"
        return re.compile(f"{label}({spread})(?![0-9A-Za-z])") if spread else None

    @cached_property
    def alarms(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """For the gate: forms with fewer than ten digits side by side, by a sign that stands in them."""
        odd = [form for form in self.numbers if not re.search("[0-9#]{10}", form)]
        return tuple(alarm for form in odd for alarm in _number_alarms(form))

    @cached_property
    def local(self) -> frozenset[str]:
        """Phones without the 0 of the code of an area, which numbers from abroad do not have."""
        return frozenset(phone.lstrip("0") for phone in self.phones)

    @cached_property
    def name_form(self) -> re.Pattern[str] | None:
        """One expression for all names; white space within a name does not hide it."""
        longest_first = sorted(self.names, key=lambda name: (-len(name), name))
        spread = ("[\\s\u200b]*".join(map(re.escape, name)) for name in longest_first)
        return re.compile("|".join(spread)) if self.names else None

    @cached_property
    def probes(self) -> tuple[str, ...]:
        """A piece from the middle of every forbidden text, by which pages are looked through fast."""
        middle = (text[len(text) // 2 - 4 : len(text) // 2 + 4] for text in (item.text for item in self.forbidden))
        return tuple(sorted(set(middle)))

    @cached_property
    def lists(self) -> bool:
        """Whether there is anything that only the lists of a site know."""
        return bool(self.forbidden or self.names or self.alarms)

    @property
    def digest(self) -> bytes:
        """A fingerprint of everything that verdicts depend on."""
        told = (self.phones, self.emails, self.accepted)
        listed = (self.numbers, self.names, tuple((item.rule, item.text) for item in self.forbidden))
        return hashlib.blake2b(repr(([sorted(found) for found in told], listed)).encode(), digest_size=16).digest()


def _number_forms(forms: Iterable[str]) -> re.Pattern[str] | None:
    found = sorted({number_form(text) for text in forms}, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(found)})(?![0-9A-Za-z])") if found else None


def number_form(text: str, between: str = "") -> str:
    """The expression for a form of numbers: # is any digit, ? any letter, - any hyphen, letters are of both cases."""
    return between.join(_FORMS.get(sign) or f"[{''.join(_ways(sign))}]" for sign in text)


def _ways(sign: str) -> list[str]:
    """A sign of a form, as it may be written: in both cases, in full width."""
    narrow = {"#": string.digits, "?": string.ascii_letters}.get(sign, {sign.upper(), sign.lower()})
    return [*_HYPHENS] if sign == "-" else sorted({*narrow, *(chr(ord(one) + 0xFEE0) for one in narrow)})


def _number_alarms(form: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Expressions for a form that begin with a sign of it, however that may be written."""
    at = next((i for i, sign in enumerate(form) if sign.isalpha()), max(form.find("-"), 0))
    before, after = number_form(form[:at]), number_form(form[at + 1 :])
    for way in _ways(form[at]):
        literal = re.escape(way)
        clear = f"(?<=(?<![0-9A-Za-z]){before}{literal})"
        yield way, re.compile(f"{literal}{clear}{after}(?![0-9A-Za-z])")


def policy(data: Dataset, names: Iterable[str] = (), forbidden: Iterable[Forbidden] = ()) -> Policy:
    """The policy of a site: its own lists, names from outside, and what the disclosure gate holds back."""
    site, schools = data.site, data.schools.values()
    contacts = [*([site.contacts] if site else []), *(school.contacts for school in schools)]
    return Policy(
        phones=frozenset(digits(phone) for item in contacts for phone in item.phones),
        emails=frozenset(email.lower() for item in contacts for email in item.emails),
        numbers=tuple(sorted({form for school in schools for form in school.number_forms})),
        names=tuple(sorted(set(names))),
        forbidden=tuple(sorted({*withheld(data), *forbidden}, key=lambda item: (item.text, item.rule))),
    )


def digits(text: str) -> str:
    """The digits of a number, without the country's code."""
    found = re.sub(r"[^0-9]", "", text)
    return re.sub(r"^(?:00)?86(?=0?[1-9][0-9]{9})", "", found)


def read_names(root: Path, place: str | None) -> tuple[str, ...]:
    """The names in the file ``place``, "" or None for none; DataError where it lies inside the repository."""
    if not place:
        return ()
    file = Path(place)
    if file.resolve().is_relative_to(root.resolve()):
        message = f"不得公开的姓名清单不能放在仓库里，否则清单本身就泄露了姓名；请移到别处，再用 {NAMES} 指明"
        raise DataError([Problem(Where(file.name), message)])
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise DataError([Problem(Where(NAMES), "读不出姓名清单：请核对文件位置，并存为 UTF-8")]) from None
    rows = [line.partition("#")[0].strip() for line in lines]
    problems = [
        Problem(Where(file.name, number), wrong)
        for number, row in enumerate(rows, 1)
        if row and (wrong := _no_name(row))
    ]
    if not any(rows):
        advice = f"姓名清单是空的，查不了姓名：请一行写一个姓名；不查姓名的，不设环境变量 {NAMES}"
        problems.append(Problem(Where(file.name), advice))
    if problems:
        raise DataError(problems)
    return tuple(sorted({"".join(row.split()) for row in rows if row}))


def _no_name(row: str) -> str:
    """Why a line of the list is no single name, "" where it is one; it is never shown. 王 明 is one."""
    if len("".join(row.split())) < 2:
        return "姓名至少两个字，一行一个"
    if _JOINED.search(row) or sum(map(bool, _WHOLE.findall(row))) > 1:
        return "一行只写一个姓名，找到几项连在一起；请每个姓名另起一行，中间不写顿号、逗号或制表符"
    if any(sign.isdigit() for sign in row):
        return "一行只写一个姓名，找到数字；请删去序号、学号等，只留姓名"
    return ""


def withheld(data: Dataset) -> Iterator[Forbidden]:
    """What the register holds back: ids, numbers and titles of closed documents, and all but the card of others.

    A text that an open record gives in its own right is no secret; short ones stand anywhere by chance.
    """
    documents = data.documents
    open_kinds = ("programme", "plan", "report", "school", "alliance")
    elsewhere = [record.text for (kind, _), record in data.records.items() if kind in open_kinds]
    elsewhere += [data.record("document", key).text for key, item in documents.items() if item.disclosure == "open"]
    for key, document in documents.items():
        fields = document.model_dump(exclude_none=True)
        if document.disclosure == "closed":
            yield Forbidden(f"documents/{key}")
            if len(key) >= _TELLING and "-" in key:  # an id such as `hidden` is a word of HTML
                yield Forbidden(key)
            found = [*_texts(fields)]
        elif document.disclosure == "on-request":
            shown = {text for name in CARDS[Document] for text in _texts(fields.get(name))}
            held = {name: value for name, value in fields.items() if name not in CARDS[Document]}
            found = [text for text in _texts(held) if text not in shown]
        else:
            continue
        for text in found:
            if len(text) >= _TELLING and not any(text in told for told in elsewhere):
                yield Forbidden(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
