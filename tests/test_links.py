"""The link checker finds what is broken and nothing else; links lead to every page."""

import re
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest

from conftest import run_build
from pairing.check.rendered import finished
from pairing.content import RESERVED
from pairing.links import SiteLinks
from pairing.load import survey
from pairing.publish import folder_files

FILES = {
    "index.html": b'<a href="a/index.html#x">1</a><a href="a/">2</a><a href="#here">3</a><p id="here">',
    "a/index.html": b'<h2 id="x">x</h2><a name="old"></a><img src="../pic.png"><a href="..">up</a>',
    "\u9875/index.html": b"",
    "pic.png": b"",
}


@pytest.mark.parametrize("path", ["index.html", "a/index.html"])
def test_good_links(path: str) -> None:
    assert not list(SiteLinks(FILES).broken(path))


@pytest.mark.parametrize(
    ("link", "fine"),
    [
        *(("a/index.html#old", True), ("a/index.html#y", False), ("b/", False), ("a", False), ("pic.png#z", True)),
        *(("https://example.edu.cn/", True), ("mailto:office@example.edu.cn", True), ("../index.html", False)),
        *(("%E9%A1%B5/index.html", True), ("#top", False), ("#__toc", True), ("/a/index.html", False)),
        *(("http://[x", False), ("//[x", False), ("http://[::1]/", True)),
    ],
)
def test_links(link: str, fine: bool) -> None:
    site = SiteLinks({**FILES, "index.html": f'<a href="{link}">x</a>'.encode()})
    assert list(site.broken("index.html")) == ([] if fine else [link])


# Links in the texts of entries

ENTRY = "content/entries/jia-yi/2020/2020-02-12-guidance.md"
FRONT = 12  # the line of the text


def write(folder: Path, text: str) -> None:
    """Give the entry another text."""
    file = folder / ENTRY
    head = file.read_text(encoding="utf-8").rpartition("---\n")[0]
    file.write_text(f"{head}---\n{text}\n", encoding="utf-8")


def built(folder: Path, **more: str) -> str:
    """What a build says of the entry; "" where it is published."""
    done = run_build(folder / "mkdocs.yml", folder / "site", **more)
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith(ENTRY)]
    assert bool(done.returncode) == bool(said), done.stdout + done.stderr
    return "\n".join(said).replace(ENTRY, "")


def test_links_of_entries_that_lead_somewhere(small: Path) -> None:
    good = (
        *("../2020-02-20-experts/index.html", "../2020-02-20-experts/", "../2020-02-20-experts/#activities"),
        *("../../../../programmes/jia-yi/index.html#plans", "../../../../schools/jia/index.html?a=1", "#activities"),
        *("../../../../search/", "../../../../programmes/jia-yi/plans/2020/index.html", "mailto:a@jia.example.cn"),
    )
    text = "".join(f"[甲]({link})\n" for link in good if "@" not in link)
    write(small, f"{text}\n`[甲](#x)`\n\n```\n[甲](../none/)\n```\n")
    assert built(small) == ""


UP = "../../../.."
COLUMN = "稿件也登在“丙职大”的专栏里，那里没有这个网页"
NONE = "链接指向的网页不存在，找到“{}”"


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (f"{UP}/programmes/none/index.html", f"{NONE}，请核对有几个“../”、每一段怎样拼写，或只留文字"),
        ("../2020-02-20-expert/index.html", f"{NONE}，是否应为“../2020-02-20-experts/index.html”"),
        (f"{UP}/programmes/jia-yi/plan/2020/", f"{NONE}，是否应为“{UP}/programmes/jia-yi/plans/2020/index.html”"),
        ("www.jia.example/", f"{NONE}；别的网站请写全网址，以 https:// 开头"),
        ("#x", "网页上没有位置“#x”，找到链接“{}”，请删去“#”和后面的字"),
        ("../2020-02-20-experts/#x", "网页上没有位置“#x”，找到链接“{}”，请删去“#”和后面的字"),
        ("../2020-07-01-draft/", "链接指向的稿件是草稿或未到发布日期，找到“{}”，请等它登出后再写，或只留文字"),
        (
            f"{UP}/about/index.html",
            f"{COLUMN}，找到链接“{{}}”，请写它在门户的完整网址（以 https:// 开头），或只留文字",
        ),
    ],
)
def test_links_of_entries_that_lead_nowhere(small: Path, link: str, said: str) -> None:
    write(small, f"\n线上答疑。\n\n答疑见[甲]({link})。")
    assert built(small) == f":{FRONT + 3}:4: {said.format(link)}"


