#!/usr/bin/env python3
"""Find Chromium and nginx for the browser tests; with --install, install them where that is possible."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium: $JIEDUI_CHROMIUM, one on the PATH, or Playwright's own."""
    asked = os.environ.get("JIEDUI_CHROMIUM")
    if asked:
        return asked
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # only installed with the test requirements

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_nginx() -> str | None:
    """The path of nginx, which Debian keeps where only the superuser looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


# What browser tests need, with its Debian packages, and what to do where there is none.
PROGRAMS = {
    "Chromium": (find, ["chromium", "fonts-noto-cjk"], "可用环境变量 JIEDUI_CHROMIUM 指定"),
    "nginx": (find_nginx, ["nginx"], "可用系统的软件包安装"),
}


def install() -> None:
    """Install what is missing: Debian's packages as root, else Playwright's own browser."""
    missing = [name for name, (look, _, _) in PROGRAMS.items() if not look()]
    commands = []
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        packages = [package for name in missing for package in PROGRAMS[name][1]]
        apt = ["apt-get", "-qq", "-y", "--no-install-recommends"]
        commands = [["apt-get", "-qq", "update"], [*apt, "install", *packages]]
    elif "Chromium" in missing:
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    for command in commands:
        if subprocess.run(
            command, stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        ).returncode:
            break


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true", help="install what is missing")
    if parser.parse_args().install:
        install()
    found = {name: look() for name, (look, _, _) in PROGRAMS.items()}
    for name, path in found.items():
        lacking = f"没有找到 {name}，也装不上：用到它的测试将跳过（{PROGRAMS[name][2]}）"
        print(path or lacking, file=sys.stdout if path else sys.stderr)
    sys.exit(not all(found.values()))


if __name__ == "__main__":
    main()
