"""Pages and pictures that are published as they are: they run nothing and fetch nothing from elsewhere."""

from pathlib import Path

import pytest

from pairing.load import load
from pairing.problems import DataError

# What search engines ask for, a page that leads on, and one with all that may be told and is not fetched.
HEAD = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=index.html">
<link rel="canonical" href="https://example.edu.cn/"><link rel="stylesheet" href="a.css">
<style>p { background: url(a.png); }</style><title>旧页</title></head>
<body style="color: #333"><a href="https://example.edu.cn/">新址</a><img alt="图" src="a.png"></body></html>
"""
HARMLESS = ("0123456789abcdef", "google-site-verification: x.html", HEAD, "<!-- <script>alert(1)</script> -->")
ELSEWHERE = "照原样发布的网页里不能用标签"


def told(site: Path) -> list[str]:
    """What is wrong with a site, in lines."""
    try:
        load(site)
    except DataError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_pages_pass(small: Path, text: str) -> None:
    (small / "content/pages/verify.html").write_text(text, encoding="utf-8")
    assert told(small) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<p>\n <script src=a.js></script>", f"2:2: {ELSEWHERE} <script>，请删去；这个网页照原样发布"),
        ("<p>\n<SCRIPT>alert(1)</SCRIPT>", f"2:1: {ELSEWHERE} <script>"),
        ("<iframe src=a.html></iframe>", f"1:1: {ELSEWHERE} <iframe>"),
        ("<base href='https://example.org/'>", f"1:1: {ELSEWHERE} <base>"),
        ("<svg><script>alert(1)</script></svg>", f"1:6: {ELSEWHERE} <script>"),
        ("<body onload=alert(1)>", "1:1: 标签 <body> 里有程序（属性 onload），请删去这个属性"),
        ("<p><a href='java&#10;script:alert(1)'>甲</a>", "1:4: 标签 <a> 的网址不能用"),
        (
            "<link rel=stylesheet href=https://example.org/a.css>",
            "1:1: 不能从别的网站取样式等内容，找到“https://example.org/a.css”",
        ),
        ("<link rel=preconnect href=//example.org>", "1:1: 不能从别的网站取样式等内容，找到“//example.org”"),
        ("<p>\n<img src=http://example.org/a.gif>", "2:1: 不能从别的网站取图片等内容，找到“http://example.org/a.gif”"),
        ("<body background=//example.org/a.gif>", "1:1: 不能从别的网站取图片等内容"),
        (
            "<style>\n@import 'https://example.org/a.css';</style>",
            "2:1: 样式不能从别的网站取内容，找到“@import 'https:",
        ),
        ("<p style='background: URL( //example.org/a.gif )'>", "1:23: 样式不能从别的网站取内容"),
    ],
)
@pytest.mark.parametrize("name", ["old.html", "旧/OLD.HTM"])
def test_what_runs_or_fetches_is_refused(small: Path, text: str, message: str, name: str) -> None:
    file = small / "content/pages" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    (found,) = told(small)
    assert found.startswith(f"content/pages/{name}:{message}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>', None),
        (b'<svg xmlns="http://www.w3.org/2000/svg">\n<script>1</script></svg>', "2:1: SVG 图片里不能有脚本"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">\n<path></svg>', "2:1: SVG 图片打不开"),
    ],
)
def test_pictures_only_show(small: Path, content: bytes, message: str | None) -> None:
    (small / "content/pages/plan.svg").write_bytes(content)
    found = told(small)
    assert len(found) == (message is not None)
    assert not found or found[0].startswith(f"content/pages/plan.svg:{message}")
