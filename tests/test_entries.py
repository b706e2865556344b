"""Entries and columns: what is out, where it stands, in which order, and in which feeds."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import feedparser
import pytest

from conftest import configure, run_build
from golden import DAY, ROOT, SMALL, small_portal
from pairing.clock import as_of
from pairing.history import first_commits
from pairing.links import SiteLinks
from pairing.lists import list_page
from pairing.load import load, survey
from pairing.moves import sitemap
from pairing.portal import open_portal
from pairing.problems import DataError
from pairing.publish import folder_files
from pairing.release import released, waiting
from pairing.syndicate import feed_files
from pairing.views.base import Link
from pairing.views.entry import EntryPage, entry_pages
from pairing.views.news import ListPage, news_pages

HELD = ("草稿标题词", "草稿正文词", "未来标题词", "未来正文词", "2020-07-01-draft", "2021-03-01-later")


def test_drafts_and_future_entries_are_nowhere(small_site: Path) -> None:
    for path, content in folder_files(small_site).items():
        text = path + content.decode("utf-8", "replace")
        assert not [word for word in HELD if word in text], path


def test_a_future_entry_comes_out_on_its_day_and_a_draft_never() -> None:
    data = load(SMALL)
    names = {place[2] for place in released(data, date(2021, 4, 1)).entries}
    assert "2021-03-01-later" in names
    assert "2020-07-01-draft" not in names
    assert "2021-03-01-later" not in {place[2] for place in released(data, date(2021, 3, 31)).entries}
    assert released(data, DAY, preview=True).entries == data.entries


def test_a_draft_meets_no_duty() -> None:
    met = {deed.title for item in small_portal().ledger.all for deed in item.deeds}
    assert "草稿标题词" not in met
    preview = open_portal(load(SMALL), DAY, preview=True)
    assert "草稿标题词" in {deed.title for item in preview.ledger.all for deed in item.deeds}


def test_the_page_of_an_entry_needs_no_ledger() -> None:
    """To match ten thousand entries with all duties takes longer than all else of one entry's edit."""
    portal = small_portal()
    work = portal.data.entries.work
    plain = [place for place in portal.data.entries if not any(act.schedule for act in work(place).acts)]
    assert any(act.measures for place in plain for act in work(place).acts)
    others = replace(portal.data, entries=portal.data.entries.only(plain))
    portal = replace(portal, data=others)
    assert len(entry_pages(portal)) == len(plain)
    assert "ledger" not in vars(portal)


def lists() -> dict[str, ListPage]:
    return {page.path: page for page in news_pages(small_portal()) if isinstance(page, ListPage)}


def test_pages_are_numbered_from_the_oldest() -> None:
    found = lists()
    titles = {path: [row.title for row in page.rows] for path, page in found.items()}
    assert titles["columns/dongtai/page-1/index.html"] == ["专家到乙职校指导", "专家线上答疑"]
    assert titles["columns/dongtai/page-2/index.html"] == ["首批教师跟岗"]
    assert titles["columns/dongtai/index.html"] == ["专家到乙职校指导", "首批教师跟岗"], "pinned first, then newest"
    assert [link.text for link in found["columns/dongtai/index.html"].pages] == ["2", "1"]
    assert found["columns/dongtai/index.html"].older == "columns/dongtai/page-1/index.html", "page 2 shows nothing new"
    assert titles["columns/chengguo/index.html"] == ["获奖一项"]
    assert found["columns/chengguo/index.html"].pages == ()
    assert titles["columns/tongzhi/index.html"] == []


def test_lists_by_year_tag_programme_and_school() -> None:
    found = lists()
    assert [row.title for row in found["columns/chengguo/2021/index.html"].rows] == ["获奖一项"]
    assert found["columns/dongtai/2020/index.html"].total == 3
    assert found["tags/专家/index.html"].total == 3
    assert found["programmes/jia-yi/news/index.html"].total == 4
    for school in ("jia", "yi", "bing"):
        assert found[f"schools/{school}/dongtai/index.html"].total == 3
    assert not any(path.startswith("schools/ting/") for path in found)


