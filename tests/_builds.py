"""MkDocs' own command line, many times: every `arguments` line is run by a child that has nothing to import any more.

A build of its own process for every test would spend most of its time on starting Python. Each line is JSON
with ``arguments``, ``environment`` and two files for what is said; the answer is the exit status.
"""

import importlib
import json
import os
import pkgutil
import sys
from pathlib import Path

from mkdocs.__main__ import cli

sys.path.insert(0, str(Path(__file__).parent.parent / "hooks"))


def main() -> None:
    """Serve until standard input ends."""
    package = importlib.import_module("pairing")
    for module in pkgutil.walk_packages(package.__path__, "pairing."):
        importlib.import_module(module.name)
    importlib.import_module("material.plugins.search.plugin")
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _run(**asked)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _run(arguments: list[str], environment: dict[str, str], out: str, err: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.close(0)
    os.open(os.devnull, os.O_RDONLY)
    for number, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    status = 1
    try:
        cli(arguments, prog_name="mkdocs")
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


main()
