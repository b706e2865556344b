"""Keywords become folders of the site: what they may be, and that nothing else is ever written or removed."""

import shutil
from pathlib import Path

import pytest

from golden import SMALL
from pairing.beside import Folders, keep_inside
from pairing.check.keywords import keywords_clash, keywords_plain
from pairing.press import lay
from pairing.publish import publish
from pairing.read import read_data

ENTRY = "content/entries/jia-yi/2020/2020-02-12-guidance.md"


def told(folder: Path, *words: str) -> list[str]:
    """What both rules say of an entry with these keywords."""
    shutil.copytree(SMALL, folder, ignore=shutil.ignore_patterns("expected"))
    text = (folder / ENTRY).read_text(encoding="utf-8")
    listed = ", ".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words)
    assert "keywords: [专家]" in text
    (folder / ENTRY).write_text(text.replace("keywords: [专家]", f"keywords: [{listed}]"), encoding="utf-8")
    data, problems = read_data(folder)
    assert not problems
    return [problem.message for rule in (keywords_plain, keywords_clash) for problem in rule(data)]


@pytest.mark.parametrize(
    "word",
    [
        "C++",
        "产教 融合",
        "1+X证书",
        "“双师型”教师",
        "中—高职",
        "甲·乙",
        "Node.js",
        "index",
        "a..b",
        "字" * 40,
        "(A)&B;",
    ],
)
def test_words_that_remain_possible(tmp_path: Path, word: str) -> None:
    assert not told(tmp_path / "site", word)


@pytest.mark.parametrize(
    ("word", "words"),
    [
        *((word, "不能有 /") for word in ("../../victim", "/etc", "a\\b", "C#", "a?b", "50%", "a:b", "a*", 'a"b')),
        *((word, "不能有 /") for word in ("<b>", "a|b", "a\u200bb", "a\u3000b", "a\xa0b", "a\ufeffb")),
        *((word, "保留名称") for word in (".kept", "a.kept", "..", "a.", "index.html", "INDEX.html", "con", "Nul.x")),
        ("字" * 41, "过长（41 字，上限 40）"),
    ],
)
def test_words_that_are_no_part_of_an_address(tmp_path: Path, word: str, words: str) -> None:
    (message,) = told(tmp_path / "site", word)
    assert words in message


def test_one_word_is_written_in_one_way(tmp_path: Path) -> None:
    for i, other in enumerate(("Ai", "ＡＩ", "ai")):
        (message,) = told(tmp_path / str(i), "AI", other)
        assert f"“{other}”与别处的“AI”只差大小写" in message
    assert not told(tmp_path / "site", "AI", "A I", "AI")


@pytest.mark.parametrize("path", ["../x", "a/../../x", "a/..", "..", "/x", "tags/../../../x/index.html"])
def test_nothing_is_laid_or_published_out_of_the_site(tmp_path: Path, path: str) -> None:
    folders = Folders(tmp_path / "www/site")
    with folders.held():
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(ValueError, match="out of the site"):
            lay(path, b"", folders, {})
        with pytest.raises(ValueError, match="out of the site"):
            publish({path: b""}, {}, folders)
        assert sorted(tmp_path.rglob("*")) == before


def test_nothing_is_removed_out_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"mine")
    folders = Folders(tmp_path / "site")
    with folders.held(), pytest.raises(ValueError, match="out of the site"):
        publish({"a": b""}, {"../victim": (0, 0, 0)}, folders, in_place=True)
    assert (tmp_path / "victim").read_bytes() == b"mine"


def test_dots_within_a_name_are_fine() -> None:
    for path in ("a..b/index.html", "..a/x", "a.../x", "tags/C++/index.html"):
        keep_inside(path)
