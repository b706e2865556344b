"""Blocks for a campus CMS: nothing in them but text and inline styles, and right in a bare page of any encoding."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page

from pairing.publish import folder_files
from test_browser import watch

# All that a block may hold.
TAGS = {"div", "p", "a", "ul", "li", "span", "strong"}
ATTRIBUTES = {"style", "href", "target", "lang"}


class Held(HTMLParser):
    """What tags, attributes and addresses a text holds."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def blocks(site: Path) -> dict[str, bytes]:
    found = folder_files(site / "fragments")
    return {path: content for path, content in found.items() if path.endswith(".html") and path != "index.html"}


@pytest.mark.parametrize("base", [".", "campus/qinglan", "campus/yunxi"])
def test_a_block_holds_no_script_and_asks_for_nothing(demo: Path, base: str) -> None:
    found = blocks(demo / base)
    assert set(found) == {
        "latest.html",
        "programmes/qinglan-yunxi.html",
        *(f"columns/{name}.html" for name in ("dongtai", "tongzhi", "zhengce", "jihua", "jinzhan")),
        *(f"columns/{name}.html" for name in ("anli", "chengguo", "meiti")),
    }
    for path, content in found.items():
        held = Held(content.decode("ascii"))
        assert held.tags <= TAGS, path
        assert held.attributes <= ATTRIBUTES, path
        assert not held.open
        assert "url(" not in content.decode("ascii")
        own = "https://qinglan.example/jiedui/" if base == "campus/qinglan" else "../" * (path.count("/") + 1)
        for link in held.links:
            assert link.startswith(own)
            assert (demo / base / link.removeprefix(own)).exists(), link


def test_a_block_and_its_json_say_the_same_in_the_schools_voice(demo: Path) -> None:
    voices = {".": "云溪职教", "campus/yunxi": "我校"}
    for base, name in voices.items():
        told = json.loads((demo / base / "fragments/columns/chengguo.json").read_text("utf-8"))
        html = (demo / base / "fragments/columns/chengguo.html").read_bytes().decode("ascii")
        parsed = re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), html)
        assert [item["title"] for item in told["items"]] == re.findall(r'_top" style="[^"]*">([^<]+)</a> <span', parsed)
        assert any(name in item["title"] for item in told["items"])
    progress = json.loads((demo / "fragments/programmes/qinglan-yunxi.json").read_text("utf-8"))
    duties = json.loads((demo / "api/v1/duties.json").read_text("utf-8"))["items"]
    assert sum(progress["duties"].values()) == len(duties)
    assert progress["duties"]["met"] == sum(duty["status"] == "met" for duty in duties)


def test_the_page_hands_out_what_the_files_hold(demo: Path) -> None:
    page = (demo / "campus/qinglan/fragments/index.html").read_text("utf-8")
    for path, content in blocks(demo / "campus/qinglan").items():
        code = re.sub(rb"&#(\d+);", lambda found: chr(int(found[1])).encode(), content).decode()
        assert (
            code.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace('"', "&#34;")
            .replace("'", "&#39;")
            in page
        ), path
        assert f"https://qinglan.example/jiedui/fragments/{path}" in page
    assert "还没有登记本站的网址" not in page
    assert "还没有登记本站的网址" in (demo / "campus/yunxi/fragments/index.html").read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
@pytest.mark.parametrize("width", [320, 1000])
def test_a_block_shows_right_inside_a_bare_page(
    page: Page, demo: Path, tmp_path: Path, encoding: str, width: int
) -> None:
    head = f'<!doctype html><meta charset="{encoding}"><title>学校主页</title><body><h1>学校主页</h1>'
    for name in ("latest", "programmes/qinglan-yunxi"):
        block = (demo / f"campus/qinglan/fragments/{name}.html").read_bytes()
        bare = tmp_path / "bare.html"
        bare.write_bytes(head.encode(encoding) + block + "<p>页脚</p>".encode(encoding))
        wrong = watch(page, "file://")
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(bare.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("h1").inner_text() == "学校主页"
        assert "参赛队开始新赛季训练" in page.locator("li").first.inner_text()
        boxes = page.locator("li").evaluate_all("all => all.map(item => item.getBoundingClientRect().height)")
        assert len(boxes) == 8
        assert min(boxes) > 20
        assert not wrong


@pytest.mark.browser
def test_the_page_shows_every_block(page: Page, demo: Path) -> None:
    wrong = watch(page, "file://")
    page.goto((demo / "fragments/index.html").as_uri())
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    frames = page.locator("iframe.jd-frame")
    assert frames.count() == 10
    for i in range(10):
        frame = frames.nth(i)
        frame.scroll_into_view_if_needed()
        assert frame.content_frame.locator("li").first.inner_text()
    assert not wrong
