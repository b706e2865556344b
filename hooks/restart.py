"""Serve only: notice changes at once, start again when Python changes (mkdocs#3993), outlive faults, leave nothing."""

import os
import sys
import traceback
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort

from pairing.beside import Folders
from pairing.watch import Look, begin, end_as_interrupted

HOOKS = Path(__file__).parent


def on_startup(*, command: str, dirty: bool) -> None:
    """A preview that its terminal or the system ends, ends as by Ctrl+C: else its folder, a whole site, would stay."""
    if command == "serve":
        end_as_interrupted()


def on_pre_build(config: MkDocsConfig) -> None:
    """The folder of a preview, and what lies beside it, go with it, whatever ends it; its address must be free."""
    if config.extra["jiedui"]["preview"] and (wrong := begin(config.extra["jiedui"]["target"], *config.dev_addr)):
        raise Abort(f"\n{wrong}")


def on_serve(server: Any, config: MkDocsConfig, builder: Any) -> Any:
    """Let the system tell what changes. Before each rebuild, replace the process if any Python file differs."""
    from pairing.observer import observer  # loaded for a preview alone

    watched = [path for path in (config.docs_dir, config.config_file_path) if path]
    for path in watched:
        server.unwatch(path)
    # MkDocs looks at every watched file twice a second.
    server.observer = observer(server.observer, os.environ)
    for path in watched:
        server.watch(path)
    python, build = Look([HOOKS], ".py"), server.builder

    def rebuild() -> None:
        if python.differs():
            print("代码有变，重新启动预览。", flush=True)
            Folders(config.extra["jiedui"]["target"]).vanish()
            os.execv(sys.executable, sys.orig_argv)  # noqa: S606
        try:
            build()
        except Exception as error:
            # MkDocs would let every page hang until the fault is mended; readers have the last good site.
            print(error if isinstance(error, SystemExit) else traceback.format_exc(), flush=True)

    server.builder = rebuild
    while config.extra["jiedui"]["look"].differs():
        rebuild()
    return server
