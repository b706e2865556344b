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
from pairing.portal import campus_steps, closing, dressed, guarded, portal_steps, watched
from pairing.press import Contents, Press
from pairing.problems import DataError, Problem, find
from pairing.proof import notice, proof
from pairing.publish import folder_files, publish
from pairing.scan.guard import unneeded_waivers
from pairing.served import secured_files

# MkDocs writes these with addresses that only fit one host; without a site_url they are empty.
LEFT_OUT = ("sitemap.xml", "sitemap.xml.gz")


def on_post_build(config: MkDocsConfig) -> None:
    """The last step: nothing of the real site_dir has been touched until here."""
    built = config.extra["jiedui"]
    portal, target, guard = built["portal"], built["target"], built["guard"]
    staged = secured_files(dressed(portal, folder_files(Path(config.site_dir)), LEFT_OUT), preview=built["preview"])
    pages = {page.file.dest_uri: page.title for page in built["nav"].pages}
    with Press(target, built["workers"], keep_for(portal.data.root)) as press:
        steps = [*portal_steps(portal, watched(built["make_shell"], guard))]
        if built["campus"] and not portal.internal:
            shells = built["campus_shell"], built["campus_missing"]
            steps = [*campus_steps(portal, *shells, staged, target, guard), *steps]
        try:
            made = press.run(guarded(steps, guard))
            files = {**dict(guard.files(staged.items())), **made, **closing(press, portal, made, staged, pages, guard)}
            if wrong := _broken_links(config, Contents(files)) + unneeded_waivers(portal.data, guard, Contents(files)):
                raise DataError(wrong)
        except DataError as error:
            raise Abort(f"\n{error}网站没有改动。") from None
        counted = [h.get_counts() for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)]
        if any(counted):
            raise Abort("\n页面有上面列出的警告，网站没有改动。")
        done = publish(files, press.published, target)
        press.remember()
        built["macros"].remember()
    shutil.rmtree(config.site_dir)
    print(f"网站：共 {done.files} 个文件，{done}。\n{notice(proof(portal.written))}", end="")


def _broken_links(config: MkDocsConfig, files: Mapping[str, bytes]) -> list[Problem]:
    site, found = SiteLinks(files), []
    for page in config.extra["jiedui"]["nav"].pages:
        for link in sorted(set(site.broken(page.file.dest_uri))):
            where = find(f"content/pages/{page.file.src_uri}", page.file.content_string, link)
            found.append(Problem(where, f"链接“{link}”指向的页面或位置不存在，请核对"))
    return found
