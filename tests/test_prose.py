"""Texts rendered once for all voices: what is left open, how it is filled, that no site renders them again."""

import pickle
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import _fuzz
from _texts import FILES
from golden import ROOT, SITES
from pairing import keep, prose, text
from pairing.load import load, survey
from pairing.media import Asset
from pairing.prose import Prose
from pairing.shelf import assets
from pairing.text import html
from pairing.views import entry as entry_room
from pairing.views.entry import EntryPage, entry_pages
from test_plain import bodies, voices

NAMES = {"helper": "青岚职院", "recipient": "我校", "fig:own/teacher": "25名"}
PICTURE = '<img alt="青岚职院的课" height="30" loading="lazy" src="p.png" width="40">'
NOTE = '<span class="jd-note">（Word，35 KB）</span>'
OUT = '<span class="jd-out">（站外链接）</span>'


def said(body: str) -> str:
    """A text as it is filled."""
    once = Prose.of(body, FILES)
    assert once is not None, body
    return once.filled(NAMES, FILES)


# What is left open, and what fills it


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("甲", "<p>甲</p>"),
        ("", ""),
        ("{{helper}}到{{ recipient }}，{{helper}}又来", "<p>青岚职院到我校，青岚职院又来</p>"),
        ("共{{fig:own/teacher}}", "<p>共25名</p>"),
        ("由\n{{helper}}\n牵头", "<p>由青岚职院牵头</p>"),
        ("**{{helper}}**，*{{recipient}}*", "<p><strong>青岚职院</strong>，<em>我校</em></p>"),
        ("## {{helper}}\n\n- {{recipient}}", "<h2>青岚职院</h2>\n<ul>\n<li>我校</li>\n</ul>"),
        ("`{{helper}}`", "<p><code>青岚职院</code></p>"),
        ("[{{helper}}](https://a.cn/)", f'<p><a href="https://a.cn/" rel="noopener external">青岚职院{OUT}</a></p>'),
        ("\\{\\{helper}}，{{nobody}}，{{Helper}}", "<p>{{helper}}，{{nobody}}，{{Helper}}</p>"),
        ("甲<!-- {{helper}} -->乙", "<p>甲乙</p>"),
        (
            '![{{helper}}的课](p.png "{{recipient}}")',
            f'<figure class="jd-figure">{PICTURE}<figcaption>我校</figcaption>\n</figure>',
        ),
        (
            "[{{helper}}的表](表.docx)",
            f'<p><a class="jd-file" download="download" href="表.docx">青岚职院的表{NOTE}</a></p>',
        ),
        ('height="90000" loading="90001"> {{helper}}', '<p>height="90000" loading="90001"&gt; 青岚职院</p>'),
    ],
)
def test_what_is_filled(body: str, expected: str) -> None:
    assert said(body) == expected


def test_words_are_words_and_no_markdown() -> None:
    once = Prose.of('{{a}}甲![{{a}}](p.png "乙")', FILES)
    assert once
    page = once.filled({"a": '*A*"<B>&'}, FILES)
    assert page.startswith("<p>*A*&quot;&lt;B&gt;&amp;甲</p>")
    assert 'alt="*A*&quot;&lt;B&gt;&amp;"' in page


def test_a_picture_that_nobody_could_measure_has_no_size() -> None:
    once = Prose.of('![甲](p.png "乙")', FILES)
    blank = Asset("p.png", "图片", "image/png", 1, "1 KB", "x/p.png", True)
    assert once
    assert '<img alt="甲" loading="lazy" src="p.png">' in once.filled(NAMES, {"p.png": blank})
    assert '<img alt="甲" loading="lazy" src="p.png">' in once.filled(NAMES, {})


def test_a_file_may_change_while_its_text_stays() -> None:
    once = Prose.of("[甲](表.docx)", FILES)
    assert once
    assert once.gaps == ("SIZE 表.docx",)
    larger = FILES["表.docx"]._replace(size="2.4 MB")
    assert "（Word，2.4 MB）" in once.filled(NAMES, {"表.docx": larger})


@pytest.mark.parametrize(
    "body",
    [
        "[甲](https://a.cn/{{helper}})",
        '![甲]({{helper}}.png "乙")',
        "甲[^{{helper}}]\n\n[^{{helper}}]: 乙",
        "```{{helper}}\n甲\n```",
        "丁*甲**乙*{{helper}}*丙*",
        "{{helper}}\U0003134a甲",
        "> " * 9 + "{{helper}}",
        "[" * 401,
        "甲" * 200_001,
    ],
)
def test_what_waits_for_its_words(body: str) -> None:
    """Where a word decides an address or what Markdown sees, each voice renders the text; what is too much waits."""
    assert Prose.of(body, FILES) is None


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return bodies(SITES / "small")


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_filled_is_what_the_words_would_give(texts: list[str], random: Random) -> None:
    _fuzz.prose(random, texts)


@pytest.mark.parametrize("site", [ROOT, SITES / "demo", SITES / "small"], ids=["real", "demo", "small"])
def test_every_voice_of_every_entry_is_what_its_words_would_give(site: Path) -> None:
    compared = 0
    for portal in voices(site):
        shown = {page.path: page.body for page in entry_pages(portal) if isinstance(page, EntryPage)}
        for place, entry in portal.data.entries.items():
            body = portal.casts[place[0]].say(portal.data.record("entry", *place).body, entry)
            assert shown[f"entries/{'/'.join(place)}/index.html"] == html(body, assets(portal.data, place))
            compared += 1
    assert compared > len(load(site).entries)


# Once


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is rendered from now on."""
    found: list[str] = []

    def heard(body: str, files: Mapping[str, Asset] | None = None) -> str:
        found.append(body)
        return html(body, files)

    for module in (prose, entry_room, text):
        monkeypatch.setattr(module, "html", heard)
    return found


@pytest.mark.parametrize("site", [ROOT, SITES / "demo", SITES / "small"], ids=["real", "demo", "small"])
def test_a_text_is_rendered_once_for_the_portal_and_all_columns(site: Path, rendered: list[str]) -> None:
    data = load(site)
    assert len(rendered) == len(data.entries) > 0
    pages = [page for portal in voices(site) for page in entry_pages(portal)]
    assert len(pages) > 2 * len(data.entries) * 0.9
    assert len(rendered) == 2 * len(data.entries), "`voices` reads again, and nobody renders"


def test_what_was_kept_is_not_rendered_again(small: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIEDUI_CACHE", "")
    fresh, _ = survey(small)
    assert len(rendered) == len(fresh.entries)
    keep._keep.cache_clear()
    (small / "data/site.yml").write_text((small / "data/site.yml").read_text("utf-8") + "# 甲\n", encoding="utf-8")
    kept, _ = survey(small)
    assert len(rendered) == len(fresh.entries)
    assert [kept.prose(place) for place in kept.entries] == [fresh.prose(place) for place in fresh.entries]
    file = small / kept.record("entry", *next(iter(kept.entries))).path
    file.write_text(file.read_text("utf-8") + "\n末段。\n", encoding="utf-8")
    keep._keep.cache_clear()
    survey(small)
    assert len(rendered) == len(fresh.entries) + 1


def test_it_is_kept_whole() -> None:
    data = load(SITES / "demo")
    for place, held in data.held.items():
        assert pickle.loads(pickle.dumps(held.value)).prose == data.prose(place) is not None
