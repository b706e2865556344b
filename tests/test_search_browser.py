"""Search in a real browser: sixty queries against a plain text search of the pages, from a folder and over http."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import finding
from _nginx import serving
from pairing.load import load
from test_browser import watch

pytestmark = pytest.mark.browser

# A query with the words that must all be in a page; of several names for one school any will do.
Query = tuple[str, tuple[str | tuple[str, ...], ...]]
LECHANG = ("乐昌市中等职业技术学校", "乐昌职校", "乐昌中职学校", "乐昌职业技术学校")
YUNXI = ("云溪县职业教育中心", "云溪职教", "云溪职教中心")


def plain(words: str) -> list[Query]:
    """Queries of one word each."""
    return [(word, (word,)) for word in words.split()]


REAL: list[Query] = [
    *plain("结对帮扶 党建 专业群 罗定 组织部 学分制 机电一体化 挂职 跟岗 1+X BIM 2019年 118号 津职大〔2018〕118号"),
    *plain("津职大[2018]118号 津职大(2018)118号 三（三）9 三(三)9 五年 教务处 團委 後勤 招生 创新强校 现代学徒制"),
    *plain(
        "實訓基地 竞赛 思政 教师 对口支援 依申请公开 未见记录 每学期 年底 30 人次 校企合作 双高 中高职 十三五 ＢＩＭ"
    ),
    *plain("职教集团 签约 岗 a 20 bim 1+x证书 粤府办〔2019〕4号 党总支、党支部 不存在的词语"),
    ("乐昌职校", (LECHANG,)),
    ("乐昌市中等职业技术学校", (LECHANG,)),
    ("乐昌职校 跟岗", (LECHANG, "跟岗")),
    ("党建 学生", ("党建", "学生")),
    ("  教师　培训  ", ("教师", "培训")),
    ("BIM 专业", ("bim", "专业")),
    ("“结对帮扶工作”", ("结对帮扶工作",)),
    ('"1+X 证书" 试点', ("1+x证书", "试点")),
    ("“乐昌职校”", ("乐昌职校",)),
    ("2019 2020 教师 学院", ("2019", "2020", "教师", "学院")),
]
DEMO: list[Query] = [
    *plain("结对帮扶 党建 合唱 社团 茶 教案 指导 观摩 跟岗 技能竞赛 实训 新专业 调度 志愿 2022年 2023年3月 双方确认"),
    *plain(
        "单方登记 数字不一致 协议 纪要 通知 媒体 三（一） 四 教务处 5名 30 线上 讲座 图书 学生 校长 年底 每学期 ppt"
    ),
    *plain(
        "安全 心理 未见记录 示教职〔2023〕6号 示教职[2023]6号 云职教(2022)21号 青职院〔2024〕4号 國發〔2019〕4號 虚构"
    ),
    *plain("受援方 支援方 一次 小组 （一） 2024-03 專業 ３０"),
    ("云溪职教中心", (YUNXI,)),
    ("云溪县职业教育中心", (YUNXI,)),
    ("云溪职教 茶", (YUNXI, "茶")),
    ("跟岗 教师", ("跟岗", "教师")),
    ("2023年 观摩 教案", ("2023年", "观摩", "教案")),
    ("“教师 跟岗”", ("教师跟岗",)),
    ("党建 社团 志愿", ("党建", "社团", "志愿")),
]
ASK = """async query => {
  const list = document.querySelector("[data-search-results]"), more = document.querySelector("[data-search-more]");
  const told = document.querySelector("[data-search-status]"), before = list.dataset.ready;
  const until = async done => { while (!done()) await new Promise(wait => setTimeout(wait, 2)); };
  document.querySelector("#search-words").value = query;
  document.querySelector("[data-search]").requestSubmit();
  await until(() => list.dataset.ready !== before);
  const total = Number((told.textContent.match(/找到 (\\d+) 页/) || [0, 0])[1]);
  await until(() => list.children.length === Math.min(total, 10));
  while (list.children.length < total) {
    const shown = list.children.length;
    more.click();
    await until(() => list.children.length > shown);
  }
  return [...list.querySelectorAll("h2 a")].map(link => link.href);
}"""


def ready(page: Page) -> None:
    """Wait until the page has answered."""
    page.wait_for_selector("[data-search-results][data-ready]", state="attached")


def paths(found: list[str], root: str) -> list[str]:
    """Addresses as paths below the site's root."""
    assert all(address.startswith(root) for address in found)
    return [address.removeprefix(root) for address in found]


