"""The link checker finds what is broken and nothing else."""

import pytest

from pairing.check.rendered import finished
from pairing.links import SiteLinks

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
