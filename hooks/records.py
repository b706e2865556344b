"""Stage 1: read and check data/ and content/, or stop with every problem before anything is written."""

import os
import tempfile
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from pairing.dress import dress
from pairing.internal import wanted
from pairing.portal import open_site
from pairing.press import pace
from pairing.problems import DataError
from pairing.render import environment
from pairing.scan.guard import Guard
from pairing.views import Portal
from pairing.watch import wait_for_change

_state: dict[str, Any] = {"serving": False, "started": False, "workers": 1}


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether somebody is watching, and how many may work."""
    _state["serving"] = command == "serve"
    _state["workers"] = pace(os.environ, serving=_state["serving"])


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load everything into ``extra['jiedui']``; MkDocs gets a folder of its own to empty, until output.py."""
    environment.cache_clear()  # a preview builds many times, and templates change
    portal, guard = _open(config, Path(config.site_dir))
    site = portal.site
    config.site_name, config.site_description = site.title, site.subtitle
    config.copyright = f"{site.subtitle} · {site.licence.name}"
    config.extra |= {"banner": site.banner, "site_id_code": site.site_id_code, "site_domain": config.site_url or ""}
    built = {"portal": portal, "guard": guard, "target": Path(config.site_dir), "workers": _state["workers"]}
    campus = os.environ.get("JIEDUI_CAMPUS") != "none"
    config.extra["jiedui"] = {**built, "preview": _state["serving"], "campus": campus}
    config.site_dir = tempfile.mkdtemp(prefix="jiedui-")  # MkDocs empties its own; output.py fills the real one
    return config


def _open(config: MkDocsConfig, target: Path) -> tuple[Portal, Guard]:
    root, address = Path(config.config_file_path).parent, config.site_url or ""
    worn = Path(config.config_file_path), Path(config.theme.custom_dir or ""), Path(__file__).parent
    while True:
        try:
            inside = wanted(os.environ, target)
            dressed = dress(root, worn[:1], worn[1:], address)
            opened = open_site(root, os.environ, _state["serving"], address, dressed, internal=inside)
            _state["started"] = True
            return opened
        except DataError as error:
            # The first build of a preview has no last good site to show: wait for the mend.
            if not _state["serving"] or _state["started"]:
                raise Abort(f"\n{error}网站没有改动。") from None
            print(f"\n{error}\n改好保存后自动继续。", flush=True)
            wait_for_change((root / "data", root / "content"))
