"""The benchmark's own parts: corpus, peers' entries, runner, table. Nothing is timed, no peer is installed."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

import bench
from _bench_corpus import corpus
from _bench_entries import AS_OF, COLUMNS, Story, chinese, measures, pairs, stories
from _bench_measure import weigh
from _bench_peers import MissingError, write_blog, write_hugo, write_zensical
from _bench_table import Row, by_key, exponent, goals, medians, save, table
from _bench_tools import Hugo, Ours
from _bench_words import KEYWORDS
from conftest import configure, run_build
from golden import ROOT
from pairing.derive import derive
from pairing.ledger import unroll_all
from pairing.load import load
from pairing.publish import folder_files

N, SCHOOLS, SEED = 40, 4, 1


@pytest.fixture(scope="module")
def told() -> list[Story]:
    return list(stories(N, SCHOOLS, SEED))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    corpus(folder, N, SCHOOLS, SEED)
    return folder


def test_the_corpus_passes_every_check_and_is_as_large_as_it_should_be(site: Path) -> None:
    data = load(site)
    assert (len(data.entries), len(data.schools), len(data.plans), len(data.reports)) == (40, 4, 2, 2)
    assert Counter(place[0] for place in data.entries) == {"jia-1": 20, "yi-1": 20}
    assert {len(school.units) for school in data.schools.values()} == {6}
    for plan in data.plans.values():
        tasks = [task for area in plan.areas for task in area.tasks]
        assert (len(plan.areas), len(tasks), sum(len(task.measures) for task in tasks)) == (6, 30, 75)
    assert data.calendar is not None
    duties, _ = unroll_all(data, derive(data, AS_OF), data.calendar)
    assert {len(found) for found in duties.values()} == {255}
    for entry in data.entries.values():
        assert len(entry.keywords) == 3
        assert set(entry.keywords) <= set(KEYWORDS)
        assert entry.published.last <= AS_OF
        (activity,) = entry.activities
        assert activity.measures
        assert activity.confirmation.helper
        assert activity.confirmation.recipient


def test_it_builds_with_the_real_engine(site: Path, tmp_path: Path) -> None:
    done = run_build(configure(site), tmp_path / "out", JIEDUI_AS_OF=AS_OF.isoformat())
    assert done.returncode == 0, done.stdout + done.stderr
    pages = list((tmp_path / "out/entries").rglob("index.html"))
    assert len(pages) == N
    assert "甲一学院" in (tmp_path / "out/programmes/jia-1/ledger/index.html").read_text(encoding="utf-8")


def test_the_same_seed_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    for name, seed in (("same", SEED), ("other", SEED + 1)):
        corpus(tmp_path / name, N, SCHOOLS, seed)
    first = {path: text for path, text in folder_files(site).items() if path != "mkdocs.yml"}
    assert folder_files(tmp_path / "same") == first
    assert folder_files(tmp_path / "other") != first


def test_what_every_so_many_entries_have(told: list[Story]) -> None:
    for sign, every in (("\n- ", 3), ("|---|", 5), ("\n## ", 10), ("\n[^1]: ", 20)):
        assert [story.number for story in told if sign in story.body] == list(range(1, N + 1, every))
    for story in told:
        assert story.body.count("{{helper}}") == story.body.count("{{recipient}}") == 1
        assert story.body.count("](https://") == 1
        assert "**" in story.body
        prose = [part for part in story.body.split("\n\n") if not part.startswith(("- ", "| ", "## ", "[^"))]
        assert 4 <= len(prose) <= 6
    marks = "，。：；、"
    letters = [sum("\u4e00" <= letter <= "\u9fff" or letter in marks for letter in story.body) for story in told]
    assert 850 <= sum(letters) / N <= 890


def test_a_larger_corpus_is_spread_evenly() -> None:
    found = list(stories(1000, 20, SEED))
    assert set(Counter(story.pair.key for story in found).values()) == {100}
    columns = Counter(story.column for story in found)
    assert 550 <= columns["dongtai"] <= 650
    assert set(columns) == set(COLUMNS)
    assert {word for story in found for word in story.keywords} == set(KEYWORDS)
    assert {story.day.year for story in found} == {2021, 2022, 2023, 2024}
    assert len({story.path for story in found}) == 1000
    with_table = Counter(story.pair.key for story in found if "|---|" in story.body)
    assert set(with_table.values()) == {20}, "no programme has more of the costly entries than another"


def test_schools_have_names_that_no_school_can_have() -> None:
    found = pairs(40)
    assert len({side.key for pair in found for side in (pair.helper, pair.recipient)}) == 40
    assert (found[0].helper.short, found[0].recipient.short) == ("甲一学院", "甲二学院")
    assert (found[-1].helper.short, found[-1].recipient.short) == ("癸三学院", "癸四学院")
    assert [chinese(number) for number in (1, 10, 11, 20, 34)] == ["一", "十", "十一", "二十", "三十四"]
    assert len(measures()) == 75


def test_every_peer_gets_the_same_text(told: list[Story], tmp_path: Path) -> None:
    writers = {"hugo": write_hugo, "zensical": write_zensical, "blog": write_blog}
    below = {"hugo": "content/entries", "zensical": "docs/entries", "blog": "docs/posts"}
    for name, writer in writers.items():
        writer(tmp_path / name, told)
        for story in told:
            text = (tmp_path / name / below[name] / f"{story.path}.md").read_text(encoding="utf-8")
            head, _, body = text.removeprefix("---\n").partition("\n---\n")
            assert story.title in head
            assert "{{" not in body
            said = body.replace("<!-- more -->\n\n", "").removeprefix(f"\n# {story.title}\n")
            assert said.strip() == story.named.strip()
    assert "pagerSize = 10" in (tmp_path / "hugo/hugo.toml").read_text(encoding="utf-8")
    assert "pagination_per_page: 10" in (tmp_path / "blog/mkdocs.yml").read_text(encoding="utf-8")


def test_peers_with_lists_have_them_for_columns_schools_and_keywords(told: list[Story], tmp_path: Path) -> None:
    write_hugo(tmp_path / "hugo", told)
    write_blog(tmp_path / "blog", told)
    for story in told:
        front = yaml.safe_load((tmp_path / f"hugo/content/entries/{story.path}.md").read_text("utf-8").split("---")[1])
        lists = [*front["columns"], *front["schools"]]
        assert lists == [COLUMNS[story.column], *story.schools]
        post = yaml.safe_load((tmp_path / f"blog/docs/posts/{story.path}.md").read_text("utf-8").split("---")[1])
        assert post["categories"] == lists
        assert post["tags"] == front["tags"] == [*story.keywords]


def test_changes_are_made_to_the_copy_and_pass_the_checks(told: list[Story], tmp_path: Path) -> None:
    tool = Ours(tmp_path / "ours", told, SCHOOLS, SEED)
    before = folder_files(tool.folder)
    kept = folder_files(ROOT / "hooks/pairing/templates")
    changed = {}
    for task in ("nothing", "entry", "plan", "template"):
        tool.prepare(task)
        after = folder_files(tool.folder)
        changed[task] = [path for path in after if after[path] != before[path]]
        before = after
    assert changed["nothing"] == []
    assert [path.rpartition("/")[0] for path in changed["entry"]] == [
        f"content/entries/{told[37].path.rpartition('/')[0]}"
    ]
    assert changed["plan"] == ["data/programmes/jia-1/plans/2021.yml"]
    assert changed["template"] == ["hooks/theme/generated.html"]
    assert "次修改）" in before[changed["plan"][0]].decode()
    assert len(load(tool.folder).entries) == N
    assert folder_files(ROOT / "hooks/pairing/templates") == kept

    address, sentence = tool.edit()
    assert address.startswith("entries/")
    assert sentence in tool.source(address.removeprefix("entries/").removesuffix("/index.html")).read_text("utf-8")
    assert tool.environment("cold")["JIEDUI_CAMPUS"] == "none"
    assert "JIEDUI_CAMPUS" not in tool.environment("campus")
    assert "PYTHONDONTWRITEBYTECODE" not in tool.environment("cold")


def test_a_fresh_build_finds_no_cache(told: list[Story], tmp_path: Path) -> None:
    tool = Hugo(tmp_path / "hugo", told, Path("hugo"))
    (tool.folder / "resources").mkdir()
    first = tool.out
    first.mkdir()
    tool.built = True
    tool.prepare("cold")
    assert not (tool.folder / "resources").exists()
    assert not first.exists()
    assert tool.out != first
    assert not tool.built


def runner(tmp_path: Path, code: str, watch: str = "1") -> dict[str, Any]:
    """What the runner says of a Python program."""
    command = [sys.executable, "-I", "-S", str(ROOT / "scripts/_bench_runner.py"), watch, str(tmp_path)]
    command += [str(tmp_path / "log"), sys.executable, "-I", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_runner_tells_what_a_command_took(tmp_path: Path) -> None:
    took = runner(tmp_path, "import os; print(os.getcwd()); x = b'x' * 80_000_000")
    assert took["code"] == 0
    assert took["seconds"] > 0
    assert took["cpu"] > 0
    assert took["memory_mb"] > 80
    assert (tmp_path / "log").read_text(encoding="utf-8").strip() == str(tmp_path)
    assert runner(tmp_path, "raise SystemExit('no')")["code"] == 1
    assert (tmp_path / "log").read_text(encoding="utf-8").strip() == "no"


def test_the_runner_adds_up_what_children_hold(tmp_path: Path) -> None:
    child = "x = b'x' * 60_000_000; import time; time.sleep(0.8)"
    code = f"import subprocess as s, sys; p = [s.Popen([sys.executable, '-I', '-c', {child!r}]) for _ in 'ab']"
    assert runner(tmp_path, f"{code}\n[q.wait() for q in p]")["memory_mb"] > 120
    assert 60 < runner(tmp_path, f"{code}\n[q.wait() for q in p]", watch="0")["memory_mb"] < 100, "the clock alone"


def row(tool: str, n: int, task: str, seconds: float, **more: Any) -> Row:
    """A made-up row."""
    return Row(tool, n, task, seconds, **{"cpu": seconds, "memory_mb": 100.0, "files": 10, "bytes": 2_000_000, **more})


ROWS = [
    row("ours", 1000, "cold", 2.0),
    row("material-blog", 1000, "cold", 16.0),
    row("ours", 10_000, "cold", 20.0, memory_mb=300.0),
    row("hugo", 10_000, "cold", 10.0, memory_mb=400.0),
    row("hugo", 10_000, "entry", 8.0),
    row("ours", 10_000, "plan", 2.0),
    row("ours", 10_000, "serve", 1.5, files=None, bytes=None),
    row("hugo", 10_000, "serve", 1.0, files=None, bytes=None),
    row("ours", 10_000, "campus", 30.0, files=25),
]


def test_the_table_sets_every_row_beside_hugo() -> None:
    lines = [line.split() for line in table(ROWS).splitlines()]
    assert lines[0][:5] == ["N", "task", "tool", "seconds", "ratio"]
    found = {tuple(line[:3]): line[3:] for line in lines[1:]}
    assert found["1000", "cold", "ours"] == ["2.00", "–", "2.00", "100", "10", "2.0"]
    assert found["10000", "cold", "ours"][:2] == ["20.00", "2.00"]
    assert found["10000", "cold", "hugo"][1] == "1.00"
    assert found["10000", "plan", "ours"][1] == "0.25", "beside Hugo's rebuild"
    assert found["10000", "campus", "ours"][1] == "1.50", "beside our own cold build"
    assert found["10000", "serve", "ours"] == ["1.50", "1.50", "1.50", "100", "–", "–"]


def test_the_goals_are_told_with_what_was_found() -> None:
    lines = dict(line.split("  ", 1) for line in goals(ROWS).splitlines())
    told = {what: " ".join(rest.split()) for what, rest in lines.items()}
    assert told["cold, N=10000, to hugo"] == "2.00 0.90 1.60 floor missed"
    assert told["serve, N=10000, to hugo server"] == "1.50 1.00 1.60 floor reached"
    assert told["cold, N=1000, to material-blog"] == "0.12 0.08 0.15 floor reached"
    assert told["entry, N=10000, to hugo's rebuild"] == "– 0.22 0.40 not measured"
    assert told["campus to the portal alone"] == "1.50 1.80 3.00 goal reached"
    assert told["growth of cold CPU, exponent of N"] == "1.00 1.00 1.10 goal reached"
    assert told["memory, cold, N=10000, to hugo"] == "0.75 0.50 – goal missed"


def test_columns_that_were_not_left_out_are_not_compared() -> None:
    same = [item if item.task != "campus" else row("ours", 10_000, "campus", 30.0) for item in ROWS]
    campus = next(line for line in goals(same).splitlines() if line.startswith("campus"))
    assert campus.split()[-2:] == ["not", "measured"]


def test_growth_is_a_power_of_the_size() -> None:
    rows = [row("ours", 1000, "cold", 9.0, cpu=2.0), row("ours", 10_000, "cold", 9.0, cpu=200.0)]
    assert exponent(by_key(rows)) == pytest.approx(2.0)
    assert exponent(by_key(rows[:1])) is None


def test_medians_are_taken_figure_by_figure() -> None:
    runs = [
        row("ours", 100, "cold", 3.0, cpu=1.0),
        row("ours", 100, "cold", 1.0, cpu=3.0, files=12),
        row("ours", 100, "cold", 2.0, cpu=9.0),
        row("hugo", 100, "serve", 5.0, files=None, bytes=None),
    ]
    assert medians(runs) == [row("ours", 100, "cold", 2.0, cpu=3.0, files=10), runs[3]]


def test_the_file_holds_machine_versions_and_rows(tmp_path: Path) -> None:
    save(tmp_path / "new" / "bench.json", ROWS, {"hugo": "0.168.0"}, 20)
    found = json.loads((tmp_path / "new" / "bench.json").read_text(encoding="utf-8"))
    assert set(found) == {"machine", "versions", "schools", "rows"}
    assert found["machine"]["cores"] >= 1
    assert (found["versions"], found["schools"]) == ({"hugo": "0.168.0"}, 20)
    assert [Row(**item) for item in found["rows"]] == ROWS


def test_a_peer_that_cannot_be_installed_is_left_out_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def install(name: str) -> None:
        raise MissingError("no network")

    monkeypatch.setattr(bench, "install", install)
    assert bench.installed(["hugo", "zensical"]) == {}
    said = capsys.readouterr().err.splitlines()
    assert said == ["hugo is left out: no network", "zensical is left out: no network"]


@pytest.mark.parametrize(
    ("option", "value"), [("--tools", "jekyll"), ("--tasks", "warm"), ("--n", "0"), ("--runs", "0"), ("--schools", "3")]
)
def test_wrong_options_are_told(option: str, value: str) -> None:
    command = [sys.executable, str(ROOT / "scripts/bench.py"), option, value]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert option in done.stderr


def test_output_is_counted_with_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one").write_bytes(b"12345")
    (tmp_path / "two").write_bytes(b"67")
    assert weigh(tmp_path) == (2, 7)
