"""The theme as hooks take it from MkDocs."""

from jinja2 import Environment, FileSystemLoader
from mkdocs.config import load_config

from golden import ROOT
from pairing.render import Visible


def test_what_is_not_hidden_in_the_theme_is_listed_as_mkdocs_lists_it() -> None:
    folders = load_config(str(ROOT / "mkdocs.yml")).theme.dirs
    everything = FileSystemLoader(folders).list_templates()
    shown = [path for path in everything if not any(part.startswith(".") for part in path.split("/"))]
    assert Visible(folders).list_templates() == shown
    assert len(shown) < len(everything) / 10
    assert "404.html" in shown
    assert Visible(folders).get_source(Environment(autoescape=True), ".icons/material/menu.svg")[0].startswith("<svg")
