"""Disclosure: of everything held back, not a word, id or count is published.

The site is the demo site with tests/sites/held laid over it, in which every secret word is 藏<number>词
and every secret id begins with zang. The internal build shows them all, so that a word that stands nowhere
cannot pass for one that is held back.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from conftest import configure, environment, run_build
from golden import ROOT, SITES
from pairing.api import api_files, api_tables
from pairing.campus import References
from pairing.feeds import calendar_files
from pairing.fragments import fragment_files
from pairing.gate import disclose, held_marks
from pairing.internal import MARK, MARKER, refuse_internal
from pairing.links import SiteLinks
from pairing.load import load, survey
from pairing.moves import redirect_files
from pairing.portal import open_campuses, open_portal, portal_pages
from pairing.problems import DataError
from pairing.publish import folder_files
from pairing.read import Dataset
from pairing.render import render_content
from pairing.shelf import media_files
from pairing.syndicate import feed_files
from pairing.views import Portal
from pairing.views import pages as pages_of

DEMO, HELD = SITES / "demo", SITES / "held"
DAY = date(2024, 3, 15)
SECRET = re.compile(r"藏\d\dx?词|zang")
WORDS = {
    word for file in HELD.rglob("*") if file.is_file() for word in re.findall(r"藏\d\d词", file.read_text("utf-8"))
}


def plain(path: str, content: bytes) -> str:
    """A published file with its path as a reader may decode it: references, escapes, percent signs."""
    text = content.decode("utf-8", "replace")
    escaped = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return "\n".join((unquote(path), unescape(text), unescape(escaped), unquote(text), text.replace("\r\n ", "")))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo site with what is held back laid over it."""
    folder = tmp_path_factory.mktemp("held") / "source"
    for site in (DEMO, HELD):
        for part in ("content", "data"):
            shutil.copytree(site / part, folder / part, dirs_exist_ok=True)
    configure(folder)
    return folder


@pytest.fixture(scope="module")
def outside(source: Path) -> Path:
    """Its public build."""
    done = run_build(source / "mkdocs.yml", source.parent / "site", JIEDUI_AS_OF="")
    assert done.returncode == 0, done.stdout + done.stderr
    return source.parent / "site"


@pytest.fixture(scope="module")
def inside(source: Path) -> Path:
    """Its internal build."""
    target = source.parent / "site-internal"
    done = run_build(source / "mkdocs.yml", target, JIEDUI_AS_OF="", JIEDUI_AUDIENCE="internal")
    assert done.returncode == 0, done.stdout + done.stderr
    return target


def test_nothing_held_back_is_published(outside: Path) -> None:
    """Portal, columns, open data, feeds, calendars, fragments, attachments, file names."""
    found = {path: SECRET.findall(plain(path, content)) for path, content in folder_files(outside).items()}
    assert not {path: words for path, words in found.items() if words}
    assert len(WORDS) == 90
    assert {Path(path).suffix for path in found} >= {".html", ".json", ".xml", ".ics", ".csv"}
    assert any(path.startswith("campus/shiqiao/entries/qinglan-shiqiao/") for path in found)


def test_the_internal_build_shows_it_all(inside: Path) -> None:
    shown: set[str] = set()
    for path, content in folder_files(inside).items():
        shown |= set(re.findall(r"藏\d\d词", plain(path, content)))
    assert WORDS - shown == set()


def files(portal: Portal) -> Iterator[tuple[str, bytes]]:
    """Everything that one portal publishes, without the theme."""
    pages = portal_pages(portal) if portal.voice.school is None else pages_of(portal)
    for page in pages:
        yield page.path, repr(page._replace(toc=())).encode() + render_content(page).encode()
    yield from api_files(portal, api_tables(portal))
    for more in (feed_files(portal), calendar_files(portal), media_files(portal.data)):
        yield from more.items()
    yield from fragment_files(portal)[0].items()
    yield from redirect_files(portal, []).items()


def everything(portal: Portal) -> dict[str, bytes]:
    found = dict(files(portal))
    for school, column in open_campuses(portal):
        found |= {f"campus/{school}/{path}": content for path, content in files(column)}
    return found


