"""Quick searches before careful ones, in text checks and rules: they let nothing pass that those would find."""

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from golden import ROOT, SITES
from pairing import bounds, paths
from pairing.check import campus, footnotes, media, tables
from pairing.load import load
from pairing.media import without_code, without_spans
from pairing.model import Entry
from pairing.model.entry import Activity, Cover
from pairing.model.plan import Units
from pairing.model.programme import Group
from pairing.proof import Vocabulary, _may_be_wrong, _of_passage
from pairing.proof.glance import GRAMMAR, HAN
from pairing.proof.passage import _PRINTED_IN, Passage, texts_of_entry, values, values_of_entry
from pairing.source import Loc, Record
from pairing.walk import below, ways

KNOWN = Vocabulary(
    ("天津职业大学", "阳江职业技术学院"), ("天津职业大学", "阳江职业技术学院"), {"阳江职院": "阳江职业技术学院"}
)
# The modules; the package has functions of the same names.
SIGNS, SENTENCES, NAMES, FIGURES, LAYOUT = (
    import_module(f"pairing.proof.{name}") for name in ("signs", "sentences", "names", "figures", "layout")
)
_PARTS = [
    *("甲", "乙", "的", "由", "谢", "研究", "两校", "校", "院", "我", "本", "日", "学", "学院", "学校", "大学", "技术"),
    *(
        "阳江职业",
        "天津",
        "學",
        "畫",
        "⼀",
        "２",
        "ＰＴ",
        "\u200b",
        "\xa0",
        "a",
        "Z",
        "1",
        "12",
        "2019",
        "第",
        "号",
        "津",
    ),
    *(
        " ",
        "  ",
        "\u3000",
        "\t",
        "\n",
        "\n\n",
        "，",
        "。",
        "、",
        "！",
        "？",
        "：",
        "；",
        ",",
        ".",
        "...",
        ":",
        ";",
        "!",
        "?",
    ),
    *("(", ")", "[", "]", "［", "］", "〔", "〕", "（", "）", "《", "》", "〈", "〉", "【", "】", "“", "”", "「", "」"),
    *(
        "`",
        "```",
        "\n```\n",
        "~~~",
        "<",
        ">",
        "<!--",
        "-->",
        "<b>",
        "](",
        "![",
        "{{",
        "}}",
        "{{helper}}",
        "https://a.cn/",
    ),
    *(
        "3",
        "25",
        "1234567",
        "３",
        "余",
        "多",
        "约",
        "超过",
        "名",
        "位",
        "人",
        "人次",
        "个",
        "项",
        "条",
        "共",
        "全部",
        "合计",
    ),
    *(
        "教师",
        "骨干教师",
        "学生",
        "专家",
        "学员",
        "中层干部",
        "管理干部",
        "干部",
        "板块",
        "任务",
        "举措",
        "年",
        "月",
        "-",
    ),
]
TEXTS = st.lists(st.sampled_from(_PARTS), max_size=14).map("".join) | st.text(max_size=30)
LOCS: list[Loc | None] = [None, ("title",), ("summary",), ("activities", 0, "place")]
PASSAGES = st.builds(
    lambda loc, text: Passage(Record("a.md", {}, "", 1, text, 1), loc, text), st.sampled_from(LOCS), TEXTS
)
LOOK = settings(max_examples=400, deadline=None)


@LOOK
@given(PASSAGES)
def test_a_value_without_doubt_has_nothing_wrong(passage: Passage) -> None:
    if passage.loc and _of_passage(passage, KNOWN, of_entry=True):
        assert _may_be_wrong(passage.record, passage.text, KNOWN)


@LOOK
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_what_is_wrong_in_one_value_is_seen_among_others(texts: list[str]) -> None:
    record = Record("a.md", {}, "", 1, "", 1)
    for loc in LOCS[1:]:
        if any(_of_passage(Passage(record, loc, text), KNOWN, of_entry=True) for text in texts):
            assert _may_be_wrong(record, "\n".join(texts), KNOWN)


@LOOK
@given(PASSAGES)
def test_signs_are_passed_over_only_where_none_is_wrong(passage: Passage) -> None:
    if [*SIGNS._single(passage)] or LAYOUT._RUNS[2][1].search(passage.text):
        assert passage.doubtful


@LOOK
@given(PASSAGES)
def test_one_look_sees_whatever_single_expressions_see(passage: Passage) -> None:
    forms = (SIGNS._TWICE, SENTENCES._GRAMMAR, SENTENCES._BLANKS, NAMES._PERHAPS_OWN)
    if any(form.search(passage.text) for form in forms):
        assert passage.doubtful


def test_all_words_of_grammar_are_known_with_what_may_follow_them() -> None:
    assert "".join(SENTENCES._DOUBLED) == GRAMMAR


@LOOK
@given(PASSAGES)
def test_two_signs_twice_running_are_seen(passage: Passage) -> None:
    if SENTENCES._WORD.search(passage.text):
        assert SENTENCES.echoes(passage.text)


