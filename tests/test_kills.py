"""Kill a build at any moment: the site is the whole old one or the whole new one, and the next build is right."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from conftest import environment
from golden import ROOT
from pairing.publish import folder_files
from test_incremental import Site

# A soak run asks for more (`make soak`).
KILLS = int(os.environ.get("JIEDUI_SOAK", "0")) or 8
# What a build says when a stage of its is over; "" kills it at any moment, from its start on.
STAGES = (
    "",
    "",
    "读取和检查：",
    "主题和手写页面：",
    "生成页面和数据：",
    "检索索引：",
    "核对链接：",
    "核对链接：",
    "核对链接：",
    "发布：",
)


class Victim:
    """A small site in two versions, and a process whose children build it."""

    def __init__(self, folder: Path) -> None:
        self.site = Site(folder, entries=16)
        self.target, self.log = self.site.target, folder / "log"
        command = [sys.executable, str(ROOT / "tests/_victim.py"), str(self.site.root / "mkdocs.yml")]
        env = environment(JIEDUI_CACHE="kept", JIEDUI_WORKERS="2", JIEDUI_AS_OF="2021-03-15")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
        self.sources = [self._sources(), self._sources(changed=True)]
        self.sites = [self._clean(version) for version in (0, 1)]
        assert self.sites[0] != self.sites[1]

    def _sources(self, *, changed: bool = False) -> dict[Path, str]:
        """The texts of one version; the other has other titles, one entry less and another school's name."""
        files = [*self.site.entries(), self.site.root / "data/schools/yi.yml"]
        texts = {file: file.read_text(encoding="utf-8") for file in files}
        if changed:
            texts = {file: text.replace("title: 第", "title: 改过的第") for file, text in texts.items()}
            texts[files[-1]] = texts[files[-1]].replace("short: ", "short: 新")
            texts.pop(next(file for file in files if "n7.md" in file.name))
        return texts

    def write(self, version: int) -> None:
        """Lay out the sources of a version."""
        for file, text in self.sources[version].items():
            file.write_text(text, encoding="utf-8")
        for file in self.sources[1 - version].keys() - self.sources[version].keys():
            file.unlink(missing_ok=True)

    def _clean(self, version: int) -> dict[str, bytes]:
        self.write(version)
        shutil.rmtree(self.target, ignore_errors=True)
        assert self.build() == 0, self.log.read_text(encoding="utf-8")
        return folder_files(self.target)

    def build(self, stage: str | None = None, wait: float = 0.0) -> int:
        """Build, and kill it so many seconds after a stage; the status of the process."""
        assert self.process.stdin
        assert self.process.stdout
        self.log.write_bytes(b"")
        self.process.stdin.write(f"{self.target}|{self.log}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline())
        if stage is not None:
            until = time.monotonic() + 60
            while stage and stage.encode() not in self.log.read_bytes() and time.monotonic() < until:
                time.sleep(0.001)
            time.sleep(wait)
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child, signal.SIGKILL)
        return int(self.process.stdout.readline())


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    made = Victim(tmp_path_factory.mktemp("victim"))
    yield made
    assert made.process.stdin
    made.process.stdin.close()
    made.process.wait()
    assert made.process.stdout
    made.process.stdout.close()


def test_a_killed_build_leaves_a_whole_site_and_the_next_is_right(victim: Victim) -> None:
    dice, version, killed = random.Random(20), 1, 0
    for i in range(KILLS):
        stage = STAGES[i % len(STAGES)]
        first = dice.random() < 0.15
        if first:  # nothing was ever built
            for folder in (victim.target, victim.target.parent / f".{victim.target.name}.build"):
                shutil.rmtree(folder, ignore_errors=True)
        if dice.random() < 0.15:
            shutil.rmtree(victim.site.root / ".cache", ignore_errors=True)
        before, version = version, 1 - version
        victim.write(version)
        wait = dice.random() * (1.5 if not stage else 0.05)
        killed += victim.build(stage, wait) == signal.SIGKILL
        left = folder_files(victim.target)
        told = f"kill {i}, after {stage!r} and {wait:.3f} s"
        assert left == victim.sites[version] or left == ({} if first else victim.sites[before]), told
        assert first or victim.target.exists(), told
        assert victim.build() == 0, told
        assert folder_files(victim.target) == victim.sites[version], told
        beside = victim.target.parent / f".{victim.target.name}.build"
        assert {item.name for item in beside.iterdir()} <= {"kept", "spare", "lock", "turn"}, told
    assert killed > KILLS // 2
