"""Stage 2: Material, without what nobody asks of it here."""

from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.theme import Theme

from pairing.render import Visible

OWN_SEARCH = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


class Dressed(Theme):
    """The theme, looked through for files of the site without its hidden folders: ten thousand icons are in there."""

    def get_env(self) -> Environment:
        """The theme's own environment."""
        env = super().get_env()
        env.loader = Visible(self.dirs)
        return env


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Take the theme as it is configured, with our way of looking through it."""
    theme = config.theme
    rest: dict[str, Any] = {name: value for name, value in theme.items() if name not in ("name", "locale")}
    rest |= {"custom_dir": theme.custom_dir, "static_templates": theme.static_templates, "locale": str(theme.locale)}
    config.theme = Dressed(theme.name, **rest)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out Material's own search, unless it is switched on, and maps for Material's developers.

    They are most of what the theme weighs, and every school's column has a copy of it.
    """
    searched = any("search" in name for name in config.plugins)
    for path, file in [*files.src_uris.items()]:
        if path.startswith("assets/") and (path.endswith(".map") or (path.startswith(OWN_SEARCH) and not searched)):
            files.remove(file)
    return files
