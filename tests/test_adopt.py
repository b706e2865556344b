"""The guide for the next school, followed word for word."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from conftest import environment, run_build
from golden import ROOT

GUIDE = (ROOT / "docs/adopt.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`(data/\S+\.yml)`：\n\n```yaml\n(.*?)```", GUIDE, re.MULTILINE | re.DOTALL))
ENTRY = "content/entries/qingshan-lvshui/2026/2026-09-10-first-visit.md"


def shell(command: str, folder: Path, day: str) -> None:
    """Run a command of the guide on a day."""
    when = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T12:00:00+08:00")
    who = {"GIT_CONFIG_COUNT": "2", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "t"}
    who |= {"GIT_CONFIG_KEY_1": "user.email", "GIT_CONFIG_VALUE_1": "t@example.com"}
    subprocess.run(["sh", "-c", command], cwd=folder, check=True, env=os.environ | when | who, capture_output=True)


def run(script: str, *arguments: str) -> str:
    """What a script says; the day is that of the last commit, as nobody asks for another."""
    command = [sys.executable, str(ROOT / "scripts" / script), *arguments]
    env = environment(JIEDUI_AS_OF="")
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def prepared(folder: Path) -> None:
    """A clone after sections one to four."""
    for name in ("data", "content", ".ci", ".github"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("hooks", "mkdocs.yml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".gitignore").write_text(".cache/\n/site/\n.*.build/\n", encoding="utf-8")
    shell("git init -q && git add -A && git commit -qm 1", folder, "2026-09-01")
    (clearing,) = re.findall(r"^rm -rf .*$", GUIDE, re.MULTILINE)
    shell(clearing, folder, "2026-09-01")
    assert not [*folder.glob("data/schools/*"), *folder.glob("content/entries/*")]
    left = re.findall(r"`(data/\w+\.yml)`（", GUIDE)
    assert sorted(left) == sorted(f"data/{path.name}" for path in folder.glob("data/*.yml"))
    site = folder / "data/site.yml"
    (contacts,) = re.findall(r"```yaml\n(contacts:.*?)```", GUIDE, re.DOTALL)
    site.write_text(f"{site.read_text(encoding='utf-8')}{contacts}", encoding="utf-8")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    shell("git add -A && git commit -qm 2", folder, "2026-11-20")


def write_the_entry(folder: Path) -> None:
    """Section five, but the day: the skeleton says today."""
    (command,) = re.findall(r"^\.venv/bin/python scripts/(new\.py entry --.*)$", GUIDE, re.MULTILINE)
    run(*shlex.split(command), "--root", str(folder))
    entry = folder / ENTRY
    text = re.sub(r"（[^（）]*请改写。?）", "改好的内容", entry.read_text(encoding="utf-8"))
    text = re.sub(r"^draft: .*\n", "", text, flags=re.MULTILINE).replace("measures: []", "measures: [training-experts]")
    text = re.sub(r"^published: .*", "published: 2026-11-21", text, flags=re.MULTILINE)
    entry.write_text(text.replace("people: []", "people: [{kind: expert, count: 2}]"), encoding="utf-8")


def test_the_guide_word_for_word(tmp_path: Path) -> None:
    prepared(tmp_path)
    write_the_entry(tmp_path)
    done = run_build(tmp_path / "mkdocs.yml", tmp_path / "site", JIEDUI_AS_OF="")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"有 1 篇稿件未到发布日期（现在按 2026-11-20 生成），未收录：{ENTRY}（2026-11-21）" in done.stdout
    (commit,) = re.findall(r"^git add .*$", GUIDE, re.MULTILINE)
    shell(commit, tmp_path, "2026-11-21")
    said = run("check.py", str(tmp_path))
    assert "没有发现问题：1 个项目，1 份方案，1 份报告，2 所学校，1 份文件。" in said
    assert "到那一天才刊出" not in said
    done = run_build(tmp_path / "mkdocs.yml", tmp_path / "site", JIEDUI_AS_OF="")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "提示" not in done.stdout
    assert "没有发现问题" in run("scan.py", "--root", str(tmp_path), str(tmp_path / "site"))
    assert sorted(path.name for path in (tmp_path / "site/campus").iterdir()) == ["lvshui", "qingshan"]
    duties = json.loads((tmp_path / "site/api/v1/duties.json").read_text(encoding="utf-8"))["items"]
    assert "met" in {duty["status"] for duty in duties}
    indicators = json.loads((tmp_path / "site/api/v1/indicators.json").read_text(encoding="utf-8"))["items"]
    assert [(item["targets"][0]["count"], item["actuals"][0]["count"]) for item in indicators] == [(30, 6)]
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "专家到校指导" in home
    assert not re.search("天津|广东|汕头", home)
    assert "还没有登记联盟。" in home, "a heading has something below it"
    about = (tmp_path / "site/about/index.html").read_text(encoding="utf-8")
    assert "还没有记下这样的内容。" in about
    assert re.search(
        r"<dt>公开的办公电话</dt><dd>0000-0000000</dd>.*<dt>公开的办公邮箱</dt><dd>office@college\.example</dd>", about
    )
    card = (tmp_path / "site/documents/report-2026/index.html").read_text(encoding="utf-8")
    assert "<dt>在本站发布</dt><dd>2026年11月2日</dd>" in card
    for school, partner in (("lvshui", "青山职院"), ("qingshan", "绿水职教")):
        page = tmp_path / f"site/campus/{school}/programmes/qingshan-lvshui/ledger/index.html"
        fairness = page.read_text(encoding="utf-8").partition("双方往来表")[2].partition("</table>")[0]
        heads = [re.sub("<.*?>", "", head) for head in re.findall(r'<th scope="row">(.*?)</th>', fairness)]
        assert sorted(heads) == sorted(["我校", partner])


def test_the_examples_name_their_schemas_and_the_usual_cadences() -> None:
    assert {"schools", "documents", "programmes"} == {name.split("/")[1] for name in FILES}
    for name, text in FILES.items():
        found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert found, name
        assert (ROOT / name).parent.joinpath(found[1]).resolve().relative_to(ROOT / "data/.schema").suffix == ".json"
        assert Path(os.path.normpath(f"{ROOT / name}/../{found[1]}")).is_file()
    plan = FILES["data/programmes/qingshan-lvshui/plans/2026.yml"]
    assert {"semester", "year", "once", "irregular"} <= set(re.findall(r"every: ([a-z-]+)", plan))
    assert (ROOT / "tests/sites/demo/data/programmes/qinglan-yunxi").is_dir()


def test_ci_of_an_adopted_site_leaves_out_the_tests_of_the_generator() -> None:
    """They compare the data of this repository, whose marker the guide removes."""
    assert (ROOT / ".ci/run").is_file()
    assert re.search(r"^rm -rf .* \.ci$", GUIDE, re.MULTILINE)
    github = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    steps = {step["run"]: step for job in github["jobs"].values() for step in job["steps"] if "run" in step}
    assert steps["make test"]["if"] == "hashFiles('.ci/run') != ''"
    assert not [name for name in ("make check", "make site", "make scan", "make remind") if "if" in steps[name]]
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    tests = [
        name for name, job in gitlab.items() if "make test" in (job.get("script", ()) if type(job) is dict else ())
    ]
    assert tests == ["test"]
    assert gitlab["test"]["rules"] == [
        {"if": '$CI_PIPELINE_SOURCE == "schedule"', "when": "never"},
        {"exists": [".ci/run"]},
    ]
    assert "needs" not in gitlab["build"], "it must not wait for a job that is left out"


def test_what_the_guide_says_beside_its_examples(tmp_path: Path) -> None:
    """A logo, a column more, who commits, the other cadences, a plan for the year after."""
    prepared(tmp_path)
    for command in re.findall(r"^git config .*$", GUIDE, re.MULTILINE):
        shell(command, tmp_path, "2026-11-20")
    (column,) = re.findall(r"```yaml\n(  - id: .*?)```", GUIDE, re.DOTALL)
    columns = tmp_path / "data/columns.yml"
    columns.write_text(f"{columns.read_text(encoding='utf-8')}{column}", encoding="utf-8")
    (tmp_path / "content/pages/assets").mkdir()
    shutil.copy(ROOT / "hooks/theme/assets/jiedui.svg", tmp_path / "content/pages/assets/logo.svg")
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (tmp_path / "mkdocs.yml").unlink()
    changed = re.sub(r"^(  (?:logo|favicon): ).*", r"\1assets/logo.svg", config, flags=re.MULTILINE)
    (tmp_path / "mkdocs.yml").write_text(changed, encoding="utf-8")
    plans = tmp_path / "data/programmes/qingshan-lvshui/plans"
    text = (plans / "2026.yml").read_text(encoding="utf-8").replace("period:", "document: report-2026\nperiod:", 1)
    (number,) = re.findall(r"例如 `(number: .*?)`", GUIDE)
    text = text.replace("        clause: 一（一）\n", f"        {number}\n        clause: 一（一）\n", 1)
    (others,) = re.findall(r"^- 频次另有(.*)$", GUIDE, re.MULTILINE)
    named = re.findall(r"`([a-z-]+)`", others)
    assert named == ["school-year", "batches", "throughout", "on-event"]
    measures = "".join(
        f"          - {{id: more-{every}, statement: 举办活动。, by: both, cadence: {{every: {every}}}}}\n"
        for every in named
    )
    text = text.replace("        measures:\n", f"        measures:\n{measures}", 1)
    (plans / "2026.yml").write_text(text, encoding="utf-8")
    (succeeds,) = re.findall(r"在开头写 `(succeeds: .*?)`", GUIDE)
    after = text.replace("since: 2026-09, until: 2029-08", "since: 2027-09, until: 2028-08").replace(
        "2026—2029", "2027"
    )
    (plans / "2027.yml").write_text(after.replace("kind:", f"{succeeds}\nkind:", 1), encoding="utf-8")
    said = run("check.py", str(tmp_path))
    assert "没有发现问题：1 个项目，2 份方案" in said
    assert "会推算两遍" not in said
    (plans / "2027.yml").write_text(after, encoding="utf-8")
    assert "会推算两遍" in run("check.py", str(tmp_path))
    done = run_build(tmp_path / "mkdocs.yml", tmp_path / "site", JIEDUI_AS_OF="")
    assert done.returncode == 0, done.stdout + done.stderr
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert re.search(r'<img src="assets/logo\.svg"', home)
    assert (tmp_path / "site/assets/logo.svg").is_file()
    assert (tmp_path / "site/columns/peixun/index.html").is_file()