def judge(page: Page, root: str, site: Path, queries: list[Query]) -> dict[str, list[str]]:
    """Ask everything; recall and precision are 1 for every query, or the test says for which not."""
    wrong, answers = watch(page, root), {}
    pages = finding.texts(site)
    page.goto(f"{root}search/index.html")
    ready(page)
    for query, words in queries:
        answers[query] = paths(page.evaluate(ASK, query), root)
        expected = finding.having(pages, *words)
        assert len(answers[query]) == len(set(answers[query]))
        assert set(answers[query]) == expected, query
    assert not wrong
    assert sum(map(bool, answers.values())) > len(queries) * 0.8, "queries that find nothing prove little"
    return answers


@pytest.fixture
def behind_nginx(real_site: Path, tmp_path: Path) -> Iterator[str]:
    """The real site behind nginx below a sub-path, without compression or any setting of its own."""
    with serving(tmp_path, f"location /xxgk/bangfu/ {{ alias {real_site}/; }}") as address:
        yield f"{address}xxgk/bangfu/"


def test_sixty_queries_on_the_real_site_from_a_folder_and_behind_nginx_the_same(
    page: Page, real_site: Path, behind_nginx: str
) -> None:
    assert len(REAL) >= 60
    answers = judge(page, f"{real_site.as_uri()}/", real_site, REAL)
    page.goto(f"{behind_nginx}search/index.html")
    ready(page)
    wrong = watch(page, behind_nginx)
    for query, _ in REAL:
        assert paths(page.evaluate(ASK, query), behind_nginx) == answers[query], query
    assert not wrong


def test_sixty_queries_on_the_demo_site(page: Page, demo: Path) -> None:
    assert len(DEMO) >= 60
    judge(page, f"{demo.as_uri()}/", demo, DEMO)


def test_a_column_alone_searches_itself(page: Page, real_site: Path, tmp_path: Path) -> None:
    column = shutil.copytree(real_site / "campus" / "lechang-zhongzhi", tmp_path / "专栏")
    judge(page, f"{column.as_uri()}/", column, plain("我校 跟岗 教师 2019年 年底 每学期 团委 學生 三 一对一 教务处"))


def test_the_best_match_comes_first(page: Page, served: str, real_site: Path) -> None:
    page.goto(f"{served}search/index.html")
    ready(page)
    found = paths(page.evaluate(ASK, "汕头职业技术学院"), served)
    assert found[0] == "schools/shantou-zhiyuan/index.html", "the whole title"
    found = paths(page.evaluate(ASK, "帮扶"), served)
    pages = {path: extract_parts(real_site / path) for path in found}
    ranks = [
        0 if "帮扶" in title else 1 if any("帮扶" in head for head in heads) else 2 for title, heads in pages.values()
    ]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == 3


def test_a_school_s_own_page_comes_first(page: Page, served: str, demo: Path) -> None:
    """By its official name, each of its names, and a part of them; a part of many schools' names is a word like any."""
    page.goto(f"{served}search/index.html")
    ready(page)
    own = "schools/guangdong-qinggong/index.html"
    names = ("广东轻工职业技术学院", "广东轻工", "广轻", "廣東輕工", "汕院", "汕头", "和田", "惠来")
    found = {name: paths(page.evaluate(ASK, name), served) for name in (*names, "轻工", "“广东轻工”")}
    assert [found[name][0] for name in names[:4]] == [own] * 4
    assert set(found["广东轻工职业技术学院"]) == set(found["广轻"]) == set(found["广东轻工"])
    assert found["汕院"][0] == found["汕头"][0] == "schools/shantou-zhiyuan/index.html"
    assert found["和田"][0] == "schools/hetian-zhiyuan/index.html"
    assert set(found["惠来"][:2]) == {"schools/huilai-erzhong/index.html", "schools/huilai-jiaoyuju/index.html"}
    assert not found["轻工"][0].startswith("schools/")
    assert not found["“广东轻工”"][0].startswith("schools/"), "quotes take words as they stand"
    page.goto(f"{demo.as_uri()}/search/index.html")
    ready(page)
    for name, school in (("青岚", "qinglan"), ("青岚学院", "qinglan"), ("云溪", "yunxi"), ("云溪职教", "yunxi")):
        assert page.evaluate(ASK, name)[0].endswith(f"/schools/{school}/index.html"), name


