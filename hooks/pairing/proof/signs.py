"""Signs: traditional and look-alike characters, half and full width, document numbers, what nobody sees.

Rules: 国家通用语言文字法 art. 10 (standard characters in schools), GB/T 9704—2012 7.2.5 (document numbers),
GB/T 15834 (punctuation).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from re import Match
from typing import Final

from pairing.proof.finding import Finding, Fix
from pairing.proof.glance import ALIKE, BEFORE, HAN, HIDDEN, WIDE, common, single_signs, traditional
from pairing.proof.passage import Passage

_IS_HAN: Final = re.compile(f"[{HAN}]")
_ASCII: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}


@cache
def _expressions() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(one class of all signs that may be wrong, the same told apart: a Chinese one of these is a traditional one)."""
    year = r"(?:19|20)\d{2}"
    told = re.compile(
        f"(?P<old>[{HAN}])|(?P<wide>[{WIDE}]++)|(?P<hidden>[{HIDDEN}])|(?P<alike>[{ALIKE}])"
        rf"|(?P<nbsp>\xa0)|(?P<number>[(（\[［【〈《〔]{year}[)）\]］】〉》〕](?:第\d{{1,5}}|0\d{{1,4}}|\d{{1,5}})号)"
        r"|(?P<dots>\.{3,6})|(?P<stop>[,;:!?.])"
        r"|(?P<round>\([^()\n]{1,60}\))"
    )
    return re.compile(f"[{single_signs()}]"), told


# Written out, so that the search runs to the first sign without trying the others.
_TWICE: Final = re.compile("[，。；：、！？][，。；：、！？]")


def signs(passage: Passage) -> Iterator[Finding]:
    """What is wrong with single signs of a passage."""
    if not passage.doubtful:
        return
    yield from _single(passage)
    if _TWICE.search(passage.text):
        yield from _twice(passage)


def _single(passage: Passage) -> Iterator[Finding]:
    some, told = _expressions()
    prose, at = passage.prose, 0
    # The class finds its signs many times faster than the alternatives would.
    for sign in some.finditer(prose):
        found = told.match(prose, sign.start()) if sign.start() >= at else None
        if found is None:
            continue
        at = found.end()
        judged = _JUDGES[str(found.lastgroup)](found, prose, passage)
        if judged:
            yield _finding(passage, found.start(), found.end(), *judged)


def _finding(passage: Passage, start: int, end: int, message: str, new: str | None, safe: bool) -> Finding:
    where, exact = passage.where(start, end), passage.exact(start, end)
    old = passage.text[start:end]
    return Finding(where, message, Fix(old, new, safe) if new is not None and exact else None)


Judged = tuple[str, str | None, bool] | None


def _old(found: Match[str], _prose: str, _passage: Passage) -> Judged:
    options = traditional()[found[0]]
    return f"繁体字“{found[0]}”，请改为“{'”或“'.join(options)}”", options[0], sum(map(common, options)) <= 1


def _wide(found: Match[str], _prose: str, _passage: Passage) -> Judged:
    new = unicodedata.normalize("NFKC", found[0])
    return f"全角的“{found[0]}”，请改为半角“{new}”", new, True


def _hidden(found: Match[str], _prose: str, _passage: Passage) -> Judged:
    return f"有看不见的字符（U+{ord(found[0]):04X}），请删去", "", True


def _alike(found: Match[str], _prose: str, _passage: Passage) -> Judged:
    new = unicodedata.normalize("NFKC", found[0])
    if new == found[0]:
        return f"“{found[0]}”（U+{ord(found[0]):04X}）是部首，不是汉字，请重新输入", None, False
    return f"“{found[0]}”（U+{ord(found[0]):04X}）形似而不是汉字“{new}”，请改为“{new}”", new, True


def _nbsp(found: Match[str], _prose: str, _passage: Passage) -> Judged:
    return "有不换行空格（多从 Word 或网页带来），请改为普通空格或删去", " ", True


def _number(found: Match[str], prose: str, _passage: Passage) -> Judged:
    """文号：年份用六角括号〔〕，序号不编虚位、不加“第”字（GB/T 9704—2012 7.2.5）。"""
    if not _IS_HAN.match(prose[found.start() - 1 : found.start()] or " "):
        return None
    new = f"〔{found[0][1:5]}〕{int(re.sub(r'[^0-9]', '', found[0][6:]))}号"
    if new == found[0]:
        return None
    return f"发文字号“{found[0]}”，年份用六角括号〔〕，序号前不加“第”和 0，请改为“{new}”", new, True


def _dots(found: Match[str], prose: str, _passage: Passage) -> Judged:
    before = prose[found.start() - 1 : found.start()]
    if not before or not _IS_HAN.match(before):
        return None
    return f"省略号写成“{found[0]}”，请改为“……”", "……", True


def _stop(found: Match[str], prose: str, _passage: Passage) -> Judged:
    """汉字之间的标点用全角。"""
    before, after = prose[found.start() - 1 : found.start()], prose[found.end() : found.end() + 1]
    if not before or not (_IS_HAN.match(before) or before in BEFORE):
        return None
    ends = after in ("", "\n") and found[0] in ".;!?"
    if not ends and not (after and (_IS_HAN.match(after) or after in "“《（")):
        return None
    new = _ASCII[found[0]]
    return f"汉字后面的半角“{found[0]}”，请改为全角“{new}”", new, True


def _round(found: Match[str], prose: str, _passage: Passage) -> Judged:
    """括住汉字的圆括号用全角。"""
    inside, before = found[0][1:-1], prose[found.start() - 1 : found.start()]
    if "\x00" in inside or not _IS_HAN.search(inside) or not before or not _IS_HAN.match(before):
        return None
    return f"半角括号“{found[0]}”，请改为全角“（{inside}）”", f"（{inside}）", True


_JUDGES: Final = {
    "old": _old,
    "wide": _wide,
    "hidden": _hidden,
    "alike": _alike,
    "nbsp": _nbsp,
    "number": _number,
    "dots": _dots,
    "stop": _stop,
    "round": _round,
}


def _twice(passage: Passage) -> Iterator[Finding]:
    for found in re.finditer("[，。；：、！？]{2,8}", passage.prose):
        said = found[0]
        if set(said) <= {"！", "？"} and len(said) <= 3:
            continue  # emphasis
        if set(said) == {"。"} and len(said) > 2:
            message = f"省略号写成“{said}”，请改为“……”"
            yield _finding(passage, found.start(), found.end(), message, "……", len(said) in (3, 6))
            continue
        same = len(set(said)) == 1
        advice = f"请改为“{said[0]}”" if same else "请只留一个"
        yield _finding(
            passage, found.start(), found.end(), f"标点重复：“{said}”，{advice}", said[0] if same else None, same
        )