def test_the_way_to_a_list_leaves_no_level_out() -> None:
    found = {path: [link.text for link in page.crumbs] for path, page in lists().items()}
    assert found["schools/jia/dongtai/index.html"] == ["首页", "学校", "甲学院", "工作动态"]
    assert found["programmes/jia-yi/news/index.html"] == ["首页", "帮扶项目", "甲学院—乙职校", "稿件"]
    assert found["programmes/jia-yi/news/page-1/index.html"] == found["programmes/jia-yi/news/index.html"]


def test_a_new_entry_changes_only_the_first_and_the_last_page(small: Path) -> None:
    before = {page.path: page for page in news_pages(small_portal()) if isinstance(page, ListPage)}
    folder = small / "content/entries/jia-yi/2021"
    text = (folder / "2021-01-08-award.md").read_text(encoding="utf-8")
    text = text.replace("chengguo", "dongtai").replace("2021-01-08", "2021-02-01").replace("2021-01-09", "2021-02-02")
    (folder / "2021-02-01-new.md").write_text(text.replace("id: award", "id: other"), encoding="utf-8")
    after = {page.path: page for page in news_pages(open_portal(load(small), DAY)) if isinstance(page, ListPage)}
    rows = {
        path for path in before if path.startswith("columns/dongtai/page-") and before[path].rows != after[path].rows
    }
    assert rows == {"columns/dongtai/page-2/index.html"}


def test_neighbours_and_related() -> None:
    pages = {page.path.split("/")[-2]: page for page in entry_pages(small_portal())}
    page = pages["2020-02-20-experts"]
    assert page.before is not None  # type: ignore[attr-defined]
    assert page.before.text == "专家线上答疑"  # type: ignore[attr-defined]
    assert page.after.text == "首批教师跟岗"  # type: ignore[attr-defined]
    assert {link.text for link in page.related} == {"专家线上答疑", "首批教师跟岗", "获奖一项"}  # type: ignore[attr-defined]
    assert pages["2021-01-08-award"].before is None  # type: ignore[attr-defined]


def test_the_text_speaks_neutrally_on_the_portal(small_site: Path) -> None:
    page = (small_site / "entries/jia-yi/2020/2020-02-20-experts/index.html").read_text(encoding="utf-8")
    assert "甲学院、丙职大的专家到乙职校<strong>两天</strong>" in page
    assert "{{" not in page
    for words in ("甲学院教务处", "初审", "终审", "公众号原文", "2020年2月25日", "数字不一致"):
        assert words in page
    assert 'rel="noopener external"' in page


def test_the_latest_of_a_column_on_any_page(small_site: Path) -> None:
    home = (small_site / "index.html").read_text(encoding="utf-8")
    assert home.index("首批教师跟岗") < home.index("专家到乙职校指导")
    assert "专家线上答疑" not in home


def test_feeds_are_valid_and_their_links_lead_somewhere(small_site: Path) -> None:
    files = folder_files(small_site)
    feeds = [path for path in files if path.startswith("feeds/") and path.endswith(".xml")]
    assert {"feeds/all.xml", "feeds/columns/dongtai.xml", "feeds/programmes/jia-yi.xml", "feeds/schools/yi.xml"} <= set(
        feeds
    )
    for path in feeds:
        parsed = feedparser.parse(files[path])
        assert not parsed.bozo, path
        assert parsed.version == "atom10"
        twin = json.loads(files[path.replace(".xml", ".json")])
        assert twin["version"] == "https://jsonfeed.org/version/1.1"
        assert [item["id"] for item in twin["items"]] == [entry.id for entry in parsed.entries]
        for item in twin["items"]:
            assert item["url"].lstrip("./") in files
            assert item["title"]
            assert item["content_text"]
    ids = [entry.id for entry in feedparser.parse(files["feeds/all.xml"]).entries]
    assert ids[0] == "tag:jiedui,2026:entries/jia-yi/2021/2021-01-08-award"
    assert len(ids) == len(set(ids)) == 4


