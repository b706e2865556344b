"""What browsers are told to refuse: a Content Security Policy that every page carries itself.

It stands in the page, so that it holds on any host, in a campus CMS folder and from a disk. Nothing is
taken from another host; scripts are files of the site, or inline ones of the theme known by their hash;
styles are files, or a style sheet known by its hash. (W3C Content Security Policy Level 3)
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Final

# Where a page's policy goes: the theme's template holds this mark, a finished page the policy.
SLOT: Final = "JIEDUI-csp-SLOT"
_META: Final = re.compile(rf'<meta http-equiv="Content-Security-Policy" content="{SLOT}">\n?')
_SCRIPT: Final = re.compile(r"<script([^>]*)>(.*?)</script>", re.DOTALL)
_STYLE: Final = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
# Only these types are run; others (JSON) are data and need no leave.
_RUN: Final = re.compile(r"\stype=(?!\s*[\"']?(?:text/javascript|module)\b)")
_HASH: Final = re.compile(r"'sha256-[A-Za-z0-9+/=]+'")
_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"')
# A folder is 'self' for some browsers only; no page of a host can load from a disk anyway.
_OWN: Final = "'self' file:"


def secured(html: str, *, preview: bool = False, own: str | None = None) -> str:
    """A page with its policy in place of the mark. A preview has none: MkDocs adds a script of its own to it.

    ``own`` is the theme's part of a page that holds more than that: what else stands in it gets no leave.
    """
    if preview:
        return _META.sub("", html)
    own = html if own is None else own
    told = escape(policy(_hashes(own, _SCRIPT), _hashes(own, _STYLE)), quote=True).replace("&#x27;", "'")
    return html.replace(SLOT, told)


def secured_files(files: Mapping[str, bytes], own: Callable[[str], str], *, preview: bool = False) -> dict[str, bytes]:
    """The same files, every page among them with its policy; ``own`` gives what the theme itself has at a path."""
    return {
        path: _secured_page(path, content.decode(), own, preview).encode() if path.endswith(".html") else content
        for path, content in files.items()
    }


def _secured_page(path: str, html: str, own: Callable[[str], str], preview: bool) -> str:
    return secured(html, preview=preview, own="" if preview or SLOT not in html else own(path))


def policy(scripts: Iterable[str] = (), styles: Iterable[str] = ()) -> str:
    """The policy of a page with inline scripts and styles of these hashes."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join((f"script-src {_OWN}", *scripts)),
            " ".join((f"style-src {_OWN}", *styles)),
            f"img-src {_OWN} data:",
            f"font-src {_OWN} data:",
            f"connect-src {_OWN}",
            f"worker-src {_OWN}",
            f"frame-src {_OWN}",
            f"manifest-src {_OWN}",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def _hashes(html: str, form: re.Pattern[str]) -> list[str]:
    """The hashes of inline scripts or styles, in order, each once."""
    found: dict[str, None] = {}
    for tag in form.finditer(html):
        attributes, text = ("", tag[1]) if form is _STYLE else (tag[1], tag[2])
        if " src=" in attributes or _RUN.search(attributes):
            continue
        if "-SLOT" in text:
            raise ValueError("an inline script depends on what is filled in: its hash cannot be known")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        found[f"'sha256-{digest}'"] = None
    return list(found)


def headers(pages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(name, value) of the headers that a web server should send, for the finished pages of a site."""
    scripts: set[str] = set()
    styles: set[str] = set()
    for page in pages:
        if found := _POLICY.search(page):
            for directive in found[1].split("; "):
                known = {"script-src": scripts, "style-src": styles}.get(directive.partition(" ")[0])
                if known is not None:
                    known.update(_HASH.findall(directive))
    told = f"{policy(sorted(scripts), sorted(styles))}; frame-ancestors 'self'".replace(" file:", "")
    yield "Content-Security-Policy", told
    yield "X-Content-Type-Options", "nosniff"
    yield "Referrer-Policy", "strict-origin-when-cross-origin"
    yield "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    yield "Cross-Origin-Opener-Policy", "same-origin"


# Blocks for a campus CMS stand in frames of other hosts and bring their styles with them.
FRAGMENTS: Final = r"/fragments/(?!index\.html$).+\.html$"


def fragment_headers(general: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of blocks, by those of pages: nothing is run or loaded, styles stand in the tags."""
    told = dict(general)
    told["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'"
    return list(told.items())
