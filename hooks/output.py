"""Stage 3: render the portal, check hand-written links, publish everything at once."""

import logging
import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.utils import CountHandler

from pairing.links import broken, outline
from pairing.portal import portal_files
from pairing.problems import DataError, Problem, find
from pairing.publish import folder_files, publish

# MkDocs writes these with addresses that only fit one host; without a site_url they are empty.
LEFT_OUT = ("sitemap.xml", "sitemap.xml.gz")


def on_post_build(config: MkDocsConfig) -> None:
    """The last step: nothing of the real site_dir has been touched until here."""
    built = config.extra["jiedui"]
    staged = folder_files(Path(config.site_dir))
    for name in LEFT_OUT:
        staged.pop(name, None)
    files = {**staged, **portal_files(built["portal"], built["make_shell"])}
    problems = _broken_links(config, files)
    if problems:
        raise Abort(f"\n{DataError(problems)}网站没有改动。")
    counted = [h.get_counts() for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)]
    if any(counted):
        raise Abort("\n页面有上面列出的警告，网站没有改动。")
    summary = publish(files, built["target"])
    shutil.rmtree(config.site_dir)
    print(
        f"网站：共 {summary.files} 个文件，写入 {summary.written}，未变 {summary.unchanged}，删除 {summary.removed}。"
    )


def _broken_links(config: MkDocsConfig, files: dict[str, bytes]) -> list[Problem]:
    pages = {path: file for path, file in files.items() if path.endswith("index.html")}
    written = [p.file for p in config.extra["jiedui"]["nav"].pages]
    outlines = {file.dest_uri: outline(files[file.dest_uri]) for file in written}
    wanted = {path: outline(content) for path, content in pages.items() if path not in outlines} if written else {}
    found = []
    for file in written:
        for link in sorted(set(broken(file.dest_uri, outlines[file.dest_uri], files, {**wanted, **outlines}))):
            where = find(f"content/{file.src_uri}", file.content_string, link)
            found.append(Problem(where, f"链接“{link}”指向的页面或位置不存在，请核对"))
    return found
