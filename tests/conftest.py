"""Fixtures: sites built for real, and a real browser."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import browser as chromium
from golden import ROOT, SITES

# Tests read afresh; those of the cache say otherwise.
os.environ["JIEDUI_CACHE"] = "none"
# The day that the tests look at the real site.
REAL_DAY = "2026-11-21"
MKDOCS = Path(sys.executable).with_name("mkdocs")


def configure(folder: Path) -> Path:
    """Write a mkdocs.yml for a site elsewhere that uses this repository's hooks and theme."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("hooks/", f"{ROOT}/hooks/").replace("content, hooks]", f"content, {ROOT}/hooks]")
    nav = "nav:\n  - 首页: index.md\n  - 关于: about/index.md\n"
    start, end = text.index("nav:\n"), text.index("\ntheme:")
    file = folder / "mkdocs.yml"
    file.write_text(text[:start] + nav + text[end:], encoding="utf-8")
    return file


def environment(**more: str) -> dict[str, str]:
    """A clean environment for a build: one day, no advertisement, another locale."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "LC_ALL": "C.UTF-8", "JIEDUI_AS_OF": "2021-03-15", **more}


def run_build(config: Path, target: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build --strict` as the Makefile does."""
    command = [str(MKDOCS), "build", "--strict", "--quiet", "-f", str(config), "-d", str(target)]
    return subprocess.run(command, capture_output=True, text=True, env=environment(**more), check=False)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small site with a mkdocs.yml, to change and build."""
    folder = tmp_path / "small"
    shutil.copytree(SITES / "small", folder, ignore=shutil.ignore_patterns("expected"))
    configure(folder)
    return folder


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own site, built once for all tests of a worker."""
    target = tmp_path_factory.mktemp("real") / "site"
    done = run_build(ROOT / "mkdocs.yml", target, JIEDUI_AS_OF=REAL_DAY)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo site, built once for all tests of a worker, on the day that it names itself."""
    target = tmp_path_factory.mktemp("demo") / "site"
    done = run_build(SITES / "demo" / "mkdocs.yml", target, JIEDUI_AS_OF="")
    assert done.returncode == 0, done.stdout + done.stderr
    return target


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
    """Say by number which tests did not run for want of a browser."""
    skipped = [item for item in terminalreporter.stats.get("skipped", []) if "no Chromium" in str(item.longrepr)]
    if skipped:
        terminalreporter.section(f"没有浏览器：跳过了 {len(skipped)} 个浏览器测试", red=True)
