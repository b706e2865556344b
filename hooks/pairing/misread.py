"""Values that look right and are not: signs that nobody sees or that look like others, numbers in words."""

import unicodedata
from collections.abc import Collection
from typing import Final

from pairing.events import FLOAT, INT, LONGEST_NUMBER
from pairing.later import later

_NAMED: Final = {
    "\xa0": "不换行空格",
    "\u200b": "零宽空格",
    "\u200c": "零宽字符",
    "\u200d": "零宽字符",
    "\u2060": "零宽字符",
    "\u202f": "窄空格",
    "\u3000": "全角空格",
    "\ufeff": "零宽空格",
}
# Dashes of other kinds than the one on the keyboard.
_DASHES: Final = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_DASH: Final = later(f"[{_DASHES}]")
# What holds nothing but codes: in words a dash may be meant.
_CODE: Final = later(f"[!-~０-９Ａ-Ｚａ-ｚ{_DASHES}]+")
_WIDE: Final = later("[０-９Ａ-Ｚａ-ｚ]+")
_NUMBER: Final = later(f"{INT}|{FLOAT}")
_GROUPED: Final = later(r"\d{1,3}(?:,\d{3})+")
_RANGE: Final = later(r"(\d{1,9}(?:\.\d{1,4})?)[^\d\s.,]{0,2}\s?[~～—–\-至到]\s?(\d{1,9}(?:\.\d{1,4})?)\D{0,4}")
_WORDED: Final = later(r"(\D{0,4}?)\s?(\d{1,9}(?:\.\d{1,4})?)\s?(\D{0,6})")
_CHINESE: Final = later("[零〇一二两三四五六七八九十百千万]+")
# What stands before or behind a number, and what is written for it.
_MEANT: Final = (
    (later("至少|不少于|不低于|以上"), "min: {}"),
    (later("至多|最多|不超过|不多于|以内|以下"), "max: {}"),
    (later("[余多超]"), "count: {} 和 approx: over"),
    (later("约|近|左右|上下"), "count: {} 和 approx: about"),
)


def unseen(word: str) -> str:
    """What to say of a word with a sign that nobody sees; "" for any other."""
    if word.isprintable() and word.isascii():
        return ""
    sign = next((sign for sign in word if sign in _NAMED or not (sign.isprintable() or sign in "\t\n")), "")
    name = _NAMED.get(sign, "字符")
    return f"，其中有看不见的{name}（U+{ord(sign):04X}），请删去后重新输入" if sign else ""


def strange(word: str) -> str:
    """The same, and of one with a sign that looks like another."""
    if odd := unseen(word):
        return odd
    if not _CODE.fullmatch(word):
        return ""
    if dash := _DASH.search(word):
        return f"，其中的“{dash[0]}”（U+{ord(dash[0]):04X}）不是减号，请改用英文的“-”"
    wide = _WIDE.search(word)
    return f"，其中的“{wide[0]}”是全角的，请用半角，写成 {unicodedata.normalize('NFKC', word)}" if wide else ""


def number(word: str, name: str, fields: Collection[str]) -> str:
    """What to write for a number that is a text: "3", ３, 约3, 3余; ``fields`` may stand beside ``name``."""
    if odd := unseen(word):
        return odd
    if len(word) > LONGEST_NUMBER:
        return ""
    if _NUMBER.fullmatch(word):
        return f"，请去掉引号，写成 {word}"
    half = unicodedata.normalize("NFKC", word).strip()
    if _NUMBER.fullmatch(half):
        return f"，请用半角数字，写成 {half}"
    if _GROUPED.fullmatch(half):
        return f"，数字里不写逗号，请写成 {half.replace(',', '')}"
    if _CHINESE.fullmatch(half):
        return "，请用阿拉伯数字"
    amount = name == "count" and {"approx", "min", "max"} <= {*fields}
    if found := _RANGE.fullmatch(half):
        return f"，范围请改写为 min: {found[1]} 和 max: {found[2]}" if amount else ""
    if not (found := _WORDED.fullmatch(half)):
        return ""
    around, figure = f"{found[1]} {found[3]}", found[2]
    meant = next((written for form, written in _MEANT if form.search(around)), "")
    if amount and meant:
        return f"，请改写为 {meant.format(figure)}"
    return f"，这里只写数字，请写成 {figure}"