_LONG = "两校教师围绕课程标准逐项讨论各自的做法和不足之处"
_PARTS_OF_PARAGRAPHS = [_LONG, _LONG, "\n\n", "\n\n", *"，，。、（\n -#|>~`<[", "```", "~~~", "<!--", "-->", "](a)"]


@LOOK
@given(st.lists(st.sampled_from(_PARTS_OF_PARAGRAPHS), max_size=12).map("".join))
def test_tails_are_passed_over_only_where_none_breaks_off(text: str) -> None:
    passage, careful, at = Passage(Record("a.md", {}, "", 1, text, 1), None, text), [], 0
    for part in text.split("\n\n"):
        last = part.rstrip()[-1:]
        if last and last not in SENTENCES._ENDS:
            careful += SENTENCES._tail(passage, at, part, last)
        at += len(part) + 2
    assert [*SENTENCES._tails(passage)] == careful


@LOOK
@given(PASSAGES)
def test_blanks_are_passed_over_only_where_none_is_between_characters(passage: Passage) -> None:
    careful = re.compile(f"(?<=[{HAN}])[ \u3000]{{1,8}}(?=[{HAN}])")
    spans = [found.span() for found in careful.finditer(passage.prose)]
    assert [found.span() for found in SENTENCES._BLANKS.finditer(passage.prose)] == spans
    assert not spans or SENTENCES._BLANKS.search(passage.plain)
    if SENTENCES._BLANKS.search(passage.plain):
        assert passage.doubtful


@LOOK
@given(PASSAGES)
def test_own_words_are_passed_over_only_where_there_are_none(passage: Passage) -> None:
    if NAMES._OWN.search(passage.text):
        assert NAMES._PERHAPS_OWN.search(passage.text)
        assert any(word in passage.text for word in ("我", "本校", "本院"))


@LOOK
@given(st.lists(st.sampled_from([*"学院校大生"]), max_size=20).map("".join))
def test_names_end_where_an_expression_finds_their_ends(text: str) -> None:
    assert [*NAMES._ends(text)] == [found.end() for found in re.finditer("学院|学校|大学", text)]


@LOOK
@given(PASSAGES)
def test_signs_in_pairs_are_counted_where_there_are_any(passage: Passage) -> None:
    text = passage.text
    assert SENTENCES._paired(text) == all(text.count(left) == text.count(right) for left, right in SENTENCES._PAIRS)


@LOOK
@given(PASSAGES)
def test_every_number_of_people_and_of_parts_is_seen(passage: Passage) -> None:
    words = [word for called, _ in FIGURES._MEANT for word in called]
    careful = [
        found for found in FIGURES._COUNT.finditer(passage.prose) if any(word in found["what"] for word in words)
    ]
    quick = [found.span() for found in FIGURES._counts(passage.prose) if any(word in found["what"] for word in words)]
    assert quick == [found.span() for found in careful]
    hits = FIGURES._numbered(passage.text)
    for found in careful:
        assert any(word in what for _, what in hits for word in words if word in found["what"])
    if FIGURES._WHOLE.search(passage.prose):
        assert any(sign in FIGURES._OF_PARTS for sign, _ in hits)


_LAID_OUT = [
    *"甲。、一1２①•＃＃＞>|-*+=~`#[](){}（）【】\\ \t\n\u3000\xa0\uf06c",
    *("   ", "    ", "\n\n", "\n- ", "\n* ", "\n1. ", "\n2) ", "\n３. ", "\n2026. ", "## ", "\n[^1]: ", "\n```\n"),
    *("1、", "（1）", "--", "![[", "){", ".a", "w=1", "~~", "==", "<!--", "-->", "https://a.cn", "a.pdf", "。)"),
]


@LOOK
@given(st.lists(st.sampled_from(_LAID_OUT), max_size=16).map("".join))
def test_layout_is_passed_over_only_where_nothing_is_wrong(text: str) -> None:
    passage = Passage(Record("a.md", {}, "", 1, text, 1), None, text)
    for sign, form, _ in (*LAYOUT._RUNS, *LAYOUT._ONCE):
        if form.search(f"\n\n{text}"):
            assert sign in LAYOUT._signs(passage), form
    runs, once = ([form for _, form, _ in forms] for forms in (LAYOUT._RUNS, LAYOUT._ONCE))
    if any(form.search(text) for form in runs) or any(form.search(f"\n\n{text}") for form in once):
        assert passage.doubtful
    if [*LAYOUT._lines(passage)]:
        assert LAYOUT._ASTRAY.search(f"\n{passage.plain}")


def test_an_entry_has_the_prose_that_its_file_has() -> None:
    fields = {name for row in below(Entry) for name in row.model_fields}
    assert not fields & {above for above, _ in _PRINTED_IN}, "these are told apart in files only"
    for site in (ROOT, SITES / "demo", SITES / "small"):
        data = load(site)
        for place, entry in data.entries.items():
            told = values_of_entry(entry)
            assert sorted(told, key=str) == sorted(values(data.record("entry", *place)), key=str)
            assert [text for text in texts_of_entry(entry) if not text.isascii()] == [text for _, text in told]


