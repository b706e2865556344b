"""Narrow screens in a real browser: the menu, with fingers and by keyboard, and the contents of long pages."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from pairing.words import DUTY_STATUS
from test_browser import FOCUSED, watch

TABLE = "programmes/jidian-lechang/plans/2019/schedule/index.html"


@pytest.mark.parametrize("path", ["", "about/index.html", "campus/guangdong-qinggong/"])
@pytest.mark.parametrize("width", [375, 1200])
def test_the_menu_of_narrow_screens_by_keyboard(page: Page, served: str, path: str, width: int) -> None:
    wrong = watch(page, served)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(served + path)
    button = page.get_by_role("button", name="菜单", exact=True)
    expect(button).to_have_attribute("aria-expanded", "false")
    # Nothing outside the window gets the focus, on the whole way through the page's head.
    passed = []
    for _ in range(12):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED))
    assert "菜单" in [name for name, _ in passed]
    assert all(seen for _, seen in passed)
    for key in ("Enter", "Space"):
        button.focus()
        page.keyboard.press(key)
        expect(button).to_have_attribute("aria-expanded", "true")
        assert page.evaluate("document.activeElement.closest('.md-sidebar--primary') !== null")
        expect(page.locator(".md-sidebar--primary").get_by_role("link").nth(1)).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(button).to_have_attribute("aria-expanded", "false")
    assert not wrong


def test_the_contents_within_the_menu_by_keyboard(page: Page, served: str) -> None:
    wrong = watch(page, served)
    page.set_viewport_size({"width": 375, "height": 740})
    page.goto(f"{served}editors/index.html")
    menu, contents, back = (page.get_by_role("button", name=name, exact=True) for name in ("菜单", "目录", "返回菜单"))
    for hidden in (contents, back):
        expect(hidden).to_have_count(0)
    menu.focus()
    page.keyboard.press("Enter")
    expect(contents).to_have_attribute("aria-expanded", "false")
    expect(back).to_have_count(0)
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == ["目录", True]:
            break
    expect(contents).to_be_focused()
    page.keyboard.press("Enter")
    expect(back).to_be_focused()
    page.keyboard.press("Space")
    expect(contents).to_be_focused()
    expect(back).to_have_count(0)
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="一、写骨架").first).to_be_focused()
    page.keyboard.press("Enter")
    # The menu goes, and the keyboard goes on from the heading that was chosen.
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("heading", name="一、写骨架")).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")
    assert not wrong


@pytest.mark.parametrize("path", ["programmes/tianjin-hetian/", "campus/hetian-zhiyuan/ledger/", "editors/"])
def test_long_pages_have_their_contents_on_narrow_screens(page: Page, served: str, path: str) -> None:
    wrong = watch(page, served)
    page.goto(f"{served}{path}index.html")
    beside = page.locator(".md-sidebar--secondary .md-nav__list").first.locator(":scope > li > a")
    folded = page.locator(".jd-contents")
    expect(folded).to_be_hidden()
    names = [text.strip() for text in beside.all_text_contents()]
    addresses = beside.evaluate_all("all => all.map(one => one.hash)")
    page.set_viewport_size({"width": 360, "height": 740})
    assert folded.locator("summary").inner_text() == f"本页目录（{len(names)} 节）"
    expect(folded.get_by_role("link")).to_have_count(0)
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    links = folded.get_by_role("link")
    assert links.all_inner_texts() == names
    assert links.evaluate_all("all => all.map(one => one.hash)") == addresses
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    links.last.click()
    expect(page.locator("article :target")).to_be_in_viewport()
    page.emulate_media(media="print")
    expect(folded).to_be_hidden()
    assert not wrong


def test_short_pages_have_no_contents_of_their_own(page: Page, real_site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("index.html", "data/index.html", "search/index.html"):
        page.goto((real_site / path).as_uri())
        assert page.locator("h1").count() == 1
        assert page.locator(".jd-contents").count() == 0


@pytest.mark.parametrize("path", ["editors/index.html", "about/index.html"])
def test_a_place_chosen_in_the_menu_is_seen(page: Page, real_site: Path, path: str) -> None:
    page.set_viewport_size({"width": 375, "height": 740})
    page.goto((real_site / path).as_uri())
    page.locator(".md-header label[for=__drawer]").click()
    page.locator("label.md-nav__link[for=__toc]").click()
    page.locator(".md-sidebar--primary .md-nav--secondary a").nth(1).click()
    expect(page.locator("#__drawer")).not_to_be_checked()
    expect(page.locator("article :target")).to_be_in_viewport()


def test_the_menu_of_narrow_screens_without_scripts(chrome: Browser, real_site: Path) -> None:
    context = chrome.new_context(java_script_enabled=False, viewport={"width": 375, "height": 740})
    page = context.new_page()
    page.goto((real_site / "index.html").as_uri())
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="学校", exact=True)
    assert link.count() == 0
    page.locator(".md-header label[for=__drawer]").click()
    link.click()
    assert page.get_by_role("heading", level=1).inner_text() == "学校"
    page.go_back()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert link.count() == 1
    context.close()


def test_no_known_barrier_on_a_phone_with_the_menu_open_and_closed(page: Page, real_site: Path) -> None:
    page.set_viewport_size({"width": 320, "height": 740})

    def barriers() -> list[str]:
        # Colours are as they stay once everything has slid into its place.
        page.evaluate("Promise.allSettled(document.getAnimations().map(one => one.finished))")
        return [found["id"] for found in Axe().run(page).response["violations"]]

    for path in ("editors/index.html", "glossary/index.html", "programmes/index.html"):
        page.goto((real_site / path).as_uri())
        menu, contents = (page.get_by_role("button", name=name, exact=True) for name in ("菜单", "目录"))
        expect(menu).to_have_attribute("aria-expanded", "false")
        assert barriers() == [], path
        menu.click()
        expect(menu).to_have_attribute("aria-expanded", "true")
        assert barriers() == [], path
        if path.startswith(("editors", "glossary")):
            contents.click()
            expect(contents).to_have_attribute("aria-expanded", "true")
            assert barriers() == [], path


@pytest.mark.parametrize(
    ("path", "heads", "rows"),
    [
        ("programmes/huoju-yangjiang/index.html", ["指标", "目标、时限与状态", "实际", "归属"], 5),
        ("programmes/huoju-yangjiang/index.html", ["成果", "归属", "类别", "数量", "时间", "出处"], 10),
        ("programmes/qinggong-shantou/ledger/index.html", ["状态", "条款", "承诺", "时段", "记录／要求", "依据"], 100),
        ("schools/lechang-zhongzhi/units/jiaowuchu/index.html", ["条款", "举措", "应做事项", "任务", "项目"], 5),
        (TABLE, ["序号", "时间安排", "工作内容", "备注", "记录"], 5),
        ("programmes/qinggong-shantou/plans/2019/clauses/3-1-1/index.html", ["时段", "记录／要求", "状态", "依据"], 1),
        ("documents/index.html", ["题名", "发文字号", "发文机关", "日期", "公开属性"], 1),
        ("programmes/qinggong-shantou/ledger/index.html", ["指标", "目标", "时限", "实际", "状态"], 5),
        ("ledger/index.html", ["项目", "应做", *DUTY_STATUS.values(), "时间已过", "已见比例"], 2),
        ("health/index.html", ["文件", "状态", "工作日", "形成", "发布", "最迟发布"], 3),
        ("programmes/qinggong-shantou/index.html", ["学校", "一方", "角色", "分工"], 2),
    ],
)
def test_rows_are_cards_and_the_table_is_still_one(
    page: Page, served: str, path: str, heads: list[str], rows: int
) -> None:
    wrong = watch(page, served)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(served + path)
    table = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name=heads[1], exact=True))
    table = table.filter(has=page.get_by_role("columnheader", name=heads[-1], exact=True)).first
    assert table.get_by_role("columnheader").all_inner_texts() == heads
    found = table.locator("tbody").get_by_role("row")
    assert found.count() >= rows
    cells = found.nth(0).get_by_role("cell").count() + found.nth(0).get_by_role("rowheader").count()
    assert cells == len(heads)
    # Nothing must be moved sideways, on a screen, while a wide one shows a table.
    assert table.evaluate("one => one.scrollWidth <= one.parentElement.clientWidth")
    left = [round(found.nth(0).get_by_role("cell").nth(i).bounding_box()["x"]) for i in (0, -1)]  # type: ignore[index]
    assert all(x < 100 for x in left)
    assert not Axe().run(page).response["violations"]
    page.set_viewport_size({"width": 1200, "height": 740})
    assert found.nth(0).evaluate("row => getComputedStyle(row).display") == "table-row"
    assert not Axe().run(page).response["violations"]
    assert not wrong


def test_cards_are_filtered_as_rows_are(page: Page, served: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{served}programmes/qinggong-shantou/ledger/index.html")
    rows = page.locator("[data-filter-list] tr")
    before = rows.count()
    page.get_by_label("哪一方").select_option("recipient")
    shown = rows.locator("visible=true").count()
    assert 0 < shown < before
    assert shown == page.locator("[data-filter-list] tr[data-side=recipient]").count()


# Cells of tables: their text, and how many lines it takes.
CELLS = """() => [...document.querySelectorAll('.md-content :is(td, th)')].map(cell => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return [cell.innerText.trim(), new Set([...range.getClientRects()].map(line => Math.round(line.top / 6))).size];
})"""


@pytest.mark.parametrize("width", [320, 360, 700])
@pytest.mark.parametrize(
    "path",
    [
        "programmes/huoju-yangjiang/index.html",
        "programmes/huoju-yangjiang/reports/2020/index.html",
        "programmes/qinggong-shantou/ledger/index.html",
        "schools/lechang-zhongzhi/units/jiaowuchu/index.html",
        "alliances/kuaquyu-gongtongti/index.html",
        "documents/index.html",
        "editors/index.html",
    ],
)
def test_no_cell_of_a_table_is_squeezed(page: Page, served: str, path: str, width: int) -> None:
    """A cell of many lines has room for at least six signs in each; the table's caption is seen whole."""
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(served + path)
    cells = page.evaluate(CELLS)
    assert len(cells) > 5
    assert [(text, lines) for text, lines in cells if lines >= 8 and len(text) / lines < 6] == []
    captions = page.locator(".md-content caption").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().right)"
    )
    assert all(right <= width for right in captions), captions


