"""Pictures and attachments: published, checked, named in open data; results of entries added up once."""

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest

from conftest import run_build
from golden import BROKEN, DAY, SITES, SMALL, small_portal
from pairing.check import CHECKS
from pairing.check import media as rules
from pairing.cited import in_all
from pairing.entries import Entries
from pairing.ledger.targets import Outcome, total, totals
from pairing.links import SiteLinks
from pairing.load import load, survey
from pairing.media import plain_name
from pairing.model.report import Result
from pairing.pictures import finished
from pairing.portal import open_portal
from pairing.publish import folder_files
from pairing.read import Dataset
from pairing.release import released
from pairing.shelf import assets, media_files

DEMO = SITES / "demo"
EXPERTS = ("jia-yi", "2020", "2020-02-20-experts")


# What is published


@pytest.fixture
def site(demo: Path) -> Path:
    return demo


def published(site: Path) -> dict[str, bytes]:
    found = folder_files(site)
    return {path: found[path] for path in found if path.startswith("entries/") and not path.endswith("index.html")}


def test_the_small_site_publishes_what_it_refers_to(small: Path) -> None:
    done = run_build(small / "mkdocs.yml", small / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    page = "entries/jia-yi/2020/2020-02-20-experts"
    found = published(small / "site")
    assert set(found) == {f"{page}/{name}" for name in ("experts.png", "zuotan.png", "richeng.csv", "shipai.txt")}
    for path, content in found.items():
        assert content == (SMALL / "content/entries/jia-yi/2020" / Path(path).name).read_bytes()
    files = folder_files(small / "site")
    links = SiteLinks(files)
    assert {"experts.png", "zuotan.png", "richeng.csv", "shipai.txt"} <= set(links.links(f"{page}/index.html"))
    assert not {path: bad for path in files if path.endswith("index.html") and (bad := list(links.broken(path)))}
    head = files[f"{page}/index.html"].decode()
    assert '<meta name="Image" content="experts.png">' in head
    assert '"image": "experts.png"' in head


def test_the_demo_site_publishes_what_it_refers_to(site: Path) -> None:
    sources = {path: data for path, data in folder_files(DEMO / "content/entries").items() if not path.endswith(".md")}
    found = published(site)
    assert sorted(Path(path).name for path in found) == sorted(Path(path).name for path in sources)
    by_name = {Path(path).name: data for path, data in sources.items()}
    for path, content in found.items():
        name = Path(path).name
        assert content == (finished(name, by_name[name])[1] if name.endswith(".png") else by_name[name])
    assert sum(path.endswith(".png") for path in found) == 7
    files = folder_files(site)
    links = SiteLinks(files)
    pages = {str(Path(path).parent / "index.html") for path in found}
    assert not [bad for page in pages for bad in links.broken(page)]
    assert all(Path(path).name in links.links(str(Path(path).parent / "index.html")) for path in found)


def test_a_drafts_files_stay_in_the_preview() -> None:
    data = load(SMALL)
    name = "entries/jia-yi/2020/2020-07-01-draft/draft-only.png"
    assert name not in media_files(released(data, DAY))
    assert name in media_files(released(data, DAY, preview=True))


def test_only_what_is_referred_to_is_published(small: Path) -> None:
    (small / "content/entries/jia-yi/2020/loose.pdf").write_bytes(b"%PDF-1.4\n")
    (small / "content/entries/jia-yi/2020/Thumbs.db").write_bytes(b"what Windows leaves behind")
    data, problems = survey(small)
    assert len(problems) == 1
    said = "没有稿件用到这个文件，请在同一文件夹的稿件中引用；确实不用的，再删去"
    assert [str(problem) for problem in problems if "loose" in str(problem)] == [
        f"content/entries/jia-yi/2020/loose.pdf:1:1: {said}"
    ]
    assert not [path for path in media_files(data) if "loose" in path]


def test_a_way_out_of_the_folder_is_never_followed() -> None:
    data = load(SMALL)
    entry = data.entries[EXPERTS]
    assert entry.cover
    for name in ("../../../../data/site.yml", "/etc/hostname", "..", "2020-02-20-experts.md"):
        changed = entry.model_copy(update={"cover": entry.cover.model_copy(update={"file": name})})
        with_it = replace(data, entries=Entries.of({EXPERTS: changed}))
        assert len(media_files(with_it)) == 3, name
        assert set(assets(with_it, EXPERTS)) == {"zuotan.png", "richeng.csv", "shipai.txt"}


def test_open_data_and_feeds_name_the_files(small: Path) -> None:
    done = run_build(small / "mkdocs.yml", small / "site", SITE_URL="https://example.edu.cn/x/")
    assert done.returncode == 0, done.stderr
    items = json.loads((small / "site/api/v1/entries.json").read_text(encoding="utf-8"))["items"]
    item = next(item for item in items if item["id"].endswith("experts"))
    base = "entries/jia-yi/2020/2020-02-20-experts"
    assert item["derived"]["cover"]["url"] == f"{base}/experts.png"
    assert (item["derived"]["cover"]["width"], item["derived"]["cover"]["height"]) == (64, 36)
    assert [file["url"] for file in item["derived"]["attachments"]] == [f"{base}/richeng.csv"]
    atom = feedparser.parse((small / "site/feeds/all.xml").read_bytes())
    [entry] = [entry for entry in atom.entries if entry.id.endswith("experts")]
    assert [(link.href.rpartition("/")[2], link.type) for link in entry.enclosures] == [
        ("experts.png", "image/png"),
        ("richeng.csv", "text/csv"),
    ]
    twin = json.loads((small / "site/feeds/all.json").read_text(encoding="utf-8"))
    [story] = [story for story in twin["items"] if story["id"].endswith("experts")]
    assert story["image"] == f"https://example.edu.cn/x/{base}/experts.png"
    assert [(file["title"], file["size_in_bytes"]) for file in story["attachments"]] == [
        ("甲学院、丙职大专家两天的日程", 48)
    ]


# What is refused


def test_every_rule_has_its_example() -> None:
    said = BROKEN.read_text(encoding="utf-8")
    for words in (
        "文件须与稿件放在同一个文件夹",
        "图注两边要用英文引号",
        "不留空格，不以点开头，找到“hui chang.png”",
        "这里要用图片，找到“hetong.pdf”",
        "不能发布“setup.exe”这一类文件",
        "没有文件“hetongg.pdf”，是否应为“hetong.pdf”",
        "big.jpg:1:1: 文件过大：2.1 MB，图片上限 2 MB",
        "内容像是“GIF 图片”",
        "文件是空的",
        "没有稿件用到这个文件",
        "没有说明",
        "图片说明“IMG_0012.jpg”看不出图上有什么",
        "没有图注，请写成 ![",
        "不能用别的网站的图片",
        "不能用标签 <img>",
        "链接和图片的网址要写在一处",
        "图片和链接要用英文符号",
        "本项目的报告中没有成果“2020/r”",
    ):
        assert words in said, words
    listed = [rule for rule in CHECKS if rule.__module__ == "pairing.check.media"]
    written = [rule for name, rule in vars(rules).items() if name.startswith(("media_", "picture_"))]
    assert set(listed) == set(written)
    assert all(re.search("[一-鿿]", rule.__doc__ or "") for rule in listed)


def test_names_that_differ_in_case_only(small: Path) -> None:
    folder = small / "content/entries/jia-yi/2020"
    shutil.copy(folder / "experts.png", folder / "Experts.PNG")
    messages = [str(problem) for problem in survey(small)[1]]
    if len([path for path in folder.iterdir() if path.name.lower() == "experts.png"]) == 1:
        pytest.skip("no difference on this file system")
    assert any("与“Experts.PNG”只差大小写" in message for message in messages)


def test_a_link_to_a_file_elsewhere_is_refused(small: Path) -> None:
    file = small / "content/entries/jia-yi/2020/experts.png"
    file.unlink()
    file.symlink_to(SMALL / "content/entries/jia-yi/2020/experts.png")
    messages = [str(problem) for problem in survey(small)[1]]
    assert any("experts.png:1:1: 这是快捷方式（符号链接）" in message for message in messages)


def test_an_entry_with_faults_still_uses_its_files(small: Path) -> None:
    file = small / "content/entries/jia-yi/2020/2020-02-20-experts.md"
    file.write_text(file.read_text(encoding="utf-8").replace("summary:", "sumary:"), encoding="utf-8")
    assert not [problem for problem in survey(small)[1] if "没有稿件用到" in problem.message]


def test_problems_point_into_the_text(small: Path) -> None:
    file = small / "content/entries/jia-yi/2020/2020-02-20-experts.md"
    text = file.read_text(encoding="utf-8") + "\n第一行\n看![图](nothing.png)\n"
    file.write_text(text, encoding="utf-8")
    line = text.split("\n").index("看![图](nothing.png)") + 1
    found = {(p.where.line, p.where.column, p.message[:8]) for p in survey(small)[1] if p.where.path.endswith("ts.md")}
    assert found == {(line, 2, "没有文件“not"), (line, 2, "图片“nothi"), (line, 2, "图片说明“图”看")}


@pytest.mark.parametrize(
    "text",
    ["见[^1]（附件）。\n\n[^1]: 注\n", "`![](x.png)`", "```\n<img src=x>\n![](y)\n```", "<!-- ![](x.png) -->", "a < b"],
)
def test_what_is_no_file_is_let_pass(small: Path, text: str) -> None:
    file = small / "content/entries/jia-yi/2021/2021-01-08-award.md"
    file.write_text(file.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    assert survey(small)[1] == []


@pytest.mark.parametrize("name", ["a.png", "图1_甲-乙.JPG", "2023-05-04.pdf"])
def test_good_names(name: str) -> None:
    assert plain_name(name)


@pytest.mark.parametrize(
    "name", ["", ".a.png", "a b.png", "a/b.png", "a\\b.png", "a..png", "/a.png", "a%20.png", "é.png"]
)
def test_bad_names(name: str) -> None:
    assert not plain_name(name)


# Results of entries


def test_results_of_entries_count_once() -> None:
    portal = small_portal()
    [found] = [item for item in portal.ledger.totals["jia-yi"] if item.what == "教案"]
    assert [part.count for part in found.parts] == [12]
    data = load(SMALL)
    told = portal.ledger.outcomes["jia-yi"]

    def trained(data: Dataset, told: Iterable[Outcome]) -> list[tuple[str, int]]:
        found = [item for item in totals(data, "jia-yi", told) if item.kind == "培训"]
        return [(f"{item.what}{in_all(item.parts, item.unit)}", len(item.parts)) for item in found]

    assert trained(data, told) == [("参训学员25名", 1)], "as the report lists it"
    [same] = {item.result.same_as for item in told if item.result.same_as}
    period, _, key = same.partition("/")
    report = data.reports["jia-yi", period]
    rows = [row.model_copy(update={"people": ()}) if row.id == key else row for row in report.results]
    bare = replace(
        data, reports={**data.reports, ("jia-yi", period): report.model_copy(update={"results": tuple(rows)})}
    )
    assert trained(bare, ()) == []
    assert trained(bare, (*told, *told)) == [("培训25人", 1)], "the report gives no number: the first entry's counts"
    without = [item._replace(result=item.result.model_copy(update={"same_as": None})) for item in told]
    assert trained(data, without) == [("参训学员25名", 1), ("培训25人", 1)]


def test_people_and_open_numbers_of_results_are_added_up_as_they_are_told() -> None:
    def result(**fields: object) -> Result:
        given = {"id": "r", "statement": "成果。", "kind": "award", "whose": "joint", **fields}
        return Result.model_validate(given)

    def said(*sizes: dict[str, object]) -> str:
        [found] = total([result(quantities=({"what": "设备", "unit": "台", **size},)) for size in sizes])
        return in_all(found.parts, found.unit)

    assert said({"count": 30, "approx": "about"}) == "约30台"
    assert said({"max": 5}) == "至多5台"
    assert said({"min": 20, "max": 30}) == "20～30台"
    assert said({"min": 20, "max": 30}, {"count": 2}) == "22～32台"
    [people] = total(result(people=({"kind": "teacher", "count": count},)) for count in (4, 1))
    assert (people.what, in_all(people.parts, people.unit), len(people.parts)) == ("教师", "5名", 2)


def test_a_result_that_a_report_only_plans_counts_with_the_entry() -> None:
    data, told = load(SMALL), small_portal().ledger.outcomes["jia-yi"]
    period, _, key = next(item.result.same_as or "" for item in told if item.result.same_as).partition("/")
    report = data.reports["jia-yi", period]
    rows = [row.model_copy(update={"state": "planned"}) if row.id == key else row for row in report.results]
    changed = report.model_copy(update={"results": tuple(rows)})
    planned = replace(data, reports={**data.reports, ("jia-yi", period): changed})
    [found] = [item for item in totals(planned, "jia-yi", (*told, *told)) if item.what == "培训"]
    assert len(found.parts) == 1, "by the first entry that tells of it"


def test_results_of_drafts_do_not_count(small: Path) -> None:
    file = small / "content/entries/jia-yi/2020/2020-02-20-experts.md"
    file.write_text(file.read_text(encoding="utf-8").replace("summary:", "draft: true\nsummary:"), encoding="utf-8")
    for preview, things in ((False, ["参训学员"]), (True, ["教案", "参训学员"])):
        found = open_portal(load(small), DAY, preview=preview).ledger.totals["jia-yi"]
        assert [item.what for item in found] == things, "what a report tells counts anyway"


def test_the_demo_adds_up(site: Path) -> None:
    """Eight results of its entries are also in reports, one is not."""
    page = (site / "programmes/qinglan-yunxi/ledger/index.html").read_text(encoding="utf-8")
    rows = set(re.findall(r"<tr><td>([^<]+)</td><td>([^<]+)</td><td>([^<]+)</td><td>(\d+)</td></tr>", page))
    assert ("获奖", "奖项", "13项", "2") in rows
    assert ("立项", "课题", "1项", "1") in rows
    assert ("改革推广", "试用班级", "3个", "1") in rows
    entry = (site / "entries/qinglan-yunxi/2023/2023-11-28-contest-2023/index.html").read_text(encoding="utf-8")
    assert 'reports/2023/index.html#contest-award">2023年结对帮扶工作报告</a>所列为同一项' in entry


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0", "内容像是“HEIC 图片”"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "内容像是“AVIF 图片”"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "内容像是“BMP 图片”"),
        (b"II*\0\x08\0\0\0", "内容像是“TIFF 图片”"),
        (b"<!doctype html>", "认不出内容"),
    ],
)
def test_a_picture_under_another_name_is_named(tmp_path: Path, head: bytes, words: str) -> None:
    root = shutil.copytree(SITES / "small", tmp_path / "small", ignore=shutil.ignore_patterns("expected"))
    picture = next(path for path in (root / "content/entries").rglob("*.png"))
    picture.write_bytes(head + bytes(500))
    told = [problem.message for problem in survey(root)[1] if problem.where.path.endswith(picture.name)]
    assert told == [f"文件内容与后缀“.png”不符：{words}，请用原来的程序另存为 .png 文件，不要只改文件名"]
