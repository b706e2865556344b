"""The search index: folding, extraction, postings, and that it holds what pages show and nothing else."""

import itertools
import json
import random
import re
from collections import defaultdict
from html import escape
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import finding
from golden import SMALL, small_portal
from pairing import postings
from pairing.extract import extract, main_content
from pairing.fold import PAIRS, fold, fold_letter
from pairing.letters import fold_all
from pairing.load import load
from pairing.notation import EARLIER, LAST, SINGLE, number, units
from pairing.postings import buckets
from pairing.render import render_content
from pairing.search import Record, Records, dump, group_files, part, plan, search_files
from pairing.search import load as load_records
from pairing.views import pages
from pairing.views.base import Found
from simplified import pairs


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("津职大〔2018〕118号", "津职大(2018)118号"),
        ("津职大[2018]118号", "津职大(2018)118号"),
        ("津职大（２０１８）１１８号", "津职大(2018)118号"),
        ("１＋Ｘ 证书", "1+x证书"),
        ("BIM 技术与 Revit Architecture", "bim技术与revit architecture"),
        ("團委與後勤", "团委与后勤"),
        ("於著作後記", "于著作后记"),
        ("“双高”计划", "'双高'计划"),
        ("一对一—帮扶", "一对一-帮扶"),
        ("50㎡", "50m2"),
        ("上一行 \n 下一行", "上一行\n下一行"),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more_and_goes_letter_by_letter(text: str) -> None:
    letters = "".join(letter if letter == "\n" else fold_letter(letter) for letter in text)
    assert fold(text) == re.sub(r" (?![a-z0-9])|(?<![a-z0-9]) ", "", letters)


@given(st.lists(st.text() | st.text(alphabet="a1 \n，。…㎡團𠮷😀İ"), max_size=5))
def test_folding_many_texts_at_once_is_folding_each(texts: list[str]) -> None:
    parts = [text and f"{text}\n" for text in texts]
    letters, ends = fold_all(parts)
    begins = [0, *ends.tolist()]
    found = [letters[begin:end].tobytes().decode("utf-16-le") for begin, end in itertools.pairwise(begins)]
    assert found == [text and f"{fold(text)}\n" for text in texts]


def test_the_table_of_traditional_characters_is_the_library_s() -> None:
    assert pairs() == PAIRS


def test_text_of_a_page() -> None:
    html = (
        '<nav>首页</nav><h1 id="top">题<span>目</span></h1>\n<p>一&amp;<a href="x">二</a>\n三</p><!-- <p>不</p> -->'
        "<svg><text>不</text></svg><ul><li>甲</li><li hidden>不</li><li>乙<br>丙</li></ul>"
        "<section data-nosearch><section>不</section>不</section><h2>小标题</h2>"
        "<table><tr><td>1</td><td>2</td></tr></table>"
    )
    assert extract(html) == ("题目", ("小标题",), ("一&二 三", "甲", "乙", "丙", "1", "2"))


def test_text_of_every_page_is_what_another_parser_reads() -> None:
    portal = small_portal()
    for page in pages(portal):
        text = extract(content := render_content(page))
        html = f'<article class="md-content__inner md-typeset">{content}</article>'
        assert main_content(html) == content
        assert sorted((text.title, *text.headings, *text.lines)) == sorted(finding.lines_of(html)), page.path


def _trees() -> st.SearchStrategy[str]:
    """Well-formed HTML of all kinds of elements within each other; what is hidden stands between lines."""
    plain, hidden = ["", ' title="hidden"', ' aria-hidden="true"'], [" hidden", '\n data-nosearch=""', ' id="a" hidden']
    texts = re.findall(r"[^|]+", "一| 二 |三\n  四|a &amp; b|&lt;i&gt;|&nbsp;|5 < 6|< 7|a > b|！!|hidden|\n|\x1e")
    leaves = st.sampled_from([*texts, '<img alt="" hidden>', "<!-- <p>不</p> -->", "<hr>", "<br>"])
    within = ("a", "abbr", "b", "span", "s", "small", "strong", "sub", "u")
    around = ("p", "div", "h1", "h3", "li", "section", "nav", "svg")
    tags = [*itertools.product(within, plain), *itertools.product(around, plain + hidden)]
    deeper = st.deferred(lambda: inside)
    elements = st.builds(lambda tag, inner: f"<{tag[0]}{tag[1]}>{inner}</{tag[0]}>", st.sampled_from(tags), deeper)
    inside = st.lists(leaves | elements, max_size=4).map("".join)
    return inside