def test_no_link_is_broken(small_site: Path) -> None:
    files = folder_files(small_site)
    links = SiteLinks(files)
    assert not {path: found for path in files if path.endswith("index.html") and (found := list(links.broken(path)))}


def test_entries_as_open_data(small_site: Path) -> None:
    items = json.loads((small_site / "api/v1/entries.json").read_text(encoding="utf-8"))["items"]
    assert next(item["id"] for item in items) == "jia-yi/2021/2021-01-08-award"
    assert len(items) == 4
    columns = json.loads((small_site / "api/v1/columns.json").read_text(encoding="utf-8"))["items"]
    assert {column["id"]: column["entries"] for column in columns}["dongtai"] == 3


def test_what_pages_say_to_machines(small: Path) -> None:
    done = run_build(small / "mkdocs.yml", small / "site", SITE_URL="https://example.edu.cn/x/")
    assert done.returncode == 0, done.stderr
    page = (small / "site/entries/jia-yi/2020/2020-02-20-experts/index.html").read_text(encoding="utf-8")
    for name, content in (
        ("SiteName", "小站"),
        ("SiteDomain", "https://example.edu.cn/x/"),
        ("ColumnName", "工作动态"),
        ("ArticleTitle", "专家到乙职校指导"),
        ("PubDate", "2020-02-25"),
        ("ContentSource", "甲学院教务处"),
        ("Keywords", "专家,跟岗"),
        ("Author", "教务处"),
        ("Url", "https://example.edu.cn/x/entries/jia-yi/2020/2020-02-20-experts/"),
    ):
        assert f'<meta name="{name}" content="{content}">' in page, name
    assert '<meta property="og:title" content="专家到乙职校指导">' in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    article = json.loads(found[1])
    assert (article["@type"], article["headline"]) == ("NewsArticle", "专家到乙职校指导")
    column = (small / "site/columns/dongtai/index.html").read_text(encoding="utf-8")
    assert '<meta name="ColumnName" content="工作动态">' in column


def test_editors_are_told_what_waits_for_its_day() -> None:
    (problem,) = waiting(load(SMALL), DAY)
    assert problem.where.path == "content/entries/jia-yi/2021/2021-03-01-later.md"
    assert problem.message == "提示：发布日期是 2021-04-01，现在按 2021-03-15 生成，到那一天才刊出"
    assert not list(waiting(load(SMALL), date(2021, 4, 1)))


def test_editors_are_told_of_corrections_dated_ahead(small: Path) -> None:
    file = small / "content/entries/jia-yi/2020/2020-02-20-experts.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub("(?m)^(published: .*)$", r"\1\nupdated: 2021-03-16", text), encoding="utf-8")
    found = [problem for problem in waiting(load(small), DAY) if "experts" in problem.where.path]
    assert [problem.message for problem in found] == [
        "提示：更正日期是 2021-03-16，现在按 2021-03-15 生成，还没有到那一天，请核对"
    ]
    assert not [problem for problem in waiting(load(small), date(2021, 3, 16)) if "experts" in problem.where.path]


def test_editors_are_told_of_confirmations_and_withdrawals_dated_ahead(small: Path) -> None:
    file = small / "content/entries/jia-yi/2020/2020-02-20-experts.md"
    text = file.read_text(encoding="utf-8")
    claim = "      helper: {post: 教务处负责人, on: 2021-03-16}\n"
    text, count = re.subn(r"(?m)^      helper: .*\n", claim, text)
    assert count == 1
    text = text.replace("\n---\n", "\nwithdrawn: {on: 2021-03-20, reason: 有误}\n---\n", 1)
    file.write_text(text, encoding="utf-8")

    def told(day: date) -> list[str]:
        return [problem.message for problem in waiting(load(small), day) if "experts" in problem.where.path]

    confirmed, withdrawn = (
        f"提示：{what}是 {day}，现在按 2021-03-15 生成，还没有到那一天，请核对"
        for what, day in (("确认日期", "2021-03-16"), ("撤下日期", "2021-03-20"))
    )
    assert told(DAY) == [confirmed, withdrawn]
    assert len(told(date(2021, 3, 16))) == 1
    assert not told(date(2021, 3, 20))


