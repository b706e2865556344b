"""The rules on texts: a cheap gate that almost every text passes, and careful rules behind it.

Positions are those of the text given. Values are compared, never told.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from pairing.scan.policy import Policy, digits


class Hit(NamedTuple):
    """A finding in a text: the rule, where it begins, and the bare value."""

    rule: str
    start: int
    value: str


# Signs that stand between the digits of one number; none of them may be longer in another form.
_SEP: Final = "[ \\t\u00a0\u00ad\u00b7\u2000-\u200f\u2010-\u2015\u202f\u2060\u2212\u3000\ufeff\\-.()（）．－]"
_RUN: Final = re.compile(rf"(?<![0-9])\+?[0-9](?:{_SEP}{{0,3}}[0-9]){{6,}}(?:{_SEP}?[xX](?![A-Za-z]))?")
_GROUP: Final = re.compile("[0-9]+[xX]?|[xX]")
_WIDE: Final = {ord(wide): narrow for wide, narrow in zip("＠．－（）＋＿", "@.-()+_", strict=True)}
_UNUSUAL: Final = re.compile("[＠＋０-９Ａ-Ｚａ-ｚ\u0660-\u1fff\ua620-\uabff\U00010000-\U0001fbff]")
_EMAIL: Final = re.compile(
    r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9][A-Za-z0-9._%+-]{0,63})"
    r"(?:@|\s?[\[({（【]\s?at\s?[\])}）】]\s?)([A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,12})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_AREA: Final = "(?:010|02[0-9]|0[3-9][0-9]{2})"
_LANDLINE: Final = re.compile(
    rf"(?<![0-9.A-Za-z])(?:(?:\+|00)86{_SEP}{{0,2}}\(?0?(?:10|2[0-9]|[3-9][0-9]{{2}})|\(?{_AREA})"
    rf"{_SEP}{{0,3}}[2-9][0-9]{{2,3}}{_SEP}?[0-9]{{4}}(?![0-9])"
)
_HOTLINE: Final = re.compile(r"(?<![0-9.A-Za-z\-])[48]00-(?:[0-9]{3}-[0-9]{4}|[0-9]{4}-[0-9]{3})(?![0-9])")
_LABELS: Final = ("电话", "座机", "传真", "热线", "手机", "联系方式", "身份证")
_LABELLED: Final = re.compile(
    rf"(?:电话|座机|传真|热线|手机|联系方式)[^0-9\n]{{0,6}}?([2-9][0-9]{{2,3}}{_SEP}?[0-9]{{4}}|[48]00[0-9]{{7}})(?![0-9])"
    r"|(?<![A-Za-z])(?i:tel|fax|phone)[^0-9\n]{0,6}?([2-9][0-9]{6,7}|[48]00[0-9]{7})(?![0-9])"
)
_OLD_ID: Final = re.compile(r"身份证[^0-9\n]{0,8}([1-8][0-9]{5}([0-9]{2})([0-9]{2})([0-9]{2})[0-9]{3})(?![0-9])")
_CHINESE: Final = "〇零一二三四五六七八九"
_SPELLED: Final = re.compile(f"[一幺][三四五六七八九][{_CHINESE}幺]{{9}}(?![{_CHINESE}幺十百千万亿年])")
_ADDRESS: Final = re.compile(
    r"(?:家庭(?:住址|地址)|现住址|户籍(?:地址|所在地)|常住地址)\s{0,2}[:：]\s{0,2}[\u4e00-\u9fff]{2}"
    r"|(?:路|街|巷|弄|胡同|小区|花园|家园|新村|公寓|家属院|苑)[^，。；、\s]{0,12}?[0-9A-Z]{1,4}(?:号?楼|栋|幢|座)"
    r"[^，。；、\s]{0,8}?(?:[0-9]{1,2}单元[^，。；、\s]{0,4}?)?[0-9]{2,4}(?:室|房|户|号)"
    r"|(?:乡|镇|村|屯)[^，。；、\s]{0,8}?[0-9一二三四五六七八九十]{1,3}(?:组|队|社)[0-9]{1,4}号"
)
_MOBILE_GROUPS: Final = frozenset(
    {
        (11,),
        (3, 4, 4),
        (3, 8),
        (7, 4),
        (4, 4, 3),
        (4, 3, 4),
        (5, 6),
        (6, 5),
        (3, 3, 5),
        (5, 3, 3),
        (3, 4, 2, 2),
        (1,) * 11,
    }
)
_BANK_START: Final = "34569"
_WORDS: Final = ("tel", "phone", "mobile", "fax", "wx", "qq", "id", "no", "wechat", "_")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def plain(text: str) -> str:
    """The text with digits of all scripts and full-width signs in their ASCII form; every sign keeps its place."""
    return text.translate(_narrow()) if _UNUSUAL.search(text) else text


@cache
def _narrow() -> dict[int, str]:
    """Digits of every script, and full-width letters, as ASCII of the same length."""
    digits = ((i, unicodedata.decimal(chr(i), None)) for i in range(0x80, 0x1FBFA))
    letters = {i: chr(i - 0xFEE0) for i in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    return {**{i: str(digit) for i, digit in digits if digit is not None}, **letters, **_WIDE}


# The gate works on UTF-8: digits become d, what may stand between digits goes. The last byte of a
# full-width digit is 0x90-0x99; in other signs such a byte stands next to a leading one, which stays.
_TABLE: Final = bytes(0x64 if 0x30 <= i <= 0x39 or 0x90 <= i <= 0x99 else 0x44 if i == 0x64 else i for i in range(256))
_GONE: Final = bytes((*b" \t-.()\xef\xbc\xe2\x80\xc2\xa0\xad\xb7\x8d\x8e\x8f\xaf\xbb\xbf", *range(0x83, 0x8C)))
# The fewest digits of a number that no word announces: a hotline, a line with the code of its area.
_FEWEST: Final = 10
_MANY: Final = b"d" * _FEWEST
# A local number.
_LOCAL: Final = b"ddddddd"
_INLINE: Final = (
    r"/?(?:strong|em|code|span|a|b|i|u|s|sup|sub|ins|del|mark|time|small|abbr|font|big|kbd|q|var|wbr)\b[^<>]*>"
)
_DIGIT: Final = "[0-9０-９]"
# Digits on both sides of marks of emphasis. Begins with a sign that is rare, as the alarms below.
_SPLIT: Final = re.compile(
    f"<(?<={_DIGIT[:-1]}{_SEP[1:]}<)(?:{'|'.join(f'(?<={_DIGIT}{_SEP}{{{i}}}<)' for i in range(4))})"
    f"{_INLINE}(?:{_SEP}{{0,3}}<{_INLINE})*(?={_SEP}{{0,3}}{_DIGIT})"
)
_MARKS: Final = re.compile(f"<{_INLINE}")
# Rare signs that the tables cannot handle: digits of other scripts, odd spaces, a wide @.
_ODD_BYTES: Final = (b"\xe0", b"\xd9", b"\xdb", b"\xdf", b"\xe1", b"\xea", b"\xf0")
# Signs that call for a careful look, and the expression that tells whether they really do. Each begins with
# the sign itself, which makes both fast.
_ALARMS: Final = tuple(
    (sign, re.compile(form))
    for sign, form in (
        *((word[-1], f"{word[-1]}(?<={word})[^\\n]{{0,8}}[0-9０-９]") for word in _LABELS),
        *((sign, f"{sign}[^\\n]{{0,4}}[:：]") for sign in "址籍"),
        *((sign, f"{sign}(?<=[0-9０-９A-ZＡ-Ｚ号]{sign})") for sign in "楼栋幢座"),
        *((sign, f"{sign}[0-9０-９]") for sign in "组队社"),
        *((sign, f"{sign}[三四五六七八九][〇零一二三四五六七八九幺]{{9}}") for sign in "一幺"),
        *((sign, f"{re.escape(sign)}\\s?(?i:at)\\s?[\\])}}）】]") for sign in "[(（【{"),
        *((sign, sign) for sign in "\u2060\u2002＠"),
    )
)


def suspicious(text: str, policy: Policy) -> bool:
    """Whether a text needs a careful look. Costs microseconds; lets nothing pass that the rules would find."""
    text = text.replace("\u3000", " ")
    raw = text.encode("utf-8", "surrogatepass")
    if (b"@" in raw and raw.count(b"@") != raw.count(b'"@')) or (b"&#" in raw and _entity(raw)):
        return True
    if b"%" in raw and (b"%40" in raw or b"%3" in raw):  # @ and digits as addresses may write them
        return True
    if _numerous(text, raw):
        return True
    if _SPLIT.search(text):  # digits with marks of emphasis between them: as one number, too
        joined = _MARKS.sub("", text)
        if _numerous(joined, joined.encode("utf-8", "surrogatepass")):
            return True
    if len(raw) > len(text):
        for odd in _ODD_BYTES:
            if odd in raw:
                return True
    for sign, form in _ALARMS:  # a loop: a generator would take longer than what it gives
        if sign in text and form.search(text):
            return True
    for probe in policy.probes:
        if probe in text:
            return True
    numbers = policy.odd_form
    return bool((numbers and numbers.search(text)) or (policy.name_form and policy.name_form.search(text)))


def _numerous(text: str, raw: bytes) -> bool:
    """Whether there are as many digits side by side as a number of a phone, a card or a citizen has."""
    shown = raw.translate(_TABLE)
    return _LOCAL in shown or (_MANY in raw.translate(_TABLE, _GONE) and _long(text))


def _long(text: str) -> bool:
    """Whether there is a run of ten digits or more that is no list of years, days and small numbers."""
    runs = (run[0] for run in _RUN.finditer(plain(text)))
    return any(sum(map(str.isdigit, run)) >= _FEWEST and not _ordinary(_GROUP.findall(run)) for run in runs)


def _ordinary(groups: Sequence[str]) -> bool:
    """Whether groups of digits are years and numbers below a hundred.

    No mobile number is written in groups of one, two and four digits, but for eleven single ones; a citizen's
    number does not begin with 19 or 20, nor a bank card's.
    """
    years = all(len(group) <= 2 or (len(group) == 4 and group[:2] in ("19", "20")) for group in groups)
    return years and sum(len(group) == 1 for group in groups) < 11


def _entity(raw: bytes) -> bool:
    """Whether there is a numeric character reference other than those of quotes."""
    return raw.count(b"&#") != raw.count(b"&#34;") + raw.count(b"&#39;") + raw.count(b"&#43;")


def hits(text: str, policy: Policy) -> list[Hit]:
    """Every finding in a text, in order; one for each place."""
    shown = plain(text)
    found = [
        hit for hit in (*_numbers(shown, policy), *_texts(shown, text, policy)) if hit.value not in policy.accepted
    ]
    taken: dict[int, Hit] = {}
    for hit in found:  # rules come in order of their weight
        taken.setdefault(hit.start, hit)
    return sorted(taken.values(), key=lambda hit: hit.start)


def candidates(text: str) -> int:
    """How many runs of digits, addresses and the like the careful rules have to judge in a text."""
    shown = plain(text)
    forms = (_RUN, _EMAIL, _ADDRESS, _SPELLED, _LABELLED)
    return sum(1 for form in forms for _ in form.finditer(shown))


def _numbers(text: str, policy: Policy) -> Iterator[Hit]:
    for run in _RUN.finditer(text):
        before = text[max(0, run.start() - 8) : run.start()].lower()
        if before[-1:].isascii() and before[-1:].isalpha() and not before.endswith(_WORDS):
            continue  # the tail of a code, such as a checksum
        after = text[run.end() : run.end() + 1]
        if after.isascii() and after.isalpha() and not before.endswith(_WORDS):
            run_groups = _groups(text, run)[:-1]
        else:
            run_groups = _groups(text, run)
        yield from _judge(run_groups, policy)
    for form in (_LANDLINE, _HOTLINE):
        for match in form.finditer(text):
            if (value := digits(match[0])) not in policy.phones and value.lstrip("0") not in policy.phones:
                yield Hit("phone", match.start(), value)
    for match in _LABELLED.finditer(text):
        value = digits(match[1] or match[2])
        if not any(phone.endswith(value) for phone in policy.phones):
            yield Hit("phone", match.start(), value)


class _Group(NamedTuple):
    start: int
    digits: str
    sep: str


def _groups(text: str, run: re.Match[str]) -> list[_Group]:
    """The groups of digits of a run, each with what stands before it."""
    found, end = [], run.start()
    for match in _GROUP.finditer(text, run.start(), run.end()):
        found.append(_Group(match.start(), match[0].upper(), text[end : match.start()].strip("+")))
        end = match.end()
    return found


def _judge(groups: list[_Group], policy: Policy) -> Iterator[Hit]:
    """Windows of neighbouring groups that together have the shape of a number."""
    until = -1
    for i, first in enumerate(groups):
        if i <= until or first.sep == ".":  # what follows a decimal point begins no number
            continue
        joined = ""
        for j in range(i, len(groups)):
            joined += groups[j].digits
            if len(joined) > 23:
                break
            parts = tuple(len(group.digits) for group in groups[i : j + 1])
            seps = {group.sep for group in groups[i + 1 : j + 1] if group.digits != "X"}
            rule = _rule(joined, parts, even=len(seps) <= 1)
            if rule and not (rule == "mobile" and digits(joined) in policy.phones):
                yield Hit(rule, first.start, digits(joined) if rule == "mobile" else joined)
                until = j
                break


def _rule(joined: str, parts: tuple[int, ...], *, even: bool) -> str | None:
    if len(joined) == 18 and even and citizen(joined):
        return "id-number"
    bare = digits(joined) if joined.startswith(("86", "0086")) else joined
    if len(bare) == 11 and bare.isdigit() and bare[0] == "1" and bare[1] in "3456789":
        if bare != joined:
            led = len(joined) - 11
            parts = parts[1:] if parts[0] == led else (parts[0] - led, *parts[1:])
        if parts in _MOBILE_GROUPS:
            return "mobile"
    if 16 <= len(joined) <= 19 and joined.isdigit() and even and joined[0] in _BANK_START:
        fours = all(part == 4 for part in parts[:-1]) and parts[-1] <= 4
        if (len(parts) == 1 or fours or set(parts) == {1} or (len(parts) == 2 and parts[0] == 6)) and luhn(joined):
            return "bank-card"
    return None


def citizen(number: str) -> bool:
    """Whether 18 signs have the date and the check digit of a citizen's number (GB 11643-1999); any area will do."""
    if not number[:17].isdigit():
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return 1850 < int(number[6:10]) < 2100 and check_sign(number) == number[17]


