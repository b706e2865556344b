"""In a real browser: the way from home to a task, from a folder and below a sub-path, on a phone too."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FloatRect, Page, Request, expect

import browser as chromium
from conftest import run_build
from golden import ROOT
from pairing.load import load

pytestmark = pytest.mark.browser

SAMPLE = (
    "index.html",
    "programmes/index.html",
    "programmes/qinggong-shantou/index.html",
    "programmes/qinggong-shantou/plans/2019/index.html",
    "programmes/qinggong-shantou/plans/2019/party-brand/index.html",
    "programmes/huoju-yangjiang/reports/2020/index.html",
    "programmes/jidian-lechang/plans/2019/schedule/index.html",
    "schools/index.html",
    "schools/guangdong-qinggong/index.html",
    "units/index.html",
    "indicators/index.html",
    "documents/index.html",
    "documents/tianjin-zhida-2018-118/index.html",
    "alliances/kuaquyu-gongtongti/index.html",
    "programmes/qinggong-shantou/ledger/index.html",
    "programmes/qinggong-shantou/plans/2019/clauses/3-1-2/index.html",
    "ledger/index.html",
    "due/index.html",
    "columns/index.html",
    "columns/dongtai/index.html",
    "health/index.html",
    "tags/index.html",
    "entries/qinggong-daxinganling/2023/2023-05-17-online-lecture/index.html",
    "editors/index.html",
    "data/index.html",
    "fragments/index.html",
    "campus/guangdong-qinggong/index.html",
    "campus/yangjiang-zhiyuan/programmes/huoju-yangjiang/index.html",
    "glossary/index.html",
    "search/index.html",
    "about/index.html",
    "404.html",
)


def watch(page: Page, own: str) -> list[str]:
    """Collects every request to another host, failed request, and error on the console."""
    wrong: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((own, "data:")):
            wrong.append(request.url)

    page.on("request", asked)
    # Going on to the next page aborts what the last one was still loading; that is no failure.
    page.on(
        "requestfailed", lambda asked: wrong.append(f"{asked.failure}: {asked.url}") if not aborted(asked) else None
    )
    page.on("response", lambda found: wrong.append(f"{found.status}: {found.url}") if found.status >= 400 else None)
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return wrong


def aborted(request: Request) -> bool:
    """Whether the browser itself gave a request up."""
    return "ERR_ABORTED" in (request.failure or "")


def walk(page: Page, start: str) -> None:
    """Home → school → programme → plan → task → back, by clicking."""
    page.goto(start)
    page.get_by_role("navigation", name="标签").get_by_role("link", name="学校").click()
    page.get_by_role("link", name="汕头职业技术学院").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "汕头职业技术学院"
    page.locator(".jd-card").get_by_role("link", name="广东轻工—汕职院").click()
    page.locator("#plans ~ .jd-plan").get_by_role("link").first.click()
    page.get_by_role("link", name="帮扶创建党建工作品牌化").click()
    assert page.get_by_role("heading", level=1).inner_text() == "帮扶创建党建工作品牌化"
    assert page.get_by_text("三（一）2", exact=True).first.is_visible()
    page.get_by_role("navigation", name="当前位置").get_by_role("link", name="首页").click()
    assert page.get_by_role("heading", level=1).inner_text() == "结对帮扶，逐条公开"


def test_from_a_folder(page: Page, real_site: Path) -> None:
    wrong = watch(page, "file://")
    walk(page, (real_site / "index.html").as_uri())
    assert not wrong


def test_below_a_sub_path(page: Page, served: str) -> None:
    wrong = watch(page, served)
    walk(page, served)
    assert not wrong


@pytest.mark.parametrize("path", SAMPLE)
def test_every_kind_of_page_asks_nobody_and_fits_a_phone(page: Page, real_site: Path, path: str) -> None:
    wrong = watch(page, "file://")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto((real_site / path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not wrong
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_known_barrier_to_readers_with_disabilities(chrome: Browser, real_site: Path, scheme: str) -> None:
    """axe finds nothing, in either colour scheme, on a page of every kind."""
    context = chrome.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page, found = context.new_page(), []
    for path in SAMPLE:
        page.goto((real_site / path).as_uri())
        for violation in Axe().run(page).response["violations"]:
            found.append(f"{path}: {violation['id']}: {violation['nodes'][0]['html'][:80]}")
    context.close()
    assert not found


def test_programmes_can_be_filtered_and_the_choice_shared(page: Page, served: str) -> None:
    page.goto(f"{served}programmes/index.html")
    cards = page.locator(".jd-card:visible")
    assert cards.count() == 15
    page.get_by_label("帮扶类型", exact=True).select_option("援疆")
    xinjiang = {key for key, item in load(ROOT).programmes.items() if item.line == "xinjiang"}
    assert cards.count() == len(xinjiang) == 5
    assert page.locator("[data-filter-count]").inner_text() == "5"
    page.get_by_label("学校", exact=True).select_option("和田职院")
    assert cards.count() == 1
    page.goto(page.url)
    assert cards.count() == 1
    page.get_by_label("年份", exact=True).select_option("2023")
    assert page.get_by_text("没有符合条件的项目").is_visible()
    page.get_by_role("button", name="清除筛选").click()
    expect(cards).to_have_count(15)


def test_a_filter_takes_names_with_blanks_and_half_an_address(page: Page, small: Path) -> None:
    for file in (*(small / "data").rglob("*.yml"), *(small / "content/entries").rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("教务处", "教务 处"), encoding="utf-8")
    done = run_build(small / "mkdocs.yml", small / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    address = (small / "site/programmes/jia-yi/ledger/index.html").as_uri()
    page.goto(address)
    rows = page.locator("tbody[data-filter-list] tr:visible")
    every = rows.count()
    page.get_by_label("单位", exact=True).select_option("教务 处")
    assert 0 < rows.count() < every
    shared = page.url
    assert "unit=" in shared
    page.goto("about:blank")
    page.goto(shared)
    assert 0 < rows.count() < every
    for half in ("?unit=%", "?unit=%E7%94&side=helper", "?unit=无此单位"):
        page.goto(address + half)
        assert page.get_by_label("单位", exact=True).input_value() == ""
        assert page.locator("form[data-filter]").is_visible()
    assert rows.count() == every


def test_a_filter_leaves_the_place_in_the_address(page: Page, served: str) -> None:
    page.goto(f"{served}programmes/qinggong-shantou/ledger/index.html?side=recipient#duties")
    expect(page.get_by_label("哪一方", exact=True)).to_have_value("recipient")
    assert page.url.endswith("?side=recipient#duties")
    page.get_by_label("哪一方", exact=True).select_option("")
    assert page.url.endswith("index.html#duties")


def test_without_scripts_the_whole_list_is_there_and_no_dead_control(real_site: Path, page: Page) -> None:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto((real_site / "programmes/index.html").as_uri())
    assert plain.locator(".jd-card:visible").count() == 15
    assert plain.locator("select:visible, button:visible, input[type=text]:visible").count() == 0
    context.close()


def test_every_page_has_a_search_box(real_site: Path) -> None:
    for file in real_site.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        if "md-header" in html:
            assert html.count('<form class="jd-box"') == 1, file
            below = (
                len(file.relative_to(real_site).parts)
                - 1
                - (2 if file.relative_to(real_site).parts[0] == "campus" else 0)
            )
            assert f'action="{"../" * below}search/index.html"' in html, file


def test_the_way_by_keyboard(page: Page, served: str) -> None:
    page.goto(f"{served}programmes/qinggong-shantou/plans/2019/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')")
    assert page.evaluate("document.activeElement.textContent.trim()") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.url.endswith("#principles")


def test_a_cited_measure_is_marked(page: Page, served: str) -> None:
    page.goto(f"{served}programmes/qinggong-shantou/plans/2019/party-brand/index.html#party-brand-exchange")
    colour = "getComputedStyle(document.getElementById('party-brand-exchange')).backgroundColor"
    assert page.evaluate(colour) != "rgba(0, 0, 0, 0)"


# Where a page's text, a colour of its own, and the ground that it stands on are asked for.
PRINTED = "h1, h2, .jd-note, .jd-facts dt, .jd-facts dd, .jd-table thead th, .jd-scroll td, .md-content a, .jd-status"
CONTRAST = """nodes => {
  const level = colour => {
    const part = colour.match(/[\\d.]+/g).slice(0, 3)
      .map(one => one / 255).map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  };
  const clear = colour => colour === "transparent" || /, 0\\)$/.test(colour);
  return nodes.filter(node => node.getClientRects().length).map(node => {
    let ground = node;
    while (ground && clear(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
    const below = ground ? level(getComputedStyle(ground).backgroundColor) : 1;
    return [node.className || node.tagName, (below + 0.05) / (level(getComputedStyle(node).color) + 0.05)];
  });
}"""


@pytest.mark.parametrize("path", ["qinggong-shantou/index.html", "qinggong-shantou/ledger/index.html"])
def test_a_dark_screen_prints_dark_on_white(chrome: Browser, real_site: Path, path: str) -> None:
    context = chrome.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((real_site / "programmes" / path).as_uri())
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.emulate_media(media="print", color_scheme="dark")
    # The theme's links change their colour within an eighth of a second; what is printed has the last one.
    page.evaluate("() => Promise.all(document.getAnimations().map(one => one.finished))")
    # How many times as light as a text is the ground below it, white where there is none? (WCAG 1.4.3)
    found = page.locator(PRINTED).evaluate_all(CONTRAST)
    context.close()
    assert len(found) > 30
    assert not [(what, ratio) for what, ratio in found if ratio < 4.5]


@pytest.mark.parametrize(
    "path",
    [
        "programmes/qinggong-shantou/ledger/index.html",
        "programmes/jidian-lechang/plans/2019/schedule/index.html",
        "indicators/index.html",
        "health/index.html",
        "editors/index.html",
    ],
)
def test_nothing_is_cut_off_on_paper(page: Page, real_site: Path, path: str) -> None:
    # A4 less margins of a centimetre.
    page.set_viewport_size({"width": 718, "height": 1047})
    page.goto((real_site / path).as_uri())
    page.emulate_media(media="print")
    shown = ".md-content :is(table, th, td, .jd-status, .jd-tag, svg, pre > code)"
    over = """nodes => nodes.filter(node => {
      const frame = node.closest(".jd-scroll, .md-content").getBoundingClientRect();
      return node.getBoundingClientRect().right > frame.right + 1;
    }).map(node => node.outerHTML.slice(0, 80))"""
    assert page.locator(shown).count()
    assert not page.locator(shown).evaluate_all(over)
    hides = "nodes => nodes.filter(node => getComputedStyle(node).overflowX !== 'visible').length"
    assert page.locator(".jd-scroll").evaluate_all(hides) == 0


@pytest.mark.parametrize(
    ("path", "site"), [("ledger/", "结对帮扶公开专栏（演示数据）"), ("campus/qinglan/ledger/", "青岚职院结对帮扶专栏")]
)
def test_paper_says_what_the_banner_says_and_where_a_page_is_from(page: Page, demo: Path, path: str, site: str) -> None:
    page.goto((demo / path / "index.html").as_uri())
    banner, line = page.get_by_text("演示数据：两所学校和全部内容都是虚构的。"), page.locator(".jd-print")
    expect(banner).to_be_visible()
    expect(line).to_be_hidden()
    page.emulate_media(media="print")
    expect(banner).to_be_visible()
    expect(line).to_have_text(site)
    expect(line).to_be_visible()


def test_no_picture_is_named_in_english(real_site: Path) -> None:
    """A logo says what its link says already."""
    for path in SAMPLE[:-1]:
        page = (real_site / path).read_text(encoding="utf-8")
        assert page.count('<img src="') >= 2, path
        assert 'alt="logo"' not in page, path
    assert "（published）" not in (real_site / "health/index.html").read_text(encoding="utf-8")


# The name of what has the focus, and whether it is seen within the window.
FOCUSED = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  const seen = box.right > 0 && box.left < innerWidth && getComputedStyle(node).visibility === "visible";
  return [node.getAttribute("aria-label") || node.textContent.trim(), seen];
}"""
OUTLINE = """node => {
  const style = getComputedStyle(node);
  return [style.outlineStyle, style.outlineColor, parseFloat(style.outlineWidth) >= 2];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_shows_in_the_header_and_colours_are_switched_by_keyboard(
    chrome: Browser, real_site: Path, scheme: str
) -> None:
    context = chrome.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    wrong = watch(page, "file://")
    page.goto((real_site / "index.html").as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    passed = []
    while page.evaluate("document.activeElement.closest('.md-header, .md-tabs') !== null"):
        passed.append(page.evaluate(FOCUSED))
        outline = page.evaluate(f"({OUTLINE})(document.activeElement)")
        assert outline == ["solid", "rgb(255, 255, 255)", True], passed[-1]
        page.keyboard.press("Tab")
    assert {"搜索词", "学校"} <= {name for name, _ in passed}
    names = {"slate": "改用浅色", "default": "改用深色"}
    body = page.locator("body")
    now = "slate" if scheme == "dark" else "default"
    assert [name for name, _ in passed if name in names.values()] == [names[now]]
    button = page.get_by_role("button", name=names[now])
    head: FloatRect = {"x": 900, "y": 0, "width": 110, "height": 48}
    without = page.screenshot(clip=head)
    button.focus()
    assert page.screenshot(clip=head) != without, "an outline may be computed and not drawn"
    for key in ("Space", "Enter"):
        now = "default" if now == "slate" else "slate"
        page.keyboard.press(key)
        expect(body).to_have_attribute("data-md-color-scheme", now)
        expect(page.get_by_role("button", name=names[now])).to_be_focused()
    context.close()
    assert not wrong


@pytest.fixture(scope="module")
def large(chrome: Browser) -> Iterator[Browser]:
    """A browser whose readers asked for text of twice the size."""
    args = ["--no-sandbox", "--disable-gpu", "--blink-settings=defaultFontSize=32"]
    running = chrome.browser_type.launch(executable_path=chromium.find(), args=args)
    yield running
    running.close()


@pytest.mark.parametrize("width", [320, 375, 412])
def test_text_of_twice_the_size_fits_a_phone(large: Browser, real_site: Path, width: int) -> None:
    page = large.new_page(viewport={"width": width, "height": 740})
    # Wider windows differ in the header only. The last page has none.
    for path in SAMPLE[: -1 if width == 320 else 3]:
        page.goto((real_site / path).as_uri())
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        for control in page.locator(".md-header :is(input[type=search], button, label:not([hidden]))").all():
            box = control.bounding_box()
            assert box is not None, path
            assert 0 <= box["x"] <= box["x"] + box["width"] <= width, path
    page.close()


def test_what_scrolls_on_a_hand_written_page_can_be_reached_by_keyboard(page: Page, real_site: Path) -> None:
    page.set_viewport_size({"width": 320, "height": 740})
    page.goto((real_site / "editors/index.html").as_uri())
    names = page.locator("article table").evaluate_all("all => all.map(one => one.parentNode.ariaLabel)")
    assert names[:2] == ["表格", "表格2"]
    scrolls = """all => all
      .filter(one => one.scrollWidth > one.clientWidth && getComputedStyle(one).overflowX === "auto")
      .map(one => [one.tagName, one.tabIndex])"""
    found = page.locator("article *").evaluate_all(scrolls)
    assert {tag for tag, _ in found} == {"DIV", "CODE"}
    assert {index for _, index in found} == {0}
