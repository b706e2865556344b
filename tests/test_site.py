"""The small site, built for real: golden pages, disclosure, determinism, shells, faults."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from conftest import add_hook, environment, run_build
from golden import DAY, EXPECTED, ROOT, SMALL, small_files, small_portal
from pairing.api import ENTRIES, api_files, api_tables, entries_file, entry_pieces
from pairing.links import SiteLinks
from pairing.load import load
from pairing.portal import open_portal, portal_pages
from pairing.problems import DataError
from pairing.publish import folder_files
from pairing.render import TEMPLATES, bytecode, compile_all, nothing_compiled
from pairing.render import environment as environment_of_pages
from pairing.views import page_jobs

# Words that stand only in what the gate keeps back: fields of the documents on request, all of the closed one.
KEPT_BACK = (
    "依申请主送词",
    "依申请摘要词",
    "依申请会议词",
    "依申请空白词",
    "依申请印刷词",
    "依申请说明词",
    "依申请频次词",
    "依申请差错词",
    "不予公开题名词",
    "不予公开理由词",
    "依申请理由词",
    "〔2020〕9号",
    '"hidden"',
    "documents/hidden",
)
PLAN = "data/programmes/jia-yi/plans/2020.yml"


def build(folder: Path, name: str = "site", **more: str) -> Path:
    done = run_build(folder / "mkdocs.yml", folder / name, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / name


def test_golden_pages() -> None:
    """`make bless` accepts new pages; look at the difference first."""
    built, expected = small_files(), folder_files(EXPECTED)
    assert sorted(built) == sorted(expected)
    for path, content in built.items():
        assert content.decode() == expected[path].decode(), path


@pytest.mark.parametrize("day", [DAY, date(2019, 1, 1)])
def test_the_open_data_of_entries_is_put_together_as_it_is_told(day: date) -> None:
    portal = open_portal(load(SMALL), day)
    pieces = [content for job in page_jobs(portal) for _, content in entry_pieces(portal, job)]
    told = dict(api_files(portal, {ENTRIES: api_tables(portal)[ENTRIES]}))
    assert dict(entries_file(portal, pieces)) == told
    assert len(json.loads(told[f"api/v1/{ENTRIES}"])["items"]) == len(portal.data.entries) == (4 if day == DAY else 0)


def test_nothing_held_back_is_published(small: Path) -> None:
    for path, content in folder_files(build(small)).items():
        if "assets/" in path:
            continue  # the theme's own files
        text = content.decode("utf-8", "replace") + path
        assert not [word for word in KEPT_BACK if word in text], path


def test_a_document_on_request_leaves_a_card(small: Path) -> None:
    card = (build(small) / "documents/letter/index.html").read_text(encoding="utf-8")
    for shown in ("关于选派人员的函", "甲职院〔2020〕8号", "甲市职业技术学院", "2020年3月1日", "请向发文单位书面申请"):
        assert shown in card
    documents = json.loads((small / "site/api/v1/documents.json").read_text(encoding="utf-8"))
    item = next(item for item in documents["items"] if item["id"] == "letter")
    assert set(item) - {"id", "derived"} == {
        *("title", "number", "kind", "issuers", "issuer_names", "written", "issued"),
        *("disclosure", "annexes", "annex_of", "withdrawn", "superseded"),
    }
    assert [entry["id"] for entry in documents["items"]] == ["letter", "letter-1", "plan", "policy", "table"]


def test_two_builds_are_the_same_bytes(small: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "另一处 folder"
    shutil.copytree(small, elsewhere)
    (elsewhere / "mkdocs.yml").unlink()
    shutil.copy(small / "mkdocs.yml", elsewhere / "mkdocs.yml")
    first = folder_files(build(small, PYTHONHASHSEED="1"))
    second = folder_files(build(elsewhere, PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C", LANG="C"))
    assert first == second


def test_a_second_build_writes_nothing(small: Path) -> None:
    site = build(small)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    build(small)
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()} == before


def test_what_is_gone_is_removed(small: Path) -> None:
    site = build(small)
    assert (site / "programmes/jia-yi/reports/2021/index.html").exists()
    (site / "stray.txt").write_text("x", encoding="utf-8")
    (small / "data/programmes/jia-yi/reports/2021.yml").unlink()
    build(small)
    assert not (site / "programmes/jia-yi/reports/2021").exists()
    assert not (site / "stray.txt").exists()


def test_the_day_is_an_argument(small: Path) -> None:
    plan = "programmes/jia-yi/plans/2020/index.html"
    states = []
    for day in ("2020-02-01", "2020-04-01", "2023-01-01"):
        page = (build(small, JIEDUI_AS_OF=day) / plan).read_text(encoding="utf-8")
        states.append([page.count(f'jd-phase--{state}"') for state in ("past", "current", "future")])
    assert states == [[0, 0, 3], [0, 1, 2], [3, 0, 0]]


@pytest.mark.parametrize(
    ("path", "old", "new", "where"),
    [
        ("data/schools/jia.yml", "kind: college", "kind: colege", "data/schools/jia.yml:6:7:"),
        (PLAN, "by: helper\n", "by helper\n", f"{PLAN}:29:13:"),
        ("content/pages/about/index.md", "title: 关于", "title: [关于", "content/pages/about/index.md:2:8:"),
        ("content/pages/index.md", "about/index.md", "about/nowhere.md", "content/pages/index.md:25:36:"),
        ("content/pages/index.md", "schools/jia/", "schools/jai/", "content/pages/index.md:25:7:"),
        ("content/pages/index.md", "{{ figures }}", "{{ figure }}", "content/pages/index.md:9:1:"),
    ],
)
def test_a_fault_is_told_and_the_last_good_site_stays(small: Path, path: str, old: str, new: str, where: str) -> None:
    site = build(small)
    before = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in site.rglob("*") if file.is_file()}
    text = (small / path).read_text(encoding="utf-8")
    assert old in text
    (small / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    done = run_build(small / "mkdocs.yml", site)
    assert done.returncode != 0
    assert where in done.stdout + done.stderr
    assert "网站没有改动" in done.stdout + done.stderr
    assert {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in site.rglob("*") if file.is_file()} == before
    (small / path).write_text(text, encoding="utf-8")
    build(small)


def test_a_template_fault_leaves_the_last_good_site(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that dies late, after MkDocs has emptied its folder, still loses nothing."""
    site = build(small)
    before = folder_files(site)
    config = (small / "mkdocs.yml").read_text(encoding="utf-8")
    (small / "late.py").write_text("def on_post_build(config):\n    raise RuntimeError('late')\n", encoding="utf-8")
    (small / "mkdocs.yml").write_text(config.replace("hooks: #", "hooks:\n  - late.py #"), encoding="utf-8")
    assert run_build(small / "mkdocs.yml", site).returncode != 0
    assert folder_files(site) == before