@LOOK
@given(TEXTS)
def test_unusual_links_are_passed_over_only_where_there_are_none(body: str) -> None:
    text = without_spans(without_code(body))
    if media._INDIRECT.search(text) or media._WIDE.search(text):
        assert media._perhaps(body)


@LOOK
@given(
    st.lists(
        st.sampled_from(["](", "]（", "![", "！", "[", "【", "】", "）", ")", ":", ".jpg", "a" * 98, "甲", " "]),
        max_size=9,
    )
)
def test_links_with_wide_signs_are_passed_over_only_where_there_are_none(parts: Iterable[str]) -> None:
    text = "".join(parts)
    assert media._perhaps(text) or not (media._INDIRECT.search(text) or media._WIDE.search(text))


@LOOK
@given(st.lists(st.sampled_from(["[^", "［^", "【^", "a", "]", "］", "】", "：", ":", "\n"]), max_size=12).map("".join))
def test_footnotes_with_wide_brackets_are_never_passed_over(text: str) -> None:
    meant: list[tuple[str, str, int]] = []
    footnotes._meant(text, meant)
    wide = [found.start() for found in footnotes._WIDE.finditer(text) if found[0].strip("：") != f"[^{found[1]}]"]
    assert {*wide} <= {start for _, _, start in meant}


@LOOK
@example(" 1.>>>>>>>>")
@example("甲\n   - " + "1) " * 8)
@given(st.lists(st.sampled_from(["\n", "\t", " ", "    ", *"->*+.)1甲", "1.", "1) ", "> " * 8]), max_size=40))
def test_deep_lists_are_passed_over_only_where_there_are_none(parts: Iterable[str]) -> None:
    body = "".join(parts)
    seen = "        " in body or "\t" in body or bounds._SIGNS.search(f"\n{body}")
    assert seen or not bounds._DEEP.search(body)


@LOOK
@given(
    st.lists(
        st.sampled_from(["|", "\\|", "｜", "---", "-", "|-|-|", "甲", " ", "\t", "    ", "\n", "\n", "\n|"]),
        max_size=30,
    )
)
def test_of_tables_only_paragraphs_without_a_bar_are_passed_over(parts: Iterable[str]) -> None:
    record = Record("a.md", {}, "", 1, "".join(parts), 1)
    lines, told, start = record.body.split("\n"), list[tuple[int, str]](), 0
    for end in [i for i, line in enumerate([*lines, ""]) if not line.strip()]:
        told += [(start + at + 1, message) for at, message in tables._of_block(lines[start:end])]
        start = end + 1
    assert [(problem.where.line, problem.message) for problem in tables.tables(record)] == told


@given(st.lists(st.sampled_from(["|", "\\", "甲", " ", "-"]), max_size=12).map("".join))
def test_cells_are_counted_as_bars_part_them(line: str) -> None:
    parted = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
    assert tables._cells(line) == len(parted)


_BRACED = ["{{helper}}", "{{ a-1 }}", "{{b}}", "{{fig:own/x}}", "{{", "}}", "{", "}", "｛", "｛｛甲｝｝", "甲", " "]
_WORDS = st.lists(st.sampled_from(_BRACED), max_size=4).map("".join)


@LOOK
@given(_WORDS, _WORDS, _WORDS, _WORDS, st.booleans())
def test_usual_placeholders_have_nothing_wrong(title: str, caption: str, text: str, body: str, shown: bool) -> None:
    cover = Cover.model_construct(file="a.jpg", alt="甲", caption=caption) if shown else None
    told: dict[str, Any] = {"title": title, "summary": None, "cover": cover, "attachments": ()}
    entry = Entry.model_construct(**told)
    record, known = Record("a.md", {}, text, 1, body, 1), frozenset({"helper", "a-1"})
    if campus._usual(record, entry, known):
        assert "{{" not in text
        assert not [*campus._almost(record, entry)]
        assert known.issuperset(word for _, word in campus._said(record, entry))


def test_of_an_entry_only_activities_name_units() -> None:
    assert ways(Entry, frozenset({Units})) == ("activities",)
    assert ways(Activity, frozenset({Units})) == ("units",)
    assert not ways(Entry, frozenset({Group}))


_NAMES = [
    *("a", "a.md", "A.md", "a.", "a b.md", "con.md", "con", "é.md", "ｅ.md", "x" * 90),
    *("2020-01-02-a.md", "2020-01-02-A.md"),
]
_FOLDERS = ["data", "content/entries/p/2020", "content/entries/p", "content/pages", "content/Pages"]


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(st.sampled_from(_FOLDERS), st.sampled_from(_NAMES) | st.text("ab.-_ A1", min_size=1, max_size=6)),
        max_size=8,
        unique=True,
    ),
    st.booleans(),
)
def test_paths_that_look_plain_have_nothing_wrong(places: list[tuple[str, str]], linked: bool) -> None:
    """With and without the short way the same is told of names, one after the other."""

    def told() -> list[str]:
        seen: dict[str, str] = {}
        found = (paths._judge(f"{folder}/{name}", linked, seen) for folder, name in places)
        return [str(problem) for some in found for problem in some]

    short = told()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(paths, "_plain", lambda *_, **__: False)
        assert told() == short
