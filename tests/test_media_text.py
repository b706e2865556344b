"""Pictures and files in texts: what is found there, what headers say, what readers see."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from golden import SITES
from pairing.media import KINDS, Asset, form_of, references, size_text
from pairing.pictures import finished
from pairing.publish import folder_files
from pairing.text import html

DEMO = SITES / "demo"
PICTURE = Asset("p.png", "图片", "image/png", 1, "1 KB", "x/p.png", True, 40, 30)
FORM = Asset("报名表.docx", "Word", "", 35_000, "35 KB", "x/报名表.docx", False)
FILES = {"p.png": PICTURE, "报名表.docx": FORM}


# What a text refers to


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[bool, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag in ("img", "a"):
            self.found.append((tag == "img", named.get("src") or named.get("href") or "", named.get("title") or ""))


def seen(text: str) -> list[tuple[bool, str, str]]:
    """What Python-Markdown itself makes of a text."""
    parser = _Seen()
    parser.feed(Markdown(extensions=["tables", "footnotes", "sane_lists", "fenced_code"]).convert(text))
    return parser.found


def found(text: str) -> list[tuple[bool, str, str]]:
    return [(item.picture, item.target, item.title) for item in references(text)]


WORDS = st.text("甲乙丙 abc，。", min_size=1, max_size=8).map(str.strip).filter(bool)
NAMES = st.from_regex(r"[a-z0-9一-三]{1,6}\.(?:png|pdf)", fullmatch=True)
PIECES = st.builds(
    lambda picture, words, name, title, quote: (
        f"{'!' if picture else ''}[{words}]({name}{f' {quote}{title}{quote}' if title else ''})",
        (picture, name, title),
    ),
    st.booleans(),
    WORDS,
    NAMES,
    WORDS | st.just(""),
    st.sampled_from("\"'"),
)


@given(st.text())
def test_the_finder_takes_any_text(text: str) -> None:
    list(references(text))
    list(references(f"](){text}!["))


@given(st.text("[]()!`\\\"' \na<>", max_size=60))
def test_the_finder_takes_any_signs(text: str) -> None:
    list(references(text))


@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "，", "\n", "\n\n", "\n\n> ", " 甲（乙）"])), max_size=5))
def test_the_finder_sees_what_markdown_sees(pieces: list[tuple[tuple[str, tuple[bool, str, str]], str]]) -> None:
    text = "".join(piece + gap for (piece, _), gap in pieces)
    assert found(text) == [expected for (_, expected), _ in pieces] == seen(text)


@pytest.mark.parametrize(
    "text",
    [
        '[![小](a.png "图")](b.png)',
        '![x](p q (1).jpg "t")',
        "[a\nb](<c.pdf> 't(1)')",
        "`![a](b.png)` \\![a](c.png) \\[d](e.pdf)",
        "```\n![a](b.png)\n```\n\n![c](d.png)",
        "~~~\n[a](b.pdf)\n",
        "[a\n\nb](c.pdf)",
        '| a |\n|---|\n| ![c](d.png "t") |',
        "文[^1]\n\n[^1]: 注 [a](b.pdf)",
    ],
)
def test_the_finder_on_harder_texts(text: str) -> None:
    own = [item for item in seen(text) if not item[1].startswith("#")]
    assert sorted(found(text)) == sorted(own)


def test_places_are_of_the_first_sign() -> None:
    [first, second] = references('甲\n乙 ![丙](a.png "丁")\n\n[戊](b.pdf)')
    assert (first.line, first.column, first.words, first.title) == (2, 3, "丙", "丁")
    assert (second.line, second.column, second.words) == (4, 1, "戊")


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "](" * 20_000, '[](a "' * 9_000, "![a](" + "(b" * 20_000, "<!--](" * 9_000]
)
def test_odd_texts_cost_little(text: str) -> None:
    """Work, not time: an expression that tries every way would never come back."""
    assert list(references(f"{text} [x](y.pdf)")) is not None


# What files say of themselves


def test_the_demo_files_are_what_their_names_say() -> None:
    for path, content in folder_files(DEMO / "content/entries").items():
        kind = KINDS.get(Path(path).suffix)
        if kind:
            assert form_of(content[:16])[0] == kind.form
            if kind.group == "picture":
                made, _ = finished(path, content)
                assert (made.width, made.height) == (640, 360)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "1 KB"),
        (1024, "1 KB"),
        (35_000, "35 KB"),
        (1_100_000, "1.1 MB"),
        (2 * 1024**2, "2.0 MB"),
        (2 * 1024**2 + 1, "2.1 MB"),
    ],
)
def test_sizes_in_words(size: int, text: str) -> None:
    assert size_text(size) == text


# What readers see


def test_a_picture_with_a_caption_is_a_figure() -> None:
    assert html('前![两个人](p.png "握手 <1>")后', FILES).replace("\n", "") == (
        '<p>前</p><figure class="jd-figure"><img alt="两个人" height="30" loading="lazy" src="p.png" width="40">'
        "<figcaption>握手 &lt;1&gt;</figcaption></figure><p>后</p>"
    )
    assert html('- ![两个人](p.png "握手")', FILES).count("<figure") == 1
    assert "<figure" not in html("![两个人](p.png)", FILES)
    assert 'loading="lazy"' in html("**![两个人](p.png)**", FILES)


def test_a_file_tells_its_kind_and_size() -> None:
    assert html("见[报名表](报名表.docx)。[别处](https://example.com/)", FILES) == (
        '<p>见<a class="jd-file" download="download" href="报名表.docx">报名表'
        '<span class="jd-note">（Word，35 KB）</span></a>。'
        '<a href="https://example.com/" rel="noopener external">别处<span class="jd-out">（站外链接）</span></a></p>'
    )


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("# 一\n\n## 二", "23"),
        ("## 一\n\n### 二", "23"),
        ("### 一", "2"),
        ("题\n==\n\n文", "2"),
        ("# 一\n\n###### 六", "26"),
        ("文", ""),
    ],
)
def test_headings_begin_at_the_second_rank(text: str, ranks: str) -> None:
    assert "".join(re.findall(r"<h(\d)>", html(text))) == ranks


def test_tables_scroll() -> None:
    table = "| 甲 |\n|---|\n| 1 |"
    page = html(f"{table}\n\n文\n\n{table}")
    frames = re.findall(r'<div aria-label="(表格\d?)" class="jd-scroll" role="region" tabindex="0">\s*<table', page)
    assert frames == ["表格", "表格2"]
    assert page.count('<th scope="col">甲</th>') == 2


def test_one_text_leaves_nothing_to_the_next() -> None:
    html("[报名表](报名表.docx)", FILES)
    assert html("[报名表](报名表.docx)") == '<p><a href="报名表.docx">报名表</a></p>'
