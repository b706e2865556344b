"""Faults of disks, rights and clocks: one clear message, status not 0, and the old site whole."""

import errno
import os
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import MKDOCS, environment, run_build
from golden import ROOT, SMALL
from pairing import keep
from pairing.beside import Folders
from pairing.clock import as_of
from pairing.digests import fingerprint
from pairing.load import load
from pairing.paths import encoding_problem
from pairing.problems import DataError
from pairing.publish import folder_files
from pairing.source import File

ENTRY = "content/entries/jia-yi/2020/2020-02-20-experts.md"


def build(
    site: Path, target: Path, before: Callable[[], None] | None = None, *wrapper: str
) -> subprocess.CompletedProcess[str]:
    """A build of its own, with a cache, below limits that ``before`` or a wrapper set."""
    command = [*wrapper, sys.executable, str(MKDOCS), "build", "--strict", "--quiet", "-d", str(target)]
    command += ["-f", str(site / "mkdocs.yml")]
    env = environment(JIEDUI_CACHE="", JIEDUI_CAMPUS="none")
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False, preexec_fn=before)


def edit(site: Path, words: str) -> None:
    """Add a line to an entry, and change what all pages show."""
    with (site / ENTRY).open("a", encoding="utf-8") as entry:
        entry.write(f"\n{words}\n")
    file = site / "data/site.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("subtitle: ", "subtitle: 新"), encoding="utf-8")


def refused(done: subprocess.CompletedProcess[str], message: str) -> None:
    """A build that ended with one clear message."""
    said = done.stdout + done.stderr
    assert done.returncode != 0, said
    assert message in said
    assert done.stdout.rstrip().endswith("网站没有改动。"), said
    assert "Traceback" not in said


@pytest.fixture
def built(small: Path) -> tuple[Path, Path, dict[str, bytes]]:
    """A site, its folder, and what is published of it."""
    target = small.parent / "out" / "site"
    assert build(small, target).returncode == 0
    return small, target, folder_files(target)


def right(site: Path, target: Path) -> bool:
    """Whether the next build makes what a clean one makes."""
    assert build(site, target).returncode == 0
    clean = target.with_name("clean")
    assert run_build(site / "mkdocs.yml", clean, JIEDUI_CAMPUS="none").returncode == 0
    return folder_files(target) == folder_files(clean)


def test_a_file_that_may_not_grow(built: tuple[Path, Path, dict[str, bytes]]) -> None:
    """As with a quota: every file of more than 20 KB fails while it is written."""
    site, target, before = built
    edit(site, "补一句。")
    refused(build(site, target, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))), "超过了系统允许")
    assert folder_files(target) == before
    assert right(site, target)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of forty megabytes; skipped where none may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("left", [0, 60_000, 400_000])
def test_a_full_disk(small: Path, tiny_disk: Path, left: int) -> None:
    target = tiny_disk / "site"
    filler = tiny_disk / "filler"
    filler.write_bytes(bytes(39 << 20))
    refused(build(small, target), "磁盘已满")
    assert not target.exists()
    filler.unlink()
    assert build(small, target).returncode == 0
    before = folder_files(target)
    edit(small, "补一句。")
    free = os.statvfs(tiny_disk)
    filler.write_bytes(bytes(max(free.f_bavail * free.f_frsize - left, 0)))
    refused(build(small, target), "磁盘已满")
    assert folder_files(target) == before
    filler.unlink()
    assert build(small, target).returncode == 0
    assert folder_files(target) != before


def test_a_disk_that_is_read_only(small: Path, tiny_disk: Path) -> None:
    target = tiny_disk / "site"
    assert build(small, target).returncode == 0
    before = folder_files(target)
    subprocess.run(["mount", "-o", "remount,ro", tiny_disk], check=True)
    edit(small, "补一句。")
    refused(build(small, target), "只读")
    assert folder_files(target) == before


def test_a_site_on_another_disk_or_a_mount_of_the_same(small: Path, tiny_disk: Path, tmp_path: Path) -> None:
    """A mounted volume, a link to one, and a folder that is mounted from the same disk, as containers have it."""
    bound, volume = tmp_path / "bound" / "site", tmp_path / "volume"
    for folder in (bound, volume, tiny_disk / "www"):
        folder.mkdir(parents=True)
    linked = tmp_path / "linked" / "site"
    linked.parent.mkdir()
    linked.symlink_to(tiny_disk / "www")
    subprocess.run(["mount", "--bind", volume, bound], check=True)
    try:
        for words in ("补一句。", "再一句。"):
            for target in (linked, bound):
                assert build(small, target).returncode == 0
            known = {target: build(small, target).stderr for target in (linked, bound)}
            assert all("，" not in said.partition("生成页面和数据：")[2].partition("\n")[0] for said in known.values())
            clean = tmp_path / "clean"
            assert build(small, clean).returncode == 0
            assert folder_files(volume) == folder_files(tiny_disk / "www") == folder_files(clean)
            edit(small, words)
        before = folder_files(volume)
        (filler := tiny_disk / "filler").write_bytes(bytes(os.statvfs(tiny_disk).f_bavail * 4096 - 400_000))
        refused(build(small, linked), "磁盘已满")
        assert folder_files(tiny_disk / "www") == before
        filler.unlink()
    finally:
        subprocess.run(["umount", bound], check=True)


