"""Builds that may be killed: for every `target|log` line a child of its own builds, its error stream in the log.

Says the child's process first, then how it ended.
"""

import os
import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort


def main(config_file: str) -> None:
    """Serve until standard input ends."""
    for line in sys.stdin:
        target, log = line.rstrip("\n").split("|")
        child = os.fork()
        if not child:
            os.setsid()  # so that its workers can be killed with it
            with Path(log).open("wb") as told:
                os.dup2(told.fileno(), 1)
                os.dup2(told.fileno(), 2)
            _build(config_file, target)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


def _build(config_file: str, target: str) -> None:
    config = load_config(config_file, site_dir=target, strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    except Abort as error:
        print(error, file=sys.stderr, flush=True)
        os._exit(1)
    finally:
        sys.stderr.flush()
    os._exit(0)


main(sys.argv[1])
