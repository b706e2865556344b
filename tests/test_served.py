"""The policy of pages in a real browser: nothing of ours is refused, something slipped in is; and nginx sends it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from _nginx import headers, serving
from golden import ROOT
from pairing.served import _POLICY, SLOT, policy, secured, secured_files
from test_browser import SAMPLE

WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", event => window.refused.push(
  event.violatedDirective + " " + event.blockedURI + " " + event.sourceFile + " " + event.sample));
"""
SLIPPED = (
    '<script>window.slipped = 1</script><img src="none.png" onerror="window.slipped = 2"><p style="color:red">x</p>'
)


@pytest.fixture(scope="module")
def nginx(real_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real site on nginx with the headers that the deployment guide recommends."""
    command = [sys.executable, str(ROOT / "scripts/headers.py"), str(real_site)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    root = tmp_path_factory.mktemp("nginx")
    site = root / "site"
    shutil.copytree(real_site, site)
    with serving(root, f"root {site}; index index.html; error_page 404 /404.html;\n{told}") as address:
        yield address


@pytest.fixture(params=["nginx", "folder"])
def start(request: pytest.FixtureRequest, real_site: Path) -> str:
    """Where the real site begins: on nginx, or in a folder."""
    found: str = request.getfixturevalue("nginx") if request.param == "nginx" else f"{real_site.as_uri()}/"
    return found


def visit(page: Page, address: str) -> list[str]:
    """What is refused on a page, its palette changed and its lists filtered."""
    page.goto(address)
    for toggle in page.locator("label[for^=__palette]:visible").all()[:1]:
        toggle.click()
    for choice in page.locator("form[data-filter] select:visible").all()[:1]:
        choice.select_option(index=1)
    refused: list[str] = page.evaluate("window.refused || []")
    return [f"{page.url}: {words}" for words in refused]


@pytest.mark.browser
def test_nothing_of_ours_is_refused(chrome: Browser, start: str) -> None:
    """On every layout of portal and columns, in both palettes, on a later day."""
    context = chrome.new_context()
    context.add_init_script(WATCH)
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.clock.set_fixed_time("2030-01-01T04:00:00Z")
    for path in SAMPLE:
        wrong += visit(page, start + path)
    context.close()
    assert not wrong


@pytest.mark.browser
def test_what_is_slipped_in_does_not_run(chrome: Browser, start: str, real_site: Path, tmp_path: Path) -> None:
    html = (real_site / "index.html").read_text(encoding="utf-8").replace("</article>", f"{SLIPPED}</article>")
    assert SLIPPED in html
    context = chrome.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    if start.startswith("http"):
        page.route("**/index.html", lambda route: route.fulfill(body=html, headers=dict(route.fetch().headers)))
        page.goto(f"{start}index.html")
    else:
        shutil.copytree(real_site / "assets", tmp_path / "assets")
        (tmp_path / "index.html").write_text(html, encoding="utf-8")
        page.goto((tmp_path / "index.html").as_uri())
    assert page.evaluate("window.slipped") is None
    refused = page.evaluate("window.refused")
    assert {words.split()[0] for words in refused} >= {"script-src-elem", "script-src-attr", "style-src-attr"}
    assert page.evaluate("typeof __md_scope") == "object", "the theme's own script runs"
    context.close()


def test_every_page_carries_a_policy(real_site: Path) -> None:
    for file in real_site.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        assert SLOT not in html
        if "fragments" not in file.parts or file.name == "index.html":
            head = html.partition("Content-Security-Policy")[0]
            assert len(head) < 1500, file
            assert "<script" not in head, file
            assert '<link rel="stylesheet' not in head, file
            assert "unsafe" not in html.partition("</head>")[0].partition("Content-Security-Policy")[2][:900], file


def test_headers_of_nginx(nginx: str) -> None:
    for path in ("index.html", "api/v1/schools.json", "fragments/index.html"):
        found = headers(nginx + path)
        assert found["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in found["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in found["Content-Security-Policy"]
        assert "unsafe" not in found["Content-Security-Policy"]
    block = headers(f"{nginx}fragments/latest.html")["Content-Security-Policy"]
    assert "script" not in block
    assert "frame-ancestors" not in block
    assert "style-src 'unsafe-inline'" in block


def test_a_hash_for_scripts_that_run_and_for_them_alone() -> None:
    html = f'<meta http-equiv="Content-Security-Policy" content="{SLOT}">\n<script>a()</script>'
    html += '<script src="b.js"></script>'
    html += '<script type="application/ld+json">{}</script><style>a{}</style>'
    made = secured(html)
    assert made.count("sha256-") == 2
    assert "script-src 'self' file: 'sha256-" in made
    assert "style-src 'self' file: 'sha256-" in made
    assert secured(html, preview=True).startswith("<script>a()")
    with pytest.raises(ValueError, match="inline script"):
        secured(html.replace("a()", "JIEDUI-title-SLOT"))
    assert "unsafe" not in policy()
    assert "http" not in policy()


def test_what_a_page_holds_gives_itself_no_leave(real_site: Path) -> None:
    """A policy is the theme's own; a script that came in with a page's content is not in it."""
    slot = f'<meta http-equiv="Content-Security-Policy" content="{SLOT}">'
    page = f"{slot}<script>a()</script><script>alert(1)</script>".encode()
    made = secured_files({"index.html": page, "a.png": b"x"}, lambda _path: "<script>a()</script>")
    assert made["a.png"] == b"x"
    assert made["index.html"] == secured(page.decode(), own="<script>a()</script>").encode()
    assert made["index.html"].count(b"sha256-") == 1
    ours, theirs = (
        _POLICY.findall((real_site / path / "index.html").read_text(encoding="utf-8")) for path in ("about", "units")
    )
    assert ours == theirs
    assert len(ours) == 1
