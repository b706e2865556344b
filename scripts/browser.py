#!/usr/bin/env python3
"""Find a Chromium for the browser tests; with --install, install one where that is possible."""

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


def install() -> str | None:
    """Install Debian's package as root, else Playwright's own browser. None where neither works."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        apt = ["apt-get", "-qq", "-y", "--no-install-recommends"]
        commands = [["apt-get", "-qq", "update"], [*apt, "install", "chromium", "fonts-noto-cjk"]]
    else:
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    for command in commands:
        if subprocess.run(
            command, stdout=subprocess.DEVNULL, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        ).returncode:
            break
    return find()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true", help="install a browser where there is none")
    asked = parser.parse_args()
    found = find() or (install() if asked.install else None)
    if found is None:
        sys.exit("没有找到 Chromium，也装不上：浏览器测试将跳过（可用环境变量 JIEDUI_CHROMIUM 指定）")
    print(found)


if __name__ == "__main__":
    main()
