"""Every school's own column: the right voice, each entry once, complete when moved alone."""

import functools
import http.server
import json
import re
import shutil
import threading
from datetime import date
from html import escape, unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from conftest import run_build
from golden import ROOT, SITES, small_portal
from pairing.check.campus import contrast
from pairing.entries import Entries
from pairing.links import SiteLinks
from pairing.load import load
from pairing.portal import open_campuses, open_portal
from pairing.publish import folder_files
from pairing.render import render_content
from pairing.views.campus import campus_page
from pairing.views.school import school_pages
from pairing.views.status import status_page
from pairing.voice import Cast, Voice, ours
from pairing.words import DUTY_STATUS
from test_browser import watch

DEMO = SITES / "demo"
VOICES = {
    "": {"helper": "青岚职院", "recipient": "云溪职教"},
    "campus/qinglan/": {"helper": "我校", "recipient": "云溪职教"},
    "campus/yunxi/": {"helper": "青岚职院", "recipient": "我校"},
}


def said(text: str, voice: dict[str, str]) -> str:
    """A text of an entry as one voice says it, by plain replacement."""
    return text.replace("{{helper}}", voice["helper"]).replace("{{recipient}}", voice["recipient"])


def words(html: str) -> str:
    """The words of a text without tags, marks of emphasis and spaces."""
    return re.sub(r"[\s*]+", "", unescape(re.sub(r"<[^>]+>", "", html)))


@pytest.mark.parametrize("base", VOICES)
def test_every_entry_appears_once_and_in_the_right_voice(demo: Path, base: str) -> None:
    data, flipped = load(DEMO), 0
    listed: list[tuple[str, str]] = []
    for column in sorted((demo / base / "columns").glob("*/index.html")):
        pages = sorted(column.parent.glob("page-*/index.html")) or [column]
        for page in pages:
            listed += re.findall(r'<h2 class="jd-news__title"><a href="([^"]+)">([^<]+)</a>', page.read_text("utf-8"))
    wanted = []
    for place, entry in data.entries.items():
        if entry.draft or entry.published.last.isoformat() > "2024-03-15":
            continue
        title = said(entry.title, VOICES[base])
        wanted.append(("/".join(("entries", *place, "index.html")), escape(title)))
        html = (demo / base / wanted[-1][0]).read_text("utf-8")
        assert f'<h1 id="top">{escape(title)}' in html
        assert "{{" not in html
        body = re.search(r'<div class="jd-body">(.*?)</div>\s*<(?:p><span|section|nav)', html, re.DOTALL)
        assert body, place
        written = re.sub(r"(?m)^ *(?:[->*]|\d+\.) +", "", data.record("entry", *place).body)
        for phrase in re.findall(r"[^。，；：\n|*#]*\{\{[^。，；：\n|*#]*", written):
            assert words(said(phrase, VOICES[base])) in words(body[1])
        assert ("我校" in body[1]) == ("我校" in said(written, VOICES[base]))
        flipped += "我校" in body[1]
    assert sorted((re.sub(r"^(\.\./)+", "", path), title) for path, title in listed) == sorted(wanted)
    assert flipped == 0 if base == "" else flipped > 50


def test_labels_flip_and_the_own_figure_stands_first(demo: Path) -> None:
    entry = "entries/qinglan-yunxi/2023/2023-12-27-new-specialty/index.html"
    for school, verb, own, other in (("qinglan", "派出", 5, 6), ("yunxi", "接收", 6, 5)):
        page = (demo / "campus" / school / entry).read_text("utf-8")
        assert f"<dt>我校{verb}</dt><dd>{own}名专家</dd>" in page
        claims = re.findall(r"<dt>(\S+)确认</dt><dd>[^<]*登记为(\d)名专家", page)
        assert claims[0] == ("我校", str(own))
        assert [figure for _, figure in claims] == [str(own), str(other)]
    neutral = (demo / entry).read_text("utf-8")
    assert "<dt>人数</dt><dd>5名专家</dd>" in neutral
    assert "我校" not in neutral


