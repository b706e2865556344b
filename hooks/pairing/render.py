"""Views → bytes: a page is a pure function of its view, its template and its shell."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from html import escape
from importlib.metadata import version
from importlib.util import cache_from_source
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from pairing import duties, parts, promises
from pairing.articles import article
from pairing.digests import engine, fingerprint
from pairing.folders import found_files
from pairing.lists import list_page
from pairing.shell import Shell
from pairing.views import Page
from pairing.views.campus import Footer
from pairing.views.clause import ClausePage
from pairing.views.entry import EntryPage
from pairing.views.fragments import Fragment
from pairing.views.news import ListPage
from pairing.views.plan import TaskPage
from pairing.views.site import SiteView
from pairing.vocabularies import VOCABULARIES

TEMPLATES: Final = Path(__file__).parent / "templates"
# Pages that a site has hundreds or thousands of are written in Python, which is several times as fast as a template.
_WRITTEN: Final[Mapping[type[Page], Callable[[Any], str]]] = {
    EntryPage: article,
    ListPage: list_page,
    TaskPage: promises.task_page,
    ClausePage: promises.clause_page,
}


class ShellKey(NamedTuple):
    """What a shell depends on: the depth of the page, its tab, and whether it has contents."""

    depth: int
    section: str
    contents: bool


ShellMaker = Callable[[ShellKey], Shell]


@cache
def bytecode() -> FileSystemBytecodeCache:
    """Compiled templates, by their source and by what compiles them.

    They lie beside Python's compiled modules; where those are not kept, in the user's temporary folder.
    """
    folder = Path(cache_from_source(str(TEMPLATES / "any.py"))).parent
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    kept = os.access(folder, os.W_OK) and not sys.dont_write_bytecode
    compiler = fingerprint(version("jinja2"), version("mkdocs"), Path(__file__).read_bytes()).hex()
    return FileSystemBytecodeCache(str(folder) if kept else None, f"{compiler}-%s.cache")


def nothing_compiled() -> bool:
    """Whether no template has been compiled here yet, the theme's among them."""
    return not any(Path(bytecode().directory).glob(bytecode().pattern % "*"))


def compile_all() -> None:
    """Compile every template, so that not every worker has to."""
    for name in environment().list_templates(extensions=["j2"]):
        environment().get_template(name)


# How many pages go from stage to stage together.
_AT_ONCE: Final = 50
# How many tags of pages' heads are remembered.
_REMEMBERED: Final = 2_000


class Visible(FileSystemLoader):
    """Templates of some folders; what is in hidden ones, such as icons, can be had by name and is not listed."""

    def list_templates(self) -> list[str]:
        """The names of all others."""
        return sorted({path for folder in self.searchpath for path, _ in found_files(Path(folder))})


class _Safe:
    """The functions of a module for templates, which must not escape again the HTML that these give."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        made: Callable[..., str] = getattr(self._module, name)

        def safe(*given: Any, **named: Any) -> Markup:
            return Markup(made(*given, **named))  # noqa: S704 -- escaped in there

        vars(self)[name] = safe
        return safe


@cache
def environment() -> Environment:
    """The templates' environment; escapes everything, refuses unknown names."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=bytecode(),
    )
    env.globals |= {"html": _Safe(parts), "duty_html": _Safe(duties), "promise_html": _Safe(promises)}
    env.globals["vocabularies"] = {name: labels for name, (_, labels) in VOCABULARIES.items()}
    return env


def renew() -> None:
    """Look at all templates again: a preview builds many times, and they change."""
    environment.cache_clear()
    engine.cache_clear()


@lru_cache(256)
def _template(env: Environment, name: str) -> Template:
    return env.get_template(name)


def render(
    pages: Iterable[Page], make_shell: ShellMaker, heard: Callable[[Page, str], None] | None = None
) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every page. A shell is made once for all pages that share its key.

    ``heard`` is told the content of every page. Pages are taken some at a time from stage to stage: so the code of a
    stage stays at hand for the processor, which takes half the time of one page after the other.
    """
    shells: dict[ShellKey, Shell] = {}
    waiting = iter(pages)
    while some := list(islice(waiting, _AT_ONCE)):
        contents = [render_content(page) for page in some]
        if heard:
            for page, content in zip(some, contents, strict=True):
                heard(page, content)
        worn = [_shell(page, make_shell, shells) for page in some]
        texts = [_texts(page, content) for page, content in zip(some, contents, strict=True)]
        made = [shell.fill(told, page.toc) for page, shell, told in zip(some, worn, texts, strict=True)]
        for page, shell, told, finished in zip(some, worn, texts, made, strict=True):
            if shell.look:
                shell.look(page.path, b"\n".join((page.path.encode(), *told.values())), finished)
        yield from ((page.path, finished) for page, finished in zip(some, made, strict=True))


def _shell(page: Page, make_shell: ShellMaker, shells: dict[ShellKey, Shell]) -> Shell:
    key = ShellKey(page.path.count("/"), page.section, bool(page.toc))
    if key not in shells:
        shells[key] = make_shell(key)
    return shells[key]


def worn(path: str, make_shell: ShellMaker, missing: Shell) -> str:
    """What the theme itself has of the page at a path, whoever wrote its content."""
    shell = missing if path == "404.html" else make_shell(ShellKey(path.count("/"), "", contents=True))
    return "".join(shell.parts)


def _texts(page: Page, content: str) -> dict[str, bytes]:
    """What is filled into a page's shell, as the bytes that both the page and who looks at it want."""
    title, description = escape(page.title), escape(page.description)
    told = f'<script type="application/ld+json">{page.json_ld}</script>\n' if page.json_ld else ""
    texts = {
        "title": title,
        "description": description,
        "content": content,
        "meta": (
            f'<meta property="og:title" content="{title}">\n<meta property="og:description" content="{description}">\n'
            f"{''.join([_tag(*pair) for pair in page.meta])}{told}"
        ),
        "canonical": escape((page.at_portal or page.path).removesuffix("index.html")),
    }
    return {slot: text.encode() for slot, text in texts.items()}


@lru_cache(_REMEMBERED)  # most are those of a column, a day or an office
def _tag(name: str, content: str) -> str:
    """A tag of the page's head. Open Graph wants ``property`` where all others want ``name``."""
    kind = "property" if name.startswith("og:") else "name"
    return f'<meta {kind}="{escape(name)}" content="{escape(content)}">\n'


def render_content(page: Page) -> str:
    """What stands inside the shell."""
    told = parts.notices(page.notices, page.root) if page.notices else ""
    if written := _WRITTEN.get(type(page)):
        return told + written(page)
    return told + _template(environment(), page.template).render(view=page, root=page.root)


def render_footer(footer: Footer) -> str:
    """The footer of a school's own column as HTML."""
    return environment().get_template("footer.html.j2").render(view=footer)


def render_fragment(fragment: Fragment, base: str) -> str:
    """A block for a foreign page, its links led by ``base``."""
    return environment().get_template("fragment.html.j2").render(view=fragment, base=base)


def render_macro(site: SiteView, root: str, name: str, arguments: tuple[str, ...]) -> str:
    """The HTML of one macro for a hand-written page whose way to the root is ``root``."""
    module = environment().get_template("site.html.j2").make_module({"site": site, "root": root})
    # One line: Markdown takes a block of HTML only up to the first blank line.
    return " ".join(str(getattr(module, name)(*arguments)).split())
