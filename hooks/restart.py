"""Serve only: notice changes at once, start again when Python changes (mkdocs#3993), outlive faults, leave nothing."""

import os
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig

from pairing.beside import Folders
from pairing.watch import end_as_interrupted, stamp

if TYPE_CHECKING:  # servers and watchers are loaded for a preview alone
    from mkdocs.livereload import LiveReloadServer

HOOKS = Path(__file__).parent
_state: dict[str, Path] = {}


def on_startup(*, command: str, dirty: bool) -> None:
    """A preview that its terminal or the system ends, ends as by Ctrl+C: else its folder, a whole site, would stay."""
    if command == "serve":
        end_as_interrupted()


def on_serve(server: "LiveReloadServer", config: MkDocsConfig, builder: Callable[..., Any]) -> "LiveReloadServer":
    """Let the system tell what changes. Before each rebuild, replace the process if any Python file differs."""
    from pairing.observer import observer

    _state["target"] = config.extra["jiedui"]["target"]
    for path in (watched := [path for path in (config.docs_dir, config.config_file_path) if path]):
        server.unwatch(path)
    # MkDocs looks at every watched file twice a second.
    server.observer = observer(server.observer, os.environ)  # type: ignore[assignment]
    for path in watched:
        server.watch(path)
    before, build = stamp([HOOKS], "*.py"), server.builder

    def rebuild() -> None:
        if stamp([HOOKS], "*.py") != before:
            print("代码有变，重新启动预览。", flush=True)
            on_shutdown()
            os.execv(sys.executable, sys.orig_argv)  # noqa: S606
        try:
            build()
        except Exception as error:
            # MkDocs would let every page hang until the fault is mended; readers have the last good site.
            print(error if isinstance(error, SystemExit) else traceback.format_exc(), flush=True)

    server.builder = rebuild
    return server


def on_shutdown() -> None:
    """The folder of a preview goes, and what lies beside it."""
    for folder in (_state["target"], Folders(_state["target"]).beside) if _state else ():
        shutil.rmtree(folder, ignore_errors=True)
