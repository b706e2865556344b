"""The theme as hooks take it from MkDocs."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from mkdocs.config import load_config

from golden import ROOT
from pairing.publish import folder_files
from pairing.render import Visible
from test_site import build


def test_what_is_not_hidden_in_the_theme_is_listed_as_mkdocs_lists_it() -> None:
    folders = load_config(str(ROOT / "mkdocs.yml")).theme.dirs
    everything = FileSystemLoader(folders).list_templates()
    shown = [path for path in everything if not any(part.startswith(".") for part in path.split("/"))]
    assert Visible(folders).list_templates() == shown
    assert len(shown) < len(everything) / 10
    assert "404.html" in shown
    assert Visible(folders).get_source(Environment(autoescape=True), ".icons/material/menu.svg")[0].startswith("<svg")


def test_what_nobody_asks_of_the_theme_is_left_out(small: Path) -> None:
    theirs = [path for path in folder_files(build(small)) if "assets/javascripts/" in path or path.endswith(".map")]
    assert [path.rpartition("/")[2].split(".")[0] for path in theirs] == ["bundle"] * len(theirs)
    assert {path.partition("/assets/")[0] for path in theirs if path.startswith("campus/")}


def test_who_switches_the_own_search_of_the_theme_on_gets_it_whole(small: Path) -> None:
    config = (small / "mkdocs.yml").read_text(encoding="utf-8")
    (small / "mkdocs.yml").write_text(config.replace("plugins: []", "plugins: [material/search]"), encoding="utf-8")
    files = folder_files(build(small))
    assert {"assets/javascripts/lunr/min/lunr.zh.min.js", "assets/javascripts/lunr/wordcut.js"} <= {*files}
    assert any(path.startswith("assets/javascripts/workers/search.") for path in files)
    assert not any(path.endswith(".map") for path in files)
