"""What is measured: for every tool its folder, its commands, and how one thing in it is changed."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Final

from _bench_corpus import PLAN, corpus
from _bench_entries import AS_OF, Story
from _bench_peers import Installed, write_blog, write_hugo, write_zensical, zensical_config
from _paths import ROOT

TASKS: Final = ("cold", "nothing", "entry", "plan", "template", "serve", "campus")
_FRESH: Final = ("cold", "campus")


class Tool:
    """One generator with the same entries in a folder of its own.

    ``built`` tells whether there is an output; ``memory`` has the MB that each task held.
    """

    name: ClassVar[str]
    tasks: ClassVar[tuple[str, ...]]
    caches: ClassVar[tuple[str, ...]] = ()

    def __init__(self, folder: Path, told: Sequence[Story], program: Path) -> None:
        self.folder, self.program = folder, program
        self.paths = [story.path for story in told]
        self.turn, self.built, self._fresh = 0, False, 0
        self.memory: dict[str, float] = {}
        folder.mkdir(parents=True)
        self.write(told)
        self.clear()

    @property
    def out(self) -> Path:
        """Where the output goes: another folder after every `clear`."""
        return self.folder / f"out-{self._fresh}"

    def write(self, told: Sequence[Story]) -> None:
        """Write the entries and what else the tool needs."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """What builds the site."""
        raise NotImplementedError

    def server(self, port: int) -> list[str]:
        """What starts the preview."""
        raise NotImplementedError

    def source(self, path: str) -> Path:
        """The file of an entry."""
        return self.folder / "content/entries" / f"{path}.md"

    def address(self, path: str) -> str:
        """An entry's page as the preview serves it."""
        return f"entries/{path}/index.html"

    def environment(self, task: str) -> dict[str, str]:
        """The environment of a build: one locale, bytecode kept, temporary files in the tool's own folder."""
        kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
        return {**kept, "LC_ALL": "C.UTF-8", "NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(self.folder / "tmp")}

    def clear(self) -> None:
        """Forget everything: caches, temporary files, output."""
        for name in (*self.caches, "tmp", self.out.name):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self._fresh, self.built = self._fresh + 1, False
        (self.folder / "tmp").mkdir()

    def prepare(self, task: str) -> None:
        """Clear for a fresh build, or change what the task is about."""
        if task in _FRESH:
            self.clear()
        elif task == "entry":
            self.edit()

    def edit(self) -> tuple[str, str]:
        """Append a sentence to an entry, another one every time; (its page's address, the sentence)."""
        self.turn += 1
        path = self.paths[self.turn * 37 % len(self.paths)]
        sentence = f"这是第{self.turn}次补充的一句话。"
        with self.source(path).open("a", encoding="utf-8") as file:
            file.write(f"\n{sentence}\n")
        return self.address(path), sentence

    def done(self, task: str) -> None:
        """A build has ended well."""
        self.built = task != "campus"


# What a person's own settings must not change.
_DROPPED: Final = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "SITE_URL", "JIEDUI_AS_OF", "JIEDUI_CAMPUS")


