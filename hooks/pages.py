"""Stage 3: what MkDocs must lend us for pages: the navigation, and macros in hand-written pages."""

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page

from pairing.addresses import root
from pairing.content import expand
from pairing.flow import Flowing
from pairing.keep import keep_for
from pairing.macros import Macros
from pairing.portal import SECTIONS
from pairing.text import Footnotes, Frames


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Hand-written pages have lines, notes and tables as entries do."""
    extensions: list[Any] = config.markdown_extensions
    extensions += [Footnotes(), Flowing(), Frames()]
    return config


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Set the generated sections between the home page and the other hand-written ones."""
    built = config.extra["jiedui"]
    links = [Link(label, address) for _, label, address in SECTIONS]
    nav.items[1:1] = links
    built |= {"nav": nav, "files": files, "links": dict(zip((s for s, _, _ in SECTIONS), links, strict=True))}
    built["macros"] = Macros(built["portal"], keep_for(built["portal"].data.root))
    return nav


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Replace {{ macros }} by what the data says; the page's address is the one that the sitemap and readers use."""
    if page.canonical_url:
        page.canonical_url = page.canonical_url.removesuffix("index.html")
    up = root(page.file.dest_uri)
    return expand(markdown, lambda name, arguments: config.extra["jiedui"]["macros"].html(up, name, arguments))
