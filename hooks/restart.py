"""Serve only: start again when Python changes (MkDocs keeps imported code for ever, mkdocs#3993), outlive faults."""

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from pairing.watch import stamp

HOOKS = Path(__file__).parent


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., Any]) -> LiveReloadServer:
    """Before each rebuild, replace the process if any Python file below hooks/ differs."""
    before, build = stamp([HOOKS], "*.py"), server.builder

    def rebuild() -> None:
        if stamp([HOOKS], "*.py") != before:
            print("代码有变，重新启动预览。", flush=True)
            os.execv(sys.executable, sys.orig_argv)  # noqa: S606
        try:
            build()
        except Exception as error:
            # MkDocs would let every page hang until the fault is mended. The last good site is
            # untouched, so let readers have it.
            print(error if isinstance(error, SystemExit) else traceback.format_exc(), flush=True)

    server.builder = rebuild
    return server
