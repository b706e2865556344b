"""Build or serve a site and name everything in MkDocs, Material, Jinja2 and Python-Markdown that is another thing then.

`_unpatched.py build CONFIG FOLDER`, or `_unpatched.py serve CONFIG HOST:PORT`, which names it when it is ended.
"""

import contextlib
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from inspect import isclass
from types import ModuleType
from typing import Any

from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import load_config

PACKAGES = ("mkdocs", "material", "jinja2", "markdown")


def modules() -> Iterator[ModuleType]:
    """Every module of the packages that can be imported; some plugins of Material need what is not installed."""
    for package in map(importlib.import_module, PACKAGES):
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.", onerror=lambda name: None):
            if not found.name.endswith("__main__") and ".tests" not in found.name:
                with contextlib.suppress(ImportError):
                    yield importlib.import_module(found.name)


def things() -> dict[str, Any]:
    """What every name in the modules, and in the classes that they define, stands for."""
    found: dict[str, Any] = {}
    for module in modules():
        for name, item in [*vars(module).items()]:
            found[f"{module.__name__}.{name}"] = item
            if isclass(item) and item.__module__ == module.__name__:
                found |= {f"{module.__name__}.{name}.{inner}": own for inner, own in [*vars(item).items()]}
    return found


def run(command: str, config_file: str, where: str) -> None:
    """What `mkdocs build` and `mkdocs serve` do."""
    if command == "serve":
        serve(config_file, dev_addr=where)
        return
    config = load_config(config_file, site_dir=where, strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)


def main(command: str, config_file: str, where: str) -> None:
    before = things()
    run(command, config_file, where)
    after = things()
    print(f"names: {len(before)}", *(name for name, item in before.items() if after.get(name) is not item), sep="\n")


main(*sys.argv[1:])
