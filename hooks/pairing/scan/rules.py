"""The rules on texts: a cheap gate that almost every text passes, and careful rules behind it.

Positions are those of the text given. Values are compared, never told.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import unquote

from pairing.later import later
from pairing.scan import forms
from pairing.scan.glance import alarmed, alarming
from pairing.scan.policy import Policy, digits


class Hit(NamedTuple):
    """A finding in a text: the rule, where it begins, and the bare value."""

    rule: str
    start: int
    value: str


_WIDE: Final = {ord(wide): narrow for wide, narrow in zip("＠﹫．－（）＋＿", "@@.-()+_", strict=True)}
_UNUSUAL: Final = later("[＠﹫＋－．（）＿０-９Ａ-Ｚａ-ｚ\u0660-\u1fff\ua620-\uabff\U00010000-\U0001fbff]")
# How a mobile number is grouped without a word that announces it. Numbers in columns and ranges have other groups.
_MOBILE_GROUPS: Final = frozenset({(11,), (3, 4, 4), (3, 8), (3, 4, 2, 2), (1,) * 11})
_BANK_START: Final = "34569"
# The fewest digits of a number that its own digits tell: a mobile one. What is shorter needs a label or an area.
_SHORTEST: Final = 11
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def plain(text: str) -> str:
    """The text with digits of all scripts and full-width signs in their ASCII form; every sign keeps its place."""
    return text.translate(_narrow()) if _UNUSUAL.search(text) else text


@cache
def _narrow() -> dict[int, str]:
    """Digits of every script, and full-width letters, as ASCII of the same length."""
    digits = filter(str.isdecimal, map(chr, range(0x80, 0x1FBFA)))
    letters = {i: chr(i - 0xFEE0) for i in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    return {**{ord(digit): str(unicodedata.decimal(digit)) for digit in digits}, **letters, **_WIDE}


# The gate works on UTF-8: digits become d, what may stand between digits goes. The last byte of a
# full-width digit is 0x90-0x99; in other signs such a byte stands next to a leading one, which stays.
_TABLE: Final = bytes(0x64 if 0x30 <= i <= 0x39 or 0x90 <= i <= 0x99 else 0x44 if i == 0x64 else i for i in range(256))
_GONE: Final = bytes((*b" \t-.()\xef\xbc\xe2\x80\xc2\xa0\xad\xb7\x8d\x8e\x8f\xaf\xbb\xbf", *range(0x83, 0x8C)))
# The fewest digits of a number that no word announces: a hotline, a line with the code of its area.
_FEWEST: Final = 10
_MANY: Final = b"d" * _FEWEST
# A local number, in full width as well.
_LOCAL: Final = b"ddddddd"
_WIDE_LOCAL: Final = b"\xef\xbcd" * 7
_ENCODED: Final = later("[%％][0-9A-Fa-f０-９Ａ-Ｆａ-ｆ]{2}")
# Rare signs that the tables cannot handle: digits of other scripts, odd spaces, a wide @.
_ODD_BYTES: Final = (b"\xe0", b"\xd9", b"\xdb", b"\xdf", b"\xe1", b"\xea", b"\xf0")


def suspicious(text: str, policy: Policy, raw: bytes | None = None) -> bool:
    """Whether a text needs a careful look. Costs microseconds; lets nothing pass that the rules would find.

    ``raw`` are its bytes as UTF-8, where they are at hand.
    """
    if "&" in text:
        text, raw = _spelt_out(text), None
    if alarming(text) if raw is None else alarmed(raw):
        return doubtful(text, policy)
    return policy.lists and _listed(text.replace("\u3000", " "), policy)


def doubtful(text: str, policy: Policy) -> bool:
    """Whether a text that is alarming at first glance needs a careful look; of any other only the lists know.

    What its character references stand for is written out.
    """
    if ("%" in text or "％" in text) and _ENCODED.search(text):  # most signs of per cent are just that
        text = f"{text}\n{unquote(plain(text))}"
    if "\u3000" in text:
        text = text.replace("\u3000", " ")
    if "@" in text and forms.AT.search(text):
        return True
    raw = text.encode("utf-8", "surrogatepass")
    if _numerous(text, raw):
        return True
    if len(raw) > len(text):
        for odd in _ODD_BYTES:  # a loop: a generator would take longer than what it gives
            if odd in raw:
                return True
    if forms.SPLIT.search(text):  # digits with marks of emphasis between them: as one number, too
        joined = forms.MARKS.sub("", text)
        if _numerous(joined, joined.encode("utf-8", "surrogatepass")):
            return True
    for sign, form in forms.ALARMS:
        if sign in text and form.search(text):
            return True
    return _listed(text, policy)


def _spelt_out(text: str) -> str:
    """A text with what it says besides, where its character references are what they stand for, three deep."""
    # Quotes are the most frequent references by far, and say nothing.
    if "&" not in text.replace("&#34;", "").replace("&#39;", ""):
        return text
    ways = [text]
    while "&" in ways[-1] and len(ways) < 4 and (shown := unescape(ways[-1])) != ways[-1]:
        ways.append(shown)
    return "\n".join(ways)


def _listed(text: str, policy: Policy) -> bool:
    """Whether something stands in a text that only the lists of a site know."""
    for probe in policy.probes:
        if probe in text:
            return True
    if policy.alarms:
        shown = f"{text}\n{forms.MARKS.sub('', text)}"
        for sign, form in policy.alarms:
            if sign in shown and form.search(shown):
                return True
    return bool(policy.name_form and policy.name_form.search(text))


def _numerous(text: str, raw: bytes) -> bool:
    """Whether there are as many digits side by side as a number of a phone, a card or a citizen has."""
    shown = raw.translate(_TABLE)
    return _LOCAL in shown or _WIDE_LOCAL in shown or (_MANY in raw.translate(_TABLE, _GONE) and _long(text))


def _long(text: str) -> bool:
    """Whether there is a run of ten digits or more that is no list of years, days and small numbers."""
    return any(not _ordinary(forms.GROUP.findall(plain(run[0]))) for run in forms.LONG.finditer(text))


def _ordinary(groups: Sequence[str]) -> bool:
    """Whether groups of digits are years and numbers below a hundred.

    No mobile number is written in groups of one, two and four digits, but for eleven single ones; a citizen's
    number does not begin with 19 or 20, nor a bank card's.
    """
    years = all(len(group) <= 2 or (len(group) == 4 and group[:2] in ("19", "20")) for group in groups)
    return years and sum(len(group) == 1 for group in groups) < 11


def hits(text: str, policy: Policy) -> list[Hit]:
    """Every finding in a text, in order; one for each place."""
    shown = plain(text)
    found = [
        hit
        for hit in (*_numbers(shown, text, policy), *_texts(shown, text, policy))
        if hit.value not in policy.accepted
    ]
    taken: dict[int, Hit] = {}
    for hit in found:  # rules come in order of their weight
        taken.setdefault(hit.start, hit)
    return sorted(taken.values(), key=lambda hit: hit.start)


def candidates(text: str) -> int:
    """How many runs of digits, addresses and the like the careful rules have to judge in a text."""
    shown = plain(text)
    asked = (forms.RUN, forms.EMAIL, forms.HOMES, forms.BUILDINGS, forms.VILLAGES, forms.SPELLED, forms.LABELLED)
    return sum(1 for form in asked for _ in form.finditer(shown))


def _numbers(text: str, written: str, policy: Policy) -> Iterator[Hit]:
    for run in forms.RUN.finditer(text):
        if run.end() - run.start() < _SHORTEST:  # most are days
            continue
        lead = forms.LEAD.search(text, max(0, run.start() - 25), run.start())
        tail = forms.TAIL.match(text, run.end())
        groups = _groups(text, run)
        before, after = lead[0] if lead else "", tail[0] if tail else ""
        single = len(groups) == 1
        if _code(before, after if single else ""):
            groups = groups[1:]
        if groups and _code(before if single else "", after):
            groups = groups[:-1]
        yield from _judge(text, groups, policy)
    for form, within, shown in (
        (forms.LANDLINE, forms.LOCAL, text),
        (forms.HOTLINE, forms.TOLL_FREE, text),
        (forms.BRACKETED, forms.BESIDE, written),
    ):
        for match in form.finditer(shown) if within.search(shown) else ():
            if not forms.NUMBERED.search(text, max(0, match.start() - 8), match.start()):
                value = digits(plain(match[0]))
                if value.lstrip("0") not in policy.local:
                    yield Hit("phone", match.start(), value)
                yield from _further(text, match.end(), policy)
    for form in (forms.LABELLED, forms.LATIN):
        for match in form.finditer(written if form is forms.LATIN else text):
            yield from _local(plain(match[match.lastindex or 0]), match.start(), policy)
            yield from _further(text, match.end(), policy)


def _further(text: str, end: int, policy: Policy) -> Iterator[Hit]:
    """Numbers that follow another one and need no code of an area."""
    while match := forms.NEXT.match(text, end):
        yield from _local(match[1], match.start(1), policy)
        end = match.end()


def _local(number: str, start: int, policy: Policy) -> Iterator[Hit]:
    value = digits(number)
    if not any(phone.endswith(value) for phone in policy.phones):
        yield Hit("phone", start, value)


def _code(before: str, after: str) -> bool:
    """Whether the letters and digits around a number make it the part of a code, such as a checksum."""
    if forms.KNOWN_LEAD.search(before) or forms.KNOWN_TAIL.match(after):
        return False
    return bool((before and after) or not (before + after).isalpha()) if before or after else False


class _Group(NamedTuple):
    start: int
    digits: str
    sep: str


def _groups(text: str, run: re.Match[str]) -> list[_Group]:
    """The groups of digits of a run, each with what stands before it."""
    found, end = [], run.start()
    for match in forms.GROUP.finditer(text, run.start(), run.end()):
        sep = text[end : match.start()].strip("+")
        bare = match[0] if match[0][-1].isdigit() else f"{match[0][:-1]}X"
        found.append(_Group(match.start(), bare, sep if not sep or sep.strip() else " "))
        end = match.end()
    return found


def _judge(text: str, groups: list[_Group], policy: Policy) -> Iterator[Hit]:
    """Windows of neighbouring groups that together have the shape of a number."""
    until = -1
    for i, first in enumerate(groups):
        if i <= until or (first.sep == "." and not _item(text, groups[:i])):
            continue
        said = bool(forms.ANNOUNCED.search(text, max(0, first.start - 16), first.start))
        joined = ""
        for j in range(i, len(groups)):
            joined += groups[j].digits
            if len(joined) > 23:
                break
            if len(joined) == 11 and not said and _row(groups, i, j):
                continue
            found = _rule(joined, groups[i : j + 1], said=said)
            end = groups[j].start + len(groups[j].digits)
            if found and not _other(text, found, i == j, "" if said else text[end : end + 3], policy):
                yield found
                until = j
                break


def _row(groups: list[_Group], first: int, last: int) -> bool:
    """Whether groups are some of the numbers in a row of a table or a drawing."""
    if last - first == 10:
        return len(groups) > 11
    after = groups[last + 1] if last > first and last + 1 < len(groups) else None
    # A year or a number with the code of its area may follow a phone.
    return bool(after and after.sep == " " and re.fullmatch("(?!0|19|20)[0-9]{4}", after.digits))


def _item(text: str, before: list[_Group]) -> bool:
    """Whether what stands before a point is the number of an item in a list, at the beginning of a line."""
    if len(before) != 1 or len(before[0].digits) > 2 or before[0].digits[0] == "0":
        return False
    return bool(forms.LINE_START.search(text[max(0, before[0].start - 5) : before[0].start]))


def _other(text: str, hit: Hit, whole: bool, after: str, policy: Policy) -> bool:
    """Whether what has the shape of a number is a listed one, a sum, the name of a page."""
    if hit.rule == "bank-card":
        return whole and bool(forms.IN_ADDRESS.search(text, max(0, hit.start - 120), hit.start))
    return hit.rule == "mobile" and (hit.value in policy.phones or bool(forms.MONEY.match(after)))


def _rule(joined: str, groups: list[_Group], *, said: bool) -> Hit | None:
    if len(joined) < _SHORTEST or _ordinary([group.digits for group in groups]):
        return None
    start, parts = groups[0].start, tuple(len(group.digits) for group in groups)
    seps = {group.sep for group in groups[1:] if group.digits != "X"}
    even = len(seps) <= 1
    if len(joined) == 18 and (even or parts[:2] == (6, 8)) and citizen(joined):
        return Hit("id-number", start, joined)
    if parts == (20,) and joined[18] in "1234567" and joined[19] in "1234" and citizen(joined[:18]):
        return Hit("id-number", start, joined)  # of a disabled person: kind and grade behind
    if bare := _mobile(joined, parts, seps, said=said):
        return Hit("mobile", start, bare)
    if 16 <= len(joined) <= 19 and joined.isdigit() and even and joined[0] in _BANK_START:
        fours = all(part == 4 for part in parts[:-1]) and parts[-1] <= 4
        if (len(parts) == 1 or fours or set(parts) == {1} or (len(parts) == 2 and parts[0] == 6)) and luhn(joined):
            return Hit("bank-card", start, joined)
    return None


def _mobile(joined: str, parts: tuple[int, ...], seps: set[str], *, said: bool) -> str:
    """The 11 digits of a mobile number, "" for none."""
    number = joined.removesuffix("X")
    bare = digits(number) if number.startswith(("86", "0086")) else number
    if said and len(bare) == 12 and bare[0] == "0":  # as one dials from another city
        bare = bare[1:]
    if len(bare) != 11 or not bare.isdigit() or bare[0] != "1" or bare[1] not in "3456789":
        return ""
    led = len(number) - 11
    if led:
        parts = parts[1:] if parts[0] == led else (parts[0] - led, *parts[1:])
    if number != joined:
        parts = (*parts[:-1], parts[-1] - 1) if parts[-1] > 1 else parts[:-1]
    if "." in seps:  # decimals have other groups
        return bare if parts == (3, 4, 4) and len(seps) == 1 + (led > 0) else ""
    if len(parts) == 11 and len(seps) > 1:
        return ""
    years = any(len(part) in (4, 8) and part[:2] in ("19", "20") for part in _cut(bare, parts)[1:])
    return bare if said or led > 1 or (parts in _MOBILE_GROUPS and not years) else ""


def _cut(number: str, parts: tuple[int, ...]) -> list[str]:
    ends = [sum(parts[: i + 1]) for i in range(len(parts))]
    return [number[end - size : end] for end, size in zip(ends, parts, strict=True)]


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
    for match in forms.OLD_ID.finditer(shown):
        value = digits(match[1])
        if 1 <= int(value[8:10]) <= 12 and 1 <= int(value[10:12]) <= 31:
            yield Hit("id-number", match.start(1), value)
    for match in forms.SPELLED.finditer(text):
        yield Hit("mobile", match.start(), match[0])
    for match in forms.EMAIL.finditer(shown):
        value = f"{match[1]}@{forms.DOT.sub('.', match[2])}".lower()
        known = value in policy.emails or (shown[match.start() - 1] == "%" and value[2:] in policy.emails)
        if not known and match[3].lower() not in forms.FILE_ENDINGS and value != "git@github.com":
            yield Hit("email", match.start(), value)
    yield from _addresses(shown)
    for form in (policy.number_form, policy.announced_form):
        for match in form.finditer(shown) if form else ():
            at = match.lastindex or 0
            yield Hit("school-number", match.start(at), match[at].upper())
    if policy.name_form:
        for match in policy.name_form.finditer(text):
            yield Hit("name", match.start(), "".join(match[0].split()))
    for item in policy.forbidden:
        at = text.find(item.text)
        if at >= 0:
            yield Hit(item.rule, at, item.text)


def _addresses(text: str) -> Iterator[Hit]:
    for form in (forms.HOMES, forms.VILLAGES):
        for match in form.finditer(text):
            yield Hit("address", match.start(), match[0])
    for match in forms.BUILDINGS.finditer(text):
        before = forms.CLAUSE.split(text[max(0, match.start() - 8) : match.start()])[-1]
        after = forms.CLAUSE.split(text[match.end() : match.end() + 10])[0]
        if not forms.OFFICES.search(before + match[0] + after):
            yield Hit("address", match.start(), match[0])