def test_closed_leaves_the_site_as_if_it_had_never_been(source: Path, tmp_path: Path) -> None:
    """Byte for byte what is published where nobody ever wrote the closed records: counts and neighbours, too."""
    folder = tmp_path / "site"
    for part in ("content", "data"):
        shutil.copytree(source / part, folder / part)
    for path in (
        "data/programmes/zang-programme",
        "content/entries/zang-programme",
        "data/programmes/qinglan-dongpo/plans",  # the card of a programme on request stands for its plans
    ):
        shutil.rmtree(folder / path)
    for path in (
        *("data/schools/zang-linjiang.yml", "data/documents/zang-annex.yml", "data/documents/zang-minutes.yml"),
        *("data/documents/zang-waiting.yml", "data/documents/minutes-2022.yml", "data/documents/schedule-2024.yml"),
        "data/programmes/qinglan-shiqiao/plans/zang-plan.yml",
        "content/entries/qinglan-shiqiao/2023/2023-03-09-zang-budget.md",
        "content/entries/qinglan-shiqiao/2023/2023-03-09-zang-budget.csv",
        "content/entries/qinglan-shiqiao/2023/2023-06-15-zang-heir.md",
    ):
        (folder / path).unlink()
    mentions = (
        ("data/documents/shiqiao-plan.yml", ", zang-minutes", ""),
        ("data/documents/shiqiao-plan.yml", '  - {number: "1", document: zang-annex}\n', ""),
        ("data/documents/shiqiao-old.yml", ", by: zang-minutes", ""),
        ("data/programmes/qinglan-yunxi/programme.yml", "  - minutes-2022\n", ""),
        ("data/programmes/qinglan-shiqiao/programme.yml", ", zang-minutes", ""),
        (
            "data/programmes/qinglan-shiqiao/programme.yml",
            "      source: {document: zang-minutes, clause: 藏21词}\n",
            "",
        ),
        ("data/programmes/qinglan-shiqiao/programme.yml", r"    - \{id: zang-practice.*\n", ""),
        ("data/programmes/qinglan-shiqiao/programme.yml", r"    actuals: .*藏23词.*\n", ""),
        ("data/programmes/qinglan-shiqiao/programme.yml", r"links: .*\n", ""),
        ("data/programmes/qinglan-shiqiao/programme.yml", ", document: zang-minutes,", ","),
        ("data/programmes/qinglan-shiqiao/plans/2023.yml", ", zang-minutes", ""),
        ("content/entries/qinglan-shiqiao/2023/2023-03-02-visit.md", r"source: .*\n", ""),
        (
            "content/entries/qinglan-shiqiao/2023/2023-06-12-orphan.md",
            ", by: qinglan-shiqiao/2023/2023-06-15-zang-heir",
            "",
        ),
    )
    for path, words, instead in mentions:
        text = (folder / path).read_text("utf-8")
        new = re.sub(words if "\\" in words else re.escape(words), instead, text)
        if path.endswith("qinglan-yunxi/programme.yml"):
            new = re.sub(r",?\s*minutes-2022", "", text)
        assert new != text, (path, words)
        (folder / path).write_text(new, "utf-8")
    with_closed, without = (everything(open_portal(load(root), DAY)) for root in (source, folder))
    assert sorted(with_closed) == sorted(without)
    assert [path for path in without if with_closed[path] != without[path]] == []


def test_every_link_of_both_builds_leads_somewhere(outside: Path, inside: Path) -> None:
    for site in (outside, inside):
        found = folder_files(site)
        links = SiteLinks(found)
        assert not {path: bad for path in found if path.endswith("index.html") and (bad := list(links.broken(path)))}


