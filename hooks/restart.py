"""Serve only: start again when Python changes, for MkDocs keeps imported code for ever (mkdocs#3993)."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

HOOKS = Path(__file__).parent


def _stamp() -> dict[str, int]:
    return {str(file): file.stat().st_mtime_ns for file in sorted(HOOKS.rglob("*.py"))}


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[..., Any]) -> LiveReloadServer:
    """Before each rebuild, replace the process if any Python file below hooks/ differs."""
    before, build = _stamp(), server.builder

    def rebuild() -> None:
        if _stamp() != before:
            print("代码有变，重新启动预览。", flush=True)
            os.execv(sys.executable, sys.orig_argv)  # noqa: S606
        build()

    server.builder = rebuild
    return server