def test_every_link_and_anchor_leads_somewhere(small: Path) -> None:
    files = folder_files(build(small))
    site = SiteLinks(files)
    assert not {path: found for path in files if path.endswith("index.html") and (found := list(site.broken(path)))}


def test_every_generated_page_is_there(small: Path) -> None:
    site = build(small)
    portal = small_portal()
    for page in portal_pages(portal):
        text = (site / page.path).read_text(encoding="utf-8")
        assert f"<title>{page.title} - 小站</title>" in text
        assert "JIEDUI-" not in text
        assert text.count("<h1") == 1
        assert f'content="{page.description}"' in text


ROWS = re.compile(r'(?<=</li>)\s+(?=<li class="md-nav__item">\s*<a href="#)')


@pytest.mark.parametrize("address", ["", "https://example.edu.cn/zhuanlan/"])
def test_filled_shells_equal_full_renders(small: Path, address: str) -> None:
    """Of every kind of page, at every depth, under every tab, in the portal and in every column (tests/_full.py).

    Byte for byte, but for white space between the rows of a list of headings.
    """
    config = small / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("nav:\n", f"  - {ROOT}/tests/_full.py\nnav:\n", 1), encoding="utf-8")
    site = build(small, SITE_URL=address)
    full = folder_files(small / "full")
    assert {path.partition("/")[0] for path in full} == {"portal", "jia", "yi", "bing"}
    assert len(full) > 130
    for path, content in full.items():
        name, _, page = path.partition("/")
        filled = site / page if name == "portal" else site / "campus" / name / page
        assert ROWS.sub("", filled.read_text(encoding="utf-8")) == ROWS.sub("", content.decode()), path


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_first_build_equals_all_others(small: Path, workers: str) -> None:
    """Where no template has been compiled yet, another core does that, and checks texts, while MkDocs makes pages."""
    temporary = small / "tmp"
    temporary.mkdir()
    with (small / "content/pages/index.md").open("a", encoding="utf-8") as page:
        page.write("\n两校 教师共同备课。\n")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(small / "mkdocs.yml"), "-d"]
    how = environment(TMPDIR=str(temporary), JIEDUI_WORKERS=workers, PYTHONDONTWRITEBYTECODE="1")
    kept, counts = temporary / f"_jinja2-cache-{os.getuid()}", []
    for name in ("first", "second"):
        done = subprocess.run([*command, str(small / name)], capture_output=True, text=True, env=how, check=True)
        assert "文字检查：1 处提示" in done.stdout
        counts.append(len(list(kept.iterdir())))
    assert folder_files(small / "first") == folder_files(small / "second") == folder_files(build(small))
    assert counts[0] == counts[1]
    assert list(temporary.iterdir()) == [kept]