# ISO dates in texts that stand on more than one line.
PARTED = r"""() => {
  const found = [], texts = document.createTreeWalker(document.querySelector(".md-content"), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const date of texts.currentNode.data.matchAll(/\d{4}-\d\d-\d\d/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, date.index);
      range.setEnd(texts.currentNode, date.index + 10);
      const tops = [...range.getClientRects()].map(line => Math.round(line.top));
      if (new Set(tops).size > 1) found.push(texts.currentNode.data.trim());
    }
  }
  return found;
}"""


@pytest.mark.parametrize(
    "path",
    [
        "columns/index.html",
        "columns/dongtai/index.html",
        "health/index.html",
        "due/index.html",
        "programmes/qinglan-yunxi/ledger/index.html",
        "campus/qinglan/index.html",
    ],
)
def test_no_date_is_parted(page: Page, demo: Path, path: str) -> None:
    """Also where the reader's clock has written it."""
    page.clock.set_fixed_time("2024-03-20T04:00:00Z")
    page.goto((demo / path).as_uri())
    assert page.locator(".md-content").get_by_text("202").count() > 5
    for width in (1280, 700, 360, 345, 333):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(PARTED) == [], width


@pytest.mark.parametrize("width", [1280, 1440])
def test_tables_of_figures_fit_a_desk_and_do_not_look_as_if_they_could_be_sorted(
    page: Page, served: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served}ledger/index.html")
    frames = page.locator(".jd-scroll")
    expect(frames).to_have_count(4)
    assert all(frames.evaluate_all("found => found.map(frame => frame.scrollWidth <= frame.clientWidth)"))
    heads = page.get_by_role("columnheader").evaluate_all(
        "found => found.map(head => [getComputedStyle(head).cursor, getComputedStyle(head, '::after').content])"
    )
    assert {tuple(head) for head in heads} == {("auto", "none")}
