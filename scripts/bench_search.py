"""Measure search on a built site: bytes and time of the first and of a later query, and the index of one edited entry.

The site is served as it stands, without compression, on this machine. Needs a Chromium.
"""

import argparse
import functools
import gzip
import http.server
import json
import threading
import time
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

import _paths  # noqa: F401 -- sets the import path
import browser as chromium
from pairing.search import KEPT, Record, group_files, head_files, plan, volume_files

QUERIES: Final = ("结对帮扶", "帮扶", "联合备课", "机电一体化", "学", "工业机器人", "2023年", "不存在的词语")
_ASK: Final = """query => new Promise(done => {
  const list = document.querySelector("[data-search-results]"), told = document.querySelector("[data-search-status]");
  const before = list.dataset.ready, start = performance.now();
  document.querySelector("#search-words").value = query;
  document.querySelector("[data-search]").requestSubmit();
  const look = setInterval(() => {
    if (list.dataset.ready === before || !(list.children.length || told.textContent.includes("没有"))) return;
    clearInterval(look);
    done([performance.now() - start, told.textContent]);
  }, 1);
})"""


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="测量一个已生成网站的搜索：查询的字节数和时间、改一篇稿件的索引时间")
    parser.add_argument("site", type=Path, help="已生成的网站文件夹")
    site: Path = parser.parse_args().site
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"])
        for query in QUERIES:
            print(ask(running, site, f"http://127.0.0.1:{server.server_address[1]}/search/", query), flush=True)
        running.close()
    server.shutdown()
    print(edit(site))


def ask(running: Browser, site: Path, base: str, query: str) -> str:
    """One query in a fresh browser, and once more: what its index files weigh, and when the results stand there."""
    page = running.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base}index.html")
    page.wait_for_selector("[data-search-results][data-ready]", state="attached")
    first, told = page.evaluate(_ASK, query)
    names = [url.removeprefix(base).partition("?")[0] for url in asked if url.startswith(base) and ".js" in url]
    again, _ = page.evaluate(_ASK, query)
    page.close()
    files = [(site / "search" / name).read_bytes() for name in names]
    plain, packed = sum(map(len, files)), sum(len(gzip.compress(content, 5)) for content in files)
    sizes = f"{len(files)} 个文件 {plain / 1000:.0f} KB（压缩后 {packed / 1000:.0f} KB）"
    return f"{query}：{told}首次 {sizes}，{first:.0f} 毫秒；再次 {again:.0f} 毫秒"


def edit(site: Path) -> str:
    """How long it takes to index a site again of which one page has changed; everything else lies on disk."""
    rows = [row for file in sorted((site / "search/text").glob("*.js")) for row in _rows(file)]
    facets = ((), (), (), ("2023",), ("稿件",), ())
    records = [Record(path, title, text, 0, facets, "2023-01-01") for path, title, text in rows]
    parts = {f"{i:08x}-{len(part)}": part for i in range(0, len(records), 100) if (part := records[i : i + 100])}
    shape = plan(parts)
    files: dict[str, bytes] = {}
    for group, names in shape.groups.items():
        files |= group_files(group, [record for name in names for record in parts[name]], shape.buckets)
    edited = next(iter(shape.groups))
    number, groups = next((i, found) for i, found in enumerate(shape.volumes) if edited in found)
    start = time.perf_counter()
    own = [record for name in shape.groups[edited] for record in parts[name]]
    own[0] = own[0]._replace(text=f"改过的一段。\n{own[0].text}")
    files |= group_files(edited, own, shape.buckets)
    grouped = time.perf_counter()
    written = sum(_write(site, path, content) for path, content in files.items() if edited in path and KEPT not in path)
    volume = volume_files(number, [files[f"{KEPT}postings/{group}"] for group in groups])
    written += sum(_write(site, path, content) for path, content in volume)
    tables = {group: files[f"{KEPT}tables/{group}"] for group in shape.groups}
    written += sum(_write(site, path, content) for path, content in head_files(shape, tables, ()))
    end = time.perf_counter()
    return (
        f"改一篇（共 {len(records)} 页）：{(end - start) * 1000:.0f} 毫秒，"
        f"其中本组 {(grouped - start) * 1000:.0f} 毫秒，写入 {written} 个文件"
    )


def _rows(file: Path) -> list[tuple[str, str, str]]:
    text = file.read_text(encoding="utf-8").removeprefix("jieduiSearch.text(").removesuffix(");\n")
    return [(path, title, lines) for path, title, lines, *_dated in json.loads(f"[{text}]")[1]]


def _write(site: Path, path: str, content: bytes) -> bool:
    """Write a file beside the site's own where it would differ; the site is left as it was."""
    file = site.parent / f"{site.name}-edited" / path
    if file.exists() and file.read_bytes() == content:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return True


if __name__ == "__main__":
    main()
