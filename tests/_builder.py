"""Builds in one process that stays: reads `target|day|cache` lines, answers `ok` or the problems.

What MkDocs' own command does, without its start for every build; JIEDUI_CACHE is set as asked.
"""

import contextlib
import io
import os
import sys

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort


def main(config_file: str) -> None:
    """Serve until standard input ends."""
    for line in sys.stdin:
        target, day, cache = line.rstrip("\n").split("|")
        os.environ |= {"JIEDUI_AS_OF": day, "JIEDUI_CACHE": cache}
        said = "ok"
        with contextlib.redirect_stdout(io.StringIO()):
            config = load_config(config_file, site_dir=target, strict=True)
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            except Abort as error:
                said = str(error)
        print(repr(said), flush=True)


main(sys.argv[1])