def read(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def test_on_request_leaves_a_card(outside: Path) -> None:
    apply = "请向青岚职院党政办公室提交书面申请"
    entry = read(outside, "entries/qinglan-shiqiao/2023/2023-04-06-interview")
    for shown in ("石桥职校教师座谈", "此件依申请公开", apply, "2023年4月7日", "青岚职院教务处"):
        assert shown in entry
    assert "活动记录" not in entry
    card = read(outside, "documents/shiqiao-roster")
    assert "选派人员名单" in card
    assert apply in card
    programme = read(outside, "programmes/qinglan-dongpo")
    assert "本项目的内容依申请公开" in programme
    assert apply in programme
    items = json.loads((outside / "api/v1/entries.json").read_text("utf-8"))["items"]
    item = next(item for item in items if item["id"].endswith("2023-04-06-interview"))
    assert item["disclosure"] == "on-request"
    assert not any(item[name] for name in ("summary", "activities", "attachments", "keywords", "links", "author"))
    assert "依申请公开" in read(outside, "columns/dongtai/page-1") or "依申请公开" in read(
        outside, "programmes/qinglan-shiqiao/news"
    )


def test_single_fields_leave_a_word_on_request_and_nothing_where_closed(outside: Path) -> None:
    programme = read(outside, "programmes/qinglan-shiqiao")
    assert "依申请公开的有：结对层级。" in programme
    assert 'id="agreements"' not in programme
    assert "依申请公开的有：激励与待遇。" in read(outside, "programmes/qinglan-shiqiao/plans/2023")
    assert "依申请公开的有：成果中的一项。" in read(outside, "programmes/qinglan-shiqiao/reports/2023")
    visit = read(outside, "entries/qinglan-shiqiao/2023/2023-03-02-visit")
    assert "依申请公开的有：附件“参加人员名单”。" in visit
    assert "2023-03-02-richeng.csv" in visit
    assert not (outside / "entries/qinglan-shiqiao/2023/2023-03-02-zang-mingdan.csv").exists()
    assert "依申请公开的有：成果中的一项。" in read(outside, "entries/qinglan-shiqiao/2023/2023-09-14-partly")


def test_the_ledger_counts_only_what_readers_may_see(outside: Path, inside: Path) -> None:
    def status(site: Path) -> tuple[str, int]:
        items = json.loads((site / "api/v1/duties.json").read_text("utf-8"))["items"]
        duty = next(item for item in items if item["measure"] == "qinglan-shiqiao/2023/review")
        return duty["status"], duty["recorded"]

    assert status(outside) == ("no-record", 0)
    assert status(inside) == ("met", 2)
    row = read(inside, "internal")
    assert "每学期核对一次进度" in row
    assert "未见记录（0）" in row


def test_what_is_withdrawn_or_superseded_keeps_its_address(outside: Path) -> None:
    wrong = read(outside, "entries/qinglan-shiqiao/2023/2023-05-11-wrong")
    assert "本稿已于2023年5月20日撤下。" in wrong
    assert "批文还没有下达" in wrong
    old = read(outside, "entries/qinglan-shiqiao/2023/2023-06-01-old-schedule")
    assert "本稿已于2023年6月8日被替代。" in old
    assert 'href="../../../../entries/qinglan-shiqiao/2023/2023-06-08-new-schedule/index.html"' in old
    orphan = read(outside, "entries/qinglan-shiqiao/2023/2023-06-12-orphan")
    assert "请看" not in orphan
    rules = read(outside, "documents/shiqiao-rules")
    assert "本文件已于2024年1月5日被替代。" in rules
    assert "请看<a" in rules
    assert "已被替代" in read(outside, "documents")
    assert "本文件已于2024年3月1日撤下。" in read(outside, "documents/shiqiao-wrong")
    kept = ("2023-05-11-wrong", "2023-06-01-old-schedule", "2023-06-12-orphan")
    for path, content in folder_files(outside).items():
        if not path.startswith(("entries/", "campus/")) and path != "api/v1/entries.json":
            assert not [name for name in kept if name.encode() in content], path
    assert not (outside / "tags/只有撤下稿用的词").exists()
    duties = json.loads((outside / "api/v1/duties.json").read_text("utf-8"))["items"]
    guide = next(item for item in duties if item["measure"] == "qinglan-shiqiao/2023/guide")
    assert guide["recorded"] == 2, "the visit and the report, not the withdrawn entry"


def test_every_internal_page_is_marked(inside: Path) -> None:
    for path, content in folder_files(inside).items():
        if path.endswith(".html"):
            assert MARK in unescape(content.decode()), path
            if b"<head" in content:
                assert b"noindex" in content, path
        if path.startswith("api/v1/") and "schema" not in path:
            assert json.loads(content)["audience"] == "internal", path
    assert (inside / MARKER).exists()
    assert "Disallow: /" in (inside / "robots.txt").read_text()
    assert not (inside / "campus").exists()
    entry = read(inside, "entries/qinglan-shiqiao/2023/2023-03-09-zang-budget")
    assert "不予公开。理由：预算未定。读者什么也看不到，连编号也没有。" in entry
    listed = read(inside, "internal")
    assert "经费（funding）：不予公开。理由：经费不公开。读者什么也看不到。" in listed
    assert "主动公开（待发布）。理由：暂未到发布日期。读者什么也看不到，连编号也没有。" in listed
    assert "待发布的文件" in listed


def test_the_internal_and_the_public_site_keep_apart(outside: Path, inside: Path, small: Path) -> None:
    """By the folder's name, by its marker, and by whoever packs it."""
    config = small / "mkdocs.yml"
    (small / "site").mkdir()
    refused = run_build(config, small / "site", JIEDUI_AUDIENCE="internal")
    assert refused.returncode != 0
    assert "内部版只写进名字里有 internal 的文件夹，找到“site”" in refused.stderr + refused.stdout
    assert not list((small / "site").iterdir())
    wrong = run_build(config, small / "site", JIEDUI_AUDIENCE="intern")
    assert "JIEDUI_AUDIENCE 写法有误，找到“intern”" in wrong.stderr + wrong.stdout
    shutil.copy(inside / MARKER, small / "site" / MARKER)
    refused = run_build(config, small / "site")
    assert refused.returncode != 0
    assert "这是内部版" in refused.stderr + refused.stdout
    for folder, words in ((inside, "不得发布"), (inside.parent, "不得发布")):
        with pytest.raises(DataError, match=words):
            refuse_internal(folder)
    refuse_internal(outside)
    command = [sys.executable, str(ROOT / "scripts/scan.py"), str(inside)]
    scanned = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    assert scanned.returncode == 1
    assert "不得发布" in scanned.stderr


def test_a_refused_folder_is_named_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site-internal" / "more").mkdir(parents=True)
    (tmp_path / "site-internal" / MARKER).write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError) as error:
        refuse_internal(Path("site-internal"))
    assert [str(problem.where) for problem in error.value.problems] == ["site-internal:1:1"]


