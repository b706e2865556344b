"""Old addresses: they lead to the new ones, and take nobody else's place."""

from pathlib import Path

import pytest

from conftest import run_build
from pairing.load import survey


def test_old_addresses_lead_to_the_new_one(small_site: Path) -> None:
    for old, way in (
        ("news/2020/7.html", "../../entries/jia-yi/2020/2020-06-02-receive/index.html"),
        ("old/receive/index.html", "../../entries/jia-yi/2020/2020-06-02-receive/index.html"),
    ):
        page = (small_site / old).read_text(encoding="utf-8")
        assert f'content="0; url={way}"' in page
        assert (small_site / old).parent.joinpath(way).resolve().is_file()


def test_an_old_address_cannot_take_a_pages_place(small: Path) -> None:
    file = small / "content/entries/jia-yi/2020/2020-06-02-receive.md"
    text = file.read_text(encoding="utf-8")
    for taken in ("schools/jia/", "about/index.html", "index.html", "Schools/JIA/", "search/Index.html"):
        file.write_text(text.replace("old/receive/", taken), encoding="utf-8")
        done = run_build(small / "mkdocs.yml", small / "site")
        assert done.returncode == 1
        assert f"旧网址“{taken}”已经是另一个页面" in done.stdout + done.stderr


def test_old_addresses_that_are_taken_do_not_hide_broken_links(small: Path) -> None:
    for file, old, new in (
        ("content/entries/jia-yi/2020/2020-06-02-receive.md", "old/receive/", "due/"),
        ("content/pages/about/index.md", "", '\n<a href="../nowhere/index.html">甲</a>\n'),
    ):
        text = (small / file).read_text(encoding="utf-8")
        (small / file).write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    for _ in range(2):  # the second build knows what the first one kept
        done = run_build(small / "mkdocs.yml", small / "site", JIEDUI_CACHE="yes")
        assert done.returncode == 1
        said = done.stdout + done.stderr
        assert "content/entries/jia-yi/2020/2020-06-02-receive.md:8:28: 旧网址“due/”已经是另一个页面" in said
        assert "链接“../nowhere/index.html”指向的页面或位置不存在" in said
        assert "共 2 个问题" in said


@pytest.mark.parametrize(
    ("former", "words"),
    [
        ("404.html", "不能占用网站自己的“404.html”"),
        ("404.HTML/", "旧网址"),
        ("sitemap.xml/", "“sitemap.xml”"),
        ("assets/a.html", "“assets”"),
        ("feeds/all.XML/", "不能叫作“all.xml”"),
        ("news/2020/7.html/", "不能叫作“7.html”"),
        ("a.kept/", "不能叫作“a.kept”"),
        ("News/2020/7.html", "（写成“news/2020/7.html”，有的服务器分不清）"),
        ("old/receive/index.html", "（写成“old/receive/”，有的服务器分不清）"),
        ("news/2020/7.html", "2020-06-02-receive.md 中，请删去一处"),
        (f"{'字' * 67}/", "最多 200 字节"),
    ],
)
def test_old_addresses_that_cannot_be(small: Path, former: str, words: str) -> None:
    file = small / "content/entries/jia-yi/2020/2020-06-02-receive.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("old/receive/]", f"old/receive/, {former}]"), encoding="utf-8")
    (problem,) = survey(small)[1]
    assert words in problem.message
    assert str(problem.where).endswith("2020-06-02-receive.md:8:42")


def test_old_addresses_of_other_systems_remain_possible(small: Path) -> None:
    file = small / "content/entries/jia-yi/2020/2020-06-02-receive.md"
    text = file.read_text(encoding="utf-8")
    for old in ("index.php/news/12.html", "info/1004/1.htm", "v2.0/a/", "新闻/一.html", "a/%E4%B8%AD/", "news/2020/"):
        file.write_text(text.replace("old/receive/", old), encoding="utf-8")
        assert not survey(small)[1], old