def test_a_check_without_a_build_tells_of_records_that_there_are_not(small: Path) -> None:
    links = ("schools/no", "documents/no", "alliances/no", "programmes/no", "entries/jia-yi/2020/2020-05-05-no")
    write(small, "".join(f"[甲](../../../../{link}/index.html)\n" for link in (*links, "schools/jia", "about")))
    assert [problem.where.line for problem in survey(small)[1]] == [FRONT + i for i in range(5)]


def test_a_page_that_goes_is_told_at_links_that_stay(small: Path) -> None:
    """What was built before is not read again; a new address that leads to the old one mends it."""
    new, old = (small / f"content/entries/jia-yi/2020/2020-02-{name}.md" for name in ("20-training", "20-experts"))
    award = "../../2021/2021-01-08-award/index.html"
    write(small, f"[甲](../2020-02-20-experts/index.html)\n[乙]({award})")
    assert built(small, JIEDUI_CACHE="") == ""
    old.rename(new)
    assert built(small, JIEDUI_CACHE="").startswith(f":{FRONT}:1: 链接指向的网页不存在")
    text = new.read_text(encoding="utf-8")
    new.write_text(text.replace("\n", "\nformer: [entries/jia-yi/2020/2020-02-20-experts/]\n", 1), encoding="utf-8")
    assert built(small, JIEDUI_CACHE="") == ""
    file = small / "content/entries/jia-yi/2021/2021-01-08-award.md"
    text = file.read_text(encoding="utf-8").replace("\n", "\ndraft: true\n", 1)
    file.write_text(text, encoding="utf-8")
    assert built(small, JIEDUI_CACHE="").startswith(f":{FRONT + 1}:1: 链接指向的稿件是草稿")


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("[学校](../schools/index.md#none)", "../schools/index.html#none"),
        ("[学校](../schools/index.md#没有)", "../schools/index.html#%E6%B2%A1%E6%9C%89"),
        ("[下面](#none)", "#none"),
        ("[附近](near.md#none)", "../near/index.html#none"),
    ],
)
def test_a_dead_anchor_is_told_at_its_line(written: str, link: str) -> None:
    (problem,) = finished("about.md", f"---\ntitle: 关于\n---\n\n文字。\n\n见 {written}。\n", "<p></p>", [link])
    assert str(problem.where).rpartition(":")[0] == "content/pages/about.md:7"
    assert f"链接“{link}”指向的页面或位置不存在" in problem.message


_AWAY = re.compile(r'<a\b[^>]*?\shref="([^"#?]+)')


def unreached(files: dict[str, bytes]) -> list[str]:
    """The pages that nobody comes to who begins at the home page and follows links."""
    pages = {path for path in files if path.endswith(".html")} - {"404.html"}
    seen, ahead = set[str](), ["index.html"]
    while ahead:
        path = ahead.pop()
        if path in seen or path not in pages:
            continue
        seen.add(path)
        links = (unquote(link) for link in _AWAY.findall(files[path].decode()) if ":" not in link)
        ahead += (normpath(join(dirname(path), link, "index.html" if link.endswith("/") else "")) for link in links)
    return sorted(pages - seen)


@pytest.mark.parametrize("name", ["real_site", "demo"])
def test_hand_written_pages_keep_clear_of_generated_ones(name: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(name)
    theirs = {"404.html", "assets", "index.html", "about", "editors", "glossary"}
    assert {path.name for path in folder.iterdir()} - theirs == RESERVED - {"internal", "sitemap.xml"}


@pytest.mark.parametrize("name", ["real_site", "demo"])
def test_every_page_is_reached_by_links(name: str, request: pytest.FixtureRequest) -> None:
    folder = request.getfixturevalue(name)
    schools = [school.name for school in (folder / "campus").iterdir()]
    assert len(schools) > 1
    for root in (folder, *(folder / "campus" / school for school in schools)):
        files = folder_files(root)
        own = {path: content for path, content in files.items() if not path.startswith("campus/")}
        assert unreached(own) == [], root.name


def test_a_page_that_nothing_leads_to_is_noticed() -> None:
    pages = {"index.html": b'<a class="x" href="a/">1</a>', "a/index.html": b'<a href="..">up</a>', "404.html": b""}
    assert unreached(pages) == []
    assert unreached({**pages, "b/index.html": b'<a href="../a/index.html">a</a>'}) == ["b/index.html"]