def humble() -> list[str]:
    """What takes from the superuser the right to read and write everything; skipped where that cannot be."""
    if os.geteuid():
        return []
    tool = shutil.which("setpriv")
    if tool is None:
        pytest.skip("no setpriv")
    gone = "-dac_override,-dac_read_search"
    return [tool, f"--inh-caps={gone}", f"--bounding-set={gone}", "--"]


def test_an_output_folder_without_the_right_to_write(built: tuple[Path, Path, dict[str, bytes]]) -> None:
    site, target, before = built
    edit(site, "补一句。")
    beside = Path(Folders(target).beside)
    for folder in (beside, target.parent):
        folder.chmod(0o500)
    try:
        refused(build(site, target, None, *humble()), "没有权限")
        assert folder_files(target) == before
    finally:
        for folder in (target.parent, beside):
            folder.chmod(0o700)
    assert right(site, target)


@pytest.mark.parametrize("path", ["data/site.yml", "data/schools/jia.yml", ENTRY, "content/pages/about/index.md"])
def test_a_file_that_cannot_be_read(built: tuple[Path, Path, dict[str, bytes]], path: str) -> None:
    site, target, before = built
    (site / path).chmod(0)
    refused(build(site, target, None, *humble()), f"{path}:1:1: 没有权限")
    assert folder_files(target) == before


@pytest.mark.parametrize("path", ["data/programmes", "content/entries/jia-yi/2020", "content/pages"])
def test_a_folder_that_cannot_be_read(built: tuple[Path, Path, dict[str, bytes]], path: str) -> None:
    site, target, before = built
    (site / path).chmod(0)
    try:
        refused(build(site, target, None, *humble()), "没有权限")
    finally:
        (site / path).chmod(0o700)
    assert folder_files(target) == before


@pytest.mark.parametrize("path", ["data/site.yml", "data/schools/jia.yml", ENTRY, "content/pages/index.md"])
def test_a_folder_where_a_file_should_be(built: tuple[Path, Path, dict[str, bytes]], path: str) -> None:
    site, target, before = built
    (site / path).unlink()
    (site / path).mkdir()
    said = build(site, target)
    assert said.returncode != 0
    assert path.rsplit("/", 1)[0] in said.stdout + said.stderr
    assert "Traceback" not in said.stdout + said.stderr
    assert folder_files(target) == before


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    """It is read again until it rests; what is kept is of one and the same state."""
    file, texts = tmp_path / "a", iter(["second", "third"])
    file.write_text("first", encoding="utf-8")

    def make(path: File, content: bytes | None) -> str:
        found = (content or b"").decode()
        if (change := next(texts, None)) is not None:
            Path(path).write_text(change, encoding="utf-8")
        return found

    held = keep.Keep(tmp_path / "cache").values("shard", {"a": file}, make)["a"]
    assert (held.value, held.digest) == ("third", fingerprint(b"third"))


def test_a_file_that_never_rests(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("x", encoding="utf-8")

    def make(path: File, _content: bytes | None) -> str:
        Path(path).write_text(Path(path).read_text(encoding="utf-8") + "x", encoding="utf-8")
        return ""

    with pytest.raises(OSError, match=os.strerror(errno.EBUSY)):
        keep.Keep(tmp_path / "cache").values("shard", {"a": file}, make)


def hooked(site: Path, code: str) -> None:
    """A hook for a site's builds, which comes before all others."""
    (site / "mishap.py").write_text(code, encoding="utf-8")
    config = site / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("hooks: # in order\n", "hooks:\n  - mishap.py\n"), "utf-8"
    )


LOST = "from pairing.problems import Trouble\ndef lost(*_, **__): raise Trouble('系统终止了一个进程')\n"


def test_a_process_that_is_ended_while_data_is_read(small: Path) -> None:
    hooked(small, f"{LOST}import pairing.portal\npairing.portal.examine = lost\n")
    refused(run_build(small / "mkdocs.yml", small / "site"), "系统终止了一个进程")


def test_what_fails_when_the_site_is_out_does_not_say_that_nothing_changed(small: Path) -> None:
    code = "    built['begun'] = built['begun']._replace(proofs=lost)\n"
    head = "def on_post_build(config):\n    built = config.extra['jiedui']\n"
    hooked(small, f"{LOST}{head}{code}")
    done = run_build(small / "mkdocs.yml", small / "site", JIEDUI_CAMPUS="none")
    assert (small / "site/index.html").exists()
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("网站已更新，但文字检查没有做完，请再运行 make check：系统终止了一个进程\n")
    assert "没有改动" not in done.stdout + done.stderr