def test_the_portal_never_says_ours(demo: Path) -> None:
    for path, content in folder_files(demo).items():
        if not path.startswith("campus/") and path.endswith((".html", ".xml", ".json")) and "/schema/" not in path:
            assert "我校" not in content.decode(), path


@pytest.mark.parametrize("site", ["demo", "real_site"])
def test_every_column_is_whole_in_itself(site: str, request: pytest.FixtureRequest) -> None:
    root: Path = request.getfixturevalue(site)
    schools = sorted((root / "campus").iterdir())
    assert len(schools) == {"demo": 2, "real_site": 15}[site]
    for folder in schools:
        files = folder_files(folder)
        checked = SiteLinks(files)
        pages = [path for path in files if path.endswith(".html")]
        assert not {path: found for path in pages if (found := list(checked.broken(path)))}
        for kind in (
            *("index.html", "404.html", "columns/index.html", "programmes/index.html", "ledger/index.html"),
            *("documents/index.html", "feeds/all.xml", "feeds/all.json", "assets/campus.css"),
        ):
            assert kind in files, (folder.name, kind)
        dated = b"data-duties=" in files["ledger/index.html"]
        offered = b"calendar/all.ics" in files["ledger/index.html"]
        # Rows of work-plan tables stand in calendars, too.
        planned = b"--schedule--" in b"".join(
            page for path, page in files.items() if path.endswith("ledger/index.html")
        )
        assert ("calendar/all.ics" in files) == offered == (dated or planned)


def test_a_column_takes_only_the_assets_it_needs(demo: Path) -> None:
    assets = [path for path in folder_files(demo / "campus/yunxi") if path.startswith("assets/")]
    assert sorted(re.sub(r"\.[0-9a-f]{8}\.", ".", path) for path in assets) == [
        "assets/campus.css",
        "assets/clock.js",
        "assets/filter.js",
        "assets/javascripts/bundle.min.js",
        "assets/jiedui.css",
        "assets/logo.svg",
        "assets/query.js",
        "assets/search.js",
        "assets/stylesheets/main.min.css",
        "assets/stylesheets/palette.min.css",
    ]


def test_each_school_has_its_own_look_and_footer(demo: Path) -> None:
    page = (demo / "campus/qinglan/columns/index.html").read_text("utf-8")
    out = '<span class="jd-out">（站外链接）</span></a>'
    assert f'<a href="https://beian.miit.gov.cn/" rel="noopener external">例ICP备00000000号-1{out}' in page
    assert "webSearch?code=00000000000000" in page
    assert (
        f'主办：<a href="https://qinglan.example/" rel="noopener external">青岚职业技术学院结对帮扶办公室{out}' in page
    )
    assert '<meta name="SiteName" content="青岚职院结对帮扶专栏">' in page
    assert '<meta name="SiteDomain" content="https://qinglan.example/jiedui/">' in page
    assert '<img src="../assets/logo.svg" alt="">' in page
    assert b"#1d5c4a" in (demo / "campus/qinglan/assets/campus.css").read_bytes()
    logo = (demo / "campus/qinglan/assets/logo.svg").read_bytes()
    assert logo == (DEMO / "data/schools/qinglan.svg").read_bytes()
    other = (demo / "campus/yunxi/columns/index.html").read_text("utf-8")
    assert "云溪职教结对帮扶在行动" in other
    assert "beian" not in other
    assert "SiteDomain" not in other
    assert "演示数据" in other