def test_nothing_held_back_stays_in_the_dataset(source: Path) -> None:
    """Not even in memory: what comes after the gate cannot leak what it does not have."""
    data, marks = disclose(load(source), DAY)
    assert isinstance(data, Dataset)
    told = "\n".join(
        repr(table)
        for table in (data.schools, data.documents, data.alliances, data.programmes, data.plans, data.reports)
    )
    told += repr(dict(data.entries)) + repr(marks) + str(data.known)
    for place in data.heads:
        record = data.record("entry", *place)
        told += repr(data.heads[place]) + record.text + record.body + repr(record.data) + str(data.references(place))
    leaks = set(SECRET.findall(told))
    assert leaks == set()
    assert {level for found in held_marks(load(source), DAY).values() for level in {mark.level for mark in found}} == {
        "closed",
        "on-request",
    }


def test_a_site_without_secrets_passes_untouched() -> None:
    data = load(SITES / "small")
    bare = replace(data, documents={key: item for key, item in data.documents.items() if item.disclosure == "open"})
    bare = replace(bare, documents={key: item.model_copy(update={"cites": ()}) for key, item in bare.documents.items()})
    assert disclose(bare, DAY)[0] is bare
    assert References.of_data(bare).of_programme["jia-yi"]


def test_the_strictest_counts_even_where_nobody_checked(source: Path, tmp_path: Path) -> None:
    """An annex or entry that says open below something closed does not get out."""
    folder = tmp_path / "site"
    for part in ("content", "data"):
        shutil.copytree(source / part, folder / part)
    annex = folder / "data/documents/zang-annex.yml"
    annex.write_text(annex.read_text("utf-8").replace("disclosure: closed", "disclosure: open"), "utf-8")
    minutes = folder / "data/documents/shiqiao-plan.yml"
    minutes.write_text(minutes.read_text("utf-8").replace("disclosure: open", "disclosure: closed"), "utf-8")
    talk = folder / "content/entries/zang-programme/2023/2023-10-12-zang-talk.md"
    talk.write_text(talk.read_text("utf-8").replace("column: dongtai", "column: dongtai\ndisclosure: open"), "utf-8")
    data, problems = survey(folder)
    assert any("宽于项目的“closed”" in problem.message for problem in problems)
    passed, _ = disclose(data, DAY)
    assert not {"zang-annex", "shiqiao-plan"} & set(passed.documents)
    assert not [place for place in passed.entries if place[0] == "zang-programme"]


def test_environment_of_builds_is_clean() -> None:
    assert "JIEDUI_AUDIENCE" not in environment()
