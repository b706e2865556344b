"""Stage 2: what MkDocs must lend us: the navigation, macros in hand-written pages, the theme's shells."""

from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from pairing.addresses import root
from pairing.content import expand
from pairing.portal import SECTIONS
from pairing.render import ShellKey, bytecode, render_macro
from pairing.shell import Shell, mark


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Set the generated sections between the home page and the other hand-written ones."""
    links = [Link(label, address) for _, label, address in SECTIONS]
    nav.items[1:1] = links
    config.extra["jiedui"] |= {"nav": nav, "links": dict(zip((s for s, _, _ in SECTIONS), links, strict=True))}
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Replace {{ macros }} by what the data says."""
    site, up = config.extra["jiedui"]["site"], root(page.file.dest_uri)
    return expand(markdown, lambda name, arguments: render_macro(site, up, name, arguments))


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Keep what is needed to render the theme's page as a shell."""
    env.bytecode_cache = bytecode()

    def make_shell(key: ShellKey) -> Shell:
        built: dict[str, Any] = config.extra["jiedui"]
        file = File.generated(config, "shell/" * key.depth + "index.md", content="")
        page = Page(mark("title"), file, config)
        page.meta = {
            "description": mark("description"),
            "hide": ["navigation"] if key.contents else ["navigation", "toc"],
            "head": mark("meta"),
        }
        page.content = mark("content")
        page.toc = TableOfContents([AnchorLink(mark("heading"), mark("anchor"), 2)])
        page.canonical_url = f"{config.site_url}{mark('canonical')}" if config.site_url else None
        for section, link in built["links"].items():
            link.active = section == key.section
        context = get_context(built["nav"], files, config, page)
        html = env.get_template("generated.html").render(context)
        return Shell.compile(html)

    config.extra["jiedui"]["make_shell"] = make_shell
    return env