def test_every_template_is_compiled_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    bytecode.cache_clear()
    environment_of_pages.cache_clear()
    try:
        assert nothing_compiled()
        compile_all()
        assert not nothing_compiled()
        assert len([*tmp_path.glob("*/*.cache")]) == len([*TEMPLATES.glob("*.j2")]) > 30
    finally:
        bytecode.cache_clear()
        environment_of_pages.cache_clear()


def test_compiled_templates_lie_beside_compiled_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Python keeps its own: below PYTHONPYCACHEPREFIX, else beside the source; another compiler begins anew."""
    monkeypatch.setattr("sys.pycache_prefix", str(tmp_path))
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    try:
        patterns = set()
        for jinja in ("3.1.0", "3.2.0"):
            monkeypatch.setattr("pairing.render.version", {"jinja2": jinja, "mkdocs": "1.6"}.__getitem__)
            bytecode.cache_clear()
            environment_of_pages.cache_clear()
            assert nothing_compiled()
            environment_of_pages().get_template("school.html.j2")
            assert not nothing_compiled()
            patterns.add(bytecode().pattern)
            assert {file.parent for file in tmp_path.rglob("*.cache")} == {Path(f"{tmp_path}{TEMPLATES}")}
        assert len(patterns) == 2
    finally:
        bytecode.cache_clear()
        environment_of_pages.cache_clear()


@pytest.mark.parametrize(
    ("macro", "told"),
    [
        ("figures x", "宏“figures”后面不写别的，找到“x”，请写成 {{ figures }}"),
        ("latest dongtia 5", "不认识的栏目“dongtia”，是否应为“dongtai”"),
        ("latest 无 5", "不认识的栏目“无”，可用的有：all、"),
        ("latest dongtai ²", "宏“latest dongtai ²”写法有误"),
        ("latest dongtai 0", "宏“latest dongtai 0”写法有误"),
        (f"latest dongtai {'9' * 5000}", "写法有误"),
        ("figurse", "不认识的宏“figurse”，是否应为“figures”"),
    ],
)
def test_a_macro_that_cannot_be_filled_is_told(small: Path, macro: str, told: str) -> None:
    file = small / "content/pages/about/index.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n{{{{ {macro} }}}}\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        load(small)
    (problem,) = raised.value.problems
    assert str(problem).startswith(f"content/pages/about/index.md:{text.count(chr(10)) + 2}:1: ")
    assert told in problem.message


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ("``` a b\n<script>alert(1)</script>\n```", "不能用标签 <script>"),
        ("段落\n\n<div>`<script>alert(1)</script>`</div>", "不能用标签 <script>"),
        ('<p title=">" onclick="alert(1)">段落</p>', "标签 <p> 里有程序（属性 onclick）"),
        ('<a href="http://[x">坏链接</a>', "链接“http://[x”指向的页面或位置不存在"),
        ("<div>`<form action=x>`</div>", "不能用标签 <form>"),
        ("<div>`<a href=javascript:alert(1)>`</div>", "标签 <a> 的网址不能用"),
        (
            '<img alt="图" src="//example.org/a.png">',
            "不能从别的网站取图片等内容，找到“//example.org/a.png”，请把文件放到",
        ),
        ('<img alt="图" src="a.png" srcset="a.png 1x, HTTPS://example.org/b.png 2x">', "不能从别的网站取图片等内容"),
    ],
)
def test_what_markdown_does_not_take_for_code_is_judged_as_it_is(small: Path, added: str, told: str) -> None:
    file = small / "content/pages/about/index.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n{added}\n", encoding="utf-8")
    done = run_build(small / "mkdocs.yml", small / "site")
    assert done.returncode != 0
    found = re.search(rf"content/pages/about/index.md:(\d+):\d+: .*{re.escape(told)}", done.stdout)
    assert found, done.stdout
    assert text.count("\n") + 2 <= int(found[1]) <= text.count("\n") + 4
    assert not (small / "site").exists()


def test_a_picture_of_another_host_is_told_by_the_check(small: Path) -> None:
    file = small / "content/pages/about/index.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        f"{text}\n见图：![图](https://example.org/a.png)，[链接](https://example.org/a.png)。\n", encoding="utf-8"
    )
    with pytest.raises(DataError) as raised:
        load(small)
    (problem,) = raised.value.problems
    assert str(problem) == (
        f"content/pages/about/index.md:{text.count(chr(10)) + 2}:4: 不能从别的网站取图片等内容，"
        "找到“https://example.org/a.png”，请把文件放到 content/pages/ 里，写它的相对路径"
    )


def test_a_page_beside_the_navigation_is_judged_too(small: Path) -> None:
    page = small / "content/pages/beside/index.md"
    page.parent.mkdir()
    page.write_text("---\ntitle: 另页\n---\n\n[甲](../nowhere/index.html)\n", encoding="utf-8")
    done = run_build(small / "mkdocs.yml", small / "site")
    assert "content/pages/beside/index.md:5:5: 链接“../nowhere/index.html”指向的页面或位置不存在" in done.stdout


def test_hand_written_pages_have_footnotes_as_entries_do(small: Path) -> None:
    with (small / "content/pages/index.md").open("a", encoding="utf-8") as file:
        file.write("\n甲[^1]丁[^3]\n\n[^1]: 看[^2]\n\n    [^2]: 里\n\n[^3]: 末\n")
    page = (build(small) / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<li id="fn:3">\s*<p>末.*<li id="fn:2">\s*<p>里', page, re.DOTALL)
    assert 'title="回到正文的注释2"' in page


PATCH = "import mkdocs.utils\ndef on_nav(nav, config, files):\n    mkdocs.utils.yaml_load = print\n"


@pytest.mark.parametrize("wrong", ["", PATCH])
def test_nothing_of_others_is_patched(small: Path, wrong: str) -> None:
    if wrong:
        add_hook(small, wrong)
    command = [
        sys.executable,
        str(ROOT / "tests/_unpatched.py"),
        "build",
        str(small / "mkdocs.yml"),
        str(small / "site"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    count, *names = done.stdout.split("names: ")[1].split("\n")[:-1]
    assert int(count) > 5000
    assert names == (["mkdocs.utils.yaml_load"] if wrong else [])


def test_the_day_of_the_small_site_is_the_one_tests_use() -> None:
    assert f"as_of: {DAY.isoformat()}" in (SMALL / "data/site.yml").read_text(encoding="utf-8")


def test_site_url_gives_canonical_addresses(small: Path) -> None:
    site = build(small, SITE_URL="https://example.edu.cn/zhuanlan/")
    page = (site / "schools/jia/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.edu.cn/zhuanlan/schools/jia/">' in page
    assert 'href="/zhuanlan/index.html"' in (site / "404.html").read_text(encoding="utf-8")
    listed = re.findall("<loc>([^<]*)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    for path in ("", "about/"):
        page = (site / path / "index.html").read_text(encoding="utf-8")
        address = f"https://example.edu.cn/zhuanlan/{path}"
        assert address in listed
        for tag in ('<link rel="canonical" href="', '<meta name="Url" content="', '<meta property="og:url" content="'):
            assert f'{tag}{address}">' in page
        assert re.search(f'<p class="jd-print">[^<]+ · {re.escape(address)}</p>', page)


def test_without_an_address_the_404_page_leads_nowhere(real_site: Path) -> None:
    page = (real_site / "404.html").read_text(encoding="utf-8")
    assert re.findall('href="([^"]*)"', page) == ["data:,"]
    assert "请从网站首页重新进入。" in page


def test_numbered_lists_of_hand_written_pages_keep_their_numbers_as_those_of_entries(small: Path) -> None:
    text = "1. 甲\n\n说明一。\n\n2. 乙\n\n说明二。\n\n5. 丙\n6. 丁\n"
    about, entry = small / "content/pages/about/index.md", small / "content/entries/jia-yi/2020/2020-02-12-guidance.md"
    for file in (about, entry):
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{text}", encoding="utf-8")
    site = build(small)
    for page in ("about", "entries/jia-yi/2020/2020-02-12-guidance"):
        html = (site / page / "index.html").read_text(encoding="utf-8")
        shown = html[html.index("<li>甲") - 5 : html.index("<li>丁")]
        assert re.findall(r"<ol[^>]*>", shown) == ["<ol>", '<ol start="2">', '<ol start="5">'], page