def test_a_page_of_html_in_another_encoding(built: tuple[Path, Path, dict[str, bytes]]) -> None:
    site, target, before = built
    (site / "content/pages/about/old.html").write_bytes("<p>a</p>\n<p>旧页面</p>".encode("gbk"))
    refused(build(site, target), "content/pages/about/old.html:2:4: 文件编码不是 UTF-8（可能是 GBK），请另存为 UTF-8")
    assert folder_files(target) == before


def test_two_builds_at_once(built: tuple[Path, Path, dict[str, bytes]]) -> None:
    site, target, before = built
    edit(site, "补一句。")
    done: list[subprocess.CompletedProcess[str]] = []
    threads = [threading.Thread(target=lambda: done.append(build(site, target))) for _ in range(3)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert (target / "index.html").exists()
    for thread in threads:
        thread.join()
    assert [item.returncode for item in done] == [0, 0, 0], [item.stderr for item in done]
    assert folder_files(target) != before
    assert right(site, target)


def test_a_clock_set_back(built: tuple[Path, Path, dict[str, bytes]]) -> None:
    """Everything that was kept seems to come from the future, what is edited now from the past."""
    site, target, before = built
    for folder in (site / ".cache", target, Path(Folders(target).beside)):
        for file in folder.rglob("*"):
            os.utime(file, (4_000_000_000, 4_000_000_000))
    edit(site, "补一句。")
    os.utime(site / ENTRY, (1_000_000_000, 1_000_000_000))
    assert right(site, target)
    assert folder_files(target) != before
    edit(site, "再一句。")
    os.utime(site / ENTRY, (1_000_000_000, 1_000_000_000))
    assert right(site, target)


@pytest.mark.parametrize(
    ("name", "value"),
    [("JIEDUI_AS_OF", value) for value in ("0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31", "明天")]
    + [("SOURCE_DATE_EPOCH", value) for value in ("99999999999999", "9" * 5000, "4294967296", "²", "-5", "", "1.5")],
)
def test_days_that_are_none(name: str, value: str) -> None:
    site = load(SMALL).checked_site
    with pytest.raises(DataError) as raised:
        as_of(SMALL, site, {name: value})
    (problem,) = raised.value.problems
    assert problem.where.path == name
    assert f"找到“{value}”，请写成" in problem.message


@pytest.mark.parametrize("day", ["1900-01-01", "2999-12-31"])
def test_the_first_and_the_last_day(small: Path, day: str) -> None:
    done = run_build(small / "mkdocs.yml", small / "site", JIEDUI_AS_OF=day, SOURCE_DATE_EPOCH="4294967295")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("value", ["-5", "99999999999999", "²"])
def test_seconds_that_are_none(small: Path, value: str) -> None:
    done = run_build(small / "mkdocs.yml", small / "site", SOURCE_DATE_EPOCH=value)
    refused(done, f"SOURCE_DATE_EPOCH 应为 1970 年以来的秒数，找到“{value}”")


def test_a_system_whose_names_are_not_utf_8(built: tuple[Path, Path, dict[str, bytes]]) -> None:
    """The message can be read where not even Chinese can be written; with what it says, the site is the same."""
    site, target, before = built
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, str(MKDOCS), "build", "--strict", "--quiet", "-d", str(target)]
    command += ["-f", str(site / "mkdocs.yml")]
    env = environment(JIEDUI_CACHE="", JIEDUI_CAMPUS="none", **ascii_only)
    for asked in (command, [sys.executable, str(ROOT / "scripts/check.py"), str(site)]):
        done = subprocess.run(asked, capture_output=True, text=True, env=env, check=False)
        assert done.returncode == 1
        assert "PYTHONUTF8=1:1:1: " in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
    assert folder_files(target) == before
    shutil.rmtree(target)
    subprocess.run(command, env=env | {"PYTHONUTF8": "1"}, check=True, capture_output=True)
    assert folder_files(target) == before
    said = subprocess.run(
        ["make", "-s", "--eval=names:;@echo $$PYTHONUTF8", "names"],
        capture_output=True,
        text=True,
        env=env,
        check=True,
        cwd=ROOT,
    )
    assert said.stdout == "1\n"
    done = subprocess.run(asked, capture_output=True, text=True, env=environment(PYTHONIOENCODING="ascii"), check=False)
    assert (done.returncode, done.stdout[-7:]) == (0, "\\u3002\n"), "on a terminal of no use signs have their numbers"
    assert "gbk" in str(encoding_problem("gbk"))
    assert encoding_problem("UTF-8") is None