@pytest.mark.parametrize(
    "written", ["2024-03-13", "2024-3-13", "2024.3.13", "2024/03/13", "２０２４年３月１３日", "2024年3月13日"]
)
def test_a_day_is_found_however_it_is_written(page: Page, demo: Path, written: str) -> None:
    """A list says 2024-03-13 where an entry says 2024年3月13日: that of publication and that of the event."""
    page.goto(f"{demo.as_uri()}/search/index.html")
    ready(page)
    root, pages = f"{demo.as_uri()}/", finding.texts(demo)
    expected = finding.having(pages, ("2024-03-13", "2024年3月13日", written))
    assert len([path for path in expected if path.startswith("entries/")]) > 0
    assert set(paths(page.evaluate(ASK, written), root)) == expected
    for words in (f"“{written}”", "2024-13-13", "2024.0.1"):
        asked = words.strip("“”")
        assert set(paths(page.evaluate(ASK, words), root)) == finding.having(pages, asked), "quoted, or no day"


def test_newer_before_older(page: Page, demo: Path) -> None:
    page.goto(f"{demo.as_uri()}/search/index.html?q={quote('教务处')}&kind={quote('稿件')}")
    page.get_by_role("button", name="更多结果").click()
    expect(page.locator("[data-search-results] li")).to_have_count(20)
    found = page.locator("[data-search-results] li").all()
    texts = [(item.locator("h2").inner_text(), item.locator(".jd-note").inner_text()) for item in found]
    said = [note.split(" · ")[1] for title, note in texts if "教务处" not in title]
    assert all(re.fullmatch(r"发布于\d{4}年\d\d?月\d\d?日", day) for day in said), said
    dates = [[int(part) for part in re.findall(r"\d+", day)] for day in said]
    assert len(set(said)) > 5
    assert dates == sorted(dates, reverse=True)


def test_the_date_of_a_page_is_said_to_be_what_it_is(page: Page, demo: Path) -> None:
    said = {}
    for kind in ("任务", "报告", "文件"):
        page.goto(f"{demo.as_uri()}/search/index.html?q={quote('方案') if kind == '文件' else ''}&kind={quote(kind)}")
        expect(page.locator("[data-search-results] li").first).to_be_visible()
        notes = page.locator("[data-search-results] .jd-note").all_inner_texts()
        said[kind] = {note.split(" · ")[1] for note in notes}
    assert set() < said["任务"] <= {"签订于2021年8月30日", "签订于2023年8月28日"}
    assert said["报告"] == {"截至2021年底", "截至2022年", "截至2023年"}
    dates = {"印发于2021年8月30日", "印发于2023年8月28日", "成文于2021年6月10日"}
    assert dates <= said["文件"], "issued or written, not either"


def test_no_date_is_more_precise_than_its_source(page: Page, served: str) -> None:
    """A report without an end is dated by its beginning; a semester that was inferred is no day."""
    for query, words in (
        (f"q={quote('火炬')}&kind={quote('报告')}", "始于2019年7月11日（推定）"),
        (f"kind={quote('方案')}", "始于2019年秋季学期（推定）"),
    ):
        page.goto(f"{served}search/index.html?{query}")
        ready(page)
        notes = page.locator("[data-search-results] .jd-note").all_inner_texts()
        assert words in {note.split(" · ")[1] for note in notes}, notes


def extract_parts(file: Path) -> tuple[str, list[str]]:
    """A page's title and headings."""
    from pairing.extract import extract, main_content

    text = extract(main_content(file.read_text(encoding="utf-8")))
    return text.title, list(text.headings)


def test_filters_narrow_down_and_the_address_is_shared(page: Page, served: str, real_site: Path) -> None:
    page.goto(served)
    page.get_by_role("search").get_by_role("searchbox").fill("跟岗")
    page.keyboard.press("Enter")
    ready(page)
    assert page.url == f"{served}search/index.html?q={quote('跟岗')}"
    pages = finding.having(finding.texts(real_site), "跟岗")
    told = page.get_by_role("status")
    expect(told).to_have_text(f"找到 {len(pages)} 页。")
    page.get_by_label("类型", exact=True).select_option("任务")
    tasks = {path for path in pages if "/plans/" in path and path.count("/") == 5 and "/schedule/" not in path}
    expect(told).to_have_text(f"找到 {len(tasks)} 页。")
    page.get_by_label("学校", exact=True).select_option("乐昌职校")
    mine = {path for path in tasks if "jidian-lechang" in path}
    expect(told).to_have_text(f"找到 {len(mine)} 页。")
    assert 0 < len(mine) < len(tasks) < len(pages)
    shared = page.url
    page.goto("about:blank")
    page.goto(shared)
    ready(page)
    expect(told).to_have_text(f"找到 {len(mine)} 页。")
    found = paths([str(link.get_attribute("href")) for link in page.locator("[data-search-results] h2 a").all()], "../")
    assert set(found) <= mine
    page.get_by_role("button", name="清除筛选").click()
    expect(told).to_have_text(f"找到 {len(pages)} 页。")
    page.go_back()
    expect(told).to_have_text(f"找到 {len(mine)} 页。")