@given(_trees())
def test_text_of_any_html_is_what_another_parser_reads(html: str) -> None:
    text = extract(html)
    whole = f'<article class="md-content__inner md-typeset">{html}</article>'
    assert sorted(filter(None, (text.title, *text.headings, *text.lines))) == sorted(finding.lines_of(whole))


def _read(rows: list[str]) -> dict[str, list[int]]:
    found = {}
    for row in rows:
        names, places = json.loads(f"[{row}]")
        keys = names.encode("utf-16-le", "surrogatepass")
        for i, text in enumerate(places.split(" ")[:-1]):
            found[keys[4 * i : 4 * i + 4].decode("utf-16-le", "surrogatepass")] = _numbers(text)
    return found


def _numbers(text: str) -> list[int]:
    found, value, at = [], 0, 0
    for digit in text:
        if digit in EARLIER:
            value = (value + EARLIER.index(digit) + 1) * len(LAST)
        else:
            at += value + LAST.index(digit)
            found.append(at)
            value = 0
    return found


@given(st.lists(st.text(alphabet="ab12 结对帮扶\n𠮷野", max_size=40), max_size=6), st.integers(1, 9), st.booleans())
def test_postings_are_what_a_plain_reading_gives(texts: list[str], count: int, table: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_ALPHABET", postings._ALPHABET if table else 0)
        _compare_postings(texts, count)


def test_postings_of_more_pairs_than_two_bytes_can_number() -> None:
    dice = random.Random(5)
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 1_000)]
    texts = ["".join(dice.choices(letters, k=20_000)) for _ in range(6)]
    assert len({pair for text in texts for pair in itertools.pairwise(text)}) > 1 << 16
    _compare_postings(texts, 7)


def _compare_postings(texts: list[str], count: int) -> None:
    whole = "".join(f"{text}\n" for text in texts).encode("utf-16-le")
    letters = [whole[i : i + 2].decode("utf-16-le", "surrogatepass") for i in range(0, len(whole), 2)]
    expected, begin = defaultdict(list), 0
    for i, (first, second) in enumerate(itertools.pairwise(letters)):
        if "\n" not in (first, second):
            expected[(first + second).encode("utf-16-le", "surrogatepass")].append(i)
    for text in texts:
        own = letters[begin : begin + units(text)]
        for letter in dict.fromkeys(own):
            if letter != "\n":
                key = (letter + SINGLE).encode("utf-16-le", "surrogatepass")
                expected[key].append(begin + own.index(letter))
        begin += units(text) + 1
    ends = np.cumsum([units(text) + 1 for text in texts], dtype=np.int64)
    rows = [row.decode() for row in buckets(np.frombuffer(whole, np.uint16), ends, count)]
    assert len(rows) == count
    found = {key.encode("utf-16-le", "surrogatepass"): places for key, places in _read(rows).items()}
    assert found == expected
    for row in rows:  # in the order of their codes
        keys = [key.encode("utf-16-be", "surrogatepass") for key in _read([row])]
        assert keys == sorted(keys)


@given(st.integers(0, 10**7))
def test_numbers(value: int) -> None:
    assert _numbers(number(value)) == [value]


def _record(i: int, lines: str = "正文") -> Record:
    facets = (("甲",), (), (), ("2020",), ("稿件",), ())
    return Record(f"entries/{i}/index.html", f"第{i}篇", f"小标题\n{lines}", 4, facets, "2020-01-02")


