"""The repository's own data and site: complete, linked, reproducible, in our own words."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import prints
from conftest import REAL_DAY, run_build
from golden import ROOT
from pairing.folders import data_files
from pairing.links import SiteLinks
from pairing.load import load
from pairing.model import Measure
from pairing.model.report import Progress
from pairing.names import register
from pairing.publish import folder_files
from pairing.read import Dataset
from pairing.schema import schema_texts
from pairing.walk import rows_of


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load(ROOT)


def items(site: Path, name: str) -> list[dict[str, Any]]:
    """The items of an open-data file, its envelope checked on the way."""
    content = json.loads((site / "api/v1" / name).read_text(encoding="utf-8"))
    assert set(content) == {"schema_version", "as_of", "items"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", content["as_of"])
    found: list[dict[str, Any]] = content["items"]
    assert len({item.get("id", item.get("code", "")) + item.get("vocabulary", "") for item in found}) == len(found)
    return found


def programme(site: Path, key: str) -> dict[str, Any]:
    return items(site, f"programmes/{key}.json")[0]


def test_fifteen_programmes_and_an_alliance(real_site: Path) -> None:
    programmes = {item["id"]: item for item in items(real_site, "programmes.json")}
    assert len(programmes) == 15
    helpers = Counter(party["school"] for item in programmes.values() for party in item["helpers"])
    assert helpers["guangdong-qinggong"] == 12
    reports = [key for key, item in programmes.items() if "2023" in item["derived"]["reports"]]
    assert len(reports) == 12, "every line of the 2023 report, 汕职院 among them"
    assert "qinggong-shantou" in reports
    alliance = items(real_site, "alliances.json")[0]
    assert [size["schools"] for size in alliance["sizes"]] == [11, 21]
    assert alliance["sizes"][1]["provinces"] == 8


def test_the_shantou_plan_is_whole(real_site: Path) -> None:
    found = programme(real_site, "qinggong-shantou")
    plan = found["plans"][0]
    numbered = [sum(task["number"] is not None for task in area["tasks"]) for area in plan["areas"]]
    assert numbered == [8, 5, 11, 7, 6, 0]
    assert sum(len(area["tasks"]) for area in plan["areas"]) == 38
    assert [task["number"] for task in plan["areas"][2]["tasks"]] == [str(n) for n in range(1, 12)]
    assert plan["period"]["basis"] == "inferred"
    assert (plan["period"]["since"], plan["period"]["until"]) == ("2019-autumn", "2022-spring")
    measures = [measure for area in plan["areas"] for task in area["tasks"] for measure in task["measures"]]
    party = [m for task in plan["areas"][0]["tasks"] for m in task["measures"]]
    exchanges = [m for m in party if m["cadence"]["every"] == "semester"]
    assert [(m["cadence"]["at_least"], m["since"]) for m in exchanges] == [
        (1, None),
        (1, "2021-autumn"),
        *[(1, None)] * 4,
        (1, "2019-autumn"),
    ]
    everything = measures + [m for group in ("mechanisms", "incentives", "funding", "reciprocal") for m in plan[group]]
    assert Counter(m["cadence"]["every"] for m in everything)["semester"] == 16
    heads = {(p["kind"], p["min"], p["max"], p["count"]) for m in everything for p in m["people"]}
    assert {("manager", 1, 3, None), ("senior-expert", None, None, 5), ("senior-expert", 3, 5, None)} <= heads
    assert ("backbone-teacher", None, None, 50) in heads
    assert len(plan["mechanisms"]) >= 7
    assert len(found["governance"]["groups"]) == 2
    assert all(group["dual_leaders"] for group in found["governance"]["groups"])
    land = [q for m in everything for q in m["quantities"] if q["unit"] == "亩"]
    assert [q["count"] for q in land] == [450]


def test_the_yangjiang_report_is_whole(real_site: Path) -> None:
    found = programme(real_site, "huoju-yangjiang")
    assert found["agreements"][0]["signed"] == "2019-07-11"
    assert len(found["problems"]) == 2
    assert found["problems"][0]["behind"]
    assert len(found["next_steps"]) == 4
    own = [item for item in found["results"] if item["whose"] == "helper"]
    assert len(own) == 3, "the helper's own three party-building projects"
    actuals = {(a["count"], a["of"]) for item in found["indicators"] for a in item["actuals"]}
    assert {(12, 12), (42, 42)} <= actuals
    assert found["period"]["until"] is None


def test_the_report_of_2023_keeps_its_figures(real_site: Path) -> None:
    texts = json.dumps([programme(real_site, item["id"]) for item in items(real_site, "programmes.json")])
    counts = {int(n) for n in re.findall(r'"count": (\d+)', texts)}
    assert {92, 2500, 25, 313, 30, 100, 27, 60, 270, 7, 12} <= counts
    league = items(real_site, "alliances.json")[0]
    figures = {q["count"] for entry in (*league["progress"], *league["results"]) for q in entry["quantities"]}
    assert {1, 4, 2, 26} <= figures
    assert {item["state"] for item in league["results"] if any(q["count"] == 26 for q in item["quantities"])} == {
        "planned"
    }


def test_the_lechang_plan_is_whole(real_site: Path) -> None:
    plan = programme(real_site, "jidian-lechang")["plans"][0]
    numbered = [sum(task["number"] is not None for task in area["tasks"]) for area in plan["areas"]]
    assert numbered == [0, 0, 0, 3, 2, 2]
    serials = [row["serial"] for row in plan["schedule"]]
    assert serials == ["1", "2", "3", "4", "5", "6", "7", "8", "3", "9", "10", "11", "12", "13", "14"]
    assert plan["schedule"][8]["printed"]
    assert [row["when"] for row in plan["schedule"]][:3] == ["2019-03", "2019-03", "2019-04"]
    assert plan["schedule"][14]["when"] == "2020-01"
    assert all(row["remark"] is None for row in plan["schedule"]), "the printed column is empty"


def test_the_hetian_plan_is_whole_and_its_document_is_a_card(real_site: Path) -> None:
    found = programme(real_site, "tianjin-hetian")
    plan = found["plans"][0]
    assert [len(area["tasks"]) for area in plan["areas"]] == [4, 7]
    assert [(phase["since"], phase["until"]) for phase in plan["phases"]] == [
        ("2018-08-20", "2018-09-end"),
        ("2018-10", "2019-06-end"),
        ("2019-07", "2020-02"),
    ]
    pairs = {party["school"]: "".join(party["scope"]) for party in found["helpers"]}
    assert len(pairs) == 4
    for school, specialty in (
        ("tianjin-zhida", "烹饪工艺与营养"),
        ("tianjin-jiaotong", "汽车检测与维修技术"),
        ("tianjin-qinggong", "服装设计与工艺"),
        ("tianjin-shangwu", "电子商务"),
    ):
        assert specialty in pairs[school]
    assert found["period"]["provisional"]
    duties = [duty for office in found["governance"]["offices"] for duty in office["duties"]]
    assert len([duty for duty in duties if "附件1" in (duty["clause"] or "")]) == 10
    cards = {item["id"]: item for item in items(real_site, "documents.json")}
    notice = cards["tianjin-zhida-2018-118"]
    assert notice["number"] == "津职大〔2018〕118号"
    assert not {"summary", "to", "decision", "printed", "gaps", "cites"} & set(notice)
    assert [annex["document"] for annex in notice["annexes"]] == [
        "tianjin-zhida-2018-118-1",
        "tianjin-zhida-2018-118-2",
    ]
    quotes = [text for text in re.findall(r'"text": ("[^"]*"|null)', json.dumps(plan)) if text != "null"]
    assert not quotes, "no printed words of a document on request"


# entry -> when it happened, the document that tells of it, and where in there.
EVENTS = {
    "huoju-yangjiang/2019/2019-07-11-framework-agreement": ("2019年7月11日", "huoju-yangjiang-report", "一（一）"),
    "jidian-lechang/2019/2019-03-28-annual-plan": ("2019年3月28日", "jidian-lechang-plan-2019", "落款"),
    "qinggong-daxinganling/2023/2023-04-25-alliance-conference": ("2023年4月25日", "qinggong-report-2023", "四"),
    "qinggong-daxinganling/2023/2023-05-17-online-lecture": ("2023年5月17日", "qinggong-report-2023", "三1"),
    "qinggong-huilai/2023/2023-teachers-training": ("2023年", "qinggong-report-2023", "五1"),
    "qinggong-wulumuqi/2023/2023-06-letter-of-intent": ("2023年6月", "qinggong-report-2023", "二2"),
    "qinggong-xinjiang/2023/2023-03-shadowing": ("2023年3月", "qinggong-report-2023", "二2"),
    "tianjin-hetian/2018/2018-09-28-leading-group": ("2018年9月28日", "tianjin-zhida-2018-118", "一、二"),
}


def test_the_events_of_the_documents_are_entries_with_their_source(real_site: Path, data: Dataset) -> None:
    told = {
        "/".join(place): (entry.date.text, entry.source.document, entry.source.clause)
        for place, entry in data.entries.items()
        if entry.source
    }
    assert told == EVENTS
    for place, (when, document, clause) in EVENTS.items():
        page = (real_site / f"entries/{place}/index.html").read_text(encoding="utf-8")
        assert f"<dt>发生日期</dt><dd>{when}</dd>" in page
        source = re.search(r"<dt>出处</dt><dd>(.*?)</dd>", page)
        assert source
        assert f'href="../../../../documents/{document}/index.html"' in source[1]
        behind = f"，{clause}" if "（" in clause else f"（{clause}）"
        assert source[1].endswith(f'<span class="jd-note">{behind}</span>')


def test_a_measure_says_who_how_often_and_how_firmly(real_site: Path, data: Dataset) -> None:
    measures = items(real_site, "measures.json")
    held = [m for plan in data.plans.values() for _, m in rows_of(plan, Measure)]
    held += [m for p in data.programmes.values() for _, m in rows_of(p.agreements, Measure)]
    assert len(measures) == len(held)
    for measure in measures:
        assert measure["by"] in ("helper", "recipient", "both")
        assert measure["strength"] in ("commit", "strive", "assist", "intend", "may")
        assert measure["cadence"]["every"]
        assert (real_site / measure["derived"]["url"].partition("#")[0]).exists()


def test_indicators_have_targets_or_actuals(real_site: Path) -> None:
    for item in items(real_site, "indicators.json"):
        assert item["targets"] or item["actuals"], item["id"]


@pytest.mark.parametrize(
    ("name", "school"),
    [
        *(("广东轻工", "guangdong-qinggong"), ("广轻工", "guangdong-qinggong"), ("汕职院", "shantou-zhiyuan")),
        *(("火炬职院", "zhongshan-huoju"), ("阳江职院", "yangjiang-zhiyuan"), ("乌职大", "wulumuqi-zhida")),
        *(
            ("乐昌职校", "lechang-zhongzhi"),
            ("乐昌职业技术学校", "lechang-zhongzhi"),
            ("乐昌中职学校", "lechang-zhongzhi"),
        ),
        *(("东莞机电学校", "dongguan-jidian"), ("东莞机电工程学校", "dongguan-jidian"), ("培黎职院", "peili-zhiyuan")),
        *(("林芝学校", "linzhi-zhixiao"), ("林芝职校", "linzhi-zhixiao"), ("和田职业技师学院", "hetian-zhiyuan")),
        *(("天津交通职业", "tianjin-jiaotong"), ("华立职院", "huali-zhiyuan"), ("市教委", "tianjin-jiaowei")),
    ],
)
def test_every_printed_name_resolves(data: Dataset, name: str, school: str) -> None:
    assert register(data.schools)[name] == school


def test_no_sentence_is_copied() -> None:
    """No run of 40 characters of a source stands in the data or content, titles of documents apart."""
    known, copied = prints.known(), []
    titles = {title for document in load(ROOT).documents.values() for title in (document.title, *document.titles)}
    for file in [*data_files(ROOT / "data"), *data_files(ROOT / "content")]:
        text = file.read_text(encoding="utf-8")
        for title in titles:
            text = text.replace(title, "")
        dense = "".join(text.split())
        copied += [f"{file.name}: {dense[i : i + prints.RUN]}" for i, code in prints.runs(text) if code in known]
    assert not copied


def test_a_copied_sentence_would_be_found() -> None:
    assert len(prints.known()) > 20_000


def test_schemas_on_file_are_those_of_the_model() -> None:
    folder = ROOT / "data" / ".schema"
    assert {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()} == schema_texts()


def test_every_data_file_names_its_schema() -> None:
    for file in data_files(ROOT / "data"):
        first = file.read_text(encoding="utf-8").partition("\n")[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert found, file
        assert (file.parent / found[1]).resolve().is_file(), file


def test_no_link_or_anchor_is_broken(real_site: Path) -> None:
    files = folder_files(real_site)
    site = SiteLinks(files)
    pages = [path for path in files if path.endswith("index.html")]
    assert not {path: found for path in pages if (found := list(site.broken(path)))}
    assert sum(len(site.links(path)) for path in pages) > 10_000


def test_every_page_is_present(real_site: Path, data: Dataset) -> None:
    """The canary: a generator that ignores the hooks builds a site without these."""
    for key in data.schools:
        assert (real_site / f"schools/{key}/index.html").exists()
    for key in data.programmes:
        assert (real_site / f"programmes/{key}/index.html").exists()
    for (owner, key), plan in data.plans.items():
        folder = real_site / f"programmes/{owner}/plans/{key}"
        text = (folder / "index.html").read_text(encoding="utf-8")
        for area in plan.areas:
            assert area.title in text
            for task in area.tasks:
                page = (folder / task.id / "index.html").read_text(encoding="utf-8")
                assert all(f'id="{measure.id}"' in page for measure in task.measures)
    for name in ("programmes", "schools", "units", "indicators", "tables", "documents", "alliances", "data"):
        assert (real_site / name / "index.html").exists()
    for name in ("index.html", "glossary/index.html", "about/index.html", "404.html"):
        assert (real_site / name).exists()


def test_two_builds_are_the_same_bytes(real_site: Path, tmp_path: Path) -> None:
    done = run_build(
        ROOT / "mkdocs.yml", tmp_path / "again", JIEDUI_AS_OF=REAL_DAY, PYTHONHASHSEED="7", TZ="Asia/Tokyo"
    )
    assert done.returncode == 0, done.stderr
    assert folder_files(tmp_path / "again") == folder_files(real_site)


def test_no_page_names_another_host(real_site: Path) -> None:
    files = folder_files(real_site)
    site = SiteLinks(files)
    for path in files:
        if path.endswith(".html"):
            assert not [link for link in site.links(path) if link.startswith(("http:", "https:", "//"))], path


def test_no_personal_numbers(real_site: Path) -> None:
    """No mobile phone or citizen ID number anywhere in what people wrote."""
    for file in [*data_files(ROOT / "data"), *data_files(ROOT / "content")]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)", text), file


def test_what_took_place_once_has_no_number_a_time(real_site: Path, data: Dataset) -> None:
    """On a day that a record names, people came once: 约200名, not 每次约200名."""
    held = (*data.reports.values(), *data.alliances.values())
    rows = [row for item in held for _, row in rows_of(item, Progress) if row.when and row.when.first == row.when.last]
    assert len(rows) > 2
    assert not [row.id for row in rows for people in row.people if people.per]
    page = (real_site / "alliances/kuaquyu-gongtongti/index.html").read_text("utf-8")
    assert "约200名参会代表" in page
    assert "每次约200名" not in page


def test_pages_say_annex_and_full_stop_once(real_site: Path) -> None:
    card = (real_site / "documents/jidian-lechang-plan-2019/index.html").read_text("utf-8")
    assert "（附件）" in card
    assert "附件附件" not in card
    assert "（附件1）" in (real_site / "documents/tianjin-zhida-2018-118/index.html").read_text("utf-8")
    phases = (real_site / "programmes/tianjin-hetian/index.html").read_text("utf-8")
    assert "对应举措：" in phases
    assert not re.search("。(?:</a>)?(?:、|）)", phases[phases.index("对应举措：") :].partition("</ol>")[0])


def test_a_document_s_card_is_told_apart_from_what_it_registers(real_site: Path) -> None:
    """A plan, report or table has the title of its document: neither window nor heading of the cards says the same."""
    titles: dict[str, set[str]] = {"title": set(), "h1": set()}
    for file in real_site.rglob("*.html"):
        path = file.relative_to(real_site).as_posix()
        if not path.startswith(("documents/", "campus/", "404")):
            html = file.read_text(encoding="utf-8")
            for tag, found in titles.items():
                found |= set(re.findall(f"<{tag}[^>]*>([^<]*)<", html)[:1])
    cards = sorted(real_site.glob("documents/*/index.html"))
    assert len(cards) > 10
    for card in cards:
        html = card.read_text(encoding="utf-8")
        for tag, found in titles.items():
            (said, *_) = re.findall(f"<{tag}[^>]*>([^<]*)<", html)
            assert "（文件）" in said
            assert said not in found
    html = (real_site / "documents/jidian-lechang-schedule-2019/index.html").read_text(encoding="utf-8")
    used = re.findall('<h2 id="cited-by">.*?</section>', html, re.DOTALL)
    assert "plans/2019/schedule/index.html" in used[0]
    assert "（工作计划表）" in used[0]