def test_a_column_with_an_address_links_to_it_from_feeds_and_404(demo: Path) -> None:
    feed = json.loads((demo / "campus/qinglan/feeds/all.json").read_text("utf-8"))
    assert feed["home_page_url"] == "https://qinglan.example/jiedui/index.html"
    assert all(item["url"].startswith("https://qinglan.example/jiedui/entries/") for item in feed["items"])
    portal = json.loads((demo / "feeds/all.json").read_text("utf-8"))
    assert [item["id"] for item in portal["items"]] == [item["id"] for item in feed["items"]]
    assert "https://qinglan.example/jiedui/index.html" in (demo / "campus/qinglan/404.html").read_text("utf-8")
    assert re.findall('href="([^"]*)"', (demo / "campus/yunxi/404.html").read_text("utf-8")) == ["data:,"]
    sitemap = (demo / "campus/qinglan/sitemap.xml").read_text("utf-8")
    assert "<loc>https://qinglan.example/jiedui/columns/dongtai/</loc>" in sitemap
    assert not (demo / "campus/yunxi/sitemap.xml").exists()


def test_pages_name_their_canonical_address_in_the_portal(small: Path) -> None:
    done = run_build(small / "mkdocs.yml", small / "site", SITE_URL="https://jiedui.example/")
    assert done.returncode == 0, done.stderr
    entry = "entries/jia-yi/2020/2020-02-20-experts/"
    for path, canonical in (
        ("index.html", "schools/yi/"),
        (f"{entry}index.html", entry),
        ("ledger/index.html", "ledger/"),
    ):
        page = (small / "site/campus/yi" / path).read_text("utf-8")
        assert f'<link rel="canonical" href="https://jiedui.example/{canonical}">' in page
        assert (small / "site" / canonical / "index.html").exists()
    page = (small / "site" / entry / "index.html").read_text("utf-8")
    assert f'<meta property="og:image" content="https://jiedui.example/{entry}experts.png">' in page
    assert f'"mainEntityOfPage": "https://jiedui.example/{entry}"' in page


def test_a_column_holds_what_concerns_its_school_and_nothing_else(real_site: Path) -> None:
    campus = real_site / "campus/lechang-zhongzhi"
    assert [folder.name for folder in (campus / "programmes").iterdir() if folder.is_dir()] == ["jidian-lechang"]
    assert (campus / "documents/jidian-lechang-plan-2019/index.html").exists()
    assert not (campus / "documents/qinggong-report-2023").exists()
    assert not (campus / "api").exists()
    card = (real_site / "campus/tianjin-zhida/documents/tianjin-zhida-2018-118/index.html").read_text("utf-8")
    assert "依申请公开" in card


def test_a_column_has_what_its_programmes_name_and_of_all_else_the_name(real_site: Path) -> None:
    def held(school: str, kind: str) -> set[str]:
        return {path.name for path in (real_site / "campus" / school / kind).iterdir() if path.is_dir()}

    huoju = real_site / "campus/zhongshan-huoju"
    own = {"gd-pairing-notice", *(f"huoju-yangjiang-{part}" for part in ("agreement", "plan", "report"))}
    assert held("zhongshan-huoju", "documents") == own
    assert held("zhongshan-huoju", "schools") == {"zhongshan-huoju", "yangjiang-zhiyuan", "gd-jiaoyuting"}
    assert "共登记 4 份文件" in (huoju / "documents/index.html").read_text("utf-8")
    assert "共 3 个学校与单位" in (huoju / "schools/index.html").read_text("utf-8")
    # Where the data of an authority are from is a plan of other schools: said in words.
    ministry = (huoju / "schools/gd-jiaoyuting/index.html").read_text("utf-8")
    assert "<dt>出处</dt><dd>广东轻工职业技术学院结对帮扶汕头职业技术学院工作实施方案<span" in ministry
    assert held("huilai-jiaoyuju", "documents") == {"qinggong-report-2023"}
    bureau = real_site / "campus/huilai-jiaoyuju"
    letter = load(ROOT).documents["wulumuqi-intent-2023"].title
    assert letter not in (bureau / "health/index.html").read_text("utf-8")
    assert f"<li>{letter}</li>" in (bureau / "documents/qinggong-report-2023/index.html").read_text("utf-8")
    partner = '<a href="../../documents/wulumuqi-intent-2023/index.html">'
    assert partner in (real_site / "campus/guangdong-qinggong/documents/qinggong-report-2023/index.html").read_text(
        "utf-8"
    )