class Ours(Tool):
    """This repository's engine: a copy of hooks/ beside the corpus, so that a template may be changed."""

    name = "ours"
    tasks = TASKS
    caches = (".cache",)

    def __init__(self, folder: Path, told: Sequence[Story], schools: int, seed: int) -> None:
        self.schools, self.seed = schools, seed
        super().__init__(folder, told, Path(sys.executable).with_name("mkdocs"))

    def write(self, told: Sequence[Story]) -> None:
        """The corpus, the hooks and mkdocs.yml."""
        corpus(self.folder, len(told), self.schools, self.seed)
        shutil.copytree(ROOT / "hooks", self.folder / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
        subprocess.run([sys.executable, "-m", "compileall", "-q", str(self.folder / "hooks")], check=True)
        configure(self.folder)

    def command(self) -> list[str]:
        """As the Makefile does it."""
        config = str(self.folder / "mkdocs.yml")
        return [str(self.program), "build", "--strict", "--quiet", "-f", config, "-d", str(self.out)]

    def server(self, port: int) -> list[str]:
        """As the Makefile does it."""
        return [str(self.program), "serve", "-f", str(self.folder / "mkdocs.yml"), "--dev-addr", f"127.0.0.1:{port}"]

    def environment(self, task: str) -> dict[str, str]:
        """A day inside the plans; without the schools' columns but for ``campus``."""
        more = {"JIEDUI_AS_OF": AS_OF.isoformat(), **({} if task == "campus" else {"JIEDUI_CAMPUS": "none"})}
        return {**super().environment(task), **more}

    def prepare(self, task: str) -> None:
        """A measure's wording and a template can be changed as well."""
        super().prepare(task)
        if task == "plan":
            self.turn += 1
            file = self.folder / f"data/programmes/{self.paths[0].partition('/')[0]}/plans/{PLAN}.yml"
            text, changed = re.subn(
                r"(?m)^( +statement: .*)$", rf"\1（第{self.turn}次修改）", file.read_text(encoding="utf-8"), count=1
            )
            assert changed, "a plan has measures"
            file.write_text(text, encoding="utf-8")
        elif task == "template":
            self.turn += 1
            template = self.folder / "hooks/theme/generated.html"
            text, end = template.read_text(encoding="utf-8"), "{% endblock %}"
            assert text.count(end) == 1, "the content's block is its only one"
            template.write_text(text.replace(end, f"<!-- {self.turn} -->{end}"), encoding="utf-8")


def configure(folder: Path) -> None:
    """Write this repository's mkdocs.yml for the corpus: its own pages, the hooks beside it."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = "nav:\n  - 首页: index.md\n  - 关于: about/index.md\n"
    start, end = text.index("nav:\n"), text.index("\ntheme:")
    (folder / "mkdocs.yml").write_text(text[:start] + nav + text[end:], encoding="utf-8")


class Hugo(Tool):
    """Hugo with a small theme: lists, feeds, no ledger, no search."""

    name = "hugo"
    tasks = ("cold", "nothing", "entry", "serve")
    caches = ("resources", "public", ".hugo_build.lock")

    def write(self, told: Sequence[Story]) -> None:
        """Configuration, theme and entries."""
        write_hugo(self.folder, told)

    def command(self) -> list[str]:
        """A plain build; Hugo has no other."""
        return [str(self.program), "--quiet", "--destination", str(self.out)]

    def server(self, port: int) -> list[str]:
        """In memory, fast rendering on as it comes."""
        return [str(self.program), "server", "--renderToMemory", "--bind", "127.0.0.1", "--port", str(port)]


class Zensical(Tool):
    """Zensical with the plain pages."""

    name = "zensical"
    tasks = ("cold",)
    caches = (".cache",)

    def write(self, told: Sequence[Story]) -> None:
        """The pages."""
        write_zensical(self.folder, told)

    def clear(self) -> None:
        """Its output folder stands in the configuration only."""
        super().clear()
        (self.folder / "mkdocs.yml").write_text(zensical_config(self.out.name), encoding="utf-8")

    def command(self) -> list[str]:
        """A plain build."""
        return [str(self.program), "build", "-f", "mkdocs.yml"]


class Blog(Tool):
    """Material for MkDocs with its blog plugin."""

    name = "material-blog"
    tasks = ("cold",)
    caches = (".cache",)

    def write(self, told: Sequence[Story]) -> None:
        """Configuration and posts."""
        write_blog(self.folder, told)

    def command(self) -> list[str]:
        """A plain build."""
        return [str(self.program), "build", "--quiet", "-d", str(self.out)]


PEERS: Final[dict[str, type[Tool]]] = {tool.name: tool for tool in (Hugo, Zensical, Blog)}
TOOLS: Final = (Ours.name, *PEERS)


def make(name: str, folder: Path, told: Sequence[Story], peer: Installed | None, schools: int, seed: int) -> Tool:
    """The tool of a name, written into a folder below ``folder``."""
    home = folder / name
    if peer is None:
        return Ours(home, told, schools, seed)
    return PEERS[name](home, told, peer.program)
