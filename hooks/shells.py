"""Stage 4: render the theme's page as shells, for the portal and for the schools' own columns."""

from copy import copy
from functools import cache
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from pairing.campuses import SECTIONS
from pairing.render import ShellKey, ShellMaker, bytecode
from pairing.served import secured
from pairing.shell import Shell, mark


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Keep what is needed to render the theme's page for each kind of site."""
    env.bytecode_cache = bytecode()
    built: dict[str, Any] = config.extra["jiedui"]
    built["make_shell"] = _maker(env, config, built["nav"], built["links"])
    links = {section: Link(label, address) for section, label, address in SECTIONS}
    lent = _campus(config)
    built["campus_shell"] = _maker(env, lent, Navigation(list(links.values()), []), links)
    missing = env.get_template("404.html").render(config=lent)
    built["campus_missing"] = Shell.compile(secured(missing, preview=built["preview"]))
    return env


def _campus(config: MkDocsConfig) -> MkDocsConfig:
    """The configuration with slots where the columns differ."""
    lent = copy(config)
    lent["site_name"], lent["copyright"] = mark("site"), mark("footer")
    lent["theme"] = {**config.theme, "logo": mark("logo"), "favicon": mark("logo")}
    campus = {"homepage": "index.html", "site_domain": "", "site_id_code": "", "head": mark("domain")}
    lent["extra"] = {**config.extra, **campus, "back": mark("back")}
    lent["extra_css"] = [*config.extra_css, "assets/campus.css"]
    return lent


def _maker(env: Environment, config: MkDocsConfig, nav: Navigation, links: dict[str, Link]) -> ShellMaker:
    @cache
    def make_shell(key: ShellKey) -> Shell:
        file = File.generated(config, "shell/" * key.depth + "index.md", content="")
        page = Page(mark("title"), file, config)
        hide = ["navigation"] if key.contents else ["navigation", "toc"]
        page.meta = {"description": mark("description"), "hide": hide, "head": mark("meta")}
        page.content = mark("content")
        page.toc = TableOfContents([AnchorLink(mark("heading"), mark("anchor"), 2)])
        page.canonical_url = f"{config.site_url}{mark('canonical')}" if config.site_url else None
        for section, link in links.items():
            link.active = section == key.section
        html = env.get_template("generated.html").render(get_context(nav, [], config, page))
        return Shell.compile(secured(html, preview=config.extra["jiedui"]["preview"]))

    return make_shell