def crawl(page: Page, home: str, limit: int) -> tuple[list[str], int]:
    """Open one page of each kind, reached by following links from home; what went wrong, and how many."""
    base = home.removesuffix("index.html")
    wrong = watch(page, base)
    todo, seen = [home], set[str]()
    kinds: dict[str, int] = {}
    while todo and len(seen) < limit:
        url = todo.pop(0)
        kind = re.sub(r"[^/]+/(?=[^/]*$)", "*/", url.removeprefix(base))
        if url in seen or kinds.get(kind, 0) >= 2:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        seen.add(url)
        page.goto(url)
        assert page.locator("h1").count() == 1
        links = page.locator("a[href]").evaluate_all("all => all.map(a => a.href.split('#')[0])")
        todo += [link for link in dict.fromkeys(links) if link.startswith(base) and link.endswith(".html")]
    return wrong, len(seen)


@pytest.mark.browser
def test_moved_alone_nothing_leaves_the_folder(page: Page, demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo / "campus/yunxi", tmp_path / "elsewhere" / "我们的专栏")
    wrong, pages = crawl(page, (tmp_path / "elsewhere" / "我们的专栏" / "index.html").as_uri(), 40)
    assert not wrong
    assert pages >= 30


@pytest.mark.browser
def test_below_any_address_nothing_leaves_the_column(page: Page, demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo / "campus/qinglan", tmp_path / "www" / "info" / "jiedui")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    handler = functools.partial(Quiet, directory=str(tmp_path / "www"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        wrong, pages = crawl(page, f"http://127.0.0.1:{server.server_address[1]}/info/jiedui/index.html", 40)
        server.shutdown()
    assert not wrong
    assert pages >= 30


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_column_in_its_own_colour_is_readable_and_fits_a_phone(chrome: Browser, demo: Path, scheme: str) -> None:
    context = chrome.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)  # type: ignore[arg-type]
    page, found = context.new_page(), []
    for path in ("index.html", "columns/dongtai/index.html", "programmes/qinglan-yunxi/ledger/index.html", "404.html"):
        page.goto((demo / "campus/yunxi" / path).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        found += [
            f"{path}: {item['id']}: {item['nodes'][0]['html']}" for item in Axe().run(page).response["violations"]
        ]
    page.goto((demo / "campus/yunxi/index.html").as_uri())
    ground = page.locator(".md-header").evaluate("found => getComputedStyle(found).backgroundColor")
    context.close()
    assert not found
    assert ground == "rgb(122, 59, 18)"


def test_one_of_several_helpers_speaks_of_its_side() -> None:
    campuses = dict(open_campuses(small_portal()))
    assert set(campuses) == {"jia", "bing", "yi"}
    bing = campuses["bing"]
    assert bing.side("jia-yi", "helper") == "我校一方"
    assert bing.side("jia-yi", "recipient") == "乙职校"
    assert bing.side("jia-yi", "both") == "双方"
    assert campuses["yi"].side("jia-yi", "helper") == "支援方"
    assert campuses["yi"].side("jia-yi", "recipient") == "我校"
    cast = bing.casts["jia-yi"]
    assert cast.say("{{helper}}到{{recipient}}，{{ jia }}") == "甲学院、我校到乙职校，甲学院"
    assert cast.heads("helper", "recipient", ("on-site",)) == "我校一方派出"
    assert cast.heads("recipient", "helper", ("shadowing",)) == "我校一方接收"
    for modes in (("online", "on-site"), ("lecture", "on-site"), (), ("meeting",)):
        assert cast.heads("helper", "recipient", modes) == "人数"
    assert small_once().casts["jia-yi"].heads("helper", "recipient", ("on-site",)) == "人数"


def test_an_authority_is_no_school_and_says_so(real_site: Path) -> None:
    bureau = real_site / "campus/huilai-jiaoyuju"
    for path, content in folder_files(bureau).items():
        if path.endswith((".html", ".xml", ".json", ".ics")):
            assert not re.search("我校|本校", content.decode()), path
    home = (bureau / "index.html").read_text("utf-8")
    assert '<dt>单位</dt><dd><a href="schools/huilai-jiaoyuju/index.html">惠来县教育局</a></dd>' in home
    assert "<dt>支援我局</dt>" in home
    school = small_once().data.schools["ting"]
    assert (school.kind, school.name, ours(school)) == ("authority", "甲省教育厅", "我单位")
    assert ours(small_once().data.schools["yi"]) == "我校"


small_once = functools.cache(small_portal)


@settings(deadline=None)
@given(st.text(alphabet="{} helprcint甲-", max_size=40), st.sampled_from([None, "jia", "bing", "yi"]))
def test_only_known_placeholders_are_replaced(text: str, school: str | None) -> None:
    portal = small_once()
    told = Cast.of(portal.data.schools, portal.data.programmes["jia-yi"], Voice(school)).say(text)
    plain = re.sub(r"\{\{ ?(helper|recipient|jia|yi|bing|ting) ?\}\}", "", text)
    assert told == text if plain == text else told != text


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#ffffff") == pytest.approx(1)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)


def test_the_home_page_opens_no_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A column of ten thousand entries has one, and the heads that it counts come from what is known of all."""
    columns = dict(open_campuses(open_portal(load(SITES / "demo"), date(2024, 3, 15))))
    expected = [campus_page(column) for column in columns.values()]
    assert all(any("人次" in figure.label for figure in page.figures) for page in expected)
    columns = dict(open_campuses(open_portal(load(SITES / "demo"), date(2024, 3, 15))))
    monkeypatch.setattr(Entries, "__getitem__", None)
    assert [campus_page(column) for column in columns.values()] == expected


def test_a_column_counts_what_its_own_school_owes() -> None:
    """The same numbers as the portal has of the school in its ledger, not those of its partners."""
    portal = small_portal()
    [rows] = [rows for name, _, rows in status_page(portal).groups if name == "by-school"]
    owed = {row.link.path: (row.total, row.counts) for row in rows}
    seen = {}
    for school, campus in open_campuses(portal):
        page = campus_page(campus)
        told = {label: count for _, label, count in page.tally}
        seen[school] = page.owed, page.others
        assert (page.owed, tuple(told.get(label, 0) for label in DUTY_STATUS.values())) == owed[
            f"schools/{school}/index.html#promised"
        ]
        figures = {item.label: (item.value, item.path) for item in page.figures}
        assert figures["我校的应做事项"] == (page.owed, "ledger/index.html#by-school")
        assert f"我校承担的应做事项 {page.owed} 项" in render_content(page)
    assert seen == {"jia": (10, 1), "bing": (8, 3), "yi": (5, 6)}
    promised = {school: school_pages(portal, school)[0].promised for school in seen}  # type: ignore[attr-defined]
    assert {school: [mine for _, mine, *_ in rows] for school, rows in promised.items()} == {
        "jia": [10],
        "bing": [9],
        "yi": [10],
    }


def test_figures_say_what_they_count_and_lead_to_where_it_stands() -> None:
    told = {
        school: {item.label: (item.value, item.path) for item in campus_page(campus).figures if "人次" in item.label}
        for school, campus in open_campuses(small_portal())
    }
    ledger = "programmes/jia-yi/ledger/index.html#fairness"
    # Two heads that went the other way are no figure.
    assert told == {
        "jia": {"我校一方接收（人次，至少，据已发布稿件）": (20, ledger)},
        "bing": {"我校一方接收（人次，至少，据已发布稿件）": (20, ledger)},
        "yi": {"我校派出（人次，至少，据已发布稿件）": (20, ledger)},
    }
