"""Stage 4: make every file, check hand-written links, publish everything at once."""

import logging
import shutil
from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.utils import CountHandler

from pairing.keep import keep_for
from pairing.links import SiteLinks
from pairing.portal import campus_steps, closing_steps, portal_steps
from pairing.press import Contents, Press
from pairing.problems import DataError, Problem, find
from pairing.proof import notice, proof
from pairing.publish import folder_files, publish

# MkDocs writes these with addresses that only fit one host; without a site_url they are empty.
LEFT_OUT = ("sitemap.xml", "sitemap.xml.gz")


def on_post_build(config: MkDocsConfig) -> None:
    """The last step: nothing of the real site_dir has been touched until here."""
    built = config.extra["jiedui"]
    portal, target = built["portal"], built["target"]
    staged = {path: content for path, content in folder_files(Path(config.site_dir)).items() if path not in LEFT_OUT}
    pages = [page.file.dest_uri for page in built["nav"].pages]
    with Press(target, built["workers"], keep_for(portal.data.root)) as press:
        steps = [*portal_steps(portal, built["make_shell"])]
        if built["campus"]:
            assets = {path: content for path, content in staged.items() if path.startswith("assets/")}
            steps = [*campus_steps(portal, built["campus_shell"], built["campus_missing"], assets), *steps]
        try:
            files = {**staged, **press.run(steps)}
            files |= press.run(closing_steps(portal, files.keys() - staged.keys(), pages))
            problems = _broken_links(config, Contents(files))
            if problems:
                raise DataError(problems)
        except DataError as error:
            raise Abort(f"\n{error}网站没有改动。") from None
        counted = [h.get_counts() for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)]
        if any(counted):
            raise Abort("\n页面有上面列出的警告，网站没有改动。")
        done = publish(files, press.published, target)
        press.remember()
        built["macros"].remember()
    shutil.rmtree(config.site_dir)
    print(f"网站：共 {done.files} 个文件，写入 {done.written}，未变 {done.unchanged}，删除 {done.removed}。")
    print(notice(proof(portal.written)), end="")


def _broken_links(config: MkDocsConfig, files: Mapping[str, bytes]) -> list[Problem]:
    site, found = SiteLinks(files), []
    for page in config.extra["jiedui"]["nav"].pages:
        for link in sorted(set(site.broken(page.file.dest_uri))):
            where = find(f"content/pages/{page.file.src_uri}", page.file.content_string, link)
            found.append(Problem(where, f"链接“{link}”指向的页面或位置不存在，请核对"))
    return found