def test_the_sitemap_names_every_page_once(small: Path) -> None:
    assert run_build(small / "mkdocs.yml", small / "site", SITE_URL="https://example.edu.cn/x/").returncode == 0
    urls = ET.fromstring((small / "site/sitemap.xml").read_bytes())
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = [str(node.text) for node in urls.findall("s:url/s:loc", space)]
    pages = [
        path
        for path in folder_files(small / "site")
        if path.endswith("index.html") and path != "old/receive/index.html" and not path.startswith("campus/")
    ]
    expected = sorted("https://example.edu.cn/x/" + quote(path.removesuffix("index.html")) for path in pages)
    assert sorted(found) == expected
    dated = {
        node.findtext("s:loc", "", space): node.findtext("s:lastmod", None, space)
        for node in urls.findall("s:url", space)
    }
    assert dated["https://example.edu.cn/x/entries/jia-yi/2020/2020-02-20-experts/"] == "2020-02-25"
    assert dated["https://example.edu.cn/x/schools/jia/"] is None


def git(folder: Path, *arguments: str, day: str = "2021-05-01") -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00+08:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00+08:00"}
    subprocess.run(
        ["git", "-C", str(folder), *who, *arguments],
        check=True,
        capture_output=True,
        env={**os.environ, **when},
    )


def test_a_publication_cannot_be_dated_back(tmp_path: Path) -> None:
    root = tmp_path / "repository"
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("expected"))
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "1", day="2020-02-13")
    place = "content/entries/jia-yi/2020/2020-02-12-guidance.md"
    assert first_commits(root, "content/entries").committed[place] == date(2020, 2, 13)
    assert not survey(root)[1]
    (root / place).write_text(
        (root / place).read_text(encoding="utf-8").replace("2020-02-13", "2020-02-12"), encoding="utf-8"
    )
    assert [f"{p.where.path}:{p.where.line}" for p in survey(root)[1]] == [f"{place}:4"]
    git(root, "mv", place, place.replace("guidance", "advice"))
    git(root, "commit", "-qm", "2", day="2020-03-01")
    moved = place.replace("guidance", "advice")
    assert first_commits(root, "content/entries").committed[moved] == date(2020, 2, 13), (
        "a move does not make it younger"
    )
    text = (root / moved).read_text(encoding="utf-8")
    (root / moved).write_text(text.replace("summary:", "published_reason: 补录\nsummary:"), encoding="utf-8")
    assert not survey(root)[1]
    (root / moved).write_text(
        text.replace("2020-02-12\n", "2020-02-14\n").replace("summary:", "published_reason: 补录\nsummary:"),
        encoding="utf-8",
    )
    assert any("不需要 published_reason" in problem.message for problem in survey(root)[1])


def test_a_shallow_clone_does_not_know_when_files_came_in(tmp_path: Path) -> None:
    root, shallow = tmp_path / "repository", tmp_path / "shallow"
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("expected"))
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "1", day="2020-02-13")
    git(root, "commit", "-qm", "2", "--allow-empty", day="2021-05-01")
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), str(shallow))
    assert not survey(root)[0].blind
    data, problems = survey(shallow)
    assert not problems
    assert not data.committed
    assert "git fetch --unshallow" in data.blind
    assert "fetch-depth: 0" in data.blind
    configure(shallow)
    done = run_build(shallow / "mkdocs.yml", tmp_path / "site", JIEDUI_AS_OF="2021-03-15", JIEDUI_CAMPUS="none")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("浅克隆") == 1
    checked = subprocess.run(
        [sys.executable, ROOT / "scripts/check.py", shallow], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout.count("浅克隆")) == (0, 1), checked.stderr


