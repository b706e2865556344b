"""Serve only: start again when Python changes, for MkDocs keeps imported code for ever (mkdocs#3993)."""

import os
import sys
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
        build()

    server.builder = rebuild
    return server
