"""The link checker finds what is broken and nothing else; links lead to every page."""

import re
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest

from pairing.content import RESERVED
from pairing.links import SiteLinks
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
