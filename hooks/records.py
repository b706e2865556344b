"""Stage 1: read and check data/ and content/, or stop with every problem before anything is written."""

import os
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from pairing.beside import Folders
from pairing.dress import dress
from pairing.internal import wanted
from pairing.portal import Opened, open_site
from pairing.press import pace
from pairing.problems import DataError, Trouble, ended, told
from pairing.progress import Progress
from pairing.render import renew
from pairing.watch import Look
from pairing.workers import Crew

_state: dict[str, Any] = {"serving": False, "workers": 1, "look": None}


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether somebody is watching, and how many may work."""
    _state.update(serving=(serving := command == "serve"), workers=pace(os.environ, serving=serving))


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load everything into ``extra['jiedui']``; MkDocs gets a folder of its own to empty, until output.py."""
    renew()
    progress, target = Progress("读取和检查"), Path(config.site_dir)
    opened = _open(config, target, crew := Crew(_state["workers"], progress.tell))
    site, campus = opened.portal.site, os.environ.get("JIEDUI_CAMPUS") != "none"
    config.site_name, config.site_description = site.title, site.subtitle
    config.copyright = f"{site.subtitle} · {site.licence.name}"
    config.extra |= {"banner": site.banner, "site_id_code": site.site_id_code, "site_domain": config.site_url or ""}
    built = opened._asdict() | {"target": target, "campus": campus, "progress": progress}
    config.extra["jiedui"] = built | {"crew": crew, "preview": _state["serving"], "look": _state["look"]}
    progress.stage("主题和手写页面")
    config.site_dir = Folders(target).theme
    return config


def _open(config: MkDocsConfig, target: Path, crew: Crew) -> Opened:
    file, worn = Path(config.config_file_path), (Path(__file__).parent, config.theme.custom_dir)
    root, address = file.parent, config.site_url or ""
    if first := _state["serving"] and not _state["look"]:  # there is no last good site yet, and nobody watches
        _state["look"] = Look([root / "data", root / "content"])
    while True:
        try:
            how = {"internal": wanted(os.environ, target), "preview": _state["serving"], "crew": crew}
            return open_site(root, os.environ, target, address, dress(file, *worn, address), **how)
        except (DataError, Trouble, OSError) as error:
            if not first:
                raise Abort(ended(error, root)) from None
            print(f"\n{told(error, root)}\n改好保存后自动继续。", flush=True)
            _state["look"].wait()
