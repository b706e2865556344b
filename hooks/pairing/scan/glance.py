"""The first glance at a text: one expression, one pass, and almost every text is done with.

What the gate (`rules.suspicious`) would hold back is a part of what this expression finds, so that nothing gets past
both that would not get past the gate alone. pydantic brings the expressions of Rust: automata that need a
nanosecond for a byte, whatever they look for. They have no lookaround; what stands before a sign is written out.
An automaton that outgrows its memory of 2 MB needs a hundred times as long: the expression has to stay small.
"""

from functools import cache
from typing import Final

from pydantic_core import SchemaValidator, core_schema

from pairing.paths import encodable
from pairing.scan.flat import INLINE
from pairing.scan.forms import CHECK, CHINESE, COUNTED, DIGIT, LEADING, SEP

# What Python takes for white space is a little more.
_SPACE: Final = r"[\s\x1c-\x1f]"
_SEPS: Final = f"{SEP}{{0,3}}"
_TAG: Final = "<[^<>]*>"
_GAP: Final = f"(?:{_TAG}|{_SPACE})*"
# The end of a word is that of one in ASCII: an automaton is slow with the boundaries of all scripts.
_INLINE: Final = f"</?(?:{INLINE.pattern})(?:[^<>0-9A-Za-z_][^<>]*)?>"
# The beginning of a group of digits that is no year and no number below a hundred.
_NO_YEAR: Final = (
    f"(?:(?:[03-9０３-９]{DIGIT}|[1１][0-8０-８]|[2２][1-9１-９]){DIGIT}"
    f"|(?:[1１][9９]|[2２][0０]){DIGIT}(?:[^0-9０-９]|$)|{DIGIT}{{2,4}}{CHECK})"
)
# Signs whose last two bytes are like those of digits in full width.
_TWO_BYTES: Final = "".join(
    f"{chr(i)}-{chr(i + 9)}"
    for block in range(0x2000, 0x10000, 0x1000)
    for i in range(block + 0x410, block + 0x690, 0x40)
)
_NUMBERS: Final = (
    f"{DIGIT}{{7}}",
    # The gate takes the last byte of some signs for a digit, and the last two of a few.
    f"[^\\x00-\\x7f][0-9]{{6}}|[{_TWO_BYTES}][0-9]{{5}}",
    # Ten digits or more, not only years and small numbers. Of seven beside a group of three, four are on one side
    # of it; of five beside a group of five, three. What stands before a group is often a date or a number of a
    # document, so that the digits behind it are counted, too.
    f"(?:^|[^0-9０-９]){_NO_YEAR}(?:{_SEPS}{DIGIT}){{4}}",
    *(
        f"(?:{DIGIT}{_SEPS}){{{before - 1}}}{DIGIT}{SEP}{{1,3}}{_NO_YEAR}(?:{_SEPS}{DIGIT}){{{behind}}}"
        for before, behind in ((4, 3), (5, 2), (6, 0))
    ),
    f"{DIGIT}{{5}}(?:{_SEPS}{DIGIT}){{3}}",
    f"(?:{DIGIT}{_SEPS}){{3}}{DIGIT}{{5}}",
    f"(?:{DIGIT}{{1,4}}{SEP}{{1,3}}){{9}}{DIGIT}",
    f"{DIGIT}{_SEPS}{_INLINE}(?:{_SEPS}{_INLINE})*{_SEPS}{DIGIT}",
)
_WRITTEN: Final = (
    # What addresses write as %. Character references have been spelt out before.
    "[%％][0-9A-Fa-f０-９Ａ-Ｆａ-ｆ]{2}",
    '(?:^|[^"])@',
    # Digits of other scripts, odd spaces.
    "[\u0640-\u067f\u06c0-\u06ff\u07c0-\u1fff\ua000-\uafff\U00010000-\U0003ffff\u2060\u2002＠﹫]",
)
_LABELS: Final = (
    "(?:[电固>]话|[传>]真|[座总]机|热线|联系方式|拨打|致电|[学工]号|[☎℡]"
    f"|{_SPACE}[话真]|[TＴFＦP](?:el|EL|ax|AX|hone|HONE|ｅｌ|ＥＬ|ａｘ|ＡＸ))[^\\n]*{DIGIT}"
)
_ADDRESSES: Final = (
    "住址|[庭长细讯住籍居]地址|[居常现]住地|现居地|户籍地|户[籍口]所在地|家住",
    "[0-9０-９A-ZＡ-Ｚ号>][楼栋幢座]|[0-9０-９>]弄",
    f"[{COUNTED[1:-1]}０-９>]单元",
    '[0-9０-９A-ZＡ-Ｚ>]#(?:[^0-9]|[0-9]{1,2}[^0-9"]|[0-9]{3}[^"]|[0-9]{0,3}$)',
    f"(?:小区|[花家]园|[村苑](?:委会)?){_GAP}{DIGIT}",
    f"(?:[{LEADING}]|{_SPACE}|[民>]小)[组队社]{_GAP}附?{_GAP}(?:{DIGIT}|[一二三四五六七八九十百]+(?:{_TAG})*[号一二三四五六七八九十百0-9０-９－-])",
)
_WORDS: Final = (
    f"[一幺][三四五六七八九][{CHINESE}幺]{{9}}",
    rf"[\[(（【{{]{_SPACE}?(?i:at){_SPACE}?[\])}}）】]",
)
_ALARMING: Final = "|".join((*_NUMBERS, *_WRITTEN, _LABELS, *_ADDRESSES, *_WORDS))


@cache
def _sieve() -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=_ALARMING))


def alarming(text: str) -> bool:
    """Whether the gate has to look at a text: almost never."""
    # The expression goes through UTF-8.
    return _sieve().isinstance_python(text) or not encodable(text)


def alarmed(raw: bytes) -> bool:
    """The same of a text's bytes, which must be UTF-8."""
    return _sieve().isinstance_python(raw)
