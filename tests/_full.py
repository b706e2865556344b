"""A hook for a test: of every kind of page what the theme makes of its real texts, with nothing to fill in.

`full/<site>/<path>` beside the configuration gets it, for the portal and for every school's column. The theme's page
is that of hooks/shells.py: there a page has slots where it has its own texts here.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.toc import AnchorLink, TableOfContents

from pairing import campuses, render
from pairing.portal import open_campus, portal_pages
from pairing.render import ShellKey, render_content
from pairing.views import Page, Portal, pages
from pairing.views.campus import campus_page

TITLE = re.compile(r'<li class="md-nav__item">\s*<a href="#top" class="md-nav__link">.*?</li>', re.DOTALL)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """After the shells have been prepared: nothing of theirs is used but the way to the theme's page."""
    hooks: Any = config.hooks
    shells = next(module for name, module in hooks.items() if name.endswith("shells.py"))
    slots, contents = shells.mark, shells.TableOfContents
    built, folder = config.extra["jiedui"], Path(config.config_file_path).parent / "full"
    portal: Portal = built["portal"]
    _write(shells, env, config, built["nav"], built["links"], folder / "portal", portal_pages(portal), {})
    tabs = {section: Link(label, address) for section, label, address in campuses.SECTIONS}
    for school in portal.figures.columns:
        column = open_campus(portal, school)
        texts = campuses._texts(column, school)
        shells.mark = texts.get
        lent = shells._campus(config)
        own = chain([campus_page(column)], pages(column))
        _write(shells, env, lent, Navigation([*tabs.values()], []), tabs, folder / school, own, texts)
    shells.mark, shells.TableOfContents = slots, contents
    for link in built["links"].values():
        link.active = False
    return env


def _write(
    shells: Any,
    env: Environment,
    config: MkDocsConfig,
    nav: Navigation,
    links: dict[str, Link],
    folder: Path,
    every: Iterable[Page],
    texts: Mapping[str, str],
) -> None:
    kinds = set()
    for page in every:
        key = ShellKey(page.path.count("/"), page.section, bool(page.toc))
        kind = (type(page), key, getattr(page, "here", ""))
        if kind in kinds:
            continue
        kinds.add(kind)
        # Where a page has no contents, the way past the navigation leads to its title; the theme has it only with a
        # heading, which is taken out of the hidden contents again.
        headings = [AnchorLink(text, anchor, 2) for anchor, text in page.toc or (("top", ""),)]
        own = render._texts(page, render_content(page))
        told = {**texts, **{slot: text.decode() for slot, text in own.items()}}
        shells.mark = lambda slot, told=told: told.get(slot, "")
        shells.TableOfContents = lambda _, headings=headings: TableOfContents(headings)
        file = folder / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        made = shells._maker(env, config, nav, links)(key)
        assert not made.slots, f"{page.path}: {made.slots} stand open"
        html, found = (made.parts[0], 1) if page.toc else TITLE.subn("", made.parts[0])
        assert found == 1, page.path
        file.write_text(html, encoding="utf-8", newline="")