def _parts(records: list[Record]) -> dict[str, bytes]:
    parts = (records[i : i + 100] for i in range(0, len(records), 100))
    return dict(map(part, parts))


def test_one_edit_leaves_the_files_of_other_groups() -> None:
    records = [_record(i) for i in range(400)]
    before = search_files(_parts(records), ())
    records[150] = _record(150, "改过的正文")
    after = search_files(_parts(records), ())
    changed = {path for path in before if before[path] != after[path]}
    assert before.keys() == after.keys()
    assert len([path for path in changed if path.startswith("search/text/")]) == 1
    assert "search/fold.js" not in changed


def test_a_page_more_leaves_the_other_groups() -> None:
    parts = [part([_record(i)] * 80)[0] for i in range(30)]
    more = [part([_record(i)] * (81 if i == 7 else 80))[0] for i in range(30)]
    before, after = plan(parts), plan(more)
    assert before.groups.keys() == after.groups.keys()
    assert before.volumes == after.volumes
    assert sum(before.groups[key] != after.groups[key] for key in before.groups) == 1


def test_long_texts_make_groups_of_fewer_pages() -> None:
    """Sixty texts of the greatest length fit, and the last sign of each is found."""
    records = Records([_record(i, f"{'结对帮扶' * 50_000}尾") for i in range(60)])
    parts = dict(records.files())
    shape, found = plan(parts), 0
    assert [row.path for name in parts for row in load_records(parts[name])] == [row.path for row in records.records]
    for names in shape.groups.values():
        some = [record for name in names for record in load_records(parts[name])]
        files = dict(group_files("x", some, 3))
        found += len(_read(files[".kept/search/postings/x"].decode().split("\n"))["尾`"])
    assert len(shape.groups) > 4
    assert found == 60


def test_texts_that_fold_into_more_than_can_be_numbered_are_cut() -> None:
    records = [_record(i, "\ufdfa" * 150_000) for i in range(2)]
    found = dict(group_files("x", records, 3))
    assert found["search/text/x-0.js"].decode().count("\ufdfa") == 2 * (150_004 // 2 - 4)


def test_records_keep() -> None:
    records = [_record(1), _record(2, "一行\n又一行"), _record(3, "")]
    kept = load_records(dump(records))
    assert [row[:4] for row in kept] == [row[:4] for row in records]
    assert [(tuple(map(tuple, row.facets)), row.day, row.dated) for row in kept] == [row[4:] for row in records]
    assert dict(group_files("x", records, 3)) == dict(group_files("x", kept, 3))


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_any_text_of_a_page_keeps(texts: list[str]) -> None:
    found = (extract(f"<h1>{text}</h1><h2>{text}</h2><p>{text}</p>") for text in map(escape, texts))
    records = [Record.of("a", "b", text, Found(kind="稿件")) for text in found]
    assert [row[:4] for row in load_records(dump(records))] == [row[:4] for row in records]


@pytest.mark.parametrize("which", ["real_site", "demo"])
def test_the_index_holds_what_pages_show_and_nothing_else(which: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(which)
    for folder in [site, *sorted((site / "campus").iterdir())]:
        pages, index = finding.texts(folder), finding.indexed(folder)
        assert index.keys() == pages.keys()
        for path, lines in index.items():
            assert sorted(map(fold, lines)) == sorted(pages[path].split("\n")), path


def test_nothing_of_a_closed_document_is_in_the_index(small: Path) -> None:
    """The small site's closed document and the body of one on request appear in no file of the index."""
    documents = load(SMALL).documents
    hidden = [item for item in documents.values() if item.disclosure == "closed"]
    assert hidden
    from conftest import run_build

    done = run_build(small / "mkdocs.yml", target := small / "site")
    assert done.returncode == 0, done.stderr
    files = [file.read_text(encoding="utf-8") for file in target.rglob("search/**/*.js")]
    assert len(files) > 10
    for item in hidden:
        for words in (item.title, item.number, item.summary):
            assert not words or not any(words in text for text in files)
