"""Stage 1: read and check data/ and content/, or stop with every problem before anything is written."""

import os
import tempfile
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from pairing.clock import as_of
from pairing.load import load
from pairing.portal import open_portal
from pairing.press import pace
from pairing.problems import DataError
from pairing.render import environment
from pairing.views import Portal
from pairing.views.site import site_view
from pairing.watch import wait_for_change

_state = {"serving": False, "started": False}


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether somebody is watching."""
    _state["serving"] = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load everything into ``extra['jiedui']``; send MkDocs' own output to a folder of its own.

    MkDocs empties its site_dir before it builds; the real one is touched at the very end (output.py).
    """
    environment.cache_clear()  # a preview builds many times, and templates change
    workers = pace(os.environ, serving=_state["serving"])
    root = Path(config.config_file_path).parent
    portal = _open(root, config.site_url or "")
    site = portal.site
    config.site_name, config.site_description = site.title, site.subtitle
    config.copyright = f"{site.subtitle} · 数据截至 {portal.figures.as_of.isoformat()} · {site.licence.name}"
    config.extra |= {"banner": site.banner, "site_id_code": site.site_id_code, "site_domain": config.site_url or ""}
    built = {"portal": portal, "target": Path(config.site_dir), "site": site_view(portal), "workers": workers}
    config.extra["jiedui"] = {**built, "campus": os.environ.get("JIEDUI_CAMPUS") != "none"}
    config.site_dir = tempfile.mkdtemp(prefix="jiedui-")
    return config


def _open(root: Path, address: str) -> Portal:
    while True:
        try:
            data = load(root)
            assert data.site is not None, "load() refuses data without site.yml"
            portal = open_portal(data, as_of(root, data.site, os.environ), preview=_state["serving"], address=address)
            _state["started"] = True
            return portal
        except DataError as error:
            # The first build of a preview has no last good site to show: wait for the mend.
            if not _state["serving"] or _state["started"]:
                raise Abort(f"\n{error}网站没有改动。") from None
            print(f"\n{error}\n改好保存后自动继续。", flush=True)
            wait_for_change((root / "data", root / "content"))
