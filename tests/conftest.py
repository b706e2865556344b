"""Fixtures: sites built for real, and a real browser."""

import atexit
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

import browser as chromium
from golden import ROOT, SITES

# Compiled modules speed every start of Python; they are kept out of the tree.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = str(ROOT / ".cache/compiled")
# Tests read afresh; those of the cache say otherwise.
os.environ["JIEDUI_CACHE"] = "none"
# No example fails because a machine was busy.
settings.register_profile("site", deadline=None)
settings.load_profile("site")
# The day that the tests look at the real site.
REAL_DAY = "2026-11-21"
MKDOCS = Path(sys.executable).with_name("mkdocs")


# A disk in memory: tests write hundreds of sites, and few disks are quick at that.
MEMORY = Path("/dev/shm")
ROOM = 6 << 30


def pytest_configure(config: pytest.Config) -> None:
    """Lay what tests write into memory where there is much of it, unless told otherwise."""
    if config.option.basetemp or "PYTEST_XDIST_WORKER" in os.environ or not MEMORY.is_dir():
        return
    for left in MEMORY.glob("jiedui-tests-*"):
        if not Path(f"/proc/{left.name.rpartition('-')[2]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    free = os.statvfs(MEMORY)
    if free.f_bavail * free.f_frsize > ROOM and _free_memory() > ROOM:
        config.option.basetemp = MEMORY / f"jiedui-tests-{os.getpid()}"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give the memory back."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(MEMORY / f"jiedui-tests-{os.getpid()}", ignore_errors=True)


def _free_memory() -> int:
    found = re.search(r"MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"))
    return int(found[1]) << 10 if found else 0


def configure(folder: Path) -> Path:
    """Write a mkdocs.yml for a site elsewhere that uses this repository's hooks and theme."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("hooks/", f"{ROOT}/hooks/").replace("content, hooks]", f"content, {ROOT}/hooks]")
    nav = "nav:\n  - 首页: index.md\n  - 关于: about/index.md\n"
    start, end = text.index("nav:\n"), text.index("\ntheme:")
    file = folder / "mkdocs.yml"
    file.write_text(text[:start] + nav + text[end:], encoding="utf-8")
    return file


def add_hook(folder: Path, code: str) -> None:
    """Give a site a hook more, after its own."""
    (folder / "more.py").write_text(code, encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("nav:\n", "  - more.py\nnav:\n", 1), encoding="utf-8")


def environment(**more: str) -> dict[str, str]:
    """A clean environment for a build: one day, no advertisement, another locale."""
    # One worker a build: the tests themselves keep all cores busy.
    own = {"NO_MKDOCS_2_WARNING": "1", "LC_ALL": "C.UTF-8", "JIEDUI_AS_OF": "2021-03-15", "JIEDUI_WORKERS": "1"}
    return {**os.environ, **own, **more}


def run_build(config: Path, target: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build --strict` as the Makefile does."""
    return _Builds.shared().run(
        ["build", "--strict", "--quiet", "-f", str(config), "-d", str(target)], environment(**more)
    )


class _Builds:
    """The process whose children run MkDocs for the tests of a worker."""

    def __init__(self) -> None:
        command = [sys.executable, str(Path(__file__).with_name("_builds.py"))]
        self._said = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()
        )
        assert self._answer() == "ready"
        atexit.register(self._stop)

    @staticmethod
    @functools.cache
    def shared() -> "_Builds":
        """The one of this process."""
        return _Builds()

    def run(self, arguments: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """What MkDocs did, and what it said."""
        out, err = (Path(self._said.name) / name for name in ("out", "err"))
        asked = {"arguments": arguments, "environment": env, "out": str(out), "err": str(err)}
        assert self._process.stdin
        self._process.stdin.write(f"{json.dumps(asked)}\n")
        self._process.stdin.flush()
        status = int(self._answer())
        return subprocess.CompletedProcess(arguments, status, out.read_text("utf-8"), err.read_text("utf-8"))

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def _stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._said.cleanup()


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that is made once for the tests of all workers of a run."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared"
    shared.mkdir(exist_ok=True)
    with FileLock(shared / f"{name}.lock"):
        if not (shared / f"{name}.made").exists():
            make(shared / name)
            (shared / f"{name}.made").touch()
    return shared / name


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small site with a mkdocs.yml, to change and build."""
    folder = tmp_path / "small"
    shutil.copytree(SITES / "small", folder, ignore=shutil.ignore_patterns("expected"))
    configure(folder)
    return folder


@pytest.fixture
def small_site(small: Path) -> Path:
    """The small site, built from a copy of its own."""
    done = run_build(small / "mkdocs.yml", small / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    return small / "site"


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site, built once for all tests."""
    return once(tmp_path_factory, "real", _build_real)


def _build_real(target: Path) -> None:
    done = run_build(ROOT / "mkdocs.yml", target, JIEDUI_AS_OF=REAL_DAY)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo site, built once for all tests, on the day that it names itself."""
    return once(tmp_path_factory, "demo", _build_demo)


def _build_demo(target: Path) -> None:
    done = run_build(SITES / "demo" / "mkdocs.yml", target, JIEDUI_AS_OF="")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """A headless Chromium; the test is skipped, loudly, where there is none."""
    path = chromium.find()
    if path is None:
        pytest.skip("no Chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=quiet)
        yield running
        running.close()


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    """A fresh page of a desktop's size."""
    context = chrome.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def served(real_site: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the real site below a sub-path, on a local web server."""
    root = tmp_path / "www"
    root.mkdir()
    (root / "zhuanlan").symlink_to(real_site)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/zhuanlan/"
    server.shutdown()
    thread.join()
    server.server_close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say by number which tests did not run for want of a browser or a web server."""
    told = [str(item.longrepr) for item in terminalreporter.stats.get("skipped", [])]
    for program in ("Chromium", "nginx"):
        if missing := sum(f"no {program}" in words for words in told):
            terminalreporter.section(f"没有 {program}：跳过了 {missing} 个测试", red=True)
