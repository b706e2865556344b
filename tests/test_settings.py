"""mkdocs.yml as far as people edit it: what is wrong is told in Chinese, with its place."""

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import environment
from golden import ROOT
from pairing.settings import settings

URL = 'site_url: !ENV [SITE_URL, ""]'
CONFIG = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
LINE = CONFIG[: CONFIG.index("site_url")].count("\n") + 1


def told(folder: Path, line: str) -> list[str]:
    """What is said of a site whose address is written so."""
    assert URL in CONFIG
    (folder / "mkdocs.yml").write_text(CONFIG.replace(URL, line), encoding="utf-8")
    return [str(problem) for problem in settings(folder)]


@pytest.mark.parametrize(
    "line",
    [
        *(URL, "site_url:", 'site_url: ""', "site_url: https://jiedui.college.example/", "# none"),
        *('site_url: "https://college.example/jiedui/"', 'site_url: !ENV [SITE_URL, "https://college.example/"]'),
    ],
)
def test_what_is_right(tmp_path: Path, line: str) -> None:
    assert told(tmp_path, line) == []


@pytest.mark.parametrize(
    ("line", "found", "right"),
    [
        ("site_url: jiedui.college.example", "jiedui.college.example", "https://jiedui.college.example/"),
        ("site_url: https：//college.example/", "https：//college.example/", "https://college.example/"),
        ("site_url: “https://college.example/”", "“https://college.example/”", "https://college.example/"),
        ("site_url: 等网络中心通知", "等网络中心通知", "https://www.example.edu.cn/jiedui/ 的样子"),
    ],
)
def test_an_address_that_is_none(tmp_path: Path, line: str, found: str, right: str) -> None:
    words = f"网址写法有误，找到“{found}”，请用英文符号写全，写成 {right}"
    assert told(tmp_path, line) == [f"mkdocs.yml:{LINE}:11: {words}"]
    [behind] = told(tmp_path, f'site_url: !ENV [SITE_URL, "{found}"]')
    assert behind == f"mkdocs.yml:{LINE}:27: {words}"


def test_yaml_that_cannot_be_read_is_told_in_chinese(tmp_path: Path) -> None:
    [said] = told(tmp_path, "site_url： https://college.example/")
    assert said.startswith(f"mkdocs.yml:{LINE}:9: 冒号要用英文的“:”，后面空一格")
    (tmp_path / "mkdocs.yml").write_text(CONFIG.replace("site_name: 结对\n", ""), encoding="utf-8")
    assert [str(problem) for problem in settings(tmp_path)] == [
        "mkdocs.yml:1:1: 缺少 site_name，请补上一行 site_name: 结对；网页上的名称写在 data/site.yml 的 title"
    ]


def test_make_check_tells_it(small: Path) -> None:
    config = small / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace(URL, "site_url: college.example"), encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts/check.py"), str(small)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())
    assert done.returncode == 1
    assert "mkdocs.yml:" in done.stderr
    assert "请用英文符号写全，写成 https://college.example/\n共 1 个问题。" in done.stderr
