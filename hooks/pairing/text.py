"""Markdown of entries → HTML, with one converter for all of them."""

from functools import cache

from markdown import Markdown

EXTENSIONS = ("tables", "footnotes", "sane_lists")


@cache
def _converter() -> Markdown:
    return Markdown(extensions=list(EXTENSIONS), output_format="html")


def html(text: str) -> str:
    """One text as HTML."""
    return str(_converter().reset().convert(text))
