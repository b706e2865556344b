"""The project's own promises: commands, documents, pins, CI."""

import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

from golden import ROOT

FOR_EDITORS = ("check", "fix", "new", "remind", "scan")
SCRIPTS = sorted(file for file in (ROOT / "scripts").glob("*.py") if not file.name.startswith("_"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", ".ci/run", ".github/workflows/site.yml")]
DOCUMENTS += [ROOT / name for name in (".gitlab-ci.yml", ".pre-commit-config.yaml")]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_every_script_has_help(script: Path) -> None:
    done = subprocess.run([sys.executable, str(script), "--help"], capture_output=True, text=True, cwd="/", check=False)
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout
    if script.stem in FOR_EDITORS:
        assert len(re.findall("[\u4e00-\u9fff]", done.stdout)) > 20
        return
    first = script.read_text(encoding="utf-8").splitlines()[1].strip('"')
    assert first.split(".")[0].split(":")[0][:40] in " ".join(done.stdout.split())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    named = set(re.findall(r"make ([a-z]+)\b", document.read_text(encoding="utf-8")))
    assert named
    assert named - {"TARGET"} <= TARGETS


def test_make_help_lists_every_target() -> None:
    said = subprocess.run(["make", "help"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert set(re.findall(r"make ([a-z-]+)", said)) == TARGETS
    assert {"site", "test", "serve", "check"} <= TARGETS


def test_make_says_what_is_missing() -> None:
    """In one line, in Chinese, for a Python that is absent or too old."""
    dry = ["make", "-s", "--always-make", ".venv/bin/python"]
    done = subprocess.run([*dry, "PYTHON=no-such-python"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode != 0
    assert done.stdout.splitlines() == [
        "缺少 Python：请安装 Python 3.11 或更高版本（apt install python3 python3-venv）"
    ]


def test_the_environment_takes_the_first_python_that_is_fit_and_fast(tmp_path: Path) -> None:
    for name, status in (("fast", 0), ("slow", 1)):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {status}\n")
        (tmp_path / name).chmod(0o755)
    fast, slow, none = (str(tmp_path / name) for name in ("fast", "slow", "none"))

    def taken(*pythons: str) -> str:
        command = ["sh", str(ROOT / "scripts/python.sh"), *pythons]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert taken(fast, slow) == taken(slow, fast) == taken(none, fast) == fast
    assert taken(slow, none) == slow
    options = str(sysconfig.get_config_var("CONFIG_ARGS"))
    shared = "/libpython" in Path("/proc/self/maps").read_text() and "enable-optimizations" not in options
    assert taken(slow, sys.executable) == (slow if shared else sys.executable)


def test_check_tells_all_and_fails() -> None:
    command = [sys.executable, str(ROOT / "scripts/check.py")]
    good = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stderr) == (0, "")
    bad = subprocess.run([*command, str(ROOT / "tests/sites/broken")], capture_output=True, text=True, check=False)
    assert bad.returncode == 1
    assert (ROOT / "tests/sites/broken/problems.txt").read_text(encoding="utf-8").startswith(bad.stderr)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    pinned = {re.split(r"[=;\s]", line)[0] for line in text.splitlines() if line and line[0] not in " #"}
    wanted = {line for line in (ROOT / f"{name}.in").read_text().splitlines() if line and line[0] not in "#-"}
    assert wanted <= pinned
    blocks = re.split(r"\n(?=\S)", text)
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)
    assert "http" not in text


def test_ci_files_are_valid_and_do_what_they_should() -> None:
    github = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8"))
    gitlab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    steps = [step.get("run", "") for step in github["jobs"]["build"]["steps"]]
    assert [step for step in steps if step] == ["make check", "make test", "make site", "make scan"]
    remind = github["jobs"]["remind"]
    assert remind["steps"][-1]["run"] == "make remind"
    assert remind["if"] == "github.event_name == 'schedule'"
    assert github["jobs"]["build"]["if"] == "github.event_name != 'schedule'"
    assert gitlab["remind"]["script"] == ["make remind"]
    assert [gitlab[job]["script"] for job in ("check", "test", "build")] == [
        ["make check"],
        ["make test"],
        ["make site", "make scan"],
    ]
    for text in (str(github["jobs"]["release"]), str(gitlab["archive"])):
        assert "sha256sum" in text
        assert text.index("find site -name INTERNAL.txt") < text.index("tar --sort"), "an internal site is refused"


def test_readme_names_what_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in re.findall(r"`((?:content|data|hooks|scripts|tests)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path
    tables = set(re.findall(r"`([a-z]+)`(?=[,;])", text.split("### Open data")[1]))
    assert {"schools", "programmes", "measures", "documents", "indicators"} <= tables
    assert text.index("## 给编辑") < text.index("## For developers")


def test_nothing_speaks_of_this_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    for name in filter(None, listed.split("\0")):
        raw = (ROOT / name).read_bytes()
        assert b"/ro" + b"ot/" not in raw, name
        assert str(ROOT).encode() not in raw, name
