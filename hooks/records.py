"""Stage 1: read and check data/ and content/, or stop with every problem before anything is written."""

import os
import tempfile
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from pairing.clock import as_of
from pairing.dress import dress
from pairing.internal import wanted
from pairing.load import load
from pairing.portal import open_portal
from pairing.press import pace
from pairing.problems import DataError
from pairing.render import environment
from pairing.views import Portal
from pairing.watch import wait_for_change

_state = {"serving": False, "started": False}


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether somebody is watching."""
    _state["serving"] = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load everything into ``extra['jiedui']``; MkDocs gets a folder of its own to empty, until output.py."""
    environment.cache_clear()  # a preview builds many times, and templates change
    workers = pace(os.environ, serving=_state["serving"])
    portal = _open(config, Path(config.site_dir))
    site = portal.site
    config.site_name, config.site_description = site.title, site.subtitle
    config.copyright = f"{site.subtitle} · {site.licence.name}"
    config.extra |= {"banner": site.banner, "site_id_code": site.site_id_code, "site_domain": config.site_url or ""}
    built = {"portal": portal, "target": Path(config.site_dir), "workers": workers}
    config.extra["jiedui"] = {**built, "campus": os.environ.get("JIEDUI_CAMPUS") != "none"}
    config.site_dir = tempfile.mkdtemp(prefix="jiedui-")
    return config


def _open(config: MkDocsConfig, target: Path) -> Portal:
    file, theme, address = Path(config.config_file_path), Path(config.theme.custom_dir or ""), config.site_url or ""
    root = file.parent
    while True:
        try:
            inside = wanted(os.environ, target)
            data = load(root)
            day = as_of(root, data.checked_site, os.environ)
            worn = dress(root, [file], [theme, Path(__file__).parent], address)
            _state["started"] = True
            return open_portal(data, day, preview=_state["serving"], address=address, dress=worn, internal=inside)
        except DataError as error:
            # The first build of a preview has no last good site to show: wait for the mend.
            if not _state["serving"] or _state["started"]:
                raise Abort(f"\n{error}网站没有改动。") from None
            print(f"\n{error}\n改好保存后自动继续。", flush=True)
            wait_for_change((root / "data", root / "content"))