def test_results_come_before_filters_on_a_phone(page: Page, served: str) -> None:
    """The first result is seen without scrolling; filters and help fold open, and a wide window shows them as ever."""
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{served}search/index.html?q={quote('党建')}&kind={quote('任务')}")
    ready(page)
    expect(page.locator("[data-search-results] h2").first).to_be_in_viewport(ratio=1)
    kind, fold = page.get_by_label("类型", exact=True), page.get_by_text("筛选和说明（已选 1 项）", exact=True)
    expect(kind).to_be_hidden()
    fold.click()
    kind.select_option("")
    expect(page.get_by_text("筛选和说明", exact=True)).to_be_visible()
    expect(kind).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_text("筛选和说明", exact=True)).to_be_hidden()
    expect(kind).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 640})
    expect(kind).to_be_hidden()


def test_every_filter_has_values(page: Page, demo: Path) -> None:
    page.goto(f"{demo.as_uri()}/search/index.html?q=%E5%B8%AE%E6%89%B6")
    ready(page)
    for name, value in {
        "学校": "云溪职教",
        "项目": "青岚—云溪",
        "栏目": "工作动态",
        "年份": "2023",
        "类型": "稿件",
        "状态": "双方确认",
    }.items():
        options = page.get_by_label(name, exact=True).locator("option").all_inner_texts()
        assert any(text.startswith(f"{value}（") for text in options), (name, options)


def test_matches_are_marked_as_written(page: Page, served: str) -> None:
    page.goto(f"{served}search/index.html?q={quote('津职大[2018]118号')}")
    ready(page)
    marked = page.locator("[data-search-results] mark")
    expect(marked.first).to_be_visible()
    assert {text.replace(" ", "") for text in marked.all_inner_texts()} <= {"津职大〔2018〕118号", "津职大[2018]118号"}


def test_the_way_by_keyboard(page: Page, served: str) -> None:
    page.goto(f"{served}search/index.html")
    ready(page)
    assert page.evaluate("document.activeElement.id") == "search-words"
    page.keyboard.type("党建")
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-results] li")).to_have_count(10)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    title = page.locator("[data-search-results] h2").first.inner_text()
    assert page.evaluate("document.activeElement.textContent") == title
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(title)


def test_without_scripts_there_are_columns_and_tags_and_no_dead_control(page: Page, real_site: Path) -> None:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto((real_site / "index.html").as_uri())
    assert still.locator("input[type=search]:visible, button:visible").count() == 0
    still.get_by_role("link", name="查找").click()
    assert still.get_by_text("浏览器没有运行脚本").is_visible()
    assert still.locator("input[type=search]:visible, select:visible, button:visible").count() == 0
    still.get_by_role("link", name="工作动态").click()
    assert still.locator("h1").inner_text() == "工作动态"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_have_no_known_barrier(chrome: Browser, real_site: Path, scheme: str) -> None:
    """axe finds nothing on a page with results, marks, filters and a page of its own for what is not found."""
    context = chrome.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page, found = context.new_page(), []
    for words in ("党建", "没有这样的词组"):
        page.goto(f"{real_site.as_uri()}/search/index.html?q={quote(words)}")
        ready(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        found += [
            f"{words}: {item['id']}: {item['nodes'][0]['html'][:80]}" for item in Axe().run(page).response["violations"]
        ]
    context.close()
    assert not found


def test_a_query_is_text_and_never_markup(page: Page, served: str) -> None:
    wrong = watch(page, served)
    page.goto(f"{served}search/index.html?q={quote('<img src=x onerror=alert(1)>%')}&kind=%E0%A4%A")
    ready(page)
    assert page.locator("[data-search-results] li").count() == 0
    assert page.get_by_role("status").inner_text().startswith("没有找到")
    assert not wrong


def test_school_names_are_those_of_the_data() -> None:
    from golden import ROOT, SITES

    for root, key, names in ((ROOT, "lechang-zhongzhi", LECHANG), (SITES / "demo", "yunxi", YUNXI)):
        school = load(root).schools[key]
        assert {school.name, school.short, *school.aliases} == set(names)
