"""The first glance: whatever the gate would hold back is alarming, and looking costs next to nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing.paths import encodable
from pairing.scan import forms
from pairing.scan.flat import flat, strings
from pairing.scan.glance import alarmed, alarming
from pairing.scan.policy import Forbidden, Policy
from pairing.scan.rules import doubtful, hits, suspicious
from pairing.schema import schema_texts
from planted import CARD, EMAIL, ID, MOBILE, PHONE

NOTHING = Policy()
THEME = Path(__file__).parents[1] / "hooks/theme/assets"
# Numbers and all that may stand between their digits; years and small numbers are none.
_DIGITS = [*"0123456789", *"0123456789", "19", "20", "2024", "1999", "０", "９", "２０", "+", *"xX×Ⅹ"]
_BETWEEN = [*" \t\u00a0\u00ad\u00b7\u2000\u200b\u200f\u2010\u2015\u202f\u2060\u2212\u3000\ufeff-.()（）．－", " ", "-"]
_MARKS = ["<b>", "</b>", "</i> ", "<td>", "<time x>", '<a href="x1">', "<span\nclass>", "<strong-a>", "<é>"]
# Every sign that the gate knows, white space of all kinds, and the ways to write a sign as another.
_SIGNS = sorted({sign for _, form in forms.ALARMS for sign in form.pattern if ord(sign) > 127 or sign.isalnum()})
_SPACES = ["\n", "\r", " ", "\x0b", "\x1c", "\x1f", "\x85", "\u2028", "\u205f", "\u3000"]
_WAYS = ["&#34;", "&#39;", "&#49;", "&#3", "&#", "&nbsp;", "&amp;", "&", "%41", "%", "％４1", "%４1"]
_OTHERS = ["\u0660", "\u06f0", "\u07c0", "\u0915", "\u1234", "\ua620", "\uabf0", "\U0001d7d8", "\ud800", "\udfff"]
_WORDS = [
    "电话",
    "住址",
    "地址",
    "户籍",
    "所在地",
    "小区",
    "委会",
    "单元",
    "(at)",
    "[ AT ]",
    '"@',
    "@",
    "#",
    "Tel",
    "ＥＬ",
]
# Signs whose last bytes are those of digits in full width.
_BYTES = ["餐", "鐐", "鑑", "\u2411", "\u0451", "１", "一", *"0123456789"]


def _mixed(*signs: str, most: int = 16) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(signs), max_size=most).map("".join)


@settings(max_examples=400)
@given(
    st.one_of(
        _mixed(*_DIGITS, *_DIGITS, *_BETWEEN, most=30),
        _mixed(*_DIGITS, *_DIGITS, *_BETWEEN, *_MARKS, most=24),
        _mixed(*_SIGNS, *_SIGNS, *_MARKS, *_SPACES, *_WAYS, *_OTHERS, *_WORDS, *_DIGITS),
        _mixed(*_BYTES, most=12),
        st.text(),
    )
)
def test_what_the_gate_would_hold_back_is_alarming(text: str) -> None:
    assert alarming(text) or not doubtful(text, NOTHING)
    if encodable(text):
        assert alarmed(text.encode()) == alarming(text)


@pytest.mark.parametrize(
    "text",
    [ID, MOBILE, CARD, PHONE.replace("-", ""), EMAIL, "2024 06 28 12X", "1999-20-5 7 1 2024X", "0 0 1 2 30 1 999"],
)
def test_a_value_is_alarming_wherever_it_stands(text: str) -> None:
    for around in (text, f"\n{text}\n", f"甲{text}乙", f"1 {text} 2", f"{'甲乙丙，' * 9999}{text}"):
        assert alarming(around)


@settings(max_examples=400)
@given(
    _mixed(
        *("0340", "010", "０１０", "400", "800", "86", "+86", "(0)", "200", "2000", "２０００", "0000", "2000000"),
        *(*_BETWEEN, "(", ")", "/", "～", "〕", "]", " ", "甲"),
        most=9,
    )
)
def test_what_a_telephone_number_holds_is_seen(text: str) -> None:
    within = {forms.LANDLINE: forms.LOCAL, forms.HOTLINE: forms.TOLL_FREE, forms.BRACKETED: forms.BESIDE}
    for form, part in within.items():
        assert part.search(text) or not form.search(text)


@settings(max_examples=400)
@given(
    _mixed(
        "a", "bc", "甲", "@", "@", "＠", "[at]", "( AT )", "（@）", "(", ")", " ", "\n", "\t", "\u200b", "\u3000"
    ).flatmap(
        lambda text: st.sampled_from(
            [f"{text}qq.com", f"{text}ｑｑ．ｃｏｍ", f"a{text}qq.cn", f"b#qq.cn，换成{text}", text]
        )
    ),
    st.sampled_from(["", "<b>", "</span>", "<td>", "<!-- x -->"]),
)
def test_the_gate_lets_no_address_of_mail_pass(text: str, tag: str) -> None:
    for shown in (text, text.replace("@", f"{tag}@{tag}").replace("]", f"]{tag}").replace(" )", f" ){tag}")):
        assert suspicious(shown, NOTHING) or not (hits(shown, NOTHING) or hits(flat(shown), NOTHING))


@pytest.mark.parametrize("text", ["\ud800", "甲\udfff乙", "\ud83d\ud83d"])
def test_what_cannot_be_put_as_bytes_is_alarming(text: str) -> None:
    assert alarming(text)


def test_lists_of_a_site_are_looked_at_where_nothing_is_alarming() -> None:
    listed = Policy(numbers=("T-####",), names=("某某某",), forbidden=(Forbidden("甲乙丙丁 戊己庚辛壬癸"),))
    for text in ("由某 某某负责", "见甲乙丙丁\u3000戊己庚辛壬癸。", "t-0001"):
        assert not alarming(text)
        assert suspicious(text, listed)
        assert not suspicious(text, NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        "甲乙2024年6月28日至7月3日共30人，",
        "<td>2024</td><td>2023-06-28</td>",
        "2019 2020 2021。",
        "教研组参加；机房在实训楼，对话、方式、地点、一三五。",
        "1 2 3 4 5 6 7 8；",
        '"url": "a/#12",\n',
        '<svg viewBox="0 0 610 828" width="610" height="828">',
    ],
)
def test_what_pages_are_full_of_is_not_alarming(text: str) -> None:
    assert not alarming(text)
    assert not alarming(text * 99)


# Groups of villages, houses with a number sign, and what may stand between the parts of such an address.
_HOUSED = st.tuples(
    st.sampled_from(["某镇", "某社区第", "某小区", "某路", "bing-"]),
    st.sampled_from(["1", "三", "十二", "12", "3A", "12号"]),
    st.sampled_from(["组", "村民小组", "小组", "队", "社", "#", "#楼", "栋"]),
    st.sampled_from(["", "附", "甲乙丙丁戊己庚", "甲乙1单元", "duties"]),
    st.sampled_from(["5号", "301室", "2-301", "５号", "十五号", "个"]),
    st.lists(st.sampled_from(["</b>", "<td title='x'>", "<!-- x -->", " ", "&nbsp;", "\u3000", ""]), min_size=6),
).map(lambda drawn: "".join(f"{gap}{part}" for part, gap in zip(drawn[:-1], drawn[-1], strict=False)))


@given(_HOUSED)
def test_the_gate_lets_no_address_pass_that_is_in_parts(text: str) -> None:
    for shown in (text, flat(text), strings(text)):
        assert suspicious(shown, NOTHING) or not hits(shown, NOTHING)
    found = bool(hits(text, NOTHING) or hits(flat(text), NOTHING) or hits(strings(text), NOTHING))
    assert suspicious(text, NOTHING) or not found


def test_what_every_site_publishes_of_ours_needs_no_careful_look() -> None:
    """It is the same in every build: to compile the careful rules for it alone took a build 40 ms."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in THEME.glob("*.js")} | schema_texts()
    assert {"clock.js", "search.js", "site.schema.json", "plan.schema.json"} <= texts.keys()
    assert [name for name, text in texts.items() if suspicious(strings(text), NOTHING)] == []