def check_sign(number: str) -> str:
    """The check digit of a citizen's number by its first 17 digits (GB 11643-1999; ISO 7064 MOD 11-2)."""
    return "10X98765432"[sum(int(sign) * weight for sign, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def luhn(number: str) -> bool:
    """Whether the last digit is right by Luhn's formula (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(sign), 10)) for sign in number[-2::-2])
    return (sum(doubled) + sum(int(sign) for sign in number[::-2])) % 10 == 0 and len(set(number)) > 1


def _texts(shown: str, text: str, policy: Policy) -> Iterator[Hit]:
    for match in _OLD_ID.finditer(shown):
        if 1 <= int(match[3]) <= 12 and 1 <= int(match[4]) <= 31:
            yield Hit("id-number", match.start(1), match[1])
    for match in _SPELLED.finditer(text):
        yield Hit("mobile", match.start(), match[0])
    for match in _EMAIL.finditer(shown):
        value = f"{match[1]}@{match[2]}".lower()
        if value not in policy.emails:
            yield Hit("email", match.start(), value)
    for match in _ADDRESS.finditer(shown):
        yield Hit("address", match.start(), match[0])
    if policy.number_form:
        for match in policy.number_form.finditer(shown):
            yield Hit("school-number", match.start(), match[0].upper())
    if policy.name_form:
        for match in policy.name_form.finditer(text):
            yield Hit("name", match.start(), "".join(match[0].split()))
    for item in policy.forbidden:
        at = text.find(item.text)
        if at >= 0:
            yield Hit(item.rule, at, item.text)
