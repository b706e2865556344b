"""Stage 5: make every file, check hand-written links, publish everything at once."""

import logging
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.utils import CountHandler

from pairing.check.rendered import finished
from pairing.finish import Lent, finish
from pairing.links import SiteLinks
from pairing.portal import dressed
from pairing.problems import DataError, Problem, Trouble, ended
from pairing.publish import folder_files
from pairing.render import worn
from pairing.served import secured_files

# MkDocs writes these with addresses that only fit one host; without a site_url they are empty.
LEFT_OUT = ("sitemap.xml", "sitemap.xml.gz")


def on_post_build(config: MkDocsConfig) -> None:
    """The last step: nothing of the real site_dir has been touched until here."""
    built = config.extra["jiedui"]
    portal, preview = built["portal"], built["preview"]
    own = partial(worn, make_shell=built["make_shell"], missing=built["campus_missing"])
    titles = {page.file.dest_uri: page.title for page in built["nav"].pages}
    campus = (built["campus_shell"], built["campus_missing"]) if built["campus"] else None
    judge, how = partial(_judge, config), {key: built[key] for key in ("crew", "preview", "progress", "hints")}
    try:
        files = secured_files(dressed(portal, folder_files(Path(config.site_dir)), LEFT_OUT), own, preview=preview)
        lent = Lent(files, titles, built["make_shell"], campus)
        print(finish(portal, built["guard"], lent, built["target"], judge, built["begun"], **how), end="")
    except (DataError, Trouble, OSError) as error:
        raise Abort(ended(error, portal.data.root)) from None
    finally:
        built["begun"].close()
        built["progress"].end()
        shutil.rmtree(config.site_dir, ignore_errors=True)
    built["macros"].remember()


def on_build_error(error: Exception) -> None:
    """What MkDocs could not write, in words."""
    if isinstance(error, OSError):
        raise Abort(ended(error, Path.cwd())) from None


def _judge(config: MkDocsConfig, files: Mapping[str, bytes]) -> list[Problem]:
    site, found = SiteLinks(files), list[Problem]()
    for file in config.extra["jiedui"]["files"].documentation_pages():
        found += finished(file.src_uri, file.content_string, file.page.content, site.broken(file.dest_uri))
    counted = [h.get_counts() for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler)]
    if any(counted):
        raise Trouble("页面有上面列出的警告。")
    return found