def test_a_repository_of_somebody_else_is_told_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in containers: git refuses to read it. Not even with a day asked for is the check skipped in silence."""
    root = tmp_path / "repository"
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("expected"))
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "1", day="2020-02-13")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    way_out = f"属于另一个用户，git 拒绝读取；如果可以信任它，请运行 git config --global --add safe.directory {root}"
    with pytest.raises(DataError, match=re.escape(way_out)):
        as_of(root, load(root).checked_site.model_copy(update={"as_of": None}), {})
    assert way_out in survey(root)[0].blind


def test_a_build_names_entries_that_wait_for_their_day(small: Path) -> None:
    done = run_build(small / "mkdocs.yml", small / "site", JIEDUI_AS_OF="2020-02-20", JIEDUI_CAMPUS="none")
    (line,) = [line for line in done.stdout.splitlines() if "未到发布日期" in line]
    found = re.fullmatch(r"提示：有 (\d+) 篇稿件未到发布日期（现在按 2020-02-20 生成），未收录：(.*)", line)
    assert found
    data = load(small)
    late = [head for head in data.heads.values() if not head.draft and head.published.last > date(2020, 2, 20)]
    assert int(found[1]) == len(late) > 0
    assert re.match(r"content/entries/\S+\.md（20\d\d-\d\d-\d\d）", found[2])
    done = run_build(small / "mkdocs.yml", small / "site", JIEDUI_AS_OF="2031-01-01", JIEDUI_CAMPUS="none")
    assert "未到发布日期" not in done.stdout


def test_a_corrected_entry_has_changed_for_everybody(small: Path) -> None:
    """The page, the sitemap, both feeds and the data for machines say when; the place in lists stays."""
    file = small / "content/entries/jia-yi/2020/2020-02-20-experts.md"
    head, published = file.read_text(encoding="utf-8"), re.compile(r"^published: (\S+)$", re.MULTILINE)
    before = load(small)
    file.write_text(published.sub(r"published: \1\nupdated: 2021-02-28", head), encoding="utf-8")
    data = load(small)
    place = ("jia-yi", "2020", file.stem)
    portal = open_portal(data, date(2021, 3, 15), address="https://jiedui.example/")
    assert portal.newest == open_portal(before, date(2021, 3, 15)).newest
    page = f"entries/{'/'.join(place)}/"
    assert (
        f"<loc>https://jiedui.example/{page}</loc><lastmod>2021-02-28</lastmod>"
        in sitemap(portal, [f"{page}index.html"]).decode()
    )
    feeds = feed_files(portal)
    item = next(
        item for item in json.loads(feeds["feeds/all.json"])["items"] if item["url"].endswith(f"{page}index.html")
    )
    assert item["date_modified"] == "2021-02-28T00:00:00+08:00" != item["date_published"]
    feed = ET.fromstring(feeds["feeds/all.xml"])
    assert feed.findtext("{*}updated") == "2021-02-28T00:00:00+08:00"
    view = next(found for found in entry_pages(portal) if found.path == f"{page}index.html")
    assert isinstance(view, EntryPage)
    assert json.loads(view.json_ld)["dateModified"] == "2021-02-28"
    assert ("更正日期", "2021年2月28日") in [(fact.label, fact.values[0].text) for fact in view.line]


def test_the_way_through_a_list_says_where_one_is_and_what_is_left_out() -> None:
    def numbers(here: str, *pages: int) -> str:
        links = tuple(Link(str(number), f"a/page-{number}/index.html") for number in pages)
        first = lists()["columns/dongtai/index.html"]
        html = list_page(first._replace(here=here, pages=links, newest="a/index.html", newer="b", older="c"))
        told = html.split('<nav class="jd-pages"')[1].split("</nav>")[0]
        return re.sub(
            r"<[^>]*>|\s", "", re.sub(r'<a [^>]*aria-current="page">([^<]*)<', r"[\1]<", told).partition(">")[2]
        )

    assert numbers("", 13, 12, 1) == "←更新[最新]1312…1更早→"
    assert numbers("12", 13, 12, 11, 1) == "←更新最新13[12]11…1更早→"
    assert numbers("2", 3, 2, 1) == "←更新最新3[2]1更早→"
    assert numbers("", 2, 1) == "←更新[最新]21更早→"
